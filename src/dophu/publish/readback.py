"""The released files, read back: every number of the document must stand in every format, and no other.

Pages and letters are read as text. A workbook is read cell by cell, against the exact values of the ledger.
"""

from __future__ import annotations

import ctypes
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import docx
import pypdfium2
import pypdfium2.raw as pdfium
from docx.oxml.ns import qn
from lxml import html
from python_calamine import CalamineWorkbook
from xlsxwriter.utility import xl_rowcol_to_cell

from dophu.errors import GateError
from dophu.publish.archive import parts_of
from dophu.publish.card import heading
from dophu.publish.footnotes import marks_of
from dophu.publish.layout import code_line, labels, on_paper
from dophu.publish.values import amount, clean, divisor, moment, only_fact, said_day
from dophu.publish.xlsx import DATA_HEAD, pictures_of, tables_of
from dophu.tell.blocks import Annex, Document, Figure, Masthead, Run, Runs, Signature, TraceRow
from dophu.tell.html import plain
from dophu.tell.lint import texts
from dophu.wording import issue_line, number_line
from dophu.words import say

OTHER_SHEETS = ("cover", "notes", "data", "sources")
BEFORE_TABLES = 2  # sheets: cover and notes
SIGNS = {qn("w:br"): "\n", qn("w:noBreakHyphen"): "-"}
FORMULA = re.compile(rb"<f[ >/]")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
LONG_WORD = re.compile(r"\S{20,}")  # the template may break it
BETWEEN = re.compile(r"[\s\u00ad\u2010\ufffe\x02-]")  # what stands where a line breaks; a hyphen there has many faces


def numbers(text: str) -> Counter[str]:
    """Count the numbers in a text; 07/8/2020 counts as three."""
    return Counter(NUMBER.findall(text))


def expected(document: Document) -> Counter[str]:
    """Count the numbers a document must print."""
    return numbers("\n".join(_lines(document)))


def _lines(document: Document) -> Iterator[str]:
    for runs in texts(document.blocks):
        yield "".join(run.text for run in runs)
    for block in document.blocks:
        if isinstance(block, Masthead):
            yield from (block.parent_body, block.issuing_body, number_line(block.number, block.symbol))
            yield issue_line(block.place, block.day, block.month, block.year)
            yield from (block.type_name, "".join(run.text for run in block.abstract), *block.addressees)
        elif isinstance(block, Signature):
            yield from (*block.lines, block.name or "", *block.recipients)
        elif isinstance(block, Annex):
            yield from (block.label, block.title, block.attached)


def text_of_html(content: bytes) -> str:
    """Read the letter's own text from a page: its sheets, without contents and trace."""
    page = html.document_fromstring(content, html.HTMLParser(encoding="utf-8", huge_tree=True))
    found = filter(_is_letter, page.find_class("sheet"))
    sheets = [one for one in found if not any(map(_is_letter, one.iterancestors()))]
    for sheet in sheets:
        _leave_out(sheet)
        for end in sheet.iter("br"):
            end.tail = "\n" + (end.tail or "")
        for line in sheet.iter(*LINES):
            line.text = "\n" + (line.text or "")
    return "".join(text for sheet in sheets for text in sheet.itertext())


def _leave_out(sheet: Any) -> None:
    """Take away what a page adds to the letter: drawings, the numbers of trace rows, links to save a table by."""
    for added in sheet.xpath('.//*[local-name() = "svg" or @class = "source" or @class = "data"]'):
        added.drop_tree()


def _is_letter(element: Any) -> bool:
    classes = element.get("class", "").split()
    return element.tag in SHEETS and "sheet" in classes and "trace" not in classes


SHEETS = ("section", "article", "div")
LINES = ("p", "li", "td", "th", "tr", "h1", "h2", "h3", "h4", "figcaption", "caption", "br")


def text_of_docx(content: bytes) -> str:
    """Read every paragraph of a DOCX body, tables included, in order."""
    body = docx.Document(io.BytesIO(content)).element.body
    return "\n".join("".join(map(_of_run, p.iter(qn("w:t"), *SIGNS))) for p in body.iter(qn("w:p")))


