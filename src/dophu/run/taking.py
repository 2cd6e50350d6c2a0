"""An edited letter's words taken back where they were written: proven by telling it anew, shown, then applied.

They were written in the notebook's cells, or in the remarks of the period (a file beside the figures, or the params
file), which a cell prints by `report.remarks()`; such a cell is told here as if the remarks stood in it.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from dophu.data import durable
from dophu.data.edition import Parameters, params_names, read_params_file, read_recorded
from dophu.data.project import Project
from dophu.data.remarks import remarks_file
from dophu.data.rewrite import with_remarks
from dophu.errors import DifferenceError, DophuError, UsageError
from dophu.publish.document import read_document
from dophu.returned import prose
from dophu.returned.marked import said
from dophu.returned.prose import Printed
from dophu.returned.takeback import CellComment, Edit, Left, Taken, expected, take_back, with_edits
from dophu.returned.told import Told, told
from dophu.run.execute import execute
from dophu.run.job import Job
from dophu.run.manifest import notebook_of, sha256
from dophu.run.returning import Proof, proofread, short
from dophu.tell.blocks import Document
from dophu.words import say

PRINTS_REMARKS = "report.remarks()"


@dataclass(frozen=True)
class Remarked:
    """The file that the remarks of an edition are written in, by its name in the project, and their prose."""

    name: str
    path: Path
    text: str

    def rewritten(self, new: str) -> str:
        """Give the file's content with other remarks."""
        if self.path.suffix == ".yml":
            return with_remarks(self.path.read_text("utf-8"), new, self.name)
        return new.rstrip("\n") + "\n"


@dataclass(frozen=True)
class Taking:
    """What is taken back: for each cell its source before and after, what it was made of, and what is left.

    remarks   the file of the period's remarks, by the cells that print it
    """

    proof: Proof
    notebook: Path
    remarks: dict[str, Remarked]
    sources: dict[str, str]
    changed: dict[str, str]
    edits: list[Edit]
    left: list[Left]
    comments: list[CellComment]


def take(project: Project, file: Path, named: str | None, out: Path) -> Taking:
    """Find what of an edited DOCX can be taken back, and prove it. The project's own notebook alone is run."""
    proof = proofread(project, file, named, out)
    if proof.is_paper:
        raise UsageError(file, "it is a PDF, which has lost its paragraphs", "take back the words of the DOCX")
    path = project.path(*notebook_of(project, proof.edition.record).split("/"))
    teller = _Teller(project, proof, path)
    sources = teller.prose()
    taken = take_back(proof.told, proof.letter, proof.comparison, teller.printed(sources), sources)
    kept, unproven = _proven(teller, sources, taken)
    changed = _with_comments(sources, kept, taken.comments)
    return Taking(proof, path, teller.remarks, sources, changed, kept, [*taken.left, *unproven], taken.comments)


