"""Courses as facts: of each period the count, the share, the gain since the figure before, the place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from dophu.measure.course import REGION, Course, Step
from dophu.measure.facts import FEWEST_TO_RANK, count_fact, more_people, more_points, per_day, share_fact
from dophu.measure.ledger import Fact, Ledger
from dophu.measure.ranks import Rank
from dophu.measure.revisions import Revised, Revision, enter
from dophu.measure.snapshot import Known
from dophu.measure.view import View
from dophu.wording import day_month_year
from dophu.world.units import Unit

MOST_TOLD = 30  # rows that fit two pages; earlier periods are drawn and not printed


@dataclass(frozen=True)
class Row:
    """One period of a course and what of it may be printed.

    hours, gain, points, per_day   since the figure before that compares: `step.before`
    revised   the revisions of its figure, oldest first; a region's sum has none of its own
    """

    step: Step
    count: Fact | None = None
    share: Fact | None = None
    gain: Fact | None = None
    points: Fact | None = None
    hours: Fact | None = None
    per_day: Fact | None = None
    rank: Fact | None = None
    ranked: Fact | None = None
    revised: list[Revised] = field(default_factory=list)


@dataclass(frozen=True)
class Line:
    """The course of one unit; `rows` are all periods, of which only the last ones and the first have facts."""

    unit: Unit
    label: str
    rows: list[Row]

    @property
    def told(self) -> list[Row]:
        """The rows that a table prints."""
        return self.rows[-MOST_TOLD:]


def line(ledger: Ledger, seen: View, course: Course, changed: list[Revision]) -> Line:
    """Enter the course of one unit: its last periods, and the first, where the line starts."""
    rows = list[Row]()
    for i, step in enumerate(course.steps):
        told = i == 0 or i >= len(course.steps) - MOST_TOLD
        row = _row(ledger, seen, course.unit, step) if told else Row(step)
        rows.append(replace(row, revised=[enter(ledger, r) for r in _of(changed, step.known) if told]))
    label = f"{course.unit.kind} {course.unit.name}" if course.unit.level == REGION else course.unit.full_name
    return Line(course.unit, label, rows)


def _of(changed: Sequence[Revision], known: Known | None) -> list[Revision]:
    return [r for r in changed if known and (r.unit, r.period, r.source) == (known.unit, known.period, known.source)]


def _row(ledger: Ledger, seen: View, unit: Unit, step: Step) -> Row:
    if unit == seen.unit and step.period == seen.day.isoformat():
        return _own_row(ledger, step)
    known, keys = step.known, Keys(ledger, unit, step.period)
    if known is None:
        return Row(step)
    count = keys.enter("count", "Số lượng", count_fact("", "", known) if known.count is not None else None)
    if count and unit.level == REGION:
        count = ledger.add(replace(count, formula="tổng các đơn vị trong vùng", status="computed"))
    share = keys.enter("share", "Tỷ lệ", share_fact("", "", known), [keys.key("count")])
    if unit != seen.unit or step.before is None:
        return replace(_ranked(keys, step), count=count, share=share)
    return _gained(keys, replace(_ranked(keys, step), count=count, share=share), known, step.before)


class Keys:
    """Enters the facts of one unit in one period under keys and labels that name both."""

    def __init__(self, ledger: Ledger, unit: Unit, period: str) -> None:
        self.ledger, self.unit, self.period = ledger, unit, period

    def key(self, what: str, period: str = "") -> str:
        """Name a fact of the unit, in this period unless another is given."""
        where = f"in_{self.unit.code}" if self.unit.level == REGION else f"of_{self.unit.code}"
        return f"{what}_{where}_{(period or self.period).replace('-', '_')}"

    def enter(self, what: str, label: str, fact: Fact | None, inputs: Sequence[str] = ()) -> Fact | None:
        """Enter a fact, and of its inputs those that the ledger holds."""
        if fact is None:
            return None
        day = day_month_year(date.fromisoformat(self.period))
        named = replace(fact, key=self.key(what), label=f"{label} của {self.unit.full_name}, {day}")
        return self.ledger.add(replace(named, inputs=tuple(key for key in inputs if key in self.ledger)))


def _gained(keys: Keys, row: Row, known: Known, before: Known) -> Row:
    """Enter the change since the figure before that compares, over the hours that lie between."""
    hours = known.as_of.hours_since(before.as_of)
    more, counts = more_people(known, before), [keys.key("count"), keys.key("count", before.period)]
    shares = [keys.key("share"), keys.key("share", before.period)]
    span = Fact("", "", hours, "hours", "thời điểm sau - thời điểm trước", "", status="computed")
    row = replace(row, hours=keys.enter("hours", "Thời gian từ kỳ so sánh", span))
    row = replace(row, gain=keys.enter("gain", "Thay đổi về số lượng", more, counts))
    row = replace(row, points=keys.enter("points", "Thay đổi về tỷ lệ", more_points(known, before), shares))
    both = [keys.key("gain"), keys.key("hours")]
    return replace(row, per_day=keys.enter("per_day", "Thay đổi mỗi ngày", per_day(more, hours), both))


def _ranked(keys: Keys, step: Step) -> Row:
    rank, source = step.rank, step.known.source if step.known else ""
    if rank is None or rank.place is None or rank.known < FEWEST_TO_RANK:
        return Row(step)
    among = Fact("", "", rank.known, "count", "đếm trong cùng một nguồn", source, status="computed")
    ranked = keys.enter("ranked", "Số đơn vị được xếp hạng cùng danh sách", among)
    return Row(step, rank=enter_rank(keys, rank, source), ranked=ranked)


def enter_rank(keys: Keys, rank: Rank | None, source: str) -> Fact | None:
    """Enter a place in a list; None where rounded figures leave it open."""
    if rank is None or rank.place is None:
        return None
    formula, word = "1 + số đơn vị có tỷ lệ cao hơn", "đồng hạng" if rank.tied else ""
    fact = Fact("", "", rank.place, "rank", formula, source, status="computed", qualifier=word)
    return keys.enter("rank", "Thứ hạng", fact, [keys.key("ranked")])


def _own_row(ledger: Ledger, step: Step) -> Row:
    """Take what the letter already says of the edition's own period."""

    def known(key: str) -> Fact | None:
        fact = ledger[key]
        return fact if isinstance(fact, Fact) else None

    return Row(
        step,
        count=known("counted"),
        share=known("rate"),
        gain=known("change_count"),
        points=known("change_points"),
        hours=known("change_hours"),
        per_day=known("change_per_day"),
        rank=known("rank"),
        ranked=known("ranked"),
    )
