"""What stands in a picture's place for who sees none: words that tell something, and no placeholder."""

from __future__ import annotations

import re

from dophu.words.text import of_kind

SHORTEST = 20  # letters; "Hình 1" tells nobody anything
NO_WORDS = re.compile("|".join(of_kind("placeholders", "no words")), re.IGNORECASE)  # anywhere in a text
BARE = re.compile(rf"({'|'.join(of_kind('placeholders', 'picture'))})\W*\d*", re.IGNORECASE)  # "Hình 1"


def describes(text: str) -> bool:
    """Say whether an alternative text tells what a picture shows, as far as its form can say.

    >>> describes("Hình 1"), describes("Đường đi lên qua ba kỳ")
    (False, True)
    """
    said = text.strip()
    return len(said) >= SHORTEST and not NO_WORDS.search(said) and not BARE.fullmatch(said)
