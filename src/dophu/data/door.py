"""The checks at the door: rows held to each other and to the reference before anything counts on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from dophu.data.history import REVISED_CELL, UNDATED, History
from dophu.data.tables import Finding
from dophu.errors import did_you_mean
from dophu.world.campaigns import ALL, FigureSettings
from dophu.world.periods import last_day, read_period

if TYPE_CHECKING:
    import pandas as pd

SOME = 8  # codes that a message lists


def door_findings(history: History) -> list[Finding]:
    """Hold the rows to each other and to the reference; what a note explains comes back as known."""
    return [finding for check in DOOR_CHECKS.values() for finding in check(history)]


def _frames(history: History) -> Iterator[tuple[pd.DataFrame, list[str]]]:
    yield history.counts, ["source", "unit", "measure"]
    yield history.published, ["source", "unit", "measure", "figure", "base", "since"]
    yield history.totals, ["source", "units", "measure"]
    yield history.revisions, ["source", "unit", "measure", "revised"]


def _found(row: Any, column: str, problem: str, fix: str) -> Finding:
    value = getattr(row, column)
    return Finding(row.file, int(row.line), column, str(value), problem, fix, note=row.note, source=row.source)


def _must(row: Any, column: str, problem: str, fix: str) -> Finding:
    return Finding(row.file, int(row.line), column, str(getattr(row, column)), problem, fix)


def _cells(frame: pd.DataFrame, columns: list[str]) -> Iterator[tuple[Any, ...]]:
    return zip(*(frame[column].tolist() for column in columns), strict=True)


def _where(frame: pd.DataFrame, columns: list[str], is_wrong: Callable[..., object]) -> Iterator[Any]:
    """Find the rows with wrong values in some columns; values that repeat are asked about once."""
    values = list(_cells(frame, columns))
    wrong = {value for value in set(values) if is_wrong(*value)}
    yield from frame[[value in wrong for value in values]].itertuples() if wrong else ()


def _foreign(history: History) -> Iterator[Finding]:
    known_units, vintages = history.gazetteer, history.gazetteer.levels.vintages
    for frame, _ in _frames(history):
        for row in _where(frame, ["vintage"], lambda vintage: vintage not in vintages):
            hint = f"use one of {', '.join(vintages)}, or add its levels there"
            yield _must(row, "vintage", "no such vintage in data/reference/levels.csv", hint)
    ratios = {name for name, measure in history.campaign.measures.items() if measure.ratio_of}
    for frame, (_, column, *_) in _frames(history):
        for row in _where(
            frame, ["vintage", column], lambda v, codes: any((v, c) not in known_units for c in codes.split())
        ):
            for code in (code for code in getattr(row, column).split() if (row.vintage, code) not in known_units):
                hint = known_units.near(row.vintage, code)
                yield _must(row, column, f"no unit '{code}' in {row.vintage}", hint)
        for row in _where(frame, ["measure"], lambda measure: measure not in history.campaign.measures):
            hint = did_you_mean(row.measure, history.campaign.measures)
            yield _must(row, "measure", "this measure is not in campaign.yml", hint)
        for row in _where(frame, ["measure"], lambda measure: measure in ratios):
            of = " and ".join(history.campaign.measures[row.measure].ratio_of)
            problem = f"this measure is a ratio of {of}, and is computed of them"
            yield _must(row, "measure", problem, "take the row out, or take ratio_of out of campaign.yml")
        for row in _where(frame, ["source"], lambda source: source not in history.sources):
            yield _must(row, "source", "this source is not in sources.yml", did_you_mean(row.source, history.sources))


def _misdated(history: History) -> Iterator[Finding]:
    def is_elsewhere(at: Any, period: str) -> bool:
        return period != UNDATED and (at is None or not history.campaign.window(read_period(period)).holds(at.day))

    def is_of_another_day(vintage: str, period: str) -> bool:
        return period != UNDATED and vintage != history.gazetteer.vintage_on(last_day(period))

    for frame in (frame for frame, _ in _frames(history) if "as_of" in frame):
        for row in _where(frame, ["as_of", "period"], is_elsewhere):
            yield _must(row, "as_of", f"not a moment of the period {row.period}", "move the row to its own period")
        for row in _where(frame, ["vintage", "period"], is_of_another_day):
            expected = history.gazetteer.vintage_on(last_day(row.period))
            problem = f"on {row.period} the units are {expected}"
            yield _must(row, "vintage", problem, f"write {expected}, with its codes")


def _revised_nothing(history: History) -> Iterator[Finding]:
    """Find revisions of cells that the period's counts do not hold, or dated before the period itself."""
    if history.revisions.empty:
        return
    cells = set(_cells(history.counts, REVISED_CELL))
    for row in history.revisions.itertuples():
        if tuple(getattr(row, column) for column in REVISED_CELL) not in cells:
            yield _must(row, "unit", "counts.csv of the period has no such row", "name the row that was revised")
        if row.period != UNDATED and row.revised.day < read_period(row.period).first:
            yield _must(row, "revised", f"before the period {row.period}", "write the day of the revision")


