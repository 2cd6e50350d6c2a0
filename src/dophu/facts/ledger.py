"""The ledger file: the facts of an edition as anybody can recompute them, from the file alone.

`docs/ledger.md` says how; `recompute.py` does it, and imports nothing from here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact, exact_text
from dophu.facts.formula import formula_in_words
from dophu.facts.interval import Interval
from dophu.facts.subject import Group, Subject

VERSION = 2
SIDES = {(False, False): "", (True, False): "low", (False, True): "high", (True, True): "both"}
OPEN = {side: ends for ends, side in SIDES.items()}
_line = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


class Ledger:
    """The facts of an edition as plain data, each written once."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._entries: dict[str, dict[str, Any]] = {}
        self._told: dict[str, dict[str, str]] = {}
        self._subjects: dict[Subject, dict[str, Any]] = {}

    def entry(self, fact: Fact) -> dict[str, Any]:
        """Write a fact."""
        if fact.key not in self._entries:
            self._entries[fact.key] = _fact(fact, self._subject(fact.subject))
        return self._entries[fact.key]

    def _subject(self, subject: Subject) -> dict[str, Any]:
        """Write what facts are of, once for all that are of the same."""
        if subject not in self._subjects:
            self._subjects[subject] = _subject(self.facts, subject)
        return self._subjects[subject]

    def told(self, fact: Fact) -> dict[str, str]:
        """Write what a trace tells beside it: formula in words, base, and a difference's text without its sign."""
        if fact.key not in self._told:
            self._told[fact.key] = _in_words(self.facts, fact)
        return self._told[fact.key]

    def as_data(self) -> dict[str, Any]:
        """Write the facts that the edition used, the lists that their formulas name, and which of them it traces."""
        used = list(self.facts.ledger(whole=True))
        named = {name for fact in used for name in _lists_in(fact.formula)}
        return {
            "version": VERSION,
            "lists": {name: keys for name, keys in self.facts.lists.items() if name in named},
            "facts": {fact.key: self.entry(fact) for fact in used},
            "trace": [self.told(fact) for fact in self.facts.ledger()],
        }


def as_lines(ledger: Mapping[str, Any]) -> str:
    """Write a ledger with each fact on a line of its own: short, and two of them can be compared by their lines."""
    parts = [f"{_line(name)}: {_on_lines(ledger[name])}" for name in sorted(ledger)]
    return "{" + ",\n".join(parts) + "}\n"


def _on_lines(part: Any) -> str:
    if isinstance(part, dict):
        return "{\n" + ",\n".join(f"{_line(key)}: {_line(part[key])}" for key in sorted(part)) + "}"
    return "[\n" + ",\n".join(map(_line, part)) + "]" if isinstance(part, list) else _line(part)


def _in_words(facts: Facts, fact: Fact) -> dict[str, str]:
    described = facts.history.bases.described.get(fact.base)
    is_fall = isinstance(fact.value, Interval) and fact.sign == "-"
    words = {
        "key": fact.key,
        "formula": formula_in_words(fact, facts),
        "base": described.label if described else fact.base,
        "size": fact.magnitude if is_fall else "",
    }
    return {name: text for name, text in words.items() if text}


def value_of(entry: Mapping[str, Any]) -> Interval:
    """Read the interval of a figure that was written."""
    open_low, open_high = OPEN[entry.get("open", "")]
    return Interval(Fraction(entry["low"]), Fraction(entry["high"]), open_low, open_high)


def _lists_in(formula: Any) -> list[str]:
    if not isinstance(formula, list):
        return []
    return [formula[1]] if formula[0] == "list" else [name for part in formula for name in _lists_in(part)]


def _fact(fact: Fact, subject: dict[str, Any]) -> dict[str, Any]:
    data = {
        "concept": fact.concept,
        "label": fact.label,
        "unit": fact.unit,
        **({"after": fact.scale.after, "decimals": fact.scale.decimals} if fact.scale else {}),
        "subject": subject,
        **_value(fact),
        "shown": fact.shown,
        "sources": list(fact.sources),
        "status": fact.status,
        "note": fact.note,
    }
    optional = {"apart": [exact_text(each) for each in fact.apart], "of": fact.formula}
    if fact.status == "modelled":
        optional |= {"method": fact.method, "inputs": [each.key for each in fact.inputs]}
    return data | {name: value for name, value in optional.items() if value not in (None, [])}


def _value(fact: Fact) -> dict[str, str]:
    value = fact.value
    if not isinstance(value, Interval):
        return {"value": str(value)}
    low = exact_text(value.low)
    if value.exact:
        return {"low": low, "high": low}
    open_side = SIDES[value.open_low, value.open_high]
    return {"low": low, "high": exact_text(value.high)} | ({"open": open_side} if open_side else {})


def _subject(facts: Facts, subject: Subject) -> dict[str, Any]:
    unit, found = subject.unit, facts.reported(subject)
    named = (
        {"group": unit.key, "units": [each.code for each in unit.units]}
        if isinstance(unit, Group)
        else {"unit": unit.code}
    )
    return named | {
        "vintage": facts.own.unit.vintage,  # type: ignore[union-attr] # of an edition's unit
        "measure": subject.measure,
        "base": facts.base_key(subject),
        "period": subject.period,
        "as_of": str(found.as_of) if found else "",
        "source": subject.source or (found.source if found else ""),
        **({"against": subject.against.code} if subject.against else {}),
    }
