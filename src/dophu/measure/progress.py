"""The progress of a unit: its course and that of the units above it, pace, places, revisions, scenarios."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from dophu.measure.course import Course, courses
from dophu.measure.facts import FEWEST_TO_RANK, more_people, per_day
from dophu.measure.ledger import Fact, Ledger
from dophu.measure.lines import MOST_TOLD, Keys, Line, Row, enter_rank, line
from dophu.measure.outlook import Outlook, outlook
from dophu.measure.revisions import Revised, enter, in_view, revisions, since_last
from dophu.measure.view import View
from dophu.wording import Moment
from dophu.world.campaigns import Break
from dophu.world.units import Unit

WEEK = Fraction(7 * 24)
FEWEST_TO_COMPARE = 2
FAR = 2  # below twice as much the difference says it better
NEIGHBOURS = 2  # on each side of the unit
LABELS = {
    "course_known": "Số kỳ đã có số liệu",
    "course_last": "Lần gần nhất có số liệu",
    "course_left_out": "Số kỳ trước đó không in trong bảng",
    "week_since": "Thời điểm đầu của tuần gần nhất",
    "week_hours": "Độ dài của tuần gần nhất có số liệu",
    "week_count": "Thay đổi trong tuần gần nhất",
    "week_per_day": "Thay đổi bình quân mỗi ngày trong tuần gần nhất",
    "pace_difference": "Mức tăng mỗi ngày so với mức cần có",
    "week_difference": "Mức tăng mỗi ngày trong tuần so với mức cần có",
    "pace_times": "Mức cần có so với mức tăng mỗi ngày hiện nay",
    "rank_since": "Kỳ so sánh thứ hạng",
    "rank_before": "Thứ hạng kỳ so sánh",
    "rank_move": "Số bậc thay đổi",
    "revised_count": "Số ô số liệu được điều chỉnh từ kỳ trước",
}


@dataclass(frozen=True)
class Places:
    """Places in the lists that rank the same units; None where a list leaves a place open.

    rows    the rows of the edition's unit in those lists, oldest first
    places  by unit, one a row
    named   the unit and those who now stand next to it, with their first and their last place
    """

    total: int
    rows: list[Row]
    places: dict[Unit, list[int | None]]
    named: dict[Unit, tuple[Fact | None, Fact | None]]


@dataclass(frozen=True)
class Progress:
    """Everything the chapter shows.

    lines    of the edition's unit, its region or province, the nation: those of which something is known
    beside   how far the unit's share is above each of the others, in points
    """

    seen: View
    lines: list[Line]
    places: Places | None
    revised: list[Revised]
    outlook: Outlook
    beside: dict[Unit, Fact]

    @property
    def line(self) -> Line | None:
        """The course of the edition's unit; None when nothing is known of it."""
        return next((line for line in self.lines if line.unit == self.seen.unit), None)

    @property
    def broken(self) -> Break | None:
        """The last method break inside the course."""
        steps = [row.step.broken for row in self.line.rows] if self.line else []
        return next((cut for cut in reversed(steps) if cut), None)


def progress(ledger: Ledger, seen: View) -> Progress:
    """Enter the facts of a unit's progress; what cannot be known is entered as missing."""
    for key, label in LABELS.items():
        ledger.lack(key, label, "số liệu đã có chưa đủ để tính")
    followed, changed = courses(seen), revisions(seen)
    lines = [line(ledger, seen, course, changed) for course in followed]
    own = next((course for course in followed if course.unit == seen.unit), None)
    places = _places(ledger, seen, lines[0]) if own else None
    if own:
        _extent(ledger, lines[0])
        _week(ledger, own, seen.day.isoformat())
        _moved(ledger, seen, places)
    _beside_pace(ledger)
    revised = [enter(ledger, revision) for revision in in_view(seen, since_last(seen, changed))]
    if revised:
        ledger.add(_computed("revised_count", len(revised), "đếm trong bảng điều chỉnh"))
    beside = _beside_others(ledger, seen, lines[1:]) if own else {}
    return Progress(seen, lines, places, revised, outlook(ledger, seen, own, changed), beside)


def _computed(key: str, value: int, formula: str, inputs: Sequence[str] = ()) -> Fact:
    return Fact(key, LABELS[key], value, "count", formula, "", tuple(inputs), status="computed")


def _beside_others(ledger: Ledger, seen: View, others: Sequence[Line]) -> dict[Unit, Fact]:
    """Hold the unit's share against those of the units above it at the same moment, where both are exact."""
    rate, found = ledger["rate"], dict[Unit, Fact]()
    for other in others:
        share, known = other.rows[-1].share, other.rows[-1].step.known
        same = known is not None and known.as_of == seen.as_of
        if not (same and isinstance(rate, Fact) and share) or rate.qualifier or share.qualifier:
            continue
        key = Keys(ledger, other.unit, other.rows[-1].step.period)
        more = Fact("", "", rate.amount - share.amount, "points", "tỷ lệ của đơn vị - tỷ lệ so sánh", "")
        more = replace(more, status="computed", places=min(rate.places, share.places))
        fact = key.enter("beside", "Chênh lệch so với tỷ lệ", more, ("rate", share.key))
        found |= {other.unit: fact} if fact else {}
    return found


