"""Zip packages of XML, as xlsx and ods are: opened within limits, parsed without entities, network or recursion.

Nothing in a package is followed out of it, and nothing is run.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from typing import Any

from lxml import etree

from dophu.errors import DataError
from dophu.intake.grid import Cell

UNPACKED_AT_MOST = 300 << 20  # bytes of all parts together
TREE_AT_MOST = 8 << 20  # bytes of a part that is parsed whole; its tree may take forty times as much
PENDING_AT_MOST = 8 << 20  # bytes of one row or one text
PARTS_AT_MOST = 5_000
ELEMENTS_AT_MOST = 5_000_000  # of all parts together, a few seconds' reading
ROWS_AT_MOST = 100_000
COLUMNS_AT_MOST = 1_000  # a column a day for two years and more
CELLS_AT_MOST = 1_000_000  # of all sheets together, about 400 MB in memory
SIGNS_AT_MOST = 40 << 20  # characters of all texts together
TEXT_AT_MOST = 32_767  # characters in a cell, as spreadsheets have it
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[Ee][+-]?[0-9]{1,4})?")
ROOTS = ("worksheet", "sst", "document-content")  # of the parts that may be large
CHUNK = 1 << 18
ENTRY = b"PK\x01\x02"  # begins each entry of a package's directory
ZIP_ERRORS: tuple[type[Exception], ...] = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError)
ZIP_ERRORS += (IndexError, OverflowError, NotImplementedError, RuntimeError, OSError)
OPTIONS: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
OPTIONS |= {"remove_comments": True, "remove_pis": True}


class UnreadError(DataError):
    """A file that cannot be read; `key` finds what its sender is told of it in the word files."""

    def __init__(self, where: object, problem: str, fix: str, key: str = "refused.save_as") -> None:
        super().__init__(where, problem, fix)
        self.args = (where, problem, fix, key)  # by which it survives pickling
        self.key = key


def too_big(name: str, problem: str) -> DataError:
    """Refuse a file for its size."""
    fix = "send only the table that counts: its own rows, and the columns of the period"
    return UnreadError(name, problem, fix, "refused.too_large")


def damaged(name: str, problem: str) -> DataError:
    """Refuse a file that cannot be read."""
    fix = "open it in a spreadsheet and save it again, or ask the sender for it once more"
    return UnreadError(name, problem, fix, "refused.damaged")


def locked(name: str) -> DataError:
    """Refuse an encrypted file."""
    return UnreadError(name, "the file is protected by a password", "save it without a password", "refused.password")


class Package:
    """An open package; `name` is the file's, for messages."""

    def __init__(self, content: bytes, name: str) -> None:
        self.name = name
        if content.count(ENTRY) > PARTS_AT_MOST:
            raise too_big(name, f"it has more than {PARTS_AT_MOST:,} parts")
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except ZIP_ERRORS as error:
            raise damaged(name, f"the file is damaged or cut short ({error})") from None
        infos = self._zip.infolist()
        if any(info.flag_bits & 1 for info in infos):
            raise locked(name)
        if sum(info.file_size for info in infos) > UNPACKED_AT_MOST:
            raise self._unpacked_too_big()
        self.parts = {info.filename.replace("\\", "/").lstrip("/"): info for info in infos}
        if len(self.parts) < len(infos):
            raise damaged(name, "it holds two parts of one name, of which programs read the one or the other")
        self._left, self._elements_left = UNPACKED_AT_MOST, ELEMENTS_AT_MOST

    def __contains__(self, part: str) -> bool:
        return part in self.parts

    def _unpacked_too_big(self) -> DataError:
        return too_big(self.name, f"unpacked it is larger than {UNPACKED_AT_MOST >> 20} MB")

    def _chunks(self, part: str) -> Iterator[bytes]:
        """Unpack a part; what it unpacks to counts, not what it claims to."""
        with self._reading(part), self._zip.open(self.parts[part]) as file:
            while chunk := file.read(CHUNK):
                self._left -= len(chunk)
                if self._left < 0:
                    raise self._unpacked_too_big()
                yield chunk

    def start(self, part: str) -> bytes:
        """Give the first bytes of a part."""
        return next(self._chunks(part), b"")

    def read(self, part: str) -> bytes:
        """Unpack a part whole."""
        return b"".join(self._chunks(part))

    @contextmanager
    def _reading(self, part: str) -> Iterator[None]:
        if part not in self:
            raise damaged(self.name, f"its part {part} is missing")
        try:
            yield
        except ZIP_ERRORS as error:
            raise damaged(self.name, f"its part {part} is damaged ({error})") from None

    def elements(self, part: str, wanted: Collection[str]) -> Iterator[tuple[str, Any]]:
        """Parse a part, giving each wanted element, with its name, once it is whole; then it is forgotten.

        All others are freed as the parser goes on, so that memory holds one row, however large the part is.
        """
        tags = [f"{{*}}{name}" for name in (*ROOTS, *wanted)]
        parser: Any = etree.XMLPullParser(events=("start", "end"), tag=tags, **OPTIONS)
        root, pending = None, 0
        with self._parsing(part):
            for chunk in self._chunks(part):
                parser.feed(chunk)
                pending += len(chunk)
                for event, element in parser.read_events():
                    if root is None:
                        root = self._without_doctype(element, part)
                    name = local_name(element.tag)
                    if event == "end" and name in wanted:
                        self._elements_left -= 1 + len(element)
                        yield name, element
                        pending = 0
                        _forget(element)
                if root is not None and not self._prune(root, wanted):
                    pending = 0
                self._check_left(part, pending)
            self._without_doctype(parser.close(), part)

    def _prune(self, root: Any, wanted: Collection[str]) -> bool:
        """Free what was read to its end, down to the element being read; say whether that is a wanted one."""
        element = root
        while local_name(element.tag) not in wanted:
            if not len(element):
                return False
            self._elements_left -= len(element) - 1
            del element[:-1]
            element = element[-1]
        return True

    def _check_left(self, part: str, pending: int) -> None:
        if self._elements_left < 0:
            raise too_big(self.name, f"it holds more than {ELEMENTS_AT_MOST:,} elements of XML")
        if pending > PENDING_AT_MOST:
            raise too_big(self.name, f"its part {part} holds a row of more than {PENDING_AT_MOST >> 20} MB")

    @contextmanager
    def _parsing(self, part: str) -> Iterator[None]:
        try:
            yield
        except etree.XMLSyntaxError as error:
            raise damaged(self.name, f"its part {part} is no well-formed XML ({error.msg})") from None

    def _without_doctype(self, element: Any, part: str) -> Any:
        """Give the root above an element, in a part that declares no document type."""
        tree = element.getroottree()
        if tree.docinfo.internalDTD is not None:
            raise damaged(self.name, f"its part {part} declares a document type, which no spreadsheet writes")
        return tree.getroot()

    def tree(self, part: str) -> Any:
        """Parse a small part whole; None when the package lacks it."""
        if part not in self:
            return None
        if self.parts[part].file_size > TREE_AT_MOST:
            raise too_big(self.name, f"its part {part} is larger than {TREE_AT_MOST >> 20} MB")
        content = self.read(part)
        with self._parsing(part):
            root: Any = etree.fromstring(content, etree.XMLParser(**OPTIONS))
        return self._without_doctype(root, part)


