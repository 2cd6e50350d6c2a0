"""Key points: the three to five things that a reader should know first, each true by its condition.

`POINTS` are in the order of what matters most to who decides: the result, what has just changed, why figures do not
compare, the place, the pace, where most is missing. The first five that an edition bears out are told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.tell.cautions import break_since, has_fallen
from dophu.tell.filters import as_beside, as_change
from dophu.tell.said import NOTHING, Part, Said, Shown, said
from dophu.tell.sentences.change import doubt_sentence
from dophu.tell.sentences.limits import slowed_sentence, stalled_sentence
from dophu.tell.sentences.progress import needed_pace_sentence
from dophu.tell.sentences.rank import leads, place_among, places_among
from dophu.tell.sentences.time import compared_with
from dophu.tell.sentences.words import goal, known, noun, target_base
from dophu.wording import capitalised, day_month_year
from dophu.words import turned
from dophu.world.campaigns import quota_base

MOST, FEWEST = 5, 3


def chosen(points: Iterable[Said | None], most: int = MOST, fewest: int = FEWEST) -> list[Said]:
    """Take the first of what is said, without the stops of sentences; fewer than three are no summary."""
    told = [without_stop(each) for each in points if each][:most]
    return told if len(told) >= fewest else []


def without_stop(sentence: Said) -> Said:
    """Take the full stop off, where a list puts its own."""
    *before, last = sentence.parts
    return Said((*before, last.removesuffix("."))) if isinstance(last, str) else sentence


def result_point(facts: Facts) -> Said | None:
    """Say what the unit has, and how far that is from its target."""
    counted, share = known(facts, "counted"), known(facts, "share")
    measure = facts.history.campaign.measures[facts.own.measure]
    told: dict[str, Part] = {"unit": capitalised(facts.unit.full_name), "verdict": _verdict(facts)}
    if share and not facts.figure.is_share:
        return said("point.value", label=capitalised(measure.label), share=share, **told)
    if counted is None:
        return said("point.share", share=share, **told) if share else None
    told |= {"counted": counted, "noun": noun(facts), "verb": measure.verb}
    if share is None:
        return said("point.count", **told)
    base = facts.history.bases.described[facts.history.campaign.main_base].short
    return said("point.result", **told, share=share, base=base)


def _verdict(facts: Facts) -> Said:
    """Say by how much the target is missed or passed, on its own base; nothing where that is open."""
    gap, missing, aim = known(facts, "gap"), known(facts, "missing"), goal(facts)
    lacks = gap or missing
    if lacks is None or aim is None or lacks.sign == "open":
        return NOTHING
    return _on_target_base(facts) + _how_far(facts, gap, lacks, aim)


def _on_target_base(facts: Facts) -> Said:
    """Say the share that is held against the target, where it is none of the share that was told."""
    own, judged, target = known(facts, "share"), known(facts, "share|on_target_base"), known(facts, "target")
    if own is None or judged is None or target is None or judged.key == own.key:
        return NOTHING
    key = "point.on_quota" if target.base == quota_base(facts.own.measure) else "point.on_base"
    return said(key, base=target_base(facts), share=judged)


def _how_far(facts: Facts, gap: Fact | None, lacks: Fact, aim: Part) -> Said:
    """Write in points, or where the target is a count in number."""
    many: Part = lacks if gap else said("sentence.counted", counted=lacks, noun=noun(facts))
    if lacks.sign == "+":
        return said(turned("point.below", facts.better), many=many, goal=aim)
    beyond = said("point.beyond", many=Shown(lacks.magnitude, lacks)) if gap and lacks.sign == "-" else NOTHING
    return said(turned("point.reached", facts.better), goal=aim, beyond=beyond)


def crossed_point(facts: Facts) -> Said | None:
    """Say that the target was reached, or lost again, since the period before; nothing where the target is another."""
    now, then, aim = known(facts, "gap"), known(facts, "gap|before"), goal(facts)
    if now is None or then is None or aim is None or known(facts, "former_target"):
        return None
    reached, was_reached = ({"+": False, "-": True, "0": True}.get(each.sign) for each in (now, then))
    if reached is None or was_reached is None or reached is was_reached:
        return None
    return said("point.crossed" if reached else "point.lost", goal=aim)


def caution_point(facts: Facts) -> Said | None:
    """Say that the way of counting is new, or that a running total has fallen."""
    if cut := break_since(facts):
        return said("point.broken", day=day_month_year(cut.start))
    gained, before = known(facts, "gained"), known(facts, "as_of|before")
    if gained is None or before is None or gained.sign != "-" or not has_fallen(facts):
        return None
    verb = facts.history.campaign.measures[facts.own.measure].verb
    return said("point.fell", noun=noun(facts), verb=verb, moved=as_change(gained), before=before)


def place_point(facts: Facts) -> Said | None:
    """Say the place among all peers, and by how many places it has moved; the source's where it alone is known."""
    rank, ranked, peers, moved = (known(facts, name) for name in ("rank", "ranked", "peers", "moved"))
    before = compared_with(facts)
    kind = facts.unit.peer_kind
    if rank is None or ranked is None or peers is None or ranked.value != peers.value:
        return _published_place(facts)
    steps = NOTHING
    if moved and before and moved.sign in {"+", "-"}:
        steps = said(
            "point.moved", moved=as_change(moved), before=before, among=places_among(lambda name: known(facts, name))
        )
    if leads(rank) and facts.better != "less":
        return said("point.leads", peers=peers, kind=kind, moved=steps)
    return said(facts.key("point.place"), place=place_among(rank, peers), kind=kind, moved=steps)


