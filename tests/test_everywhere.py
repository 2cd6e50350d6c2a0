"""One notebook for every unit and period of which anything is known: it says that, and nothing more."""

from __future__ import annotations

import pytest

from dophu.data.history import UNDATED
from dophu.data.periods import read_campaign, read_history
from dophu.data.project import Project
from dophu.publish.exporters import publish
from dophu.publish.gates import check
from dophu.tell.blocks import Document, Heading
from dophu.tell.lint import texts

from .project import Draft, demo  # noqa: F401 - a fixture
from .telling import ROOT, open_report, tell


def known_editions() -> list[tuple[str, str]]:
    project = Project.find(ROOT)
    history = read_history(project, read_campaign(project, "bluezone"))
    rows = [row for frame in (history.counts, history.published) for row in frame.itertuples()]
    return sorted({(row.period, row.unit) for row in rows if row.period != UNDATED})


def letter_of(period: str, unit: str) -> Document:
    return tell(open_report(campaign="bluezone", period=period, unit=unit))


def prose(document: Document) -> str:
    return "\n".join("".join(run.text for run in runs) for runs in texts(document.blocks))


@pytest.mark.parametrize("period", sorted({period for period, _ in known_editions()}))
def test_every_known_edition_passes_the_gates_without_an_empty_heading(period: str) -> None:
    for unit in [unit for day, unit in known_editions() if day == period]:
        document = letter_of(period, unit)
        check(document)
        pairs = zip(document.blocks, document.blocks[1:], strict=False)
        assert not [a for a, b in pairs if isinstance(a, Heading) and isinstance(b, Heading) and b.level <= a.level]


@pytest.mark.parametrize(
    ("period", "unit", "says", "does_not_say"),
    [
        ("2021-06-19", "74", ["36,68%", "không công bố số lượng"], ["còn thiếu 13,32 điểm phần trăm, tương đương"]),
        ("2020-08-14", "91", ["trên 124.500", "trên 7,22%"], ["còn thiếu"]),
        ("2020-08-09", "20", ["thứ 6", "chưa có số lượng và tỷ lệ"], ["đạt **", "còn thiếu"]),
        ("2021-05-28", "27", ["gần 38%", "còn thiếu trên 12 điểm phần trăm"], []),
        ("2020-08-20", "48", ["khoảng 456.000", "khoảng 40,2%", "40,4%"], ["40,20%"]),
        (
            "2020-08-22",
            "34",
            ["hơn 216.000", "trên 11,61%", "khoảng 14%", "chưa đủ chính xác để kết luận"],
            ["còn thiếu"],
        ),
        ("2021-07-27", "01", ["gần 3,1 triệu", "dưới 39%"], ["So với"]),
        ("2020-08-13", "93", ["7,54%", "thứ 50", "30/8/2020", "9.684"], []),
        ("2020-09-22", "VN", ["BÁO CÁO NHANH", "22,9 triệu"], ["UBND"]),
    ],
)
def test_a_letter_says_what_was_published_and_no_more(
    period: str, unit: str, says: list[str], does_not_say: list[str]
) -> None:
    document = letter_of(period, unit)
    text = prose(document) + str(document.blocks[0])
    assert [words for words in says if words not in text] == []
    assert [words for words in does_not_say if words in text] == []


@pytest.mark.parametrize(
    ("period", "unit"),
    [("2020-08-13", "568"), ("2020-08-20", "27"), ("2021-07-01", "77"), ("2021-07-27", "79"), ("2020-08-02", "VN")],
)
def test_every_format_has_the_same_numbers(period: str, unit: str) -> None:
    outputs = publish(letter_of(period, unit), ("html", "pdf", "docx"))
    assert set(outputs) == {"html", "pdf", "docx"}


def test_another_campaign_needs_no_line_of_code_and_says_that_it_is_simulated(project: Draft) -> None:
    document = tell(open_report(project.root, campaign="demo", period="2020-08-07", unit="20"))
    check(document)
    assert document.banner == "SỐ LIỆU MÔ PHỎNG"
    assert "80.000 người cài đặt, đạt 10,23% dân số" in prose(document)
    assert "thứ 2 trong 03 đơn vị" in prose(document)
