"""What a file says or shows besides its words: where those alone are held, or a page's looks, this could still deceive.

Each reader lists what a file has of it, so that what the issued one had not can be told: alternative texts, titles,
notes, heads and feet, shapes, colours. What another program changes when it saves the same letter again is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import openpyxl
import pikepdf

from dophu.intake.readers.package import Package, attribute, local, local_name

DOCUMENT, CORE = "word/document.xml", "docProps/core.xml"
ASIDE = re.compile(r"word/(header|footer|footnotes|endnotes|comments)\d*\.xml")
TITLES = {"title", "subject", "description", "category"}
ADDING = {"altChunk", "subDoc", "object", "control", "sym", "numPr", "footnoteReference", "endnoteReference"}
COVERING = {"anchor", "wsp", "wgp", "pict", "shape", "rect", "oval", "line", "framePr", "srcRect"}
LOOKS = {"color", "shd", "highlight", "position", "fitText", "w", "trHeight"}
SPOKEN = {"/Alt", "/ActualText", "/E", "/Title", "/Subject", "/Author", "/Contents", "/TU", "/Lang", "/V"}
SMALL = 360_000  # EMU, a centimetre: no figure is smaller
LOW, NARROW = 4.0, 1.0  # points, and signs: rows and columns below show nothing
SHOWN = 80
SYMBOLS = 0xF000


def said_besides(kind: str, issued: bytes, came: bytes) -> list[str]:
    """List what a file says or shows besides its words and the issued one does not."""
    found = READERS.get(kind)
    if found is None or not issued:
        return []
    return sorted({one[:SHOWN] for one in {*found(came)} - {*found(issued)}})


def _of_pdf(content: bytes) -> Iterator[str]:
    with pikepdf.open(BytesIO(content)) as pdf_file:
        for one in pdf_file.objects:
            if isinstance(one, pikepdf.Dictionary) and "/ByteRange" not in one:
                yield from (str(one[key]) for key in SPOKEN.intersection(one.keys()) if _is_text(one[key]))
        with pdf_file.open_metadata() as metadata:
            yield from (str(value) for name, value in metadata.items() if name.endswith(("}title", "}description")))
        yield from (str(value) for name, value in pdf_file.docinfo.items() if name in SPOKEN)
        notes = (one for page in pdf_file.pages for one in page.get("/Annots", []))
        yield from (str(one.get("/Subtype")) for one in notes)


def _is_text(value: Any) -> bool:
    return isinstance(value, pikepdf.String) and bool(str(value).strip())


def _of_docx(content: bytes) -> Iterator[str]:
    package = Package(content, "letter")
    for name in filter(re.compile(r"word/[^/]+\.xml").fullmatch, sorted(package.parts)):
        tree = package.tree(name)
        if ASIDE.fullmatch(name):
            yield from (text for one in tree.iter() if local(one) == "p" and (text := _text(one)))
        if name == DOCUMENT:
            yield from (kind for one in tree.iter() if (kind := local(one)) in {*ADDING, *COVERING})
        for one in tree.iter():
            yield from _of_element(one)
    yield from _titles(package)


def _of_element(one: Any) -> Iterator[str]:
    match local(one):
        case "docPr":
            yield from filter(None, (one.get("descr"), one.get("title")))
        case "extent" if min(int(one.get("cx", 0)), int(one.get("cy", 0))) < SMALL:
            yield f"extent {one.get('cx')} {one.get('cy')}"
        case "instrText":
            yield " ".join((one.text or "").split())
        case "fldSimple":
            yield " ".join((attribute(one, "instr") or "").split())
        case "lvlText":
            yield from filter(str.strip, [_signs(attribute(one, "val") or "")])
        case name if name in LOOKS or (name == "spacing" and local(one.getparent()) == "rPr"):
            values = sorted(f"{local_name(key)}={value}" for key, value in one.attrib.items() if value != "auto")
            yield from [" ".join([name, *values])] if values else []


def _signs(text: str) -> str:
    """Write signs of symbol fonts, which other programs move to places of private use, as what they are."""
    return "".join(chr(ord(sign) - SYMBOLS) if SYMBOLS <= ord(sign) <= SYMBOLS + 0xFF else sign for sign in text)


def _text(paragraph: Any) -> str:
    """Read a paragraph of a head, foot or note without what its fields come to, which differs from page to page."""
    words, within = [], False
    for one in paragraph.iter():
        if local(one) == "fldChar":
            within = attribute(one, "fldCharType") != "end"
        is_field = within or any(local(above) == "fldSimple" for above in one.iterancestors())
        words += [one.text or ""] if local(one) == "t" and not is_field else []
    return "".join(words).strip()


def _titles(package: Package) -> Iterator[str]:
    core = package.tree(CORE)
    yield from (one.text for one in (core if core is not None else ()) if local(one) in TITLES and one.text)


def _of_workbook(content: bytes) -> Iterator[str]:
    yield from _titles(Package(content, "letter"))
    book = openpyxl.load_workbook(BytesIO(content))
    yield from (f"{name}={one.attr_text}" for name, one in book.defined_names.items())
    for sheet in book:
        yield sheet.title
        yield from _of_sheet(sheet)


def _of_sheet(sheet: Any) -> Iterator[str]:
    sides = (getattr(sheet, f"{which}{end}") for which in ("odd", "even", "first") for end in ("Header", "Footer"))
    yield from (part.text for side in sides for part in (side.left, side.center, side.right) if part.text)
    yield from (f"{one.promptTitle} {one.prompt}" for one in sheet.data_validations.dataValidation if one.prompt)
    rows, columns = sheet.row_dimensions.items(), sheet.column_dimensions.items()
    yield from (f"{sheet.title}!{key}" for key, one in rows if one.height is not None and one.height < LOW)
    yield from (f"{sheet.title}!{key}" for key, one in columns if one.width < NARROW)
    for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
        if cell.comment:
            yield f"{sheet.title}!{cell.coordinate}: {cell.comment.text}"
        yield from (f"{sheet.title}!{cell.coordinate}: {look}" for look in _looks(cell))


def _looks(cell: Any) -> Iterator[str]:
    """Name the colours of a cell's letters and of what lies behind them."""
    for name, colour in (("font", cell.font.color), ("fill", cell.fill.fgColor if cell.fill.fill_type else None)):
        if colour is not None:
            yield f"{name} {colour.type} {colour.value}"


READERS: dict[str, Callable[[bytes], Iterator[str]]] = {"pdf": _of_pdf, "docx": _of_docx, "xlsx": _of_workbook}
