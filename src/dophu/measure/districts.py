"""A unit's parts together and against the whole: who leads, where the missing people are, whether the sums agree.

A district's edition shows its province's districts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from dophu.data.history import History
from dophu.measure.bounds import Bounds
from dophu.measure.facts import FEWEST_TO_RANK, bounded, count_fact, share_fact
from dophu.measure.funnel import INNER, INNER_PERCENT, OUTER, OUTER_PERCENT, Funnel, funnel
from dophu.measure.ledger import Fact, Ledger, Value
from dophu.measure.ledger import Unit as UnitOfFact
from dophu.measure.parts import Part, base_fact, parts
from dophu.measure.snapshot import Known, best
from dophu.measure.view import View
from dophu.wording import Moment
from dophu.world.units import MERGER, NATION, Unit

HALF = 50  # per cent of the missing people, whose fewest holders are named
FEWEST_MISSING = 3
LABELS = {
    "parts_known": "Số đơn vị đã biết số liệu",
    "parts_ranked": "Số đơn vị đã biết tỷ lệ",
    "parts_unknown": "Số đơn vị chưa có số liệu",
    "parts_listed": "Số đơn vị trong danh mục",
    "parts_as_of": "Thời điểm số liệu của các đơn vị",
    "parts_since": "Kỳ so sánh của các đơn vị",
    "spread": "Khoảng cách giữa đơn vị cao nhất và đơn vị thấp nhất",
    "judged": "Số đơn vị đối chiếu được với mục tiêu",
    "reached": "Số đơn vị đã đạt mục tiêu",
    "missing_total": "Tổng số còn thiếu của các đơn vị chưa đạt",
    "missing_top": "Số đơn vị giữ quá nửa số còn thiếu",
    "missing_top_share": "Tỷ trọng của các đơn vị ấy trong số còn thiếu",
    "whole_as_of": "Thời điểm số liệu chung",
    "whole_count": "Số đạt được chung",
    "whole_base": "Mẫu số chung",
    "whole_share": "Tỷ lệ chung",
    "sum_of": "Số đơn vị được cộng",
    "sum_count": "Tổng số của các đơn vị",
    "sum_base": "Tổng mẫu số của các đơn vị được cộng",
    "sum_share": "Tỷ lệ gộp của các đơn vị được cộng",
    "sum_difference": "Chênh lệch giữa tổng các đơn vị và số chung",
    "listed_base": "Tổng mẫu số của các đơn vị trong danh mục",
    "listed_share": "Phần mẫu số chung mà danh mục bao quát",
    "base_difference": "Chênh lệch giữa tổng mẫu số và mẫu số chung",
    "beside_whole": "Chênh lệch so với tỷ lệ chung",
    "funnel_dispersion": "Hệ số phân tán φ",
    "funnel_widening": "Mức nới rộng giới hạn, √φ",
    "funnel_inner": "Giới hạn trong của biểu đồ phễu",
    "funnel_outer": "Giới hạn ngoài của biểu đồ phễu",
    "funnel_dots": "Số đơn vị trong biểu đồ phễu",
    "funnel_outside": "Số đơn vị ngoài giới hạn trong",
    "districts_ended": "Ngày không còn cấp huyện",
}
Sum = Literal["equal", "without", "explained", "unexplained", "apart", "partial", "unknown"]


@dataclass(frozen=True)
class Dot:
    """A part in the funnel: its base, its share and the limit it lies outside of, if any."""

    part: Part
    base: Fact
    share: Fact
    outside: Literal["", "inner", "outer"]
    above: bool


@dataclass(frozen=True)
class Districts:
    """The parts of a unit, and how they stand to the whole.

    marked        the edition's own unit where it is one of the parts
    complete      whether the parts that the gazetteer knows make up the whole
    best, lowest  those whose share is surely not below (above) any other that is known
    top           the fewest that hold half of the missing people; none for fewer than three that miss any
    sums          whether the counts add up to the whole's: they do, they do without those missing, they differ
                  with a note of the data or without one, were taken at different moments, are too few, or there is
                  nothing to hold them against
    apart         whether the whole's figure is of another moment than theirs
    funnel, dots  None and none where the shares allow no funnel; centre   the share that it is laid around
    """

    whole: Unit
    upper: Known | None
    marked: Unit | None
    rows: list[Part]
    complete: bool
    best: list[Part]
    lowest: list[Part]
    top: list[Part]
    sums: Sum
    apart: bool
    centre: Fact | None
    funnel: Funnel | None
    dots: list[Dot]

    @property
    def known(self) -> list[Part]:
        """The parts of which something is known."""
        return [row for row in self.rows if row.known]


def districts(ledger: Ledger, seen: View) -> Districts:
    """Enter every fact of the parts: of each, of all together, and of all against the whole."""
    for key, label in LABELS.items():
        ledger.lack(key, label, "số liệu của kỳ này không đủ để tính")
    whole = _whole(seen)
    rows = parts(ledger, seen, whole)
    complete = _is_complete(seen.history, whole, [row.unit for row in rows])
    upper = _upper(ledger, seen, whole, rows)
    extremes = _extremes(rows)
    _list_facts(ledger, rows)
    apart = upper is not None and _moments(rows) != [upper.as_of]
    if not apart:
        _beside(ledger, seen, rows)
    _spread(ledger, *extremes)
    _judged(ledger, seen, rows)
    _added(ledger, rows)
    _base_facts(ledger, rows)
    sums = _sums(ledger, rows, upper, complete=complete)
    centre = _centre(ledger, upper, sums, rows, apart=apart)
    laid = _laid(ledger, rows, centre)
    if whole.level == "province" and seen.day >= MERGER:
        ledger.add(Fact("districts_ended", LABELS["districts_ended"], MERGER, "date", "danh mục đơn vị", "CROSSWALK"))
    return Districts(
        whole=whole,
        upper=upper,
        marked=seen.unit if seen.unit != whole else None,
        rows=rows,
        complete=complete,
        best=extremes[0],
        lowest=extremes[1],
        top=_top(ledger, rows),
        sums=sums,
        apart=apart,
        centre=centre,
        funnel=laid,
        dots=_dots(ledger, rows, laid) if laid else [],
    )


def _computed(key: str, value: Value, unit: UnitOfFact, formula: str, inputs: Iterable[str] = ()) -> Fact:
    return Fact(key, LABELS[key], value, unit, formula, "", tuple(inputs), status="computed")


def _whole(seen: View) -> Unit:
    """Take the unit itself, or the province of a district, whose districts its edition shows."""
    unit = seen.unit
    return seen.history.gazetteer.get(unit.vintage, unit.parent) if unit.level == "district" else unit


def _is_complete(history: History, whole: Unit, units: Sequence[Unit]) -> bool:
    """Say whether the listed parts make up the whole: all provinces do; of districts some base must add up."""
    return whole.code == NATION or any(_adds_up(history, base, whole, units) for base in history.bases.described)


def _adds_up(history: History, base: str, whole: Unit, units: Sequence[Unit]) -> bool:
    values = [history.bases.of(base, unit.vintage, unit.code) for unit in units]
    known = [value.value for value in values if value]
    total = history.bases.of(base, whole.vintage, whole.code)
    return bool(known) and len(known) == len(units) and total is not None and sum(known) == total.value


def _upper(ledger: Ledger, seen: View, whole: Unit, rows: Sequence[Part]) -> Known | None:
    """Enter the whole's own figure: from the source of the parts if that has one, else the best of the period."""
    history = seen.history
    value = history.bases.of(history.campaign.main_base, whole.vintage, whole.code)
    if value:
        ledger.add(base_fact("whole_base", LABELS["whole_base"], value))
    sources = {row.known.source for row in rows if row.known}
    upper = best([k for k in seen.known if k.source in sources], whole) or best(seen.known, whole)
    if upper is None:
        return None
    ledger.add(
        Fact("whole_as_of", LABELS["whole_as_of"], upper.as_of, "moment", "thời điểm nguồn công bố", upper.source)
    )
    if upper.count is not None:
        ledger.add(count_fact("whole_count", LABELS["whole_count"], upper))
    if share := share_fact("whole_share", LABELS["whole_share"], upper):
        ledger.add(share)
    return upper


