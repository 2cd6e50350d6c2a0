"""The measures of a table on paper: its type size and its columns, from what its cells hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from dophu.errors import GateError
from dophu.fonts import BOLD
from dophu.publish.layout import PAGE_SETUP, POINTS_PER_MILLIMETRE, lines_of, width
from dophu.publish.unparted import UNITS, bound, parted, scales
from dophu.tell.blocks import Runs, Table
from dophu.tell.html import plain

LONG_CELL = 70  # millimetres; longer text than this may break into lines
BREAKABLE, READABLE = 20, 10  # letters from which on the template may break a word, and that stay together at least
NUMBER = re.compile(r"\d[\d.,]{0,19}")
LINES_OF_HEAD = 3
SHORT_HEAD = 30  # millimetres; a head not longer than this stays on one line where there is room
FEW_ROWS, LOW = 8, 70  # rows, and millimetres, up to which a table, or what opens or ends it, is not parted
SINGLE_SPACING = 1.15  # height of a line for its type size
LONG_TABLE = 30  # rows; of more each takes less room, lest another page be turned
TOGETHER = 2  # rows that stand at least on either side of a page's end
AROUND_CAPTION = 15  # points, above a table and below its caption
SHORT_ROW = 25  # millimetres; a taller one is not lost alone on a page
APART = 1  # millimetres that must stay between the texts of two columns
BESIDE = 2 * PAGE_SETUP.cell + 1  # millimetres that a column's text does not get


@dataclass(frozen=True)
class Grid:
    """Type size in points, widths of the columns and room above the text in millimetres, kept on one page or not.

    table     the table as it is set, with plain blanks again in phrases that are too wide for their column
    opening   height of its caption, head and first two rows, where it may part between pages and these are low
    ends      whether its last two rows, totals among them, are low enough to be kept together
    """

    size: float
    widths: list[float]
    above: float
    whole: bool
    table: Table
    opening: float = 0
    ends: bool = False

    def is_tall(self, row: list[Runs]) -> bool:
        """Say whether a row is as tall as several."""
        return _height(row, self.widths, self.size) + 2 * self.above > SHORT_ROW


@dataclass(frozen=True)
class Column:
    """What a column wants: millimetres for each point of type size, from the least to the most.

    least      for its longest number, where very long words break
    word       for its longest word
    number     for its longest number too, with the words around it
    named      for its longest short name too, and its head in as many lines as it has words
    unbroken   for its longest short name too, and its head in three lines
    roomy      for a short head on one line too, and a long one in three that hold its words
    longest    for its longest cell on one line, its head aside
    """

    least: float
    word: float
    number: float
    named: float
    unbroken: float
    roomy: float
    longest: float


def grid(table: Table, available: float) -> Grid:
    """Set a table in the largest type in which no number and no short name breaks into lines.

    Raises GateError for one whose numbers would run into each other even in the smallest.
    """
    columns = [_column(place, table) for place in range(len(table.head))]
    sizes = (PAGE_SETUP.table, *PAGE_SETUP.dense_tables)
    fitting = (size for size in sizes if sum(BESIDE + column.unbroken * size for column in columns) <= available)
    size = next(fitting, sizes[-1])
    if sum(APART + column.least * size for column in columns) > available:
        fix = "show fewer columns, part it into several tables, or turn its rows into columns: frame.T"
        raise GateError(f'table "{plain(table.caption)[:60]}"', "its columns are wider than the page", fix)
    is_roomy = size == PAGE_SETUP.table and len(table.rows) <= LONG_TABLE
    above = PAGE_SETUP.cell_above if is_roomy else PAGE_SETUP.dense_above
    widths = _widths(columns, size, available)
    rows = [table.head, *table.rows, *table.foot]
    heights = [_height(row, widths, size) + 2 * above for row in rows]
    whole = len(rows) <= FEW_ROWS and sum(heights) <= LOW
    lines = ceil(width(plain(table.caption), PAGE_SETUP.caption) / available)
    captioned = (lines * PAGE_SETUP.caption * SINGLE_SPACING + AROUND_CAPTION) / POINTS_PER_MILLIMETRE
    opening = captioned + sum(heights[: 1 + TOGETHER])
    first, last = heights[1 : 1 + TOGETHER], heights[1:][-TOGETHER:]
    opens, ends = (not whole and sum(few) <= LOW for few in (first, last))
    return Grid(size, widths, above, whole, loosened(table, widths, size), opening if opens else 0, ends)


def is_whole(table: Table, available: float) -> bool:
    """Say whether a table is not parted between pages; one of many rows is not even measured."""
    return 1 + len(table.rows) + len(table.foot) <= FEW_ROWS and grid(table, available).whole


def loosened(table: Table, widths: list[float], size: float) -> Table:
    """Let phrases break that do not fit: in a cell they would run over its border."""
    parts = {
        name: [[_fitted(cell, room, size) for cell, room in zip(row, widths, strict=True)] for row in rows]
        for name, rows in (("head", [table.head]), ("rows", table.rows), ("foot", table.foot))
    }
    return table.model_copy(update=parts | {"head": parts["head"][0]})


def _fitted(cell: Runs, column: float, size: float) -> Runs:
    room = column - 2 * PAGE_SETUP.cell
    if _longest(cell, size) <= room:
        return cell
    loose = parted(cell)
    ways = (bound(loose, UNITS), bound(loose, scales()))
    return next((way for way in ways if _longest(way, size) <= room), loose)


def _longest(cell: Runs, size: float) -> float:
    return _measures(plain(cell))[1] * size


def _words(text: str) -> list[str]:
    """Part a text where a line may end: not at a non-breaking blank."""
    return re.split(r"[ \n\t]+", text)


def _height(row: list[Runs], widths: list[float], size: float) -> float:
    """Guess the height of a row's text, rather too much: words leave the ends of lines empty."""
    room = zip(row, widths, strict=True)
    lines = max(ceil(1.2 * size * _measures(plain(cell))[3] / (column - 2 * PAGE_SETUP.cell)) for cell, column in room)
    return max(lines, 1) * size * SINGLE_SPACING / POINTS_PER_MILLIMETRE


