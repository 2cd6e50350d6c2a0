"""The words of an edited letter, back in the notebook: what is taken is proven, the rest is refused or asked."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

import nbformat
import pytest

from dophu.publish.document import document_of
from dophu.publish.docx import render_docx
from dophu.returned import prose
from dophu.returned.compare import compare
from dophu.returned.letter import read_docx
from dophu.returned.takeback import Taken, expected, take_back, with_edits
from dophu.returned.told import Told, told
from dophu.tell.blocks import Document
from dophu.tell.display import Display
from dophu.tell.plots import ShownFigure
from dophu.tell.report import Trace
from dophu.words import say
from tests.returned.editing import Edit, added, change, edited, moved, removed, split, whole
from tests.telling import ROOT, open_report

CELLS = nbformat.read(ROOT / "notebooks" / "quick_report.ipynb", 4).cells[2:]
SOURCES = {cell.id: cell.source for cell in CELLS if prose.is_prose(cell.source)}


def told_with(changed: dict[str, str]) -> Document:
    """Tell the letter in this process, with other sources of some of its cells."""
    report = open_report(campaign="bluezone", period="2020-08-07", unit="20")
    blocks: list[Any] = []
    ledger: dict[str, Any] = {}
    for cell in CELLS:
        source = changed.get(cell.id, cell.source)
        if prose.is_prose(source):
            shown: Any = report.narrative(source.removeprefix("%%narrative\n"), cell.id)
        else:
            shown = eval(source, {"report": report})
        if isinstance(shown, Display | ShownFigure):
            blocks += [block.model_copy(update={"cell": cell.id}) for block in shown.blocks]
        elif isinstance(shown, Trace):
            ledger = shown.content()
    return document_of(blocks, ledger, "quick_report")


@cache
def source() -> Told:
    return told(told_with({}))


@cache
def printed() -> tuple[prose.Printed, ...]:
    return tuple(prose.printed(told_with({key: prose.tagged(text) for key, text in SOURCES.items()}), SOURCES))


@cache
def letter() -> bytes:
    return render_docx(told_with({}))


def taken(*edits: Edit) -> Taken:
    came = read_docx(edited(letter(), *edits), "x")
    return take_back(source(), came, compare(source(), came), printed(), SOURCES)


def proven(result: Taken) -> bool:
    """Say whether the cells with the edits print exactly the edited lines."""
    cells = {edit.cell for edit in result.edits}
    changed = {c: with_edits(SOURCES[c], [edit for edit in result.edits if edit.cell == c]) for c in cells}
    lines = [" ".join(line.text.split()) for line in told(told_with(changed)).letter.lines if line.text.strip()]
    return lines == expected(source(), result.edits)


def test_every_printed_letter_of_prose_is_found_in_its_source() -> None:
    lines = {line.text for line in source().letter.lines}
    assert [one.text for one in printed() if one.text not in lines] == []
    own = [(one, n, at) for one in printed() for n, at in enumerate(one.places) if at is not None]
    assert len(own) > 1000
    wrong = [one.text[n] for one, n, at in own if one.text[n] != SOURCES[one.cell][at].replace("\n", " ")]
    assert wrong == []


@pytest.mark.parametrize("report", ["quick_report", "progress", "data_quality", "parts", "national_table"])
def test_only_letters_that_print_are_exchanged(report: str) -> None:
    for cell in nbformat.read(ROOT / "notebooks" / f"{report}.ipynb", 4).cells:
        if prose.is_prose(cell.source):
            tagged = prose.tagged(cell.source)
            back = "".join(cell.source[ord(c) - prose.FIRST] if ord(c) >= prose.FIRST else c for c in tagged)
            assert back == cell.source
            acting = ("{%", "{{", "| day", "\n? ", "\n| ", "[[", " for page in", "%%narrative")
            assert [part for part in acting if part in cell.source and part not in tagged] == []


APPLIED = {
    "a word": change("trân trọng báo cáo", "kính báo cáo"),
    "a word before a number": whole(" có ", " được "),
    "words behind a number": change(" cơ quan, đơn vị đã có", " cơ quan, đơn vị có"),
    "a hedge": change("Theo công bố, ", ""),
    "words added": change("; chưa đủ", "; đến nay chưa đủ"),
    "a heading": change("Kinh nghiệm và đề xuất", "Kinh nghiệm, kiến nghị"),
    "a heading among several": change("Công tác chỉ đạo, hướng dẫn", "Công tác chỉ đạo"),
    "bold words": change("Đánh giá:", "Nhận xét:"),
    "a comma": change("cán bộ, công chức,", "cán bộ công chức,"),
    "a sentence": change("chuyển tải nhanh thông tin", "đưa tin nhanh và rộng"),
}


@pytest.mark.parametrize("edit", APPLIED.values(), ids=APPLIED)
def test_words_of_one_piece_are_taken_and_proven(edit: Edit) -> None:
    result = taken(edit)
    assert (result.left, proven(result)) == ([], True)


def test_several_changes_in_several_cells_are_taken_at_once() -> None:
    result = taken(
        change("trân trọng báo cáo", "kính báo cáo"), change("Đánh giá:", "Nhận xét:"), change("xếp ", "đứng ")
    )
    assert ({edit.cell for edit in result.edits}, proven(result)) == ({"closing", "judgement", "result"}, True)


def test_words_beside_a_changed_number_are_taken_and_the_number_is_refused() -> None:
    result = taken(change("63.438", "63.483"), whole(" có ", " được "))
    assert [(one.refused, one.told, one.came) for one in result.left] == [(True, "63.438", "63.483")]
    assert "Số người/điện thoại cài đặt" in result.left[0].why
    assert ([edit.new for edit in result.edits], proven(result)) == (["được"], True)


REFUSED = {
    "a fact": (change("8,12%", "8,21%"), True),
    "a fact gone": (change("8,12%", ""), True),
    "a rank": (change("thứ 8", "thứ 7"), True),
    "a new number": (change("Trên toàn quốc, ", "Trên 70 nghìn máy, "), True),
    "a name": (change("Ban Chỉ đạo phòng", "Ban Điều hành phòng"), True),
    "the masthead": (change("SỞ THÔNG TIN", "SỞ VĂN HÓA"), True),
    "the number given": (change("\xa0" * 7 + "/BC", "125/BC"), False),
    "template code": (change("trân trọng báo cáo", "{{ config }} báo cáo"), False),
    "a tag": (change("trân trọng báo cáo", "{% if x %} báo cáo"), False),
    "markdown": (change("trân trọng báo cáo", "*kính* báo cáo"), False),
    "a link": (change("trân trọng báo cáo", "[kính](https://example.org) báo cáo"), False),
    "a line of a loop": (change("Trang “", "Kênh “"), False),
    "a paragraph added": (added("Đánh giá:", "Sở sẽ tiếp tục phối hợp."), False),
    "a paragraph dropped": (removed("Trên toàn quốc, đến"), False),
    "a paragraph moved": (moved("Trên toàn quốc", "Đánh giá:"), False),
    "a paragraph split": (split("Kết quả: đến", " có "), False),
    "a word chosen by data": (whole("đạt", "bằng"), True),
    "the line of sources": (change("Dân số cấp huyện", "Dân số huyện"), True),
}


@pytest.mark.parametrize(("edit", "refused"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_word_of_one_piece_is_left_with_its_reason(edit: Edit, refused: bool) -> None:
    result = taken(edit)
    assert result.edits == []
    assert [one for one in result.left if one.refused is refused and one.why] != []


def test_a_line_of_a_loop_is_left_because_other_lines_would_change() -> None:
    (left,) = taken(change("Trang “", "Kênh “")).left
    assert (left.cell, left.told, left.came, left.why) == (
        "experience",
        "Trang",
        "Kênh",
        say("taking.in_a_loop", times=3),
    )


def test_a_branch_is_named_and_what_always_prints_is_not() -> None:
    (always,) = taken(change("trân trọng báo cáo", "kính báo cáo")).edits
    (sometimes,) = taken(change("xếp ", "đứng ")).edits
    assert (always.condition, sometimes.condition) == ("", "|")


def test_random_changes_of_words_are_proven_or_asked_and_never_print_anything_else() -> None:
    """Exchange words of prose at random: of what is taken, telling anew must show exactly that."""
    chance = random.Random(19)
    lines = [line for line in source().letter.lines if any(one.text == line.text for one in printed())]
    counted = {"taken": 0, "left": 0}
    for _ in range(24):
        line = chance.choice([line for line in lines if len(line.text.split()) > 6])
        word = chance.choice([word for word in line.text.split() if word.isalpha()])
        try:
            result = taken(change(f"{word} ", "thay "))
        except StopIteration:  # the word ends its run
            continue
        counted["taken" if result.edits else "left"] += 1
        assert (not result.edits) or proven(result)
    assert counted["taken"] > 3
