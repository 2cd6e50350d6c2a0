"""What an import makes of a period: its counts, what was revised, who sent which file, and the file itself.

Nothing is written unless the period, as it is going to be, is let in by the checks at the door.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from dophu.data.periods import judge_period
from dophu.data.project import Project
from dophu.data.rewrite import CsvRow, Settings, Table, list_in, mapping, put
from dophu.data.settings import parse_yaml, typed
from dophu.data.staging import Staged, rehearsal, staging
from dophu.data.tables import BASES, COUNTS, ESTIMATE, ESTIMATED, PUBLISHED, REVISIONS
from dophu.errors import DataError, UsageError
from dophu.intake.importer import Context
from dophu.intake.own_bases import as_value
from dophu.intake.recollections import SUSPICIONS
from dophu.intake.result import Count, Intake, Notation, Printed
from dophu.wording import Moment
from dophu.words import say
from dophu.world.bases import BaseValue
from dophu.world.campaigns import Campaign
from dophu.world.periods import Period
from dophu.world.units import Unit

SOURCE_ID = re.compile(r"\w+", re.ASCII)
ENDING = re.compile(r"\.[a-z0-9]{1,8}")
FIGURE = ("count", "step", "qualifier")
State = Literal["new", "added", "revised", "already", "unrevised"]
Key = tuple[str, str]  # unit, measure


@dataclass(frozen=True)
class Delivery:
    """A received file and what is known of it beside its cells; blanks are unknown.

    period    whose counts it brings
    source    id under which they stand
    as_of     the moment up to which they count
    received  when it came, and from whom (`sender`)
    joins     the list that it makes together with other senders' files, and what that list is called; None for none
    revised   when counts that the period has already were revised, and why; None where the file must not change any
    """

    file: Path
    period: Period
    source: str
    as_of: Moment
    title: str = ""
    sender: str = ""
    received: Moment | None = None
    joins: tuple[str, str] | None = None
    revised: Moment | None = None
    reason: str = ""


@dataclass(frozen=True)
class Figure:
    """A count as a period holds it; None is missing."""

    count: int | None
    step: int = 1
    qualifier: str = ""

    @property
    def shown(self) -> str:
        """The count after its qualifier; "-" where it is missing."""
        return "-" if self.count is None else f"{self.qualifier} {self.count}".strip()

    @property
    def cells(self) -> dict[str, str]:
        """Its cells in a table of data/."""
        count = "" if self.count is None else str(self.count)
        return dict(zip(FIGURE, (count, str(self.step), self.qualifier), strict=True))


MISSING = Figure(None)


class DoorError(DataError):
    """The period, as an import would leave it, was refused by the checks at the door."""


@dataclass(frozen=True)
class Change:
    """A count that a file adds (no former one), changes, or no longer has (no new one).

    note   what explained the former count; it goes with it
    """

    unit: str
    measure: str
    former: Figure | None
    new: Figure | None
    note: str = ""

    @property
    def kind(self) -> str:
        """Which of the three it is: "added", "changed" or "gone"."""
        return "added" if self.former is None else "gone" if self.new is None else "changed"


@dataclass(frozen=True)
class Receipt:
    """What an import did to a period.

    state     "new" source; "added" to its source; "revised"; "already" imported; "unrevised": nothing was written,
              since counts would change and no revision was asked for
    changes   count by count, in the order of the units
    moved     the source's former moment, where the file gives another
    files     what was written, by path in the project
    """

    state: State
    changes: tuple[Change, ...]
    moved: Moment | None = None
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Import:
    """An import on its way into a staged period.

    table   counts.csv of the period
    own     its rows of this source
    notes   why cells were accepted that disagree, by their place
    """

    staged: Staged
    known: Context
    intake: Intake
    delivery: Delivery
    table: Table
    own: dict[Key, CsvRow]
    notes: dict[str, str]

    @cached_property
    def given(self) -> dict[Key, Count]:
        """The file's counts."""
        return {(one.unit, one.measure): one for one in self.intake.counts}

    def place(self, code: str) -> tuple[int, str]:
        """Where a unit stands among others: the nation before its provinces, those before their parts."""
        return self.known.gazetteer.get(self.intake.vintage, code).depth, code

    @cached_property
    def common(self) -> dict[str, str]:
        """What all rows of the file share."""
        delivery = self.delivery
        return {"source": delivery.source, "as_of": str(delivery.as_of), "vintage": self.intake.vintage}


