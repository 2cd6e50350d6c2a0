"""A target on another base, or in people: every report judges it on its own base, by the same figures."""

from __future__ import annotations

import pytest

from dophu.facts.evaluate import Facts
from dophu.publish.gates import check
from dophu.tell.blocks import Figure, Table
from dophu.tell.html import plain
from tests.parts import give_letterheads
from tests.project import CAMPAIGN, Draft, demo  # noqa: F401 - a fixture
from tests.telling import open_report, tell
from tests.test_everywhere import prose
from tests.told import facts_of

REPORTS = ["quick_report", "national_table", "progress", "parts"]
BASES = "base,vintage,code,value,low,high,qualifier,status,source,note\n"
BASE = "phones:\n  {as_of: 2020-01-01, kind: smartphones, label: số thuê bao, short: thuê bao, source: DEMO}\n"
COUNTED = {"20": 80000, "24": 90000, "26": 200000, "27": 400000}
# Of its people 20 has 10 %, of its telephones 80 %: 50 % of these are reached, of those not. 24 has 5 % and 45 %.
PHONES = {"20": 100000, "24": 200000, "26": 250000, "27": 500000}
NOW = "data/demo/2020-08-07"
ROW = "DEMO,2020-08-07T08:00,VN63,{},installs,{},1,,\n"


@pytest.fixture(autouse=True)
def prepared(project: Draft) -> None:
    give_letterheads(project)
    head = "source,as_of,vintage,unit,measure,count,step,qualifier,note\n"
    project.write(f"{NOW}/counts.csv", head + "".join(ROW.format(unit, n) for unit, n in COUNTED.items()))
    for name in ("published", "totals"):
        (project.root / NOW / f"{name}.csv").unlink()
    rows = "".join(f"phones,VN63,{unit},{number},,,,published,DEMO,\n" for unit, number in PHONES.items())
    project.write("data/demo/bases.csv", BASES + rows)
    project.write("data/demo/bases.yml", BASE)


def on_phones(project: Draft) -> None:
    project.change(CAMPAIGN, "base: population_2019, from", "base: phones, from")


def in_people(project: Draft, number: int = 90001, scope: str = '["20"]') -> None:
    project.change(CAMPAIGN, "percent: 50, ", f"count: {number}, scope: {scope}, by: 2020-08-27, ")
    project.change(CAMPAIGN, "label: dân số", "label: người")


def text_of(project: Draft, report: str, unit: str = "20") -> str:
    document = tell(open_report(project.root, campaign="demo", period="2020-08-07", unit=unit), report)
    check(document)
    return prose(document)


def numbers(facts: Facts, *concepts: str) -> list[str]:
    return [getattr(facts.get(concept), "shown", "-") for concept in concepts]


def test_the_share_on_the_targets_own_base_decides(project: Draft) -> None:
    on_phones(project)
    facts = facts_of(project.edition())
    assert numbers(facts, "share", "share|on_target_base", "gap", "needed", "missing") == [
        *("10,23%", "80,00%", "-30,00 điểm phần trăm", "50.000", "-30.000")
    ]


REACHED = {
    "quick_report": "trên số thuê bao là 80,00%, đã vượt mục tiêu 50% dân số",
    "progress": "Trên số thuê bao, tỉnh Lạng Sơn đạt 80,00%, đã vượt mục tiêu 50% dân số",
    "national_table": "Đã có 03 trong 04 đơn vị đạt mục tiêu 50% dân số",
}


@pytest.mark.parametrize("report", REACHED)
def test_every_report_says_so(project: Draft, report: str) -> None:
    on_phones(project)
    assert REACHED[report] in text_of(project, report)


def test_a_unit_below_it_on_its_own_base_is_below_in_every_report(project: Draft) -> None:
    on_phones(project)
    assert "là 45,00%, chưa đạt mục tiêu 50% dân số, còn thiếu 5,00 điểm" in text_of(project, "quick_report", "24")
    assert "còn thiếu 10.000 người" in text_of(project, "progress", "24")


def test_tables_name_the_base_that_is_judged_on_and_figures_draw_no_line_of_another(project: Draft) -> None:
    on_phones(project)
    document = tell(open_report(project.root, campaign="demo", period="2020-08-07", unit="20"), "national_table")
    table = next(block for block in document.blocks if isinstance(block, Table) and block.sortable)
    assert "Còn thiếu trên thuê bao (điểm phần trăm)" in [
        plain(head) if isinstance(head, list) else head for head in table.head
    ]
    alts = [block.alt for block in document.blocks if isinstance(block, Figure)]
    assert alts
    assert not any("mục tiêu" in alt for alt in alts)


def test_of_another_base_the_letter_claims_nothing(project: Draft) -> None:
    on_phones(project)
    letter = tell(open_report(project.root, campaign="demo", period="2020-08-07", unit="20"))
    (distance,) = (block for block in letter.blocks if isinstance(block, Figure) and block.key == "distance")
    assert "trên dân số 2019: 10,23%, thiếu 39,77 điểm phần trăm" in distance.alt
    assert "trên thuê bao: 80,00%, đã đạt mục tiêu" in distance.alt


def test_a_share_keeps_apart_from_the_target_of_its_own_base_only(project: Draft) -> None:
    on_phones(project)
    facts = facts_of(project.edition())
    apart = [getattr(facts.get(concept), "apart", None) for concept in ("share", "share|on_target_base")]
    assert apart == [(), (50,)]


IN_PEOPLE = {
    "quick_report": "để đạt mục tiêu 90.001 người, tỉnh Lạng Sơn còn thiếu 10.001 người",
    "progress": "Để đạt mục tiêu 90.001 người đúng hạn 27/8/2020, mỗi ngày cần thêm ít nhất 484 người",
    "national_table": "So với mục tiêu 90.001 người, tỉnh Lạng Sơn còn thiếu 10.001 người",
}


@pytest.mark.parametrize("report", IN_PEOPLE)
def test_a_number_of_people_to_reach_is_told(project: Draft, report: str) -> None:
    in_people(project)
    assert IN_PEOPLE[report] in text_of(project, report)


def test_progress_holds_the_pace_against_a_number_of_people_too(project: Draft) -> None:
    in_people(project)
    assert "so với mức cần có" in text_of(project, "progress")


def test_a_number_that_each_of_the_peers_is_to_reach_is_counted_over_the_list(project: Draft) -> None:
    in_people(project, 90000, "all")
    assert "Đã có 03 trong 04 đơn vị đạt mục tiêu 90.000 người" in text_of(project, "national_table")


@pytest.mark.parametrize("unit", ["24", "178", "VN"])
def test_a_number_set_for_one_unit_is_no_others(project: Draft, unit: str) -> None:
    in_people(project)
    facts = facts_of(project.edition())
    other = facts.history.gazetteer.get("VN63", unit)
    assert not facts.get("needed", other)


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("aim", [on_phones, in_people])
def test_no_report_stops_over_such_a_target(project: Draft, report: str, aim: object) -> None:
    assert callable(aim)
    aim(project)
    for unit in COUNTED:
        text_of(project, report, unit)