def _extent(ledger: Ledger, line: Line) -> None:
    known = [row.step.known for row in line.rows if row.step.known]
    ledger.add(_computed("course_known", len(known), "đếm các kỳ có số liệu của đơn vị"))
    ledger.add(_moment("course_last", known[-1].as_of, "thời điểm nguồn công bố", known[-1].source))
    if len(line.rows) > MOST_TOLD:
        ledger.add(_computed("course_left_out", len(line.rows) - MOST_TOLD, "số kỳ - số kỳ in trong bảng"))


# -- pace and places -------------------------------------------------------------------------------------


def _week(ledger: Ledger, course: Course, day: str) -> None:
    """Enter the gain over the last seven days of data; nothing where they hold only the last interval."""
    last = course.steps[-1].known
    week = [k for k in course.segment if last and k is not last and last.as_of.hours_since(k.as_of) <= WEEK]
    if last is None or last not in course.segment or last.period != day or len(week) < FEWEST_TO_COMPARE:
        return
    first, since = week[0], ("week_since",)
    hours = last.as_of.hours_since(first.as_of)
    ledger.add(_moment("week_since", first.as_of, "kỳ sớm nhất trong 7 ngày gần nhất", first.source))
    span = Fact("week_hours", LABELS["week_hours"], hours, "hours", "thời điểm sau - thời điểm trước", "", since)
    ledger.add(replace(span, status="computed"))
    more = more_people(last, first)
    daily = per_day(more, hours)
    if more and daily:
        inputs = ("counted", "week_since")
        ledger.add(replace(more, key="week_count", label=LABELS["week_count"], inputs=inputs))
        inputs = ("week_count", "week_hours")
        ledger.add(replace(daily, key="week_per_day", label=LABELS["week_per_day"], inputs=inputs))


def _moment(key: str, moment: Moment, formula: str, source: str) -> Fact:
    return Fact(key, LABELS[key], moment, "moment", formula, source)


def _beside_pace(ledger: Ledger) -> None:
    """Hold what is gained a day against what the target demands a day."""
    pace = ledger["pace"]
    for key, gained in (("pace_difference", "change_per_day"), ("week_difference", "week_per_day")):
        fact = ledger[gained]
        if isinstance(fact, Fact) and isinstance(pace, Fact):
            more = int(fact.amount - pace.amount)
            ledger.add(_computed(key, more, "mức tăng mỗi ngày - mức cần có mỗi ngày", (gained, "pace")))
    now = ledger["change_per_day"]
    if isinstance(now, Fact) and isinstance(pace, Fact) and 0 < FAR * now.amount <= pace.amount:
        fact = _computed("pace_times", 0, "mức cần có mỗi ngày / mức tăng mỗi ngày", ("pace", "change_per_day"))
        ledger.add(replace(fact, value=pace.amount / now.amount, unit="times", places=1))


def _places(ledger: Ledger, seen: View, own: Line) -> Places | None:
    """Follow the places of all peers through the lists that rank the same units: those of most periods."""
    ranked = [(frozenset(row.step.ranks), row) for row in own.told if row.step.rank]
    latest_first = Counter(codes for codes, _ in reversed(ranked) if len(codes) >= FEWEST_TO_RANK)
    chosen = max(latest_first, key=lambda codes: latest_first[codes], default=frozenset[str]())
    rows = [row for codes, row in ranked if codes == chosen]
    if len(rows) < FEWEST_TO_COMPARE:
        return None
    peers = [peer for peer in seen.peers if peer.code in chosen]
    places = {peer: [row.step.ranks[peer.code].place for row in rows] for peer in peers}
    named = {
        unit: (_place(ledger, seen, unit, rows[0]), _place(ledger, seen, unit, rows[-1]))
        for unit in _neighbours(seen.unit, {unit: track[-1] for unit, track in places.items()})
    }
    return Places(len(chosen), rows, places, named)


def _neighbours(own: Unit, last: dict[Unit, int | None]) -> list[Unit]:
    """List the unit and the two on each side of it, in the order of their places."""
    ordered = sorted((unit for unit in last if last[unit]), key=lambda unit: last[unit] or 0)
    if own not in ordered:
        return []
    at = ordered.index(own)
    return ordered[max(0, at - NEIGHBOURS) : at + NEIGHBOURS + 1]


def _place(ledger: Ledger, seen: View, unit: Unit, row: Row) -> Fact | None:
    if unit == seen.unit or row.step.known is None:
        return row.rank
    return enter_rank(Keys(ledger, unit, row.step.period), row.step.ranks.get(unit.code), row.step.known.source)


def _moved(ledger: Ledger, seen: View, places: Places | None) -> None:
    """Enter the places won or lost since the last list of the same units, with no method break between."""
    rank = ledger["rank"]
    if places is None or not isinstance(rank, Fact) or places.rows[-1].step.period != seen.day.isoformat():
        return
    before, now = places.rows[-2:]
    days = date.fromisoformat(before.step.period), seen.day
    broken = seen.history.campaign.broken_between(seen.history.campaign.main_measure, *days)
    if broken or before.rank is None or before.step.known is None or now.rank is None:
        return
    known, keys = before.step.known, (before.rank.key, "rank")
    ledger.add(_moment("rank_since", known.as_of, "kỳ gần nhất xếp hạng cùng các đơn vị", known.source))
    ledger.add(replace(before.rank, key="rank_before", label=LABELS["rank_before"]))
    moved = int(before.rank.amount - rank.amount)
    ledger.add(_computed("rank_move", moved, "thứ hạng kỳ trước - thứ hạng kỳ này", keys))
