"""What a letter was measured to be: a sentence, a table for the terminal, plain data."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dophu.decree.docx import read_docx
from dophu.decree.judge import Verdict, fails, judge, wanted
from dophu.decree.paper import Paper
from dophu.decree.parts import Parts, parts_of
from dophu.decree.pdf import read_pdf
from dophu.errors import DifferenceError, UsageError
from dophu.words import say

AT_MOST = 100 << 20  # bytes of a file
WIDEST = 44  # letters of a column
COLUMNS = ("rule", "clause", "wanted", "found", "page")


@dataclass(frozen=True)
class Measured:
    """A file and its verdicts; `attached` is True for what goes with a letter."""

    file: Path
    parts: Parts
    verdicts: list[Verdict]
    attached: bool


def measure(file: Path, content: bytes, *, attached: bool = False) -> Measured:
    """Measure a DOCX or PDF against the Decree.

    attached   measure it as what goes with a letter: pages, type and prose only

    Raises UsageError for a file that is neither, cannot be read, or is no letter.
    """
    parts = parts_of(_read(file, content))
    attached = attached or (bool(parts.annexes) and not parts.is_letter)
    if not attached and not parts.is_letter:
        problem = "it is no letter: national title, number, date, addressee, recipients, signature are not there"
        raise UsageError(file, problem, "what goes with a letter is measured with --annex")
    return Measured(file, parts, judge(parts, attached=attached), attached)


def _read(file: Path, content: bytes) -> Paper:
    if len(content) > AT_MOST:
        raise UsageError(file, f"it is larger than {AT_MOST >> 20} MB", "save the letter without its large pictures")
    if content[:1024].lstrip().startswith(b"%PDF"):
        return read_pdf(content, str(file))
    if content.startswith(b"PK"):
        return read_docx(content, str(file))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        problem = "it is an old Word file (.doc), or one with a password"
        raise UsageError(file, problem, "save it as .docx without a password in the word processor")
    raise UsageError(file, "it is neither a DOCX nor a PDF", "save it as .docx or .pdf in the word processor")


def lines(measured: Measured) -> Iterator[str]:
    """Tell what was found: one sentence first, then a table of all clauses, those that fail first."""
    verdicts = measured.verdicts
    wrong = fails(verdicts)
    held = [one for one in verdicts if one.state == "holds"]
    yield say("decree.wrong" if wrong else "decree.right", file=measured.file, wrong=len(wrong), held=len(held))
    if measured.attached:
        yield say("decree.attached")
    head = [say(f"decree.head.{name}") for name in COLUMNS]
    rows = [(_cells(one), one) for one in (*wrong, *held)]
    widths = [max(map(_width, column)) for column in zip(head, *(cells for cells, _ in rows), strict=True)]
    yield _row(["", *head], widths)
    for cells, one in rows:
        yield _row([say(f"decree.state.{one.state}"), *cells], widths)
        if one.state == "fails" and one.place:
            yield f"     {say('decree.at', place=one.place)}"
    silent = [one.rule.title for one in verdicts if one.state == "silent"]
    if silent:
        yield say("decree.silent", rules="; ".join(silent))


def _cells(verdict: Verdict) -> list[str]:
    page = "" if verdict.page is None else str(verdict.page)
    rule = verdict.rule
    return [_cut(text) for text in (rule.title, rule.clause, wanted(rule), verdict.found, page)]


def _cut(text: str) -> str:
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 1]}…"


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell + " " * (width - _width(cell)) for cell, width in zip(cells, [4, *widths], strict=True))
    return "  ".join(padded).rstrip()


def _width(text: str) -> int:
    return sum(not unicodedata.combining(letter) for letter in text)


def as_data(measured: Measured) -> dict[str, Any]:
    """Write what was found as plain data."""
    return {
        "file": str(measured.file),
        "kind": measured.parts.paper.kind,
        "attached": measured.attached,
        "holds": not fails(measured.verdicts),
        "clauses": [
            {
                "key": one.rule.key,
                "title": one.rule.title,
                "clause": one.rule.clause,
                "state": one.state,
                "wanted": wanted(one.rule),
                "found": one.found,
                "page": one.page,
                "place": one.place,
            }
            for one in measured.verdicts
        ],
    }


def refuse(measured: Measured) -> None:
    """Raise a DifferenceError for a file that does not hold a clause."""
    wrong = fails(measured.verdicts)
    if wrong:
        keys = ", ".join(one.rule.key for one in wrong)
        fix = "set it as the table above says; what dophu prints itself is set in publish/layout.py"
        raise DifferenceError(measured.file, f"{len(wrong)} clause(s) of Decree 30 do not hold: {keys}", fix)
