"""The worked example of overdue files: months over the end of a year, less is better, files that change every month."""

from __future__ import annotations

import csv
import re
from fractions import Fraction
from pathlib import Path

import pytest

from dophu.data.project import Project
from dophu.errors import UsageError
from dophu.publish.exporters import publish
from dophu.publish.gates import check
from dophu.run.checks import check_project
from dophu.tell.blocks import Document
from tests.examples import EXAMPLES, office_of
from tests.telling import open_report, tell
from tests.test_everywhere import prose
from tests.told import facts_of

REPORTS = ["quick_report", "national_table", "progress", "parts", "data_quality"]
MONTHS = ["2025-10", "2025-11", "2025-12", "2026-01"]


@pytest.fixture(name="office", scope="module")
def an_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that has this campaign alone."""
    return office_of(tmp_path_factory.mktemp("overdue").resolve(), {"tre-han": "2026-01"})


def told(office: Path, report: str, period: str = "2026-01", unit: str = "20") -> Document:
    return tell(open_report(office, campaign="tre-han", period=period, unit=unit), report)


def rates(period: str) -> dict[str, tuple[int, int]]:
    """Read late files and files of each province, by the standard library alone."""

    def column(name: str, code: str, value: str) -> dict[str, int]:
        with (EXAMPLES / "tre-han" / period / name).open(encoding="utf-8", newline="") as file:
            return {row[code]: int(row[value]) for row in csv.DictReader(file)}

    late, files = column("counts.csv", "unit", "count"), column("bases.csv", "code", "value")
    return {unit: (late[unit], files[unit]) for unit in late}


def test_nothing_in_it_is_left_unexplained(office: Path) -> None:
    checked = check_project(Project.find(office), None, None)
    assert [one for one in checked.findings if not one.known] == []
    assert checked.advice == []  # of version 2: it says how it counts and which way is better


@pytest.mark.parametrize("period", MONTHS)
@pytest.mark.parametrize("unit", ["20", "01", "96"])
def test_its_figures_are_what_the_files_give(office: Path, period: str, unit: str) -> None:
    facts = facts_of(root=office, campaign="tre-han", period=period, unit=unit)
    known, ceiling = rates(period), 5 if period <= "2025-12" else 4
    late, files = known[unit]
    shares = {code: Fraction(100 * a, b) for code, (a, b) in known.items()}
    expected = {
        "share": shares[unit],
        "rank": 1 + sum(other < shares[unit] for other in shares.values()),
        "needed": files * ceiling // 100,
        "missing": late - files * ceiling // 100,
        "gap": shares[unit] - ceiling,
    }
    assert {name: facts.get(name).amount for name in expected} == expected  # type: ignore[union-attr]


def test_a_change_stands_on_the_files_of_both_months_and_the_sum_on_the_new_year(office: Path) -> None:
    facts = facts_of(root=office, campaign="tre-han", period="2025-12", unit="20")
    months = [rates(month)["20"] for month in MONTHS[:3]]
    before, now = (Fraction(100 * late, files) for late, files in months[1:])
    assert facts.get("change").amount == now - before  # type: ignore[union-attr]
    assert facts.get("year_total").amount == sum(late for late, _ in months)  # type: ignore[union-attr]
    assert not facts_of(root=office, campaign="tre-han", period="2026-01", unit="20").get("year_total")


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("edition", [("2026-01", "20"), ("2025-12", "01"), ("2026-01", "VN")], ids="-".join)
def test_every_report_is_told_and_says_that_it_is_simulated(
    office: Path, report: str, edition: tuple[str, str]
) -> None:
    document = told(office, report, *edition)
    check(document)
    assert document.banner == "SỐ LIỆU MÔ PHỎNG"
    assert "còn thiếu" not in prose(document).lower()


@pytest.mark.parametrize("report", REPORTS)
def test_overdue_files_are_no_attainment(office: Path, report: str) -> None:
    text = prose(told(office, report))
    assert not re.search(r"đạt (tỷ lệ )?\d", text)
    assert report != "quick_report" or "giải quyết trễ hạn, bằng 4,31% số hồ sơ" in text


def test_the_letter_says_that_the_ceiling_was_lowered_and_over_which_files(office: Path) -> None:
    text = prose(told(office, "quick_report"))
    assert (
        "Mục tiêu 5% của kỳ so sánh (tháng 12 năm 2025) đã được thay bằng mục tiêu 4% hồ sơ trễ hạn; tại kỳ ấy" in text
    )
    assert "mẫu số của kỳ so sánh" in text.lower()


@pytest.mark.parametrize("report", ["quick_report", "national_table"])
def test_every_format_has_the_same_numbers(office: Path, report: str) -> None:
    made = publish(told(office, report), ("html", "pdf", "docx", "xlsx"))
    assert set(made) == {"html", "pdf", "docx", "xlsx"}


@pytest.mark.parametrize("report", ["quick_report", "national_table", "progress", "parts"])
def test_what_is_counted_in_a_month_is_told_of_that_month_and_not_up_to_a_day(office: Path, report: str) -> None:
    text = prose(told(office, report, unit="VN")).lower()
    assert "trong tháng 1 năm 2026 (từ ngày 15/12/2025 đến hết ngày 14/01/2026)" in text
    assert "đến 17h00 ngày 14/01/2026" not in text


@pytest.mark.parametrize("report", ["quick_report", "national_table", "progress"])
def test_what_is_counted_in_a_month_is_compared_with_a_month_and_not_with_an_hour(office: Path, report: str) -> None:
    text = prose(told(office, report))
    assert "so với tháng 12 năm 2025" in text.lower()
    assert "14/12/2025" not in text
    assert "17h00" not in text


@pytest.mark.parametrize("report", ["quick_report", "national_table", "progress", "parts"])
def test_the_base_that_has_changed_is_named_as_the_units(office: Path, report: str) -> None:
    text = prose(told(office, report))
    assert "Mẫu số của tỉnh Lạng Sơn kỳ này là 40.170 hồ sơ, khác mẫu số của kỳ so sánh (36.895)." in text


def test_files_of_the_month_are_dated_by_its_last_day(office: Path) -> None:
    table = prose(told(office, "data_quality")).split("Tổng đối chiếu đã khớp")[1]
    assert re.search(r"đang dùng\)\s+14/01/2026\s+40\.170", table)


@pytest.fixture(name="wordless", scope="module")
def an_office_whose_base_has_no_noun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, where the base does not say what it counts."""
    root = office_of(tmp_path_factory.mktemp("wordless").resolve(), {"tre-han": "2026-01"})
    bases = root / "data" / "tre-han" / "bases.yml"
    bases.write_text(bases.read_text("utf-8").replace("  noun: hồ sơ\n", ""), "utf-8")
    return root


@pytest.mark.parametrize("report", ["quick_report", "national_table", "parts"])
def test_a_base_that_names_nothing_is_no_people(wordless: Path, report: str) -> None:
    document = told(wordless, report, unit="VN")
    check(document)
    assert not re.search(r"\d người", prose(document))
    assert not re.search(r"\d +[),.;]", prose(document))


def test_check_says_that_a_base_names_nothing(wordless: Path) -> None:
    advice = check_project(Project.find(wordless), None, None).advice
    assert advice == ["bases.yml: 'ho_so' does not say what it counts; write noun: and the word after its number"]


def test_a_letter_may_be_dated_from_the_cut_off_on(office: Path) -> None:
    params = office / "params" / "tre-han-2026-01.yml"
    params.write_text(f"{params.read_text('utf-8')}document: {{date: 2026-01-16}}\n", "utf-8")
    assert told(office, "quick_report").period == "2026-01"
    params.write_text(params.read_text("utf-8").replace("2026-01-16", "2026-01-13"), "utf-8")
    with pytest.raises(UsageError, match="before its figures of 2026-01"):
        told(office, "quick_report")
