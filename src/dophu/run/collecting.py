"""`dophu collect`: the files of many senders at once, each told apart, the clean ones taken in when asked to.

Whose a file is, its content says; its name is only a hint. A file that is broken, wrong or sent in two versions stays
out and stops no other.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from dophu.data.bases import read_bases
from dophu.data.periods import asked_period, read_campaign
from dophu.data.project import Project
from dophu.data.receive import Delivery, DoorError, receive, receive_all, source_id
from dophu.data.reference import read_aliases, read_gone, read_units
from dophu.data.rewrite import Table
from dophu.data.tables import ESTIMATE, PUBLISHED
from dophu.errors import DophuError, UsageError
from dophu.intake.checks import ACCEPTABLE, accepted
from dophu.intake.collected import Collected, Sent, State, Total
from dophu.intake.files import read_file
from dophu.intake.findings import CellFinding
from dophu.intake.grid import Workbook
from dophu.intake.headers import Vocabulary, fold
from dophu.intake.importer import Context, Options, take_in
from dophu.intake.inbox import Arrived, arrivals
from dophu.intake.readers.package import UnreadError
from dophu.intake.result import Count, Intake, Notation
from dophu.intake.whose import with_unit
from dophu.memory.door import Memory, memory_of
from dophu.run.importing import first_of, read_moment, read_pairs
from dophu.wording import Moment, decimal
from dophu.words import say
from dophu.world.campaigns import Campaign
from dophu.world.periods import Period, read_period
from dophu.world.units import Unit, as_code

FOLDER = ("outputs", "collect")
OF_OTHERS = ("units_missing",)  # said of each file that is not the whole list
OF_ALL = ("list_moved", "list_hurried", "scattered", "same_factor", "same_step", "all_multiples", "heaped")
COMMON = "common"  # marks what is found in all files together, and in none alone
TOLD_ELSEWHERE = ("accepted", "no_longer")  # of those who have not sent yet
UNSENT = ("cut_off", "cut_short")  # of a list that many send, those who have not sent
READY: tuple[State, ...] = ("clean", "held")
SHOWN = 3  # findings that a line tells
OF_A_BASE, IN_PERCENT = "base:", " %"  # mark what is no count of a measure
Cell = tuple[str, str]  # unit, measure
Figure = int | str  # a count or a denominator; a percentage as printed


@dataclass(frozen=True)
class Wanted:
    """What is asked of a collection.

    accept   KIND, or FILE!CELL -> why it is let stand
    take     a unit's code -> the file that holds, where several were sent; its reason where data/ has other figures
    whose    a file -> the code of the unit whose figures it gives, where it does not say so itself
    """

    campaign: str
    period: str
    now: Moment
    unit: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    numbers: Notation | None = None
    as_of: Moment | None = None
    accept: Mapping[str, str] = field(default_factory=dict)
    take: Mapping[str, str] = field(default_factory=dict)
    whose: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    write: bool = False
    out: Path | None = None


def wanted_from(
    *, columns: Iterable[str], accept: Iterable[str], take: Iterable[str], as_of: str, now: str, **given: Any
) -> Wanted:
    """Read the command line's texts. Raises UsageError."""
    chosen = {as_code(unit): file for unit, file in read_pairs("--take", take).items()}
    whose = {file: as_code(unit) for file, unit in read_pairs("--whose", given.pop("whose", ())).items()}
    reasons = read_pairs("--accept", accept)
    if blank := next((name for name, reason in reasons.items() if not reason), None):
        raise UsageError("--accept", f"no reason for {blank}", f'write --accept {blank}="the reason"')
    until = read_moment("--as-of", as_of)
    return Wanted(
        columns=read_pairs("--column", columns),
        accept=reasons,
        take=chosen,
        whose=whose,
        as_of=until,
        now=Moment.parse(now),
        **given,
    )


