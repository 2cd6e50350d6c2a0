"""Sentences that the data choose, offered to prose by name: `{{ target_sentence }}`.

Each is a small function of the edition's facts, or of what a chapter has measured, that says one sentence or nothing;
`tests/tell/sentences` holds each by a table of cases. Their words stand in the word files. A sentence that has
nothing to say in an edition falls away where its line is marked: `? {{ target_sentence }}`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from dophu.tell.said import NOTHING, Said


class Chosen:
    """A sentence by its name; it is told when prose asks for it, and tells nothing where there is nothing to say."""

    def __init__(self, tell: Callable[[Any], Said | None], measured: Any) -> None:
        self._tell, self._measured = tell, measured

    @cached_property
    def told(self) -> Said:
        """What it says in this edition, or nothing."""
        return self._tell(self._measured) or NOTHING
