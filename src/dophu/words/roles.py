"""The words around a fact that give it its role in a sentence, as patterns of the prose that is read.

Judged are they in `dophu.tell.roles` and `dophu.tell.borne`, which know no language. A pattern that ends in `$` is
held against what stands before a fact; FACT is the place of one. The lists of words stand in `roles.csv`.
"""

from __future__ import annotations

import re
from functools import cache

from dophu.words.claims import FACT
from dophu.words.text import any_of, either, of_kind

EVERYWHERE = of_kind("roles", "everywhere")
A_UNIT = re.compile(r"(?<!\w)(?i:tỉnh|thành\s+phố|huyện|quận|thị\s+xã|xã|phường|thị\s+trấn)(?=\s+[^\W\d_])")
A_GROUP = re.compile(r"(?<!\w)(?i:vùng|khu\s+vực|các\s+tỉnh)(?:,?\s+[^\W\d_]+){0,8}?(?=\s+(?:đạt|có|xếp|là)(?!\w))")
COMPARED = re.compile(rf"(?:{either('roles', 'compared')})\s*$", re.IGNORECASE)
JOINED = re.compile(r"(?:và|,)\s*$", re.IGNORECASE)  # "Cao Bằng và Yên Bái thứ 20" names a place of both
SAYS = (
    r"(?:\s*\([^()]*\))?(?:\s+(?:đã|đang|mới|chỉ|cũng|nay|hiện|lại|cùng|đều))*\s*"
    r"(?:đạt|có|xếp|được|là|ghi nhận|chiếm|với|:|\()?"
)
SHORT = r"(?:\s+[^\W\d_]+){0,3}\s*\**\s*$"


def _at_end(words: str, then: str = "") -> re.Pattern[str]:
    """Find words that end a text, with what may still follow them."""
    return re.compile(rf"(?<!\w)(?:{words}){then}\s*$", re.IGNORECASE)


def _of(kind: str) -> str:
    return either("roles", kind)


def _then(kind: str) -> str:
    return rf"(?:\s+(?:{_of(kind)}))?"


