"""Campaigns that chance invents where figures are hard to tell, and a reader of its own who looks for false words.

Counts are rounded, one-sided or exact, within a person of the target or of the period before, over a base or none.
Every report is told of them. What is printed is read back by this file's own rules and held against the rows that
were invented: `python -m tests.invented --seeds 200`.
"""

from __future__ import annotations

import argparse
import csv
import math
import random
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from dophu.errors import DophuError
from dophu.publish.gates import check
from dophu.tell.blocks import Document
from tests.parts import BASES as PARTS
from tests.parts import FORMER, HEAD, give_letterheads
from tests.project import CAMPAIGN, COUNTS, PUBLISHED, ROOT, TOTALS, Draft, draft_at
from tests.telling import open_report, tell
from tests.test_everywhere import prose

REPORTS = ("quick_report", "national_table", "progress", "parts", "data_quality")
NOW, THEN = "2020-08-07T08:00", "2020-07-31"
COUNTED = r"(?:kết quả|số (?:người|điện thoại|người/điện thoại) cài đặt)"  # what has moved
BARE = "smartphones_2020_09_01"  # a base that no unit has
DIFFERENCES = {
    *("gap", "target_gap", "missing", "shortfall", "gained", "change", "per_day", "beside", "apart", "catch_up"),
    *("moved", "pace", "pace_apart", "spread", "week_gained", "week_per_day"),
}
NUMBER = re.compile(r"-?\d[\d.]*(?:,\d+)?")
NOUGHT = re.compile(r"(?<![\d,.])-?0,0+ ?(?:%|điểm)|(?<![\d.,])00 (?:người|lượt)|khoảng 0(?![,\d])")
Bounds = tuple[Fraction | float, Fraction | float]


@dataclass(frozen=True)
class Count:
    """A count as a source may write it."""

    value: int
    step: int = 1
    word: str = ""

    @property
    def bounds(self) -> Bounds:
        """What it may stand for; an open side has no end."""
        if self.word in {"hơn", "trên"}:
            return self.value, math.inf
        if self.word == "gần":
            return -math.inf, self.value
        half = Fraction(0) if self.step == 1 and not self.word else Fraction(self.step, 2)
        return self.value - half, self.value + half


@dataclass(frozen=True)
class Invented:
    """A campaign of two periods: the counts of its units, its target in per cent, and whether there is a base."""

    draft: Draft
    then: dict[str, Count]
    now: dict[str, Count]
    target: Fraction
    has_base: bool

    def share(self, unit: str) -> Bounds | None:
        """The share of a unit between its ends, in per cent."""
        if not self.has_base or unit not in self.now:
            return None
        low, high = self.now[unit].bounds
        return 100 * low / provinces()[unit], 100 * high / provinces()[unit]


