"""A received file: what it is, by its content and never by its name, and the reader for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from dophu.errors import DataError, UsageError
from dophu.intake.grid import Workbook
from dophu.intake.readers.compound import SIGNATURE, Compound
from dophu.intake.readers.package import Package, UnreadError, damaged, locked, too_big

LARGEST = 200 << 20
SAMPLE = 1 << 16
PDF_WITHIN = 1 << 10  # bytes that may stand before a PDF's mark
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
NAMED = {
    "xlsx": "xlsx",
    "xlsm": "xlsx",
    "xls": "xls",
    "ods": "ods",
    "docx": "docx",
    "json": "json",
    "htm": "html",
    "html": "html",
}
NAMED |= dict.fromkeys(("csv", "tsv", "txt"), "delimited") | dict.fromkeys(("md", "markdown"), "markdown")
Refusal = tuple[str, str, str]  # what it is, what the analyst may do, the key of what its sender is told
PICTURE = ("a picture", "ask for the spreadsheet: pictures are not read", "refused.picture")
ARCHIVE = ("an archive", "unpack it, and name the spreadsheet in it", "refused.archive")
AS_XLSX = "open it in a spreadsheet and save it as xlsx"
COPIED = "copy its table into a spreadsheet"
SAVED = "refused.save_as"
REFUSED_STARTS: dict[bytes, Refusal] = {
    **dict.fromkeys((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF"), PICTURE),
    **dict.fromkeys((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ"), ARCHIVE),
    b"{\\rtf": ("a text document", COPIED, SAVED),
    b"MIME-Version:": ("a web archive", AS_XLSX, SAVED),
}
REFUSED_PARTS: dict[str, Refusal] = {
    "xl/workbook.bin": ("a binary workbook (xlsb)", AS_XLSX, SAVED),
    "ppt/presentation.xml": ("a presentation", COPIED, "refused.presentation"),
}
REFUSED_STREAMS: dict[str, Refusal] = {
    "WordDocument": (
        *("a Word document of before 2007", "open it in Word or LibreOffice and save it as docx", "refused.old_word"),
    ),
    "PowerPoint Document": ("a presentation", COPIED, "refused.presentation"),
    "__properties_version1.0": ("a mail", "save the spreadsheet that is attached to it", SAVED),
}
ODS = b"application/vnd.oasis.opendocument.spreadsheet"
RECORDS = re.compile(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08\x10]\x00")  # a workbook of before 1993, or its bare records
XML_WORKBOOK = re.compile(r"schemas-microsoft-com:office:spreadsheet|<office:document\b")
JSON = re.compile(r"^(?:\xef\xbb\xbf|\ufeff)?\s*(?:\[\s*[{\[]|\{\s*\")")
HTML = re.compile(r"<(table|html|!doctype html)\b")
MARKDOWN = re.compile(r"^[ \t]*\|?[ :|-]*-{2,}[ :|-]*\|[ :|-]*\r?$", re.MULTILINE)
CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def read_file(path: Path) -> Workbook:
    """Read a received file of any form that is taken; nothing in it is run, nothing outside it is followed.

    Raises UsageError for a path that is no file, DataError for a file that is damaged, locked, too large or of a form
    that is not taken.
    """
    content, name = content_of(path), shown_name(path)
    kind = _kind(content, name)
    workbook = _reader(kind)(content, name)
    suffix = path.suffix.lower().lstrip(".")
    if NAMED.get(suffix, kind) != kind:
        remark = f"the name says {suffix}, but the file is {workbook.form}; it was read as that"
        workbook = replace(workbook, remarks=(*workbook.remarks, remark))
    if not any(sheet.cells for sheet in workbook):
        raise _empty(name)
    return workbook


def content_of(path: Path) -> bytes:
    """Read a file's bytes, within the limit on its size."""
    name = shown_name(path)
    if not path.is_file():
        problem = "this is a folder" if path.is_dir() else "there is no such file"
        raise UsageError(name, problem, "name the spreadsheet that was received")
    try:
        if path.stat().st_size > LARGEST:
            raise too_big(name, f"it is larger than {LARGEST >> 20} MB")
        return path.read_bytes()
    except OSError as error:
        raise UsageError(name, f"it cannot be read: {error.strerror}", "look at who may read it") from None