def local(element: Any) -> str:
    """Name an element without its namespace, which two editions of the standard write differently."""
    return local_name(element.tag)


@lru_cache(maxsize=1_000)
def local_name(tag: str) -> str:
    """Name what a tag says without its namespace."""
    return tag.rpartition("}")[2]


def attribute(element: Any, name: str) -> str | None:
    """Take an attribute by its local name, in whatever namespace."""
    plain = element.get(name)
    if plain is not None:
        return str(plain)
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None


def whole(text: str | None) -> int | None:
    """Read a whole number of at most nine digits; None for anything else."""
    return int(text) if text and re.fullmatch(r"[0-9]{1,9}", text) else None


def _forget(element: Any) -> None:
    """Free an element and its place; one that parts a text must stay, emptied."""
    element.clear(keep_tail=True)
    above = element.getparent()
    if above is not None and (not element.tail or element.tail.isspace()):
        above.remove(element)


class Room:
    """What all sheets of a file may hold together, and how much of it is left."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._cells, self._signs = CELLS_AT_MOST, SIGNS_AT_MOST

    def take(self, signs: int) -> None:
        """Take the room for a cell and its text, or refuse the file."""
        self._cells -= 1
        self._signs -= signs
        if self._cells < 0 or self._signs < 0:
            limits = f"{CELLS_AT_MOST:,} cells or {SIGNS_AT_MOST >> 20} million characters"
            raise too_big(self.name, f"it holds more than {limits}")


class Cells(dict[tuple[int, int], Cell]):
    """The cells of a sheet while it is read, within the limits on rows, columns, cells and texts."""

    def __init__(self, room: Room, sheet: str) -> None:
        super().__init__()
        self._room, self._sheet = room, sheet
        self._rows, self._columns = set[int](), set[int]()

    def add(self, cell: Cell) -> None:
        """Keep a cell. Raises DataError where it is one too many, too long, or a second one in its place."""
        place, name = (cell.row, cell.column), self._room.name
        if place in self:
            raise damaged(name, f"sheet '{self._sheet}' has two cells {cell.place}")
        if len(cell.text) > TEXT_AT_MOST:
            raise too_big(name, f"cell {cell.place} of sheet '{self._sheet}' holds {len(cell.text):,} characters")
        self._room.take(len(cell.text))
        self[place] = cell
        if cell.row in self._rows and cell.column in self._columns:
            return
        self._rows.add(cell.row)
        self._columns.add(cell.column)
        if len(self._rows) > ROWS_AT_MOST or len(self._columns) > COLUMNS_AT_MOST:
            limits = f"{ROWS_AT_MOST:,} rows or {COLUMNS_AT_MOST} columns"
            raise too_big(name, f"sheet '{self._sheet}' has more than {limits} with something in them")
