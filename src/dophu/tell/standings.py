"""The chapter of the national table: what prose may say of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from dophu import wording
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact, Missing
from dophu.facts.making import folded
from dophu.facts.standing import Standing
from dophu.measure.standings import Standings, is_complete, is_whole, standings
from dophu.tell.chapter import Chapter
from dophu.tell.said import NOTHING, Said, said
from dophu.tell.sentences.among import shortfall_sentence, told_of
from dophu.tell.sentences.national import (
    absent_point,
    ends_point,
    goal_of,
    is_list,
    named,
    nation_sentence,
    own_change_sentence,
    own_point,
    reached_point,
    whole_point,
    whole_target_sentence,
)
from dophu.tell.sentences.points import chosen
from dophu.tell.sentences.time import time_of
from dophu.tell.sentences.words import above_base, of_base
from dophu.tell.shares import shares_of
from dophu.tell.standing_figures import boundaries, changes, dots, tiles
from dophu.tell.standing_rows import (
    FEW,
    MOST_NAMED,
    NOT_COMPLETE,
    has_before,
    highest_of,
    kind_of,
    lowest_of,
    place_of,
    publisher_of,
    shown_of,
    taken,
)
from dophu.tell.standing_tables import absent, provinces, regions
from dophu.words import say, turned
from dophu.words.word import Word


def names(found: Standings) -> Mapping[str, Any]:
    """List the words, rows and judgements that prose may use beside the single facts."""
    total = found.total
    return {
        "whole": total,
        "whole_base": _base_of(total),
        "list_time": time_of(total),
        "list_as_of": found.facts.ask("as_of", total.subject),
        "list_source": Word(publisher_of(found)),
        "list_kind": Word(kind_of(found)),
        "list_since": found.since,
        "listed": is_list(found),
        "one_listed": bool(found.known) and not is_list(found),
        "goal": goal_of(found),
        "nation": found.nation,
        "nation_apart": _nation_apart(found),
        **_of_whole(found),
        **_of_ends(found),
        **_of_marked(found),
        **_of_movers(found),
        **_of_regions(found),
        **_of_absent(found),
        "key_points": _key_points(found),
    }


def _base_of(row: Standing) -> Said | None:
    """Tell the size of the base of a row's shares with what it counts."""
    base = row.looked_up("base")
    described = row.facts.history.bases.described[row.facts.base_key(row.subject)]
    return of_base(base, described) if base else None


def _key_points(found: Standings) -> list[Said]:
    ends = None if found.are_alike else ends_point(found, highest_of(found), lowest_of(found))
    return chosen([whole_point(found), own_point(found), reached_point(found), ends, absent_point(found)])


def _of_whole(found: Standings) -> dict[str, Any]:
    """Say of all units together what is known, and how many have reached the target."""
    total, is_told = found.total, is_list(found)
    reached, judged, told = (total.looked_up(name) for name in ("reached", "judged", "told"))
    summed = is_whole(total) and not _is_published(found.nation)
    return {
        "complete": is_told and found.complete,
        "told_of_list": told_of(total) if is_told else None,
        "every_counted": is_told and found.complete and is_whole(total),
        "every_of_value": is_told and found.complete and is_whole(total) and not found.facts.figure.is_share,
        "summed_from": total.known if summed else None,
        "some_reached": is_told and reached is not None and reached.sign == "+",
        "none_reached": is_told and _none_reached(total),
        "not_all_judged": judged is not None and told is not None and judged.amount != told.amount,
        "lacks_base": is_told and found.facts.is_divided,
        **_of_notes(found),
        "has_base": is_told and total.looked_up("base") is not None,
        "has_missing": is_told and total.better != "less" and total.looked_up("missing") is not None,
        "newcomers": is_told
        and any(row.looked_up("change") for row in found.known)
        and not all(map(has_before, found.known)),
    }


def _of_notes(found: Standings) -> dict[str, bool]:
    """Say which notes apply to a list; one of estimates has its own."""
    known, is_told = found.known, is_list(found)
    estimated = is_told and any(row.reported and row.reported.estimate for row in known)
    absent = found.total.looked_up("absent")
    shown = (row.looked_up(what) for row in known for what in ("counted", "share"))
    counted = is_told and not estimated
    return {
        "listed_estimates": estimated,
        "list_in_part": counted and absent is not None and absent.sign == "+",
        "list_rounded": counted and any(fact and not fact.is_exact for fact in shown),
        "list_divided": counted and found.facts.is_divided,
    }


def _some_beyond(found: Standings) -> bool:
    """Say whether some unit has more than the target asks, or less than it allows."""
    return any((gap := row.looked_up("gap")) is not None and gap.sign == "-" for row in found.known)


def _short(found: Standings) -> Said | None:
    """Add up what lacks where some have more than enough: the whole's own number sets the one off against the other."""
    shortfall = found.total.looked_up("shortfall")
    if shortfall is None or shortfall.sign != "+" or not (is_list(found) and _some_beyond(found)):
        return None
    return shortfall_sentence(found.facts, shortfall, every=is_whole(found.total))