def _of_run(element: Any) -> str:
    return SIGNS.get(element.tag, element.text or "")


def text_of_pdf(content: bytes) -> str:
    """Read a PDF's pages; a line broken inside a number's slash is joined again."""
    pdf = pypdfium2.PdfDocument(content)
    return "\n".join(page.get_textpage().get_text_bounded() for page in pdf)


def text_beside_figures(content: bytes) -> str:
    """Read a PDF's text without what its figures have drawn, by the tags of its structure."""
    return "\n".join(_beside_figures(page) for page in pypdfium2.PdfDocument(content))


def _beside_figures(page: Any) -> str:
    tree, text = pdfium.FPDF_StructTree_GetForPage(page), page.get_textpage()
    try:
        parts = [
            pdfium.FPDF_StructTree_GetChildAtIndex(tree, n) for n in range(pdfium.FPDF_StructTree_CountChildren(tree))
        ]
        drawn = {mark for part in parts for mark in _marks(part, within=False)}
    finally:
        pdfium.FPDF_StructTree_Close(tree)
    letters = range(text.count_chars())
    shown = (pdfium.FPDFText_GetUnicode(text, place) for place in letters if _mark(text, place) not in drawn)
    return "".join(map(chr, shown))


def _mark(text: Any, place: int) -> int:
    return int(pdfium.FPDFPageObj_GetMarkedContentID(pdfium.FPDFText_GetTextObject(text, place)))


def _marks(part: Any, *, within: bool) -> Iterator[int]:
    """List the marks of what stands in figures, from a part of the structure down."""
    name = (pdfium.FPDF_WCHAR * 16)()
    pdfium.FPDF_StructElement_GetType(part, name, ctypes.sizeof(name))
    is_drawn = within or bytes(name).decode("utf-16-le").rstrip("\0") == "Figure"
    for place in range(pdfium.FPDF_StructElement_CountChildren(part)):
        mark = pdfium.FPDF_StructElement_GetChildMarkedContentID(part, place)
        if mark >= 0 and is_drawn:
            yield mark
        child = pdfium.FPDF_StructElement_GetChildAtIndex(part, place)
        if child:
            yield from _marks(child, within=is_drawn)


READERS: dict[str, Callable[[bytes], str]] = {
    "html": text_of_html,
    "pdf": text_of_pdf,
    "docx": text_of_docx,
    "txt": bytes.decode,
}
OF_A_PART = {"txt"}  # tells not all that the document does
PICTURES = {"png"}  # hold no text to read; theirs is that of the text beside them
DRAWS_TEXT = {"pdf"}  # figures keep their text as text, and pages their numbers


def compare(document: Document, outputs: dict[str, bytes]) -> None:
    """Refuse outputs in which a number of the document is lacking, or one stands that it does not have."""
    for name, content in outputs.items():
        if name in PICTURES:
            continue
        problem = _in_cells(document, content) if name == "xlsx" else _in_text(document, name, content)
        if problem:
            fix = "report this: a writer lost or made up a number"
            raise GateError(f"{document.report}.{name}", f"{name.upper()} {problem}", fix)


def _in_text(document: Document, name: str, content: bytes) -> str:
    document = document if name == "html" else on_paper(document)
    wanted = expected(document)
    text = READERS[name](content)
    if document.imprint:
        text = text.replace(code_line(document), "")  # it is no number, and stands at the foot of every page
    if name in DRAWS_TEXT:
        text = _rejoined(text, document)
    found = numbers(text)
    extra = set(found - wanted - _ordinals(document))
    if extra and name in DRAWS_TEXT:
        extra &= set(numbers(text_beside_figures(content)))  # labels that lie on each other make numbers of their own
        extra -= set(wanted) | set(_drawn(document)) | {str(page) for page in range(2, _pages(content) + 1)}
    if name in OF_A_PART:
        extra -= set(wanted) | set(numbers(heading(document)))
    lacking = Counter[str]() if name in OF_A_PART else wanted - found
    return f"lacks {_list(lacking)} and adds {_list(extra)}" if lacking or extra else ""


