"""The course of a unit, its region and the nation over the periods: what may be joined, where it breaks, its gaps.

A course is a list of periods (steps), each with the facts of one unit or of a region's sum. Which period a figure is
compared with is the facts' own rule (`facts.periods`); here stands only which shares a line may join.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.facts.folds import Ordered
from dophu.facts.reported import Reported, comparable_shares, later
from dophu.facts.standing import Standing
from dophu.facts.subject import Group, Subject
from dophu.measure.standings import REGIONS, is_whole
from dophu.wording import Moment
from dophu.words import say
from dophu.world.campaigns import Better, Break
from dophu.world.periods import last_day
from dophu.world.units import Unit

MOST = Fraction(1, 2)  # of its units: a list that names more than this should name them all
MOST_TOLD = 30  # rows that fit two pages; earlier periods are drawn and not printed
FEWEST_COMPARED = 2


@dataclass(frozen=True)
class Step:
    """One period of a course.

    row      its facts; None where a list that names most units lacks this one
    joined   whether a line may lead to it from the step before that has a share
    broken   the method break since the figure before it
    anew     whether the count began anew since then, as each January
    """

    period: str
    row: Standing | None
    joined: bool = False
    broken: Break | None = None
    anew: bool = False

    @property
    def known(self) -> Reported | None:
        """What the list says of the unit; None for a region's sum as well."""
        return self.row.reported if self.row else None

    @property
    def day(self) -> date:
        """The reporting date."""
        return last_day(self.period)

    @property
    def as_of(self) -> Moment:
        """The moment of its figures; the reporting date where there are none."""
        moment = self.row.looked_up("as_of") if self.row else None
        return moment.value if moment and isinstance(moment.value, Moment) else Moment(self.day)

    @property
    def is_published(self) -> bool:
        """Say whether its share is a published one, whose base may be another."""
        return self.known is not None and self.known.kind == "published"

    def fact(self, concept: str) -> Fact | None:
        """Look a fact up; None where it is not known."""
        return self.row.looked_up(concept) if self.row else None


@dataclass(frozen=True)
class Course:
    """The periods of one unit or region, oldest first; those told are the last ones and the first."""

    unit: Unit | Group
    label: str
    steps: list[Step]

    @property
    def told(self) -> list[Step]:
        """The steps that a table prints."""
        return self.steps[-MOST_TOLD:]

    @property
    def known(self) -> list[Step]:
        """The steps that have a figure."""
        return [step for step in self.steps if step.row]

    @property
    def since_break(self) -> list[Step]:
        """The steps since the last method break, or since the count last began anew."""
        return self.steps[max((i for i, step in enumerate(self.steps) if step.broken or step.anew), default=0) :]

    @property
    def segment(self) -> list[Reported]:
        """The figures since the last method break whose count and share are exact: those that a curve may join."""
        known = (step.known for step in self.since_break)
        return [one for one in known if one and one.kind == "exact" and one.count is not None]

    def before(self, step: Step) -> Step | None:
        """Find the step before one that has a figure."""
        earlier = [each for each in self.known if each.period < step.period]
        return earlier[-1] if earlier else None


def courses(facts: Facts) -> list[Course]:
    """Follow the edition's unit, its region or its province, and the nation; those of which nothing is known fall out.

    Of each period the figure of record is taken, none of it later than the edition's moment. A region's is the sum over
    its units where one list names them all.
    """
    followed = (course_of(facts, unit) for unit in _in_view(facts))
    return [course for course in followed if course.known]


def _in_view(facts: Facts) -> list[Unit | Group]:
    gazetteer, unit = facts.history.gazetteer, facts.unit
    if facts.figure.adds_up:
        return [unit]  # beside what the whole has, a part's line would lie on the ground
    above = [gazetteer.get(unit.vintage, unit.parent)] if unit.parent else []
    provinces = gazetteer.provinces(unit.vintage)
    regions = [
        Group(each.code, each.name, tuple(one for one in provinces if one.region == each.code), REGIONS)
        for each in gazetteer.regions_of(unit.vintage)
        if each.code == unit.region
    ]
    return list(dict.fromkeys([unit, *regions, *above, facts.nation]))


