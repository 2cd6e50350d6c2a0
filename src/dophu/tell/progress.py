"""The chapter of progress: the course over the periods, its pace, places, scenarios and revisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from dophu import wording
from dophu.measure.course import Step
from dophu.measure.ledger import Fact, Ledger
from dophu.measure.lines import Line, Row
from dophu.measure.outlook import LeftOut, Scenario
from dophu.measure.progress import Progress, progress
from dophu.measure.revisions import Revised
from dophu.measure.snapshot import Known
from dophu.tell import drawing, figures
from dophu.tell.blocks import Runs
from dophu.tell.chapter import Chapter
from dophu.tell.content import FigureContent, TableContent, runs
from dophu.tell.names import Word
from dophu.wording import capitalised, day_month_year
from dophu.world.campaigns import Break

FEWEST_DRAWN = 2
UNKNOWN, AT_TARGET = "chưa có số liệu", "mức mục tiêu"
BROKEN = "đổi cách tính"
DRAWN_NAMES = {"linear": "tuyến tính", "logistic": "logistic"}  # the drawing writes "kịch bản" before them


def names(measured: Progress) -> Mapping[str, Any]:
    """List the words and rows that prose may use beside the single facts."""
    line, cut, campaign = measured.line, measured.broken, measured.seen.history.campaign
    linear, logistic = (_scenario(measured, key) for key in DRAWN_NAMES)
    return {
        "has_course": line is not None and len(_known(line)) >= FEWEST_DRAWN,
        "last_known": _known(line)[-1] if line else None,
        "has_places": measured.places is not None,
        "others": [_beside(measured, other) for other in _others(measured) if other.rows[-1].share],
        "broken": Word(_break_words(cut) if cut else ""),
        "own_note": Word(measured.seen.mine.note if measured.seen.mine else ""),
        "scenarios": [scenario for scenario in (linear, logistic) if scenario],
        "linear": linear,
        "logistic": logistic,
        "left_out": [_left_out(each) for each in measured.outlook.left_out],
        "no_scenario": Word(measured.outlook.reason),
        "rank_label": Word(measured.seen.unit.peer_kind),
        "own_revised": Word(wording.joined(_revised_names(measured)) if measured.revised else ""),
        "nation_apart": campaign.national_measure not in {None, campaign.main_measure},
    }


def _break_words(cut: Break) -> str:
    """Tell a method break, with its day where the note itself does not say it."""
    day = day_month_year(cut.start)
    return cut.note if day in cut.note else f"Từ ngày {day}: {cut.note}"


def _scenario(measured: Progress, key: str) -> dict[str, Any] | None:
    found = next((s for s in measured.outlook.scenarios if s.key == key), None)
    return {"verdict": Word(found.verdict)} if found else None


def _left_out(each: LeftOut) -> dict[str, Any]:
    return {"name": Word(each.name), "reason": Word(each.reason), "tried": each.tried, "right": each.right}


def _known(line: Line) -> list[Row]:
    return [row for row in line.rows if row.step.known]


def _others(measured: Progress) -> list[Line]:
    """List the units above, of which the edition's own period holds a figure."""
    day = measured.seen.day.isoformat()
    others = [line for line in measured.lines if line.unit != measured.seen.unit]
    return [line for line in others if line.rows[-1].step.period == day and line.rows[-1].step.known]


def _beside(measured: Progress, other: Line) -> dict[str, Any]:
    row = other.rows[-1]
    return {
        "name": Word(other.label),
        "count": row.count,
        "share": row.share,
        "note": Word(row.step.known.note if row.step.known else ""),
        "beside": measured.beside.get(other.unit),
    }


def _revised_names(measured: Progress) -> list[str]:
    return list(dict.fromkeys(each.revision.unit.full_name for each in measured.revised))


# -- tables ----------------------------------------------------------------------------------------------


