"""The chapter of the national table: provinces, regions, who is missing; the tile map and the ranked dots."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise
from math import ceil, floor
from typing import Any

import pandas as pd

from dophu import charts, wording
from dophu.charts import tilemap
from dophu.charts.boundaries import Area
from dophu.charts.missing import MissingPeople
from dophu.charts.rows import frame_of
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact, Missing
from dophu.facts.interval import above
from dophu.facts.making import enter, folded
from dophu.facts.standing import Standing
from dophu.measure.standings import FEWEST, Standings, is_complete, is_whole, last_known, standings
from dophu.tell.blocks import Run, Runs
from dophu.tell.chapter import Chapter
from dophu.tell.content import FigureContent, TableContent, bare, line, runs, sentence
from dophu.tell.figures import gap_heading
from dophu.tell.filters import as_change
from dophu.tell.findings import how_many_reached, place_and_distance, titled
from dophu.tell.publishers import publisher
from dophu.tell.said import NOTHING, Said, said
from dophu.tell.sentences.among import lead_sentence, told_of
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
from dophu.tell.sentences.words import above_base
from dophu.tell.shares import (
    axis_label,
    bar_of,
    gap_head,
    is_quota_aimed_at,
    named_heads,
    shares_of,
    short_name,
    why_no_count,
    without_interval,
)
from dophu.words import around, say, turned
from dophu.words.word import Word
from dophu.world.units import Tile, Unit

FEW = 3  # named at either end of the list, and among those that rose or fell
MOST_NAMED = 8
CLASSES = 5
MOST_CHANGES = 12
OF_TARGET = (Fraction(2, 5), Fraction(7, 10))  # where classes below the target end
ROUND_STEPS = [Fraction(step) for step in ("20", "10", "5", "2", "1", "0.5", "0.2", "0.1")]  # per cent
ALWAYS = ("share",)
OF_COUNTS = ("base", "counted")
OF_REGIONS = ("units", "known", "base", "counted", "share", "quota", "quota_share", "rank", "gap", "missing")
OF_TOTAL = ("base", "counted", "share", "quota", "quota_share", "gap", "missing")
TOO_FEW, NOT_COMPLETE = "national.too_few", "national.not_complete"


def names(found: Standings) -> Mapping[str, Any]:
    """List the words, rows and judgements that prose may use beside the single facts."""
    total = found.total
    return {
        "whole": total,
        "list_as_of": found.facts.ask("as_of", total.subject),
        "list_source": Word(_publisher(found)),
        "list_kind": Word(_kind(found)),
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


def _key_points(found: Standings) -> list[Said]:
    ends = None if found.are_alike else ends_point(found, _highest(found), _lowest(found))
    return chosen([whole_point(found), own_point(found), reached_point(found), ends, absent_point(found)])


def _publisher(found: Standings) -> str:
    return publisher(found.facts.history.sources, found.source)


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
        "listed_estimates": is_told and any(row.reported and row.reported.estimate for row in found.known),
        "listed_values": is_told and not found.facts.is_divided,
        "has_base": is_told and total.looked_up("base") is not None,
        "has_missing": is_told and total.better != "less" and total.looked_up("missing") is not None,
        "newcomers": is_told
        and any(row.looked_up("change") for row in found.known)
        and not all(map(_has_before, found.known)),
    }


def _of_ends(found: Standings) -> dict[str, Any]:
    """Say who stands at either end of the list, how far apart they are, and who share a place."""
    spread, is_told = found.total.looked_up("spread"), is_list(found)
    highest, lowest = _highest(found), _lowest(found)
    return {
        "highest": highest,
        "lowest": lowest,
        "alike": is_told and found.are_alike,
        "spread": spread if is_told and spread and spread.sign == "+" else None,
        "median": found.total.median if found.complete else None,
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
    has_moved = bool(rose or fell)
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
    alike = bool(ranks) and all(ranks) and len({_shown(row, "share") for row in found.regions}) == 1
    has_ends = bool(ordered) and not alike and _has_sure_ends(sorted(found.regions, key=_place))
    partial = [row for row in sorted(found.regions, key=_place) if not is_whole(row) and _has_any(row)]
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
    return sorted(found.regions, key=_place, reverse=found.facts.better == "less")


def _has_any(row: Standing) -> bool:
    known = row.looked_up("known")
    return known is not None and known.amount > 0


def _none_reached(row: Standing) -> bool:
    """Say whether surely no unit has reached the target; the count that says so is taken into the edition."""
    reached, judged = _told(row, "reached"), row.looked_up("judged")
    return reached is not None and judged is not None and judged.amount > 0 and not reached.amount


def _kind(found: Standings) -> str:
    return found.facts.nation.part_kind


def _told(row: Standing, what: str) -> Fact | None:
    """Take a fact of a row where it is known."""
    return row.facts.fact(what, row.subject)


def _has_before(row: Standing) -> bool:
    return row.looked_up("change") is not None or row.looked_up("gained") is not None


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


def _highest(found: Standings) -> list[Standing]:
    """Choose who surely has the highest shares: they hold the first places, where less is better the last."""
    return _last_places(found) if found.facts.better == "less" else _first_places(found)


def _lowest(found: Standings) -> list[Standing]:
    """Choose who surely has the lowest shares."""
    return _first_places(found) if found.facts.better == "less" else _last_places(found)


def _first_places(found: Standings) -> list[Standing]:
    """Choose who holds the first places; nobody where rounded shares leave the first of them open."""
    few = sorted((row for row in found.ranked if _surely_at_most(row, FEW)), key=_place)
    named = few if few and _place(few[0]) == 1 and len(few) <= MOST_NAMED else []
    return _printed_apart(named, found.ranked)


def _last_places(found: Standings) -> list[Standing]:
    """Choose who holds the last places of a longer list, the last one first."""
    last = len(found.ranked) - FEW
    few = [row for row in reversed(found.ranked) if _is_placed(row) and not _surely_at_most(row, last)]
    named = few if few[:1] == found.ranked[-1:] and len(found.ranked) >= 2 * FEW else []
    return _printed_apart(named, found.ranked)


def _printed_apart(few: list[Standing], ranked: list[Standing]) -> list[Standing]:
    """Name nobody whose share prints like that of somebody who is not named."""
    others = {_shown(row, "share") for row in ranked if row not in few}
    return [row for row in few if _shown(row, "share") not in others]


def _is_placed(row: Standing) -> bool:
    rank = row.looked_up("rank")
    return rank is not None and rank.is_exact


def _has_sure_ends(rows: Sequence[Standing]) -> bool:
    """Say whether the first of some rows surely leads and the last is surely last."""
    ranks = [rank.interval for row in rows if (rank := row.looked_up("rank"))]
    if len(ranks) < len(rows):
        return False
    first, last = ranks[0], ranks[-1]
    return first.exact and first.high == 1 and last.exact and all(rank.high <= last.low for rank in ranks)


def _surely_at_most(row: Standing, place: int) -> bool:
    rank = row.looked_up("rank")
    return rank is not None and rank.is_exact and rank.amount <= place


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


def _place(row: Standing) -> Fraction:
    rank = row.looked_up("rank")
    return rank.amount if rank else Fraction(0)


def _all_names(rows: Iterable[Standing]) -> Word:
    return Word(wording.joined(row.name for row in rows))


def _names(rows: Iterable[Standing]) -> Word:
    """Name units in a sentence; none, and more than a sentence holds, are not named."""
    found = list(rows)
    return _all_names(found) if 0 < len(found) <= MOST_NAMED else Word("")


def _tells(row: Standing, what: str) -> bool:
    return bool(row.unit.region if what == "region" else row.looked_up(what))


def provinces(_facts: Facts, found: Standings) -> TableContent | str:
    """Show every unit by rank with base, count, share, what changed and what is missing; totals below."""
    if len(found.known) < FEWEST:
        return say(TOO_FEW)
    always = (*ALWAYS, *OF_COUNTS) if found.facts.is_divided else ALWAYS
    columns = {
        what: head
        for what, head in _heads(found).items()
        if what in always or any(_tells(row, what) for row in found.rows)
    }
    return TableContent(
        key="provinces",
        caption=line("national.caption", kind=_kind(found), dated=_dated(found)) + _compared(found, columns),
        head=[wording.capitalised(_kind(found)), *columns.values()],
        rows=[[runs(row.unit.name), *(_cell(found, row, what) for what in columns)] for row in found.rows],
        align=["left", *("left" if what == "region" else "right" for what in columns)],
        foot=_foot(found, columns),
        marked=next((place for place, row in enumerate(found.rows) if row.unit == found.marked), None),
        sortable=True,
    )


def _heads(found: Standings) -> dict[str, str]:
    """Name the columns after what the campaign counts and divides by."""
    named = named_heads(found.facts)
    heads = {
        "rank": say("column.rank"),
        "region": say("column.region"),
        "base": named["base"],
        "counted": named["counted"],
        "share": say(found.facts.key("column.share")),
        "quota": say("column.quota"),
        "quota_share": say("column.quota_share"),
        "moved": say("column.rank_change"),
        "change": say(found.facts.key("column.share_change")),
        "gap": gap_head(found.facts),
        "missing": named["missing"],
    }
    if is_quota_aimed_at(found.facts):
        del heads["gap"]  # it is what the share of the quota lacks to all of it
    return heads


def _dated(found: Standings) -> Runs:
    """Say up to when the figures are, and whose."""
    last, first = found.facts.fact("as_of", found.total.subject), found.earliest
    if first and last:
        return line("national.dated_from", first=first, last=last, source=_publisher(found))
    return line("national.dated", last=last or "", source=_publisher(found))


def _compared(found: Standings, columns: Iterable[str]) -> Runs:
    """Say with what the list is compared, and among how many places moved where the lists name others."""
    since = found.since
    if since is None or not {"moved", "change"} & {*columns}:
        return []
    placed = next((row for row in found.ranked if row.looked_up("moved")), None)
    both = _told(placed, "compared") if placed else None
    alike = both is None or both.amount == len(found.total.facts.units_of(found.total.subject))
    among = line("national.places_among", many=both) if both and not alike else []
    return line("table.compared", since=since) + among


def _cell(found: Standings, row: Standing, what: str) -> Runs:
    if what == "region":
        return runs(_regions(found).get(row.unit.region, ""))
    fact = _told(row, what)
    if fact is None:
        return runs(_why_none(row, what))
    if what == "rank":  # a tie shows in the number itself, and is said beside the table
        before, after = around("rank.tied_place", "place")
        text = bare(fact)[0].text.removeprefix(before).removesuffix(after)
        return [Run(text=text, fact=fact.key, data=True)]
    return _moved(fact) if what == "moved" else bare(fact)


def _regions(found: Standings) -> dict[str, str]:
    return {region.code: region.name for region in found.facts.history.gazetteer.regions_of(found.facts.unit.vintage)}


def _why_none(row: Standing, what: str) -> str:
    if what == "counted":
        return say(why_no_count(row))
    return say("cell.none") if what == "change" and row.is_known and not _has_before(row) else ""


def _moved(places: Fact) -> Runs:
    """Write places won or lost with the word that their sign demands."""
    key = {"+": "cell.rose", "-": "cell.fell"}.get(places.sign)
    text = say(key, size=places.magnitude) if key else places.shown
    return [Run(text=text, fact=places.key, data=True)]


def _foot(found: Standings, columns: Iterable[str]) -> list[list[Runs]]:
    """Write the sum of what is counted, and beside it what the same source says of the nation if that differs."""
    total, known = found.total, _told(found.total, "known")
    added = [line("table.added", many=known or ""), *(_total(total, what) for what in columns)]
    nation = {what: fact for what in ("counted", "share") if found.nation and (fact := _told(found.nation, what))}
    said = [line("national.by_source"), *(bare(nation[what]) if what in nation else [] for what in columns)]
    differs = any(_shown(total, what) != fact.shown for what, fact in nation.items())
    return [row for row, prints in ((added, known and known.amount > 1), (said, differs)) if prints]


def _shown(row: Standing, what: str) -> str:
    fact = row.looked_up(what)
    return fact.shown if fact else ""


def _total(row: Standing, what: str) -> Runs:
    fact = _told(row, what) if what in OF_REGIONS else None
    return bare(fact) if fact else []


def regions(_facts: Facts, found: Standings) -> TableContent | str:
    """Show the regions with what their counted units add up to; the whole below."""
    if not found.regions:
        return say(NOT_COMPLETE)
    if not found.facts.is_divided:
        return say("regions.no_sums")
    heads = {"units": say("regions.units"), "known": say("regions.known")} | _heads(found)
    columns = [what for what in OF_REGIONS if what in heads and any(row.looked_up(what) for row in found.regions)]
    return TableContent(
        key="regions",
        caption=line("regions.caption", dated=_dated(found)),
        head=[heads["region"], *(heads[what] for what in columns)],
        rows=[[runs(row.name), *(_region_cell(row, what) for what in columns)] for row in found.regions],
        align=["left", *["right"] * len(columns)],  # type: ignore[list-item]
        foot=[[line("regions.total"), *(_total(found.total, what) if what != "rank" else [] for what in columns)]],
        marked=_own_region(found),
        sortable=True,
    )


def _region_cell(row: Standing, what: str) -> Runs:
    fact = _told(row, what)
    return bare(fact) if fact else runs("00" if what == "known" else "")


def _own_region(found: Standings) -> int | None:
    region = found.marked.region if found.marked else None
    return next((place for place, row in enumerate(found.regions) if row.subject.unit.code == region), None)


def absent(_facts: Facts, found: Standings) -> TableContent | str:
    """Show the units without figures, and what was last known of them."""
    if not found.absent or not found.complete:
        return say("absent.none")
    heads, described = _heads(found), _described(found)
    return TableContent(
        key="missing",
        caption=line("absent.caption", kind=_kind(found)),
        head=[
            wording.capitalised(_kind(found)),
            *(heads[what] for what in described),
            *(say("absent.last_known"), heads["counted"], heads["share"]),
        ],
        rows=[_absent(found, row, described) for row in found.absent],
        align=["left", *("left" if what == "region" else "right" for what in described), *["right"] * 3],  # type: ignore[list-item]
        foot=[],
        marked=next((place for place, row in enumerate(found.absent) if row.unit == found.marked), None),
    )


def _described(found: Standings) -> list[str]:
    """List what is known of the units without figures: a country may have no regions, a campaign no base."""
    return [what for what in ("region", "base") if any(_tells(row, what) for row in found.absent)]


def _absent(found: Standings, row: Standing, described: Sequence[str]) -> list[Runs]:
    past = last_known(found.facts, row.unit)
    facts = [found.facts.fact(what, past) for what in ("as_of", "counted", "share")] if past else []
    cells = [runs(fact) if fact else [] for fact in facts] or [line("cell.none_ever"), [], []]
    return [runs(row.unit.name), *(_cell(found, row, what) for what in described), *cells]


def tiles(_facts: Facts, found: Standings) -> FigureContent | str:
    """Show the share of every unit on the schematic map, shaded by classes with round edges."""
    gazetteer, vintage = found.facts.history.gazetteer, found.facts.unit.vintage
    places = {tile.code: tile for tile in gazetteer.tiles if tile.vintage == vintage}
    islands, shaded = _islands(found), _Shaded.of(found)
    if shaded is None:
        return say(NOT_COMPLETE)
    if not len(islands) or any(row.unit.code not in places for row in found.rows):
        return say("tiles.none")
    drawn = frame_of([_tile(row, places[row.unit.code], shaded, found.marked) for row in found.rows])
    return FigureContent(
        key="tiles",
        plot=charts.tiles(drawn, islands, shaded.drawn_edges, _axis(found), **shaded.beside),
        frame=drawn,
        alt=say("tiles.alt", kind=_kind(found), said=_said(found)),
        caption=titled(
            found.facts,
            how_many_reached(found.facts, found.total),
            line(found.facts.key("tiles.caption"), kind=_kind(found), dated=_dated(found)),
        ),
    )


def boundaries(_facts: Facts, found: Standings) -> FigureContent | str:
    """Show the same within the office's own boundaries, where the project has those of every unit."""
    known = found.facts.history.gazetteer.boundaries
    islands, shaded = _islands(found), _Shaded.of(found)
    keys = {row.unit.code: (row.unit.vintage, row.unit.code) for row in found.rows}
    if shaded is None or not len(islands) or not set(keys.values()) <= known.keys():
        return say("boundaries.none")
    drawn = frame_of(
        [
            Area(short_name(row.unit), known[keys[row.unit.code]], tile.shown, tile.level, tile.own)
            for row in found.rows
            for tile in [_tile(row, Tile("", "", 0, 0), shaded, found.marked)]
        ]
    )
    return FigureContent(
        key="boundaries",
        plot=charts.areas(drawn, islands, shaded.drawn_edges, _axis(found), **shaded.beside),
        frame=drawn,
        alt=say("boundaries.alt", kind=_kind(found), said=_said(found)),
        caption=line("boundaries.caption", kind=_kind(found), dated=_dated(found)),
    )


