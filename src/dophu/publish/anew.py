"""An executed notebook held against its data: what its cells show is told anew, every figure evaluated anew.

A notebook comes from anywhere, and whoever changes one can seal it again. What it shows is therefore not believed:
prose, and calls of the report with plain values, must show what they show now, and the facts of its ledger must be
those that the data give now. Nothing else of a cell is run.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from nbformat import NotebookNode

from dophu.data.edition import open_edition, read_parameters
from dophu.data.project import Project
from dophu.errors import DophuError, GateError, listed
from dophu.facts.catalogue import CONCEPTS
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.facts.making import OWN
from dophu.facts.subject import KEY, Group, Subject
from dophu.publish.document import code_cells, ledger_of, place_of
from dophu.tell.blocks import MIME, read, written
from dophu.tell.chapters import CHAPTERS
from dophu.tell.display import Display
from dophu.tell.plots import ShownFigure
from dophu.tell.report import Report, Trace
from dophu.world.units import Unit

PROSE = "%%narrative"
SHOWING = {"masthead", "opening", "chapter", "figure", "table", "remarks", "sources", "annex", "signature"}
CHOSEN = {"title"}  # by a cell, and shown by it
OWN_LIST = f":{OWN}-"  # in the names of lists that an author adds up, whose members are held by themselves
TAKEN_ON = "given"  # typed, with who answers for it: no data say it


def _as_set(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what a letter's settings did not set: a ledger writes it as null, which would mean a blank."""
    given = parameters.get("document")
    kept = given and {name: value for name, value in given.items() if value is not None}
    return dict(parameters) | {"document": kept}


def hold_to_data(project: Project, notebook: NotebookNode, report: str) -> None:
    """Refuse a notebook that shows, or whose ledger says, what the project's data do not give now.

    Raises GateError with the first differences; UsageError or DataError where the edition does not open any more.
    """
    ledger = ledger_of(notebook)
    edition = open_edition(project, read_parameters(_as_set(ledger["parameters"]), "parameters of the notebook"))
    told = Report(edition, {})
    _enter_own(told, ledger)
    differences = [*_shown_otherwise(told, notebook), *_differences(told, ledger)]
    if differences:
        changed = [name for name, digest in ledger["inputs"].items() if project.inputs.get(name, digest) != digest]
        since = f" ({', '.join(changed)} changed since it ran)" if changed else ""
        problem = f"the notebook is not what the data give in {len(differences)} place(s){since}{listed(differences)}"
        raise GateError(report, problem, "run the whole notebook again")


def _enter_own(report: Report, ledger: Mapping[str, Any]) -> None:
    """Let prose name the author's own facts, which other cells made; the ledger's gate computes them anew."""
    words = {told["key"]: told["formula"] for told in ledger["trace"]}
    for key, fact in ledger["facts"].items():
        if fact["concept"] == OWN:
            report.enter_own(key.partition(":")[2], fact, words.get(key, ""))


def _shown_otherwise(report: Report, notebook: NotebookNode) -> Iterator[str]:
    """Tell each cell anew, and name those that show something else."""
    for number, cell in code_cells(notebook):
        where = place_of(cell, number)
        try:
            display = _told_anew(report, cell.source, where)
        except (DophuError, TypeError) as error:
            yield f"{where}: it cannot be told again: {getattr(error, 'problem', error)}"
            continue
        shown = [output["data"][MIME] for output in cell.outputs if MIME in output.get("data", {})]
        if display is None:
            report.count(block for text in shown for block in read(text))
        elif shown != [written(display.blocks)]:
            yield f"{where}: it shows something else than the data give"


def _told_anew(report: Report, source: str, where: str) -> Display | ShownFigure | None:
    """Tell a cell of prose, or make a call of the report whose arguments are plain values; None for other cells."""
    magic, _, prose = source.partition("\n")
    if magic.strip() == PROSE:
        return report.narrative(prose, where)
    try:
        call: Any = ast.parse(source, mode="eval").body
        name, owner = call.func.attr, call.func.value.id
        plain = [ast.literal_eval(argument) for argument in call.args]
        named = {each.arg: ast.literal_eval(each.value) for each in call.keywords}
    except (SyntaxError, ValueError, AttributeError, TypeError):
        return None
    if owner != "report" or name not in SHOWING:
        return None
    display: Display | ShownFigure = getattr(report, name)(*plain, **named)
    return display


