"""Errors in the language of whoever meets them: in English where they are raised, in Vietnamese where analysts read.

Code raises its messages in English, with their parts apart. `errors.csv` has them beside their Vietnamese, with places
in ‹…›; a message is translated by the row that it fits, the texts in its places too. What no row fits stays English.

`language` decides for all: what the environment variable DOPHU_LANGUAGE says; else notebooks and pages are Vietnamese,
and a command follows the locale of its terminal.
"""

from __future__ import annotations

import os
import re
from functools import cache
from itertools import chain, zip_longest

from dophu.errors import DophuError
from dophu.words import say
from dophu.words.text import table

CHOICE = "DOPHU_LANGUAGE"
LANGUAGES = ("vi", "en")
PLACE = re.compile("‹(\\w+)›")
QUOTE, UNPARTED = '"', "(?:(?!; ).)"


def language(default: str = "vi") -> str:
    """Name the language of messages: "vi" or "en"."""
    chosen = os.environ.get(CHOICE, "")[:2].lower()
    return chosen if chosen in LANGUAGES else default


def of_terminal() -> str:
    """Name the language of a terminal, by its locale."""
    named = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return language("vi" if named.startswith("vi") else "en")


def told(error: DophuError) -> tuple[str, str]:
    """Say an error in Vietnamese: where and what, and what to do."""
    return f"{vietnamese(error.where)}: {vietnamese(error.problem)}", vietnamese(error.fix)


def in_notebook(error: DophuError) -> list[str]:
    """Write an error for a notebook's cell."""
    return _lines(error, f"{type(error).__name__}: {error}", language())


def on_page(text: str) -> str:
    """Say a part of a message on a page or under a cell, where analysts read."""
    return vietnamese(text) if language() == "vi" else text


def in_terminal(error: DophuError) -> list[str]:
    """Write an error for a command's terminal."""
    return _lines(error, str(error), of_terminal())


def _lines(error: DophuError, english: str, chosen: str) -> list[str]:
    """Write an error; behind the Vietnamese stands the English, for whoever searches for it or is asked about it."""
    if chosen == "en":
        return english.splitlines()
    what, way = told(error)
    return [*what.splitlines(), *say("error.fix", way=way).splitlines(), *f"({english})".splitlines()]


def vietnamese(text: str) -> str:
    """Translate a message as a whole, or else line by line and between semicolons."""
    if (whole := _translated(text)) is not None:
        return whole
    for mark in ("\n", "; "):
        if mark in text:
            return mark.join(vietnamese(part) for part in text.split(mark))
    blank = len(text) - len(text.lstrip())
    return text[:blank] + vietnamese(text[blank:]) if blank and text.strip() else text


def _translated(text: str) -> str | None:
    for english, its_words in _rows():
        if found := english.fullmatch(text):
            return PLACE.sub(lambda place: vietnamese(found[place[1]]), its_words)
    return None


@cache
def _rows() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Compile the table; a row with more words of its own is tried before one with fewer."""
    rows = sorted(table("errors"), key=lambda row: -len(PLACE.sub("", row["english"])))
    return tuple((_pattern(row["english"]), row["vietnamese"]) for row in rows)


def _pattern(english: str) -> re.Pattern[str]:
    """Make a pattern of a row: what is quoted may hold semicolons, and any other place ends before one."""
    parts = PLACE.split(english)
    gaps = [
        f"(?P<{name}>{'.' if before.endswith(QUOTE) and after.startswith(QUOTE) else UNPARTED}+?)"
        for before, name, after in zip(parts[::2], parts[1::2], parts[2::2], strict=False)
    ]
    words = [re.escape(part) for part in parts[::2]]
    return re.compile("".join(chain.from_iterable(zip_longest(words, gaps, fillvalue=""))))
