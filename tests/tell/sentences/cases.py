"""Facts of an edition in which some are what a case says they are."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from dophu.facts.fact import Fact, Missing, Value
from dophu.facts.interval import Interval
from dophu.facts.printing import Unit
from dophu.wording import Moment
from tests.told import facts_of

UNITS: dict[str, Unit] = {
    "share": "percent",
    "target": "percent",
    "published_share": "percent",
    "gap": "points",
    "change": "points",
    "disagreement": "points",
    "rank": "rank",
    "published_rank": "rank",
    "as_of": "moment",
    "elapsed": "hours",
    "week_elapsed": "hours",
    "target_by": "date",
    "published_rank_by": "text",
    "explaining_base": "text",
    "merged_from": "text",
}


class Case:
    """The facts of Lạng Sơn, of which those named are known as given, and no others."""

    def __init__(self, **known: Any) -> None:
        self._facts = facts_of(campaign="bluezone", period="2020-08-07", unit="20")
        self._known = {name.replace("__", "|"): value for name, value in known.items()}

    def get(self, name: str) -> Fact | Missing:
        """Look a fact up as sentences do."""
        value = self._known.get(name)
        if value is None and name == "share|on_target_base":
            return self.get("share")
        if value is None:
            return Missing(name, name, "no_figure")
        concept = name.partition("|")[0]
        return Fact(concept, self._facts.own, name, name, UNITS.get(concept, "count"), value_of(value))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._facts, name)


def value_of(value: Any) -> Value:
    """Write a value short: a number, (low, high) of what is not exact, a moment or words as a text."""
    if isinstance(value, tuple):
        return Interval(Fraction(value[0]), Fraction(value[1]))
    if isinstance(value, str) and not value.replace(".", "").lstrip("-").isdigit():
        return Moment.parse(value) if value[:2] == "20" else value
    return value if isinstance(value, date) else Interval.exactly(Fraction(value))
