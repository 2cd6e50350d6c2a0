"""Text made plain for reading: one form for each letter and digit, and sentences apart."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files

HIDDEN = re.compile(
    "[\u00ad\u034f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\u20e3\u3164]"
)  # seen by nobody
LEFT_OVER = re.compile("[\u0300-\u036f]")  # marks that make no letter of the language: a stroke laid over one
LIKE_LATIN = str.maketrans("аеорсухіАВЕКМНОРСТХ", "aeopcyxiABEKMHOPCTX")  # letters of Cyrillic that look the same
SIGNS = re.compile("[\u00b2\u00b3\u00b9\u2070-\uffff\U00010000-\U0010ffff]")  # digits on a line above, in circles, …
HYPHENS = re.compile("[\u2010-\u2012\u2212]")
SHORT = r"(?<!\bTP)(?<!\bTX)(?<!\bTT)(?<!\bQ)(?<!\bP)(?<!\bH)(?<!\bThs)(?<!\bTS)"  # "TP. Hồ Chí Minh" goes on
BLANK = re.compile(r"\{(\w+)\}")
KIND = re.compile(r"(?<!P)<([a-z][a-z ]*)>")  # in a pattern; "(?P<name>…)" names a group
END = re.compile(rf"(?:{SHORT}[.!?…]|;)(?=\s|$)")


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """Read a table of words of this folder; its first line names the columns."""
    text = files(__package__).joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def of_kind(name: str, kind: str) -> tuple[str, ...]:
    """List a table's words of one kind."""
    return tuple(row["word"] for row in table(name) if row["kind"] == kind)


def is_sized(noun: str) -> bool:
    """Say whether a noun begins with a thousand, a million or more, as "triệu đồng" does."""
    return noun.lower().partition(" ")[0] in of_kind("numbers", "scale")


@cache
def spelled(name: str, kind: str) -> tuple[str, ...]:
    """List a table's words of one kind in full: "vượt {goal}" stands for a word with each of the kind `goal`."""
    return tuple(full for word in of_kind(name, kind) for full in _filled(name, word))


def _filled(name: str, word: str) -> Iterator[str]:
    blank = BLANK.search(word)
    if blank is None:
        yield word
        return
    for other in (*of_kind(name, blank[1]), *of_kind("numbers", blank[1])):
        yield from _filled(name, word.replace(blank[0], other))


@cache
def either(name: str, kind: str) -> str:
    """Write a table's words of one kind as alternatives of a pattern, in the order of the table."""
    words = of_kind(name, kind)
    if not words:
        raise KeyError(f"no word of the kind '{kind}' in {name}.csv")
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)


def filled(name: str, pattern: str) -> str:
    """Put a table's words into a pattern: `<year>` stands for any word of the kind `year`.

    >>> filled("numbers", "<every> <day>")
    '(?:hằng|hàng) (?:ngày)'
    """
    return KIND.sub(lambda found: f"(?:{either(name, found[1])})", pattern)


def any_of(*words: str) -> str:
    """Make a pattern that finds any of these words whole, in capitals too, the longest first."""
    ordered = sorted(words, key=len, reverse=True)
    return r"(?<!\w)(?i:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered) + r")(?!\w)"


def held_names(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """Choose the names that a text holds, in capitals too: a pattern of these few is made sooner than one of all.

    >>> held_names("Kết quả của  cao bằng", ["Bắc Kạn", "Cao Bằng"])
    ('Cao Bằng',)
    """
    plain = " ".join(normal(text).lower().split())
    return tuple(name for name in names if _in_small_letters(name) in plain)


@lru_cache(20_000)
def _in_small_letters(name: str) -> str:
    return " ".join(normal(name).lower().split())


def normal(text: str) -> str:
    """Write a text in the letters and digits everybody reads.

    Full-width, circled and superscript digits become digits, Roman numeral signs and Chinese numerals too; hidden
    characters and strokes over letters go, and what only looks like a Latin letter becomes one.

    >>> normal("６０ người, ⑧ xã, Ⅳ")
    '60 người, 8 xã, 4'
    """
    shown = HYPHENS.sub("-", HIDDEN.sub("", text)).translate(LIKE_LATIN)
    return LEFT_OVER.sub("", unicodedata.normalize("NFKC", SIGNS.sub(_plain, shown)))


def has_words(text: str) -> bool:
    """Say whether a text says anything: a source of dots or of signs that nobody sees names nobody.

    >>> has_words("Sở Y tế"), has_words("…"), has_words("\u200b")
    (True, False, False)
    """
    return any(letter.isalnum() for letter in normal(text))


def without_marks(text: str) -> str:
    """Take accents and capitals off, for searches.

    >>> without_marks("Tỷ lệ đạt")
    'ty le dat'
    """
    return unmarked(text.casefold())


def unmarked(text: str) -> str:
    """Take accents off and leave capitals: "Đắk Lắk" becomes "Dak Lak"."""
    apart = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).translate({0x111: "d", 0x110: "D"})


def _plain(found: re.Match[str]) -> str:
    letter = found[0]
    value = unicodedata.numeric(letter, None) if unicodedata.category(letter) in {"No", "Nl", "Lo"} else None
    return str(int(value)) if value is not None and value == int(value) else letter


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Part a text into sentences, as start and end; a semicolon ends one too: what follows claims for itself."""
    start = 0
    for end in END.finditer(text):
        yield start, end.end()
        start = end.end()
    if text[start:].strip():
        yield start, len(text)
