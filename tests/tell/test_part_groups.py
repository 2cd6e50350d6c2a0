"""The parts of a unit in groups: by what they have of what they need, and by the units of before."""

from __future__ import annotations

import pytest

from dophu.measure.parts import measured_parts
from dophu.tell.blocks import Runs
from dophu.tell.content import TableContent
from dophu.tell.part_groups import attainment, first_and_last, former, held
from tests.parts import count, measured
from tests.project import Draft, demo  # noqa: F401 - a fixture
from tests.told import facts_of

HEAD = "source,as_of,vintage,unit,measure,count,step,qualifier,note\n"
DAY = "2025-07-11"


def text(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def cells(content: TableContent | str) -> list[list[str]]:
    assert isinstance(content, TableContent)
    return [[text(cell) for cell in row] for row in content.rows]


def test_parts_are_grouped_by_what_they_have_of_what_they_need(project: Draft) -> None:
    count(project, {"178": 51642, "183": 39937, "181": 5000, "186": 100})
    facts, found = measured(project)
    told = [(group.key, [row.name for row in group.rows], held(facts, group)) for group in found.groups]
    assert [(key, names[:2], fact.shown if fact else "") for key, names, fact in told] == [
        ("reached", ["huyện Cao Lộc", "thành phố Lạng Sơn"], ""),
        ("below_half", ["huyện Bình Gia"], "25,99%"),
        ("below_tenth", ["huyện Hữu Lũng"], "74,01%"),
        ("absent", ["huyện Bắc Sơn", "huyện Chi Lăng"], ""),
    ]


def test_of_few_parts_the_table_of_all_says_enough(project: Draft) -> None:
    count(project, {"178": 51642, "183": 39937})
    assert isinstance(attainment(*measured(project)), str)


@pytest.mark.parametrize(
    ("given", "key"), [("30000,1000,,", "open"), ("26000,1,,", "below_half"), ("12000,1,hơn,", "open")]
)
def test_a_part_is_in_a_group_only_where_its_figure_surely_puts_it_there(project: Draft, given: str, key: str) -> None:
    count(project, {"178": 51642, "181": 9000}, f"DEMO,2020-08-07T08:00,VN63,186,installs,{given}\n")
    _, found = measured(project)
    assert next(group.key for group in found.groups if any(row.unit.code == "186" for row in group.rows)) == key


def test_without_a_target_there_are_no_groups(project: Draft) -> None:
    project.change("data/demo/campaign.yml", "percent: 50,", "percent: 50, scope: ['01'],")
    count(project, {"178": 51642, "183": 30000})
    assert isinstance(attainment(*measured(project)), str)


def test_the_first_and_last_of_few_are_not_told_apart(project: Draft) -> None:
    count(project, {"178": 51642, "183": 30000})
    assert isinstance(first_and_last(*measured(project)), str)


def of_communes(project: Draft) -> str:
    listed = (project.root / "data/reference/units/VN34/commune/20.csv").read_text("utf-8").splitlines()[1:]
    codes = [line.split(",")[1] for line in listed]
    rows = [f"DEMO,{DAY},VN34,{code},installs,{1000 + 10 * place},1,,\n" for place, code in enumerate(codes)]
    bases = (project.root / "data/reference/bases.csv").read_text("utf-8")
    more = "".join(f"population_2019,VN34,{code},5000,,,,derived,CENSUS2019,\n" for code in codes)
    project.write("data/reference/bases.csv", bases + more)
    return HEAD + "".join(rows)


def test_communes_are_grouped_by_the_districts_they_came_out_of(project: Draft) -> None:
    project.write(f"data/demo/{DAY}/counts.csv", of_communes(project))
    facts = facts_of(project.edition(period=DAY))
    rows = cells(former(facts, measured_parts(facts)))
    assert [row[0] for row in rows[:2]] == ["Thành phố Lạng Sơn", "Huyện Tràng Định"]
    assert (rows[-1][0], sum(int(row[1]) for row in rows)) == ("Thuộc nhiều đơn vị cũ", 65)


def test_of_many_parts_the_first_three_and_the_last_five_are_named_with_their_numbers(project: Draft) -> None:
    project.write(f"data/demo/{DAY}/counts.csv", of_communes(project))
    facts = facts_of(project.edition(period=DAY))
    rows = cells(first_and_last(facts, measured_parts(facts)))
    assert (len(rows), rows[0][0][:3], rows[0][1:]) == (8, "Xã ", ["1.640", "2.500", "5.000", "32,80%"])
    assert rows[-1][1:] == ["1.000", "2.500", "5.000", "20,00%"]
