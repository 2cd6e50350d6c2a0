"""The text of a figure: it contains the interval, and no threshold that the figure surely misses."""

from __future__ import annotations

import random
import re
from fractions import Fraction

import pytest

from dophu.facts.interval import Interval, count_interval, share_interval
from dophu.facts.printing import as_published, shown

HUNDRED = Interval.exactly(100)
NUMBER = re.compile(r"(-?\d[\d.]*(?:,\d+)?)( triệu)?")


def share(count: Interval, base: int) -> Interval:
    return HUNDRED * count / Interval.exactly(base)


def read_back(text: str) -> tuple[Fraction | None, Fraction | None]:
    """Read a text as a reader does, by rules of this test's own; None for no end."""
    found = NUMBER.findall(text)
    values = [Fraction(number.replace(".", "").replace(",", ".")) * (10**6 if sized else 1) for number, sized in found]
    if " đến " in text:
        return values[0], values[1]
    digits, sized = found[0]
    decimals = len(digits.partition(",")[2])
    unit = Fraction(10**6 if sized else 1, 10**decimals)
    if text.startswith("khoảng"):
        plain = digits.lstrip("-").replace(".", "")
        zeros = len(plain) - len(plain.rstrip("0")) if not decimals else 0
        unit = unit * 10**zeros
        return values[0] - unit, values[0] + unit
    if text.startswith("trên"):
        return values[0], None
    if text.startswith("dưới"):
        return None, values[0]
    return values[0] - unit / 2, values[0] + unit / 2


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (share(count_interval(63438), 781655), "percent", "8,12%"),
        (Interval.exactly(Fraction(25, 6602)), "percent", "0,004%"),
        (Interval.exactly(Fraction(99997, 1000)), "percent", "99,997%"),
        (Interval.exactly(Fraction(100003, 1000)), "percent", "100,003%"),
        (Interval.exactly(0), "percent", "0,00%"),
        (Interval.exactly(100), "percent", "100,00%"),
        (Interval(Fraction(992, 10), Fraction(998, 10)), "percent", "99,2% đến 99,8%"),
        (share(count_interval(388000, 1000), 781655), "percent", "49,5% đến 49,8%"),
        (share(count_interval(2830000, 10000), 8993082), "percent", "31,4% đến 31,6%"),
        (Interval(Fraction(5136, 127), Fraction(5140, 27)), "times", "40 đến 200 lần"),
        (Interval(Fraction(40), Fraction(1900)), "count", "40 đến 1.900"),
        (count_interval(2_830_000, 10_000), "count", "khoảng 2,83 triệu"),
        (count_interval(2_830_000, 10_000), "sized", "khoảng 2.830.000"),
        (count_interval(2_397_000, 1_000), "count", "khoảng 2.397.000"),
        (count_interval(3_000_000, 100_000), "count", "khoảng 3,0 triệu"),
        (count_interval(3_000_000, 100_000, "hơn"), "count", "trên 3 triệu"),
        (Interval(Fraction(1_663_000), Fraction(1_681_000)), "count", "1,66 triệu đến 1,69 triệu"),
        (Interval(Fraction(963_000), Fraction(1_003_000)), "count", "960.000 đến 1.010.000"),
        (share(count_interval(12000, 1000, "hơn"), 33800), "percent", "trên 35%"),
        (Interval.exactly(50) - share_interval(Fraction(812, 100), 2), "points", "41,88 điểm phần trăm"),
        (Interval.exactly(50) - share_interval(Fraction(7), 0, "trên dưới"), "points", "khoảng 43 điểm phần trăm"),
        (Interval.exactly(50) - share_interval(Fraction(38), 0, "gần"), "points", "trên 12 điểm phần trăm"),
        (Interval(Fraction(7), Fraction(8)), "rank", "thứ 7 đến 8"),
        (Interval.exactly(Fraction(-2, 7)), "count", "chưa đến 01"),
    ],
)
def test_the_text_follows_from_the_width_of_the_interval(value: Interval, unit: str, text: str) -> None:
    assert shown(value, unit) == text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ((37_900_000, 100_000, ""), "khoảng 37,9 triệu"),
        ((22_740_000, 10_000, ""), "khoảng 22,74 triệu"),
        ((20_000_000, 1_000_000, "hơn"), "hơn 20 triệu"),
        ((20_580_000, 10_000, "hơn"), "hơn 20,58 triệu"),
        ((2_397_000, 1_000, ""), "khoảng 2.397.000"),
        ((687_000, 1_000, ""), "khoảng 687.000"),
        ((3_275_589, 1, ""), "3.275.589"),
    ],
)
def test_a_published_count_of_millions_shows_the_digits_that_it_carries(said: tuple[int, int, str], text: str) -> None:
    assert as_published(*said) == text
    assert "triệu" not in as_published(*said, "sized")


@pytest.mark.parametrize(
    ("value", "unit", "threshold", "text"),
    [
        (Fraction(49998, 1000), "percent", 50, "49,998%"),
        (Fraction(4, 10000), "points", 0, "0,0004 điểm phần trăm"),
        (Fraction(3, 1000000), "points", 0, "chưa đến 0,0001 điểm phần trăm"),
        (Fraction(50), "percent", 50, "50,00%"),
    ],
)
def test_a_text_never_says_a_threshold_that_the_figure_misses(
    value: Fraction, unit: str, threshold: int, text: str
) -> None:
    assert shown(Interval.exactly(value), unit, [Fraction(threshold)]) == text  # type: ignore[arg-type]


def test_ten_thousand_texts_contain_their_intervals_and_no_threshold_they_miss() -> None:
    random.seed(14)
    wrong = []
    for _ in range(10_000):
        low = Fraction(random.randint(-2_000_000, 9_000_000), random.choice([1, 7, 100, 1000]))
        value = Interval(
            low, low + Fraction(random.randint(0, 10 ** random.randint(0, 7)), random.choice([1, 13, 1000]))
        )
        unit = random.choice(["percent", "points", "count"])
        threshold = Fraction(random.choice([0, 50, 1000]))
        first, last = read_back(text := shown(value, unit, [threshold]))  # type: ignore[arg-type]
        if "chưa đến" in text or value.exact:
            continue
        contains = (first is None or first <= value.low) and (last is None or value.high <= last)
        misses = threshold < value.low or value.high < threshold
        tells = misses and "khoảng" not in text and (first or 0) <= threshold <= (last or 0)
        wrong += [] if contains and not tells else [(value, unit, text)]
    assert wrong == []


def test_the_same_width_takes_the_same_form_wherever_it_lies() -> None:
    for width in (Fraction(3, 100), Fraction(3, 10), Fraction(4), Fraction(8, 10)):
        texts = [shown(Interval(at, at + width), "percent") for at in map(Fraction, range(10, 90))]
        forms = {(text.startswith("khoảng"), " đến " in text) for text in texts}
        assert len(forms) == 1
