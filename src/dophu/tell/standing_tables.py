"""The tables of the national table: provinces, regions, who is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dophu import wording
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.facts.standing import Standing
from dophu.measure.standings import FEWEST, Standings, last_known
from dophu.tell.blocks import Run, Runs
from dophu.tell.content import TableContent, bare, lacking, line, runs
from dophu.tell.shares import gap_head, is_quota_aimed_at, named_heads, summed, why_no_count
from dophu.tell.standing_rows import NOT_COMPLETE, TOO_FEW, dated, has_before, kind_of, shown_of, taken
from dophu.words import around, say

ALWAYS = ("share",)
OF_COUNTS = ("base", "counted")
OF_TARGET = ("gap", "missing")
OF_SUM = ("units", "known", "base", "counted", "share", "quota", "quota_share")
OF_REGIONS = (*OF_SUM, "rank", *OF_TARGET)
SUMMED = {"missing": "shortfall", "gap": ""}  # by columns: who has more than enough does not make up for the others


def _tells(row: Standing, what: str) -> bool:
    if what == "region":
        return bool(row.unit.region)
    fact = row.looked_up(what)
    return fact is not None and not (what == "moved" and fact.sign == "open")  # a column of "not known" tells nothing


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
        caption=line("national.caption", kind=kind_of(found), dated=dated(found)) + _compared(found, columns),
        head=[wording.capitalised(kind_of(found)), *columns.values()],
        rows=[[runs(row.unit.short_name), *(_cell(found, row, what) for what in columns)] for row in found.rows],
        align=["left", *("left" if what == "region" else "right" for what in columns)],
        foot=_foot(found, columns),
        marked=next((place for place, row in enumerate(found.rows) if row.unit == found.marked), None),
        sortable=True,
        aside=[place for place, what in enumerate(columns, 1) if what == "region"],
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


def _compared(found: Standings, columns: Iterable[str]) -> Runs:
    """Say with what the list is compared, and among how many places moved where the lists name others."""
    since = found.since
    if since is None or not {"moved", "change"} & {*columns}:
        return []
    placed = next((row for row in found.ranked if row.looked_up("moved")), None)
    both = taken(placed, "compared") if placed else None
    alike = both is None or both.amount == len(found.total.facts.units_of(found.total.subject))
    among = line("national.places_among", many=both) if both and not alike else []
    return line("table.compared", since=since) + among


def _cell(found: Standings, row: Standing, what: str) -> Runs:
    if what == "region":
        return runs(_regions(found).get(row.unit.region, ""))
    fact = taken(row, what)
    if fact is None:
        return runs(_why_none(row, what))
    if what == "rank":  # a tie shows in the number itself, and is said beside the table
        before, after = around("rank.tied_place", "place")
        text = bare(fact)[0].text.removeprefix(before).removesuffix(after)
        return [Run(text=text, fact=fact.key, data=True)]
    if what in OF_TARGET:
        return lacking(fact)
    return _moved(fact) if what == "moved" else bare(fact)


def _regions(found: Standings) -> dict[str, str]:
    return {region.code: region.name for region in found.facts.history.gazetteer.regions_of(found.facts.unit.vintage)}


def _why_none(row: Standing, what: str) -> str:
    if what == "counted":
        return say(why_no_count(row))
    return say("cell.none") if what == "change" and row.is_known and not has_before(row) else ""


def _moved(places: Fact) -> Runs:
    """Write places won or lost with the word that their sign demands."""
    if places.sign == "open":
        return runs(say("cell.moved_open"))
    key = {"+": "cell.rose", "-": "cell.fell"}.get(places.sign)
    text = say(key, size=places.magnitude) if key else places.shown
    return [Run(text=text, fact=places.key, data=True)]


def _foot(found: Standings, columns: Iterable[str]) -> list[list[Runs]]:
    """Write the sum of what is counted, and beside it what the same source says of the nation if that differs."""
    total, known = found.total, taken(found.total, "in_ranking" if found.facts.figure.adds_up else "known")
    added = [line("table.added", many=known or ""), *(_total(total, what) for what in columns)]
    nation = {what: fact for what in ("counted", "share") if found.nation and (fact := taken(found.nation, what))}
    said = [line("national.by_source"), *(bare(nation[what]) if what in nation else [] for what in columns)]
    differs = any(shown_of(total, summed(total, what)) != fact.shown for what, fact in nation.items())
    return [row for row, prints in ((added, known and known.amount > 1), (said, differs)) if prints]


def _total(row: Standing, what: str) -> Runs:
    """Write what units have together; below what each lacks the sum of those that do lack something."""
    asked = summed(row, SUMMED.get(what, what))
    fact = taken(row, asked) if asked and what in OF_REGIONS else None
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
        caption=line("regions.caption", dated=dated(found)),
        head=[heads["region"], *(heads[what] for what in columns)],
        rows=[[runs(row.name), *(_region_cell(row, what) for what in columns)] for row in found.regions],
        align=["left", *["right"] * len(columns)],  # type: ignore[list-item]
        foot=[[line("regions.total"), *(_total(found.total, what) if what in OF_SUM else [] for what in columns)]],
        marked=_own_region(found),
        sortable=True,
    )


def _region_cell(row: Standing, what: str) -> Runs:
    fact = taken(row, what)
    if fact and what in OF_TARGET:
        return lacking(fact)
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
        caption=line("absent.caption", kind=kind_of(found)),
        head=[
            wording.capitalised(kind_of(found)),
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
    return [runs(row.unit.short_name), *(_cell(found, row, what) for what in described), *cells]
