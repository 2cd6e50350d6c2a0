"""Small counts are printed as "dưới 5", and nobody can compute them from what is printed beside."""

from __future__ import annotations

import random
import re
from itertools import product

import pytest

from dophu.data.periods import read_campaign, read_history
from dophu.errors import DataError
from dophu.publish.gates import check
from tests.parts import BASES, count, give_letterheads, line
from tests.project import CAMPAIGN, COUNTS, PUBLISHED, TOTALS, Draft, demo  # noqa: F401 - a fixture
from tests.telling import open_report, tell
from tests.test_everywhere import prose
from tests.told import facts_of

LIMIT = 5
MEANING = "meaning: Số người đã cài đặt."
HEAD = "source,as_of,vintage,unit,measure,count,step,qualifier,note\n"


def hide(project: Draft, numbers: dict[str, int], more: str = "") -> None:
    project.change(CAMPAIGN, MEANING, f"{MEANING}, suppress_below: {LIMIT}")
    give_letterheads(project)
    count(project, numbers, more)


def printed(project: Draft, unit: str = "20") -> dict[str, str]:
    """Read what an edition knows of each unit: its count with the word before it, "" for none."""
    counts = project.edition(unit=unit).history.counts
    rows = counts[counts["period"] == "2020-08-07"].itertuples()
    return {row.unit: "" if str(row.count) == "<NA>" else f"{row.qualifier} {row.count}".strip() for row in rows}


def test_a_small_count_is_below_its_limit_and_nought_stays(project: Draft) -> None:
    hide(project, dict.fromkeys(BASES, 20) | {"178": 3, "180": 0})
    assert {code: printed(project)[code] for code in ("178", "180", "181")} == {
        "178": "dưới 5",
        "180": "0",
        "181": "20",
    }


def test_beside_a_total_the_next_smallest_is_hidden_too(project: Draft) -> None:
    numbers = dict.fromkeys(BASES, 20) | {"178": 3, "181": 9}
    hide(project, numbers, line("20", sum(numbers.values())))
    assert {code: printed(project)[code] for code in ("178", "181", "182")} == {"178": "dưới 5", "181": "", "182": "20"}


@pytest.mark.parametrize("report", ["parts", "data_quality"])
def test_what_is_hidden_is_neither_called_missing_nor_wrong(project: Draft, report: str) -> None:
    numbers = dict.fromkeys(BASES, 20) | dict.fromkeys([*BASES][:5], 1) | {[*BASES][5]: 9}
    hide(project, numbers, line("20", sum(numbers.values())))
    text = prose(tell(open_report(project.root, campaign="demo", period="2020-08-07", unit="20"), report))
    assert not re.search("[Cc]hưa có số liệu của|trực thuộc cộng được|Gửi số đếm chính xác", text)
    assert report != "parts" or "không nêu riêng, để không suy ra được số nhỏ của đơn vị khác" in text


def test_a_sum_over_small_counts_is_not_held_against_the_whole(project: Draft) -> None:
    numbers = dict.fromkeys(BASES, 20) | {"178": 1, "180": 4, "181": 2, "182": 3}
    hide(project, numbers, line("20", sum(numbers.values())))
    assert "" not in printed(project).values()
    text = prose(tell(open_report(project.root, campaign="demo", period="2020-08-07", unit="20"), "parts"))
    assert not re.search("Tổng số của các đơn vị|cộng lại được", text)


def test_without_a_total_nothing_more_is_hidden(project: Draft) -> None:
    hide(project, dict.fromkeys(BASES, 20) | {"178": 3, "181": 9})
    assert printed(project)["181"] == "9"


def test_a_named_total_counts_as_one(project: Draft) -> None:
    hide(project, dict.fromkeys(BASES, 20) | {"178": 3, "181": 9})
    project.write(
        TOTALS, HEAD.replace("unit", "units") + line("178 181 182", 32).replace(",178 181 182,", ",178 181 182,")
    )
    assert [printed(project)[code] for code in ("178", "181", "182")] == ["dưới 5", "", "20"]


