"""The national table: the provinces of one list, their regions, the whole of them, and where one province stands.

The list is that of the edition's own source, or the one of the period that names the most provinces; never two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from statistics import median

import pandas as pd

from dophu.measure.bounds import Bounds, base_bounds
from dophu.measure.facts import FEWEST_TO_RANK, bounded, count_fact, share_fact
from dophu.measure.groups import Group, Members, digits, group, ranked
from dophu.measure.ledger import Fact, Ledger, Value
from dophu.measure.ledger import Unit as UnitOfFact
from dophu.measure.parts import Part, last_comparable, listed, lists, widest
from dophu.measure.ranks import ranks
from dophu.measure.snapshot import Known, known_figures
from dophu.measure.targets import needed
from dophu.measure.view import View
from dophu.world.units import NATION, Unit

FEWEST_TO_QUARTER = 8  # quarters of fewer units say nothing that the ranks do not
QUARTERS = ("cao nhất", "thứ hai", "thứ ba", "thấp nhất")
LABELS = {
    "list_units": "Số đơn vị trong danh mục",
    "list_known": "Số đơn vị có số liệu trong biểu",
    "list_absent": "Số đơn vị chưa có số liệu trong biểu",
    "list_ranked": "Số đơn vị được xếp hạng trong biểu",
    "list_as_of": "Thời điểm số liệu của biểu",
    "list_from": "Thời điểm sớm nhất của số liệu trong biểu",
    "list_since": "Kỳ so sánh của biểu",
    "list_since_ranked": "Số đơn vị được xếp hạng ở kỳ so sánh",
    "list_climbed": "Số đơn vị lên hạng so với kỳ trước",
    "list_dropped": "Số đơn vị xuống hạng so với kỳ trước",
    "list_judged": "Số đơn vị đối chiếu được với mục tiêu",
    "list_reached": "Số đơn vị đã đạt mục tiêu",
    "list_spread": "Khoảng cách giữa đơn vị cao nhất và đơn vị thấp nhất",
    "list_median": "Tỷ lệ trung vị của các đơn vị",
    "quarter": "Nhóm một phần tư của đơn vị",
    "above_points": "Khoảng cách đến đơn vị xếp ngay trên",
    "above_people": "Số cần thêm để ngang đơn vị xếp ngay trên",
    "below_points": "Khoảng cách với đơn vị xếp ngay dưới",
    "below_people": "Số đơn vị xếp ngay dưới cần thêm để ngang bằng",
    "base_in_total": "Mẫu số, tổng số",
    "count_in_total": "Số đạt được, tổng số",
    "share_in_total": "Tỷ lệ, tổng số",
    "gap_in_total": "Khoảng cách đến mục tiêu, tổng số",
    "missing_in_total": "Số còn thiếu, tổng số",
    "nation_count": "Số đạt được của cả nước do nguồn công bố",
    "nation_share": "Tỷ lệ của cả nước theo số nguồn công bố",
    "nation_difference": "Chênh lệch giữa số cả nước được công bố và tổng các đơn vị",
}


@dataclass(frozen=True)
class Past:
    """When a unit that the list lacks was last known, and what then."""

    at: Fact
    count: Fact | None
    share: Fact | None


@dataclass(frozen=True)
class Standings:
    """The national table.

    seen      the edition it is made for
    source    who published the list
    complete  whether at least half of the units are known; only then `rows` holds those that are not, last
    marked    the province of the edition, or the one its district lies in
    moved     places won (above 0) or lost since the list compared with, by code
    past      what was last known of the units without figures, by code
    regions   in the order offices list them; none where the list is not complete
    nation    what the same source says of the nation
    above, below   the rows next to the marked one by share, several where they tie
    level     the other rows with exactly its share
    """

    seen: View
    source: str
    complete: bool
    marked: Unit | None
    rows: list[Part]
    moved: dict[str, Fact]
    past: dict[str, Past]
    total: Group
    regions: list[Group]
    nation: Known | None = None
    above: list[Part] = field(default_factory=list)
    below: list[Part] = field(default_factory=list)
    level: list[Part] = field(default_factory=list)

    @property
    def known(self) -> list[Part]:
        """The rows of which something is known."""
        return [row for row in self.rows if row.known]

    @property
    def absent(self) -> list[Part]:
        """The rows without any figure."""
        return [row for row in self.rows if not row.known]

    @property
    def ranked(self) -> list[Part]:
        """The rows whose share is known between two ends, the highest first."""
        return [row for row in self.rows if row.bounds]

    @property
    def own(self) -> Part | None:
        """The row of the marked unit."""
        return next((row for row in self.rows if row.unit == self.marked), None)


def standings(ledger: Ledger, seen: View) -> Standings:
    """Enter every fact of the national table: of each unit, of each region, of the whole."""
    for key, label in LABELS.items():
        ledger.lack(key, label, "số liệu của kỳ này không đủ để tính")
    nation = seen.history.gazetteer.get(seen.unit.vintage, NATION)
    units = seen.history.gazetteer.children(nation)
    now = national_list(seen)
    then, complete = last_comparable(seen, now), is_complete(seen, now)
    shown = units if complete else [unit for unit in units if unit.code in now]
    rows = sorted(listed(ledger, seen, shown, now, then), key=lambda row: row.known is None)
    regions = _regions(ledger, seen, units, rows) if complete else []
    found = Standings(
        seen=seen,
        source=next((known.source for known in now.values()), ""),
        complete=complete,
        marked=_marked(seen),
        rows=rows,
        moved=_moved(ledger, rows, then),
        past=_past(ledger, seen, rows),
        total=group(ledger, seen, Members("total", "tổng số", len(units), rows, regions)),
        regions=regions,
    )
    _extent(ledger, units, rows)
    _spread(ledger, found.ranked)
    _judged(ledger, seen, rows)
    found = replace(found, nation=_nation(ledger, seen, nation, found))
    return _placed(ledger, found)


def national_list(seen: View) -> dict[str, Known]:
    """Choose the list: that of the edition's own source where it names several provinces, else the widest; by code."""
    provinces = seen.history.gazetteer.at_level(seen.unit.vintage, "province")
    found = lists(seen.known, provinces)
    own = found.get(seen.mine.source, {}) if seen.mine else {}
    return own if len(own) >= FEWEST_TO_RANK else widest(found)


