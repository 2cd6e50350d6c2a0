"""Empty signature fields in a letter's PDF, so that the office's own program can sign it and the file stays accessible.

A signature put into a field that the file already has, with its tag and its alternative text, keeps PDF/UA-1 and
PDF/A-2a; one that brings its own field loses both. Typst knows no fields. The template sets links where they belong,
which Typst tags in reading order, and here each becomes a field.
"""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name, NumberTree, Pdf

from dophu.words import say

LINK = "dophu:signature/"
FIELDS = {  # by the end of the link: the field's name, and the message that a reader's program says of it
    "person": ("ChuKyCaNhan", "letter.signature_of_person"),
    "office": ("ChuKyCoQuan", "letter.signature_of_office"),
}
PRINTED = 4  # bit of an annotation's flags


def add_fields(file: Pdf) -> None:
    """Turn the links of the template into empty signature fields; a file without such links stays as it is."""
    fields = [field for page in file.pages for field in _fields(file, page)]
    if fields:
        _tag(file, fields)
        file.Root.AcroForm = file.make_indirect(Dictionary(Fields=Array(fields)))


def _fields(file: Pdf, page: pikepdf.Page) -> list[pikepdf.Object]:
    """Make fields of a page's links."""
    found = []
    for link in page.obj.get("/Annots", Array()):
        address = str(link.A.get("/URI", "")) if "/A" in link else ""
        if address.startswith(LINK):
            name, meaning = FIELDS[address.removeprefix(LINK)]
            _make_field(file, page, link, name, say(meaning))
            found.append(link)
    return found


def _make_field(file: Pdf, page: pikepdf.Page, link: pikepdf.Object, name: str, meaning: str) -> None:
    """Make a field of a link; its empty appearance keeps a reader's program from drawing one of its own."""
    left, bottom, right, top = map(float, link.Rect)
    blank = file.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, right - left, top - bottom])
    for key in ("/A", "/Border"):
        del link[key]
    link.Subtype, link.FT, link.F, link.P = Name.Widget, Name.Sig, PRINTED, page.obj
    link.T, link.TU, link.Contents = name, meaning, meaning
    link.AP = Dictionary(N=blank)


def _tag(file: Pdf, fields: list[pikepdf.Object]) -> None:
    """Call the structure elements that Typst made for the links what they are now, in words for who cannot see them.

    Each holds its field alone, not in an array of one: so pyHanko looks for it when it asks whether a signature that
    came later changed more than its own field.
    """
    parents = NumberTree(file.Root.StructTreeRoot.ParentTree)
    for field in fields:
        element = parents[int(field.StructParent)]
        (held,) = element.K
        element.S, element.Alt, element.K = Name.Form, field.TU, held
