"""Sentences that the data choose, offered to prose by name: `{{ target_sentence }}`.

Each is a small function of the edition's facts, or of what a chapter has measured, that says one sentence or nothing;
`tests/tell/sentences` holds each by a table of cases. Their words stand in the word files. A sentence that has
nothing to say in an edition falls away where its line is marked: `? {{ target_sentence }}`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from dophu.facts.evaluate import Facts
from dophu.facts.making import only_looking
from dophu.tell.said import NOTHING, Said


class Chosen:
    """A sentence by its name: told when prose asks for it, by the function that chooses its words.

    Nothing of it enters the edition by being asked for; what prints is taken in by the prose that prints it.
    """

    def __init__(self, tell: Callable[[Any], Said | None], measured: Any, facts: Facts) -> None:
        self._tell, self._measured, self._facts = tell, measured, facts

    @cached_property
    def told(self) -> Said:
        """What it says in this edition, or nothing."""
        with only_looking(self._facts):
            return self._tell(self._measured) or NOTHING
