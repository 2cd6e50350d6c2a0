"""A file that came by mail: what kind it is, what it says of itself, and its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from io import BytesIO
from typing import Any, Literal

import numpy as np
import openpyxl
import pikepdf
import pypdfium2
from lxml import etree, html
from PIL import Image

from dophu.errors import DataError, UsageError
from dophu.intake.readers.package import Package
from dophu.publish.readback import text_of_html
from dophu.returned.align import tokens
from dophu.returned.letter import clean
from dophu.returned.pages import read_pdf

Format = Literal["pdf", "docx", "xlsx", "html"]
CORE = "docProps/core.xml"
MEDIA = re.compile(r"word/media/.+")
END = b"%%EOF"
SCALE = 1.0  # 72 dots an inch: enough to see a figure that was painted over
SHADE = 24  # of 255, by which two renderings of the same may differ
AROUND = 2  # dots round a signature that belong to it
SHOWN = 60


@dataclass(frozen=True)
class Sent:
    """A file: its format, its keywords, and its text as far as it tells which letter it is."""

    format: Format
    content: bytes
    keywords: str
    text: str


def read_sent(content: bytes, name: str) -> Sent:
    """Read a file of one of the four formats by its content, whatever it is called. Raises UsageError for any other."""
    if content.startswith(b"%PDF"):
        pages = read_pdf(content, name)
        keywords = pypdfium2.PdfDocument(content).get_metadata_dict().get("Keywords", "")
        return Sent("pdf", content, keywords, "\n".join(pages))
    if content.startswith(b"PK"):
        return _office(content, name)
    if b"<html" in content[:4096].lower():
        page = _page(content)
        keywords = " ".join(page.xpath("//meta[@name='keywords']/@content"))
        return Sent("html", content, keywords, clean(text_of_html(content)))
    raise UsageError(name, "it is no PDF, HTML, DOCX or XLSX", "name the letter itself, as it was attached to the mail")


def _office(content: bytes, name: str) -> Sent:
    try:
        package = Package(content, name)
        core = package.tree(CORE)
        kind: Format = "docx" if "word/document.xml" in package else "xlsx"
        if kind == "xlsx" and "xl/workbook.xml" not in package:
            raise UsageError(name, "it is no DOCX and no XLSX", "name the letter itself")
        text = "" if kind == "xlsx" else "".join(package.tree("word/document.xml").itertext())
    except DataError as error:
        raise UsageError(error.where, error.problem, "have it sent once more") from None
    found = [] if core is None else [one.text or "" for one in core if str(one.tag).endswith("}keywords")]
    return Sent(kind, content, " ".join(found), clean(text))


def _page(content: bytes) -> Any:
    try:
        return html.document_fromstring(content, html.HTMLParser(encoding="utf-8", huge_tree=True))
    except etree.LxmlError as error:
        raise UsageError("page", f"it cannot be read: {error}", "have it sent once more") from None


def revisions(pdf: bytes) -> list[bytes]:
    """List what a PDF was before each part that was added behind it, itself left out; the oldest first."""
    found, at = [], pdf.find(END)
    while at >= 0:
        end = at + len(END)
        found += [pdf[:stop] for stop in (end, end + 1, end + 2) if stop < len(pdf)]
        at = pdf.find(END, end)
    return found


def other_words(issued: str, came: str) -> list[tuple[str, str]]:
    """List where two texts differ: what was issued, what came; "" for nothing."""
    return _others(*([text for text in tokens(clean(one)) if not text.isspace()] for one in (issued, came)))


def _others(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[str, str]]:
    """List where two long rows of texts differ; what stands often is passed over in aligning them, or it would wait."""
    first = _same(ours, theirs)
    ours, theirs = ours[first:], theirs[first:]
    last = _same(ours[::-1], theirs[::-1])
    ours, theirs = ours[: len(ours) - last], theirs[: len(theirs) - last]
    codes = (code for code in SequenceMatcher(None, ours, theirs).get_opcodes() if code[0] != "equal")
    return [(" ".join(ours[a:b])[:SHOWN], " ".join(theirs[c:d])[:SHOWN]) for _, a, b, c, d in codes]


def _same(ours: Sequence[str], theirs: Sequence[str]) -> int:
    """Count the texts that two rows begin with alike."""
    return next((n for n, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), min(len(ours), len(theirs)))


def other_page(issued: bytes, came: bytes) -> list[tuple[str, str]]:
    """List where two pages differ: in their words, and in what they are marked up and drawn with."""
    pages = [_page(one) for one in (issued, came)]
    return [
        *other_words(*(" ".join(page.itertext()) for page in pages)),
        *_others(*([_markup(element) for element in page.iter(etree.Element)] for page in pages)),
    ]


def _markup(element: Any) -> str:
    """Write an element's tag as it stands, without what is inside."""
    attributes = (f" {name}={value}" for name, value in sorted(element.attrib.items()))
    return f"<{element.tag}{''.join(attributes)}>"


