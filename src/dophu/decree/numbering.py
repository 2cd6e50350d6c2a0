"""The numbers before headings and paragraphs, "I.", "1.", "2.1.": which of them stands without another beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

NUMBER = re.compile(r"(?P<roman>[IVXLC]+)\.\s|(?P<arabic>\d{1,2}(?:\.\d{1,2})+|\d{1,2}(?=\.))\.?\s")
ALONE = re.compile(r"(?:[IVXLC]+|\d{1,2}(?:\.\d{1,2})*)[.)]?")  # on its line
ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


@dataclass(frozen=True)
class Label:
    """A number of several levels, (2, 1) for "2.1."; Roman ones stand above all others."""

    is_roman: bool
    counts: tuple[int, ...]

    @property
    def depth(self) -> int:
        """How far below the highest level it stands."""
        return 0 if self.is_roman else len(self.counts)

    def follows(self, other: Label) -> bool:
        """Say whether it goes on counting where another is."""
        beside = (self.depth, self.counts[:-1]) == (other.depth, other.counts[:-1])
        return beside and self.counts[-1] > other.counts[-1]


def label_of(text: str) -> Label | None:
    """Read the number that a paragraph begins with, None for none."""
    found = NUMBER.match(text)
    if found is None:
        return None
    if found["roman"]:
        return Label(is_roman=True, counts=(_value_of(found["roman"]),))
    return Label(is_roman=False, counts=tuple(map(int, found["arabic"].split("."))))


def _value_of(text: str) -> int:
    values = [ROMAN[letter] for letter in text]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def roman(count: int) -> str:
    """Write a number up to 99 in Roman signs."""
    tens, ones = divmod(count, 10)
    return ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC")[tens % 10] + ONES[ones]


def lone(texts: Sequence[str]) -> Iterator[int]:
    """Find the paragraphs whose number has none of its level beside it."""
    labels = {place: label for place, text in enumerate(texts) if (label := label_of(text))}
    groups: list[list[int]] = []
    counting: dict[int, list[int]] = {}  # the group that goes on at each depth
    for place, label in labels.items():
        counting = {depth: group for depth, group in counting.items() if depth <= label.depth}
        group = counting.get(label.depth)
        if group and label.follows(labels[group[-1]]):
            group.append(place)
        else:
            counting[label.depth] = [place]
            groups.append(counting[label.depth])
    return (group[0] for group in groups if len(group) == 1)
