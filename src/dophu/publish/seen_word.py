"""What a reader sees of a Word file: its paragraphs as a word processor lays them out, before it does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PART = "word/document.xml"


@dataclass(frozen=True)
class Written:
    """A paragraph: its text with the blanks that it has, whether it heads others, stands in a cell, ends a part."""

    text: str
    heads: bool
    in_cell: bool
    ends: bool


def paragraphs(docx: bytes) -> list[Written]:
    """Read the paragraphs of a file in their order."""
    with ZipFile(BytesIO(docx)) as file:
        body = etree.fromstring(file.read(PART))[0]
    return [_written(each) for each in body.iter(f"{W}p")]


def _written(paragraph: etree._Element) -> Written:
    look = paragraph.find(f"{W}pPr")
    style = look.find(f"{W}pStyle") if look is not None else None
    heads = style is not None and style.get(f"{W}val", "").startswith("Heading")
    following = paragraph.getnext()
    ends = (
        following is None or following.tag == f"{W}sectPr" or (look is not None and look.find(f"{W}sectPr") is not None)
    )
    return Written("".join(_texts(paragraph)), heads, next(paragraph.iterancestors(f"{W}tc"), None) is not None, ends)


def _texts(paragraph: etree._Element) -> Iterator[str]:
    return (each.text or "" for each in paragraph.iter(f"{W}t"))
