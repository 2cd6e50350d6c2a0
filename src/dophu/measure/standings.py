"""The national table: the provinces of one list, their regions, the whole of them, and where one province stands.

The list is that of the edition's own source, or the one of the period that names the most provinces; never two.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from dophu.facts.dating import dating
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.facts.folds import Ordered
from dophu.facts.interval import ZERO, Interval, above, below
from dophu.facts.leaves import Lacking
from dophu.facts.printing import FINEST
from dophu.facts.relations import is_sum_of_parts
from dophu.facts.reported import Reported, later
from dophu.facts.standing import Standing, in_order
from dophu.facts.subject import Group, Subject
from dophu.wording import Moment, half_up
from dophu.words import say, turned
from dophu.words.word import Word
from dophu.world.units import Unit

FEWEST = 2
FEWEST_TO_QUARTER = 8  # quarters of fewer units say nothing that the ranks do not
QUARTERS = 4
REGIONS = "regions"


@dataclass(frozen=True)
class Standings:
    """The national table.

    source    who published the list
    complete  whether at least half of the units are known; only then `rows` holds those that are not, last
    marked    the province of the edition, or the one its district lies in
    total     all units of the list together
    regions   in the order offices list them; none where the list is not complete
    nation    what the same source says of the nation; None for nothing
    above, below   the rows next to the marked one in the order of the list, several where they tie
    level     the other rows with exactly its share
    """

    facts: Facts
    source: str
    complete: bool
    marked: Unit | None
    rows: list[Standing]
    total: Standing
    regions: list[Standing]
    nation: Standing | None = None
    above: list[Standing] = field(default_factory=list)
    below: list[Standing] = field(default_factory=list)
    level: list[Standing] = field(default_factory=list)

    @property
    def known(self) -> list[Standing]:
        """The rows of which something is known."""
        return [row for row in self.rows if row.is_known]

    @property
    def absent(self) -> list[Standing]:
        """The rows without any figure."""
        return [row for row in self.rows if not row.is_known]

    @property
    def ranked(self) -> list[Standing]:
        """The rows that have a place, the best first."""
        return [row for row in self.rows if row.looked_up("rank")]

    @property
    def are_alike(self) -> bool:
        """Say whether the first and the last share print alike, so that who is which tells a reader nothing."""
        return len(self.ranked) > 1 and _printed(self.ranked[0]) == _printed(self.ranked[-1])

    @cached_property
    def moved(self) -> dict[Unit, Fact]:
        """The places that units won or lost, without moves between shares that print alike."""
        told = [(row, fact) for row in self.known if (fact := row.looked_up("moved"))]
        now, then = ([_share_of(row, when) for row, _ in told] for when in ("share", "share|before"))
        moves = zip(_places(then), _places(now), strict=True)
        return {row.unit: fact for (row, fact), (was, place) in zip(told, moves, strict=True) if was != place}

    @property
    def own(self) -> Standing | None:
        """The row of the marked unit."""
        return next((row for row in self.rows if row.unit == self.marked), None)

    @property
    def since(self) -> Fact | None:
        """Of when the list compared with is: of its latest figures."""
        told = [(then, known) for row in self.known if (then := before(row)) and (known := self.facts.reported(then))]
        last = max(told, key=lambda each: each[1].as_of.order(), default=None)
        return self.facts.fact(dating(self.facts, last[0]), last[0]) if last else None

    @property
    def earliest(self) -> Fact | None:
        """The earliest moment of the list's figures, where they are not of one moment."""
        known = sorted((row for row in self.known if row.reported), key=lambda row: _as_of(row).order())
        apart = bool(known) and _as_of(known[0]) != _as_of(known[-1])
        return self.facts.fact("as_of", known[0].subject) if apart else None

    @property
    def has_quarters(self) -> bool:
        """Say whether a quarter of the list says anything: of a long one, whose shares print apart."""
        return self.complete and len(self.ranked) >= FEWEST_TO_QUARTER and not self.are_alike

    @property
    def quarter(self) -> Word:
        """Which quarter of a complete list the marked unit stands in, in words; blank where its place is open."""
        rank = self.own.looked_up("rank") if self.own else None
        if rank is None or not rank.is_exact or not self.has_quarters:
            return Word("")
        place = (QUARTERS * int(rank.amount) - 1) // len(self.ranked)
        return Word(say(turned(f"quarter.{place}", self.facts.better)))


def _printed(row: Standing) -> str:
    share = row.looked_up("share")
    return share.shown if share else ""


def _share_of(row: Standing, concept: str) -> Interval:
    """Take a share as it prints."""
    share = row.facts.get(concept, row.subject)
    return Interval.exactly(half_up(share.amount, FINEST["percent"])) if isinstance(share, Fact) else ZERO


def _places(shares: list[Interval]) -> list[Interval]:
    ordered = Ordered(shares)
    return [ordered.rank(share) for share in shares]


def _as_of(row: Standing) -> Moment:
    assert row.reported is not None
    return row.reported.as_of


