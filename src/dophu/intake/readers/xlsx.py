"""Excel workbooks since 2007 (xlsx, xlsm), in one bounded pass over each sheet.

Read by hand, because no library gives value, formula, font, number format and hidden rows together without loading
the workbook twice and whole. The form is ECMA-376 part 1, chapter 18.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, NamedTuple

from dophu.errors import DataError
from dophu.intake.grid import Area, Cell, Kind, Sheet, Workbook, column_of, letter_of
from dophu.intake.readers.formats import (
    RAISED,
    Format,
    Shown,
    format_of,
    shown_error,
    shown_iso,
    shown_logical,
    shown_number,
    shown_text,
)
from dophu.intake.readers.package import (
    LAST_COLUMN,
    LAST_ROW,
    NUMBER,
    Cells,
    Package,
    Room,
    attribute,
    damaged,
    local,
    local_name,
    too_big,
    whole,
)

REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
SURROGATES = range(0xD800, 0xE000)
TRUE = ("1", "true", "on")
WHITE, HEX, PALETTES = "FFFFFF", re.compile("[0-9A-F]{6}"), ("indexed", "theme")
WHITES = {("indexed", "1"), ("indexed", "9"), ("theme", "0")}  # of a colour without a tint
NEAR = 24  # of 255, by which each of red, green and blue of two colours differ that nobody tells apart
SHOWS_NOTHING = re.compile(r"""(?:\[[^]]*])*(?:"\s*"|\\\s|_.|\*.|\s)*(;.*)?""")  # the section for numbers above nought
TEXTS = ("s", "str", "inlineStr")
SHORT = 15  # digits that a stored number holds exactly
PLAIN = Format()
NEVER_CALCULATED = Shown(None, Kind.TEXT, "")
MERGED_AT_MOST = 50_000
FORMULA_AT_MOST = 8_192  # characters, as Excel has it
MOVED_AT_MOST = 5_000  # shared formulas that are written out for their cells; the others keep the first one's text


class Text(NamedTuple):
    """A text, and the fonts of its runs."""

    text: str = ""
    fonts: tuple[str, ...] = ()


BLANK = Text()


class Font(NamedTuple):
    """A font's name, whether it strikes its words out, and its colour, "" where the program chooses it."""

    face: str = ""
    struck: bool = False
    colour: str = ""


class Style(NamedTuple):
    """What a cell's style says of its value."""

    form: Format = Format()
    fonts: tuple[str, ...] = ()
    unseen: str = ""


class Relation(NamedTuple):
    """What a part relates to: the last word of its kind, and the part's name."""

    kind: str
    target: str


@dataclass
class Book:
    """What all sheets of a workbook share.

    stale   whether a program wrote it that leaves formulas to be calculated, with nought for their results
    """

    package: Package
    parts: dict[str, Relation]
    room: Room
    from_1904: bool
    stale: bool
    styles: list[Style] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)

    def part_of(self, kind: str) -> str:
        """Name the part of a kind; "" when there is none."""
        return next((relation.target for relation in self.parts.values() if relation.kind == kind), "")


def read_xlsx(content: bytes, name: str) -> Workbook:
    """Read every worksheet of an xlsx or xlsm file. Raises DataError for what is damaged, locked or too large."""
    package = Package(content, name)
    main = next((r.target for r in _relations(package, "").values() if r.kind == "officeDocument"), "xl/workbook.xml")
    root = package.tree(main)
    if root is None:
        raise damaged(name, "it holds no workbook")
    from_1904 = any(attribute(e, "date1904") in TRUE for e in root.iter() if local(e) == "workbookPr")
    stale = any(attribute(e, "fullCalcOnLoad") in TRUE for e in root.iter() if local(e) == "calcPr")
    book = Book(package, _relations(package, main), Room(name), from_1904, stale)
    book.styles, book.texts = _styles(book), _texts(book)
    sheets = tuple(_sheet(book, e) for e in root.iter() if local(e) == "sheet" and _is_worksheet(book, e))
    macros = any(part.endswith("vbaProject.bin") for part in package.parts)
    remarks = {
        "macros are not read": macros,
        "links to other files are not followed": any("externalLink" in part for part in package.parts),
    }
    form = "xlsm" if macros else "xlsx"
    return Workbook(name, form, sheets, tuple(remark for remark, holds in remarks.items() if holds))


