"""Names that a figure had before, or that somebody would call it by, for the error that meets one."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from dophu.errors import did_you_mean
from dophu.words.text import table, without_marks


def name_meant(word: str, known: Collection[str]) -> str:
    """Say which of the known names an unknown one may stand for.

    >>> name_meant("Tỷ_lệ", {"share", "target"})
    "did you mean 'share'?"
    """
    name = _meant().get(without_marks(word))
    if name and name.partition(".")[0] in known:
        return f"did you mean '{name}'?"
    return did_you_mean(word, known)


@cache
def _meant() -> dict[str, str]:
    return {row["word"]: row["name"] for row in table("synonyms")}
