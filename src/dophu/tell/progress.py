"""The chapter of progress: the course over the periods, its pace, places, scenarios and revisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Literal

import pandas as pd

from dophu import charts, wording
from dophu.charts.courses import Point
from dophu.charts.outlook import Expected
from dophu.charts.pace import Gain
from dophu.charts.rankings import Ranked
from dophu.charts.rows import frame_of
from dophu.facts.dating import dating
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.facts.leaves import Lacking
from dophu.facts.making import enter
from dophu.facts.printing import sides_of
from dophu.measure.course import Course, RankCourse, Step, courses
from dophu.measure.outlook import LeftOut, Scenario
from dophu.measure.progress import Followed, Progress, progress
from dophu.measure.revisions import Revision, Revisions
from dophu.tell import figures
from dophu.tell.blocks import Run, Runs
from dophu.tell.cautions import break_since, break_words
from dophu.tell.chapter import Chapter
from dophu.tell.content import FigureContent, TableContent, line, runs, sentence
from dophu.tell.filters import as_change, as_denominator
from dophu.tell.findings import beside_nation, last_share, pace_and_need, place, places_moved, titled
from dophu.tell.said import Said, said
from dophu.tell.sentences.points import key_points
from dophu.tell.sentences.progress import deadline_sentence, pace_sentence, week_pace_sentence, when_reached
from dophu.tell.sentences.rank import places_among
from dophu.tell.sentences.words import known
from dophu.tell.shares import axis_label, without_interval
from dophu.wording import capitalised, day_month_year
from dophu.words import say
from dophu.words.word import Word
from dophu.world.campaigns import Break
from dophu.world.periods import read_period
from dophu.world.units import Unit

FEWEST_COMPARED = 2
FEWEST_DRAWN = 3  # values of a course; of fewer a sentence says as much
SCENARIOS = ("linear", "logistic")


def names(measured: Progress) -> Mapping[str, Any]:
    """List the words, rows and judgements that prose may use beside the single facts."""
    facts, own, cut = measured.facts, measured.own, measured.broken
    campaign, revised = facts.history.campaign, facts.asked.get(f"revised_count@{facts.unit.code}")
    has_course = own is not None and len(own.known) >= FEWEST_COMPARED
    is_known = any(isinstance(facts.get(what), Fact) for what in ("counted", "share"))
    return {
        "has_course": has_course,
        "course_rounded": own is not None and any(_is_rounded(step) for step in own.known),
        "periods_known": facts.asked.get(f"course_known@{facts.unit.code}"),
        "has_result": is_known,
        "last_known": own.known[-1].row if own and not is_known else None,
        "others": [_beside(measured, other) for other in measured.above if other.known[-1].fact("share")],
        "broken": Word(break_words(cut) if cut else ""),
        "broken_earlier": Word(break_words(cut) if cut and cut != break_since(facts) else ""),
        **_of_places(measured),
        **_of_scenarios(measured, has_course=has_course),
        "rank_label": Word(facts.unit.peer_kind),
        "revised_count": revised,
        "nothing_revised": revised is None,
        "own_revised": Word(wording.joined(_revised_names(measured)) if measured.revised else ""),
        "key_points": key_points(facts),
        "nation_apart": campaign.national_measure not in {None, campaign.main_measure},
    }


def _is_rounded(step: Step) -> bool:
    shown = (step.fact(what) for what in ("counted", "share"))
    return any(fact and not fact.is_exact for fact in shown)


def _of_places(measured: Progress) -> dict[str, Any]:
    """Say whether there are places to tell of, and with what they compare."""
    ranks, facts = measured.ranks, measured.facts
    has_places = ranks is not None and (known(facts, "rank") is not None or ranks.has_course_of(facts.unit))
    return {
        "has_places": has_places,
        "same_list": has_places
        and known(facts, "compared") is not None
        and not places_among(lambda name: known(facts, name)),
        "place_moved": _place_moved(facts),
    }


def _place_moved(facts: Facts) -> Said | None:
    """Say by how many places the unit has moved, or that it has not."""
    moved = known(facts, "moved")
    if moved is None:
        return None
    if moved.sign == "open":
        return said("progress.places_open")
    change = as_change(moved)
    return said("sentence.plain", words=change) if moved.sign == "0" else said("progress.places", moved=change)


def _of_scenarios(measured: Progress, *, has_course: bool) -> dict[str, Any]:
    """Give the scenarios that stood their test, those that were left out, or why there are none at all."""
    outlook, facts = measured.outlook, measured.facts
    left_out = [_left_out(each) for each in outlook.left_out]
    made = bool(outlook.scenarios)
    lacks_target = any(_sign(facts, what) == "+" for what in ("gap", "missing"))
    return {
        "scenarios": outlook.scenarios,
        **{key: _scenario(measured, key) for key in SCENARIOS},
        "horizon": outlook.horizon,
        "others_left_out": left_out if made else [],
        "all_left_out": left_out if has_course and not made else [],
        "no_scenario": Word(outlook.reason if lacks_target and has_course and not (made or left_out) else ""),
    }


def _sign(facts: Facts, concept: str) -> str:
    found = facts.get(concept)
    return found.sign if isinstance(found, Fact) else ""


def _scenario(measured: Progress, key: str) -> dict[str, Any] | None:
    """Give prose the facts of a scenario, and what its range means for the target."""
    found = next((each for each in measured.outlook.scenarios if each.key == key), None)
    if found is None:
        return None
    target, high = known(measured.facts, "target"), found.facts.get("high")
    rests_below = target is not None and high is not None and high.unit == "percent" and high <= target
    low = found.facts.get("low")
    falls = low is not None and low.unit == "count" and low.sign == "-"
    told = {**found.facts, "rests_below": rests_below}
    verdict, when = Word(found.verdict), when_reached(told, measured.outlook.horizon, target)
    way = Word(say("scenario.changes" if falls else "scenario.rises"))
    return {**found.facts, "verdict": verdict, "when": when, "way": way}


def _left_out(each: LeftOut) -> dict[str, Any]:
    return {
        "title": Word(capitalised(each.name)),
        "reason": Word(each.reason),
        "tried": each.tried,
        "right": each.right,
    }


def _beside(measured: Progress, other: Course) -> dict[str, Any]:
    step = other.known[-1]
    beside = measured.beside(other)
    return {
        "title": Word(capitalised(other.label)),
        "share": step.fact("share"),
        "note": Word(step.known.note if step.known else ""),
        "beside": beside if beside and beside.sign != "0" else None,
        "level": beside is not None and beside.sign == "0",
    }


def _revised_names(measured: Progress) -> list[str]:
    return list(dict.fromkeys(each.unit.full_name for each in measured.revised))


# -- tables ----------------------------------------------------------------------------------------------


STEP_HEADS = ("share", "change", "elapsed", "per_day", "rank")


def course(facts: Facts, measured: Progress) -> TableContent | str:
    """Show the periods of the unit, the last on top: count, share, gain over the actual hours, place, notes."""
    own = measured.own
    if own is None or len(own.known) < FEWEST_COMPARED:
        return say("course.one_period" if own else "course.no_period")
    steps = own.told[::-1]
    counted = capitalised(facts.history.campaign.measures[facts.history.campaign.main_measure].label)
    columns = {counted: [_cell(facts, step.fact("counted")) for step in steps]}
    columns |= {
        say(facts.key(f"column.{what}")): [
            _ranked(facts, step) if what == "rank" else _cell(facts, _told(step, what)) for step in steps
        ]
        for what in STEP_HEADS
    }
    kept = {head: cells for head, cells in columns.items() if any(cells)}
    notes = [_notes(measured, own, step) for step in steps]
    kept |= {say("column.note"): notes} if any(notes) else {}
    aligned: dict[str, Literal["left", "right"]] = {say("column.note"): "left"}
    days = [runs(read_period(step.period).in_words) for step in steps]
    return TableContent(
        key="course",
        caption=_course_caption(facts, own),
        head=[say("column.period"), *kept],
        rows=[list(row) for row in zip(days, *kept.values(), strict=True)],
        align=["left", *(aligned.get(head, "right") for head in kept)],
        foot=[],
        marked=0 if steps[0].period == facts.own.period else None,
    )


def _told(step: Step, what: str) -> Fact | None:
    """Choose what a cell of the course prints: the change in people where it is known, else in points."""
    if what == "change":
        return _sure(step.fact("gained")) or _sure(step.fact("change"))
    if what == "elapsed":
        return step.fact("elapsed") if _told(step, "change") else None
    return _sure(step.fact(what)) if what == "per_day" else step.fact(what)


def _sure(change: Fact | None) -> Fact | None:
    """Drop a change that leaves open whether the figure rose or fell."""
    return change if change and change.sign != "open" else None


def _cell(facts: Facts, fact: Fact | None) -> Runs:
    return runs(enter(facts, fact)) if fact else []


def _ranked(facts: Facts, step: Step) -> Runs:
    """Write a rank with the number of units it is among."""
    rank, among = step.fact("rank"), step.fact("ranked")
    if rank is None:
        return []
    if among is None:
        return _cell(facts, rank)
    counted = Run(text=as_denominator(among).text, fact=enter(facts, among).key, data=True)
    return [*_cell(facts, rank), *runs("/"), counted]


def _course_caption(facts: Facts, own: Course) -> Runs:
    caption = line("course.caption", unit=own.label)
    left_out = facts.asked.get(f"course_left_out@{facts.unit.code}")
    return caption + line("course.caption_left_out", many=left_out) if left_out else caption


def _notes(measured: Progress, own: Course, step: Step) -> Runs:
    """Say what keeps a row from being read like the others."""
    known, facts = step.known, measured.facts
    if known is None or step.row is None:
        return line("cell.no_figure")
    notes = [line("course.note_break", day=day_month_year(step.broken.start))] if step.broken else []
    if _told(step, "change"):
        notes += _note_of_before(facts, own, step)
    is_in_place_of_ours = step.is_published and facts.is_divided
    notes += [line("course.note_published")] if is_in_place_of_ours else []
    former = (measured.revisions.former(each) for each in measured.revisions.of(known))
    notes += [line("course.note_revised", former=each) for each in former if each]
    notes += [runs(known.note)] if known.note else []
    return [run for i, note in enumerate(notes) for run in (*(runs(". ") if i else []), *_begun(note))]


def _begun(note: Runs) -> Runs:
    """Begin a note as a sentence begins, since another may stand before it."""
    first, *others = note
    return [first.model_copy(update={"text": capitalised(first.text)}), *others] if first.fact is None else note


def _note_of_before(facts: Facts, own: Course, step: Step) -> list[Runs]:
    """Say with which figure a step is compared, where that is not the one before it, or of another kind."""
    assert step.row is not None
    then, last = facts.before(step.row.subject), own.before(step)
    if isinstance(then, Lacking) or (compared := facts.reported(then)) is None:
        return []
    skipped = last is None or last.period != then.period
    mixed = step.is_published != (compared.kind == "published")
    notes = [line("course.note_compared", day=day_month_year(compared.as_of.day))] if skipped else []
    return notes + ([line("course.note_shares")] if mixed else [])


def revisions(facts: Facts, measured: Progress) -> TableContent | str:
    """Show what was revised since the last edition: the former count, the new one, when and why."""
    if not measured.revised:
        return say("revisions.none")
    return TableContent(
        key="revisions",
        caption=line("revisions.caption"),
        head=[
            *(say("column.unit"), say("column.period")),
            *(say(f"revisions.{name}") for name in ("former", "new", "difference", "at", "reason")),
        ],
        rows=[_revision(measured, each) for each in measured.revised],
        align=["left", "left", "right", "right", "right", "left", "left"],
        foot=[],
    )


def _revision(measured: Progress, each: Revision) -> list[Runs]:
    known = measured.revisions
    return [
        runs(capitalised(each.unit.full_name)),
        runs(read_period(each.subject.period).in_words),
        runs(known.former(each) or say("revisions.not_published")),
        runs(known.new(each) or say("revisions.withdrawn")),
        runs(known.difference(each) or say("cell.undetermined")),
        runs(wording.short_moment(each.revised)),
        runs(each.reason or say("revisions.no_reason")),
    ]


# -- figures ---------------------------------------------------------------------------------------------


def own_course(facts: Facts, _measured: object) -> FigureContent | str:
    """Show the unit's own course; of a unit with too few values the nation's count. Table `course` has the numbers."""
    found = _drawn_course(facts, Followed(facts, courses(facts), Revisions(facts)))
    return figures.course(facts, None) if isinstance(found, str) else replace(found, key="course")


def share_course(facts: Facts, measured: Followed) -> FigureContent | str:
    """Show the shares of the unit, its region and the nation over the periods, with their numbers in a table."""
    found = _drawn_course(facts, measured)
    if isinstance(found, str):
        return found
    followed = [each for each in measured.courses if points_of(measured, each, each.steps)]
    heads = (head for each in followed for head in _heads(facts, capitalised(each.label)))
    return replace(found, head=[say("column.period"), *heads], rows=_course_rows(facts, followed))


def _drawn_course(facts: Facts, measured: Followed) -> FigureContent | str:
    """Draw the shares of the unit, its region and the nation over the periods, with the target."""
    drawn = [(each, points) for each in measured.courses if (points := points_of(measured, each, each.steps))]
    if measured.own is None or not drawn or drawn[0][0] != measured.own:
        return say(facts.key("course.no_share"))
    if max(len(points) for _, points in drawn) < FEWEST_DRAWN:
        return say(facts.key("course.few_shares"))
    frame = frame_of([point for _, points in drawn for point in points])
    said = "; ".join(f"{each.label} {_from_to(facts, each)}" for each, _ in drawn)
    until = facts.fact(dating(facts, facts.own))
    assert until is not None
    return FigureContent(
        key="share_course",
        plot=charts.lines(
            frame,
            facts.moment,
            axis_label(facts),
            breaks=_breaks(measured),
            percent=facts.figure.is_share,
            **figures.goal(facts),
        ),
        frame=frame,
        alt=say("course.share_alt", said=said) + figures.target_sentence(facts) + _break_sentence(measured),
        caption=titled(
            facts,
            beside_nation(facts) or last_share(facts, measured.own.known[-1].row),
            line(facts.key("course.share_caption"), moment=until),
        ),
    )


def points_of(measured: Followed, followed: Course, steps: Sequence[Step]) -> list[Point]:
    """Draw the shares of a course; a line joins only those that compare, and none that is only a bound."""
    drawn, last = list[Point](), None
    for step in steps:
        share = step.fact("share")
        if share is None:
            continue
        is_bound = not share.interval.closed
        joined = last is not None and step.joined and last.period == _before(steps, step) and not is_bound
        drawn.append(_point(measured, followed, step, share, gap=not joined))
        last = None if is_bound else step
    return drawn


def _before(steps: Sequence[Step], step: Step) -> str:
    """Name the period of the step before one that has a figure."""
    earlier = [each.period for each in steps if each.row and each.period < step.period]
    return earlier[-1] if earlier else ""


def _point(measured: Followed, followed: Course, step: Step, share: Fact, *, gap: bool) -> Point:
    revised = measured.revisions.of(step.known)
    former = revised[0].former if revised else None
    base = step.known.base.value if step.known and step.known.base else None
    return Point(
        step.as_of,
        float(share.amount),
        without_interval(share),
        name=capitalised(followed.label),
        own=followed is measured.own,
        rounded=not share.is_exact,
        former=100 * former.count / base if former and base else None,
        gap=gap,
        bound="" if share.interval.closed else "above" if share.interval.open_high else "below",
    )


def _from_to(facts: Facts, followed: Course) -> str:
    known = [(step, share) for step in followed.steps if (share := step.fact("share"))]
    if not known:
        return say("cell.no_figure")
    (first, start), (last, end) = ((step, enter(facts, share)) for step, share in (known[0], known[-1]))
    then, now = (f"{fact.shown} ({day_month_year(step.as_of.day)})" for step, fact in ((first, start), (last, end)))
    if len(known) == 1:
        return now
    is_range = any(sides_of(fact.shown) for fact in (start, end))
    return say("course.then" if is_range else "course.from_to", first=then, last=now)


def _course_rows(facts: Facts, followed: Sequence[Course]) -> list[list[Runs]]:
    """Put the counts and shares of all courses side by side, the last period on top."""
    by_period = [{step.period: step for step in each.told} for each in followed]
    periods = sorted({period for steps in by_period for period in steps}, reverse=True)
    return [
        [
            runs(read_period(period).in_words),
            *(cell for steps in by_period for cell in _pair(facts, steps.get(period))),
        ]
        for period in periods
    ]


def _heads(facts: Facts, label: str) -> list[str]:
    """Head the columns of one course: its counts by its name, and the shares; of what is not counted one column."""
    return [label, say(facts.key("column.share"))] if facts.is_divided else [label]


def _pair(facts: Facts, step: Step | None) -> list[Runs]:
    concepts = ("counted", "share") if facts.is_divided else ("share",)
    return [_cell(facts, step.fact(concept)) if step else [] for concept in concepts]


def daily_gain(facts: Facts, measured: Progress) -> FigureContent | str:
    """Show the gain per day between comparable periods, each bar as wide as its time; table `course` holds them."""
    told = measured.own.told if measured.own else []
    gains = [gain for step in told if (gain := _gain(facts, step))]
    if len(_with_gaps(gains)) < FEWEST_DRAWN:
        return say("gains.none")
    campaign, unit = facts.history.campaign, facts.unit
    noun = campaign.measures[campaign.main_measure].noun
    drawn = frame_of(_with_gaps(gains))
    most = max(gains, key=lambda gain: gain.value or 0.0)
    said = {"most": _daily(most), "last": _daily(gains[-1])}
    return FigureContent(
        key="daily_gain",
        plot=charts.gains(drawn, say("gains.axis", noun=capitalised(noun)), _breaks(measured), **_needed(facts)),
        frame=drawn,
        alt=say("gains.alt", unit=unit.full_name, many=len(gains), **said),
        caption=titled(facts, pace_and_need(facts), line("gains.caption", unit=unit.full_name)),
    )


def _needed(facts: Facts) -> dict[str, Any]:
    """Draw the line of what the target needs a day, where it is known."""
    pace = facts.fact("pace")
    if pace is None or facts.better == "less":
        return {}
    return {"needed": float(pace.amount), "needed_label": sentence("gains.needed", pace=pace)}


def _gain(facts: Facts, step: Step) -> Gain | None:
    """Lay what was gained a day along its time; a rounded count gives no bar."""
    per_day = step.fact("per_day")
    then = facts.before(step.row.subject) if step.row else Lacking("no_figure")
    if per_day is None or not per_day.is_exact or isinstance(then, Lacking):
        return None
    before = facts.reported(then)
    return Gain(before.as_of, step.as_of, float(per_day.amount), per_day.shown) if before else None


def _daily(gain: Gain) -> str:
    assert isinstance(gain.end, wording.Moment)
    return say("gains.until", gain=gain.shown, moment=wording.short_moment(gain.end))


def _with_gaps(gains: Sequence[Gain]) -> list[Gain]:
    """Put an empty bar where two periods do not compare."""
    bars: list[Gain] = []
    for gain in gains:
        if bars and bars[-1].end < gain.start:  # type: ignore[operator]
            bars.append(Gain(bars[-1].end, gain.start, None, ""))
        bars.append(gain)
    return bars


def rank_course(facts: Facts, measured: Progress) -> FigureContent | str:
    """Show the ranks of all peers over the lists that rank the same units."""
    ranks = measured.ranks
    if ranks is None or not ranks.has_course_of(facts.unit):
        return say("ranks.none")
    unit, moments = facts.unit, [step.as_of for step in ranks.steps]
    cut = _cut(measured, moments)
    lined = [*moments[: cut[0]], wording.Moment(cut[1].start), *moments[cut[0] :]] if cut else moments
    drawn = frame_of(
        [
            Ranked(peer.short_name, moment, rank, peer == unit, peer.code)
            for peer, track in ranks.tracks.items()
            for moment, rank in zip(lined, _interrupted(track, cut), strict=True)
        ]
    )
    days = [day_month_year(moments[at].day) for at in (0, -1)]
    said = ", ".join(say("ranks.alt_place", rank=_ranked_on(ranks, unit, at), day=day) for at, day in enumerate(days))
    return FigureContent(
        key="rank_course",
        plot=charts.slope(drawn, ranks.total),
        frame=drawn,
        alt=say(
            "ranks.alt",
            many=len(moments),
            unit=unit.full_name,
            said=said,
            total=ranks.total,
            kind=unit.peer_kind,
        )
        + _break_sentence(measured),
        caption=titled(
            facts,
            place(facts) if cut else _places_moved(facts, ranks),  # after a method break it moved from none before it
            line("ranks.caption", unit=unit.full_name, kind=unit.peer_kind),
        ),
        head=[capitalised(unit.peer_kind), *(say("ranks.on_day", day=day) for day in days)],
        rows=[
            [runs(peer.short_name), *(_cell(facts, row.looked_up("rank")) for row in rows)]
            for peer, rows in ranks.named.items()
        ],
    )


def _places_moved(facts: Facts, ranks: RankCourse) -> Said | None:
    """Say from which place the unit has moved to which, where both are sure and the last is the edition's own."""
    first, last = (row.looked_up("rank") for row in ranks.named[facts.unit])
    if not (first and last) or ranks.steps[-1].period != facts.own.period:
        return None
    came_back = first.shown == last.shown and len(set(ranks.tracks[facts.unit])) > 1
    return None if came_back else places_moved(facts, first, last)


