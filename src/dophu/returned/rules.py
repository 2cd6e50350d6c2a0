"""What may change in a letter without anybody's leave: small rules, each clearing one kind of change.

What no rule clears is reported. A rule is a function of the text that was told and the text that came; it says why
the change is harmless, in Vietnamese, or "".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

from dophu.returned.words import claims, numbers
from dophu.words import say

BLANK = re.compile(r" {3,}|[.…_]{3,}")
FILLED = r"\s*([0-9]{1,6}[a-z]?)\s*"
DAY = re.compile(r"\bngày\s+(\d+)")
LAST_DAY = 31
TONES = "\u0300\u0309\u0303\u0301\u0323"
Rule = Callable[[str, str], str]


def same_letters(told: str, came: str) -> str:
    """Clear other blanks, quotation marks, and capitals instead of small letters."""
    return say("rule.same_letters") if _letters(told) == _letters(came) else ""


def same_tones(told: str, came: str) -> str:
    """Clear the two ways of writing a tone: "hoà" and "hòa"."""
    return say("rule.same_tones") if _toneless(told) == _toneless(came) else ""


def blank_filled(told: str, came: str) -> str:
    """Clear a number or a day written into the blank left for it, when all around it is as it was."""
    if not BLANK.search(told):
        return ""
    around = [re.escape(part.strip()) for part in BLANK.split(told)]
    found = re.fullmatch(FILLED.join(around), came.strip())
    days = [int(day) for day in DAY.findall(came)] if found else []
    return "" if not found or any(not 1 <= day <= LAST_DAY for day in days) else say("rule.blank_filled")


def words_around(told: str, came: str) -> str:
    """Clear words that came to stand directly beside a text, when it is whole and they hold no number, no claim."""
    before, found, after = came.partition(told)
    apart = not re.search(r"[^\s(“]\Z", before) and not re.match(r"[^\s).,;:”]|[.,]\d", after)
    said = numbers(before) or numbers(after) or claims(before) or claims(after)
    return say("rule.words_around") if found and apart and not said else ""


OF_FACTS: tuple[Rule, ...] = (same_letters, same_tones, blank_filled, words_around)
OF_NAMES: tuple[Rule, ...] = (same_letters, same_tones, blank_filled)


def cleared(rules: Iterable[Rule], told: str, came: str) -> str:
    """Say why a change is harmless by the first rule that clears it, "" when none does."""
    return next((why for rule in rules if (why := rule(told, came))), "")


def _letters(text: str) -> str:
    kept = " ".join(re.sub(r"[“”\"'‘’]+", "", text).split()).casefold()
    return kept.strip(".,;: ")


def _toneless(text: str) -> list[tuple[str, list[str]]]:
    """Give each word's letters without tones, and its tones beside them."""
    words = unicodedata.normalize("NFD", text.casefold()).split()
    return [("".join(c for c in w if c not in TONES), sorted(c for c in w if c in TONES)) for w in words]
