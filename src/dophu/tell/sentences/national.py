"""Sentences of the national table: the whole beside its target, the source's own sum, how a unit has moved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dophu.facts.dating import dating
from dophu.facts.fact import Fact
from dophu.facts.standing import Standing
from dophu.measure.standings import FEWEST, Standings, is_whole
from dophu.tell.cautions import has_fallen
from dophu.tell.filters import against, as_beside, as_change
from dophu.tell.said import NOTHING, Part, Said, Shown, said
from dophu.tell.sentences.change import fall_sentence, moved_words, noted
from dophu.tell.sentences.rank import place_among, places_among
from dophu.tell.sentences.words import aimed_at, goal, known, noun, target_base
from dophu.wording import joined
from dophu.words import say, turned

MOST_LEVEL = 3  # units of one share that a point names


def is_list(found: Standings) -> bool:
    """Say whether enough units are known to be compared."""
    return len(found.known) >= FEWEST


def named(rows: Iterable[Standing], what: str, key: str = "sentence.named") -> Said | None:
    """Name rows with a figure of each in brackets behind its name; nothing where there are none."""
    told = NOTHING
    for row in rows:
        fact = row.looked_up(what)
        if fact is not None:
            value: Fact | Shown = as_change(fact) if key.endswith(".change") else fact
            each = said(key, name=row.name, value=value)
            told = said("sentence.both", one=told, other=each) if told else each
    return told or None


def whole_target_sentence(found: Standings) -> Said | None:
    """Say how the share of all units that are known stands to the target; nothing where that is open."""
    total = found.total
    gap, share, target = total.looked_up("gap"), total.looked_up("share"), known(found.facts, "target")
    judged = total.facts.get("share|on_target_base", total.subject)
    if not (is_list(found) and found.complete and gap and share and target and isinstance(judged, Fact)):
        return None
    key = "sentence.whole_of_base" if gap.sign == "+" else "sentence.whole_on_base"
    on_base = NOTHING
    if judged.key != share.key:
        on_base = said(key, base=target_base(found.facts), share=judged)
    told: dict[str, Part] = {"goal": aimed_at(found.facts, target)}
    if gap.sign == "+":
        missing = total.looked_up("missing")
        people = said("sentence.whole_people", missing=missing, noun=noun(found.facts)) if missing else NOTHING
        return said(turned("sentence.whole_below", total.better), **told, on_base=on_base, gap=gap, people=people)
    if gap.sign in {"-", "0"}:
        return said("sentence.whole_reached", **told, on_base=on_base, verdict=against(judged, target))
    return None


def nation_sentence(found: Standings, apart: Fact | None) -> Said | None:
    """Say how the source's own figure of the nation differs from the sum of the units, or its share from theirs."""
    nation, counted = found.nation, found.nation.looked_up("counted") if found.nation else None
    if nation is None or not is_list(found):
        return None
    note = noted(str(nation.note))
    if apart is not None and counted is not None:
        told: dict[str, Part] = {"counted": counted, "apart": as_beside(apart)}
        absent = found.total.looked_up("absent")
        if note:
            return said("sentence.nation_noted", **told, note=note)
        if apart.sign == "+" and absent is not None and absent.sign == "+":
            return said("sentence.nation_absent", **told, absent=absent)
        return said("sentence.nation_unexplained", **told)
    return _share_of_nation(found, nation, note)


def _share_of_nation(found: Standings, nation: Standing, note: Said | None) -> Said | None:
    share, total = nation.looked_up("share"), found.total.looked_up("share")
    if share is None or total is None or share.shown == total.shown:
        return None
    every = found.complete and not found.absent
    behind = said("sentence.behind", note=note) if note else NOTHING
    return said("sentence.nation_share" if every else "sentence.nation_share_of_all", share=share, note=behind)


