"""Numbers as people write them, in the notation that the evidence of their whole column leaves.

vi: dots for thousands, a comma for decimals (63.438,5). en: the other way round (63,438.5). Spaces part thousands in
both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from dophu.intake.grid import Cell, Kind
from dophu.intake.names import SPACES

Notation = Literal["vi", "en"]
MARKS: dict[Notation, tuple[str, str]] = {"vi": (".", ","), "en": (",", ".")}  # for thousands, for decimals

MISSING = frozenset(
    (
        "",
        "-",
        "--",
        "---",
        "_",
        "x",
        "..",
        "...",
        ".",
        "/",
        "n/a",
        "na",
        "nil",
        "không có",
        "chưa có",
        "không có số liệu",
    )
) | {"chưa có số liệu", "chưa báo cáo", "không báo cáo", "kxđ", "không rõ"}
QUALIFIERS = {"hơn": "hơn", "trên": "trên", ">": "trên", "gần": "gần", "khoảng": "khoảng", "xấp xỉ": "khoảng"}
QUALIFIERS |= {"~": "khoảng", "≈": "khoảng", "chừng": "khoảng", "ước": "khoảng"}
BOUNDS = ("dưới", "tối đa", "không quá", "<", "≤", "chưa đến", "tối thiểu", "ít nhất", "≥", "từ")
SCALES = {"nghìn": 3, "ngàn": 3, "triệu": 6, "tỷ": 9, "tỉ": 9}
LARGEST = 1 << 53
SIGNS = str.maketrans("–—−’", "---'")
RAISED, MARK = re.compile("[⁰¹²³⁴-⁹]"), "†"  # NFKC would make a digit of a footnote's mark
STATES = "ước|ước tính|sơ bộ|tạm tính|chính thức|dự kiến"  # in brackets behind a figure: what it is
MARK_OF_A_NOTE = (
    r"\*+\d?\)?|[†‡§#^]+|⁽?[⁰¹²³⁴-⁹]+⁾?|[\u02b0-\u02b8\u1d2c-\u1d6a]+|[a-zđ][)/]|(?<=\s)\d\)"
    rf"|\((?:\*+|\d|[a-zđ]|{STATES})\)|\[(?:\*+|\d|[a-zđ])\]"
)
NOTE_MARKS = re.compile(rf"(?:[,;]?\s*(?:{MARK_OF_A_NOTE}))+$", re.IGNORECASE)
MARKS_BEFORE = re.compile(r"^[*†‡]+\s*(?=\d)")
PLAIN_FIGURE = re.compile(r"[(\[]?\d\s*[)\]]")  # as a mark it looks like a second number: "5 (3)"
TELLING_DIGITS = 3  # from so many digits on "34.561 (1)" is a number and a mark
# One blank parts thousands, a narrow one too; a new line, a tab, a wide blank or several part two numbers.
TWO_NUMBERS = re.compile(
    r"(\d[\d.,]*)(?=\s*[\t-\r\x1c-\x1f\x85\u1680\u2000-\u2004\u2028\u2029\u3000]|\s{2})\s+(\d[\d.,]*)"
)
TWO_IN_ONE = re.compile(r"(\d[\d.,]*(?: ?%)?) ?[/;|(\[-] ?(\d[\d.,]*(?: ?%)?) ?[)\]]?")  # "780.561 (9,7%)", "120/350"
FOUR = re.compile(r"[., ']\d{4}$")  # digits in a last group
SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?e[+-]?\d+")
HIDING = 1_000  # above it decimals are no dots for thousands: 63438.4 is hidden behind a format
NO_DIGIT = re.compile(r"[^0-9]")
PARTS = re.compile(
    r"^(?P<sign>[+-]?)(?P<digits>[0-9][0-9., ']*?)(?P<percent> ?%)?(?: (?P<scale>nghìn|ngàn|triệu|tỷ|tỉ))?$"
)


@dataclass(frozen=True)
class Number:
    """A number as it was read.

    value      None when it is missing, or refused; a share is in per cent
    step       to what it is rounded: 1, or for "hơn 12.000" the largest power of ten that divides it
    qualifier  "", "hơn", "trên", "gần" or "khoảng"
    places     decimals that are written
    kind       a key of PHRASES saying why it is refused; "" when it is not
    mark       of a footnote behind it: "*", "(1)"
    """

    value: int | Fraction | None = None
    step: int | Fraction = 1
    qualifier: str = ""
    places: int = 0
    missing: bool = False
    kind: str = ""
    details: dict[str, str] = field(default_factory=dict)
    mark: str = ""


@dataclass(frozen=True)
class Decision:
    """How a column's numbers are written, and why so; None where no cell depends on it. `kind` as in Number."""

    notation: Notation | None
    why: str
    kind: str = ""
    details: dict[str, str] = field(default_factory=dict)


