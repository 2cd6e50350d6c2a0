"""Long histories: the rows of all periods in one indexed file, so that an edition reads only what it looks at.

Analysts edit the CSV files. The index is derived from them, brought up to date before each reading, and may be deleted
at any time. Each period and each row bears a checksum: an index that was damaged or altered is made anew. A file
counts as unchanged while its size, its place on the disk and its moments of change are the same.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dophu.data.locations import content_of
from dophu.data.project import WORK, Project
from dophu.data.rows import COLUMNS, SOURCES, TABLES, Frames, read_settings, read_texts, with_values
from dophu.data.tables import as_frame
from dophu.world.units import Gazetteer, Unit

if TYPE_CHECKING:
    import pandas as pd

FOLDER = WORK
WRITER = json.JSONEncoder(ensure_ascii=False)  # made once: json.dumps would make one for every row
UNINDEXED = "DOPHU_UNINDEXED"  # of the environment: what is verified is read from the CSV files alone
FORMAT = 4  # of the index; one of another format is made anew
LONG = 2 << 20  # bytes of CSV from which on an index pays
SETTLED = 2 * 10**9  # nanoseconds after a change within which another one might bear the same moment
AT_ONCE = 50  # periods a transaction: an index that is cut short is continued
PATIENCE = 600  # seconds to wait for another process that brings the index up to date
KINDS = tuple(TABLES)
UNIT = {"totals": "units"}  # the column that names units, where it is not "unit"
VALUE = {"counts": "count", "published": "value", "totals": "count", "revisions": "former"}
WHOLE = ("totals", "revisions")  # few rows, kept and read whole
LEVELLED = ("counts", "published")
SCHEMA = """
CREATE TABLE period (day INTEGER PRIMARY KEY, seen INTEGER, known TEXT, files TEXT, sources TEXT, seal TEXT);
CREATE TABLE listed (kind INTEGER, day INTEGER, level TEXT, PRIMARY KEY (kind, day, level)) WITHOUT ROWID;
CREATE TABLE head (id INTEGER PRIMARY KEY, day INTEGER, cells TEXT);
CREATE INDEX head_of_day ON head (day);
CREATE TABLE cell (
  day INTEGER, kind INTEGER, unit TEXT, line INTEGER, head INTEGER, value TEXT, seal INTEGER,
  PRIMARY KEY (day, kind, unit, line)
) WITHOUT ROWID;
"""
WANTED = "CREATE TEMP TABLE wanted (level TEXT, unit TEXT, PRIMARY KEY (level, unit)) WITHOUT ROWID"
SELECT_CELLS = "SELECT cell.day, cell.unit, cell.line, cell.head, cell.value, cell.seal FROM"
SUMS = "SELECT day, count(*), sum(seal), group_concat(unit) FROM cell GROUP BY day"
OF_PERIOD = f"{SELECT_CELLS} cell WHERE cell.kind = ?1 AND cell.day = ?2"
OF_ALL = f"{SELECT_CELLS} listed CROSS JOIN cell USING (kind, day) WHERE listed.kind = ?1 AND listed.day <= ?2"
OF_UNITS = f"""{SELECT_CELLS} listed CROSS JOIN wanted USING (level)
CROSS JOIN cell ON cell.day = listed.day AND cell.kind = listed.kind AND cell.unit = wanted.unit
WHERE listed.kind = ?1 AND listed.day < ?2"""

SEAL_BYTES = 5  # of a row: a million of them add up within 64 bits

Stats = dict[str, list[int]]


class DamagedError(sqlite3.DatabaseError):
    """The index holds something else than was written into it."""


@dataclass(frozen=True)
class Door:
    """What periods must pass before their rows are let in.

    known   hash of all that the checks count on; with other knowledge every period is judged again
    judge   raises DataError for what is wrong with one period's frames
    apart   gives the units on nobody's record, to look up those of a period that is let in
    """

    gazetteer: Gazetteer
    known: str
    judge: Callable[[Frames], None]
    apart: Callable[[], Gazetteer]

    def level(self, gazetteer: Gazetteer, vintage: str, unit: str) -> str:
        """Name a unit's level in its vintage, by which the index finds the periods that may have the unit."""
        return f"{vintage} {gazetteer.get(vintage, unit).level}"


@dataclass(frozen=True)
class Found:
    """What an edition reads of its campaign's periods; `settings` lists the sources of each period's sources.yml."""

    frames: Frames
    periods: tuple[str, ...]
    settings: dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class _Entry:
    """What the index remembers of a period: when its files were read, what they were, and what judged them."""

    seen: int
    known: str
    files: dict[str, list[Any]]  # as Stats, each with the content's hash behind it

    def is_as_read(self, stats: Stats) -> bool:
        """Say whether the period's files surely are as they were read."""
        same = {name: found[:-1] for name, found in self.files.items()} == stats
        return same and all(max(stat[2:]) < self.seen - SETTLED for stat in stats.values())


