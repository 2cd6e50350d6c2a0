"""Filters of prose: choices of how a fact is said. Without one a fact prints itself in its own unit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from dophu import wording
from dophu.errors import UnknownError, UsageError
from dophu.facts import interval
from dophu.facts.fact import Fact, Missing
from dophu.facts.interval import Interval
from dophu.tell.expression import OPTIONAL
from dophu.tell.said import Said, Shown
from dophu.words import say, turned
from dophu.words.spelled import in_words
from dophu.words.synonyms import meant
from dophu.words.word import Word

FAR_BELOW = 2  # less than half of a target is said, and more than twice a ceiling


def _as_unit(*units: str) -> Any:
    def show(fact: Any) -> Shown:
        must_be_known(fact)
        if not isinstance(fact, Fact) or fact.unit not in units:
            known = isinstance(fact, Fact)
            is_a = f"'{fact.key}' is a {fact.unit}" if known else f"'{fact}' is no fact"
            right = f"write {{{{ … | {fact.unit} }}}}" if known else "name a fact"
            raise UsageError("narrative", f"{is_a}, not a {units[0]}", right)
        return Shown(fact.shown, fact)

    return show


def must_be_known(fact: Any) -> None:
    """Refuse a figure that the edition has not: an optional sentence falls away by this."""
    if fact is None:
        raise UnknownError("narrative", "'None' is not a fact: nothing of the kind is known here", OPTIONAL)
    if isinstance(fact, Missing):
        today = meant(fact.key.partition("@")[0])
        fix = f"did you mean '{today}'? If not, {OPTIONAL}" if today else OPTIONAL
        raise UnknownError("narrative", f"'{fact.key}' is not known in this edition: {fact.reason}", fix)


def as_text(fact: Any) -> Shown:
    """Show words; only a symbol such as 95/CV-BCĐ leads to its source."""
    shown = _as_unit("text")(fact)
    return Shown(shown.text, shown.fact, link=" " not in shown.text or shown.fact.status == "given")


def as_date(fact: Any) -> Shown:
    """Show the day alone, without its hour and without how sure it is."""
    _as_unit("date", "moment")(fact)
    day = fact.value.day if isinstance(fact.value, wording.Moment) else fact.value
    return Shown(wording.day_month_year(day), fact)


def _day(fact: Any) -> Shown:
    _as_unit("date", "moment")(fact)
    day = fact.value.day if isinstance(fact.value, wording.Moment) else fact.value
    return Shown(wording.day_month(day), fact)


def as_change(fact: Any) -> Shown:
    """Say a change with the word its sign demands: the data chooses, not the author."""
    return _signed(fact, CHANGES)


def as_beside(fact: Any) -> Shown:
    """Say a difference as higher or lower, by its sign."""
    return _signed(fact, COMPARISONS)


def as_denominator(fact: Any) -> Shown:
    """Show how many there are behind a place, "thứ 3/5", where no number is padded."""
    shown = _as_unit("count")(fact)
    return Shown(shown.text.lstrip("0"), fact)


def as_words(fact: Any) -> Shown:
    """Write a count in words, as a letter repeats it: "sáu mươi ba nghìn bốn trăm ba mươi tám"."""
    _as_unit("count")(fact)
    spelled = in_words(int(fact.amount)) if fact.is_exact and fact.amount.denominator == 1 else ""
    if not spelled:
        raise UsageError("narrative", f"'{fact.key}' ({fact.shown}) has no plain words", "write {{ … | count }}")
    return Shown(spelled, fact)


CHANGES = {"+": "change.rose", "-": "change.fell", "0": "change.none", "open": "change.open"}
COMPARISONS = {"+": "beside.higher", "-": "beside.lower", "0": "beside.level", "open": "beside.open"}


def _signed(fact: Any, words: Mapping[str, str]) -> Shown:
    _as_unit("count", "points", "value")(fact)
    sign = fact.sign
    if sign == "0":
        return Shown(say(words[sign]), fact)
    way, size = ("signed.open", fact.shown) if sign == "open" else ("signed.sure", fact.magnitude)
    return Shown(say(way, word=say(words[sign]), size=size), fact)


def against(share: Any, target: Any) -> Word:
    """Judge a share against a target in words, where its interval decides."""
    for fact in (share, target):
        _as_unit("percent", "value")(fact)
    mine, aim = share.interval, target.interval
    is_ceiling = share.better == "less"
    reached = interval.negation(interval.above(mine, aim)) if is_ceiling else interval.reaches(mine, aim)
    if reached is None:
        problem = f"whether '{share.key}' ({share.shown}) reaches {target.shown} is open"
        raise UnknownError("narrative", problem, "begin its line with '? ', or write {{ target_sentence }}")
    if reached:
        beyond = interval.below(mine, aim) if is_ceiling else interval.above(mine, aim)
        word = "exceeded" if beyond else "reached"
    else:
        twice = Interval.exactly(FAR_BELOW)
        far = interval.above(mine, aim * twice) if is_ceiling else interval.below(mine * twice, aim)
        word = "far_below" if far else "below"
    return Word(say(turned(f"target.{word}", share.better)))


def _joined(parts: Any) -> str:
    """Join names; a typed one among them leaves the whole typed."""
    must_be_known(parts)
    if isinstance(parts, str):
        raise UsageError("narrative", f"'{parts}' is one text, not a list of names", "join a list")
    named = list(parts)
    text = wording.joined(map(_said, named))
    return Word(text) if all(isinstance(part, Fact | Word) for part in named) else text


def _capitalised(value: Any) -> str | Said | Shown:
    """Raise the first letter; what was typed stays typed."""
    if isinstance(value, Said):
        return value.capitalised()
    if isinstance(value, Shown):
        return replace(value, text=wording.capitalised(value.text))
    text = wording.capitalised(_said(value))
    return Word(text) if isinstance(value, Fact | Word) else text


def _said(value: Any) -> str:
    must_be_known(value)
    return value.shown if isinstance(value, Fact) else str(value)


FILTERS: dict[str, Callable[..., Any]] = {
    "count": _as_unit("count"),
    "percent": _as_unit("percent"),
    "points": _as_unit("points"),
    "value": _as_unit("value"),
    "times": _as_unit("times"),
    "rank": _as_unit("rank"),
    "moment": _as_unit("moment"),
    "hours": _as_unit("hours"),
    "text": as_text,
    "date": as_date,
    "day": _day,
    "change": as_change,
    "beside": as_beside,
    "against": against,
    "words": as_words,
    "joined": _joined,
    "capitalised": _capitalised,
}
