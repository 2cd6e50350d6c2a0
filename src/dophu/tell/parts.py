"""The chapter of a unit's parts: their table, the funnel around the whole's share, where the missing people are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dophu import charts
from dophu.charts.courses import Point
from dophu.charts.funnels import Limit, Sized
from dophu.charts.missing import MissingPeople
from dophu.charts.rows import frame_of
from dophu.facts.dating import dating
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.facts.interval import ZERO, Interval, above, reaches
from dophu.facts.making import folded, modelled, only_looking
from dophu.facts.standing import Standing
from dophu.measure.course import course_of
from dophu.measure.funnel import INNER, INNER_PERCENT, OUTER, OUTER_PERCENT, Funnel
from dophu.measure.parts import FEWEST_MISSING, Dot, Parts, measured_parts
from dophu.measure.progress import Followed
from dophu.measure.revisions import Revisions
from dophu.tell import figures
from dophu.tell.blocks import Runs
from dophu.tell.chapter import Chapter
from dophu.tell.content import FigureContent, TableContent, bare, lacking, line, runs, sentence
from dophu.tell.findings import held_by_few, titled
from dophu.tell.html import plain
from dophu.tell.lower import lower_attainment, lower_ends, lower_sentence, measures_of_units
from dophu.tell.part_groups import (
    MANY,
    attainment,
    attainment_sentence,
    first_and_last,
    former,
    label,
    not_carried_sentence,
)
from dophu.tell.progress import points_of
from dophu.tell.publishers import publisher
from dophu.tell.said import Said, said
from dophu.tell.sentences.among import (
    concentration_sentence,
    farthest_sentence,
    lead_sentence,
    named,
    outliers_sentence,
    reached_sentence,
    shortfall_sentence,
    told_of,
)
from dophu.tell.sentences.change import fall_of_row
from dophu.tell.sentences.limits import where_missing_sentence, without_data_sentence
from dophu.tell.sentences.points import chosen
from dophu.tell.sentences.time import time_of
from dophu.tell.sentences.whole import BasesApart, bases_sentence, sums_sentence
from dophu.tell.sentences.words import above_base, noun
from dophu.tell.shares import axis_label, gap_head, is_quota_aimed_at, named_heads, shares_of, summed, why_no_count
from dophu.wording import capitalised, joined
from dophu.words import say, turned
from dophu.words.word import Word
from dophu.world.units import Unit

HEADS = {  # heads by what stands below them
    "base": "column.base",
    "counted": "column.counted",
    "share": "column.share",
    "quota": "column.quota",
    "quota_share": "column.quota_share",
    "rank": "column.rank",
    "gap": "column.gap",
    "missing": "column.missing",
    "change": "column.point_change",
}
ALWAYS = ("base", "counted", "share")  # of what is counted
OF_SUM = (*ALWAYS, "quota", "quota_share")  # what parts that lack something lack together is not the whole's
OF_TARGET = ("gap", "missing")
OF_WHOLE = (*OF_SUM, *OF_TARGET, "change")
LIMIT_STEPS = 60
MARGIN = 1.15
MOST_PLOTS = 15  # beside each other; of more the names are cut
FEWEST_BARS = 3  # of fewer a sentence says as much
NAMED_IN_ALT = 3
MOST_BARS = 65  # rows that a page holds in letters to be read
MOST_DOTS = 65  # a row each below the funnel; of more only those that it singles out, the table has them all


def names(found: Parts) -> Mapping[str, Any]:
    """List the words and rows that prose may use beside the single facts."""
    whole, rows, together = found.whole, found.known, found.together
    _told(together, "reached")  # what bears out that no part has reached the target
    return {
        "parts": together,
        "parts_time": time_of(together),
        "has_estimates": any(row.reported and row.reported.estimate for row in rows),
        "parts_rounded": any(
            fact and not fact.is_exact for row in rows for fact in (row.looked_up("counted"), row.looked_up("share"))
        ),
        "parts_kind": Word(whole.unit.part_kind),
        "parts_source": Word(joined(_sources(found)) if rows else ""),
        "parts_since": found.since,
        "whole": whole,
        "whole_time": time_of(whole),
        "whole_full": Word(whole.unit.full_name),
        "whole_whole": Word(whole.unit.whole),
        "whole_source": Word(publisher(found.facts.history.sources, whole.reported.source) if whole.reported else ""),
        "whole_note": whole.note,
        "within_whole": Word(_within(whole.unit)),
        "has_parts": bool(rows),
        "no_parts": not rows,
        "told_of_parts": told_of(together, is_whole=found.complete),
        "some_absent": found.complete and bool(rows) and any(_is_absent(row) for row in found.rows),
        "withheld_parts": _names(row for row in found.rows if _is_withheld(row)),
        "other_time": found.apart,
        "without_absent": found.sums == "without",
        "whole_added_from": _added_from(found),
        "unknown_parts": _names(row for row in found.rows if _is_absent(row)),
        "best": found.best,
        "lowest": found.lowest,
        "mine": next((row for row in rows if row.unit == found.marked), None),
        "beside_whole": _beside_whole(found),
        "sum_apart": _sum_apart(found),
        "shortfall": _shortfall(found),
        "centre_words": _centre_words(found),
        **_funnel_facts(found),
        "overdispersed": found.funnel is not None and found.funnel.dispersion > 1,
        "falls": [fall_of_row(row) for row in rows if _fell(row)],
        "late": _late(found),
        "key_points": _key_points(found),
        "noted": _noted([row for row in rows if row.note and not _fell(row)]),
        "lower_kind": Word(found.lower.kind if found.lower else ""),
    }


def _is_withheld(row: Standing) -> bool:
    """Say whether a part's count is known and left out, so that a small one beside it stays hidden."""
    return why_no_count(row) == "cell.withheld"