def _published_place(facts: Facts) -> Said | None:
    rank, among, by = (known(facts, name) for name in ("published_rank", "published_rank_of", "published_rank_by"))
    if rank is None or among is None or by is None:
        return None
    told: dict[str, Part] = {"kind": facts.unit.peer_kind, "by": str(by.value)}
    if leads(rank) and facts.better != "less":
        return said("point.leads_published", peers=among, **told)
    return said("point.place_published", place=place_among(rank, among), **told)


def nation_point(facts: Facts) -> Said | None:
    """Say how far the unit is above or below its nation, at one moment."""
    if facts.unit.is_nation:
        return None
    share, as_of, beside = (
        facts.get(name, subject)
        for name, subject in (
            ("share", facts.own.of(facts.nation)),
            ("as_of", facts.own.of(facts.nation)),
            ("beside", facts.own.held_against(facts.nation)),
        )
    )
    if not (isinstance(share, Fact) and isinstance(as_of, Fact) and isinstance(beside, Fact)):
        return None
    if as_of.value != facts.moment or beside.sign not in {"+", "-"}:
        return None
    return said(facts.key("point.nation"), beside=as_beside(beside), share=share)


def change_point(facts: Facts) -> Said | None:
    """Say by how much the count has risen since the period before, where it surely has, and what doubts that one."""
    gained, before = known(facts, "gained"), compared_with(facts)
    if gained is None or before is None or gained.sign not in {"+", "-"} or has_fallen(facts):
        return None
    verb = facts.history.campaign.measures[facts.own.measure].verb
    doubt = said("point.change_noted") if doubt_sentence(facts) else NOTHING
    return said("point.change", noun=noun(facts), verb=verb, moved=as_change(gained), before=before, doubt=doubt)


POINTS: tuple[Callable[[Facts], Said | None], ...] = (
    result_point,
    crossed_point,
    caution_point,
    place_point,
    stalled_sentence,
    needed_pace_sentence,
    slowed_sentence,
    nation_point,
    change_point,
)


def key_points(facts: Facts, *more: Said | None, most: int = MOST) -> list[Said]:
    """Choose the key points of a unit; `more` is told before what the nation and the period before are."""
    told = [point(facts) for point in POINTS]
    late = len(POINTS) - len((nation_point, change_point))
    return chosen([*told[:late], *more, *told[late:]], most)