@dataclass(frozen=True)
class _Desk:
    """What every file is read against."""

    project: Project
    wanted: Wanted
    period: Period
    day: date
    campaign: Campaign
    context: Context
    memory: Memory

    @cached_property
    def there(self) -> dict[Cell, tuple[Figure, str]]:
        """The figures that the period has already, and their sources; of percentages those that senders gave."""
        lists = self.memory.past.get(self.period.name, {})
        counted = {
            (unit, group.measure): (figure.count, figure.source)
            for group, listed in lists.items()
            if group.vintage == self.vintage
            for unit, figure in listed.items()
        }
        own = self.context.bases.own.get(self.period.name, ())
        brought = {
            (value.unit, f"{OF_A_BASE}{value.base}"): (value.value, value.source)
            for value in own
            if value.vintage == self.vintage
        }
        return {**counted, **self._shares, **brought}

    @cached_property
    def _shares(self) -> dict[Cell, tuple[Figure, str]]:
        name = f"data/{self.campaign.key}/{self.period.name}/published.csv"
        rows = [row.cells for row in Table.read(self.project, name, PUBLISHED, ESTIMATE).rows]
        sent = [row for row in rows if row["figure"] in ("share", "value") and row["source"] in self.taken.values()]
        return {(row["unit"], f"{row['measure']}{IN_PERCENT}"): (row["value"], row["source"]) for row in sent}

    @cached_property
    def taken(self) -> dict[str, str]:
        """The files that the period has already, and their sources, by SHA-256."""
        sources = self.memory.sources.get(self.period.name, {}).values()
        return {file.sha256: source.id for source in sources for file in source.files if file.sha256}

    @cached_property
    def vintage(self) -> str:
        """The set of units in force."""
        return self.context.gazetteer.vintage_on(self.day)

    def unit(self, code: str) -> Unit:
        """Find a unit that is in force."""
        return self.context.gazetteer.get(self.vintage, code)


def collect(project: Project, inbox: Path, wanted: Wanted) -> Collected:
    """Read an inbox, tell its files apart, and with `write` take the clean ones in; running it again goes on.

    Raises UsageError for wrong options and for a path that is no inbox.
    """
    desk = _desk(project, wanted)
    with tempfile.TemporaryDirectory() as unpacked:
        read = [_accepted(desk, _read(desk, arrived)) for arrived in arrivals(inbox, Path(unpacked))]
        parent = _parent(desk, read)
        expected = tuple(unit for unit in desk.context.gazetteer.children(parent))
        named = [_with_guess(one, expected) for one in _without_copies(desk, _of_parent(desk, read, parent))]
        sent, general = _remembered(desk, named)
        sent = _unsettled(desk, sent)
        written: tuple[str, ...] = ()
        if wanted.write:
            sent, written = _written(desk, sent)
        sent = [_with_copies(desk, one) if one.state == "to_correct" else one for one in sent]
    _all_used(desk, sent, general)
    collected = Collected(
        *(desk.campaign, wanted.period, parent, expected, tuple(sent), _missing(desk, sent, expected)),
        *(_totals(desk, sent, expected), tuple(general), written),
    )
    return _with_page(desk, collected)


def _desk(project: Project, wanted: Wanted) -> _Desk:
    period = asked_period(wanted.period)
    if wanted.out:
        project.refuse_own(wanted.out, "--out")
    campaign = read_campaign(project, wanted.campaign)
    day = campaign.window(period).last
    gazetteer = read_units(project, day)
    bases = read_bases(project, gazetteer, campaign.key, period)
    parent = gazetteer.get(gazetteer.vintage_on(day), as_code(wanted.unit), "--unit").code if wanted.unit else None
    context = Context(
        gazetteer=gazetteer,
        aliases=read_aliases(project, gazetteer),
        gone=partial(read_gone, project),
        campaign=campaign,
        period=day,
        bases=bases,
        parent=parent,
        since=first_of(campaign.window(period)),
    )
    memory = memory_of(project, campaign, gazetteer, bases, period)
    return _Desk(project, wanted, period, day, campaign, context, memory)


