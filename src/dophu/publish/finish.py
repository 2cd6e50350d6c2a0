"""What a PDF needs beyond what the typesetter can say: signature fields, row headers, streams that end plainly.

Typst tags the columns' heads of a table but not the rows', and knows no form fields. Its file is opened once, mended
and written again, which takes more than half of its bytes away.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from pikepdf import Array, Dictionary, Name, NameTree, Object, ObjectStreamMode, Pdf, Stream, String

from dophu.publish.signing import add_fields

RETURNED = b"\r\nendstream"  # a stream whose last byte looks like a part of the line end before "endstream"
RUN, END_OF_RUNS = 128, b"\x80"


def finished(pdf: bytes) -> bytes:
    """Finish a typeset PDF; the same file gives the same bytes."""
    with Pdf.open(BytesIO(pdf)) as file:
        add_fields(file)
        _mend_tags(file)
        _end_plainly(file)
        written = _saved(file, ObjectStreamMode.generate)
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


def _mend_tags(file: Pdf) -> None:
    """Give each table its caption, and each row its head, the first cell; leave out what poppler complains of."""
    if "/Suspects" in file.Root.MarkInfo:
        del file.Root.MarkInfo.Suspects
    tree = file.Root.StructTreeRoot
    for number, table in enumerate(_tables(tree)):
        for attributes in _attributes(table):
            if "/BorderColor" in attributes:  # the same colour as of text, which is what readers take without it
                del attributes.BorderColor
        _adopt_caption(table)
        for part in (each for each in table.K if _is(each, "TFoot")):  # rows that are kept together, no foot
            part.S = Name.TBody
        heads = NameTree(tree.IDTree)  # has the columns' already
        rows = (row for part in table.K if _is(part, "TBody") for row in part.K)
        for place, row in enumerate(rows):
            name = f"row-{number}-{place}"
            _head(row, name)
            heads[name] = row.K[0]


def _adopt_caption(table: Object) -> None:
    """Take the caption of a table that may part between pages into it: Typst tags the two side by side."""
    around = table.P.P if _is(table.P, "Div") else table
    first = around.K[0]
    if not (_is(around, "Div") and _is(first, "Caption")):
        return
    siblings = around.P.K
    place = [sibling.objgen for sibling in siblings].index(around.objgen)
    first.P, table.P = table, around.P
    table.K.insert(0, first)
    siblings[place] = table


def _head(row: Object, name: str) -> None:
    """Name a row's first cell as its head, also to the other cells, which name their column's already."""
    first, *others = row.K
    first.S, first.ID = Name.TH, String(name)
    for attributes in _of_table(first):
        attributes.Scope = Name.Row
    for attributes in (found for cell in others for found in _of_table(cell)):
        attributes.Headers.append(String(name))


def _is(element: Object, kind: str) -> bool:
    return str(element.get("/S", "")) == f"/{kind}"


def _of_table(cell: Object) -> Iterator[Object]:
    return (attributes for attributes in _attributes(cell) if str(attributes.O) == "/Table")


def _attributes(element: Object) -> Iterator[Object]:
    found = element.get("/A", Array())
    yield from found if isinstance(found, Array) else [found]


def _tables(element: Object) -> Iterator[Object]:
    """Find the tables of a structure tree, in reading order."""
    if _is(element, "Table"):
        yield element
        return
    inner = element.get("/K", Array())
    for child in inner if isinstance(inner, Array) else [inner]:
        if isinstance(child, Dictionary):
            yield from _tables(child)


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
