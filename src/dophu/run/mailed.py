"""A file that came by mail, held against the register: which letter it is, whether it stands, whether it is as issued.

Offline, from `issued/` alone. A code or a keyword only says in which row to look; what proves is the digest of the
file, or else every word of it, and how it looks, against what was frozen. Nothing of the file is run.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dophu.data.project import OVERRIDE, Project
from dophu.errors import DifferenceError, UsageError
from dophu.issued.code import tokens_in
from dophu.issued.letters import Letter, letters
from dophu.issued.record import Record, read_record, thaw, thaw_package
from dophu.issued.register import FIRST, Register, RegisterEntry
from dophu.issued.signatures import TRUST, Signed, signatures
from dophu.returned.active import added_actions
from dophu.returned.besides import said_besides
from dophu.returned.compare import Comparison, compare
from dophu.returned.hidden import hidden_words
from dophu.returned.letter import read_docx
from dophu.returned.marked import said
from dophu.returned.pages import compare_pages, read_pdf
from dophu.returned.sent import (
    Sent,
    other_cells,
    other_looks,
    other_page,
    other_pictures,
    other_words,
    read_sent,
)
from dophu.returned.then import told_then
from dophu.returned.told import Told
from dophu.returned.visible import doubtful_pages, is_laid_out_alike
from dophu.run.manifest import sha256
from dophu.run.registered import OtherVersionError, files_of, issued_document, letter_of
from dophu.run.returning import read_file, short
from dophu.words import say

WHOLE = {"bytes", "revision"}
MOST = 20  # differences that are told one by one
REBUILT = ("facts.json", "ipynb")
TRUSTED = {None: "trust_not_said", True: "trusted", False: "of_a_stranger"}


@dataclass
class Verdict:
    """What a file is.

    letter       the letter it says to be, None where the register knows none; how: by what that was seen
    differences  where it is not as issued; empty for one that is
    is_reprint   its words are held as issued, but it was printed anew, from the DOCX, and its looks are its own
    notes        what else is to be known
    signed       its signatures; None where nothing can be said of them
    """

    file: Path
    letter: Letter | None = None
    how: str = ""
    successor: Letter | None = None
    differences: list[str] = field(default_factory=list)
    is_reprint: bool = False
    notes: list[str] = field(default_factory=list)
    signed: list[Signed] | None = None

    @property
    def sentence(self) -> str:
        """Say it in one sentence."""
        letter = self.letter
        if letter is None:
            return say("mailed.no_letter", file=self.file)
        said = {"file": self.file, "letter": letter.cited}
        if self.differences:
            return say("mailed.not_as_issued", many=len(self.differences), **said)
        if letter.state == "replaced" and self.successor:
            state = say("mailed.replaced", letter=self.successor.cited)
        else:
            state = say("mailed.withdrawn" if letter.state == "withdrawn" else "mailed.in_force")
        return say("mailed.reprint" if self.is_reprint else "mailed.as_issued", state=state, **said)


def look_at(project: Project, file: Path, *, python: str = "") -> Verdict:
    """Say what a file is.

    python   the interpreter with which the letter is rebuilt from what was frozen; "" for no rebuilding
    """
    content = read_file(file)
    sent, register = read_sent(content, str(file)), Register(project)
    rows = register.rows()
    found = letters(rows)
    letter, how = letter_of(sent, found)
    verdict = Verdict(file, letter, how)
    if letter is None:
        edition = read_docx(content, str(file)).edition if sent.format == "docx" else ""
        verdict.notes += [say("mailed.draft", edition=edition)] if edition else []
        return verdict
    verdict.signed, unread = _signed(sent, register)
    verdict.differences += unread
    verdict.successor = found.get(letter.replaced_by)
    verdict.differences += _lost_rows(sent, rows)
    if how == "bytes":
        verdict.notes.append(say("mailed.same_bytes"))
    else:
        _hold(verdict, sent, register, letter)
    _tell_signatures(verdict)
    if python:
        verdict.differences += _rebuilt(register, letter, python)
        verdict.notes.append(say("mailed.rebuilt"))
    return verdict


def _lost_rows(sent: Sent, rows: list[RegisterEntry]) -> Iterator[str]:
    """Find by a file's own token that the register has lost its last rows, which its chain does not show."""
    for _, row, prev in tokens_in(sent.keywords):
        before = FIRST if row == 1 else rows[row - 2].hash if row - 2 < len(rows) else ""
        if row > len(rows) or not before.startswith(prev):
            yield say("mailed.lost_row", row=row)