def _moments(rows: Sequence[Part]) -> list[Moment]:
    return sorted({row.known.as_of for row in rows if row.known}, key=Moment.order)


def _list_facts(ledger: Ledger, rows: Sequence[Part]) -> None:
    """Enter how many parts there are and are known, and the moments of the list and of the one compared with."""
    known, formula = [row for row in rows if row.known], "đếm trong danh sách của kỳ"
    ledger.add(_computed("parts_listed", len(rows), "count", "đếm trong danh mục đơn vị hành chính"))
    ledger.add(_computed("parts_known", len(known), "count", formula))
    ledger.add(_computed("parts_unknown", len(rows) - len(known), "count", "đếm", ("parts_listed", "parts_known")))
    ledger.add(_computed("parts_ranked", sum(row.bounds is not None for row in rows), "count", formula))
    if known:
        formula, source = "thời điểm nguồn công bố", ", ".join({row.known.source for row in known if row.known})
        ledger.add(Fact("parts_as_of", LABELS["parts_as_of"], _moments(rows)[-1], "moment", formula, source))
    if before := [row.then for row in rows if row.then]:
        formula, last = "kỳ gần nhất cùng chỉ tiêu, mẫu số và phương pháp", max(before, key=lambda k: k.as_of.order())
        ledger.add(Fact("parts_since", LABELS["parts_since"], last.as_of, "moment", formula, last.source))


