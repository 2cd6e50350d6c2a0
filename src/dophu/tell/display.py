"""A value that shows itself in Jupyter and carries its blocks to publishing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any

from dophu.errors import UsageError
from dophu.tell.blocks import MIME, Block, written
from dophu.tell.html import fragments
from dophu.tell.sentence import lines

LEDGER_MIME, SEAL_MIME = "application/vnd.dophu.ledger", "application/vnd.dophu.seal"
FIRST_WORDS = 50  # letters by which an error names what is told


@dataclass
class Display:
    """Blocks to show.

    instead   tells the analyst why there are none; flags, what publishing will refuse. Neither reaches a reader.
    is_seen   whether the notebook has shown it
    """

    blocks: Sequence[Block]
    instead: str = ""
    flags: Sequence[str] = ()
    is_seen: bool = False

    @cached_property
    def content(self) -> str:
        """The blocks as a notebook carries them."""
        return written(self.blocks)

    @property
    def contents(self) -> Sequence[str]:
        """All that a notebook may carry of it."""
        return [self.content]

    def refuse_unseen(self) -> None:
        """Raise a UsageError where a call was made for it and no cell has shown it."""
        if self.blocks and not self.is_seen:
            fix = (
                "in a loop, a block, or above a cell's last line write display(report.show(…)), and run all cells anew"
            )
            raise UsageError("report", f"{self._first_words()} is told and not shown", fix)

    def _first_words(self) -> str:
        """Name it by the words it begins with, or by what it is."""
        first = next(iter(lines(self.blocks)), None)
        words = "".join(run.text for run in first.runs) if first else self.blocks[0].kind
        return f"'{words[:FIRST_WORDS]}'"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        self.is_seen = True
        return bundle(self.blocks, self.content, self.instead, self.flags)


def bundle(blocks: Sequence[Block], content: str, instead: str, flags: Sequence[str] = ()) -> dict[str, Any]:
    """Show blocks in Jupyter, with what publishing reads."""
    shown = str(fragments(blocks, links=False)) or f"<p><em>({instead})</em></p>"
    shown += "".join(f'<p style="color:#b00020">⚠ {escape(flag)}</p>' for flag in flags)
    return {"text/plain": f"{len(blocks)} block(s)", "text/html": shown, MIME: content}


def seal(text: str) -> str:
    """Hash what was shown or entered, so that a later change of a notebook's outputs is seen; no secret is in it."""
    return hashlib.sha256(text.encode()).hexdigest()
