"""A pseudo-language: every message of the word files in Greek letters, and notebooks whose authors write in it.

What is left of an edition in Latin letters comes from data and settings, or from a literal that belongs into the
word files.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import Any
from urllib.parse import urlsplit
from zipfile import ZipFile

import nbformat
import pytest
import yaml
from lxml import etree, html

from dophu import words
from dophu.publish import unparted, xlsx
from dophu.publish.document import document_of
from dophu.publish.readback import text_of_pdf
from dophu.tell.blocks import Document, Figure
from dophu.tell.prose import literals
from dophu.tell.publishers import FILE
from dophu.words import message
from tests.telling import ROOT, open_report, shown

ORIGINAL = message
GREEK = dict(zip("abcdefghijklmnopqrstuvwxyz", "αβψδεφγηιξκλμνοπθρστυςωχυζ", strict=True))
TAG = re.compile(r"({{.*?}}|{%.*?%})", re.DOTALL)
QUOTED = re.compile(r'"([^"\n]*[^\x00-\x7f][^"\n]*)"')
READ_ALOUD = ("alt", "aria-label", "placeholder", "data-sort-by", "data-found", "data-none")
SAID_IN_BOOK = ("error", "prompt", "errorTitle", "promptTitle")
IN_MARGINS = {"oddHeader", "oddFooter"}
DIGEST = r"\b[0-9a-f]{40,}\b|\b(?=[a-f]*\d)[0-9a-f]{6,}\b"  # whole, or cut off as in names of files
NO_WORD = re.compile(
    rf"https?://\S+|\S+@\S+|{DIGEST}|\{{\w+\}}|\b\d\dh\d\d\b|sha-256|dophu(?: build)?|\b[a-z]{{0,2}}\d[\w.-]*"
    r"|\bdata/|\b[ivx]+\b|[a-z_]+\.(?:csv|yml)"
)
WORD = re.compile(r"[^\W\d_]+")


@pytest.fixture(autouse=True)
def in_pseudo_language(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let every message be said in the pseudo-language; a file of tests that imports this speaks it."""
    with monkeypatch.context() as speaking:
        speaking.setattr(words, "message", pseudo)
        forget()
        yield
    forget()


def forget() -> None:
    """Forget what was made of messages of the other language."""
    for kept in (unparted.scales, unparted._pattern, xlsx._numbered):
        kept.cache_clear()


def greek(text: str) -> str:
    """Write every Latin letter as a Greek one, marks left out."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter)
    ).translate({ord("đ"): "d", ord("Đ"): "D"})
    return "".join(GREEK.get(one, GREEK.get(one.lower(), one).upper()) for one in plain)


@cache
def pseudo(key: str) -> str:
    """Give a message in the pseudo-language, its places kept."""
    return "".join(
        greek(said) + ("" if name is None else f"{{{name}}}") for said, name, _, _ in Formatter().parse(ORIGINAL(key))
    )


def retyped(cell: str) -> str:
    """Write a notebook's cell as an author of that language would: its prose, and the texts it hands to calls."""
    if not cell.startswith("%%narrative"):
        return re.sub(r'((?:opening|annex)\(|annex=)"([^"]*)"', lambda found: f'{found[1]}"{_prose(found[2])}"', cell)
    first, rest = cell.split("\n", 1)
    if "{%" in rest:
        return f"{first}\n{_prose(rest)}"
    letters = list(rest)
    for start, text in literals(rest):
        letters[start : start + len(text)] = greek(text)
    return f"{first}\n{''.join(letters)}"


def _prose(text: str) -> str:
    return "".join(
        QUOTED.sub(lambda found: f'"{greek(found[1])}"', part) if TAG.fullmatch(part) else greek(part)
        for part in TAG.split(text)
    )


def told(notebook: str, **parameters: Any) -> Document:
    """Tell a shipped notebook in the pseudo-language."""
    report = open_report(**parameters)
    cells = nbformat.read(ROOT / "notebooks" / f"{notebook}.ipynb", 4).cells[2:]
    outputs = [shown(retyped(cell.source), report) for cell in cells]
    blocks = [block for output in outputs for block in getattr(output, "blocks", [])]
    return document_of(blocks, report.trace().content(), notebook)


def text_of_page(content: bytes) -> str:
    """Read what a page says, to the eye and aloud."""
    page = html.document_fromstring(content.decode())
    for hidden in page.xpath("//script|//style"):
        hidden.text = None
    said = [str(value) for name in READ_ALOUD for value in page.xpath(f"//@{name}")]
    return "\n".join(["".join(_in_lines(page)), *said])