def _of_ends(found: Standings) -> dict[str, Any]:
    """Say who stands at either end of the list, how far apart they are, and who share a place."""
    spread, is_told = found.total.looked_up("spread"), is_list(found)
    closed = all(share.interval.closed for row in found.known if (share := row.looked_up("share")))
    highest, lowest = highest_of(found), lowest_of(found)
    return {
        "highest": highest,
        "lowest": lowest,
        "alike": is_told and found.are_alike,
        "spread": spread if is_told and closed and spread and spread.sign == "+" else None,
        "median": found.total.median if found.complete and closed else None,
        "highest_named": named(highest, "share") if is_told else None,
        "lowest_named": named(lowest, "share"),
        "tied_named": _tied(found.ranked),
    }


def _of_marked(found: Standings) -> dict[str, Any]:
    """Say where the edition's unit stands; of a list of one there is no place."""
    own, is_told = found.own, is_list(found)
    is_known = own is not None and own.is_known
    missing, judged = own.looked_up("missing") if own else None, found.total.looked_up("judged")
    lacks = missing is not None and missing.sign == "+" and not (judged and judged.amount)
    near = {"above": found.above, "below": found.below, "level": found.level}
    return {
        "marked": Word(found.marked.full_name) if found.marked and is_told else None,
        "marked_title": Word(wording.capitalised(found.marked.full_name)) if found.marked and is_told else None,
        "own": own if is_known and is_told else None,
        "own_added_from": own.known if own and not own.reported else None,
        "lone": own if is_known and not is_told else None,
        "own_lacks": lacks,
        "lacks_word": Word(say(turned("national.lacks", found.facts.better))),
        "more_word": Word(say(turned("national.more", found.facts.better))),
        "own_elsewhere": found.facts.unit == found.marked and found.facts.mine is not None,
        "quarter": found.quarter,
        **{f"{name}_names": _names(rows) for name, rows in near.items()},
        **_neighbours(found),
    }


def _of_movers(found: Standings) -> dict[str, Any]:
    """Say who rose and fell most, in points and in places."""
    rose, fell = _moving(found, "change")
    climbed, dropped = _moving(found, "moved")
    has_moved = bool(rose or fell) and is_list(found) and found.facts.better != "neither"
    moved = [fact for row in found.known if (fact := row.looked_up("moved"))]
    return {
        "rose": rose,
        "fell": fell,
        "climbed": climbed,
        "dropped": dropped,
        "rose_named": named(rose, "change"),
        "rose_most": len(rose) > 1,
        "fell_named": named(fell, "change", "sentence.named.change"),
        "has_moved": has_moved,
        "places_moved": has_moved and any(fact.sign in {"+", "-"} for fact in found.moved.values()),
        "moved_within": has_moved and any(fact.sign in {"+", "-"} for fact in moved),
        "places_word": Word(say("national.places_unchanged")) if has_moved and moved else None,
        "climbers": _climbers(found, "climbers", "+"),
        "droppers": _climbers(found, "droppers", "-"),
        "climbed_named": named(climbed, "moved", "sentence.named_places"),
        "dropped_named": named(dropped, "moved", "sentence.named_places.change"),
    }


def _of_regions(found: Standings) -> dict[str, Any]:
    """Say which regions stand at either end; where some are counted in part, they are not ranked."""
    ordered, ranks = _from_the_highest(found), [row.looked_up("rank") for row in found.regions]
    alike = bool(ranks) and all(ranks) and len({shown_of(row, "share") for row in found.regions}) == 1
    has_ends = bool(ordered) and not alike and _has_sure_ends(sorted(found.regions, key=place_of))
    partial = [row for row in sorted(found.regions, key=place_of) if not is_whole(row) and _has_any(row)]
    return {
        "regions": ordered,
        "regions_alike": alike,
        "region_highest": ordered[0] if has_ends else None,
        "region_lowest": ordered[-1] if has_ends else None,
        "partial_regions": [] if alike or has_ends else partial,
    }


def _of_absent(found: Standings) -> dict[str, Any]:
    """Say of whom nothing is known."""
    absent = found.total.looked_up("absent")
    lacks = is_list(found) and absent is not None and absent.sign == "+"
    return {
        "lacks_some": lacks and found.complete,
        "covers_some": lacks and not found.complete,
        "absent_names": _names(found.absent) if found.complete else Word(""),
    }


def _is_published(row: Standing | None) -> bool:
    """Say whether the source itself counts a unit, so that its count is no sum of ours."""
    counted = row.looked_up("counted") if row else None
    return counted is not None and counted.status == "published"


def _from_the_highest(found: Standings) -> list[Standing]:
    """Order the regions by their shares, the highest first."""
    return sorted(found.regions, key=place_of, reverse=found.facts.better == "less")


def _has_any(row: Standing) -> bool:
    known = row.looked_up("known")
    return known is not None and known.amount > 0


def _none_reached(row: Standing) -> bool:
    """Say whether surely no unit has reached the target; the count that says so is taken into the edition."""
    reached, judged = taken(row, "reached"), row.looked_up("judged")
    return reached is not None and judged is not None and judged.amount > 0 and not reached.amount


