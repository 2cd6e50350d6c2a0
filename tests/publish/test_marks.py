"""The origin of every paragraph and fact, marked in a DOCX so that it is there when the letter comes back."""

from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx.oxml.ns import qn
from lxml import etree

from dophu.publish.docx import render_docx
from dophu.publish.marks import digest_of
from dophu.tell.blocks import Document, Figure, Paragraph, Run
from tests.returned.editing import through_office
from tests.telling import open_report, tell

ORIGIN = "{urn:dophu:origin:1}"


@pytest.fixture(scope="module")
def told(letter: Document) -> Document:
    """The letter with a paragraph of three facts, each block with the cell it comes from."""
    keys = ["rate", 'key "with" <signs> & dots.1', "rate"]
    runs = [Run(text=f"số {place} ", fact=key) for place, key in enumerate(keys)]
    blocks = [*letter.blocks[:3], Paragraph(runs=runs), *letter.blocks[3:]]
    return letter.model_copy(update={"blocks": [b.model_copy(update={"cell": f"c{n}"}) for n, b in enumerate(blocks)]})


@pytest.fixture(scope="module")
def file(told: Document) -> bytes:
    return render_docx(told)


def part(file: bytes, name: str) -> etree._Element:
    return etree.fromstring(ZipFile(BytesIO(file)).read(name))


def bookmarks(file: bytes) -> dict[str, str]:
    """Give what stands between the ends of every bookmark of a letter, by the bookmark's name."""
    found, open_ = {}, {}
    for element in part(file, "word/document.xml").iter():
        if element.tag == qn("w:bookmarkStart"):
            name = element.get(qn("w:name"))
            open_[element.get(qn("w:id"))], found[name] = name, ""
        elif element.tag == qn("w:bookmarkEnd"):
            open_.pop(element.get(qn("w:id")))
        elif element.tag == qn("w:t"):
            for name in open_.values():
                found[name] += element.text or ""
    assert not open_
    return found


def test_every_fact_is_marked_with_its_key_and_every_paragraph_with_its_cell(file: bytes) -> None:
    origin = part(file, "customXml/item1.xml")
    marks = {name: text.replace("\xa0", " ") for name, text in bookmarks(file).items()}
    facts = {one.get("mark"): one.get("key") for one in origin.iter(f"{ORIGIN}fact")}
    assert list(facts.values())[:3] == ["rate", 'key "with" <signs> & dots.1', "rate"]
    assert [marks[name] for name in facts][:3] == ["số 0 ", "số 1 ", "số 2 "]
    assert next(iter(facts)) == "_f1_rate"
    cells = {one.get("mark"): one.get("cell") for one in origin.iter(f"{ORIGIN}p")}
    assert cells[next(name for name, text in marks.items() if text == "số 0 số 1 số 2 ")] == "c3"
    assert {*cells, *facts} == {name for name in marks if name[:2] in {"_p", "_f"}}


def test_marks_have_names_and_numbers_of_their_own_that_word_takes(file: bytes) -> None:
    starts = list(part(file, "word/document.xml").iter(qn("w:bookmarkStart")))
    for attribute in ("w:id", "w:name"):
        values = [one.get(qn(attribute)) for one in starts]
        assert len(set(values)) == len(values) > 10
    assert [name for name in bookmarks(file) if not re.fullmatch(r"_[A-Za-z0-9_]{1,39}", name)] == []


def test_a_picture_stands_in_a_paragraph_without_a_mark(file: bytes, told: Document) -> None:
    drawings = list(part(file, "word/document.xml").iter(qn("w:drawing")))
    assert len(drawings) == sum(isinstance(block, Figure) for block in told.blocks) > 0
    paragraphs = [next(one for one in drawing.iterancestors() if one.tag == qn("w:p")) for drawing in drawings]
    assert [mark for one in paragraphs for mark in one.iter(qn("w:bookmarkStart"))] == []


def test_nothing_is_marked_at_the_very_beginning_of_a_letter(file: bytes) -> None:
    first = next(part(file, "word/document.xml").iter(qn("w:p")))
    assert "".join(first.itertext()) == "UBND TỈNH LẠNG SƠN"
    assert list(first.iter(qn("w:bookmarkStart"))) == []


def test_the_file_says_which_edition_it_is(file: bytes, told: Document) -> None:
    said = "".join(part(file, "docProps/custom.xml").itertext())
    assert said == f"bluezone/2020-08-07/20/quick_report {digest_of(told)}"
    assert part(file, "customXml/item1.xml").get("digest") == digest_of(told)
    other = told.model_copy(update={"subject": "Khác"})
    assert digest_of(other) != digest_of(told)


def test_the_digest_is_the_same_however_the_notebook_was_kept() -> None:
    document = tell(open_report(campaign="bluezone", period="2020-08-07", unit="20"))
    on_disk = json.dumps(document.model_dump(mode="json"), sort_keys=True)
    assert digest_of(Document.model_validate_json(on_disk)) == digest_of(document)


def test_the_same_letter_has_the_same_marks(file: bytes, told: Document) -> None:
    assert render_docx(told) == file


@pytest.mark.document
@pytest.mark.parametrize("kinds", [("docx", "docx"), ("odt", "docx")])
def test_marks_survive_libreoffice(file: bytes, tmp_path: Path, kinds: tuple[str, ...]) -> None:
    again = through_office(file, tmp_path, *kinds)
    marks, after = bookmarks(file), bookmarks(again)
    assert {name: after.get(name) for name in marks} == marks
    assert "quick_report" in "".join(part(again, "docProps/custom.xml").itertext())
