"""Compound files, in which xls and encrypted xlsx files lie: their streams, by name.

The form is [MS-CFB]. Chains of sectors are followed no further than the file is long, whatever they say.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from struct import error as StructError  # noqa: N812 - an exception named like a variable
from struct import unpack_from

from dophu.intake.readers.package import damaged

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAST = 0xFFFFFFFA  # sector numbers from here on end a chain or mean nothing
STREAM, ROOT = 2, 5
ENTRY = 128  # bytes of a directory's entry
HEADER_TABLES = 109  # sectors of the allocation table that the header itself names


@dataclass(frozen=True)
class Entry:
    """A stream in the directory: the first of its sectors, and its size in bytes."""

    kind: int
    start: int
    size: int


class Compound:
    """An open compound file. Raises DataError for one that is damaged; `name` is the file's, for messages."""

    def __init__(self, content: bytes, name: str) -> None:
        self._content, self._name = content, name
        with self._reading():
            self._open()

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except (StructError, IndexError, ValueError) as error:
            raise damaged(self._name, f"the file is damaged or cut short ({error})") from None

    def _open(self) -> None:
        (shift,) = unpack_from("<H", self._content, 30)
        self._size = 1 << (shift if shift in (9, 12) else 9)
        directory, _, self._least, short_table = unpack_from("<IIII", self._content, 48)
        possible = HEADER_TABLES + len(self._content) // self._size // (self._size // 4)
        self._table = self._numbers(islice(self._tables(), possible))
        self._short_table = self._numbers(self._chain(short_table, self._table))
        entries = self._sectors(self._chain(directory, self._table))
        self.entries = dict(self._entry(entries, at) for at in range(0, len(entries) - ENTRY + 1, ENTRY))
        root = next((entry for entry in self.entries.values() if entry.kind == ROOT), Entry(ROOT, LAST, 0))
        self._short = self._sectors(self._chain(root.start, self._table)) if root.size else b""

    def __contains__(self, stream: str) -> bool:
        return self.entries.get(stream.lower(), Entry(0, 0, 0)).kind == STREAM

    def read(self, stream: str) -> bytes:
        """Read a stream whole. Raises DataError where the file ends before it does, or its sectors do not follow."""
        entry = self.entries[stream.lower()]
        with self._reading():
            if entry.size >= self._least:
                found = self._sectors(self._chain(entry.start, self._table))
            else:
                chain = self._chain(entry.start, self._short_table)
                found = b"".join(self._short[sector * 64 : sector * 64 + 64] for sector in chain)
        if len(found) < entry.size:
            raise damaged(self._name, "the file is cut short")
        return found[: entry.size]

    def _tables(self) -> Iterator[int]:
        """Name the sectors that hold the allocation table: those of the header, then those of their own chain."""
        yield from unpack_from(f"<{HEADER_TABLES}I", self._content, 76)
        sector, many = unpack_from("<II", self._content, 68)
        for _ in range(many):
            if sector >= LAST:
                return
            *named, sector = unpack_from(f"<{self._size // 4}I", self._content, self._size * (sector + 1))
            yield from named

    def _chain(self, sector: int, table: array[int]) -> Iterator[int]:
        """Follow a chain of sectors; one that is longer than the table goes round in a circle."""
        for _ in range(len(table)):
            if sector >= LAST:
                return
            yield sector
            sector = table[sector]
        if sector < LAST:
            raise ValueError("its sectors go round in a circle")

    def _sectors(self, sectors: Iterator[int]) -> bytes:
        starts = (self._size * (sector + 1) for sector in sectors if sector < LAST)
        return b"".join(self._content[start : start + self._size] for start in starts)

    def _numbers(self, sectors: Iterator[int]) -> array[int]:
        content = self._sectors(sectors)
        return array("I", content[: len(content) // 4 * 4])

    @staticmethod
    def _entry(entries: bytes, at: int) -> tuple[str, Entry]:
        length, kind = unpack_from("<HB", entries, at + 64)
        start, size = unpack_from("<II", entries, at + 116)
        name = entries[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", errors="replace")
        return name.lower(), Entry(kind, start, size)
