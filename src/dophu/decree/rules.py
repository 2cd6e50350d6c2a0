"""The Decree's rules as data: `rules.csv`, one clause a row.

key     the element and what is measured of it, "motto.size"
clause  where Appendix I of the Decree says so ("PL III": Appendix III, the forms)
low, high   its numbers: millimetres for paper, margins and indents, points for type and gaps, single spacings,
            shares of the text above for what is drawn below it
want    the look it asks for
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dophu.words import say

MOST = 1e9


@dataclass(frozen=True)
class Rule:
    """One clause: of which element, what of it, between which numbers, with which look."""

    element: str
    measure: str
    clause: str
    low: float = 0
    high: float = MOST
    look: str = ""

    @property
    def key(self) -> str:
        """Its name, as "motto.size"."""
        return f"{self.element}.{self.measure}"

    @property
    def title(self) -> str:
        """Its name for readers."""
        return f"{say(f'decree.element.{self.element}')}: {say(f'decree.measure.{self.measure}')}"

    @property
    def is_worded(self) -> bool:
        """Whether words say what it asks for better than its numbers do."""
        return self.measure == "rule" or self.element == "paper"

    def holds(self, number: float, tolerance: float) -> bool:
        """Say whether a number lies between those of the rule."""
        return self.low - tolerance <= number <= self.high + tolerance


@cache
def rules() -> tuple[Rule, ...]:
    """Read the rules in the order in which they are told."""
    text = (files(__package__) / "rules.csv").read_text(encoding="utf-8")
    return tuple(_rule(row) for row in csv.DictReader(text.splitlines()))


def _rule(row: dict[str, str]) -> Rule:
    element, _, measure = row["key"].partition(".")
    low, high = float(row["low"] or 0), float(row["high"] or MOST)
    return Rule(element, measure, row["clause"], low, high, row["want"])
