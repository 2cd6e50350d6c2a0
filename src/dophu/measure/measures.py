"""The measures of a campaign side by side: each with its own base and its own target."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dophu.measure.facts import write_ledger
from dophu.measure.ledger import Fact, Ledger
from dophu.measure.view import View, view

TOLD = ("counted", "base", "rate", "target", "target_count", "gap", "gap_count")
FEWEST_MEASURES = 2


@dataclass(frozen=True)
class MeasureRow:
    """One measure of the edition's unit: its facts by name (`TOLD`), those that are known."""

    measure: str
    label: str
    facts: dict[str, Fact]


def measures(ledger: Ledger, seen: View) -> list[MeasureRow]:
    """Enter the results of every measure that has a base or a target of its own, the main one first.

    A campaign with a single such measure, or a unit of which a single one is known, gives an empty list.
    """
    campaign = seen.history.campaign
    others = [name for name in campaign.measures if name != campaign.main_measure and _is_judged(seen, name)]
    rows = [_main(ledger, seen), *(_other(ledger, seen, name) for name in others)]
    known = [row for row in rows if {"counted", "rate"} & set(row.facts)]
    return known if len(known) >= FEWEST_MEASURES else []


def _is_judged(seen: View, measure: str) -> bool:
    campaign = seen.history.campaign
    return bool(campaign.measures[measure].base or campaign.target_for(seen.unit.code, seen.day, measure))


def _main(ledger: Ledger, seen: View) -> MeasureRow:
    name = seen.history.campaign.main_measure
    facts = {key: fact for key in TOLD if isinstance(fact := ledger[key], Fact)}
    return MeasureRow(name, seen.history.campaign.measures[name].label, facts)


def _other(ledger: Ledger, seen: View, measure: str) -> MeasureRow:
    """Tell another measure as a report about it would, its facts named after it."""
    campaign = seen.history.campaign
    history = replace(seen.history, campaign=campaign.model_copy(update={"main_measure": measure}))
    target = campaign.target_for(seen.unit.code, seen.day, measure)
    own = write_ledger(view(history, seen.unit, seen.day, target))
    label = campaign.measures[measure].label
    found = {key: fact for key in TOLD if isinstance(fact := own[key], Fact)}
    return MeasureRow(measure, label, {key: ledger.add(_named(fact, measure, label)) for key, fact in found.items()})


def _named(fact: Fact, measure: str, label: str) -> Fact:
    inputs = tuple(f"{key}_{measure}" for key in fact.inputs if key in TOLD)
    return replace(fact, key=f"{fact.key}_{measure}", label=f"{fact.label} ({label})", inputs=inputs)
