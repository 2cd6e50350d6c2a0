"""A figure as it is told on: one SVG and its size, which need no matplotlib any more."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Drawing:
    """A finished figure: one `<svg>` element with its text kept as text, and its size in millimetres."""

    svg: str
    width: float
    height: float