def _rejoined(text: str, document: Document) -> str:
    """Join the words again that are too long for a line, so that a number broken in them is none that was lost."""
    places = [place for place, sign in enumerate(text) if not BETWEEN.fullmatch(sign)]
    plain = "".join(text[place] for place in places)
    words = {word for line in _lines(document) for word in LONG_WORD.findall(line)}
    spans: list[tuple[int, int, str]] = []
    for word in sorted(words, key=len, reverse=True):  # one may stand within another
        for found in re.finditer(re.escape(BETWEEN.sub("", word)), plain):
            start, end = places[found.start()], places[found.end() - 1] + 1
            if all(end <= other or start >= stop for other, stop, _ in spans):
                spans.append((start, end, word))
    for start, end, word in sorted(spans, reverse=True):
        text = f"{text[:start]} {word} {text[end:]}"
    return text


def _in_cells(document: Document, content: bytes) -> str:
    book, tables = CalamineWorkbook.from_filelike(io.BytesIO(content)), tables_of(document)
    data, sheets = say("book.data"), book.sheet_names
    if len(sheets) != len(tables) + len(pictures_of(document)) + len(OTHER_SHEETS) or data not in sheets:
        return "has other sheets than the document has tables"
    facts = {fact.key: fact for fact in document.facts}
    shown = [[[Run(text=fact.shown, fact=fact.key)]] for fact in document.facts]
    wrong = list(_wrong(book, data, shown, facts, first_column=DATA_HEAD.index("value")))
    for sheet, table in zip(sheets[BEFORE_TABLES:], tables, strict=False):
        wrong += _wrong(book, sheet, [*table.rows, *table.foot], facts)
    formulas = _formulas(content)
    if formulas or wrong:
        return f"holds formulas in {_list(formulas)} and other values than the ledger in {_list(wrong)}"
    return ""


def _formulas(content: bytes) -> list[str]:
    """Name the parts of a workbook in which a cell computes."""
    parts = parts_of(io.BytesIO(content))
    return [name for name, part in parts.items() if name.startswith("xl/worksheets/") and FORMULA.search(part)]


def _wrong(
    book: CalamineWorkbook,
    sheet: str,
    rows: Sequence[Sequence[Runs]],
    facts: Mapping[str, TraceRow],
    first_column: int = 0,
) -> Iterator[str]:
    """Name the cells of a sheet's last rows that hold something else than a table's rows."""
    found = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    first_row = len(found) - len(rows)
    for number, row in enumerate(rows, first_row):
        values = found[number][first_column:] if number >= 0 else []
        padded = [*values, *[""] * len(row)][: len(row)]
        for column, (value, cell) in enumerate(zip(padded, row, strict=True)):
            if not _holds(value, cell, facts):
                yield f"{sheet}!{xl_rowcol_to_cell(number, first_column + column)}"


def _holds(value: object, cell: Runs, facts: Mapping[str, TraceRow]) -> bool:
    fact, text = only_fact(cell, facts), clean(plain(cell))
    if isinstance(value, str):
        return value == text
    number, when = (amount(fact), moment(fact)) if fact else (None, said_day(text))
    if number is not None and fact and isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:.16g}" == f"{float(number / divisor(fact, cell)):.16g}"  # as many digits as the file has
    if when is None or not isinstance(value, date):
        return False
    return value == (datetime.combine(when.day, when.clock) if when.clock else when.day)


def _pages(pdf: bytes) -> int:
    return len(pypdfium2.PdfDocument(pdf))


def _drawn(document: Document) -> Counter[str]:
    return numbers(" ".join(re.sub(r"<[^>]+>", " ", b.svg) for b in document.blocks if isinstance(b, Figure)))


def _ordinals(document: Document) -> Counter[str]:
    """Count the numbers of ordered lists and of footnotes: paper prints them, a page has them not in its text."""
    return numbers(" ".join([*labels(document.blocks), *marks_of(document.blocks)]))


def _list(values: object) -> str:
    found = sorted(values)  # type: ignore[call-overload]
    return ", ".join(found[:10]) or "nothing"
