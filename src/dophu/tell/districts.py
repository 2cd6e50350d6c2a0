"""The chapter of a unit's parts: their table, the funnel around the whole's share, where the missing people are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dophu.measure.districts import Districts, Dot, districts
from dophu.measure.funnel import INNER, OUTER, Funnel
from dophu.measure.ledger import Fact, Ledger
from dophu.measure.parts import Part
from dophu.tell import drawing
from dophu.tell.blocks import Runs
from dophu.tell.chapter import Chapter
from dophu.tell.content import FigureContent, TableContent, bare, runs
from dophu.tell.names import Word
from dophu.wording import capitalised, joined
from dophu.world.units import NATION, Unit

COLUMNS = {  # heading: the fact of a part, the fact of the sum, the fact of the whole
    "Mẫu số": ("base", "sum_base", "whole_base"),
    "Số đạt được": ("count", "sum_count", "whole_count"),
    "Tỷ lệ": ("share", "sum_share", "whole_share"),
    "Thứ hạng": ("rank", "", ""),
    "Còn thiếu (điểm phần trăm)": ("gap", "", ""),
    "Còn thiếu (số lượng)": ("missing", "", ""),
    "Thay đổi (điểm phần trăm)": ("change", "", ""),
}
ALWAYS = ("base", "count", "share")
LIMIT_STEPS = 60
MARGIN = 1.15
NAMED_IN_ALT = 3
MOST_NAMED = 8


def names(measured: Districts) -> Mapping[str, Any]:
    """List the words and rows that prose may use beside the single facts."""
    whole, rows = measured.whole, measured.known
    upper = measured.upper
    told = [_told(row) for row in rows]
    return {
        "parts_kind": Word(whole.part_kind),
        "parts_source": Word(joined(_sources(measured)) if rows else ""),
        "whole_full": Word(whole.full_name),
        "whole_whole": Word(whole.whole),
        "whole_source": Word(upper.source if upper else ""),
        "whole_note": Word(upper.note if upper else ""),
        "within_whole": Word("trong cả nước" if whole.code == NATION else f"thuộc {whole.full_name}"),
        "complete": measured.complete,
        "every": measured.complete and len(rows) == len(measured.rows),
        "sums": measured.sums,
        "apart": measured.apart,
        "beyond": any(row.gap and row.gap < 0 for row in rows),
        "unknown_parts": _names(row for row in measured.rows if not row.known),
        "best": [_told(row) for row in measured.best],
        "best_names": _names(measured.best),
        "lowest": [_told(row) for row in measured.lowest],
        "lowest_names": _names(measured.lowest),
        "top_names": _names(measured.top),
        "mine": next((_told(row) for row in rows if row.unit == measured.marked), None),
        "most_missing": _most_missing(rows),
        "farthest": _told(measured.lowest[0]) if len(measured.lowest) == 1 else None,
        "outside_above": _names(dot.part for dot in measured.dots if dot.outside and dot.above),
        "outside_below": _names(dot.part for dot in measured.dots if dot.outside and not dot.above),
        "centre_words": _centre_words(measured),
        "fallen": [row for row in told if _fell(row)],
        "late": [row for row in told if row["as_of"]],
        "noted": [row for row in told if row["note"] and not _fell(row)],
    }


def _told(row: Part) -> dict[str, Any]:
    """Write a part as prose takes it: its name, its facts, what the data note about it."""
    facts = ("as_of", "base", "count", "share", "rank", "gap", "missing", "held", "change", "gained")
    note = row.known.note if row.known else ""
    return {"name": Word(row.unit.full_name), "note": Word(note)} | {name: getattr(row, name) for name in facts}


def _most_missing(rows: Iterable[Part]) -> dict[str, Any] | None:
    """Find the part that misses the most people, if one alone does."""
    known = sorted(((row, row.missing) for row in rows if row.missing), key=lambda each: -each[1].amount)
    alone = len(known) > 1 and known[0][1] > known[1][1]
    return _told(known[0][0]) if alone else None


def _fell(row: Mapping[str, Any]) -> bool:
    return any(row[name] and row[name] < 0 for name in ("change", "gained"))


def _names(rows: Iterable[Part]) -> Word:
    """Name parts in a sentence; none, and more than a sentence holds, are not named."""
    found = [row.unit.full_name for row in rows]
    return Word(joined(found) if 0 < len(found) <= MOST_NAMED else "")


def _sources(measured: Districts) -> list[str]:
    return sorted({row.known.source for row in measured.known if row.known})


def _label(measured: Districts, unit: Unit) -> str:
    """Name a part beside the others: by its kind too where two of them share a name."""
    same = [row for row in measured.rows if row.unit.name == unit.name]
    return unit.name if len(same) == 1 else capitalised(unit.full_name)


def table(ledger: Ledger, measured: Districts) -> TableContent | str:
    """Show every part with base, count, share, rank, what is missing and what changed; totals below."""
    if not measured.known:
        return f"chưa có số liệu của {measured.whole.part_kind} nào"
    rows = measured.rows if 2 * len(measured.known) >= len(measured.rows) else measured.known
    columns = {
        head: facts
        for head, facts in COLUMNS.items()
        if facts[0] in ALWAYS or any(getattr(row, facts[0]) for row in measured.rows)
    }
    return TableContent(
        key="districts",
        caption=_caption(ledger, measured),
        head=[capitalised(measured.whole.part_kind), *columns],
        rows=[[runs(_head(measured, row.unit)), *(_cell(row, facts[0]) for facts in columns.values())] for row in rows],
        align=["left", *["right"] * len(columns)],  # type: ignore[list-item]
        foot=list(_foot(ledger, measured, [facts[1:] for facts in columns.values()])),
        marked=next((place for place, row in enumerate(rows) if row.unit == measured.marked), None),
        sortable=True,
    )


def _head(measured: Districts, unit: Unit) -> str:
    return capitalised(unit.full_name) if unit.level == "district" else _label(measured, unit)


def _caption(ledger: Ledger, measured: Districts) -> Runs:
    whole, since = measured.whole, ledger["parts_since"]
    compared = ("; thay đổi so với ", since) if isinstance(since, Fact) else ()
    source = f" (nguồn: {', '.join(_sources(measured))})"
    start = f"Kết quả theo {whole.part_kind}, {whole.full_name}, "
    return runs(start, ledger.fact("parts_as_of"), source, *compared)


def _cell(row: Part, name: str) -> Runs:
    fact: Fact | None = getattr(row, name)
    if fact:
        return bare(fact)
    if name == "count":
        return runs("không công bố" if row.known else "chưa có số liệu")
    return []


def _foot(ledger: Ledger, measured: Districts, columns: list[tuple[str, str]]) -> Iterable[list[Runs]]:
    """Write the sum of the parts, unless the whole's own figure below says the same, and the whole."""
    total, own = ledger["sum_of"], measured.upper is not None
    if isinstance(total, Fact) and total > 1 and measured.sums != "equal":
        yield [runs("Cộng ", total, " đơn vị"), *(_total(ledger, sums) for sums, _ in columns)]
    if own:
        yield [runs(capitalised(measured.whole.whole)), *(_total(ledger, whole) for _, whole in columns)]


