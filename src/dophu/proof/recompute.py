"""Recompute every computed fact of a ledger (`<report>.facts.json`, version 2) from that file alone.

By the standard library alone: copy this file and run `python recompute.py FILE`. It exits with 6 on a difference.
"""

from __future__ import annotations

import json
import math
import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from functools import partial, reduce
from graphlib import TopologicalSorter
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

FAULTS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)  # of whoever wrote the file
DEEPEST, LONGEST = 20, 10_000  # levels of an expression, bits of a number: only a file made to hang has more
NUMBER = re.compile(r"-?[0-9]{1,3000}(/[1-9][0-9]{0,2999}|[.][0-9]{1,30})?")
OPEN = {"": (False, False), "low": (True, False), "high": (False, True), "both": (True, True)}


class Interval(NamedTuple):
    """The values a fact may have, both ends included; an open end is soft: the true value may lie beyond."""

    low: Any  # int or Fraction, and so is high
    high: Any
    open_low: bool = False
    open_high: bool = False

    def surely(self) -> tuple[Any, Any]:
        """Take an open end as infinite."""
        return -math.inf if self.open_low else self.low, math.inf if self.open_high else self.high

    def __str__(self) -> str:
        return f"{self.low} to {self.high}" + " (open below)" * self.open_low + " (open above)" * self.open_high


class Members:
    """The members of a list, their sure ends in order, and what was made of all of them."""

    def __init__(self, keys: list[str], values: list[Interval]) -> None:
        self.keys, self.values, self.folded = frozenset(keys), values, dict[str, Interval]()
        sure_ends = [a.surely() for a in values if isinstance(a, Interval)]  # moments are only counted
        self.lows, self.highs = sorted(low for low, _ in sure_ends), sorted(high for _, high in sure_ends)


def _exactly(number: Any) -> Interval:
    return Interval(number, number)


def _bounded(a: Interval) -> Interval:
    if any(max(end.numerator.bit_length(), end.denominator.bit_length()) > LONGEST for end in a[:2]):
        raise ValueError(f"a number has more than {LONGEST} bits")
    return a


def _plus(a: Interval, b: Interval) -> Interval:
    return _bounded(Interval(a.low + b.low, a.high + b.high, a.open_low or b.open_low, a.open_high or b.open_high))


def _times(a: Interval, b: Interval) -> Interval:
    """Multiply: from the least to the greatest product of two ends, open where one of those two is."""
    if a == _exactly(a.low) and b == _exactly(b.low):
        return _bounded(_exactly(a.low * b.low))
    ends = [list(zip(each[:2], each[2:], strict=True)) for each in (a, b)]
    products = [(x * y, x_open or y_open) for x, x_open in ends[0] for y, y_open in ends[1]]
    (low, open_low), (high, open_high) = (choose(products, key=lambda pair: pair[0]) for choose in (min, max))
    return _bounded(Interval(low, high, open_low, open_high))


def _divided(a: Interval, b: Interval) -> Interval:
    if b.low <= 0 <= b.high:
        raise ValueError(f"{b} may be nought, by which nothing is divided")
    if a == _exactly(a.low) and b == _exactly(b.low):
        return _bounded(_exactly(Fraction(a.low) / b.low))
    return _times(a, Interval(1 / Fraction(b.high), 1 / Fraction(b.low), b.open_high, b.open_low))


def _half_up(number: Any) -> Any:
    return math.floor(abs(number) + Fraction(1, 2)) * (1 if number >= 0 else -1)


def _days(moment: str, with_hours: bool) -> Fraction:
    at = datetime.fromisoformat(moment if with_hours else moment[:10])
    return at.toordinal() + Fraction(at.hour * 60 + at.minute, 1440)


def _hours(later: str, earlier: str) -> Interval:
    with_hours = "T" in later and "T" in earlier
    return _exactly(24 * (_days(later, with_hours) - _days(earlier, with_hours)))


def _chosen(choose: Any, values: list[Interval]) -> Interval:
    lows, highs, *opened = zip(*values, strict=True)
    return Interval(choose(map(Fraction, lows)), choose(map(Fraction, highs)), *map(any, opened))


def _place(up: bool, x: Interval, members: Members, own: bool) -> Interval:
    """Count who surely and who perhaps comes before x, the most first or (`up`) the least; x itself never does."""
    (low, high), size = x.surely(), len(members.lows)
    above = size - bisect_right(members.lows, high), size - bisect_right(members.highs, low)
    surely, perhaps = (bisect_left(members.highs, low), bisect_left(members.lows, high)) if up else above
    return Interval(1 + surely, 1 + perhaps - (own and low < high))


