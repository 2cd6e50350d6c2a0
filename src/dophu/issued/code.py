"""The short code of an issued letter: printed into it and written into its files, a key to its row of the register.

A code is the first 75 bits of the SHA-256 of what the letter says, in Crockford's base 32, and a check letter
(Luhn, modulo 32), by which a slip of the pen is told. It proves nothing by itself; the register's digests do.
"""

from __future__ import annotations

import re

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans("OIL", "011")
BITS, BITS_OF_DIGEST = 75, 256
SIGNS, GROUP = 16, 4
PRINTED = re.compile(r"(?<![\w-])[0-9A-Za-z]{4}(?:[-\u2010\u2011][0-9A-Za-z]{4}){3}(?![\w-])")
TOKEN = re.compile(r"\bdophu-1-([0-9A-Z]{16})-(\d+)-([0-9a-f]{16})\b")


def code_of(digest: str) -> str:
    """Write the code of a digest (64 hexadecimal digits).

    >>> code_of("5" * 64)
    'ANAN-ANAN-ANAN-ANAD'
    """
    number = int(digest, 16) >> (BITS_OF_DIGEST - BITS)
    signs = "".join(LETTERS[number >> shift & 31] for shift in range(BITS - 5, -1, -5))
    signs += LETTERS[-_luhn(signs + LETTERS[0]) % len(LETTERS)]
    return "-".join(signs[start : start + GROUP] for start in range(0, SIGNS, GROUP))


def read_code(text: str) -> str | None:
    """Read a code as somebody typed it, O for 0 and I or L for 1; None when it is none, or a slip of the pen.

    >>> read_code("anan anan anan anad")
    'ANAN-ANAN-ANAN-ANAD'
    >>> read_code("ANAN-ANAN-ANAN-ANDA") is None
    True
    """
    signs = re.sub(r"[\s\u2010\u2011-]", "", text).upper().translate(MISREAD)
    if len(signs) != SIGNS or set(signs) - set(LETTERS) or _luhn(signs):
        return None
    return "-".join(signs[start : start + GROUP] for start in range(0, SIGNS, GROUP))


def codes_in(text: str) -> list[str]:
    """Find the codes printed in a text."""
    found = (read_code(match[0]) for match in PRINTED.finditer(text))
    return list(dict.fromkeys(code for code in found if code))


def token(code: str, row: int, prev: str) -> str:
    """Write what a file's keywords carry: the code, its row of the register, and the row before by its hash.

    One word without colon or semicolon, at which word processors cut keywords. By row and hash a file tells that the
    register has lost its last rows, which the register itself cannot show.
    """
    return f"dophu-1-{code.replace('-', '')}-{row}-{prev[:16]}"


def tokens_in(keywords: str) -> list[tuple[str, int, str]]:
    """Find tokens in a file's keywords: code, row, and the first 16 digits of the hash of the row before."""
    found = ((read_code(code), int(row), prev) for code, row, prev in TOKEN.findall(keywords))
    return [(code, row, prev) for code, row, prev in found if code]


def _luhn(signs: str) -> int:
    """Add up by Luhn's rule, every second sign from the right doubled; 0 for signs that end in their check letter."""
    total = 0
    for place, sign in enumerate(reversed(signs)):
        value = LETTERS.index(sign) * (place % 2 + 1)
        total += value // len(LETTERS) + value % len(LETTERS)
    return total % len(LETTERS)