def _hold(verdict: Verdict, sent: Sent, register: Register, letter: Letter) -> None:
    """Hold every word of a file that is not the issued one against what was frozen, and how it looks."""
    issued = register.store.get(letter.outputs[sent.format]) if sent.format in letter.outputs else b""
    verdict.notes.append(say(f"mailed.seen_by_{verdict.how}"))
    match sent.format:
        case "docx":
            came = read_docx(sent.content, str(verdict.file))
            if source := _told_then(register, letter, sent.format):
                _tell_words(verdict, compare(source, came), source)
            else:
                _tell_texts(verdict, issued, sent)
            changed = sum(len(line.changes) for line in came.lines)
            verdict.differences += [say("mailed.tracked", many=changed)] if changed else []
            if issued and (pictures := other_pictures(issued, sent.content)):
                verdict.differences.append(say("mailed.other_pictures", many=pictures))
        case "pdf":
            if source := _told_then(register, letter, sent.format):
                _tell_words(verdict, compare_pages(source, read_pdf(sent.content, str(verdict.file))), source)
            else:
                _tell_texts(verdict, issued, sent)
            _hold_looks(verdict, issued, sent.content)
        case "html" | "xlsx" if issued:
            others = (other_page if sent.format == "html" else other_cells)(issued, sent.content)
            verdict.differences += [say("returned.became", was=was, now=now) for was, now in others]
        case _:
            verdict.differences.append(say("mailed.not_in_format", format=sent.format.upper()))
    if not verdict.is_reprint:
        besides = said_besides(sent.format, issued, sent.content)
        verdict.differences += [say("mailed.besides", what=one) for one in besides]
    hidden = hidden_words(sent.format, issued, sent.content)
    verdict.differences += [say("mailed.hidden", words=one) for one in hidden]
    actions = added_actions(sent.format, issued, sent.content)
    verdict.differences += [say("mailed.active", what=one) for one in actions]
    if not verdict.differences and not verdict.is_reprint and verdict.how not in WHOLE:
        verdict.notes.append(say("mailed.saved_again"))


def _told_then(register: Register, letter: Letter, kind: str) -> Told | None:
    """Read what a letter told out of its frozen notebook and files; None where that cannot be read any more."""
    try:
        document = issued_document(register, letter)
    except OtherVersionError:
        return None
    return told_then(document, kind, files_of(register, letter))


def _tell_texts(verdict: Verdict, issued: bytes, sent: Sent) -> None:
    """Hold a file's words against those of the issued file itself, word by word."""
    if not issued:
        verdict.differences.append(say("mailed.not_in_format", format=sent.format.upper()))
        return
    if sent.format == "pdf" and not is_laid_out_alike(issued, sent.content):
        verdict.differences.append(say("mailed.reprint_of_former_program"))
        return
    verdict.notes.append(say("mailed.of_former_program"))
    others = other_words(*(_words(one, sent.format) for one in (issued, sent.content)))
    verdict.differences += [say("returned.became", was=was, now=now) for was, now in others]


def _words(content: bytes, kind: str) -> str:
    """Read a file's words in the order of its lines."""
    if kind == "docx":
        return "\n".join(line.text for line in read_docx(content, "letter").lines)
    return "\n".join(read_pdf(content, "letter"))


def _hold_looks(verdict: Verdict, issued: bytes, came: bytes) -> None:
    """Hold a PDF's pages against the issued ones; of one that was printed anew, see that its words can be seen."""
    if issued and is_laid_out_alike(issued, came):
        verdict.differences += [say("mailed.looks_different", page=page) for page in other_looks(issued, came)]
        return
    doubtful = doubtful_pages(came)
    verdict.differences += [say("mailed.doubtful_page", page=page) for page in doubtful]
    verdict.is_reprint = True
    verdict.notes.append(say("mailed.printed_anew"))


def _tell_words(verdict: Verdict, comparison: Comparison, source: Told) -> None:
    verdict.notes.append(say("mailed.agreed", many=comparison.agreed))
    verdict.differences += [said(finding, source.labels) for finding in comparison.findings]
    verdict.differences += [say("returned.became", was=one.told.strip(), now=one.came) for one in comparison.cleared]
    claims = any(finding.kind in {"claim", "nobody"} for finding in comparison.findings)
    if comparison.wordings and not claims:
        verdict.differences += [
            say("mailed.wording", was=short(one.told), now=short(one.came)) for one in comparison.wordings
        ]


def _signed(sent: Sent, register: Register) -> tuple[list[Signed] | None, list[str]]:
    """Judge a file's signatures; one that cannot be read is a difference."""
    if sent.format != "pdf" or b"/ByteRange" not in sent.content:
        return [], []
    try:
        return signatures(sent.content, register.folder / TRUST), []
    except Exception as error:  # a forged signature has many faces, and pyHanko an error for each
        return [], [say("signature.unreadable", why=error)]


