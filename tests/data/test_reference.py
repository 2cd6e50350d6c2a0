from __future__ import annotations

import re

import pytest

from dophu.data.bases import read_bases
from dophu.data.reference import read_aliases, read_reference_sources, read_units
from dophu.errors import DataError, UsageError
from tests.project import Draft, demo  # noqa: F401 - a fixture

UNITS, BASES, DESCRIBED = (f"data/reference/{name}" for name in ("units.csv", "bases.csv", "bases.yml"))
LANG_SON = "population_2019,VN63,20,781655"


def test_units_bases_and_sources_of_the_shipped_reference_are_read(project: Draft) -> None:
    gazetteer = read_units(project)
    assert gazetteer.get("VN63", "24").name == "Bắc Giang"
    assert gazetteer.get("VN34", "24").name == "Bắc Ninh"
    known = read_bases(project, gazetteer).of("population_2019", "VN63", "20")
    assert known is not None
    assert known.value == 781655
    assert "CENSUS2019" in {source.id for source in read_reference_sources(project)}


def test_a_unit_that_stands_twice_is_refused(project: Draft) -> None:
    project.change(UNITS, "VN63,02,province", "VN63,01,province")
    with pytest.raises(DataError, match=f"{UNITS} row 4 column 'code': unit stands twice, got '01'"):
        read_units(project)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (LANG_SON, "population_2019,VN63,99,781655", "column 'code': no such unit in VN63, got '99'"),
        (LANG_SON, "population_2018,VN63,20,781655", "column 'base': base is not described, got 'population_2018'"),
        (LANG_SON, "population_2019,VN63,20,0", "column 'value': not a number of people or devices, got '0'"),
        (LANG_SON, "population_2019,VN63,20,781656", "the provinces of VN add up to 96208985, not to 96208984"),
        ("VN63,178,", "VN63,178,1", "the districts of 20 add up to"),
    ],
)
def test_a_wrong_base_is_refused(project: Draft, old: str, new: str, message: str) -> None:
    project.change(BASES, old, new)
    with pytest.raises(DataError) as caught:
        read_bases(project, read_units(project))
    assert caught.value.where == BASES
    assert message in caught.value.problem


def test_both_control_totals_that_fail_come_in_one_error(project: Draft) -> None:
    project.change(DESCRIBED, "96208984", "96208985")
    project.change(DESCRIBED, "781655", "781656")
    with pytest.raises(DataError, match=r"2 finding\(s\)") as caught:
        read_bases(project, read_units(project))
    assert "to 96208984, not to 96208985" in caught.value.problem
    assert "to 781655, not to 781656" in caught.value.problem


def test_a_base_of_a_new_kind_needs_its_name(project: Draft) -> None:
    project.change(DESCRIBED, "kind: population", "kind: people")
    with pytest.raises(DataError, match=rf"{DESCRIBED}: population_2019: kind 'people' needs a kind_label"):
        read_bases(project, read_units(project))


@pytest.mark.parametrize(
    ("vintage", "code", "parts"),
    [
        ("VN63", "99", ["no unit '99' in VN63", "did you mean"]),
        (
            "VN63",
            "Lạng Sơn",
            ["no unit 'Lạng Sơn'", "write its code: '20' (tỉnh Lạng Sơn) or '178' (thành phố Lạng Sơn)"],
        ),
        ("VN34", "30", ["no unit '30' in VN34 (it is one of VN63)"]),
    ],
)
def test_an_unknown_unit_says_which_may_have_been_meant(
    project: Draft, vintage: str, code: str, parts: list[str]
) -> None:
    with pytest.raises(UsageError) as caught:
        read_units(project).get(vintage, code)
    assert [part for part in parts if part not in str(caught.value)] == []


def test_a_list_of_sources_left_blank_holds_none(project: Draft) -> None:
    project.write("data/reference/sources.yml", "sources:\n")
    assert read_reference_sources(project) == []


@pytest.mark.parametrize(
    ("table", "old", "new", "message"),
    [
        ("tiles", "VN63,02,4,1", "VN63,02,4,4", "tiles.csv row 3 column 'row': stands twice"),
        ("tiles", "VN63,02,4,1", "VN63,03,4,1", "tiles.csv row 3 column 'code': no such unit in VN63, got '03'"),
        ("aliases", "VN63,01,Hà Nội\n", "VN34,02,Hà Nội\n", "aliases.csv row 2 column 'code': no such unit in VN34"),
        (
            "crosswalk",
            "VN63,02,VN34,08",
            "VN63,02,VN34,02",
            "crosswalk.csv row 3 column 'to_code': no such unit in VN34",
        ),
        (
            "crosswalk",
            "VN63,02,VN34,08,merged_whole,2025-07-01\n",
            "",
            "crosswalk.csv column 'from_code': Hà Giang is left",
        ),
        ("crosswalk", "merged_whole", "merged", "not one of 'unchanged', 'merged_whole'"),
        ("islands", "VN63,48,", "VN63,99,", "islands.csv row 2 column 'code': no such unit in VN63, got '99'"),
        ("islands", ",12.5", ",giữa", "islands.csv row 2 column 'row': not a number"),
        ("islands", "Trường Sa", "Hoàng Sa", "islands.csv row 3 column 'name': stands twice"),
        ("regions", "VN63,dong_bang_song_hong", "VN63,trung_du_mien_nui_phia_bac", "regions.csv row 3 column 'code'"),
    ],
)
def test_a_wrong_reference_table_is_refused(project: Draft, table: str, old: str, new: str, message: str) -> None:
    read_aliases(project, read_units(project))
    project.change(f"data/reference/{table}.csv", old, new)
    with pytest.raises(DataError, match=re.escape(message)):
        read_aliases(project, read_units(project))
