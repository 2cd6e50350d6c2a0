"""An edited letter against what was told: what is wrong is found, and nothing else."""

from __future__ import annotations

import re
import unicodedata
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from dophu.publish.docx import render_docx
from dophu.returned.compare import Comparison, compare
from dophu.returned.letter import read_docx
from dophu.returned.marked import Note, marked_copy
from dophu.returned.told import Told, told
from tests.returned.editing import (
    Edit,
    added,
    change,
    edited,
    end_deleted,
    every_run_cut,
    flagship,
    joined,
    moved,
    removed,
    split,
    through_office,
    tracked,
    whole,
    without_marks,
)
from tests.telling import open_report, tell


@pytest.fixture(scope="module")
def letter() -> bytes:
    return render_docx(flagship())


@pytest.fixture(scope="module")
def source() -> Told:
    return told(flagship())


def held(source: Told, content: bytes) -> Comparison:
    return compare(source, read_docx(content, "letter.docx"))


def found(comparison: Comparison) -> list[tuple[str, str, str]]:
    return [(one.kind, one.told, one.came) for one in comparison.findings]


BLANK_DAY = "ngày " + "\xa0" * 5 + " tháng"
WRONG = {
    "a count typed over": ([change("63.438", "63.483")], ("contradicts", "63.438", "63.483")),
    "a share": ([change("8,12%", "8,21%")], ("contradicts", "8,12%", "8,21%")),
    "a decimal point for a comma": ([change("8,12%", "8.12%")], ("contradicts", "8,12%", "8.12%")),
    "a rank": ([change("thứ 8", "thứ 7")], ("contradicts", "thứ 8", "thứ 7")),
    "a date": ([change("ngày 02/8/2020", "ngày 03/8/2020")], ("contradicts", "ngày 02/8/2020", "ngày 03/8/2020")),
    "an hour": ([change("08h00 ngày", "07h00 ngày")], ("contradicts", "08h00 ngày 07/8/2020", "07h00 ngày 07/8/2020")),
    "the symbol of a document": ([change("95/CV", "96/CV")], ("contradicts", "95/CV-BCĐ", "96/CV-BCĐ")),
    "a qualifier gone": ([change("khoảng 2 triệu", "2 triệu")], ("contradicts", "khoảng 2 triệu", "2 triệu")),
    "a sign before a number": ([change("63.438", "-63.438")], ("contradicts", "63.438", "-63.438")),
    "digits apart": ([change("63.438", "63. 438")], ("contradicts", "63.438", "63. 438")),
    "a number with its word": (
        [whole(" có ", " có tới "), change("63.438", "hơn 63.438")],
        ("claim", "", "tới hơn"),
    ),
    "a number with the word chosen for it": (
        [whole("đạt", "đạt tới"), change("8,12%", "hơn 8,12%")],
        ("claim", "", "tới hơn"),
    ),
    "the word chosen for a number": ([whole("đạt", "chỉ bằng")], ("name", "đạt", "chỉ bằng")),
    "a fact gone": ([change("8,12%", "")], ("vanished", "8,12%", "")),
    "a number nobody computed": ([change("Trên toàn quốc, ", "Trên 70.000 máy toàn quốc, ")], ("nobody", "", "70.000")),
    "a paragraph with a number": ([added("Đánh giá:", "Có 12 huyện báo cáo.")], ("nobody", "", "12")),
    "a hedge gone": ([change("Theo công bố, ", "")], ("claim", "Theo công bố", "")),
    "a denial gone": ([change("chưa đủ", "đủ")], ("claim", "chưa", "")),
    "a number in words": (
        [change("Trên toàn quốc, ", "Trên mười hai tỉnh, ")],
        ("nobody", "", "mười hai"),
    ),
    "a multiple": ([change("Trên toàn quốc, ", "Trên toàn quốc gấp đôi, ")], ("nobody", "", "gấp đôi")),
    "a praise": ([change("Trên toàn quốc, ", "Trên toàn quốc dẫn đầu, ")], ("claim", "", "dẫn đầu")),
    "a claim added": ([change("Trên toàn quốc, ", "Trên toàn quốc tăng, ")], ("claim", "", "tăng")),
    "the masthead": (
        [change("SỞ THÔNG TIN", "SỞ VĂN HÓA")],
        ("name", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "SỞ VĂN HÓA VÀ TRUYỀN THÔNG"),
    ),
    "a recipient": (
        [change("Báo Lạng Sơn", "Báo Cao Bằng")],
        ("name", "- Đài PTTH, Báo Lạng Sơn, Cổng TTĐT tỉnh;", "- Đài PTTH, Báo Cao Bằng, Cổng TTĐT tỉnh;"),
    ),
    "the day of another month": (
        [change(" tháng 8 năm", " tháng 9 năm")],
        ("name", *["Lạng Sơn, ngày       tháng 8 năm 2020", "Lạng Sơn, ngày       tháng 9 năm 2020"]),
    ),
    "a day that no month has": (
        [change(BLANK_DAY, "ngày 32 tháng")],
        ("name", *["Lạng Sơn, ngày       tháng 8 năm 2020", "Lạng Sơn, ngày 32 tháng 8 năm 2020"]),
    ),
    "with changes tracked": ([tracked("63.438", "63.483")], ("contradicts", "63.438", "63.483")),
}


