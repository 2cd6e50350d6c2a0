"""Where only ranks are known: a strip of all of them, with the known ones named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dophu.tell.drawing.canvas import Canvas, Drawing
from dophu.tell.drawing.look import (
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
    WIDTH,
    Align,
)
from dophu.tell.drawing.text import Words, broken, fitted, width

RUNG_ROW = 5.2


@dataclass(frozen=True)
class KnownRank:
    """One unit whose rank is known, counted from 1 for the best; several may share a rank."""

    rank: int
    label: str
    highlight: bool = False


def ladder(ranks: Sequence[KnownRank], total: int, note: str = "") -> Drawing:
    """Name the known ranks on a strip of all of them, 1 on the left.

    Ranks of the better half are named above the strip, the others below, so that names read in order.
    Raises ValueError without ranks or for a rank outside 1 to `total`.
    """
    if not ranks or not all(1 <= known.rank <= total for known in ranks):
        raise ValueError(f"ranks are from 1 to {total}, at least one: {ranks}")
    strip = _Strip(total)
    ordered = sorted(ranks, key=lambda known: known.rank)
    better = [known for known in ordered if known.rank <= (total + 1) / 2]
    above, below = strip.steps(better[::-1]), strip.steps(ordered[len(better) :])
    rows = [max((step for step, _ in side), default=0) for side in (above, below)]
    row = max(CLOSEST_ROW, min(RUNG_ROW, (TALLEST - 30) / sum(rows)))
    strip.size = max(SMALLEST, min(LABEL, row / POINT / LEADING))
    top = 3.0 + row * rows[0]
    bottom = top + strip.tall + row * rows[1] + 3.0
    lines = broken(note, WIDTH, NOTE)
    canvas = Canvas(bottom + (2.0 + NEXT_LINE * len(lines) if lines else 0.0))
    strip.draw(canvas, top, {known.rank for known in ranks})
    for step, known in above:
        strip.name(canvas, known, top, -row * (step - 0.5) - 1.5)
    for step, known in below:
        strip.name(canvas, known, top, row * (step - 0.5) + 1.5 + strip.tall)
    for i, line in enumerate(lines):
        canvas.print(Words(0, bottom + 2.0 + NEXT_LINE * i, line, NOTE), QUIET)
    return canvas.drawing()


class _Strip:
    """A ladder laid on its side: one rung for each rank, between the first and the last number."""

    tall = 5.0

    def __init__(self, total: int) -> None:
        self.total, self.size = total, LABEL
        self.left = width("1", LABEL) + 2.5
        self.pitch = (WIDTH - self.left - width(str(total), LABEL) - 2.5) / total

    def x(self, rank: int) -> float:
        return self.left + self.pitch * (rank - 0.5)

    def words(self, known: KnownRank) -> str:
        return fitted(f"{known.rank}. {known.label}", WIDTH / 2 - 2 * GAP, self.size, known.highlight)

    def steps(self, inner_first: Sequence[KnownRank]) -> list[tuple[int, KnownRank]]:
        """How many rows from the strip each name stands: beyond every name or leader it would touch."""
        done: list[tuple[int, KnownRank]] = []
        for known in inner_first:
            reach = width(self.words(known), self.size, known.highlight) + 2 * GAP
            met = [step for step, other in done if abs(self.x(other.rank) - self.x(known.rank)) <= reach]
            done.append((max(met, default=0) + 1, known))
        return done

    def draw(self, canvas: Canvas, top: float, known: set[int]) -> None:
        thick = min(2.4, 0.42 * self.pitch / POINT)
        ranks = range(1, self.total + 1)
        for colour, drawn in ((UNKNOWN, set(ranks) - known), (KNOWN, known)):
            canvas.strokes([(self.x(i), top, self.x(i), top + self.tall) for i in sorted(drawn)], colour, thick)
        middle = top + self.tall / 2
        canvas.print(Words(self.left - 2.5, middle, "1", align="right"), QUIET)
        if self.total > 1:
            canvas.print(Words(WIDTH, middle, str(self.total), align="right"), QUIET)

    def name(self, canvas: Canvas, known: KnownRank, top: float, away: float) -> None:
        """Name a rank at a height above (negative) or below the strip's top."""
        x, above = self.x(known.rank), away < 0
        colour, ink = (ACCENT, ACCENT) if known.highlight else (QUIET, INK)
        canvas.stroke((x, top + away, x, top + self.tall / 2), colour, 0.9 if known.highlight else 0.5)
        if known.highlight:
            canvas.stroke((x, top, x, top + self.tall), colour, min(3.4, 0.6 * self.pitch / POINT))
        align: Align = "left" if above else "right"
        at = x + GAP if above else x - GAP
        canvas.print(Words(at, top + away, self.words(known), self.size, align, known.highlight), ink)
