"""Numbers in any writing are found with what they mean; what only looks like one is not."""

from __future__ import annotations

import unicodedata
from fractions import Fraction

import pytest

from dophu.words.numerals import numbers, read, value_of
from dophu.words.spelled import in_words


@pytest.mark.parametrize(
    ("text", "found", "value"),
    [
        ("đạt 63.438 người", "63.438", 63438),
        ("đạt 8,12% dân số", "8,12%", Fraction("8.12")),
        ("thêm 2,5 tỷ đồng", "2,5 tỷ", 2_500_000_000),
        ("25 nghìn người", "25 nghìn", 25_000),
        ("６０%", "60%", 60),
        ("⑧⑨ phần trăm", "89 phần trăm", 89),
        ("❽ xã", "8", 8),
        ("٦٠ phần trăm", "٦٠ phần trăm", 60),
        ("6\u200b0 phần", "60", 60),
        ("½ dân số", "1\u20442", Fraction(1, 2)),
        ("sáu mươi phần trăm", "sáu mươi phần trăm", 60),
        ("SÁU MƯƠI PHẦN TRĂM", "SÁU MƯƠI PHẦN TRĂM", 60),
        ("bảy vạn người", "bảy vạn", 70_000),
        ("nghìn rưỡi người", "nghìn rưỡi", 1_500),
        ("hai triệu rưỡi", "hai triệu rưỡi", 2_500_000),
        ("bảy trăm linh năm nghìn", "bảy trăm linh năm nghìn", 705_000),
        ("chín mươi lăm xã", "chín mươi lăm", 95),
        ("bảy mươi tư xã", "bảy mươi tư", 74),
        ("tám phẩy mười hai phần trăm", "tám phẩy mười hai phần trăm", Fraction("8.12")),
        ("hai phần ba số hộ", "hai phần ba", Fraction(2, 3)),
        ("một phần tư", "một phần tư", Fraction(1, 4)),
        ("một nửa dân số", "một nửa", Fraction(1, 2)),
        ("quá nửa", "nửa", Fraction(1, 2)),
        ("gấp đôi", "gấp đôi", 2),
        ("gấp rưỡi", "gấp rưỡi", Fraction(3, 2)),
        ("gấp 3x", "gấp 3x", 3),
        ("9M người", "9M", None),
        ("đạt-60 phần trăm", "60 phần trăm", 60),
        ("xếp thứ IV", "thứ IV", 4),
        ("xếp thứ nhất", "thứ nhất", 1),
        ("hạng ba", "hạng ba", 3),
        ("XII xã", "XII", 12),
        ("ba huyện", "ba", 3),
        ("năm người", "năm", 5),
        ("chỉ một xã", "một", 1),
        ("hàng nghìn người", "nghìn", 1000),
        ("Sáu Mươi phần trăm", "Sáu Mươi phần trăm", 60),
        ("một nghìn không trăm linh năm hộ", "một nghìn không trăm linh năm", 1005),
        ("một trăm linh tư hộ", "một trăm linh tư", 104),
        ("ba triệu không nghìn không trăm linh hai", "ba triệu không nghìn không trăm linh hai", 3_000_002),
        ("tám trăm linh ba nghìn không trăm mười", "tám trăm linh ba nghìn không trăm mười", 803_010),
        ("ba vạn rưỡi người", "ba vạn rưỡi", 35_000),
        ("một nghìn rưởi người", "một nghìn rưởi", 1_500),
        ("một triệu hai người", "một triệu hai", 1_200_000),
        ("một tá lượt", "một", 1),
        ("xii xã", "xii", 12),
        ("một trăm hai nghìn người", "một trăm hai nghìn", 120_000),
        ("một triệu hai trăm người", "một triệu hai trăm", 1_000_200),
        ("hai nghìn tỷ đồng", "hai nghìn tỷ", 2 * 10**12),
        ("nửa triệu người", "nửa triệu", 500_000),
        ("một trăm tám lăm nghìn lượt", "một trăm tám lăm nghìn", 185_000),
        ("sáu mốt phần trăm", "sáu mốt phần trăm", 61),
        ("ba tư phần trăm", "ba tư phần trăm", 34),
        ("hăm lăm xã", "hăm lăm", 25),
        ("mười lăm phần nghìn", "mười lăm phần nghìn", 15),
        ("không phẩy năm phần trăm", "không phẩy năm phần trăm", Fraction(1, 2)),
        ("ba phẩy không tư phần trăm", "ba phẩy không tư phần trăm", Fraction("3.04")),
        ("mười hai phẩy ba tư phần trăm", "mười hai phẩy ba tư phần trăm", Fraction("12.34")),
        ("hai ba xã", "hai ba", None),
        ("một trăm tư vấn viên", "một trăm", 100),
        ("ba nghìn không đạt", "ba nghìn", 3_000),
    ],
)
def test_a_number_is_found_in_any_writing(text: str, found: str, value: Fraction | int | None) -> None:
    (number,) = read(text).numbers
    assert (number.text, number.value) == (found, value)
    assert numbers(unicodedata.normalize("NFD", text)) == [found]