def _neighbours(found: Standings) -> dict[str, Any]:
    """Hold the marked unit against who stands next to it: in points, and in people to draw level."""
    own = found.own
    if own is None or not is_list(found):
        return {"ahead": None, "ahead_people": None, "behind": None, "behind_people": None}
    above, below = found.above[:1], found.below[:1]
    alone = len(found.below) == 1
    return {
        "ahead": _apart(own, above[0]) if above else None,
        "ahead_people": _some(own.against(above[0], "catch_up")) if above else None,
        "behind": _apart(below[0], own) if below else None,
        "behind_people": _some(below[0].against(own, "catch_up")) if below and alone else None,
    }


def _some(people: Fact | Missing) -> Fact | None:
    """Take a number of people that is surely above nought."""
    return people if isinstance(people, Fact) and people.sign == "+" else None


def _apart(worse: Standing, better: Standing) -> Fact | Missing:
    """Say how many points lie between a unit and the one that stands before it: at least nought."""
    return worse.against(better) if worse.better == "less" else better.against(worse)


def _nation_apart(found: Standings) -> Fact | None:
    """Say how far the source's own figure of the nation is from the sum, both of one moment and sure to differ.

    Units without a figure make the sum smaller; where it is above the nation's figure the source contradicts itself.
    """
    if found.nation is None or found.nation.reported is None:
        return None
    moments = {row.reported.as_of for row in found.known if row.reported}
    if moments != {found.nation.reported.as_of}:
        return None
    apart = found.facts.fact("apart", found.nation.subject.held_against(found.total.subject.unit))
    return apart if apart and apart.sign in {"+", "-"} else None


def _has_sure_ends(rows: Sequence[Standing]) -> bool:
    """Say whether the first of some rows surely leads and the last is surely last."""
    ranks = [rank.interval for row in rows if (rank := row.looked_up("rank"))]
    if len(ranks) < len(rows):
        return False
    first, last = ranks[0], ranks[-1]
    return first.exact and first.high == 1 and last.exact and all(rank.high <= last.low for rank in ranks)


def _moving(found: Standings, what: str) -> tuple[list[Standing], list[Standing]]:
    """Choose the few that gained and lost most; nobody where rounded figures leave the order open."""
    known = [(row, fact) for row in found.known if (fact := _change_of(found, row, what))]
    if not all(fact.is_exact for _, fact in known):
        return [], []
    known.sort(key=lambda pair: -pair[1].amount)
    gained, lost = [pair for pair in known if pair[1].sign == "+"], [pair for pair in known if pair[1].sign == "-"]
    return _most(gained), _most(lost[::-1])


def _change_of(found: Standings, row: Standing, what: str) -> Fact | None:
    return found.moved.get(row.unit) if what == "moved" else row.looked_up(what)


def _most(pairs: list[tuple[Standing, Fact]]) -> list[Standing]:
    """Take the first few, none of whom a row left out equals."""
    left = [fact.amount for _, fact in pairs[FEW : FEW + 1]]
    return [row for row, fact in pairs[:FEW] if fact.amount not in left]


def _climbers(found: Standings, name: str, sign: str) -> Fact:
    """Count who won or lost places."""
    moved = [fact for row in found.known if (fact := row.looked_up("moved")) and fact.sign == sign]
    return folded(found.facts, name, "count", "count", moved)


def _tied(ranked: Iterable[Standing]) -> Said | None:
    """Say which units share which place."""
    placed = [(row, rank) for row in ranked if (rank := row.looked_up("rank")) and rank.word]
    told = NOTHING
    for _, group in groupby(placed, key=lambda pair: pair[1].amount):
        pairs = list(group)
        each = said("sentence.tied", names=_all_names(row for row, _ in pairs), rank=pairs[0][1])
        told = said("sentence.tied_also", one=told, other=each) if told else each
    return told or None


def _all_names(rows: Iterable[Standing]) -> Word:
    return Word(wording.joined(row.name for row in rows))


def _names(rows: Iterable[Standing]) -> Word:
    """Name units in a sentence; none, and more than a sentence holds, are not named."""
    found = list(rows)
    return _all_names(found) if 0 < len(found) <= MOST_NAMED else Word("")


def _annexed(facts: Facts) -> Standings | None:
    """Measure the table only where it is one of the whole country, so that a letter without it stays as it is."""
    return standings(facts) if is_complete(facts) else None


STANDINGS = Chapter(
    measure=standings,
    names=names,
    sentences={
        "list_above_base_sentence": lambda found: above_base(found.facts, shares_of(found.known)),
        "whole_target_sentence": whole_target_sentence,
        "list_shortfall_sentence": _short,
        "nation_sentence": lambda found: nation_sentence(found, _nation_apart(found)),
        "own_change_sentence": own_change_sentence,
    },
    tables={"provinces": provinces, "regions": regions, "missing": absent},
    figures={"tiles": tiles, "boundaries": boundaries, "ranked": dots, "changes": changes},
)
ANNEX = Chapter(
    measure=_annexed,
    tables={"national": lambda facts, found: provinces(facts, found) if found else say(NOT_COMPLETE)},
)