class _Teller:
    """Tells an edition anew from other sources of its cells."""

    def __init__(self, project: Project, proof: Proof, path: Path) -> None:
        self.project, self.proof, self.path = project, proof, path
        record = proof.edition.record
        self.report = record.report
        self.parameters: Parameters = read_recorded(record.parameters, "the edition's record")
        self.notebook: NotebookNode = nbformat.read(path, as_version=4)
        executed = nbformat.read(proof.edition.folder / f"{record.report}.ipynb", as_version=4)
        self._then = {cell.get("id"): cell.source for cell in executed.cells}
        code = [cell for cell in self.notebook.cells if cell.cell_type == "code"]
        self._cells = {
            str(cell.get("id")): cell.source for cell in code if self._then.get(cell.get("id")) == cell.source
        }
        self.remarks = self._printed_remarks()

    def prose(self) -> dict[str, str]:
        """Give the prose that still is as it was when the edition was built, by its cells' ids."""
        written = {key: prose.as_cell(remarked.text) for key, remarked in self.remarks.items()}
        return {key: text for key, text in self._cells.items() if prose.is_prose(text)} | written

    def _printed_remarks(self) -> dict[str, Remarked]:
        """Find the cells that print the period's remarks, where those are what the edition was built from."""
        found = self._remarks_beside() or self._remarks_of_params()
        return {key: found for key, text in self._cells.items() if found and text.strip() == PRINTS_REMARKS}

    def _remarks_beside(self) -> Remarked | None:
        given = self.parameters
        name = remarks_file(given.campaign, given.period.name, given.unit)
        path = self.project.path(*name.split("/"))
        return Remarked(name, path, path.read_text("utf-8")) if self._is_as_read(name) else None

    def _remarks_of_params(self) -> Remarked | None:
        given = self.parameters
        for each in params_names(self.project):
            name, file = f"params/{each}.yml", read_params_file(self.project, each)
            same_place = (file.campaign, file.period, file.unit) == (given.campaign, given.period, given.unit)
            as_told = file.remarks == given.remarks if given.remarks else self._is_as_read(name)
            if same_place and as_told and file.remarks:
                return Remarked(name, self.project.path(*name.split("/")), file.remarks)
        return None

    def _is_as_read(self, name: str) -> bool:
        """Say whether a file is as it was when the edition was built from it."""
        path = self.project.path(*name.split("/"))
        return path.is_file() and sha256(path.read_bytes()) == self.proof.edition.record.inputs.get(name)

    def printed(self, sources: Mapping[str, str]) -> list[Printed]:
        """Tell with every literal letter tagged, and read where each printed one stands."""
        return prose.printed(self.tell({key: prose.tagged(text) for key, text in sources.items()}), sources)

    def tell(self, changed: Mapping[str, str]) -> Document:
        """Run the notebook with some cells' sources exchanged."""
        cells = [
            NotebookNode(cell, source=changed.get(str(cell.get("id")), cell.source)) for cell in self.notebook.cells
        ]
        with tempfile.TemporaryDirectory() as folder:
            executed = Path(folder) / f"{self.report}.ipynb"
            nbformat.write(NotebookNode(self.notebook, cells=cells), executed)
            job = Job(self.report, self.parameters, Path(folder), ())
            notebook = execute(self.project, job, executed, forks=True)
        return read_document(notebook, self.report)

    def lines(self, changed: Mapping[str, str]) -> list[str]:
        """List the lines that the notebook then prints; none where it cannot be told."""
        try:
            return expected(told(self.tell(changed)), ())
        except DophuError:
            return []


def _proven(teller: _Teller, sources: Mapping[str, str], taken: Taken) -> tuple[list[Edit], list[Left]]:
    """Keep the edits with which exactly the edited lines change: all together, or else one by one.

    They change in the letter as it was, or as a later program prints it, which may word other lines otherwise.
    """
    before = told(teller.proof.edition.document)

    def holds(edits: Sequence[Edit], now: Sequence[str]) -> bool:
        changed = _with_comments(sources, edits, taken.comments)
        return not changed or teller.lines(changed) == _wanted(before, edits, now)

    now = expected(before, ())
    if holds(taken.edits, now):
        return taken.edits, []
    now = teller.lines({})
    kept: list[Edit] = []
    for edit in taken.edits:
        if holds([*kept, edit], now):
            kept.append(edit)
    lost = [edit for edit in taken.edits if edit not in kept]
    return kept, [Left(False, edit.old, edit.new, say("taking.unproven"), edit.cell) for edit in lost]


def _wanted(before: Told, edits: Sequence[Edit], now: Sequence[str]) -> list[str] | None:
    """Write the lines that should be printed: those of the letter, or of `now`, with the edited ones changed.

    None where `now` has not all of them.
    """
    was, wanted = expected(before, ()), expected(before, edits)
    if was == now:
        return wanted
    changed = {old: new for old, new in zip(was, wanted, strict=True) if old != new}
    return [changed.get(line, line) for line in now] if changed.keys() <= {*now} else None


def _with_comments(
    sources: Mapping[str, str], edits: Sequence[Edit], comments: Sequence[CellComment]
) -> dict[str, str]:
    """Give the sources of the cells that change; a comment that stands there already is not put in again."""
    changed = {}
    for cell, source in sources.items():
        new = with_edits(source, [edit for edit in edits if edit.cell == cell])
        for comment in (one for one in comments if one.cell == cell):
            commented = prose.with_comment(new, comment.author, comment.text, comment.about)
            new = new if commented.splitlines()[-1] in new else commented
        if new != source:
            changed[cell] = new
    return changed


