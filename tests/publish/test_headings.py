"""Headings of a document: numbered as they print, and left out where nothing stands below."""

from __future__ import annotations

import pytest

from dophu.publish.headings import with_headings
from dophu.tell.blocks import Annex, Block, Heading, Paragraph, Run

TEXT = Paragraph(runs=[Run(text="Lời.")])


def heading(written: str) -> Block:
    marks, _, words = written.partition(" ")
    return Heading(level=len(marks), runs=[Run(text=words)], numbered=marks == "#")


def printed(*written: str) -> list[str]:
    blocks = [TEXT if each == "." else heading(each) for each in written]
    told = with_headings([heading("# Tên"), *blocks])[1:]
    return ["".join(run.text for run in block.runs) for block in told if isinstance(block, Heading)]


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        (["## A", ".", "## B", "."], ["1. A", "2. B"]),
        (["## A", "### B", ".", "### C", ".", "## D", "."], ["1. A", "1.1. B", "1.2. C", "2. D"]),
        (["## A", ".", "### B", ".", "## C", "."], ["1. A", "B", "2. C"]),
        (["## A", "### B", ".", "### C", "."], ["A", "1. B", "2. C"]),
        (["## A", "## B", "."], ["B"]),
        (["## A", "### B", "## C", "### D", "."], ["C", "D"]),
        (["## A", ".", "## B"], ["A"]),
        (["## 4. A", ".", "## 4.2. B", "."], ["1. A", "2. B"]),
        (["### A", ".", "## B", "."], ["1. A", "2. B"]),
        (["## 2020 là năm đầu", ".", "## A", "."], ["1. 2020 là năm đầu", "2. A"]),
    ],
)
def test_headings_count_what_prints_and_nothing_else(written: list[str], numbers: list[str]) -> None:
    assert printed(*written) == numbers


def test_without_a_letterhead_or_a_title_that_asks_for_it_there_are_no_numbers() -> None:
    told = with_headings([Heading(level=1, runs=[Run(text="Tên")]), heading("## A"), TEXT])
    assert [run.text for block in told for run in block.runs] == ["Tên", "A", "Lời."]  # type: ignore[union-attr]


def test_an_annex_of_nothing_is_left_out() -> None:
    empty, filled = (Annex(label="Phụ lục", title=title, attached="") for title in "AB")
    told = with_headings([TEXT, empty, heading("## C"), filled, TEXT, empty])
    assert told == [TEXT, filled, TEXT]