def _duplicates(history: History) -> Iterator[Finding]:
    for frame, key in _frames(history):
        whole = ["period", "vintage", *key]
        if len(set(_cells(frame, whole))) == len(frame):
            continue
        for row in frame[frame.duplicated(whole)].itertuples():
            problem = f"stands twice for source {row.source}"
            yield _must(row, key[1], problem, "keep one row per source, unit and measure")


def _shares_out_of_range(history: History) -> Iterator[Finding]:
    def is_above(figure: str, value: str) -> bool:
        return figure == "share" and float(value) > ALL

    for row in _where(history.published, ["figure", "value"], is_above):
        yield _above(history, row, "value", "a share above 100 %")
    for row in _where(history.published, ["figure", "value"], lambda figure, v: figure != "value" and float(v) < 0):
        yield _must(row, "value", f"a {row.figure} below nought", "correct it")


def _of_another_kind(history: History) -> Iterator[Finding]:
    """Find figures that their measure's kind has not: a count of a mean, a share of an index."""
    kinds = {name: measure.figure for name, measure in history.campaign.measures.items()}
    for row in _where(history.counts, ["measure"], lambda name: name in kinds and not kinds[name].is_counted):
        problem = f"a count of {row.measure}, which is of the kind {kinds[row.measure].kind}"
        yield _must(row, "count", problem, "write its figure into published.csv, or correct figure in campaign.yml")
    for row in _where(
        history.published, ["measure", "figure"], lambda name, figure: _is_unlike(kinds.get(name), figure)
    ):
        fitting = "share" if kinds[row.measure].is_share else "value"
        problem = f"a {row.figure} of {row.measure}, which is of the kind {kinds[row.measure].kind}"
        yield _must(row, "figure", problem, f"write {fitting}, or correct figure in campaign.yml")


def _is_unlike(kind: FigureSettings | None, figure: str) -> bool:
    return kind is not None and figure in {"share", "value"} and (figure == "share") != kind.is_share


def _estimates(history: History) -> Iterator[Finding]:
    """Find intervals of surveys that have one end, lie beside their value, or belong to what is no share or value."""
    columns = ["figure", "value", "low", "high", "level"]
    for row in _where(history.published, columns, lambda *cells: any(cells[2:])):
        if row.figure not in {"share", "value"}:
            yield _must(row, "low", f"an interval of a {row.figure}", "give intervals of shares and values only")
        elif not (row.low and row.high):
            yield _must(row, "low" if row.high else "high", "an interval without both its ends", "write low and high")
        elif not Fraction(row.low) <= Fraction(row.value) <= Fraction(row.high):
            problem = f"the value {row.value} lies outside its interval {row.low} to {row.high}"
            yield _must(row, "value", problem, "correct value, low or high")
        elif row.figure == "share" and (Fraction(row.low) < 0 or Fraction(row.high) > ALL):
            yield _must(row, "low", f"the interval {row.low} to {row.high} leaves 0 to 100 %", "cut it off there")


def _estimated_counts(history: History) -> Iterator[Finding]:
    """Find intervals of counts that have one end, lie beside their count, or stand beside a rounding or a word."""
    import pandas as pd  # noqa: PLC0415 - half of what a list of editions would take

    columns = ["count", "low", "high", "qualifier", "step"]
    for row in _where(history.counts, columns, lambda _, low, high, *others: low or high):
        if not (row.low and row.high):
            yield _must(row, "low" if row.high else "high", "an interval without both its ends", "write low and high")
        elif row.count is pd.NA or not int(row.low) <= row.count <= int(row.high):
            problem = f"the count lies outside its interval {row.low} to {row.high}"
            yield _must(row, "count", problem, "correct count, low or high")
        elif row.qualifier or (row.step is not pd.NA and row.step > 1):
            fix = "leave step 1 and qualifier blank, or take low and high out"
            yield _must(row, "low", "an interval beside a rounded count", fix)


