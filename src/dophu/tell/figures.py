"""The figures of a report: a drawing, the sentence that replaces it, and its numbers, all from the same facts."""

from __future__ import annotations

from collections.abc import Sequence

from dophu import wording
from dophu.measure.comparisons import UnderBase, national_facts, place_facts, sensitivity, share_facts
from dophu.measure.facts import FEWEST_TO_RANK, ranked_by
from dophu.measure.ledger import Fact, Ledger
from dophu.measure.snapshot import Known
from dophu.measure.view import Place, View
from dophu.tell import drawing
from dophu.tell.blocks import Run
from dophu.tell.content import FigureContent, runs

NAMED_IN_ALT = 3
SHOWN_AT_MOST, ENDS, NEIGHBOURS = 34, 5, 5


def standing(ledger: Ledger, seen: View) -> FigureContent | str:
    """Show where the unit stands among those known: by share, or by place where only places are known.

    Returns the reason in words where neither is known of at least two units.
    """
    known = share_facts(ledger, seen)
    if len(known) >= FEWEST_TO_RANK and seen.unit in [k.unit for k, _ in known]:
        return _by_share(ledger, seen, known)
    places = place_facts(ledger, seen)
    if len(places) >= FEWEST_TO_RANK:
        return _by_place(seen, places)
    return "chưa biết số liệu của đơn vị nào khác để so sánh"


def _by_share(ledger: Ledger, seen: View, known: list[tuple[Known, Fact]]) -> FigureContent:
    ranked = sorted(known, key=lambda pair: pair[1].value, reverse=True)
    shown = _of_interest(ranked, seen)
    marks = [_mark(k.unit.name, fact, k.unit == seen.unit, KINDS[k.kind or ""]) for k, fact in shown]
    moment = ledger.fact("as_of").shown
    source = seen.others[0].source
    few = ", những đơn vị đầu, cuối và lân cận" if len(shown) < len(ranked) else ""
    base = seen.history.bases.described[seen.history.campaign.main_base]
    first = wording.joined(f"{k.unit.name} {fact.shown}" for k, fact in ranked[:NAMED_IN_ALT])
    mine = [f"; {k.unit.name} đạt {fact.shown}" for k, fact in ranked[NAMED_IN_ALT:] if k.unit == seen.unit]
    alt = f"Biểu đồ điểm: tỷ lệ của {len(known)} đơn vị đã biết số liệu, {moment}. Cao nhất: {first}{''.join(mine)}."
    return FigureContent(
        key="standing",
        drawing=drawing.standing(marks, _target(ledger), f"Tỷ lệ trên {base.kind_name}"),
        alt=alt + _target_sentence(ledger),
        caption=runs(
            "Vị trí của ", seen.unit.full_name, " trong các đơn vị đã biết số liệu", few, f" (nguồn: {source})"
        ),
        head=["Đơn vị", "Tỷ lệ", "Cách biết"],
        rows=[[runs(k.unit.name), runs(fact), runs(HOW[k.kind or ""])] for k, fact in shown],
    )


def _of_interest(ranked: list[tuple[Known, Fact]], seen: View) -> list[tuple[Known, Fact]]:
    """Keep a long list to its first, its last and the unit's neighbours; the national table has all of them."""
    if len(ranked) <= SHOWN_AT_MOST:
        return ranked
    mine = next(place for place, (k, _) in enumerate(ranked) if k.unit == seen.unit)
    last = len(ranked) - ENDS
    return [pair for i, pair in enumerate(ranked) if i < ENDS or i >= last or abs(i - mine) <= NEIGHBOURS]


KINDS: dict[str, drawing.Kind] = {"exact": "exact", "rounded": "rounded", "published": "published"}
HOW = {
    "exact": "tính từ số đếm",
    "rounded": "tính từ số làm tròn",
    "published": "nguồn công bố",
    "": "",
}


def _mark(label: str, fact: Fact, highlight: bool, kind: drawing.Kind) -> drawing.Mark:
    return drawing.Mark(label, _number(fact), fact.shown, highlight=highlight, kind=kind)


def _number(fact: Fact) -> float:
    return float(fact.amount)


def _target(ledger: Ledger) -> drawing.Target | None:
    target = ledger["target"]
    return drawing.Target(_number(target), f"Mục tiêu {target.shown}") if isinstance(target, Fact) else None


def _target_sentence(ledger: Ledger) -> str:
    target = ledger["target"]
    return f" Đường mục tiêu: {target.shown}." if isinstance(target, Fact) else ""


