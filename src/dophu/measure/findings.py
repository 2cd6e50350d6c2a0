"""What `dophu check` finds in a campaign's figures, and which printed numbers rest on what nobody has explained.

An edition that prints such a number is refused, by whoever builds it; a note in the data lets it pass.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import pandas as pd

from dophu.data.door import door_findings
from dophu.data.history import History
from dophu.data.periods import period_names, read_campaign, read_history, stray_folders
from dophu.data.project import Project
from dophu.data.tables import Cell, Finding
from dophu.errors import DataError, DophuError, listed
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.measure.consistency import findings
from dophu.memory.checked import Remembered, base_findings, fallen_rows, memory_findings, remember
from dophu.world.periods import Period, kinds_of
from dophu.world.units import Unit

HANDED_OVER = "DOPHU_UNEXPLAINED"  # a file with what a batch has found, so that its editions need not look again
OF_LISTS = {"counted", "published_share"}  # the facts that a row of a list says
NUMBERS_SHOWN = 3


@dataclass(frozen=True)
class Found:
    """The findings about a campaign's figures, and what the memory says of its lists."""

    findings: list[Finding]
    told: Remembered


def find(project: Project, history: History) -> Found:
    """Hold a campaign's figures to each other, to their bases and to their past; a fall is told once."""
    held = _held(project, history, None)
    at_the_door = [*door_findings(history), *stray_folders(project, history.campaign.key)]
    return Found([*at_the_door, *held.findings], held.told)


def _held(project: Project, history: History, units: frozenset[Unit] | None) -> Found:
    """Hold figures to each other, to their bases and to their past: all that passed the door, or those of some units.

    A list is judged as a whole, and so are all lists of units of the levels that some units have.
    """
    near = history if units is None else _of_units(history, units | _counted_parts(history, units))
    told = remember(history if units is None else _of_levels(history, {unit.level for unit in units}))
    again = fallen_rows(told)
    found = [*base_findings(project, history), *memory_findings(history, told)]
    found += [one for one in findings(near) if not (_is_fall(one) and (one.file, one.row) in again)]
    return Found(found, told)


def _counted_parts(history: History, units: Iterable[Unit]) -> set[Unit]:
    """Gather the parts of the units that have a count, which they have to add up to."""
    keys = set(zip(history.counts["vintage"].tolist(), history.counts["unit"].tolist(), strict=True))
    counted = [unit for unit in units if (unit.vintage, unit.code) in keys]
    return {part for unit in counted for part in history.gazetteer.children(unit)}


def _of_levels(history: History, levels: set[str]) -> History:
    """Keep the rows of the units of some levels."""
    frames = (history.counts, history.published)
    keys = {key for frame in frames for key in zip(frame["vintage"].tolist(), frame["unit"].tolist(), strict=True)}
    return _of_units(history, (unit for key in keys if (unit := history.gazetteer.get(*key)).level in levels))


def _of_units(history: History, units: Iterable[Unit]) -> History:
    """Keep the rows of some units."""
    keys, kept = {(unit.vintage, unit.code) for unit in units}, dict[str, pd.DataFrame]()
    for name, frame in {"counts": history.counts, "published": history.published}.items():
        rows = zip(frame["vintage"].tolist(), frame["unit"].tolist(), strict=True)
        mine = pd.Series([row in keys for row in rows], dtype=bool)
        kept[name] = frame[mine.to_numpy()].reset_index(drop=True)
    return replace(history, **kept)


def _is_fall(found: Finding) -> bool:
    return found.column == "count" and ": below the count of " in found.problem


def unexplained(
    project: Project, campaign: str, editions: Iterable[tuple[Period, str]] | None = None
) -> tuple[Finding, ...]:
    """List what no note explains: of all figures, or of those that editions (a period, the code of a unit) may print.

    Those are of the periods up to the last of them and of the units that they look at. Where one of these periods
    cannot be read, what each edition can read is looked at: who builds one that cannot be read is told so by it.
    """
    if editions is None:
        return _unexplained(project, campaign, None)
    asked = sorted({*editions}, key=str)
    try:
        return _unexplained(project, campaign, asked)
    except DophuError:
        found = list[Finding]()
        for edition in asked:
            with suppress(DophuError):
                found += _unexplained(project, campaign, [edition])
        return tuple(dict.fromkeys(found))


def _unexplained(project: Project, campaign: str, editions: Sequence[tuple[Period, str]] | None) -> tuple[Finding, ...]:
    mine = Project(project.root)  # what an edition reads is on its record, and this reads more
    known = read_campaign(mine, campaign)
    if editions is None:
        kinds = kinds_of(period_names(mine, campaign))
        return tuple(one for kind in kinds for one in _open(find(mine, read_history(mine, known, kind=kind))))
    found = list[Finding]()
    for kind in dict.fromkeys(period.kind for period, _ in editions):
        of_kind = [(period, unit) for period, unit in editions if period.kind == kind]
        history = read_history(mine, known, last=max((period for period, _ in of_kind), key=lambda each: each.last))
        found += _open(_held(mine, history, _seen_by(history, of_kind)))
    return tuple(found)


