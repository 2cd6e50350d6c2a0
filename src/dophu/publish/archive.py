"""Office files are zip archives: written again here so that the same content gives the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

EARLIEST = (1980, 1, 1, 0, 0, 0)  # that a zip can hold
FIRST = "[Content_Types].xml"


def steady(saved: BytesIO) -> bytes:
    """Put an archive's members in one order and at one date."""
    return archive(parts_of(saved))


def parts_of(saved: BytesIO) -> dict[str, bytes]:
    """Read an archive's members by their names."""
    with ZipFile(saved) as old:
        return {name: old.read(name) for name in old.namelist()}


def archive(parts: Mapping[str, bytes]) -> bytes:
    """Write parts in one order and at one date; pictures are packed already."""
    written = BytesIO()
    with ZipFile(written, "w") as new:
        for name in sorted(parts, key=lambda name: (name != FIRST, name)):
            entry = ZipInfo(name, EARLIEST)
            entry.external_attr, entry.create_system = 0o600 << 16, 3
            entry.compress_type = ZIP_STORED if name.endswith(".png") else ZIP_DEFLATED
            new.writestr(entry, parts[name])
    return written.getvalue()