def own_change_sentence(found: Standings) -> Said | None:
    """Say how the marked unit's figures and its place have changed, and what is known of a fall."""
    own = found.own
    if own is None or not own.looked_up("share") or not is_list(found):
        return None
    dated = dating(own.facts, own.subject)
    gained, change, before = (own.looked_up(name) for name in ("gained", "change", f"{dated}|before"))
    if before is None or not (gained or change):
        return None
    if gained:
        told, moved = "sentence.own_change", moved_words(found.facts, gained, change)
    else:
        told, moved = found.facts.key("sentence.own_change_of_share"), said("sentence.plain", words=as_change(change))
    sentence = said(told, before=before, unit=own.name, moved=moved, place=_place(found, own))
    mine = known(found.facts, "gained")
    is_own = gained is not None and mine is not None and gained.key == mine.key
    fall = fall_sentence(found.facts) if is_own and has_fallen(found.facts) else None
    return sentence + said("sentence.behind", note=fall) if fall else sentence


def _place(found: Standings, own: Standing) -> Said:
    """Say by how many places the unit has moved; nothing where its places do not compare."""
    moved, listed = own.looked_up("moved"), found.moved.get(own.unit)
    if listed is not None:
        return said("sentence.own_places", moved=as_change(listed), among=places_among(own.looked_up))
    if moved is not None and moved.sign == "0":
        return said("sentence.own_place", moved=as_change(moved), among=places_among(own.looked_up))
    return NOTHING


def whole_point(found: Standings) -> Said | None:
    """Say the share of the whole, where every unit is in it, and by how much it misses the target."""
    total, aim = found.total, goal_of(found)
    share, gap = total.looked_up("share"), total.looked_up("gap")
    if share is None or not (is_list(found) and found.complete and is_whole(total)):
        return None
    told: dict[str, Part] = {"share": share, "verdict": NOTHING}
    if gap and aim and gap.sign == "+":
        told["verdict"] = said(turned("point.below", total.better), many=gap, goal=aim)
    return said(found.facts.key("point.whole"), **told)


def ends_point(found: Standings, highest: Sequence[Standing], lowest: Sequence[Standing]) -> Said | None:
    """Say who is at either end of the list, where that is sure."""
    high, low = (rows[0].looked_up("share") if rows else None for rows in (highest, lowest))
    first, last = (_level_with_first(rows) for rows in (highest, lowest))
    if not is_list(found) or not first or not last or high is None or low is None:
        return None
    return said("point.ends", first=first, high=high, last=last, low=low)


def _level_with_first(rows: Sequence[Standing]) -> str:
    """Name the first of some rows and those level with it; nobody where they are more than a point names."""
    shares = [(row.name, share.shown) for row in rows if (share := row.looked_up("share"))]
    level = [name for name, shown in shares if shown == shares[0][1]]
    return joined(level) if 0 < len(level) <= MOST_LEVEL else ""


def reached_point(found: Standings) -> Said | None:
    """Say how many of those that can be held against the target have reached it; nothing where that is open."""
    reached, judged, aim = found.total.looked_up("reached"), found.total.looked_up("judged"), goal_of(found)
    if reached is None or judged is None or aim is None or not is_list(found) or reached.sign not in {"+", "0"}:
        return None
    key = "point.reached_some" if reached.sign == "+" else "point.reached_none"
    return said(key, reached=reached, judged=judged, goal=aim)


def own_point(found: Standings) -> Said | None:
    """Say what the marked unit has, and its place among those that are known."""
    own = found.own
    share, rank, ranked = (own.looked_up(name) if own else None for name in ("share", "rank", "ranked"))
    if own is None or share is None or rank is None or ranked is None or not is_list(found):
        return None
    stands = say(found.facts.key("word.stands"))
    return said("point.own", unit=own.title, stands=stands, share=share, place=place_among(rank, ranked))


def absent_point(found: Standings) -> Said | None:
    """Say of how many units the list tells nothing."""
    absent = found.total.looked_up("absent")
    return said("point.absent", absent=absent) if absent and absent.sign == "+" and is_list(found) else None


def goal_of(found: Standings) -> Said | None:
    """Name the target as a sentence does."""
    return goal(found.facts)
