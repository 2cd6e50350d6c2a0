"""The files of many senders, out of a folder, an archive or a mailbox: each laid down on its own, none opened here.

Nothing of an archive or a letter decides where a file is written; what is too large, locked or damaged becomes an
entry that says so, and the others go on.
"""

from __future__ import annotations

import email
import email.policy
import mailbox
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from email.errors import MessageError
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from itertools import chain
from pathlib import Path, PurePosixPath
from unicodedata import normalize

from dophu.errors import UsageError
from dophu.wording import Moment
from dophu.words import say

FILES_AT_MOST = 5_000
LARGEST = 50 << 20  # bytes of one file
LARGEST_LETTER = 100 << 20
TOGETHER = 2 << 30  # bytes of all that is unpacked
NESTED_AT_MOST = 3  # archives in letters in archives
CHUNK = 1 << 20
ENCRYPTED, NAMED_IN_UTF8 = 0x1, 0x800  # flags of an archive's entry
LETTERS, ARCHIVES, BOXES = (".eml",), (".zip",), (".mbox", ".mbx")
OURS = re.compile(r"\.reviewed\.(xlsx|html)$", re.IGNORECASE)
PASSED_OVER = re.compile(r"^(\.[^.]|~\$|~.*\.tmp$)|^(Thumbs\.db|desktop\.ini|__MACOSX)$", re.IGNORECASE)
HAS_TABLE = re.compile(r"<table\b", re.IGNORECASE)
UNSAFE = re.compile(r"[^\w. ()\[\]-]+")
NAME_AT_MOST = 120
SIGNATURE = ("image/",)  # inline pictures of a letter: logos, not deliveries


@dataclass(frozen=True)
class Arrived:
    """One file as it came.

    name      as its sender named it, behind the archive or letter it came in
    path      where it lies now; None where it could not be laid down, for the reason in `problem`
    sender    of the letter it came with, and when that was sent; blank for a file of a folder
    """

    name: str
    path: Path | None
    sender: str = ""
    received: Moment | None = None
    problem: str = ""


@dataclass
class _Room:
    """What may still be unpacked, and where to."""

    folder: Path
    files: int = 0
    used: int = 0

    def lay_down(self, name: str, chunks: Iterator[bytes], within: str) -> Arrived:
        """Write a file under a name of ours; stop as soon as it is larger than any delivery."""
        shown, suffix = f"{within}{name}", PurePosixPath(name).suffix[:10]
        self.files += 1
        place = self.folder / f"{self.files:05}"
        place.mkdir()
        path = place / f"{(UNSAFE.sub('_', PurePosixPath(name).stem)[:NAME_AT_MOST] or 'tep')}{UNSAFE.sub('', suffix)}"
        written = 0
        with path.open("wb") as file:
            for chunk in chunks:
                written, self.used = written + len(chunk), self.used + len(chunk)
                if written > LARGEST or self.used > TOGETHER:
                    break
                file.write(chunk)
        if written > LARGEST or self.used > TOGETHER:
            path.unlink()
            return Arrived(shown, None, problem=say("inbox.too_large"))
        return Arrived(shown, path)


def arrivals(inbox: Path, unpacked: Path) -> Iterator[Arrived]:
    """Give every file of an inbox, those of archives and letters in it too, in the order of their names.

    unpacked   an empty folder for what is taken out of archives and letters

    Raises UsageError for a path that is no inbox, or holds more files than any collection has.
    """
    room = _Room(unpacked)
    if inbox.is_dir():
        found = sorted(path for path in inbox.rglob("*") if path.is_file() and not _is_passed_over(path, inbox))
        files = chain.from_iterable(_opened(path, str(path.relative_to(inbox)), room, 0) for path in found)
    elif inbox.suffix.lower() in (*ARCHIVES, *LETTERS, *BOXES):
        files = chain(_opened(inbox, "", room, 0))
    else:
        raise UsageError(inbox, "this is no folder, archive or mailbox", "name a folder, a .zip, a .eml or a .mbox")
    for number, arrived in enumerate(files):
        if number >= FILES_AT_MOST:
            raise UsageError(inbox, f"more than {FILES_AT_MOST} files", "name the folder of one period's deliveries")
        yield arrived


def _is_passed_over(path: Path, inbox: Path) -> bool:
    parts = path.relative_to(inbox).parts
    return any(PASSED_OVER.search(part) for part in parts) or bool(OURS.search(path.name))


def _opened(path: Path, name: str, room: _Room, depth: int) -> Iterator[Arrived]:
    """Give a file itself, or what an archive or a letter holds."""
    suffix = path.suffix.lower()
    openers: dict[str, Callable[[Path, str, _Room, int], Iterator[Arrived]]] = {
        **dict.fromkeys(ARCHIVES, _from_archive),
        **dict.fromkeys(LETTERS, _from_letter),
        **dict.fromkeys(BOXES, _from_box),
    }
    if suffix not in openers:
        yield Arrived(normalize("NFC", name), path)
    elif depth >= NESTED_AT_MOST:
        yield Arrived(name, None, problem=say("inbox.nested"))
    else:
        try:
            yield from openers[suffix](path, normalize("NFC", name), room, depth + 1)
        except Exception:  # headers of mail break in more ways than any list holds, and must not stop the others
            yield Arrived(name or path.name, None, problem=say("inbox.broken"))


def _within(name: str) -> str:
    return f"{name} / " if name else ""


# Archives


