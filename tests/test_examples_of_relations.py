"""The worked examples of quotas by commune and of doses by year of birth: from an empty project, recomputed."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest

from dophu.data.project import Project
from dophu.facts.fact import Fact
from dophu.publish.exporters import publish
from dophu.publish.gates import check
from dophu.run.checks import check_project
from dophu.tell.blocks import Document, Runs, Table
from tests.examples import EXAMPLES, office_of
from tests.telling import open_report, tell
from tests.test_everywhere import prose
from tests.told import facts_of

QUOTAS, DOSES = "chi-tieu", "tiem-chung-tre"
NEWEST = {QUOTAS: "2025-W43", DOSES: "2026-01"}
REPORTS = ["quick_report", "national_table", "progress", "parts", "data_quality"]


@pytest.fixture(name="office", scope="module")
def an_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that has these two campaigns alone."""
    return office_of(tmp_path_factory.mktemp("relations").resolve(), NEWEST)


def told(office: Path, campaign: str, report: str = "quick_report", period: str = "", unit: str = "20") -> Document:
    document = tell(open_report(office, campaign=campaign, period=period or NEWEST[campaign], unit=unit), report)
    check(document)
    return document


def column(campaign: str, name: str, value: str, **only: str) -> dict[str, int]:
    """Read a column by unit, by the standard library alone."""
    with (EXAMPLES / campaign / name).open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if all(row[key] == wanted for key, wanted in only.items())]
    return {row.get("unit") or row["code"]: int(row[value]) for row in rows}


def amounts(office: Path, campaign: str, period: str, unit: str, *names: str) -> list[Fraction | None]:
    facts = facts_of(root=office, campaign=campaign, period=period, unit=unit)
    return [fact.amount if isinstance(fact := facts.get(name), Fact) else None for name in names]


def test_nothing_in_them_is_left_unexplained(office: Path) -> None:
    checked = check_project(Project.find(office), None, None)
    assert [one for one in checked.findings if not one.known] == []
    assert checked.advice == []


@pytest.mark.parametrize("unit", ["05977", "06001", "20"])
def test_quotas_and_residents_give_what_the_files_say(office: Path, unit: str) -> None:
    counts = column(QUOTAS, "2025-W43/counts.csv", "count")
    quotas, people = column(QUOTAS, "targets.csv", "count"), column(QUOTAS, "bases.csv", "value")
    counted, quota = counts[unit], quotas[unit]
    expected = [counted, quota, Fraction(100 * counted, quota), Fraction(100 * counted, people[unit])]
    assert amounts(office, QUOTAS, NEWEST[QUOTAS], unit, "counted", "quota", "quota_share", "share") == expected


def test_who_is_done_and_what_the_others_lack_is_what_the_files_say(office: Path) -> None:
    counts, quotas = column(QUOTAS, "2025-W43/counts.csv", "count"), column(QUOTAS, "targets.csv", "count")
    assert counts.pop("20") > sum(counts.values())  # one commune sent nothing
    assert quotas.pop("20") == sum(quotas.values())
    done = sum(counts[unit] >= quotas[unit] for unit in counts)
    lacking = sum(max(0, quotas[unit] - counts[unit]) for unit in counts)
    text = prose(told(office, QUOTAS, "parts"))
    assert f"{done:02} trong {len(counts)} đơn vị" in text
    assert f"{lacking:,}".replace(",", ".") in text
    assert len(quotas) - len(counts) == 1


@pytest.mark.parametrize("period", ["2025-12", "2026-01", "2025"])
@pytest.mark.parametrize("unit", ["20", "96"])
def test_doses_stand_on_the_births_of_their_year(office: Path, period: str, unit: str) -> None:
    born = column(DOSES, "bases.csv", "value", **{"from": f"{period[:4]}-01-01"})
    first = column(DOSES, f"{period}/counts.csv", "count", measure="mui_1")
    shares = {code: Fraction(100 * count, born[code]) for code, count in first.items()}
    rank = 1 + sum(other > shares[unit] for other in shares.values())
    expected = [first[unit], born[unit], shares[unit], rank]
    assert amounts(office, DOSES, period, unit, "counted", "base", "share", "rank") == expected


@pytest.mark.parametrize("period", ["2025-12", "2026-01", "2025"])
def test_the_drop_out_is_computed_of_the_first_and_the_third_dose(office: Path, period: str) -> None:
    first, third = (column(DOSES, f"{period}/counts.csv", "count", measure=f"mui_{dose}")["20"] for dose in (1, 3))
    rows = [["".join(run.text for run in cell) for cell in row] for row in measures(told(office, DOSES, period=period))]
    dropped = next(row for row in rows if row[0] == "Số trẻ đã tiêm mũi một, chưa tiêm mũi ba")
    assert [cell.replace(".", "") for cell in dropped[1:3]] == [str(first - third), str(first)]
    assert float(dropped[3].strip("%").replace(",", ".")) == round(100 * (first - third) / first, 2)


def measures(document: Document) -> list[list[Runs]]:
    """Take the rows of the table of all measures."""
    tables = [block for block in document.blocks if isinstance(block, Table)]
    return next(table.rows for table in tables if "".join(run.text for run in table.head[0]) == "Chỉ tiêu")


def test_a_province_that_reports_its_communes_alone_lacks_no_other_province(office: Path) -> None:
    text = prose(told(office, QUOTAS, "data_quality"))
    assert "chưa có số liệu của 01 trong 65 đơn vị cấp xã" in text
    assert "34 tỉnh, thành phố" not in text


@pytest.mark.parametrize("report", REPORTS)
def test_money_in_millions_is_told_with_its_noun(tmp_path: Path, report: str) -> None:
    root = office_of(tmp_path, NEWEST)
    for name, old, new in (
        ("campaign.yml", "noun: tài khoản", "noun: triệu đồng"),
        ("bases.yml", "noun: người", "noun: triệu đồng"),
    ):
        path = root / "data" / QUOTAS / name
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    text = prose(told(root, QUOTAS, report))
    assert report != "quick_report" or "333.264 triệu đồng kích hoạt" in text
    assert "hệ số phân tán" not in text  # chance has no part in money


def test_a_new_year_is_not_held_against_the_old_one(office: Path) -> None:
    assert amounts(office, DOSES, "2026-01", "20", "gained", "change") == [None, None]
    assert None not in amounts(office, DOSES, "2025-12", "20", "gained", "change")


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("edition", [(QUOTAS, "2025-W43"), (DOSES, "2026-01"), (DOSES, "2025")], ids="-".join)
def test_every_report_is_told_and_says_that_it_is_simulated(
    office: Path, report: str, edition: tuple[str, str]
) -> None:
    campaign, period = edition
    assert told(office, campaign, report, period).banner == "SỐ LIỆU MÔ PHỎNG"


@pytest.mark.parametrize("campaign", [QUOTAS, DOSES])
def test_every_format_has_the_same_numbers(office: Path, campaign: str) -> None:
    made = publish(told(office, campaign), ("html", "pdf", "docx", "xlsx"))
    assert set(made) == {"html", "pdf", "docx", "xlsx"}
