"""A letter that came back: its edition found, and the two held against each other."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from dophu.data import durable
from dophu.data.locations import content_of
from dophu.data.project import Project
from dophu.errors import DifferenceError, UsageError
from dophu.issued.folders import folder_of
from dophu.issued.letters import letters
from dophu.issued.record import read_record
from dophu.issued.register import Register
from dophu.publish.document import read_document
from dophu.publish.marks import digest_of
from dophu.returned.compare import Comparison, compare
from dophu.returned.letter import Letter, read_docx
from dophu.returned.marked import marked_copy, note, said
from dophu.returned.pages import compare_pages, read_pdf
from dophu.returned.sent import read_sent
from dophu.returned.then import told_then
from dophu.returned.told import Told, told
from dophu.run.manifest import SUFFIX, Manifest, read_manifest, sha256
from dophu.run.registered import files_of, frozen_manifest, issued_document, letter_of
from dophu.tell.blocks import Document
from dophu.words import say

MARKED = ".doi-chieu.docx"  # what the name of a marked copy ends with
PLACE = 4  # campaign, period, unit, report
SHOWN = 70  # letters of a line that are told


@dataclass(frozen=True)
class Edition:
    """A built edition: where it lies, its record, and its document, read from its executed notebook.

    files   reads its files as they were written, by format; b"" for a format that it has not
    """

    folder: Path
    record: Manifest
    document: Document
    files: Callable[[str], bytes]

    @property
    def name(self) -> str:
        """Name it as its folder and report do."""
        document = self.document
        return f"{document.campaign}/{document.period}/{document.unit}/{document.report}"


@dataclass(frozen=True)
class Proof:
    """A letter held against its edition.

    same_build   it was written from this very build; None where the file does not say
    """

    file: Path
    content: bytes
    letter: Letter
    edition: Edition
    told: Told
    comparison: Comparison
    same_build: bool | None

    @property
    def is_paper(self) -> bool:
        """Say whether it is a PDF, whose lines are pages."""
        return not self.letter.lines


def proofread(project: Project, file: Path, named: str | None, out: Path) -> Proof:
    """Hold a DOCX or PDF against the edition named, else the issued letter, else the draft that it says to be."""
    content = read_file(file)
    is_paper = content.startswith(b"%PDF")
    letter = Letter(()) if is_paper else read_docx(content, str(file))
    issued = None if named else _issued(project, content, file)
    edition = issued or find_edition(file, named or letter.edition, out)
    said_ = told_then(edition.document, "pdf" if is_paper else "docx", edition.files) or told(edition.document)
    comparison = compare_pages(said_, read_pdf(content, str(file))) if is_paper else compare(said_, letter)
    same = letter.digest == _digest(edition) if letter.digest else None
    return Proof(file, content, letter, edition, said_, comparison, same)


def _digest(edition: Edition) -> str:
    """Give the digest of what an edition says: as its DOCX was written, since a later program computes another."""
    written = edition.files("docx")
    return read_docx(written, edition.name).digest if written else digest_of(edition.document)


def read_file(file: Path) -> bytes:
    """Read a file that somebody sent. Raises UsageError when it cannot be."""
    return content_of(file, file, UsageError)


def _issued(project: Project, content: bytes, file: Path) -> Edition | None:
    """Find the issued letter that a file says to be, by its own digest, keywords, code or number; None for a draft."""
    register = Register(project)
    letter, _ = letter_of(read_sent(content, str(file)), letters(register.rows()))
    if letter is None:
        return None
    made = frozen_manifest(read_record(register.store, letter.record), letter)
    document = issued_document(register, letter)
    return Edition(folder_of(register, letter), made, document, files_of(register, letter))


def find_edition(file: Path, named: str, out: Path) -> Edition:
    """Find a built edition by its record, by campaign/period/unit/report below the outputs, or by its folder."""
    if not named:
        fix = "name it: --edition demo/2020-10-16/20/quick_report"
        raise UsageError(file, "it does not say which edition it is", fix)
    path = _record_of(named, out)
    record = read_manifest(path)
    executed = f"{record.report}.ipynb"
    content = read_file(path.parent / executed)
    if sha256(content) != record.outputs.get(executed):
        raise UsageError(path.parent / executed, "it is not the file that was built", "build the edition again")
    notebook = nbformat.reads(content.decode(), as_version=4)

    def written(kind: str) -> bytes:
        name = f"{record.report}.{kind}"
        own = read_file(path.parent / name) if name in record.outputs else b""
        return own if sha256(own) == record.outputs.get(name) else b""

    return Edition(path.parent, record, read_document(notebook, record.report), written)


def _record_of(named: str, out: Path) -> Path:
    """Say where the record of an edition lies; the words of a file that came back are names, or lead nowhere."""
    if named.endswith(SUFFIX):
        return Path(named)
    parts = named.strip("/").split("/")
    are_names = all(part and not part.startswith(".") and "\\" not in part for part in parts)
    if len(parts) == PLACE and are_names:
        path = out.joinpath(*parts[:-1], f"{parts[-1]}{SUFFIX}")
        if path.is_file():
            return path
    found = sorted(Path(named).glob(f"*{SUFFIX}")) if Path(named).is_dir() else []
    if len(found) == 1:
        return found[0]
    problem = "it holds several reports" if found else "no such edition is built here"
    raise UsageError(named, problem, "name it as demo/2020-10-16/20/quick_report, or build it first")


def write_marked(project: Project, proof: Proof, place: Path | None) -> Path | None:
    """Write the marked copy beside the letter, or where it is named; None for a PDF, and where nothing is to mark."""
    findings = proof.comparison.findings
    if proof.is_paper or not findings:
        return None
    path = place or proof.file.with_name(f"{proof.file.stem}{MARKED}")
    project.refuse_own(path, "--marked")
    if path.exists() and path.samefile(proof.file):
        raise UsageError(path, "it is the letter itself", "name another file with --marked")
    notes = [note(finding, proof.told.labels) for finding in findings]
    try:
        content = marked_copy(proof.content, proof.letter, notes)
        durable.put(path, content, path.with_name(f".{path.name}-{os.getpid()}"))
    except OSError as error:
        fix = "name another file with --marked"
        raise UsageError(path, f"it cannot be written: {error.strerror}", fix) from None
    return path


def lines(proof: Proof, marked: Path | None) -> Iterator[str]:
    """Tell what was found: one sentence first, then place by place."""
    comparison = proof.comparison
    yield _sentence(proof)
    if proof.same_build is False:
        yield say("proof.other_build", edition=proof.edition.name)
    for finding in comparison.findings:
        yield f"{_place(proof, finding.line)}: {said(finding, proof.told.labels)}"
    for one in comparison.cleared:
        allowed = say("proof.allowed", was=one.told.strip(), now=one.came, why=one.why)
        yield f"{_place(proof, one.line)}: {allowed}"
    if comparison.wordings and not proof.is_paper:
        yield say("proof.wordings", many=len(comparison.wordings), command=f"dophu take-back {proof.file}")
    for line in proof.letter.lines:
        for change in line.changes:
            key = "proof.inserted" if change.kind == "inserted" else "proof.deleted"
            yield say(key, author=change.author or say("returned.nobody"), text=short(change.text))
        for comment in line.comments:
            yield say("proof.comment", author=comment.author or say("returned.nobody"), text=short(comment.text))
    if marked:
        yield say("proof.marked", file=marked)


def _sentence(proof: Proof) -> str:
    comparison = proof.comparison
    wrong = len(comparison.findings)
    said = {"file": proof.file, "agreed": comparison.agreed, "edition": proof.edition.name}
    return say("proof.wrong", wrong=wrong, **said) if wrong else say("proof.right", **said)


def _place(proof: Proof, line: int) -> str:
    if proof.is_paper:
        return say("proof.page", number=line + 1)
    return say("proof.line", text=short(proof.letter.lines[line].text))


def short(text: str) -> str:
    """Write as much of a line on one line as is enough to find it."""
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def as_data(proof: Proof, marked: Path | None) -> dict[str, Any]:
    """Write what was found as plain data."""
    comparison, letter = proof.comparison, proof.letter
    return {
        "file": str(proof.file),
        "edition": proof.edition.name,
        "same_build": proof.same_build,
        "agreed": comparison.agreed,
        "findings": [vars(one) | {"says": said(one, proof.told.labels)} for one in comparison.findings],
        "cleared": [vars(one) for one in comparison.cleared],
        "wordings": [vars(one) for one in comparison.wordings],
        "changes": [vars(one) for line in letter.lines for one in line.changes],
        "comments": [vars(one) for line in letter.lines for one in line.comments],
        "marked": str(marked) if marked else None,
    }


def refuse(proof: Proof) -> None:
    """Raise a DifferenceError for a letter that no longer says what was told."""
    wrong = len(proof.comparison.findings)
    if wrong:
        problem = f"{wrong} place(s) differ from {proof.edition.name}"
        raise DifferenceError(
            proof.file, problem, "put the numbers back, or change them at their source and build again"
        )
