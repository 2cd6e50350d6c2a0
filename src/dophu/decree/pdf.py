"""A PDF as its reader sees it: text objects gathered to lines, and the lines of prose to paragraphs.

Text inside of drawings, which are forms in a PDF, is no text of the letter. Margins are where the text stands; top and
bottom show only where text stands too far out.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from dophu.decree import patterns
from dophu.decree.paper import MILLIMETRES_PER_POINT, SINGLE, Line, PageNumber, Paper, Piece, Sheet, Stroke, most
from dophu.errors import UsageError
from dophu.returned.letter import clean

PAGES_AT_MOST = 300
OBJECTS_AT_MOST = 20_000  # of a page
ITALIC = 64  # PDF 32000, table 123
BOLD = 600
SUBSET = re.compile(r"\A[A-Z]{6}\+")
STYLE = re.compile(r"[-,]?(Bold|Italic|Regular|Oblique|Roman|PSMT|MT|PS)+(?=\W|\Z|Bold|Italic|MT)", re.IGNORECASE)
SAME_LINE = 0.35  # of the size: how far two base lines of one line are apart
HEAD = 170.0  # points from the top of the first page that a masthead may take
COLUMN = 14.0  # points between what stands in two columns
INDENTED = 4.0  # millimetres from the left edge of what begins a paragraph
EDGE = 1.5  # millimetres that a line may end before the right edge and still reach it
DRAWN = 2.1  # points smaller than prose is what drawings say, and no recipients
SHORT = 12.0  # millimetres before the right edge where a paragraph's last line ends at the latest
WIDE = 1.6  # single spacings, beyond which programs differ in where they put the room
SURE = 4  # full lines that show where the right edge is
NEAR = 4.0  # points between ends of full lines that are one edge
STANDING = 0.8  # of the inner lines that reach the right edge when they are justified
RULE = 1.5  # points that a rule is wide at most
SHORTEST = 20.0  # points that a line below text is long at least
BELOW = 16.0  # points below the base line of a text where a line is drawn at the lowest
NUMBER = re.compile(r"[0-9]{1,4}")
MARGIN = 20.0  # millimetres: where page numbers and banners stand
APART = 1.75  # of its size: where a line in the margin does not go on with the next
CENTRED = 3.0  # millimetres off the middle of the text
TYPEWRITER = 2  # of a text's size in points, below which nothing is seen
Bounds = tuple[float, float, float, float]  # left, low, right, high


@dataclass(frozen=True)
class _Row:
    """A stretch of text on one base line; lengths are points, y grows upwards."""

    pieces: tuple[Piece, ...]
    left: float
    right: float
    base: float
    top: float
    page: int
    column: int = 0
    tabular: bool = False
    below: Stroke | None = None

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces).strip()

    @property
    def size(self) -> float:
        return max((piece.size for piece in self.pieces if piece.weight), default=0)


@dataclass(frozen=True)
class _Text:
    """A text object."""

    piece: Piece
    left: float
    right: float
    base: float
    top: float


@dataclass(frozen=True)
class _Page:
    """A page: its lines, and how wide and high it is in points."""

    rows: list[_Row]
    width: float
    height: float


def read_pdf(content: bytes, name: str) -> Paper:
    """Read a PDF. Raises UsageError for one that is none, is locked, has too many pages, or has no text."""
    try:
        pdf = pypdfium2.PdfDocument(content)
        count = len(pdf)
        if count > PAGES_AT_MOST:
            problem = f"it has {count} pages, more than {PAGES_AT_MOST}"
            raise UsageError(name, problem, "save the letter's own pages as a file")
        pages = [_page(page, number) for number, page in enumerate(pdf, 1)]
    except pypdfium2.PdfiumError as error:
        fix = "open it in a reader; a file with a password is saved without it first"
        raise UsageError(name, f"it is no PDF that can be read: {error}", fix) from None
    if not any(row.text for page in pages for row in page.rows):
        fix = "measure the file that was printed or scanned: the DOCX, or the PDF that the word processor saves"
        raise UsageError(name, "its pages are pictures: they hold no text", fix)
    return _paper(pages)


def _page(page: Any, number: int) -> _Page:
    width, height = page.get_size()
    depth = 1 if any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=1)) else 4
    words = page.get_textpage()
    found = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=depth)
    texts = [text for _, one in zip(range(OBJECTS_AT_MOST), found, strict=False) if (text := _text(one, words))]
    bounds = _drawn(page)
    bands = _ruled(bounds)
    rows = [
        replace(row, page=number, tabular=any(low - 1 <= row.base <= high + 1 for low, high in bands))
        for row in _rows(texts, height if number == 1 else 0)
    ]
    return _Page(_underlined(rows, bounds), width, height)


def _text(found: Any, words: Any) -> _Text | None:
    """Read a text object: its words, and its type as it is printed."""
    matrix, size = pdfium.FS_MATRIX(), ctypes.c_float()
    pdfium.FPDFPageObj_GetMatrix(found.raw, matrix)
    pdfium.FPDFTextObj_GetFontSize(found.raw, size)
    printed = round(size.value * abs(matrix.d) * 4) / 4
    left, _, right, top = found.get_bounds()
    text = clean(_string(pdfium.FPDFTextObj_GetText, found.raw, words.raw)).replace("\x02", "-")
    if printed < TYPEWRITER or matrix.b or matrix.c:  # a text that lies on its side is no line
        return None
    font = pdfium.FPDFTextObj_GetFont(found.raw)
    name = SUBSET.sub("", _name(font))
    flags, weight = pdfium.FPDFFont_GetFlags(font), pdfium.FPDFFont_GetWeight(font)
    bold = "bold" in name.casefold() or weight >= BOLD
    italic = bool(flags & ITALIC) or any(word in name.casefold() for word in ("italic", "oblique"))
    piece = Piece(text or " ", printed, bold, italic, STYLE.sub("", name), _colour(found))
    return _Text(piece, left, right, matrix.f, top)


def _string(call: Any, *arguments: Any) -> str:
    size = call(*arguments, None, 0)
    room = ctypes.create_string_buffer(size)
    call(*arguments, ctypes.cast(room, ctypes.POINTER(ctypes.c_ushort)), size)
    return room.raw.decode("utf-16-le", "replace").rstrip("\0")


def _name(font: Any) -> str:
    size = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
    room = ctypes.create_string_buffer(max(size, 1))
    pdfium.FPDFFont_GetBaseFontName(font, room, size)
    return room.value.decode("utf-8", "replace")


def _colour(found: Any) -> str:
    parts = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFPageObj_GetFillColor(found.raw, *parts)
    return "".join(f"{part.value:02X}" for part in parts[:3])


def _drawn(page: Any) -> list[Bounds]:
    """Say where something is drawn: left, low, right, high."""
    found = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=1)
    return [one.get_bounds() for _, one in zip(range(OBJECTS_AT_MOST), found, strict=False)]


def _ruled(bounds: Sequence[Bounds]) -> list[tuple[float, float]]:
    """Say from where to where tables stand: as far as their upright rules go."""
    return [(low, high) for left, low, right, high in bounds if right - left < RULE * 2 < high - low]


def _underlined(rows: list[_Row], bounds: Sequence[Bounds]) -> list[_Row]:
    """Give each line of text what is drawn below it; of several lines the nearest one has it."""
    found: dict[int, Stroke] = {}
    for left, low, right, high in bounds:
        if high - low > RULE * 2 or right - left < SHORTEST:
            continue
        above = [
            (row.base - high, place)
            for place, row in enumerate(rows)
            if not row.tabular and -1 <= row.base - high <= BELOW and row.left < right and left < row.right
        ]
        if above:
            row = rows[min(above)[1]]
            off = abs(left + right - row.left - row.right) / 2
            found[min(above)[1]] = Stroke((right - left) * MILLIMETRES_PER_POINT, off * MILLIMETRES_PER_POINT)
    return [replace(row, below=found.get(place)) for place, row in enumerate(rows)]


def _is_apart(group: Sequence[_Text], one: _Text, *, high: bool) -> bool:
    """Say whether a text begins a column: far from what stands before it, or, in a masthead, in another type."""
    gap = one.left - max(text.right for text in group)
    last = next((text.piece for text in reversed(group) if text.piece.weight), one.piece)
    other = (last.bold, last.italic, last.size) != (one.piece.bold, one.piece.italic, one.piece.size)
    return gap >= COLUMN or (high and other and gap > 0 and bool(one.piece.weight))


def _rows(texts: Sequence[_Text], height: float) -> Iterator[_Row]:
    """Gather texts to lines, from the top down, each cut where a column ends."""
    ordered = sorted(texts, key=lambda one: -one.base)
    lines: list[list[_Text]] = []
    for one in ordered:
        if lines and abs(lines[-1][0].base - one.base) < SAME_LINE * max(one.piece.size, lines[-1][0].piece.size):
            lines[-1].append(one)
        else:
            lines.append([one])
    for line in lines:
        groups: list[list[_Text]] = []
        for one in sorted(line, key=lambda text: text.left):
            if groups and not _is_apart(groups[-1], one, high=0 < height - HEAD < one.base):
                groups[-1].append(one)
            else:
                groups.append([one])
        shown = [group for group in groups if any(text.piece.weight for text in group)]
        for column, group in enumerate(shown):
            yield _row(group, column)


def _row(group: Sequence[_Text], column: int) -> _Row:
    shown = [text for text in group if text.piece.weight]
    pieces: list[Piece] = []
    for before, text in zip([None, *group], group, strict=False):
        apart = before and text.left - before.right > text.piece.size * 0.15
        touching = pieces and not pieces[-1].text.endswith(" ") and not text.piece.text.startswith(" ")
        pieces += [replace(text.piece, text=" ")] if apart and touching else []
        pieces.append(text.piece)
    left, right = min(text.left for text in shown), max(text.right for text in shown)
    return _Row(tuple(pieces), left, right, shown[0].base, max(text.top for text in shown), 0, column)


def _paper(pages: list[_Page]) -> Paper:
    lines: list[Line] = []
    sheets: list[Sheet] = []
    numbers: list[PageNumber] = []
    starts = [number == 1 or _opens_annex(page) for number, page in enumerate(pages, 1)]
    edges = _edges(pages)
    section = -1
    for number, (page, first) in enumerate(zip(pages, starts, strict=True), 1):
        section += first
        left, right, at_left, at_right = edges[page.width > page.height]
        body = [row for row in page.rows if not _outside(row, page)]
        sheets.append(_sheet(page, body, number, left if at_left else None, right if at_right else None))
        found = next((one for row in page.rows if (one := _page_number(row, page, left, right, first))), None)
        numbers += [found] if found else [] if first else [PageNumber("none", page=number)]
        paragraphs = _joined(body, left, right)
        lines += [
            _line(rows, above, section, left, right)
            for above, rows in zip([None, *paragraphs], paragraphs, strict=False)
        ]
    return Paper("pdf", tuple(_with_gaps(_marked(lines))), tuple(sheets), tuple(numbers))


def _marked(lines: list[Line]) -> list[Line]:
    """Take lines much smaller than the prose for what they are: the words of drawings and tables."""
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text) if line.align == "both" else 0
    prose = most(sizes)
    return [
        replace(line, tabular=line.tabular or (prose - line.size > DRAWN and line.align != "both")) for line in lines
    ]


def _with_gaps(lines: list[Line]) -> Iterator[Line]:
    """Take what a line needs off the step from the line above; of one line alone nobody knows what it needs.

    Where lines stand wide apart, what parts paragraphs cannot be told from what parts lines.
    """
    for line in lines:
        known = line.gap is not None and line.spacing is not None and line.spacing < WIDE
        yield replace(line, gap=(line.gap or 0) - (line.spacing or 0) * line.size * SINGLE if known else None)


def _opens_annex(page: _Page) -> bool:
    texts = [row.text for row in page.rows if not _outside(row, page)]
    return bool(texts) and patterns.IS_ANNEX.fullmatch(texts[0]) is not None


def _outside(row: _Row, page: _Page) -> bool:
    """Say whether a line stands in the margin above or below, as page numbers, banners and codes do.

    Text that stands too far out goes on with the next line; what belongs in a margin stands apart.
    """
    edge = MARGIN / MILLIMETRES_PER_POINT * 0.97
    above, below = row.base > page.height - edge, row.base < edge * 0.75
    if not (above or below) or NUMBER.fullmatch(row.text):
        return above or below
    others = (other.base for other in page.rows if not NUMBER.fullmatch(other.text))
    steps = (row.base - base if above else base - row.base for base in others)
    return not any(1 < step < APART * row.size for step in steps)


def _edges(pages: list[_Page]) -> dict[bool, tuple[float, float, bool, bool]]:
    """Find where the text of upright pages, and of those on their side, begins and ends, in points.

    The others say whether its left and its right edge are straight, so that they are the margins'.
    """
    found = {}
    for landscape in (False, True):
        rows = [
            row
            for page in pages
            if (page.width > page.height) == landscape
            for row in page.rows
            if not _outside(row, page)
        ]
        prose = [row for row in rows if not row.tabular and not row.column] or rows
        wide = max((row.right - row.left for row in prose), default=0)
        full = [row for row in prose if row.right - row.left > wide * 0.85]
        left = min((row.left for row in full), default=0.0)
        ends = Counter(round(row.right) for row in full)
        right = max((row.right for row in full), default=0.0)
        at_left = sum(abs(row.left - left) < NEAR for row in full) >= SURE
        at_right = len(full) >= SURE and sum(n for end, n in ends.items() if abs(end - right) < NEAR) > len(full) * 0.6
        found[landscape] = (left, right, at_left, at_right)
    return found


def _sheet(page: _Page, body: list[_Row], number: int, left: float | None, right: float | None) -> Sheet:
    def millimetres(points: float) -> float:
        return points * MILLIMETRES_PER_POINT

    top = page.height - max((row.base + row.size * 0.891 for row in body), default=page.height)
    bottom = min((row.base - row.size * 0.216 for row in body), default=page.height)
    return Sheet(
        millimetres(page.width),
        millimetres(page.height),
        min(millimetres(top), 25) if top else None,
        min(millimetres(bottom), 25),
        None if left is None else millimetres(left),
        None if right is None else millimetres(page.width - right),
        page=number,
    )


def _page_number(row: _Row, page: _Page, left: float, right: float, first: bool) -> PageNumber | None:
    if not NUMBER.fullmatch(row.text) or not _outside(row, page):
        return None
    middle = (row.left + row.right) / 2
    off = (middle - (left + right) / 2) * MILLIMETRES_PER_POINT
    side = "center" if abs(off) < CENTRED else "left" if off < 0 else "right"
    edge = "top" if row.base > page.height / 2 else "bottom"
    italic = any(piece.italic for piece in row.pieces if piece.weight)
    return PageNumber(f"{edge} {side}", first, row.size, not italic, row.page)


def _joined(rows: list[_Row], left: float, right: float) -> list[list[_Row]]:
    """Gather the lines of a page to paragraphs of prose; every other line stays alone."""
    found: list[list[_Row]] = []
    for row in rows:
        if found and _goes_on(found[-1], row, left, right):
            found[-1].append(row)
        else:
            found.append([row])
    return found


def _goes_on(above: list[_Row], row: _Row, left: float, right: float) -> bool:
    """Say whether a line goes on with the paragraph above: flush left below a line that is as long as it can be."""
    last, inset = above[-1], (row.left - left) * MILLIMETRES_PER_POINT
    if row.tabular or last.tabular or row.column or last.column or abs(inset) > INDENTED / 2:
        return False
    ended = (right - last.right) * MILLIMETRES_PER_POINT > SHORT and last.text.endswith((".", ";", ":"))
    begun = (last.left - left) * MILLIMETRES_PER_POINT
    alone = begun > 2 * INDENTED + INDENTED and len(above) == 1 and (right - last.right) * MILLIMETRES_PER_POINT > SHORT
    return not ended and not alone and abs(row.size - last.size) < 1


def _line(rows: list[_Row], above: list[_Row] | None, section: int, left: float, right: float) -> Line:
    pieces = list(rows[0].pieces)
    for row in rows[1:]:
        pieces += [replace(row.pieces[0], text=" "), *row.pieces]
    steps = [high.base - low.base for high, low in pairwise(rows)]
    step = most(Counter(round(one, 1) for one in steps))
    size = rows[0].size
    return Line(
        tuple(pieces),
        page=rows[0].page,
        section=section,
        column=rows[0].column,
        tabular=rows[0].tabular,
        align=_align(rows, left, right),
        start=(rows[0].left - left) * MILLIMETRES_PER_POINT,
        spacing=step / size / SINGLE if step else None,
        gap=above[-1].base - rows[0].base if above and above[-1].page == rows[0].page else None,
        width=max(row.right - row.left for row in rows) * MILLIMETRES_PER_POINT,
        below=rows[-1].below,
    )


def _align(rows: list[_Row], left: float, right: float) -> Any:
    """Say how lines are set; None where one line does not show it."""
    inner = [(right - row.right) * MILLIMETRES_PER_POINT < EDGE for row in rows[:-1]]
    if inner:
        return "both" if sum(inner) >= STANDING * len(inner) else "left"
    off = abs(rows[0].left + rows[0].right - left - right) / 2 * MILLIMETRES_PER_POINT
    inset = (rows[0].left - left) * MILLIMETRES_PER_POINT
    return "center" if off < CENTRED and inset > INDENTED else None
