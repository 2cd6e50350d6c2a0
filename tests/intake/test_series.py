"""Tables in which each row is one figure, and records: JSON, DHIS2, SDMX-CSV."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dophu.errors import DataError, UsageError
from dophu.intake.files import read_file
from dophu.intake.importer import Options, take_in
from dophu.intake.mapping import mapped, read_mapping
from dophu.intake.result import Intake
from tests.intake.receiving import campaign, context, roles

HERE = context(campaign(accounts=True))
Told = list[tuple[str, str, int | None]]
BOTH: Told = [("01", "installs", 5), ("01", "accounts", 2), ("20", "installs", 7), ("20", "accounts", 3)]


def take(folder: Path, name: str, content: str, *, pairs: dict[str, str] | None = None, **options: Any) -> Intake:
    (folder / name).write_text(content, encoding="utf-8")
    known = replace(HERE, campaign=campaign(accounts=True, **options.pop("settings", {})))
    book = mapped(read_file(folder / name), pairs or {})
    return take_in(book, "0" * 64, 1, known, Options(**options))


def told(intake: Intake) -> Told:
    return sorted((one.unit, one.measure, one.count) for one in intake.counts)


DHIS2_CSV = """dataelement,period,orgunit,categoryoptioncombo,attributeoptioncombo,value,storedby,lastupdated,comment
installs,202008,01,default,default,5,x,2020-08-09T10:00:00,
accounts,202008,01,default,default,2,x,2020-08-09T10:00:00,
installs,202008,20,default,default,7,x,2020-08-09T10:00:00,
accounts,202008,20,default,default,3,x,2020-08-09T10:00:00,
installs,202007,20,default,default,6,x,2020-07-09T10:00:00,
deaths,202008,20,default,default,9,x,2020-08-09T10:00:00,
"""
SDMX = """DATAFLOW,FREQ,REF_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE,UNIT_MULT,OBS_STATUS
A:B(1.0),M,VN-HN,installs,2020-08,5,0,A
A:B(1.0),M,VN-HN,accounts,2020-08,2,0,A
A:B(1.0),M,VN-09,installs,2020-08,7,0,A
A:B(1.0),M,VN-09,accounts,2020-08,3,0,E
A:B(1.0),M,VN-09,installs,2020-07,6,0,A
"""


def values(*rows: tuple[str, str, str, Any]) -> str:
    names = ("dataElement", "period", "orgUnit", "value")
    return json.dumps({"dataSet": "abc", "dataValues": [dict(zip(names, row, strict=True)) for row in rows]})


DHIS2_JSON = values(
    ("uidInst", "202008", "uidHN", "5"),
    ("uidAcc", "202008", "uidHN", "2"),
    ("uidInst", "202008", "uidLS", 7),
    ("uidAcc", "202008", "uidLS", 3),
    ("uidInst", "202007", "uidLS", 6),
)
IDS = {"uidInst": "installs", "uidAcc": "accounts", "uidHN": "01", "uidLS": "Lạng Sơn"}


def test_a_data_value_set_of_codes_is_read(tmp_path: Path) -> None:
    intake = take(tmp_path, "a.csv", DHIS2_CSV)
    assert (intake.errors, told(intake)) == ([], sorted(BOTH))
    assert roles(intake) == {1: "heading", 6: "other_period", 7: "other_measure"}
    assert "deaths" in next(found.problem for found in intake.findings if found.kind == "series_unread")


def test_a_data_value_set_of_another_system_s_ids_is_read_by_a_mapping(tmp_path: Path) -> None:
    assert {found.kind for found in take(tmp_path, "a.json", DHIS2_JSON).errors} == {"series_unknown"}
    both = IDS | {"uidHN": "Hà Nội"}
    intake = take(tmp_path, "a.json", DHIS2_JSON, pairs=both)
    assert (intake.errors, told(intake)) == ([], sorted(BOTH))


def of_units(period: str) -> dict[str, Any]:
    """Give a set for each unit, which names unit and period once."""
    sets = {"uidHN": (5, 2), "uidLS": (7, 3)}
    names = ("uidInst", "uidAcc")
    return {
        "dataValueSets": [
            {"orgUnit": unit, "period": period, "dataValues": [{"dataElement": n, "value": v} for n, v in pairs]}
            for unit, pairs in ((unit, zip(names, counts, strict=True)) for unit, counts in sets.items())
        ]
    }


def test_a_set_names_its_unit_and_period_once_for_all_its_values(tmp_path: Path) -> None:
    given, ids = of_units("202008")["dataValueSets"], IDS | {"uidHN": "Hà Nội"}
    for content in (of_units("202008"), given):
        intake = take(tmp_path, "a.json", json.dumps(content), pairs=ids)
        assert (intake.errors, told(intake)) == ([], sorted(BOTH))
    one = take(tmp_path, "a.json", json.dumps(given[0]), pairs=ids)
    assert (one.errors, told(one)) == ([], sorted(row for row in BOTH if row[0] == "01"))
    assert take(tmp_path, "a.json", json.dumps(of_units("202007")), pairs=ids).errors


def test_codes_of_measures_are_kept_by_the_campaign(tmp_path: Path) -> None:
    units = {"uidHN": "01", "uidLS": "20"}
    settings = {"intake": {"codes": {"installs": ["uidInst"], "accounts": ["uidAcc"]}}}
    intake = take(tmp_path, "a.json", DHIS2_JSON, pairs=units, settings=settings)
    assert (intake.errors, told(intake)) == ([], sorted(BOTH))


def test_sdmx_is_read_with_the_codes_of_iso(tmp_path: Path) -> None:
    intake = take(tmp_path, "a.csv", SDMX)
    assert (intake.errors, told(intake)) == ([], sorted(BOTH))
    thousands = take(tmp_path, "b.csv", SDMX.replace(",0,", ",3,"))
    assert told(thousands) == sorted((unit, measure, 1000 * (count or 0)) for unit, measure, count in BOTH)


def test_the_same_figure_of_two_categories_is_not_taken(tmp_path: Path) -> None:
    again = DHIS2_CSV + "installs,202008,20,female,default,4,x,2020-08-09T10:00:00,\n"
    assert [found.kind for found in take(tmp_path, "a.csv", again).errors] == ["unit_twice"]


@pytest.mark.parametrize(
    "content",
    [
        [
            {"Tỉnh": "Hà Nội", "Số cài đặt": 5, "Số tài khoản": "2"},
            {"Tỉnh": "Lạng Sơn", "Số cài đặt": 7, "Số tài khoản": 3},
        ],
        {
            "data": [
                {"tỉnh": {"tên": "Hà Nội"}, "Cài đặt": 5, "Tài khoản": 2},
                {"tỉnh": {"tên": "Lạng Sơn"}, "Cài đặt": 7, "Tài khoản": 3},
            ]
        },
        {
            "headers": [{"name": "Tỉnh"}, {"name": "Cài đặt"}, {"name": "Tài khoản"}],
            "rows": [["Hà Nội", 5, 2], ["Lạng Sơn", 7, 3]],
        },
    ],
)
def test_records_are_read_with_their_keys_for_headings(tmp_path: Path, content: Any) -> None:
    intake = take(tmp_path, "a.json", json.dumps(content))
    assert (intake.errors, told(intake)) == ([], sorted(BOTH))


def test_records_a_line_each_are_read_too(tmp_path: Path) -> None:
    lines = [{"Tỉnh": "Hà Nội", "Cài đặt": 5, "Tài khoản": 2}, {"Tỉnh": "Lạng Sơn", "Cài đặt": 7, "Tài khoản": 3}]
    intake = take(tmp_path, "a.txt", "\n".join(json.dumps(line, ensure_ascii=False) for line in lines))
    assert told(intake) == sorted(BOTH)


@pytest.mark.parametrize(
    "content",
    [
        '{"a": 1}',
        '[{"Tỉnh": "Hà Nội", "Tỉnh": "Lạng Sơn"}]',
        '[{"Tỉnh": "Hà Nội", "n": NaN}]',
        '[{"Tỉnh": "Hà Nội"',
        "[" * 100_000 + '{"a": 1}',
        '[{"a": "' + "x" * 40_000 + '"}]',
        json.dumps([{f"c{n}": 1 for n in range(1_200)}]),
    ],
)
def test_what_is_no_table_of_records_is_refused_in_a_sentence(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.json").write_text(content, encoding="utf-8")
    with pytest.raises(DataError) as refused:
        read_file(tmp_path / "a.json")
    assert refused.value.fix


def test_a_mapping_must_be_pairs_each_once(tmp_path: Path) -> None:
    for text in ("a,b,c\n", "a,\n", "a,1\na,2\n"):
        (tmp_path / "m.csv").write_text(text, encoding="utf-8")
        with pytest.raises(UsageError, match="--mapping"):
            read_mapping(tmp_path / "m.csv")
    (tmp_path / "m.csv").write_text("\ufeffuidHN,01\n\nuidLS,20\n", encoding="utf-8")
    assert read_mapping(tmp_path / "m.csv") == {"uidHN": "01", "uidLS": "20"}
