"""`dophu import`: a received file into its period, or back to who sent it with every cell to correct."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from dophu.data.bases import read_bases
from dophu.data.durable import put
from dophu.data.periods import asked_period, read_campaign
from dophu.data.project import Project
from dophu.data.receive import Change, Decisions, Delivery, DoorError, Receipt, keep_decisions, receive, source_id
from dophu.data.reference import read_aliases, read_gone, read_units
from dophu.errors import DataError, UsageError
from dophu.intake.files import read_file
from dophu.intake.findings import CellFinding
from dophu.intake.grid import Workbook
from dophu.intake.importer import Context, Options, take_in
from dophu.intake.mapping import mapped, read_mapping
from dophu.intake.result import Intake, Notation
from dophu.memory.door import memory_of
from dophu.wording import Moment
from dophu.world.campaigns import Campaign
from dophu.world.periods import Period
from dophu.world.units import Gazetteer, Unit, as_code

REPORTS = ("outputs", "intake")
REVIEWED = ".reviewed"
MANY_FORMER = 6  # columns of other periods; more are named together
DRY_RUN = "a dry run: nothing was written"


@dataclass(frozen=True)
class Wanted:
    """What is asked of an import; blanks are decided by the file, the campaign or the period.

    columns   heading or letter of the column that gives a measure
    mapping   a file of pairs: ids of units and figures in another system, and ours
    now       the present moment, for a revision whose file bears no moment of receipt
    out       where the reviewed copy of a refused file goes; None is beside the file
    """

    campaign: str
    period: str
    now: Moment
    unit: str | None = None
    sheet: str | None = None
    table: str | None = None
    mapping: Path | None = None
    columns: Mapping[str, str | list[str]] = field(default_factory=dict)
    numbers: Notation | None = None
    hidden: bool = False
    as_of: Moment | None = None
    source: str = ""
    title: str = ""
    sender: str = ""
    received: Moment | None = None
    accept: Mapping[str, str] = field(default_factory=dict)
    skip: Mapping[str, str] = field(default_factory=dict)
    leave_blank: Mapping[str, str] = field(default_factory=dict)
    revise: bool = False
    reason: str = ""
    keep: bool = False
    out: Path | None = None
    dry_run: bool = False


IGNORED = "ignored"  # the one meaning that several columns may be given
PAIRED = {
    "columns": "--column",
    "accept": "--accept",
    "skip": "--skip",
    "leave_blank": "--leave-blank",
}


def wanted_from(*, as_of: str, received: str, now: str, **given: Any) -> Wanted:
    """Read the command line's texts: pairs as `installs=B`, moments as `2020-08-07T08:00`. Raises UsageError."""
    ignored = [text.partition("=")[2] for text in given["columns"] if text.partition("=")[0].strip() == IGNORED]
    given["columns"] = [text for text in given["columns"] if text.partition("=")[0].strip() != IGNORED]
    pairs: dict[str, Any] = {name: read_pairs(option, given.pop(name, ())) for name, option in PAIRED.items()}
    pairs["columns"] |= {IGNORED: ignored} if ignored else {}
    moments: dict[str, Any] = {"as_of": read_moment("--as-of", as_of), "received": read_moment("--received", received)}
    return Wanted(**pairs, **moments, now=Moment.parse(now), **given)


def read_pairs(option: str, texts: Iterable[str]) -> dict[str, str]:
    """Read an option that is given several times as NAME=VALUE. Raises UsageError."""
    pairs = {}
    for text in texts:
        name, given, value = text.partition("=")
        if not given or not name.strip() or name.strip() in pairs:
            raise UsageError(
                option, f"'{text}' is no NAME=VALUE, or its name stands twice", f"write {option} NAME=VALUE"
            )
        pairs[name.strip()] = value.strip()
    return pairs


def read_moment(option: str, text: str) -> Moment | None:
    """Read an option that is a moment, or blank. Raises UsageError."""
    try:
        return Moment.parse(text) if text else None
    except ValueError:
        raise UsageError(option, f"'{text}' is no moment", "write it as 2020-08-07 or 2020-08-07T08:00") from None


