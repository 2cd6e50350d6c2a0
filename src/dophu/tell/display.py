"""A value that shows itself in Jupyter and carries its blocks to publishing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any

from dophu.tell.blocks import MIME, Block, written
from dophu.tell.html import fragments


@dataclass(frozen=True)
class Display:
    """Blocks to show.

    instead   tells the analyst why there are none; flags, what publishing will refuse. Neither reaches a reader.
    """

    blocks: Sequence[Block]
    instead: str = ""
    flags: Sequence[str] = ()

    @cached_property
    def content(self) -> str:
        """The blocks as a notebook carries them."""
        return written(self.blocks)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        shown = str(fragments(self.blocks, links=False)) or f"<p><em>({self.instead})</em></p>"
        shown += "".join(f'<p style="color:#b00020">⚠ {escape(flag)}</p>' for flag in self.flags)
        return {
            "text/plain": f"{len(self.blocks)} block(s)",
            "text/html": shown,
            MIME: self.content,
        }


def seal(text: str) -> str:
    """Hash what was shown or entered, so that a later change of a notebook's outputs is seen; no secret is in it."""
    return hashlib.sha256(text.encode()).hexdigest()