def _differences(report: Report, ledger: Mapping[str, Any]) -> Iterator[str]:
    of_data = {key: fact for key, fact in ledger["facts"].items() if fact["concept"] != OWN}
    told = {key: fact for key, fact in of_data.items() if fact["status"] != TAKEN_ON}
    anew = _anew(report, told)
    for key, fact in told.items():
        if key not in anew:
            yield f"{key}: the notebook says {fact['shown']}, the data nothing"
        elif (now := report.ledger.entry(anew[key])) != fact:
            other = next(name for name in sorted({*now, *fact}) if now.get(name) != fact.get(name))
            yield f"{key}, {other}: the notebook says {fact.get(other)}, the data give {now.get(other)}"
    for name, keys in ledger["lists"].items():
        if OWN_LIST not in name and report.facts.lists.get(name) != keys:
            yield f"list {name}: its members are others"
    yield from _settings_differ(report, ledger)


def _settings_differ(report: Report, ledger: Mapping[str, Any]) -> Iterator[str]:
    """Name what the ledger says otherwise of its edition, of the names that prose may say, and of its sources."""
    now = json.loads(json.dumps(Trace(report).settings([source["id"] for source in ledger["sources"]])))
    for part in ("edition", "vocabulary"):
        for name in sorted({*now[part], *ledger[part]} - CHOSEN):
            if now[part].get(name) != ledger[part].get(name):
                yield f"{part}, {name}: it is not what the data give"
    known = {source["id"]: source for source in now["sources"]}
    for source in ledger["sources"]:
        if known.get(source["id"]) != source:
            yield f"source {source['id']}: it is not what the data say"


def _anew(report: Report, told: Mapping[str, Any]) -> dict[str, Fact]:
    """Evaluate facts anew: those of the catalogue by their keys, what else there is with the chapters that make it."""
    found = report.activities() | report.facts.by_key()
    found |= _declared(report.facts, told.keys() - found.keys())
    for name in CHAPTERS:
        if told.keys() <= found.keys():
            break
        _tell(report, name)
        found |= report.facts.by_key()
        found |= _declared(report.facts, told.keys() - found.keys())
    return found


def _declared(facts: Facts, keys: Iterable[str]) -> dict[str, Fact]:
    """Evaluate facts of the catalogue; those of groups once a chapter has made these."""
    groups = {fact.subject.unit.code: fact.subject.unit for fact in facts.by_key().values()}
    vintage = facts.unit.vintage
    gazetteer = facts.history.gazetteer
    parts = [part for key in sorted(keys) if (part := KEY.fullmatch(key))]
    named = {code for part in parts for code in (part["unit"], part["against"]) if code}
    units = {code: gazetteer.get(vintage, code) for code in named if (vintage, code) in gazetteer} | groups
    asked = (
        (part["concept"], _subject(facts, part, units))
        for part in parts
        if part["concept"] in CONCEPTS and {part["unit"], part["against"] or part["unit"]} <= units.keys()
    )
    found = (facts.get(concept, subject) for concept, subject in asked)
    return {fact.key: fact for fact in found if isinstance(fact, Fact)}


def _subject(facts: Facts, part: re.Match[str], units: Mapping[str, Unit | Group]) -> Subject:
    return Subject(
        units[part["unit"]],
        part["period"] or facts.own.period,
        part["measure"] or facts.own.measure,
        part["source"] or "",
        part["base"] or "",
        units[part["against"]] if part["against"] else None,
    )


def _tell(report: Report, name: str) -> None:
    """Let a chapter make its facts; one that this edition has nothing for makes none."""
    try:
        measured, chapter = report.measured(name), CHAPTERS[name]
        for write in (*chapter.tables.values(), *chapter.figures.values()):
            write(report.facts, measured)
    except DophuError:
        return
