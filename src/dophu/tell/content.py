"""What a figure or a table says, before it takes its number in the report."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from dophu.charts.drawing import Drawing
from dophu.facts.fact import Fact
from dophu.tell.blocks import Figure, Run, Runs, Table
from dophu.words import around, pieces, say, turned

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure as Plot

UPRIGHT = 9  # columns that a page holds which stands upright
Said = str | int | Fact | Runs  # what fills a message's place; runs of a message of its own


def line(key: str, **values: Said) -> list[Run]:
    """Write a message of the word files as one line of runs, its facts linked."""
    found = list[Run]()
    for piece in pieces(key, **values):
        said = piece if isinstance(piece, list) else runs(piece if isinstance(piece, Fact) else str(piece))
        joins = found and said and not (found[-1].fact or said[0].fact)
        start = [Run(text=found.pop().text + said[0].text, data=True), *said[1:]] if joins else said
        found += start
    return found


def sentence(key: str, **values: Said) -> str:
    """Write a message where nothing can be linked: in an alternative text, in a drawing."""
    return "".join(run.text for run in line(key, **values))


def runs(*parts: str | Fact) -> list[Run]:
    """Write words and facts as one line of runs."""
    return [
        Run(text=part.shown, fact=part.key, data=True) if isinstance(part, Fact) else Run(text=part, data=True)
        for part in parts
    ]


def from_source(source: str) -> list[Run]:
    """End a caption with where the numbers come from; nothing where that is not said."""
    label = say("own.source", source="").strip(". ")  # which an author may have written too
    named = source.strip().removeprefix(label).strip()
    return line("own.source", source=named) if named else []


def bare(fact: Fact) -> list[Run]:
    """Write a fact in a column whose heading already says "điểm phần trăm" or "thứ"."""
    return [Run(text=_without_unit(fact, fact.shown), fact=fact.key, data=True)]


def lacking(fact: Fact) -> list[Run]:
    """Write what lacks to a target below its heading; what lies beyond the target has a word instead of a sign."""
    if fact.sign != "-":
        return bare(fact)
    before, _ = around(turned("cell.beyond", fact.better), "size")
    return [Run(text=before, data=True), Run(text=_without_unit(fact, fact.magnitude), fact=fact.key, data=True)]


def _without_unit(fact: Fact, text: str) -> str:
    before, after = around(f"unit.{fact.unit}") if fact.unit in {"points", "rank"} else ("", "")
    return text.removeprefix(before).removesuffix(after)


def numbered(kind: Literal["figure", "table"], number: int, caption: Runs) -> Runs:
    """Put "Hình 1." or "Bảng 1." before a caption."""
    return [Run(text=say(f"{kind}.numbered", number=number), bold=True, data=True), *caption]


@dataclass(frozen=True)
class FigureContent:
    """A plot, the sentence that replaces it, and its numbers, one row a mark; no rows where a table holds them.

    plot    a matplotlib figure, or a picture that is drawn already
    frame   what it was drawn from
    """

    key: str
    plot: Plot | Drawing
    alt: str
    caption: Runs
    frame: pd.DataFrame | None = None
    head: list[str] = field(default_factory=list)
    rows: list[list[Runs]] = field(default_factory=list)

    @property
    def drawing(self) -> Drawing:
        """The plot as it is now, drawn."""
        if isinstance(self.plot, Drawing):
            return self.plot
        from dophu.charts.svg import drawing_of  # noqa: PLC0415 - who reads an edition draws nothing

        return drawing_of(self.plot)

    @property
    def narrow(self) -> str:
        """The plot drawn for a phone, "" where there is none."""
        if isinstance(self.plot, Drawing):
            return ""
        from dophu.charts.svg import narrow_of  # noqa: PLC0415 - who reads an edition draws nothing

        return narrow_of(self.plot)

    def figure(self, number: int) -> Figure:
        """Draw the figure, and give it and its table their number."""
        narrow = self.narrow  # first: once drawn, a figure does not tell any more that somebody changed it
        drawn = self.drawing
        return Figure(
            key=self.key,
            svg=drawn.svg,
            narrow=narrow,
            alt=self.alt,
            caption=numbered("figure", number, self.caption),
            width=drawn.width,
            height=drawn.height,
            table=self._table(number) if self.rows else None,
        )

    def _counts(self, column: int) -> bool:
        """Say whether a column holds figures, not only words."""
        return any(run.fact for row in self.rows for run in row[column])

    def _table(self, number: int) -> Table:
        return Table(
            caption=line("figure.data", number=number),
            head=[[Run(text=name, data=True)] for name in self.head],
            rows=self.rows,
            align=["left", *("right" if self._counts(column) else "left" for column in range(1, len(self.head)))],
        )


@dataclass(frozen=True)
class TableContent:
    """A table of the report; `marked` is the row of the edition's unit, `foot` holds totals.

    typed   the heads are an author's words, and are read as prose is
    aside   places of columns that paper leaves out
    """

    key: str
    caption: Runs
    head: list[str]
    rows: list[list[Runs]]
    align: list[Literal["left", "center", "right"]]
    foot: list[list[Runs]]
    marked: int | None = None
    sortable: bool = False
    typed: bool = False
    aside: list[int] = field(default_factory=list)

    @property
    def is_wide(self) -> bool:
        """Whether it needs a page that lies on its side."""
        return len(self.head) - len(self.aside) > UPRIGHT

    def table(self, number: int) -> Table:
        """Give the table its number; a column in which nothing stands is left out of what data fill."""
        filled = [place for place in range(len(self.head)) if self.typed or not self.rows or self._tells(place)]
        return Table(
            caption=numbered("table", number, self.caption),
            head=[[Run(text=self.head[place], data=not self.typed)] for place in filled],
            rows=[[row[place] for place in filled] for row in self.rows],
            align=[self.align[place] for place in filled],
            foot=[[row[place] for place in filled] for row in self.foot],
            marked=self.marked,
            sortable=self.sortable,
            aside=[filled.index(place) for place in self.aside if place in filled],
        )

    def _tells(self, place: int) -> bool:
        return any(run.text.strip() for row in (*self.rows, *self.foot) for run in row[place])
