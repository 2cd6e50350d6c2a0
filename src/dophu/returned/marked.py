"""The marked copy: the letter as it came, with a comment at every place that is to be looked at."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from dophu.publish.archive import steady
from dophu.returned.compare import Finding
from dophu.returned.letter import Letter, Line, clean
from dophu.words import say

AUTHOR, INITIALS = "dophu", "dp"
HIDDEN = (qn("w:del"), qn("w:moveFrom"))


@dataclass(frozen=True)
class Note:
    """A comment: the number of the line it belongs to, the stretch of it, and what it says."""

    line: int
    start: int
    end: int
    text: str


def note(finding: Finding, labels: dict[str, str]) -> Note:
    """Write a finding for who edited the letter."""
    return Note(finding.line, finding.start, finding.end, said(finding, labels))


def said(finding: Finding, labels: dict[str, str]) -> str:
    """Say what is wrong, what is right, and what to do."""
    key = f"returned.{finding.kind}"
    if finding.kind == "nobody":
        key = "returned.number_of_nobody"
    elif finding.kind == "claim":
        key = "returned.claim_added" if finding.came else "returned.claim_gone"
    return say(key, told=finding.told, came=finding.came, label=labels.get(finding.key, finding.key))


def marked_copy(content: bytes, letter: Letter, notes: Sequence[Note]) -> bytes:
    """Put comments into a letter; nothing else of it is changed, and the same letter gives the same bytes."""
    marked = docx.Document(BytesIO(content))
    paragraphs = list(marked.element.iter(qn("w:p")))
    for one in sorted(notes, key=lambda one: (one.line, -one.start)):  # from behind, so that places stay true
        runs = _runs_at(letter.lines, paragraphs, one)
        if runs:
            comment = marked.add_comment(runs, text=one.text, author=AUTHOR, initials=INITIALS)
            comment._comment_elm.attrib.pop(qn("w:date"), None)  # it would be the clock's
    written = BytesIO()
    marked.save(written)
    return steady(written)


def _runs_at(lines: Sequence[Line], paragraphs: Sequence[Any], one: Note) -> list[Run]:
    """Find the runs that a comment is about, cut so that they hold no more; near it where the line has no text."""
    for number in range(one.line, -1, -1):
        line = lines[number]
        runs = [run for place in line.places for run in _runs(paragraphs[place])]
        if runs:
            start, end = (one.start, one.end) if number == one.line else (0, 0)
            return _cut(runs, start, end) or runs
    return []


def _runs(paragraph: Any) -> list[Run]:
    """List the runs of a paragraph that a reader sees, also in links, boxes and tracked insertions."""
    return [
        Run(element, Paragraph(paragraph, None))  # type: ignore[arg-type] # comments ask a run for its element alone
        for element in paragraph.iter(qn("w:r"))
        if not any(above.tag in HIDDEN for above in element.iterancestors())
        and next(above for above in element.iterancestors() if above.tag == qn("w:p")) is paragraph
    ]


def _cut(runs: Sequence[Run], start: int, end: int) -> list[Run]:
    """Give the runs that print a stretch of their line; a run that prints more is cut in two or three."""
    found, at = [], 0
    for run in runs:
        text = clean(run.text)
        first, last = max(start, at) - at, min(end, at + len(text)) - at
        if first < last:
            found.append(_part(run, first, last))
        at += len(text)
    return found


def _part(run: Run, first: int, last: int) -> Run:
    """Cut a run of plain text at two places and give the middle; one that holds anything else stays whole."""
    texts = run._r.findall(qn("w:t"))
    whole = texts[0].text or "" if len(texts) == 1 else ""
    if len(clean(whole)) != len(whole) or whole != run.text:
        return run
    for text, before in ((whole[:first], True), (whole[last:], False)):
        if text:
            other = copy.deepcopy(run._r)
            _set(other, text)
            (run._r.addprevious if before else run._r.addnext)(other)
    _set(run._r, whole[first:last])
    return run


def _set(run: Any, text: str) -> None:
    node = run.find(qn("w:t"))
    node.text = text
    node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
