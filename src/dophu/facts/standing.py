"""Where one unit or group stands in a list: a row of it, whose facts are asked where they are needed.

A rank is the number that a list gives; a standing is the row with all its facts, which prose calls `row`.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from dophu.facts.catalogue import CONCEPTS
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact, Missing
from dophu.facts.reported import Reported
from dophu.facts.subject import Group, Subject
from dophu.wording import capitalised, collation_key
from dophu.words.word import Word
from dophu.world.campaigns import Better
from dophu.world.units import Unit


class Standing:
    """One unit or group of a list, for tables and for prose: `row.name`, `row.share`, `row.gap`, `row.rank` …

    Every name of the catalogue is a fact of the row, or missing with its reason. What only decides is read by
    `looked_up`, which takes nothing into the edition.
    """

    def __init__(self, facts: Facts, subject: Subject) -> None:
        self.facts = facts
        self.subject = subject

    def __getattr__(self, concept: str) -> Fact | Missing:
        if concept not in CONCEPTS:
            raise AttributeError(concept)
        return self.facts.get(concept, self.subject)

    def looked_up(self, concept: str) -> Fact | None:
        """Look at a fact without printing it."""
        found = self.facts.get(concept, self.subject)
        return found if isinstance(found, Fact) else None

    @property
    def unit(self) -> Unit:
        """The unit; a group has none."""
        assert isinstance(self.subject.unit, Unit)
        return self.subject.unit

    @property
    def name(self) -> Word:
        """Name the row as a sentence does."""
        unit = self.subject.unit
        return Word(unit.name if isinstance(unit, Group) else unit.full_name)

    @property
    def title(self) -> Word:
        """Name the row where a sentence begins."""
        return Word(capitalised(self.name))

    @property
    def reported(self) -> Reported | None:
        """What the list says of the unit."""
        return self.facts.reported(self.subject)

    @property
    def is_known(self) -> bool:
        """Say whether anything is known of it: a count, or a share."""
        return self.looked_up("counted") is not None or self.looked_up("share") is not None

    @property
    def judged_share(self) -> Fact | Missing:
        """The share over the base that the target is a share of."""
        return self.facts.get("share|on_target_base", self.subject)

    @property
    def better(self) -> Better:
        """Which way is better for what the row measures."""
        return self.facts.history.campaign.measures[self.subject.measure].better

    @property
    def note(self) -> Word:
        """What the data note about it."""
        return Word(self.reported.note if self.reported else "")

    def against(self, other: Standing, concept: str = "beside") -> Fact | Missing:
        """Hold the row against another: `beside` in points, `catch_up` in people."""
        return self.facts.ask(concept, self.subject.held_against(other.subject.unit))


def in_order(rows: Iterable[Standing]) -> list[Standing]:
    """Sort rows as paper prints them: known shares from the best, then open ones, then what is not known.

    Where neither way is better they stand from the highest.
    """
    return sorted(rows, key=_order)


def _order(row: Standing) -> tuple[bool, bool, Fraction, object]:
    share = row.looked_up("share")
    amount = share.amount if share else Fraction(0)
    falling = amount if row.better == "less" else -amount
    return share is None, share is not None and not share.interval.closed, falling, collation_key(row.unit.name)
