from __future__ import annotations

from typing import Any

import pytest

from dophu.tell.chapters import CHAPTERS
from dophu.tell.content import TableContent
from dophu.tell.html import plain
from dophu.tell.quality import CHECKS
from dophu.tell.report import Report
from dophu.words import say
from tests.project import COUNTS, PERIOD, PUBLISHED, TOTALS, Draft, demo  # noqa: F401 - a fixture
from tests.telling import open_report

QUALITY = CHAPTERS["quality"]
CENSUS = "dân số theo Tổng điều tra ngày 01/4/2019"
EARLIER = "data/demo/2020-07-31/counts.csv"
FILES = f"[{{file: Bao cao.xlsx, sha256: {'ab12' * 16}, at: 2020-08-07T09:00, from: Sở Thử nghiệm}}]"
SOURCES = f"sources:\n  - {{id: DEMO, title: Mô phỏng, received: 2020-08-07T09:15, files: {FILES}}}\n"


def measured(report: Report) -> tuple[Any, Any]:
    """Measure the chapter: the edition's facts, and what its tables take."""
    return report.facts, QUALITY.measure(report.facts)


def of_draft(project: Draft, unit: str = "20") -> Report:
    return open_report(project.root, campaign="demo", period="2020-08-07", unit=unit)


def rows(report: Report, table: str) -> list[list[str]]:
    content = QUALITY.tables[table](*measured(report))
    return [[plain(cell) for cell in row] for row in content.rows] if isinstance(content, TableContent) else []


def corrections(report: Report) -> list[dict[str, object]]:
    names = QUALITY.names(measured(report)[1])
    return list(names["corrections"])


def test_every_check_has_words_and_a_place_in_the_table(project: Draft) -> None:
    _, found = measured(of_draft(project))
    assert {check.key for check in found.checks} == set(CHECKS)
    assert [row[0] for row in rows(of_draft(project), "checks")] == [say(f"check.{check}") for check in CHECKS]


@pytest.mark.parametrize(
    ("note", "result"),
    [("In theo mẫu số khác", ["02", "0", "01", "đã giải thích"]), ("", ["02", "01", "0", "cần xem lại"])],
)
def test_a_check_is_passed_explained_or_to_be_looked_at(project: Draft, note: str, result: list[str]) -> None:
    project.change(PUBLISHED, "In theo mẫu số khác", note)
    told = {row[0]: row[1:] for row in rows(of_draft(project), "checks")}
    assert told[say("check.shares")] == result
    assert told[say("check.foreign")] == ["06", "0", "0", "đạt"]
    assert told[say("check.revised_nothing")] == ["0", "0", "0", "không có để xem"]


def test_what_was_received_says_when_and_from_whom_and_never_guesses(project: Draft) -> None:
    until = "08h00 ngày 07/8/2020"
    assert rows(of_draft(project), "received") == [
        ["DEMO: Số liệu mô phỏng", "không ghi", "không ghi", until, "06"],
    ]
    project.write(f"{PERIOD}/sources.yml", SOURCES)
    assert rows(of_draft(project), "received") == [
        ["DEMO: Mô phỏng", "không ghi", "09h15 ngày 07/8/2020, từ Sở Thử nghiệm", until, "06"],
    ]


def test_files_bear_their_whole_hash_and_those_received_too(project: Draft) -> None:
    project.write(f"{PERIOD}/sources.yml", SOURCES)
    report = of_draft(project)
    told = {row[0]: row[1:] for row in rows(report, "files")}
    assert told["counts.csv"] == ["03", report.inputs[COUNTS]]
    assert told["Bao cao.xlsx (tệp gốc của DEMO)"] == ["", "ab12" * 16]
    assert all(len(row[1]) == 64 for row in told.values())


def test_an_inconsistency_is_told_with_its_note_and_marked_for_its_unit(project: Draft) -> None:
    report = of_draft(project, unit="24")
    ((unit, printed, recomputed, apart, why),) = rows(report, "inconsistencies")
    assert (unit, printed, recomputed) == ("Tỉnh Bắc Giang (DEMO)", "5,55%", "4,99%")
    assert (apart, why) == ("khoảng 0,56", "Không khớp với mẫu số nào đã biết. In theo mẫu số khác")
    content = QUALITY.tables["inconsistencies"](*measured(report))
    assert isinstance(content, TableContent)
    assert content.marked == 0


HALF, OWN, OTHER = "10.23,,,population,,published,,", "20,installs,40000", "22,installs,150000,1000,hơn,"


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (EARLIER, OWN, "20,installs,80001", "80.000 thấp hơn 80.001 của 31/7/2020 (nguồn DEMO)"),
        (COUNTS, OTHER, "22,installs,80000,1,,", "cùng số đếm 80.000 với tỉnh Lạng Sơn"),
        (PUBLISHED, HALF, "101,,,smartphones,,published,,Ghi", "tỷ lệ công bố 101% vượt quá toàn bộ mẫu số"),
        (COUNTS, OTHER, "22,installs,1400000,1,,Ghi", f"số đếm 1.400.000 lớn hơn {CENSUS} là 1.320.324"),
        (TOTALS, "170000,1,,", "170010,1,,Ghi", "tổng công bố 170.010, các đơn vị cộng được 170.000"),
    ],
)
def test_each_finding_is_a_sentence(project: Draft, file: str, old: str, new: str, says: str) -> None:
    project.change(file, old, new)
    assert says in [row[1] for row in rows(of_draft(project), "doubts")]


def test_a_source_is_told_what_to_correct_even_where_a_note_explains_a_share(project: Draft) -> None:
    (asked,) = corrections(of_draft(project))
    assert (asked["source"], asked["lacks_units"], asked["reranked"]) == ("DEMO", False, None)
    assert ["đề nghị sửa tỷ lệ hoặc số đếm" in str(one) for one in asked["requests"]] == [True]  # type: ignore[attr-defined]


def test_a_finding_that_a_note_explains_needs_no_correction(project: Draft) -> None:
    project.change(PUBLISHED, "5.55", "4.99")
    project.change(EARLIER, "40000", "80001")
    asked = corrections(of_draft(project))
    assert ["gửi kèm số sửa đổi" in str(one) for one in asked[0]["requests"]] == [True]  # type: ignore[attr-defined]
    project.change(COUNTS, "20,installs,80000,1,,", "20,installs,80000,1,,Đã loại số trùng")
    assert corrections(of_draft(project))[0]["requests"] == []


def test_units_are_asked_for_only_where_the_list_is_meant_to_hold_them_all() -> None:
    nearly = corrections(open_report(campaign="demo", period="2020-10-14", unit="06"))
    partial = corrections(open_report(campaign="bluezone", period="2021-06-19", unit="30"))
    assert [asked["lacks_units"] for asked in nearly] == [True]
    assert [asked["lacks_units"] for asked in partial] == [False]


def test_other_sources_that_are_named_are_listed_once() -> None:
    report = open_report(campaign="demo", period="2020-10-16", unit="20")
    assert [row[0] for row in rows(report, "others")] == ["CENSUS2019", "M01", "DEMO", "MOPHONG12"]
