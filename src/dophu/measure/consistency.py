"""What published figures say against each other.

Shares that no base gives, counts that fall, repeat, do not add up, or are not what another source says of the moment.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from typing import Literal

from dophu.data.history import History
from dophu.data.suppress import BELOW
from dophu.data.tables import Cell, Finding
from dophu.facts.interval import ZERO, Interval
from dophu.facts.made import known_figures
from dophu.facts.printing import as_published, shown
from dophu.facts.reported import Reported, best, explaining_bases
from dophu.wording import Moment, decimal, percent
from dophu.words import say
from dophu.world.bases import BaseValue
from dophu.world.periods import last_day
from dophu.world.units import Unit

EXPLAIN = "correct the figure, or explain it in the column 'note'"
COARSEST_REPEATED = 1000  # equal counts rounded more coarsely than this are no surprise
COMMON_REPEATS = 0.2  # pairs of equal counts that chance gives a list, from which on one is no surprise


@dataclass(frozen=True)
class Disagreement:
    """A published share that its count cannot give on its base; `fits` are the bases that would give it."""

    measure: str
    known: Reported
    fits: list[BaseValue]


@dataclass(frozen=True)
class Fall:
    """A count or a share below an earlier one of the same unit, with no method break between."""

    measure: str
    known: Reported
    then: Reported
    figure: Literal["count", "share"]


@dataclass(frozen=True)
class Repeat:
    """A count that another unit of the same list has too: rarely true, and never refused."""

    measure: str
    known: Reported
    first: Reported


@dataclass(frozen=True)
class Contradiction:
    """A count of one source that cannot be what another says of the same unit and moment."""

    measure: str
    known: Reported
    other: Reported


@dataclass(frozen=True)
class Sum:
    """A unit's count beside those of all the units directly below it, of one list and one moment."""

    measure: str
    known: Reported
    parts: list[Reported]

    @property
    def total(self) -> Interval:
        """What the parts add up to."""
        return sum((part.people for part in self.parts if part.people), start=ZERO)

    @property
    def agrees(self) -> bool:
        """Say whether the parts may add up to the whole."""
        return self.known.people is None or self.known.people.overlaps(self.total)

    @property
    def note(self) -> str:
        """What the data say of the whole and its parts."""
        return " ".join(dict.fromkeys(k.note for k in (self.known, *self.parts) if k.note))


@dataclass(frozen=True)
class Outside:
    """A share, rate or mean beyond those of all that it is the middle of: a unit's parts, a breakdown's members."""

    measure: str
    known: Reported
    parts: list[Reported]

    @property
    def range(self) -> Interval:
        """Give the least and the greatest of its parts, each with all that its rounding leaves open."""
        shares = [part.share for part in self.parts if part.share]
        return Interval(min(each.low for each in shares), max(each.high for each in shares))

    @property
    def agrees(self) -> bool:
        """Say whether the whole may lie between its parts."""
        return self.known.share is None or self.known.share.overlaps(self.range)


Inconsistency = Disagreement | Fall | Repeat | Sum
AVERAGED = ("share", "rate", "mean")  # kinds of figures of which the whole's lies between those of its parts
Lines = dict[tuple[str, ...], int]


def findings(history: History) -> list[Finding]:
    """Hold every published figure to the others, in every period; what a note explains is known."""
    every = {measure: known_figures(history, measure) for measure in history.campaign.measures}
    found = [one for measure, known in every.items() for one in inconsistencies(history, measure, known, known)]
    beyond = [one for measure in every for one in outside(history, measure, every) if not one.agrees]
    against = [one for measure, known in every.items() for one in contradictions(measure, known)]
    lines = _lines(history) if found or beyond or against else {}
    return [
        *(_finding(history, lines, one) for one in found),
        *(_beyond(history, lines, one) for one in beyond),
        *(_against(history, lines, one) for one in against),
    ]


