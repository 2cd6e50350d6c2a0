"""What of a file acts rather than says: links, scripts, commands, macros, files inside; a letter gains none by mail."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pikepdf
from lxml import etree, html

from dophu.intake.readers.package import Package
from dophu.words import say

ACTIONS = {"/URI", "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie"}
MACROS = re.compile(
    r"(vbaProject|vbaData|embeddings/|activeX/|oleObject|externalLinks/|attachedToolbars)", re.IGNORECASE
)
SHOWN = 80


def added_actions(kind: str, issued: bytes, came: bytes) -> list[str]:
    """List what acts in a file and did not in the issued one."""
    found = READERS[kind]
    known = set(found(issued)) if issued else set[str]()
    return sorted({one[:SHOWN] for one in found(came) if one not in known})


def _of_pdf(content: bytes) -> Iterator[str]:
    with pikepdf.open(BytesIO(content)) as pdf_file:
        for one in pdf_file.objects:
            if isinstance(one, pikepdf.Dictionary):
                yield from _of_dictionary(one)
            elif isinstance(one, pikepdf.Stream) and one.get("/Type") == "/EmbeddedFile":
                yield say("active.attached")


def _of_dictionary(one: Any) -> Iterator[str]:
    """Name the actions of a PDF's dictionary, and those that stand right within it."""
    for inner in (one, *(value for value in one.values() if isinstance(value, pikepdf.Dictionary))):
        kind = str(inner.get("/S", ""))
        if kind in ACTIONS:
            target = inner.get("/URI") or inner.get("/JS") or inner.get("/F") or ""
            shown = "" if isinstance(target, pikepdf.Stream | pikepdf.Dictionary) else str(target)
            yield f"{kind[1:]}: {shown}"


def _of_page(content: bytes) -> Iterator[str]:
    page = html.document_fromstring(content, html.HTMLParser(encoding="utf-8", huge_tree=True))
    for element in page.iter(etree.Element):
        name = str(element.tag)
        if name in {"script", "style", "iframe", "object", "embed", "form", "base", "link"}:
            yield f"{name}: {' '.join((element.text or '').split())} {dict(element.attrib)}"
        for attribute, value in element.attrib.items():
            if attribute.startswith("on") or attribute in {
                "href",
                "action",
                "formaction",
                "srcset",
                "style",
                "http-equiv",
            }:
                yield f"{attribute}: {value}"


def _of_office(content: bytes) -> Iterator[str]:
    package = Package(content, "letter")
    yield from (say("active.part", name=name) for name in package.parts if MACROS.search(name))
    for name in package.parts:
        if name.endswith(".rels"):
            relations = (one for one in package.tree(name) if one.get("TargetMode") == "External")
            yield from (say("active.link", target=one.get("Target")) for one in relations)


READERS: dict[str, Callable[[bytes], Iterator[str]]] = {
    "pdf": _of_pdf,
    "html": _of_page,
    "docx": _of_office,
    "xlsx": _of_office,
}
