"""A Word file as its reader sees it: tracked changes accepted, text boxes once, hidden text left out.

The XML itself is read, within the limits of received packages. A Word file tells its pages only where Word left its
own page breaks in it.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from dophu.decree import patterns
from dophu.decree.counting import lists_of
from dophu.decree.paper import BLANK, MILLIMETRES_PER_POINT, SINGLE, Line, PageNumber, Paper, Piece, Sheet, Stroke
from dophu.decree.strokes import border, shape, width_of
from dophu.decree.styles import MILLIMETRES_PER_TWIP, Settings, Styles, child, is_on, number, value
from dophu.decree.styles import SINGLE as LINE
from dophu.errors import DataError, UsageError
from dophu.intake.readers.package import Package, attribute, local
from dophu.returned.letter import GONE, LETTER, clean

RELATIONS, STYLES, NUMBERING = "word/_rels/document.xml.rels", "word/styles.xml", "word/numbering.xml"
THEME, PROGRAM, SETTINGS = "word/theme/theme1.xml", "docProps/app.xml", "word/settings.xml"
TAB = 12.7  # millimetres between tab stops, as Word sets them
CELL = 1.9  # millimetres beside the text of a cell, as Word sets it
LABEL = 3  # letters of "a)" or "1." before a tab that sets no column
NO_WORDS = {"rPr", "pPr", "instrText", "p", "tbl", "sectPr", "delText"}
SHOWN = {"t", "tab", "br", "cr", "noBreakHyphen", "drawing", "pict", "object", "pBdr"}
SHEET = {"w": 11906.0, "h": 16838.0}  # twips of A4


@dataclass(frozen=True)
class _Place:
    """Where a paragraph stands while the body is walked."""

    column: int = 0
    tabular: bool = False
    table: str = ""  # the style of its table
    apart: bool = False  # in a cell or a text box, where gaps and indents are no prose's
    room: float | None = None  # millimetres that it has across


@dataclass
class _Words:
    """The words of one line while they are read."""

    pieces: list[Piece] = field(default_factory=list)
    tabs: int = 0  # before the first letter
    page: int = 1

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces).strip()


def read_docx(content: bytes, name: str) -> Paper:
    """Read a DOCX. Raises UsageError for a file that is none, is locked, damaged or too large."""
    try:
        package = Package(content, name)
        tree = package.tree(LETTER)
        if tree is None or local(tree) != "document" or child(tree, "body") is None:
            raise UsageError(name, "it is no DOCX: it has no letter inside", "save it as .docx in the word processor")
        return _Reader(package, child(tree, "body")).paper()
    except DataError as error:
        fix = "open it in the word processor and save it again as .docx, without a password"
        raise UsageError(name, error.problem, fix) from None


class _Reader:
    """One file while it is read."""

    def __init__(self, package: Package, body: Any) -> None:
        self.package, self.body = package, body
        self.styles = Styles(package.tree(STYLES), package.tree(THEME), package.tree(NUMBERING))
        self.lists = lists_of(package.tree(NUMBERING))
        relations = package.tree(RELATIONS)
        found = relations if relations is not None else ()
        self.parts = {one.get("Id"): posixpath.join("word", one.get("Target") or "") for one in found}
        self.tab = _twips(package.tree(SETTINGS), "defaultTabStop") or TAB
        self.paged = next(body.iter("{*}lastRenderedPageBreak"), None) is not None
        self.page, self.section = 1, 0
        self.setups: list[Any] = []
        self.after: tuple[float, str, bool] = (0, "", False)  # of the paragraph above: its gap, style, tight

    def paper(self) -> Paper:
        first = next(self.body.iter("{*}sectPr"), None)
        lines = tuple(_with_strokes(self._blocks(self.body, _Place(room=None if first is None else _across(first)))))
        last = child(self.body, "sectPr")
        setups = [*self.setups, *([last] if last is not None else [])]
        return Paper("docx", lines, tuple(map(_sheet, setups)), tuple(self._numbers(setups)))

    def _blocks(self, element: Any, place: _Place) -> Iterator[Line]:
        """Read paragraphs in the order of the file."""
        for one in element:
            name = local(one) if isinstance(one.tag, str) else ""
            if name == "p":
                yield from self._paragraph(one, place)
            elif name == "tbl":
                yield from self._table(one, place)
            elif name and name not in GONE | {"pPr", "sectPr"}:
                yield from self._blocks(one, place)

    def _table(self, table: Any, place: _Place) -> Iterator[Line]:
        words = " ".join(clean(one.text or "") for one in table.iter("{*}t")).casefold()
        tabular = place.tabular or not any(mark in words for mark in patterns.HEAD_OF_LETTER)
        settings = child(table, "tblPr")
        style = value(settings, "tblStyle") or ""
        margins = sum(_margin(child(settings, "tblCellMar"), side) for side in ("left", "right"))
        for row in (one for one in table.iter("{*}tr") if next(one.iterancestors("{*}tbl")) is table):
            if child(child(row, "trPr"), "del") is None:
                cells = [one for one in row if isinstance(one.tag, str) and local(one) in {"tc", "sdt"}]
                for column, cell in enumerate(cells):
                    room = _room(cell, margins)
                    yield from self._blocks(cell, _Place(column, tabular, style, apart=True, room=room))

    def _paragraph(self, paragraph: Any, place: _Place) -> Iterator[Line]:
        properties = child(paragraph, "pPr")
        layout = self.styles.of_paragraph(properties, place.table)
        style = value(properties, "pStyle") or ""
        gap, tight = layout.get("before", 0.0) + self.after[0], layout.get("tight", False)
        if tight and self.after[1:] == (style, True):
            gap = 0
        rows = self._words(paragraph, style, place, self.lists.label(layout.get("list")))
        stroke = border(properties, layout, place.room) or shape(paragraph)
        below = layout.get("after", 0.0)
        if _is_blank(paragraph):  # the gaps around it part the paragraphs above and below
            below += gap
        self.after = (below, style, tight)
        for row_number, row in enumerate(rows):
            for column, words in enumerate(row):
                spread = column if len(row) > 1 else place.column
                drawn = stroke if row is rows[-1] else None
                line = self._line(words, layout, replace(place, column=spread), drawn)
                yield line if row_number or column or place.apart else replace(line, gap=gap)
        for boxed in paragraph.iter("{*}txbxContent"):
            holder = next(boxed.iterancestors("{*}p"), None)
            if holder is paragraph and not any(local(one) in GONE for one in boxed.iterancestors("{*}Fallback")):
                yield from self._blocks(boxed, replace(place, apart=True, room=None))
        if child(properties, "sectPr") is not None:
            self.setups.append(child(properties, "sectPr"))
            self.section += 1

    def _line(self, words: _Words, layout: Settings, place: _Place, drawn: Stroke | None) -> Line:
        first = next((piece for piece in words.pieces if piece.text.strip()), None)
        size = first.size if first else 0
        before = "".join(piece.text for piece in words.pieces)
        blanks = (len(before) - len(before.lstrip())) * BLANK * size * MILLIMETRES_PER_POINT
        start = layout.get("left", 0.0) + layout.get("first", 0.0) + words.tabs * self.tab + blanks
        width = width_of(words.pieces)
        underlined = bool(words.text) and all(piece.underlined for piece in words.pieces if piece.weight)
        taken = layout.get("left", 0.0) + layout.get("right", 0.0)
        return Line(
            tuple(words.pieces),
            page=words.page if self.paged else None,
            section=self.section,
            column=place.column,
            tabular=place.tabular,
            align=layout.get("align", "left"),
            start=None if place.apart else start,
            spacing=_spacing(layout, size),
            width=width,
            room=None if place.room is None else place.room - taken,
            below=drawn or (Stroke(width) if underlined else None),
        )

    def _words(self, paragraph: Any, style: str, place: _Place, label: str) -> list[list[_Words]]:
        """Read the words of a paragraph: its lines broken by hand, and in each the columns that tabs set."""
        rows = [[_Words(page=self.page)]]
        for run, element in _atoms(paragraph):
            current = rows[-1][-1]
            match local(element):
                case "t" | "noBreakHyphen":
                    text = "-" if local(element) == "noBreakHyphen" else element.text or ""
                    self._add(current, text, self.styles.of_run(run, style, place.table))
                case "tab" if len(current.text) > LABEL:
                    rows[-1].append(_Words(page=self.page))
                case "tab" if current.text:
                    self._add(current, " ", self.styles.of_run(run, style, place.table))
                case "tab":
                    current.tabs += 1
                case "lastRenderedPageBreak":
                    self.page += 1
                    if not current.text:
                        current.page = self.page
                case "br" | "cr" if attribute(element, "type") not in {"page", "column"}:
                    rows.append([_Words(page=self.page)])
        if label and rows[0][0].pieces:
            rows[0][0].pieces.insert(0, replace(rows[0][0].pieces[0], text=f"{label} "))
        return rows

    def _add(self, words: _Words, text: str, look: Settings) -> None:
        if look.get("hidden"):
            return
        shown = clean(text).upper() if look.get("caps") else clean(text)
        words.pieces.append(
            Piece(
                shown,
                look["size"],
                look["bold"],
                look["italic"],
                look["font"],
                look["colour"],
                bool(look.get("underlined")),
            )
        )

    def _numbers(self, setups: list[Any]) -> Iterator[PageNumber]:
        """Find the page number of each section: of its first page where it counts from 1, and of the others."""
        heads: dict[str, Any] = {}
        pages = [self._own_heads(heads, setup) for setup in setups]
        if not any(number for kinds in pages for number in kinds.values()) and self._has_one_page():
            return
        for place, (setup, kinds) in enumerate(zip(setups, pages, strict=True)):
            plain = kinds.get("default")
            yield plain or PageNumber("none")
            counts_anew = place == 0 or value(setup, "pgNumType", "start") == "1"
            first = kinds.get("first") if is_on(setup, "titlePg") else plain
            if counts_anew and first:
                yield replace(first, first=True)

    def _own_heads(self, heads: dict[str, Any], setup: Any) -> dict[str, PageNumber | None]:
        """Read the heads and feet of a section; those it does not set are of the section before."""
        for one in setup:
            name = local(one) if isinstance(one.tag, str) else ""
            if name in {"headerReference", "footerReference"}:
                part = self.package.tree(self.parts.get(attribute(one, "id") or "", ""))
                heads[f"{attribute(one, 'type') or 'default'} {name[:6]}"] = part
        return {
            kind: self._number(heads.get(f"{kind} header"), "top")
            or self._number(heads.get(f"{kind} footer"), "bottom")
            for kind in ("first", "default")
        }

    def _number(self, part: Any, side: str) -> PageNumber | None:
        """Read where and how a head or foot prints the number of the page, None where it does not."""
        for paragraph in part.iter("{*}p") if part is not None else ():
            codes = [attribute(one, "instr") or "" for one in paragraph.iter("{*}fldSimple")]
            codes += [one.text or "" for one in paragraph.iter("{*}instrText")]
            if not any(code.split()[:1] == ["PAGE"] for code in codes):
                continue
            properties = child(paragraph, "pPr")
            runs = [one for one in paragraph.iter("{*}r") if next(one.iter("{*}t"), None) is not None]
            runs = runs or list(paragraph.iter("{*}r"))
            look = self.styles.of_run(runs[-1] if runs else None, value(properties, "pStyle") or "", "")
            return PageNumber(f"{side} {self._side(paragraph)}", size=look["size"], upright=not look["italic"])
        return None

    def _side(self, paragraph: Any) -> str:
        properties = child(paragraph, "pPr")
        framed = value(properties, "framePr", "xAlign")
        tabs = sum(local(run) == "tab" for run in paragraph.iter("{*}tab") if local(run.getparent()) == "r")
        align = self.styles.of_paragraph(properties, "").get("align", "left")
        return framed or ("center", "right")[min(tabs, 2) - 1] if framed or (tabs and align != "center") else align

    def _has_one_page(self) -> bool:
        about = self.package.tree(PROGRAM)
        pages = child(about, "Pages")
        return pages is not None and (pages.text or "").strip() == "1"


def _with_strokes(lines: Iterable[Line]) -> Iterator[Line]:
    """Give what is drawn at a paragraph without words to the line above it."""
    above: Line | None = None
    for line in lines:
        if line.text:
            if above:
                yield above
            above = line
        elif above and line.below and not above.below and line.column == above.column:
            above = replace(above, below=line.below)
    if above:
        yield above


def _is_blank(paragraph: Any) -> bool:
    """Say whether a paragraph shows nothing: no letter, no picture."""
    return not any(local(one) in SHOWN for one in paragraph.iter("{*}*") if isinstance(one.tag, str))


def _atoms(element: Any, run: Any = None) -> Iterator[tuple[Any, Any]]:
    """Give the texts, tabs and breaks of a paragraph with their runs; boxes in it hold paragraphs of their own."""
    for one in element:
        name = local(one) if isinstance(one.tag, str) else ""
        if not name or name in GONE or name in NO_WORDS:
            continue
        if run is not None and name in {"t", "tab", "br", "cr", "noBreakHyphen", "lastRenderedPageBreak"}:
            yield run, one
        else:
            yield from _atoms(one, one if name == "r" else run)


def _spacing(layout: Settings, size: float) -> float | None:
    """Give the line spacing in single spacings."""
    line = layout.get("line")
    if line is None:
        return 1.0
    if layout.get("rule", "auto") == "auto":
        return float(line) / LINE
    single = size * SINGLE or 1
    points = line / 20
    return float(points / single) if layout["rule"] == "exact" else float(max(1.0, points / single))


def _across(setup: Any) -> float:
    """Say how wide the text of a section is."""
    sheet = _sheet(setup)
    return sheet.width - (sheet.left or 0) - (sheet.right or 0)


def _room(cell: Any, margins: float) -> float | None:
    """Say how wide the text of a cell is; None where the file leaves its width open."""
    width = child(child(cell, "tcPr"), "tcW")
    known = width is not None and attribute(width, "type") == "dxa"
    return (number(attribute(width, "w")) or 0) * MILLIMETRES_PER_TWIP - margins if known else None


def _margin(margins: Any, side: str) -> float:
    """Read the room beside the text of a table's cells, as wide as Word makes it where the table does not say."""
    found = child(margins, side)
    return CELL if found is None else (number(attribute(found, "w")) or 0) * MILLIMETRES_PER_TWIP


def _twips(element: Any, name: str) -> float:
    return (number(value(element, name)) or 0) * MILLIMETRES_PER_TWIP


def _sheet(setup: Any) -> Sheet:
    size = {key: number(value(setup, "pgSz", key)) or default for key, default in SHEET.items()}
    sides = {side: number(value(setup, "pgMar", side)) for side in ("top", "bottom", "left", "right")}
    gutter = number(value(setup, "pgMar", "gutter")) or 0
    if sides["left"] is not None:
        sides["left"] += gutter
    top, bottom, left, right = (None if one is None else abs(one) * MILLIMETRES_PER_TWIP for one in sides.values())
    return Sheet(size["w"] * MILLIMETRES_PER_TWIP, size["h"] * MILLIMETRES_PER_TWIP, top, bottom, left, right)
