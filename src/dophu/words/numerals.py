"""Numbers in any writing: where a text names one, and what it means.

Digits of every script, words ("sáu mươi phần trăm", "nghìn rưỡi", "hai phần ba", "quá nửa"), Roman numerals after
"thứ" or before what is counted. What only looks like a number is not one: a date, a document's symbol, a label
("Điều 5"), a name ("Covid-19", "4G"), an idiom ("một số", "hai bên", "trong năm"). The words and their kinds
stand in `numbers.csv` (`<month>` in a pattern stands for any word of that kind); how they are put together to a
number is the grammar of one language, and stands here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from math import prod

from dophu.words.claims import FACT
from dophu.words.text import any_of, filled, held_names, normal, of_kind, table

MASK = "\ue004"  # stands where a text was read already
ROMAN = r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
SYMBOL_OF_PARTY = r"\d{1,4}-[A-ZĐ][A-Za-z]{0,4}/[A-ZĐ][\w-]{0,10}"  # "12-CTr/TU"
SYMBOL_OF_STATE = r"\d{1,6}/(?:\d{4}/)?(?:[A-ZĐƯƠ][A-Za-zĐđƯưƠơ]{0,9}(?:[-&][A-ZĐƯƠ][\w&]{0,12})+|QH\d{1,2})"
SYMBOL = rf"(?:{SYMBOL_OF_PARTY}|{SYMBOL_OF_STATE})(?!\w)"
FULL_DATE = r"(?i:<day>\s+)?\d{1,2}/\d{1,2}/\d{4}|(?i:<day>)\s+\d{1,2}\s+(?i:<month>)\s+\d{1,2}\s+(?i:<year>)\s+\d{4}"
YEAR, MONTH, QUARTER = r"(?:19|20)\d\d", r"(?:0?[1-9]|1[0-2])", r"(?:[1-4]|I{1,3}|IV)"
HOUR = r"\d{1,2}\s*(?i:<hour>|h)(?:\s*\d{2}(?:\s*(?i:<minute>))?)?"
DAY_OF_MONTH = r"\d{1,2}(?:/|\s+(?i:<month>)\s+)(?:0?[1-9]|1[0-2])(?:\s*(?:-|(?i:<and>))\s*\d{1,2}/\d{1,2})?"
CODE = r"(?<!\w)[A-ZĐ]{1,6}-?\d{1,3}(?!\w)"  # "VTV1", "QL4", "A5"
TELEPHONE = r"\+?\d(?:[ .()-]?\d){6,11}(?!\d)"
SHORT_NUMBER = r"1\d{2,3}"  # "1022", "115"
LABELLING = (
    *("name", "label", "idiom", "event", "symbol", "telephone", "street", "named by a day", "numbered"),
    *("before time", "anniversary"),
)
OUTLINE = re.compile(
    r"\s*(?:[-+•]\s+)?(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]|\d{1,2}(?:\.\d{1,2}){1,3}|[IVX]{1,5}\.|[a-zđ]\))\s+"
)
UPPER = "".join(letter for letter in map(chr, [*range(0x41, 0x250), *range(0x1E00, 0x1F00)]) if letter.isupper())
DIGITS = r"\d+(?:[.,/:\u2044]\d+)*"
TOKEN = re.compile(rf"{DIGITS}|[^\W\d_]+|[%‰]")
THOUSAND = 1000
LEAST_SMALL = 3  # letters of a Roman numeral in small ones: "vi" and "di" are words
THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")


@dataclass(frozen=True)
class Number:
    """A number in a text: its place, its words, and what it means (None where that is not said exactly)."""

    start: int
    end: int
    text: str
    value: Fraction | None


@dataclass(frozen=True)
class Reading:
    """A text read for numbers: `numbers` say how much or which place; `dates` are whole days outside of a citation."""

    text: str
    numbers: tuple[Number, ...]
    dates: tuple[str, ...]


def read(text: str, names: Collection[str] = ()) -> Reading:
    """Read a text for numbers; `names` are further names that hold digits.

    >>> [(number.text, str(number.value)) for number in read("Hơn sáu mươi phần trăm, gấp 3 lần năm 2019").numbers]
    [('sáu mươi phần trăm', '60'), ('gấp 3 lần', '3')]
    """
    plain = normal(text)
    left, dates = _without_labels(plain, names)
    return Reading(plain, tuple(_Reader(left, plain).numbers()), tuple(dates))


def numbers(text: str, names: Collection[str] = ()) -> list[str]:
    """List the numbers of a text as they are written."""
    return [number.text for number in read(text, names).numbers]


def _without_labels(text: str, names: Collection[str]) -> tuple[str, list[str]]:
    """Mask what is no number although it is written with digits or their words."""
    shapes = _shapes()
    left = _without_outline(text)
    if held := held_names(left, names):
        left = _masked(_any_name(held), left)
    left = _masked(shapes["citation"], left)
    dates = [found[0] for found in shapes["date"].finditer(left)]
    for kind in ("date", "time", "place", "part of date", "name", "telephone", "label", "event", "idiom"):
        left = _masked(shapes[kind], left)
    return left, dates


@lru_cache(64)
def _any_name(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(any_of(*map(normal, names)))


def _without_outline(text: str) -> str:
    """Mask the number of a heading or point: "2.1. Kết quả"; what follows begins with a capital, or with a fact."""
    found = OUTLINE.match(text)
    follows = text[found.end() : found.end() + 1] if found else ""
    begins = follows.isupper() or (bool(follows) and not follows.isalnum())
    return MASK * found.end() + text[found.end() :] if found and begins else text


def _masked(shape: re.Pattern[str], text: str) -> str:
    return shape.sub(lambda found: MASK * len(found[0]), text)


def _part_of_date() -> str:
    """Write the pattern of a year, a month, a quarter, and of what is named by its years."""
    feasts, numerals = any_of(*of_kind("numbers", "before feast")), "|".join(map(re.escape, _words()))
    return (
        rf"(?i:<of years>)\s+{YEAR}\s*-\s*{YEAR}|(?i:<year>)\s+{YEAR}(?:\s*-\s*{YEAR})?|(?i:<of a year>)\s+{YEAR}"
        rf"|(?i:<month>)\s+{MONTH}(?:/{YEAR})?|(?i:<quarter>)\s+{QUARTER}(?:/{YEAR})?"
        rf"|(?i:<day>)\s+\d{{1,2}}\s+(?i:<every>)\s+(?i:<month>)"
        rf"|<a named day>\s+[{UPPER}][^\W\d_]*\s+(?:[^\W\d_]+\s+){{0,6}}\d{{1,2}}/\d{{1,2}}(?![/\d])"
        rf"|{feasts}\s+(?:(?:{numerals})\s+){{1,3}}(?i:<month>)"
    )


@cache
def _shapes() -> dict[str, re.Pattern[str]]:
    """Write the patterns of what is no number; a counted noun, a per cent or a decimal behind one makes it one."""
    words = {kind: any_of(*of_kind("numbers", kind)) for kind in LABELLING}
    counted = any_of(*(word for kind in ("thing", "scale", "tens") for word in of_kind("numbers", kind)))
    place = any_of(*of_kind("numbers", "place"))
    no_thing = rf"(?![.,/]?\d)(?!\s*[%‰])(?![^\W\d_])(?!\s+(?!<the people>|<part of a date>\s+\d){counted})"
    no_count = rf"{no_thing}(?!\s+{place}(?!\s+[{UPPER}]))"
    number, cited = (
        r"\d{1,5}[A-HĐ]?(?:\.\d{1,2})*",
        rf"(?:(?i:<number>:?)|{words['symbol']}(?:\s+(?i:<number>))?)\s+{SYMBOL}",
    )
    ordinal = rf"(?i:<times>\s+)?(?i:<order>)\s+(?:{ROMAN}(?!\w)|\d{{1,3}}|[^\W\d_]+(?:\s+<ty>(?:\s+[^\W\d_]+)?)?)"
    named = rf"{words['named by a day']}\s+{DAY_OF_MONTH}"
    of_day = r"(?:\s+(?i:<day>)\s+\d{1,2}/\d{1,2}/\d{4})?"
    patterns = {
        "citation": rf"{cited}(?:(?:,|\s+<and>)\s+(?:(?i:<number>)\s+)?{SYMBOL})*{of_day}",
        "date": rf"(?<![\w/])(?:{FULL_DATE}){no_thing}",
        "time": rf"{words['before time']}\s+{HOUR}(?:\s*(?:-|,|(?i:<until>|<and>))\s*{HOUR})*(?!\w)(?![^.;]*{FACT})"
        rf"|(?<!\w)(?:\d{{1,2}}\s+|(?:(?i:{'|'.join(_words())})\s+){{1,3}})(?i:<hour>\s+<time of day>)(?!\w)",
        "part of date": rf"(?<!\w)(?:{_part_of_date()}){no_thing}",
        "name": rf"{words['name']}|{CODE}{no_count}",
        "telephone": rf"{words['telephone']}\s*:?\s*(?:(?i:<number>)\s*:?\s*)?(?:{TELEPHONE}|{SHORT_NUMBER}){no_count}"
        rf"|{words['telephone']}(?:\s+[^\W\d_]+){{1,3}}\s*:\s*{TELEPHONE}{no_count}",
        "place": rf"(?i:<number>)\s+\d{{1,4}}[A-Z]?(?:/\d{{1,3}})*,?(?=\s+{words['street']})|{named}{no_count}"
        rf"|{words['numbered']}(?:\s+[^\W\d_]+){{0,5}}?\s+(?i:<number>)\s+\d{{1,3}}{no_count}",
        "label": rf"{words['label']}\s+(?:(?i:<number>)\s+)?{number}"
        rf"(?:(?:,|\s+<and>|\s*-|\s+<until>)\s*{number})*{no_count}",
        "event": rf"{words['event']}\s+(?:[^\W\d_]+\s+){{0,6}}?{ordinal}{no_count}"
        rf"|{words['anniversary']}\s+\d{{1,4}}\s+<year>(?=\s+[^\W\d_])",
        "idiom": words["idiom"],
    }
    return {kind: re.compile(filled("numbers", pattern)) for kind, pattern in patterns.items()}


@dataclass(frozen=True)
class _Token:
    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        return self.text.lower()


class _Reader:
    """Reads the tokens of a masked text from left to right."""

    def __init__(self, masked: str, text: str) -> None:
        self.text = text
        self.masked = masked
        self.tokens = [_Token(found[0], found.start(), found.end()) for found in TOKEN.finditer(masked)]

    def numbers(self) -> Iterator[Number]:
        place = 0
        while place < len(self.tokens):
            found = self._at(place)
            if found:
                number, place = found
                yield number
            else:
                place += 1

    def _at(self, place: int) -> tuple[Number, int] | None:
        """Read the number that begins with a token, and say which token follows it."""
        word = self._word(place)
        times = self._multiple(place) if word in of_kind("numbers", "multiple") else None
        ranked = self._ordinal(place) if word in of_kind("numbers", "ordinal") else None
        return times or ranked or self._amount(place)

    def _amount(self, place: int) -> tuple[Number, int] | None:
        """Read digits, words or a Roman numeral that say how much."""
        if _is(self._word(place - 1), "order") and (self._is_point(place - 1) or self._is_weekday(place - 1)):
            return None
        run = self._run(place)
        if not run:
            return self._roman(place)
        end = place + len(run)
        divided = self._fraction(run, end)
        if divided:
            return divided
        if not self._counts(run, place, end):
            return None
        stop = self._with_unit(end)
        value = None if self._is_attached(end) else value_of(run)  # "9M", "25K": nobody says what of
        return self._number(place, stop, value)

    def _number(self, first: int, end: int, value: Fraction | None) -> tuple[Number, int]:
        start, stop = self.tokens[first].start, self.tokens[end - 1].end
        return Number(start, stop, self.text[start:stop], value), end

    def _joined(self, place: int) -> bool:
        """Whether only a space or a hyphen stands between a token and the one before it."""
        if not 0 < place < len(self.tokens):
            return False
        between = self.masked[self.tokens[place - 1].end : self.tokens[place].start]
        return between.strip(" \t\n-") == ""

    def _word(self, place: int) -> str:
        return self.tokens[place].word if 0 <= place < len(self.tokens) else ""

    def _run(self, place: int) -> list[str]:
        """Gather the digits and numeral words that stand together."""
        run: list[str] = []
        while place < len(self.tokens) and (not run or self._joined(place)) and self._is_numeral(place, run):
            run.append(self._word(place))
            place += 1
        while run and _kind(run[-1]) == "joiner":
            run.pop()
        return run if run and _kind(run[0]) != "joiner" else []

    def _is_numeral(self, place: int, run: list[str]) -> bool:
        word, kind = self._word(place), _kind(self._word(place))
        before = run[-1] if run else self._word(place - 1)
        if _is(word, "other meaning"):
            return self._is_meant(place, run)
        if _is(word, "hundred") and _is(before, "part"):
            return False
        if kind == "digits":
            return not run or _kind(before) in {"scale", "joiner"}
        return kind in {"digit", "tens", "scale", "half"} or (kind == "joiner" and bool(run))

    def _is_meant(self, place: int, run: list[str]) -> bool:
        """Whether a word that has another meaning is a number where it stands."""
        word = self._word(place)
        if _is(word, "year"):
            return self._is_five(place, run)
        if _is(word, "four behind another"):
            return self._is_four(place, run)
        if _kind(word) == "nought":
            return self._is_nought(place, run)
        return bool(run) and _kind(run[-1]) in {"tens", "digit", "scale"}  # "hai mươi mốt", "hai lăm"

    def _is_four(self, place: int, run: list[str]) -> bool:
        """Tell the number four from the word for private: "linh tư", "ba tư phần trăm", and "hai trăm tư vấn viên"."""
        before = run[-1] if run else self._word(place - 1)
        if _is(before, "before four") or (run and (_is(before, "ty") or _kind(before) == "joiner")):
            return True
        return bool(run) and _kind(before) in {"digit", "nought", "scale"} and self._noun(place + 1)

    def _is_nought(self, place: int, run: list[str]) -> bool:
        """Tell the number nought from the word for not: "không trăm", "không phẩy năm", "phẩy không năm"."""
        follows = self._word(place + 1) if self._joined(place + 1) else ""
        behind_more = bool(run) and _kind(run[-1]) == "scale" and _kind(follows) == "scale"
        return behind_more or (bool(run) and _is_decimal(run)) or (not run and _is(follows, "comma"))

    def _is_five(self, place: int, run: list[str]) -> bool:
        """Tell the number five from the word for year: "ba nghìn năm" and "năm 2020" are years."""
        follows = self._word(place + 1) if self._joined(place + 1) else ""
        if run and _kind(run[-1]) == "joiner":
            return True
        if not run and _is(self._word(place - 1), "part") and _kind(self._word(place - 2)) == "digit":
            return True  # "bốn phần năm"
        if run and (_is(run[-1], "ten") or _kind(run[-1]) in {"digit", "digits"}):
            return False
        goes_on = _kind(follows) in {"tens", "scale"} or _is(follows, "part") or _is(follows, "comma")
        return goes_on or (not run and self._noun(place + 1))

    def _noun(self, place: int) -> bool:
        """Whether something that is counted follows, or a per cent."""
        if not self._joined(place):
            return False
        rest, of_year = self.masked[self.tokens[place].start :], _is(self._word(place - 1), "year")
        people, date = _matching(r"(?i)<the people>").match(rest), _matching(r"(?i)<part of a date>\s+\d").match(rest)
        return bool(_counted().match(rest)) and not date and not (of_year and people)  # "trong năm người dân …"

    def _counts(self, run: list[str], place: int, end: int) -> bool:
        """Whether a run of numeral words is a number: digits are; of words several are, or one before a noun."""
        kinds = {_kind(word) for word in run}
        if "digits" in kinds or "half" in kinds:
            return True
        if len(run) > 1 and kinds & {"tens", "scale", "joiner"}:
            return True
        if self._is_name(place, end):
            return False
        before = self._word(place - 1)
        if kinds & {"tens", "scale"} and before in of_kind("numbers", "vague"):
            return True
        if (_is(self._word(end), "some") or _is(self._word(end), "part")) and self._noun_or_some(end):
            return True
        return self._noun(end) and (
            len(run) > 1
            or not _is(run[0], "one")
            or before in of_kind("numbers", "before one")
            or _is(self._word(end), "dozen")
        )

    def _noun_or_some(self, place: int) -> bool:
        """Whether "phần trăm" follows, or "mấy" as in "mười mấy"."""
        return self._joined(place) and (_is(self._word(place), "some") or self._noun(place))

    def _is_name(self, place: int, end: int) -> bool:
        """Whether a single numeral word begins a name: "Ba Vì", "Hai Bà Trưng", "Năm Căn"."""
        if end - place != 1 or not self._joined(end) or self._noun(end):
            return False
        first, second = self.tokens[place].text, self.tokens[end].text
        return first.istitle() and second.istitle()

    def _with_unit(self, end: int) -> int:
        """Take a per cent or "lần" along with the number."""
        if self._joined(end) and (self._word(end) in {"%", "‰"} or _is(self._word(end), "times")):
            return end + 1
        if self._joined(end) and _is(self._word(end), "part") and _is(self._word(end + 1), "per"):
            return end + 2
        return end + 1 if self._is_attached(end) else end

    def _is_attached(self, place: int) -> bool:
        """Whether letters stand directly behind digits: "9M"."""
        if place >= len(self.tokens) or self.tokens[place].start != self.tokens[place - 1].end:
            return False
        return self.tokens[place].text.isalpha() and self.tokens[place - 1].text[-1].isdigit()

    def _fraction(self, run: list[str], end: int) -> tuple[Number, int] | None:
        """Read "hai phần ba"."""
        if not _is(self._word(end), "part") or not self._joined(end):
            return None
        below = self._run(end + 1) if self._joined(end + 1) else []
        if not below or _is(below[0], "per"):
            return None
        above, under = value_of(run), value_of(below)
        value = above / under if above is not None and under else None
        return self._number(end - len(run), end + 1 + len(below), value)

    def _multiple(self, place: int) -> tuple[Number, int] | None:
        """Read "gấp đôi", "gấp rưỡi", "nhân ba", "gấp 3 lần"."""
        if not self._joined(place + 1) or _is(self._word(place), "makes less"):
            return None
        word = self._word(place + 1)
        if word in _values("fold"):
            return self._number(place, place + 2, _values("fold")[word])
        if _is(word, "many fold"):
            return self._number(place, self._with_unit(place + 2), None)
        run = self._run(place + 1)
        end = place + 1 + len(run)
        return self._number(place, self._with_unit(end), value_of(run)) if run else None

    def _ordinal(self, place: int) -> tuple[Number, int] | None:
        """Read a place: "thứ nhất", "hạng ba", "thứ IV"; neither a weekday nor the points of an argument."""
        first = place + 1
        if not self._joined(first):
            return None
        if self._word(first) in of_kind("numbers", "ordinal"):
            return None  # "vị trí thứ …" begins with its last word
        word, ranks = self._word(first), _values("rank")
        run = [] if word in ranks else self._run(first)
        roman = _roman(self.tokens[first].text) if not run else None
        five = not run and _is(word, "year") and not self._word(first + 1).isdigit()
        if not (word in ranks or run or roman or five) or self._is_point(place) or self._is_weekday(place):
            return None
        value = ranks[word] if word in ranks else Fraction(5) if five else value_of(run) if run else roman
        return self._number(place, first + (len(run) or 1), value)

    def _is_point(self, place: int) -> bool:
        """Whether a sentence opens with "Thứ nhất," or "Thứ hai là"."""
        opens = re.search(r"(?:^|[.!?;:…\n])\s*[-+•]?\s*$", self.masked[: self.tokens[place].start])
        follows = self.masked[self.tokens[place + 1].end :].lstrip()
        return bool(opens) and bool(_matching(r"[,:]|<is> ").match(follows))

    def _is_weekday(self, place: int) -> bool:
        """Whether "thứ hai" is a Monday: "sáng thứ hai", "thứ hai hằng tuần"."""
        before, follows = self._word(place - 1), self._word(place + 2)
        a_day = before in of_kind("numbers", "before weekday") or follows in of_kind("numbers", "after weekday")
        return _is(self._word(place), "order") and a_day and self._word(place + 1) not in _values("rank")

    def _roman(self, place: int) -> tuple[Number, int] | None:
        """Read a Roman numeral of two letters or more before what it counts, three if small: "XII xã", "xii"."""
        token = self.tokens[place]
        is_small = len(token.text) >= LEAST_SMALL and token.text.islower()
        value = _roman(token.text.upper() if is_small else token.text)
        if value is None or len(token.text) == 1 or self.text.isupper() or not self._noun(place + 1):
            return None
        return self._number(place, self._with_unit(place + 1), value)


@cache
def _counted() -> re.Pattern[str]:
    words = [word for kind in ("thing", "place") for word in of_kind("numbers", kind)]
    return re.compile(rf"{any_of(*words)}|[%‰]")


@cache
def _matching(pattern: str) -> re.Pattern[str]:
    return re.compile(filled("numbers", pattern))


@cache
def _values(kind: str) -> dict[str, Fraction]:
    """Look up words that are numbers only behind another: a rank ("thứ nhất"), a multiple ("gấp đôi")."""
    return {row["word"]: Fraction(row["value"]) for row in table("numbers") if row["kind"] == kind}


def _is(word: str, kind: str) -> bool:
    return word in of_kind("numbers", kind)


@cache
def _words() -> dict[str, tuple[str, Fraction]]:
    """Look numeral words up: kind and value."""
    kinds = {"digit", "tens", "scale", "joiner", "half", "nought"}
    return {row["word"]: (row["kind"], Fraction(row["value"] or 0)) for row in table("numbers") if row["kind"] in kinds}


def _kind(word: str) -> str:
    return "digits" if word[:1].isdigit() else _words().get(word, ("", Fraction(0)))[0]


def _roman(text: str) -> Fraction | None:
    if not text or not re.fullmatch(ROMAN, text):
        return None
    values = [ROMAN_VALUES[letter] for letter in text]
    return Fraction(sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True)))


def _is_decimal(run: list[str]) -> bool:
    return any(_is(word, "comma") for word in run)


def value_of(run: list[str]) -> Fraction | None:
    """Work out what digits and numeral words mean together; None when they make no number.

    >>> str(value_of(["bảy", "trăm", "linh", "năm", "nghìn"])), str(value_of(["nghìn", "rưỡi"]))
    ('705000', '1500')
    """
    if _is_decimal(run):
        return _decimal(run)
    if any(_is(word, "one half") for word in run):
        return _of_half(run)
    total, group, last = Fraction(0), None, Fraction(1)
    for place, word in enumerate(run):
        value = _value(word)
        if value is None:
            return None
        if _kind(word) == "scale" and value >= THOUSAND:
            total, group, last = _thousands(total, group, value, last), None, value
            continue
        group = _below_thousand(group, value, last, run, place)
        if group is None:
            return None
        last = value if _kind(word) == "scale" or _is(word, "times ten") else last
    return total + (group or 0)


def _below_thousand(
    group: Fraction | None, value: Fraction, last: Fraction, run: list[str], place: int
) -> Fraction | None:
    """Take one more word into what stands before a thousand; None for "hai ba", which are two or three."""
    so_far, word = group or Fraction(0), run[place]
    if _kind(word) == "scale":
        return _or_one(group) * value
    if _is(word, "times ten"):
        return so_far - so_far % 10 + (so_far % 10 or 1) * value
    if _kind(word) == "half":
        return so_far + last / 2
    if _is_tenths(run, place):
        return so_far + value * last / 10
    if place and _kind(word) == _kind(run[place - 1]) == "digit":
        return so_far + 9 * (so_far % 10) + value if _is(word, "behind another") else None  # "tám lăm" are 85
    return so_far + value


def _or_one(group: Fraction | None) -> Fraction:
    return Fraction(1) if group is None else group


def _thousands(total: Fraction, group: Fraction | None, value: Fraction, last: Fraction) -> Fraction:
    """Take thousands and more into a total: "ba nghìn", "không nghìn", "hai nghìn tỷ"."""
    return total * value if group is None and total and value > last else total + _or_one(group) * value


def _is_tenths(run: list[str], place: int) -> bool:
    """Whether a last figure counts tenths of what it follows: "một triệu hai" is 1.200.000."""
    if not place or _kind(run[place]) != "digit" or _kind(run[place - 1]) != "scale":
        return False
    follows = run[place + 1] if place + 1 < len(run) else ""
    return not follows or (_kind(follows) == "scale" and _words()[follows][1] > _words()[run[place - 1]][1])


def _of_half(run: list[str]) -> Fraction:
    """Work out "nửa", "nửa triệu"."""
    half = next(place for place, word in enumerate(run) if _is(word, "one half"))
    return prod((_words()[word][1] for word in run[half + 1 :]), start=Fraction(1, 2))


def _value(word: str) -> Fraction | None:
    return _digits(word) if _kind(word) == "digits" else _words()[word][1]


def _decimal(run: list[str]) -> Fraction | None:
    cut = next(place for place, word in enumerate(run) if _is(word, "comma"))
    whole, behind = value_of(run[:cut]), run[cut + 1 :]
    if all(_kind(word) in {"digit", "nought"} for word in behind):
        decimals = "".join(str(_words()[word][1]) for word in behind)  # "phẩy không năm", "phẩy ba tư"
    else:
        decimals = str(value_of(behind))
    if not cut or whole is None or not decimals.isdigit():
        return None
    return whole + Fraction(int(decimals), 10 ** len(decimals))


def _digits(text: str) -> Fraction | None:
    """Read digits as offices write them: dots for thousands, a comma for decimals, a bar for a fraction."""
    if THOUSANDS.fullmatch(text):
        text = text.replace(".", "")
    try:
        return Fraction(text.replace(",", ".").replace("\u2044", "/"))
    except (ValueError, ZeroDivisionError):
        return None