def course_of(facts: Facts, unit: Unit | Group) -> Course:
    """Follow one unit or region over the periods, up to the edition's moment."""
    steps, last = list[Step](), list[Step]()
    for period in facts.history.periods:
        row = _row(facts, unit, period)
        if row:
            last = [_step(facts, period, row, last)]
            steps += last
        elif last and (_is_left_blank(facts, unit, period) or _is_expected(facts, unit, period)):
            steps.append(Step(period, None))
    label = say("course.region", region=unit.name) if isinstance(unit, Group) else unit.full_name
    return Course(unit, label, steps)


def _step(facts: Facts, period: str, row: Standing, last: list[Step]) -> Step:
    """Add a period with a figure; `last` holds the one before it, if there is any."""
    then = last[0] if last else None
    if then is None or then.row is None:
        return Step(period, row)
    broken, anew = _broken(facts, then.period, period), _began_anew(facts, then.period, period)
    joined = broken is None and not anew and _joins(row, then.row)
    return Step(period, row, joined, broken, anew)


def _row(facts: Facts, unit: Unit | Group, period: str) -> Standing | None:
    """Take the facts of a unit in a period; None where nothing is known of it by the edition's moment."""
    if period > facts.own.period:
        return None
    if isinstance(unit, Group):
        return _sum(facts, unit, period)
    subject = Subject(unit, period, facts.own.measure)
    known = subject if unit == facts.unit else facts.known_by(subject, facts.moment)
    found = facts.reported(known) if known else None
    return Standing(facts, known) if known and found and _has_figure(found) else None


def _sum(facts: Facts, region: Group, period: str) -> Standing | None:
    """Take the sum over a region's units, by the list of the edition's own figure if it names them all."""
    own = facts.reported(Subject(facts.unit, period, facts.own.measure))
    lists = facts.lists_of(facts.own.measure, period)
    rows = [Standing(facts, Subject(region, period, facts.own.measure, source)) for source in lists]
    whole = [(row, moment) for row in rows if (moment := _moment_of_whole(row)) and not later(moment, facts.moment)]
    source = own.source if own else ""
    chosen = max(whole, key=lambda each: (each[0].subject.source == source, each[1].order()), default=None)
    return chosen[0] if chosen else None


def _moment_of_whole(row: Standing) -> Moment | None:
    """Take the moment of a region's sum; None where the list lacks one of its units, or the sum has no end."""
    moment, counted = row.looked_up("as_of"), row.looked_up("counted")
    if moment is None or counted is None or not is_whole(row) or not counted.interval.closed:
        return None
    assert isinstance(moment.value, Moment)
    return moment.value


def _is_expected(facts: Facts, unit: Unit | Group, period: str) -> bool:
    """Say whether one list has most units of the level, so that a missing one is a gap."""
    if period > facts.own.period:
        return False
    gazetteer = facts.history.gazetteer
    provinces = gazetteer.provinces(facts.unit.vintage)
    among = gazetteer.peers(unit) if isinstance(unit, Unit) and unit.depth > 1 else provinces
    peers = {peer.code for peer in among}
    lists = facts.lists_of(facts.own.measure, period).values()
    return any(len(peers & {*units}) > MOST * len(peers) for units in lists)


def _is_left_blank(facts: Facts, unit: Unit | Group, period: str) -> bool:
    """Say whether a period lists the unit without a figure."""
    if isinstance(unit, Group) or period > facts.own.period:
        return False
    found = facts.reported(Subject(unit, period, facts.own.measure))
    return found is not None and not _has_figure(found)


def _has_figure(found: Reported) -> bool:
    return found.people is not None or found.share is not None


def _joins(now: Standing, then: Standing) -> bool:
    """Say whether a line may join two shares: they compare, and both are recomputed or both published."""
    here, there = now.reported, then.reported
    if here is None or there is None:
        return here is there
    return comparable_shares(here, there) is not None and (here.kind == "published") == (there.kind == "published")