def _ranked_on(ranks: RankCourse, unit: Unit, at: int) -> str:
    rank = ranks.named[unit][at].looked_up("rank")
    return rank.shown if rank else say("cell.no_figure")


def _cut(measured: Progress, moments: Sequence[wording.Moment]) -> tuple[int, Break] | None:
    """Find where a method break parts the moments; ranks on either side are not joined."""
    cut = measured.broken
    at = sum(moment.day < cut.start for moment in moments) if cut else 0
    return (at, cut) if cut and 0 < at < len(moments) else None


def _interrupted(track: Sequence[int | None], cut: tuple[int, Break] | None) -> list[int | None]:
    return [*track[: cut[0]], None, *track[cut[0] :]] if cut else list(track)


def outlook(facts: Facts, measured: Progress) -> FigureContent | str:
    """Show the scenarios behind the course since the last method break, up to their horizon."""
    own, found = measured.own, measured.outlook
    goal = figures.goal(facts)
    if own is None or found.horizon is None or goal["target"] is None:
        return (
            found.reason or "; ".join(f"{each.name}: {each.reason}" for each in found.left_out) or say("cell.no_figure")
        )
    due = facts.fact("target_by")
    by = due.value if due and due.value == found.horizon.value and isinstance(due.value, date) else None
    past = frame_of(points_of(measured, own, own.since_break)).assign(name=facts.unit.short_name)  # beside its value
    paths = frame_of([value for scenario in found.scenarios for value in _path(scenario)])
    said = "; ".join(f"{s.name}: {s.verdict}{_reached(s)}, {_tried(s)}" for s in found.scenarios)
    until = found.horizon.shown
    return FigureContent(
        key="outlook",
        plot=charts.scenarios(past, paths, facts.moment, axis_label(facts), due=by, **goal),
        frame=pd.concat([past, paths], ignore_index=True),
        alt=say("outlook.alt", day=until, said=said) + figures.target_sentence(facts),
        caption=line("outlook.caption", day=found.horizon),
        head=[
            say(f"outlook.{name}") for name in ("scenario", "lowest", "highest", "first", "last", "verdict", "tried")
        ],
        rows=[*_row_so_far(own), *(_scenario_row(scenario) for scenario in found.scenarios)],
    )