def _by_place(seen: View, places: list[tuple[Place, Fact]]) -> FigureContent:
    first = places[0][0]
    total = first.total or len(seen.peers)
    marks = [drawing.Place(place.place, place.unit.name, place.unit == seen.unit) for place, _ in places]
    named = wording.joined(f"{fact.shown} {place.unit.name}" for place, fact in places)
    by = ranked_by(seen.history.bases, first.by)
    alt = f"Dải thứ hạng từ 1 đến {total}, xếp theo {by}: {named}."
    return FigureContent(
        key="standing",
        drawing=drawing.ladder(marks, total),
        alt=alt,
        caption=runs(f"Thứ hạng đã công bố theo {by}, {wording.moment(first.as_of)} (nguồn: {first.source})"),
        head=["Đơn vị", "Thứ hạng"],
        rows=[[runs(place.unit.name), runs(fact)] for place, fact in places],
    )


def distance(ledger: Ledger, seen: View) -> FigureContent | str:
    """Show the distance to the target under each base known for the unit, the reported one first."""
    target = _target(ledger)
    if target is None:
        return "chưa có mục tiêu áp dụng cho đơn vị"
    rows = sensitivity(ledger, seen)
    if not rows:
        return "chưa có số đếm để tính tỷ lệ"
    marks = [
        drawing.Mark(
            wording.capitalised(row.label),
            None if row.share.qualifier in BOUND else _number(row.share),
            row.share.shown,
            low=_number(row.share) if row.share.qualifier == "trên" else None,
            high=_number(row.share) if row.share.qualifier == "dưới" else None,
            highlight=row.base == seen.history.campaign.main_base,
            kind=_kind(row.share),
            gap_shown=_gap_words(row),
        )
        for row in rows
    ]
    said = "; ".join(f"trên {row.label}: {', '.join(_said(row))}" for row in rows)
    return FigureContent(
        key="distance",
        drawing=drawing.distance(marks, target),
        alt=f"Biểu đồ thanh: {said}. Mục tiêu {ledger.fact('target').shown}.",
        caption=runs("Khoảng cách đến mục tiêu ", ledger.fact("target"), " theo từng mẫu số đã biết"),
        head=["Mẫu số", "Giá trị mẫu số", "Tỷ lệ", "Cách mục tiêu"],
        rows=[[runs(wording.capitalised(row.label)), runs(row.value), runs(row.share), _gap_cell(row)] for row in rows],
    )


BOUND = ("dưới", "trên")


def _said(row: UnderBase) -> list[str]:
    return [words for words in (row.share.shown, _gap_words(row)) if words]


def _kind(share: Fact) -> drawing.Kind:
    kinds: dict[str, drawing.Kind] = {"": "exact", "khoảng": "rounded"}
    return kinds.get(share.qualifier, "bound")


def _gap_words(row: UnderBase) -> str:
    if row.gap is None:
        return ""
    return "đã đạt mục tiêu" if row.gap.amount <= 0 else f"thiếu {row.gap.shown}"


def _gap_cell(row: UnderBase) -> list[Run]:
    if row.gap is None:
        return runs("không xác định")
    return runs("đã đạt mục tiêu") if row.gap.amount <= 0 else runs("thiếu ", row.gap)


def course(ledger: Ledger, seen: View) -> FigureContent | str:
    """Show the nation's course up to this edition's moment; a break in the method interrupts the line."""
    if not seen.nation:
        return "chưa có số liệu toàn quốc"
    campaign = seen.history.campaign
    measure = campaign.national_measure or campaign.main_measure
    label = wording.capitalised(campaign.measures[measure].label)
    facts = national_facts(ledger, seen)
    points = [drawing.Point(k.as_of, _number(fact), fact.shown, k.step > 1) for k, fact in facts]
    return FigureContent(
        key="course",
        drawing=drawing.course(points, seen.as_of, label, _breaks(seen, measure)),
        alt=_course_alt(label, facts),
        caption=runs(f"{label} toàn quốc đến ", ledger.fact("as_of")),
        head=["Thời điểm", label, "Nguồn"],
        rows=[[runs(wording.moment(k.as_of)), runs(fact), runs(k.source)] for k, fact in facts],
    )


def _breaks(seen: View, measure: str) -> Sequence[drawing.Break]:
    return [
        drawing.Break(b.start, "đổi cách tính")
        for b in seen.history.campaign.breaks
        if measure in b.measures and b.start <= seen.day
    ]


def _course_alt(label: str, facts: list[tuple[Known, Fact]]) -> str:
    (first, start), (last, end) = facts[0], facts[-1]
    if first is last:
        only = f"{start.shown} ({wording.moment(first.as_of)})"
        return f"Biểu đồ theo thời gian: {label} toàn quốc mới có một số liệu, {only}."
    return (
        f"Biểu đồ theo thời gian: {label} toàn quốc từ {start.shown} ({wording.moment(first.as_of)}) "
        f"đến {end.shown} ({wording.moment(last.as_of)}), {len(facts)} số liệu."
    )