def _above(history: History, row: Any, column: str, problem: str) -> Finding:
    """Write a figure above its base as a finding; the measure itself may explain it for all its figures."""
    found = _found(row, column, problem, "correct it, or explain it in the column 'note' or in campaign.yml")
    return replace(found, note=found.note or history.campaign.measures[row.measure].above_base or "")


def _counts_above_base(history: History) -> Iterator[Finding]:
    import pandas as pd  # noqa: PLC0415 - half of what a list of editions would take

    campaign = history.campaign
    base_of = {
        name: campaign.base_of(name)
        for name, measure in campaign.measures.items()
        if measure.base or name == campaign.main_measure
    }

    def base(measure: str, vintage: str, unit: str, period: str) -> Any:
        return history.bases.in_force(base_of[measure], vintage, unit, period)

    def is_above(measure: str, vintage: str, unit: str, period: str, count: Any) -> bool:
        value = base(measure, vintage, unit, period) if measure in base_of and count is not pd.NA else None
        return value is not None and count > value.value

    for row in _where(history.counts, ["measure", "vintage", "unit", "period", "count"], is_above):
        value = base(row.measure, row.vintage, row.unit, row.period)
        yield _above(history, row, "count", f"more than its base {value.base} of {value.value}")


def _totals_that_do_not_add_up(history: History) -> Iterator[Finding]:
    """Hold totals to their units; where some are there and others not, rows were cut off or a count was left blank."""
    import pandas as pd  # noqa: PLC0415 - half of what a list of editions would take

    totals = history.totals.dropna(subset="count")
    if totals.empty:
        return
    frame = history.counts.assign(step=_widths(history.counts))
    cells = list(_cells(frame, ["period", "source", "measure", "unit", "count", "step"]))
    known = {tuple(key): (count, 1 if step is pd.NA else step) for *key, count, step in cells if count is not pd.NA}
    blank = {tuple(key) for *key, count, _ in cells if count is pd.NA}
    listed = {(period, source, unit) for period, source, _, unit, *_ in cells}
    for row in totals.itertuples():
        keys = {code: (row.period, row.source, row.measure, code) for code in row.units.split()}
        parts = [known[key] for key in keys.values() if key in known]
        lacking = [
            code
            for code, key in keys.items()
            if key not in known and (key in blank or (row.period, row.source, code) not in listed)
        ]
        if parts and lacking:
            problem = f"counts.csv of the period lacks {len(lacking)} of its {len(keys)} units: {_few(lacking)}"
            yield _found(row, "count", problem, "put their rows back, or explain it in the column 'note'")
        elif len(parts) == len(keys):
            total = int(sum(count for count, _ in parts))
            steps = [*(step for _, step in parts), 1 if pd.isna(row.step) else row.step]
            if abs(total - row.count) > sum(step // 2 for step in steps):  # whole ones, of step 1, are exact
                problem = f"the units add up to {total}"
                yield _found(row, "count", problem, "correct a row or the total, or explain it in the column 'note'")


def _widths(counts: pd.DataFrame) -> list[Any]:
    """Give each count the step that it is known by, an estimate the width of its interval on both sides."""
    cells = _cells(counts, ["step", "low", "high"])
    return [2 * (int(high) - int(low)) if low and high else step for step, low, high in cells]


def _few(codes: list[str]) -> str:
    return ", ".join(codes if len(codes) <= SOME else [*codes[:SOME], "…"])


DOOR_CHECKS: dict[str, Callable[[History], Iterator[Finding]]] = {
    "foreign": _foreign,
    "misdated": _misdated,
    "duplicates": _duplicates,
    "revised_nothing": _revised_nothing,
    "shares_out_of_range": _shares_out_of_range,
    "kinds": _of_another_kind,
    "estimates": _estimates,
    "estimated_counts": _estimated_counts,
    "counts_above_base": _counts_above_base,
    "totals": _totals_that_do_not_add_up,
}
