"""A ledger held against its own expressions and printed texts: `dophu verify --ledger`.

Nothing here knows the data: a figure that no other rests on is held by them alone, whose SHA-256 the manifest has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from dophu.errors import listed
from dophu.proof.printed import misprints
from dophu.proof.recompute import FAULTS, recompute

ACTIVITY = "activity"
MOST_TOLD = 20
LONGEST = 200  # letters of one problem; a file may quote anything


class Problem(NamedTuple):
    """What is wrong with a ledger, and at which fact."""

    key: str
    problem: str

    def __str__(self) -> str:
        line = f"{self.key}: {self.problem}"
        return line if len(line) <= LONGEST else f"{line[: LONGEST // 2]} … {line[-LONGEST // 2 :]}"


def problems(ledger: Any) -> list[Problem]:
    """List what is wrong with a ledger of the right form (`file.misshapen`); empty when every fact is what it says."""
    try:
        return [Problem(*found) for found in (*recompute(ledger), *misprints(ledger), *_misnamed(ledger))]
    except FAULTS as error:
        return [Problem("ledger", f"cannot be read: {error!r}")]


def _misnamed(ledger: Any) -> Iterator[tuple[str, str]]:
    """Find a fact under another's name; what an office did goes by its path in activities.yml."""
    concepts = {fact["concept"] for fact in ledger["facts"].values()}
    for key, fact in ledger["facts"].items():
        named = re.split("[@:]", key, maxsplit=1)[0]
        is_activity = fact["concept"] == ACTIVITY and named not in concepts
        if named != fact["concept"] and not is_activity:
            yield key, f"stands for '{fact['concept']}'"


def told(found: list[Problem]) -> str:
    """Write problems one a line, the first ones of many."""
    return f"{len(found)} difference(s){listed(found, MOST_TOLD)}"