def stats_of(project: Project, campaign: str, names: Iterable[str]) -> dict[str, Stats]:
    """Look at the files of periods without reading them: size, place and moments of change, by period and file."""
    folder = project.path("data", campaign)
    return {name: _stats(folder / name) for name in names}


def _stats(folder: Path) -> Stats:
    wanted = {SOURCES, *(f"{kind}.csv" for kind in KINDS)}
    with os.scandir(folder) as entries:
        files = sorted((entry.name, entry.stat()) for entry in entries if entry.name in wanted)
    return {name: [stat.st_size, stat.st_ino, stat.st_mtime_ns, stat.st_ctime_ns] for name, stat in files}


def is_long(stats: dict[str, Stats]) -> bool:
    """Say whether the tables are so large that an index pays."""
    return sum(stat[0] for files in stats.values() for stat in files.values()) > LONG


def known_hashes(project: Project, campaign: str) -> dict[str, str]:
    """Hash the files of periods, by path, without reading them: those that surely are as the index has read them."""
    path = project.root / FOLDER / f"{campaign}.sqlite"
    if UNINDEXED in os.environ:
        return {}
    try:
        index = _connected(path) if path.is_file() else None
        if index is None:
            return {}
        with closing(index):
            _refuse_damage(index)
            entries = _entries(index)
    except sqlite3.Error:  # the CSV files still can be hashed
        return {}
    stats = stats_of(project, campaign, (name for name in entries if project.exists("data", campaign, name)))
    return {
        f"data/{campaign}/{name}/{file}": found[-1]
        for name, now in stats.items()
        if entries[name].is_as_read(now)
        for file, found in entries[name].files.items()
    }


def read_archive(
    project: Project, campaign: str, stats: dict[str, Stats], door: Door, units: Iterable[Unit]
) -> Found | None:
    """Read all rows of the last period, and of the earlier ones those of some units; None where no index can be kept.

    Brings the index up to date first. Its files count as read by the project, with the hashes of their contents.
    Raises DataError for what is wrong in a period that has changed.
    """
    path = project.root / FOLDER / f"{campaign}.sqlite"
    if UNINDEXED in os.environ:
        return None
    try:
        with closing(_open(path)) as index:
            _refuse_damage(index)
            _refresh(index, project, campaign, stats, door)
            return _select(index, project, campaign, max(stats), door, units)
    except (sqlite3.OperationalError, OSError):  # a read-only project, a full disk: the CSV files still can be read
        return None
    except sqlite3.DatabaseError:
        _remove(path)
        return None


