"""The figures of a letter: a drawing, the sentence that replaces it, and its numbers, all from the same facts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from dophu import charts, wording
from dophu.charts.courses import Point
from dophu.charts.dates import Break
from dophu.charts.dots import Share
from dophu.charts.rows import frame_of
from dophu.facts.dating import dating
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.facts.interval import above, below
from dophu.facts.relations import nation_course
from dophu.facts.standing import Standing, in_order
from dophu.facts.subject import Subject
from dophu.tell.blocks import Run
from dophu.tell.content import FigureContent, line, runs, sentence
from dophu.tell.findings import below_every_base, first_to_last, place_and_distance, titled
from dophu.tell.publishers import publisher
from dophu.tell.shares import Marked, axis_label, bar_of, is_quota_aimed_at, kind_of
from dophu.words import say, turned

FEWEST = 3  # that a figure compares; of fewer a sentence says as much
FEWEST_BASES = 2  # of which the distance to the target is drawn: one of them is a number in the prose
NAMED_IN_ALT = 3
SHOWN_AT_MOST, ENDS, NEIGHBOURS = 34, 3, 4


def standing(facts: Facts, _measured: object) -> FigureContent | str:
    """Show where the unit stands among those whose share is known; of ranks alone the prose says as much.

    Returns the reason in words where too few units have a share to compare.
    """
    told = _told_shares(facts)
    known = [(row, share) for row, share in told if share.interval.closed]
    if len(known) >= FEWEST and facts.unit in [row.unit for row, _ in known]:
        return _by_share(facts, known, told)
    return say("standing.none")


def _told_shares(facts: Facts) -> list[Marked]:
    """List the peers of the edition's own list whose share or a bound of it is known, the best first."""
    mine = facts.mine
    if mine is None:
        return []
    like = Subject(facts.unit, facts.own.period, facts.own.measure, mine.source)
    listed = facts.list_of(facts.own.measure, facts.own.period, mine.source)
    peers = [peer for peer in facts.history.gazetteer.peers(facts.unit) if peer.code in listed]
    rows = in_order(Standing(facts, facts.listed(peer, like)) for peer in peers)
    return [(row, share) for row in rows if (share := row.looked_up("share"))]


def _by_share(facts: Facts, known: list[Marked], told: list[Marked]) -> FigureContent:
    shown = [(place, row, _asked(row)) for place, row in _of_interest(known, facts)]
    named = [(row, _asked(row)) for row, _ in known[:NAMED_IN_ALT]]
    before = [-1, *(place for place, *_ in shown)]
    drawn = frame_of(
        [
            bar_of(row, fact, facts.unit, left_out=place - last - 1)
            for (place, row, fact), last in zip(shown, before, strict=False)
        ]
    )
    moment = _known(facts, dating(facts, facts.own))
    few = say("standing.few") if len(shown) < len(known) else ""
    first = wording.joined(f"{row.unit.short_name} {fact.shown}" for row, fact in named)
    own = [fact for row, fact in known[NAMED_IN_ALT:] if row.unit == facts.unit]
    mine = "".join(sentence(facts.key("standing.mine"), unit=facts.unit.short_name, share=fact) for fact in own)
    ends = facts.key("standing.ends") if _lead(facts, told, known) else "standing.order"
    how = say("standing.known" if len(known) == len(told) else "standing.clear")
    said = {"many": len(known), "how": how, "moment": moment.shown, "ends": say(ends), "first": first, "mine": mine}
    alt = say(facts.key("standing.alt"), **said)
    source = publisher(facts.history.sources, facts.mine.source) if facts.mine else ""
    return FigureContent(
        key="standing",
        plot=charts.standing(
            drawn,
            label=axis_label(facts),
            percent=facts.figure.is_share,
            less=facts.better == "less",
            gap_label=gap_heading(facts),
            **goal(facts),
        ),
        frame=drawn,
        alt=alt + target_sentence(facts),
        caption=titled(
            facts,
            place_and_distance(facts),
            line("standing.caption", measure=axis_label(facts), how=how, moment=moment, few=few, source=source),
        ),
        head=[say("column.unit"), say(facts.key("column.share")), say("standing.how")],
        rows=[[runs(row.unit.short_name), runs(fact), runs(say(f"known.{kind_of(fact)}"))] for _, row, fact in shown],
    )