def other_cells(issued: bytes, came: bytes) -> list[tuple[str, str]]:
    """List the cells in which two workbooks hold other values, or show them in another way."""
    books = [openpyxl.load_workbook(BytesIO(one)) for one in (issued, came)]
    ours, theirs = ({k: v for sheet in book for k, v in _cells(sheet)} for book in books)
    places = sorted(key for key in {*ours, *theirs} if ours.get(key) != theirs.get(key))
    return [(f"{key}: {ours.get(key, '')}"[:SHOWN], str(theirs.get(key, ""))[:SHOWN]) for key in places]


def _cells(sheet: Any) -> list[tuple[str, Any]]:
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    return [(f"{sheet.title}!{cell.coordinate}", (cell.value, _format(cell))) for cell in cells]


def _format(cell: Any) -> str:
    """Give a number's format without what programs write differently: quotation marks and backslashes."""
    return re.sub(r'["\\]', "", str(cell.number_format))


def other_pictures(issued: bytes, came: bytes) -> int:
    """Count the pictures of a DOCX that are not those of the issued one, point for point."""
    ours, theirs = (_pictures(one) for one in (issued, came))
    return sum(one not in ours for one in theirs) + max(0, len(ours) - len(theirs))


def _pictures(content: bytes) -> list[tuple[Any, ...]]:
    package = Package(content, "letter")
    parts = (package.read(name) for name in sorted(package.parts) if MEDIA.fullmatch(name))
    images = (Image.open(BytesIO(part)).convert("RGB") for part in parts)
    return [(image.size, image.tobytes()) for image in images]


def other_looks(issued: bytes, came: bytes) -> list[int]:
    """List the pages, counted from 1, that look otherwise than issued, but for their signature fields."""
    ours, theirs = (pypdfium2.PdfDocument(one) for one in (issued, came))
    for pdf_file in (ours, theirs):
        pdf_file.init_forms()  # or what is drawn in a field would not be seen
    fields = _signature_places(came)
    both = min(len(ours), len(theirs))
    wrong = list(range(both, max(len(ours), len(theirs))))
    wrong += [number for number in range(both) if _differs(ours[number], theirs[number], fields.get(number, []))]
    return sorted(number + 1 for number in wrong)


def _differs(issued: Any, came: Any, fields: list[tuple[float, float, float, float]]) -> bool:
    """Say whether two pages look otherwise, outside of some fields."""
    if [round(side) for side in issued.get_size()] != [round(side) for side in came.get_size()]:
        return True
    one, other = (page.render(scale=SCALE, grayscale=True).to_numpy().squeeze().astype(int) for page in (issued, came))
    apart = np.abs(one - other) > SHADE
    high = one.shape[0]
    for left, bottom, right, top in fields:
        rows = slice(max(0, int(high - top * SCALE) - AROUND), int(high - bottom * SCALE) + AROUND)
        apart[rows, max(0, int(left * SCALE) - AROUND) : int(right * SCALE) + AROUND] = False
    return bool(apart.any())


def _signature_places(pdf: bytes) -> dict[int, list[tuple[float, float, float, float]]]:
    """Find the signature fields by page."""
    found: dict[int, list[tuple[float, float, float, float]]] = {}
    with pikepdf.open(BytesIO(pdf)) as pdf_file:
        for number, page in enumerate(pdf_file.pages):
            for one in page.get("/Annots", []):
                if one.get("/FT") == "/Sig" and "/V" in one:
                    left, bottom, right, top = (float(side) for side in one.Rect)
                    found.setdefault(number, []).append((left, bottom, right, top))
    return found