REACHES = _at_end(_of("reaches"), _then("reaches then"))
WISHED = _at_end(_of("wished"), rf"(?:\s+(?:[^\W\d_]+|{FACT},?)){{0,4}}")
NEVER = _at_end(rf"(?:{_of('denial')})(?:\s+[^\W\d_]+){{0,3}}?\s+(?:{_of('never')})", _then("never then"))
A_DAY = _at_end(_of("of a day"), r",?(?:\s+[^\W\d_]+){0,4}")
A_WHILE = _at_end(
    r"(?:mỗi|hằng|trong)\s+(?:giờ|phút|tuần|tháng|quý|năm)|(?:tuần|tháng)\s+(?:này|qua)",
    r",?(?:\s+(?:có|đã có|đạt|thêm|có thêm|được))*",
)
NEW = re.compile(rf"(?:\s+[^\W\d_/]+){{1,4}}?\s+mới(?!\s+(?:đạt|chỉ|có|được\s*{FACT}))(?!\w)")
SIGNED = re.compile(r"(?:(?:^|\s)-|(?<!\w)âm\s)$")
SCALED = re.compile(rf"\s*(?:{any_of(*of_kind('numbers', 'scale'), 'chục')})(?!\s+lệ)")
UNITS = {  # what cannot follow a figure of a unit
    "rank": re.compile(r"\s*(?:%|phần trăm|điểm|người|lần|dân số)(?!\w)"),
    "count": re.compile(r"\s*(?:%|phần trăm|điểm phần trăm|bậc(?!\w))"),
    "percent": re.compile(r"\s*(?:%|phần trăm|điểm|lần|bậc)(?!\w)"),
    "points": re.compile(r"\s*(?:%|người|lần|dân số)(?!\w)"),
}
AIMED = _at_end(
    rf"(?:{_of('aim')})(?:\s+(?:{_of('aim then')}))*(?:\s+(?:của|cho)(?:\s+[^\W\d_]+){{1,4}}?)?"
    rf"|(?:{_of('aim')})(?:\s+[^\W\d_]+){{1,5}}(?:\s+là|\s*:)|(?:phải|cần|phấn đấu)\s+đạt",
    r"(?:\s+là|\s*:)?",
)
RATE = _at_end(r"(?<!tính\s)(?:tỷ lệ|tỉ lệ)", rf"(?:\s+(?:{_of('rate then')}))*(?:\s+(?:là|đạt)|\s*:)")
OWN_SAYS = _at_end(
    r"(?:^|[.,;]\s*|của\s+)(?:toàn\s+)?(?:tỉnh|thành phố|huyện|xã)",
    r"(?:\s+(?:đã|đang|hiện|nay|mới|chỉ))*\s+(?:có|đạt|là|ghi nhận)",
)
IN_PLACE = re.compile(r"(?:của|trong|thuộc|ở)\s+(?:toàn\s+)?(?:tỉnh|thành phố|huyện|xã)(?!\w)", re.IGNORECASE)
MIDDLE = _at_end(_of("in the middle"), r"(?:\s+[^\W\d_]+){0,5}?(?:\s+là|\s*:)")
ADDED_NEW = re.compile(r"(?<!\w)mới(?:\s+trong\s+(?:kỳ|tuần|tháng))?(?:\s+là|\s*:)\s*$", re.IGNORECASE)
NUMBER_OF_UNITS = _at_end(rf"số\s+(?:{_of('of units')})", r"(?:\s+đã)?")
APART = _at_end(_of("apart"), r"(?:\s+[^\W\d_]+){0,6}")
ADDED = _at_end(_of("added"), _then("added then"))
LOST = _at_end(_of("lost"))
LACKS = _at_end(rf"{_of('lacks')}|(?:cần|phải)(?:\s+[^\W\d_]+){{1,3}}\s+thêm", _then("lacks then"))
SURPLUS = _at_end(_of("surplus"))
PLACED = _at_end("thứ|(?<!thứ )hạng|xếp|vị trí")
PEOPLE = _at_end(_of("people"), rf"(?:{_then('people then')}\s*:?|(?:\s+[^\W\d_]+){{1,4}}(?:\s+là|\s*:))")
DUE = _at_end(_of("due"), rf"(?:(?:\s+(?:{_of('due then')}))*\s*:?|(?:\s+[^\W\d_]+){{1,4}}\s+là)")
TURNED = _at_end(_of("denial"), _then("denial then"))
OWN_PLACE = re.compile(_of("own place"), re.IGNORECASE)
OPENING_DAY = re.compile(rf"\s*(?i:(?:số liệu|kết quả)\s+)?(?i:({_of('opens a day')}))\s+(?:ngày\s+)?{FACT}")
OPENING_TIME = re.compile(
    r"\s*(?i:(?:đến|vào|trong|tính đến)\s+)?(?i:(?:kỳ|tuần|tháng|quý|năm)\s+(?:trước|ngoái|sau|tới)"
    r"|cuối\s+(?:năm|tháng|quý)|hôm\s+qua|trước\s+đây)(?!\w)"
)
FORMER = _at_end(r"(?:kỳ|tuần|tháng|quý|năm)\s+(?:trước|ngoái)", r"\s+(?:là|đạt|có)")
WAS = re.compile(r"\s*(?:(?:của|ở|trong|vào)\s+)?(?:kỳ|tuần|tháng|quý|năm)\s+(?:trước|ngoái)(?!\w)", re.IGNORECASE)
NOW_IS = _at_end(_of("of now"), r"(?:,?\s+[^\W\d_]+){0,4}\s+(?:là|đạt|có|xếp)")
NOW_SAID = re.compile(rf"[,;(]\s*(?:{_of('of now')})(?!\w)[^,;(]*$", re.IGNORECASE)
IS_NOW = re.compile(rf"\s*(?:(?:của|ở|trong|vào)\s+)?(?:{_of('of now')})(?!\w)", re.IGNORECASE)
A_SPAN = re.compile(
    r"(?<!\w)(?:(?:trong|cả|suốt)\s+(?P<whole>tuần|tháng|quý|năm)(?!\s+(?:trước|ngoái))"
    r"|(?P<named>tuần|tháng|quý|năm)\s+(?:này|qua|nay|vừa\s+qua|\d{1,2}|[IVX]{1,4})(?![\w/]))",
    re.IGNORECASE,
)
PEOPLE_OF_BASES = frozenset(of_kind("roles", "people of bases"))
ANY_UNITS = frozenset(of_kind("roles", "any units"))
EACH_WHILE = re.compile(r"(?<!\w)(?:mỗi|hằng|hàng|một)\s+(?:giờ|phút|tuần|tháng|quý|năm)(?!\w)", re.IGNORECASE)
IN_A_REGION = re.compile(r"[^.;:]{0,30}?\s(?:trong|của|thuộc)\s+(?:vùng|khu vực|miền)(?!\w)", re.IGNORECASE)
STILL = re.compile(r"(?<!\w)(?:cần|phải)(?!\w)(?!.*(?<!\w)(?:đã|sau khi)(?!\w))", re.IGNORECASE)
RANKED_IN_A_REGION = re.compile(
    r"\s*(?:trong|của|ở|giữa)\s+(?:số\s+)?(?:(?:các|những)\s+)?(?:(?:tỉnh|thành phố|địa phương|đơn vị),?\s+)*"
    r"(?:vùng|khu vực|miền|phía|biên giới|đồng bằng|trung du|duyên hải|ven biển)(?!\w)",
    re.IGNORECASE,
)
IN_ALL = _at_end("cần có", r"(?:\s+là|\s*:)?")
MORE = re.compile(r"[^,.;]*(?<!\w)nữa(?!\w)", re.IGNORECASE)
SPANS = {"tuần": (5, 9), "tháng": (26, 33), "quý": (80, 100), "năm": (350, 380)}  # days
OF_OWN = re.compile(
    r"\s+(?:dân số|người dân|dân)\s+(?:của\s+|trong\s+)?(?:toàn\s+)?(?:tỉnh|thành phố|huyện)(?!\s+khác|\w)"
)
OPENING_YEAR = re.compile(
    r"\s*(?i:trong\s+|cuối\s+|đầu\s+|hết\s+|đến\s+)?(?i:năm)\s+(\d{4})(?:\s*,|\s+(?:có|đạt|toàn|tỉnh|thành|số|tỷ)(?!\w))"
)
OF_UNITS = re.compile(rf"\s*(?:{_of('of units')})(?!\w)")
AMONG = re.compile(rf"{FACT}\s+(?:trong|trên)(?:\s+tổng\s+số|\s+số)?\s*$")
WORDED = re.compile(rf"(?:{_of('worded')})\b")
NEEDED = re.compile(rf"(?<!\w)(?:{_of('needed')})(?!\w)", re.IGNORECASE)
SINCE = set(of_kind("roles", "since"))  # of OPENING_DAY's words, those that open a comparison
OPENING_PLACE = re.compile(r"\s*(?i:tại|ở|riêng|đối với|với)\s+(?i:cấp\s+)?([^,]+),((?:\s+[^\W\d_]+){0,4})\s*$")
AFTER_RANK = re.compile(rf"(?:xếp|thứ|hạng|đứng)[^,.;]*{FACT}\s+\S+[^,.;]*$")
OF_ALL = re.compile(_of("of all"), re.IGNORECASE)  # "dẫn đầu cả nước" is said of every unit
OUT_OF = re.compile(rf"(?<!\w)(?:{_of('out of')})(?!\w)", re.IGNORECASE)  # "thứ 5 trong 63"
AGAINST = re.compile(rf"\s+so\s+với\s+{FACT}", re.IGNORECASE)  # behind the first of two figures
SO_FAR = re.compile(r"\s*so\s+với(?!\w)[^,]*$", re.IGNORECASE)  # before what the sentence compares with
EARLIER = of_kind("claims", "former")
FROM_TO = re.compile(rf"(?:\s+[^\W\d_]+)?,?\s+từ\s+{FACT}[^{FACT}]*\s(?:lên|đến|tới|xuống|còn)\s+", re.IGNORECASE)
JOINTLY = re.compile(rf"(?<!\w)(?:{_of('jointly')})\s*$", re.IGNORECASE)  # before a second name
NEIGHBOUR = re.compile(rf"(?<!\w)(?:{_of('neighbour')})(?!\w)", re.IGNORECASE)  # the unit next in rank is spoken of
OF_TARGET = re.compile(rf"\s*(?:của\s+|so với\s+)?(?:{_of('aim')})(?!\w)", re.IGNORECASE)
AT_LEAST, MOST, ONLY = (
    of_kind("roles", kind)[0] for kind in ("at least", "most", "only")
)  # claims that are judged by more than their kind
BY_AMOUNT = frozenset(of_kind("roles", "by amount"))  # extremes of size, whichever way is better
SIZED = re.compile(rf"\s*(?:{any_of(*of_kind('roles', 'counted'))})")