def _islands(found: Standings) -> pd.DataFrame:
    """Take the islands that every map of the country shows by name."""
    gazetteer, vintage = found.facts.history.gazetteer, found.facts.unit.vintage
    return frame_of(
        [
            tilemap.Island(f"{each.name} ({gazetteer.get(vintage, each.code).name})", each.column, each.row)
            for each in gazetteer.islands
            if each.vintage == vintage
        ]
    )


@dataclass(frozen=True)
class _Shaded:
    """The classes of a map: their edges, whether the lowest are the best, and the target among them."""

    edges: list[Fraction]
    turns: bool
    beside: dict[str, Any]

    @classmethod
    def of(cls, found: Standings) -> _Shaded | None:
        """Choose the classes; None where too few shares are known."""
        amounts = [share.amount for row in found.ranked if (share := _closed(row, "share"))]
        if not found.complete or 2 * len(amounts) < len(found.rows):
            return None
        turns = found.facts.better == "less"  # the best are the darkest, whichever way is better
        aim = _aim(found)
        edges = class_edges(amounts) if turns or aim is None else edges_around(aim.amount, amounts)
        target = {"target": float(aim.amount), "target_label": sentence("target.line", target=aim)} if aim else {}
        return cls(edges, turns, {"percent": found.facts.figure.is_share, **target})

    @property
    def drawn_edges(self) -> list[Fraction]:
        """The edges in the order of the shades."""
        return self.edges[::-1] if self.turns else self.edges

    def level(self, share: Fact | None) -> int | None:
        """Find the shade of a share; None where it is not known."""
        if share is None:
            return None
        place = class_of(share.amount, self.edges)
        return len(self.edges) - 2 - place if self.turns else place


