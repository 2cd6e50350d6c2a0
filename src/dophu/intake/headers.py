"""What a column's heading means: its words as people write them, and those that the campaign keeps."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from dophu.errors import UsageError, did_you_mean
from dophu.intake.findings import CellFinding
from dophu.intake.grid import letter_of
from dophu.intake.names import bare
from dophu.intake.result import Column, Notation
from dophu.intake.times import (
    agrees,
    is_of_other_length,
    is_of_other_year,
    may_be_day_or_month,
    times_in,
    without_times,
)
from dophu.wording import day_month_year
from dophu.world.campaigns import Campaign

UNEXPLAINED = "unexplained"
BY_NAMES = "its cells are names of units"
FORMER = "former"
BOUNDS = ("low", "high", "margin", "interval")  # of a survey's estimate
OTHER = "other"  # what is done about the measure, beside it: "Số lượt hướng dẫn cài đặt"
# In the order of their claim: "Tỷ lệ so với kế hoạch" speaks of a target, "Tăng so với kỳ trước" of a change.
WORDS: dict[str, tuple[str, ...]] = {
    "note": (
        "ghi chú",
        "chú thích",
        "lưu ý",
        "ý kiến",
        "đơn vị tính",
        "đvt",
        "giải trình",
        "notes",
        "remark",
        "remarks",
    ),
    "survey": (
        *("cỡ mẫu", "sai số chuẩn", "sai số tương đối", "hệ số thiết kế", "deff"),
        *("sample size", "standard error", "relative error", "rse"),
    ),
    "low": ("cận dưới", "giới hạn dưới", "lower", "lcl"),
    "high": ("cận trên", "giới hạn trên", "upper", "ucl"),
    "margin": ("sai số", "±", "margin of error", "moe"),
    "interval": ("khoảng tin cậy", "ktc", "confidence interval", "ci"),
    "change": (
        *("tăng", "giảm", "+/-", "chênh lệch", "biến động", "mới", "phát sinh", "trong ngày", "trong tuần", "trong kỳ"),
        *("so với kỳ", "so với ngày", "so với tuần", "so với tháng", "so với hôm", "so kỳ"),
    ),
    "gap": (
        *("còn thiếu", "còn phải", "còn lại", "cần thêm", "chưa", "không"),
        *("đã gỡ", "gỡ cài", "gỡ bỏ", "đã hủy", "bị hủy", "hủy bỏ"),
    ),
    FORMER: (
        *("kỳ trước", "hôm trước", "ngày trước", "tuần trước", "tháng trước", "năm trước", "lần trước", "đợt trước"),
        *("trước đó", "cùng kỳ", "đầu kỳ"),
    ),
    "target": (
        *("mục tiêu", "chỉ tiêu", "kế hoạch", "nhiệm vụ", "được giao", "phấn đấu", "dự kiến", "nhu cầu"),
        *("người cần", "máy cần", "cần đạt", "phải", "target"),
    ),
    "rank": ("xếp hạng", "thứ hạng", "xếp thứ", "hạng", "vị trí", "rank"),
    "share": (
        *("tỷ lệ", "tỉ lệ", "tỷ suất", "tỉ suất", "phần trăm", "tl", "%", "bình quân", "trung bình"),
        *("100 dân", "1000 dân", "000 dân", "vạn dân"),
        *("percent", "percentage", "rate", "coverage", "share", "ratio"),
    ),
    OTHER: ("hỗ trợ", "hướng dẫn", "tuyên truyền", "vận động", "tập huấn", "lỗi", "thất bại", "đặt lại", "cài lại"),
}
RATE = "rate"  # per so many people: neither a count nor a percentage
PER = re.compile(
    r"‰|\bphan (?:nghin|ngan|van|trieu)\b|\bper ?mill?e?\b|(?:\b(?:tren|moi|cho|per|every)|/)\s*(?:mot\s*)?"
    r"(?:10{3,6}|10{0,2}[., ]0{3}(?:[., ]0{3})?|van|nghin|ngan|trieu|thousand|million)\b"
)
BASE = (
    "dân số",
    "số dân",
    "nhân khẩu",
    "thuê bao",
    "smartphone",
    "điện thoại thông minh",
    "đối tượng",
    "mẫu số",
    "ds",
    "population",
)
OF_TIMES = frozenset(  # headings of columns that say of which time each row is
    (
        *("ngay", "ngay bao cao", "ngay so lieu", "thoi diem", "ky bao cao", "ky", "nam", "thang", "quy", "thoi gian"),
        *("date", "day", "month", "year", "quarter", "period", "time", "time period"),
    )
)
NUMBER = ("stt", "tt", "số tt", "số thứ tự", "thứ tự", "s t t", "no", "index", "id")
LEVELS = {
    "commune": ("xã", "phường", "thị trấn", "đặc khu"),
    "district": ("huyện", "quận", "thị xã", "thị"),
    "province": ("tỉnh", "province", "provinces", "city", "cities"),
}
PLACES = (
    *("địa phương", "đơn vị", "địa bàn", "địa danh", "khu vực", "unit", "tên", "locality", "area"),
    *("org unit", "orgunit", "organisation unit", "ref area", "geo", "location", "ou"),
)
FILLERS = (
    *("thành phố", "tp", "các", "và", "thuộc", "trực thuộc", "trung ương", "tw", "tên", "cấp", "hành chính"),
    *("name", "names", "and", "of", "the", "administrative"),
)
KINDS_UNUSED = {
    UNEXPLAINED: "column_unused",
    OTHER: "column_unused",
    RATE: "column_rate",
    "survey": "column_unused",
    FORMER: "column_former",
    "blank": "column_unheaded",
}
BASE_OF = "base:"  # before the key of a base whose values a column gives
OF_UNITS = re.compile(r"(?<=\S)\s*[(\[,;-]?\s*(?:đvt|đ\.v\.t|đơn vị tính)\b.*$", re.IGNORECASE)  # "Số người ĐVT: nghìn"
TOTALS = frozenset(("tong", "tong so", "tong cong", "cong", "chung", "total"))
LEADING_NUMBER = re.compile(r"^(?:\d+ )+")
UNIT_BEHIND = re.compile(r"\s*[(\[](?:người|lượt|lượt người|hộ|ca|trẻ|máy|tài khoản|\d+)[)\]]\s*$", re.IGNORECASE)
VALUES = frozenset(("value", "obs value", "observation value", "gia tri"))
FORMER_SHOWN = 6  # columns of other periods that are named one by one
LONGEST_LETTER = 3  # of a column: XFD
MEANINGS = ("unit", "parent", "code", "number", "base", "period", *WORDS, RATE, "indicator", "value", "ignored")


# Words that say no more than that a column has figures; beside a time they leave the measure to the table's title.
GENERAL = frozenset(
    (
        *(
            "tong",
            "so",
            "cong",
            "luong",
            "thuc",
            "hien",
            "ket",
            "qua",
            "uoc",
            "tinh",
            "bo",
            "luy",
            "ke",
            "den",
            "nguoi",
            "ca",
        ),
        *("th", "tuan", "ky", "bao", "cao", "tu", "ngay", "total", "value", "number", "count", "prel", "preliminary"),
    )
)


class Word(NamedTuple):
    """A word of a heading: its bare letters, and its marks in an order that no tone placement changes."""

    letters: str
    marks: str


Words = tuple[Word, ...]
CODE = Word("ma", "\u0303")  # "mã", the first word of a heading over codes


HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")  # "provinceName"


@lru_cache(maxsize=1 << 15)
def words(text: str) -> Words:
    """Split a text into lower-case words; signs other than "%", "‰", "±" and "+/-" part them."""
    parted = HUMPS.sub(" ", unicodedata.normalize("NFC", text))
    found = re.findall(r"[^\W_]+|%|‰|±|\+/-", parted.lower())
    return tuple(_word(part) for part in found)


@lru_cache(maxsize=8192)
def _word(part: str) -> Word:
    apart = unicodedata.normalize("NFD", part.replace("ð", "đ"))
    marks = sorted(sign for sign in apart if unicodedata.combining(sign) or sign == "đ")
    letters = "".join("d" if sign == "đ" else sign for sign in apart if not unicodedata.combining(sign))
    return Word(letters, "".join(marks))


@lru_cache(maxsize=1 << 15)
def fold(text: str) -> str:
    """Bring a heading to what two spellings of it share: bare lower-case letters, single spaces."""
    return " ".join(word.letters for word in words(text))


def _same(word: Word, wanted: Word) -> bool:
    """Say whether a word is the one wanted, written in full or without any marks."""
    return word.letters == wanted.letters and word.marks in ("", wanted.marks)


def spans(text: str, phrase: str) -> list[range]:
    """Find a phrase in a text, word by word."""
    inside, wanted = words(text), words(phrase)
    starts = range(len(inside) - len(wanted) + 1)
    return [
        range(start, start + len(wanted))
        for start in starts
        if all(_same(inside[start + place], word) for place, word in enumerate(wanted))
    ]


def _holds(text: str, phrases: Iterable[str]) -> str | None:
    return next((phrase for phrase in phrases if spans(text, phrase)), None)


def speaks_of_a_base(text: str) -> bool:
    """Say whether a text speaks of what counts are divided by, so that its time is not that of the counts."""
    return _holds(text, (phrase for phrase in BASE if phrase != "đối tượng")) is not None


@dataclass(frozen=True)
class Head:
    """What stands above one column: the lines of its heading from the top, and its lowest cell ("C6")."""

    column: int
    lines: tuple[str, ...]
    place: str

    @property
    def text(self) -> str:
        """Its lines joined."""
        return " / ".join(self.lines)

    @property
    def letter(self) -> str:
        """Its letter in the spreadsheet."""
        return letter_of(self.column)

    def is_of(self, day: date) -> bool | None:
        """Say whether the time that it names, apart from that of a base, is a day's; None where it names none."""
        return agrees(self.dated, day)

    def is_whole(self, first: date | None, day: date) -> bool:
        """Say whether the time that it names is all of a period; `first` is its first day, None where it has one."""
        return any((span.first, span.last) == (first, day) for span in times_in(self.dated, day.year))

    @property
    def dated(self) -> str:
        """Its lines apart from those of a base, whose time is the base's own."""
        return "\n".join(line for line in self.lines if not _holds(line, BASE))

    @property
    def shown(self) -> str:
        """Letter and heading, for a list of candidates."""
        return f'{self.letter} "{self.text}"' if self.text else self.letter


