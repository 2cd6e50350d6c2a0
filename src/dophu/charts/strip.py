"""Where only ranks are known: a strip of all of them, with the known ones named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from dophu.charts.geometry import Box
from dophu.charts.house import in_house_style, sheet
from dophu.charts.look import (
    ACCENT,
    CLOSEST_ROW,
    GAP,
    INK,
    KNOWN,
    LABEL,
    LEADING,
    NEXT_LINE,
    NOTE,
    POINT,
    QUIET,
    SMALLEST,
    TALLEST,
    UNKNOWN,
    Align,
    sheet_width,
)
from dophu.charts.rows import rows_of
from dophu.charts.text import Words, broken, fitted, width

RUNG_ROW, STRIP = 5.2, 5.0


@dataclass(frozen=True)
class KnownRank:
    """One unit whose rank is known, counted from 1 for the best; several may share a rank."""

    name: str
    rank: float
    own: bool = False


@in_house_style
def ladder(frame: pd.DataFrame, total: int, note: str = "") -> Figure:
    """Name the known ranks on a strip of all of them, 1 on the left.

    frame   a row for each unit whose rank is known: name, rank, own

    Ranks of the better half are named above the strip, the others below, so that names read in order.
    """
    ranks = sorted(rows_of(KnownRank, frame), key=lambda known: known.rank)
    if not ranks or not all(1 <= known.rank <= total for known in ranks):
        raise ValueError(f"ranks are from 1 to {total}, at least one: {ranks}")
    left, right = width("1", LABEL) + 2.5, sheet_width() - width(str(total), LABEL) - 2.5
    pitch = (right - left) / total
    better = [known for known in ranks if known.rank <= (total + 1) / 2]
    above, below = (_steps(side, pitch) for side in (better[::-1], ranks[len(better) :]))
    rows = [max((step for step, _ in side), default=0) for side in (above, below)]
    row = max(CLOSEST_ROW, min(RUNG_ROW, (TALLEST - 30) / sum(rows)))
    size = max(SMALLEST, min(LABEL, row / POINT / LEADING))
    top = 3.0 + row * rows[0]
    foot = top + STRIP + row * rows[1] + 3.0
    lines = broken(note, sheet_width(), NOTE)
    height = foot + (2.0 + NEXT_LINE * len(lines) if lines else 0.0)
    plot = sheet(height, Box(left, top, right, top + STRIP), (0.5, total + 0.5), (0.0, 1.0))
    known_ranks, thick = {int(known.rank) for known in ranks}, min(2.4, 0.42 * pitch / POINT)
    unknown = [rank for rank in range(1, total + 1) if rank not in known_ranks]
    for colour, drawn in ((UNKNOWN, unknown), (KNOWN, sorted(known_ranks))):
        plot.vlines(drawn, 0.0, 1.0, colors=colour, lw=thick, clip_on=False)
    middle = top + STRIP / 2
    plot.write(Words(left - 2.5, middle, "1", align="right"), QUIET)
    plot.write(Words(sheet_width(), middle, str(total) if total > 1 else "", align="right"), QUIET)
    heights = [(known, top - row * (step - 0.5) - 1.5) for step, known in above]
    heights += [(known, top + row * (step - 0.5) + 1.5 + STRIP) for step, known in below]
    for known, y in heights:
        x, colour = plot.across(known.rank), ACCENT if known.own else QUIET
        plot.strokes([(x, y, x, middle)], colour, 0.9 if known.own else 0.5)
        if known.own:
            plot.strokes([(x, top, x, top + STRIP)], colour, min(3.4, 0.6 * pitch / POINT))
        align: Align = "left" if y < top else "right"
        words = Words(x + GAP if y < top else x - GAP, y, _text(known, size), size, align, known.own)
        plot.write(words, ACCENT if known.own else INK, (known.rank, 0.0))
    for i, line in enumerate(lines):
        plot.write(Words(0, foot + 2.0 + NEXT_LINE * i, line, NOTE), QUIET)
    return plot.whole


def _text(known: KnownRank, size: float) -> str:
    return fitted(f"{known.rank:.0f}. {known.name}", sheet_width() / 2 - 2 * GAP, size, known.own)


def _steps(inner_first: Sequence[KnownRank], pitch: float) -> list[tuple[int, KnownRank]]:
    """How many rows from the strip each name stands: beyond every name or leader it would touch."""
    done: list[tuple[int, KnownRank]] = []
    for known in inner_first:
        reach = width(_text(known, LABEL), LABEL, known.own) + 2 * GAP
        met = [step for step, other in done if abs(other.rank - known.rank) * pitch <= reach]
        done.append((max(met, default=0) + 1, known))
    return done
