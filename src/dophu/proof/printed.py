"""Read printed Vietnamese figures back into intervals, and hold a ledger's texts against its values.

A second parser: it knows how figures are written and nothing of how the suite writes them. With the standard library
alone: copy this one file and run `python printed.py quick_report.facts.json`. It exits with 6 when a text does not
contain its figure, or says less than the figure is known to. What each form means is told in docs/ledger.md.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

ABOUT = ("khoảng", "trên dưới", "xấp xỉ", "ước", "chừng")
AT_LEAST = ("hơn", "trên", "ít nhất", "không dưới")
AT_MOST = ("gần", "dưới", "không quá", "nhiều nhất")
UNDER = "chưa đến"
TIED = "đồng hạng"
TIMES = {"nghìn": 10**3, "triệu": 10**6, "tỷ": 10**9}
AFTER = {"percent": "%", "points": " điểm phần trăm", "times": " lần"}
FINEST = {"percent": Fraction(1, 100), "points": Fraction(1, 100), "times": Fraction(1, 10), "hours": Fraction(1, 10)}
NOUGHT = (Fraction(0),)
APART = {"percent": (Fraction(0), Fraction(100))}  # what a text must not say of a figure that surely is not that
OPEN = {"": (False, False), "low": (True, False), "high": (False, True), "both": (True, True)}
FORMS = {
    (False, False): ("plain", "about", "range", "under"),
    (True, False): ("at_most",),
    (False, True): ("at_least",),
    (True, True): ("about",),
}
EXACT = re.compile(r"-?[0-9]{1,3000}(?:/[1-9][0-9]{0,2999}|[.][0-9]{1,30})?")
FRACTION, WHOLE = re.compile(r"(-?[0-9]{1,3000})(?:/([1-9][0-9]{0,2999}))?"), re.compile("-?[0-9]{1,30}")
PLAIN = re.compile(r"(-?(?:[0-9]{1,3}(?:[.][0-9]{3}){1,30}|[0-9]{1,9}))(?:,([0-9]{1,30}))?(%| điểm phần trăm|)")
PLACES = {("percent", "%"): 2, ("points", " điểm phần trăm"): 2, ("count", ""): 0}
WORDS = "|".join((*ABOUT, *AT_LEAST, *AT_MOST, UNDER, TIED))
NUMBER = r"-?(?:[0-9]{1,3}(?:\.[0-9]{3}){1,30}|[0-9]{1,9})(?:,[0-9]{1,30})?"
ESTIMATE = re.compile(r"([^()]+) \(([^()]+ đến [^()]+)\)")
DATE = re.compile(r"(0[1-9]|[12][0-9]|3[01])/(0[12]|[3-9]|1[0-2])/([0-9]{4})")
MOMENT = re.compile(r"(?:([01][0-9]|2[0-3])h([0-5][0-9]) )?ngày (.+)")
HOURS = re.compile(rf"(?:({NUMBER}) ngày)? ?(?:({NUMBER}) giờ)?")
FAULTS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)  # of whoever wrote the file


class Reading(NamedTuple):
    """What a text says: the values it may stand for, without an end where it has none.

    form    "plain", "about", "range", "at_least", "at_most" or "under"
    value   the number it names; of a range the first
    step    the unit of its last digit; after "khoảng" of the last that is no trailing nought of a whole number
    """

    low: Fraction | float
    high: Fraction | float
    form: str
    value: Fraction
    step: Fraction


class UnreadableError(ValueError):
    """A text that is no printed figure of its unit."""


def read_back(text: str, unit: str, after: str = "") -> Reading:
    """Read a printed figure: "8,12%" is anything from 8,115 to 8,125, "khoảng 31%" from 30 to 32, ranges are closed.

    unit    count, percent, points, value, times, rank or hours
    after   the words behind each value of a measure that has a unit of its own

    An estimate, "62,4% (59,1% đến 65,7%)", is anything between its ends.

    >>> low, high, *_ = read_back("khoảng 2,83 triệu", "count")
    >>> (int(low), int(high))
    (2820000, 2840000)
    """
    if estimate := ESTIMATE.fullmatch(text):
        return _estimate(*(read_back(part, unit, after) for part in estimate.groups()))
    word, rest = _word(text)
    if unit == "rank" and not rest.startswith("thứ "):
        raise UnreadableError(f"'{text}' is no printed rank")
    first, separator, last = rest.partition(" đến ")
    if separator and not word:
        behind = after or AFTER.get(unit, "")
        named = first.removeprefix("từ ").removesuffix(behind) + behind
        (first_value, step), (last_value, _) = _number(named, unit, after), _number(last, unit, after)
        return Reading(first_value, last_value, "range", first_value, step)
    value, step = _number(rest, unit, after)
    if word in ABOUT:
        step = _last_digit(value, step)
        return Reading(value - step, value + step, "about", value, step)
    if word == UNDER:
        return Reading(-value, value, "under", value, step)
    if word in (*AT_LEAST, *AT_MOST):
        open_high = word in AT_LEAST
        low, high = (value if open_high else -math.inf), (math.inf if open_high else value)
        return Reading(low, high, "at_least" if open_high else "at_most", value, step)
    return Reading(value - step / 2, value + step / 2, "plain", value, step)


def _estimate(value: Reading, between: Reading) -> Reading:
    """Take an estimate as what lies between its ends."""
    if not between.low <= value.value <= between.high:
        raise UnreadableError("an estimate names a value outside its interval")
    return between


def _word(text: str) -> tuple[str, str]:
    """Part a text into the word before its number and the rest; a shared place is a place."""
    found = re.match(rf"({WORDS}) ", text)
    if not found or found[1] == TIED:
        return "", text.removeprefix(f"{TIED} ")
    longest = max((word for word in (*ABOUT, *AT_LEAST, *AT_MOST, UNDER) if text.startswith(f"{word} ")), key=len)
    return longest, text[len(longest) + 1 :]


def _number(text: str, unit: str, behind: str = "") -> tuple[Fraction, Fraction]:
    """Read one number and the unit of its last digit."""
    if unit == "hours":
        return _duration(text)
    after = behind or AFTER.get(unit, "")
    bare = text.removeprefix("thứ ") if unit == "rank" else text.removesuffix(after)
    found = re.fullmatch(rf"({NUMBER})(?: ({'|'.join(TIMES)}))?", bare)
    if not found or not text.endswith(after):
        raise UnreadableError(f"'{text}' is no printed {unit}")
    times = TIMES.get(found[2] or "", 1)
    return _decimal(found[1]) * times, Fraction(times, 10 ** len(found[1].partition(",")[2]))


def _decimal(text: str) -> Fraction:
    return Fraction(text.replace(".", "").replace(",", "."))


def _duration(text: str) -> tuple[Fraction, Fraction]:
    found = HOURS.fullmatch(text)
    if not text or not found:
        raise UnreadableError(f"'{text}' is no printed span of time")
    return 24 * _decimal(found[1] or "0") + _decimal(found[2] or "0"), FINEST["hours"]


def _last_digit(value: Fraction, step: Fraction) -> Fraction:
    """Find the unit that a whole number was rounded to, by its last digit that is not nought; "21,0" says it itself."""
    while step >= 1 and value and (value / step) % 10 == 0:
        step *= 10
    return step


def misprints(ledger: Any) -> list[tuple[str, str]]:
    """List by key each fact whose text is not true of its value, or less than it could say; empty when none is."""
    findings = []
    try:
        facts = dict(ledger["facts"])
        targets = dict(_targets(facts))
    except FAULTS as error:
        return [("ledger", f"cannot be read: {error!r}")]
    for key, fact in facts.items():
        try:
            if "value" in fact:
                problem = _of_words(fact)
            else:
                held_against = targets.get(key, [])
                problem = "" if _is_plainly_right(fact, held_against) else _of_number(fact, held_against)
        except FAULTS as error:
            problem = f"it cannot be read: {error}"
        if problem:
            findings.append((key, f"prints '{fact.get('shown')}': {problem}"))
    return findings


def _targets(facts: dict[str, Any]) -> Iterator[tuple[str, list[Fraction]]]:
    """Find what shares are held against: a gap's expression names the target and the share, a ceiling behind it."""
    for fact in facts.values():
        if fact["concept"] == "gap" and "of" in fact:
            _, one, other = fact["of"]
            target, share = (one, other) if facts[one]["concept"] == "target" else (other, one)
            yield share, [_exact(facts[target]["low"])]


