"""Words that say nothing of a result: what may stand in a sentence that states one, without being judged.

Nobody can list all the words that praise, compare or complain. So a sentence that states a result is read the other
way round: it holds words of `neutral.csv` (what is counted, of whom, where and when, what was done), of `numbers.csv`,
names in capitals, words of its campaign, and claims, which are judged. Any other word says something of its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache

from dophu.words.claims import FACT, asks, covered
from dophu.words.finder import PART, Finder
from dophu.words.text import any_of, filled, of_kind, spelled, table

OF_SENTENCES = {
    "result",
    "result opens",
    "stated",
    "before done",
    "task",
    "wish",
    "degree",
    "subject",
    "one",
    "work",
    "given",
    "denied",
    "means",
}  # tell what it says
OF_NUMBERS = ("thing", "place", "label", "idiom", "event", "telephone", "street", "symbol", "digit")
OF_CLAIMS = ("negation", "request", "intent", "stating", "goal", "level", "mean", "former", "whom", "set", "plain")


def speaks_of_result(sentence: str, verb: str) -> bool:
    """Whether a sentence without a figure speaks of a result, or says that something was done by all who are named.

    >>> speaks_of_result("Tiến độ bảo đảm", "cài đặt"), speaks_of_result("Sở đã gửi văn bản", "cài đặt")
    (True, False)
    """
    return bool(_of_result(verb).search(sentence)) or opens_with(sentence, "result opens")


def opens_with(sentence: str, kind: str) -> bool:
    """Whether a sentence opens with a word of a kind of `neutral.csv`."""
    return _opening(kind).match(sentence) is not None


def says_done(sentence: str, verb: str) -> str:
    """Take the words by which a sentence without a figure says that people did what is counted: "đã cài đặt".

    Those who did may be named by it: "số người đã cài đặt", "khi đã cài đặt".

    >>> says_done("Người dân toàn tỉnh đã cài đặt", "cài đặt"), says_done("Người đã cài đặt gọi tổng đài", "cài đặt")
    ('đã cài đặt', '')
    """
    found = _done(verb).search(sentence)
    named = found and _before_done().search(sentence[: found.start()])
    means = found and _means().match(sentence, found.end())  # "đã cài đặt không có nghĩa là đang dùng"
    return found[0] if found and not named and not means else ""


def wish_in(sentence: str) -> int:
    """Say where what is only asked for begins: behind "cần", "đề nghị"; the end of a sentence that asks for nothing."""
    found = _wish().search(sentence)
    return 0 if asks(sentence) else found.start() if found else len(sentence)


def unjudged(sentence: str, names: Collection[str], own: Collection[str], strict: int) -> Iterator[str]:
    """List the words of a sentence that are not neutral and no claim, those that stand together as one.

    names   what may be named, whatever its words; own   single words of its campaign
    strict  where the wish begins; behind it only words of degree are listed ("nhiều hơn", "rất")
    """
    spans = [(found.start, found.end) for found in _finder().find(sentence)] + covered(sentence, names)
    spans += [found.span() for found in _before_figure().finditer(sentence)]
    start = end = 0
    for part in _strange(list(PART.finditer(sentence)), spans, own, strict):
        if end and sentence[end : part.start()].strip():
            yield sentence[start:end]
            end = 0
        start, end = start if end else part.start(), part.end()
    if end:
        yield sentence[start:end]


def _strange(
    parts: list[re.Match[str]], spans: Iterable[tuple[int, int]], own: Collection[str], strict: int
) -> Iterator[re.Match[str]]:
    within, degrees = {at for start, end in spans for at in range(start, end)}, of_kind("neutral", "degree")
    for place, part in enumerate(parts):
        known = part.start() in within or part[0].lower() in own or not part[0].isalpha()
        judges = part.start() < strict or part[0].lower() in degrees
        if judges and not known and not _is_name(parts, place):
            yield part


def _is_name(parts: list[re.Match[str]], place: int) -> bool:
    """Whether a word is written as a name: in capitals within a sentence, or before another such word."""
    word, sentence = parts[place][0], parts[place].string
    if not word[0].isupper() or sentence.isupper():
        return False
    is_abbreviation = len(word) > 1 and word.isupper()  # "UBND các huyện"
    return is_abbreviation or place > 0 or any(part[0][0].isupper() for part in parts[1:2])


@cache
def _finder() -> Finder:
    neutral = [row["word"] for row in table("neutral") if row["kind"] not in OF_SENTENCES]
    counted = [word for kind in OF_NUMBERS for word in of_kind("numbers", kind)]
    around = [word for kind in OF_CLAIMS for word in spelled("claims", kind)]
    return Finder({" ".join(PART.findall(word)): "neutral" for word in (*neutral, *counted, *around)}, ())


@cache
def _of_result(verb: str) -> re.Pattern[str]:
    some = r"(?<!<one>\s)"  # "một số hộ" are a few, and no number
    work = rf"(?i:<work>)\s+{any_of(verb)}" if verb else r"(?!)"
    return re.compile(filled("neutral", rf"{some}{any_of(*of_kind('neutral', 'result'))}|(?<!\w){work}"))


@cache
def _opening(kind: str) -> re.Pattern[str]:
    return re.compile(rf"[\s\-+•*]*{any_of(*of_kind('neutral', kind))}")


@cache
def _done(verb: str) -> re.Pattern[str]:
    return re.compile(rf"{any_of(*of_kind('neutral', 'stated'))}\s+{any_of(verb)}" if verb else r"(?!)")


@cache
def _before_done() -> re.Pattern[str]:
    return re.compile(rf"{any_of(*of_kind('neutral', 'before done'))}\s*$")


@cache
def _means() -> re.Pattern[str]:
    return re.compile(rf"\s+{any_of(*of_kind('neutral', 'means'))}")


@cache
def _before_figure() -> re.Pattern[str]:
    return re.compile(rf"{any_of(*of_kind('neutral', 'before figure'))}\s*{FACT}")


@cache
def _wish() -> re.Pattern[str]:
    given = filled("neutral", r"(?<!<given>\s)(?<!<denied>\s)")  # "chỉ tiêu được giao", "không phải" ask for nothing
    return re.compile(given + any_of(*of_kind("neutral", "wish"), *of_kind("claims", "request")))