# Reading


def _read(desk: _Desk, arrived: Arrived) -> Sent:
    """Read one file; whatever is wrong with it is its own."""
    if arrived.path is None:
        return Sent(arrived, "", 0, "no_table", why=arrived.problem)
    try:
        with arrived.path.open("rb") as content:
            sha256 = hashlib.file_digest(content, "sha256").hexdigest()
        size = arrived.path.stat().st_size
    except OSError as error:
        return Sent(arrived, "", 0, "no_table", why=say("refused.unreadable", why=error.strerror))
    try:
        intake = _taken_in(desk, arrived, read_file(arrived.path), sha256, size)
    except UnreadError as error:
        return Sent(arrived, sha256, size, "no_table", why=say(error.key))
    except DophuError as error:  # of an option, not of the file
        why = say("refused.unreadable", why=f"{error.problem}; {error.fix}")
        return Sent(arrived, sha256, size, "no_table", why=why)
    except Exception as error:  # what nobody foresaw in a file stops no other
        return Sent(arrived, sha256, size, "no_table", why=say("refused.broken", error=type(error).__name__))
    intake = replace(intake, findings=tuple(found for found in intake.findings if found.kind not in OF_OTHERS))
    named = [(one.vintage, one.unit) for one in intake.counts] + [(one.vintage, one.unit) for one in intake.shares]
    units = dict.fromkeys(desk.unit(unit) for vintage, unit in named if vintage == desk.vintage)
    return Sent(arrived, sha256, size, "clean", intake, tuple(units))


def _taken_in(desk: _Desk, arrived: Arrived, workbook: Workbook, sha256: str, size: int) -> Intake:
    """Take a workbook in; one that does not say whose it is, as that of the unit that somebody named."""
    options = Options(columns=desk.wanted.columns, numbers=desk.wanted.numbers, as_of=desk.wanted.as_of)
    intake = take_in(workbook, sha256, size, desk.context, options)
    if arrived.name not in desk.wanted.whose or intake.counts or intake.shares:
        return intake
    unit = desk.context.gazetteer.get(desk.vintage, desk.wanted.whose[arrived.name], "--whose")
    vocabulary = Vocabulary(desk.campaign, desk.wanted.columns, desk.day, desk.context.since)
    named = with_unit(workbook, unit, vocabulary)
    if named is None:
        wrong = CellFinding("error", intake.sheet, "", "", "whose_row", {"unit": unit.full_name})
        return replace(intake, findings=(wrong, *intake.findings))
    return take_in(named[0], sha256, size, desk.context, replace(options, skip=named[1]))


def _parent(desk: _Desk, read: Iterable[Sent]) -> Unit:
    """Find whose parts are collected: the unit asked for, else the one that most files are of."""
    if desk.context.parent:
        return desk.unit(desk.context.parent)
    above = Counter(unit.parent for one in read for unit in one.units)
    return desk.unit(above.most_common(1)[0][0]) if above else desk.context.gazetteer.nation(desk.vintage)


def _of_parent(desk: _Desk, read: Iterable[Sent], parent: Unit) -> Iterator[Sent]:
    """Tell of files that are of another unit's parts."""
    for one in read:
        foreign = [unit for unit in one.units if unit.parent != parent.code]
        if foreign and one.intake and not one.errors:
            found = desk.unit(foreign[0].parent).full_name
            details = {"found": found, "expected": parent.full_name}
            wrong = CellFinding("error", one.intake.sheet, "", "", "parent_other", details)
            yield replace(one, intake=replace(one.intake, findings=(*one.intake.findings, wrong)))
        else:
            yield one