@dataclass(frozen=True)
class Heading:
    """A column of a table.

    column     from 1, as the file counts them
    text       as sent, its lines joined from the top: "Kết quả / Số cài đặt"; "" for a column without one
    meaning    a measure's key, or one of MEANINGS ("number" is STT, "former" a previous period's), or "unexplained"
    why        by what evidence, for the report
    measure    for "share" and "rank": the measure it is computed from; "" where the table does not say; for a figure
               that is printed without a count, and for what bounds it: the measure it is of; for a base that the
               period takes over: its key
    notation   how its numbers are written, once that is decided; None where no cell depends on it
    """

    column: int
    text: str
    meaning: str
    why: str
    measure: str = ""
    notation: Notation | None = None

    @property
    def letter(self) -> str:
        """Its letter in the spreadsheet."""
        return letter_of(self.column)

    def noted(self, notation: Notation | None, why: str) -> Heading:
        """Add how its numbers are written, and by what evidence."""
        return replace(self, notation=notation, why="; ".join(filter(None, (self.why, why))))

    def as_column(self) -> Column:
        """Say it for the intake's report."""
        meaning = f"{BASE_OF}{self.measure}" if self.meaning == "base" and self.measure else self.meaning
        return Column(self.letter, self.text, meaning, self.why, self.notation)


