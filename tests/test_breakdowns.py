"""Figures by sex and by age: a table of each, sums that are held to the headline, small counts that stay hidden."""

from __future__ import annotations

import re

import pytest

from dophu.errors import DataError
from dophu.publish.exporters import publish
from dophu.publish.gates import check
from dophu.run.checks import check_project
from dophu.tell.blocks import Document, Table
from tests.project import CAMPAIGN, COUNTS, PUBLISHED, TOTALS, Draft, demo  # noqa: F401 - a fixture
from tests.telling import open_report, tell

HEAD = "source,as_of,vintage,unit,measure,count,step,qualifier,note\n"
BROKEN = "breakdowns: {sex: {label: Giới tính, members: [nam, nu]}, age: {label: Nhóm tuổi, members: [tre, lon, gia]}}"
MEMBERS = "".join(
    f"  {key}: {{label: {label}, noun: người, verb: cài đặt, meaning: Số {label} đã cài đặt.}}\n"
    for key, label in {"nam": "nam", "nu": "nữ", "tre": "trẻ em", "lon": "người lớn", "gia": "người già"}.items()
)


def rows(**counts: int) -> str:
    return HEAD + "".join(f"DEMO,2020-08-07T08:00,VN63,20,{key},{count},1,,\n" for key, count in counts.items())


@pytest.fixture(name="broken")
def a_campaign_by_sex_and_age(project: Draft) -> Draft:
    project.change(CAMPAIGN, "meaning: Số người đã cài đặt.}", f"meaning: Số người đã cài đặt., {BROKEN}}}")
    project.change(CAMPAIGN, "main_measure:", f"{MEMBERS}main_measure:")
    project.write(COUNTS, rows(installs=1000, nam=480, nu=520, tre=300, lon=500, gia=200))
    for name in (PUBLISHED, TOTALS, "data/demo/2020-07-31/counts.csv"):
        (project.root / name).unlink()
    return project


def letter(broken: Draft) -> Document:
    document = tell(open_report(broken.root, campaign="demo", period="2020-08-07", unit="20"))
    check(document)
    return document


def headed(document: Document, head: str) -> list[Table]:
    """List the tables whose first column has a head."""
    tables = [block for block in document.blocks if isinstance(block, Table)]
    return [table for table in tables if "".join(run.text for run in table.head[0]) == head]


def cells(document: Document) -> list[list[str]]:
    tables = headed(document, "Phân tổ")
    text = ["".join(run.text for run in cell) for table in tables for row in [*table.rows, *table.foot] for cell in row]
    width = len(tables[0].head) if tables else 1
    return [text[at : at + width] for at in range(0, len(text), width)]


def test_the_letter_has_a_row_for_each_member_and_leads_with_the_total(broken: Draft) -> None:
    document = letter(broken)
    told = cells(document)
    assert [row[:3] for row in told[:3]] == [
        ["Giới tính", "Nam", "480"],
        ["Giới tính", "Nữ", "520"],
        ["Nhóm tuổi", "Trẻ em", "300"],
    ]
    assert told[-1][:3] == ["Tổng số", "Số người cài đặt", "1.000"]
    assert set(publish(document, ("html", "xlsx"))) == {"html", "xlsx"}


def test_members_of_members_are_told_once_behind_the_others(broken: Draft) -> None:
    crossed = "breakdowns: {sex: {label: Giới tính, members: [tre_nam, tre_nu]}}"
    broken.change(CAMPAIGN, "meaning: Số trẻ em đã cài đặt.}", f"meaning: Số trẻ em đã cài đặt., {crossed}}}")
    more = MEMBERS.splitlines(keepends=True)[:2]
    cells_of = "".join(line.replace("  n", "  tre_n", 1) for line in more)
    broken.change(CAMPAIGN, "main_measure:", f"{cells_of}main_measure:")
    counted = rows(installs=1000, nam=480, nu=520, tre=300, lon=500, gia=200, tre_nam=140, tre_nu=160)
    broken.write(COUNTS, counted)
    told = cells(letter(broken))
    assert [row[0] for row in told].count("Nhóm tuổi × Giới tính") == 2
    assert [row[2] for row in told[5:7]] == ["140", "160"]


def test_members_stand_in_no_other_table(broken: Draft) -> None:
    assert not headed(letter(broken), "Chỉ tiêu")


@pytest.mark.parametrize(("nu", "gia", "findings"), [(520, 200, 0), (521, 200, 1), (521, 201, 2)])
def test_each_dimension_is_held_to_add_up_to_the_total(broken: Draft, nu: int, gia: int, findings: int) -> None:
    broken.write(COUNTS, rows(installs=1000, nam=480, nu=nu, tre=300, lon=500, gia=gia))
    found = [one for one in check_project(broken, "demo", None).findings if "sum_differs" in one.problem]
    assert len(found) == findings


def test_a_member_that_is_missing_leaves_the_sum_open(broken: Draft) -> None:
    broken.write(COUNTS, rows(installs=1000, nam=480, tre=300, lon=500, gia=200))
    assert [one for one in check_project(broken, "demo", None).findings if not one.known] == []
    assert cells(letter(broken))[1][:2] == ["Giới tính", "Nữ"]


def test_a_small_member_cannot_be_got_back_by_subtracting_the_others(broken: Draft) -> None:
    broken.change(CAMPAIGN, BROKEN, f"suppress_below: 5, {BROKEN}")
    broken.write(COUNTS, rows(installs=1000, nam=997, nu=3, tre=300, lon=698, gia=2))
    told = {row[1]: row[2] for row in cells(letter(broken))}
    assert told["Nữ"] == told["Người già"] == "dưới 5"
    shown = {name for name, count in told.items() if count[0].isdigit()}
    assert "Nam" not in shown  # of two members the other one gives it back
    assert not {"Trẻ em", "Người lớn"} <= shown
    published = publish(letter(broken), ("html",))["html"].decode()
    assert re.findall(r">[^<]*\b997\b[^<]*<", published) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("[nam, nu]", "[nam, nix]", "measure 'nix' is not described"),
        ("[nam, nu]", "[nam, installs]", "names a member twice, or the measure itself"),
        ("[nam, nu]", "[nam, nam]", "names a member twice, or the measure itself"),
        ("[nam, nu]", "[nam]", "breakdowns.sex.members"),
    ],
)
def test_what_is_no_breakdown_is_refused_with_its_line(broken: Draft, old: str, new: str, problem: str) -> None:
    broken.change(CAMPAIGN, old, new)
    with pytest.raises(DataError, match=rf"line 5: .*{problem}"):
        broken.edition()
