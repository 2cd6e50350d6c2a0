"""Measures that are no counts of people: rates, means, amounts and indices, told in their own unit by every report."""

from __future__ import annotations

import re
import shutil
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from dophu.errors import DataError
from dophu.publish.exporters import publish
from dophu.publish.gates import check
from dophu.tell.blocks import Document, Figure, Heading, Table
from dophu.tell.html import plain
from tests.examples import EXAMPLES
from tests.telling import ROOT, open_report, tell
from tests.test_everywhere import prose
from tests.told import facts_of, shown

REPORTS = ["quick_report", "national_table", "progress", "parts", "data_quality"]
KINDS = {
    "mean": ("{kind: mean, unit: phút}", "less", "30", "1"),
    "amount": ("{kind: amount, unit: tỷ đồng, decimals: 2}", "more", "3000", "40"),
    "index": ("index", "more", "85.5", "2"),
    "rate": ("{kind: rate, per: 100000, unit: dân}", "less", "15", "0.5"),
}
VALUES = {"20": "31.5", "01": "28.4", "04": "30.1", "08": "44.0", "11": "22.7"}
HEAD = "source,as_of,vintage,unit,measure,figure,value,step,qualifier,base,of,status,since,note\n"


def a_campaign(root: Path, kind: str) -> Path:
    """Turn the survey of the examples into a campaign of another kind, with values of its own."""
    shutil.copytree(ROOT / "data" / "reference", root / "data" / "reference")
    shutil.copytree(
        EXAMPLES / "khao-sat", root / "data" / "khao-sat", ignore=shutil.ignore_patterns("params.yml", "20*")
    )
    figure, better, target, times = KINDS[kind]
    settings = root / "data" / "khao-sat" / "campaign.yml"
    text = settings.read_text("utf-8")
    text = text.replace("figure: share", f"figure: {figure}", 1).replace("better: more", f"better: {better}", 1)
    text = text.replace("    base: ho\n", "").replace(
        "main_measure: nuoc_sach\nbase: ho\n", "main_measure: nuoc_sach\n"
    )
    text = text.replace("percent: 65", f"value: {target}").replace(
        "label: tỷ lệ hộ sử dụng nước sạch", "label: chỉ tiêu thử"
    )
    settings.write_text(text.replace("label: hộ gia đình}", "label: người nghèo}"), "utf-8")
    for month, added in (("2025-11", 0), ("2025-12", Fraction(3))):
        rows = ((unit, (Fraction(value) + added) * Fraction(times)) for unit, value in VALUES.items())
        lines = [f"KS_MP,{month}-28,VN34,{u},nuoc_sach,value,{float(v):.1f},,,,,published,,\n" for u, v in rows]
        folder = root / "data" / "khao-sat" / month
        folder.mkdir()
        (folder / "published.csv").write_text(HEAD + "".join(lines), "utf-8")
    for name in ("params", "notebooks"):
        (root / name).mkdir()
    return root


