"""Letters edited as people edit them: by script in the XML, as Word writes it, and by LibreOffice."""

from __future__ import annotations

import copy
import re
import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from dophu.tell.blocks import Document
from tests.telling import open_report, tell

Edit = Callable[[Any], None]


def flagship() -> Document:
    """The newest official letter, told in this process."""
    return tell(open_report(campaign="bluezone", period="2020-08-07", unit="20"))


def edited(content: bytes, *edits: Edit) -> bytes:
    """Give a letter after edits of its body."""
    paper = docx.Document(BytesIO(content))
    for edit in edits:
        edit(paper.element.body)
    written = BytesIO()
    paper.save(written)
    return written.getvalue()


def change(old: str, new: str) -> Edit:
    """Type over a text that stands in one run, the first that has it, whatever blanks are between its words."""
    written = re.compile(r"[ \u00a0]".join(map(re.escape, old.split(" "))))

    def type_over(body: Any) -> None:
        found = next(t for t in body.iter(qn("w:t")) if written.search(t.text or ""))
        found.text = written.sub(lambda _: new, found.text, count=1)

    return type_over


def whole(old: str, new: str) -> Edit:
    """Type over a run that is a text and nothing else, the first that is."""

    def type_over(body: Any) -> None:
        next(t for t in body.iter(qn("w:t")) if t.text == old).text = new

    return type_over


def paragraph(body: Any, text: str) -> Any:
    """Find the first paragraph that holds a text."""
    return next(p for p in body.iter(qn("w:p")) if text in "".join(t.text or "" for t in p.iter(qn("w:t"))))


def without_marks(body: Any) -> None:
    """Lose every bookmark, as other programs do."""
    for mark in [*body.iter(qn("w:bookmarkStart")), *body.iter(qn("w:bookmarkEnd"))]:
        mark.getparent().remove(mark)


def every_run_cut(body: Any) -> None:
    """Cut every run after its second letter, as Word does for spelling and editing sessions."""
    for run in list(body.iter(qn("w:r"))):
        texts = run.findall(qn("w:t"))
        if len(texts) == 1 and len(texts[0].text or "") > 3:
            second = copy.deepcopy(run)
            run.addnext(second)
            texts[0].text, second.find(qn("w:t")).text = texts[0].text[:2], texts[0].text[2:]


def tracked(old: str, new: str, author: str = "Trưởng phòng") -> Edit:
    """Type over a whole run with changes tracked."""

    def replace(body: Any) -> None:
        run = next(t for t in body.iter(qn("w:t")) if t.text == old).getparent()
        ins, gone = OxmlElement("w:ins"), OxmlElement("w:del")
        for number, mark in enumerate((ins, gone)):
            mark.set(qn("w:id"), str(9000 + number))
            mark.set(qn("w:author"), author)
        run.addprevious(gone)
        gone.addnext(ins)
        added = copy.deepcopy(run)
        added.find(qn("w:t")).text = new
        ins.append(added)
        gone.append(run)
        run.find(qn("w:t")).tag = qn("w:delText")

    return replace


def end_deleted(text: str) -> Edit:
    """Delete the end of a paragraph with changes tracked, so that the next goes on in its line."""

    def delete(body: Any) -> None:
        properties = paragraph(body, text).get_or_add_pPr()
        marks = OxmlElement("w:rPr")
        marks.append(OxmlElement("w:del"))
        properties.append(marks)

    return delete


def split(text: str, at: str) -> Edit:
    """Break a paragraph in two before a run's text."""

    def cut(body: Any) -> None:
        whole = paragraph(body, text)
        second = OxmlElement("w:p")
        whole.addnext(second)
        children = list(whole)
        start = next(n for n, one in enumerate(children) if at in "".join(t.text or "" for t in one.iter(qn("w:t"))))
        for child in children[start:]:
            second.append(child)

    return cut


def joined(first: str, second: str) -> Edit:
    """Join a paragraph to the one before."""

    def join(body: Any) -> None:
        one, other = paragraph(body, first), paragraph(body, second)
        for child in [child for child in other if child.tag != qn("w:pPr")]:
            one.append(child)
        other.getparent().remove(other)

    return join


def added(after: str, text: str) -> Edit:
    """Add a paragraph behind another."""

    def add(body: Any) -> None:
        new, run, words = OxmlElement("w:p"), OxmlElement("w:r"), OxmlElement("w:t")
        words.text = text
        run.append(words)
        new.append(run)
        paragraph(body, after).addnext(new)

    return add


def removed(text: str) -> Edit:
    """Remove the paragraph that holds a text."""

    def remove(body: Any) -> None:
        found = paragraph(body, text)
        found.getparent().remove(found)

    return remove


def moved(text: str, behind: str) -> Edit:
    """Move a paragraph behind another."""

    def move(body: Any) -> None:
        paragraph(body, behind).addnext(paragraph(body, text))

    return move


def through_office(content: bytes, folder: Path, *kinds: str) -> bytes:
    """Let LibreOffice open a letter and save it in one format after the other."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    path = folder / "letter.docx"
    path.write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for place, kind in enumerate(kinds):
        out = folder / str(place)
        convert = ["--headless", "--convert-to", kind, "--outdir", str(out), str(path)]
        subprocess.run([program, profile, *convert], check=True, capture_output=True, timeout=180)
        path = out / f"letter.{kind}"
    return path.read_bytes()
