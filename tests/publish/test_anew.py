"""An executed notebook's figures held against what the data give now."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from dophu.data.project import Project
from dophu.errors import GateError
from dophu.publish.anew import hold_to_data
from tests.project import COUNTS, Draft, demo  # noqa: F401 - a fixture
from tests.telling import ROOT, open_report, tell

REPORTS = ("quick_report", "national_table", "progress", "districts", "data_quality")
Ledger = dict[str, Any]


def entered(root: Any = ROOT, notebook: str = "quick_report", **edition: str) -> Ledger:
    """Run a notebook, and take its ledger as a file has it."""
    report = open_report(root, **edition)
    tell(report, notebook)
    return dict(json.loads(json.dumps(report.trace().content(), sort_keys=True)))


def refused(project: Project, ledger: Ledger) -> str:
    with pytest.raises(GateError) as caught:
        hold_to_data(project, ledger, "quick_report")
    return str(caught.value)


@pytest.mark.parametrize("notebook", REPORTS)
@pytest.mark.parametrize(
    "edition",
    [
        {"campaign": "bluezone", "period": "2020-08-07", "unit": "20"},
        {"campaign": "bluezone", "period": "2021-06-19", "unit": "30"},
        {"campaign": "demo", "period": "2020-08-11", "unit": "VN"},
        {"campaign": "demo", "period": "2020-10-16", "unit": "178"},
    ],
)
def test_what_every_report_tells_is_what_the_data_give(notebook: str, edition: dict[str, str]) -> None:
    hold_to_data(Project.find(ROOT), entered(notebook=notebook, **edition), notebook)


def _count(ledger: Ledger) -> None:
    ledger["facts"]["counted@20"] |= {"low": "90000", "high": "90000", "shown": "90.000"}


def _source(ledger: Ledger) -> None:
    ledger["facts"]["counted@20"]["sources"] = ["CENSUS2019"]


def _formula(ledger: Ledger) -> None:
    ledger["facts"]["share@20"]["of"] = ["/", ["*", 100, "counted@20"], "counted@20"]


def _unheard_of(ledger: Ledger) -> None:
    ledger["facts"]["won@20"] = ledger["facts"]["counted@20"] | {"concept": "won"}


def _unknown(ledger: Ledger) -> None:
    ledger["facts"]["published_rank@20"] = ledger["facts"]["counted@20"] | {"concept": "published_rank"}


def _list(ledger: Ledger) -> None:
    name = next(name for name, keys in ledger["lists"].items() if keys)
    ledger["lists"][name] = ledger["lists"][name][1:]


@pytest.mark.parametrize(
    ("forge", "told"),
    [
        (_count, "counted@20, high: the notebook says 90000, the data give 80000"),
        (_source, "counted@20, sources: the notebook says ['CENSUS2019'], the data give ['DEMO']"),
        (_formula, "share@20, of: "),
        (_unheard_of, "won@20: the notebook says 80.000, the data nothing"),
        (_unknown, "published_rank@20: the notebook says 80.000, the data nothing"),
        (_list, "its members are others"),
    ],
)
def test_a_figure_that_the_data_do_not_give_is_refused(
    project: Draft, forge: Callable[[Ledger], None], told: str
) -> None:
    ledger = entered(project.root, campaign="demo", period="2020-08-07", unit="20")
    forge(ledger)
    assert told in refused(Project(project.root), ledger)


def test_data_that_changed_since_the_run_are_named(project: Draft) -> None:
    ledger = entered(project.root, campaign="demo", period="2020-08-07", unit="20")
    project.change(COUNTS, "20,installs,80000", "20,installs,80001")
    said = refused(Project(project.root), ledger)
    assert f"({COUNTS} changed since it ran)" in said
    assert "run the whole notebook again" in said


def test_what_an_author_answers_for_is_not_asked_of_the_data(project: Draft) -> None:
    report = open_report(project.root, campaign="demo", period="2020-08-07", unit="20")
    report.narrative("Có {{ 12 | given('Sổ trực ban') }} cuộc gọi.")
    hold_to_data(Project(project.root), report.trace().content(), "quick_report")