def apply(taking: Taking) -> None:
    """Write the changed cells into the notebook, and changed remarks into their file; all else stays as it is."""
    content = json.loads(taking.notebook.read_text("utf-8"))
    own = {key: new for key, new in taking.changed.items() if key not in taking.remarks}
    for cell in content["cells"]:
        new = own.get(str(cell.get("id")))
        if new is not None:
            cell["source"] = new if isinstance(cell["source"], str) else new.splitlines(keepends=True)
    if own:
        _write(taking.notebook, json.dumps(content, ensure_ascii=False, indent=1) + "\n")
    for cell, remarked in taking.remarks.items():
        if cell in taking.changed:
            _write(remarked.path, remarked.rewritten(prose.without_magic(taking.changed[cell])))


def _write(path: Path, text: str) -> None:
    try:
        durable.put(path, text.encode(), path.with_name(f".{path.name}-{os.getpid()}"), path.stat().st_mode & 0o777)
    except OSError as error:
        raise UsageError(path, f"it cannot be written: {error.strerror}", "free the file, then run it again") from None


def lines(taking: Taking, *, applied: bool) -> Iterator[str]:
    """Tell what is taken back and what is not: one sentence first, the diff, the rest with why."""
    refused = sum(one.refused for one in taking.left)
    yield say(
        "taking.applied" if applied else "taking.proposed",
        file=taking.proof.file,
        edits=len(taking.edits),
        comments=len(taking.comments),
        places=say("taking.and").join(_files(taking)),
        refused=refused,
        open=len(taking.left) - refused,
    )
    for cell, new in taking.changed.items():
        name = _name(taking, cell)
        yield from unified_diff(taking.sources[cell].splitlines(), new.splitlines(), name, name, lineterm="")
    for edit in taking.edits:
        if edit.condition:
            text = short(edit.new or edit.old)
            yield say("taking.conditional", cell=edit.cell, text=text, condition=edit.condition)
    for one in taking.left:
        word = say("taking.refused" if one.refused else "taking.open")
        cell = f", {say('taking.cell', cell=one.cell)}" if one.cell else ""
        yield f"{word}{cell}: {say('returned.became', was=short(one.told), now=short(one.came))}: {one.why}"
    for finding in taking.proof.comparison.findings:
        if finding.kind == "claim":
            yield say("taking.look_again", cell=finding.cell, finding=said(finding, taking.proof.told.labels))
    for comment in taking.comments:
        if not comment.cell:
            author, about = comment.author or say("returned.nobody"), short(comment.about)
            yield say("taking.comment", author=author, about=about, text=short(comment.text))
    if taking.changed and not applied:
        yield say("taking.to_apply", command=f"dophu take-back {taking.proof.file} --apply")


def _files(taking: Taking) -> list[str]:
    """Name the files that take something back; the notebook where none does."""
    names = [_name(taking, cell).partition(", ")[0] for cell in taking.changed]
    return list(dict.fromkeys(names)) or [taking.notebook.name]


def _name(taking: Taking, cell: str) -> str:
    """Name the place where a cell's prose is written."""
    if cell in taking.remarks:
        return taking.remarks[cell].name
    return f"{taking.notebook.name}, {say('taking.cell', cell=cell)}"


def refuse(taking: Taking) -> None:
    """Raise a DifferenceError for a letter in which facts or names have changed, which no notebook can take."""
    refused = sum(one.refused for one in taking.left)
    if refused:
        fix = "change them at their source and build again; dophu proofread marks them in the letter"
        raise DifferenceError(taking.proof.file, f"{refused} change(s) of facts or names are not taken back", fix)


def as_data(taking: Taking, *, applied: bool) -> dict[str, Any]:
    """Write what is taken back and what is not as plain data."""
    return {
        "file": str(taking.proof.file),
        "edition": taking.proof.edition.name,
        "notebook": str(taking.notebook),
        "applied": applied,
        "cells": {cell: {"was": taking.sources[cell], "new": new} for cell, new in taking.changed.items()},
        "edits": [vars(edit) for edit in taking.edits],
        "left": [vars(one) for one in taking.left],
        "comments": [vars(comment) for comment in taking.comments],
    }
