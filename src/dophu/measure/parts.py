"""A unit's parts together and against the whole: who leads, where the missing people are, whether the sums agree.

All figures of the parts come from one list: the source of the period that names the most of them. A district's edition
shows the parts of its province.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from dophu.facts.dating import dating
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.facts.interval import ZERO, Interval, above, reaches
from dophu.facts.leaves import Lacking
from dophu.facts.reported import Reported
from dophu.facts.standing import Standing, in_order
from dophu.facts.subject import Group, Subject
from dophu.measure.carried import not_carried
from dophu.measure.funnel import INNER, OUTER, Funnel, funnel
from dophu.measure.lower import Lower, lower
from dophu.measure.part_groups import PartGroup, by_attainment, by_former_unit
from dophu.wording import Moment
from dophu.words import say
from dophu.words.text import is_sized
from dophu.world.units import Unit

FEWEST = 2
HALF = 50  # per cent of the missing people, whose fewest holders are named
FEWEST_MISSING = 3
Sum = Literal["equal", "without", "explained", "unexplained", "apart", "above", "partial", "unknown"]


@dataclass(frozen=True)
class Dot:
    """A part in the funnel: its row, and the limit it lies outside of, if any."""

    row: Standing
    outside: Literal["", "inner", "outer"]
    above: bool


@dataclass(frozen=True)
class Parts:
    """The parts of a unit, and how they stand to the whole.

    whole         the unit whose parts they are, by the source of the parts if that has a figure of it
    together      all parts as a group
    marked        the edition's own unit where it is one of the parts
    complete      whether the parts that the gazetteer knows make up the whole
    best, lowest  those whose share is surely not below (above) any other that is known
    top           the fewest that hold half of the missing people; none for fewer than three that miss any
    sums          whether the counts add up to the whole's: they do, they do without those missing, they differ with a
                  note of the data or without one, were taken at different moments, exceed the whole though some are
                  missing, are too few, or there is nothing to hold them against
    apart         whether the whole's figure is of another moment than theirs
    funnel, dots  None and none where the shares allow no funnel; centre   the share that it is laid around
    """

    facts: Facts
    whole: Standing
    together: Standing
    marked: Unit | None
    rows: list[Standing]
    complete: bool
    best: list[Standing]
    lowest: list[Standing]
    top: list[Standing]
    sums: Sum
    apart: bool
    centre: Fact | None
    funnel: Funnel | None
    dots: list[Dot]

    @property
    def known(self) -> list[Standing]:
        """The parts of which something is known."""
        return [row for row in self.rows if row.is_known]

    @cached_property
    def groups(self) -> list[PartGroup]:
        """The parts by how far they have come towards their target; none without one."""
        return by_attainment(self.facts, self.rows, self.together.subject)

    @cached_property
    def by_former(self) -> list[PartGroup]:
        """The parts by the units of before that they came out of; none for no such."""
        return by_former_unit(self.facts, self.rows, self.together.subject)

    @cached_property
    def lower(self) -> Lower | None:
        """The units below the parts; None where the period has no figure of any."""
        return lower(self.facts, self.whole.unit, widest_list)

    @property
    def not_carried(self) -> list[Unit]:
        """The parts of which no figure of the period before can be added up, though those of others can."""
        return not_carried(self.facts, [row.unit for row in self.rows])

    @property
    def since(self) -> Fact | None:
        """Of when the figures compared with are: the latest of them."""
        told = [(then, found) for row in self.known if (then := _before(row)) and (found := self.facts.reported(then))]
        last = max(told, key=lambda each: each[1].as_of.order(), default=None)
        return self.facts.fact(dating(self.facts, last[0]), last[0]) if last else None


def _before(row: Standing) -> Subject | None:
    then = row.facts.before(row.subject)
    compares = row.looked_up("change") or row.looked_up("gained")
    return None if isinstance(then, Lacking) or not compares else then


def measured_parts(facts: Facts) -> Parts:
    """Choose the list of the parts and hold it against the whole."""
    unit = _whole(facts)
    units = facts.history.gazetteer.children(unit)
    source = widest_list(facts, units)
    like = Subject(unit, facts.own.period, facts.own.measure, source)
    rows = in_order(Standing(facts, facts.listed(part, like)) for part in units)
    together = Standing(facts, like.of(Group("parts", say("group.parts"), tuple(units))))
    whole, complete = Standing(facts, _of_whole(facts, like)), facts.are_all_parts(unit)
    apart = whole.reported is not None and _moments(rows) != [whole.reported.as_of]
    sums = _sums(whole, rows, together, complete=complete)
    centre = _centre(whole, together, sums, rows, apart=apart)
    is_money = is_sized(facts.history.campaign.measures[facts.own.measure].noun)  # of which chance has no part
    laid = None if is_money else _laid(rows, centre)
    best, lowest = _extremes(rows)
    return Parts(
        facts=facts,
        whole=whole,
        together=together,
        marked=facts.unit if facts.unit != unit else None,
        rows=rows,
        complete=complete,
        best=best,
        lowest=lowest,
        top=_top(rows),
        sums=sums,
        apart=apart,
        centre=centre,
        funnel=laid,
        dots=[_dot(row, laid) for row in rows if laid and _is_exact(row)] if laid else [],
    )


def _whole(facts: Facts) -> Unit:
    """Take the unit itself, or the province of a district, whose districts its edition shows."""
    unit = facts.unit
    return facts.history.gazetteer.get(unit.vintage, unit.parent) if unit.depth > 1 else unit


def widest_list(facts: Facts, units: Sequence[Unit]) -> str:
    """Name the list of the period that tells of the most units, the latest of several; blank for none."""
    codes = {unit.code for unit in units}
    lists = facts.lists_of(facts.own.measure, facts.own.period)
    told = {source: [known for code, known in listed.items() if code in codes] for source, listed in lists.items()}
    known = {source: [each for each in listed if _tells(each)] for source, listed in told.items()}
    widest = max(known, key=lambda source: (len(known[source]), _latest(known[source])), default="")
    return widest if known.get(widest) else ""


def _tells(known: Reported) -> bool:
    return known.count is not None or known.share is not None


def _latest(known: Sequence[Reported]) -> tuple[object, ...]:
    return max((each.as_of.order() for each in known), default=())


def _of_whole(facts: Facts, like: Subject) -> Subject:
    """Take the whole's figure from the source of the parts if that has one, else the figure of record."""
    assert isinstance(like.unit, Unit)
    return facts.listed(like.unit, like) if facts.reported(like) else Subject(like.unit, like.period, like.measure)


