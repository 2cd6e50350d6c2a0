"""Every word that reaches a reader: messages by key, in the files of `locale/`, one folder a language.

    >>> say("of.unit", unit="tỉnh Bắc Ninh")
    ' của tỉnh Bắc Ninh'

The files are those of gettext (`.po`, compiled to `.mo` by Babel: `make words`), which translators' tools know; a key
stands in the place of the English text, so that no language is the original. A second language is a second folder.
A key says the room and the thing ("national.caption", "missing.no_count"); whole sentences with named places leave
translators their order. What reads a number aloud or takes its unit off again asks `around`, never for a literal.

Beside them stand the words that are read, in tables: numbers in any writing (`numbers.csv`, read by `numerals`),
what claims something (`claims.csv`, read by `claims`), what gives a figure its part in a sentence (`roles.csv`, read by
`roles`), how exact it is (`hedges.csv`), and whose (`attributions.csv`). The modules that read them put them together
to patterns, and hold no word themselves: `<month>` in a pattern stands for any word of that kind.

The border: whatever is said in the readers' language stands here: reports and pages, what goes back to a sender of a
file, what `verify`, `proofread`, `take-back` and `collect` answer, and what is written into data/ beside the figures.
What is said in English to the analyst at the command line (errors, findings of `check`) stays with the code that says
it. Words that modules look for in files and letters of others stand with the rule that reads them.
Notation that is no word (dots for thousands, "%", padded days) is in `dophu.wording`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from gettext import GNUTranslations
from importlib.resources import files
from string import Formatter

LANGUAGE = "vi"


@cache
def _messages(language: str) -> GNUTranslations:
    with (files(__package__) / "locale" / language / "LC_MESSAGES" / "dophu.mo").open("rb") as file:
        return GNUTranslations(file)


@cache
def message(key: str) -> str:
    """Look a message up, its places unfilled; a key that no file has is an error of the program, and told as one."""
    text = _messages(LANGUAGE).gettext(key)
    if text == key:
        raise KeyError(f"no message '{key}' in the word files")
    return text


@cache
def turned(key: str, better: str) -> str:
    """Choose the key of what is said where less is better; what is said alike either way has none of its own.

    >>> turned("column.gap", "less"), turned("column.gap", "more"), turned("column.share", "less")
    ('column.gap.less', 'column.gap', 'column.share')
    """
    own = f"{key}.{better}"
    return own if _messages(LANGUAGE).gettext(own) != own else key


def of_value(key: str, *, is_share: bool) -> str:
    """Choose the key of what is said of a measure that is no share: a mean, a rate, an amount, an index.

    >>> of_value("column.share", is_share=False), of_value("column.share", is_share=True)
    ('column.share.value', 'column.share')
    """
    return key if is_share else turned(key, "value")


def say(key: str, /, **values: object) -> str:
    """Write a message with its places filled."""
    text = message(key)
    return text.format_map(values) if values else text


def pieces(key: str, /, **values: object) -> Iterator[object]:
    """Part a message into its words and the values of its places, in the order that its language gives them.

    >>> list(pieces("unit.points", value=3))
    [3, ' điểm phần trăm']
    """
    for words, name, _, _ in Formatter().parse(message(key)):
        if words:
            yield words
        if name is not None:
            yield values[name]


def around(key: str, place: str = "value", **values: object) -> tuple[str, str]:
    """Say what stands before and after one place of a message: what to take off a text to have that place's value.

    >>> around("unit.points")
    ('', ' điểm phần trăm')
    """
    before, _, after = say(key, **values, **{place: "\0"}).partition("\0")
    return before, after