def inconsistencies(
    history: History, measure: str, now: Sequence[Reported], every: Sequence[Reported]
) -> Iterator[Inconsistency]:
    """Find what does not agree among some figures of a measure; `every` holds the earlier ones too."""
    yield from disagreements(history, measure, now)
    if history.campaign.measures[measure].counts == "cumulative":
        yield from (fall for k, before in earlier(history, measure, now, every) for fall in _falls(measure, k, before))
    yield from _repeats(measure, now)
    yield from (found for found in sums(history, measure, now) if not found.agrees)
    if history.campaign.measures[measure].counts == "cumulative":
        yield from exceeded(history, measure, now)


def disagreements(history: History, measure: str, known: Iterable[Reported]) -> Iterator[Disagreement]:
    """Find the published shares that their counts cannot give on the measure's base."""
    for k in known:
        if not k.agrees:
            yield Disagreement(measure, k, explaining_bases(k, history))


def earlier(
    history: History, measure: str, now: Iterable[Reported], every: Iterable[Reported]
) -> Iterator[tuple[Reported, list[Reported]]]:
    """Give each figure the earlier ones of its unit that no break and no new start parts from it, latest last.

    Of each period the figure of record: what the press rounded up beside a list is not what the next list falls from.
    """
    of_unit: dict[Unit, list[Reported]] = {}
    for k in sorted(_of_record(every), key=_period):
        of_unit.setdefault(k.unit, []).append(k)
    first = _first_comparable(history, measure, sorted({k.period for k in every}))
    for k in now:
        own = of_unit.get(k.unit, [])
        start = bisect_left(own, first.get(k.period, k.period), key=_period)
        yield k, own[start : bisect_left(own, k.period, key=_period)]


def _of_record(every: Iterable[Reported]) -> Iterator[Reported]:
    said: dict[tuple[Unit, str], list[Reported]] = {}
    for k in every:
        said.setdefault((k.unit, k.period), []).append(k)
    return (chosen for (unit, _), known in said.items() if (chosen := best(known, unit)))


def _period(known: Reported) -> str:
    return known.period


def _first_comparable(history: History, measure: str, periods: list[str]) -> dict[str, str]:
    """Give each period the first one that no break and no new start parts from it."""
    first = {}
    start = 0
    for period in periods:
        while _broken(history, measure, periods[start], period):
            start += 1
        first[period] = periods[start]
    return first


def _broken(history: History, measure: str, then: str, now: str) -> bool:
    days = last_day(then), last_day(now)
    return history.campaign.parted_between(measure, *days)


def _falls(measure: str, now: Reported, before: list[Reported]) -> Iterator[Fall]:
    counted = (k for k in reversed(before) if now.people and k.people and _below(now.people, k.people))
    shared = (k for k in reversed(before) if now.printed and k.printed and _below(now.printed, k.printed))
    if last_counted := next(counted, None):
        yield Fall(measure, now, last_counted, "count")
    if last_shared := next(shared, None):
        yield Fall(measure, now, last_shared, "share")


def _below(now: Interval, then: Interval) -> bool:
    """Compare by the written ends: where figures are held against each other "hơn 12.000" is less than 13.000."""
    return now.high < then.low


def fine_counts(known: Iterable[Reported]) -> list[Reported]:
    """Choose the counts so finely known, of so few units, that two of a list rarely share one by chance.

    Of n counts, m of them between half and double of one, n·m/2 pairs fall on its 1.5-fold range: many small communes
    share small counts, and most of all nought.
    """
    fine = [k for k in known if k.count is not None and k.step <= COARSEST_REPEATED]
    listed: dict[tuple[str, str], list[int]] = {}
    for k in fine:
        listed.setdefault((k.period, k.source), []).append(k.count or 0)
    for counts in listed.values():
        counts.sort()
    return [k for k in fine if _rarely_shared(k.count or 0, listed[k.period, k.source])]


def _rarely_shared(count: int, counts: Sequence[int]) -> bool:
    near = bisect_right(counts, 2 * count) - bisect_left(counts, count / 2)
    return len(counts) * near / 2 < COMMON_REPEATS * 1.5 * count


