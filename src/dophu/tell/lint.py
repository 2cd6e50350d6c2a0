"""What an author may type by hand: words, headings' numbers, citations, dates; every other number is a fact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from dophu.tell.blocks import Block, Figure, Heading, List, Paragraph, Run, Runs, Table

FACT = "\ue002"  # stands where a fact prints, so that words before it can be judged
CITATION = re.compile(r"\b\d+(/\d{4})?/[A-ZĐ][\w&/-]*(\s+ngày\s+\d{1,2}/\d{1,2}/\d{4})?")
DATE = re.compile(r"\b\d{1,2}/\d{1,2}/\d{4}\b|\bngày \d{1,2} tháng \d{1,2} năm \d{4}\b")
ALLOWED = re.compile(
    r"\b[Nn]ăm \d{4}\b|\b[Tt]háng \d{1,2}(/\d{4})?\b|\b[Qq]uý (\d|[IV]+)\b"  # parts of dates
    r"|\b([ĐđD]iều|[Kk]hoản|[Đđ]iểm|[Mm]ục|[Cc]hương|[Pp]hần|[Pp]hụ lục|[Hh]ình|[Bb]ảng|[Bb]iểu) \d+(\.\d+)*\b"
    r"|\b[^\W\d]\w*[-–]\d+\b"  # names such as Covid-19; with spaces it is a dash before a number
    r"|\b\d[A-Za-z]\b"  # 3G, 4G
)
OUTLINE = re.compile(r"^\s*(\d+(\.\d+)*[.)]|[IVX]+\.|[a-zđ]\))\s")
DIGIT = re.compile(r"\d")
NUMBER = re.compile(r"\d+(?:[.,/]\d+)*\s?%?")
CLAIM = re.compile(rf"\b(thấp hơn|cao hơn|hơn|gần|tăng|giảm)\s*{FACT}", re.IGNORECASE)


def texts(blocks: Iterable[Block]) -> Iterator[Runs]:
    """Walk through every line of prose of a document, in reading order."""
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            yield block.runs
        elif isinstance(block, List):
            yield from _list_texts(block)
        elif isinstance(block, Table):
            yield from _table_texts(block)
        elif isinstance(block, Figure):
            yield block.caption
            yield from _table_texts(block.table) if block.table else ()


def _list_texts(points: List) -> Iterator[Runs]:
    for item in points.items:
        yield item.runs
        for child in item.children:
            yield from _list_texts(child)


def _table_texts(table: Table) -> Iterator[Runs]:
    yield table.caption
    yield from table.head
    for row in (*table.rows, *table.foot):
        yield from row


def typed_text(runs: Sequence[Run]) -> str:
    """Join what the author typed; each fact or datum becomes one mark."""
    return "".join(FACT if run.data or run.fact else run.text for run in runs)


def typed_numbers(runs: Sequence[Run]) -> list[str]:
    """List the numbers typed by hand in a line that are neither outline, citation, date nor part of a name."""
    text = typed_text(runs)
    if not DIGIT.search(text):  # as in nearly every cell of a table
        return []
    for allowed in (OUTLINE, CITATION, DATE, ALLOWED):
        text = allowed.sub(" ", text)
    return [match.strip() for match in NUMBER.findall(text)]


def typed_dates(runs: Sequence[Run]) -> list[str]:
    """List the dates typed by hand outside a citation."""
    text = typed_text(runs)
    return [match[0] for match in DATE.finditer(CITATION.sub(" ", text))] if DIGIT.search(text) else []


def typed_claims(runs: Sequence[Run]) -> list[str]:
    """List the claims ("hơn", "gần", "tăng", "giảm") typed before a fact, which only the fact may make."""
    return [match[1] for match in CLAIM.finditer(typed_text(runs))]