def test_what_others_printed_of_a_hidden_unit_is_left_out(project: Draft) -> None:
    hide(project, dict.fromkeys(BASES, 20) | {"178": 3})
    head = "source,as_of,vintage,unit,measure,figure,value,step,qualifier,base,of,status,since,note\n"
    rows = "".join(
        f"DEMO,2020-08-07T08:00,VN63,{unit},installs,share,0.01,,,x,,published,,\n" for unit in ("178", "181")
    )
    project.write(PUBLISHED, head + rows)
    assert list(project.edition().history.published["unit"]) == ["181"]


def test_every_report_prints_the_word_and_none_the_count(project: Draft) -> None:
    numbers = dict.fromkeys(BASES, 40) | {"178": 3, "181": 17}
    hide(project, numbers, line("20", sum(numbers.values())))
    for report in ("quick_report", "progress", "parts", "data_quality"):
        document = tell(open_report(project.root, campaign="demo", period="2020-08-07", unit="178"), report)
        check(document)
        assert report in ("data_quality", "parts") or "dưới 5" in prose(document)
        told = {fact.key: fact for fact in document.facts}
        assert not [key for key in told if key.startswith("counted@181")]
        assert not [key for key, fact in told.items() if fact.exact == "3" and key.startswith("counted")]


def test_the_ledger_has_no_more_than_the_page(project: Draft) -> None:
    hide(project, dict.fromkeys(BASES, 40) | {"178": 3})
    counted = facts_of(project.edition(unit="178")).get("counted")
    assert (counted.shown, counted.interval.open_low) == ("dưới 5", True)  # type: ignore[union-attr]
    assert counted.interval.high == LIMIT  # type: ignore[union-attr]


@pytest.mark.parametrize("wrong", ["1", "0", "vài"])
def test_a_limit_that_hides_nothing_is_refused(project: Draft, wrong: str) -> None:
    project.change(CAMPAIGN, MEANING, f"{MEANING}, suppress_below: {wrong}")
    with pytest.raises(DataError, match=r"measures\.installs\.suppress_below"):
        project.history()


def test_check_still_sees_every_count(project: Draft) -> None:
    hide(project, dict.fromkeys(BASES, 20) | {"178": 3})
    history = read_history(project, read_campaign(project, "demo"))
    assert 3 in list(history.counts["count"].dropna())


def possible(total: int, shown: list[int], few: int, others: int) -> set[tuple[int, ...]]:
    """List what the small ones may be, for who subtracts: each from 1 to 4, the others 5 or more."""
    left = total - sum(shown)
    found = set()
    for each in product(range(1, LIMIT), repeat=few):
        rest = left - sum(each)
        if (others == 0 and rest == 0) or (others > 0 and rest >= LIMIT * others):
            found.add(each)
    return found


@pytest.mark.parametrize("seed", range(12))
def test_of_random_tables_nobody_gets_a_small_count_back(project: Draft, seed: int) -> None:
    chance = random.Random(seed)
    numbers = {
        code: chance.choice([0, chance.randint(1, 4), *(chance.randint(5, 60) for _ in range(4))]) for code in BASES
    }
    hide(project, numbers, line("20", sum(numbers.values())))
    told = printed(project)
    if told["20"] == "":
        return  # the total itself is hidden
    few = [code for code in BASES if told[code].startswith("dưới")]
    others = [code for code in BASES if told[code] == ""]
    left = possible(
        sum(numbers.values()), [int(told[code]) for code in BASES if told[code].isdigit()], len(few), len(others)
    )
    assert [code for code in BASES if 0 < numbers[code] < LIMIT] == few
    for place in range(len(few)):
        assert {each[place] for each in left} == set(range(1, LIMIT))
    assert len(others) <= 3, COUNTS