def _lead(facts: Facts, told: list[Marked], known: list[Marked]) -> bool:
    """Say whether the first few are surely those that stand first: nobody else ties with them or may lead."""
    first = [row for row, _ in known[:NAMED_IN_ALT]]
    better = below if facts.better == "less" else above
    others = [share.interval for row, share in told if row not in first]
    return all(better(share.interval, other) for _, share in known[:NAMED_IN_ALT] for other in others)


def _asked(row: Standing) -> Fact:
    share = row.facts.fact("share", row.subject)
    assert share is not None
    return share


def _of_interest(ranked: list[Marked], facts: Facts) -> list[tuple[int, Standing]]:
    """Keep a long list to its first, its last and the unit's neighbours; the national table has all of them.

    Who is level with one of these is kept too: between them no rank is left out, and no break would tell why one is
    missing. A line of one unit takes no more room than a break that says that it is left out.
    """
    rows = [row for row, _ in ranked]
    if len(ranked) <= SHOWN_AT_MOST:
        return list(enumerate(rows))
    mine = next(place for place, row in enumerate(rows) if row.unit == facts.unit)
    last = len(rows) - ENDS
    kept = {place for place in range(len(rows)) if place < ENDS or place >= last or abs(place - mine) <= NEIGHBOURS}
    ranks = [rank.interval if (rank := row.looked_up("rank")) else None for row in rows]
    level = {ranks[place] for place in kept} - {None}
    kept |= {place for place, rank in enumerate(ranks) if rank in level}
    return [(place, row) for place, row in enumerate(rows) if place in kept or {place - 1, place + 1} <= kept]


def gap_heading(facts: Facts) -> str:
    """Head the column of what units lack to the target; nothing where less is better, or there is none."""
    return "" if facts.better == "less" or facts.target is None else say("standing.lacks")


def number(fact: Fact) -> float:
    """Place a fact on an axis."""
    return float(fact.amount)


def _known(facts: Facts, concept: str) -> Fact:
    """Take a fact that every edition has."""
    found = facts.fact(concept)
    assert found is not None
    return found


class Goal(TypedDict):
    """The target as charts take it: in per cent, and as it is printed."""

    target: float | None
    target_label: str


def goal(facts: Facts) -> Goal:
    """Draw the line of the target, where there is one and it is a share of the same base as the shares beside it."""
    target = None if facts.target_base else facts.fact("target")
    label = sentence("target.line", target=target) if target else ""
    return {"target": number(target) if target else None, "target_label": label}


def target_sentence(facts: Facts) -> str:
    """Say where the line of the target lies."""
    target = None if facts.target_base else facts.fact("target")
    return sentence("target.sentence", target=target) if target else ""


# -- the distance to the target, under each base -----------------------------------------------------------


def distance(facts: Facts, _measured: object) -> FigureContent | str:
    """Show the distance to the target under each base known for the unit, the reported one first."""
    target = facts.fact("target")
    if target is None or is_quota_aimed_at(facts):  # what was assigned of one base is a target on no other
        return say("distance.no_target")
    rows = [row for subject in _bases(facts) if (row := _under(facts, subject))]
    if not rows:
        return say("distance.no_count")
    if len(rows) < FEWEST_BASES:
        return say("distance.one_base")
    drawn = frame_of([_mark(facts, row) for row in rows])
    said = "; ".join(
        say("distance.on", base=label, said=", ".join(_said(facts, share, gap))) for label, _, share, gap in rows
    )
    return FigureContent(
        key="distance",
        plot=charts.distance(drawn, number(target), sentence("target.line", target=target)),
        frame=drawn,
        alt=sentence("distance.alt", said=said, target=target),
        caption=titled(
            facts, below_every_base(facts, [gap for *_, gap in rows]), line("distance.caption", target=target)
        ),
        head=[say(key) for key in ("column.base", "distance.base_value", "column.share", "distance.to_target")],
        rows=[
            [runs(wording.capitalised(label)), runs(base), runs(share), _gap_cell(facts, gap)]
            for label, base, share, gap in rows
        ],
    )


UnderBase = tuple[str, Fact, Fact, Fact | None]  # label of the base, its value, the share, the gap


