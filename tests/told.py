"""Facts by short names, for tests: `gap 186` is the gap of the row 186, `counted total` that of all together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dophu.data.edition import Edition, open_edition, read_parameters
from dophu.data.project import Project
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact, Missing
from dophu.measure.parts import Parts
from dophu.measure.standings import Standings
from dophu.tell import parts, standings

ROOT = Path(__file__).parent.parent


def facts_of(edition: Edition | None = None, root: Path = ROOT, **parameters: Any) -> Facts:
    """Open the facts of an edition."""
    opened = edition or open_edition(Project.find(root), read_parameters(parameters, "test"))
    return Facts(opened.history, opened.unit, opened.period, opened.target)


def shown(told: Facts | Parts | Standings, *asked: str) -> list[str]:
    """List what facts print; "-" for those that are not known."""
    return [text(fact(told, each)) for each in asked]


def text(found: Any) -> str:
    """Write a fact as it prints."""
    return found.shown if isinstance(found, Fact) else "-" if isinstance(found, Missing) or not found else str(found)


def fact(told: Facts | Parts | Standings, asked: str) -> Any:
    """Find a fact: of the edition, of a row by its code, of all rows together, or one that prose names."""
    if isinstance(told, Facts):
        return told.get(asked)
    concept, _, whose = asked.partition(" ")
    if whose:
        return told.facts.get(concept, _row(told, whose).subject)
    offered = standings.names(told) if isinstance(told, Standings) else {**parts.names(told), **_behind(told)}
    name, _, part = concept.partition(".")
    return getattr(offered[name], part, None) if part else offered[name]


def _behind(told: Parts) -> dict[str, Any]:
    """List by name what the chapter's sentences are made of and prose does not name."""
    return {"sum_apart": parts._sum_apart(told), "bases_apart": parts._bases_apart(told), **parts.top_held(told)}


def _row(told: Parts | Standings, whose: str) -> Any:
    named = {"total": getattr(told, "total", None), "together": getattr(told, "together", None)}
    named |= {"whole": getattr(told, "whole", None)}
    if whose in named:
        return named[whose]
    groups = {row.subject.unit.code: row for row in getattr(told, "regions", [])}
    return groups.get(whose) or next(row for row in told.rows if row.unit.code == whose)
