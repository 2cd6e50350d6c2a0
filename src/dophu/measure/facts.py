"""From a view to the ledger: every fact a report's prose may print, with its formula in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pandas as pd

from dophu.measure.bounds import Bounds, at_least, at_most
from dophu.measure.ledger import Fact, Ledger
from dophu.measure.ranks import Rank, ranks
from dophu.measure.snapshot import Known, comparable_shares, explaining_bases
from dophu.measure.targets import daily_pace, days_left, needed
from dophu.measure.view import Place, View
from dophu.wording import half_up, joined
from dophu.world.bases import Bases
from dophu.world.units import vintage_on

FEWEST_TO_RANK = 2
AS_PUBLISHED = "số nguồn công bố"
CHANGES = ("change_since", "change_hours", "change_count", "change_per_day", "change_points", "change_merged")
RANKED_BY = {"counts": "số lượng", "unnamed": "tỷ lệ, nguồn không nêu mẫu số"}
RANK_STATUS = {
    "published": "thứ hạng nguồn công bố",
    "order_of_mention": "thứ tự nêu tên trong nguồn",
    "derived": "suy ra từ nguồn",
}


def write_ledger(seen: View) -> Ledger:
    """Enter every fact of an edition; what cannot be known is entered as missing, with the reason."""
    ledger = Ledger()
    for topic in (_moment, _count, _rate, _rank, _published_rank, _target, _pace, _change, _national):
        topic(ledger, seen)
    return ledger


def _enter(ledger: Ledger, fact: Fact | None, key: str, label: str, reason: str) -> None:
    if fact is None:
        ledger.lack(key, label, reason)
    else:
        ledger.add(fact)


def _moment(ledger: Ledger, seen: View) -> None:
    placed = [place.source for place in seen.places if place.unit == seen.unit]
    source = seen.mine.source if seen.mine else next(iter(placed), "")
    ledger.add(Fact("as_of", "Thời điểm số liệu", seen.as_of, "moment", "thời điểm nguồn công bố", source))
    ledger.add(Fact("period", "Kỳ báo cáo", seen.day, "date", "tham số của báo cáo", ""))


def count_fact(key: str, label: str, known: Known) -> Fact:
    """Write a published count as a fact, with the word that makes it true."""
    word = known.qualifier or ("khoảng" if known.step > 1 else "")
    value = known.count if known.count is not None else 0
    return Fact(key, label, value, "count", AS_PUBLISHED, known.source, qualifier=word, note=known.note)


def share_fact(key: str, label: str, known: Known) -> Fact | None:
    """Write a unit's share as a fact: recomputed when its count carries one, published otherwise."""
    if known.kind == "published":
        fact = printed_fact(key, label, known)
        return replace(fact, base="mẫu số theo nguồn công bố") if fact else None
    fact = bounded(key, label, known.share) if known.share else None
    if fact is None or known.base is None:
        return None
    sources = f"{known.source}, {known.base.source}"
    return replace(fact, base=known.base.base, source=sources, note=known.note)


def printed_fact(key: str, label: str, known: Known) -> Fact | None:
    """Write a published share as a fact, with its own word and decimals; None when none was published."""
    if known.printed_value is None:
        return None
    return Fact(
        key=key,
        label=label,
        value=known.printed_value,
        unit="percent",
        formula="tỷ lệ nguồn công bố",
        source=known.source,
        qualifier=known.printed_qualifier,
        places=known.printed_places,
        note=known.note,
    )


def bounded(key: str, label: str, bounds: Bounds) -> Fact | None:
    """Write a computed share as a fact: with the decimals it carries, or as a bound when one side is open."""
    word, value, places = _carried(bounds)
    if value is None:
        return None
    formula = "số đạt được / mẫu số × 100"
    return Fact(key, label, value, "percent", formula, "", status="computed", qualifier=word, places=places)


