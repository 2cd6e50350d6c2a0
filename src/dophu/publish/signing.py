"""Empty signature fields in a letter's PDF, so that the office's own program can sign it and the file stays accessible.

A signature put into a field that the file already has, with its tag and its alternative text, keeps PDF/UA-1 and
PDF/A-2a; one that brings its own field loses both. Typst knows no fields. The template sets links where they belong,
which Typst tags in reading order, and here each becomes a field.
"""

from __future__ import annotations

from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, NumberTree, ObjectStreamMode, Pdf, Stream

from dophu.words import say

LINK = "dophu:signature/"
FIELDS = {  # by the end of the link: the field's name, and the message that a reader's program says of it
    "person": ("ChuKyCaNhan", "letter.signature_of_person"),
    "office": ("ChuKyCoQuan", "letter.signature_of_office"),
}
RETURNED = b"\r\nendstream"  # a stream whose last byte looks like a part of the line end before "endstream"
RUN, END_OF_RUNS = 128, b"\x80"
PRINTED = 4  # bit of an annotation's flags


def with_fields(pdf: bytes) -> bytes:
    """Turn the links of the template into empty signature fields; the same file gives the same bytes.

    A file without such links is given back as it is, but for streams of which readers may misread the length.
    """
    if LINK.encode() not in pdf and RETURNED not in pdf:
        return pdf
    with Pdf.open(BytesIO(pdf)) as file:
        fields = [field for page in file.pages for field in _fields(file, page)]
        if fields:
            _tag(file, fields)
            file.Root.AcroForm = file.make_indirect(Dictionary(Fields=Array(fields)))
        _end_plainly(file)
        written = _saved(file, ObjectStreamMode.generate)  # less than half of the bytes
        return _saved(file, ObjectStreamMode.disable) if RETURNED in written else written


def _saved(file: Pdf, mode: ObjectStreamMode) -> bytes:
    """Write a file, the same bytes each time."""
    written = BytesIO()
    file.save(
        written,
        deterministic_id=True,
        fix_metadata_version=False,  # the metadata packet stays byte for byte as Typst wrote it
        object_stream_mode=mode,
    )
    return written.getvalue()


def _end_plainly(file: Pdf) -> None:
    """Write each compressed stream that ends with a carriage return in runs, which end with a mark of their own.

    The return looks like a part of the line end that follows, and the stream like one of a wrong length
    (ISO 19005-2, 6.1.7.1). One stream in 256 ends so: the last byte is that of a checksum, however it is compressed.
    """
    for stream in (found for found in file.objects if isinstance(found, Stream)):
        content, filters = stream.read_raw_bytes(), stream.stream_dict.get("/Filter")
        if isinstance(filters, Name) and "/DecodeParms" not in stream.stream_dict and content.endswith(b"\r"):
            stream.write(_in_runs(content), filter=Array([Name.RunLengthDecode, filters]))


def _in_runs(content: bytes) -> bytes:
    """Encode bytes as runs of up to 128 that repeat nothing (ISO 32000-1, 7.4.5)."""
    runs = (content[start : start + RUN] for start in range(0, len(content), RUN))
    return b"".join(bytes([len(run) - 1]) + run for run in runs) + END_OF_RUNS


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