def _broken(facts: Facts, then: str, now: str) -> Break | None:
    campaign = facts.history.campaign
    return campaign.broken_between(campaign.main_measure, last_day(then), last_day(now))


def _began_anew(facts: Facts, then: str, now: str) -> bool:
    measure = facts.history.campaign.measures[facts.own.measure]
    return measure.begins_anew(last_day(then), last_day(now))


# -- ranks -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RankCourse:
    """Ranks in the lists that rank the same units; None where a list leaves a rank open.

    steps   those of the edition's unit in these lists, oldest first
    tracks  the ranks of each unit, one a step
    named   the unit and those who now stand next to it, with their rows in the first and the last of the lists
    """

    total: int
    steps: list[Step]
    tracks: dict[Unit, list[int | None]]
    named: dict[Unit, tuple[Standing, Standing]]

    def has_course_of(self, unit: Unit) -> bool:
        """Say whether two places of a unit are known, so that a course of them can be drawn."""
        return sum(place is not None for place in self.tracks[unit]) >= FEWEST_COMPARED


NEIGHBOURS = 2  # on each side of the unit


def rank_course(facts: Facts, own: Course) -> RankCourse | None:
    """Follow the ranks of all peers through the lists that rank the same units: those of most periods."""
    begun = max((place for place, step in enumerate(own.steps) if step.anew), default=0)
    told = [step for step in own.told if step.period >= own.steps[begun].period]  # places of one count, not of two
    ranked = [(_ranked_with(facts, step), step) for step in told if step.fact("rank")]
    sets = [codes for codes, _ in reversed(ranked)]
    chosen = max(sets, key=sets.count, default=frozenset[str]())  # the latest of those that are as many
    steps = [step for codes, step in ranked if codes == chosen]
    if len(steps) < FEWEST_COMPARED:
        return None
    peers = [peer for peer in facts.history.gazetteer.peers(facts.unit) if peer.code in chosen]
    by_step = [_ranks_in(_listed(facts, step), peers, facts.better) for step in steps]
    tracks = {peer: [ranked_by_code[peer.code] for ranked_by_code in by_step] for peer in peers}
    near = _neighbours(facts.unit, {peer: track[-1] for peer, track in tracks.items()})
    named = {peer: (_peer(facts, peer, steps[0]), _peer(facts, peer, steps[-1])) for peer in near}
    return RankCourse(len(chosen), steps, tracks, named)


def _listed(facts: Facts, step: Step) -> dict[str, Reported]:
    """Take the list that holds a step's figure."""
    assert step.known is not None
    return facts.list_of(facts.own.measure, step.period, step.known.source)


def _ranks_in(listed: dict[str, Reported], peers: list[Unit], better: Better) -> dict[str, int | None]:
    """Rank every peer in a list by the rule of ranks, for drawing; only the ranks that print are facts."""
    shares = {peer.code: listed[peer.code].share for peer in peers}
    ordered = Ordered([share for share in shares.values() if share])
    place = ordered.rank_up if better == "less" else ordered.rank
    ranks = {code: place(share) for code, share in shares.items() if share}
    return {code: int(rank.low) if rank.exact else None for code, rank in ranks.items()}


def _ranked_with(facts: Facts, step: Step) -> frozenset[str]:
    """Name the peers that the step's list ranks."""
    listed = _listed(facts, step)
    peers = facts.history.gazetteer.peers(facts.unit)
    return frozenset(peer.code for peer in peers if (found := listed.get(peer.code)) and found.share)


def _peer(facts: Facts, peer: Unit, step: Step) -> Standing:
    assert step.known is not None
    return Standing(facts, facts.listed(peer, Subject(facts.unit, step.period, facts.own.measure, step.known.source)))


def _neighbours(own: Unit, last: dict[Unit, int | None]) -> list[Unit]:
    """List the unit and the two on each side of it, by rank; the unit alone where its own is open."""
    ordered = sorted((unit for unit in last if last[unit]), key=lambda unit: last[unit] or 0)
    if own not in ordered:
        return [own]
    at = ordered.index(own)
    return ordered[max(0, at - NEIGHBOURS) : at + NEIGHBOURS + 1]