def _repeats(measure: str, known: Iterable[Reported]) -> Iterator[Repeat]:
    seen: dict[tuple[str, str, int | None], Reported] = {}
    for k in fine_counts(known):
        first = seen.setdefault((k.period, k.source, k.count), k)
        if first is not k:
            yield Repeat(measure, k, first)


def sums(history: History, measure: str, known: Iterable[Reported]) -> Iterator[Sum]:
    """Put units beside their parts wherever one list counts all of these at the whole's own moment.

    The whole is taken from the same list, else from another of the same moment.
    """
    told = _with_bounds(history, measure, known)
    return (Sum(measure, whole, parts) for whole, parts, complete in _beside_parts(history, told) if complete)


def exceeded(history: History, measure: str, known: Iterable[Reported]) -> Iterator[Sum]:
    """Find units below what some of their parts already add up to: those that are missing could only add to it."""
    told = _with_bounds(history, measure, known)
    found = (Sum(measure, whole, parts) for whole, parts, complete in _beside_parts(history, told) if not complete)
    return (one for one in found if one.known.people and _below(one.known.people, one.total))


def contradictions(measure: str, known: Iterable[Reported]) -> Iterator[Contradiction]:
    """Find the counts of two sources, of one unit and one moment with its hour, that have no number in common."""
    said: dict[tuple[Unit, Moment], list[tuple[Reported, Interval]]] = {}
    for one in known:
        if one.people is not None and not one.is_made and one.as_of.clock is not None:
            said.setdefault((one.unit, one.as_of), []).append((one, one.people))
    for counts in said.values():
        for (other, theirs), (one, own) in combinations(counts, 2):
            if one.source != other.source and (_below(own, theirs) or _below(theirs, own)):
                yield Contradiction(measure, one, other)


def outside(history: History, measure: str, every: Mapping[str, Sequence[Reported]]) -> Iterator[Outside]:
    """Put what is averaged beside all of its parts by one list: units that have one, and members of a breakdown.

    Members that are shares of the whole's own base add up instead, and counts are held to their sums.
    """
    campaign, known = history.campaign, every[measure]
    if campaign.measures[measure].figure.kind not in AVERAGED:
        return
    shared = (one for one in known if one.share and one.share.closed and one.people is None)
    yield from (Outside(measure, k, parts) for k, parts, complete in _beside_parts(history, shared) if complete)
    for broken in campaign.measures[measure].breakdowns.values():
        if any(campaign.base_of(name) == campaign.base_of(measure) != "" for name in broken.members):
            continue
        figures = [{_said_of(one): one for one in every[name]} for name in (measure, *broken.members)]
        for key in figures[0]:
            whole, *parts = (one[key] for one in figures if key in one)
            if len(parts) == len(broken.members) and all(one.share and one.share.closed for one in (whole, *parts)):
                yield Outside(measure, whole, parts)


def _said_of(known: Reported) -> tuple[str, str, Moment, Unit]:
    return known.period, known.source, known.as_of, known.unit


def _with_bounds(history: History, measure: str, known: Iterable[Reported]) -> Iterator[Reported]:
    """Let a small count that is hidden stand for all that it may be: "dưới 5" for 1 to 4."""
    limit = history.campaign.limits.get(measure)
    for one in (one for one in known if one.people):
        is_hidden = limit is not None and (one.count, one.qualifier) == (limit, BELOW)
        yield replace(one, people=Interval(Fraction(1), Fraction(limit - 1))) if limit and is_hidden else one


def _beside_parts(history: History, known: Iterable[Reported]) -> Iterator[tuple[Reported, list[Reported], bool]]:
    """Put each unit told of beside those of its parts that a list tells of at its moment; say whether these are all."""
    lists: dict[tuple[str, str, Moment], dict[Unit, Reported]] = {}
    at_moment: dict[tuple[Unit, str, Moment], list[Reported]] = {}
    for k in known:
        lists.setdefault((k.period, k.source, k.as_of), {})[k.unit] = k
        at_moment.setdefault((k.unit, k.period, k.as_of), []).append(k)
    for whole in dict.fromkeys(unit for unit, *_ in at_moment):
        children = history.gazetteer.children(whole)
        all_known = bool(children) and are_all_parts(history, whole, children)
        for (period, source, as_of), members in lists.items() if children else ():
            parts = [members[child] for child in children if child in members]
            same = at_moment.get((whole, period, as_of), []) if parts else []
            for k in sorted(same, key=lambda k: k.source != source)[:1]:
                yield k, parts, all_known and len(parts) == len(children)


