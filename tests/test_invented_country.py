"""An invented country: its levels, units and bases are three tables, its letter a form; no line of code knows it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dophu.data.reference import read_units
from dophu.errors import DataError
from dophu.publish.gates import check
from dophu.tell.blocks import Document, Masthead, Table
from dophu.tell.evidence import known
from dophu.tell.html import plain
from tests.invented import REPORTS
from tests.project import Draft
from tests.telling import open_report, tell
from tests.test_everywhere import prose

FILES = {
    "data/reference/levels.csv": """\
vintage,level,above,many,from,to
S1,realm,,vương quốc,2000-01-01,
S1,isle,realm,"đảo, quần đảo",2000-01-01,
S1,hamlet,isle,thôn,2000-01-01,
""",
    "data/reference/units.csv": """\
vintage,code,level,name,kind,parent,region,note,from,to
S1,SA,realm,Sao Biển,vương quốc,,,,,
S1,01,isle,Bạch Yến,đảo,SA,,,,
S1,02,isle,Hải Âu,quần đảo,SA,,,,
S1,0101,hamlet,Cát Vàng,thôn,01,,,,
S1,0102,hamlet,Đá Nổi,thôn,01,,,,
S1,0103,hamlet,Sóng Ru,thôn,01,,,,
S1,0201,hamlet,Gió Lành,thôn,02,,,,
S1,0202,hamlet,Trăng Non,thôn,02,,,,
""",
    "data/reference/bases.csv": """\
base,vintage,code,value,low,high,qualifier,status,source,note
homes,S1,SA,10000,,,,published,SIM,
homes,S1,01,6000,,,,published,SIM,
homes,S1,02,4000,,,,published,SIM,
homes,S1,0101,1000,,,,published,SIM,
homes,S1,0102,2000,,,,published,SIM,
homes,S1,0103,3000,,,,published,SIM,
homes,S1,0201,1500,,,,published,SIM,
homes,S1,0202,2500,,,,published,SIM,
""",
    "data/reference/bases.yml": """\
homes: {label: số hộ mô phỏng, short: số hộ, kind: population, as_of: 2020-01-01, source: SIM}
""",
    "data/lamps/campaign.yml": """\
key: lamps
version: 2
title: đèn biển (mô phỏng)
status: simulated
measures:
  lit: {label: số hộ có đèn, noun: hộ, verb: có, counts: cumulative, better: more, meaning: Số hộ đã có đèn.}
main_measure: lit
base: homes
targets:
  - {key: half, percent: 50, measure: lit, base: homes, from: 2021-01-01, source: SIM, label: số hộ}
documents:
  realm: &form
    issuing_body: Hội đồng {unit}
    symbol: BC-HĐ
    place: "{unit}"
    type_name: Báo cáo
    abstract: Kết quả đèn biển
    title: Trưởng hội đồng
  isle: *form
  hamlet: *form
sources:
  - {id: SIM, title: Số liệu mô phỏng}
