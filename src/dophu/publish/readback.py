"""The released files, read back: every number of the document must stand in every format, and no other."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import docx
import pypdfium2
from docx.oxml.ns import qn

from dophu.errors import GateError
from dophu.publish.layout import label
from dophu.tell.blocks import Annex, Document, Figure, List, Masthead, Signature
from dophu.tell.lint import texts
from dophu.wording import issue_line, number_line

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


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
    reader = _Letter()
    reader.feed(content.decode("utf-8"))
    return "".join(reader.text)


class _Letter(HTMLParser):
    """Collects the text inside the page's sheets, leaving out the trace of facts."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = (dict(attrs).get("class") or "").split()
        if tag in SHEETS and (self.depth or ("sheet" in classes and "trace" not in classes)):
            self.depth += 1
        elif self.depth and tag in LINES:
            self.text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in SHEETS and self.depth:
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.text.append(data)


SHEETS = {"section", "article", "div"}
LINES = {"p", "li", "td", "th", "tr", "h1", "h2", "h3", "h4", "figcaption", "caption", "br"}


def text_of_docx(content: bytes) -> str:
    """Read every paragraph of a DOCX body, tables included, in order."""
    body = docx.Document(io.BytesIO(content)).element.body
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))


def text_of_pdf(content: bytes) -> str:
    """Read a PDF's pages; a line broken inside a number's slash is joined again."""
    pdf = pypdfium2.PdfDocument(content)
    return "\n".join(page.get_textpage().get_text_bounded() for page in pdf)


READERS: dict[str, Callable[[bytes], str]] = {"html": text_of_html, "pdf": text_of_pdf, "docx": text_of_docx}
DRAWS_TEXT = {"pdf"}  # figures keep their text as text, and pages their numbers


def compare(document: Document, outputs: dict[str, bytes]) -> None:
    """Refuse outputs in which a number of the document is lacking, or one stands that it does not have."""
    wanted = expected(document)
    for name, content in outputs.items():
        found = numbers(READERS[name](content))
        extra = set(found - wanted - _ordinals(document))
        if name in DRAWS_TEXT:
            extra -= set(wanted) | set(_drawn(document)) | {str(page) for page in range(2, _pages(content) + 1)}
        lacking = wanted - found
        if lacking or extra:
            problem = f"{name.upper()} lacks {_list(lacking)} and adds {_list(extra)}"
            raise GateError(f"{document.report}.{name}", problem, "report this: a writer lost or made up a number")


def _pages(pdf: bytes) -> int:
    return len(pypdfium2.PdfDocument(pdf))


def _drawn(document: Document) -> Counter[str]:
    return numbers(" ".join(re.sub(r"<[^>]+>", " ", b.svg) for b in document.blocks if isinstance(b, Figure)))


def _ordinals(document: Document) -> Counter[str]:
    """Count the numbers of ordered lists: paper prints them, a page leaves them to the browser."""
    lists = [block for block in document.blocks if isinstance(block, List)]
    return numbers(" ".join(label for points in lists for label in _labels(points)))


def _labels(points: List, depth: int = 1) -> Iterator[str]:
    for place, item in enumerate(points.items):
        yield label(points, place, depth)
        for child in item.children:
            yield from _labels(child, depth + 1)


def _list(values: object) -> str:
    found = sorted(values)  # type: ignore[call-overload]
    return ", ".join(found[:10]) or "nothing"