def before(row: Standing) -> Subject | None:
    """Lead a row to its figure of the period before; None where it has none that compares."""
    then = row.facts.before(row.subject)
    compares = row.looked_up("change") or row.looked_up("gained")
    return None if isinstance(then, Lacking) or not compares else then


def standings(facts: Facts) -> Standings:
    """Choose the list and its rows."""
    units = facts.history.gazetteer.children(facts.nation)
    source, now = national_list(facts)
    complete = is_complete(facts)
    like = Subject(facts.nation, facts.own.period, facts.own.measure, source)
    listed = [facts.listed(unit, like) for unit in units]
    added = {subject for subject in listed if not complete and is_sum_of_parts(facts, subject)}
    shown = [one for unit, one in zip(units, listed, strict=True) if complete or unit.code in now or one in added]
    rows = in_order(Standing(facts, subject) for subject in shown)
    whole = Group("list", say("group.list"), tuple(units))
    found = Standings(
        facts=facts,
        source=source,
        complete=complete,
        marked=_marked(facts),
        rows=rows,
        total=Standing(facts, like.of(whole)),
        regions=_regions(facts, units, like) if complete else [],
        nation=Standing(facts, like) if source and facts.reported(like) else None,
    )
    return _placed(found)


def national_list(facts: Facts) -> tuple[str, dict[str, Reported]]:
    """Choose the list: that of the edition's own source where it names several provinces, else the widest."""
    codes = {unit.code for unit in facts.history.gazetteer.provinces(facts.unit.vintage)}
    found = {
        source: {code: known for code, known in listed.items() if code in codes and _tells(known)}
        for source, listed in facts.lists_of(facts.own.measure, facts.own.period).items()
    }
    own = facts.mine.source if facts.mine else ""
    if len(found.get(own, {})) >= FEWEST:
        return own, found[own]
    return max(found.items(), key=lambda each: (len(each[1]), _latest(each[1])), default=("", {}))


def _tells(known: Reported) -> bool:
    return known.count is not None or known.share is not None


def _latest(listed: dict[str, Reported]) -> tuple[object, ...]:
    return max((known.as_of.order() for known in listed.values()), default=())


def is_complete(facts: Facts) -> bool:
    """Say whether the list is one of all provinces, some perhaps missing: at least half are in it."""
    provinces = facts.history.gazetteer.provinces(facts.unit.vintage)
    return 2 * len(national_list(facts)[1]) >= len(provinces)


def _marked(facts: Facts) -> Unit | None:
    unit = facts.unit
    if unit.depth > 1:
        return facts.history.gazetteer.province_of(unit)
    return unit if unit.is_province else None


def _regions(facts: Facts, units: Iterable[Unit], like: Subject) -> list[Standing]:
    """Group the units by their regions; none where the regions do not hold every unit."""
    regions = facts.history.gazetteer.regions_of(facts.unit.vintage)
    if {unit.region for unit in units} != {region.code for region in regions}:
        return []
    groups = [
        Group(each.code, each.name, tuple(unit for unit in units if unit.region == each.code), REGIONS)
        for each in regions
    ]
    rows = [Standing(facts, like.of(group)) for group in groups]
    if all(is_whole(row) for row in rows):
        facts.stand_among(groups)
    return rows


def is_whole(row: Standing) -> bool:
    """Say whether every unit of a group is in what it adds up to."""
    units, known = row.looked_up("units"), row.looked_up("known")
    return units is not None and known is not None and units.amount == known.amount


def _placed(found: Standings) -> Standings:
    """Find who stands next to the marked unit, on a side where the figures decide it."""
    own = found.own
    share = own.looked_up("share") if own else None
    if own is None or share is None:
        return found
    others = [(row, each.interval) for row in found.ranked if (each := row.looked_up("share")) and row is not own]
    mine = share.interval
    level = [row for row, each in others if mine.exact and each == mine]
    first, then = (above, below) if own.better != "less" else (below, above)
    better = [(row, each) for row, each in reversed(others) if first(each, mine)]
    worse = [(row, each) for row, each in others if then(each, mine)]
    if len(level) + len(better) + len(worse) < len(others):
        return replace(found, level=level)  # somebody may stand on either side
    return replace(found, above=_nearest(better), below=_nearest(worse), level=level)


def _nearest(rows: list[tuple[Standing, Interval]]) -> list[Standing]:
    """Take the first of rows that come nearest first, and those that tie with it; nobody where who is first is open."""
    if not rows:
        return []
    nearest = rows[0][1]
    tied = [row for row, share in rows if share == nearest]
    apart = [share for _, share in rows if share != nearest]
    sure = all(below(share, nearest) or above(share, nearest) for share in apart)
    return tied if sure and (len(tied) == 1 or nearest.exact) else []


def last_known(facts: Facts, unit: Unit) -> Subject | None:
    """Find the latest period, in any list, in which a unit had a figure; None for never."""
    for period in reversed(facts.history.periods):
        subject = Subject(unit, period, facts.own.measure)
        known = facts.reported(subject)
        if known and _tells(known) and not later(known.as_of, facts.moment):
            return subject
    return None
