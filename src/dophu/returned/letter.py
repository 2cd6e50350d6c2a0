"""A letter as it came back: its lines as a reader sees them, the marks that survived, tracked changes, comments.

python-docx passes over text in content controls and tracked insertions, so the XML itself is read, within the limits
that received packages have. Changes count as accepted; who made them is kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from dophu.errors import DataError, UsageError
from dophu.intake.readers.package import Package, attribute, local
from dophu.publish.marks import PROPERTY

LETTER, COMMENTS, PROPERTIES = "word/document.xml", "word/comments.xml", "docProps/custom.xml"
NOTES = ("word/footnotes.xml", "word/endnotes.xml")
HEAD = re.compile(r"word/header\d+\.xml")
GONE = {"del", "moveFrom", "Fallback"}  # what a reader of the accepted letter does not see
SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "sym": "\ufffd"}  # the sign of a font is no letter
INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")


@dataclass(frozen=True)
class Mark:
    """A bookmark's name and the stretch of a line's text that it stands round."""

    name: str
    start: int
    end: int


@dataclass(frozen=True)
class Change:
    """A tracked change: who made it, whether text came in or went out, and the text."""

    author: str
    kind: str
    text: str


@dataclass(frozen=True)
class Comment:
    """A comment, and the stretch of its line that it is about."""

    author: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Line:
    r"""A printed paragraph: a line of the letter, or of a cell of its tables.

    text    in NFC, with plain blanks; "\n" where the line is broken by hand
    places  the numbers of its paragraphs in the file, counted from 0; several where one's end was deleted
    row     the number of the table's row it stands in, None outside of tables
    """

    text: str
    places: tuple[int, ...] = ()
    row: int | None = None
    marks: tuple[Mark, ...] = ()
    changes: tuple[Change, ...] = ()
    comments: tuple[Comment, ...] = ()

    @property
    def name(self) -> str:
        """The name of the paragraph's own mark, "" when that was lost."""
        return next((mark.name for mark in self.marks if mark.name.startswith("_p")), "")


@dataclass(frozen=True)
class Letter:
    """A letter as it came back.

    edition   campaign/period/unit/report, and digest of what was said, as the file has them; "" when they were lost
    heads     what stands at the head of its pages, one text for each kind of head
    """

    lines: tuple[Line, ...]
    edition: str = ""
    digest: str = ""
    heads: tuple[str, ...] = ()


def read_docx(content: bytes, name: str) -> Letter:
    """Read a DOCX. Raises UsageError for a file that is none, or damaged."""
    try:
        package = Package(content, name)
        tree = package.tree(LETTER)
        comments = package.tree(COMMENTS)
        properties = package.tree(PROPERTIES)
        asides = [package.tree(part) for part in NOTES if part in package]
        heads = [package.tree(part) for part in sorted(package.parts) if HEAD.fullmatch(part)]
    except DataError as error:
        fix = "open it in the word processor and save it again as .docx"
        raise UsageError(error.where, error.problem, fix) from None
    if tree is None or local(tree) != "document":
        raise UsageError(name, "it is no DOCX: it has no letter inside", "save it as .docx in the word processor")
    edition, _, digest = _property(properties).partition(" ")
    texts = tuple(clean("".join(one.text or "" for one in head.iter() if local(one) == "t")) for head in heads)
    lines = [*_lines(tree, _comments(comments)), *(line for aside in asides for line in _aside(aside))]
    return Letter(tuple(lines), edition, digest, texts)


def texts_of(content: bytes, part: str) -> list[str]:
    """Read the texts of a DOCX's heads or feet, one for each kind that has any."""
    package = Package(content, "letter")
    names = [name for name in sorted(package.parts) if re.fullmatch(rf"word/{part}\d+\.xml", name)]
    found = (clean("".join(one.text or "" for one in package.tree(name).iter() if local(one) == "t")) for name in names)
    return [text for text in found if text.strip()]


def _aside(tree: Any) -> Iterator[Line]:
    """Read the lines of foot- or endnotes: they are no paragraphs of the letter itself, and stand behind them."""
    return (replace(line, places=()) for line in _lines(tree, {}) if line.text.strip())


def _property(tree: Any) -> str:
    for one in tree if tree is not None else ():
        if one.get("name") == PROPERTY:
            return "".join(one.itertext()).strip()
    return ""


def _comments(tree: Any) -> dict[str, tuple[str, str]]:
    """Read comments by their numbers: author and text."""
    found = {}
    for one in tree if tree is not None else ():
        paragraphs = ("".join(t.text or "" for t in p.iter() if local(t) == "t") for p in one if local(p) == "p")
        found[attribute(one, "id") or ""] = (attribute(one, "author") or "", "\n".join(filter(None, paragraphs)))
    return found


