"""Numbers and claims in a line of a letter that somebody edited."""

from __future__ import annotations

import re

from dophu.words.numerals import OUTLINE

NUMBER = re.compile(r"\d{1,2}h\d{2}|\d+(?:[.,/]\d+)*(?:\s?%)?")
CLAIM = re.compile(
    r"(?<!\w)(?:tăng|giảm|cao hơn|thấp hơn|cao nhất|thấp nhất|đứng đầu|dẫn đầu|vượt|hoàn thành|đạt mục tiêu"
    r"|không|chưa|đã|hơn|gần|khoảng|ước|trên|dưới|ít nhất|nhiều nhất|tối đa|tối thiểu|theo công bố|toàn bộ|tất cả"
    r"|đều|chỉ|mọi|gấp đôi|một nửa|quá nửa)(?!\w)",
    re.IGNORECASE,
)
Place = tuple[int, int]


def numbers(text: str) -> list[Place]:
    """Find the numbers of a line, but for the one of its heading or point."""
    outline = OUTLINE.match(text)
    start = outline.end() if outline else 0
    return [found.span() for found in NUMBER.finditer(text, start)]


def claims(text: str) -> list[Place]:
    """Find the words that claim, bound or deny."""
    return [found.span() for found in CLAIM.finditer(text)]
