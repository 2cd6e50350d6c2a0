"""A course as small as a word, for pages that list thousands of editions: plain SVG, a hundredth of a plot's time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite

from dophu.charts.look import ACCENT, INK

WIDE, TALL, EDGE = 90, 22, 3  # pixels


def spark(values: Sequence[float | None], target: float | None = None) -> str:
    """Draw values evenly spaced from the left, from 0 up; None interrupts the line, the last one known is a dot.

    The target is a dashed line when it is given. It says nothing that does not stand beside it in words, so
    assistive technology passes over it. Without values it is an empty picture. Raises ValueError for NaN.
    """
    if not all(value is None or isfinite(value) for value in (target, *values)):
        raise ValueError("a value that is not known is None, not NaN or infinity")
    known = [value for value in values if value is not None]
    high, low = max([*known, target or 0.0, 0.0]) or 1.0, min([*known, 0.0])
    step = (WIDE - 2 * EDGE) / max(1, len(values) - 1)
    tall = (TALL - 2 * EDGE) / (high - low)
    spots = [
        None if value is None else (EDGE + i * step, TALL - EDGE - (value - low) * tall)
        for i, value in enumerate(values)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE}" height="{TALL}" viewBox="0 0 {WIDE} {TALL}" '
        f'aria-hidden="true" focusable="false">{_goal(target, low, tall)}{_line(spots)}{_last(spots)}</svg>'
    )


def _goal(target: float | None, low: float, tall: float) -> str:
    if target is None:
        return ""
    y = TALL - EDGE - (target - low) * tall
    return f'<path d="M0 {y:.1f}H{WIDE}" fill="none" stroke="{INK}" stroke-dasharray="4 2"/>'


def _line(spots: Sequence[tuple[float, float] | None]) -> str:
    path = "".join(_pieces(spots))
    return f'<path d="{path}" fill="none" stroke="{ACCENT}" stroke-width="1.5" stroke-linecap="round"/>' if path else ""


def _pieces(spots: Sequence[tuple[float, float] | None]) -> Iterator[str]:
    """Go on from the value before, or start anew; a lone value is a stroke without length, seen by its cap."""
    pen = False
    for i, spot in enumerate(spots):
        if spot is not None:
            alone = not pen and (i + 1 == len(spots) or spots[i + 1] is None)
            yield f"{'L' if pen else 'M'}{spot[0]:.1f} {spot[1]:.1f}{'h0' if alone else ''}"
        pen = spot is not None


def _last(spots: Sequence[tuple[float, float] | None]) -> str:
    spot = next((spot for spot in reversed(spots) if spot is not None), None)
    return f'<circle cx="{spot[0]:.1f}" cy="{spot[1]:.1f}" r="2.5" fill="{ACCENT}"/>' if spot else ""