def are_all_parts(history: History, whole: Unit, children: list[Unit]) -> bool:
    """Say whether a unit's parts are all known: the reference may list only some; their bases tell."""
    for base in history.bases.described:
        own, *below = [history.bases.of(base, unit.vintage, unit.code) for unit in (whole, *children)]
        if own and below and own.value == sum(value.value if value else 0 for value in below):
            return True
    return False


def _finding(history: History, lines: Lines, found: Inconsistency) -> Finding:
    match found:
        case Disagreement():
            finding = _cell(history, lines, found, "published", _disagrees(found))
        case Fall(figure="count"):
            finding = _cell(history, lines, found, "counts", _is_below("count", found.then))
        case Fall():
            finding = _cell(history, lines, found, "published", _is_below("share", found.then))
        case Repeat():
            finding = _cell(history, lines, found, "counts", f"the same count as {found.first.unit.name}")
            finding = replace(finding, note=finding.note or say("finding.check_again"))
        case Sum():
            problem = f"its {len(found.parts)} parts add up to {shown(found.total, 'count')}"
            finding = replace(_cell(history, lines, found, "counts", problem), note=found.note)
    return finding


def _beyond(history: History, lines: Lines, found: Outside) -> Finding:
    write = percent if history.campaign.measures[found.measure].figure.is_share else decimal
    low, high = (write(end, found.known.printed_places) for end in (found.range.low, found.range.high))
    problem = f"it lies beyond its {len(found.parts)} parts, which go from {low} to {high}"
    return _cell(history, lines, found, "published", problem)


def _against(history: History, lines: Lines, found: Contradiction) -> Finding:
    """Say it of both counts: nobody knows which is wrong, and a note beside either explains it."""
    other = found.other
    told = as_published(other.count or 0, other.step, other.qualifier)
    finding = _cell(history, lines, found, "counts", f"{other.source} says {told} of the same moment")
    other_cell = Cell(other.unit.vintage, other.unit.code, found.measure, other.period, other.source)
    return replace(finding, note=finding.note or other.note, cells=(*finding.cells, other_cell))


def _lines(history: History) -> Lines:
    """Find the first line of each figure: by its file, source, unit and measure."""
    lines: Lines = {}
    for frame in (history.counts, history.published):
        columns = (frame[name].tolist() for name in ("file", "source", "unit", "measure", "line"))
        for *figure, line in zip(*columns, strict=True):
            lines.setdefault(tuple(figure), int(line))
    return lines


def _cell(
    history: History,
    lines: Lines,
    found: Inconsistency | Outside | Contradiction,
    table: Literal["counts", "published"],
    problem: str,
) -> Finding:
    known = found.known
    file = f"data/{history.campaign.key}/{known.period}/{table}.csv"
    line = lines.get((file, known.source, known.unit.code, found.measure), 0)
    column, shown = ("count", decimal(known.count or 0)) if table == "counts" else ("value", _printed(known))
    cell = Cell(known.unit.vintage, known.unit.code, found.measure, known.period, known.source)
    told = f"{known.unit.name}: {problem}"
    return Finding(file, line, column, shown, told, EXPLAIN, known.note, known.source, (cell,))


def _printed(known: Reported) -> str:
    return percent(known.printed_value or 0, known.printed_places)


def _disagrees(found: Disagreement) -> str:
    known = found.known
    why = f"it fits {', '.join(value.base for value in found.fits)}" if found.fits else "no known base gives it"
    computed = shown(known.computed, "percent") if known.computed else ""
    base = known.base.base if known.base else ""
    return f"published share is not the recomputed {computed} on {base}; {why}"


def _is_below(figure: str, then: Reported) -> str:
    return f"below the {figure} of {then.period} ({then.source})"