def _is_absent(row: Standing) -> bool:
    return not row.is_known and not _is_withheld(row)


def _key_points(found: Parts) -> list[Said]:
    """Say who leads and who is last, who has reached the target, where most is missing, of whom nothing is known."""
    if not (found.known or found.lower):
        return []
    with only_looking(found.facts):
        held, kind = top_held(found), found.whole.unit.part_kind
        missing = where_missing_sentence(found.top, held["top_count"], held["top_share"], kind)
        absent = without_data_sentence(found.together.looked_up("absent"), kind) if found.complete else None
        return chosen([_lead(found), _reached(found), lower_sentence(found), missing, absent], fewest=1)


def _added_from(found: Parts) -> Fact | None:
    """Count the parts that the whole's figure is the sum of; none where a source itself counts the whole."""
    counted = found.whole.looked_up("counted")
    is_sum = counted is not None and counted.status == "computed" and found.sums != "without"
    return found.whole.looked_up("known") if is_sum else None


def _lead(found: Parts) -> Said | None:
    every = found.complete and len(found.known) == len(found.rows)
    return lead_sentence(found.best, found.lowest, every=every) if found.known else None


def _reached(found: Parts) -> Said | None:
    every = found.complete and len(found.known) == len(found.rows)
    return reached_sentence(found.facts, found.together, every=every) if found.known else None


def _is_past_target(row: Standing) -> bool:
    """Say whether a part has more than the target asks, or less than it allows."""
    gap = row.looked_up("gap")
    return gap is not None and gap.sign == "-"


def _within_ceiling(found: Parts) -> Said | None:
    """Explain the word that stands before what parts may still have below a ceiling; nothing where none is below it."""
    target = found.facts.get("target")
    is_told = found.facts.better == "less" and any(map(_is_past_target, found.known))
    return said("parts.within_ceiling", target=target) if is_told and isinstance(target, Fact) else None


def _short(found: Parts) -> Said | None:
    every = found.complete and len(found.known) == len(found.rows)
    return shortfall_sentence(found.facts, _shortfall(found), every=every)


def _concentrated(found: Parts) -> Said | None:
    top = top_held(found)
    return concentration_sentence(found.top, top["top_count"], top["top_share"]) if _shortfall(found) else None