def level_named(text: str) -> str | None:
    """Say what a unit column's heading names: a level, or "" for any ("Địa phương"); None for another column's."""
    rest, named = set(range(len(words(text)))), []
    if not rest:
        return None
    for level, phrases in LEVELS.items():
        for phrase in sorted(phrases, key=len, reverse=True):
            taken = [span for span in spans(text, phrase) if rest.issuperset(span)]
            if level == "commune":  # "thị xã" is a district
                taken = [span for span in taken if not any(set(span) < set(town) for town in spans(text, "thị xã"))]
            named += [level] * bool(taken)
            rest.difference_update(*taken)
    places = [span for phrase in PLACES for span in spans(text, phrase)]
    rest.difference_update(*places, *(span for phrase in FILLERS for span in spans(text, phrase)))
    if rest or not (named or places):
        return None
    return named[0] if len(set(named)) == 1 else ""


@dataclass(frozen=True)
class Vocabulary:
    """What headings may mean in one import.

    chosen   meaning or measure -> heading or column letter, as asked for on the command line; several may be ignored
    day      the period's; a heading that names another day speaks of another period
    first    day of the period, where it has several
    """

    campaign: Campaign
    chosen: Mapping[str, str | Sequence[str]]
    day: date
    first: date | None = None

    def __post_init__(self) -> None:
        known = (*self.campaign.measures, *MEANINGS)
        named = [("--column", key) for key in self.chosen]
        named += [(f"data/{self.campaign.key}/campaign.yml: intake.columns", key) for key in self.kept.values()]
        for where, key in named:
            if key not in known and not key.startswith(BASE_OF):
                raise UsageError(where, f"'{key}' is neither a measure nor a meaning", did_you_mean(key, known))

    @cached_property
    def measures(self) -> dict[str, tuple[str, ...]]:
        """The phrases by which each measure is known: its label, noun and verb."""
        return {
            key: tuple(dict.fromkeys((m.label, m.label.removeprefix("số "), m.noun, m.verb)))
            for key, m in self.campaign.measures.items()
        }

    def is_of_period(self, text: str, *, year: int | None = None) -> bool | None:
        """Say whether a row's time is that of the period; a part of it is not where figures are counted in it."""
        flows = any(measure.counts == "per_period" for measure in self.campaign.measures.values())
        times = text, self.first, self.day
        if is_of_other_year(*times, year=year) or (flows and is_of_other_length(*times, year=year)):
            return False
        return agrees(text, self.day, year=year)

    @cached_property
    def asked(self) -> dict[str, str]:
        """Folded headings whose meaning the command line gives; a column's letter is no heading."""
        return {fold(heading): key for key, heading in self.wanted if len(fold(heading)) > LONGEST_LETTER}

    @cached_property
    def wanted(self) -> list[tuple[str, str]]:
        """What is chosen, one pair a column; several may be ignored."""
        listed = {key: [given] if isinstance(given, str) else given for key, given in self.chosen.items()}
        return [(key, heading) for key, headings in listed.items() for heading in headings]

    @cached_property
    def kept(self) -> dict[str, str]:
        """Folded headings whose meaning the campaign keeps; a measure's key is one."""
        columns = self.campaign.intake.columns
        found = {fold(key): key for key in self.measures if len(key) > LONGEST_LETTER}
        found |= {fold(heading): meaning for meaning, headings in columns.items() for heading in headings}
        return found | {
            fold(without_times(heading)): found[heading] for heading in found if without_times(heading).strip()
        }

    @cached_property
    def labels(self) -> dict[str, frozenset[str]]:
        """The names of each measure, folded; a heading that is one of them needs no other words."""
        return {key: frozenset(map(fold, phrases[:2])) for key, phrases in self.measures.items()}

    def measures_in(self, text: str) -> dict[str, str]:
        """Find the measures a line speaks of, each by its phrase; words inside a longer phrase belong to that one."""
        found = [
            (span, measure, phrase)
            for measure, phrases in self.measures.items()
            for phrase in phrases
            for span in spans(text, phrase)
        ]
        covered = [span for span, _, _ in found]
        return {m: phrase for span, m, phrase in found if not any(set(span) < set(other) for other in covered)}

    def about(self, titles: Iterable[str]) -> tuple[str, ...]:
        """List the measures that a table's titles speak of; all of the campaign's where they speak of none."""
        named = {measure for title in titles for measure in self.measures_in(title)}
        return tuple(measure for measure in self.measures if measure in named or not named)

    def read_line(self, line: str) -> str | None:
        """Say what one line of a heading means; "measure" for any measure, None when no word explains it."""
        line = OF_UNITS.sub("", line) or line
        if not words(line):
            return None
        if decided := self.asked.get(fold(line)) or self.kept.get(fold(line)):
            return "measure" if decided in self.measures else decided.partition(":")[0]
        if fold(line) in NUMBERS:
            return "number"
        if _same(words(line)[0], CODE) or _is_code(line):
            return "code"
        if level_named(line) is not None:
            return "unit"
        spoken = (meaning for meaning, phrases in WORDS.items() if self._says(line, phrases))
        named = RATE if self._is_rate(line) else next(spoken, None)
        return named or ("measure" if self.measures_in(line) else "base" if _holds(line, BASE) else None)

    def _is_rate(self, line: str) -> bool:
        """Say whether a line speaks of so many per thousand, other than in the words of a measure."""
        own = (phrase for phrases in self.measures.values() for phrase in phrases if PER.search(bare(phrase)))
        return PER.search(bare(line)) is not None and _holds(line, own) is None

    def _says(self, line: str, phrases: Iterable[str]) -> bool:
        """Say whether a line holds a phrase other than in the words of a measure: "số ca mắc mới" is no change."""
        own = [set(span) for words in self.measures.values() for one in words for span in spans(line, one)]
        return any(not any(set(span) <= taken for taken in own) for one in phrases for span in spans(line, one))