def _total(ledger: Ledger, key: str) -> Runs:
    fact = ledger[key] if key else None
    return bare(fact) if isinstance(fact, Fact) else []


def funnel(ledger: Ledger, measured: Districts) -> FigureContent | str:
    """Show each part's share over its base, and how far from the whole's share its size alone would let it lie."""
    laid, centre = measured.funnel, measured.centre
    if laid is None or centre is None:
        return "cần ít nhất năm đơn vị có mẫu số và tỷ lệ từ không đến một trăm phần trăm"
    dots = sorted(measured.dots, key=lambda dot: -dot.share.amount)
    kind = measured.whole.part_kind
    return FigureContent(
        key="funnel",
        drawing=drawing.funnel(
            [_drawn_dot(dot, measured) for dot in dots],
            drawing.Target(float(laid.centre), f"Tỷ lệ {'chung' if _is_own(centre) else 'gộp'} {centre.shown}"),
            _limits(laid, [int(dot.base.amount) for dot in dots]),
            "Mẫu số",
            "Tỷ lệ",
        ),
        alt=_funnel_alt(ledger, measured, dots, centre),
        caption=runs(f"Tỷ lệ của các {kind} theo quy mô mẫu số, quanh {_centre_words(measured)} ", centre),
        head=["Đơn vị", "Mẫu số", "Tỷ lệ", "So với giới hạn"],
        rows=[
            [runs(_label(measured, dot.part.unit)), runs(dot.base), runs(dot.share), runs(*_position(ledger, dot))]
            for dot in dots
        ],
    )


def _is_own(centre: Fact) -> bool:
    """Say whether a share is the whole's own, not that of the parts together."""
    return centre.key == "whole_share"


