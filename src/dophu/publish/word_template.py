"""The styles of an office's Word template, laid over ours by name.

Any letter of ours is such a template: its styles are changed in Word, not its text. Numbering of the template goes: a
letter's numbers are typed, so that no word processor counts anew.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

from dophu.data.project import BRAND
from dophu.errors import DataError

REFERENCES = ("w:basedOn", "w:next", "w:link")


def take_styles(ours: Any, template: bytes) -> None:
    """Put the template's styles in the place of ours; those of ours that it lacks stay, and so do our ids.

    ours       the styles element of a letter, which is changed
    template   the styles part of a Word file; what is no such part is a DataError
    """
    theirs = _parsed(template)
    ids = {_name(style): style.get(qn("w:styleId")) for style in ours.iter(qn("w:style"))}
    renamed = {
        style.get(qn("w:styleId")): ids[_name(style)] for style in theirs.iter(qn("w:style")) if _name(style) in ids
    }
    for style in theirs.iter(qn("w:style")):
        style.set(qn("w:styleId"), renamed.get(style.get(qn("w:styleId")), style.get(qn("w:styleId"))))
    for reference in theirs.iter(*map(qn, REFERENCES)):
        reference.set(qn("w:val"), renamed.get(reference.get(qn("w:val")), reference.get(qn("w:val"))))
    for numbering in list(theirs.iter(qn("w:numPr"))):
        numbering.getparent().remove(numbering)
    there = {_name(style) for style in theirs.iter(qn("w:style"))}
    lacking = [deepcopy(style) for style in ours.iter(qn("w:style")) if _name(style) not in there]
    ours[:] = [*theirs, *lacking]


def _parsed(template: bytes) -> Any:
    safe = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    try:
        styles = etree.fromstring(template, safe)
    except etree.XMLSyntaxError:
        styles = None
    if styles is None or styles.tag != qn("w:styles"):
        raise DataError(f"{BRAND}: word_template", "its styles cannot be read", "save it in Word as .docx")
    return styles


def _name(style: Any) -> str:
    """Name a style; Word and LibreOffice write the same names in every language, but for capitals."""
    name = style.find(qn("w:name"))
    return "" if name is None else str(name.get(qn("w:val"))).casefold()