def _is_code(line: str) -> bool:
    """Say whether a heading names codes in English: "code", "provinceCode", "ISO code"."""
    *before, last = (word.letters for word in words(line))
    text = " ".join(before)
    return last == "code" and (not before or text in ("iso", "gso", "admin", "area") or level_named(text) is not None)


NUMBERS = frozenset(fold(phrase) for phrase in NUMBER)


@dataclass(frozen=True)
class _Guess:
    """What a heading's words say: its meaning, by which words, of which measures, and whether it is of the period."""

    head: Head
    meaning: str
    why: str
    measures: tuple[str, ...] = ()
    timely: bool | None = None


def read_headings(
    heads: Sequence[Head],
    sheet: str,
    vocabulary: Vocabulary,
    named: frozenset[int] = frozenset(),
    about: Sequence[str] = (),
) -> tuple[tuple[Heading, ...], list[CellFinding]]:
    """Decide what each column means: by option, by what the campaign keeps, by its words; two of a kind is an error.

    named   columns that hold names of units, though their headings do not say so
    about   the measures that the table may be about, by its titles; headings of nothing but a time are of these
    """
    decided, findings = _decide(heads, sheet, vocabulary)
    decided |= {h.column: Heading(h.column, h.text, "unit", BY_NAMES) for h in heads if h.column in named}
    guesses = [_guess(head, vocabulary) for head in heads if head.column not in decided]
    guesses = _of_periods(guesses, decided, about)
    taken = {heading.meaning for heading in decided.values()}
    open_measures = [measure for measure in vocabulary.measures if measure not in taken]
    guesses = [replace(g, measures=tuple(m for m in g.measures if m in open_measures)) for g in guesses]
    chosen, doubts = _choose(guesses, open_measures, sheet, vocabulary)
    doubts += _two_times(heads, chosen, sheet, vocabulary)
    read = decided | chosen
    printed, several = _printed([read[head.column] for head in heads], heads, sheet, vocabulary)
    doubts += several
    ordered = _attributed(printed, heads, vocabulary)
    if not doubts and not any(h.meaning in vocabulary.measures or h.measure for h in (*read.values(), *printed)):
        ordered, alone = _shares_alone(ordered, heads, vocabulary, about)
        doubts = [] if alone else [_none_counts(heads, read, sheet, vocabulary)]
    ordered = _bounding(ordered, heads, vocabulary)
    return tuple(ordered), [*findings, *doubts, *_unused(heads, read, sheet)]