""",
}
HEAD = "source,as_of,vintage,unit,measure,count,step,qualifier,note\n"
COUNTS = {"SA": 4312, "01": 3012, "02": 1300, "0101": 600, "0102": 412, "0103": 2000, "0201": 76, "0202": 1224}


LETTERS = {"0101": "CAT", "0102": "DAN", "0103": "SON", "0201": "GIO", "0202": "TRA", "01": "BAC", "02": "HAI"}


def a_country(root: Path, codes: dict[str, str]) -> Path:
    project = Draft(root)
    for folder in ("notebooks", "params"):
        (project.root / folder).mkdir()
    for name, content in FILES.items():
        project.write(name, re.sub(r"(?<=,)0\d+(?=,)", lambda found: codes.get(found[0], found[0]), content))
    for day, part in (("2021-03-01", 3), ("2021-03-08", 4)):
        each = {codes.get(code, code): count for code, count in COUNTS.items()}
        rows = (f"SIM,{day},S1,{code},lit,{count * part // 4},1,,\n" for code, count in each.items())
        project.write(f"data/lamps/{day}/counts.csv", HEAD + "".join(rows))
    return project.root


@pytest.fixture(name="country", scope="module")
def fixture_country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_country(tmp_path_factory.mktemp("country"), {})


def told(country: Path, unit: str, report: str) -> Document:
    document = tell(open_report(country, campaign="lamps", period="2021-03-08", unit=unit), report)
    check(document)
    return document


@pytest.mark.parametrize(
    ("unit", "says"),
    [
        ("SA", ["của cả 02 đảo, quần đảo trong cả nước", "đảo Bạch Yến, 50,20%", "quần đảo Hải Âu, 32,50%"]),
        ("01", ["của cả 03 thôn thuộc đảo Bạch Yến", "thôn Sóng Ru, 66,67%", "thôn Đá Nổi, 20,60%"]),
        ("0202", ["của cả 02 thôn thuộc quần đảo Hải Âu", "Thôn Trăng Non đạt 48,96%, xếp thứ 1 trong 02 đơn vị"]),
    ],
)
def test_parts_are_called_as_the_table_of_levels_says(country: Path, unit: str, says: list[str]) -> None:
    text = prose(told(country, unit, "parts"))
    assert [words for words in says if words not in text] == []


@pytest.mark.parametrize(("unit", "issuer"), [("01", "Hội đồng Bạch Yến"), ("0202", "Hội đồng Trăng Non")])
def test_each_level_has_the_letter_of_its_form(country: Path, unit: str, issuer: str) -> None:
    masthead = next(block for block in told(country, unit, "quick_report").blocks if isinstance(block, Masthead))
    assert masthead.issuing_body == issuer.upper()
    assert f"{issuer} báo cáo kết quả có đèn biển" in prose(told(country, unit, "quick_report"))


def test_what_nobody_sent_is_known_by_the_units_two_levels_below(tmp_path: Path) -> None:
    country = a_country(tmp_path, {})
    counts = country / "data" / "lamps" / "2021-03-08" / "counts.csv"
    given = [line for line in counts.open(encoding="utf-8") if not re.search(r",S1,(SA|01|02),", line)]
    counts.write_text("".join(given), "utf-8")
    parts = prose(told(country, "SA", "parts"))
    assert "43,12% (cộng từ 02 đơn vị trực thuộc)" in parts
    assert "của cả 02 đảo, quần đảo" in parts
    assert "Trong 05 thôn, 02 đơn vị đã đạt mục tiêu 50% số hộ, 03 đơn vị chưa đạt" in parts
    assert "chưa có số liệu" not in parts + prose(told(country, "SA", "quick_report"))


def test_a_country_without_regions_has_no_column_of_them(country: Path) -> None:
    tables = [block for block in told(country, "SA", "national_table").blocks if isinstance(block, Table)]
    heads = [[plain(cell) for cell in table.head] for table in tables]
    assert ["Đảo, quần đảo", "Thứ hạng", "Số hộ"] in [head[:3] for head in heads]


def test_units_with_codes_of_letters_are_told_and_compared_inside_their_level(tmp_path: Path) -> None:
    country = a_country(tmp_path, LETTERS)
    document = told(country, "BAC", "parts")
    assert "thôn Sóng Ru, 66,67%" in prose(document)
    shares = {row.key.split("@")[1].partition("/")[0]: row for row in document.facts if row.key.startswith("share@")}
    families = {code: known(row, document.vocabulary).family for code, row in shares.items()}
    assert families["CAT"] == families["SON"] != families["BAC"]
    assert known(shares["CAT"], document.vocabulary).subject == "CAT"


def test_units_without_figures_are_listed_without_a_column_of_regions(tmp_path: Path) -> None:
    country = a_country(tmp_path, {})
    more = {"03": "Cù Lao", "04": "Đá Bạc", "05": "Én Biển"}
    with (country / "data" / "reference" / "units.csv").open("a", encoding="utf-8") as units:
        units.writelines(f"S1,{code},isle,{name},đảo,SA,,,,\n" for code, name in more.items())
    counts = country / "data" / "lamps" / "2021-03-08" / "counts.csv"
    given = [line for line in counts.open(encoding="utf-8") if ",S1,02" not in line]
    given += [f"SIM,2021-03-08,S1,{code},lit,100,1,,\n" for code in more]
    counts.write_text("".join(given), "utf-8")
    tables = [block for block in told(country, "SA", "national_table").blocks if isinstance(block, Table)]
    heads = [[plain(cell) for cell in table.head] for table in tables]
    assert ["Đảo, quần đảo", "Số hộ", "Số liệu gần nhất"] in [head[:3] for head in heads]


def test_a_code_that_a_number_could_not_say_is_refused(tmp_path: Path) -> None:
    project = Draft(tmp_path)
    for name, content in FILES.items():
        project.write(name, content)
    project.change("data/reference/units.csv", "S1,01,isle", "S1,1,isle")
    with pytest.raises(DataError, match=r"units.csv row 3 column 'code': not a unit's code, got '1'"):
        read_units(project)


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("unit", ["SA", "01", "0202"])
def test_every_report_is_told_of_every_level(country: Path, unit: str, report: str) -> None:
    text = prose(told(country, unit, report))
    assert [word for word in ("tỉnh", "huyện", "cấp xã", "Việt Nam") if word in text] == []