def _beside(ledger: Ledger, seen: View, rows: Sequence[Part]) -> None:
    """Enter how far the edition's own district is from its province, where both shares are exact."""
    mine = next((row.share for row in rows if row.unit == seen.unit), None)
    whole = ledger["whole_share"]
    if mine and isinstance(whole, Fact) and not mine.qualifier and not whole.qualifier:
        inputs, formula = (mine.key, whole.key), "tỷ lệ của đơn vị - tỷ lệ chung"
        ledger.add(_computed("beside_whole", mine.amount - whole.amount, "points", formula, inputs))


def _extremes(rows: Sequence[Part]) -> tuple[list[Part], list[Part]]:
    """Find who surely leads and who is surely last; nobody where rounded or one-sided shares leave it open."""
    known = [(row, row.known.share) for row in rows if row.known and row.known.share]
    lead = [row for row, share in known if all(_not_below(share, each) for other, each in known if other is not row)]
    last = [row for row, share in known if all(_not_below(each, share) for other, each in known if other is not row)]
    return (lead, last) if len(known) > 1 and lead != last else ([], [])


def _not_below(one: Bounds, other: Bounds) -> bool:
    return one.low is not None and other.high is not None and one.low >= other.high


def _spread(ledger: Ledger, highest: Sequence[Part], lowest: Sequence[Part]) -> None:
    ends = [row.bounds for row in (*highest[:1], *lowest[:1]) if row.bounds]
    fact = bounded("spread", LABELS["spread"], ends[0].minus(ends[-1])) if len(ends) > 1 else None
    if fact:
        inputs = (f"share_of_{highest[0].unit.code}", f"share_of_{lowest[0].unit.code}")
        ledger.add(replace(fact, unit="points", formula="tỷ lệ cao nhất - tỷ lệ thấp nhất", inputs=inputs))


