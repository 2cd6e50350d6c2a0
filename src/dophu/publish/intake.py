"""The report on a received file, as one page: what is wrong, what was decided, what was read, and every row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dophu.data.receive import Figure, Receipt
from dophu.intake.findings import CellFinding, Weight
from dophu.intake.phrases import evidence_vi
from dophu.intake.result import Column, Count, Intake
from dophu.publish.html import TEMPLATES, style_of, template_of
from dophu.tell.html import printable
from dophu.wording import Moment, capitalised, decimal, moment
from dophu.words import around, say
from dophu.world.campaigns import Campaign
from dophu.world.units import Gazetteer

GROUPS: tuple[tuple[Weight, str], ...] = (("error", "errors"), ("warning", "warnings"), ("note", "notes"))
MEANINGS = {  # of columns
    *("unit", "parent", "code", "again", "period", "number", "base", "share", "rank", "change", "former", "target"),
    *("gap", "note", "low", "high", "margin", "interval", "survey"),
}
SKIPPED = {  # rows that are no figures
    *("title", "heading", "numbering", "repeated", "region", "parent", "subtotal", "total", "mean", "footnote"),
    *("hidden", "set_aside", "other_table", "other_period", "other_measure", "blank"),
}
MANY_FORMER = 6  # columns of other periods
NOTATIONS = {"vi": "63.438,5", "en": "63,438.5", None: ""}


@dataclass(frozen=True)
class Group:
    """The findings of one weight, as the page shows them."""

    key: str
    title: str
    caption: str
    findings: tuple[CellFinding, ...]

    @cached_property
    def fixes(self) -> bool:
        """Say whether there is something to do; the page asks for every row."""
        return any(found.fix_vi for found in self.findings)


@dataclass(frozen=True)
class Words:
    """Names of units and measures."""

    campaign: Campaign
    gazetteer: Gazetteer

    def unit(self, vintage: str, code: str) -> str:
        """Name a unit with its kind."""
        return capitalised(self.gazetteer.get(vintage, code).full_name)

    def measure(self, key: str) -> str:
        """Name a measure as reports do."""
        return self.campaign.measures[key].label

    def meaning(self, key: str) -> str:
        """Say what a column was taken for."""
        if key.startswith("base:"):
            return say("meaning.base_of_period", base=key.removeprefix("base:"))
        if key in self.campaign.measures:
            return self.measure(key)
        return say(f"meaning.{key}" if key in MEANINGS else "meaning.unused")


@dataclass(frozen=True)
class Told:
    """What the page tells of.

    source, as_of   id of the source, and the moment up to which its counts run
    receipt         what the import did to its period; None where the file was refused
    remarks         what was passed over in the file, in English
    sender          who sent the file, and when it came, where that was given
    """

    intake: Intake
    source: str
    as_of: Moment
    receipt: Receipt | None
    remarks: tuple[str, ...] = ()
    sender: str = ""
    received: Moment | None = None


def intake_page(told: Told, words: Words) -> str:
    """Write the page in Vietnamese; the same import gives the same text."""
    intake = told.intake
    page = template_of(TEMPLATES / "intake.html.j2").render(
        intake=intake,
        campaign=words.campaign.title,
        simulated=words.campaign.status == "simulated",
        until=_short(told.as_of),
        refused=told.receipt is None,
        outcome=_outcome(told),
        groups=list(_groups(intake)),
        changes=list(_changes(told, words)),
        facts=list(_facts(told)),
        remarks=list(map(evidence_vi, told.remarks)),
        columns=[
            (one, words.meaning(one.meaning), NOTATIONS[one.notation], evidence_vi(one.why))
            for one in _columns_told(intake)
        ],
        account=_account(intake),
        skipped=[(row, say(f"skipped.{row.why}") if row.why in SKIPPED else row.why) for row in intake.skipped],
        counts=list(_counts(intake, words)) if told.receipt else [],
        measures=[words.measure(measure) for measure in _measures(intake)],
        read=say("intake.read_caption", sheet=intake.sheet),
        style=style_of(TEMPLATES / "intake.css"),
    )
    return printable(page)


def _short(when: Moment) -> str:
    """Write a moment behind a word that says already that it is one."""
    return moment(when).removeprefix(around("date.day", "day")[0])


def _outcome(told: Told) -> str:
    intake, receipt = told.intake, told.receipt
    return say(
        f"intake.{receipt.state if receipt else 'refused'}",
        source=told.source,
        counts=decimal(len(intake.counts)),
        units=decimal(len({(count.vintage, count.unit) for count in intake.counts})),
        changes=decimal(len(receipt.changes) if receipt else 0),
        errors=decimal(len(intake.errors)),
    )


def _groups(intake: Intake) -> Iterator[Group]:
    for weight, key in GROUPS:
        found = tuple(finding for finding in intake.findings if finding.weight == weight)
        if found:
            yield Group(key, say(f"intake.{key}"), say(f"intake.{key}_caption"), found)


def _changes(told: Told, words: Words) -> Iterator[tuple[str, str, str, str]]:
    """List what changes in counts that the period had; those of a new source are all new."""
    receipt, vintage = told.receipt, told.intake.vintage
    for change in receipt.changes if receipt and receipt.state != "new" else ():
        former, new = (_figure(figure) if figure else say("intake.none") for figure in (change.former, change.new))
        yield words.unit(vintage, change.unit), words.measure(change.measure), former, new


def _figure(figure: Figure) -> str:
    return say("cell.no_figure") if figure.count is None else f"{figure.qualifier} {decimal(figure.count)}".strip()


def _facts(told: Told) -> Iterator[tuple[str, str]]:
    intake = told.intake
    yield say("intake.name"), intake.name
    yield say("intake.form"), intake.form
    yield say("intake.size"), say("intake.bytes", many=decimal(intake.size))
    yield "SHA-256", intake.sha256
    if intake.sheet:
        yield say("intake.sheet"), intake.sheet
        yield say("intake.area"), intake.area
    if told.sender:
        yield say("intake.sender"), told.sender
    if told.received:
        yield say("intake.received"), moment(told.received)
    yield say("intake.source"), told.source
    yield say("intake.vintage"), intake.vintage


def _columns_told(intake: Intake) -> list[Column]:
    """Leave out the columns of other periods where there are many: a note names them together."""
    former = [one for one in intake.columns if one.meaning == "former"]
    return [one for one in intake.columns if one not in former] if len(former) > MANY_FORMER else list(intake.columns)


def _account(intake: Intake) -> str:
    wrong = len(intake.rows_in) - len(intake.rows_out) - len(intake.skipped)
    counted = {"figures": len(intake.rows_out), "other": len(intake.skipped), "wrong": wrong}
    parts = [
        say(f"intake.rows_{kind}" if kind != "figures" else "intake.rows_of_figures", many=decimal(number))
        for kind, number in counted.items()
        if number or kind != "wrong"
    ]
    return say("intake.account", many=decimal(len(intake.rows_in)), parts=", ".join(parts))


def _measures(intake: Intake) -> list[str]:
    return list(dict.fromkeys(one.measure for one in intake.counts))


def _counts(intake: Intake, words: Words) -> Iterator[tuple[str, list[str], str]]:
    """List the figures, a row for each unit: a cell for each measure, and where they stand."""
    of_unit: dict[tuple[str, str], dict[str, Count]] = {}
    for one in intake.counts:
        of_unit.setdefault((one.vintage, one.unit), {})[one.measure] = one
    for (vintage, unit), given in of_unit.items():
        found = [given.get(measure) for measure in _measures(intake)]
        figures = [_figure(Figure(one.count, one.step, one.qualifier)) if one else "" for one in found]
        yield words.unit(vintage, unit), figures, ", ".join(one.place for one in found if one)
