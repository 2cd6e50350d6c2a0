"""Units that hold from a day to a day, levels as a table, and figures that cross from one set of units to the next."""

from __future__ import annotations

import re
from datetime import date

import pytest

from dophu.data.edition import open_edition, read_parameters
from dophu.data.reference import read_units
from dophu.errors import DataError, UsageError
from dophu.world.units import Gazetteer
from tests.project import Draft, demo  # noqa: F401 - a fixture

LEVELS, UNITS = "data/reference/levels.csv", "data/reference/units.csv"
COMMUNES, PASSED = "data/reference/units/VN34/commune/20.csv", "data/reference/crosswalk/20.csv"
HEAD = "source,as_of,vintage,unit,measure,count,step,qualifier,note\n"


@pytest.fixture(name="gazetteer")
def fixture_gazetteer(project: Draft) -> Gazetteer:
    return read_units(project)


@pytest.mark.parametrize(
    ("day", "code", "name"),
    [
        (date(2026, 4, 29), "75", "tỉnh Đồng Nai"),
        (date(2026, 4, 30), "75", "thành phố Đồng Nai"),
        (date(2026, 4, 29), "25270", "xã Lộc Ninh"),
        (date(2026, 4, 30), "25270", "phường Lộc Ninh"),
    ],
)
def test_a_unit_is_called_what_it_is_on_the_day(project: Draft, day: date, code: str, name: str) -> None:
    assert read_units(project, day).get("VN34", code).full_name == name


def test_the_reference_holds_every_commune_and_every_district_of_before(gazetteer: Gazetteer) -> None:
    communes = gazetteer.at_level("VN34", "commune")
    kinds = {kind: sum(unit.kind == kind for unit in communes) for kind in ("xã", "phường", "đặc khu")}
    assert (len(communes), kinds) == (3321, {"xã": 2611, "phường": 697, "đặc khu": 13})
    assert len(gazetteer.at_level("VN63", "district")) == 696
    assert len(gazetteer.children(gazetteer.get("VN34", "20"))) == 65


def test_a_commune_is_summed_only_where_every_old_one_went_whole_into_it(gazetteer: Gazetteer) -> None:
    communes = gazetteer.at_level("VN34", "commune")
    assert sum(1 for unit in communes if gazetteer.parts(unit)) == 2908
    torn = [unit.name for unit in gazetteer.children(gazetteer.get("VN34", "20")) if gazetteer.torn(unit)]
    assert torn == ["Đình Lập", "Kiên Mộc", "Châu Sơn"]


def test_only_the_lists_that_are_asked_for_are_read(project: Draft) -> None:
    gazetteer = read_units(project)
    assert gazetteer.get("VN34", "06001").full_name == "xã Đoàn Kết"
    assert [name for name in project.inputs if "/units/" in name] == [COMMUNES]


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (UNITS, "VN34,04,", "VN35,04,", "column 'vintage': no such vintage"),
        (UNITS, "VN63,02,province,", "VN63,02,region,", "row 4 column 'level': no such level in VN63"),
        (UNITS, ",2026-04-30,", ",2026-04-01,", "it holds on days on which row"),
        (UNITS, ",2026-04-30,", ",2025-01-01,", "not within VN34, 2025-07-01"),
        (UNITS, "VN63,02,province,Hà Giang,tỉnh,VN,", "VN63,02,province,Hà Giang,tỉnh,01,", "column 'parent'"),
        (LEVELS, "VN63,district,province,", "VN63,district,canton,", "row 4 column 'above': no such level in VN63"),
        (
            LEVELS,
            "VN34,nation,,quốc gia,2025-07-01,",
            "VN34,nation,,quốc gia,2025-06-01,",
            "VN34 holds on days of VN63",
        ),
        (LEVELS, "VN34,province,nation", "VN34,province,", "VN34 has 'nation' uppermost already"),
        (LEVELS, "2025-07-01,\n", "2025-07-01,2024-01-01\n", "before its first day"),
    ],
)
def test_a_table_of_units_or_levels_that_cannot_be_is_refused(
    project: Draft, file: str, old: str, new: str, message: str
) -> None:
    read_units(project)
    project.change(file, old, new)
    with pytest.raises(DataError, match=re.escape(message)):
        read_units(project)


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (COMMUNES, "VN34,05977,commune,", "VN34,05977,village,", "row 2 column 'level': no such level in VN34"),
        (COMMUNES, "Đông Kinh,phường,20,", "Đông Kinh,phường,21,", "row 2 column 'parent': no such unit in VN34"),
        (COMMUNES, "VN34,05983,", "VN34,05977,", "row 3 column 'code': unit stands twice"),
        (PASSED, "VN63,05980,VN34,05977", "VN63,05977,VN34,05983", "column 'relation': it went elsewhere in row 2"),
    ],
)
def test_a_list_below_a_province_that_cannot_be_is_refused(
    project: Draft, file: str, old: str, new: str, message: str
) -> None:
    project.change(file, old, new)
    gazetteer = read_units(project)
    with pytest.raises(DataError, match=re.escape(message)):
        [gazetteer.parts(unit) for unit in gazetteer.children(gazetteer.get("VN34", "20"))]


