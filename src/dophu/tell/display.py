"""A value that shows itself in Jupyter and carries its blocks to publishing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from dophu.tell.blocks import MIME, Block
from dophu.tell.html import fragments


@dataclass(frozen=True)
class Display:
    """Blocks to show.

    instead   tells the analyst why there are none; flags, what publishing will refuse. Neither reaches a reader.
    """

    blocks: Sequence[Block]
    instead: str = ""
    flags: Sequence[str] = ()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        shown = str(fragments(self.blocks, links=False)) or f"<p><em>({self.instead})</em></p>"
        shown += "".join(f'<p style="color:#b00020">⚠ {escape(flag)}</p>' for flag in self.flags)
        return {
            "text/plain": f"{len(self.blocks)} block(s)",
            "text/html": shown,
            MIME: [block.model_dump(mode="json", exclude_defaults=False) for block in self.blocks],
        }
