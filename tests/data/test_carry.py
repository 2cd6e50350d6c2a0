"""Across 01/7/2025: counts and bases of whole merged units add up; nothing is joined by its bare code."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dophu.data.periods import read_campaign, read_history
from dophu.errors import DataError
from dophu.facts.interval import Interval
from dophu.facts.made import known_figures
from dophu.world.periods import read_period
from tests.project import Draft, demo  # noqa: F401 - a fixture

HEAD = "source,as_of,vintage,unit,measure,count,step,qualifier,note\n"
BEFORE = "data/demo/2025-06-20/counts.csv"
AFTER = "data/demo/2025-07-20/counts.csv"
ROWS = "".join(f"DEMO,2025-06-20T08:00,VN63,{unit},installs,{count},1,,\n" for unit, count in [("24", 9), ("27", 5)])
LATER = "DEMO,2025-07-20T08:00,VN34,24,installs,21,1,,\n"


def counts_of(project: Draft, vintage: str, code: str) -> list[int | None]:
    history = read_history(project, read_campaign(project, "demo"), until=read_period("2025-07-20"))
    unit = history.gazetteer.get(vintage, code)
    return [known.count for known in known_figures(history, "installs", unit=unit) if known.period > "2025"]


def test_counts_of_merged_units_add_up_to_the_new_unit(project: Draft) -> None:
    project.write(BEFORE, HEAD + ROWS)
    project.write(AFTER, HEAD + LATER)
    assert counts_of(project, "VN34", "24") == [14, 21]
    assert counts_of(project, "VN63", "24") == [9]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (",27,installs,5,", ",22,installs,5,"),
        (",5,1,,", ",5,1,hơn,"),
        (",5,1,,", ",,1,,"),
        ("2025-06-20T08:00,VN63,27", "2025-06-20T17:00,VN63,27"),
    ],
)
def test_a_merged_unit_has_no_count_unless_every_part_has_one_of_the_same_moment(
    project: Draft, old: str, new: str
) -> None:
    project.write(BEFORE, HEAD + ROWS.replace(old, new))
    project.write(AFTER, HEAD + LATER)
    assert counts_of(project, "VN34", "24") == [21]


def test_a_sum_of_rounded_counts_is_as_rough_as_all_of_them(project: Draft) -> None:
    project.write(BEFORE, HEAD + ROWS.replace(",9,1,", ",9000,1000,").replace(",5,1,", ",5000,1000,"))
    project.write(AFTER, HEAD + LATER)
    history = read_history(project, read_campaign(project, "demo"), until=read_period("2025-07-20"))
    carried = known_figures(history, "installs", period="2025-06-20", unit=history.gazetteer.get("VN34", "24"))
    assert carried[0].people == Interval(Fraction(13000), Fraction(15000))


def test_bases_of_merged_units_add_up_and_the_nation_stays_the_nation(project: Draft) -> None:
    bases = project.history().bases
    parts = [bases.of("population_2019", "VN63", code) for code in ("24", "27")]
    whole, nation = (bases.of("population_2019", "VN34", code) for code in ("24", "VN"))
    assert whole is not None
    assert nation is not None
    assert whole.value == sum(part.value for part in parts if part)
    assert nation.value == 96208984


def test_codes_of_the_old_units_are_refused_after_the_merger(project: Draft) -> None:
    project.write(AFTER, HEAD + LATER.replace("VN34", "VN63"))
    with pytest.raises(DataError, match="on 2025-07-20 the units are VN34"):
        project.history()