def _tell_signatures(verdict: Verdict) -> None:
    """Tell of each signature who, when, whether it holds, and what was added behind the last."""
    if verdict.signed is None:
        verdict.notes.append(say("signature.unchecked"))
        return
    for one in verdict.signed:
        when = say("signature.stamped" if one.stamped else "signature.when", when=one.when) if one.when else ""
        trust = say(f"signature.{TRUSTED[one.trusted]}")
        verdict.notes.append(say("signature.of", signer=one.signer, when=when, trust=trust))
        if not one.holds:
            verdict.differences.append(say("signature.broken", signer=one.signer))
        elif not one.later:
            verdict.differences.append(say("signature.changed_after", signer=one.signer))
        elif one.trusted is False:
            verdict.differences.append(say("signature.untrusted", signer=one.signer))
    if verdict.signed and not verdict.signed[-1].covers:
        verdict.differences.append(say("signature.added_behind"))
    if verdict.how == "revision" and not verdict.signed:
        verdict.notes.append(say("signature.added_unsigned"))


def _rebuilt(register: Register, letter: Letter, python: str) -> list[str]:
    """Build a letter again with the data, notebook and program of then; list what does not come out the same."""
    record = read_record(register.store, letter.record)
    report, found = letter.edition[-1], []
    with tempfile.TemporaryDirectory() as folder:
        root, source, out = (Path(folder) / name for name in ("project", "package", "out"))
        for one in (root, source):
            one.mkdir()
        thaw(register.store, record, root)
        params = root / "edition.yml"
        params.write_text(json.dumps(record.manifest["parameters"], ensure_ascii=False), "utf-8")
        path = str(thaw_package(register.store, record, source))
        line = [python, "-c", f"import sys; sys.path.insert(0, {path!r}); from dophu.cli import main; main()"]
        line += ["build", report, "--params", str(params), "--out", str(out), "--format", "html"]
        environment = {OVERRIDE: str(root), "PYTHONPATH": path, "PATH": ""}
        try:
            done = subprocess.run(line, env=environment, cwd=root, capture_output=True, text=True, check=False)
        except OSError as error:
            raise UsageError(python, f"it cannot be run: {error.strerror}", "name a Python with --python") from None
        if done.returncode:
            raise UsageError(letter.key, f"it cannot be built again: {done.stderr.strip()[-600:]}", _locked(record))
        place = out.joinpath(*letter.edition[:-1])
        for kind in REBUILT:
            name = f"{report}.{kind}"
            if sha256((place / name).read_bytes()) != record.outputs[name]:
                found.append(say("mailed.rebuilt_differs", file=name, how=_locked(record)))
    return found


def _locked(record: Record) -> str:
    made = record.manifest
    return say("mailed.issued_with", python=made["python"], lock=str(made["lock"])[:12])


def lines(verdict: Verdict) -> Iterator[str]:
    """Tell it: one sentence first, then what differs, then the rest."""
    yield verdict.sentence
    yield from (f"  {say('mailed.differs')}: {one}" for one in verdict.differences[:MOST])
    if len(verdict.differences) > MOST:
        yield "  " + say("mailed.and_others", many=len(verdict.differences) - MOST)
    if verdict.letter:
        letter = verdict.letter
        yield "  " + say("mailed.about", edition="/".join(letter.edition), code=letter.code, to=letter.sent_to)
        yield from (["  " + say("mailed.reason", reason=letter.reason)] if letter.reason else [])
    yield from (f"  {one}" for one in verdict.notes)


def as_data(verdict: Verdict) -> dict[str, Any]:
    """Write it as plain data."""
    letter = verdict.letter
    return {
        "file": str(verdict.file),
        "says": verdict.sentence,
        "letter": letter and letter.key,
        "state": letter and letter.state,
        "replaced_by": letter and letter.replaced_by,
        "edition": letter and "/".join(letter.edition),
        "code": letter and letter.code,
        "seen_by": verdict.how,
        "as_issued": letter is not None and not verdict.differences,
        "reprint": verdict.is_reprint,
        "differences": verdict.differences,
        "notes": verdict.notes,
        "signatures": verdict.signed and [vars(one) for one in verdict.signed],
    }


def refuse(verdict: Verdict) -> None:
    """Raise a DifferenceError for a file that is no issued letter, or not as issued."""
    if verdict.letter is None:
        fix = "ask the sender for the letter's number and code; a draft is issued with dophu issue"
        raise DifferenceError(verdict.file, "the register of issued letters knows no such file", fix)
    if verdict.differences:
        fix = f"rely on the files in issued/ for {verdict.letter.key}, and ask who sent this one"
        raise DifferenceError(verdict.file, f"it differs from {verdict.letter.key} as issued", fix)
