"""Names that a figure had before, or that somebody would call it by, for the error that meets one."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from dophu.errors import did_you_mean
from dophu.words.text import table, without_marks

LONGEST = 120  # letters of a list of names that somebody reads through in an error


def name_meant(word: str, known: Collection[str]) -> str:
    """Say which of the known names an unknown one may stand for.

    >>> name_meant("Tỷ_lệ", {"share", "target"})
    "did you mean 'share'?"
    """
    name = meant(word)
    if name.partition(".")[0] in known:
        return f"did you mean '{name}'?"
    near = did_you_mean(word, known)
    if near.startswith("did") or len(near) < LONGEST:
        return near
    few = near[: near.index(", ", LONGEST // 2)]
    return f'{few}, …: report.facts() lists them; or enter it in a cell before: report.fact("{word}", …)'


def meant(word: str) -> str:
    """Name what a word of before, or of somebody's own, is called today; blank for one that nobody has called so."""
    return _meant().get(without_marks(word), "")


@cache
def _meant() -> dict[str, str]:
    return {row["word"]: row["name"] for row in table("synonyms")}