def _far(found: Parts) -> Said | None:
    if _shortfall(found) is None:
        return None
    return farthest_sentence(farthest(found), _most_missing(found.known), noun(found.facts))


def _outliers(found: Parts) -> Said | None:
    laid, outside = _funnel_facts(found), [dot for dot in found.dots if dot.outside]
    above, below = ([dot.row for dot in outside if dot.above is up] for up in (True, False))
    who = _named_or_counted(found, "funnel_above", above), _named_or_counted(found, "funnel_below", below)
    return outliers_sentence(laid["funnel_outside"], laid["funnel_dots"], laid["funnel_inner"], *who)


def _named_or_counted(found: Parts, key: str, rows: list[Standing]) -> Said | None:
    """Name parts, or count them where they are more than a sentence names; None for none."""
    if names := named(rows):
        return said("sentence.names", names=names)
    shares = [share for row in rows if (share := _told(row, "share"))]
    return said("sentence.many_units", many=folded(found.facts, key, "count", "count", shares)) if shares else None


def _sums(found: Parts) -> Said | None:
    return sums_sentence(found.sums, found.together, found.whole, _sum_apart(found)) if found.known else None


def _bases(found: Parts) -> Said | None:
    """Hold the bases against the whole's where counts are held against it too, or where they differ."""
    apart = _bases_apart(found)
    difference = apart.difference if apart else None
    if not found.known or difference is None or (found.sums == "unknown" and difference.sign == "0"):
        return None
    listed = f"{found.whole.unit.part_kind} {_within(found.whole.unit)}"
    return bases_sentence(apart, found.together.looked_up("units"), listed, complete=found.complete)


def _within(unit: Unit) -> str:
    return say("parts.in_nation") if unit.is_nation else say("parts.of_unit", unit=unit.full_name)


def _sum_apart(found: Parts) -> Fact | None:
    """Say how far the sum of the parts is from the whole's count, where they surely differ."""
    subject = found.together.subject.held_against(found.whole.unit)
    apart = found.facts.fact("apart", subject) if found.sums in {"above", "explained", "unexplained"} else None
    return apart if apart and apart.is_exact else None


def _bases_apart(found: Parts) -> BasesApart | None:
    """Hold what the bases of all listed parts add up to against the whole's own base."""
    bases = [base for row in found.rows if (base := row.looked_up("base")) and base.is_exact]
    own = found.whole.looked_up("base")
    if not bases or len(bases) < len(found.rows) or own is None or not own.is_exact:
        return None
    subject = found.together.subject
    added = found.facts.fact("listed_base", subject)
    apart = found.facts.fact("bases_apart", subject.held_against(found.whole.unit))
    covered = found.facts.fact("covered", subject.held_against(found.whole.unit))
    return BasesApart(own, added, apart, covered) if added else None


def _beside_whole(found: Parts) -> Fact | None:
    """Hold the edition's own district against its province, at one moment."""
    mine = next((row for row in found.known if row.unit == found.marked), None)
    fact = mine.against(found.whole) if mine and not found.apart else None
    return fact if isinstance(fact, Fact) else None


def top_held(found: Parts) -> dict[str, Fact | None]:
    """Count the parts that hold half of the missing people, and what share of them they hold."""
    held = [fact for row in found.top if (fact := _told(row, "held"))]
    if not held:
        return {"top_count": None, "top_share": None}
    return {
        "top_count": folded(found.facts, "top_count", "count", "count", held),
        "top_share": folded(found.facts, "top_share", "percent", "sum", held),
    }


def _shortfall(found: Parts) -> Fact | None:
    """Add what the parts miss that have not reached the target; of fewer than two there is nothing to add."""
    short = [row for row in found.known if row.looked_up("held")]
    return found.facts.fact("shortfall", found.together.subject) if len(short) > 1 else None


