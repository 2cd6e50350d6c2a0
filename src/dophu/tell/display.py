"""A value that shows itself in Jupyter and carries its blocks to publishing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dophu.tell.blocks import MIME, Block
from dophu.tell.html import fragments


@dataclass(frozen=True)
class Display:
    """Blocks to show; `instead` tells the analyst why there are none, and never reaches a reader."""

    blocks: Sequence[Block]
    instead: str = ""

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        shown = fragments(self.blocks, links=False) or f"<p><em>({self.instead})</em></p>"
        return {
            "text/plain": f"{len(self.blocks)} block(s)",
            "text/html": shown,
            MIME: [block.model_dump(mode="json", exclude_defaults=False) for block in self.blocks],
        }
