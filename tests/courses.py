"""A unit followed over periods that a test counts as it likes, in the small project."""

from __future__ import annotations

import shutil
from collections.abc import Mapping

from dophu.facts.catalogue import CONCEPTS
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact, Missing
from dophu.facts.subject import Subject
from dophu.measure.progress import Progress, progress
from tests.parts import HEAD, line
from tests.project import CAMPAIGN, Draft

Counts = Mapping[str, int | str]  # by code; a text is the count with step, qualifier and note: "90000,1000,,"
BREAK = "breaks:\n  - {from: 2020-08-04, measures: [installs], note: cách tính mới, source: DEMO}\nactivities:"
REVISIONS = "source,revised,vintage,unit,measure,former,step,qualifier,reason\n"


def follow(project: Draft, counts: Mapping[str, Counts]) -> None:
    """Let the campaign have these periods and no others: counts by moment."""
    for folder in (project.root / "data" / "demo").glob("20*"):
        shutil.rmtree(folder)
    for moment, numbers in counts.items():
        lines = (_line(unit, number, moment) for unit, number in numbers.items())
        project.write(f"data/demo/{moment[:10]}/counts.csv", HEAD + "".join(lines))


def _line(unit: str, number: int | str, moment: str) -> str:
    count, _, rest = str(number).partition(",")
    return line(unit, count, rest or "1,,", as_of=moment)


def cut(project: Draft) -> None:
    """Let the way of counting change on 04/8/2020."""
    project.change(CAMPAIGN, "activities:", BREAK)


def revise(project: Draft, period: str, row: str) -> None:
    """Keep a former count of a period: `revised,unit,former,step,qualifier,reason`."""
    revised, unit, *rest = row.split(",")
    text = f"{REVISIONS}DEMO,{revised},VN63,{unit},installs,{','.join(rest)}\n"
    project.write(f"data/demo/{period}/revisions.csv", text)


def measured(project: Draft, unit: str = "20", **parameters: object) -> tuple[Facts, Progress]:
    """Measure the progress of a unit's edition."""
    edition = project.edition(unit=unit, **parameters)
    facts = Facts(edition.history, edition.unit, edition.period, edition.target)
    return facts, progress(facts)


def found(facts: Facts, key: str) -> Fact | Missing | None:
    """Look a fact up by concept: `counted`, in another period `gained/2020-08-03`, of a group or unit `share:VN`."""
    name, _, period = key.partition("/")
    concept, _, code = name.partition(":")
    if concept not in CONCEPTS:
        return facts.asked.get(f"{concept}@{facts.unit.code}")
    unit = facts.history.gazetteer.get(facts.unit.vintage, code) if code else facts.unit
    return facts.get(concept, Subject(unit, period or facts.own.period, facts.own.measure))


def shown(facts: Facts, *keys: str) -> list[str]:
    """List what facts print; "-" for those that are not known."""
    return [fact.shown if isinstance(fact := found(facts, key), Fact) else "-" for key in keys]