def _decide(heads: Sequence[Head], sheet: str, vocabulary: Vocabulary) -> tuple[dict[int, Heading], list[CellFinding]]:
    """Find the columns that an option names, then those whose heading the campaign keeps."""
    decided: dict[int, Heading] = {}
    findings: list[CellFinding] = []
    for meaning, wanted in vocabulary.wanted:
        fitting = _named(wanted, heads)
        if len(fitting) > 1 and meaning in vocabulary.measures:
            fitting = [head for head in fitting if head.is_of(vocabulary.day)] or fitting
        if len(fitting) == 1:
            decided[fitting[0].column] = _meant(fitting[0], meaning, "chosen by --column")
            findings += _untimely(fitting[0], meaning, sheet, vocabulary) if meaning in vocabulary.measures else ()
        else:
            findings.append(_not_one(meaning, wanted, fitting or heads, sheet, found=bool(fitting)))
    for meaning in dict.fromkeys(vocabulary.kept.values()):
        kept = [head for head in heads if head.column not in decided and _kept(head, vocabulary) == meaning]
        if meaning in vocabulary.chosen:
            continue
        if meaning in vocabulary.measures:
            timely = [head for head in kept if head.is_of(vocabulary.day)]
            kept = timely if len(timely) == 1 else kept
            findings += [_several(meaning, kept, sheet, vocabulary)] if len(kept) > 1 else ()
            findings += _untimely(kept[0], meaning, sheet, vocabulary) if len(kept) == 1 else ()
            kept = kept if len(kept) == 1 else []
        decided |= {head.column: _meant(head, meaning, "kept in campaign.yml") for head in kept}
    return decided, findings


def _meant(head: Head, meaning: str, why: str) -> Heading:
    """Give a column a meaning that was decided; `base:KEY` is a base whose values the period takes over."""
    if meaning.startswith(BASE_OF):
        return Heading(head.column, head.text, "base", why, meaning.removeprefix(BASE_OF))
    return Heading(head.column, head.text, meaning, why)


def _named(wanted: str, heads: Sequence[Head]) -> list[Head]:
    """Find the columns an option means: by the whole heading, by its lowest line, by the column's letter."""
    by_text = [head for head in heads if fold(wanted) and fold(wanted) == fold(head.text)]
    by_line = [head for head in heads if fold(wanted) and head.lines and fold(wanted) == fold(head.lines[-1])]
    return by_text or by_line or [head for head in heads if wanted.strip().upper() == head.letter]


def _kept(head: Head, vocabulary: Vocabulary) -> str | None:
    lowest = head.lines[-1] if head.lines else ""
    texts = (head.text, lowest, without_times("\n".join(head.lines)))
    return next((vocabulary.kept[fold(text)] for text in texts if fold(text) in vocabulary.kept), None)


def _guess(head: Head, vocabulary: Vocabulary) -> _Guess:
    """Read a heading from its lowest line upwards; a line above may still say that it is another period's."""
    meanings = [(vocabulary.read_line(line), line) for line in reversed(head.lines)]
    meaning, line = next((pair for pair in meanings if pair[0]), (None, ""))
    if meaning not in ("measure", "share", "rank", "base", None):
        return _Guess(head, meaning, f"'{line}'")
    above = next((m for m, _ in meanings if m in ("change", "gap", FORMER, "target")), None)
    if above:
        return _Guess(head, above, f"'{head.text}'")
    days = _days(head, vocabulary.day.year) if meaning != "base" else set()
    if days and vocabulary.day not in days:
        shown = ", ".join(sorted(day.isoformat() for day in days))
        return _Guess(head, FORMER, f"its heading names another day ({shown})", timely=False)
    if meaning in ("share", "rank") and head.is_of(vocabulary.day) is False:
        return _Guess(head, FORMER, "its heading names another time")
    if meaning is None:
        return _Guess(head, UNEXPLAINED if head.lines else "blank", "", timely=head.is_of(vocabulary.day))
    why, measures = _evidence(head, line, vocabulary)
    return _Guess(head, meaning, why, measures, head.is_of(vocabulary.day))


def _days(head: Head, year: int) -> set[date]:
    """List the days a heading names; one beside the name of a base is the base's."""
    lines = [line for line in head.lines if not _holds(line, BASE)]
    return {span.first for line in lines for span in times_in(line, year) if span.grain == "day"}


def _evidence(head: Head, line: str, vocabulary: Vocabulary) -> tuple[str, tuple[str, ...]]:
    """Name the words that explain a heading, and its measures: its lowest line's, unless a line above narrows them."""
    speaking = [found for found in map(vocabulary.measures_in, reversed(head.lines)) if found]
    if not speaking:
        return f"'{line}'", ()
    lowest, *above = speaking
    for other in above:
        both = [measure for measure in lowest if measure in other]
        lowest = {measure: lowest[measure] for measure in both} if both else {**lowest, **other}
    return "the words " + " and ".join(f"'{phrase}'" for phrase in dict.fromkeys(lowest.values())), tuple(lowest)


