"""Two editions to be compared: drafts in the outputs, or issued letters out of the store."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat

from dophu.changes.compare import Changes, facts, figures, sentences, tables
from dophu.changes.rows import FileChange, file_change
from dophu.data import durable
from dophu.data.locations import content_of
from dophu.data.notebooks import is_notebook
from dophu.data.project import LOCK, Project
from dophu.errors import DifferenceError, UsageError
from dophu.issued.letters import Edition, Letter, last_issued, letters, the_letter
from dophu.issued.record import read_record
from dophu.issued.register import Register
from dophu.publish.document import read_document
from dophu.run.drafts import find_draft
from dophu.run.manifest import notebook_of, read_manifest, read_source, sha256, source_digest
from dophu.run.registered import frozen_document
from dophu.tell.blocks import Document
from dophu.words import say

LETTER = re.compile(r"\d+[a-z]?(/[^/]+){0,2}")


@dataclass(frozen=True)
class Side:
    """One of the two: what it is called, its document, and what it was made from.

    project   the SHA-256 of each file it was made from, by path
    read      reads such a file as it then was; None where that is no longer to be had
    """

    name: str
    edition: Edition
    document: Document
    project: Mapping[str, str]
    read: Callable[[str], bytes | None]


def diff(project: Project, out: Path, one: str, other: str | None) -> Changes:
    """Compare two editions, each named by a letter's number or as an edition.

    One alone is compared with the letter last issued of its series; a letter alone with its edition in the outputs.
    """
    before, after = Editions(project, out).sides(one, other)
    files, unknown = _files(before, after)
    return Changes(
        before=before.name,
        after=after.name,
        facts=tuple(facts(before.document, after.document)),
        sentences=tuple(sentences(before.document, after.document)),
        figures=tuple(figures(before.document, after.document)),
        tables=tuple(tables(before.document, after.document)),
        files=files,
        unknown=unknown,
        simulated=any(side.document.banner for side in (before, after)),
    )


def refuse_changes(changes: Changes, said: str) -> None:
    """Raise a DifferenceError when there are any."""
    if changes:
        fix = "look at them (--html FILE writes a page); who agrees says so: dophu approve EDITION --by …"
        raise DifferenceError(f"{changes.before} → {changes.after}", said, fix)


def write_page(project: Project, page: Path, content: bytes) -> None:
    """Write the page whole or not at all, and never among the project's own files."""
    project.refuse_own(page, "--html")
    try:
        durable.put(page, content, page.with_name(f".{page.name}-{os.getpid()}"))
    except OSError as error:
        raise UsageError(page, f"it cannot be written: {error.strerror}", "name another place with --html") from None


class Editions:
    """Where editions are found: the register and its store, and a folder of outputs."""

    def __init__(self, project: Project, out: Path) -> None:
        self.project, self.out = project, out
        self.register = Register(project)
        self.letters = letters(self.register.rows())

    def sides(self, one: str, other: str | None) -> tuple[Side, Side]:
        """Take the two that are named, or the one and what it is compared with by itself."""
        given = self._side(one)
        if other is not None:
            return given, self._side(other)
        if LETTER.fullmatch(one):
            return given, self._side("/".join(given.edition))
        last = last_issued(self.letters.values(), given.edition)
        if last is None:
            fix = "name two editions: dophu diff A B"
            raise UsageError("/".join(given.edition), "no letter was issued before, to compare it with", fix)
        return _issued(self.register, last), given

    def _side(self, named: str) -> Side:
        if LETTER.fullmatch(named):
            return _issued(self.register, the_letter(self.letters, named))
        return _built(self.project, find_draft(self.out, named))


def _issued(register: Register, letter: Letter) -> Side:
    """Take a letter out of the store; its files are held to their digests as they are read."""
    store = register.store
    record = read_record(store, letter.record)
    document = frozen_document(store, record, letter)

    def read(name: str) -> bytes | None:
        return store.get(record.project[name])

    notebook = next(filter(is_notebook, record.project))
    project = record.project | {notebook: source_digest(notebook, store.get(record.project[notebook]))}
    return Side(say("changes.letter", letter=letter.cited), letter.edition, document, project, read)


def _built(project: Project, place: Path) -> Side:
    made = read_manifest(place)
    name = f"{made.report}.ipynb"
    content = content_of(place.parent / name, place.parent / name, UsageError)
    if sha256(content) != made.outputs.get(name):
        raise UsageError(place.parent / name, "it is not the file that was built", "build the edition again")
    sources = made.inputs | {notebook_of(project, made): made.notebook} | ({LOCK: made.lock} if made.lock else {})
    document = _document(content, made.report)
    edition = (document.campaign, document.period, document.unit, made.report)

    def read(path: str) -> bytes | None:
        found = read_source(project, path) if project.path(*path.split("/")).is_file() else b""
        return found if source_digest(path, found) == sources[path] else None

    return Side(say("changes.draft", edition="/".join(edition)), edition, document, sources, read)


def _document(notebook: bytes, report: str) -> Document:
    return read_document(nbformat.reads(notebook.decode(), as_version=4), report)


def _files(before: Side, after: Side) -> tuple[tuple[FileChange, ...], tuple[str, ...]]:
    """Compare what both were made from; a file of which one side is no longer to be had is only named."""
    changed, unknown = [], []
    for name in sorted({*before.project, *after.project}):
        if before.project.get(name) == after.project.get(name):
            continue
        contents = [side.read(name) if name in side.project else None for side in (before, after)]
        lost = [
            content is None and name in side.project for side, content in zip((before, after), contents, strict=True)
        ]
        if any(lost):
            unknown.append(name)
        else:
            changed.append(file_change(name, *contents))
    return tuple(changed), tuple(unknown)
