"""How far from the target: shares under each base, and the people still missing unit by unit."""

from __future__ import annotations

from collections.abc import Sequence

from dophu.tell.drawing.axes import Axis, Target, percent_ticks, round_axis, target_line
from dophu.tell.drawing.canvas import Canvas, Drawing
from dophu.tell.drawing.dots import Mark
from dophu.tell.drawing.geometry import Box
from dophu.tell.drawing.look import (
    ACCENT,
    BACKGROUND,
    GAP,
    HATCH,
    HATCHED,
    INK,
    LABEL,
    NAME_GAP,
    NOTE,
    QUIET,
    TARGET_HEAD,
    TICK_FOOT,
    VALUES_AT_MOST,
    WIDTH,
)
from dophu.tell.drawing.text import Words, fitted, width

BAR_ROW = 14.0


def distance(marks: Sequence[Mark], target: Target) -> Drawing:
    """Show for each base what is reached, solid, and what is missing to the target, hatched.

    1 to 6 marks in the order given. A share above the target has no missing piece; one of which only a bound
    is known is hollow. Raises ValueError without marks.
    """
    if not marks:
        raise ValueError("a distance needs at least one mark")
    bottom = TARGET_HEAD + BAR_ROW * len(marks)
    axis = round_axis(max([target.value, *(share for mark in marks for share in mark.known)]))
    start, end = width("0%", NOTE) / 2, width(axis.percent(axis.top), NOTE) / 2
    axis = axis._replace(start=start, end=WIDTH - end)
    canvas = Canvas(bottom + TICK_FOOT)
    rows = [(mark, TARGET_HEAD + BAR_ROW * i) for i, mark in enumerate(marks)]
    canvas.stroke((axis.start, bottom, axis.end, bottom), QUIET, 0.8)
    percent_ticks(canvas, axis, bottom)
    for mark, y in rows:
        _bars(canvas, axis, mark, y, target)
    target_line(canvas, axis, target, TARGET_HEAD, bottom)
    for mark, y in rows:
        _name(canvas, axis, mark, y + 3.6, target)
        _value(canvas, axis, mark, y + 9.3, target)
    return canvas.drawing()


def _bars(canvas: Canvas, axis: Axis, mark: Mark, row: float, target: Target) -> None:
    if mark.position is None:
        return
    start, reached, goal = axis.start, axis(mark.position), axis(target.value)
    top, bottom = row + 6.4, row + 12.2
    if reached < goal:
        missing = Box(reached, top, goal, bottom)
        canvas.box(missing, HATCHED)
        canvas.hatch(missing, HATCH)
    colour = ACCENT if mark.highlight else QUIET
    canvas.box(Box(start, top, reached, bottom), BACKGROUND if mark.open_side else colour, edge=colour)


def _name(canvas: Canvas, axis: Axis, mark: Mark, y: float, target: Target) -> None:
    """Name the base at the left, and end what is missing at the target, or at the edge when names are long."""
    ink, goal = ACCENT if mark.highlight else INK, axis(target.value) - GAP
    gap = Words(goal, y, fitted(mark.gap_shown, WIDTH / 2, LABEL), align="right")
    room = axis.end - axis.start - width(gap.text, LABEL) - NAME_GAP
    name = Words(axis.start, y, fitted(mark.label, room, LABEL, mark.highlight), bold=mark.highlight)
    canvas.print(name, ink, BACKGROUND)
    fits = gap.box.left > name.box.right + NAME_GAP
    canvas.print(gap if fits else gap._replace(x=axis.end), ink, BACKGROUND)


def _value(canvas: Canvas, axis: Axis, mark: Mark, y: float, target: Target) -> None:
    """Print the share at the end of its bar: inside, or behind it, and then not on the target line."""
    reached, goal = axis(mark.position or 0.0), axis(target.value)
    known = mark.position is not None
    value = Words(reached - GAP, y, fitted(mark.shown, VALUES_AT_MOST, LABEL, known), align="right", bold=known)
    ink = QUIET if not known else ACCENT if mark.highlight else INK
    if value.box.left > axis.start:
        canvas.print(value, ink if mark.open_side else BACKGROUND)
        return
    behind = value._replace(x=reached + GAP, align="left")
    hides_target = reached < goal < behind.box.right
    canvas.print(behind._replace(x=goal + GAP) if hides_target else behind, ink, BACKGROUND)