def _of_periods(guesses: Sequence[_Guess], decided: Mapping[int, Heading], about: Sequence[str]) -> list[_Guess]:
    """Take headings that name nothing but times for the one measure of the table, where no other heading gives it."""
    if (
        len(about) != 1
        or any(g.meaning == "measure" for g in guesses)
        or about[0] in {h.meaning for h in decided.values()}
    ):
        return list(guesses)
    why = "its heading is a time, and the table is of one measure"
    values = [guess for guess in guesses if guess.meaning == UNEXPLAINED and fold(guess.head.text) in VALUES]
    if len(values) == 1:
        why = "it is headed as the value, and the table is of one measure"
    meant = values if len(values) == 1 else [guess for guess in guesses if _is_time_alone(guess)]
    return [replace(g, meaning="measure", why=why, measures=(about[0],)) if g in meant else g for g in guesses]


def _is_time_alone(guess: _Guess) -> bool:
    """Say whether a heading that no word explains names a time and nothing else: "Tháng 6/2021", "2016 Total"."""
    rest = {word.letters for line in guess.head.lines for word in words(without_times(line))}
    return guess.meaning in (UNEXPLAINED, FORMER) and guess.timely is not None and rest <= GENERAL


def _choose(
    guesses: Sequence[_Guess], measures: Iterable[str], sheet: str, vocabulary: Vocabulary
) -> tuple[dict[int, Heading], list[CellFinding]]:
    """Give each measure its one column; several, or a column that fits several measures, are errors."""
    read = {g.head.column: Heading(g.head.column, g.head.text, g.meaning, g.why) for g in guesses}
    findings = []
    counting = [g for g in guesses if g.meaning == "measure"]
    for guess in counting:
        read[guess.head.column] = replace(read[guess.head.column], meaning=UNEXPLAINED)
        if len(guess.measures) > 1:
            findings.append(_two_measures(guess, sheet, vocabulary))
    for measure in measures:
        fitting = [guess for guess in counting if guess.measures == (measure,)]
        best, why = _best(fitting, vocabulary)
        if len(best) > 1:
            said = _of_other_times if all(guess.timely is False for guess in best) else _several
            findings.append(said(measure, [guess.head for guess in best], sheet, vocabulary))
        for guess in best if len(best) == 1 else ():
            findings += _untimely(guess.head, measure, sheet, vocabulary)
            evidence = "; ".join(filter(None, (guess.why, why)))
            read[guess.head.column] = Heading(guess.head.column, guess.head.text, measure, evidence)
            read |= {
                o.head.column: replace(read[o.head.column], meaning=FORMER)
                for o in fitting
                if o.timely is False and o is not guess
            }
    return read, findings


def _best(fitting: Sequence[_Guess], vocabulary: Vocabulary) -> tuple[Sequence[_Guess], str]:
    """Choose between columns of one measure: that of the period, then that whose heading is the measure's name."""
    timely = [guess for guess in fitting if guess.timely]
    whole = [guess for guess in timely if guess.head.is_whole(vocabulary.first, vocabulary.day)]
    undated = [guess for guess in fitting if guess.timely is None]
    exact = [guess for guess in fitting if fold(guess.head.lines[-1]) in vocabulary.labels.get(guess.measures[0], ())]
    nearly = [guess for guess in fitting if _is_name_with_more(guess, vocabulary)]
    choices = (
        (whole, "it alone names the period"),
        (timely, "it alone names the day"),
        (undated, "the others name another time"),
        (exact, "it is the name of the measure"),
        (nearly, "it is the name of the measure, as a total, numbered or with its unit"),
    )
    if len(fitting) > 1:
        for choice, why in choices:
            if len(choice) == 1:
                return choice, why
    return fitting, ""


def _is_name_with_more(guess: _Guess, vocabulary: Vocabulary) -> bool:
    """Say whether a heading is a measure's name but for a number, "tổng" or its unit, or the total below the name."""
    names = vocabulary.labels.get(guess.measures[0], frozenset())
    *above, lowest = (LEADING_NUMBER.sub("", fold(UNIT_BEHIND.sub("", line))) for line in guess.head.lines)
    return lowest.removeprefix("tong ") in names or (lowest in TOTALS and bool(above) and above[-1] in names)


def _attributed(headings: Sequence[Heading], heads: Sequence[Head], vocabulary: Vocabulary) -> list[Heading]:
    """Say which measure a share or a rank is of: the one it names, else the nearest on its left, else the only one."""
    counted = [heading for heading in headings if heading.meaning in vocabulary.measures]
    attributed = []
    for heading, head in zip(headings, heads, strict=True):
        if heading.meaning in ("share", "rank") and not heading.measure:
            named = {m for line in head.lines for m in vocabulary.measures_in(line)}
            own = [c.meaning for c in counted if c.meaning in named]
            left = [c.meaning for c in counted if c.column < heading.column]
            only = [c.meaning for c in counted] if len(counted) == 1 else []
            found = own if len(own) == 1 else left[-1:] or only
            attributed.append(replace(heading, measure=found[0] if found else ""))
        else:
            attributed.append(heading)
    return attributed


