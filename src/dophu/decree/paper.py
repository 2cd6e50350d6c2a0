"""What a reader sees of a letter, whatever file it comes in: lines with their type, and the pages they stand on.

Lengths are millimetres, type sizes and gaps points. None is what the file does not tell.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

Align = Literal["left", "center", "right", "both"]
MILLIMETRES_PER_POINT = 25.4 / 72
SINGLE = 1.15  # single line spacing of Times New Roman, of its size
BLANK = 0.25  # width of a blank in it, of its size


@dataclass(frozen=True)
class Piece:
    """A stretch of text in one type.

    font     the name of the type face; "" where the file names none
    colour   red, green, blue as "RRGGBB"
    """

    text: str
    size: float
    bold: bool = False
    italic: bool = False
    font: str = ""
    colour: str = "000000"
    underlined: bool = False

    @property
    def weight(self) -> int:
        """How many of its letters show."""
        return sum(not letter.isspace() for letter in self.text)


@dataclass(frozen=True)
class Stroke:
    """A line drawn below text: how long it is, and how far its middle is from that of the text."""

    length: float
    off: float = 0


@dataclass(frozen=True)
class Line:
    """A line of a letter: a whole paragraph of its prose, one line of everything else.

    page      counted from 1 in the file
    section   the number of its section in the file, or of its page's, from 0
    column    0 for the left or only column, 1 and more for those beside it
    tabular   it stands in a table with rules
    align     as it is set; of prose in a PDF as its inner lines show
    start     from the left margin to its first letter
    spacing   of its lines, in single spacings; None where it has one line only, or the file does not tell
    gap       between it and the line above
    width     of its text, were it to stand on one line; in a PDF as it stands
    room      of its column, where the file does not show at which word it breaks
    below     what is drawn below it
    """

    pieces: tuple[Piece, ...]
    page: int | None = None
    section: int = 0
    column: int = 0
    tabular: bool = False
    align: Align | None = None
    start: float | None = None
    spacing: float | None = None
    gap: float | None = None
    width: float | None = None
    room: float | None = None
    below: Stroke | None = None

    @property
    def text(self) -> str:
        """Its words with single blanks."""
        return " ".join(self.raw.split())

    @property
    def raw(self) -> str:
        """Its words as they stand."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def shown(self) -> tuple[Piece, ...]:
        """Its pieces that have letters."""
        return tuple(piece for piece in self.pieces if piece.weight)

    @property
    def size(self) -> float:
        """The size of most of its letters."""
        return most(Counter({size: self._letters(size) for size in {piece.size for piece in self.shown}}))

    def _letters(self, size: float) -> int:
        return sum(piece.weight for piece in self.shown if piece.size == size)

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(piece.bold for piece in self.shown)


@dataclass(frozen=True)
class Sheet:
    """The paper of a section: of its pages in a DOCX, of one page in a PDF; margins None where nothing shows them."""

    width: float
    height: float
    top: float | None = None
    bottom: float | None = None
    left: float | None = None
    right: float | None = None
    page: int | None = None

    @property
    def landscape(self) -> bool:
        """Whether it lies on its side."""
        return self.width > self.height


@dataclass(frozen=True)
class PageNumber:
    """The number of a page as it is printed.

    first   it stands on the first page of the letter, or of an annex
    place   "top centre" and so on; "none" for a page that has none where one is due
    """

    place: str
    first: bool = False
    size: float = 0
    upright: bool = True
    page: int | None = None


@dataclass(frozen=True)
class Paper:
    """A letter as its file shows it; `kind` is "docx" or "pdf"."""

    kind: Literal["docx", "pdf"]
    lines: tuple[Line, ...]
    sheets: tuple[Sheet, ...]
    numbers: tuple[PageNumber, ...] = field(default=())


def most(counts: Counter[float]) -> float:
    """Give the number counted most, 0 for none."""
    return counts.most_common(1)[0][0] if counts else 0
