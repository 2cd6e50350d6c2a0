"""The life of a letter: a draft is approved and issued; what was issued is replaced or withdrawn, never changed.

Each command adds rows to the register once everything they name is in the store. That is the moment it is done: killed
before, nothing has happened; killed after, the next command makes the letter's folder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from dophu.data.brand import read_brand
from dophu.data.edition import LetterSettings, letter_settings
from dophu.data.periods import read_campaign
from dophu.data.project import LOCK, Project
from dophu.errors import DataError, GateError, UsageError
from dophu.issued.folders import complete, folder_of, refuse_strangers
from dophu.issued.letters import (
    Letter,
    in_force,
    key_of,
    last_issued,
    letters,
    read_number,
    refusal,
    the_letter,
)
from dophu.issued.record import Record, freeze, freeze_package
from dophu.issued.register import Event, Register, RegisterEntry, Writer
from dophu.issued.stamp import Stamped, masthead_of, sent_to, stamp
from dophu.issued.store import Store
from dophu.publish.exporters import publish
from dophu.run.drafts import Draft
from dophu.run.manifest import notebook_of, read_source, source_digest
from dophu.run.unexplained import refuse_unexplained


@dataclass(frozen=True)
class Signing:
    """The number and the day that a letter is given, and who gets it: () for those it names itself."""

    number: str
    day: date
    to: tuple[str, ...] = ()

    @classmethod
    def read(cls, number: str, day: str, to: tuple[str, ...] = ()) -> Signing:
        """Read them as given; "07" is number "7". What is no number or no day is a UsageError.

        >>> Signing.read("07", "2020-10-21").number
        '7'
        """
        try:
            return cls(read_number(number), date.fromisoformat(day), to)
        except ValueError:
            raise UsageError("--date", f"'{day}' is no day", "write it as 2020-10-21") from None


def planned(project: Project, draft: Draft, number: str | None, day: str | None, to: tuple[str, ...]) -> Signing:
    """Take number and day as given, or else as the draft's params file has them. Raises UsageError without either."""
    settings = letter_settings(project, draft.parameters) or LetterSettings()
    number, day = number or settings.number, day or settings.date
    if not (number and day):
        problem = "a letter is issued by number and date, and neither the command nor the params file names both"
        raise UsageError("dophu issue", problem, "write them as --number 125 --date 2020-10-21")
    return Signing.read(number, day, to)


@dataclass(frozen=True)
class Done:
    """What a command found or did: the letter as it now is, where its files lie, and whether it was so before."""

    letter: Letter
    folder: Path
    already: bool = False


def issue(project: Project, draft: Draft, signing: Signing, *, now: str) -> Done:
    """Freeze a draft as a letter; `now` is the moment that the register notes.

    Running it again for the same letter finds it issued. Raises UsageError for a number that is taken, an edition that
    has a letter in force, a day that cannot be; DataError for figures that contradict each other without a note;
    GateError for a draft that was to be approved and was not.
    """
    number, day, symbol = signing.number, signing.day, masthead_of(draft.document).symbol
    _refuse_day(draft, day)
    with _held(project) as (writer, found):
        register = writer.register
        stamped = stamp(draft.document, number, day, len(writer.rows) + 1, writer.prev)
        key = key_of(number, symbol, day)
        former = found.get(key)
        if former:
            _refuse_other(former, draft, stamped, day)
            return Done(former, folder_of(register, former), already=True)
        replaced = in_force(found.values(), draft.edition)
        _refuse_second(draft, replaced, day)
        refuse_unexplained(project, draft.edition[0], draft.edition[1])
        _refuse_unapproved(project, draft, writer.rows)
        record = _freeze(register.store, project, draft, stamped)
        rows = [_issued(register.store, record, signing.to or sent_to(draft.document), now)]
        if replaced:
            row = _about(replaced, "replaced", replaced.replacing, now)
            rows.append(replace(row, replaced_by=key))
        writer.add(*rows)
        letter = letters(writer.rows)[key]
        complete(register, [letter])
        return Done(letter, folder_of(register, letter))