def _printed(
    headings: Sequence[Heading], heads: Sequence[Head], sheet: str, vocabulary: Vocabulary
) -> tuple[list[Heading], list[CellFinding]]:
    """Read columns of measures that are no counts, shares or means, as printed figures; two of one are an error."""
    found = [_uncounted(heading, head, vocabulary) for heading, head in zip(headings, heads, strict=True)]
    of: dict[str, list[Head]] = {}
    for heading, head in zip(found, heads, strict=True):
        if heading.meaning == "share" and heading.measure:
            of.setdefault(heading.measure, []).append(head)
    return found, [_several(measure, of[measure], sheet, vocabulary) for measure in of if len(of[measure]) > 1]


def _uncounted(heading: Heading, head: Head, vocabulary: Vocabulary) -> Heading:
    """Give a column the measure that it is, or of which its share has the name, where that is no count."""
    alone = {key for key, measure in vocabulary.campaign.measures.items() if not measure.figure.is_counted}
    if heading.meaning in alone:
        return replace(heading, meaning="share", measure=heading.meaning)
    named = {
        m
        for line in head.lines
        for m, phrase in vocabulary.measures_in(line).items()
        if m in alone and fold(phrase) in vocabulary.labels[m]
    }
    return replace(heading, measure=named.pop()) if heading.meaning == "share" and len(named) == 1 else heading


def _bounding(headings: Sequence[Heading], heads: Sequence[Head], vocabulary: Vocabulary) -> list[Heading]:
    """Say which figure a bound is of: the one it names, else the nearest on its left; of two intervals which end."""
    printed = [heading for heading in headings if heading.meaning == "share" and heading.measure]
    found = []
    for heading, head in zip(headings, heads, strict=True):
        named = {m for line in head.lines for m in vocabulary.measures_in(line)}
        own = [one.measure for one in printed if one.measure in named]
        left = [one.measure for one in printed if one.column < heading.column]
        of = own if len(own) == 1 else left[-1:]
        found.append(replace(heading, measure=of[0]) if heading.meaning in BOUNDS and of else heading)
    for one, other in pairwise(found):
        if one.meaning == other.meaning == "interval" and one.measure == other.measure:
            at = found.index(one)
            found[at : at + 2] = [replace(one, meaning="low"), replace(other, meaning="high")]
    return found


def _shares_alone(
    headings: Sequence[Heading], heads: Sequence[Head], vocabulary: Vocabulary, about: Sequence[str]
) -> tuple[list[Heading], bool]:
    """Say which measure the shares of a table without counts are of; only where no column might be the count."""
    if any(_may_count(heading, head, vocabulary) for heading, head in zip(headings, heads, strict=True)):
        return list(headings), False
    found, taken = [], set[str]()
    for heading, head in zip(headings, heads, strict=True):
        named = list(dict.fromkeys(m for line in head.lines for m in vocabulary.measures_in(line))) or list(about)
        named = [heading.measure] if heading.measure else named
        alone = heading.meaning == "share" and len(named) == 1 and named[0] not in taken
        why = f"{heading.why}; the table has no counts"
        found.append(replace(heading, measure=named[0], why=why) if alone else heading)
        taken |= {named[0]} if alone else set()
    twice = sum(heading.meaning == "share" for heading in headings) > len(taken)
    return (list(headings), False) if twice else (found, bool(taken))


def _may_count(heading: Heading, head: Head, vocabulary: Vocabulary) -> bool:
    """Say whether a column that is not read may be of counts: nothing explains it, or they are another time's."""
    former = heading.meaning == FORMER and "share" not in map(vocabulary.read_line, head.lines)
    return former or (heading.meaning == UNEXPLAINED and bool(heading.text) and not _is_of_times(heading.text))


def _is_of_times(text: str) -> bool:
    return fold(text.rsplit(" / ", 1)[-1]) in OF_TIMES


def _shown(heads: Iterable[Head]) -> str:
    return ", ".join(head.shown for head in heads)


def _several(measure: str, heads: Sequence[Head], sheet: str, vocabulary: Vocabulary) -> CellFinding:
    label = vocabulary.campaign.measures[measure].label
    details = {"measure": measure, "label": label, "candidates": _shown(heads), "letter": heads[0].letter}
    return CellFinding("error", sheet, heads[0].place, heads[0].text, "column_several", details)


def _of_other_times(measure: str, heads: Sequence[Head], sheet: str, vocabulary: Vocabulary) -> CellFinding:
    """Say that each of several columns is of another time than the period's."""
    details = {"candidates": _shown(heads), "label": vocabulary.campaign.measures[measure].label}
    details |= {"period": vocabulary.day.isoformat(), "period_vi": day_month_year(vocabulary.day)}
    return CellFinding("error", sheet, heads[0].place, heads[0].text, "columns_other_times", details)


