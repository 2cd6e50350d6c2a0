"""What the kernel answers the extension of JupyterLab."""

from __future__ import annotations

from typing import Any

import pytest

from dophu.data.edition import open_edition, read_parameters
from dophu.data.project import Project
from dophu.tell.report import Report
from tests.lab.desk import ROOT


@pytest.fixture(scope="module")
def offered() -> dict[str, Any]:
    project = Project(ROOT)
    parameters = {"campaign": "bluezone", "period": "2020-08-07", "unit": "20"}
    report = Report(open_edition(project, read_parameters(parameters, "test")), project.inputs)
    answer: dict[str, Any] = report.offered(project)._repr_mimebundle_()["application/json"]
    assert list(report.facts.ledger()) == [], "to offer a fact is not to print it"
    return answer


def test_other_periods_of_the_campaign_and_units_of_the_period_are_offered(offered: dict[str, Any]) -> None:
    assert offered["edition"] == {"campaign": "bluezone", "period": "2020-08-07", "unit": "20"}
    assert {"2020-08-02", "2020-08-07", "2021-07-27"} <= set(offered["periods"])
    assert ["20", "tỉnh Lạng Sơn"] in offered["units"]


@pytest.mark.parametrize(
    ("name", "shown"), [("counted", "63.438"), ("unit_full", "tỉnh Lạng Sơn"), ("press.agencies", "gần 20")]
)
def test_facts_words_and_what_stands_in_a_group_are_offered_as_prose_calls_them(
    offered: dict[str, Any], name: str, shown: str
) -> None:
    assert {fact["name"]: fact["shown"] for fact in offered["facts"]}[name] == shown


def test_what_this_edition_cannot_say_is_not_offered(offered: dict[str, Any]) -> None:
    assert not {"rank", "pace", "below_target", "documents"} & {fact["name"] for fact in offered["facts"]}
