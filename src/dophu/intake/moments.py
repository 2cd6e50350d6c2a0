"""Days and hours as titles and headings write them: "tính đến 08h00 ngày 07/8/2020", "17 giờ ngày 20/8"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, time
from typing import NamedTuple
from unicodedata import normalize

from dophu.wording import Moment

CLOCK = r"(?P<hour>\d{1,2})\s*(?:h|giờ|gio|:)\s*(?P<minute>[0-5]\d)?\s*(?:phút|phut|')?"
DAY = (
    r"(?P<day>\d{1,2})\s*(?P<mark>[/.-]|tháng|thang)\s*(?P<month>\d{1,2})"
    r"(?:\s*(?:[/.-]|năm|nam)\s*(?P<year>\d{4})|(?P=mark)(?P<short>\d\d)(?!\d))?"
)
NO_MONTH = r"(?<!tháng )(?<!thang )(?<!quý )"  # "tháng 7/12" is no day
MOMENT = re.compile(
    rf"(?<![\w/.-])(?:{CLOCK}\s*,?\s*)?(?:ngày|ngay|,)?\s*(?<!\d){NO_MONTH}{DAY}(?![\d/]|\.\d)", re.IGNORECASE
)
CENTURY = 2000  # of a year that is written with two digits
UP_TO = re.compile(r"(?:đến|den|lúc|luc|vào|vao)[\s:]*(?:hết|het)?[\s:]*(?:ngày|ngay)?\s*$", re.IGNORECASE)
# An issue line ("Hà Nội, ngày …") and a citation ("Công văn số 95 ngày …") date a document, not the counts.
OF_A_DOCUMENT = re.compile(
    r"^\s*[^\d,]+,\s*(?:ngày|ngay)|\b(?:số|so)\s*:?\s*\d|công văn|quyết định|kèm theo|căn cứ", re.IGNORECASE
)


class Mention(NamedTuple):
    """A moment named in a line; `up_to` where the words before it say that counts run until then."""

    moment: Moment
    up_to: bool


def mentions(text: str, year: int) -> Iterator[Mention]:
    """List the moments a line names, from the left; a day written without its year is taken to lie in `year`."""
    text = normalize("NFC", text)
    for found in MOMENT.finditer(text):
        moment = _moment(found, year)
        if moment is not None:
            yield Mention(moment, UP_TO.search(text[: found.start()]) is not None)


def _moment(found: re.Match[str], year: int) -> Moment | None:
    """Make a moment of what was matched; None for a day or an hour that does not exist, and for "2.1" or "3-4"."""
    short = found["short"] if found["mark"] in "/-" else None
    if found["mark"] in ".-" and not (found["year"] or short):
        return None
    try:
        own = int(found["year"] or year) if short is None else CENTURY + int(short)
        day = date(own, int(found["month"]), int(found["day"]))
        clock = time(int(found["hour"]), int(found["minute"] or 0)) if found["hour"] else None
    except ValueError:
        return None
    return Moment(day, clock)


def counted_until(lines: Iterable[str], year: int) -> list[Moment]:
    """List the moments until which a file says that its counts run; several where it contradicts itself.

    "đến …" speaks before a moment with its hour, that before a mere day, and one with its hour for its whole day.
    """
    found = [(mention, line) for line in lines for mention in mentions(line, year)]
    ends = [mention.moment for mention, _ in found if mention.up_to]
    hours = [mention.moment for mention, _ in found if mention.moment.clock]
    days = [mention.moment for mention, line in found if not OF_A_DOCUMENT.search(line)]
    named = list(dict.fromkeys(ends or hours or days))
    timed = {moment.day for moment in named if moment.clock}
    return [moment for moment in named if moment.clock or moment.day not in timed]