def _untimely(head: Head, measure: str, sheet: str, vocabulary: Vocabulary) -> list[CellFinding]:
    """Refuse a column of counts whose heading names another time than the period's, by whatever it was chosen."""
    if head.is_of(vocabulary.day) is not False and not _is_of_other_length(head, measure, vocabulary):
        return []
    details = {"measure": measure, "letter": head.letter, "place": head.place, "period": vocabulary.day.isoformat()}
    details["period_vi"] = day_month_year(vocabulary.day)
    return [CellFinding("error", sheet, head.place, head.text, "column_other_time", details)]


def _is_of_other_length(head: Head, measure: str, vocabulary: Vocabulary) -> bool:
    """Say whether a heading names other years than the period's; of a flow also whether fewer or more months."""
    times = head.dated, vocabulary.first, vocabulary.day
    flows = vocabulary.campaign.measures[measure].counts == "per_period"
    return is_of_other_year(*times) or (flows and is_of_other_length(*times))


def _two_times(
    heads: Sequence[Head], chosen: Mapping[int, Heading], sheet: str, vocabulary: Vocabulary
) -> Iterator[CellFinding]:
    """Ask about "Jul 20" where "Jul 21" stands beside it: these may be days of a month, or a month of two years."""
    said = {head: pair for head in heads if (pair := may_be_day_or_month(head.dated))}
    for head, (month, number) in said.items():
        meaning = chosen[head.column].meaning if head.column in chosen else ""
        beside = [other for other, (m, n) in said.items() if (m, n != number) == (month, True)]
        if meaning in vocabulary.measures and beside and int(number) != vocabulary.day.day:
            details = {"measure": meaning, "letter": head.letter, "other": beside[0].text}
            yield CellFinding("error", sheet, head.place, head.text, "column_two_times", details)


def _two_measures(guess: _Guess, sheet: str, vocabulary: Vocabulary) -> CellFinding:
    labels = ", ".join(vocabulary.campaign.measures[measure].label for measure in guess.measures)
    details = {"measures": ", ".join(guess.measures), "labels": labels}
    details |= {"measure": guess.measures[0], "letter": guess.head.letter}
    return CellFinding("error", sheet, guess.head.place, guess.head.text, "column_two_measures", details)


def _not_one(meaning: str, wanted: str, heads: Sequence[Head], sheet: str, *, found: bool) -> CellFinding:
    kind = "column_option_several" if found else "column_option_none"
    return CellFinding(
        "error", sheet, "", wanted, kind, {"meaning": meaning, "wanted": wanted, "candidates": _shown(heads)}
    )


def _none_counts(heads: Sequence[Head], read: Mapping[int, Heading], sheet: str, vocabulary: Vocabulary) -> CellFinding:
    """Say that no column gives a measure, and which might."""
    measure = vocabulary.campaign.main_measure
    late = [head for head in heads if read[head.column].meaning == FORMER and _is_of_another_day(head, vocabulary)]
    if late:
        return _of_other_times(measure, late, sheet, vocabulary)
    might = [head for head in heads if read[head.column].meaning == UNEXPLAINED]
    rates = [head for head in heads if read[head.column].meaning == RATE]
    if rates and not might:
        label = vocabulary.campaign.measures[measure].label
        return CellFinding("error", sheet, rates[0].place, rates[0].text, "rates_alone", {"label": label})
    aside = ("unit", "parent", "code", "number", "blank")
    might = might or [head for head in heads if read[head.column].meaning not in aside] or list(heads)
    label = vocabulary.campaign.measures[measure].label
    details = {"measure": measure, "label": label, "candidates": _shown(might), "letter": might[0].letter}
    return CellFinding("error", sheet, might[0].place, might[0].text, "column_none", details)


def _is_of_another_day(head: Head, vocabulary: Vocabulary) -> bool:
    """Say whether a heading gives a measure, of another day than the period's."""
    return head.is_of(vocabulary.day) is False and vocabulary.campaign.main_measure in vocabulary.measures_in(head.text)


def _unused(heads: Sequence[Head], read: Mapping[int, Heading], sheet: str) -> list[CellFinding]:
    """Name the columns that are not read because nothing explains them, or because they speak of another day."""
    unused = []
    former = [head for head in heads if read[head.column].meaning == FORMER]
    if len(former) > FORMER_SHOWN:
        details = {"letters": f"{former[0].letter} … {former[-1].letter}", "count": str(len(former))}
        unused.append(CellFinding("note", sheet, former[0].place, former[0].text, "columns_former", details))
    for head in heads:
        heading = read[head.column]
        if heading.meaning in KINDS_UNUSED and not (heading.meaning == FORMER and len(former) > FORMER_SHOWN):
            kind = KINDS_UNUSED[heading.meaning]
            unused.append(CellFinding("note", sheet, head.place, head.text, kind, {"letter": head.letter}))
    return unused
