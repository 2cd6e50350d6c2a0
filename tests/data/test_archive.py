"""Long histories: what is read by way of the index is what the CSV files say, whatever happened to them since."""

import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from dophu.data import archive
from dophu.data.history import History
from dophu.data.periods import read_campaign, read_history
from dophu.data.project import Project
from dophu.errors import DataError
from dophu.world.periods import read_period
from tests.project import CAMPAIGN, COUNTS, TOTALS, Draft, demo  # noqa: F401 - a fixture

ROOT = Path(__file__).parents[2]
INDEX = ".dophu/demo.sqlite"


@pytest.fixture(autouse=True)
def indexed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LONG", -1)


def read(root: Path, day: str = "2020-08-07", unit: str = "20") -> History:
    project = Project(root)
    return read_history(project, read_campaign(project, "demo"), read_period(day), unit)


def read_csv(root: Path, day: str = "2020-08-07", unit: str = "20") -> History:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(archive, "LONG", 1 << 40)
        return read(root, day, unit)


def is_same(one: History, other: History) -> bool:
    frames = ("counts", "published", "totals", "revisions")
    rest = ("sources", "periods", "activities", "files")
    return all(getattr(one, name).equals(getattr(other, name)) for name in frames) and all(
        getattr(one, name) == getattr(other, name) for name in rest
    )


@pytest.fixture(name="campaign", scope="module")
def demo_campaign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("demo")
    shutil.copytree(ROOT / "data", root / "data")
    return root


@pytest.mark.parametrize("unit", ["VN", "01", "20", "178"])
@pytest.mark.parametrize("day", ["2020-08-05", "2020-09-20", "2020-10-16", "2020-08-28"])
def test_an_indexed_history_is_that_of_the_csv_files(campaign: Path, day: str, unit: str) -> None:
    assert is_same(read(campaign, day, unit), read_csv(campaign, day, unit))
    assert (campaign / INDEX).exists()


def test_a_short_history_has_no_index(project: Draft) -> None:
    assert len(read_csv(project.root).counts) == 4
    assert not (project.root / INDEX).exists()


@pytest.mark.parametrize(("new", "count"), [("50000", 50000), ("40001", 40001), ("", -1)])
def test_a_corrected_cell_is_read_again(project: Draft, new: str, count: int) -> None:
    read(project.root)
    project.change("data/demo/2020-07-31/counts.csv", "40000", new)
    assert read(project.root).counts["count"].fillna(-1)[0] == count
    assert is_same(read(project.root), read_csv(project.root))


def test_a_change_that_keeps_size_and_date_is_seen(project: Draft) -> None:
    read(project.root)
    path = project.root / "data/demo/2020-07-31/counts.csv"
    before = path.stat()
    project.change("data/demo/2020-07-31/counts.csv", "40000", "40001")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert read(project.root).counts["count"][0] == 40001


def test_a_touched_file_keeps_its_rows(project: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    before = read(project.root)
    os.utime(project.root / COUNTS)
    monkeypatch.setattr(archive, "read_texts", lambda *_: pytest.fail("read again"))
    assert is_same(read(project.root), before)


def test_a_period_that_is_gone_is_forgotten(project: Draft) -> None:
    assert read(project.root).periods == ("2020-07-31", "2020-08-07")
    shutil.rmtree(project.root / "data/demo/2020-07-31")
    assert read(project.root).periods == ("2020-08-07",)
    assert len(read(project.root).counts) == 3


def test_an_earlier_edition_does_not_forget_later_periods(project: Draft) -> None:
    read(project.root)
    assert read(project.root, "2020-07-31").periods == ("2020-07-31",)
    days = sqlite3.connect(project.root / INDEX).execute("SELECT day FROM period ORDER BY day")
    assert days.fetchall() == [(20200731,), (20200807,)]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (",40000,", ",4x,", "not a whole number"),
        ("VN63,20,", "VN63,99,", "no unit '99' in VN63"),
        (",40000,", ",99999999,", "more than its base"),
        ("DEMO,2020-07-31", "GHOST,2020-07-31", "not in sources.yml"),
    ],
)
def test_what_is_wrong_in_an_earlier_period_is_refused_every_time(
    project: Draft, old: str, new: str, problem: str
) -> None:
    read(project.root)
    project.change("data/demo/2020-07-31/counts.csv", old, new)
    for _ in range(2):
        with pytest.raises(DataError, match=problem):
            read(project.root)


def test_a_wrong_row_of_a_unit_out_of_view_is_refused_too(project: Draft) -> None:
    too_many = "DEMO,2020-07-31,VN63,178,installs,99999999,1,,\n"
    path = project.root / "data/demo/2020-07-31/counts.csv"
    path.write_text(path.read_text() + too_many)
    with pytest.raises(DataError, match="row 3 column 'count': more than its base"):
        read(project.root, unit="01")