def is_complete(seen: View, now: Mapping[str, Known]) -> bool:
    """Say whether a list is one of all provinces, some perhaps missing: at least half are in it."""
    return 2 * len(now) >= len(seen.history.gazetteer.at_level(seen.unit.vintage, "province"))


def _marked(seen: View) -> Unit | None:
    if seen.unit.level == "district":
        return seen.history.gazetteer.get(seen.unit.vintage, seen.unit.parent)
    return seen.unit if seen.unit.level == "province" else None


def _computed(key: str, value: Value, unit: UnitOfFact, formula: str, inputs: Iterable[str] = ()) -> Fact:
    return Fact(key, LABELS[key], value, unit, formula, "", tuple(inputs), status="computed")


def _extent(ledger: Ledger, units: Sequence[Unit], rows: Sequence[Part]) -> None:
    """Enter how many units there are, are known and are ranked, and the moments of the list and the one before."""
    known, formula = [row.known for row in rows if row.known], "đếm trong danh sách của nguồn"
    everyone = "đếm trong danh mục đơn vị hành chính"
    ledger.add(replace(_computed("list_units", len(units), "count", everyone), source="UNITS"))
    ledger.add(_computed("list_known", len(known), "count", formula))
    formula, inputs = "số đơn vị trong danh mục - số đơn vị có số liệu", ("list_units", "list_known")
    ledger.add(_computed("list_absent", len(units) - len(known), "count", formula, inputs))
    formula = "đếm các đơn vị có tỷ lệ so sánh được"
    ledger.add(_computed("list_ranked", sum(row.bounds is not None for row in rows), "count", formula))
    _moment(ledger, "list_as_of", known, latest=True)
    _moment(ledger, "list_since", [row.then for row in rows if row.then], latest=True)
    if len({k.as_of for k in known}) > 1:
        _moment(ledger, "list_from", known, latest=False)


def _moment(ledger: Ledger, key: str, known: Sequence[Known], *, latest: bool) -> None:
    if known:
        found = sorted(known, key=lambda k: k.as_of.order())[-1 if latest else 0]
        ledger.add(Fact(key, LABELS[key], found.as_of, "moment", "thời điểm nguồn công bố", found.source))