def _judged(ledger: Ledger, seen: View, rows: Sequence[Part]) -> None:
    """Enter how many parts surely reached the target, of those whose share decides it."""
    if seen.target is None or seen.target.percent is None:
        return
    percent = Fraction(seen.target.percent)
    shares = [row.known.share for row in rows if row.known and row.known.share and row.targeted]
    reached = sum(share.low is not None and share.low >= percent for share in shares)
    short = sum(share.high is not None and share.high < percent for share in shares)
    inputs = [row.share.key for row in rows if row.share] + ["target"]
    ledger.add(_computed("judged", reached + short, "count", "đếm", inputs))
    ledger.add(_computed("reached", reached, "count", "đếm các đơn vị có tỷ lệ không thấp hơn mục tiêu", inputs))


def _top(ledger: Ledger, rows: Sequence[Part]) -> list[Part]:
    """Enter all missing people and the fewest parts that hold half of them, if every known part tells how many."""
    if any(row.known and row.targeted and row.missing is None for row in rows):
        return []
    short = [(row, row.missing, row.held) for row in rows if row.missing and row.held]
    short.sort(key=lambda each: -each[1].amount)
    if len(short) < FEWEST_TO_RANK:
        return []
    total, inputs = int(sum(missing.amount for _, missing, _ in short)), [missing.key for _, missing, _ in short]
    ledger.add(_computed("missing_total", total, "count", "tổng số còn thiếu của các đơn vị chưa đạt", inputs))
    held = [sum(each[2].amount for each in short[: many + 1]) for many in range(len(short))]
    many = next(place for place, share in enumerate(held, 1) if share >= HALF)
    if len(short) < FEWEST_MISSING or many == len(short):
        return []
    keys = [each[2].key for each in short[:many]]
    ledger.add(_computed("missing_top", many, "count", "ít đơn vị nhất đủ quá nửa số còn thiếu", keys))
    ledger.add(_computed("missing_top_share", Fraction(held[many - 1]), "percent", "tổng tỷ trọng", keys))
    return [row for row, _, _ in short[:many]]


def _added(ledger: Ledger, rows: Sequence[Part]) -> None:
    """Enter the sums of counts and bases over the parts whose count is exact, unless another's is rounded."""
    counted = [(row.counted, row.base, row.count) for row in rows if row.count]
    exact = [(number, base, count) for number, base, count in counted if number is not None and base and count]
    if not exact or len(exact) < len(counted) or any(base.qualifier for _, base, _ in exact):
        return
    keys = [count.key for _, _, count in exact], [base.key for _, base, _ in exact]
    people, base = sum(number for number, _, _ in exact), int(sum(base.amount for _, base, _ in exact))
    ledger.add(_computed("sum_of", len(exact), "count", "đếm các đơn vị có số đếm", keys[0]))
    ledger.add(_computed("sum_count", people, "count", "tổng số đạt được của các đơn vị", keys[0]))
    ledger.add(_computed("sum_base", base, "count", "tổng mẫu số của các đơn vị", keys[1]))
    share, inputs = Fraction(100 * people, base), ("sum_count", "sum_base")
    ledger.add(_computed("sum_share", share, "percent", "tổng số đạt được / tổng mẫu số × 100", inputs))


def _sums(ledger: Ledger, rows: Sequence[Part], upper: Known | None, *, complete: bool) -> Sum:
    total, whole = ledger["sum_count"], ledger["whole_count"]
    if upper is None or upper.people is None or not isinstance(total, Fact) or not isinstance(whole, Fact):
        return "unknown"
    if _moments(rows) != [upper.as_of]:
        return "apart"
    counted = Bounds.exactly(total.amount)
    above = upper.people.high is not None and total.amount > upper.people.high
    if not above and not (complete and all(row.count for row in rows)):
        return "without" if complete and counted == upper.people else "partial"
    if counted.overlaps(upper.people):
        return "equal"
    if upper.people.exact:
        formula, inputs = "tổng các đơn vị - số chung", ("sum_count", "whole_count")
        ledger.add(_computed("sum_difference", int(total.amount - whole.amount), "count", formula, inputs))
    return "explained" if upper.note else "unexplained"