def _carried(bounds: Bounds) -> tuple[str, Fraction | None, int]:
    """Find the word, the value and the decimals that stay true wherever in its bounds the figure lies."""
    places = bounds.decimals()
    if bounds.exact:
        return "", bounds.low, 2
    if bounds.low is not None and places is not None:
        return "khoảng", half_up(bounds.low, places), places
    if bounds.low is None and bounds.high is not None:
        return "dưới", at_most(bounds.high), 2
    if bounds.high is None and bounds.low is not None:
        return "trên", at_least(bounds.low), 2
    return "", None, 0


def _count(ledger: Ledger, seen: View) -> None:
    campaign = seen.history.campaign
    label = campaign.measures[campaign.main_measure].label
    known = seen.mine if seen.mine and seen.mine.count is not None else None
    fact = count_fact("counted", label, known) if known else None
    _enter(ledger, fact, "counted", label, "kỳ này chưa có số liệu")
    base = seen.history.bases.of(campaign.main_base, seen.unit.vintage, seen.unit.code)
    label = f"Mẫu số: {seen.history.bases.described[campaign.main_base].label}"
    fact = Fact("base", label, base.value, "count", AS_PUBLISHED, base.source, base=base.base) if base else None
    _enter(ledger, fact, "base", label, "chưa có mẫu số của đơn vị")


def _rate(ledger: Ledger, seen: View) -> None:
    label, mine = "Tỷ lệ đạt được", seen.mine
    fact = share_fact("rate", label, mine) if mine else None
    if fact and fact.status == "computed":
        fact = replace(fact, inputs=("counted", "base"))
    reason = "số làm tròn không đủ để tính tỷ lệ" if mine else "kỳ này chưa có số liệu"
    _enter(ledger, fact, "rate", label, reason)
    label = "Tỷ lệ nguồn công bố"
    printed = printed_fact("published_rate", label, mine) if mine else None
    _enter(ledger, printed, "published_rate", label, "nguồn không công bố tỷ lệ")
    _disagreement(ledger, seen)


def _disagreement(ledger: Ledger, seen: View) -> None:
    """Enter how far a published share is from the recomputed one, and the base that would explain it."""
    label, mine, rate = "Chênh lệch giữa công bố và tính lại", seen.mine, ledger["rate"]
    if mine is None or mine.agrees or not isinstance(rate, Fact):
        ledger.lack("disagreement", label, "không có chênh lệch")
        ledger.lack("explaining_base", "Mẫu số giải thích được tỷ lệ công bố", "không có chênh lệch")
        return
    fact = difference_fact("disagreement", label, mine, "published_rate", rate)
    ledger.add(fact)
    _explanation(ledger, seen, mine)


def difference_fact(key: str, label: str, known: Known, printed: str, rate: Fact) -> Fact:
    """Write how far a published share (the fact `printed`) is from the recomputed one."""
    word, value, places = _beyond(known, rate)
    return Fact(
        key=key,
        label=label,
        value=value,
        unit="points",
        formula="tỷ lệ công bố - tỷ lệ tính lại",
        source=known.source,
        inputs=(printed, rate.key),
        status="computed",
        qualifier=word,
        places=places,
        note=known.note,
    )


def _beyond(mine: Known, rate: Fact) -> tuple[str, Fraction, int]:
    """Subtract a share from the printed one; when it is "above" a value, the difference is "below" one."""
    printed, share = mine.printed_value or Fraction(0), mine.share
    if rate.qualifier in {"", "khoảng"} or mine.printed is None or share is None:
        return rate.qualifier, printed - rate.amount, min(rate.places, mine.printed_places)
    word, value, places = _carried(mine.printed.minus(share))
    return word, value or Fraction(0), places


