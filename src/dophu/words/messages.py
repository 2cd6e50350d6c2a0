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

from dophu.errors import DophuError
from dophu.words import say
from dophu.words.text import table

CHOICE = "DOPHU_LANGUAGE"
LANGUAGES = ("vi", "en")
PLACE = re.compile("‹(\\w+)›")


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
    parts = PLACE.split(english)
    return re.compile("".join(_gap(part) if place % 2 else re.escape(part) for place, part in enumerate(parts)))


def _gap(name: str) -> str:
    """Match what stands in a place: within a line, and within what semicolons part."""
    return f"(?P<{name}>(?:(?!; ).)+?)"