def _funnel_facts(found: Parts) -> dict[str, Fact | None]:
    """Enter what the funnel is made of; none where there is none."""
    keys = ("funnel_dispersion", "funnel_widening", "funnel_inner", "funnel_outer", "funnel_dots", "funnel_outside")
    laid, facts = found.funnel, found.facts
    if laid is None or found.centre is None:
        return dict.fromkeys(keys)
    shares = [share for dot in found.dots if (share := _told(dot.row, "share"))]
    outside = [share for dot in found.dots if dot.outside and (share := _told(dot.row, "share"))]
    spread = modelled(facts, "funnel_dispersion", "times", Interval.exactly(laid.dispersion), [found.centre, *shares])
    return {
        "funnel_dispersion": spread,
        "funnel_widening": modelled(facts, "funnel_widening", "times", Interval.exactly(laid.widening), [spread]),
        "funnel_inner": modelled(facts, "funnel_inner", "percent", Interval.exactly(INNER_PERCENT), text="95%"),
        "funnel_outer": modelled(facts, "funnel_outer", "percent", Interval.exactly(OUTER_PERCENT), text="99,8%"),
        "funnel_dots": folded(facts, "funnel_dots", "count", "count", shares),
        "funnel_outside": folded(facts, "funnel_outside", "count", "count", outside),
    }


def _told(row: Standing, what: str) -> Fact | None:
    return row.facts.fact(what, row.subject)


def _most_missing(rows: Iterable[Standing]) -> Standing | None:
    """Find the part that surely misses the most people, if one alone does."""
    known = [(row, missing) for row in rows if (missing := row.looked_up("missing"))]
    known.sort(key=lambda each: -each[1].amount)
    alone = len(known) > 1 and all(above(known[0][1].interval, other.interval) for _, other in known[1:])
    return known[0][0] if alone else None


def farthest(found: Parts) -> Standing | None:
    """Find the part whose share surely is the worst, if one alone is."""
    worst = found.best if found.facts.better == "less" else found.lowest
    return worst[0] if len(worst) == 1 else None


def _fell(row: Standing) -> bool:
    """Say whether a running total surely fell, which nothing but an error or a correction can make it do."""
    counts = row.facts.history.campaign.measures[row.subject.measure].counts
    moved = row.looked_up("gained") or row.looked_up("change")
    return counts == "cumulative" and moved is not None and moved.sign == "-"


def _noted(rows: Sequence[Standing]) -> list[dict[str, Any]]:
    """Give the notes of rows, each once, with all whose figures it is about."""
    told: dict[str, list[Standing]] = {}
    for row in rows:
        told.setdefault(str(row.note), []).append(row)
    return [
        {"title": Word(capitalised(joined(row.name for row in of_one))), "note": of_one[0].note}
        for of_one in told.values()
    ]


def _late(found: Parts) -> list[Standing]:
    """List the parts whose figure is not of the latest moment."""
    moments = [row.reported.as_of for row in found.known if row.reported]
    last = max(moments, key=lambda moment: moment.order(), default=None)
    return [row for row in found.known if row.reported and row.reported.as_of != last]


def _names(rows: Iterable[Standing]) -> Word:
    return Word(named(rows))


def _sources(found: Parts) -> list[str]:
    """Name whose figures the parts have; a part may be known by its own parts alone."""
    facts = (row.looked_up("counted") or row.looked_up("share") for row in found.known)
    named = {source for fact in facts if fact for source in fact.sources}
    return sorted({publisher(found.facts.history.sources, source) for source in named})


def table(_facts: Facts, found: Parts) -> TableContent | str:
    """Show every part with base, count, share, rank, what is missing and what changed; totals below."""
    whole = found.whole.unit
    if not found.known:
        return say("parts.none", kind=whole.part_kind)
    rows = found.rows if 2 * len(found.known) >= len(found.rows) else found.known
    heads = {what: say(found.facts.key(head)) for what, head in HEADS.items()}
    heads |= named_heads(found.facts) | {"gap": gap_head(found.facts)}
    if is_quota_aimed_at(found.facts):
        del heads["gap"]  # it is what the share of the quota lacks to all of it
    always = ALWAYS if found.facts.is_divided else ("share",)
    told = {what: head for what, head in heads.items() if what in always or any(row.looked_up(what) for row in rows)}
    return TableContent(
        key="parts",
        caption=_caption(found),
        head=[capitalised(whole.part_kind), *told.values()],
        rows=[[runs(_head(found, row.unit)), *(_cell(row, what) for what in told)] for row in rows],
        align=["left", *["right"] * len(told)],  # type: ignore[list-item]
        foot=list(_foot(found, list(told))),
        marked=next((place for place, row in enumerate(rows) if row.unit == found.marked), None),
        sortable=True,
    )


