"""Numbers and claims in a line of a letter that somebody edited, by the words of `dophu.words`.

More counts here than in a notebook: a date or a symbol that changed is a change, and so is a denial or a source that
came or went.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import accumulate

from dophu.words import claims as claiming
from dophu.words.numerals import OUTLINE, read
from dophu.words.text import any_of, normal, of_kind

DIGITS = re.compile(r"\d{1,2}h\d{2}|\d+(?:[.,/]\d+)*(?:\s?%)?")
Stretch = tuple[int, int]  # of a text: where it begins and ends


def numbers(text: str) -> list[Stretch]:
    """Find the numbers of a line, in digits or words, but for the one of its heading or point.

    >>> [text[a:b] for text in ["2.1. Có 12 huyện, gấp đôi kỳ trước"] for a, b in numbers(text)]
    ['12', 'gấp đôi']
    """
    outline = OUTLINE.match(text)
    start = outline.end() if outline else 0
    found = [match.span() for match in DIGITS.finditer(text, start)]
    back = _back(text)
    in_words = [(back[one.start], back[one.end]) for one in read(text).numbers]
    return sorted([*found, *(place for place in in_words if not any(meets(place, other) for other in found))])


def claims(text: str) -> list[Stretch]:
    """Find the words that claim, bound, deny, or name a source.

    >>> [text[a:b] for text in ["Theo công bố, tỉnh chưa dẫn đầu, hơn 5 huyện"] for a, b in claims(text)]
    ['Theo công bố', 'chưa', 'dẫn đầu', 'hơn']
    """
    found = [(one.start, one.end) for one in claiming.claims(text)]
    found += [match.span() for match in _others().finditer(text)]
    whole = [place for place in found if not any(within(place, other) for other in found if other != place)]
    return sorted(set(whole))


@cache
def _others() -> re.Pattern[str]:
    bounds = any_of(*of_kind("claims", "hedge"))
    denials, sources = of_kind("claims", "negation"), of_kind("attributions", "source")
    return re.compile(rf"{any_of(*denials, *sources)}|{bounds}(?=\s*\d)")


def _back(text: str) -> list[int]:
    """Say for each place of the plain text, in which numbers are read, where it stands in the text itself."""
    ends = list(accumulate(len(normal(letter)) for letter in text))
    places = [number for number, letter in enumerate(text) for _ in normal(letter)]
    return [*places, len(text)] if ends and ends[-1] == len(normal(text)) else list(range(len(normal(text)) + 1))


def meets(one: Stretch, other: Stretch) -> bool:
    """Say whether two stretches meet; a place between two letters meets what it stands inside of."""
    return one[0] < other[1] and other[0] < one[1]


def within(one: Stretch, other: Stretch) -> bool:
    """Say whether a stretch lies in another."""
    return other[0] <= one[0] and one[1] <= other[1]