def test_with_other_knowledge_every_period_is_judged_again(project: Draft) -> None:
    excuse = "meaning: Số người đã cài đặt., above_base: Một người cài nhiều máy."
    project.change(CAMPAIGN, "meaning: Số người đã cài đặt.", excuse)
    project.change("data/demo/2020-07-31/counts.csv", ",40000,", ",99999999,")
    assert read(project.root).counts["count"][0] == 99999999
    project.change(CAMPAIGN, excuse, "meaning: Số người đã cài đặt.")
    with pytest.raises(DataError, match="more than its base"):
        read(project.root, unit="01")


@pytest.mark.parametrize("content", [b"", b"no index at all" * 300, b"SQLite format 3\0" + b"\0" * 5000])
def test_a_damaged_index_is_made_anew(project: Draft, content: bytes) -> None:
    before = read(project.root)
    (project.root / INDEX).write_bytes(content)
    assert is_same(read(project.root), before)
    assert is_same(read(project.root), before)


def test_files_of_settled_periods_need_no_reading_to_be_hashed(project: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "SETTLED", -(10**12))
    assert archive.known_hashes(project, "demo") == {}
    read_before = read(project.root).files
    hashed = archive.known_hashes(project, "demo")
    assert hashed == {name: hash_ for name, hash_ in read_before.items() if name in hashed} != {}
    project.change(COUNTS, "80000", "80001")
    assert list(archive.known_hashes(project, "demo")) == ["data/demo/2020-07-31/counts.csv"]


def test_files_that_have_just_changed_are_read_to_be_hashed(project: Draft) -> None:
    read(project.root)
    assert archive.known_hashes(project, "demo") == {}


def test_where_no_index_can_be_kept_the_csv_files_are_read(project: Draft) -> None:
    (project.root / ".dophu").write_text("a file where the folder should be")
    assert is_same(read(project.root), read_csv(project.root))


def test_only_the_units_in_view_are_read_of_earlier_periods(project: Draft) -> None:
    rows = (
        (project.root / COUNTS)
        .read_text()
        .replace("2020-08-07T08:00", "2020-07-31")
        .replace("22,installs,150000", "178,installs,15000")
    )
    project.write("data/demo/2020-07-31/counts.csv", rows)
    earlier = read(project.root, unit="01").counts.query("period == '2020-07-31'")
    assert list(earlier["unit"]) == ["20", "24"]
    assert "178" in set(read(project.root, unit="20").counts["unit"])


def test_two_processes_may_bring_it_up_to_date_at_once(project: Draft) -> None:
    read(project.root)
    project.change(COUNTS, "80000", "80001")
    project.change(TOTALS, "170000", "170001")
    held = sqlite3.connect(project.root / INDEX, isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(archive, "PATIENCE", 0)
        assert read(project.root).counts["count"].tolist().count(80001) == 1
    held.execute("ROLLBACK")
    assert is_same(read(project.root), read_csv(project.root))


def test_the_folder_of_the_index_stays_out_of_commits() -> None:
    assert f"{archive.FOLDER}/" in (ROOT / ".gitignore").read_text().splitlines()


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE cell SET value = '40001' WHERE day = 20200731",
        "UPDATE cell SET value = '80001', seal = seal + 1 WHERE unit = '20' AND day = 20200807",
        "UPDATE cell SET unit = '21' WHERE day = 20200731",
        "DELETE FROM cell WHERE day = 20200731",
        "DELETE FROM listed WHERE day = 20200731",
        "UPDATE head SET cells = replace(cells, 'DEMO', 'OMED')",
        "DELETE FROM head",
        'UPDATE period SET sources = \'[{"id": "X", "title": "Y"}]\' WHERE day = 20200731',
        "UPDATE period SET known = 'x', seen = seen + 1",
        "DELETE FROM period WHERE day = 20200731",
        "UPDATE period SET files = replace(files, 'counts', 'totals')",
        "INSERT INTO cell SELECT day, kind, '22', line + 9, head, '7', seal FROM cell WHERE day = 20200731",
        "UPDATE cell SET seal = NULL",
    ],
)
def test_an_altered_index_is_found_and_made_anew(project: Draft, damage: str) -> None:
    right = read_csv(project.root)
    read(project.root)
    with sqlite3.connect(project.root / INDEX) as index:
        index.execute(damage)
    index.close()
    assert is_same(read(project.root), right)
    assert is_same(read(project.root), right)
    with sqlite3.connect(project.root / INDEX) as index:
        assert index.execute("SELECT value FROM cell WHERE day = 20200731").fetchall() == [("40000",)]
    index.close()


def test_what_is_verified_is_read_from_the_csv_files(project: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(archive.UNINDEXED, "1")
    assert read(project.root).counts["count"].tolist() == [40000, 80000, 150000, 90000]
    assert archive.known_hashes(project, "demo") == {}
    assert not (project.root / INDEX).exists()