def _relations(package: Package, part: str) -> dict[str, Relation]:
    """Read what a part relates to, by id; targets outside the package are left out."""
    folder, file = posixpath.split(part)
    root = package.tree(posixpath.join(folder, "_rels", f"{file}.rels"))
    found = {}
    for element in root if root is not None else ():
        if local(element) == "Relationship" and attribute(element, "TargetMode") != "External":
            kind = (attribute(element, "Type") or "").rpartition("/")[2]
            place = posixpath.normpath(posixpath.join("/", folder, attribute(element, "Target") or ""))
            found[attribute(element, "Id") or ""] = Relation(kind, place.lstrip("/"))
    return found


def _is_worksheet(book: Book, element: Any) -> bool:
    """Tell worksheets from sheets that are charts; one whose part is not named would be lost."""
    relation = book.parts.get(attribute(element, "id") or "")
    if relation is None:
        raise damaged(book.package.name, f"its sheet '{attribute(element, 'name')}' is missing")
    return relation.kind == "worksheet"


def _styles(book: Book) -> list[Style]:
    root = book.package.tree(book.part_of("styles"))
    groups = {local(group): list(group) for group in root} if root is not None else {}
    codes = {attribute(e, "numFmtId"): attribute(e, "formatCode") or "" for e in groups.get("numFmts", ())}
    fonts = [Font(_face(font), _is_struck(font), _colour(font)) for font in groups.get("fonts", ())]
    grounds = [_ground(fill) for fill in groups.get("fills", ())]
    return [_style(element, codes, fonts, grounds) for element in groups.get("cellXfs", ())]


def _is_struck(font: Any) -> bool:
    return any(local(child) == "strike" and attribute(child, "val") not in ("0", "false") for child in font)


def _colour(element: Any) -> str:
    """Name the colour of a font or a pattern: by value, or by its place in a palette; all whites are one."""
    colour = next((child for child in element if local(child) in ("color", "fgColor")), None)
    if colour is None:
        return ""
    tint, rgb = attribute(colour, "tint") or "", attribute(colour, "rgb")
    if rgb and not tint:
        return rgb.upper()[-6:]
    place = next(((name, attribute(colour, name) or "") for name in PALETTES if attribute(colour, name)), ("", ""))
    return WHITE if place in WHITES and not tint else " ".join(filter(None, (*place, rgb, tint)))


def _ground(fill: Any) -> str:
    """Name the colour of a cell's ground, white where it is not filled at all; "" for patterns of two colours."""
    pattern = next((child for child in fill if local(child) == "patternFill"), None)
    if pattern is None:
        return ""
    kind = attribute(pattern, "patternType")
    return WHITE if kind in (None, "none") else _colour(pattern) if kind == "solid" else ""


def _is_lost(ink: str, ground: str) -> bool:
    """Say whether a colour cannot be seen on another."""
    if ink == ground:
        return bool(ink)
    if not (HEX.fullmatch(ink) and HEX.fullmatch(ground)):
        return False
    return all(abs(one - other) <= NEAR for one, other in zip(*map(bytes.fromhex, (ink, ground)), strict=True))


def _face(font: Any) -> str:
    return next((attribute(child, "val") or "" for child in font if local(child) == "name"), "")


def _style(element: Any, codes: dict[str | None, str], fonts: list[Font], grounds: list[str]) -> Style:
    number, place = attribute(element, "numFmtId"), whole(attribute(element, "fontId")) or 0
    font = fonts[place] if place < len(fonts) else Font()
    fill = whole(attribute(element, "fillId")) or 0
    ground = grounds[fill] if fill < len(grounds) else WHITE
    code = codes.get(number, "")
    ink = WHITE if code.lower().startswith("[white]") else font.colour
    shows_nothing = bool(code and SHOWS_NOTHING.fullmatch(code)) or _is_lost(ink, ground)
    unseen = "struck" if font.struck else "hidden" if shows_nothing else ""
    return Style(format_of(code, whole(number) or 0), (font.face,) if font.face else (), unseen)