def _head(found: Parts, unit: Unit) -> str:
    return capitalised(unit.full_name) if unit.depth > 1 else label(found.rows, unit)


def _caption(found: Parts) -> Runs:
    unit, since = found.whole.unit, found.since
    moment = _told(found.together, dating(found.facts, found.together.subject)) or ""
    source = say("table.source", source=", ".join(_sources(found)))
    caption = line("parts.caption", kind=unit.part_kind, unit=unit.full_name, moment=moment, source=source)
    return caption + (line("table.compared", since=since) if since else [])


def _cell(row: Standing, what: str) -> Runs:
    fact = _told(row, what)
    if fact:
        return _written(fact, what)
    if what == "counted":
        return runs(say(why_no_count(row)))
    return []


def _written(fact: Fact, what: str) -> Runs:
    return lacking(fact) if what in OF_TARGET else bare(fact)


def _foot(found: Parts, columns: list[str]) -> Iterable[list[Runs]]:
    """Write the sum of the parts, unless the whole's own figure below says the same, and the whole."""
    known = _told(found.together, "in_ranking" if found.facts.figure.adds_up else "known")
    if known and known.amount > 1 and found.sums != "equal":
        yield [line("table.added", many=known), *(_total(found.together, what, OF_SUM) for what in columns)]
    if found.whole.reported is not None:
        yield [runs(capitalised(found.whole.unit.whole)), *(_total(found.whole, what, OF_WHOLE) for what in columns)]


def _total(row: Standing, what: str, told: Sequence[str]) -> Runs:
    fact = _told(row, summed(row, what)) if what in told else None
    return _written(fact, what) if fact else []


def funnel(_facts: Facts, found: Parts) -> FigureContent | str:
    """Show each part's share over its base, and how far from the whole's share its size alone would let it lie."""
    laid, centre = found.funnel, found.centre
    if laid is None or centre is None:
        return say("funnel.none")
    limits = _funnel_facts(found)
    dots = [
        (dot, share, base)
        for dot in found.dots
        if (share := _told(dot.row, "share")) and (base := _told(dot.row, "base"))
    ]
    dots.sort(key=lambda each: -each[1].amount)
    around = "funnel.centre_own" if _is_own(found) else "funnel.centre_pooled"
    drawn = frame_of([_drawn_dot(dot, share, base, found) for dot, share, base in dots])
    return FigureContent(
        key="funnel",
        plot=charts.funnel(
            drawn,
            frame_of(_limits(laid, [int(base.amount) for _, _, base in dots])),
            float(laid.centre),
            sentence(around, share=centre),
            size_label=say("column.base"),
            label=say("column.share"),
        ),
        frame=drawn,
        alt=_funnel_alt(found, dots, centre, limits),
        caption=titled(
            found.facts,
            outliers_sentence(limits["funnel_outside"], limits["funnel_dots"], limits["funnel_inner"], None, None),
            line("funnel.caption", kind=found.whole.unit.part_kind, centre=_centre_words(found), share=centre)
            + (line("funnel.only_outside") if len(dots) > MOST_DOTS else []),
        ),
        head=[say(key) for key in ("column.unit", "column.base", "column.share", "funnel.position")],
        rows=[
            [runs(label(found.rows, dot.row.unit)), runs(base), runs(share), _position(dot, limits)]
            for dot, share, base in dots
            if len(dots) <= MOST_DOTS or dot.outside or dot.row.unit == found.marked
        ],
    )


def _is_own(found: Parts) -> bool:
    """Say whether the funnel is laid around the whole's own share, not that of the parts together."""
    return found.centre is not None and found.centre.subject == found.whole.subject


def _centre_words(found: Parts) -> Word:
    pooled = found.centre is not None and not _is_own(found)
    return Word(say("funnel.pooled" if pooled else "funnel.own"))


