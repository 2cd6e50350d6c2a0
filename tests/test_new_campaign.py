"""Another campaign without a line of code: the worked examples do what docs/new-campaign.md says."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import pytest

from dophu.data.project import Project
from dophu.errors import DataError
from dophu.publish.exporters import publish
from dophu.publish.gates import check
from dophu.run.checks import check_project
from dophu.tell.blocks import Document, Table
from dophu.tell.lint import texts
from tests.examples import EXAMPLES, an_office  # noqa: F401 - a fixture
from tests.telling import ROOT, open_report, tell
from tests.told import facts_of, shown

PAGE = (ROOT / "docs" / "new-campaign.md").read_text(encoding="utf-8")
REPORTS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
EDITIONS = [
    ("tiem-chung", "2021-11-15", "20"),
    ("tiem-chung", "2021-11-30", "20"),
    ("tiem-chung", "2021-11-30", "178"),
    ("dinh-danh", "2025-06-13", "96"),
    ("dinh-danh", "2025-06-27", "74"),
    ("dinh-danh", "2025-07-11", "24"),
    ("dinh-danh", "2025-07-11", "96"),
    ("dinh-danh", "2025-07-11", "VN"),
]


def told(office: Path, edition: tuple[str, str, str], report: str = "quick_report") -> Document:
    campaign, period, unit = edition
    return tell(open_report(office, campaign=campaign, period=period, unit=unit), report)


told_once = cache(told)  # for tests that only read what is told


def prose(document: Document) -> str:
    return "\n".join("".join(run.text for run in runs) for runs in texts(document.blocks))


def counts(campaign: str, period: str) -> dict[tuple[str, str], int]:
    with (EXAMPLES / campaign / period / "counts.csv").open(encoding="utf-8", newline="") as file:
        return {(row["unit"], row["measure"]): int(row["count"]) for row in csv.DictReader(file)}


def test_what_the_page_quotes_stands_in_the_examples() -> None:
    files = "\n".join(path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.rglob("*.*")))
    quoted = re.findall(r"^```(?:yaml|csv)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert len(quoted) == 5
    missing = [line for block in quoted for line in block.splitlines() if line not in files]
    assert missing == []


def test_the_sentence_the_page_shows_is_the_letters(office: Path) -> None:
    shown = " ".join(line.removeprefix("> ") for line in PAGE.splitlines() if line.startswith("> "))
    assert shown in prose(told_once(office, ("dinh-danh", "2025-07-11", "24")))


def test_both_examples_pass_the_check_and_say_why_a_count_exceeds_its_base(office: Path) -> None:
    findings = check_project(Project.find(office), None, None).findings
    assert [finding for finding in findings if not finding.known] == []
    assert {finding.file.split("/")[1] for finding in findings} == {"dinh-danh", "tiem-chung"}


@pytest.mark.parametrize("edition", EDITIONS, ids="-".join)
@pytest.mark.parametrize("report", REPORTS)
def test_every_report_is_told_and_says_that_it_is_simulated(
    office: Path, report: str, edition: tuple[str, str, str]
) -> None:
    document = told_once(office, edition, report)
    check(document)
    assert document.banner == "SỐ LIỆU MÔ PHỎNG"


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("edition", [EDITIONS[1], EDITIONS[5]], ids="-".join)
def test_every_format_has_the_same_numbers(office: Path, report: str, edition: tuple[str, str, str]) -> None:
    assert set(publish(told_once(office, edition, report), ("html", "pdf", "docx", "xlsx"))) == {
        "html",
        "pdf",
        "docx",
        "xlsx",
    }


def test_each_measure_has_its_own_base_and_target(office: Path) -> None:
    tables = [block for block in told_once(office, EDITIONS[1]).blocks if isinstance(block, Table)]
    rows = [["".join(run.text for run in cell) for cell in row] for row in tables[0].rows]
    assert [row[3:] for row in rows] == [
        ["97,17%", "99,5%", "2,33 điểm phần trăm", "12.163"],
        ["82,07%", "87,5%", "5,43 điểm phần trăm", "28.339"],
        ["63,30%", "62,5%", "đã đạt", "đã đạt"],
    ]


@pytest.mark.parametrize(
    ("edition", "says", "does_not_say"),
    [
        (("tiem-chung", "2021-11-30", "178"), ["103,35%", "đã vượt mục tiêu 99,5%", "thứ 1 trong 11"], ["còn thiếu"]),
        (("dinh-danh", "2025-06-13", "96"), ["chưa có số lượng và tỷ lệ", "61.841.502"], ["đạt **", "thứ "]),
        (("dinh-danh", "2025-06-27", "74"), ["101,20%", "thứ 1 trong 63"], ["còn thiếu"]),
        (("dinh-danh", "2025-07-11", "24"), ["thứ 24 trong 34", "3.172.790 người"], ["trong 63"]),
    ],
)
def test_shares_ranks_and_missing_units_come_out_right(
    office: Path, edition: tuple[str, str, str], says: list[str], does_not_say: list[str]
) -> None:
    printed = prose(told_once(office, edition)).splitlines()
    text = "\n".join(
        line for line in printed if not line.startswith("Nguồn số liệu: ")
    )  # titles have ranks of their own
    assert [words for words in says if words not in text] == []
    assert [words for words in does_not_say if words in text] == []


def test_a_change_across_the_merger_is_of_the_same_area(office: Path) -> None:
    before, after = counts("dinh-danh", "2025-06-27"), counts("dinh-danh", "2025-07-11")
    key = "tai_khoan"
    gained = after["24", key] - before["24", key] - before["27", key]
    facts = facts_of(root=office, campaign="dinh-danh", period="2025-07-11", unit="24")
    assert facts.get("gained") == gained
    assert shown(facts, "merged_from") == ["Bắc Giang và Bắc Ninh"]


def test_a_place_among_34_is_not_held_against_one_that_would_have_been_among_63(office: Path) -> None:
    facts = facts_of(root=office, campaign="dinh-danh", period="2025-07-11", unit="24")
    assert shown(facts, "rank", "rank|before", "moved", "compared") == ["thứ 24", "-", "-", "-"]
    assert facts.get("moved").why == "lists_differ"  # type: ignore[union-attr]
    assert not re.search(r"\bbậc\b", prose(told_once(office, ("dinh-danh", "2025-07-11", "24"))))


def test_nothing_is_compared_with_a_period_in_which_a_part_is_missing(office: Path) -> None:
    facts = facts_of(root=office, campaign="dinh-danh", period="2025-07-11", unit="96")
    assert shown(facts, "as_of|before") == ["17h00 ngày 27/6/2025"]


def test_a_base_nobody_described_is_refused_by_name(office: Path, tmp_path: Path) -> None:
    settings = office / "data" / "tiem-chung" / "campaign.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("base: tu_12_den_17\n", "base: tu_12\n"), encoding="utf-8")
    try:
        with pytest.raises(DataError, match=r"base 'tu_12' is not in .*bases.yml"):
            told(office, EDITIONS[1])
    finally:
        settings.write_text(text, encoding="utf-8")
