"""Words that come from data."""

from __future__ import annotations


class Word(str):
    """Words that came from data or from a rule, which may hold digits; those an author types may not."""

    __slots__ = ()
