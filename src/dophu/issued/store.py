"""Objects by the SHA-256 of their content: written once, never changed, read back only when they still are the same."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from dophu.data import durable
from dophu.errors import DataError

READ_ONLY = 0o444
OBJECTS, PARTS = "objects", ".parts"


class Store:
    """The objects of `issued/objects/xx/<sha256>`; what is being written lies in `issued/.parts` until it is whole."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, content: bytes) -> str:
        """Keep a content and give its digest; one that is there already is left as it is."""
        digest = hashlib.sha256(content).hexdigest()
        place = self._place(digest)
        if not self._is_whole(digest):
            if not place.parent.is_dir():
                place.parent.mkdir(parents=True, exist_ok=True)
                durable.sync_names(place.parent.parent)
            durable.put(place, content, self.folder / PARTS / f"{digest}-{os.getpid()}", READ_ONLY)
        return digest

    def get(self, digest: str) -> bytes:
        """Read an object; one that is missing or no longer what its name says is a DataError."""
        where = f"issued/{OBJECTS}/{digest[:2]}/{digest}"
        fix = "take it back from a copy of the issued folder"
        try:
            content = self._place(digest).read_bytes()
        except OSError as error:
            raise DataError(where, f"it cannot be read: {error.strerror}", fix) from None
        if hashlib.sha256(content).hexdigest() != digest:
            raise DataError(where, "it is damaged: its content has another SHA-256", fix)
        return content

    def _is_whole(self, digest: str) -> bool:
        try:
            return hashlib.sha256(self._place(digest).read_bytes()).hexdigest() == digest
        except OSError:
            return False

    def _place(self, digest: str) -> Path:
        return self.folder / OBJECTS / digest[:2] / digest