def source_id(day: date, parent: Unit | None = None) -> str:
    """Name a received list by its day: `TN20200807` of provinces, `TN20200807_20` of the parts of 20."""
    return f"TN{day:%Y%m%d}" + ("" if parent is None or parent.is_nation else f"_{parent.code}")


def receive(project: Project, known: Context, intake: Intake, delivery: Delivery, *, dry_run: bool = False) -> Receipt:
    """Write a clean import into its period, wholly or not at all; a dry run only says what would be.

    Rows of other sources stay byte for byte. Raises DoorError where the door refuses the period as it would be,
    DataError where the file has changed since it was read, UsageError while another import is at work.
    """
    if not SOURCE_ID.fullmatch(delivery.source):
        raise UsageError("--source", f"'{delivery.source}' is no id", "use letters, digits and _, as TN20200807")
    folder = ("data", known.campaign.key, delivery.period.name)
    opened: AbstractContextManager[Staged] = (rehearsal if dry_run else staging)(project, folder)
    with opened as staged:
        table = Table.read(staged, _name(staged, "counts.csv"), COUNTS, ESTIMATED)
        own = {_key(row): row for row in table.rows if row.cells["source"] == delivery.source}
        return _put(_Import(staged, known, intake, delivery, table, own, _notes(intake)))


def receive_all(
    project: Project, known: Context, given: Sequence[tuple[Intake, Delivery]], *, dry_run: bool = False
) -> None:
    """Write clean imports of as many new sources into one period, all of them or none; a dry run only tries.

    Raises DoorError where the door refuses the period as it would be, UsageError for a source that is there already.
    """
    folder = ("data", known.campaign.key, given[0][1].period.name)
    opened: AbstractContextManager[Staged] = (rehearsal if dry_run else staging)(project, folder)
    with opened as staged:
        table = Table.read(staged, _name(staged, "counts.csv"), COUNTS, ESTIMATED)
        settings, lines = _settings(staged, known), [row.raw for row in table.rows]
        there = {row.cells["source"] for row in table.rows}
        for intake, delivery in given:
            if delivery.source in there:
                raise UsageError(delivery.source, "the period has this source already", "import its file by itself")
            wanted = _Import(staged, known, intake, delivery, table, {}, _notes(intake))
            kept = f"received/{intake.sha256}{_ending(intake)}"
            lines += [_given(wanted, key, wanted.given[key]) for key in _ordered(wanted, set(wanted.given))]
            _describe(wanted, settings, kept)
            _keep(wanted, kept)
            if intake.shares:
                staged.put("published.csv", _published(wanted))
            if intake.bases:
                staged.put("bases.csv", _bases(wanted))
                known = _with_own_bases(replace(wanted, known=known))
        if lines:
            staged.put("counts.csv", table.text(lines))
        staged.put("sources.yml", settings.text)
        _judge(staged, known, folder[-1])


def _notes(intake: Intake) -> dict[str, str]:
    return {found.place: found.details["reason"] for found in intake.findings if found.kind == "accepted"}


def _judge(staged: Staged, known: Context, period: str) -> None:
    try:
        judge_period(staged, known.campaign, known.gazetteer, known.bases, period)
    except DataError as error:
        raise DoorError(error.where, error.problem, error.fix) from None


def _with_own_bases(wanted: _Import) -> Context:
    """Hold the period to the denominators that the file brings along."""
    values = tuple(as_value(base, wanted.delivery.source) for base in wanted.intake.bases)
    bases, period = wanted.known.bases, wanted.delivery.period.name
    return replace(wanted.known, bases=bases.with_own(period, values)) if values else wanted.known


