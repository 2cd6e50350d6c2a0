"""Which line of a letter that came back is which line that was told: also split, joined, moved, without its mark."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from dophu.returned.letter import Line

TOKEN = re.compile(r"\d{1,2}h\d{2}|\d+(?:[.,/]\d+)*%?|[^\W\d_]+|\s+|.", re.DOTALL)
ALIKE, MARKED_ALIKE = 0.5, 0.35  # shares of common tokens from which on lines are one, and with the same mark
NEAR = 60  # lines without a partner among which one is looked for
SHORT = 4  # tokens of a line whose mark alone is believed: a number typed over has nothing in common


@dataclass
class Pair:
    """Lines that are one, by their places: several told where they were joined, several came where one was split.

    moved   it stands before lines that it stood behind, or the reverse
    """

    told: list[int] = field(default_factory=list)
    came: list[int] = field(default_factory=list)
    moved: bool = False


def tokens(text: str) -> list[str]:
    """Cut a text into numbers, words, blanks and signs."""
    return TOKEN.findall(text)


def align(told: Sequence[Line], came: Sequence[Line]) -> list[Pair]:
    """Pair the lines of two letters; what was dropped or added stands alone. In the order of the letter that came."""
    found = _by_mark(told, came)
    _by_text(told, came, found)
    _by_likeness(told, came, found)
    pairs = {one: Pair([one], [other]) for one, other in found.items()}
    _take_splits(told, came, pairs)
    _take_joins(told, came, pairs)
    _mark_moves(list(pairs.values()))
    there = {place for pair in pairs.values() for place in pair.came}
    known = {place for pair in pairs.values() for place in pair.told}
    added = [Pair([], [place]) for place in range(len(came)) if place not in there]
    dropped = [Pair([place], []) for place in range(len(told)) if place not in known]
    return sorted([*pairs.values(), *added], key=lambda pair: pair.came[0]) + dropped


def likeness(one: str, other: str) -> float:
    """Say how much two texts have in common, from 0 to 1."""
    if one == other:
        return 1.0
    matcher = SequenceMatcher(None, tokens(one.casefold()), tokens(other.casefold()), autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() > MARKED_ALIKE else 0.0


def _by_mark(told: Sequence[Line], came: Sequence[Line]) -> dict[int, int]:
    places = {line.name: place for place, line in enumerate(told) if line.name}
    found: dict[int, int] = {}
    for place, line in enumerate(came):
        one = places.get(line.name)
        if one is None or one in found:
            continue
        short = max(len(tokens(told[one].text)), len(tokens(line.text))) <= SHORT
        if short or likeness(told[one].text, line.text) >= MARKED_ALIKE:
            found[one] = place
    return found


def _by_text(told: Sequence[Line], came: Sequence[Line], found: dict[int, int]) -> None:
    """Pair equal lines, in their order first, then wherever they stand."""
    ours, theirs = _left(told, found.keys()), _left(came, found.values())
    texts = [told[place].text for place in ours], [came[place].text for place in theirs]
    for start, other, size in SequenceMatcher(None, *texts, autojunk=False).get_matching_blocks():
        found |= dict(zip(ours[start : start + size], theirs[other : other + size], strict=True))
    elsewhere: dict[str, list[int]] = defaultdict(list)
    for place in _left(came, found.values()):
        elsewhere[came[place].text].append(place)
    for place in _left(told, found.keys()):
        if elsewhere[told[place].text]:
            found[place] = elsewhere[told[place].text].pop(0)


def _by_likeness(told: Sequence[Line], came: Sequence[Line], found: dict[int, int]) -> None:
    theirs = _left(came, found.values())
    ours = _left(told, found.keys())
    scored = (
        (likeness(told[one].text, came[other].text), one, other)
        for at, one in enumerate(ours)
        for other in theirs[max(0, at - NEAR) : at + NEAR]
    )
    for score, one, other in sorted(scored, key=lambda item: (-item[0], abs(item[1] - item[2]))):
        if score > ALIKE and one not in found and other not in found.values():
            found[one] = other


def _left(lines: Sequence[Line], taken: object) -> list[int]:
    known = set(taken)  # type: ignore[call-overload]
    return [place for place in range(len(lines)) if place not in known]


def _take_splits(told: Sequence[Line], came: Sequence[Line], pairs: dict[int, Pair]) -> None:
    """Give a line nobody told to its neighbour, where the two together are liker to what was told."""
    of_came = {place: pair for pair in pairs.values() for place in pair.came}
    for place in _left(came, of_came.keys()):
        for beside in (place - 1, place + 1):
            pair = of_came.get(beside)
            if pair is None:
                continue
            whole = sorted([*pair.came, place])
            text = _joined(told, pair.told)
            if likeness(text, _joined(came, whole)) > likeness(text, _joined(came, pair.came)):
                pair.came, of_came[place] = whole, pair
                break


def _take_joins(told: Sequence[Line], came: Sequence[Line], pairs: dict[int, Pair]) -> None:
    """Give a line that seems dropped to its neighbour, where the two together are liker to what came."""
    of_told = {place: pair for pair in pairs.values() for place in pair.told}
    for place in _left(told, of_told.keys()):
        for beside in (place - 1, place + 1):
            pair = of_told.get(beside)
            if pair is None:
                continue
            whole = sorted([*pair.told, place])
            text = _joined(came, pair.came)
            if likeness(_joined(told, whole), text) > likeness(_joined(told, pair.told), text):
                pair.told, of_told[place] = whole, pair
                break


def _joined(lines: Sequence[Line], places: Sequence[int]) -> str:
    return " ".join(lines[place].text for place in places)


def _mark_moves(pairs: list[Pair]) -> None:
    """Mark the pairs outside of the longest run that kept its order."""
    ordered = sorted(pairs, key=lambda pair: pair.told[0])
    kept = longest_run([pair.came[0] for pair in ordered])
    for place, pair in enumerate(ordered):
        pair.moved = place not in kept


def longest_run(numbers: Sequence[int]) -> set[int]:
    """Give the places of a longest rising run (by patience: the lowest end of a run of each length is kept).

    >>> sorted(longest_run([0, 4, 1, 2, 3]))
    [0, 2, 3, 4]
    """
    ends: list[int] = []  # places
    before: dict[int, int | None] = {}
    for place, number in enumerate(numbers):
        at = bisect_left([numbers[end] for end in ends], number)
        before[place] = ends[at - 1] if at else None
        ends[at : at + 1] = [place]
    run, here = set[int](), ends[-1] if ends else None
    while here is not None:
        run.add(here)
        here = before[here]
    return run