def _with_guess(one: Sent, expected: tuple[Unit, ...]) -> Sent:
    """Guess from a file's name whose it may be, where its content does not say, or says otherwise."""
    name = fold(one.arrived.name)
    kept = [unit for unit in expected if fold(f"{unit.kind} {unit.name}") in name]
    kept = kept or [unit for unit in expected if fold(unit.name) in name]
    longest = max(map(len, (unit.name for unit in kept)), default=0)
    kept = [unit for unit in kept if len(unit.name) == longest]
    if len(kept) != 1 or kept[0] in one.units:
        return one
    doubt = say("collected.name_of_another", unit=kept[0].full_name, units=one.whose) if one.units else ""
    return replace(one, guess=kept[0], why="; ".join(filter(None, (one.why, doubt))))


# The same thing twice


def _figures(one: Sent) -> dict[Cell, Figure]:
    """Gather all that a file says of its units: counts, percentages, denominators."""
    counts = {(count.unit, count.measure): count.count for count in one.counts if count.count is not None}
    shares = {(share.unit, f"{share.measure}{IN_PERCENT}"): share.value for share in one.shares}
    bases = {(base.unit, f"{OF_A_BASE}{base.base}"): base.value for base in one.bases}
    return {**counts, **shares, **bases}


def _known(desk: _Desk, figures: Mapping[Cell, Figure]) -> dict[Cell, tuple[Figure, str]]:
    """Find the figures of which the period has one already; a denominator that agrees needs no word."""
    return {
        cell: desk.there[cell]
        for cell, figure in figures.items()
        if cell in desk.there and not (_is_base(cell) and desk.there[cell][0] == figure)
    }


def _is_base(cell: Cell) -> bool:
    return cell[1].startswith(OF_A_BASE)


def _told_figure(figure: Figure) -> str:
    return decimal(figure) if isinstance(figure, int) else f"{figure.replace('.', ',')}%"


def _without_copies(desk: _Desk, read: Iterable[Sent]) -> Iterator[Sent]:
    """Tell of files that were taken in already, that came twice, or that say what is known."""
    files: dict[str, str] = {}
    said: dict[frozenset[tuple[Cell, Figure]], str] = {}
    for one in read:
        name, figures = one.arrived.name, _figures(one)
        there = {cell: desk.there[cell] for cell in figures if cell in desk.there}
        first = files.setdefault(one.sha256, name) if one.sha256 else name
        if one.sha256 in desk.taken:
            source = desk.taken[one.sha256]
            state: State = "taken" if first == name else "duplicate"
            yield replace(
                one, state=state, source=source, why="" if first == name else say("collected.same_file", file=first)
            )
        elif first != name:
            yield replace(one, state="duplicate", why=say("collected.same_file", file=first))
        elif one.errors or not figures:
            yield one if one.state == "no_table" else replace(one, state="to_correct", why=one.why or _told(one.errors))
        elif len(there) == len(figures) and all(there[cell][0] == count for cell, count in figures.items()):
            source = next(iter(there.values()))[1]
            yield replace(one, state="duplicate", why=say("collected.known", source=source))
        elif (same := said.setdefault(frozenset(figures.items()), name)) != name:
            yield replace(one, state="duplicate", why=say("collected.same_figures", file=same))
        else:
            yield one


def _told(found: list[CellFinding]) -> str:
    """Tell the first findings in a line."""
    told = [f"{' '.join(filter(None, (one.place, '')))}{': ' if one.place else ''}{one.problem_vi}" for one in found]
    more = say("collected.others", many=len(told) - SHOWN) if len(told) > SHOWN else ""
    return "; ".join(dict.fromkeys(told[:SHOWN])) + more if told else say("collected.no_figures")


# Memory