def _put(wanted: _Import) -> Receipt:
    receipt = _compare(wanted)
    if receipt.state == "unrevised":
        return receipt
    kept = f"received/{wanted.intake.sha256}{_ending(wanted.intake)}"
    texts = {"sources.yml": _sources(wanted, kept)}
    if wanted.given or wanted.table.rows or not wanted.intake.shares:
        texts["counts.csv"] = _counts(wanted, receipt.changes)
    if wanted.intake.shares:
        texts["published.csv"] = _published(wanted)
    if wanted.intake.bases:
        texts["bases.csv"] = _bases(wanted)
    if all(_stands(wanted.staged, name, text) for name, text in texts.items()):
        return replace(receipt, state="already")
    if receipt.state == "revised":
        texts["revisions.csv"] = _revisions(wanted, receipt.changes)
    for name, text in texts.items():
        wanted.staged.put(name, text)
    _keep(wanted, kept)
    _judge(wanted.staged, _with_own_bases(wanted), wanted.delivery.period.name)
    return replace(receipt, files=tuple(_name(wanted.staged, name) for name in sorted([*texts, kept])))


def _stands(staged: Staged, name: str, text: str) -> bool:
    path = staged.content / name
    return path.is_file() and path.read_bytes() == text.encode()


def _keep(wanted: _Import, kept: str) -> None:
    """Keep the received file unchanged, and make sure that it is the one that was read."""
    file = wanted.delivery.file
    with wanted.staged.put(kept, file).open("rb") as content:
        if hashlib.file_digest(content, "sha256").hexdigest() != wanted.intake.sha256:
            raise DataError(file.name, "the file has changed since it was read", "run the import again")


def _ending(intake: Intake) -> str:
    """Choose the kept file's ending: its own where that is one, else that of its form."""
    own = Path(intake.name).suffix.lower()
    return own if ENDING.fullmatch(own) else f".{intake.form}"


def _name(staged: Staged, name: str) -> str:
    return "/".join((*staged.folder, name))


def _key(row: CsvRow) -> Key:
    return row.cells["unit"], row.cells["measure"]


# What changes


def _compare(wanted: _Import) -> Receipt:
    """Hold the file's counts to those that its source already has in the period."""
    changes, moved = tuple(_changes(wanted)), _moved(wanted)
    revises = moved is not None or any(change.kind != "added" for change in changes)
    if not wanted.own:
        return Receipt("new", changes)
    if wanted.delivery.revised:
        return Receipt("revised", changes, moved)
    return Receipt("unrevised" if revises else "added", changes, moved)


def _changes(wanted: _Import) -> Iterator[Change]:
    for key in _ordered(wanted, {*wanted.given, *_listed(wanted)}):
        row, count = wanted.own.get(key), wanted.given.get(key)
        former = _figure(row) if row else None
        new = Figure(count.count, count.step, count.qualifier) if count else None
        if former != new and (new or former != MISSING):
            yield Change(*key, former, new, row.cells["note"] if row else "")


def _listed(wanted: _Import) -> set[Key]:
    """Find the source's counts that the file should give again: of the list whose counts it gives, if only some."""
    measures = {measure for unit, measure in wanted.given if (unit, measure) in wanted.own}
    own, gazetteer = wanted.own.keys(), wanted.known.gazetteer
    parents = {unit: gazetteer.get(wanted.intake.vintage, unit).parent for unit in {unit for unit, _ in own}}
    return {key for key in own if key[1] in measures and parents[key[0]] == wanted.intake.parent}


def _figure(row: CsvRow) -> Figure:
    count, step, qualifier = (row.cells[name] for name in FIGURE)
    return Figure(int(count) if count else None, int(step or 1), qualifier)


def _moved(wanted: _Import) -> Moment | None:
    """Find the former moment of the counts that the file gives again."""
    former = {row.cells["as_of"] for key, row in wanted.own.items() if key in wanted.given}
    other = sorted(former - {str(wanted.delivery.as_of), ""})
    return Moment.parse(other[0]) if other else None


