"""Communes below districts: how many are done, district by district and measure by measure, and who is last."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest

from dophu.publish.gates import check
from dophu.tell.blocks import Document, Table
from dophu.tell.html import plain
from tests.project import Draft
from tests.telling import ROOT, open_report, tell
from tests.test_everywhere import prose

PLACES = {  # accounts, residents, quota, signatures; the last as the press has it (Báo Gia Lai, March 2025)
    "23677": ("626", 2100, 5000, 2068, 12),
    "23713": ("626", 900, 4000, 2000, 0),
    "23824": ("630", 1500, 4000, 2000, 0),
    "23680": ("626", 109, 5908, 2068, 0),
}
CAMPAIGN = """\
key: giao
version: 2
title: tài khoản (mô phỏng)
status: simulated
measures:
  tk: {label: số tài khoản, noun: tài khoản, verb: kích hoạt, meaning: Số tài khoản., counts: cumulative, better: more,
    quota: {label: chỉ tiêu được giao, source: GL}}
  cks: {label: số chữ ký số, noun: chữ ký số, verb: cấp, meaning: Số chữ ký số., counts: cumulative, better: more}
main_measure: tk
base: tt
documents:
  province: &form
    issuing_body: UBND {kind} {unit}
    symbol: BC-UBND
    place: "{unit}"
    type_name: Báo cáo
    abstract: Kết quả
    title: Chủ tịch
  nation: *form
sources:
  - {id: GL, title: Báo cáo mô phỏng}
"""
BASE = """\
tt: {label: dân số thường trú, short: thường trú, kind: tt, kind_label: thường trú, noun: người,
  as_of: 2025-01-01, source: GL}
"""


def added(place: int, unit: str) -> int:
    return sum(row[place] for code, row in PLACES.items() if unit in {code, row[0], "64"})  # type: ignore[misc]


@pytest.fixture(name="office", scope="module")
def an_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A province of 2025 whose communes were assigned quotas; nobody sent figures of districts."""
    project = Draft(tmp_path_factory.mktemp("gia-lai").resolve())
    shutil.copytree(ROOT / "data" / "reference", project.root / "data" / "reference")
    project.write("params/.keep", "")
    project.write("notebooks/.keep", "")
    units = [*PLACES, "626", "630", "64"]
    bases = "".join(f"tt,VN63,{unit},{added(2, unit)},,,,published,GL,\n" for unit in units)
    quotas = "".join(f"tk,VN63,{unit},{added(3, unit)},2025-01-01,2025-12-31,GL,\n" for unit in units)
    rows = "".join(
        f"GL,2025-03-22,VN63,{unit},{measure},{added(place, unit)},1,,\n"
        for unit in (*PLACES, "64")
        for measure, place in (("tk", 1), ("cks", 4))
    )
    project.write("data/giao/campaign.yml", CAMPAIGN)
    project.write("data/giao/bases.yml", BASE)
    project.write("data/giao/bases.csv", f"base,vintage,code,value,low,high,qualifier,status,source,note\n{bases}")
    project.write("data/giao/targets.csv", f"measure,vintage,code,count,from,to,source,note\n{quotas}")
    head = "source,as_of,vintage,unit,measure,count,step,qualifier,note\n"
    project.write("data/giao/2025-03-22/counts.csv", head + rows)
    return project.root


@cache
def told(office: Path, report: str) -> Document:
    document = tell(open_report(office, campaign="giao", period="2025-03-22", unit="64"), report)
    check(document)
    return document


def rows(document: Document, first: str) -> list[list[str]]:
    """Give the rows of the table whose first cell below the head begins so."""
    tables = [block for block in document.blocks if isinstance(block, Table) and block.rows]
    found = next(table for table in tables if any(plain(row[0]).startswith(first) for row in table.rows))
    return [[plain(cell) for cell in row] for row in (*found.rows, *found.foot)]


@pytest.mark.parametrize("report", ["quick_report", "parts"])
def test_the_last_commune_is_named_with_its_district_and_its_three_numbers(office: Path, report: str) -> None:
    said = "thấp nhất là xã Hà Đông (Đăk Đoa), 5,27% (109 trong 2.068 tài khoản cần có, trên 5.908 người)."
    done = "01 đơn vị đã đạt mục tiêu 100% chỉ tiêu được giao, 03 đơn vị chưa đạt, 214 đơn vị chưa có số liệu"
    text = prose(told(office, report))
    assert f"Trong 218 đơn vị cấp xã, {done}; {said}" in text


def test_each_district_tells_how_many_of_its_communes_have_come_how_far(office: Path) -> None:
    table = rows(told(office, "parts"), "Huyện Đăk Đoa")
    assert table == [
        ["Huyện Đăk Đoa", "17", "01", "0", "01", "01", "14", "Hà Đông: 5,27%"],
        ["Huyện Kông Chro", "14", "0", "01", "0", "0", "13", ""],
        ["Tổng số", "218", "01", "01", "01", "01", "214", "xã Hà Đông (Đăk Đoa): 5,27%"],
    ]


def test_each_measure_tells_how_many_communes_have_none_at_all(office: Path) -> None:
    assert rows(told(office, "parts"), "Số chữ ký số") == [
        ["Số tài khoản", "04", "01", "01", "01", "01", "0", "xã Hà Đông (Đăk Đoa): 5,27%"],
        ["Số chữ ký số", "04", "", "", "", "", "03", ""],
    ]


def test_the_letter_tells_of_each_measure_its_share_of_the_quota(office: Path) -> None:
    told_of = rows(told(office, "quick_report"), "Số chữ ký số")
    assert told_of[0] == ["Số tài khoản", "4.609", "18.908", "24,38%", "8.136", "56,65%", "3.527"]
