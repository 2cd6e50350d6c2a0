"""Somebody who reads all that is printed and tries to compute small counts that are hidden: standard library alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

Name = Any  # a tuple of what is counted, where and when
Range = tuple[int, int]
Sum = tuple[dict[Name, int], int | None]  # signs, and how much is left over at least 0 (None) or exactly so much

ENDLESS = 10**7
MOST_STEPS = 50_000


def known_from(ledgers: Iterable[Mapping[str, Any]], cells: Mapping[Name, int], limit: int) -> dict[Name, Range]:
    """Gather from ledgers between which ends each count lies: "dưới 5" is 1 to 4, "…" is 5 or more."""
    ranges = {name: (limit if count >= limit else 0, ENDLESS) for name, count in cells.items()}
    for ledger in ledgers:
        for fact in ledger["facts"].values():
            subject = fact["subject"]
            name = (subject["period"], subject["measure"], subject.get("unit", ""))
            if fact["concept"] == "counted" and name in ranges:
                low, high = int(fact["low"]), int(fact["high"])
                ranges[name] = (1, high - 1) if fact.get("open") else (low, high)
    return ranges


def possible(ranges: Mapping[Name, Range], sums: list[Sum], name: Name) -> Range:
    """Find the least and the greatest that one count may be, with all that is known of the others."""
    low, high = ranges[name]
    fitting = [value for value in range(low, high + 1) if _fits({**ranges, name: (value, value)}, sums, [0])]
    return fitting[0], fitting[-1]


def _fits(ranges: dict[Name, Range], sums: list[Sum], steps: list[int]) -> bool:
    """Say whether whole numbers can be found for all counts: narrow the ranges, then try the narrowest one out."""
    steps[0] += 1
    assert steps[0] < MOST_STEPS, "too many counts are hidden for this attacker"
    narrow = narrowed(ranges, sums)
    if narrow is None:
        return False
    tied = {name for signs, _ in sums for name in signs if narrow[name][0] < narrow[name][1]}
    if not tied:
        return True
    name = min(tied, key=lambda each: (narrow[each][1] - narrow[each][0], each))
    low, high = narrow[name]
    return any(_fits({**narrow, name: (value, value)}, sums, steps) for value in range(low, high + 1))


def narrowed(ranges: Mapping[Name, Range], sums: list[Sum]) -> dict[Name, Range] | None:
    """Narrow all ranges by each sum until nothing changes; None where no numbers fit."""
    found, changed = dict(ranges), True
    while changed:
        changed = False
        for signs, left in sums:
            for name, sign in signs.items():
                ends = [_ends(found[other], -other_sign) for other, other_sign in signs.items() if other != name]
                least, most = sum(end[0] for end in ends), sum(end[1] for end in ends)
                least, most = (least + (left or 0), most + left) if left is not None else (least, ENDLESS)
                low, high = (least, most) if sign > 0 else (-most, -least)
                now = max(found[name][0], low), min(found[name][1], high)
                if now[0] > now[1]:
                    return None
                changed = changed or now != found[name]
                found[name] = now
    return found


def _ends(ends: Range, sign: int) -> Range:
    return ends if sign > 0 else (-ends[1], -ends[0])


def numbers_in(text: str) -> set[str]:
    """List the whole numbers that a text prints, as readers write them: "1.234" is 1234."""
    return {found.replace(".", "") for found in re.findall(r"(?<![\w,./])\d{1,3}(?:\.\d{3})*(?![\w,]|[./]\d)", text)}
