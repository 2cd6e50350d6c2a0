"""What the memory suspects of a row, in places and numbers; `told` puts it into words."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Suspicion:
    """Something in a row that its past does not explain.

    kind     a key of the phrases, and what `--accept KIND=REASON` names
    units    the places of the units it is about
    since    the place in the past of the period it is held against; None where it is the row itself
    numbers  what the phrase fills in beside each unit's own figures
    cause    a key of the causes; "" where none is likely
    other    the place of the unit that the cause is about
    """

    kind: str
    units: tuple[int, ...]
    since: int | None = None
    numbers: dict[str, float] = field(default_factory=dict)
    cause: str = ""
    other: int | None = None