def _open(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(exist_ok=True)
    index = _connected(path)
    if index is None:
        _remove(path)
        index = _connected(path)
    if index is None:
        raise OSError(f"{path} cannot be used")
    return index


def _connected(path: Path) -> sqlite3.Connection | None:
    """Open an index, a new one with its tables; None for one that is damaged or of another format."""
    index = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    try:
        version = index.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            with _transaction(index):
                _create(index)
    except sqlite3.OperationalError:
        index.close()
        raise
    except sqlite3.DatabaseError:
        version = None
    if version in (0, FORMAT):
        return index
    index.close()
    return None


def _create(index: sqlite3.Connection) -> None:
    if index.execute("PRAGMA user_version").fetchone()[0] == 0:  # another process may have been quicker
        for statement in SCHEMA.split(";"):
            index.execute(statement)
        index.execute(f"PRAGMA user_version = {FORMAT}")


def _remove(path: Path) -> None:
    for ending in ("", "-journal"):
        with suppress(OSError):
            path.with_name(path.name + ending).unlink()


@contextmanager
def _transaction(index: sqlite3.Connection) -> Iterator[None]:
    index.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        index.execute("ROLLBACK")
        raise
    index.execute("COMMIT")


def _number(name: str) -> int:
    return int(name.replace("-", ""))


def _name(day: int) -> str:
    text = str(day)
    return f"{text[:4]}-{text[4:6]}-{text[6:]}"


# Bringing it up to date


def _refresh(index: sqlite3.Connection, project: Project, campaign: str, stats: dict[str, Stats], door: Door) -> None:
    """Read what has changed since the index was last brought up to date, and forget what is gone."""
    entries = _entries(index)
    stale = [name for name in stats if not _is_fresh(entries, name, stats, door)]
    gone = [name for name in entries if name not in stats and name < max(stats)]
    if gone:
        with _transaction(index):
            for name in gone:
                _forget(index, name)
    for start in range(0, len(stale), AT_ONCE):
        with _transaction(index):
            entries = _entries(index)  # another process may have been quicker
            for name in stale[start : start + AT_ONCE]:
                if not _is_fresh(entries, name, stats, door):
                    _renew(index, project, campaign, name, stats[name], door, entries.get(name))


def _entries(index: sqlite3.Connection) -> dict[str, _Entry]:
    rows = index.execute("SELECT day, seen, known, files FROM period")
    return {_name(day): _Entry(seen, known, json.loads(files)) for day, seen, known, files in rows}


def _is_fresh(entries: dict[str, _Entry], name: str, stats: dict[str, Stats], door: Door) -> bool:
    return name in entries and entries[name].known == door.known and entries[name].is_as_read(stats[name])


def _renew(  # noqa: PLR0913, PLR0917 - one period with all that is known of it
    index: sqlite3.Connection, project: Project, campaign: str, name: str, stats: Stats, door: Door, was: _Entry | None
) -> None:
    """Read a period again; one that was only touched keeps its rows."""
    seen = time.time_ns()
    files = {file: [*stat, _sha256(project, ("data", campaign, name, file))] for file, stat in stats.items()}
    if not (was and was.known == door.known and _hashes(was.files) == _hashes(files)):
        _forget(index, name)
        _let_in(index, name, read_texts(project, campaign, [name]), door)
        sources = json.dumps(read_settings(project, campaign, name), ensure_ascii=False)
        index.execute("INSERT INTO period (day, sources) VALUES (?, ?)", (_number(name), sources))
    told = (seen, door.known, json.dumps(files), _number(name))
    index.execute("UPDATE period SET seen = ?, known = ?, files = ? WHERE day = ?", told)
    index.execute(
        "UPDATE period SET seal = ? WHERE day = ?", (_seals(index, _number(name))[_number(name)], _number(name))
    )


def _hashes(files: dict[str, list[Any]]) -> dict[str, Any]:
    return {name: found[-1] for name, found in files.items()}


def _sha256(project: Project, path: Sequence[str]) -> str:
    return hashlib.sha256(content_of(project.path(*path), "/".join(path))).hexdigest()


def _forget(index: sqlite3.Connection, name: str) -> None:
    for table in ("period", "listed", "head", "cell"):
        index.execute(f"DELETE FROM {table} WHERE day = ?", (_number(name),))


def _let_in(index: sqlite3.Connection, name: str, texts: Frames, door: Door) -> None:
    """Judge a period and write its rows; what its rows share besides unit and value is written once."""
    door.judge({kind: with_values(frame.copy()) for kind, frame in texts.items()})
    day, last = _number(name), index.execute("SELECT coalesce(max(id), 0) FROM head").fetchone()[0]
    heads: dict[tuple[str, ...], int] = {}
    for number, (kind, frame) in enumerate(texts.items()):
        columns = {name: frame[name].tolist() for name in frame}
        units, rest = columns[UNIT.get(kind, "unit")], zip(*(columns[name] for name in _shared(kind)), strict=True)
        shared = [heads.setdefault((kind, *cells), last + 1 + len(heads)) for cells in rest]
        cells = sorted(zip(units, columns["line"], shared, columns[VALUE[kind]], strict=True))
        texts_of = {place: json.dumps(found[1:], ensure_ascii=False) for found, place in heads.items()}
        sealed = ((*cell, _seal(kind, day, *cell[:2], texts_of[cell[2]], cell[3])) for cell in cells)
        index.executemany("INSERT INTO cell VALUES (?, ?, ?, ?, ?, ?, ?)", ((day, number, *cell) for cell in sealed))
        levels = (
            {door.level(door.apart(), *key) for key in set(zip(columns["vintage"], units, strict=True))}
            if kind in LEVELLED
            else {""}
        )
        listed = [(number, day, level) for level in sorted(levels) if units]
        index.executemany("INSERT INTO listed VALUES (?, ?, ?)", listed)
    written = [(number, day, json.dumps(cells[1:], ensure_ascii=False)) for cells, number in heads.items()]
    index.executemany("INSERT INTO head VALUES (?, ?, ?)", written)


def _shared(kind: str) -> list[str]:
    return [column for column in COLUMNS[kind] if column not in (UNIT.get(kind, "unit"), VALUE[kind])]


# Whether it is as it was written


def _refuse_damage(index: sqlite3.Connection) -> None:
    """Hold every period to its checksum; a row that is read is held to its own as well."""
    seals = dict(index.execute("SELECT day, seal FROM period"))
    if seals != _seals(index):
        raise DamagedError("a period is not as it was written")


def _seals(index: sqlite3.Connection, day: int | None = None) -> dict[int, str]:
    """Compute the checksums of periods: of what is remembered of them, their levels, and the seals of their rows."""
    one, asked = ("", ()) if day is None else (" WHERE day = ?", (day,))
    sums = {found: rest for found, *rest in index.execute(SUMS.replace(" GROUP", f"{one} GROUP"), asked)}
    levels: dict[int, list[Any]] = {}
    for kind, found, level in index.execute(f"SELECT kind, day, level FROM listed{one} ORDER BY kind, level", asked):
        levels.setdefault(found, []).append([kind, level])
    rows = index.execute(f"SELECT day, seen, known, files, sources FROM period{one}", asked)
    return {row[0]: _digest([*row, levels.get(row[0]), sums.get(row[0])]).hex() for row in rows}


def _seal(kind: str, *cells: Any) -> int:
    return int.from_bytes(_digest([kind, *cells])[:SEAL_BYTES])


def _digest(content: Any) -> bytes:
    return hashlib.blake2b(WRITER.encode(content).encode(), digest_size=16).digest()


# Reading from it


def _select(  # noqa: PLR0913, PLR0917 - what is asked of which index
    index: sqlite3.Connection, project: Project, campaign: str, last: str, door: Door, units: Iterable[Unit]
) -> Found:
    day = _number(last)
    for name, entry in _entries(index).items():
        if name <= last:
            project.inputs |= {f"data/{campaign}/{name}/{file}": found[-1] for file, found in entry.files.items()}
    frames = {kind: _frame(index, campaign, kind, index.execute(OF_ALL, (KINDS.index(kind), day))) for kind in WHOLE}
    index.execute(WANTED)
    _want(index, {(unit.vintage, unit.code) for unit in units}, door)
    frames["published"] = _in_view(index, campaign, "published", day)
    _want(index, set(frames["revisions"][["vintage", "unit"]].itertuples(index=False, name=None)), door)
    frames["counts"] = _in_view(index, campaign, "counts", day)
    kinds = [KINDS.index(kind) for kind in LEVELLED]
    days = index.execute(
        "SELECT DISTINCT day FROM listed WHERE kind IN (?, ?) AND day <= ? ORDER BY day", (*kinds, day)
    )
    settings = index.execute("SELECT day, sources FROM period WHERE day <= ? ORDER BY day", (day,))
    return Found(
        {kind: with_values(frames[kind]) for kind in KINDS},
        tuple(_name(found) for (found,) in days),
        {_name(found): json.loads(sources) for found, sources in settings},
    )


def _want(index: sqlite3.Connection, keys: set[tuple[str, str]], door: Door) -> None:
    rows = [(door.level(door.gazetteer, vintage, unit), unit) for vintage, unit in sorted(keys)]
    index.executemany("INSERT OR IGNORE INTO wanted VALUES (?, ?)", rows)


def _in_view(index: sqlite3.Connection, campaign: str, kind: str, day: int) -> pd.DataFrame:
    asked = (KINDS.index(kind), day)
    return _frame(index, campaign, kind, [*index.execute(OF_UNITS, asked), *index.execute(OF_PERIOD, asked)])


def _frame(index: sqlite3.Connection, campaign: str, kind: str, cells: Iterable[tuple[Any, ...]]) -> pd.DataFrame:
    """Put rows together as their CSV file has them, in the order of periods and lines."""
    found = sorted(cells, key=lambda cell: (cell[0], cell[2]))
    asked = json.dumps(sorted({cell[3] for cell in found}))
    heads = dict(index.execute("SELECT id, cells FROM head WHERE id IN (SELECT value FROM json_each(?))", (asked,)))
    for day, unit, line, head, value, seal in found:
        if _seal(kind, day, unit, line, heads.get(head), value) != seal:
            raise DamagedError("a row is not as it was written")
    shared = {number: json.loads(text) for number, text in heads.items()}
    names = {day: _name(day) for day in {cell[0] for cell in found}}
    columns = ["period", "file", "line", UNIT.get(kind, "unit"), VALUE[kind], *_shared(kind)]
    rows = [
        [names[day], f"data/{campaign}/{names[day]}/{kind}.csv", line, unit, value, *shared[head]]
        for day, unit, line, head, value, _ in found
    ]
    return as_frame(rows, columns)[["file", "line", *COLUMNS[kind], "period"]]