def _from_archive(path: Path, name: str, room: _Room, depth: int) -> Iterator[Arrived]:
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                if room.files >= FILES_AT_MOST:
                    break
                if not entry.is_dir() and not _is_noise(_entry_name(entry)):
                    yield from _from_entry(archive, entry, name, room, depth)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        yield Arrived(name or path.name, None, problem=say("inbox.broken_archive"))


def _is_noise(name: str) -> bool:
    return any(PASSED_OVER.search(part) for part in PurePosixPath(name).parts) or bool(OURS.search(name))


def _entry_name(entry: zipfile.ZipInfo) -> str:
    """Read a name that an archiver for Windows wrote in UTF-8 without saying so."""
    name = entry.filename.replace("\\", "/")
    if not entry.flag_bits & NAMED_IN_UTF8:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return normalize("NFC", name)


def _from_entry(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, room: _Room, depth: int
) -> Iterator[Arrived]:
    own = PurePosixPath(_entry_name(entry)).name or "tep"
    if entry.flag_bits & ENCRYPTED:
        yield Arrived(f"{_within(name)}{own}", None, problem=say("inbox.password"))
        return
    try:
        with archive.open(entry) as content:
            laid = room.lay_down(own, iter(lambda: content.read(CHUNK), b""), _within(name))
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
        yield Arrived(f"{_within(name)}{own}", None, problem=say("inbox.broken_entry"))
        return
    if laid.path is None:
        yield laid
    else:
        yield from _opened(laid.path, laid.name, room, depth)


# Letters


def _from_letter(path: Path, name: str, room: _Room, depth: int) -> Iterator[Arrived]:
    if path.stat().st_size > LARGEST_LETTER:
        yield Arrived(name or path.name, None, problem=say("inbox.too_large"))
        return
    with path.open("rb") as file:
        letter = email.message_from_binary_file(file, policy=email.policy.default)
    yield from _attached(letter, name, room, depth)


def _from_box(path: Path, name: str, room: _Room, depth: int) -> Iterator[Arrived]:
    box = mailbox.mbox(path, create=False)
    try:
        for number, key in enumerate(box.keys(), 1):
            with box.get_file(key) as content:
                text = content.read(LARGEST_LETTER + 1)
            shown = f"{_within(name)}{say('inbox.letter', number=number)}"
            if len(text) > LARGEST_LETTER:
                yield Arrived(shown, None, problem=say("inbox.too_large"))
            else:
                yield from _attached(email.message_from_bytes(text, policy=email.policy.default), shown, room, depth)
    finally:
        box.close()


def _attached(letter: Message, name: str, room: _Room, depth: int) -> Iterator[Arrived]:
    """Give what is attached to a letter; a table in its text where nothing is."""
    sender, received = _header(letter, "From"), _sent(letter)
    found = False
    for part in _parts(letter):
        own = PurePosixPath((part.get_filename() or "").replace("\\", "/")).name
        if not own or PASSED_OVER.search(own) or OURS.search(own) or _is_signature(part):
            continue
        found = True
        for arrived in _from_part(part, normalize("NFC", own), name, room, depth):
            yield replace(arrived, sender=arrived.sender or sender, received=arrived.received or received)
    body = None if found else _table_in_text(letter)
    if body is not None:
        laid = room.lay_down("noi dung thu.html", iter([body]), _within(name))
        yield replace(laid, sender=sender, received=received)
    elif not found:
        yield Arrived(name or say("inbox.a_letter"), None, sender, received, say("inbox.nothing_attached"))


def _parts(letter: Message) -> Iterator[Message]:
    """Walk through the parts of a letter that may be files; a letter inside it is walked, too."""
    for part in letter.walk():
        if not part.is_multipart():
            yield part


def _is_signature(part: Message) -> bool:
    inline = part.get_content_disposition() != "attachment" or part.get("Content-ID") is not None
    return inline and part.get_content_type().startswith(SIGNATURE)


def _from_part(part: Message, own: str, name: str, room: _Room, depth: int) -> Iterator[Arrived]:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes) or not content:
        yield Arrived(f"{_within(name)}{own}", None, problem=say("inbox.empty_attachment"))
        return
    laid = room.lay_down(own, iter([content]), _within(name))
    if laid.path is None:
        yield laid
    else:
        yield from _opened(laid.path, laid.name, room, depth)


def _table_in_text(letter: Message) -> bytes | None:
    for part in _parts(letter):
        if part.get_content_type() == "text/html" and isinstance(content := part.get_payload(decode=True), bytes):
            text = content.decode(part.get_content_charset() or "utf-8", "replace")
            return f'<meta charset="utf-8">{text}'.encode() if HAS_TABLE.search(text) else None
    return None


def _header(letter: Message, name: str) -> str:
    """Read a header that may be broken: its text, or nothing."""
    try:
        shown, address = parseaddr(str(letter.get(name, "")))
    except (MessageError, ValueError, IndexError, AttributeError, LookupError):
        return ""
    return normalize("NFC", " ".join(f"{shown} <{address}>".split()) if shown else address)


def _sent(letter: Message) -> Moment | None:
    """Read when a letter was sent, by the clock of its sender."""
    try:
        sent: datetime = parsedate_to_datetime(str(letter.get("Date", "")))
        return Moment.parse(sent.replace(tzinfo=None).isoformat(timespec="minutes"))
    except (MessageError, ValueError, TypeError, IndexError, AttributeError, LookupError):
        return None