def read_number(cell: Cell, notation: Notation | None, *, whole: bool) -> Number:
    """Read a cell: a count where `whole`, else a share in per cent, a base or a rank.

    notation   of its column; None reads what both notations read alike
    """
    if cell.value is None and cell.formula is not None:
        return Number(kind="number_uncalculated")
    if cell.kind in (Kind.NUMBER, Kind.PERCENT):
        return _of_number(cell, whole=whole)
    if cell.kind is Kind.DATE:
        return Number(kind="number_date")
    if cell.kind is not Kind.TEXT:
        return Number(kind="number_error")
    return _of_text(cell.text, notation, whole=whole)


def in_full(number: Number, scale: int, step: Fraction, *, whole: bool) -> Number:
    """Write out a number that stands in thousands or millions, as exact as its column is printed.

    One that says so itself, "12 nghìn", is in full already.
    """
    if number.kind or number.value is None:
        return number
    own = number.step != 1
    value, exact = (number.value, number.step) if own else (number.value * scale, step)
    if not whole:
        return replace(number, value=_plain(Fraction(value)), step=_plain(Fraction(exact)))
    found = _count(Fraction(value), exact, number.qualifier)
    return replace(found, mark=number.mark) if not found.kind else found


def notation_of(cells: Sequence[Cell], *, whole: bool, forced: Notation | None = None) -> Decision:
    """Decide how the numbers of a column are written.

    A notation must read every cell that any notation reads. One that alone does is taken; both, when they agree on
    every value. Where they do not, nobody can know, and the decision is asked for.
    """
    texts = [cell for cell in cells if cell.kind is Kind.TEXT and cell.text]
    read = {n: [read_number(cell, n, whole=whole) for cell in texts] for n in MARKS}
    telling = [i for i in range(len(texts)) if read["vi"][i] != read["en"][i]]
    if forced:
        return Decision(forced, f"--numbers {forced}")
    if not telling:
        return Decision(None, "every number reads the same in both notations")
    fitting: list[Notation] = [n for n in MARKS if not any(read[n][i].kind for i in telling)]
    if len(fitting) == 1:
        other: Notation = "en" if fitting[0] == "vi" else "vi"
        against = next(texts[i] for i in telling if read[other][i].kind)
        return Decision(fitting[0], f"'{against.text}' in {against.place} is a number only in this notation")
    if fitting:
        return _ambiguous(texts[telling[0]], read["vi"][telling[0]], read["en"][telling[0]])
    return _most(texts, {n: [i for i in telling if not read[n][i].kind] for n in MARKS})


def _ambiguous(cell: Cell, vi: Number, en: Number) -> Decision:
    details = {"text": cell.text, "vi": _digits(vi), "en": _digits(en), "place": cell.place}
    return Decision(None, "two readings", "number_ambiguous", details)


def _digits(number: Number) -> str:
    return f"{float(number.value):.15g}" if number.value is not None else "?"


def _most(texts: Sequence[Cell], read: dict[Notation, list[int]]) -> Decision:
    """Take the notation of most cells, so that those which it does not read are the ones to be refused."""
    notation: Notation = "vi" if len(read["vi"]) >= len(read["en"]) else "en"
    return Decision(notation, f"most cells are written so; others are not: {len(read[notation])} of {len(texts)}")


def _of_number(cell: Cell, *, whole: bool) -> Number:
    if isinstance(cell.value, bool) or not isinstance(cell.value, int | float) or cell.value != cell.value:
        return Number(kind="number_error")
    if abs(cell.value) > LARGEST:
        return Number(kind="number_too_large")
    value = _exact(cell.value)
    if cell.kind is Kind.PERCENT:
        places = len(re.split(r"[.,]", cell.text.rstrip("% "))[-1]) if re.search(r"[.,]", cell.text) else 0
        return Number(kind="number_percent") if whole else Number(_plain(value * 100), places=places)
    if not whole:
        decimals = repr(cell.value).partition(".")[2] if isinstance(cell.value, float) else ""
        return Number(_plain(value), places=0 if decimals == "0" else len(decimals))
    found = _count(value, 1, "")
    hidden = found.kind == "number_not_whole" and abs(cell.value) >= HIDING
    return Number(kind="number_hidden") if hidden else found


def _exact(value: float) -> int | Fraction:
    """Take a number as it is written; Fractions are slow, and most counts are whole."""
    if isinstance(value, int) or value.is_integer():
        return int(value)
    return Fraction(repr(value))


@lru_cache(maxsize=1 << 16)
def _of_text(text: str, notation: Notation | None, *, whole: bool) -> Number:
    if two := TWO_NUMBERS.search(text):
        return Number(kind="number_two", details={"first": two[1], "second": two[2]})
    figure, mark = _unmarked(text.strip().lstrip("'‘’").strip())
    read = _of_words(figure, notation, whole=whole)
    return replace(read, mark=mark) if mark and read.value is not None else read