def start_replacing(project: Project, named: str, reason: str, *, now: str) -> Letter:
    """Open the way to the letter that takes another's place; the former stays in force until that one is issued.

    Raises UsageError for a letter that is no longer in force, and for a reason that says nothing.
    """
    _refuse_blank("--reason", reason, "say what is wrong with the letter in force")
    with _held(project) as (writer, found):
        letter = _standing(the_letter(found, named), found)
        if letter.replacing != " ".join(reason.split()):
            writer.add(_about(letter, "replacing", reason, now))
        return letters(writer.rows)[letter.key]


def withdraw(project: Project, named: str, reason: str, *, now: str) -> Done:
    """Withdraw a letter; running it again finds it withdrawn. Raises UsageError for one that was replaced."""
    with _held(project) as (writer, found):
        letter = the_letter(found, named)
        folder = folder_of(writer.register, letter)
        if letter.state == "withdrawn":
            return Done(letter, folder, already=True)
        writer.add(_about(_standing(letter, found), "withdrawn", reason, now))
        return Done(letters(writer.rows)[letter.key], folder)


def approve(project: Project, draft: Draft, by: str, note: str, *, now: str) -> tuple[Letter | None, bool]:
    """Note that a draft may be issued as it is: by what it says, so that any other text or figure asks again.

    Returns the letter it was compared with, None for the first of its series, and whether it was approved before.
    """
    masthead_of(draft.document)
    _refuse_blank("--by", by, "name the office that agrees, as 'Chánh Văn phòng'")
    with _held(project) as (writer, found):
        compared = last_issued(found.values(), draft.edition)
        if _is_approved(draft, writer.rows):
            return compared, True
        row = RegisterEntry(
            "approved", "/".join(draft.edition), content=draft.content, reason=note, by=by, recorded=now
        )
        if compared:
            row = replace(row, number=compared.number, symbol=compared.symbol, date=compared.date.isoformat())
        writer.add(row)
        return compared, False


@contextmanager
def _held(project: Project) -> Iterator[tuple[Writer, dict[str, Letter]]]:
    """Hold the register, its letters read and their folders complete."""
    register = Register(project)
    with register.writing() as writer:
        found = letters(writer.rows)
        refuse_strangers(register, found.values())
        complete(register, found.values())
        yield writer, found


def _refuse_blank(option: str, text: str, fix: str) -> None:
    """Refuse a word of nobody, or for no reason: the register keeps it for good."""
    if not text.strip():
        raise UsageError(option, "it says nothing", fix)


def _refuse_day(draft: Draft, day: date) -> None:
    if day < draft.parameters.period.first:  # a cut-off may end it before the last day of its month
        problem = f"the letter is dated {day}, before its figures of {draft.parameters.period}"
        raise UsageError("--date", problem, "write the day it is signed")
    if day > date.today():
        raise UsageError("--date", f"{day} has not come yet", "write the day it is signed")


def _refuse_other(former: Letter, draft: Draft, stamped: Stamped, day: date) -> None:
    """Refuse a number that another letter has; the same letter once more is no second use."""
    if (former.edition, former.content, former.date) != (draft.edition, stamped.content, day):
        problem = f"number {former.number} of {former.date.year} is taken: {former.cited}, {'/'.join(former.edition)}"
        raise UsageError("--number", problem, "give the next free number; dophu list shows those taken")


def _refuse_second(draft: Draft, standing: Letter | None, day: date) -> None:
    """Refuse a second letter of an edition, unless it takes the place of the one in force, says so, and is no older."""
    if not standing and draft.parameters.replaces:
        problem = f"it says that it takes the place of {draft.parameters.replaces}, which is no longer in force"
        raise UsageError(draft.record, problem, "build it again, so that it no longer says so: dophu build")
    if standing and not standing.replacing:
        raise refusal(standing)
    if standing and draft.parameters.replaces != standing.named:
        fix = f"build it again: dophu replace {standing.number}"
        raise UsageError(draft.record, f"it was built before {standing.cited} was to be replaced", fix)
    if standing and day < standing.date:
        problem = f"the letter is dated {day}, before {standing.cited}, whose place it takes"
        raise UsageError("--date", problem, "write the day it is signed")


