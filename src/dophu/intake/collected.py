"""What a collection of many senders' files has come to: each file's state, who has not sent yet, the totals so far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from dophu.intake.findings import CellFinding
from dophu.intake.inbox import Arrived
from dophu.intake.result import Count, Intake, OwnBase, Printed
from dophu.wording import decimal
from dophu.words import say
from dophu.world.campaigns import Campaign
from dophu.world.units import Unit

State = Literal["taken", "clean", "held", "to_correct", "conflict", "duplicate", "no_table"]
STATES: tuple[State, ...] = ("taken", "clean", "held", "to_correct", "conflict", "duplicate", "no_table")


@dataclass(frozen=True)
class Sent:
    """One file of a collection.

    intake   what was read of it; None where it is no table
    units    whose figures it gives, by its content
    guess    whose it may be by its name alone, where its content does not tell, or tells otherwise
    why      what keeps it out, or what it is a copy of
    copies   what was written for its sender: the file with its cells marked, and the page about it
    """

    arrived: Arrived
    sha256: str
    size: int
    state: State
    intake: Intake | None = None
    units: tuple[Unit, ...] = ()
    guess: Unit | None = None
    why: str = ""
    source: str = ""
    copies: tuple[Path, ...] = ()

    @property
    def counts(self) -> tuple[Count, ...]:
        """The counts it gives."""
        return tuple(one for one in self.intake.counts if one.count is not None) if self.intake else ()

    @property
    def shares(self) -> tuple[Printed, ...]:
        """The percentages it gives, where it has no counts."""
        return self.intake.shares if self.intake else ()

    @property
    def bases(self) -> tuple[OwnBase, ...]:
        """The denominators it brings along."""
        return self.intake.bases if self.intake else ()

    @property
    def errors(self) -> list[CellFinding]:
        """What keeps it out of data/."""
        return self.intake.errors if self.intake else []

    @property
    def whose(self) -> str:
        """Name its units; by the file's name only with the word that this is to be confirmed."""
        if self.units:
            return ", ".join(unit.full_name for unit in self.units[:3]) + (" …" if len(self.units) > 3 else "")  # noqa: PLR2004
        if self.guess is None:
            return say("collected.of_nobody")
        key = "collected.guessed" if self.intake is None else "collected.to_confirm"
        return say(key, unit=self.guess.full_name, file=self.arrived.name, code=self.guess.code)


@dataclass(frozen=True)
class Total:
    """What a measure adds up to so far.

    units    how many units are in it, of `expected`
    former   what the same units had in the period before; None where not all of them had a figure
    """

    measure: str
    count: int
    units: int
    expected: int
    former: int | None
    since: str


@dataclass(frozen=True)
class Collected:
    """A collection as it stands.

    missing   units of which there is neither a file nor a figure
    general   what is suspicious in all that was sent together
    written   what was put into data/, by path
    """

    campaign: Campaign
    period: str
    parent: Unit
    expected: tuple[Unit, ...]
    sent: tuple[Sent, ...]
    missing: tuple[Unit, ...]
    totals: tuple[Total, ...]
    general: tuple[CellFinding, ...] = ()
    written: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()

    def of(self, state: State) -> list[Sent]:
        """Choose the files of one state."""
        return [one for one in self.sent if one.state == state]

    @property
    def summary(self) -> list[tuple[str, int]]:
        """Count the files by state, and the units that have not sent."""
        counted = [(in_words(state), len(self.of(state))) for state in STATES]
        arrived, silent = (say("collected.arrived"), len(self.sent)), (say("collected.silent"), len(self.missing))
        return [arrived, *counted, silent]


def in_words(state: State) -> str:
    """Say in which state a file is."""
    return say(f"collected.{state}")


def lines(collected: Collected) -> Iterator[str]:
    """Tell a collection line by line: the files that need somebody first."""
    for state in ("conflict", "to_correct", "held", "no_table", "duplicate", "clean", "taken"):
        for one in collected.of(state):
            why = f": {one.why}" if one.why else ""
            yield f"{in_words(state)} | {one.whose} | {one.arrived.name}{why}"
            yield from (f"  {copy}" for copy in one.copies)
    for found in collected.general:
        yield f"{say('collected.general')} | {told_general(found)}"
    if collected.missing:
        yield f"{say('collected.not_sent')} | {', '.join(unit.full_name for unit in collected.missing)}"
    for total in collected.totals:
        yield f"{say('collected.added_up')} | {told_total(collected, total)}"
    yield "; ".join(f"{label}: {number}" for label, number in collected.summary if number)
    yield from (*collected.written, *map(str, collected.files))


def told_general(found: CellFinding) -> str:
    """Tell what is found in all files together; what keeps them out with the option that lets it stand."""
    problem = found.problem_vi
    return problem if found.weight == "note" else say("collected.let_stand", problem=problem, kind=found.kind)


def told_total(collected: Collected, total: Total) -> str:
    """Tell a total: how many units it is of, and what the same units had before."""
    label = collected.campaign.measures[total.measure].label
    said = {"count": decimal(total.count), "units": total.units, "expected": total.expected, "former": ""}
    if total.former is not None:
        said["former"] = say("collected.former", period=total.since, count=decimal(total.former))
    return say("collected.total", measure=label, **said)


def as_data(collected: Collected) -> dict[str, Any]:
    """Tell a collection to a program."""
    return {
        "campaign": collected.campaign.key,
        "period": collected.period,
        "parent": collected.parent.code,
        "summary": {state: len(collected.of(state)) for state in STATES}
        | {"received": len(collected.sent), "not_yet": len(collected.missing)},
        "files": [_sent(one) for one in collected.sent],
        "not_yet": [{"unit": unit.code, "name": unit.full_name} for unit in collected.missing],
        "totals": [total.__dict__ for total in collected.totals],
        "general": [_finding(found) for found in collected.general],
        "written": [*collected.written, *map(str, collected.files)],
    }


def _sent(one: Sent) -> dict[str, Any]:
    return {
        "file": one.arrived.name,
        "sha256": one.sha256,
        "from": one.arrived.sender,
        "received": str(one.arrived.received) if one.arrived.received else None,
        "state": one.state,
        "units": [unit.code for unit in one.units],
        "guess": one.guess.code if one.guess else None,
        "why": one.why,
        "source": one.source or None,
        "counts": [{"unit": c.unit, "measure": c.measure, "count": c.count, "cell": c.place} for c in one.counts],
        "shares": [{"unit": s.unit, "measure": s.measure, "percent": s.value, "cell": s.place} for s in one.shares],
        "bases": [{"unit": b.unit, "base": b.base, "value": b.value, "cell": b.place} for b in one.bases],
        "findings": [_finding(found) for found in one.errors],
        "copies": list(map(str, one.copies)),
    }


def _finding(found: CellFinding) -> dict[str, str]:
    return {name: getattr(found, name) for name in ("weight", "where", "kind", "value", "problem_vi", "fix_vi")}