def _column(place: int, table: Table) -> Column:
    least, word, _, line = _measures(plain(table.head[place]))
    cells = [_measures(plain(row[place])) for row in (*table.rows, *table.foot)]
    pieces, words, names, lines = (max(wants, default=0) for wants in zip(*cells, strict=True)) if cells else (0,) * 4
    numbers = words if table.align[place] == "left" else names
    named = max(word, names)
    unbroken = max(named, line / LINES_OF_HEAD)
    roomy = max(unbroken, line if line * PAGE_SETUP.table <= SHORT_HEAD else _in_three_lines(plain(table.head[place])))
    return Column(max(least, pieces), max(word, words), max(word, numbers), named, unbroken, roomy, max(roomy, lines))


@lru_cache(1_000)
def _in_three_lines(head: str) -> float:
    """Measure the narrowest column in which the words of a head take three lines, which are rarely of like length."""
    words = [width(word + " ", 1, BOLD) for word in _words(head)]
    wants = sorted(sum(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1))
    return next((want for want in wants if lines_of(words, want) <= LINES_OF_HEAD), 0.0)


@lru_cache(10_000)  # each paper format sets the same tables
def _measures(text: str) -> tuple[float, float, float, float]:
    """Measure what of a cell never breaks, its longest word, the cell if it is a short name, and it on one line."""
    words = _words(text)
    pieces = list(map(_unbreakable, words))
    word, line = _widest(words), width(text, 1, BOLD)
    least = word if pieces == words else _widest(pieces)
    return least, word, line if line * PAGE_SETUP.table <= LONG_CELL else word, line


def _widest(words: list[str]) -> float:
    return max(width(word, 1, BOLD) for word in words)


def least_width(text: str, size: float) -> float:
    """Measure the column that a text needs lest it be cut: its longest word or number, and the room beside it."""
    return APART + max((width(_unbreakable(word), size, BOLD) for word in _words(text)), default=0.0)


def _unbreakable(word: str) -> str:
    """Take what of a word stays on one line: of a very long one its longest number, or as much as can be read."""
    return word if len(word) < BREAKABLE else max([word[:READABLE], *NUMBER.findall(word)], key=len)


def _widths(columns: list[Column], size: float, available: float) -> list[float]:
    """Share the width: first what the columns must have, then what their names want, then their longest cells."""
    tiers = zip(*((one.roomy, one.unbroken, one.number, one.word, one.least) for one in columns), strict=True)
    ways = [[BESIDE + want * size for want in tier] for tier in tiers]
    widths = next((way for way in ways if sum(way) <= available), ways[-1])
    if sum(widths) >= available:
        capped = [min(low, available / 2) for low in widths]
        return [available * low / sum(capped) for low in capped]
    for wants in zip(*((one.named, one.longest) for one in columns), strict=True):
        wanted = [max(low, BESIDE + want * size) for low, want in zip(widths, wants, strict=True)]
        extra = [want - low for want, low in zip(wanted, widths, strict=True)]
        spare = available - sum(widths)
        if sum(extra) > spare:
            return [low + spare * more / sum(extra) for low, more in zip(widths, extra, strict=True)]
        widths = wanted
    even = (available - sum(widths)) / len(widths)
    return [width + even for width in widths]
