"""A campaign typed by hand in which something is missing or changes: blanks, bases of a year, a whole that is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dophu.cli import main
from dophu.data.project import OVERRIDE
from dophu.tell.blocks import Document
from dophu.tell.lint import texts
from tests.project import Draft, draft_at
from tests.telling import open_report, tell

CAMPAIGN = """\
key: thu
title: thử
status: simulated
measures:
  m: {label: số người, noun: người, verb: tham gia, meaning: Thử.}
main_measure: m
base: dan
documents:
  province: {issuing_body: Sở Y tế, symbol: BC-SYT, place: X, type_name: Báo cáo, abstract: Kết quả, title: Giám đốc}
sources:
  - {id: X, title: X}
"""
COUNTS = "source,as_of,vintage,unit,measure,count,step,qualifier,note\n"
BASES = "base,vintage,code,value,low,high,qualifier,status,source,note\n"
DAN = "dan: {label: dân số, short: dân số, kind: population, as_of: 2010-01-01, source: X}\n"


@pytest.fixture(name="folder")
def a_campaign(tmp_path: Path) -> Draft:
    draft = draft_at(tmp_path)
    draft.write("data/thu/campaign.yml", CAMPAIGN)
    draft.write("data/thu/bases.yml", DAN)
    brings(draft, "", {"20": 12000, "22": 12000})
    return draft


def brings(folder: Draft, period: str, bases: dict[str, int]) -> None:
    rows = "".join(f"dan,VN63,{unit},{value},,,,published,X,\n" for unit, value in bases.items())
    folder.write(f"data/thu/{period}/bases.csv" if period else "data/thu/bases.csv", BASES + rows)


def counts(folder: Draft, period: str, **listed: int | str) -> None:
    rows = "".join(f"X,{period},VN63,{unit[1:]},m,{count},1,,\n" for unit, count in listed.items())
    folder.write(f"data/thu/{period}/counts.csv", COUNTS + rows)


def told(folder: Draft, period: str, report: str) -> str:
    document: Document = tell(open_report(folder.root, campaign="thu", period=period, unit="20"), report)
    return "\n".join("".join(run.text for run in runs) for runs in texts(document.blocks))


def checks(folder: Draft) -> Result:
    return CliRunner(env={OVERRIDE: str(folder.root)}).invoke(main, ["check", "--campaign", "thu"])


@pytest.mark.parametrize(
    ("listed", "known", "since"),
    [
        (["", "", 9000, "", 9500], "02 kỳ", "31/3/2021"),
        ([8800, "", 9000, "", 9500], "03 kỳ", "31/3/2021"),
        ([8800, "", "", "", 9500], "02 kỳ", "31/01/2021"),
    ],
)
def test_a_unit_that_is_listed_without_a_figure_has_a_gap(
    folder: Draft, listed: list[int | str], known: str, since: str
) -> None:
    days = ("2021-01-31", "2021-02-28", "2021-03-31", "2021-04-30", "2021-05-31")
    for number, (day, count) in enumerate(zip(days, listed, strict=True)):
        counts(folder, day, u20=count, u22=8001 + number)
    said = told(folder, days[-1], "progress")
    assert f"có số liệu của {known}" in said
    assert f"So với ngày {since}" in said
    first = min(number for number, count in enumerate(listed) if count)
    assert said.count("chưa có số liệu") == listed[first:].count("")


@pytest.mark.parametrize(
    ("then", "now", "said"),
    [
        ({"20": 13610}, {}, ("đạt 92,41%", "tăng 11,18 điểm", "kỳ này là 12.000 người", "kỳ so sánh (13.610)")),
        ({}, {"20": 13610}, ("đạt 81,48%", "giảm 10,65 điểm", "kỳ này là 13.610 người", "kỳ so sánh (12.000)")),
        ({"20": 13610}, {"20": 13000}, ("đạt 85,30%", "tăng 4,07 điểm", "kỳ này là 13.000 người")),
    ],
)
@pytest.mark.parametrize("report", ["quick_report", "progress"])
def test_a_base_of_its_own_year_is_told_beside_that_of_the_year_before(
    folder: Draft, then: dict[str, int], now: dict[str, int], said: tuple[str, ...], report: str
) -> None:
    counts(folder, "2013-12-31", u20=11055)
    counts(folder, "2014-12-31", u20=11089)
    for period, bases in (("2013-12-31", then), ("2014-12-31", now)):
        if bases:
            brings(folder, period, bases)
    found = told(folder, "2014-12-31", report)
    assert [one for one in said if one not in found] == []


def test_the_same_base_is_not_told_twice(folder: Draft) -> None:
    counts(folder, "2013-12-31", u20=11055)
    counts(folder, "2014-12-31", u20=11089)
    assert "kỳ so sánh (" not in told(folder, "2014-12-31", "quick_report")


@pytest.mark.parametrize(
    ("nation", "known"), [(40_000_000, False), (62_000_000, False), (62_900_000, True), (70_000_000, False)]
)
def test_a_nation_s_base_is_that_of_its_provinces(folder: Draft, nation: int, *, known: bool) -> None:
    """63 provinces of a million each; where some have none, a larger nation is no fault."""
    provinces = [unit.code for unit in folder.history().gazetteer.at_level("VN63", "province")]
    counts(folder, "2021-09-13", u20=11055)
    brings(folder, "", dict.fromkeys(provinces, 1_000_000) | {"VN": nation})
    done = checks(folder)
    assert (done.exit_code, f"63 of its parts adds up to 63000000, not to {nation}" in done.stdout) == (
        (0, False) if known else (3, True)
    )
    brings(folder, "", dict.fromkeys(provinces[:40], 1_000_000) | {"VN": nation})
    assert checks(folder).exit_code == 0