def _explanation(ledger: Ledger, seen: View, mine: Known) -> None:
    label, formula = "Mẫu số giải thích được tỷ lệ công bố", "mẫu số cho ra đúng tỷ lệ công bố"
    found = explaining_bases(mine, seen.history)[:1]
    described = seen.history.bases.described
    facts = [
        Fact("explaining_base", label, described[b.base].label, "text", formula, b.source, base=b.base) for b in found
    ]
    reason = "không mẫu số nào đã biết cho ra tỷ lệ công bố"
    _enter(ledger, facts[0] if facts else None, "explaining_base", label, reason)


def _rank(ledger: Ledger, seen: View) -> None:
    """Enter the place among the units of the same list whose share is known, and how many those are."""
    label, total = "Thứ hạng tính được", len(seen.peers)
    formula = "đếm trong danh mục đơn vị hành chính"
    ledger.add(Fact("peers", "Số đơn vị cùng cấp", total, "count", formula, "UNITS", status="computed"))
    shares = pd.Series({k.unit.code: k.share for k in seen.others if k.share}, dtype=object)
    mine: Rank | None = ranks(shares).get(seen.unit.code)
    if mine is None or seen.mine is None or mine.known < FEWEST_TO_RANK or mine.place is None:
        open_ = mine is not None and mine.known >= FEWEST_TO_RANK
        reason = "số làm tròn không phân định được" if open_ else "chưa đủ đơn vị đã biết số liệu để xếp hạng"
        ledger.lack("rank", label, reason)
        ledger.lack("ranked", "Số đơn vị đã biết tỷ lệ", reason)
        return
    source = seen.mine.source
    formula = "đếm trong cùng một nguồn"
    ledger.add(Fact("ranked", "Số đơn vị đã biết tỷ lệ", mine.known, "count", formula, source, status="computed"))
    formula, word = "1 + số đơn vị có tỷ lệ cao hơn, trong số đã biết", "đồng hạng" if mine.tied else ""
    fact = Fact("rank", label, mine.place, "rank", formula, source, ("ranked", "peers"), status="computed")
    ledger.add(replace(fact, qualifier=word))


def _published_rank(ledger: Ledger, seen: View) -> None:
    label = "Thứ hạng nguồn công bố"
    own = seen.mine.source if seen.mine else ""
    mine = [place for place in seen.places if place.unit == seen.unit]
    if not mine:
        for key in ("published_rank", "published_rank_by", "published_rank_of"):
            ledger.lack(key, label, "nguồn không công bố thứ hạng")
        return
    chosen = max(mine, key=lambda place: (place.source == own, place.status == "published", place.as_of.order()))
    formula, source = RANK_STATUS[chosen.status], chosen.source
    ledger.add(place_fact("published_rank", label, chosen))
    by = ranked_by(seen.history.bases, chosen.by)
    ledger.add(Fact("published_rank_by", "Thứ hạng công bố xếp theo", by, "text", formula, source))
    total = Fact("published_rank_of", "Số đơn vị được xếp hạng", chosen.total or 0, "count", formula, source)
    _enter(ledger, total if chosen.total else None, total.key, total.label, "nguồn không nêu tổng số")


def ranked_by(bases: Bases, kind: str) -> str:
    """Say by what a published list is ordered: the counts, or the share of a kind of base."""
    own = {base.kind: f"tỷ lệ trên {base.kind_name}" for base in bases.described.values()}
    return (own | RANKED_BY).get(kind, kind)


def place_fact(key: str, label: str, place: Place) -> Fact:
    """Write a published place as a fact; its formula says whether it was stated or only the order of mention."""
    return Fact(key, label, place.place, "rank", RANK_STATUS[place.status], place.source, note=place.note)