def _bases(facts: Facts) -> list[Subject]:
    """Name the campaign's own base, then the target's and the others it names that are known and not younger."""
    campaign, unit = facts.history.campaign, facts.unit
    known = [value.base for value in facts.history.bases.known_for(unit.vintage, unit.code)]
    offered = {facts.target_base, *campaign.other_bases} - {campaign.main_base}
    others = sorted((base for base in dict.fromkeys(known) if base in offered), key=lambda b: b != facts.target_base)
    subjects = [Subject(unit, facts.own.period, facts.own.measure, base=base) for base in others]
    return [facts.own, *(subject for subject in subjects if facts.base_value(subject))]


def _under(facts: Facts, subject: Subject) -> UnderBase | None:
    if facts.get("counted", subject) and facts.get("base", subject):
        target = facts.target_of(subject)
        own = target is not None and (target.base or facts.base_key(facts.own)) == facts.base_key(subject)
        base, share, gap = (facts.fact(what, subject) for what in ("base", "share", "gap" if own else "target_gap"))
        label = facts.history.bases.described[facts.base_key(subject)].short
        return (label, base, share, gap) if base and share else None
    return None


def _mark(facts: Facts, row: UnderBase) -> Share:
    label, _, share, gap = row
    low = number(share) if share.interval.open_high else None
    high = number(share) if share.interval.open_low else None
    return Share(
        wording.capitalised(label),
        number(share) if share.interval.closed else None,
        share.shown,
        low=low,
        high=high,
        own=share.subject.base == facts.own.base,
        kind=kind_of(share),
        gap=_gap_words(facts, gap),
    )


def _said(facts: Facts, share: Fact, gap: Fact | None) -> list[str]:
    return [words for words in (share.shown, _gap_words(facts, gap)) if words]


def _gap_words(facts: Facts, gap: Fact | None) -> str:
    if gap is None:
        return ""
    reached = "cell.reached_target" if gap.concept == "gap" else "cell.lacks_nothing"  # only its own base decides
    return sentence(turned({"+": "cell.lacks", "open": "cell.open"}.get(gap.sign, reached), facts.better), gap=gap)


def _gap_cell(facts: Facts, gap: Fact | None) -> list[Run]:
    if gap is None:
        return runs(say("cell.undetermined"))
    return line(turned("cell.lacks", facts.better), gap=gap) if gap.sign == "+" else runs(_gap_words(facts, gap))


# -- the nation's course -----------------------------------------------------------------------------------


def course(facts: Facts, _measured: object) -> FigureContent | str:
    """Show the nation's course up to this edition's moment; a break in the method interrupts the line."""
    subjects = nation_course(facts)
    told = [(subject, fact) for subject in subjects if (fact := facts.fact("counted", subject))]
    if not told:
        return say("nation.none")
    if len(told) < FEWEST:
        return say("nation.few")
    measure = subjects[0].measure
    label = wording.capitalised(facts.history.campaign.measures[measure].label)
    known = [(found, fact) for subject, fact in told if (found := facts.reported(subject))]
    drawn = frame_of([Point(found.as_of, number(fact), fact.shown, rounded=not fact.is_exact) for found, fact in known])
    (since, first), (until, last) = known[0], known[-1]
    parted = facts.history.campaign.parted_between(measure, since.as_of.day, until.as_of.day)
    return FigureContent(
        key="course",
        plot=charts.course(drawn, facts.moment, label, _breaks(facts, measure)),
        frame=drawn,
        alt=_course_alt(label, [(wording.moment(found.as_of), fact) for found, fact in known]),
        caption=titled(
            facts,
            first_to_last(label, None if parted else first, last),  # figures of two methods have no way between them
            line("nation.caption", measure=label, moment=_known(facts, dating(facts, facts.own))),
        ),
        head=[say("column.moment"), label, say("column.source")],
        rows=[
            [runs(wording.moment(found.as_of)), runs(fact), runs(publisher(facts.history.sources, found.source))]
            for found, fact in known
        ],
    )


def _breaks(facts: Facts, measure: str) -> Sequence[Break]:
    return [
        Break(b.start, say("break.label"))
        for b in facts.history.campaign.breaks
        if measure in b.measures and b.start <= facts.day
    ]


def _course_alt(label: str, told: list[tuple[str, Fact]]) -> str:
    (first, start), (last, end) = told[0], told[-1]
    ends = {"first": f"{start.shown} ({first})", "last": f"{end.shown} ({last})"}
    return say("nation.alt", measure=label, **ends, many=len(told))