def _texts(book: Book) -> list[Text]:
    part = book.part_of("sharedStrings")
    if part not in book.package:
        return []
    room, texts = Room(book.package.name), []
    for _, element in book.package.elements(part, {"si"}):
        texts.append(_text(element))
        room.take(len(texts[-1].text))
    return texts


def _text(element: Any) -> Text:
    """Join the runs of a text, and name their fonts; how it is pronounced is left out."""
    if len(element) == 1 and local(element[0]) == "t":
        return Text(_plain(element[0].text or ""))
    pieces, fonts, raised = [], [], False
    for child in element.iter():
        kind = local(child)
        if kind == "r":
            raised = False
        elif kind == "t" and local(child.getparent()) != "rPh":
            pieces.append((child.text or "").translate(RAISED) if raised else child.text or "")
        elif kind == "rFont":
            fonts.append(child.get("val") or "")
        elif kind == "vertAlign":
            raised = child.get("val") == "superscript"
    return Text(_plain("".join(pieces)), tuple(dict.fromkeys(filter(None, fonts))))


def _plain(text: str) -> str:
    """Write out the letters that XML cannot hold, `_x0041_`; halves of letters stay as they are written."""
    if "_x" not in text:
        return text
    return ESCAPED.sub(lambda part: part[0] if int(part[1], 16) in SURROGATES else chr(int(part[1], 16)), text)


def _sheet(book: Book, element: Any) -> Sheet:
    name = attribute(element, "name") or "?"
    reading = _Reading(book, name)
    takers = {"row": reading.take_row, "mergeCell": reading.take_merged, "col": reading.take_column}
    for kind, found in book.package.elements(book.parts[attribute(element, "id") or ""].target, takers):
        takers[kind](found)
    return Sheet(
        name,
        _without_noughts(reading.cells) if book.stale else dict(reading.cells),
        tuple(reading.merged),
        hidden=attribute(element, "state") in ("hidden", "veryHidden"),
        hidden_rows=frozenset(reading.hidden_rows),
        hidden_columns=frozenset(reading.hidden_columns),
    )


def _without_noughts(cells: dict[tuple[int, int], Cell]) -> dict[tuple[int, int], Cell]:
    """Take the results away from formulas none of which has another than nought."""
    formulas = {place: cell for place, cell in cells.items() if cell.formula is not None}
    if any(cell.value for cell in formulas.values()):
        return dict(cells)
    shown = NEVER_CALCULATED._asdict()
    return {**cells, **{place: cell._replace(**shown) for place, cell in formulas.items()}}