def _moved(ledger: Ledger, rows: Sequence[Part], then: Mapping[str, Known]) -> dict[str, Fact]:
    """Enter the places won or lost, where both lists rank the same units."""
    if not any(row.then for row in rows):
        return {}
    before = ranks(pd.Series({code: known.share for code, known in then.items()}, dtype=object))
    ledger.add(_computed("list_since_ranked", len(before), "count", "đếm các đơn vị có tỷ lệ so sánh được"))
    now = [row for row in rows if row.bounds]
    if set(before.index) != {row.unit.code for row in now} or not all(row.then for row in now):
        return {}
    pairs = [(row, row.rank, before[row.unit.code].place) for row in rows if row.rank]
    won = {row.unit.code: _won(row, place - int(rank.amount)) for row, rank, place in pairs if place is not None}
    formula, inputs = "đếm các đơn vị có thứ hạng thay đổi", ("list_since",)
    ledger.add(_computed("list_climbed", sum(fact > 0 for fact in won.values()), "count", formula, inputs))
    ledger.add(_computed("list_dropped", sum(fact < 0 for fact in won.values()), "count", formula, inputs))
    return {code: ledger.add(fact) for code, fact in won.items()}


def _won(row: Part, places: int) -> Fact:
    now, then = (known.source if known else "" for known in (row.known, row.then))
    return Fact(
        key=f"moved_of_{row.unit.code}",
        label=f"Thay đổi thứ hạng của {row.unit.full_name}",
        value=places,
        unit="count",
        formula="thứ hạng kỳ trước - thứ hạng kỳ này",
        source=", ".join(dict.fromkeys((now, then))),
        inputs=(f"rank_of_{row.unit.code}", "list_since"),
        status="computed",
    )


def _past(ledger: Ledger, seen: View, rows: Sequence[Part]) -> dict[str, Past]:
    """Enter when each unit without figures was last known, in any list."""
    absent = {row.unit for row in rows if not row.known}
    every = known_figures(seen.history, seen.history.campaign.main_measure) if absent else []
    last = {k.unit: k for k in sorted(every, key=lambda k: (k.period, k.as_of.order())) if k.unit in absent}
    return {unit.code: _last(ledger, unit, known) for unit, known in last.items()}


def _last(ledger: Ledger, unit: Unit, known: Known) -> Past:
    code, name = unit.code, unit.full_name
    moment, formula = f"Lần cuối có số liệu của {name}", "kỳ gần nhất có số liệu"
    at = ledger.add(Fact(f"last_of_{code}", moment, known.as_of, "moment", formula, known.source))
    count = count_fact(f"last_count_of_{code}", f"Số đạt được lần cuối của {name}", known)
    share = share_fact(f"last_share_of_{code}", f"Tỷ lệ lần cuối của {name}", known)
    return Past(at, ledger.add(count) if known.count is not None else None, ledger.add(share) if share else None)


def _regions(ledger: Ledger, seen: View, units: Sequence[Unit], rows: Sequence[Part]) -> list[Group]:
    """Enter the subtotals of the regions; none where the regions do not hold every unit."""
    regions = seen.history.gazetteer.regions_of(seen.unit.vintage)
    if {unit.region for unit in units} != {region.code for region in regions}:
        return []
    groups = []
    for region in regions:
        mine = [row for row in rows if row.unit.region == region.code]
        groups.append(group(ledger, seen, Members(region.code, region.name, len(mine), mine)))
    return ranked(ledger, groups)


def _nation(ledger: Ledger, seen: View, nation: Unit, found: Standings) -> Known | None:
    """Enter what the same source says of the nation, and how far that is from the sum where both are sure to differ."""
    known = next((k for k in seen.known if k.unit == nation and k.source == found.source), None)
    if known is None:
        return None
    if known.count is not None:
        ledger.add(count_fact("nation_count", LABELS["nation_count"], known))
    if fact := share_fact("nation_share", LABELS["nation_share"], known):
        ledger.add(fact)
    at_once = {row.known.as_of for row in found.known if row.known} == {known.as_of}
    if at_once and known.people and found.total.count and not known.people.overlaps(found.total.people):
        word, value = digits(known.people.minus(found.total.people))
        formula, inputs = "số cả nước - tổng các đơn vị", ("nation_count", found.total.count.key)
        if value:
            fact = _computed("nation_difference", value, "count", formula, inputs)
            ledger.add(replace(fact, qualifier=word, source=known.source, note=known.note))
    return known


