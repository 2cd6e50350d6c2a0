"""The trace: every fact of an edition as its table prints it, from the ledger as it was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dophu.facts.evaluate import ADDED
from dophu.facts.fact import exact_of, exact_text
from dophu.facts.interval import Interval
from dophu.facts.ledger import value_of
from dophu.tell.blocks import TraceRow
from dophu.wording import capitalised

Lists = Mapping[str, list[str]]


def rows(ledger: Mapping[str, Any]) -> list[TraceRow]:
    """Write the facts that an edition traces, in its order."""
    return [row(ledger["facts"][told["key"]], told, ledger["lists"]) for told in ledger["trace"]]


def row(fact: Mapping[str, Any], told: Mapping[str, str], lists: Lists) -> TraceRow:
    """Write one fact; `told` has its formula and its base in words, and a difference's text without its sign."""
    value = value_of(fact)
    return TraceRow(
        key=told["key"],
        label=capitalised(fact["label"]),
        unit=fact["unit"],
        shown=fact["shown"],
        size=told.get("size", ""),
        **_ends(value),
        exact=exact_of(value, fact["shown"]) if isinstance(value, Interval) else value,
        formula=told["formula"],
        inputs=list(fact.get("inputs") or _named(fact.get("of"), lists)),
        base=told.get("base", ""),
        source=", ".join(fact["sources"]),
        status=fact["status"],
        note=fact["note"],
    )


def _ends(value: Interval | str) -> dict[str, str]:
    """Write the sure ends of a figure; an open side has none."""
    if not isinstance(value, Interval):
        return {}
    low = "" if value.open_low else exact_text(value.low)
    return {"low": low, "high": "" if value.open_high else exact_text(value.high)}


def _named(formula: Any, lists: Lists) -> Iterator[str]:
    """Name the facts that a formula is made of; of a list those that it adds up."""
    if isinstance(formula, str):
        yield formula
    elif isinstance(formula, list):
        operator, *arguments = formula
        for argument in arguments:
            if isinstance(argument, list) and argument[0] == "list":
                yield from lists[argument[1]] if operator in ADDED else ()
            else:
                yield from _named(argument, lists)