def course(ledger: Ledger, measured: Progress) -> TableContent | str:
    """Show the periods of the unit, the last on top: count, share, gain over the actual hours, place, notes."""
    line = measured.line
    if line is None or len(_known(line)) < FEWEST_DRAWN:
        return "đơn vị mới có số liệu của một kỳ" if line else "đơn vị chưa có số liệu của kỳ nào"
    rows = line.told[::-1]
    label = measured.seen.history.campaign.measures[measured.seen.history.campaign.main_measure].label
    columns = {
        capitalised(label): [_cell(row.count) for row in rows],
        "Tỷ lệ": [_cell(row.share) for row in rows],
        "Thay đổi": [_cell(row.gain or row.points) for row in rows],
        "Trong": [_cell(row.hours if row.gain or row.points else None) for row in rows],
        "Mỗi ngày": [_cell(row.per_day) for row in rows],
        "Thứ hạng": [_cell(row.rank) for row in rows],
    }
    kept = {head: cells for head, cells in columns.items() if any(cells)}
    ranked = _ranked_mostly(rows)
    notes = [_notes(line, row, ranked) for row in rows]
    kept |= {"Ghi chú": notes} if any(notes) else {}
    aligned: dict[str, Literal["left", "right"]] = {"Ghi chú": "left"}
    days = [runs(day_month_year(_day_of(row))) for row in rows]
    return TableContent(
        key="course",
        caption=_course_caption(ledger, line, ranked),
        head=["Kỳ", *kept],
        rows=[list(row) for row in zip(days, *kept.values(), strict=True)],
        align=["left", *(aligned.get(head, "right") for head in kept)],
        foot=[],
        marked=0 if rows[0].step.period == measured.seen.day.isoformat() else None,
    )


def _cell(fact: Fact | None) -> Runs:
    return runs(fact) if fact else []


def _day_of(row: Row) -> date:
    return date.fromisoformat(row.step.period)


def _ranked_mostly(rows: Sequence[Row]) -> Fact | None:
    """Say among how many units most rows rank, the latest of two that are as many; None where no row does."""
    ranked = [row.ranked for row in rows if row.rank and row.ranked]
    values = [fact.value for fact in ranked]
    return max(ranked, key=lambda fact: values.count(fact.value), default=None)


def _course_caption(ledger: Ledger, line: Line, ranked: Fact | None) -> Runs:
    caption = runs("Tiến độ của ", line.unit.full_name, " qua các kỳ, kỳ mới nhất ở trên")
    if ranked:
        alike = all(row.ranked in (None, ranked) for row in line.told)
        caption += runs("; thứ hạng trong ", ranked, f" {line.unit.peer_kind}{'' if alike else ' nếu không ghi khác'}")
    left_out = ledger["course_left_out"]
    return caption + runs("; không in ", left_out, " kỳ trước đó") if isinstance(left_out, Fact) else caption


def _notes(line: Line, row: Row, ranked: Fact | None) -> Runs:
    """Say what keeps a row from being read like the others."""
    known, before = row.step.known, row.step.before
    if known is None:
        return runs(UNKNOWN)
    notes = [runs(f"{BROKEN} từ {day_month_year(row.step.broken.start)}")] if row.step.broken else []
    if row.gain or row.points:
        skipped = before is not None and before.period != _previous(line, row)
        notes += [runs(f"so với ngày {day_month_year(before.as_of.day)}")] if before and skipped else []
        notes += [runs("thay đổi giữa hai tỷ lệ công bố")] if _mixed(row.step) else []
    notes += [runs("tỷ lệ nguồn công bố")] if known.kind == "published" else []
    notes += [runs("đã điều chỉnh, số cũ ", each.former) for each in row.revised if each.former]
    if row.rank and row.ranked and ranked != row.ranked:
        notes.append(runs("xếp hạng trong ", row.ranked, " đơn vị"))
    notes += [runs(known.note)] if known.note else []
    return [run for i, note in enumerate(notes) for run in (*(runs("; ") if i else []), *note)]


def _previous(line: Line, row: Row) -> str:
    known = [each.step.period for each in _known(line)]
    at = known.index(row.step.period)
    return known[at - 1] if at else ""


def revisions(ledger: Ledger, measured: Progress) -> TableContent | str:
    """Show what was revised since the last edition: the former count, the new one, when and why."""
    if not measured.revised:
        return "không có số liệu nào được điều chỉnh từ kỳ trước"
    return TableContent(
        key="revisions",
        caption=runs("Số liệu được điều chỉnh từ kỳ báo cáo trước"),
        head=["Đơn vị", "Kỳ", "Số cũ", "Số mới", "Chênh lệch", "Điều chỉnh lúc", "Lý do"],
        rows=[_revision(each) for each in measured.revised],
        align=["left", "left", "right", "right", "right", "left", "left"],
        foot=[],
    )


