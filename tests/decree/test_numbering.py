"""Numbers of headings that stand alone."""

from __future__ import annotations

import pytest

from dophu.decree.numbering import lone


@pytest.mark.parametrize(
    ("texts", "alone"),
    [
        (["1. Kết quả", "2. Nhiệm vụ"], []),
        (["I. Kết quả", "1. Cài đặt", "2. Tin nhắn", "II. Nhiệm vụ", "1. Của sở", "2. Của huyện"], []),
        (["1. Kết quả", "1.1. Cài đặt", "1.2. Tin nhắn", "2. Nhiệm vụ", "2.1 Của sở", "2.2 Của huyện"], []),
        (["63 tỉnh, thành phố có số liệu", "Có 12 huyện đạt"], []),
        (["1. Kết quả", "Toàn tỉnh có 63.438 người"], [0]),
        (["I. Kết quả", "1. Cài đặt", "II. Nhiệm vụ", "1. Của sở", "2. Của huyện"], [1]),
        (["1. Kết quả", "1.1. Cài đặt", "2. Nhiệm vụ"], [1]),
        (["I. Kết quả", "1. Cài đặt", "2. Tin nhắn"], [0]),
        (["1. Kết quả", "1. Nhiệm vụ"], [0, 1]),
    ],
)
def test_a_number_without_another_of_its_level_is_found(texts: list[str], alone: list[int]) -> None:
    assert list(lone(texts)) == alone