def _of_words(fact: Any) -> str:
    """Hold a moment, a date or a text against what is printed of it."""
    read = {"moment": _moment, "date": _date}.get(fact["unit"], str)(_without_about(fact))
    return "" if read == fact["value"] else f"that is {read}, not {fact['value']}"


def _moment(text: str) -> str:
    found = MOMENT.fullmatch(text)
    if not found:
        raise UnreadableError(f"'{text}' is no printed moment")
    return _date(found[3]) + (f"T{found[1]}:{found[2]}" if found[1] else "")


def _without_about(fact: Any) -> str:
    """Take off the "khoảng" before a day that a method in words gives: where a scenario meets its target."""
    word, _, day = fact["shown"].partition(" ")
    is_estimated = fact["unit"] == "date" and bool(fact.get("method")) and word in ABOUT
    return str(day if is_estimated else fact["shown"])


def _date(text: str) -> str:
    found = DATE.fullmatch(text)
    if not found:
        raise UnreadableError(f"'{text}' is no printed date")
    return f"{found[3]}-{int(found[2]):02d}-{found[1]}"


def _is_plainly_right(fact: Any, target: list[Fraction]) -> bool:
    """Find, by whole numbers, that an exact figure rounds to its text: so it is of nearly all, and quickly told."""
    exact, found = FRACTION.fullmatch(fact["low"]), PLAIN.fullmatch(fact["shown"])
    thresholds = [*fact.get("apart", ()), *map(str, (*APART.get(fact["unit"], NOUGHT), *target))]
    if (
        not exact
        or not found
        or fact["low"] != fact["high"]
        or "open" in fact
        or not all(map(WHOLE.fullmatch, thresholds))
    ):
        return False
    places = len(found[2] or "")
    value, scale = int(f"{found[1]}{found[2] or ''}".replace(".", "")), 10**places
    above, below = int(exact[1]), int(exact[2] or 1)
    is_rounded = 2 * abs(above * scale - value * below) <= below
    is_as_written = _is_made(fact) or above * scale == value * below
    is_apart = all(value != int(each) * scale for each in thresholds)
    return is_rounded and is_as_written and is_apart and PLACES.get((fact["unit"], found[3]), 99) <= places


