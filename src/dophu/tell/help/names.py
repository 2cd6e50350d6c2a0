"""What prose may name in an edition: facts, words, sentences, groups and rows, each with its present value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from dophu.facts.fact import Fact, Missing
from dophu.tell.names import Node
from dophu.words.text import without_marks
from dophu.words.word import Word

Kind = Literal["fact", "word", "sentence", "rows", "condition", "missing"]


@dataclass(frozen=True)
class Entry:
    """A name that prose may say.

    shown   what it prints in this edition; of rows, their number; of what is not known, nothing
    label   what it means, where that is known; of what is not known, why
    """

    name: str
    kind: Kind
    shown: str
    label: str = ""
    fact: Fact | None = None


def entries(names: Mapping[str, Any]) -> list[Entry]:
    """Describe every name, sorted; a group gives its parts as well: `press.items`."""
    return [entry for name in sorted(names) for entry in _described(name, names[name])]


def _described(name: str, value: Any) -> Iterator[Entry]:
    told = value if isinstance(value, Node) else getattr(value, "told", value)  # of a sentence that the data choose
    if isinstance(told, Fact):
        yield Entry(name, "fact", told.shown, told.label, told)
    elif isinstance(told, Missing):
        yield Entry(name, "missing", "", f"{told.label}: {told.reason}")
    elif isinstance(told, bool):
        yield Entry(name, "condition", "✓" if told else "✗")
    elif isinstance(told, Node):
        parts = [part for part in told if isinstance(part, Fact)]
        yield Entry(name, "rows", str(len(parts)))
        yield from (Entry(part.key, "fact", part.shown, part.label, part) for part in parts)
    elif isinstance(told, list | tuple):
        yield Entry(name, "rows", str(len(told)))
    elif told is not value or isinstance(told, Word):
        yield Entry(name, "word" if told is value else "sentence", str(told or ""))


def found(listed: Iterable[Entry], search: str) -> list[Entry]:
    """Keep what a search finds in name, meaning or value: every word of it, with or without accents and capitals."""
    words = without_marks(search).split()
    texts = ((entry, without_marks(f"{entry.name} {entry.label} {entry.shown}")) for entry in listed)
    return [entry for entry, text in texts if all(word in text for word in words)]