@pytest.fixture(name="offices", scope="module")
def some_offices(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A project for each kind."""
    return {kind: a_campaign(tmp_path_factory.mktemp(kind).resolve(), kind) for kind in KINDS}


def told(office: Path, report: str) -> Document:
    return tell(open_report(office, campaign="khao-sat", period="2025-12", unit="20"), report)


def facts(office: Path) -> Any:
    return facts_of(root=office, campaign="khao-sat", period="2025-12", unit="20")


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_report_tells_a_kind_and_nothing_of_people(offices: dict[str, Path], kind: str, report: str) -> None:
    document = told(offices[kind], report)
    check(document)
    text = prose(document)
    assert not re.search(
        r"%|[Tt]ỷ lệ|điểm phần trăm|không công bố|[Mm]ẫu số|số lượng|hộ sử dụng", text.split("1. Số liệu đã nhận")[0]
    )
    assert "người nghèo" not in text  # a value has its unit: what a target of people is called says nothing of minutes
    assert not re.search(r"^dùng\.|34 trong 34 tỉnh", text, re.MULTILINE)
    headings = [one for one, other in pairwise(document.blocks) if isinstance(one, Heading) and _is_as_high(one, other)]
    assert headings == []


def _is_as_high(one: Heading, other: object) -> bool:
    return isinstance(other, Heading) and other.level <= one.level


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("mean", ["34,5 phút", "30 phút", "4,5 phút", "2,9 đến 3,1 phút", "thứ 4"]),
        ("amount", ["1.380,0 tỷ đồng", "3.000 tỷ đồng", "1.620,0 tỷ đồng", "119,9 đến 120,1 tỷ đồng", "thứ 2"]),
        ("index", ["69,0", "85,5", "16,5 điểm", "5,9 đến 6,1 điểm", "thứ 2"]),
        ("rate", ["17,2/100.000 dân", "15/100.000 dân", "2,2/100.000 dân", "1,3 đến 1,5/100.000 dân", "thứ 4"]),
    ],
)
def test_values_targets_gaps_and_changes_print_in_the_measure_s_unit(
    offices: dict[str, Path], kind: str, expected: list[str]
) -> None:
    found = shown(facts(offices[kind]), "share", "target", "gap", "change", "rank")
    assert (found[0], found[1], found[4]) == (expected[0], expected[1], expected[4])
    assert found == expected


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_missing_in_people_and_nothing_is_added_up(offices: dict[str, Path], kind: str) -> None:
    assert shown(facts(offices[kind]), "missing", "needed", "pace", "counted", "base") == ["-"] * 5


@pytest.mark.parametrize("kind", ["mean", "rate"])
def test_every_format_has_the_same_numbers(offices: dict[str, Path], kind: str) -> None:
    made = publish(told(offices[kind], "national_table"), ("html", "pdf", "docx", "xlsx"))
    assert set(made) == {"html", "pdf", "docx", "xlsx"}


def test_money_of_parts_adds_up_and_is_held_against_no_whole(offices: dict[str, Path], tmp_path: Path) -> None:
    office = tmp_path / "office"
    shutil.copytree(offices["amount"], office)
    with (office / "data" / "khao-sat" / "2025-12" / "published.csv").open("a", encoding="utf-8") as rows:
        rows.write("KS_MP,2025-12-28,VN34,VN,nuoc_sach,value,90000.0,,,,,published,,\n")
    known = facts(office)
    assert shown(known, "share") == ["1.380,0 tỷ đồng"]
    text = prose(told(office, "quick_report"))
    assert "Cả nước có tổng số 90.000,0 tỷ đồng." in text
    assert not re.search(r"so với (?:cả nước|vùng|mức chung)", text + prose(told(office, "progress")))
    assert _sum_row(told(office, "national_table")) == ("Cộng 05 đơn vị", "khoảng 6.868 tỷ đồng")


def _sum_row(document: Document) -> tuple[str, str]:
    table = next(block for block in document.blocks if isinstance(block, Table) and block.foot)
    first, *cells = [plain(cell) for cell in table.foot[0]]
    return first, next(filter(None, cells))


def test_a_rate_is_computed_of_a_count_and_its_base(offices: dict[str, Path], tmp_path: Path) -> None:
    office = tmp_path / "office"
    shutil.copytree(offices["rate"], office)
    folder = office / "data" / "khao-sat"
    settings = (folder / "campaign.yml").read_text("utf-8")
    (folder / "campaign.yml").write_text(
        settings.replace("unit: dân}", "unit: dân, decimals: 2}\n    base: ho", 1), "utf-8"
    )
    head = "source,as_of,vintage,unit,measure,count,step,qualifier,note\n"
    (folder / "2025-12" / "counts.csv").write_text(f"{head}KS_MP,2025-12-28,VN34,20,nuoc_sach,140,1,,\n", "utf-8")
    (folder / "2025-12" / "published.csv").unlink()
    bases = "base,vintage,code,value,low,high,qualifier,status,source,note\nho,VN34,20,800000,,,,published,KS_MP,\n"
    (folder / "bases.csv").write_text(bases, "utf-8")
    found = facts(office)
    assert found.get("share").amount == Fraction(100_000 * 140, 800_000)
    assert shown(found, "share", "needed", "missing", "gap") == ["17,50/100.000 dân", "120", "20", "2,50/100.000 dân"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("value: 30", "percent: 30"), r"line \d+: the target 'nuoc_sach_65' is a percent.*write value"),
        (("kind: mean, unit: phút", "kind: mean"), r"line 14.*unit is missing"),
        (("kind: mean, unit: phút", "kind: mean, unit: phút, decimals: 9"), r"line 14.*decimals"),
        (("kind: mean, unit: phút}", "kind: mean, unit: phút}\n    base: ho"), r"line 15: .*which no base divides"),
        (("kind: mean, unit: phút", "kind: rate, unit: dân"), r"line 14.*write per: 1000"),
    ],
)
def test_settings_that_make_no_sense_of_a_kind_are_refused_with_their_line(
    offices: dict[str, Path], tmp_path: Path, change: tuple[str, str], says: str
) -> None:
    office = tmp_path / "office"
    shutil.copytree(offices["mean"], office)
    settings = office / "data" / "khao-sat" / "campaign.yml"
    settings.write_text(settings.read_text("utf-8").replace(*change, 1), "utf-8")
    with pytest.raises(DataError, match=says):
        facts(office)


def test_places_are_drawn_from_the_best_where_less_is_better(offices: dict[str, Path]) -> None:
    office = offices["mean"]
    report = open_report(office, campaign="khao-sat", period="2025-12", unit="20")
    ranks = report.measured("progress").ranks
    places = {unit.code: track[-1] for unit, track in ranks.tracks.items()}
    assert places == {"11": 1, "01": 2, "04": 3, "20": 4, "08": 5}


def test_an_estimate_of_open_place_draws_no_course_of_places(offices: dict[str, Path], tmp_path: Path) -> None:
    office = tmp_path / "office"
    shutil.copytree(offices["mean"], office)
    for file in (office / "data" / "khao-sat").glob("*/published.csv"):
        head, *rows = file.read_text("utf-8").splitlines()
        wide = [f"{row},1,99,95,mẫu" for row in rows]
        file.write_text("\n".join([f"{head},low,high,level,method", *wide]) + "\n", "utf-8")
    assert "rank_course" not in [block.key for block in told(office, "progress").blocks if isinstance(block, Figure)]
    text = prose(told(office, "quick_report"))
    assert "34,5 phút (1 phút đến 99 phút)" in text
    assert "xếp thứ 1 đến 5 trong 05 đơn vị đã biết số liệu, trên tổng số 34" in text