OPERATORS: dict[str, Any] = {
    "+": _plus, "*": _times, "/": _divided, "hours": _hours,
    "-": lambda a, b: _plus(a, Interval(-b.high, -b.low, b.open_high, b.open_low)),
    "ceil": lambda a: a._replace(low=math.ceil(a.low), high=math.ceil(a.high)),
    "floor": lambda a: a._replace(low=math.floor(a.low), high=math.floor(a.high)),
    "half_up": lambda a: a._replace(low=_half_up(a.low), high=_half_up(a.high)),
    "days_left": lambda moment, day: _exactly(_days(day, False) - _days(moment, True) + ("T" in moment)),
    "count_at_least": lambda members, x: _exactly(len(members.lows) - bisect_left(members.lows, x.surely()[1])),
    "count_below": lambda members, x: _exactly(bisect_left(members.highs, x.surely()[0])),
    "count_at_most": lambda members, x: _exactly(bisect_right(members.highs, x.surely()[0])),
    "count_above": lambda members, x: _exactly(len(members.lows) - bisect_right(members.lows, x.surely()[1])),
}  # fmt: skip
FOLDS: dict[str, Any] = {
    "count": lambda values: _exactly(len(values)), "sum": lambda values: reduce(_plus, values, _exactly(0)),
    "sum_positive": lambda values: reduce(
        _plus, (Interval(max(a.surely()[0], 0), max(a.high, 0), False, a.open_high) for a in values), _exactly(0)),
    "max": partial(_chosen, max), "min": partial(_chosen, min), "median": partial(_chosen, median),
}  # fmt: skip


def _asked(of: Any, levels: int = DEEPEST) -> Iterator[Any]:
    """List what an expression names: facts by their keys, lists as ("list", name)."""
    if isinstance(of, list) and of and levels:
        for argument in of[1:]:
            yield from [("list", argument)] if of[0] == "list" else _asked(argument, levels - 1)
    elif isinstance(of, str):
        yield of
    elif type(of) is not int:
        raise ValueError(f"an expression has more than {DEEPEST} levels, or holds neither whole number nor key")


def _evaluate(of: Any, known: dict[Any, Any]) -> Any:
    """Compute an expression from the intervals, moments (as text) and Members that are known."""
    if not isinstance(of, list):
        return known[of] if isinstance(of, str) else _exactly(of)
    operator, *arguments = of
    if operator == "list":
        return known["list", *arguments]
    values = [_evaluate(argument, known) for argument in arguments]
    if operator in ("rank", "rank_up"):
        return _place(operator == "rank_up", values[0], values[1], arguments[0] in values[1].keys)
    if operator not in FOLDS:
        return OPERATORS[operator](*values)
    folded = values[0].folded
    folded[operator] = folded.get(operator) or FOLDS[operator](values[0].values)
    return folded[operator]


def _stated(fact: Any) -> Any:
    """Read what a fact says of itself: an interval, or a moment, date or text."""
    if "value" in fact:
        return fact["value"]
    found = [NUMBER.fullmatch(fact[end]) for end in ("low", "high")]
    low, high = (Fraction(end[0]) if end[1] else int(end[0]) for end in found if end)
    if low > high:
        raise ValueError(f"{low} to {high} is no interval")
    return Interval(low, high, *OPEN[fact.get("open", "")])


def recompute(ledger: Any) -> list[tuple[str, str]]:
    """List by key each fact that is not what its expression gives, or that has no value; empty when all hold."""
    known, findings = dict[Any, Any](), list[tuple[str, str]]()
    try:
        facts, lists = dict(ledger["facts"]), dict(ledger["lists"])
        needs = {key: [*_asked(fact.get("of", 0))] for key, fact in facts.items()}
        order = [*TopologicalSorter(needs | {("list", name): keys for name, keys in lists.items()}).static_order()]
    except FAULTS as error:
        return [("ledger", f"cannot be recomputed: {error!r}")]
    for node in order:
        try:
            if isinstance(node, tuple):
                known[node] = Members(lists[node[1]], [known[key] for key in lists[node[1]]])
                continue
            known[node] = stated = _stated(fact := facts[node])
            known[node] = _evaluate(fact["of"] if fact["status"] == "computed" else fact.get("of", node), known)
            if known[node] != stated:
                findings.append((node, f"is {stated}, where its expression gives {known[node]}"))
        except FAULTS as error:
            findings.append((str(node), f"cannot be computed: {error!r}"))
    return findings


if __name__ == "__main__":
    try:
        differences = recompute(json.loads(Path(sys.argv[1]).read_bytes()))
    except (RecursionError, ValueError) as problem:
        differences = [(sys.argv[1], f"is no JSON: {problem}")]
    print(*map(": ".join, differences), f"{len(differences)} difference(s)", sep="\n")
    sys.exit(6 if differences else 0)