@pytest.mark.parametrize("marks", [[], [without_marks]], ids=["marked", "unmarked"])
@pytest.mark.parametrize(("edits", "finding"), WRONG.values(), ids=WRONG)
def test_each_wrong_edit_is_the_one_finding(
    source: Told, letter: bytes, edits: list[Edit], finding: tuple[str, str, str], marks: list[Edit]
) -> None:
    assert found(held(source, edited(letter, *edits, *marks))) == [finding]


def as_nfd(body: Any) -> None:
    for text in body.iter(qn("w:t")):
        text.text = unicodedata.normalize("NFD", text.text or "")


def with_hard_blanks(body: Any) -> None:
    for text in body.iter(qn("w:t")):
        text.text = (text.text or "").replace(" ", "\xa0")


def in_content_controls(body: Any) -> None:
    for run in list(body.iter(qn("w:r")))[40:60]:
        control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
        run.addprevious(control)
        control.append(content)
        content.append(run)


ALLOWED = {
    "nothing": [],
    "without marks": [without_marks],
    "runs cut": [every_run_cut],
    "decomposed letters": [as_nfd],
    "hard blanks": [with_hard_blanks],
    "content controls": [in_content_controls],
    "words": [change("trân trọng báo cáo", "kính báo cáo")],
    "the number given": [change("\xa0" * 7 + "/BC", "125/BC")],
    "the day filled in": [change(BLANK_DAY, "ngày 07 tháng")],
    "capitals": [change("SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "Sở Thông tin và Truyền thông")],
    "the other place of a tone": [change("CỘNG HÒA", "CỘNG HOÀ")],
    "retyped": [change("63.438", "63.438"), tracked("63.438", "63.438")],
    "a paragraph split": [split("Kết quả: đến", " có ")],
    "a paragraph split before a word from data": [split("Kết quả: đến", "đạt")],
    "two paragraphs joined": [joined("Kết quả: đến", "Theo công bố")],
    "a paragraph's end deleted": [end_deleted("Kết quả: đến")],
    "a paragraph moved": [moved("Trên toàn quốc", "Đánh giá:")],
    "words added": [added("Đánh giá:", "Sở sẽ tiếp tục phối hợp với các cơ quan báo chí.")],
    "words added beside a number": [change("63.438", "63.438 (tính đến sáng nay)")],
}


@pytest.mark.parametrize("marks", [[], [without_marks]], ids=["marked", "unmarked"])
@pytest.mark.parametrize("edits", ALLOWED.values(), ids=ALLOWED)
def test_what_may_change_is_no_finding(source: Told, letter: bytes, edits: list[Edit], marks: list[Edit]) -> None:
    comparison = held(source, edited(letter, *edits, *marks))
    assert found(comparison) == []
    assert comparison.agreed + len(comparison.cleared) >= comparison_of_untouched(source, letter)


def comparison_of_untouched(source: Told, letter: bytes) -> int:
    return held(source, letter).agreed


def test_every_fact_of_an_untouched_letter_agrees(source: Told, letter: bytes) -> None:
    comparison = held(source, letter)
    facts = sum(bool(span.key) for line in source.letter.lines for span in source.spans(line))
    assert (comparison.agreed, found(comparison), comparison.cleared, comparison.wordings) == (facts, [], [], [])


@pytest.mark.parametrize("text", ["Theo công bố", "Trên toàn quốc, đến"])
def test_the_facts_of_a_paragraph_that_is_gone_have_vanished(source: Told, letter: bytes, text: str) -> None:
    line = next(line for line in source.letter.lines if text in line.text)
    keys = [span.key for span in source.spans(line) if span.key]
    comparison = held(source, edited(letter, removed(text)))
    assert sorted(one.key for one in comparison.findings if one.kind == "vanished") == sorted(keys)


def swapped(first: str, second: str) -> Edit:
    """Cut two cells of a table and paste them into each other's place."""

    def swap(body: Any) -> None:
        cells = [cell for cell in body.iter(qn("w:tc")) if "w:tbl" not in {child.tag for child in cell}]
        texts = {"".join(t.text or "" for t in cell.iter(qn("w:t"))): cell for cell in reversed(cells)}
        one, other = texts[first], texts[second]
        ours, theirs = [[p for p in cell if p.tag == qn("w:p")] for cell in (one, other)]
        one.extend(theirs)
        other.extend(ours)

    return swap


@pytest.mark.parametrize("marks", [[], [without_marks]], ids=["marked", "unmarked"])
def test_cells_of_a_table_that_changed_places_are_found(marks: list[Edit]) -> None:
    document = tell(open_report(campaign="bluezone", period="2021-06-19", unit="27"), "national_table")
    source, letter = told(document), render_docx(document)
    cells = [line for line in source.letter.lines if line.row is not None and re.fullmatch(r"\d+,\d+%", line.text)]
    first, second = cells[0], next(cell for cell in cells if cell.row != cells[0].row)
    comparison = held(source, edited(letter, swapped(first.text, second.text), *marks))
    assert {one.kind for one in comparison.findings} in ({"contradicts"}, {"moved"})


def test_a_finding_says_where_it_stands_and_which_fact_it_is(source: Told, letter: bytes) -> None:
    content = edited(letter, change("63.438", "63.483"))
    (one,) = held(source, content).findings
    line = read_docx(content, "x").lines[one.line]
    assert (line.text[one.start : one.end], one.key, source.labels[one.key]) == (
        "63.483",
        "counted@20",
        "Số người/điện thoại cài đặt",
    )


def test_changes_and_comments_are_read_with_their_authors(letter: bytes) -> None:
    lines = read_docx(edited(letter, tracked("63.438", "63.483")), "x").lines
    changes = [(one.author, one.kind, one.text) for line in lines for one in line.changes]
    assert changes == [("Trưởng phòng", "deleted", "63.438"), ("Trưởng phòng", "inserted", "63.483")]


NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.mark.parametrize("kind", ["footnotes", "endnotes"])
def test_a_number_in_a_note_below_the_letter_is_nobodys(source: Told, letter: bytes, kind: str) -> None:
    note = "<w:n><w:p/></w:n><w:n><w:p><w:r><w:t>Có 12 xã.</w:t></w:r></w:p></w:n>"
    written = BytesIO(letter)
    with ZipFile(written, "a") as parts:
        parts.writestr(f"word/{kind}.xml", f'<w:{kind} xmlns:w="{NAMESPACE}">{note}</w:{kind}>')
    assert found(held(source, written.getvalue())) == [("nobody", "", "12")]
    assert marked_copy(written.getvalue(), read_docx(written.getvalue(), "x"), [Note(0, 0, 9, "x")])


@pytest.mark.document
@pytest.mark.parametrize("kinds", [("docx",), ("odt", "docx"), ("rtf", "docx")], ids="-".join)
def test_a_letter_saved_by_libreoffice_gives_the_same_findings(
    source: Told, letter: bytes, tmp_path: Path, kinds: tuple[str, ...]
) -> None:
    edits = change("63.438", "63.483"), change("Theo công bố, ", ""), change("trân trọng báo cáo", "kính báo cáo")
    for content, findings in ((letter, []), (edited(letter, *edits), ["contradicts", "claim"])):
        again = through_office(content, tmp_path, *kinds)
        assert [one.kind for one in held(source, again).findings] == findings
