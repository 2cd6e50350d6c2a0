"""Every word that reaches a reader: messages by key, in the files of `locale/`, one folder a language.

    >>> say("of.unit", unit="tỉnh Bắc Ninh")
    ' của tỉnh Bắc Ninh'

The files are those of gettext (`.po`, compiled to `.mo` by Babel: `make words`), which translators' tools know; a key
stands in the place of the English text, so that no language is the original. A second language is a second folder.

Beside them stand the words that are read, in tables: numbers in any writing (`numbers.csv`, read by `numerals`) and
what claims something (`claims.csv`, read by `claims`).
"""

from __future__ import annotations

from functools import lru_cache
from gettext import GNUTranslations
from importlib.resources import files

LANGUAGE = "vi"


@lru_cache
def _messages(language: str) -> GNUTranslations:
    with (files(__package__) / "locale" / language / "LC_MESSAGES" / "dophu.mo").open("rb") as file:
        return GNUTranslations(file)


def say(key: str, **values: object) -> str:
    """Write a message; a key that no file has is an error of the program, and told as one."""
    text = _messages(LANGUAGE).gettext(key)
    if text == key:
        raise KeyError(f"no message '{key}' in the word files")
    return text.format_map(values) if values else text
