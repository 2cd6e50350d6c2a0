"""What a letter told when it was written, though the program of today would write it otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dophu.returned.compare import compare
from dophu.returned.letter import read_docx
from dophu.returned.pages import bodies, compare_pages, read_pdf
from dophu.returned.told import Told, told, told_in, told_on
from dophu.tell.blocks import Document

Files = Callable[[str], bytes]  # the files of an edition as they were written, by format; b"" for none


def told_then(document: Document, kind: str, files: Files) -> Told | None:
    """Read what an edition told, so that its own file of a format says it and no more; None where nothing reads so.

    In the words of today's program, else in those of its DOCX as it was written, else in those of its pages.
    """
    own = files(kind) or files("docx")
    return next((said for said in _readings(document, kind, files) if not own or _is_told(said, own)), None)


def _readings(document: Document, kind: str, files: Files) -> Iterator[Told]:
    yield told(document)
    if content := files("docx"):
        yield told_in(content, document)
    if kind == "pdf" and (content := files("pdf")):
        yield told_on(bodies(read_pdf(content, "issued"), "", ""), document)


def _is_told(said: Told, own: bytes) -> bool:
    """Say whether a file, held as one that came by mail, says what was told and no more."""
    if own.startswith(b"%PDF"):
        comparison = compare_pages(said, read_pdf(own, "issued"))
    else:
        comparison = compare(said, read_docx(own, "issued"))
    return not (comparison.findings or comparison.cleared or comparison.wordings)