def _moments(rows: Sequence[Standing]) -> list[Moment]:
    return sorted({row.reported.as_of for row in rows if row.reported and row.is_known}, key=Moment.order)


def _shares(rows: Sequence[Standing]) -> list[tuple[Standing, Interval]]:
    return [(row, share.interval) for row in rows if (share := row.looked_up("share"))]


def _extremes(rows: Sequence[Standing]) -> tuple[list[Standing], list[Standing]]:
    """Find who surely leads and who is surely last; nobody where rounded or one-sided shares leave it open."""
    known = _shares(rows)
    lead = [row for row, share in known if all(reaches(share, each) for other, each in known if other is not row)]
    last = [row for row, share in known if all(reaches(each, share) for other, each in known if other is not row)]
    return (lead, last) if len(known) > 1 and lead != last else ([], [])


def _top(rows: Sequence[Standing]) -> list[Standing]:
    """Find the fewest parts that hold half of the missing people, if every known part tells how many it misses."""
    missing = [row for row in rows if (lacks := row.looked_up("missing")) and not reaches(ZERO, lacks.interval)]
    short = [(row, held.amount) for row in missing if (held := row.looked_up("held"))]
    if len(short) < FEWEST_MISSING or len(short) < len(missing):
        return []
    short.sort(key=lambda each: -each[1])
    sums = [sum(held for _, held in short[: many + 1]) for many in range(len(short))]
    many = next((place for place, held in enumerate(sums, 1) if held >= HALF), len(short))
    top, rest = ([row.looked_up("missing") for row, _ in each] for each in (short[:many], short[many:]))
    are_sure = all(one and other and reaches(one.interval, other.interval) for one in top for other in rest)
    return [row for row, _ in short[:many]] if rest and are_sure else []


def _sums(whole: Standing, rows: Sequence[Standing], together: Standing, *, complete: bool) -> Sum:
    total, upper = added_up(together), counted_of(whole)
    if whole.reported is None or upper is None or total is None or _is_over_small_ones(total, whole):
        return "unknown"
    if _moments(rows) != [whole.reported.as_of]:
        return "apart"
    added, published = total.interval, upper.interval
    all_counted = complete and all(counted_of(row) for row in rows)
    if above(added, published) and not all_counted:
        return "above"  # missing parts would only make it worse
    if not all_counted:
        return "without" if complete and added == published else "partial"
    if added.overlaps(published):
        return "equal"
    return "explained" if whole.note else "unexplained"


def _is_over_small_ones(total: Fact, whole: Standing) -> bool:
    """Say whether a sum is over hidden counts: "dưới 5" is anything from 1, so that no whole contradicts it."""
    return total.interval.open_low and whole.subject.measure in whole.facts.history.campaign.limits


def counted_of(row: Standing) -> Fact | None:
    """Take what adds up over parts: a count, or an amount."""
    return row.looked_up("share" if row.facts.figure.adds_up else "counted")


def added_up(together: Standing) -> Fact | None:
    """Take what parts have together."""
    return together.looked_up("amount_total" if together.facts.figure.adds_up else "counted")


def _centre(whole: Standing, together: Standing, sums: Sum, rows: Sequence[Standing], *, apart: bool) -> Fact | None:
    """Take the whole's share where it is exact, of the same moment and of all parts; else that of most of them."""
    own, pooled = whole.looked_up("share"), together.looked_up("share")
    if own and own.status == "computed" and own.is_exact and sums != "without" and not apart and whole.reported:
        return own
    most = 2 * sum(_is_exact(row) for row in rows) >= len(rows)
    return pooled if pooled and pooled.is_exact and most else None


def _is_exact(row: Standing) -> bool:
    share, base = row.looked_up("share"), row.looked_up("base")
    return share is not None and share.is_exact and base is not None and base.is_exact


def _laid(rows: Sequence[Standing], centre: Fact | None) -> Funnel | None:
    dots = [row for row in rows if _is_exact(row)]
    shares = [share.amount for row in dots if (share := row.looked_up("share"))]
    sizes = [int(base.amount) for row in dots if (base := row.looked_up("base"))]
    return funnel(shares, sizes, centre.amount) if centre else None


def _dot(row: Standing, laid: Funnel) -> Dot:
    share, base = row.looked_up("share"), row.looked_up("base")
    assert share is not None
    assert base is not None
    size = int(base.amount)
    outside: Literal["", "inner", "outer"] = (
        "outer"
        if laid.is_outside(share.amount, size, OUTER)
        else "inner"
        if laid.is_outside(share.amount, size, INNER)
        else ""
    )
    return Dot(row, outside, above=share.amount >= laid.centre)