def _lines(tree: Any, comments: dict[str, tuple[str, str]]) -> Iterator[Line]:
    """Read the paragraphs in the order of the file; one whose end was deleted goes on in the next."""
    pending: _Reading | None = None
    rows = {row: number for number, row in enumerate(one for one in tree.iter() if local(one) == "tr")}
    for place, paragraph in enumerate(one for one in tree.iter() if local(one) == "p"):
        above = [one for one in paragraph.iterancestors() if isinstance(one.tag, str)]
        if any(local(one) in GONE for one in above) or any(map(_is_deleted, above)):
            continue
        row = next((rows[one] for one in above if one in rows), None)
        reading = pending or _Reading(comments, row)
        reading.read(paragraph, place)
        pending = reading if _end_is_deleted(paragraph) else None
        if pending is None:
            yield reading.line()
    if pending is not None:
        yield pending.line()


def _is_deleted(row: Any) -> bool:
    """Say whether an element is a table's row whose deletion is tracked."""
    return local(row) == "tr" and any(local(one) == "del" for mark in _children(row, "trPr") for one in mark)


def _end_is_deleted(paragraph: Any) -> bool:
    marks = (one for properties in _children(paragraph, "pPr") for one in _children(properties, "rPr"))
    return any(local(one) == "del" for mark in marks for one in mark)


def _children(element: Any, name: str) -> list[Any]:
    return [one for one in element if local(one) == name]


@dataclass
class _Reading:
    """One line while it is read."""

    comments: dict[str, tuple[str, str]]
    row: int | None
    raw: str = ""
    places: list[int] = field(default_factory=list)
    open: dict[str, tuple[str, int]] = field(default_factory=dict)
    marks: list[tuple[str, int, int]] = field(default_factory=list)
    about: dict[str, int] = field(default_factory=dict)
    said: list[tuple[str, int, int]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    def read(self, paragraph: Any, place: int) -> None:
        self.places.append(place)
        for child in paragraph:
            self._walk(child)

    def _walk(self, element: Any) -> None:
        name = local(element) if isinstance(element.tag, str) else ""
        if name in {"del", "moveFrom", "ins", "moveTo"}:
            self._note(element, name)
        if name in GONE or name in {"pPr", "rPr", "p", "instrText"}:  # a paragraph in a text box is a line of its own
            return
        if name == "t":
            self.raw += element.text or ""
        elif name in SIGNS:
            self.raw += SIGNS[name]
        elif name.startswith(("bookmark", "commentRange")):
            self._mark(element, name)
        for child in element:
            self._walk(child)

    def _note(self, element: Any, name: str) -> None:
        text = "".join(one.text or "" for one in element.iter() if local(one) in {"t", "delText"})
        kind = "deleted" if name in {"del", "moveFrom"} else "inserted"
        if text:
            self.changes.append(Change(attribute(element, "author") or "", kind, unicodedata.normalize("NFC", text)))

    def _mark(self, element: Any, name: str) -> None:
        key, here = attribute(element, "id") or "", len(self.raw)
        match name:
            case "bookmarkStart":
                self.open[key] = (attribute(element, "name") or "", here)
            case "bookmarkEnd" if key in self.open:
                self.marks.append((*self.open.pop(key), here))
            case "commentRangeStart":
                self.about[key] = here
            case "commentRangeEnd" if key in self.about:
                self.said.append((key, self.about.pop(key), here))

    def line(self) -> Line:
        end = len(self.raw)
        marks = [*self.marks, *((name, start, end) for name, start in self.open.values())]
        said = [*self.said, *((key, start, end) for key, start in self.about.items())]
        return Line(
            clean(self.raw),
            tuple(self.places),
            self.row,
            tuple(Mark(name, self._at(start), self._at(stop)) for name, start, stop in sorted(marks, key=_place)),
            tuple(self.changes),
            tuple(Comment(*self.comments.get(key, ("", "")), self._at(a), self._at(b)) for key, a, b in said),
        )

    def _at(self, place: int) -> int:
        """Say where a place of the raw text stands in the clean one."""
        return len(clean(self.raw[:place]))


def _place(mark: tuple[str, int, int]) -> tuple[int, int]:
    return mark[1], -mark[2]


def clean(text: str) -> str:
    """Write text as it is compared: in NFC, with plain blanks, without signs that do not show."""
    plain = text.replace("\u00a0", " ").replace("\u2011", "-").replace("\t", " ")
    return INVISIBLE.sub("", unicodedata.normalize("NFC", plain))