def _open(found: Found) -> tuple[Finding, ...]:
    return tuple(sorted(one for one in found.findings if not one.known))


def _seen_by(history: History, editions: Iterable[tuple[Period, str]]) -> frozenset[Unit]:
    """Gather the units that editions look at; one that is unknown is told by its edition."""
    seen = set[Unit]()
    for period, code in editions:
        with suppress(DophuError):
            vintage = history.gazetteer.vintage_on(period.last)
            seen |= history.gazetteer.in_view(history.gazetteer.get(vintage, code))
    return frozenset(seen)


# -- handed over to the notebooks of a batch ----------------------------------------------------------------


def handed_over(found: Iterable[Finding]) -> str:
    """Write findings for a notebook's process."""
    return json.dumps([asdict(one) for one in found])


def received() -> tuple[Finding, ...] | None:
    """Read what a batch has found; None where nobody has looked yet."""
    name = os.environ.get(HANDED_OVER)
    if not name:
        return None
    written = json.loads(Path(name).read_text("utf-8"))
    return tuple(Finding(**one | {"cells": tuple(Cell(**cell) for cell in one["cells"])}) for one in written)


# -- the numbers that rest on a finding ----------------------------------------------------------------------


def looks_further(facts: Facts) -> bool:
    """Say whether an edition names units that editions like it do not look at, as prose may by their codes."""
    own = facts.history.gazetteer.in_view(facts.unit)
    return any(isinstance(unit := fact.subject.unit, Unit) and unit not in own for fact in facts.ledger(whole=True))


def refuse_touched(facts: Facts, found: Sequence[Finding]) -> None:
    """Raise a DataError where a number of the edition rests on a figure that is doubted and that no note explains."""
    touched = list(_touched(facts, found))
    if not touched:
        return
    told = listed(f"{finding}; printed: {_numbers(resting)}" for finding, resting in touched)
    problem = f"printed numbers rest on {len(touched)} finding(s) without an explanation{told}"
    fixes = dict.fromkeys(finding.fix for finding, _ in touched)
    raise DataError(touched[0][0].file, problem, f"{'; '.join(fixes)}; then look again: dophu check")


def _numbers(resting: Sequence[Fact]) -> str:
    told = ", ".join(f"{fact.label} {fact.shown} ({fact.key})" for fact in resting[:NUMBERS_SHOWN])
    more = len(resting) - NUMBERS_SHOWN
    return f"{told} and {more} more" if more > 0 else told


def _touched(facts: Facts, found: Sequence[Finding]) -> Iterator[tuple[Finding, list[Fact]]]:
    """Pair each finding that matters with the facts of the edition that rest on it, the doubted one first."""
    own, reached = dict[str, set[int]](), dict[str, set[int]]()
    for fact in facts.ledger(whole=True) if found else ():
        own[fact.key] = {number for number, finding in enumerate(found) if _is_about(finding, facts, fact)}
        made_of = (*fact.inputs, *(() if _is_number_of(fact) else fact.members))
        reached[fact.key] = own[fact.key].union(*(reached[each.key] for each in made_of))
    for number, finding in enumerate(found):
        resting = [fact for fact in facts.asked.values() if number in reached[fact.key]]
        if resting:
            yield finding, sorted(resting, key=lambda fact, number=number: number not in own[fact.key])  # type: ignore[misc]


def _is_number_of(fact: Fact) -> bool:
    """Say whether a fact only says how many are in a list: that does not rest on their figures."""
    return isinstance(fact.formula, list) and fact.formula[0] == "count"


def _is_about(finding: Finding, facts: Facts, fact: Fact) -> bool:
    """Say whether a finding doubts what the data say as this fact."""
    if fact.concept == "base" and fact.formula is None and isinstance(fact.subject.unit, Unit):
        return any(cell.base == fact.base and _is_of(cell, facts, fact) for cell in finding.cells if cell.base)
    said = facts.reported(fact.subject) if fact.concept in OF_LISTS else None
    if said is None:
        return False
    subject = fact.subject
    here = {"measure": subject.measure, "period": subject.period, "source": said.source, "base": ""}
    return any(
        all(getattr(cell, name) in ("", value) for name, value in here.items()) and _is_of(cell, facts, fact)
        for cell in finding.cells
    )


def _is_of(cell: Cell, facts: Facts, fact: Fact) -> bool:
    """Say whether a cell is of a fact's unit, or of one that was merged into it."""
    unit = fact.subject.unit
    assert isinstance(unit, Unit)
    units = {(unit.vintage, unit.code), *((part.vintage, part.code) for part in facts.history.gazetteer.parts(unit))}
    return not cell.unit or (cell.vintage, cell.unit) in units