def _target(ledger: Ledger, seen: View) -> None:
    target = seen.target
    if target is None or target.percent is None:
        for key in ("target", "gap", "target_count", "gap_count"):
            ledger.lack(key, "Mục tiêu", "chưa có mục tiêu áp dụng cho đơn vị")
        return
    percent = Fraction(target.percent)
    fact = Fact("target", f"Mục tiêu: {target.label}", percent, "percent", "mục tiêu được giao", target.source)
    places = max(0, -int(target.percent.as_tuple().exponent))
    ledger.add(replace(fact, base=target.base or "", places=places, note=target.note or ""))
    gap = gap_fact("gap", ledger["rate"], percent)
    _enter(ledger, gap, "gap", "Khoảng cách đến mục tiêu", "chưa có tỷ lệ đủ chính xác")
    _people_missing(ledger, seen, percent)


def gap_fact(key: str, rate: object, percent: Fraction) -> Fact | None:
    """Write the points between a share and the target; None when the share is only a bound or not known."""
    if not isinstance(rate, Fact) or rate.qualifier not in {"", "khoảng"}:
        return None
    return Fact(
        key=key,
        label="Khoảng cách đến mục tiêu",
        value=percent - rate.amount,
        unit="points",
        formula="mục tiêu - tỷ lệ",
        source=rate.source,
        inputs=("target", rate.key),
        base=rate.base,
        status="computed",
        qualifier=rate.qualifier,
        places=rate.places,
    )


def _people_missing(ledger: Ledger, seen: View, percent: Fraction) -> None:
    """Enter how many the target takes, and how many are missing: only from an exact count and a known base."""
    needs, missing, base, mine = "Số cần có để đạt mục tiêu", "Số còn thiếu", ledger["base"], seen.mine
    if not isinstance(base, Fact) or not isinstance(base.value, int):
        ledger.lack("target_count", needs, "chưa có mẫu số của đơn vị")
        ledger.lack("gap_count", missing, "chưa có mẫu số của đơn vị")
        return
    enough = needed(base.value, percent)
    formula = "mẫu số × mục tiêu, làm tròn lên"
    fact = Fact("target_count", needs, enough, "count", formula, base.source, ("base", "target"), base.base)
    ledger.add(replace(fact, status="computed"))
    if mine is None or mine.count is None or mine.people is None or not mine.people.exact:
        ledger.lack("gap_count", missing, "chưa có số đếm chính xác")
        return
    inputs = ("target_count", "counted")
    left = enough - mine.count
    fact = Fact("gap_count", missing, left, "count", "số cần có - số đạt được", mine.source, inputs, base.base)
    ledger.add(replace(fact, status="computed"))


def _pace(ledger: Ledger, seen: View) -> None:
    due, label, gap = "Hạn đạt mục tiêu", "Số cần thêm mỗi ngày", ledger["gap_count"]
    if seen.target is None or seen.target.by is None:
        ledger.lack("target_by", due, "mục tiêu không nêu hạn")
        ledger.lack("pace", label, "mục tiêu không nêu hạn")
        return
    by = seen.target.by
    ledger.add(Fact("target_by", due, by, "date", "hạn của mục tiêu", seen.target.source))
    left = gap.value if isinstance(gap, Fact) and isinstance(gap.value, int) else 0
    pace = daily_pace(left, days_left(seen.as_of, by))
    formula, inputs = "số còn thiếu / số ngày còn lại, làm tròn lên", ("gap_count", "as_of", "target_by")
    fact = Fact("pace", label, pace or 0, "count", formula, "", inputs, status="computed")
    _enter(ledger, fact if pace else None, "pace", label, "đã đạt, đã hết hạn, hoặc chưa có số đếm chính xác")