@dataclass(frozen=True)
class Outcome:
    """What became of a file.

    receipt   what it did to its period; None where it was refused
    files     what was written beside data/: the reviewed copy, the intake's report
    remarks   what was passed over in the file, and what could not be written
    dry_run   whether it only says what would be
    """

    intake: Intake
    source: str
    as_of: Moment
    receipt: Receipt | None = None
    files: tuple[Path, ...] = ()
    remarks: tuple[str, ...] = ()
    dry_run: bool = False

    @property
    def is_refused(self) -> bool:
        """Say whether nothing was taken over: a finding keeps it out, or it would revise unasked."""
        return self.receipt is None or self.receipt.state == "unrevised"


@dataclass(frozen=True)
class Job:
    """An import at work."""

    project: Project
    campaign: Campaign
    gazetteer: Gazetteer
    period: Period
    file: Path
    wanted: Wanted

    @property
    def day(self) -> date:
        """The last day that the period counts."""
        return self.campaign.window(self.period).last

    @property
    def how(self) -> tuple[Context, Options]:
        """What its file is read against, and how."""
        return _context(self), _options(self.wanted)

    def whole_of(self, intake: Intake) -> Unit | None:
        """Find the unit whose parts a file lists."""
        return self.gazetteer.get(intake.vintage, intake.parent) if intake.parent else None


def job_of(project: Project, file: Path, wanted: Wanted) -> Job:
    """Set an import up. Raises UsageError for options that do not go together."""
    period, campaign = _period(wanted), read_campaign(project, wanted.campaign)
    window = campaign.window(period)
    if wanted.as_of and not window.holds(wanted.as_of.day):
        raise UsageError("--as-of", f"{wanted.as_of} is no moment of {period}", "correct it, or the period")
    if wanted.out:
        project.refuse_own(wanted.out, "--out")
    return Job(project, campaign, read_units(project, window.last), period, file, wanted)


def read_workbook(job: Job) -> Workbook:
    """Read the file, its ids turned into ours where a mapping says how."""
    return mapped(read_file(job.file), read_mapping(job.wanted.mapping) if job.wanted.mapping else {})


def import_file(project: Project, file: Path, wanted: Wanted) -> Outcome:
    """Read a file, take in its table, and write it into its period when nothing in it is wrong.

    A refused file leaves data/ as it is; beside it goes a copy with the wrong cells marked. Raises UsageError for
    wrong options, DataError for a file that cannot be read at all or changes while it is read.
    """
    job = job_of(project, file, wanted)
    (context, options), workbook = job.how, read_workbook(job)
    intake = take_in(workbook, _sha256(file), file.stat().st_size, context, options)
    source = wanted.source or source_id(job.day, job.whole_of(intake))
    outcome = Outcome(
        intake,
        source,
        wanted.as_of or intake.as_of or Moment(job.day),
        remarks=workbook.remarks,
        dry_run=wanted.dry_run,
    )
    if intake.errors:
        return outcome if wanted.dry_run else _sent_back(job, outcome, workbook)
    try:
        receipt = receive(project, context, intake, _delivery(job, outcome), dry_run=wanted.dry_run)
    except DoorError as error:
        refused = CellFinding("error", "", "", "", "door", {"problem": error.problem, "fix": error.fix})
        return replace(outcome, intake=replace(intake, findings=(*intake.findings, refused)))
    outcome = replace(outcome, receipt=receipt)
    return outcome if wanted.dry_run or receipt.state == "unrevised" else _taken(job, outcome)


def _period(wanted: Wanted) -> Period:
    """Read the period, and refuse options that do not go together."""
    if wanted.revise != bool(wanted.reason.strip()):
        raise UsageError("--revise", "a revision needs its reason, and a reason its revision", "give both or neither")
    return asked_period(wanted.period)


def _sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _context(job: Job) -> Context:
    unit, bases = job.wanted.unit, read_bases(job.project, job.gazetteer, job.campaign.key, job.period)
    return Context(
        gazetteer=job.gazetteer,
        aliases=read_aliases(job.project, job.gazetteer),
        gone=partial(read_gone, job.project),
        campaign=job.campaign,
        period=job.day,
        bases=bases,
        recall=memory_of(job.project, job.campaign, job.gazetteer, bases, job.period),
        parent=job.gazetteer.get(job.gazetteer.vintage_on(job.day), as_code(unit), "--unit").code if unit else None,
        since=first_of(job.campaign.window(job.period)),
    )