def _remembered(desk: _Desk, sent: list[Sent]) -> tuple[list[Sent], list[CellFinding]]:
    """Hold all clean files together against the past, version by version where a unit sent several."""
    versions, general = _versions(sent), list[CellFinding]()
    found: dict[Arrived, list[CellFinding]] = {}
    for version in range(max(versions.values(), default=-1) + 1):
        told = [one for one in sent if versions.get(one.arrived) == version]
        cells = {cell for one in told for cell in _figures(one)}
        others = [one for one in sent if versions.get(one.arrived) == 0 and not cells & _figures(one).keys()]
        said = [_marked(one, told) for one in desk.memory(_together([*told, *(others if version else ())]), "")]
        said = [one for one in said if one.kind not in UNSENT]
        notes = [one for one in said if one.weight == "note" and one.kind not in TOLD_ELSEWHERE]
        errors = [one for one in said if one.weight == "error"]
        general += [*(one for one in errors if COMMON in one.details), *notes] if version == 0 else []
        found |= _by_file(told, errors)
    readable = [one for one in sent if one.state == "to_correct" and {e.kind for e in one.errors} <= ACCEPTABLE]
    for one in (one for one in readable if one.counts):  # its sender is told the likely cause as well
        peers = [
            other for other in sent if versions.get(other.arrived) == 0 and not _figures(other).keys() & _figures(one)
        ]
        said = [_marked(at, [one, *peers]) for at in desk.memory(_together([one, *peers]), "")]
        found |= _by_file([one], [at for at in said if at.weight == "error" and at.kind not in UNSENT])
    done = [_with_findings(desk, one, found[one.arrived]) if one.arrived in found else one for one in sent]
    return done, general


def _marked(found: CellFinding, told: Sequence[Sent]) -> CellFinding:
    """Mark what is found in the files together: its units are spread over several, and most are of no one file."""
    units = set(found.details.get("of_units", "").split())
    most = max((len(units & {unit.code for unit in one.units}) for one in told), default=0)
    common = found.kind in OF_ALL and 2 * most <= len(units)
    return replace(found, details=found.details | {COMMON: found.kind}) if common else found


def _versions(sent: list[Sent]) -> dict[Arrived, int]:
    """Count for each clean file how many before it give a figure of the same unit."""
    seen: Counter[Cell] = Counter()
    versions = {}
    for one in (one for one in sent if one.state == "clean"):
        figures = _figures(one)
        versions[one.arrived] = max((seen[cell] for cell in figures), default=0)
        seen.update(figures.keys())
    return versions


def _together(sent: list[Sent]) -> list[Count]:
    """Put the counts of files below one another; a count's place tells its row in all of them."""
    rows = [count for one in sent for count in one.counts]
    return [replace(count, place=f"A{number}") for number, count in enumerate(rows, 1)]


def _by_file(told: list[Sent], found: list[CellFinding]) -> dict[Arrived, list[CellFinding]]:
    """Give each file what was found in its figures, at its own cells."""
    return {one.arrived: [at for finding in found if (at := _in_file(one, finding))] for one in told}


def _in_file(one: Sent, found: CellFinding) -> CellFinding | None:
    """Put a finding about some units at the first cell of theirs in a file; None where the file has none."""
    details, sheet = found.details, one.intake.sheet if one.intake else ""
    units = [details["of_unit"]] if "of_unit" in details else details.get("of_units", "").split()
    cells = (count.place for count in one.counts if count.unit in units and count.measure == details["of_measure"])
    place = next(cells, None)
    return replace(found, sheet=sheet, place=place) if place is not None else None


def _with_findings(desk: _Desk, one: Sent, found: list[CellFinding]) -> Sent:
    """Add what the memory found in a file, and keep the file out where nobody let it stand."""
    if one.intake is None:
        return one
    copied = [finding for finding in desk.memory.same_file(one.counts, one.sha256) if finding.weight == "error"]
    intake = replace(one.intake, findings=(*one.intake.findings, *found, *copied))
    done = _accepted(desk, replace(one, intake=intake))
    own = [finding for finding in done.errors if COMMON not in finding.details]
    if own:
        return replace(done, state="to_correct", why=_told(own))
    return replace(done, state="held", why=say("collected.held_by")) if done.errors else done