def _of_number(fact: Any, target: list[Fraction]) -> str:
    """Hold a number's interval against what is printed of it."""
    text = read_back(fact["shown"], fact["unit"], fact.get("after", ""))
    low, high = _exact(fact["low"]), _exact(fact["high"])
    open_low, open_high = OPEN[fact.get("open", "")]
    surely_from, surely_to = -math.inf if open_low else low, math.inf if open_high else high
    if text.form not in FORMS[open_low, open_high]:
        return f"so is no figure printed that may be {surely_from} to {surely_to}"
    if open_low and open_high:
        return "" if text.low <= high and low <= text.high else f"its ends are some {low} and {high}"
    if surely_from < text.low or text.high < surely_to:
        return f"that does not contain {surely_from} to {surely_to}"
    is_as_known = "of" not in fact and _is_as_written(text, low, high)
    thresholds = (*APART.get(fact["unit"], NOUGHT), *map(_exact, fact.get("apart", ())), *target)
    for threshold in () if is_as_known and text.form == "about" else thresholds:  # "khoảng 10.000", as its source wrote
        if not surely_from <= threshold <= surely_to and _contains(text, threshold, high - low):
            return f"that may be {threshold}, which {surely_from} to {surely_to} surely is not"
    if fact["status"] == "modelled":  # the end of a scenario is about a number, which is known
        is_as_known = is_as_known or (text.form == "about" and text.value == low == high)
    if low < high or _is_made(fact):
        is_as_known = is_as_known or _is_tight(text, low, high, fact)
    return "" if is_as_known else f"more is known: {surely_from} to {surely_to}"


def _contains(text: Reading, threshold: Fraction, width: Fraction) -> bool:
    """Say whether a text may stand for a threshold; "less than 0,01" says itself that it is not nought."""
    if text.form == "under":
        return abs(threshold) <= text.value and threshold != 0
    if text.form == "plain":
        return text.value == threshold or text.low < threshold < text.high
    if text.form == "about":  # "khoảng 10.000" of a figure that is known to 1.000 is meant to 1.000
        return abs(threshold - text.value) <= min(text.step, _power_from(width))
    return text.low <= threshold <= text.high


def _power_from(width: Fraction) -> Fraction:
    """Find the smallest power of ten that is no less than a width, nor than the finest step."""
    power = Fraction(1, 10**9)
    while power < width:
        power *= 10
    return power


def _is_made(fact: Any) -> bool:
    return "of" in fact or fact["status"] == "modelled"


def _is_as_written(text: Reading, low: Fraction, high: Fraction) -> bool:
    """Say whether what a source published prints as it wrote it."""
    if text.form in ("at_least", "at_most"):
        return text.value == (low if text.form == "at_least" else high)
    return low <= text.value <= high and (low < high or text.form == "plain")


def _finest(fact: Any) -> Fraction:
    return Fraction(1, 10 ** fact["decimals"]) if "decimals" in fact else FINEST.get(fact["unit"], Fraction(1))


def _is_tight(text: Reading, low: Fraction, high: Fraction, fact: Any) -> bool:
    """Say whether a text says as much as is known, by the rule of docs/ledger.md."""
    width, finest = high - low, _finest(fact)
    if not width and text.form not in ("at_least", "at_most"):  # an open end rounded to whole numbers has no width
        return text.form in ("plain", "under") and text.step <= finest
    if text.form == "plain":
        return text.step <= width
    if text.form == "about":
        return abs(text.value - (low + high) / 2) <= max(width, finest / 2)
    beyond = max(Fraction(end) for end in (low - text.low, text.high - high) if end < math.inf)
    return beyond < (1 if fact["unit"] == "rank" else max(width, finest))


def _exact(text: str) -> Fraction:
    if not EXACT.fullmatch(text):
        raise UnreadableError(f"{text!r} is no exact number such as 63438 or 1268760/156331")
    return Fraction(text)


if __name__ == "__main__":
    try:
        found = misprints(json.loads(Path(sys.argv[1]).read_bytes()))
    except (RecursionError, ValueError) as problem:
        found = [(sys.argv[1], f"is no JSON: {problem}")]
    print(*map(": ".join, found), f"{len(found)} text(s) to correct", sep="\n")
    sys.exit(6 if found else 0)