def _refuse_unapproved(project: Project, draft: Draft, rows: list[RegisterEntry]) -> None:
    campaign = read_campaign(project, draft.parameters.campaign)
    if campaign.approval and not _is_approved(draft, rows):
        edition = "/".join(draft.edition)
        fix = f"look at what changed: dophu diff {edition}; then dophu approve {edition} --by …"
        problem = "letters of this campaign are issued once approved, and nobody has approved what this one says"
        raise GateError(draft.record, problem, fix)


def _is_approved(draft: Draft, rows: list[RegisterEntry]) -> bool:
    approved = {(row.edition, row.content) for row in rows if row.event == "approved"}
    return ("/".join(draft.edition), draft.content) in approved


def _standing(letter: Letter, found: Mapping[str, Letter]) -> Letter:
    """Refuse a letter that is no longer in force."""
    if letter.state == "replaced":
        successor = found[letter.replaced_by]
        fix = f"mean that one: {successor.number}/{successor.date.year}"
        raise UsageError(letter.key, f"it was replaced by {successor.cited}", fix)
    if letter.state == "withdrawn":
        raise UsageError(letter.key, "it was withdrawn", "build its edition, and issue it under a new number")
    return letter


def _freeze(store: Store, project: Project, draft: Draft, stamped: Stamped) -> Record:
    """Keep a letter, and everything it was made from, in the store."""
    head, imprint, report = masthead_of(stamped.document), stamped.imprint, draft.made.report
    written = publish(stamped.document, draft.formats, read_brand(project), draft.made.looks)
    files = {name: content for name, content in draft.files.items() if name.endswith((".ipynb", ".facts.json"))}
    files |= {f"{report}.{name}": content for name, content in written.items()}
    return Record(
        edition=draft.edition,
        letter={"number": stamped.number, "symbol": head.symbol, "date": stamped.day.isoformat()},
        imprint=imprint.model_dump(),
        content=stamped.content,
        manifest=draft.made.model_dump(mode="json"),
        project=freeze(store, _sources(project, draft)),
        package=freeze_package(store),
        outputs=freeze(store, files),
    )


def _issued(store: Store, record: Record, to: Sequence[str], now: str) -> RegisterEntry:
    """Write the row of a letter that is frozen."""
    report = record.edition[-1]
    digests = {name.removeprefix(f"{report}."): digest for name, digest in record.outputs.items()}
    return RegisterEntry(
        "issued",
        "/".join(record.edition),
        **record.letter,
        code=record.imprint["code"],
        content=record.content,
        record=store.put(record.as_bytes()),
        outputs=" ".join(f"{name}={digest}" for name, digest in digests.items()),
        sent_to="; ".join(" ".join(name.split()) for name in to),
        recorded=now,
    )


def _sources(project: Project, draft: Draft) -> dict[str, bytes]:
    """Read what the draft was made from; a file that changes meanwhile is refused."""
    made = draft.made
    wanted = made.inputs | {notebook_of(project, made): made.notebook} | ({LOCK: made.lock} if made.lock else {})
    files = {name: read_source(project, name) for name in wanted}
    changed = [name for name, content in files.items() if source_digest(name, content) != wanted[name]]
    if changed:
        raise DataError(changed[0], "it changed while the letter was being issued", "build the edition again")
    return files


def _about(letter: Letter, event: Event, reason: str, now: str) -> RegisterEntry:
    """Write a row that tells what becomes of a letter."""
    day, reason = letter.date.isoformat(), " ".join(reason.split())
    return RegisterEntry(
        event, "/".join(letter.edition), letter.number, letter.symbol, day, reason=reason, recorded=now
    )