REHEARSAL = "Đến ngày 16/10/2020, chưa có đơn vị nào trong 63 đơn vị đạt mục tiêu hai năm."  # has all that is read for


@cache
def group() -> re.Pattern[str]:
    """Find a group of people in the words of which a figure is said: "Tỷ lệ của người cao tuổi đạt"."""
    groups, words = any_of(*of_kind("numbers", "group")), r"(?:\s+[^\W\d_]+){0,3}"
    before_comma = rf"(?:(?i:trong|của|ở|tại|nhóm|khối|riêng|đối với)\s+(?:các\s+|số\s+|nhóm\s+)?)({groups}){words},"
    return re.compile(rf"(?:{before_comma}{words}\s+(?:có|đạt|là|chiếm)\s*|({groups})[^,;:()]*)$")


@cache
def names(role: str) -> re.Pattern[str] | None:
    """Find a word by which a sentence names the role of a fact; None where a fact needs no name."""
    words = of_kind("roles", f"names {role}")
    return re.compile(any_of(*words)) if words else None


@cache
def things() -> re.Pattern[str]:
    """Find, behind a figure, what is counted elsewhere: people, households, files, places."""
    return re.compile(rf"\s*\**\s*({any_of(*of_kind('numbers', 'thing'), *of_kind('numbers', 'place'))})")