def _spread(ledger: Ledger, rows: Sequence[Part]) -> None:
    """Enter the distance between first and last, and the share in the middle; rows from the highest."""
    if len(rows) < FEWEST_TO_RANK:
        return
    _difference(ledger, "list_spread", rows[0], rows[-1], "tỷ lệ cao nhất - tỷ lệ thấp nhất")
    lows = [row.bounds.low for row in rows if row.bounds and row.bounds.low is not None]
    highs = [row.bounds.high for row in rows if row.bounds and row.bounds.high is not None]
    fact = bounded("list_median", LABELS["list_median"], Bounds(median(lows), median(highs)))
    if fact:
        ledger.add(replace(fact, formula="tỷ lệ đứng giữa khi xếp theo thứ tự", inputs=("list_ranked",)))


def _difference(ledger: Ledger, key: str, high: Part, low: Part, formula: str) -> None:
    """Enter the points between two rows; "about 0" leaves open who is ahead, and is no fact."""
    if high.bounds is None or low.bounds is None:
        return
    fact = bounded(key, LABELS[key], high.bounds.minus(low.bounds))
    if fact and (fact.value or not fact.qualifier):
        inputs = (f"share_of_{high.unit.code}", f"share_of_{low.unit.code}")
        ledger.add(replace(fact, unit="points", formula=formula, inputs=inputs))


def _judged(ledger: Ledger, seen: View, rows: Sequence[Part]) -> None:
    """Enter how many units surely reached the target, of those whose share decides it."""
    if seen.target is None or seen.target.percent is None:
        return
    percent = Fraction(seen.target.percent)
    shares = [row.known.share for row in rows if row.targeted and row.known and row.known.share]
    reached = sum(share.low is not None and share.low >= percent for share in shares)
    short = sum(share.high is not None and share.high < percent for share in shares)
    ledger.add(_computed("list_judged", reached + short, "count", "đếm", ["target"]))
    formula = "đếm các đơn vị có tỷ lệ không thấp hơn mục tiêu"
    ledger.add(_computed("list_reached", reached, "count", formula, ["target"]))


def _placed(ledger: Ledger, found: Standings) -> Standings:
    """Enter where the marked unit stands: its quarter, and how far the units next to it are."""
    own = found.own
    if own is None or own.rank is None or own.bounds is None:
        return found
    if found.complete and len(found.ranked) >= FEWEST_TO_QUARTER:
        quarter = QUARTERS[(4 * int(own.rank.amount) - 1) // len(found.ranked)]
        formula, inputs = "bốn nhóm bằng nhau theo thứ hạng", (own.rank.key, "list_ranked")
        ledger.add(_computed("quarter", quarter, "text", formula, inputs))
    above = _next(row for row in reversed(found.ranked) if _surely_above(row, own))
    below = _next(row for row in found.ranked if _surely_above(own, row))
    level = [row for row in found.ranked if row is not own and own.bounds.exact and row.bounds == own.bounds]
    for side, high, low in [("above", above[:1], [own]), ("below", [own], below)]:
        if high and low:
            _difference(ledger, f"{side}_points", high[0], low[0], "hiệu hai tỷ lệ")
        if high and len(low) == 1:
            _people_between(ledger, f"{side}_people", high[0], low[0])
    return replace(found, above=above, below=below, level=level)


def _surely_above(row: Part, other: Part) -> bool:
    low, high = (row.bounds.low if row.bounds else None), (other.bounds.high if other.bounds else None)
    return low is not None and high is not None and low > high


def _next(rows: Iterable[Part]) -> list[Part]:
    """Take the first of rows that come nearest first, and those that tie with it."""
    near = list(rows)
    tied = [row for row in near if row.bounds and row.bounds.exact and row.bounds == near[0].bounds]
    return tied or near[:1]


def _people_between(ledger: Ledger, key: str, high: Part, low: Part) -> None:
    """Enter how many more a row needs to draw level with one above it."""
    base = low.known.base if low.known else None
    if base is None or low.counted is None or high.bounds is None or not high.bounds.exact:
        return
    if not base_bounds(base).exact or high.bounds.low is None:
        return
    more = needed(base.value, high.bounds.low) - low.counted
    formula = "mẫu số × tỷ lệ của đơn vị xếp trên, làm tròn lên - số đạt được"
    keys = (f"share_of_{high.unit.code}", f"base_of_{low.unit.code}", f"count_of_{low.unit.code}")
    ledger.add(_computed(key, more, "count", formula, keys))