def _unmarked(text: str) -> tuple[str, str]:
    """Part a figure from the mark of a footnote behind it; a short figure before "(3)" may be two numbers."""
    if before := MARKS_BEFORE.match(text):
        return text[before.end() :], before[0].strip()
    found = NOTE_MARKS.search(text)
    figure, mark = (text[: found.start()], found[0].strip()) if found else (text, "")
    doubtful = PLAIN_FIGURE.search(mark) and sum(map(str.isdigit, figure)) < TELLING_DIGITS
    return (text, "") if not figure or doubtful else (figure, mark)


def _of_words(text: str, notation: Notation | None, *, whole: bool) -> Number:
    words = SPACES.sub(" ", unicodedata.normalize("NFKC", RAISED.sub(MARK, text)).translate(SIGNS)).strip().lower()
    if words in MISSING:
        return Number(missing=True)
    qualifier, words = _qualifier(words)
    parts = PARTS.match(words)
    if parts is None or words.startswith(BOUNDS):
        return _unreadable(words)
    value = _value(parts["digits"], notation)
    if value is None:
        return _in_no_notation(parts["digits"], notation)
    if parts["sign"] == "-" or (parts["percent"] and whole):
        return Number(kind="number_negative" if parts["sign"] == "-" else "number_percent")
    number, places = value
    scale = 10 ** SCALES.get(parts["scale"] or "", 0)
    step = Fraction(scale, 10**places) if scale > 1 else 1
    if not whole:
        return Number(_plain(number * scale), _plain(step), qualifier, places)
    return _in_notation(_count(number * scale, step, qualifier), parts["digits"], notation)


def _unreadable(words: str) -> Number:
    """Say why words are no number."""
    if MARK in words:
        return Number(kind="number_raised")
    if words.startswith(BOUNDS):
        return Number(kind="number_bound")
    if two := TWO_IN_ONE.fullmatch(words):
        return Number(kind="number_two", details={"first": two[1], "second": two[2]})
    return Number(kind="number_scientific" if SCIENTIFIC.fullmatch(words) else "number_unreadable")


def _in_no_notation(digits: str, notation: Notation | None) -> Number:
    """Say why digits fit no notation: a last group of four may end in the mark of a footnote."""
    if notation and FOUR.search(digits) and _value(digits[:-1], notation):
        return Number(kind="number_group", details={"digit": digits[-1], "without": digits[:-1]})
    return Number(kind="number_notation", details={"notation": notation or "vi/en"})


def _in_notation(found: Number, digits: str, notation: Notation | None) -> Number:
    """Say of what is no whole number that it is one in the other notation: "63,438" among Vietnamese ones."""
    other = _value(digits, "en" if notation == "vi" else "vi") if notation else None
    if found.kind != "number_not_whole" or not other or other[1]:
        return found
    return Number(kind="number_notation", details={"notation": notation or ""})


def _qualifier(words: str) -> tuple[str, str]:
    for word, kept in () if words[:1].isdigit() else QUALIFIERS.items():
        if words.startswith(word) and (not word.isalpha() or words[len(word) : len(word) + 1] == " "):
            return kept, words[len(word) :].strip()
    return "", words


def _value(digits: str, notation: Notation | None) -> tuple[Fraction | int, int] | None:
    """Read digits in a notation, or as both agree: the value and its decimals; None for neither."""
    if notation is None:
        both = {_value(digits, known) for known in MARKS}
        return both.pop() if len(both) == 1 else None
    thousands, point = MARKS[notation]
    whole, _, decimals = digits.partition(point)
    readable = whole.isdigit() or any(_grouped(whole, mark) for mark in (thousands, " ", "'"))
    if not readable or not (decimals.isdigit() if point in digits else True):
        return None
    number = int(NO_DIGIT.sub("", whole) + decimals)
    return (Fraction(number, 10 ** len(decimals)) if decimals else number), len(decimals)


def _grouped(whole: str, mark: str) -> bool:
    first, *groups = whole.split(mark)
    if first.startswith("0"):  # "0.812" is no 812
        return False
    return 1 <= len(first) <= 3 and first.isdigit() and all(len(g) == 3 and g.isdigit() for g in groups)  # noqa: PLR2004


def _count(value: Fraction | int, step: Fraction | int, qualifier: str) -> Number:
    """Hold a value to what a count may be; a rounded one is as exact as its last digit that is not zero."""
    if value.denominator != 1:
        return Number(kind="number_not_whole")
    if value < 0:
        return Number(kind="number_negative")
    if value > LARGEST:
        return Number(kind="number_too_large")
    if qualifier and value and step == 1:
        step = 10 ** (len(str(int(value))) - len(str(int(value)).rstrip("0")))
    return Number(int(value), max(int(step), 1), qualifier)


def _plain(value: Fraction | int) -> int | Fraction:
    return int(value) if value.denominator == 1 else value
