"""Names of units in every spelling that people use, and the ones that are refused."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from dophu.data.project import Project
from dophu.data.reference import read_aliases, read_units
from dophu.intake.names import Found, Names, fold, role_of
from dophu.intake.phrases import PHRASES
from dophu.words import say
from dophu.world.units import Gazetteer
from tests.intake.receiving import context

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data" / "province_aliases.csv"


@pytest.fixture(scope="module")
def names() -> Names:
    project = Project(ROOT)
    units = read_units(project)
    return Names(units, read_aliases(project, units))


def province(names: Names, text: str, *fonts: str, vintage: str = "VN63") -> Found:
    return names.find(text, vintage, "province", "VN", fonts)


@pytest.mark.skipif(not SHARED.exists(), reason="the list of spellings lies beside the project in tests only")
def test_every_collected_spelling_is_read(names: Names) -> None:
    with SHARED.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    read = {row["alias"]: province(names, row["alias"]).unit for row in rows}
    wrong = {row["alias"] for row in rows if (unit := read[row["alias"]]) is None or unit.code != row["province_code"]}
    assert (len(rows) > 100, wrong) == (True, set())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1. Tỉnh Lạng Sơn", "20"),
        ("I. Hà Nội", "01"),
        ("01 - Hà Nội", "01"),
        ("63 Cà Mau", "96"),
        ("+ Hà Nam", "35"),
        ("- Hà Nam", "35"),
        ("TP.HCM", "79"),
        ("Tp Hồ Chí Minh", "79"),
        ("T.P Cần Thơ", "92"),
        ("T/P Cần Thơ", "92"),
        ("Thủ đô Hà Nội", "01"),
        ("TỈNH LẠNG SƠN", "20"),
        ("tinh lang son", "20"),
        ("La\u0323ng So\u031bn", "20"),
        ("Lạng\u00a0Sơn", "20"),
        ("Lạng\u2009Sơn ", "20"),
        ("\ufeffLạng Sơn", "20"),
        ("Lạng Sơn (1)", "20"),
        ("Lạng Sơn (*)", "20"),
        ("Lạng Sơn¹", "20"),
        ("Lạng Sơn:", "20"),
        ("Hoà Bình", "17"),
        ("Bà Rịa – Vũng Tàu", "77"),
        ("BÀ RỊA-VŨNG TÀU", "77"),
        ("Bà Rịa Vũng Tàu", "77"),
        ("TT Huế", "46"),
        ("Thừa Thiên - Huế", "46"),
        ("Dak Lak", "66"),
        ("Kontum", "62"),
        ("Ho Chi Minh City", "79"),
        ("Can Tho city", "92"),
        ("Da Nang, city", "48"),
        ("Vinh Phuc Province", "26"),
        ("Province of Ha Nam", "35"),
        ("the City of Hai Phong", "31"),
        ("Đà Nẵng, thành phố", "48"),
        ("Hà Nam - tỉnh", "35"),
        ("VN-54", "24"),
        ("VN-SG", "79"),
    ],
)
def test_usual_spellings_are_read_without_a_word(names: Names, text: str, code: str) -> None:
    found = province(names, text)
    assert (found.unit and found.unit.code, found.kind) == (code, "")


@pytest.mark.parametrize(
    ("text", "fonts", "kind", "code"),
    [
        ("Ðồng Nai", (), "name_eth", "75"),
        ("§ång Nai", (".VnTime",), "name_converted", "75"),
        ("§ång Nai", (), "name_converted", "75"),
        ("L¹ng S¬n", (".VnTimeH",), "name_converted", "20"),
        ("Ñoàng Nai", ("VNI-Times",), "name_converted", "75"),
        ("Laïng Sôn", (), "name_converted", "20"),
        ("Lảng Sơn", (), "name_respelt", "20"),
    ],
)
def test_what_had_to_be_converted_is_said(
    names: Names, text: str, fonts: tuple[str, ...], kind: str, code: str
) -> None:
    found = province(names, text, *fonts)
    assert (found.unit and found.unit.code, found.kind) == (code, kind)
    assert PHRASES[kind].problem.format_map(found.details)


def test_plain_unicode_in_an_old_font_stays(names: Names) -> None:
    assert province(names, "Lạng Sơn", ".VnTime").kind == ""
    assert province(names, "Cao B»ng", ".VnTime").unit == province(names, "Cao Bằng").unit


@pytest.mark.parametrize(
    ("text", "kind", "near"),
    [
        ("HG", "name_code", ["Hà Giang", "Hậu Giang"]),
        ("QN", "name_code", ["Quảng Ninh", "Quảng Nam", "Quảng Ngãi"]),
        ("BD", "name_code", ["Bình Dương", "Bình Định"]),
        ("Điện Biên Phủ", "name_unknown", ["Điện Biên"]),
        ("Quảng Ngạn", "name_unknown", ["Quảng Ngãi"]),
        ("Nha Trang", "name_unknown", []),
        ("Vinh", "name_unknown", []),
        ("TP Thái Bình", "name_kind", ["tỉnh Thái Bình"]),
        ("Thành phố Lạng Sơn", "name_kind", ["tỉnh Lạng Sơn"]),
        ("Lạng Sơn và Cao Bằng", "name_unknown", []),
        ("(1)", "name_unknown", []),
        ("", "name_unknown", []),
    ],
)
def test_what_may_be_several_or_none_is_refused_with_the_nearest(
    names: Names, text: str, kind: str, near: list[str]
) -> None:
    assert province(names, text).unit is None
    refused = names.unknown(text, "VN63", "province", "VN")
    assert refused.kind == kind
    said = say(f"finding.{kind}.problem", **refused.details)
    assert all(name in said for name in near)


@pytest.mark.parametrize("text", ["TP Lạng Sơn", "Thành phố Lạng Sơn", "lang son", "TP. Lạng Sơn"])
def test_districts_are_found_within_their_province(names: Names, text: str) -> None:
    found = names.find(text, "VN63", "district", "20").unit
    assert found is not None
    assert found.full_name == "thành phố Lạng Sơn"
    assert names.find(text, "VN63", "district", "22").unit is None


def test_accents_and_kind_decide_between_units_of_the_same_letters(names: Names) -> None:
    gazetteer = read_units(Project(ROOT))
    model = gazetteer.get("VN63", "180")
    twins = [replace(model, code="801", name="Cao Lãnh", kind=kind) for kind in ("thành phố", "huyện")]
    tones = [replace(model, code=code, name=name, kind="xã") for code, name in [("803", "Tân Lập"), ("804", "Tấn Lập")]]
    twins = [twins[0], replace(twins[1], code="802")]
    province = gazetteer.get("VN63", "20")
    few = Names(Gazetteer((province, *twins, *tones), levels=gazetteer.levels), {})
    read = {
        t: few.find(t, "VN63", "district", "20")
        for t in ("TP Cao Lãnh", "H. Cao Lãnh", "Cao Lãnh", "Tấn Lập", "tan lap")
    }
    assert [found.unit.code if found.unit else found.kind for found in read.values()] == [
        "801",
        "802",
        "name_ambiguous",
        "804",
        "name_ambiguous",
    ]


@pytest.mark.parametrize(
    ("texts", "period", "vintage"),
    [
        (["Hà Nội", "Lạng Sơn"], "VN63", "VN63"),
        (["Hà Nội", "Lạng Sơn"], "VN34", "VN34"),
        (["Hà Nội", "Bình Dương"], "VN34", "VN63"),
        (["Thành phố Đồng Nai", "Bình Dương"], "VN34", ""),
    ],
)
def test_names_tell_their_vintage(names: Names, texts: list[str], period: str, vintage: str) -> None:
    assert names.recognise_vintage(texts, period) == vintage


def test_a_list_of_all_of_the_later_units_is_of_the_later_vintage(names: Names) -> None:
    later = [unit.name for unit in read_units(Project(ROOT)).at_level("VN34", "province")]
    assert (len(later), names.recognise_vintage(later, "VN63")) == (34, "VN34")
    assert names.recognise_vintage(later[:-1], "VN63") == "VN63"


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Cả nước", "total"),
        ("TỔNG CỘNG", "total"),
        ("Tổng số:", "total"),
        ("Cộng", "total"),
        ("Cộng toàn quốc", "total"),
        ("Tổng cộng (63 tỉnh)", "total"),
        ("Toàn tỉnh", "total"),
        ("II. Đồng bằng sông Hồng", "region"),
        ("ĐBSCL", "region"),
        ("D.H Nam Trung Bộ", "region"),
        ("Vùng Tây Nguyên", "region"),
        ("Trung du và miền núi phía Bắc", "region"),
        ("Nguồn: báo cáo các tỉnh", "footnote"),
        ("Ghi chú:", "footnote"),
        ("(*) chưa đầy đủ", "footnote"),
        ("NGƯỜI LẬP BIỂU", "footnote"),
        ("T.Cộng", "total"),
        ("Trung bình", "mean"),
        ("Bình quân chung", "mean"),
        ("Average", "mean"),
        ("Cao nhất", "mean"),
        ("Tỷ lệ (%)", "mean"),
        ("So với cùng kỳ", "mean"),
        ("Phía Bắc", "region"),
        ("Cụm 1", "region"),
        ("Các thành phố trực thuộc trung ương", "region"),
        ("Nước ngoài", None),
        ("Cộng Hòa", None),
        ("Tổng Cọt", None),
        ("Tây Ninh", None),
        ("Bắc Giang", None),
        ("Nam Định", None),
    ],
)
def test_totals_regions_and_footnotes_are_told_from_units(text: str, role: str | None) -> None:
    assert role_of(text) == role


def test_no_unit_bears_the_name_of_a_total_or_a_region(names: Names) -> None:
    units = read_units(Project(ROOT)).units
    assert [unit.name for unit in units if unit.level != "nation" and role_of(unit.name)] == []


INSIDE = [
    ("Châu Thành (Bến Tre)", "district", "831"),
    ("Châu Thành [tỉnh Tiền Giang]", "district", "821"),
    ("Tân Thành (Cao Lộc)", "commune", "06250"),
    ("Tân Thành (huyện Bắc Sơn)", "commune", "06379"),
]


@pytest.mark.parametrize(("text", "level", "code"), INSIDE)
def test_a_name_may_say_in_brackets_where_its_unit_lies(text: str, level: str, code: str) -> None:
    found = context().names.find(text, "VN63", level, "20" if level == "commune" else None)
    assert found.unit is not None
    assert found.unit.code == code


def test_units_of_one_name_are_told_apart_by_what_they_lie_in() -> None:
    found = context().names.find("Châu Thành", "VN63", "district")
    assert "'huyện Châu Thành (Bến Tre)'" in found.details["nearest"]
    assert "… (" in found.details["nearest"]


def test_the_letters_of_all_provinces_differ() -> None:
    units = read_units(Project(ROOT)).at_level("VN63", "province")
    assert len({fold(unit.name) for unit in units}) == len(units) == 63


FORMER = [
    ("Xã Tân Lập", "commune", "20", "xã Tân Lập (huyện Bắc Sơn)", "xã Vũ Lăng"),
    ("phường Vĩnh Trại", "commune", "20", "phường Vĩnh Trại (thành phố Lạng Sơn)", "phường Đông Kinh"),
    ("Ngọc Hà", "commune", "01", "phường Ngọc Hà (quận Ba Đình)", ""),  # there is one of this name today
    ("Phường Quán Thánh", "commune", "01", "phường Quán Thánh (quận Ba Đình)", "phường Ba Đình"),
    ("Xã Chi Lăng", "commune", "20", "", ""),
    ("Huyện Cồn Cỏ", "district", "44", "huyện Cồn Cỏ", "đặc khu Cồn Cỏ"),
    ("Bình Gia", "district", "20", "huyện Bình Gia", "xã Hoa Thám, xã Quý Hòa, xã Hồng Phong và 5 xã, phường khác"),
    ("Hà Tây", "province", "VN", "tỉnh Hà Tây", "Hà Nội"),
]


@pytest.mark.parametrize(("text", "level", "parent", "unit", "into"), FORMER)
def test_what_a_former_unit_became_is_told(text: str, level: str, parent: str, unit: str, into: str) -> None:
    found = context().names.unknown(text, "VN34", level, parent)
    assert (found.kind, found.details.get("unit"), found.details.get("into")) == (
        ("name_former", unit, into) if into else ("", None, None)
    )
    assert (found.unit is None) is bool(into)


@pytest.mark.parametrize(("text", "level", "parent"), [("Tân Lập", "province", None), ("14", "commune", "79")])
def test_a_bare_word_or_number_is_no_former_commune(text: str, level: str, parent: str | None) -> None:
    assert context().names.unknown(text, "VN34", level, parent).kind == "name_unknown"


def test_a_former_name_that_several_had_tells_what_became_of_each() -> None:
    found = context().names.unknown("Hòa Bình", "VN34", "commune", "20")
    assert (found.kind, found.details["unit"]) == ("name_former", "xã Hòa Bình")
    assert "xã Thiện Long (huyện Bình Gia); xã Văn Quan (huyện Văn Quan)" in found.details["into"]
    assert found.details["into"].endswith("; … (4)")


def test_a_commune_of_its_day_that_the_reference_lacks_is_said_to_be_one() -> None:
    known = context()
    few = replace(known, gazetteer=replace(known.gazetteer, lower=None))
    found = few.names.unknown("Xã Bằng Mạc", "VN63", "commune", "20")
    assert (found.kind, found.details["unit"]) == ("name_unlisted", "xã Bằng Mạc (huyện Chi Lăng)")
