"""The trace: every fact of an edition as its table prints it, from the ledger as it was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from dophu.facts.evaluate import ADDED
from dophu.facts.fact import Fact, exact_of
from dophu.facts.ledger import OPEN, Ledger, value_of
from dophu.tell.blocks import TraceRow
from dophu.wording import capitalised

Lists = Mapping[str, list[str]]


def rows(ledger: Mapping[str, Any]) -> list[TraceRow]:
    """Write the facts that an edition traces, in its order."""
    return [row(ledger["facts"][told["key"]], told, ledger["lists"]) for told in ledger["trace"]]


class TraceRows(Mapping[str, TraceRow]):
    """What an edition traces so far, by key; a row is written when it is asked for.

    written   rows by key, shared with those who ask later
    """

    def __init__(self, ledger: Ledger, written: dict[str, TraceRow]) -> None:
        self._ledger = ledger
        self._written = written

    @cached_property
    def _facts(self) -> dict[str, Fact]:
        return {fact.key: fact for fact in self._ledger.facts.ledger()}

    def __getitem__(self, key: str) -> TraceRow:
        if key not in self._written:
            fact, ledger = self._facts[key], self._ledger
            self._written[key] = row(ledger.entry(fact), ledger.told(fact), ledger.facts.lists)
        return self._written[key]

    def __contains__(self, key: object) -> bool:
        return key in self._facts

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)


def row(fact: Mapping[str, Any], told: Mapping[str, str], lists: Lists) -> TraceRow:
    """Write one fact; `told` has its formula and its base in words, and a difference's text without its sign."""
    return TraceRow(
        key=told["key"],
        label=capitalised(fact["label"]),
        unit=fact["unit"],
        shown=fact["shown"],
        size=told.get("size", ""),
        **_ends(fact),
        exact=exactly(fact),
        formula=told["formula"],
        inputs=list(fact.get("inputs") or _named(fact.get("of"), lists)),
        base=told.get("base", ""),
        source=", ".join(fact["sources"]),
        status=fact["status"],
        note=fact["note"],
    )


def _ends(fact: Mapping[str, Any]) -> dict[str, str]:
    """Write the sure ends of a figure; an open side has none."""
    if "value" in fact:
        return {}
    open_low, open_high = OPEN[fact.get("open", "")]
    return {"low": "" if open_low else fact["low"], "high": "" if open_high else fact["high"]}


def exactly(fact: Mapping[str, Any]) -> str:
    """Write the one number that stands for a figure, or the moment, day or words that it is."""
    if "value" in fact:
        return str(fact["value"])
    is_exact = fact["low"] == fact["high"] and "open" not in fact
    return str(fact["low"]) if is_exact else exact_of(value_of(fact), fact["shown"])


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
