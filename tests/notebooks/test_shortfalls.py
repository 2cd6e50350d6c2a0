"""What parts miss that have not reached the target is more than the whole misses, and never called the whole's."""

from __future__ import annotations

import csv
from functools import cache

import pytest

from dophu.data.project import Project
from dophu.data.reference import read_units
from dophu.publish.gates import check
from dophu.wording import count as written
from tests.parts import FORMER, count, give_letterheads
from tests.project import ROOT, Draft, demo  # noqa: F401 - a fixture
from tests.telling import open_report, tell
from tests.test_everywhere import prose

REPORTS = ["quick_report", "national_table", "progress", "parts", "data_quality"]
OF_PARTS = "Cộng các đơn vị chưa đạt mục tiêu"


@cache
def bases(parent: str) -> dict[str, int]:
    """Read what the parts of a unit have as their base."""
    gazetteer = read_units(Project(ROOT))
    parts = {unit.code for unit in gazetteer.children(gazetteer.get("VN63", parent))}
    with (ROOT / "data/reference/bases.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if (row["vintage"], row["base"]) == ("VN63", "population_2019")]
    return {row["code"]: int(row["value"]) for row in rows if row["code"] in parts}


def let_a_third_exceed(project: Draft, parent: str, exceeding: int = 90) -> tuple[int, int]:
    """Let a third of the parts exceed the target; give what the others miss, and what the whole misses."""
    counts = {
        code: base * (exceeding if place % 3 == 0 else 20) // 100
        for place, (code, base) in enumerate(bases(parent).items())
    }
    count(project, counts)
    (project.root / FORMER).unlink()
    needed = {code: -(-base // 2) for code, base in bases(parent).items()}
    whole = -(-sum(bases(parent).values()) // 2) - sum(counts.values())
    return sum(max(0, needed[code] - counts[code]) for code in counts), whole


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize(("parent", "unit"), [("20", "20"), ("VN", "VN"), ("VN", "20")])
@pytest.mark.parametrize("exceeding", [90, 60])
def test_what_the_parts_miss_is_said_of_them_alone(
    project: Draft, report: str, parent: str, unit: str, exceeding: int
) -> None:
    give_letterheads(project)
    of_parts, of_whole = let_a_third_exceed(project, parent, exceeding)
    assert of_parts > max(0, of_whole)
    document = tell(open_report(project.root, campaign="demo", period="2020-08-07", unit=unit), report)
    check(document)
    told = [sentence for sentence in prose(document).split("\n") if written(of_parts) in sentence]
    in_cells = {written(of_parts)}  # of those that have not reached it: their group, the sum below the national table
    assert [sentence for sentence in told if not sentence.startswith(OF_PARTS) and sentence not in in_cells] == []
    of_list = parent == "VN" and report in {"quick_report", "national_table"}
    assert bool(told) == (of_list or (report == "parts" and unit == parent))


@pytest.mark.parametrize("report", ["quick_report", "progress", "national_table"])
def test_what_the_whole_misses_is_its_own(project: Draft, report: str) -> None:
    give_letterheads(project)
    _, of_whole = let_a_third_exceed(project, "VN")
    document = tell(open_report(project.root, campaign="demo", period="2020-08-07", unit="VN"), report)
    assert f"{written(of_whole)} người" in prose(document)
