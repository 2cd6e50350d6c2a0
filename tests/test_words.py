"""The word files: compiled as written, each message once, in the letters that offices type."""

from __future__ import annotations

import unicodedata
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from dophu.words import say

LOCALE = Path(__file__).parents[1] / "src" / "dophu" / "words" / "locale"
FILES = sorted(LOCALE.glob("*/LC_MESSAGES/dophu.po"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parts[-3])
def test_the_compiled_file_is_that_of_the_written_one(path: Path) -> None:
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file))
    assert path.with_suffix(".mo").read_bytes() == compiled.getvalue(), "make words"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parts[-3])
def test_every_message_is_in_composed_letters(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)


def test_a_message_that_no_file_has_is_told() -> None:
    with pytest.raises(KeyError, match="no message"):
        say("fact.nothing")