def _change(ledger: Ledger, seen: View) -> None:
    """Enter the change since the last comparable figure: in people when both are exact, and in points."""
    people, points = "Thay đổi về số lượng", "Thay đổi về tỷ lệ"
    if not seen.before or seen.mine is None:
        for key in CHANGES:
            ledger.lack(key, "So với kỳ so sánh được gần nhất", "chưa có kỳ nào so sánh được")
        return
    last, mine = seen.before[-1], seen.mine
    formula = "kỳ gần nhất cùng chỉ tiêu, mẫu số và phương pháp"
    ledger.add(Fact("change_since", "Kỳ so sánh", last.as_of, "moment", formula, last.source, note=last.note))
    hours, inputs = seen.as_of.hours_since(last.as_of), ("as_of", "change_since")
    formula = "thời điểm sau - thời điểm trước"
    fact = Fact("change_hours", "Thời gian giữa hai kỳ", hours, "hours", formula, "", inputs, status="computed")
    ledger.add(fact)
    more = more_people(mine, last)
    reason = "một trong hai kỳ chỉ có số làm tròn"
    _enter(ledger, more, "change_count", people, reason)
    _enter(ledger, per_day(more, hours), "change_per_day", "Thay đổi bình quân mỗi ngày", reason)
    _enter(ledger, more_points(mine, last), "change_points", points, "số làm tròn không đủ để so sánh")
    _enter(ledger, _merged(seen, last), "change_merged", "Cộng từ các đơn vị cũ", "địa bàn không thay đổi")


def _merged(seen: View, last: Known) -> Fact | None:
    """Name the units whose figures were added up to compare with an earlier period; None on the same area."""
    parts = seen.history.gazetteer.parts(seen.unit)
    if len(parts) < 2 or vintage_on(date.fromisoformat(last.period)) == seen.unit.vintage:  # noqa: PLR2004
        return None
    names = joined(part.name for part in parts)
    return Fact("change_merged", "Cộng từ các đơn vị cũ", names, "text", "sáp nhập nguyên đơn vị", last.source)


def more_people(mine: Known, last: Known) -> Fact | None:
    """Write the change in people between two figures; None unless both counts are exact."""
    both = [k for k in (mine, last) if k.people is not None and k.people.exact]
    if len(both) < 2 or mine.count is None or last.count is None:  # noqa: PLR2004 - both of two
        return None
    more, sources = mine.count - last.count, f"{mine.source}, {last.source}"
    fact = Fact("change_count", "Thay đổi về số lượng", more, "count", "kỳ này - kỳ trước", sources)
    return replace(fact, inputs=("counted", "change_since"), status="computed")


def per_day(more: Fact | None, hours: Fraction) -> Fact | None:
    """Write a change as people a day over the actual hours, rounded half-up."""
    if more is None or not hours:
        return None
    pace, inputs = int(half_up(more.amount / hours * 24)), ("change_count", "change_hours")
    formula = "thay đổi / số giờ × 24"
    return Fact("change_per_day", "Thay đổi bình quân mỗi ngày", pace, "count", formula, "", inputs, status="computed")


def more_points(mine: Known, last: Known) -> Fact | None:
    """Write the change between two shares that compare; None where their bounds leave it open."""
    pair = comparable_shares(mine, last)
    if pair is None:
        return None
    word, value, places = _carried(pair[0].minus(pair[1]))
    if value is None or (word and value == 0):  # "about 0" leaves open whether it rose, fell or stayed
        return None
    sources = f"{mine.source}, {last.source}"
    formula = "tỷ lệ kỳ này - tỷ lệ kỳ trước"
    fact = Fact("change_points", "Thay đổi về tỷ lệ", value, "points", formula, sources, ("rate", "change_since"))
    return replace(fact, status="computed", qualifier=word, places=places)


def _national(ledger: Ledger, seen: View) -> None:
    campaign = seen.history.campaign
    label = f"{campaign.measures[campaign.national_measure or campaign.main_measure].label}, cả nước"
    if not seen.nation:
        ledger.lack("national", label, "chưa có số liệu toàn quốc")
        ledger.lack("national_as_of", "Thời điểm số liệu cả nước", "chưa có số liệu toàn quốc")
        return
    last = seen.nation[-1]
    ledger.add(count_fact("national", label, last))
    formula = "thời điểm nguồn công bố"
    ledger.add(Fact("national_as_of", "Thời điểm số liệu cả nước", last.as_of, "moment", formula, last.source))