def _base_facts(ledger: Ledger, rows: Sequence[Part]) -> None:
    """Enter what the bases of all listed parts add up to, beside the whole's own base."""
    bases, whole = [row.base for row in rows if row.base and not row.base.qualifier], ledger["whole_base"]
    if not bases or len(bases) < len(rows) or not isinstance(whole, Fact) or whole.qualifier:
        return
    total, inputs = int(sum(base.amount for base in bases)), [base.key for base in bases]
    ledger.add(_computed("listed_base", total, "count", "tổng mẫu số của các đơn vị", inputs))
    both = ("listed_base", "whole_base")
    ledger.add(_computed("base_difference", total - int(whole.amount), "count", "tổng mẫu số - mẫu số chung", both))
    share = 100 * total / whole.amount
    ledger.add(_computed("listed_share", share, "percent", "tổng mẫu số / mẫu số chung × 100", both))


def _centre(ledger: Ledger, upper: Known | None, sums: Sum, rows: Sequence[Part], *, apart: bool) -> Fact | None:
    """Take the whole's share where it is exact, of the same moment and of all parts; else that of most of them."""
    own = upper is not None and upper.kind == "exact" and sums != "without" and not apart
    most = 2 * sum(row.counted is not None for row in rows) >= len(rows)
    centre = ledger["whole_share" if own else "sum_share"]
    return centre if isinstance(centre, Fact) and (own or most) else None


def _laid(ledger: Ledger, rows: Sequence[Part], centre: Fact | None) -> Funnel | None:
    dots = [(row.share, row.base) for row in rows if row.bounds and row.share and row.base and not row.base.qualifier]
    shares, sizes = [share.amount for share, _ in dots], [int(base.amount) for _, base in dots]
    laid = funnel(shares, sizes, centre.amount) if centre else None
    if laid is None or centre is None:
        return None
    formula = "trung bình bình phương độ lệch chuẩn hóa, kéo bớt một phần mười ở mỗi đầu (Spiegelhalter, 2005)"
    inputs = [centre.key, *(share.key for share, _ in dots)]
    wider = _computed("funnel_dispersion", laid.dispersion, "times", formula, inputs)
    root = _computed("funnel_widening", laid.widening, "times", "căn bậc hai của φ", ["funnel_dispersion"])
    for fact in (wider, root):
        ledger.add(replace(fact, places=1))
    for key, percent in {"funnel_inner": INNER_PERCENT, "funnel_outer": OUTER_PERCENT}.items():
        fact = _computed(key, percent, "percent", "quy ước của biểu đồ phễu (Spiegelhalter, 2005)")
        ledger.add(replace(fact, places=0 if percent.denominator == 1 else 1))
    return laid


def _dots(ledger: Ledger, rows: Sequence[Part], laid: Funnel) -> list[Dot]:
    dots = [
        _dot(row, row.base, row.share, laid)
        for row in rows
        if row.bounds and row.share and row.base and not row.base.qualifier
    ]
    inputs = ["funnel_dispersion", *(dot.share.key for dot in dots)]
    ledger.add(_computed("funnel_dots", len(dots), "count", "đếm", inputs))
    ledger.add(_computed("funnel_outside", sum(bool(d.outside) for d in dots), "count", "đếm", inputs))
    return dots


def _dot(row: Part, base: Fact, share: Fact, laid: Funnel) -> Dot:
    limits: dict[Literal["outer", "inner"], Fraction] = {"outer": OUTER, "inner": INNER}
    beyond = [name for name, z in limits.items() if laid.is_outside(share.amount, int(base.amount), z)]
    return Dot(row, base, share, beyond[0] if beyond else "", above=share.amount >= laid.centre)
