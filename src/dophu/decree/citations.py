"""The documents that a letter cites: in full where it names one first, by kind and number after that (II.6.b)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dophu.decree.paper import Line

KINDS = (
    "nghị quyết|quyết định|chỉ thị|quy chế|quy định|thông báo|thông cáo|hướng dẫn|chương trình|kế hoạch|phương án|đề án"
    "|dự án|báo cáo|tờ trình|công văn|công điện|giấy mời|kết luận|nghị định|thông tư|thông tư liên tịch|lệnh"
)
CITED = re.compile(
    rf"\b(?P<kind>{KINDS})(?: số:?)? (?P<number>\d+[a-z]?/[^\s,;.:()“”]*[^\W\d_][^\s,;.:()“”]*)", re.IGNORECASE
)
DAY = r"(?:\d{1,2}/\d{1,2}/\d{4}|\d{1,2} tháng \d{1,2} năm \d{4})"
BODY = r"[^\W\d_][^;]*?"
IN_FULL = re.compile(rf",? (?:ngày {DAY},? của {BODY}|của {BODY},? ngày {DAY})", re.IGNORECASE)
MORE = re.compile(r",? (?:ngày \d|của [^\W\d_])")
PARTED = re.compile(r"(?<=[^\s\d])([-/]) (?=[A-ZĐ])")  # where a line ended within a symbol
ENDS = re.compile(r"[;:]|\.(?=\s|\Z)")
ITEM = re.compile(r"[-+] |[a-zđ]\) |Căn cứ\b")  # lines that hold a document alone, where its citation surely ends
OPENS_ABSTRACT = re.compile(
    r"\b(về|v/v|quy định|ban hành|hướng dẫn|phê duyệt|phê chuẩn|sửa đổi|bổ sung|bãi bỏ|thay thế|công bố|thông báo"
    r"|kết luận|báo cáo|triển khai|thực hiện|tổ chức|tăng cường|đẩy mạnh|đôn đốc|yêu cầu|đề nghị|phát động|phối hợp"
    r"|thành lập|kiện toàn|giao|cung cấp|rà soát|chấn chỉnh|tuyên truyền)\b|“",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Citation:
    """A document named in a letter.

    first       no line before names it
    in_full     with day and body
    more        with more than kind and number
    abstract    whether it says what the document is about; None where a sentence goes on, so that nobody can tell
    """

    line: Line
    text: str
    first: bool
    in_full: bool
    more: bool
    abstract: bool | None


def citations(lines: Iterable[Line]) -> Iterator[Citation]:
    """Find the documents that lines of prose cite by number, in the order of reading."""
    seen: set[str] = set()
    for line in lines:
        text = PARTED.sub(r"\1", line.text)
        found = list(CITED.finditer(text))
        for one, after in zip(found, [*found[1:], None], strict=False):
            rest = ENDS.split(text[one.end() : after.start() if after else None], maxsplit=1)[0]
            number = one["number"].casefold()
            yield Citation(
                line,
                f"{one[0]}{rest}",
                first=number not in seen,
                in_full=IN_FULL.match(rest) is not None,
                more=MORE.match(rest) is not None,
                abstract=OPENS_ABSTRACT.search(rest) is not None if ITEM.match(text) else None,
            )
            seen.add(number)