@pytest.mark.parametrize(
    "text",
    [
        *("một số đơn vị", "một cách đồng bộ", "hai bên", "ba mẹ", "một trong những", "cả hai", "giữa hai kỳ"),
        *("trong năm", "năm 2020", "mỗi năm", "tháng 8/2020", "quý II", "giai đoạn 2021-2025", "dân số 2019"),
        *("Điều 5, khoản 2", "Phụ lục 1, Bảng 4.2 và Hình 3", "mục 3", "đợt 1", "Chỉ thị 16", "Mẫu số 01 ban hành"),
        *("Công văn số 95/CV-BCĐ ngày 04/8/2020", "Luật số 59/2020/QH14", "Nghị quyết số 52-NQ/TW"),
        *("Covid-19", "3G/4G", "F0", "SHA-256", "Đề án 06", "km²"),
        *("1. Kết quả", "2.1. Công tác", "IV. Kết quả", "a) Nội dung"),
        *("huyện Ba Vì", "quận Hai Bà Trưng", "huyện Năm Căn", "huyện Triệu Phong"),
        *("Thứ nhất, cần", "sáng thứ hai ngày", "Đại hội toàn quốc lần thứ XIII", "đợt dịch thứ tư"),
        *("tỷ lệ", "phần trăm", "linh hoạt", "đầu tư", "triệu tập", "thống nhất", "VI PHẠM"),
    ],
)
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert numbers(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("năm 9999 người", ["9999"]),
        ("tháng 99 người", ["99"]),
        ("tháng 8 người", ["8"]),
        ("trong tháng 8 người dân", []),
        ("60/NGÀN người", ["60", "NGÀN"]),
        ("số 60/NGÀN người", ["60", "NGÀN"]),
        ("điểm 99", ["99"]),
        ("Điều 5%", ["5%"]),
        ("mục 3, 60 xã đã", ["60"]),
        ("đợt 60 xã", ["60"]),
        ("Tổ 4 xã Tân Mỹ", []),
        ("Hình 99,9%", ["99,9%"]),
        ("quý 5", ["5"]),
        ("năm 2020%", ["2020%"]),
        ("3G 60", ["60"]),
        ("Covid-60", ["60"]),
        ("lần thứ hai liên tiếp", ["thứ hai"]),
        ("ba Huyện", ["ba"]),
    ],
)
def test_a_label_a_date_or_a_name_is_no_way_round(text: str, found: list[str]) -> None:
    assert numbers(text) == found


def test_names_of_the_edition_may_hold_digits() -> None:
    assert numbers("Chiến dịch 60 ngày đêm có 60 xã", ["Chiến dịch 60 ngày đêm"]) == ["60"]


def test_a_run_of_words_that_makes_no_number_has_no_value() -> None:
    assert value_of(["phẩy"]) == value_of(["hai", "phẩy", "nửa"]) is None


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("tại số 12 đường Hùng Vương", "có số 12 người"),
        ("Quảng trường 2/9", "quảng trường 2/9 xã"),
        ("tổng đài 19009095", "tổng đài 19009095 cuộc"),
        ("trước 17h00 ngày 25/9/2020", "đạt 17h00 phút"),
        ("kênh VTV1 và VOV2", "kênh VTV9 người"),
        ("Trường Tiểu học số 1 xã Yên Trạch", "trường số 500 học sinh"),
        ("số 12-CTr/TU của Tỉnh ủy", "số 12-CTr"),
        ("bước 2: nhập số điện thoại", "bước 3 huyện"),
        ("kỷ niệm 75 năm Quốc khánh", "kỷ niệm 75%"),
    ],
)
def test_addresses_hours_and_numbered_names_are_no_numbers(name: str, number: str) -> None:
    assert numbers(name) == []
    assert numbers(number) != []


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (10, "mười"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (105, "một trăm linh năm"),
        (1005, "một nghìn không trăm linh năm"),
        (100_000, "một trăm nghìn"),
        (1_000_001, "một triệu không trăm linh một"),
        (96_208_984, "chín mươi sáu triệu hai trăm linh tám nghìn chín trăm tám mươi bốn"),
        (-1, ""),
        (10**12, ""),
    ],
)
def test_a_count_is_written_in_words(number: int, words: str) -> None:
    assert in_words(number) == words


@pytest.mark.parametrize(
    "number",
    [*range(38, 1000, 37), *range(111_111, 999_999, 111_111), 63_438, 1_005, 10_001, 803_010, 3_000_002, 2_000_104],
)
def test_a_count_in_words_is_read_again_as_it_was(number: int) -> None:
    assert [found.value for found in read(f"{in_words(number)} người").numbers] == [number]


@pytest.mark.parametrize(
    "text",
    [
        "五十七 xã",
        "Hội nghị có 貳 đoàn",
        "b\u0430 xã",
        "h\u0430i xã",
        "b\u0336ả\u0336y\u0336 xã",
        "bả\u202ey xã",
        "bả\u034fy xã",
    ],
)
def test_a_number_is_found_in_signs_that_look_like_another_and_under_strokes(text: str) -> None:
    assert len(read(text).numbers) >= 1