def _accepted(desk: _Desk, one: Sent) -> Sent:
    """Let stand what somebody gave a reason for, by kind or by the file's cell."""
    if one.intake is None or one.state not in ("clean", "to_correct"):
        return one
    there = {found.kind for found in one.intake.findings if found.kind in ACCEPTABLE}
    places = {found.place for found in one.intake.findings if found.kind in ACCEPTABLE}
    reasons = {kind: reason for kind, reason in desk.wanted.accept.items() if kind in there}
    start = f"{one.arrived.name}!"
    own = {name.removeprefix(start): reason for name, reason in desk.wanted.accept.items() if name.startswith(start)}
    reasons |= {place: reason for place, reason in own.items() if place in places}
    if not reasons:
        return one
    intake = replace(one.intake, findings=tuple(accepted(one.intake.findings, reasons)))
    done = replace(one, intake=intake)
    return done if intake.errors or one.state == "clean" else replace(done, state="clean", why="")


def _all_used(desk: _Desk, sent: list[Sent], general: list[CellFinding]) -> None:
    """Refuse a reason or a choice that meets nothing, lest a slip in its name goes unseen."""
    names = {one.arrived.name for one in sent}
    kinds = {kind for one in sent if one.intake for found in one.intake.findings for kind in _kinds(found)}
    for name in desk.wanted.accept:
        if name not in kinds and name.partition("!")[0] not in names:
            raise UsageError("--accept", f"nothing to accept as '{name}'", "name a kind of finding, or FILE!CELL")
    for name in desk.wanted.take.values():
        if name not in names:
            raise UsageError("--take", f"no file '{name}' came", "name a file as the list of files does")
    _all_told_apart(desk, sent)


def _all_told_apart(desk: _Desk, sent: list[Sent]) -> None:
    """Refuse to say whose a file is that did not come, or that says so itself otherwise."""
    came = {one.arrived.name: one for one in sent}
    for name, code in desk.wanted.whose.items():
        if name not in came:
            raise UsageError("--whose", f"no file '{name}' came", "name a file as the list of files does")
        if came[name].units and code not in {unit.code for unit in came[name].units}:
            problem = f"'{name}' says itself whose it is: {came[name].whose}"
            raise UsageError("--whose", problem, "leave it to the file, or have its sender correct it")


def _kinds(found: CellFinding) -> tuple[str, ...]:
    return (found.kind, found.details.get("kind", ""))


# Versions


def _unsettled(desk: _Desk, sent: list[Sent]) -> list[Sent]:
    """Ask which of several clean files of a unit holds, unless it was said; what data/ has counts as one of them."""
    claims: dict[Cell, list[Sent]] = {}
    for one in (one for one in sent if one.state in READY):
        for cell in _figures(one):
            claims.setdefault(cell, []).append(one)
    return [_settled(desk, one, claims) if one.state in READY else one for one in sent]


def _settled(desk: _Desk, one: Sent, claims: Mapping[Cell, list[Sent]]) -> Sent:
    name, figures = one.arrived.name, _figures(one)
    chosen = {desk.wanted.take[unit] for unit, _ in figures if unit in desk.wanted.take}
    rivals = [(cell, other) for cell in figures for other in claims[cell] if other.arrived != one.arrived]
    known = _known(desk, figures)
    if chosen and name not in chosen:
        return replace(one, state="duplicate", why=say("collected.chosen", files=", ".join(sorted(chosen))))
    if rivals and not chosen:
        return replace(one, state="conflict", why=_told_rival(desk, one, rivals))
    if known and not (chosen and desk.wanted.reason):
        cell = next((cell for cell in known if known[cell][0] != figures[cell]), next(iter(known)))
        said = {"had": _told_figure(known[cell][0]), "source": known[cell][1], "sent": _told_figure(figures[cell])}
        return replace(one, state="conflict", why=say("collected.differs", unit=desk.unit(cell[0]).name, **said))
    return one


