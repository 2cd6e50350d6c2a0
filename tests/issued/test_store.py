from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from dophu.errors import DataError
from dophu.issued.record import read_record
from dophu.issued.store import PARTS, Store


@pytest.fixture(name="store")
def empty(tmp_path: Path) -> Store:
    (tmp_path / PARTS).mkdir()
    return Store(tmp_path)


def place(store: Store, digest: str) -> Path:
    return store.folder / "objects" / digest[:2] / digest


def test_an_object_lies_read_only_under_its_sha256(store: Store) -> None:
    digest = store.put("Lạng Sơn".encode())
    assert digest == hashlib.sha256("Lạng Sơn".encode()).hexdigest()
    assert place(store, digest).stat().st_mode & 0o777 == 0o444
    assert store.get(digest) == "Lạng Sơn".encode()
    assert list((store.folder / PARTS).iterdir()) == []


def test_what_is_there_is_not_written_again(store: Store) -> None:
    digest = store.put(b"63.438")
    before = place(store, digest).stat()
    assert store.put(b"63.438") == digest
    assert place(store, digest).stat().st_ino == before.st_ino


@pytest.mark.parametrize("content", [b"63.439", b"63.43", b""])
def test_a_damaged_object_is_never_taken_for_whole(store: Store, content: bytes) -> None:
    digest = store.put(b"63.438")
    place(store, digest).chmod(0o644)
    place(store, digest).write_bytes(content)
    with pytest.raises(DataError, match="damaged"):
        store.get(digest)
    assert store.put(b"63.438") == digest
    assert store.get(digest) == b"63.438"


def test_a_missing_object_is_named(store: Store) -> None:
    with pytest.raises(DataError, match=r"issued/objects/00/0+: it cannot be read"):
        store.get("0" * 64)


def put_record(store: Store, name: str) -> str:
    """Keep the record of a letter with one file of this name."""
    empty: dict[str, object] = {
        "letter": {},
        "imprint": {},
        "content": "",
        "manifest": {},
        "project": {},
        "package": "",
    }
    record = empty | {"edition": ["demo", "2020-08-07", "20", "letter"], "outputs": {name: "0" * 64}}
    return store.put(json.dumps(record).encode())


@pytest.mark.parametrize("name", ["../letter.pdf", "/etc/passwd", ".hidden", "a/b.pdf"])
def test_a_record_names_files_and_no_paths(store: Store, name: str) -> None:
    assert set(read_record(store, put_record(store, "letter.pdf")).outputs) == {"letter.pdf"}
    with pytest.raises(DataError, match="it is no record of this version"):
        read_record(store, put_record(store, name))
