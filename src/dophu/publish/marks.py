"""Where each paragraph and each fact of a letter comes from, marked in its DOCX by what word processors save again.

Bookmarks whose names begin with a line are hidden, and survive LibreOffice in DOCX and ODT: `_p12` stands round the
text of a paragraph, `_f7_rate` round what prints the fact `rate`, `_n5` round other words that come from data: names,
symbols, what stands in mastheads. A custom part names the notebook's cell of each
paragraph and the exact key of each fact; a property of the file says which edition it is. The part is lost in ODT,
so readers of a letter that came back take it from the edition itself.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from xml.sax.saxutils import quoteattr

from docx.document import Document as Docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part as FilePart

from dophu.tell.blocks import Document

ORIGIN = "urn:dophu:origin:1"
PROPERTY = "dophu"  # of the file: the edition it is, and the digest of what it says
ORIGIN_PART, PROPERTIES_PART = "/customXml/item1.xml", "/docProps/custom.xml"
CUSTOM_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # of properties that users name themselves
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAME = 40  # letters of a bookmark's name, that Word takes
PARAGRAPH = re.compile(r"<w:p(?: cell=(\"[^\"]*\"))?>(<w:pPr>.*?</w:pPr>)?(.*?)</w:p>", re.DOTALL)
RUN = re.compile(r"<w:r (?:fact=(\"[^\"]*\")|data)>(.*?)</w:r>", re.DOTALL)


def of_cell(node: str, cell: str) -> str:
    """Note in every paragraph of an element which cell it comes from, for `Marks.write`."""
    return node.replace("<w:p>", f"<w:p cell={_quoted(cell)}>")


def run_of(fact: str | None, content: str) -> str:
    """Note in a run which fact it prints, or that its words come from data, for `Marks.write`."""
    note = f"fact={_quoted(fact)}" if fact else "data"
    return f"<w:r {note}>{content}</w:r>"


def unmarked(node: str) -> str:
    """Take the notes out of an element that gets no marks, as in a page's head."""
    return RUN.sub(r"<w:r>\2</w:r>", node)


def edition_name(document: Document) -> str:
    """Name an edition as its folder and report do."""
    return f"{document.campaign}/{document.period}/{document.unit}/{document.report}"


def digest_of(document: Document) -> str:
    """Hash what a document says, its facts included: a later build of the edition that says more has another digest."""
    said = document.model_dump(mode="json", exclude={"imprint", "ledger"}) | {
        "ledger": document.ledger
    }  # which is JSON
    return sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()  # as a notebook on disk is


@dataclass
class Marks:
    """The bookmarks of one letter: names and numbers are given in reading order, so the same letter gets the same."""

    origins: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._ids, self._names, self._begun = count(1), count(1), False

    def write(self, body: str) -> str:
        """Set bookmarks where `of_cell` and `run_of` left their notes, and take the notes away."""
        return PARAGRAPH.sub(self._paragraph, body)

    def part(self, edition: str, digest: str) -> bytes:
        """Write the custom part: which cell each paragraph comes from, and which fact each mark prints."""
        named = f"edition={_quoted(edition)} digest={_quoted(digest)}"
        lines = "".join([*self.origins, *self.facts])
        return f'{HEAD}<origin xmlns="{ORIGIN}" {named}>{lines}</origin>'.encode()

    def _paragraph(self, found: re.Match[str]) -> str:
        cell, properties, content = found[1], found[2] or "", found[3]
        if "<w:t " not in content:  # a bookmark round nothing comes back twice; a picture needs none
            return f"<w:p>{properties}{content}</w:p>"
        if not self._begun:
            self._begun = True
            return f"<w:p>{properties}{self._first(content)}</w:p>"
        name = f"_p{len(self.origins) + 1}"
        self.origins.append(f'<p mark="{name}" cell={cell or _quoted("")}/>')
        return f"<w:p>{properties}{self._marked(name, RUN.sub(self._run, content))}</w:p>"

    def _first(self, content: str) -> str:
        """Mark a letter's first paragraph, but nothing at its very beginning.

        LibreOffice sets a bookmark there a sign too late, and saving as RTF it loses the letter's first sign.
        """
        begins = RUN.match(content)
        end = begins.end() if begins else 0
        return unmarked(content[:end]) + RUN.sub(self._run, content[end:])

    def _run(self, found: re.Match[str]) -> str:
        key = found[1]
        if key is None:
            return self._marked(f"_n{next(self._names)}", f"<w:r>{found[2]}</w:r>")
        name = f"_f{len(self.facts) + 1}_{re.sub(r'[^A-Za-z0-9]+', '_', key).strip('_')}"[:NAME]
        self.facts.append(f'<fact mark="{name}" key={key}/>')
        return self._marked(name, f"<w:r>{found[2]}</w:r>")

    def _marked(self, name: str, content: str) -> str:
        number = next(self._ids)
        start = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
        return f'{start}{content}<w:bookmarkEnd w:id="{number}"/>'


def attach(letter: Docx, document: Document, marks: Marks) -> None:
    """Put the custom part and the property that names the edition into a file."""
    package, edition, digest = letter.part.package, edition_name(document), digest_of(document)
    origin = FilePart(PackURI(ORIGIN_PART), "application/xml", marks.part(edition, digest), package)
    letter.part.relate_to(origin, RELATIONSHIP_TYPE.CUSTOM_XML)
    named = FilePart(PackURI(PROPERTIES_PART), PROPERTIES_TYPE, _properties(edition, digest), package)
    package.relate_to(named, CUSTOM_PROPERTIES)


def _properties(edition: str, digest: str) -> bytes:
    value = f"{edition} {digest}".replace("&", "&amp;").replace("<", "&lt;")
    one = f'<property fmtid="{FORMAT_ID}" pid="2" name="{PROPERTY}"><vt:lpwstr>{value}</vt:lpwstr></property>'
    return f'{HEAD}<Properties xmlns="{PROPERTIES}" xmlns:vt="{TYPES}">{one}</Properties>'.encode()


def _quoted(text: str) -> str:
    return quoteattr(text, {'"': "&quot;"})