def _path(scenario: Scenario) -> list[Expected]:
    way, name = scenario.path, say(f"outlook.drawn_{scenario.key}")
    shown = ["" for _ in way[:-1]] + [scenario.verdict]
    return [
        Expected(name, at.moment, float(at.share), text, float(at.low), float(at.high))
        for at, text in zip(way, shown, strict=True)
    ]


def _reached(scenario: Scenario) -> str:
    first, last = scenario.facts.get("first_day"), scenario.facts.get("last_day")
    if first is None:
        return ""
    if last:
        return sentence("outlook.reached_between", first=first, last=last)
    return sentence("outlook.reached_from", first=first)


def _tried(scenario: Scenario) -> str:
    return sentence("outlook.was_right", right=scenario.facts["right"], tried=scenario.facts["tried"])


def _row_so_far(own: Course) -> list[list[Runs]]:
    """Give the row of what is reached, from which the ranges open: one scenario alone is a figure with it."""
    share = own.known[-1].fact("share") if own.known else None
    blank = runs(say("outlook.blank"))
    return [[runs(say("outlook.so_far")), runs(share), runs(share), *[blank] * 4]] if share else []


def _scenario_row(scenario: Scenario) -> list[Runs]:
    facts = scenario.facts
    return [
        runs(capitalised(scenario.name)),
        runs(facts.get("share_low") or say("outlook.at_target")),
        runs(facts.get("share_high") or say("outlook.at_target")),
        runs(facts.get("first_day") or say("outlook.never")),
        runs(facts.get("last_day") or say("outlook.never")),
        runs(scenario.verdict),
        line("outlook.right_of", right=facts["right"], tried=facts["tried"]),
    ]


def nation_course(facts: Facts, _measured: Progress) -> FigureContent | str:
    """Show the nation's own measure where it is another than the unit's."""
    campaign = facts.history.campaign
    if campaign.national_measure in {None, campaign.main_measure}:
        return say("nation.same")
    return figures.course(facts, None)


def _breaks(measured: Followed) -> list[charts.Break]:
    steps = measured.own.steps if measured.own else []
    return [charts.Break(step.broken.start, say("break.label")) for step in steps if step.broken]


def _break_sentence(measured: Followed) -> str:
    cut = measured.broken
    return say("break.sentence", day=day_month_year(cut.start)) if cut else ""


PROGRESS = Chapter(
    measure=progress,
    names=names,
    sentences={
        "deadline_sentence": lambda measured: deadline_sentence(measured.facts),
        "pace_sentence": lambda measured: pace_sentence(measured.facts),
        "week_pace_sentence": lambda measured: week_pace_sentence(measured.facts),
    },
    tables={"course": course, "revisions": revisions},
    figures={
        "share_course": share_course,
        "daily_gain": daily_gain,
        "rank_course": rank_course,
        "outlook": outlook,
        "nation_course": nation_course,
    },
)
