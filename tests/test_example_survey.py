"""The worked example of a yearly survey: shares without counts, with the intervals of their estimates."""

from __future__ import annotations

import csv
import re
import shutil
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from dophu.data.project import Project
from dophu.errors import DataError
from dophu.facts.interval import Interval
from dophu.publish.exporters import publish
from dophu.publish.gates import check
from dophu.run.checks import check_project
from dophu.tell.blocks import Block, Document, Heading
from tests.examples import EXAMPLES, office_of
from tests.telling import open_report, tell
from tests.test_everywhere import prose
from tests.told import facts_of, shown

REPORTS = ["quick_report", "national_table", "progress", "parts", "data_quality"]
YEARS = ["2023", "2024", "2025"]
ROWS, SETTINGS = "2024/published.csv", "campaign.yml"


@pytest.fixture(name="office", scope="module")
def an_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that has this campaign alone."""
    return office_of(tmp_path_factory.mktemp("survey").resolve(), {"khao-sat": "2024"})


def told(office: Path, report: str, period: str = "2024", unit: str = "20") -> Document:
    return tell(open_report(office, campaign="khao-sat", period=period, unit=unit), report)


def estimates(period: str, measure: str = "nuoc_sach") -> dict[str, tuple[Fraction, Fraction]]:
    """Read the ends of each province's interval, by the standard library alone."""
    with (EXAMPLES / "khao-sat" / period / "published.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["measure"] == measure]
    return {row["unit"]: (Fraction(row["low"]), Fraction(row["high"])) for row in rows}


@pytest.mark.parametrize("period", YEARS)
@pytest.mark.parametrize("unit", ["20", "01", "24"])
def test_ranks_gaps_and_changes_are_what_the_intervals_allow(office: Path, period: str, unit: str) -> None:
    facts = facts_of(root=office, campaign="khao-sat", period=period, unit=unit)
    known = {code: ends for code, ends in estimates(period).items() if code != "VN"}
    low, high = known[unit]
    surely, perhaps = (sum(ends[i] > mine for ends in known.values()) for i, mine in ((0, high), (1, low)))
    expected = {
        "share": Interval(low, high),
        "rank": Interval(Fraction(1 + surely), Fraction(perhaps)),  # perhaps counts the unit itself
        "gap": Interval(65 - high, 65 - low),
    }
    assert {name: facts.get(name).interval for name in expected} == expected  # type: ignore[union-attr]


def test_only_who_surely_reached_the_target_is_counted(office: Path) -> None:
    known = [ends for code, ends in estimates("2024").items() if code != "VN"]
    reached, judged = sum(low >= 65 for low, _ in known), sum(low >= 65 or high < 65 for low, high in known)
    assert f"Đã có {reached} trong {judged} đơn vị đối chiếu được đạt mục tiêu 65%" in prose(
        told(office, "national_table")
    )


def test_an_estimate_prints_with_its_interval_its_level_and_its_method(office: Path) -> None:
    text = prose(told(office, "quick_report"))
    assert "tỷ lệ hộ sử dụng nước sạch của tỉnh Lạng Sơn là 69,9% (67,1% đến 72,8%), độ tin cậy 95%." in text
    assert "Tỷ lệ của tỉnh Lạng Sơn đứng thứ 30 đến 62 trong 63 tỉnh, thành phố." in text
    assert "(chọn mẫu hai giai đoạn): trong ngoặc là khoảng tin cậy" in text


def test_a_rise_within_the_margins_is_not_said_and_one_beyond_them_is(office: Path) -> None:
    assert "số liệu chưa đủ chính xác để nói tăng hay giảm" in prose(told(office, "quick_report"))
    change = facts_of(root=office, campaign="khao-sat", period="2024", unit="VN").get("change")
    (before, _), (_, after) = estimates("2023")["VN"], estimates("2024")["VN"]
    assert change.sign == "+"  # type: ignore[union-attr]
    assert change.interval.high == after - before  # type: ignore[union-attr]


def test_of_years_the_year_before_is_said_once(office: Path) -> None:
    document = tell(open_report(office, campaign="khao-sat", period="2024", unit="VN"))
    assert "cùng kỳ năm trước" not in prose(document)
    assert "So với ngày 31/12/2023" in prose(document)


def test_a_target_inside_the_interval_is_neither_reached_nor_missed(office: Path) -> None:
    text = prose(told(office, "quick_report", "2023"))
    assert "số liệu chưa đủ chính xác để kết luận tỉnh Lạng Sơn đã đạt hay chưa" in text
    assert "đã vượt mục tiêu 65%" in prose(told(office, "quick_report", "2024"))


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("edition", [("2024", "20"), ("2025", "24"), ("2024", "VN")], ids="-".join)
def test_every_report_is_told_without_counts_and_has_no_empty_heading(
    office: Path, report: str, edition: tuple[str, str]
) -> None:
    document = told(office, report, *edition)
    check(document)
    assert document.banner == "SỐ LIỆU MÔ PHỎNG"
    assert not re.search(r"không công bố số lượng|số lượng hộ|gửi kèm số đếm|\bhộ sử dụng\b(?! nước)", prose(document))
    below = pairwise(document.blocks)
    assert not [one for one, other in below if isinstance(one, Heading) and _is_as_high(one, other)]


@pytest.mark.parametrize("report", ["quick_report", "national_table", "progress"])
def test_every_format_has_the_same_numbers(office: Path, report: str) -> None:
    assert set(publish(told(office, report), ("html", "pdf", "docx", "xlsx"))) == {"html", "pdf", "docx", "xlsx"}


def _is_as_high(one: Heading, other: Block) -> bool:
    return isinstance(other, Heading) and other.level <= one.level


def test_nothing_in_it_is_left_unexplained(office: Path) -> None:
    checked = check_project(Project.find(office), None, None)
    assert [one for one in checked.findings if not one.known] == []
    assert checked.advice == []


def test_urban_and_rural_stand_beside_the_whole(office: Path) -> None:
    facts = facts_of(root=office, campaign="khao-sat", period="2024", unit="20")
    assert shown(facts, "share") == ["69,9% (67,1% đến 72,8%)"]
    text = prose(told(office, "quick_report"))
    assert all(cell in text for cell in ("90,9% (86,9% đến 94,8%)", "64,0% (60,6% đến 67,5%)"))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ((ROWS, "67.1,72.8,95", "67.1,,95"), r"published.csv row \d+ column 'high': an interval without both its ends"),
        ((ROWS, "69.9,,,ho", "74.9,,,ho"), r"column 'value': the value 74.9 lies outside its interval 67.1 to 72.8"),
        ((ROWS, "67.1,72.8,95", "67.1,72.8,950"), r"column 'level': not a level of confidence"),
        ((ROWS, "20,nuoc_sach,share", "20,nuoc_sach,value"), r"a value of nuoc_sach, which is of the kind share"),
        ((SETTINGS, "figure: share", "figure: shares"), r"line \d+: 'measures.nuoc_sach.figure.kind'"),
        ((SETTINGS, "figure: share", "figure: {kind: share, per: 1000}"), r"line 14.*per belongs to a rate"),
        ((SETTINGS, "percent: 65", "count: 65"), r"line 4\d: the target 'nuoc_sach_65' is a count"),
        (
            (SETTINGS, "figure: share", "figure: share\n    suppress_below: 5"),
            r"line 15: .*suppress_below is for counts",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_file_and_line(
    office: Path, tmp_path: Path, change: tuple[str, str, str], says: str
) -> None:
    file, old, new = change
    root = tmp_path / "office"
    shutil.copytree(office, root)
    changed = root / "data" / "khao-sat" / file
    text = changed.read_text("utf-8")
    changed.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(DataError, match=says):
        facts_of(root=root, campaign="khao-sat", period="2024", unit="20")
