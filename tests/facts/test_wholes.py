"""With all parts of a unit counted and the unit itself not, its count is their sum, whatever bases there are."""

from __future__ import annotations

import pytest

from dophu.data.project import Project
from dophu.data.reference import read_units
from dophu.measure.standings import standings
from dophu.publish.gates import check
from tests.parts import BASES, give_letterheads, line
from tests.parts import count as let_count
from tests.project import CAMPAIGN, ROOT, Draft, demo  # noqa: F401 - a fixture
from tests.telling import open_report, tell
from tests.test_everywhere import prose
from tests.told import facts_of, shown

NOBODYS = "smartphones_2020_09_01"  # known of one province far away
OF_SOME = {"180": "population_2009", "181": "population_2019"}
EACH = 2000


@pytest.fixture(autouse=True)
def letterheads(project: Draft) -> None:
    give_letterheads(project)


def parts_of(parent: str) -> list[str]:
    gazetteer = read_units(Project(ROOT))
    return [unit.code for unit in gazetteer.children(gazetteer.get("VN63", parent))]


def counted_over(project: Draft, parent: str, base: str) -> int:
    """Count every part of a unit, and not the unit itself, over a base; say how many they are."""
    parts = parts_of(parent)
    let_count(project, dict.fromkeys(parts, EACH))
    (project.root / "data/demo/2020-07-31/counts.csv").unlink()
    project.change(CAMPAIGN, "\nbase: population_2019", f"\nbase: {base}")
    return len(parts)


@pytest.mark.parametrize("unit", ["20", "VN"])
def test_a_whole_without_a_base_is_the_sum_of_its_parts(project: Draft, unit: str) -> None:
    parts = counted_over(project, unit, NOBODYS)
    facts = facts_of(project.edition(unit=unit))
    counted = facts.fact("counted")
    assert counted
    assert counted.amount == parts * EACH
    assert counted.status == "computed"
    assert [fact.key for fact in counted.inputs] == [f"counted@{code}" for code in parts_of(unit)]
    assert shown(facts, "known", "base", "share") == [str(parts), "-", "-"]


def test_a_base_that_some_parts_lack_leaves_the_sum_of_the_counts(project: Draft) -> None:
    counted_over(project, "20", "phones")
    described = {
        "kind": "smartphones",
        "label": "điện thoại",
        "short": "điện thoại",
        "noun": "điện thoại",
        "source": "DEMO",
    }
    known = {code: size for code, size in BASES.items() if code != "180"}
    project.write("data/demo/bases.yml", _described(described))
    rows = "".join(f"phones,VN63,{code},{size},,,,published,DEMO,\n" for code, size in known.items())
    project.write("data/demo/bases.csv", f"base,vintage,code,value,low,high,qualifier,status,source,note\n{rows}")
    assert shown(facts_of(project.edition()), "counted", "known", "base", "share") == ["22.000", "11", "-", "-"]


def _described(words: dict[str, str]) -> str:
    return "phones:\n" + "".join(f"  {name}: {word}\n" for name, word in words.items()) + "  as_of: 2019-01-01\n"


@pytest.mark.parametrize("missing", [1, 2])
def test_with_a_part_that_is_not_counted_there_is_no_sum(project: Draft, missing: int) -> None:
    counted_over(project, "20", NOBODYS)
    let_count(project, dict.fromkeys(parts_of("20")[missing:], EACH))
    assert shown(facts_of(project.edition()), "counted") == ["-"]


def test_a_whole_with_a_count_of_its_own_keeps_it(project: Draft) -> None:
    counted_over(project, "20", NOBODYS)
    let_count(project, dict.fromkeys(parts_of("20"), EACH), line("20", 21_000, "1,,Theo báo cáo tỉnh"))
    assert shown(facts_of(project.edition()), "counted") == ["21.000"]


def test_the_list_of_the_nation_adds_up_without_a_base(project: Draft) -> None:
    provinces = counted_over(project, "VN", NOBODYS)
    total = standings(facts_of(project.edition())).total
    assert [total.counted.amount, total.known.amount] == [provinces * EACH, provinces]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("unit", "report", "says"),
    [
        ("20", "quick_report", "22.000 người cài đặt (cộng từ 11 đơn vị trực thuộc)."),
        ("20", "progress", "22.000 người cài đặt (cộng từ 11 đơn vị trực thuộc)."),
        ("20", "parts", "22.000 người cài đặt (cộng từ 11 đơn vị trực thuộc)."),
        ("VN", "quick_report", "126.000 người cài đặt (cộng từ 63 đơn vị trực thuộc)."),
        ("VN", "progress", "126.000 người cài đặt (cộng từ 63 đơn vị trực thuộc)."),
        ("VN", "national_table", "126.000 người cài đặt (cộng từ 63 đơn vị)."),
        ("20", "data_quality", ""),
    ],
)
def test_every_report_that_tells_the_whole_says_that_it_is_a_sum(
    project: Draft, unit: str, report: str, says: str
) -> None:
    counted_over(project, unit, NOBODYS)
    document = tell(open_report(project.root, campaign="demo", period="2020-08-07", unit=unit), report)
    check(document)
    assert says in prose(document)