def _revision(each: Revised) -> list[Runs]:
    r = each.revision
    return [
        runs(capitalised(r.unit.full_name)),
        runs(day_month_year(date.fromisoformat(r.period))),
        runs(each.former or "chưa công bố"),
        runs(each.new or "đã rút"),
        runs(each.difference or "không xác định"),
        runs(wording.moment(r.revised).replace("ngày ", "")),
        runs(r.reason or "không nêu lý do"),
    ]


# -- figures ---------------------------------------------------------------------------------------------


def share_course(ledger: Ledger, measured: Progress) -> FigureContent | str:
    """Show the shares of the unit, its region and the nation over the periods, with the target."""
    drawn = [(line, points) for line in measured.lines if (points := points_of(line))]
    if measured.line is None or not drawn or drawn[0][0] != measured.line:
        return "đơn vị chưa có tỷ lệ của kỳ nào"
    if max(len(points) for _, points in drawn) < FEWEST_DRAWN:
        return "mới có số liệu của một kỳ"
    seen = measured.seen
    base = seen.history.bases.described[seen.history.campaign.main_base]
    series = [drawing.Series(capitalised(line.label), points, line.unit == seen.unit) for line, points in drawn]
    lines = [line for line, _ in drawn]
    said = "; ".join(f"{line.label} {_from_to(line)}" for line in lines)
    return FigureContent(
        key="share_course",
        drawing=drawing.lines(
            series,
            seen.as_of,
            drawing.Scale(f"Tỷ lệ trên {base.kind_name}", percent=True),
            _target(ledger),
            _breaks(measured),
        ),
        alt=f"Biểu đồ đường theo thời gian: {said}.{_target_sentence(ledger)}{_break_sentence(measured)}",
        caption=runs("Tỷ lệ qua các kỳ đến ", ledger.fact("as_of")),
        head=["Kỳ", *(head for line in lines for head in (capitalised(line.label), "Tỷ lệ"))],
        rows=_course_rows(lines),
    )


def points_of(line: Line) -> list[drawing.Point]:
    """Draw the shares that are more than a bound; a line joins only those that compare."""
    rows = [row for row in line.rows if row.step.known and row.step.known.share and row.step.known.share.closed]
    last = [None, *(row.step.known for row in rows)]
    return [_point(row, gap=not _joins(row.step, before)) for before, row in zip(last, rows, strict=False)]


def _joins(step: Step, before: Known | None) -> bool:
    """Say whether a line may join a share to the one before: they compare, and both recomputed or both published."""
    return before is not None and step.before is before and not _mixed(step)


def _mixed(step: Step) -> bool:
    """Say whether a published share stands beside a recomputed one, whose base may be another."""
    kinds = [known.kind == "published" for known in (step.known, step.before) if known]
    return len(set(kinds)) > 1


def _point(row: Row, *, gap: bool) -> drawing.Point:
    known = row.step.known
    share = known.share if known else None
    if known is None or share is None or share.low is None or share.high is None:
        raise ValueError(f"no share to draw in {row.step.period}")
    value = float(row.share.amount if row.share else (share.low + share.high) / 2)
    former = row.revised[0].revision.former if row.revised else None
    base = known.base.value if known.base else None
    return drawing.Point(
        known.as_of,
        value,
        row.share.shown if row.share else "",
        approximate=known.kind != "exact",
        former=100 * former.count / base if former and base else None,
        gap=gap,
    )


def _from_to(line: Line) -> str:
    known = [(row.step.known, row.share) for row in line.rows if row.step.known and row.share]
    if not known:
        return UNKNOWN
    (first, start), (last, end) = known[0], known[-1]
    if first is last:
        return f"{end.shown} ({day_month_year(last.as_of.day)})"
    days = (day_month_year(k.as_of.day) for k in (first, last))
    return f"từ {start.shown} ({next(days)}) đến {end.shown} ({next(days)})"


def _course_rows(lines: Sequence[Line]) -> list[list[Runs]]:
    """Put the counts and shares of all courses side by side, the last period on top."""
    by_period = [{row.step.period: row for row in line.told} for line in lines]
    periods = sorted({period for rows in by_period for period in rows}, reverse=True)
    return [
        [
            runs(day_month_year(date.fromisoformat(period))),
            *(cell for rows in by_period for cell in _pair(rows.get(period))),
        ]
        for period in periods
    ]


def _pair(row: Row | None) -> tuple[Runs, Runs]:
    return (_cell(row.count), _cell(row.share)) if row else ([], [])


