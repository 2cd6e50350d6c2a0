"""Nothing that the reports print of invented campaigns is false, and no figure that is known is passed over."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.invented import false_texts, faults, read
from tests.parts import TENTH, count, give_letterheads
from tests.project import Draft, demo  # noqa: F401 - a fixture
from tests.telling import open_report, tell
from tests.test_everywhere import prose

SEEDS = [
    0,
    1,
    7,
    9,
    15,
    29,
]  # what was false once: regions, districts, no base, "hơn" beside "gần", sums, who lacks most


@pytest.mark.parametrize("seed", SEEDS)
def test_of_invented_campaigns_nothing_false_is_printed(seed: int, tmp_path: Path) -> None:
    assert faults(seed, tmp_path, editions=1) == []


@pytest.mark.parametrize(
    ("key", "low", "high", "text"),
    [
        ("share@20", "49998/1000", "49998/1000", "50,00%"),
        ("gap@20", "1/500", "1/500", "0,00 điểm phần trăm"),
        ("counted@20", "386500", "387500", "387.000"),
        ("gained@20", "-3", "5", "trên 5"),
    ],
)
def test_the_reader_finds(key: str, low: str, high: str, text: str) -> None:
    unit = {"share": "percent", "gap": "points"}.get(key.partition("@")[0], "count")
    fact: dict[str, Any] = {"low": low, "high": high, "shown": text, "unit": unit, "status": "computed"}
    assert list(false_texts({"facts": {key: fact}}, Fraction(50)))


def test_a_province_that_only_its_districts_tell_of_stands_in_the_nation_s_table(project: Draft) -> None:
    give_letterheads(project)
    count(project, TENTH)
    assert "Lạng Sơn" in prose(
        tell(open_report(project.root, campaign="demo", period="2020-08-07", unit="VN"), "parts")
    )


def test_the_reader_reads_what_stands_behind_words() -> None:
    assert read("khoảng 2.830.000") == read("khoảng 2,83 triệu") == (2_820_000, 2_840_000)
    assert read("31,4% đến 31,6%") == (Fraction(314, 10), Fraction(316, 10))
    assert read("chưa đến 0,01 điểm phần trăm") is None
