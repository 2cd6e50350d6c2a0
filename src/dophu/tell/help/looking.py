"""Cards to be looked at in a notebook: a fact, a list of facts, the report itself. They show, and never print."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd

from dophu.facts.arithmetic import LOOK
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact, exact_of
from dophu.facts.formula import formula_in_words
from dophu.facts.interval import Interval
from dophu.facts.making import only_looking
from dophu.tell.frames import Look
from dophu.tell.help.names import Entry, entries, found
from dophu.tell.sentences.words import goal
from dophu.wording import capitalised
from dophu.words import say

if TYPE_CHECKING:
    from dophu.tell.report import Report

Rows = Sequence[tuple[str, str]]
CALLS = ("narrative", "facts", "sentences", "item", "frame", "fact", "show", "figure", "table", "chapter", "parts")


class Card:
    """A heading and rows of two columns, as text and as HTML."""

    def __init__(self, title: str, rows: Rows) -> None:
        self.title, self.rows = title, rows

    def text(self) -> str:
        """Write it for a terminal."""
        width = max((len(name) for name, _ in self.rows), default=0)
        return "\n".join([self.title, *(f"  {name:<{width}}  {told}" for name, told in self.rows)])

    def html(self) -> str:
        """Write it for a page."""
        rows = "".join(
            f'<tr><td style="text-align:left;vertical-align:top">{escape(name)}</td>'
            f'<td style="text-align:left">{escape(told)}</td></tr>'
            for name, told in self.rows
        )
        return f"<p><strong>{escape(self.title)}</strong></p><table>{rows}</table>"

    def bundle(self) -> dict[str, str]:
        """Give both, as Jupyter takes them."""
        return {"text/plain": self.text(), "text/html": self.html()}

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {LOOK: "card", **self.bundle()}


class ListedFacts(Facts):
    """The facts of an edition, which a notebook lists by a call: `report.facts("tỷ lệ")`."""

    offer: Callable[[], Mapping[str, Any]]  # what prose may say

    def __call__(self, search: str = "") -> pd.DataFrame:
        """List the facts that prose may name as a pandas frame, by name: what each prints, means and rests on.

        search   words to be found in name, meaning or value, with or without accents: "ty le", "27"

        What is not known in this edition stands below, with a blank value and the reason.
        """
        with only_looking(self):
            listed = found(entries(self.offer()), search)
        rows = [_row(entry) for kind in ("fact", "missing") for entry in listed if entry.kind == kind]
        columns = ["name", "shown", "label", "unit", "status", "sources"]
        return Look(pd.DataFrame(rows, columns=columns).set_index("name"))


def _row(entry: Entry) -> tuple[str, ...]:
    fact = entry.fact
    about = (fact.unit, fact.status, ", ".join(fact.sources)) if fact else ("", "", "")
    return (entry.name, entry.shown, capitalised(entry.label), *about)


def fact_card(facts: Facts, name: str, fact: Fact) -> Card:
    """Show a fact: what it prints and is exactly, how it was made, of what, and who says so."""
    base = facts.history.bases.described.get(fact.base)
    told = {
        "shown": fact.shown,
        "exact": exact_of(fact.value, fact.shown) if isinstance(fact.value, Interval) else "",
        "formula": formula_in_words(fact, facts),
        "inputs": "; ".join(f"{capitalised(each.label)}: {each.shown}" for each in fact.inputs),
        "base": base.label if base else "",
        "source": "; ".join(_source(facts, key) for key in fact.sources),
        "note": fact.note,
        "key": fact.key,
    }
    return Card(
        f"{name}: {capitalised(fact.label)}", [(say(f"help.fact.{row}"), text) for row, text in told.items() if text]
    )


def _source(facts: Facts, key: str) -> str:
    source = facts.history.sources.get(key)
    return f"{key}: {source.title}" if source else key


def entry_card(facts: Facts, entry: Entry) -> Card:
    """Show whatever prose may name."""
    if entry.fact:
        return fact_card(facts, entry.name, entry.fact)
    told = [(say(f"help.kind.{entry.kind}"), entry.shown)] if entry.shown else []
    return Card(entry.name, [*told, *([(say("help.fact.meaning"), entry.label)] if entry.label else [])])


def report_card(report: Report, offered: Mapping[str, Sequence[str]]) -> Card:
    """Show a report as the edition it is, and what a notebook can call; `offered` has the names that calls take."""
    edition, facts = report.edition, report.facts
    told = {
        "campaign": edition.campaign.title,
        "unit": edition.unit.full_name,
        "period": _shown(facts, "period"),
        "moment": _shown(facts, "as_of"),
        "target": str(goal(facts) or ""),
        "data": say("letter.simulated") if edition.campaign.status == "simulated" else "",
    }
    about = [(say(f"help.edition.{row}"), capitalised(text)) for row, text in told.items() if text]
    return Card(report.title, [*about, *_calls(offered)])


def _shown(facts: Facts, name: str) -> str:
    found_fact = facts.get(name)
    return found_fact.shown if isinstance(found_fact, Fact) else ""


def _calls(offered: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    for call in CALLS:
        names = f": {', '.join(offered[call])}" if call in offered else ""
        yield say(f"help.call.{call}"), say(f"help.does.{call}") + names