def _ordered(wanted: _Import, keys: set[Key]) -> list[Key]:
    """Order counts as the gazetteer lists the units, then as the campaign lists the measures."""
    measures = list(wanted.known.campaign.measures)
    return sorted(keys, key=lambda key: (wanted.place(key[0]), measures.index(key[1])))


# The files


def _counts(wanted: _Import, changes: tuple[Change, ...]) -> str:
    """Write counts.csv: other sources' rows where they stand, this source's together, from where its first stood."""
    written = {key: row.raw for key, row in wanted.own.items()}
    written |= {key: _given(wanted, key, count) for key, count in wanted.given.items()}
    gone = {(change.unit, change.measure) for change in changes if change.kind == "gone"}
    written |= {key: _line(wanted, key, MISSING, "") for key in gone}
    mine = [written[key] for key in _ordered(wanted, set(written))]
    source = [row.cells["source"] for row in wanted.table.rows]
    first = source.index(wanted.delivery.source) if wanted.own else len(source)
    rest = [row.raw for row in wanted.table.rows if row.cells["source"] != wanted.delivery.source]
    return wanted.table.text([*rest[:first], *mine, *rest[first:]])


def _published(wanted: _Import) -> str:
    """Write published.csv: other rows where they stand, the file's percentages behind them."""
    name = _name(wanted.staged, "published.csv")
    table = Table.read(wanted.staged, name, PUBLISHED, ESTIMATE)
    if any(one.ends for one in wanted.intake.shares):
        table = table.with_columns(ESTIMATE)
    given = {(wanted.delivery.source, one.unit, one.measure): one for one in wanted.intake.shares}
    former = {_printed_key(row): row for row in table.rows if row.cells["figure"] in ("share", "value")}
    again = {key: former[key] for key in given if key in former}
    changed = [key for key, row in again.items() if not _is_printed(row, given[key])]
    if changed and not wanted.delivery.revised:
        problem = f"{name} has another share of {changed[0][1]} already: {again[changed[0]].cells['value']}"
        raise DoorError(name, problem, 'if they are revised: --revise --reason "WHY"')
    replaced = list(again.values())
    kept = [row.raw for row in table.rows if row not in replaced]
    return table.text([*kept, *(_printed(wanted, table, one, former.get(key)) for key, one in given.items())])


def _printed_key(row: CsvRow) -> tuple[str, str, str]:
    return row.cells["source"], row.cells["unit"], row.cells["measure"]


def _printed(wanted: _Import, table: Table, one: Printed, former: CsvRow | None) -> str:
    """Write a percentage as a row; what it was before a revision stands in its note."""
    if former and _is_printed(former, one):
        return former.raw
    was = say("source.was", value=former.cells["value"], reason=wanted.delivery.reason) if former else ""
    note = "; ".join(filter(None, (wanted.notes.get(one.place), one.note, was)))
    figure = "share" if one.base else "value"
    cells = {"unit": one.unit, "measure": one.measure, "figure": figure, "value": one.value, "note": note}
    cells |= {"qualifier": one.qualifier, "base": one.base, "status": "published", **_ends(one)}
    return table.line({**dict.fromkeys(table.columns, ""), **wanted.common, **cells})


def _ends(one: Printed) -> dict[str, str]:
    return asdict(one.ends) if one.ends else {}


def _is_printed(row: CsvRow, one: Printed) -> bool:
    """Say whether a row has a figure as it is given, its interval included."""
    given = {"value": one.value, "low": "", "high": ""} | _ends(one)
    return all(row.cells.get(name, "") == cell for name, cell in given.items())


def _bases(wanted: _Import) -> str:
    """Write bases.csv of the period: what the file brings along, and the values that it does not give."""
    table = Table.read(wanted.staged, _name(wanted.staged, "bases.csv"), BASES)
    given = {(base.base, base.vintage, base.unit): base for base in wanted.intake.bases}
    kept = [row.raw for row in table.rows if tuple(row.cells[key] for key in ("base", "vintage", "code")) not in given]
    ordered = sorted(given.values(), key=lambda one: (one.base, wanted.place(one.unit)))
    return table.text([*kept, *(table.line(_base(as_value(one, wanted.delivery.source))) for one in ordered)])