class _Reading:
    """One pass over a sheet's XML."""

    def __init__(self, book: Book, name: str) -> None:
        self.book, self.name = book, name
        self.cells = Cells(book.room, name)
        self.merged: list[Area] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self._row = 0
        self._formulas: dict[str, tuple[str, str]] = {}
        self._styles: dict[str | None, Style] = {}
        self._moved = 0

    def take_column(self, element: Any) -> None:
        """Note hidden columns."""
        first, last = whole(element.get("min")), whole(element.get("max"))
        if first and last and element.get("hidden") in TRUE:
            self.hidden_columns |= set(range(first, min(last, LAST_COLUMN) + 1))

    def take_merged(self, element: Any) -> None:
        """Note a merged area."""
        corners = [REFERENCE.fullmatch(part) for part in (element.get("ref") or "").split(":")]
        if len(self.merged) == MERGED_AT_MOST:
            raise too_big(self.book.package.name, f"sheet '{self.name}' has more than {MERGED_AT_MOST:,} merged areas")
        if all(corners):
            columns = [column_of(corner[1].upper()) for corner in corners if corner]
            rows = [int(corner[2]) for corner in corners if corner]
            self.merged.append(Area(min(rows), min(columns), max(rows), max(columns)))

    def take_row(self, element: Any) -> None:
        """Read a row; one without a number follows the last, and so do cells."""
        number = element.get("r")
        row = whole(number) if number else self._row + 1
        if not row or row > LAST_ROW:
            raise self._misplaced(f"row {number or row}")
        self._row = row
        if element.get("hidden") in TRUE:
            self.hidden_rows.add(row)
        column = 0
        for child in element:
            if local_name(child.tag) == "c":
                place = child.get("r")
                following = f"{letter_of(column + 1)}{row}"
                column = self._column(place) if place and place != following else column + 1
                self._take_cell(child, column)

    def _column(self, place: str) -> int:
        found = REFERENCE.fullmatch(place)
        column = column_of(found[1].upper()) if found else 0
        if not found or column > LAST_COLUMN or int(found[2]) != self._row:
            raise self._misplaced(f"cell {place} in row {self._row}")
        return column

    def _misplaced(self, what: str) -> DataError:
        shown = "".join(sign if sign.isprintable() else "?" for sign in what[:40])
        return damaged(self.book.package.name, f"sheet '{self.name}' has a {shown}, which no sheet can have")

    def _take_cell(self, element: Any, column: int) -> None:
        value, formula, inline = None, None, BLANK
        for child in element:
            kind = local_name(child.tag)
            if kind == "v":
                value = child.text or ""
            elif kind == "f":
                formula = self._formula(child, column)
            elif kind == "is":
                inline = _text(child)
        form, style = element.get("t") or "n", self._style(element.get("s"))
        text, own = self._text_of(form, value or "", inline) if form in TEXTS else ((value or "").strip(), ())
        if text.strip():
            shown = self._shown(form, text, style)
        elif formula is None or (form == "str" and value is not None):
            return  # blank, or a formula whose result is a blank text
        else:
            shown = NEVER_CALCULATED
        fonts = tuple(dict.fromkeys((*style.fonts, *own))) if own else style.fonts
        self.cells.add(Cell(self._row, column, *shown, fonts, formula, style.unseen))

    def _text_of(self, form: str, value: str, inline: Text) -> Text:
        if form == "inlineStr":
            return inline
        if form == "str":
            return Text(_plain(value))
        if not value:
            return BLANK
        index = whole(value.strip())
        if index is None or index >= len(self.book.texts):
            raise damaged(self.book.package.name, f"sheet '{self.name}' names a text that the file does not hold")
        return self.book.texts[index]

    def _shown(self, form: str, text: str, style: Style) -> Shown:
        if form in TEXTS:
            return shown_text(text)
        if form == "b":
            return shown_logical(text in TRUE)
        if form == "d":
            return shown_iso(text)
        if form == "n" and style.form == PLAIN and len(text) <= SHORT and text.isdigit() and text.isascii():
            return Shown(int(text), Kind.NUMBER, str(int(text)))  # as shown_number has it; nearly all cells are these
        number = float(text) if form == "n" and NUMBER.fullmatch(text) else float("nan")
        if not isfinite(number):
            return shown_error(text)
        return shown_number(number, style.form, from_1904=self.book.from_1904)

    def _style(self, index: str | None) -> Style:
        if index not in self._styles:
            number, known = whole(index) or 0, self.book.styles
            self._styles[index] = known[number] if number < len(known) else Style()
        return self._styles[index]

    def _formula(self, element: Any, column: int) -> str:
        """Take a formula; one that is shared with the cell where it was first written is moved from there."""
        text = element.text or ""
        if len(text) > FORMULA_AT_MOST:
            raise too_big(self.book.package.name, f"sheet '{self.name}' has a formula of {len(text):,} characters")
        shared = element.get("si") if element.get("t") == "shared" else None
        place = f"{letter_of(column)}{self._row}"
        if shared is None:
            return text
        if text:
            self._formulas[shared] = (text, place)
            return text
        base, origin = self._formulas.get(shared, ("", place))
        self._moved += 1
        if not base or self._moved > MOVED_AT_MOST:
            return base
        from openpyxl.formula.translate import Translator, TranslatorError  # noqa: PLC0415 - slow, and seldom needed

        try:
            return str(Translator(f"={base}", origin=origin).translate_formula(place)).removeprefix("=")
        except (TranslatorError, ValueError, IndexError):
            return base
