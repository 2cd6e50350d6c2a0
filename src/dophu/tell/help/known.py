"""What one open report knows of itself: for completion, for cards, and for the error that meets an unknown name."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from dophu.data.edition import Parameters
from dophu.errors import DophuError
from dophu.facts.making import only_looking
from dophu.tell.chapters import CHAPTERS
from dophu.tell.frames import FRAMES
from dophu.tell.help.completion import Known
from dophu.tell.help.hints import line_for
from dophu.tell.help.looking import Card, entry_card, report_card
from dophu.tell.help.names import Entry, entries

if TYPE_CHECKING:
    from dophu.tell.report import Report

PARTS = ("masthead", "opening", "annex", "remarks", "sources", "signature", "trace")
TAKEN = {  # the names that calls of a report take
    "frame": tuple(FRAMES),
    "figure": tuple(key for chapter in CHAPTERS.values() for key in chapter.figures),
    "table": tuple(key for chapter in CHAPTERS.values() for key in chapter.tables),
    "chapter": tuple(CHAPTERS),
}


def known(report: Report) -> Known:
    """Gather what can be written in a cell."""
    return Known(looked_up(report), report.filters, TAKEN)


def looked_up(report: Report) -> list[Entry]:
    """Describe everything that prose may name; sentences are told for it, and leave the edition as it was."""
    with only_looking(report.facts):
        return entries(report.names())


def about(report: Report, name: str) -> Card | None:
    """Show what prose names; None for what it cannot."""
    found = next((entry for entry in looked_up(report) if entry.name == name), None)
    return entry_card(report.facts, found) if found else None


def card(report: Report) -> Card:
    """Show a report as the edition it is, with what can be called."""
    return report_card(report, TAKEN)


def caller(report: Report, name: str) -> str:
    """Name the call that gives what prose has asked for by a name it does not know; blank for none.

    A variable of the notebook is none of the report's names; it gets the line that makes it one.
    """
    if name in report.variables and name not in Parameters.model_fields:
        line = line_for(name, report.variables[name])
        if line:
            where = "write it here as" if line.startswith("{{") else "write in a cell before"
            return f"{where} {line}"
    if name in report.variables and report.variables[name] is report:
        return "facts go by their names alone in prose: {{ counted }}"
    beside = type(report)(report.edition, {}, warns=False)  # so that nothing of it enters the edition
    for chapter in CHAPTERS:
        if name in _brought(chapter, beside):
            return f'write report.chapter("{chapter}") in a cell before'
    for call in ("figure", "table"):
        if name in TAKEN[call]:
            return f'report.{call}("{name}") shows it, in a cell of its own'
    return f"report.{name}(…) shows it, in a cell of its own" if name in PARTS else ""


def _brought(chapter: str, beside: Report) -> Mapping[str, Any]:
    """Ask a chapter for the names that it would bring in this edition."""
    with suppress(DophuError):
        found = CHAPTERS[chapter]
        return {**found.sentences, **found.names(found.measure(beside.facts))}
    return {}