def _centre_words(measured: Districts) -> Word:
    pooled = measured.centre is not None and not _is_own(measured.centre)
    return Word("tỷ lệ gộp của các đơn vị đã biết" if pooled else "tỷ lệ chung")


def _drawn_dot(dot: Dot, measured: Districts) -> drawing.FunnelDot:
    return drawing.FunnelDot(
        label=_label(measured, dot.part.unit),
        size=float(dot.base.amount),
        share=float(dot.share.amount),
        shown=dot.share.shown,
        outside=bool(dot.outside),
        highlight=dot.part.unit == measured.marked,
    )


def _limits(laid: Funnel, sizes: list[int]) -> list[drawing.FunnelLimit]:
    """Reckon the limits at sizes that grow by the same factor, from below the smallest base to above the largest."""
    low, high = min(sizes) / MARGIN, max(sizes) * MARGIN
    steps = [low * (high / low) ** (step / LIMIT_STEPS) for step in range(LIMIT_STEPS + 1)]
    return [drawing.FunnelLimit(size, *laid.limits(size, INNER), *laid.limits(size, OUTER)) for size in steps]


def _position(ledger: Ledger, dot: Dot) -> tuple[str | Fact, ...]:
    if not dot.outside:
        return ("trong giới hạn",)
    return ("trên giới hạn " if dot.above else "dưới giới hạn ", ledger.fact(f"funnel_{dot.outside}"))


def _funnel_alt(ledger: Ledger, measured: Districts, dots: list[Dot], centre: Fact) -> str:
    around = f"quanh {_centre_words(measured)} {centre.shown}"
    start = f"Biểu đồ phễu: tỷ lệ của {len(dots)} đơn vị theo quy mô mẫu số, {around}. "
    inner = ledger.fact("funnel_inner").shown
    outside = [dot for dot in dots if dot.outside]
    if not outside:
        return f"{start}Không đơn vị nào nằm ngoài giới hạn {inner}."
    said = [f"{_label(measured, dot.part.unit)} {dot.share.shown} ({_said(_position(ledger, dot))})" for dot in outside]
    return f"{start}Nằm ngoài giới hạn {inner}: {joined(said)}."


def _said(words: Iterable[str | Fact]) -> str:
    return "".join(word.shown if isinstance(word, Fact) else word for word in words)


def missing_people(ledger: Ledger, measured: Districts) -> FigureContent | str:
    """Show how many people each part misses to the target, and what share of all that are missing."""
    known = [(row, row.missing) for row in measured.rows if row.missing]
    if not ledger["missing_total"]:
        return "chưa biết đủ số còn thiếu của các đơn vị chưa đạt mục tiêu"
    known.sort(key=lambda each: -each[1].amount)
    target = ledger.fact("target")
    return FigureContent(
        key="missing_people",
        drawing=drawing.missing_people([_bar(row, missing, measured) for row, missing in known]),
        alt=_missing_alt(ledger, measured, known),
        caption=runs("Số còn thiếu để đạt mục tiêu ", target, f" theo {measured.whole.part_kind}"),
        head=["Đơn vị", "Số còn thiếu", "Tỷ trọng trong số còn thiếu"],
        rows=[
            [runs(_label(measured, row.unit)), runs(missing), runs(row.held) if row.held else runs("đã đạt")]
            for row, missing in known
        ],
    )


def _bar(row: Part, missing: Fact, measured: Districts) -> drawing.MissingBar:
    return drawing.MissingBar(
        label=_label(measured, row.unit),
        missing=float(missing.amount),
        shown=missing.shown,
        share_shown=row.held.shown if row.held else "đã đạt",
        highlight=row.unit == measured.marked,
    )


def _missing_alt(ledger: Ledger, measured: Districts, known: list[tuple[Part, Fact]]) -> str:
    most = joined(f"{_label(measured, row.unit)} {missing.shown}" for row, missing in known[:NAMED_IN_ALT])
    start = f"Biểu đồ thanh: số còn thiếu của {len(known)} đơn vị. Nhiều nhất: {most}."
    many, share = ledger["missing_top"], ledger["missing_top_share"]
    if not isinstance(many, Fact) or not isinstance(share, Fact):
        return start
    return f"{start} {many.shown} đơn vị thiếu nhiều nhất chiếm {share.shown} số còn thiếu."


DISTRICTS = Chapter(
    measure=districts,
    names=names,
    tables={"districts": table},
    figures={"funnel": funnel, "missing_people": missing_people},
)