@cache
def counted_in_front() -> re.Pattern[str]:
    """Find, before a figure, what it is said to count or be a share of: "Tổng số thuê bao của tỉnh là"."""
    whole = r"(?:(?:tổng\s+)?số(?:\s+lượng)?|tỷ\s+lệ|tỉ\s+lệ)"
    return re.compile(rf"(?i:(?<!\w){whole})\s+({_counted()})(?:\s+[^\W\d_]+){{0,8}}\s*(?i:là|đạt|có|gồm|chiếm|:)\s*$")


@cache
def shared_behind() -> re.Pattern[str]:
    """Find, behind a share, what it is said to be a share of: "số hộ gia đình"."""
    return re.compile(rf"\s*\**\s*(?i:(?:tổng\s+)?(?:số\s+)?)({_counted()})")


@cache
def in_a_part() -> re.Pattern[str]:
    """Find, before a figure of a whole unit, that only some places in it are spoken of: "tại các xã biên giới"."""
    places = any_of(*of_kind("numbers", "place"))
    return re.compile(rf"(?i:(?<!\w)(?:tại|ở|của|trong)\s+(?:các|những|một\s+số|nhiều))\s+{places}[^,;:()]*$")


@cache
def of_those_who(verb: str) -> re.Pattern[str]:
    """Find, behind a share, that it is of those who did: "{{ share }} số người cài đặt"."""
    return re.compile(rf"\s*\**\s*(?i:(?:của\s+)?(?:tổng\s+)?(?:số|lượng))(?:\s+[^\W\d_/]+){{1,3}}\s+{any_of(verb)}")


@cache
def based_on() -> re.Pattern[str]:
    """Find, before a share, what else it is said to be a share of: "trên số điện thoại thông minh"."""
    return re.compile(rf"(?i:(?<!\w)trên\s+(?:tổng\s+)?số)\s+({_counted()})[^,;()]*$")


@cache
def other_deed(verb: str) -> re.Pattern[str]:
    """Find, before a count, that it counts another deed than its campaign: "Số người đã khai báo là"."""
    did = any_of(*filter(None, (verb, *of_kind("roles", "did"))))
    return re.compile(
        rf"(?i:(?<!\w)(?:số|lượng)\s+(?:lượng\s+)?(?:người|lượt|hộ|máy)(?:\s+dân)?\s+(?:đã|được|đang)(?!\w))"
        rf"(?![^,;]*{did})(?:\s+[^\W\d_]+){{1,8}}\s*(?i:là|đạt|:)\s*$"
    )


@cache
def _counted() -> str:
    return any_of(*(word for kind in ("thing", "place", "group") for word in of_kind("numbers", kind)))


@cache
def places() -> re.Pattern[str]:
    """Find, behind a number of units, which units are said to be counted."""
    return re.compile(rf"\s*\**\s*({any_of(*of_kind('numbers', 'place'))})")


@cache
def undone(verb: str) -> re.Pattern[str]:
    """Find, behind a figure of those that did, that they did not: "chưa cài đặt", "đã gỡ"."""
    denied = rf"(?:chưa|không)\s+(?:được\s+)?{re.escape(verb)}|(?:đã\s+)?(?:gỡ|xóa)"
    return re.compile(rf"(?:\s*[^\W\d_/]+){{0,4}}?\s+(?:{denied})", re.IGNORECASE)


@cache
def not_done(verb: str) -> re.Pattern[str]:
    """Find, before a figure, that it is of those who did not: "Tỷ lệ chưa cài đặt:"."""
    denied = rf"(?:chưa|không)\s+(?:được\s+)?{re.escape(verb)}(?:\s+[^\W\d_]+){{0,4}}"
    return re.compile(rf"{denied}\s*(?:là|:|ở mức|chiếm)\s*$", re.IGNORECASE)


@cache
def counted_after(verb: str, noun: str) -> re.Pattern[str]:
    """Find, behind a figure, what was counted: "người đã cài đặt"."""
    nouns = "|".join(re.escape(each) for each in sorted({noun, *noun.split("/")}) if each)
    many = rf"(?:{nouns})\s+(?:đã\s+|được\s+)?|(?:[^\W\d_]+\s+){{0,3}}(?:đã|được)\s+"
    return re.compile(rf"\s*\**\s*(?:{many})(?:{re.escape(verb)}|{_of('did')})", re.IGNORECASE)


@cache
def counted_before(verb: str) -> re.Pattern[str]:
    """Find, before a figure, what was counted: "Số người cài đặt là"."""
    return re.compile(
        rf"(?<!\w)(?:{re.escape(verb)}|{_of('did')})(?:\s+[^\W\d_]+){{0,4}}\s*(?:là|đạt|:)\s*$", re.IGNORECASE
    )
