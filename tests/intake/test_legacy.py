"""Text in the encodings of before Unicode."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata

import pytest

from dophu.intake import legacy
from dophu.intake.legacy import VNI, decode, encoding_of, from_tcvn3, from_vni

LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"


def test_tcvn3_has_every_letter_once() -> None:
    codes, letters = legacy._TCVN3
    assert set(LETTERS) <= set(letters)
    assert len(set(codes)) == len(set(letters)) == len(codes) == 74


@pytest.mark.skipif(not shutil.which("iconv"), reason="iconv is not installed")
def test_tcvn3_is_the_system_s_own_table() -> None:
    codes, letters = legacy._TCVN3
    asked = b"\n".join(bytes([ord(code)]) for code in codes)
    told = subprocess.run(["iconv", "-f", "TCVN5712-1", "-t", "UTF-8"], input=asked, capture_output=True, check=True)
    assert unicodedata.normalize("NFC", told.stdout.decode()).split("\n") == list(letters)


def test_vni_has_every_letter_in_both_cases() -> None:
    assert set(LETTERS + LETTERS.upper()) <= set(VNI.values())


@pytest.mark.parametrize(
    ("old", "shown"),
    [
        ("Laïng Sôn", "Lạng Sơn"),
        ("Ñaéc Laéc", "Đắc Lắc"),
        ("Thöøa Thieân Hueá", "Thừa Thiên Huế"),
        ("Vónh Phuùc", "Vĩnh Phúc"),
        ("Quaûng Trò", "Quảng Trị"),
        ("HAÛI PHOØNG", "HẢI PHÒNG"),
        ("Bình Phöôùc", "Bình Phước"),
    ],
)
def test_vni_is_converted(old: str, shown: str) -> None:
    assert from_vni(old) == shown


def test_the_soft_hyphen_of_tcvn3_is_a_letter() -> None:
    assert from_tcvn3("B×nh D\u00ad¬ng") == "Bình Dương"


@pytest.mark.parametrize(
    ("font", "encoding"),
    [(".VnTime", "TCVN3"), (".VnArialH", "TCVN3"), ("VNI-Times", "VNI"), ("Times New Roman", ""), ("Vni", "")],
)
def test_fonts_tell_their_encoding(font: str, encoding: str) -> None:
    assert encoding_of((font,)) == encoding


def test_capitals_are_a_matter_of_the_font() -> None:
    assert decode("l¹ng s¬n", (".VnTimeH",)) == "LẠNG SƠN"


@pytest.mark.parametrize("text", ["Lạng Sơn", "Đà Nẵng"])
def test_unicode_stays_whatever_its_font(text: str) -> None:
    assert decode(text, (".VnTime",)) == text