def _drawn_dot(dot: Dot, share: Fact, base: Fact, found: Parts) -> Sized:
    return Sized(
        label(found.rows, dot.row.unit),
        size=float(base.amount),
        value=float(share.amount),
        shown=share.shown,
        outside=bool(dot.outside),
        own=dot.row.unit == found.marked,
    )


def _limits(laid: Funnel, sizes: list[int]) -> list[Limit]:
    """Reckon the limits at sizes that grow by the same factor, from below the smallest base to above the largest."""
    low, high = min(sizes) / MARGIN, max(sizes) * MARGIN
    steps = [low * (high / low) ** (step / LIMIT_STEPS) for step in range(LIMIT_STEPS + 1)]
    return [Limit(size, *laid.limits(size, INNER), *laid.limits(size, OUTER)) for size in steps]


def _position(dot: Dot, limits: Mapping[str, Fact | None]) -> Runs:
    limit = limits[f"funnel_{dot.outside}"] if dot.outside in {"inner", "outer"} else None
    return line("funnel.above" if dot.above else "funnel.below", limit=limit) if limit else line("funnel.within")


def _funnel_alt(
    found: Parts, dots: list[tuple[Dot, Fact, Fact]], centre: Fact, limits: Mapping[str, Fact | None]
) -> str:
    named = [
        f"{label(found.rows, dot.row.unit)} {share.shown} ({plain(_position(dot, limits))})"
        for dot, share, _ in dots
        if dot.outside
    ]
    limit = limits["funnel_inner"] or ""
    outside = (
        line("funnel.alt_outside", limit=limit, named=joined(named)) if named else line("funnel.alt_none", limit=limit)
    )
    return sentence("funnel.alt", many=len(dots), centre=_centre_words(found), share=centre, outside=outside)


def courses(facts: Facts, found: Parts) -> FigureContent | str:
    """Show the course of each part on a plot of its own; of too many to be told apart none."""
    rows = [row for row in found.known if isinstance(row.unit, Unit)]
    if not FEWEST_BARS <= len(rows) <= MOST_PLOTS:
        return say("parts.courses_none")
    followed = Followed(facts, [course_of(facts, row.unit) for row in rows], Revisions(facts))
    drawn = [
        (row.unit, known)
        for row, each in zip(rows, followed.courses, strict=True)
        if len(known := points_of(followed, each, each.steps)) > 1
    ]
    if len(drawn) < FEWEST_BARS or max(len(points) for _, points in drawn) < FEWEST_BARS:
        return say("parts.courses_none")
    points = [
        replace(point, name=label(found.rows, unit), own=unit == found.marked)
        for unit, known in drawn
        for point in known
    ]
    frame = frame_of(points)
    return FigureContent(
        key="courses",
        plot=charts.multiples(frame, axis_label(facts), percent=facts.figure.is_share, **figures.goal(facts)),
        frame=frame,
        alt=say("parts.courses_alt", kind=found.whole.unit.part_kind, many=len(drawn), named=_ends_named(points)),
        caption=titled(
            facts,
            _lead(found),
            line(
                "parts.courses" if len(drawn) == len(rows) else "parts.courses_of_several",
                kind=found.whole.unit.part_kind,
                unit=found.whole.unit.full_name,
            ),
        ),
    )


def _ends_named(points: Sequence[Point]) -> str:
    last = {point.name: point.shown for point in points}
    return joined(f"{name} {shown}" for name, shown in last.items())