def first_of(window: Period) -> date | None:
    """Give the first day of a period that has several; of one day there is none to tell a column by."""
    return window.first if window.first < window.last else None


def _options(wanted: Wanted) -> Options:
    return Options(
        sheet=wanted.sheet,
        table=wanted.table,
        columns=wanted.columns,
        numbers=wanted.numbers,
        hidden=wanted.hidden,
        as_of=wanted.as_of,
        accept=wanted.accept,
        skip=wanted.skip,
        blank=wanted.leave_blank,
    )


def _delivery(job: Job, outcome: Outcome) -> Delivery:
    wanted = job.wanted
    return Delivery(
        file=job.file,
        period=job.period,
        source=outcome.source,
        as_of=outcome.as_of,
        title=wanted.title,
        sender=wanted.sender,
        received=wanted.received,
        revised=(wanted.received or wanted.now) if wanted.revise else None,
        reason=wanted.reason.strip(),
    )


def _sent_back(job: Job, outcome: Outcome, workbook: Workbook) -> Outcome:
    """Write what goes back to who sent the file: its copy with the wrong cells marked, and the report."""
    from dophu.publish.reviewed import write_reviewed  # noqa: PLC0415 - a clean file needs no copy

    folder = job.wanted.out or _beside(job)
    copy, report = (folder / f"{job.file.stem}{REVIEWED}{ending}" for ending in (".xlsx", ".html"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_reviewed(job.file, copy, workbook, outcome.intake.findings)
        report.write_text(_page(job, outcome), encoding="utf-8")
    except OSError as error:
        remark = f"{folder}: no reviewed copy, it cannot be written: {error.strerror}; name a folder with --out"
        return replace(outcome, remarks=(*outcome.remarks, remark))
    return replace(outcome, files=(copy, report))


def _beside(job: Job) -> Path:
    """Choose the folder of the received file; that of the reports where it lies in data/, which stays as it is."""
    inside = job.file.resolve().is_relative_to(job.project.path("data"))
    return job.project.path(*REPORTS, job.campaign.key, job.wanted.period) if inside else job.file.parent


def _taken(job: Job, outcome: Outcome) -> Outcome:
    """Write the report of a file that was taken over, and keep what was decided for the next one.

    One that could not be written then, or whose process was killed, is made by the next run of the same import.
    """
    key, wanted, remarks = job.campaign.key, job.wanted, outcome.remarks
    report = job.project.path(*REPORTS, key, wanted.period, f"{outcome.source}.html")
    if wanted.keep and keep_decisions(job.project, key, _decided(outcome.intake, wanted)):
        remarks = (*remarks, f"data/{key}/campaign.yml: kept for the next file")
    if outcome.receipt and outcome.receipt.state == "already" and report.is_file():
        return replace(outcome, remarks=remarks)
    try:
        report.parent.mkdir(parents=True, exist_ok=True)
        put(report, _page(job, outcome).encode(), report.with_name(f".{report.name}"))
    except OSError as error:
        return replace(outcome, remarks=(*remarks, f"{report}: no report, it cannot be written: {error.strerror}"))
    return replace(outcome, files=(report,), remarks=remarks)


def _page(job: Job, outcome: Outcome) -> str:
    from dophu.publish.intake import Told, Words, intake_page  # noqa: PLC0415 - a dry run needs no page

    given = (outcome.intake, outcome.source, outcome.as_of, outcome.receipt, outcome.remarks)
    told = Told(*given, job.wanted.sender, job.wanted.received)
    return intake_page(told, Words(job.campaign, job.gazetteer))


def _decided(intake: Intake, wanted: Wanted) -> Decisions:
    """Say what was decided in words that hold for the next file, in which letters and rows may be others."""
    columns = {one.meaning: one.heading for one in intake.columns if one.meaning in wanted.columns and one.heading}
    set_aside = {found.place: found for found in intake.findings if found.kind == "row_set_aside"}
    skipped = {_name_in(found.value): found.details["reason"] for found in set_aside.values()}
    places = {count.place: count for count in intake.counts}
    blank = {
        f"{places[found.place].unit} {places[found.place].measure}": found.details["reason"]
        for found in intake.findings
        if found.kind == "left_blank"
    }
    return Decisions(columns, wanted.numbers, skipped, blank, wanted.sheet, wanted.table)


def _name_in(row: str) -> str:
    """Take the words of a row that is told as "34 | Hà Tây | ..": its first cell with letters."""
    return next((part for part in row.split(" | ") if any(map(str.isalpha, part))), row)


def refuse(outcome: Outcome) -> None:
    """Raise a DataError where the file was not taken over."""
    if outcome.receipt is None:
        number = len(outcome.intake.errors)
        fix = "correct the file, or have it corrected, and import it again"
        raise DataError(outcome.intake.name, f"{number} finding(s) keep it out; nothing was written", fix)
    if outcome.is_refused:
        problem = f"source {outcome.source} has other counts already; nothing was written"
        raise DataError(outcome.intake.name, problem, 'if they are revised: --revise --reason "WHY"')


# What is told


def lines(outcome: Outcome) -> Iterator[str]:
    """Tell an import line by line: what was read and how, what was found, what was written."""
    if outcome.dry_run:
        yield DRY_RUN
    intake = outcome.intake
    units = len({(count.vintage, count.unit) for count in intake.counts})
    place = "!".join(filter(None, (intake.sheet, intake.area)))
    yield f"{intake.name}: {intake.form}, {place}: {len(intake.counts)} counts of {units} units ({intake.vintage})"
    yield f"  up to {outcome.as_of}, as source {outcome.source}"
    former = [column for column in intake.columns if column.meaning == "former"]
    for column in intake.columns if len(former) <= MANY_FORMER else (c for c in intake.columns if c not in former):
        notation = f", numbers {column.notation}" if column.notation else ""
        yield f"  column {column.letter} '{_one_line(column.heading)}': {column.meaning}{notation} ({column.why})"
    skipped = Counter(row.why for row in intake.skipped)
    named = ", ".join(f"{number} {why}" for why, number in sorted(skipped.items()))
    yield f"  rows: {len(intake.rows_in)} in, {len(intake.rows_out)} out, {len(intake.skipped)} skipped: {named or '-'}"
    for finding in sorted(intake.findings, key=lambda found: ("note", "warning", "error").index(found.weight)):
        yield str(finding)
        if finding.fix:
            yield f"  fix: {finding.fix}"
    yield from _done(outcome)
    if outcome.dry_run:
        yield DRY_RUN


def _done(outcome: Outcome) -> Iterator[str]:
    receipt = outcome.receipt
    if receipt and receipt.moved:
        yield f"as_of: {receipt.moved} -> {outcome.as_of}"
    if receipt and receipt.state in ("revised", "unrevised"):
        yield from map(_change, receipt.changes)
    if receipt and receipt.state == "already":
        yield "already imported: nothing to write"
    would = "would be written: " if outcome.dry_run else ""
    yield from (f"{would}{name}" for name in receipt.files) if receipt else ()
    yield from map(str, outcome.files)
    yield from outcome.remarks


def _change(change: Change) -> str:
    former, new = (figure.shown if figure else "none" for figure in (change.former, change.new))
    note = f" (its note goes: {change.note})" if change.note else ""
    return f"{change.kind} {change.unit} {change.measure}: {former} -> {new}{note}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def as_data(outcome: Outcome) -> dict[str, Any]:
    """Tell an import to a program: everything of the intake, and what became of it."""
    intake, receipt = outcome.intake, outcome.receipt
    content = {name: value for name, value in asdict(intake).items() if name not in ("findings", "as_of")}
    return content | {
        "source": outcome.source,
        "as_of": str(outcome.as_of),
        "findings": [_finding(finding) for finding in intake.findings],
        "state": receipt.state if receipt else "refused",
        "dry_run": outcome.dry_run,
        "changes": [asdict(change) | {"kind": change.kind} for change in receipt.changes] if receipt else [],
        "moved": str(receipt.moved) if receipt and receipt.moved else None,
        "written": [] if outcome.dry_run else [*(receipt.files if receipt else ()), *map(str, outcome.files)],
        "remarks": list(outcome.remarks),
    }


def _finding(found: CellFinding) -> dict[str, str]:
    said = {name: getattr(found, name) for name in ("weight", "sheet", "place", "value", "kind", "where")}
    return said | {name: getattr(found, name) for name in ("problem", "fix", "problem_vi", "fix_vi")}
