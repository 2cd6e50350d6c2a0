"""The chapter of the national table: provinces, regions, who is missing; the tile map and the ranked dots."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import groupby, pairwise
from math import ceil, floor
from typing import Any

from dophu import wording
from dophu.measure.facts import FEWEST_TO_RANK
from dophu.measure.groups import Group
from dophu.measure.ledger import Fact, Ledger
from dophu.measure.parts import Part
from dophu.measure.standings import Standings, is_complete, national_list, standings
from dophu.measure.view import View
from dophu.tell import drawing
from dophu.tell.blocks import Run, Runs
from dophu.tell.chapter import Chapter
from dophu.tell.content import FigureContent, TableContent, bare, runs
from dophu.tell.names import Word
from dophu.world.units import NATION, Tile, Unit

FEW = 3  # named at either end of the list, and among those that rose or fell
MOST_NAMED = 8
CLASSES = 5
ROUND_STEPS = [Fraction(step) for step in ("20", "10", "5", "2", "1", "0.5", "0.2", "0.1")]  # per cent
ALWAYS = ("region", "base", "count", "share")
OF_REGIONS = ("units", "known", "base", "count", "share", "rank", "gap", "missing")
TOO_FEW = "chưa có danh sách nào gồm từ hai đơn vị trở lên"
NOT_COMPLETE = "chưa có danh sách gồm ít nhất một nửa số đơn vị"
KINDS: dict[str, drawing.Kind] = {"exact": "exact", "rounded": "rounded", "published": "published"}


def names(found: Standings) -> Mapping[str, Any]:
    """List the words and rows that prose may use beside the single facts."""
    ranked, own = [row for row in found.ranked if row.rank], found.own
    rose, fell = _moving(found, "change")
    climbed, dropped = _moving(found, "moved")
    ends = {"first": _first(found), "last": _last(found)}
    movers = {"rose": rose, "fell": fell, "climbed": climbed, "dropped": dropped}
    near = {"above": found.above, "below": found.below, "level": found.level, "absent": found.absent}
    return {
        "list_source": Word(found.source),
        "list_kind": Word(_kind(found)),
        "complete": found.complete,
        "every": found.complete and not found.absent,
        "places_compared": bool(found.moved),
        "places_word": Word("không thay đổi"),  # told where nobody climbed and nobody dropped
        "newcomers": any(row.change for row in found.known) and not all(row.then for row in found.known),
        "marked": Word(found.marked.full_name) if found.marked else None,
        "own": _told(found, own) if own and own.known else None,
        "own_elsewhere": found.seen.unit == found.marked and found.seen.mine is not None,
        **{name: [_told(found, row) for row in rows] for name, rows in (ends | movers).items()},
        **{f"{name}_names": _names(rows) for name, rows in near.items()},
        "tied": _tied(ranked),
        "regions": [_told_group(group) for group in sorted(found.regions, key=_place)],
        "regions_complete": bool(found.regions) and all(group.complete for group in found.regions),
        "regions_ranked": bool(found.regions) and all(group.rank for group in found.regions),
        "nation_note": Word(found.nation.note if found.nation else ""),
    }


def _kind(found: Standings) -> str:
    return found.seen.history.gazetteer.get(found.seen.unit.vintage, NATION).part_kind


def _first(found: Standings) -> list[Part]:
    """Choose who holds the first places; nobody where rounded shares leave the first of them open."""
    few = [row for row in found.ranked if row.rank and row.rank <= FEW]
    return few if few[:1] == found.ranked[:1] and len(few) <= MOST_NAMED else []


def _last(found: Standings) -> list[Part]:
    """Choose who holds the last places of a longer list, the last one first."""
    few = [row for row in reversed(found.ranked) if row.rank and row.rank > len(found.ranked) - FEW]
    return few if few[:1] == found.ranked[-1:] and len(found.ranked) >= 2 * FEW else []


def _moving(found: Standings, what: str) -> tuple[list[Part], list[Part]]:
    """Choose the few that gained and lost most; nobody where rounded figures leave the order open."""
    known = [(row, fact) for row in found.known if (fact := _fact(found, row, what))]
    if any(fact.qualifier for _, fact in known):
        return [], []
    known.sort(key=lambda pair: -pair[1].amount)
    return _most([pair for pair in known if pair[1] > 0]), _most([pair for pair in reversed(known) if pair[1] < 0])


def _most(pairs: list[tuple[Part, Fact]]) -> list[Part]:
    """Take the first few, none of whom a row left out equals."""
    left = [fact.value for _, fact in pairs[FEW : FEW + 1]]
    return [row for row, fact in pairs[:FEW] if fact.value not in left]


def _told(found: Standings, row: Part) -> dict[str, Any]:
    """Write a row as prose takes it: its name and its facts."""
    facts = ("count", "share", "rank", "moved", "change", "gained", "gap", "missing")
    return {"name": Word(row.unit.full_name)} | {what: _fact(found, row, what) for what in facts}


def _tied(ranked: Iterable[Part]) -> list[dict[str, Any]]:
    """Put together the units that share a place."""
    places = groupby(ranked, key=lambda row: row.rank.value if row.rank else None)
    groups = [list(rows) for _, rows in places]
    return [
        {"names": Word(wording.joined(row.unit.full_name for row in rows)), "rank": rows[0].rank}
        for rows in groups
        if len(rows) > 1
    ]


def _told_group(group: Group) -> dict[str, Any]:
    facts = ("units", "known", "count", "share", "rank", "gap", "missing")
    told = {"name": Word(group.name), "complete": group.complete}
    return told | {what: getattr(group, what) for what in facts}


def _place(group: Group) -> int:
    return int(group.rank.amount) if group.rank else 0


def _names(rows: Iterable[Part]) -> Word:
    """Name units in a sentence; none, and more than a sentence holds, are not named."""
    found = [row.unit.full_name for row in rows]
    return Word(wording.joined(found) if 0 < len(found) <= MOST_NAMED else "")


def provinces(ledger: Ledger, found: Standings) -> TableContent | str:
    """Show every unit by rank with base, count, share, what changed and what is missing; totals below."""
    if len(found.known) < FEWEST_TO_RANK:
        return TOO_FEW
    columns = {
        what: head
        for what, head in _heads(found).items()
        if what in ALWAYS or any(_fact(found, row, what) for row in found.rows)
    }
    return TableContent(
        key="provinces",
        caption=runs(f"Kết quả của các {_kind(found)}, ", *_dated(ledger, found), *_compared(ledger, columns)),
        head=[wording.capitalised(_kind(found)), *columns.values()],
        rows=[[runs(row.unit.name), *(_cell(found, row, what) for what in columns)] for row in found.rows],
        align=["left", *("left" if what == "region" else "right" for what in columns)],
        foot=_foot(ledger, found, columns),
        marked=next((place for place, row in enumerate(found.rows) if row.unit == found.marked), None),
        sortable=True,
    )


def _heads(found: Standings) -> dict[str, str]:
    """Name the columns after what the campaign counts and divides by."""
    history = found.seen.history
    measure = history.campaign.measures[history.campaign.main_measure]
    return {
        "rank": "Thứ hạng",
        "region": "Vùng",
        "base": wording.capitalised(history.bases.described[history.campaign.main_base].short),
        "count": wording.capitalised(measure.label),
        "share": "Tỷ lệ",
        "moved": "Thay đổi thứ hạng",
        "change": "Thay đổi tỷ lệ (điểm phần trăm)",
        "gap": "Còn thiếu (điểm phần trăm)",
        "missing": f"Còn thiếu ({measure.noun})",
    }


def _dated(ledger: Ledger, found: Standings) -> list[str | Fact]:
    """Say up to when the figures are, and whose."""
    first, last = ledger["list_from"], ledger.fact("list_as_of")
    moment = ["từ ", first, " đến ", last] if isinstance(first, Fact) else [last]
    return [*moment, f" (nguồn: {found.source})"]


def _compared(ledger: Ledger, columns: Iterable[str]) -> list[str | Fact]:
    since = ledger["list_since"]
    return ["; thay đổi so với ", since] if isinstance(since, Fact) and {"moved", "change"} & {*columns} else []


def _fact(found: Standings, row: Part, what: str) -> Fact | None:
    fact: Fact | None = found.moved.get(row.unit.code) if what == "moved" else getattr(row, what)
    return fact


def _cell(found: Standings, row: Part, what: str) -> Runs:
    if what == "region":
        return runs(_regions(found).get(row.unit.region, ""))
    fact = _fact(found, row, what)
    if fact is None:
        return runs(_why_none(row, what))
    if what == "rank":  # a tie shows in the number itself, and is said beside the table
        return [Run(text=bare(fact)[0].text.removeprefix("đồng hạng thứ "), fact=fact.key, data=True)]
    return _moved(fact) if what == "moved" else bare(fact)


def _regions(found: Standings) -> dict[str, str]:
    return {region.code: region.name for region in found.seen.history.gazetteer.regions_of(found.seen.unit.vintage)}


def _why_none(row: Part, what: str) -> str:
    if what == "count":
        return "không công bố" if row.known else "chưa có số liệu"
    return "chưa có" if what == "change" and row.known and not row.then else ""


def _moved(places: Fact) -> Runs:
    """Write places won or lost with the word that their sign demands."""
    word = {True: "tăng ", False: "giảm "}[places > 0] if places != 0 else ""
    return [Run(text=f"{word}{places.shown.removeprefix('-')}", fact=places.key, data=True)]


def _foot(ledger: Ledger, found: Standings, columns: Iterable[str]) -> list[list[Runs]]:
    """Write the sum of what is counted, and beside it what the same source says of the nation if that differs."""
    total = found.total
    added = [runs("Cộng ", total.known, " đơn vị"), *(_total(total, what) for what in columns)]
    nation = {what: fact for what in ("count", "share") if isinstance(fact := ledger[f"nation_{what}"], Fact)}
    said = [runs("Cả nước, nguồn công bố"), *(bare(nation[what]) if what in nation else [] for what in columns)]
    differs = any((fact.value, fact.shown) != _value(getattr(total, what)) for what, fact in nation.items())
    return [row for row, shown in ((added, total.known > 1), (said, differs)) if shown]


def _value(fact: Fact | None) -> tuple[object, str] | None:
    return (fact.value, fact.shown) if fact else None


def _total(group: Group, what: str) -> Runs:
    fact = getattr(group, what, None)
    return bare(fact) if fact else []


def regions(ledger: Ledger, found: Standings) -> TableContent | str:
    """Show the regions with what their counted units add up to; the whole below."""
    if not found.regions:
        return NOT_COMPLETE
    heads = {"units": "Số đơn vị", "known": "Có số lượng"} | _heads(found)
    columns = [what for what in OF_REGIONS if any(getattr(each, what) for each in found.regions)]
    rows = [[runs(group.name), *(_total(group, what) for what in columns)] for group in found.regions]
    return TableContent(
        key="regions",
        caption=runs("Kết quả theo vùng, cộng các đơn vị có số lượng, ", *_dated(ledger, found)),
        head=["Vùng", *(heads[what] for what in columns)],
        rows=rows,
        align=["left", *["right"] * len(columns)],  # type: ignore[list-item]
        foot=[[runs("Tổng số"), *(_total(found.total, what) for what in columns)]],
        marked=_own_region(found),
        sortable=True,
    )


def _own_region(found: Standings) -> int | None:
    if found.marked is None:
        return None
    return next((place for place, each in enumerate(found.regions) if each.key == found.marked.region), None)


def absent(_ledger: Ledger, found: Standings) -> TableContent | str:
    """Show the units without figures, and what was last known of them."""
    if not found.absent or not found.complete:
        return "danh sách của kỳ này không thiếu đơn vị nào, hoặc chưa phải danh sách của cả nước"
    heads = _heads(found)
    return TableContent(
        key="missing",
        caption=runs(f"Các {_kind(found)} chưa có số liệu"),
        head=[wording.capitalised(_kind(found)), "Vùng", heads["base"], "Số liệu gần nhất", heads["count"], "Tỷ lệ"],
        rows=[_absent(found, row) for row in found.absent],
        align=["left", "left", *["right"] * 4],  # type: ignore[list-item]
        foot=[],
        marked=next((place for place, row in enumerate(found.absent) if row.unit == found.marked), None),
    )


def _absent(found: Standings, row: Part) -> list[Runs]:
    past = found.past.get(row.unit.code)
    facts = (past.at, past.count, past.share) if past else ()
    cells = [runs(fact) if fact else [] for fact in facts] or [runs("chưa từng có"), [], []]
    return [runs(row.unit.name), _cell(found, row, "region"), _cell(found, row, "base"), *cells]


def tiles(ledger: Ledger, found: Standings) -> FigureContent | str:
    """Show the share of every unit on the schematic map, shaded by classes with round edges."""
    gazetteer, vintage = found.seen.history.gazetteer, found.seen.unit.vintage
    places = {tile.code: tile for tile in gazetteer.tiles if tile.vintage == vintage}
    islands = [island for island in gazetteer.islands if island.vintage == vintage]
    shares = {row.unit.code: row.share for row in found.ranked if row.share}
    if not found.complete or 2 * len(shares) < len(found.rows):
        return NOT_COMPLETE
    if not islands or any(row.unit.code not in places for row in found.rows):
        return "chưa có sơ đồ ô cho các đơn vị của kỳ này"
    edges = class_edges([share.amount for share in shares.values()])
    cells = [_tile(row, places[row.unit.code], edges, found.marked) for row in found.rows]
    boxes = [
        drawing.Island(f"{each.name} ({gazetteer.get(vintage, each.code).name})", each.column, each.row)
        for each in islands
    ]
    legend = drawing.Legend(_axis(found), [_edge(edge) for edge in edges])
    return FigureContent(
        key="tiles",
        drawing=drawing.tiles(cells, boxes, legend),
        alt=f"Sơ đồ ô, không phải bản đồ địa giới hành chính, mỗi {_kind(found)} một ô. {_said(ledger, found)}",
        caption=runs(f"Tỷ lệ của các {_kind(found)}, ", *_dated(ledger, found)),
    )


def _tile(row: Part, place: Tile, edges: list[Fraction], marked: Unit | None) -> drawing.Cell:
    share = row.share if row.bounds else None
    return drawing.Cell(
        code=row.unit.code,
        label=row.unit.name,
        column=place.column,
        row=place.row,
        shown=share.shown.replace("khoảng ", "~") if share else "",
        level=class_of(share.amount, edges) if share else None,
        highlight=row.unit == marked,
    )


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


def _edge(edge: Fraction) -> str:
    return wording.percent(edge, 0 if edge.denominator == 1 else 1)


def _axis(found: Standings) -> str:
    campaign = found.seen.history.campaign
    return f"Tỷ lệ trên {found.seen.history.bases.described[campaign.main_base].short}"


def _said(ledger: Ledger, found: Standings) -> str:
    """Say in words what both figures show."""
    ends = {"Cao nhất": _first(found), "thấp nhất": _last(found)}
    said = [f"{word}: {', '.join(map(_named, rows))}" for word, rows in ends.items() if rows]
    told = [row for rows in ends.values() for row in rows]
    said += [_named(row) for row in found.ranked if row.unit == found.marked and row not in told]
    absent = ledger.fact("list_absent")
    said += [f"chưa có số liệu: {absent.shown} đơn vị"] if absent > 0 else []
    sentences = [f"{ledger.fact('list_ranked').shown} đơn vị đã biết tỷ lệ", wording.capitalised("; ".join(said))]
    return " ".join(f"{sentence}." for sentence in sentences if sentence)


def _named(row: Part) -> str:
    return f"{row.unit.name} {row.share.shown}" if row.share else row.unit.name


def dots(ledger: Ledger, found: Standings) -> FigureContent | str:
    """Show every unit whose share is known in order, the edition's marked, with the line of the target."""
    known = [(row, row.share, row.known.kind or "") for row in found.ranked if row.share and row.known]
    if len(known) < FEWEST_TO_RANK:
        return TOO_FEW
    marks = [
        drawing.Mark(
            row.unit.name, float(share.amount), share.shown, highlight=row.unit == found.marked, kind=KINDS[kind]
        )
        for row, share, kind in known
    ]
    aim = ledger["target"] if any(row.targeted for row, _, _ in known) else None
    line = drawing.Target(float(aim.amount), f"Mục tiêu {aim.shown}") if isinstance(aim, Fact) else None
    aimed = f" Đường mục tiêu: {aim.shown}." if isinstance(aim, Fact) else ""
    return FigureContent(
        key="ranked",
        drawing=drawing.standing(marks, line, _axis(found)),
        alt=f"Biểu đồ điểm xếp theo tỷ lệ, {_said(ledger, found)}{aimed}",
        caption=runs(f"Các {_kind(found)} xếp theo tỷ lệ, ", *_dated(ledger, found)),
    )


def _annexed(ledger: Ledger, seen: View) -> Standings | None:
    """Measure the table only where it is one of the whole country, so that a letter without it stays as it is."""
    return standings(ledger, seen) if is_complete(seen, national_list(seen)) else None


STANDINGS = Chapter(
    measure=standings,
    names=names,
    tables={"provinces": provinces, "regions": regions, "missing": absent},
    figures={"tiles": tiles, "ranked": dots},
)
ANNEX = Chapter(
    measure=_annexed,
    tables={"national": lambda ledger, found: provinces(ledger, found) if found else NOT_COMPLETE},
)