def daily_gain(ledger: Ledger, measured: Progress) -> FigureContent | str:
    """Show the gain per day between comparable periods, each bar as wide as its time; table `course` holds them."""
    rows = [row for row in measured.line.told if row.per_day] if measured.line else []
    if len(rows) < FEWEST_DRAWN:
        return "chưa đủ các kỳ có số đếm chính xác để so sánh"
    campaign, unit = measured.seen.history.campaign, measured.seen.unit
    noun = campaign.measures[campaign.main_measure].noun
    most = max(rows, key=lambda row: row.per_day.amount if row.per_day else 0)
    said = f"cao nhất {_daily(most)}, gần nhất {_daily(rows[-1])}"
    return FigureContent(
        key="daily_gain",
        drawing=drawing.gains(_bars(rows), f"{capitalised(noun)} thay đổi mỗi ngày", _breaks(measured)),
        alt=f"Biểu đồ cột: mức thay đổi mỗi ngày của {unit.full_name} qua {len(rows)} khoảng giữa hai kỳ, {said}.",
        caption=runs("Mức thay đổi bình quân mỗi ngày giữa hai kỳ so sánh được của ", unit.full_name),
    )


def _day(known: Any) -> str:
    return wording.moment(known.as_of).replace("ngày ", "") if known else ""


def _daily(row: Row) -> str:
    return f"{row.per_day.shown if row.per_day else ''} (đến {_day(row.step.known)})"


def _bars(rows: Sequence[Row]) -> list[drawing.Gain]:
    """Lay the gains along the time, with an empty bar where two periods do not compare."""
    spans = [
        (row.step.before.as_of, row.step.known.as_of, row.per_day)
        for row in rows
        if row.step.before and row.step.known and row.per_day
    ]
    bars: list[drawing.Gain] = []
    for start, end, fact in spans:
        if bars and bars[-1].end < start:  # type: ignore[operator]
            bars.append(drawing.Gain(bars[-1].end, start, 0.0, "", known=False))
        bars.append(drawing.Gain(start, end, float(fact.amount), fact.shown))
    return bars


def rank_course(ledger: Ledger, measured: Progress) -> FigureContent | str:
    """Show the places of all peers over the lists that rank the same units."""
    places = measured.places
    if places is None:
        return "chưa có hai danh sách xếp hạng cùng các đơn vị"
    unit, moments = measured.seen.unit, [row.step.known.as_of for row in places.rows if row.step.known]
    cut = _cut(measured, moments)
    tracks = [drawing.Track(peer.name, _interrupted(track, cut), peer == unit) for peer, track in places.places.items()]
    lined = [*moments[: cut[0]], wording.Moment(cut[1].start), *moments[cut[0] :]] if cut else moments
    days = [day_month_year(moments[at].day) for at in (0, -1)]
    own = [place.shown if place else UNKNOWN for place in places.named.get(unit, (None, None))]
    return FigureContent(
        key="rank_course",
        drawing=drawing.slope(tracks, lined, places.total),
        alt=(
            f"Biểu đồ thứ hạng qua {len(moments)} kỳ: {unit.full_name} {own[0]} ngày {days[0]}, "
            f"{own[1]} ngày {days[1]}, trong {places.total} {unit.peer_kind}.{_break_sentence(measured)}"
        ),
        caption=runs(
            f"Thứ hạng của {unit.full_name} trong các {unit.peer_kind}, ở các kỳ xếp hạng cùng những đơn vị ấy"
        ),
        head=[capitalised(unit.peer_kind), *(f"Thứ hạng ngày {day}" for day in days)],
        rows=[[runs(peer.name), _cell(first), _cell(last)] for peer, (first, last) in places.named.items()],
    )


def _cut(measured: Progress, moments: Sequence[wording.Moment]) -> tuple[int, Break] | None:
    """Find where a method break parts the moments; ranks on either side are not joined."""
    cut = measured.broken
    at = sum(moment.day < cut.start for moment in moments) if cut else 0
    return (at, cut) if cut and 0 < at < len(moments) else None


def _interrupted(track: Sequence[int | None], cut: tuple[int, Break] | None) -> list[int | None]:
    return [*track[: cut[0]], None, *track[cut[0] :]] if cut else list(track)


