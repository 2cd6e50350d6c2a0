"""Archives and letters taken apart: nothing of them is trusted, and nothing of them fills the disk."""

from __future__ import annotations

import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from dophu.errors import UsageError
from dophu.intake import inbox
from dophu.intake.inbox import Arrived, arrivals


def arrived(source: Path, tmp_path: Path) -> list[Arrived]:
    unpacked = tmp_path / "unpacked"
    unpacked.mkdir(exist_ok=True)
    return list(arrivals(source, unpacked))


def packed(path: Path, **files: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return path


@pytest.mark.parametrize("name", ["../../etc/x.xlsx", "/etc/x.xlsx", "..\\..\\x.xlsx", "C:\\x.xlsx", "a/../../x.xlsx"])
def test_an_entry_lands_in_our_folder_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, b"x")
    (one,) = arrived(path, tmp_path)
    assert one.path is not None
    assert one.path.resolve().is_relative_to((tmp_path / "unpacked").resolve())
    assert one.path.suffix == ".xlsx"


def test_an_archive_that_unpacks_to_too_much_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "LARGEST", 1 << 20)
    path = packed(tmp_path / "bomb.zip", **{"big.csv": b"0" * (3 << 20), "small.csv": b"x"})
    big, small = arrived(path, tmp_path)
    assert (big.path, big.problem) == (None, "tệp quá lớn, không mở")
    assert small.path is not None
    assert sum(file.stat().st_size for file in (tmp_path / "unpacked").rglob("*") if file.is_file()) < 1 << 20


def test_all_archives_together_have_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "TOGETHER", 2500)
    path = packed(tmp_path / "many.zip", **{f"{number}.csv": b"0" * 1000 for number in range(9)})
    assert sum(one.path is not None for one in arrived(path, tmp_path)) == 2


def test_archives_in_archives_end_somewhere(tmp_path: Path) -> None:
    path = packed(tmp_path / "0.zip", **{"x.csv": b"x"})
    for number in range(1, 6):
        path = packed(tmp_path / f"{number}.zip", **{f"{number - 1}.zip": path.read_bytes()})
    (one,) = arrived(path, tmp_path)
    assert (one.path, "lồng nhau" in one.problem) == (None, True)


def test_more_files_than_a_collection_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "FILES_AT_MOST", 3)
    for number in range(5):
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / f"{number}.csv").write_text("x")
    with pytest.raises(UsageError, match="more than 3 files"):
        arrived(tmp_path / "in", tmp_path)


def test_a_locked_entry_says_so(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", **{"x.csv": b"x"})
    content = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        content[content.index(mark) + at] |= 1
    path.write_bytes(bytes(content))
    assert [one.problem for one in arrived(path, tmp_path)] == ["tệp nén đặt mật khẩu"]


def test_a_name_in_utf8_that_the_archive_does_not_flag_is_read(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", **{"Bình Gia.csv": b"x"})
    content = path.read_bytes().replace(b"\x00\x08\x00\x00", b"\x00\x00\x00\x00")
    for mark, at in ((b"PK\x01\x02", 9), (b"PK\x03\x04", 7)):
        place = content.index(mark) + at
        content = content[:place] + b"\x00" + content[place + 1 :]
    path.write_bytes(content)
    assert [one.name for one in arrived(path, tmp_path)] == ["Bình Gia.csv"]


@pytest.mark.parametrize(
    "header", ["From: =?utf-8?b?broken", "Date: yesterday", "Date: Tue, 99 Oct 2020 99:99:99", "From: <<>>"]
)
def test_broken_headers_lose_only_themselves(tmp_path: Path, header: str) -> None:
    written = EmailMessage()
    written.set_content("x")
    written.add_attachment(b"a,b\n", "text", "csv", filename="x.csv")
    path = tmp_path / "a.eml"
    path.write_bytes(header.encode() + b"\n" + bytes(written))
    (one,) = arrived(path, tmp_path)
    assert one.path is not None
    assert one.path.read_bytes() == b"a,b\n"


def test_a_table_in_the_text_of_a_letter_is_a_file_where_nothing_is_attached(tmp_path: Path) -> None:
    written = EmailMessage()
    written.set_content("x")
    written.add_alternative("<p>Số liệu:</p><table><tr><td>Bình Gia</td></tr></table>", "html")
    (tmp_path / "a.eml").write_bytes(bytes(written))
    (one,) = arrived(tmp_path / "a.eml", tmp_path)
    assert one.path is not None
    assert "Bình Gia" in one.path.read_text(encoding="utf-8")


def test_a_letter_in_a_letter_gives_its_files(tmp_path: Path) -> None:
    inner, outer = EmailMessage(), EmailMessage()
    inner.set_content("x")
    inner.add_attachment(b"a,b\n", "text", "csv", filename="x.csv")
    outer.set_content("Chuyển tiếp")
    outer.add_attachment(inner)
    (tmp_path / "a.eml").write_bytes(bytes(outer))
    assert [one.name for one in arrived(tmp_path / "a.eml", tmp_path)] == ["x.csv"]


def test_what_breaks_in_a_letter_stops_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> None:
        raise AttributeError

    monkeypatch.setattr(inbox, "_attached", breaks)
    (tmp_path / "in").mkdir()
    for name in ("a.eml", "b.csv"):
        (tmp_path / "in" / name).write_bytes(b"x")
    broken, other = arrived(tmp_path / "in", tmp_path)
    assert (broken.path, broken.problem) == (None, "tệp nén hoặc thư hỏng, không mở được hết")
    assert other.path is not None
