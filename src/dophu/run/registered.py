"""A file found in the register of issued letters, and the document of the letter that was frozen."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import nbformat
from pydantic import ValidationError

from dophu.errors import NotebookError, UsageError
from dophu.issued.code import codes_in, tokens_in
from dophu.issued.letters import Letter
from dophu.issued.record import Record, read_record
from dophu.issued.register import Register
from dophu.issued.stamp import stamp
from dophu.issued.store import Store
from dophu.publish.document import read_document
from dophu.returned.sent import Sent, revisions
from dophu.run.manifest import Manifest, sha256
from dophu.tell.blocks import Document
from dophu.words import say


def letter_of(sent: Sent, found: Mapping[str, Letter]) -> tuple[Letter | None, str]:
    """Find the letter a file says to be: by its bytes, by those before it was signed, by keyword, code or number."""
    digests = {digest: letter for letter in found.values() for digest in letter.outputs.values()}
    if letter := digests.get(sha256(sent.content)):
        return letter, "bytes"
    earlier = revisions(sent.content) if sent.format == "pdf" else []
    if letter := next((digests[sha256(one)] for one in earlier if sha256(one) in digests), None):
        return letter, "revision"
    by_code = {letter.code: letter for letter in found.values()}
    named = {
        "token": [code for code, _, _ in tokens_in(sent.keywords)],
        "code": codes_in(sent.text),
    }
    for how, codes in named.items():
        if letter := next((by_code[code] for code in codes if code in by_code), None):
            return letter, how
    words = " ".join(sent.text.split())
    numbered = [letter for letter in found.values() if _number_line(letter) in words]
    dated = [letter for letter in numbered if str(letter.date.year) in words]
    return (dated[-1], "number") if dated else (None, "")


def _number_line(letter: Letter) -> str:
    """Write the line by which a letter names its number."""
    return say("letter.number_line", number=letter.number.zfill(2), symbol=letter.symbol)


class OtherVersionError(UsageError):
    """What a letter told was written by a version of dophu that this one cannot read."""


def issued_document(register: Register, letter: Letter) -> Document:
    """Read an issued letter's document out of the store, with its number, day and code.

    Raises OtherVersionError for one that only the dophu of then can read.
    """
    document = frozen_document(register.store, read_record(register.store, letter.record), letter)
    stamped = stamp(document, letter.number, letter.date, letter.row, letter.prev).document
    if stamped.imprint is None:
        return stamped
    imprint = stamped.imprint.model_copy(update={"code": letter.code})  # a later program computes another
    return stamped.model_copy(update={"imprint": imprint})


def frozen_document(store: Store, record: Record, letter: Letter) -> Document:
    """Read an issued letter's document as it was before it was given its number."""
    report = letter.edition[-1]
    notebook = nbformat.reads(store.get(record.outputs[f"{report}.ipynb"]).decode(), as_version=4)
    try:
        return read_document(notebook, report)
    except NotebookError as error:
        raise _of_then(record, letter, error.problem) from None


def files_of(register: Register, letter: Letter) -> Callable[[str], bytes]:
    """Give a reader of an issued letter's files as they were issued, by format; b"" for a format that was not."""
    return lambda kind: register.store.get(letter.outputs[kind]) if kind in letter.outputs else b""


def frozen_manifest(record: Record, letter: Letter) -> Manifest:
    """Read the manifest of the draft that was issued."""
    try:
        return Manifest.model_validate(record.manifest)
    except ValidationError as error:
        raise _of_then(record, letter, error.errors()[0]["msg"]) from None


def _of_then(record: Record, letter: Letter, problem: str) -> OtherVersionError:
    wrote = record.manifest["packages"]["dophu"]
    told = f"dophu {wrote} wrote what it told, and this dophu cannot read it ({problem})"
    fix = "its files can be verified all the same: dophu verify FILE; to proofread or compare it, use that version"
    return OtherVersionError(f"letter {letter.cited}", told, fix)
