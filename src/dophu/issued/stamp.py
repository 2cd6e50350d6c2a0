"""A draft becomes a letter: number, day and code put into its document, nothing else of it changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dophu.errors import UsageError
from dophu.issued.code import code_of, token
from dophu.tell.blocks import Document, Imprint, Masthead, Signature
from dophu.tell.letterhead import as_above, numbered


def content_of(document: Document) -> str:
    """Hash what a document says (its blocks, facts and sources), whatever format it is written in.

    Fields that say nothing ("", none, false, empty) are left out, so that one added later changes no digest.
    """
    content = _said(document.model_dump(mode="json", exclude={"imprint"}))
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _said(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _said(inner) for name, inner in value.items() if inner or (inner == 0 and inner is not False)}
    return [_said(inner) for inner in value] if isinstance(value, list) else value


def masthead_of(document: Document) -> Masthead:
    """Find a letter's head; a document without one has no number and cannot be issued."""
    found = next((block for block in document.blocks if isinstance(block, Masthead)), None)
    if found is None:
        problem = "it is no letter: it has no head for number and date"
        raise UsageError(document.report, problem, "issue a report that opens with report.masthead()")
    return found


@dataclass(frozen=True)
class Stamped:
    """A letter ready to be written: its document with number, day and imprint, and the digest of what it says."""

    document: Document
    number: str
    day: date
    content: str
    imprint: Imprint


def stamp(document: Document, number: str, day: date, row: int, prev: str) -> Stamped:
    """Give a draft its number and day, and mark it with its code.

    row, prev   the letter's place in the register, and the hash of the row before it
    """
    masthead_of(document)
    letter = document.model_copy(update={"blocks": numbered(document.blocks, number, day)})
    content = content_of(letter)
    code = code_of(content)
    imprint = Imprint(code=code, token=token(code, row, prev))
    return Stamped(letter.model_copy(update={"imprint": imprint}), number, day, content, imprint)


def sent_to(document: Document) -> Sequence[str]:
    """List addressees and recipients, as the letter prints them."""
    others = [name for block in document.blocks if isinstance(block, Signature) for name in block.recipients]
    return [*masthead_of(document).addressees, *(name for name in others if name != as_above())]