def outlook(ledger: Ledger, measured: Progress) -> FigureContent | str:
    """Show the scenarios behind the course since the last method break, up to their horizon."""
    line, found = measured.line, measured.outlook
    target = _target(ledger)
    if line is None or not found.scenarios or target is None:
        return found.reason or "; ".join(f"{each.name}: {each.reason}" for each in found.left_out) or UNKNOWN
    seen, horizon = measured.seen, ledger.fact("horizon")
    base = seen.history.bases.described[seen.history.campaign.main_base]
    due = ledger["target_by"]
    if isinstance(due, Fact) and due.value == horizon.value and isinstance(due.value, date):
        target = drawing.Target(target.value, target.label, due.value)
    said = "; ".join(f"{s.name}: {s.verdict}{_reached(s)}, {_tried(s)}" for s in found.scenarios)
    return FigureContent(
        key="outlook",
        drawing=drawing.scenarios(
            drawing.Series(capitalised(line.label), _since_break(line), highlight=True),
            [_path(scenario) for scenario in found.scenarios],
            seen.as_of,
            drawing.Scale(f"Tỷ lệ trên {base.kind_name}", percent=True),
            target,
        ),
        alt=f"Biểu đồ kịch bản, không phải dự báo, đến {horizon.shown}: {said}.{_target_sentence(ledger)}",
        caption=runs("Các kịch bản đến ngày ", horizon, " (không phải dự báo)"),
        head=["Kịch bản", "Tỷ lệ thấp nhất", "Tỷ lệ cao nhất", "Đạt sớm nhất", "Đạt muộn nhất", "Kết luận", "Thử lại"],
        rows=[_scenario_row(scenario) for scenario in found.scenarios],
    )


def _since_break(line: Line) -> list[drawing.Point]:
    start = max((i for i, row in enumerate(line.rows) if row.step.broken), default=0)
    return points_of(Line(line.unit, line.label, line.rows[start:]))


def _path(scenario: Scenario) -> drawing.Path:
    way = scenario.path
    shown = ["" for _ in way[:-1]] + [scenario.verdict]
    points = [drawing.Point(at.moment, at.share, text) for at, text in zip(way, shown, strict=True)]
    return drawing.Path(DRAWN_NAMES[scenario.key], points, [at.low for at in way], [at.high for at in way])


def _reached(scenario: Scenario) -> str:
    first, last = scenario.facts.get("first_day"), scenario.facts.get("last_day")
    if first is None:
        return ""
    return f", {first.shown} đến {last.shown}" if last else f", sớm nhất {first.shown}"


def _tried(scenario: Scenario) -> str:
    return f"khoảng này đúng {scenario.facts['right'].shown} trong {scenario.facts['tried'].shown} kỳ thử lại"


def _scenario_row(scenario: Scenario) -> list[Runs]:
    facts = scenario.facts
    return [
        runs(capitalised(scenario.name)),
        runs(facts.get("share_low") or AT_TARGET),
        runs(facts.get("share_high") or AT_TARGET),
        runs(facts.get("first_day") or "không"),
        runs(facts.get("last_day") or "không"),
        runs(facts["verdict"]),
        runs("đúng ", facts["right"], " trong ", facts["tried"], " kỳ"),
    ]


def nation_course(ledger: Ledger, measured: Progress) -> FigureContent | str:
    """Show the nation's own measure where it is another than the unit's."""
    campaign = measured.seen.history.campaign
    if campaign.national_measure in {None, campaign.main_measure}:
        return "cả nước cùng chỉ tiêu với đơn vị"
    return figures.course(ledger, measured.seen)


def _target(ledger: Ledger) -> drawing.Target | None:
    target = ledger["target"]
    return drawing.Target(float(target.amount), f"Mục tiêu {target.shown}") if isinstance(target, Fact) else None


def _target_sentence(ledger: Ledger) -> str:
    target = ledger["target"]
    return f" Đường mục tiêu: {target.shown}." if isinstance(target, Fact) else ""


def _breaks(measured: Progress) -> list[drawing.Break]:
    rows = measured.line.rows if measured.line else []
    return [drawing.Break(row.step.broken.start, BROKEN) for row in rows if row.step.broken]


def _break_sentence(measured: Progress) -> str:
    cut = measured.broken
    return f" Từ ngày {day_month_year(cut.start)} {BROKEN}, hai bên không nối với nhau." if cut else ""


PROGRESS = Chapter(
    measure=progress,
    names=names,
    tables={"course": course, "revisions": revisions},
    figures={
        "share_course": share_course,
        "daily_gain": daily_gain,
        "rank_course": rank_course,
        "outlook": outlook,
        "nation_course": nation_course,
    },
)