def _told_rival(desk: _Desk, one: Sent, rivals: Sequence[tuple[Cell, Sent]]) -> str:
    """Say what another file has instead, and how one of the two is chosen."""
    figures = _figures(one)
    cell, other = next((pair for pair in rivals if _figures(pair[1])[pair[0]] != figures[pair[0]]), rivals[0])
    said = {"unit": desk.unit(cell[0]).name, "code": cell[0], "own": one.arrived.name, "file": other.arrived.name}
    return say("collected.rivals", **said, sent=_told_figure(figures[cell]), other=_told_figure(_figures(other)[cell]))


# Writing


def _written(desk: _Desk, sent: list[Sent]) -> tuple[list[Sent], tuple[str, ...]]:
    """Take the clean files in, all at once where the door lets them in, else one by one."""
    used = {source for _, source in desk.there.values()} | set(desk.taken.values())
    given: dict[Arrived, tuple[Intake, Delivery]] = {}
    again: dict[Arrived, tuple[Intake, Delivery]] = {}
    for one in (one for one in sent if one.state == "clean" and one.intake):
        known = {desk.there[cell][1] for cell in _figures(one) if cell in desk.there and not _is_base(cell)}
        source = next(iter(known)) if known else _new_source(desk, one, used)
        used.add(source)
        delivery = _delivery(desk, one, source, revised=bool(known))
        (again if known else given)[one.arrived] = (one.intake, delivery)  # type: ignore[assignment] # it has an intake
    refused = _all_at_once(desk, given) | _one_by_one(desk, again)
    taken = {**given, **again}
    done = [_after(one, taken, refused) for one in sent]
    changed = [one for one in done if one.state == "taken" and one.arrived in taken]
    return done, tuple(f"data/{desk.campaign.key}/{desk.wanted.period}/{name}" for name in _files_of(changed))


def _files_of(taken: list[Sent]) -> Iterator[str]:
    """Name the files of the period that were written."""
    brought = {
        "counts.csv": any(one.counts for one in taken),
        "published.csv": any(one.shares for one in taken),
        "bases.csv": any(one.bases for one in taken),
        "sources.yml": bool(taken),
    }
    return (name for name, written in brought.items() if written)


def _after(one: Sent, taken: Mapping[Arrived, tuple[Intake, Delivery]], refused: Mapping[Arrived, str]) -> Sent:
    if one.arrived not in taken:
        return one
    if one.arrived in refused:
        return replace(one, state="to_correct", why=refused[one.arrived])
    return replace(one, state="taken", source=taken[one.arrived][1].source)


def _all_at_once(desk: _Desk, given: Mapping[Arrived, tuple[Intake, Delivery]]) -> dict[Arrived, str]:
    if not given:
        return {}
    try:
        receive_all(desk.project, desk.context, list(given.values()))
    except DoorError:
        return _one_by_one(desk, given)
    return {}


def _one_by_one(desk: _Desk, given: Mapping[Arrived, tuple[Intake, Delivery]]) -> dict[Arrived, str]:
    """Take files in one after the other; give those that the door refuses, each with the reason."""
    refused = {}
    for arrived, (intake, delivery) in given.items():
        try:
            receive(desk.project, desk.context, intake, delivery)
        except DoorError as error:
            refused[arrived] = say("finding.door.problem", problem=f"{error.problem}; {error.fix}")
    return refused


def _new_source(desk: _Desk, one: Sent, used: set[str]) -> str:
    """Name a source by who sent it: the list of a unit's parts as an import does, else the unit itself."""
    parts = one.intake is not None and len(one.units) > 1
    first = one.units[0]
    start = source_id(desk.day, desk.unit(first.parent)) if parts else f"{source_id(desk.day)}_G{first.code}"
    others = (f"{start}_{number}" for number in range(2, len(used) + 3))
    return next(name for name in (start, *others) if name not in used)