def _base(value: BaseValue) -> dict[str, str]:
    cells = {name: cell for name, cell in asdict(value).items() if name not in ("start", "end")}
    cells["code"] = cells.pop("unit")
    return {key: "" if cell is None else str(cell) for key, cell in cells.items()}


def _given(wanted: _Import, key: Key, count: Count) -> str:
    """Write a count of the file; where it stands so already its row stays, with its note."""
    figure = Figure(count.count, count.step, count.qualifier)
    note = "; ".join(filter(None, (wanted.notes.get(count.place), count.note)))
    row = wanted.own.get(key)
    same = row and (row.cells["as_of"], _figure(row)) == (wanted.common["as_of"], figure)
    return row.raw if row and same and note in ("", row.cells["note"]) else _line(wanted, key, figure, note)


def _line(wanted: _Import, key: Key, figure: Figure, note: str) -> str:
    return wanted.table.line({**wanted.common, "unit": key[0], "measure": key[1], "note": note, **figure.cells})


def _revisions(wanted: _Import, changes: tuple[Change, ...]) -> str:
    """Add to revisions.csv what each changed count was; blank for one that a list gives which lacked it before."""
    table = Table.read(wanted.staged, _name(wanted.staged, "revisions.csv"), REVISIONS)
    counted, now = {measure for _, measure in wanted.own}, str(wanted.delivery.revised)
    before = {(row.cells["source"], *_key(row)) for row in table.rows if row.cells["revised"] == now}
    added = []
    for change in [change for change in changes if change.measure in counted]:
        if (wanted.delivery.source, change.unit, change.measure) in before:
            problem = f"the count of {change.unit} was revised at {now} already"
            raise UsageError("--received", problem, "give the later moment at which this file was received")
        cells = {"source": wanted.delivery.source, "revised": now, "vintage": wanted.intake.vintage}
        cells |= {"unit": change.unit, "measure": change.measure, "reason": wanted.delivery.reason}
        figure = (change.former or MISSING).cells
        added.append(table.line(cells | figure | {"former": figure["count"]}))
    return table.text([*(row.raw for row in table.rows), *added])


def _sources(wanted: _Import, kept: str) -> str:
    """Write sources.yml: the source, the file under it, and why disagreements outside the counts were accepted."""
    settings = _settings(wanted.staged, wanted.known)
    _describe(wanted, settings, kept)
    return settings.text


def _settings(staged: Staged, known: Context) -> Settings:
    """Read sources.yml of the period, or start one."""
    name = _name(staged, "sources.yml")
    parts = name.split("/")
    start = f"status: {known.campaign.status}\nsources: []\n"
    return Settings(staged.read(*parts) if staged.exists(*parts) else start, name)


def _describe(wanted: _Import, settings: Settings, kept: str) -> None:
    listed = list_in(settings.content, "sources")
    entry = _entry_of(listed, wanted.delivery.source)
    if entry is None:
        entry = _entry(wanted)
        listed.append(entry)
    if wanted.delivery.joins:
        name, title = wanted.delivery.joins
        put(entry, "list", name)
        if _entry_of(listed, name) is None:
            listed.insert(0, _described(name, title))
    moments = {row.cells["as_of"] for key, row in wanted.own.items() if key not in wanted.given}
    put(entry, "as_of", _plain(wanted.delivery.as_of) if moments <= {str(wanted.delivery.as_of)} else None)
    _add_file(wanted, entry, kept)
    _accept(wanted, entry)
    places = {count.place for count in wanted.intake.counts}
    for line in [
        say("source.cell", place=place, reason=reason) for place, reason in wanted.notes.items() if place not in places
    ]:
        if line not in (entry.get("note") or ""):
            entry["note"] = " ".join(filter(None, (entry.get("note"), line)))


