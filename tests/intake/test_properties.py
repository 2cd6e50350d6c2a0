"""Whatever spelling or notation a known truth is written in, it is read back or refused, and never read as another."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from dophu.data.project import Project
from dophu.data.reference import read_aliases, read_units
from dophu.intake.grid import Cell, Kind
from dophu.intake.legacy import _TCVN3, VNI
from dophu.intake.names import Names
from dophu.intake.numbers import notation_of, read_number
from dophu.world.units import Unit

ROOT = Path(__file__).resolve().parents[2]
STEADY = settings(derandomize=True, deadline=None, max_examples=400)
OLD_TONES = str.maketrans({"ò": "o", "ó": "o", "ỏ": "o", "õ": "o", "ọ": "o"})
PREFIXES = {
    "tỉnh": ("", "Tỉnh ", "tỉnh ", "TỈNH "),
    "thành phố": ("", "Thành phố ", "TP. ", "TP ", "Tp. ", "T.P ", "Tỉnh "),
    "huyện": ("", "Huyện ", "H. ", "huyen "),
}


@cache
def names() -> Names:
    project = Project(ROOT)
    units = read_units(project)
    return Names(units, read_aliases(project, units))


@cache
def units() -> list[Unit]:
    known = read_units(Project(ROOT))
    return [
        *known.at_level("VN63", "province"),
        *known.at_level("VN34", "province"),
        *known.at_level("VN63", "district"),
    ]


def other_tone_place(text: str) -> str:
    """Set the tone of "oa", "oe" and "uy" on the other vowel."""
    pairs = {"òa": "oà", "óa": "oá", "ỏa": "oả", "õa": "oã", "ọa": "oạ", "ùy": "uỳ", "úy": "uý", "ủy": "uỷ"}
    for old, new in (pairs | {new: old for old, new in pairs.items()}).items():
        if old in text:
            return text.replace(old, new)
    return text


def without_accents(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def tcvn3(text: str) -> str:
    codes, letters = _TCVN3
    return unicodedata.normalize("NFC", text).translate(str.maketrans(letters, codes))


def vni(text: str) -> str:
    back = {shown: pair for pair, shown in VNI.items()}
    return "".join(back.get(letter, letter) for letter in unicodedata.normalize("NFC", text))


SPELLINGS: list[Callable[[str], str]] = [
    str,
    str.upper,
    str.lower,
    str.title,
    other_tone_place,
    without_accents,
    tcvn3,
    vni,
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: text.replace("Đ", "Ð"),
    lambda text: text.replace(" ", "\u00a0"),
    lambda text: text.replace(" ", "  "),
    lambda text: text.replace(" - ", "-"),
    lambda text: text.replace(" - ", " – "),
]
NUMBERING = ("", "1. ", "12) ", "I. ", "III. ", "a) ", "+ ", "- ", "• ", "07 - ", "7 ")
NOTES = ("", " ", "*", " (*)", " (1)", " (chưa đầy đủ)", ":", ".")


@given(
    unit=st.sampled_from(units()),
    spell=st.lists(st.sampled_from(SPELLINGS), max_size=2),
    before=st.sampled_from(NUMBERING),
    after=st.sampled_from(NOTES),
    data=st.data(),
)
@STEADY
def test_a_spelling_is_read_as_its_unit_or_refused(
    unit: Unit, spell: list[Callable[[str], str]], before: str, after: str, data: st.DataObject
) -> None:
    name = unit.name
    for way in spell:
        name = way(name)
    written = before + data.draw(st.sampled_from(PREFIXES.get(unit.kind, ("",)))) + name + after
    found = names().find(written, unit.vintage, unit.level, unit.parent)
    assert found.unit in (None, unit)
    if not spell and not before and not name.isdecimal():  # a 1 alone, or one with a note, numbers a row
        assert found.unit == unit or found.kind in ("name_kind", "name_ambiguous")


@given(unit=st.sampled_from(units()), place=st.integers(0, 30), letter=st.sampled_from("abcđehiklmnostuvxyấợ "))
@STEADY
def test_a_letter_changed_is_refused_or_still_the_unit(unit: Unit, place: int, letter: str) -> None:
    at = place % len(unit.name)
    written = unit.name[:at] + letter + unit.name[at + 1 :]
    found = names().find(written, unit.vintage, unit.level, unit.parent).unit
    assert found in (None, unit) or found.name.lower() == written.strip().lower()


def grouped(value: int, mark: str) -> str:
    return f"{value:,}".replace(",", mark)


RENDERINGS: dict[str, list[Callable[[int], str]]] = {
    "vi": [str, lambda n: grouped(n, "."), lambda n: grouped(n, ".") + ",0", lambda n: f"+{grouped(n, '.')}"],
    "en": [str, lambda n: grouped(n, ","), lambda n: grouped(n, ",") + ".00", lambda n: f" {grouped(n, ',')} "],
    "spaces": [str, lambda n: grouped(n, " "), lambda n: grouped(n, "\u00a0"), lambda n: grouped(n, "\u202f")],
}


@given(
    values=st.lists(st.integers(0, 99_999_999), min_size=1, max_size=12),
    style=st.sampled_from(sorted(RENDERINGS)),
    data=st.data(),
)
@STEADY
def test_a_column_is_read_back_or_refused(values: list[int], style: str, data: st.DataObject) -> None:
    written = [data.draw(st.sampled_from(RENDERINGS[style]))(value) for value in values]
    cells = [Cell(row, 1, text, Kind.TEXT, text) for row, text in enumerate(written, 1)]
    decision = notation_of(cells, whole=True)
    if decision.kind:
        return
    read = [read_number(cell, decision.notation, whole=True) for cell in cells]
    assert all(number.kind or number.value == value for number, value in zip(read, values, strict=True))


@given(values=st.lists(st.integers(0, 99_999_999), min_size=1, max_size=12), style=st.sampled_from(["vi", "en"]))
@STEADY
def test_a_column_whose_notation_is_given_is_read_back_whole(values: list[int], style: str) -> None:
    cells = [Cell(row, 1, text, Kind.TEXT, text) for row, text in enumerate(map(RENDERINGS[style][1], values), start=1)]
    notation = notation_of(cells, whole=True, forced="vi" if style == "vi" else "en").notation
    assert [read_number(cell, notation, whole=True).value for cell in cells] == values


@given(text=st.text(max_size=40))
@STEADY
def test_any_text_is_read_or_refused(text: str) -> None:
    for notation in ("vi", "en", None):
        number = read_number(Cell(1, 1, text, Kind.TEXT, text), notation, whole=True)
        assert number.missing or number.kind or isinstance(number.value, int)
    assert names().find(text, "VN63", "province", "VN").unit is None or text.strip()