def _delivery(desk: _Desk, one: Sent, source: str, *, revised: bool) -> Delivery:
    assert one.arrived.path is not None
    until = one.intake.as_of if one.intake else None
    return Delivery(
        file=one.arrived.path,
        period=desk.period,
        source=source,
        as_of=desk.wanted.as_of or until or Moment(desk.day),
        title=say("source.of_units", units=one.whose, file=one.arrived.name),
        sender=one.arrived.sender,
        received=one.arrived.received,
        joins=_list_of(desk, one, source),
        revised=desk.wanted.now if revised else None,
        reason=desk.wanted.reason if revised else "",
    )


def _list_of(desk: _Desk, one: Sent, source: str) -> tuple[str, str] | None:
    """Name the list that the senders make together: reports rank and add up what stands in one list."""
    parent = desk.unit(one.units[0].parent)
    name = source_id(desk.day, parent)
    title = say("source.of_parts", unit=parent.full_name, period=desk.period.in_words)
    return None if source == name else (name, title)


# What is told


def _missing(desk: _Desk, sent: list[Sent], expected: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """List the units of which there is neither a file nor a figure."""
    heard = {unit.code for one in sent for unit in one.units} | {unit for unit, _ in desk.there}
    heard |= {unit.parent for one in sent for unit in one.units if len(one.units) > 1}
    return tuple(unit for unit in expected if unit.code not in heard)


def _totals(desk: _Desk, sent: list[Sent], expected: tuple[Unit, ...]) -> tuple[Total, ...]:
    """Add up what is in data/ and what is clean, measure by measure, beside the same units' last period."""
    codes = {unit.code for unit in expected}
    so_far = {cell: figure for cell, (figure, _) in desk.there.items() if cell[0] in codes}
    for one in (one for one in sent if one.state in ("clean", "taken")):
        so_far |= {cell: figure for cell, figure in _figures(one).items() if cell[0] in codes}
    since = max((period for period in desk.memory.past if period < desk.period.name), default="")
    before = {
        (unit, group.measure): figure.count
        for group, listed in desk.memory.past.get(since, {}).items()
        if group.vintage == desk.vintage
        for unit, figure in listed.items()
    }
    found = []
    for measure in desk.campaign.measures:
        cells = [cell for cell in so_far if cell[1] == measure]
        if cells:
            former = sum(before[cell] for cell in cells) if all(cell in before for cell in cells) else None
            day = read_period(since).in_words if since else ""
            count = sum(int(so_far[cell]) for cell in cells)
            found.append(Total(measure, count, len(cells), len(expected), former, day))
    return tuple(found)


def _folder(desk: _Desk) -> Path:
    return desk.wanted.out or desk.project.path(*FOLDER, desk.campaign.key, desk.wanted.period)


def _with_copies(desk: _Desk, one: Sent) -> Sent:
    """Write what goes back to a sender: the file with its cells marked."""
    from dophu.publish.reviewed import write_reviewed  # noqa: PLC0415 - clean files need no copy

    if one.arrived.path is None or one.intake is None:
        return one
    folder, name = _folder(desk), Path(one.arrived.name.replace(" / ", "_").replace("/", "_")).stem
    copy = folder / f"{name}.{one.sha256[:6]}.reviewed.xlsx"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_reviewed(one.arrived.path, copy, read_file(one.arrived.path), one.intake.findings)
    except (OSError, DophuError):
        return one
    return replace(one, copies=(copy,))


def _with_page(desk: _Desk, collected: Collected) -> Collected:
    """Write the page and the table."""
    from dophu.publish.collection import collected_page, collected_table  # noqa: PLC0415 - it reads the fonts

    folder = _folder(desk)
    page, table = folder / "index.html", folder / "bang.csv"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        page.write_text(collected_page(collected), encoding="utf-8")
        table.write_text(collected_table(collected), encoding="utf-8-sig", newline="")
    except OSError as error:
        raise UsageError(folder, f"it cannot be written: {error.strerror}", "name another folder with --out") from None
    return replace(collected, files=(page, table))
