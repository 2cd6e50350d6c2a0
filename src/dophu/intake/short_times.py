"""Headings of a letter and a number, which those beside them explain: M6 is a month, T7 a Saturday beside CN."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from dophu.intake.headers import Head, fold

SHORT = re.compile(r"\s*(?P<letter>[mt])\s*(?P<number>\d{1,2})\s*", re.IGNORECASE)
SUNDAY = frozenset(("cn", "chu nhat", "c nhat"))
MONTHS_AT_LEAST, DOSES = 3, 4  # columns that make months; M1 to M4 may be doses, "mũi"
WEEK = range(2, 8)  # T2 is Monday, T7 Saturday
WORKDAYS = 4  # columns from T2 on that may be a week


def in_full(heads: Sequence[Head]) -> tuple[Head, ...]:
    """Write the lowest lines of headings in full that are months by their run, or days of a week.

    T2 to T6 may be either; without T1, T8 or a year they are read as days, so that somebody is asked.
    """
    months, days = _numbers(heads, "m"), _numbers(heads, "t")
    words = {"m": "tháng"} if _are_months(months) else {}
    words |= {"t": "thứ"} if _are_weekdays(days, sunday=any(fold(_lowest(head)) in SUNDAY for head in heads)) else {}
    return tuple(_written(head, words) for head in heads)


def _lowest(head: Head) -> str:
    return head.lines[-1] if head.lines else ""


def _numbers(heads: Sequence[Head], letter: str) -> list[int]:
    found = (SHORT.fullmatch(_lowest(head)) for head in heads)
    return [int(one["number"]) for one in found if one and one["letter"].lower() == letter]


def _are_months(numbers: Sequence[int]) -> bool:
    follow = all(two == one + 1 for one, two in pairwise(numbers)) or all(
        two == one - 1 for one, two in pairwise(numbers)
    )
    return follow and len(numbers) >= MONTHS_AT_LEAST and DOSES < max(numbers) <= 12 and min(numbers) > 0  # noqa: PLR2004


def _are_weekdays(numbers: Sequence[int], *, sunday: bool) -> bool:
    inside = bool(numbers) and all(number in WEEK for number in numbers)
    return inside and (sunday or (min(numbers) == WEEK.start and len(numbers) >= WORKDAYS))


def _written(head: Head, words: dict[str, str]) -> Head:
    found = SHORT.fullmatch(_lowest(head))
    word = words.get(found["letter"].lower()) if found else None
    return replace(head, lines=(*head.lines[:-1], f"{word} {int(found['number'])}")) if found and word else head