def test_a_day_of_no_vintage_is_refused_with_the_days_there_are(project: Draft) -> None:
    project.change(LEVELS, "VN63,nation,,quốc gia,,", "VN63,nation,,quốc gia,2008-08-01,")
    with pytest.raises(UsageError, match=r"no vintage of units holds on 2007-01-01; known are VN63 \(2008-08-01 to"):
        read_units(project).vintage_on(date(2007, 1, 1))


@pytest.mark.parametrize(
    ("unit", "start", "codes"),
    [("24", date(2020, 7, 31), {"24", "27"}), ("20", date(2020, 7, 31), {"20"}), ("24", date(2025, 7, 1), {"24"})],
)
def test_a_target_means_the_units_of_its_first_day(
    gazetteer: Gazetteer, unit: str, start: date, codes: set[str]
) -> None:
    assert gazetteer.codes_on(gazetteer.get("VN34", unit), start) == codes


def test_a_former_provinces_target_is_not_that_of_the_province_with_its_code(project: Draft) -> None:
    project.change("data/demo/campaign.yml", "percent: 50,", 'percent: 50, scope: ["24"],')
    project.write("data/demo/2025-07-11/counts.csv", f"{HEAD}DEMO,2025-07-11,VN34,24,installs,400000,1,,\n")
    edition = open_edition(project, read_parameters({"campaign": "demo", "period": "2025-07-11", "unit": "24"}, "x"))
    assert edition.target is None


@pytest.mark.parametrize("code", ["06176", "99", "Lạng Sơn", "9"])
def test_a_target_set_for_no_unit_of_its_first_day_is_refused(project: Draft, code: str) -> None:
    project.change("data/demo/campaign.yml", "percent: 50,", f"percent: 50, scope: [20, {code}],")
    with pytest.raises(DataError, match=rf"line 9: the scope of 'half' names '{code}', no unit of VN63"):
        project.edition()


@pytest.mark.parametrize(("counted", "refused"), [("00004", True), ("04", False)])
def test_a_number_that_lost_its_noughts_is_never_taken_for_another_unit(
    project: Draft, counted: str, refused: bool
) -> None:
    project.write("data/demo/2025-07-11/counts.csv", f"{HEAD}DEMO,2025-07-11,VN34,{counted},installs,400,1,,\n")
    asked = read_parameters({"campaign": "demo", "period": "2025-07-11", "unit": 4}, "x")
    if not refused:
        assert open_edition(project, asked).unit.full_name == "tỉnh Cao Bằng"
        return
    with pytest.raises(UsageError, match=r"'04' \(tỉnh Cao Bằng\) or '00004' \(phường Ba Đình\)"):
        open_edition(project, asked)


def test_a_commune_has_the_letterhead_of_its_level(project: Draft) -> None:
    own = (project.root / "data/demo/campaign.yml").read_text("utf-8")
    letter = "  commune: {issuing_body: 'UBND {kind} {unit}', parent_body: 'UBND {above}', symbol: BC,\n"
    letter += "    place: '{unit}',\n"
    letter += "    type_name: Báo cáo, abstract: Kết quả, title: Chủ tịch}\n"
    project.write("data/demo/campaign.yml", own.replace("documents:\n", f"documents:\n{letter}"))
    project.write("data/demo/2025-07-11/counts.csv", f"{HEAD}DEMO,2025-07-11,VN34,06325,installs,400,1,,\n")
    asked = read_parameters({"campaign": "demo", "period": "2025-07-11", "unit": "06325"}, "x")
    letterhead = open_edition(project, asked).letterhead
    assert (letterhead.issuing_body, letterhead.parent_body) == ("UBND xã Bắc Sơn", "UBND tỉnh Lạng Sơn")
