"""Words that the data chose, with the facts among them: what a sentence of `tell.sentences` gives, and prose prints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dophu.facts.fact import Fact
from dophu.wording import capitalised
from dophu.words import pieces


@dataclass(frozen=True)
class Shown:
    """Text that stands for a fact; `link` is False for a sentence, which would be all link."""

    text: str
    fact: Fact
    link: bool = True


@dataclass(frozen=True)
class Said:
    """A sentence or a part of one; `**` among its words prints what stands between in bold."""

    parts: tuple[str | Shown, ...]

    def __str__(self) -> str:
        return "".join(part if isinstance(part, str) else part.text for part in self.parts).replace("**", "")

    def __bool__(self) -> bool:
        return bool(self.parts)

    def __add__(self, other: Said) -> Said:
        return Said(self.parts + other.parts)

    def capitalised(self) -> Said:
        """Raise the first letter."""
        first, *others = self.parts
        raised = capitalised(first) if isinstance(first, str) else replace(first, text=capitalised(first.text))
        return Said((raised, *others))


Part = str | Fact | Shown | Said  # what fills a message's place
NOTHING = Said(())  # in the place of a part that is left out


def said(key: str, /, **values: Part) -> Said:
    """Write a message of the word files with facts, words of the data and other messages in its places."""
    return Said(tuple(part for piece in pieces(key, **values) for part in _parts(piece)))


def _parts(piece: object) -> Iterator[str | Shown]:
    if isinstance(piece, Said):
        yield from piece.parts
    elif isinstance(piece, Fact):
        yield Shown(piece.shown, piece)
    elif isinstance(piece, Shown):
        yield piece
    elif text := str(piece):
        yield text
