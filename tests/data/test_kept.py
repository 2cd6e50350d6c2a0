"""A period read once by a process: what its forks are told of it, and that nobody else is."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing import get_context
from typing import Any

import pytest

from dophu.data import kept
from dophu.data.edition import open_edition, read_parameters
from dophu.data.periods import keep_period
from dophu.data.project import Project
from dophu.facts.made import read_ahead
from dophu.facts.reported import said_figures
from dophu.world.periods import read_period
from tests.project import COUNTS, Draft, demo  # noqa: F401 - a fixture

PERIOD = read_period("2020-08-07")


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    kept._kept.clear()


def opened(project: Draft) -> tuple[Any, ...]:
    """Open an edition; tell the count of its unit, and the files it was made from."""
    own = Project(project.root)
    parameters = read_parameters({"campaign": "demo", "period": "2020-08-07", "unit": "20"}, "here")
    counts = open_edition(own, parameters).history.counts
    return counts.to_csv(), dict(sorted(own.inputs.items()))


def in_fork(work: Callable[[Draft], object], project: Draft) -> Any:
    context = get_context("fork")
    mine, other = context.Pipe()
    process = context.Process(target=lambda: other.send(work(project)))
    process.start()
    process.join()
    return mine.recv()


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
