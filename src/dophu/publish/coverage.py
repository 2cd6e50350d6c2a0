"""What of a campaign's newest period is there: each unit with each report, and how far it has come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

from dophu.publish.listed import Listed
from dophu.wording import capitalised, collation_key, decimal
from dophu.words import say
from dophu.world.periods import read_period

SHOWN = ("missing", "failed", "stale", "draft", "issued")  # the worst first, as the summary counts them


@dataclass(frozen=True)
class Cell:
    """One report of one unit: its state, that in words, and the address of its page, "" where there is none."""

    state: str
    words: str
    address: str = ""


@dataclass(frozen=True)
class Coverage:
    """The units of a campaign, in rows, against its reports, in columns, in its newest period.

    campaign  its key
    summary   how many cells are in each state, in words
    """

    campaign: str
    title: str
    summary: str
    reports: list[str]
    rows: list[tuple[str, list[Cell]]]


def coverages(listed: Iterable[Listed]) -> list[Coverage]:
    """Lay out the newest period of each campaign; units and reports are all that any of its periods has."""
    ordered = sorted(listed, key=lambda one: one.campaign)
    return [_coverage(list(group)) for _, group in groupby(ordered, key=lambda one: one.campaign)]


def _coverage(editions: list[Listed]) -> Coverage:
    period = max(one.period for one in editions)
    now = {(one.vintage, one.unit, one.report): one for one in editions if one.period == period}
    vintages = {vintage for vintage, _, _ in now}
    units = {(one.vintage, one.unit): one.headline.unit_name for one in editions if one.vintage in vintages}
    reports = {one.report: one.headline.title for one in editions}
    named = sorted(reports, key=lambda report: (collation_key(reports[report]), report))
    placed = sorted(units, key=lambda unit: (collation_key(units[unit]), unit))
    rows = [(capitalised(units[unit]), [_cell(now.get((*unit, report))) for report in named]) for unit in placed]
    counted = Counter(cell.state for _, cells in rows for cell in cells)
    told = (say(f"coverage.counted_{state}", many=decimal(counted[state])) for state in SHOWN if counted[state])
    title = say("coverage.title", campaign=capitalised(editions[0].headline.campaign), day=read_period(period).in_words)
    return Coverage(editions[0].campaign, title, "; ".join(told), [reports[report] for report in named], rows)


def state_of(edition: Listed) -> str:
    """Say how far an edition has come: "failed", "stale", "issued" or "draft"."""
    wrong = "failed" if edition.failure else "stale" if edition.stale else ""
    return wrong or ("issued" if edition.in_force else "draft")


def _cell(edition: Listed | None) -> Cell:
    if edition is None:
        return Cell("missing", say("coverage.missing"))
    state = state_of(edition)
    path = (*edition.edition[:3], f"{edition.report}.html") if "html" in edition.formats else ()
    return Cell(state, say(f"coverage.{state}"), "/".join(quote(part, safe="") for part in path))