def _in_lines(element: Any) -> Iterator[str]:
    """Give the text of an element; what keeps a name whole or lets it break does not end its line."""
    yield element.text or ""
    for child in element:
        end = "" if child.tag == "wbr" or child.get("class") == "whole" else "\n"
        yield from (end, *_in_lines(child), end, child.tail or "")


def text_of_letter(content: bytes) -> str:
    """Read what a DOCX says: its lines, and what stands above and below its pages."""
    with ZipFile(BytesIO(content)) as letter:
        names = [name for name in letter.namelist() if re.search(r"word/(document|header|footer)\d*\.xml", name)]
        trees = [etree.fromstring(letter.read(name)) for name in names]
    signs = dict.fromkeys(("p", "br", "tab", "tc"), "\n") | {"noBreakHyphen": "-"}
    said = [signs.get(etree.QName(one).localname, "") + (one.text or "") for tree in trees for one in tree.iter()]
    return "".join(said)


def text_of_book(content: bytes) -> str:
    """Read what a workbook says: cells, comments, margins, its checks. Names of sheets are captions cut off."""
    with ZipFile(BytesIO(content)) as book:
        names = [name for name in book.namelist() if re.search(r"sharedStrings|comment|workbook.xml$|/sheet\d", name)]
        elements = [one for name in names if name.endswith(".xml") for one in etree.fromstring(book.read(name)).iter()]
    said = [str(one.get(name, "")) for one in elements for name in SAID_IN_BOOK]
    sheets = [str(one.get("name")) for one in elements if etree.QName(one).localname == "sheet"]
    said += [one.text or "" for one in elements if etree.QName(one).localname in {"t", "v"} | IN_MARGINS]
    text = " | ".join(one for one in said if one not in sheets)  # so that no name is read across two cells
    return re.sub(r'&(?:"[^"]*"|K\w{6}|\d+|[LCRPN])', " ", text)


READERS: dict[str, Callable[[bytes], str]] = {
    "html": text_of_page,
    "docx": text_of_letter,
    "pdf": text_of_pdf,
    "xlsx": text_of_book,
    "txt": bytes.decode,
}


def text_of_figures(document: Document) -> str:
    """Read what the drawings write."""
    figures = [block for block in document.blocks if isinstance(block, Figure)]
    return "\n".join(text for figure in figures for text in re.findall(r">([^<]+)<", figure.svg))


def latin(text: str) -> set[str]:
    """List the words of a text in Latin letters."""
    found = WORD.findall(NO_WORD.sub(" ", unicodedata.normalize("NFC", text).casefold()))
    return {word for word in found if unicodedata.normalize("NFD", word)[0].isascii()}


def left_in(text: str, keys: Iterable[str] = ()) -> set[str]:
    """List the words in Latin letters that neither the data nor the settings nor the keys of facts account for."""
    rest = " ".join(unicodedata.normalize("NFC", text).split()).casefold()
    for known in [*sorted(keys, key=len, reverse=True), *known_texts()]:
        if known in rest:
            rest = re.sub(rf"(?<!\w){re.escape(known)}(?!\w)", "\n", rest)
    return latin(rest)


@cache
def known_texts() -> list[str]:
    """List the texts of the data and of the settings, the longest first, without the full stops that lists take off."""
    texts = {text for folder in ("data", "params") for path in (ROOT / folder).rglob("*") for text in _texts(path)}
    texts |= {printed for text in texts for printed in _as_sources_print(text)}
    folded = {" ".join(unicodedata.normalize("NFC", text).split()).casefold().removesuffix(".") for text in texts}
    return sorted((text for text in folded if WORD.search(text)), key=len, reverse=True)


def _as_sources_print(text: str) -> Iterator[str]:
    """Give what reports print of a source's title and address: without its file or its brackets, and the site alone."""
    yield FILE.sub("", text)
    yield text.removeprefix("(").removesuffix(")")
    if text.startswith("http"):
        yield (urlsplit(text).hostname or "").removeprefix("www.")


def _texts(path: Path) -> Iterator[str]:
    yield path.name
    if path.suffix == ".csv":
        for row in csv.reader(path.read_text(encoding="utf-8").splitlines()):
            yield from row
    elif path.suffix == ".yml":
        yield from _leaves(yaml.safe_load(path.read_text(encoding="utf-8")))


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (str(key) for key in value)
        for inner in value.values():
            yield from _leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner)
    else:
        yield str(value)
