"""What an open report offers to an editor beside the notebook: other editions, and names for prose.

The extension of JupyterLab asks for it (`lab/src/kernel.ts`); nothing of it reaches a report.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dophu.data.edition import Edition
from dophu.data.periods import period_names, units_counted
from dophu.data.project import Project
from dophu.tell.help.names import entries
from dophu.world.units import Unit

PRINTABLE = {"fact", "word", "sentence"}


class Offered:
    """An answer to the extension, as JSON."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self.content = dict(content)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {"application/json": self.content, "text/plain": "offered"}


def offered(project: Project, edition: Edition, names: Mapping[str, Any]) -> Offered:
    """List an edition's neighbours, by period and by unit, and what prose may print in it, of all it may name."""
    campaign, day = edition.campaign.key, edition.period.name
    printable = [entry for entry in entries(names) if entry.kind in PRINTABLE and entry.shown]
    return Offered(
        {
            "edition": {"campaign": campaign, "period": day, "unit": edition.unit.code},
            "periods": period_names(project, campaign),
            "units": [[unit.code, unit.full_name] for unit in _units(project, edition)],
            "facts": [{"name": entry.name, "shown": entry.shown, "label": entry.label} for entry in printable],
        }
    )


def _units(project: Project, edition: Edition) -> Iterator[Unit]:
    """List the edition's unit, and those with figures of its period for which there is a letterhead."""
    campaign, gazetteer, vintage = edition.campaign, edition.history.gazetteer, edition.unit.vintage
    counted = units_counted(project, campaign.key, edition.period.name)
    for code in dict.fromkeys([*counted, edition.unit.code]):
        unit = gazetteer.get(vintage, code)
        if unit == edition.unit or unit.level in map(str, campaign.documents):
            yield unit