def _tile(row: Standing, place: Tile, shaded: _Shaded, marked: Unit | None) -> tilemap.Tile:
    closed = _closed(row, "share")
    if closed:
        _told(row, "share")
    return tilemap.Tile(
        row.unit.name,
        place.column,
        place.row,
        value=float(closed.amount) if closed else None,
        shown=_short(closed) if closed else "",
        level=shaded.level(closed),
        own=row.unit == marked,
    )


def _short(share: Fact) -> str:
    """Write a share as a tile has room for: "~12%" of what is about so much, a value without its unit."""
    if share.scale or share.interval.point is not None:
        text = without_interval(share)
        return text.removesuffix(share.scale.after) if share.scale else text
    before, after = around("number.about")
    is_about = share.shown.startswith(before) and share.shown.endswith(after)
    text = share.shown.removeprefix(before).removesuffix(after)
    return say("tiles.about", value=text) if is_about else share.shown


def edges_around(target: Fraction, shares: Sequence[Fraction]) -> list[Fraction]:
    """Choose the edges of classes by what they are of the target: up to 40, 70 and 100 per cent of it, and above.

    >>> [int(edge) for edge in edges_around(Fraction(50), [Fraction(11), Fraction(54)])]
    [0, 20, 35, 50, 60]
    """
    parts = (Fraction(0), *OF_TARGET, Fraction(1))
    step = next(step for step in ROUND_STEPS if step < target / len(parts))
    inner = [wording.half_up(part * target / step) * step if part < 1 else target for part in parts]
    top = max(*shares, target)
    return [*inner, (floor(top / step) + 1) * step]


