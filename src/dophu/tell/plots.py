"""A shipped figure in a notebook: a matplotlib Figure with its data, which shows itself as it is by then."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import pandas as pd

from dophu.charts.drawing import Drawing
from dophu.charts.geometry import Box
from dophu.charts.house import sheet
from dophu.charts.look import WIDTH
from dophu.errors import UsageError
from dophu.tell.blocks import Block, written
from dophu.tell.content import FigureContent
from dophu.tell.display import bundle
from dophu.words import say


class ShownFigure:
    """A shipped figure, drawn as it is when it is shown: change it before that, in its own cell.

    figure   the matplotlib Figure; where the edition has no data for it an empty one, which shows nothing
    frame    what it was drawn from, a pandas frame with the columns that its chart in `dophu.charts` names

    >>> fig = report.figure("standing")  # doctest: +SKIP
    >>> fig.axes[0].set_title("…")  # doctest: +SKIP
    >>> fig  # doctest: +SKIP
    """

    def __init__(self, key: str, content: FigureContent | str, number: int = 0) -> None:
        self._key, self._content, self._number = key, content, number
        self._drawn: Block | None = None
        self.contents: list[str] = []
        self.frame: Any = pd.DataFrame() if isinstance(content, str) else content.frame

    @cached_property
    def figure(self) -> Any:
        """The figure, as who changes it finds it."""
        if isinstance(self._content, str):
            return _nothing()
        assert not isinstance(self._content.plot, Drawing)
        return self._content.plot

    @property
    def axes(self) -> list[Any]:
        """The axes of the figure."""
        axes: list[Any] = self.figure.axes
        return axes

    @property
    def blocks(self) -> Sequence[Block]:
        """The figure, drawn once, and anew where it was changed since."""
        if isinstance(self._content, str):
            return []
        if self._drawn is None or self.figure.stale:
            self._drawn = self._content.figure(self._number)
        return [self._drawn]

    def refuse_unseen(self) -> None:
        """Raise a UsageError where the figure was changed, and then not shown."""
        if not isinstance(self._content, str) and self.figure.stale:
            fix = f'change it in one cell and end that cell with it: fig = report.figure("{self._key}"); …; fig'
            raise UsageError("report.figure", f"'{self._key}' was changed and not shown after that", fix)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        blocks = self.blocks
        self.contents.append(written(blocks))
        instead = say("figure.not_drawn", reason=self._content) if isinstance(self._content, str) else ""
        return bundle(blocks, self.contents[-1], instead)


def _nothing() -> Any:
    return sheet(10.0, Box(0, 0, WIDTH, 10.0), (0, 1), (0, 1)).whole
