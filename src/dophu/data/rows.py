"""The rows of a campaign's periods, as the CSV files hold them that analysts edit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from dophu.data.project import Project
from dophu.data.settings import line_of, parse_yaml, typed
from dophu.data.tables import COUNTS, ESTIMATE, ESTIMATED, PUBLISHED, REVISIONS, TOTALS, moments, read_tables, whole
from dophu.errors import DataError
from dophu.words import say
from dophu.world.campaigns import Source

if TYPE_CHECKING:
    import pandas as pd

TABLES = {"counts": COUNTS, "published": PUBLISHED, "totals": TOTALS, "revisions": REVISIONS}
MAY_HAVE = {"counts": ESTIMATED, "published": ESTIMATE}  # columns that a file may leave out
COLUMNS = {kind: [*rules, *MAY_HAVE.get(kind, ())] for kind, rules in TABLES.items()}
SOURCES = "sources.yml"
Frames = dict[str, "pd.DataFrame"]


def read_rows(project: Project, campaign: str, names: Iterable[str], kinds: Iterable[str] = TABLES) -> Frames:
    """Read the tables of some periods, one frame a kind, with the period and the place of each row.

    Raises DataError with every cell that its column's rule refuses.
    """
    return {kind: with_values(frame) for kind, frame in read_texts(project, campaign, names, kinds).items()}


def read_texts(project: Project, campaign: str, names: Iterable[str], kinds: Iterable[str] = TABLES) -> Frames:
    """Read the tables of some periods as `read_rows` does, and leave every cell the text that it is."""
    folders = list(names)
    return {kind: _read(project, [f"data/{campaign}/{name}/{kind}.csv" for name in folders], kind) for kind in kinds}


def _read(project: Project, files: list[str], kind: str) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415 - half of what a list of editions would take

    parts = {file: file.split("/") for file in files}
    texts = {file: project.read(*parts[file]) for file in files if project.exists(*parts[file])}
    frame = read_tables(texts, TABLES[kind], MAY_HAVE.get(kind, {}))
    frame["period"] = pd.Series([parts[file][2] for file in frame["file"].tolist()], dtype=str)
    return frame


def with_values(frame: pd.DataFrame) -> pd.DataFrame:
    """Turn checked text into what it says: moments and whole numbers."""
    for column in ("as_of", "revised"):
        if column in frame:
            frame[column] = moments(frame[column])
    for column in ("count", "step", "of", "former"):
        if column in frame:
            frame[column] = whole(frame[column])
    return frame


def periods_in(frames: Frames) -> tuple[str, ...]:
    """Name the periods that have counts or published figures, oldest first."""
    return tuple(sorted({*frames["counts"]["period"].unique(), *frames["published"]["period"].unique()}))


def read_settings(project: Project, campaign: str, name: str) -> list[dict[str, Any]]:
    """Read what a period's sources.yml says of its sources; empty when it has none."""
    listed = _read_sources(project, campaign, name).get("sources") or []
    if not isinstance(listed, list):
        raise DataError(f"data/{campaign}/{name}/{SOURCES}", "sources is no list", "begin each source with '- id: '")
    return listed


def read_status(project: Project, campaign: str, name: str) -> str:
    """Read whether a period's figures are `real` or `simulated`; "" where its sources.yml does not say."""
    return str(_read_sources(project, campaign, name).get("status") or "")


def _read_sources(project: Project, campaign: str, name: str) -> dict[str, Any]:
    if not project.exists("data", campaign, name, SOURCES):
        return {}
    return parse_yaml(project.read("data", campaign, name, SOURCES), f"data/{campaign}/{name}/{SOURCES}")


def sources_of(settings: Mapping[str, list[dict[str, Any]]], campaign: str) -> dict[str, Source]:
    """Describe the sources of some periods by their ids; two of one id in a file are a DataError."""
    found: dict[str, Source] = {}
    for name, listed in settings.items():
        where = f"data/{campaign}/{name}/{SOURCES}"
        described = [typed(Source, source, where) for source in listed]
        ids = [source.id for source in described]
        if (twice := next((place for place, key in enumerate(ids) if key in ids[:place]), None)) is not None:
            line = line_of(listed, (twice, "id"))
            raise DataError(
                where, f"line {line}: two sources have the id '{ids[twice]}'", "give one of them another id"
            )
        found |= {source.id: source for source in described}
    return found


def as_lists(frames: Frames, sources: Mapping[str, Source]) -> tuple[Frames, dict[str, Source]]:
    """Let the sources of many senders speak as the list that they make together, with all their files."""
    members = {name: source for name, source in sources.items() if source.list}
    if not members:
        return frames, dict(sources)
    names = {name: str(source.list) for name, source in members.items()}
    lists = {name: _list(name, sources, members.values()) for name in dict.fromkeys(names.values())}
    listed = {
        kind: frame.assign(source=[names.get(name, name) for name in frame["source"].tolist()])
        for kind, frame in frames.items()
    }
    return listed, {**sources, **lists}


def _list(name: str, sources: Mapping[str, Source], members: Iterable[Source]) -> Source:
    """Describe a list by its own entry, where it has one, and by its members' files and what was accepted of them."""
    own = sources.get(name) or Source(id=name, title=say("source.sent_in"))
    mine = [source for source in members if source.list == name]
    files = (*own.files, *(file for source in mine for file in source.files))
    accepted = (*own.accepted, *(one for source in mine for one in source.accepted))
    return own.model_copy(update={"files": files, "accepted": accepted})