def missing_people(facts: Facts, found: Parts) -> FigureContent | str:
    """Show how many people each part misses to the target, and what share of all that are missing."""
    known = [(row, missing) for row in found.rows if (missing := _told(row, "missing"))]
    target = facts.fact("target")
    if not _shortfall(found) or target is None or len(known) < len([row for row in found.known if _aimed(row)]):
        return say(_turned(found, "none"))
    if len(known) < FEWEST_BARS:
        return say("missing_people.few")
    known.sort(key=lambda each: -each[1].amount)
    shown = known[:MOST_BARS]
    drawn = frame_of([_bar(row, missing, found) for row, missing in shown])
    return FigureContent(
        key="missing_people",
        plot=charts.missing_people(drawn, say(_turned(found, "count")), say("missing_people.held_short")),
        frame=drawn,
        alt=_missing_alt(found, known),
        caption=titled(
            facts,
            _held_by_few(found),
            line(_turned(found, "caption"), target=target, kind=found.whole.unit.part_kind)
            + _only_most(facts, len(known), [missing for _, missing in shown]),
        ),
        head=[say("column.unit"), *(say(_turned(found, key)) for key in ("count", "held"))],
        rows=[
            [
                runs(label(found.rows, row.unit)),
                lacking(missing),
                runs(_told(row, "held") or _why_not_held(row, missing)),
            ]
            for row, missing in (shown if len(shown) < MANY else [])  # of many the chapter's table has them all
        ],
    )


def _held_by_few(found: Parts) -> Said | None:
    top = top_held(found)
    return held_by_few(top["top_count"], top["top_share"], _told(found.together, "known"), found.facts.better)


def _only_most(facts: Facts, known: int, shown: list[Fact]) -> Runs:
    """Say that only those with the largest numbers are drawn, where not all are."""
    if len(shown) == known:
        return []
    return line("missing_people.only_most", many=folded(facts, "drawn_bars", "count", "count", shown))


def _turned(found: Parts, word: str) -> str:
    """Name the message of what is missing, or of what lies above where less is better."""
    return turned(f"missing_people.{word}", found.facts.better)


def _aimed(row: Standing) -> bool:
    return row.facts.target_of(row.subject) is not None


def _why_not_held(row: Standing, missing: Fact) -> str:
    """Say why a part has no share of those who are missing: it misses nobody, or nobody knows."""
    misses_nobody = reaches(ZERO, missing.interval)
    return say(turned("cell.reached", row.better) if misses_nobody else "cell.open")


def _bar(row: Standing, missing: Fact, found: Parts) -> MissingPeople:
    held = _told(row, "held")
    return MissingPeople(
        label(found.rows, row.unit),
        value=float(missing.amount),
        shown=plain(lacking(missing)),
        share=held.shown if held else _why_not_held(row, missing),
        own=row.unit == found.marked,
    )


def _missing_alt(found: Parts, known: list[tuple[Standing, Fact]]) -> str:
    most = joined(f"{label(found.rows, row.unit)} {plain(lacking(missing))}" for row, missing in known[:NAMED_IN_ALT])
    lead = all(
        above(one.interval, other.interval) for _, one in known[:NAMED_IN_ALT] for _, other in known[NAMED_IN_ALT:]
    )
    ends = say("missing_people.most" if lead else "standing.order")
    start = say(_turned(found, "alt"), many=len(known), ends=ends, named=most)
    top = top_held(found)
    if len(known) < FEWEST_MISSING or top["top_count"] is None or top["top_share"] is None:
        return start
    return start + sentence(_turned(found, "alt_top"), many=top["top_count"], share=top["top_share"])


PARTS = Chapter(
    measure=measured_parts,
    names=names,
    sentences={
        "parts_above_base_sentence": lambda found: above_base(found.facts, shares_of(found.known)),
        "lead_sentence": _lead,
        "reached_sentence": _reached,
        "attainment_sentence": attainment_sentence,
        "not_carried_sentence": not_carried_sentence,
        "lower_sentence": lower_sentence,
        "within_sentence": _within_ceiling,
        "shortfall_sentence": _short,
        "concentration_sentence": _concentrated,
        "farthest_sentence": _far,
        "outliers_sentence": _outliers,
        "sums_sentence": _sums,
        "bases_sentence": _bases,
    },
    tables={
        "parts": table,
        "attainment": attainment,
        "first_and_last": first_and_last,
        "former": former,
        "lower_attainment": lower_attainment,
        "lower_ends": lower_ends,
        "measures_of_units": measures_of_units,
    },
    figures={"funnel": funnel, "missing_people": missing_people, "courses": courses},
)
