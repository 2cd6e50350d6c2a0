"""Office files are zip archives: written again here so that the same content gives the same bytes."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EARLIEST = (1980, 1, 1, 0, 0, 0)  # that a zip can hold
FIRST = "[Content_Types].xml"


def steady(saved: BytesIO) -> bytes:
    """Put an archive's members in one order and at one date."""
    again = BytesIO()
    with ZipFile(saved) as old, ZipFile(again, "w", ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != FIRST, name)):
            entry = ZipInfo(name, EARLIEST)
            entry.compress_type, entry.external_attr, entry.create_system = ZIP_DEFLATED, 0o600 << 16, 3
            new.writestr(entry, old.read(name))
    return again.getvalue()
