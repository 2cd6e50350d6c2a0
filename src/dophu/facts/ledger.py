"""The ledger file: the facts of an edition as anybody can recompute them, from the file alone.

`docs/ledger.md` says how; `recompute.py` does it, and imports nothing from here.
"""

from __future__ import annotations

from typing import Any

from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact, exact_text
from dophu.facts.interval import Interval
from dophu.facts.subject import Group, Subject

VERSION = 2
SIDES = {(True, False): "low", (False, True): "high", (True, True): "both"}


def as_data(facts: Facts) -> dict[str, Any]:
    """Write the facts that an edition used, and the lists that their formulas name, as plain data."""
    used = list(facts.ledger(whole=True))
    named = {name for fact in used for name in _lists_in(fact.formula)}
    return {
        "version": VERSION,
        "lists": {name: keys for name, keys in facts.lists.items() if name in named},
        "facts": {fact.key: _fact(facts, fact) for fact in used},
    }


def _lists_in(formula: Any) -> list[str]:
    if not isinstance(formula, list):
        return []
    return [formula[1]] if formula[0] == "list" else [name for part in formula for name in _lists_in(part)]


def _fact(facts: Facts, fact: Fact) -> dict[str, Any]:
    data = {
        "concept": fact.concept,
        "label": fact.label,
        "unit": fact.unit,
        "subject": _subject(facts, fact.subject, fact),
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
    open_side = SIDES.get((value.open_low, value.open_high))
    ends = {"low": exact_text(value.low), "high": exact_text(value.high)}
    return ends | ({"open": open_side} if open_side else {})


def _subject(facts: Facts, subject: Subject, fact: Fact) -> dict[str, Any]:
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