@cache
def provinces() -> dict[str, int]:
    """Read the base of every province."""
    with (ROOT / "data/reference/bases.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if (row["vintage"], row["base"]) == ("VN63", "population_2019")]
    return {row["code"]: int(row["value"]) for row in rows if len(row["code"]) == 2 and row["code"] != "VN"} | PARTS


def invent(seed: int, folder: Path) -> Invented:
    """Write a campaign of one kind of trouble or another."""
    chance = random.Random(seed)
    draft = draft_at(folder)
    give_letterheads(draft)
    target = chance.choice([Fraction(50), Fraction(5), Fraction(25, 2), Fraction(1001, 20), Fraction(90)])
    has_base, is_list = chance.random() < 0.8, chance.random() < 0.5
    units = list(provinces())[:63] if is_list else [*PARTS, *(["20"] if chance.random() < 0.5 else [])]
    units = units if chance.random() < 0.6 else chance.sample(units, 2 * len(units) // 3)
    then = {unit: _count(chance, provinces()[unit], target) for unit in units}
    now = {unit: _next(chance, then[unit], provinces()[unit], target) for unit in units}
    for name in (PUBLISHED, TOTALS):
        (draft.root / name).unlink()
    draft.write(FORMER, HEAD + "".join(_row(THEN, unit, count) for unit, count in then.items()))
    draft.write(COUNTS, HEAD + "".join(_row(NOW, unit, count) for unit, count in now.items()))
    by = chance.choice(["", "by: 2020-08-20, ", "by: 2020-08-01, "])
    draft.change(CAMPAIGN, "percent: 50,", f"percent: {float(target)}, {by}")
    if not has_base:
        draft.change(CAMPAIGN, "\nbase: population_2019", f"\nbase: {BARE}")
    return Invented(draft, then, now, target, has_base)


def _row(moment: str, unit: str, count: Count) -> str:
    return f"DEMO,{moment},VN63,{unit},installs,{count.value},{count.step},{count.word},Đã đối chiếu\n"


def _count(chance: random.Random, base: int, target: Fraction) -> Count:
    needed = math.ceil(base * target / 100)
    step = chance.choice([1, 1, 1, 1, 10, 100, 1000, 10000])
    near = needed + chance.choice(
        [-step // 2, 0, 1, -1, step // 2, step, -step, chance.randint(-needed // 3, needed // 9)]
    )
    word = chance.choice(["", "", "", "", "", "", "hơn", "gần", "khoảng", "trên"])
    step = 10 if word and step == 1 else step
    return Count(max(step, near // step * step), step, word)


def _next(chance: random.Random, then: Count, base: int, target: Fraction) -> Count:
    moves = [0, 1, 1, 2, 3, -1, -2, base // 100_000, base // 20]
    if chance.random() < 0.4:
        return _count(chance, base, target)
    return Count(max(then.step, then.value + then.step * chance.choice(moves) // 1), then.step, then.word)


# -- reading back -------------------------------------------------------------------------------------------


def read(text: str) -> Bounds | None:
    """Read what a printed figure may stand for; None for "chưa đến", which names no figure."""
    found = NUMBER.findall(text.replace("đồng hạng", ""))
    size = 10**6 if text.endswith(" triệu") else 1
    values = [size * Fraction(each.replace(".", "").replace(",", ".")) for each in found]
    if "chưa đến" in text or not found:
        return None
    if " đến " in text:
        return values[0], values[1]
    decimals = len(found[0].partition(",")[2])
    unit = Fraction(size, 10**decimals)
    if re.match(r"khoảng|trên dưới", text):
        digits = found[0].lstrip("-").replace(".", "")
        noughts = len(digits) - len(digits.rstrip("0")) if not decimals else 0
        return values[0] - unit * 10**noughts, values[0] + unit * 10**noughts
    if re.match(r"trên|hơn", text):
        return values[0], math.inf
    if re.match(r"dưới|gần", text):
        return -math.inf, values[0]
    return values[0] - unit / 2, values[0] + unit / 2


def bounds_of(fact: dict[str, Any]) -> Bounds | None:
    """Take the sure ends of a fact of a ledger file."""
    if "low" not in fact:
        return None
    low, high = Fraction(fact["low"]), Fraction(fact.get("high", fact["low"]))
    side = fact.get("open", "")
    return (-math.inf if side in {"low", "both"} else low), (math.inf if side in {"high", "both"} else high)


def false_texts(ledger: dict[str, Any], target: Fraction) -> Iterator[str]:
    """List the figures whose text does not contain them, or contains a threshold that they surely miss."""
    for key, fact in ledger["facts"].items():
        bounds, text = bounds_of(fact), fact["shown"]
        said = read(text) if bounds and fact["unit"] in {"count", "percent", "points"} else None
        if bounds is None or said is None:
            continue
        is_open = bounds == (-math.inf, math.inf)  # the sum of "hơn" and "gần": about, and nobody knows how much
        if not is_open and not (said[0] <= bounds[0] and bounds[1] <= said[1]):
            yield f"{key}: '{text}' does not contain {bounds}"
        exact = bounds[0] == bounds[1]
        concept = key.partition("@")[0]
        of_share = [Fraction(0), target] if concept == "share" and "+" not in key else []
        limits: list[Fraction] = [Fraction(0)] if concept in DIFFERENCES else of_share
        for limit in limits:
            misses = limit < bounds[0] or bounds[1] < limit or (is_open and limit == 0)
            is_text_of_source = concept == "share" and fact.get("status") == "published"
            is_about = text.startswith("khoảng")  # "khoảng 10.000" of what is known to 1.000 is meant to 1.000
            within = said[0] < limit < said[1] if is_about else said[0] <= limit <= said[1]
            tells = within and not (exact and (limit + 1 < bounds[0] or bounds[0] < limit - 1))
            if misses and tells and not is_text_of_source:
                yield f"{key}: '{text}' contains {limit}, which {bounds} misses"


def false_words(one: Invented, unit: str, document: Document) -> Iterator[str]:
    """List what a report says of its own unit that the invented rows contradict, and what it passes over."""
    text, report = prose(document), document.report
    share, count = one.share(unit), one.now.get(unit)
    body = text.partition("Ghi chú: ")[0]
    if count and report in {"quick_report", "progress"} and f"{count.value:,}".replace(",", ".") not in body:
        yield f"the count {count} is silent"
    if share and report == "quick_report":
        yield from _false_verdict(body, share, one.target)
    if count and (then := one.then.get(unit)) and report in {"quick_report", "progress"}:
        yield from _false_change(body, count, then)
    for found in NOUGHT.finditer(text):
        said = text[max(0, found.start() - 60) : found.end() + 20]
        noughts = [fact for fact in document.ledger["facts"].values() if bounds_of(fact) == (0, 0)]
        if not noughts:
            yield f"a nought that is none: …{said}…"


def _false_verdict(body: str, share: Bounds, target: Fraction) -> Iterator[str]:
    reached, missed = share[0] >= target, share[1] < target
    says = {
        "reached": bool(re.search(r"đã (?:đạt|vượt) mục tiêu|vượt mục tiêu", body)),
        "missed": "thấp hơn mục tiêu" in body or "chưa bằng một nửa mục tiêu" in body or "chưa đạt mục tiêu" in body,
        "open": "chưa đủ chính xác" in body,
    }
    right = "reached" if reached else "missed" if missed else "open"
    if not says[right]:
        yield f"a share of {share} of a target of {target} is not said to be {right}"
    yield from (
        f"a share of {share} of a target of {target} is said to be {word}"
        for word in says
        if says[word] and word not in {right, "open"}
    )


def _false_change(body: str, count: Count, then: Count) -> Iterator[str]:
    closed = all(math.isfinite(end) for end in (*count.bounds, *then.bounds))
    low, high = (
        (count.bounds[0] - then.bounds[1], count.bounds[1] - then.bounds[0]) if closed else (-math.inf, math.inf)
    )
    if re.search(rf"{COUNTED} không thay đổi", body) and not low == high == 0:
        yield f"{then} to {count} is said to be unchanged"
    if re.search(rf"{COUNTED} tăng", body) and low <= 0:
        yield f"{then} to {count} is said to have risen"
    if re.search(rf"{COUNTED} giảm", body) and high >= 0:
        yield f"{then} to {count} is said to have fallen"
    if closed and (low > 0 or high < 0) and not re.search(rf"{COUNTED} (?:tăng|giảm)", body):
        yield f"{then} to {count}: a sure change is silent"


def faults(seed: int, folder: Path, editions: int = 3) -> list[str]:
    """Tell all reports of a few editions of an invented campaign, and list what is false in them."""
    from tests.invented_labels import false_labels  # noqa: PLC0415 - whose rules know what is invented here

    one = invent(seed, folder)
    found = list[str]()
    chance = random.Random(seed)
    units = ["20" if "20" in one.now or "178" in one.now else "VN", chance.choice(list(one.now)), "VN"]
    for unit in list(dict.fromkeys(units))[:editions]:
        for report in REPORTS:
            where = f"seed {seed}, unit {unit}, {report}"
            try:
                document = tell(open_report(one.draft.root, campaign="demo", period="2020-08-07", unit=unit), report)
                check(document)
            except (DophuError, ValueError, LookupError, StopIteration) as error:
                found.append(f"{where}: refused: {error!r}")
                continue
            wrong = [*false_texts(document.ledger, one.target), *false_words(one, unit, document)]
            wrong += false_labels(one, document)
            found += [f"{where}: {each}" for each in wrong]
    return found


def main() -> None:
    """Invent campaigns one after another, and print what is false."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--first", type=int, default=0)
    asked, wrong = parser.parse_args(), 0
    for seed in range(asked.first, asked.first + asked.seeds):
        with tempfile.TemporaryDirectory() as folder:
            found = faults(seed, Path(folder))
        wrong += len(found)
        print(*found, sep="\n", end="\n" if found else "", flush=True)
    print(f"{asked.seeds} campaigns, {wrong} false")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
