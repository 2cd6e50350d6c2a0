"""A period read once by a process: what its forks are told of it, and that nobody else is."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from functools import partial
from multiprocessing import get_context
from typing import Any

import pytest

from dophu.data import kept
from dophu.data.edition import open_edition, read_parameters
from dophu.data.history import History
from dophu.data.periods import keep_period
from dophu.data.project import ClosedError, Project
from dophu.facts.made import read_ahead
from dophu.facts.reported import said_figures
from dophu.tell.ahead import evaluate_ahead
from dophu.world.periods import Period, read_period
from tests.project import COUNTS, Draft, demo  # noqa: F401 - a fixture
from tests.telling import ROOT

PERIOD = read_period("2020-08-07")
SHIPPED, LAST = Project(ROOT), read_period("2020-10-16")


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    kept._kept.clear()


def opened(project: Project, unit: str = "20", period: str = PERIOD.name) -> tuple[Any, ...]:
    """Open an edition; tell the counts and shares that it looks at, and the files it was made from."""
    own = Project(project.root)
    parameters = read_parameters({"campaign": "demo", "period": period, "unit": unit}, "here")
    history = open_edition(own, parameters).history
    rows = repr([history.counted_in, history.shared_in])
    return history.counts.to_csv(), history.published.to_csv(), rows, dict(sorted(own.inputs.items()))


def districts_of_quang_ninh(project: Project) -> list[str]:
    parameters = read_parameters({"campaign": "demo", "period": PERIOD.name, "unit": "20"}, "here")
    gazetteer = open_edition(Project(project.root), parameters).history.gazetteer
    return [unit.code for unit in gazetteer.children(gazetteer.get("VN63", "22"))]


def in_fork(work: Callable[[Any], object], project: Project) -> Any:
    context = get_context("fork")
    mine, other = context.Pipe()
    process = context.Process(target=lambda: other.send(work(project)))
    process.start()
    told = mine.recv()
    process.join()
    return told


def test_a_fork_is_told_what_it_would_have_read(project: Draft) -> None:
    alone = opened(project)
    keep_period(project.root, "demo", PERIOD, read_ahead)
    project.change(COUNTS, ",22,installs,150000", ",22,installs,151000")
    assert in_fork(opened, project) == alone
    assert opened(project) != alone  # the process itself reads what lies there


def test_what_a_fork_changes_in_a_kept_period_is_its_own(project: Draft) -> None:
    alone = opened(project)
    keep_period(project.root, "demo", PERIOD, read_ahead)

    def spoil(spoilt: Draft) -> bool:
        found = kept.kept_for((spoilt.root, "demo", PERIOD.name))
        assert found is not None
        found.history.counts.loc[:, "count"] = 7
        return opened(spoilt) != alone

    assert in_fork(spoil, project)
    assert in_fork(opened, project) == alone


def views() -> list[History]:
    """Take what is made ahead of the last period of the shipped demo, here or in a fork."""
    found = kept._kept[SHIPPED.root, "demo", LAST.name]
    assert found
    return [*found.views.values()]


@pytest.mark.parametrize("unit", ["22", "27", "20"])  # of the last one's districts there are counts
def test_what_provinces_look_at_is_what_each_would_take_of_a_period(unit: str) -> None:
    alone = opened(SHIPPED, unit, LAST.name)
    keep_period(SHIPPED.root, "demo", LAST, read_ahead)
    assert in_fork(partial(opened, unit=unit, period=LAST.name), SHIPPED) == alone


def test_a_province_without_figures_of_its_districts_finds_its_rows_made() -> None:
    keep_period(SHIPPED.root, "demo", LAST, read_ahead)
    (view,) = views()

    def is_it(told: Project) -> bool:
        parameters = read_parameters({"campaign": "demo", "period": LAST.name, "unit": "27"}, "here")
        return open_edition(Project(told.root), parameters).history is view

    assert in_fork(is_it, SHIPPED)


def test_what_editions_ask_alike_is_evaluated_once_from_the_second_on() -> None:
    evaluated: list[History] = []

    def evaluate(view: History, period: Period) -> None:
        evaluated.append(view)
        view.ahead.append(period)

    for calls in (0, 1, 1):
        keep_period(SHIPPED.root, "demo", LAST, read_ahead, evaluate)
        assert evaluated == views()[:calls]


def test_what_needs_a_further_file_is_not_evaluated_ahead(project: Draft) -> None:
    asked = []

    def evaluate(view: History, period: Period) -> None:
        with pytest.raises(ClosedError):
            view.gazetteer.children(view.gazetteer.get("VN63", "22"))
        asked.append(period)

    for _ in range(2):
        keep_period(project.root, "demo", PERIOD, read_ahead, evaluate)
    assert asked == [PERIOD]
    assert in_fork(districts_of_quang_ninh, project) == districts_of_quang_ninh(project) != []


def test_a_period_that_is_let_go_leaves_no_facts_in_memory(project: Draft) -> None:
    gc.disable()  # a worker freezes what it keeps, so that no collector finds it later
    for _ in range(2):
        keep_period(project.root, "demo", PERIOD, read_ahead, evaluate_ahead)
    period = kept._kept[project.root, "demo", PERIOD.name]
    assert period
    found = weakref.ref(next(iter(period.views.values())).ahead[0])
    del period
    keep_period(project.root, "demo", read_period("2020-07-31"), read_ahead, evaluate_ahead)
    gc.enable()
    assert found() is None


def test_a_view_that_an_edition_spoils_is_whole_for_the_next() -> None:
    alone = opened(SHIPPED, "27", LAST.name)
    keep_period(SHIPPED.root, "demo", LAST, read_ahead)

    def spoil(spoilt: Project) -> bool:
        for view in views():
            view.counts.loc[:, "count"] = 7
            view.counted_in.clear()
        return opened(spoilt, "27", LAST.name) != alone

    assert in_fork(spoil, SHIPPED)
    assert in_fork(partial(opened, unit="27", period=LAST.name), SHIPPED) == alone


def test_a_fork_finds_every_figure_read(project: Draft) -> None:
    keep_period(project.root, "demo", PERIOD, read_ahead)

    def newly_read(kept_project: Draft) -> int:
        own = Project(kept_project.root)
        history = open_edition(
            own, read_parameters({"campaign": "demo", "period": "2020-08-07", "unit": "20"}, "")
        ).history
        before = len(history.readings)
        assert before
        assert said_figures(history, "installs", period="2020-08-07")
        return len(history.readings) - before

    assert in_fork(newly_read, project) == 0


@pytest.mark.parametrize(
    ("campaign", "period"), [("demo", "2020-07-31"), ("other", "2020-08-07"), ("demo", "2020-09-01")]
)
def test_another_period_is_not_told(project: Draft, campaign: str, period: str) -> None:
    alone = opened(project)
    keep_period(project.root, campaign, read_period(period), read_ahead)
    assert in_fork(opened, project) == alone


def test_one_period_is_kept_at_a_time(project: Draft) -> None:
    for name in ("2020-07-31", "2020-08-07"):
        keep_period(project.root, "demo", read_period(name), read_ahead)
    assert [key[2] for key in kept._kept] == ["2020-08-07"]


def test_a_period_that_cannot_be_read_is_told_by_its_editions(project: Draft) -> None:
    project.change(COUNTS, ",20,installs,80000", ",20,installs,8000x")
    keep_period(project.root, "demo", PERIOD, read_ahead)
    assert kept._kept == {(project.root, "demo", "2020-08-07"): None}
