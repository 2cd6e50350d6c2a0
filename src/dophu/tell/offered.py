"""What an open report offers to an editor beside the notebook: other editions, and names for prose.

The extension of JupyterLab asks for it (`lab/src/kernel.ts`); nothing of it reaches a report.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dophu.data.edition import Edition
from dophu.data.periods import period_names, units_counted
from dophu.data.project import Project
from dophu.facts.catalogue import CONCEPTS
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.tell.names import Node
from dophu.words.word import Word
from dophu.world.units import Unit


class Offered:
    """An answer to the extension, as JSON."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self.content = dict(content)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {"application/json": self.content, "text/plain": "offered"}


def offered(project: Project, edition: Edition, facts: Facts, names: Mapping[str, Any]) -> Offered:
    """List an edition's neighbours, by period and by unit, and what prose may print in it.

    names   what prose may call beside the facts of the catalogue
    """
    campaign, day = edition.campaign.key, edition.period.isoformat()
    callable_names = {name: facts.get(name) for name in CONCEPTS} | dict(names)
    printable = [found for name in sorted(callable_names) for found in _printable(name, callable_names[name])]
    return Offered(
        {
            "edition": {"campaign": campaign, "period": day, "unit": edition.unit.code},
            "periods": period_names(project, campaign),
            "units": [[unit.code, unit.full_name] for unit in _units(project, edition)],
            "facts": [{"name": name, "shown": shown, "label": label} for name, shown, label in printable],
        }
    )


def _units(project: Project, edition: Edition) -> Iterator[Unit]:
    """List the edition's unit, and those with figures of its period for which there is a letterhead."""
    campaign, gazetteer, vintage = edition.campaign, edition.history.gazetteer, edition.unit.vintage
    counted = units_counted(project, campaign.key, edition.period.isoformat())
    for code in dict.fromkeys([*counted, edition.unit.code]):
        unit = gazetteer.get(vintage, code)
        if unit == edition.unit or unit.level in map(str, campaign.documents):
            yield unit


def _printable(name: str, told: Any) -> Iterator[tuple[str, str, str]]:
    """Give name, text and meaning of a fact, of a word, or of each fact in a group (`press.items`)."""
    if isinstance(told, Fact):
        yield name, told.shown, told.label
    elif isinstance(told, Word) and told:
        yield name, told, ""
    elif isinstance(told, Node):
        yield from ((part.key, part.shown, part.label) for part in told if isinstance(part, Fact))