def _leads(found: Standings) -> Said | None:
    """Say who leads, where one does, and who is last."""
    highest, lowest = (
        [row for row in few if _place(row) == _place(few[0])] for few in (_highest(found), _lowest(found))
    )
    return lead_sentence(highest, lowest, every=found.complete)


def _aim(found: Standings) -> Fact | None:
    """Take the target where it is a share of the same base as the shares beside it."""
    ranked = (row for row in found.ranked if row.facts.target_of(row.subject))
    return found.facts.fact("target") if not found.facts.target_base and any(ranked) else None


def class_edges(shares: Iterable[Fraction]) -> list[Fraction]:
    """Choose the edges of five classes that hold about as many units each, rounded as far as keeps them apart.

    Where shares lie too close together for that, the classes are of equal width.

    >>> [int(edge) for edge in class_edges([Fraction(share) for share in (11, 12, 14, 16, 17, 19, 24, 28, 33, 54)])]
    [10, 14, 18, 24, 34, 56]
    """
    known = sorted(shares)
    inner = [known[place * len(known) // CLASSES] for place in range(1, CLASSES)]
    for step in ROUND_STEPS:
        low, high = floor(known[0] / step) * step, (floor(known[-1] / step) + 1) * step
        edges = [low, *(wording.half_up(share / step) * step for share in inner), high]
        if all(edge < after for edge, after in pairwise(edges)):
            return edges
    width = (known[-1] - known[0]) / CLASSES or ROUND_STEPS[-1]
    step = next((step for step in reversed(ROUND_STEPS) if step > width), Fraction(ceil(width)))
    return [(floor(known[0] / step) + place) * step for place in range(CLASSES + 1)]


def class_of(share: Fraction, edges: list[Fraction]) -> int:
    """Find the class of a share, 0 for the lowest; a share on an edge belongs above it."""
    return sum(share >= edge for edge in edges[1:-1])


def _axis(found: Standings) -> str:
    return axis_label(found.facts, short=True)


def _said(found: Standings) -> str:
    """Say in words what both figures show."""
    ends = {"ends.highest": _highest(found), "ends.lowest": _lowest(found)}
    said = [say(key, named=", ".join(map(_named, rows))) for key, rows in ends.items() if rows]
    told = [row.subject for rows in ends.values() for row in rows]
    said += [_named(row) for row in found.ranked if row.unit == found.marked and row.subject not in told]
    missing, ranked = _told(found.total, "absent"), _told(found.total, "in_ranking")
    said += [sentence("ends.absent", many=missing)] if missing and missing.sign == "+" else []
    known = sentence(found.facts.key("ends.known"), many=ranked) if ranked else ""
    sentences = [known, wording.capitalised("; ".join(said))]
    return " ".join(f"{sentence}." for sentence in sentences if sentence)


def _named(row: Standing) -> str:
    share = _told(row, "share")
    return f"{row.unit.name} {share.shown}" if share else row.unit.name


def dots(_facts: Facts, found: Standings) -> FigureContent | str:
    """Show every unit whose share is known in order, the edition's marked, with the line of the target."""
    known = [(row, share) for row in found.ranked if (share := _told(row, "share")) and share.interval.closed]
    if len(known) < FEWEST:
        return say(TOO_FEW)
    drawn = frame_of([bar_of(row, share, found.marked) for row, share in known])
    aim = _aim(found)
    label = sentence("target.line", target=aim) if aim else ""
    return FigureContent(
        key="ranked",
        plot=charts.standing(
            drawn,
            float(aim.amount) if aim else None,
            label,
            _axis(found),
            percent=found.facts.figure.is_share,
            less=found.facts.better == "less",
            gap_label=gap_heading(found.facts),
        ),
        frame=drawn,
        alt=say(found.facts.key("ranked.alt"), said=_said(found))
        + (sentence("target.sentence", target=aim) if aim else ""),
        caption=titled(
            found.facts,
            place_and_distance(found.facts) or _leads(found),
            line(found.facts.key("ranked.caption"), kind=_kind(found), dated=_dated(found)),
        ),
    )


def changes(_facts: Facts, found: Standings) -> FigureContent | str:
    """Show by how much the units that rose most have changed since the period before, and the edition's own."""
    moved = [(row, change) for row in found.ranked if (change := _closed(row, "change"))]
    if found.since is None or len(moved) < FEWEST:
        return say("changes.too_few")
    moved.sort(key=lambda each: -each[1].amount)
    shown = [each for place, each in enumerate(moved) if place < MOST_CHANGES or each[0].unit == found.marked]
    drawn = frame_of([_changed(row, change, found) for row, change in shown])
    first, second = moved[0], moved[1]
    surely = above(first[1].interval, second[1].interval) is True and first[1].sign == "+"
    named = sentence("changes.named", unit=first[0].unit.full_name, change=enter(found.facts, first[1]))
    return FigureContent(
        key="changes",
        plot=charts.changes(drawn, say(found.facts.key("changes.axis")), say(found.facts.key("column.share"))),
        frame=drawn,
        alt=say("changes.alt", many=len(shown), named=named),
        caption=titled(
            found.facts,
            said("finding.most", unit=first[0].unit.full_name, change=as_change(first[1])) if surely else None,
            line("changes.caption" if len(shown) == len(moved) else "changes.caption_most", since=found.since),
        ),
    )


def _closed(row: Standing, what: str) -> Fact | None:
    fact = row.looked_up(what)
    return fact if fact and fact.interval.closed else None


def _changed(row: Standing, change: Fact, found: Standings) -> MissingPeople:
    share = row.looked_up("share")
    value, shown = float(change.amount), "".join(run.text for run in bare(change))
    return MissingPeople(short_name(row.unit), value, shown, share.shown if share else "", row.unit == found.marked)


def _annexed(facts: Facts) -> Standings | None:
    """Measure the table only where it is one of the whole country, so that a letter without it stays as it is."""
    return standings(facts) if is_complete(facts) else None


STANDINGS = Chapter(
    measure=standings,
    names=names,
    sentences={
        "list_above_base_sentence": lambda found: above_base(found.facts, shares_of(found.known)),
        "whole_target_sentence": whole_target_sentence,
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
