"""What published figures say against each other: shares no base gives, counts that fall, counts that repeat."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from dophu.data.periods import History
from dophu.data.tables import Finding
from dophu.measure.bounds import Bounds
from dophu.measure.snapshot import Known, explaining_bases, known_figures
from dophu.wording import decimal, percent

EXPLAIN = "correct the figure, or explain it in the column 'note'"
COARSEST_REPEATED = 1000  # equal counts rounded more coarsely than this are no surprise


def findings(history: History) -> list[Finding]:
    """Hold every published figure of the main measure to the others; what a note explains is known."""
    known = known_figures(history, history.campaign.main_measure)
    return [*_disagreements(history, known), *_falls(history, known), *_repeats(history, known)]


def _finding(history: History, known: Known, table: str, value: str, problem: str) -> Finding:
    file = f"data/{history.campaign.key}/{known.period}/{table}.csv"
    frame = getattr(history, table)
    rows = frame[(frame["file"] == file) & (frame["source"] == known.source) & (frame["unit"] == known.unit.code)]
    column = "count" if table == "counts" else "value"
    row = int(rows["line"].iloc[0]) if len(rows) else 0
    return Finding(file, row, column, value, f"{known.unit.name}: {problem}", EXPLAIN, known.note, known.source)


def _disagreements(history: History, known: list[Known]) -> Iterator[Finding]:
    for k in known:
        if k.agrees or k.printed_value is None or k.computed is None or k.base is None:
            continue
        bases = [b.base for b in explaining_bases(k, history)]
        why = f"it fits {', '.join(bases)}" if bases else "no known base gives it"
        problem = f"published share is not the recomputed {_shown(k.computed)} on {k.base.base}; {why}"
        yield _finding(history, k, "published", percent(k.printed_value, k.printed_places), problem)


def _shown(bounds: Bounds) -> str:
    places = bounds.decimals()
    if bounds.low is not None and places is not None:
        return percent(bounds.low, places)
    ends = [percent(end) if end is not None else "…" for end in (bounds.low, bounds.high)]
    return " to ".join(ends)


def _falls(history: History, known: list[Known]) -> Iterator[Finding]:
    """Find counts and shares below an earlier one of the same kind, with no method break between."""
    for now in known:
        before = [k for k in known if k.unit == now.unit and k.period < now.period and not _broken(history, k, now)]
        counted = [k for k in before if now.people and k.people and _below(now.people, k.people)]
        shared = [k for k in before if now.printed and k.printed and _below(now.printed, k.printed)]
        if counted and now.count is not None:
            problem = f"below the count of {counted[-1].period} ({counted[-1].source})"
            yield _finding(history, now, "counts", decimal(now.count), problem)
        if shared and now.printed_value is not None:
            problem = f"below the share of {shared[-1].period} ({shared[-1].source})"
            shown = percent(now.printed_value, now.printed_places)
            yield _finding(history, now, "published", shown, problem)


def _below(now: Bounds, then: Bounds) -> bool:
    return now.high is not None and then.low is not None and now.high < then.low


def _broken(history: History, then: Known, now: Known) -> bool:
    days = date.fromisoformat(then.period), date.fromisoformat(now.period)
    return history.campaign.broken_between(history.campaign.main_measure, *days) is not None


def _repeats(history: History, known: list[Known]) -> Iterator[Finding]:
    """Find two units of one list with the same count: rarely true, and never refused."""
    seen: dict[tuple[str, str, int], Known] = {}
    for k in known:
        if k.count is None or k.step > COARSEST_REPEATED:
            continue
        first = seen.setdefault((k.period, k.source, k.count), k)
        if first is not k:
            problem = f"the same count as {first.unit.name}"
            found = _finding(history, k, "counts", decimal(k.count), problem)
            yield replace(found, note=found.note or "kiểm tra lại với nguồn")