def shown_name(path: Path) -> str:
    """Write a file's name for a message: on one line, without control characters."""
    return "".join(sign if sign.isprintable() else "?" for sign in path.name)[:200] or str(path)


def _empty(name: str) -> DataError:
    return UnreadError(name, "there is nothing in it", "ask the sender for it once more", "refused.empty")


def _refused(name: str, what: str, fix: str, key: str) -> DataError:
    return UnreadError(name, f"this is {what}, not a table that can be read", fix, key)


def _kind(content: bytes, name: str) -> str:
    """Tell what a file is; one that cannot be told is refused."""
    if not content.strip(b"\0 \t\r\n"):
        raise _empty(name)
    if b"%PDF-" in content[:PDF_WITHIN]:
        fix = "ask for the spreadsheet it was made from"
        raise UnreadError(name, "this is a PDF, whose tables are not read", fix, "refused.pdf")
    for start, refusal in REFUSED_STARTS.items():
        if content.startswith(start) and not (start.isalnum() and _is_text(content[:SAMPLE])):
            raise _refused(name, *refusal)
    if content.startswith(b"PK"):
        return _kind_of_package(Package(content, name))
    if content.startswith(SIGNATURE):
        return _kind_of_compound(Compound(content, name), name)
    return "xls" if RECORDS.match(content) else _kind_of_text(content[:SAMPLE], name)


def _kind_of_package(package: Package) -> str:
    for part, refusal in REFUSED_PARTS.items():
        if part in package:
            raise _refused(package.name, *refusal)
    if "content.xml" in package:
        if "mimetype" in package and not package.start("mimetype").startswith(ODS):
            raise _refused(package.name, "another document than a spreadsheet", COPIED, "refused.no_table")
        return "ods"
    if any(part.startswith("xl/") for part in package.parts):
        return "xlsx"
    if "word/document.xml" in package:
        return "docx"
    raise _refused(package.name, *ARCHIVE)


def _kind_of_compound(compound: Compound, name: str) -> str:
    if "EncryptedPackage" in compound:
        raise locked(name)
    for stream, refusal in REFUSED_STREAMS.items():
        if stream in compound:
            raise _refused(name, *refusal)
    if "Workbook" in compound or "Book" in compound:
        return "xls"
    raise damaged(name, "it holds no workbook")


def _kind_of_text(sample: bytes, name: str) -> str:
    if not _is_text(sample):
        raise _refused(name, "neither text nor a known form", AS_XLSX, SAVED)
    encoding = "utf-16" if sample.startswith(UTF16_MARKS) else "latin-1"
    text = sample.decode(encoding, errors="replace").replace("\0", "").lower()
    if XML_WORKBOOK.search(text):
        raise _refused(name, "a workbook written as one XML text", AS_XLSX, SAVED)
    if HTML.search(text):
        return "html"
    if JSON.match(text):
        return "json"
    return "markdown" if MARKDOWN.search(text) else "delimited"


def _is_text(sample: bytes) -> bool:
    """Tell text from other bytes; in UTF-16 every other byte of plain letters is nought."""
    if sample.startswith(UTF16_MARKS):
        return True
    for half, other in ((sample[::2], sample[1::2]), (sample[1::2], sample[::2])):
        if half.count(0) > len(half) // 3 and not other.count(0):
            return True
    return not CONTROLS.search(sample)


def _reader(kind: str) -> Callable[[bytes, str], Workbook]:
    """Import the reader that is needed, and no other."""
    if kind == "xlsx":
        from dophu.intake.readers.xlsx import read_xlsx as reader  # noqa: PLC0415
    elif kind == "xls":
        from dophu.intake.readers.xls import read_xls as reader  # noqa: PLC0415
    elif kind == "ods":
        from dophu.intake.readers.ods import read_ods as reader  # noqa: PLC0415
    elif kind == "docx":
        from dophu.intake.readers.docx import read_docx as reader  # noqa: PLC0415
    elif kind == "json":
        from dophu.intake.readers.records import read_json as reader  # noqa: PLC0415
    elif kind == "delimited":
        from dophu.intake.readers.delimited import read_delimited as reader  # noqa: PLC0415
    elif kind == "html":
        from dophu.intake.readers.markup import read_html as reader  # noqa: PLC0415
    else:
        from dophu.intake.readers.markup import read_markdown as reader  # noqa: PLC0415
    return reader
