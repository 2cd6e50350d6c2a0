"""Ways in which a file of a project may be broken, by hand, by a disk, or on purpose."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

BOMB = "a: &a [x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 8)}]\n" for before, name in zip("bcdefgh", "cdefghi", strict=True)
)
TEXTS = {
    "empty": "",
    "blank": "\n \n\t\n",
    "a list": "- một\n- hai\n",
    "a text": "không phải tệp này\n",
    "a number": "12\n",
    "braces": "{}",
    "brackets": "[]",
    "null": "null\n",
    "unclosed": '{"a": [1, 2',
    "a tag": "!!python/object/apply:os.system ['true']\n",
    "an alias bomb": BOMB,
    "a deep text": "[" * 3000,
    "a deep mapping": "".join(f"{' ' * level}a:\n" for level in range(1500)),
    "a long line": "x" * 300_000,
    "keys that are lists": "? [a, b]\n: c\n",
    "keys twice": "a: 1\na: 2\n",
    "null bytes": "\0" * 512,
    "control signs": "\x01\x02\x1b[31m\u202e\u2066\n",
    "an unknown key": "khoa_la: 1\n",
}


def whole(path: Path, content: bytes) -> None:
    """Put another content in a file's place."""
    path.unlink()
    path.write_bytes(content)


def _edited(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    return lambda path: whole(path, change(path.read_bytes()))


def _instead(make: Callable[[Path], object]) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        path.unlink()
        make(path)

    return damage


def _last_number(content: bytes, number: bytes) -> bytes:
    """Put something else in the place of the last run of digits that stands alone as a value."""
    end = max((i for i in range(len(content)) if content[i : i + 1].isdigit()), default=-1) + 1
    start = end
    while start and content[start - 1 : start].isdigit():
        start -= 1
    return content[:start] + number + content[end:]


def _lines(content: bytes, keep: Callable[[list[bytes]], list[bytes]]) -> bytes:
    return b"".join(keep(content.splitlines(keepends=True)))


EDITS: dict[str, Callable[[bytes], bytes]] = {
    "cut in the middle": lambda c: c[: len(c) // 2],
    "cut before its end": lambda c: c[:-3],
    "its first line alone": lambda c: _lines(c, lambda lines: lines[:1]),
    "without its first line": lambda c: _lines(c, lambda lines: lines[1:]),
    "its first half of lines": lambda c: _lines(c, lambda lines: lines[: len(lines) // 2 + 1]),
    "its last line twice": lambda c: _lines(c, lambda lines: [*lines, *lines[-1:]]),
    "one stray mark": lambda c: _lines(c, lambda lines: [*lines[:-1], b'"', *lines[-1:]]),
    "a mark at its end": lambda c: c.rstrip(b"\n") + b'"\n',
    "a cell over two lines": lambda c: c.rstrip(b"\n") + b'"x\ny"\n',
    "a number of 30 digits": lambda c: _last_number(c, b"9" * 30),
    "a number of 5000 digits": lambda c: _last_number(c, b"9" * 5000),
    "a negative number": lambda c: _last_number(c, b"-5"),
    "no number": lambda c: _last_number(c, b"nan"),
    "a number with an exponent": lambda c: _last_number(c, b"1e400"),
    "Arabic digits": lambda c: _last_number(c, "٣٤".encode()),
    "UTF-16": lambda c: c.decode().encode("utf-16"),
    "Latin letters": lambda c: c + "é".encode("latin-1"),
    "two marks of UTF-8": lambda c: b"\xef\xbb\xbf" * 2 + c,
    "semicolons": lambda c: c.replace(b",", b";"),
    "tabs": lambda c: c.replace(b"  ", b"\t").replace(b",", b"\t"),
    "old line ends": lambda c: c.replace(b"\n", b"\r"),
    "a bit flipped": lambda c: bytes(sign ^ (0x10 if place == len(c) // 3 else 0) for place, sign in enumerate(c)),
    "a null byte": lambda c: c[: len(c) // 2] + b"\0" + c[len(c) // 2 :],
    "colons gone": lambda c: c.replace(b":", b""),
    "values gone": lambda c: _lines(c, lambda lines: [line.partition(b":")[0] + b":\n" for line in lines]),
    "values lists": lambda c: _lines(c, lambda lines: [line.partition(b":")[0] + b": [1]\n" for line in lines]),
    "repeated": lambda c: c + c,
}
PLACES: dict[str, Callable[[Path], object]] = {
    "nothing": lambda path: None,
    "a folder": lambda path: path.mkdir(),
    "a pipe": os.mkfifo,
    "a dangling link": lambda path: path.symlink_to("nirgends"),
    "a link to itself": lambda path: path.symlink_to(path.name),
    "a link to a device": lambda path: path.symlink_to("/dev/zero"),
    "a link out of the project": lambda path: path.symlink_to("/etc/hostname"),
    "a sparse file": lambda path: os.truncate(os.open(path, os.O_CREAT | os.O_RDWR), 1 << 33),
}


def _written(text: str) -> Callable[[Path], None]:
    return lambda path: whole(path, text.encode())


DAMAGES: dict[str, Callable[[Path], None]] = {
    **{f"{name} in its place": _written(text) for name, text in TEXTS.items()},
    **{name: _edited(change) for name, change in EDITS.items()},
    **{f"{name} in its place": _instead(make) for name, make in PLACES.items()},
}