def _accept(wanted: _Import, entry: Any) -> None:
    """Keep what was let stand beside former deliveries, each with its reason."""
    for found in wanted.intake.findings:
        if found.kind == "accepted" and found.details.get("kind") in SUSPICIONS:
            said = found.details
            of_cell = {"unit": said["of_unit"], "count": int(said["of_count"])} if "of_unit" in said else {}
            line = mapping(kind=said["kind"], measure=said["of_measure"], **of_cell, reason=said["reason"])
            listed = list_in(entry, "accepted")
            if line not in listed:
                listed.append(line)


def _entry_of(listed: Any, source: str) -> Any:
    return next((entry for entry in listed if str(entry["id"]) == source), None)


def _entry(wanted: _Import) -> Any:
    """Describe a source that the period does not have yet; one of the campaign's own keeps its title."""
    delivery = wanted.delivery
    known = next((source.title for source in wanted.known.campaign.sources if source.id == delivery.source), "")
    title = delivery.title or known or say("source.of_file", file=_file_name(wanted.intake))
    return _described(delivery.source, title)


def _described(source: str, title: str) -> Any:
    """Describe a source of which nothing else is known yet."""
    unknown: dict[str, Any] = {"address": [], "published": None, "as_of": None, "received": None, "note": None}
    return mapping(id=source, title=title) | unknown


def _add_file(wanted: _Import, entry: Any, kept: str) -> None:
    intake, delivery = wanted.intake, wanted.delivery
    files = list_in(entry, "files")
    known = next((file for file in files if file.get("sha256") == intake.sha256), None)
    if known is None:
        known = mapping(file=_file_name(intake), sha256=intake.sha256, size=intake.size)
        files.append(known)
        if delivery.received:
            entry["received"] = _plain(delivery.received)
    at = _plain(delivery.received) if delivery.received else ""
    said = mapping(at=at, **{"from": delivery.sender}, sheet=intake.sheet, range=intake.area, kept=kept)
    known.update({key: value for key, value in said.items() if key not in known})


def _file_name(intake: Intake) -> str:
    return unicodedata.normalize("NFC", intake.name)


def _plain(moment: Moment) -> date | str:
    """Choose what YAML writes without quotes."""
    return str(moment) if moment.clock else moment.day


# campaign.yml


@dataclass(frozen=True)
class Decisions:
    """How a file was read, as it is kept for the next one.

    columns       the heading that was named for a measure, beside those kept before
    skip          names of rows that were set aside, and why
    leave_blank   unit and measure ("20 installs") of counts that could not be read, and why they were left blank
    sheet, table  which one counts
    """

    columns: dict[str, str]
    numbers: Notation | None = None
    skip: dict[str, str] = field(default_factory=dict)
    leave_blank: dict[str, str] = field(default_factory=dict)
    sheet: str | None = None
    table: str | None = None


def keep_decisions(project: Project, campaign: str, decided: Decisions) -> bool:
    """Keep in campaign.yml how files are read, for the next one; say whether that changes it."""
    where = f"data/{campaign}/campaign.yml"
    text = project.read("data", campaign, "campaign.yml")
    settings = Settings(text, where)
    kept = settings.content.setdefault("intake", mapping())
    for measure, heading in decided.columns.items():
        headings = list_in(kept.setdefault("columns", mapping()), measure)
        if heading not in headings:
            headings.append(heading)
    for name in ("numbers", "sheet", "table"):
        if value := getattr(decided, name):
            put(kept, name, value)
    for name, reasons in (("skip", decided.skip), ("leave_blank", decided.leave_blank)):
        for key, reason in reasons.items():
            put(kept.setdefault(name, mapping()), key, reason)
    if not kept or settings.text == text:
        return False
    typed(Campaign, parse_yaml(settings.text, where), where)
    path = project.path("data", campaign, "campaign.yml")
    path.with_name(".campaign.yml").write_bytes(settings.text.encode())
    path.with_name(".campaign.yml").replace(path)
    return True
