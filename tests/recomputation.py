"""Recompute all facts of all editions from the CSV files: `make recompute`, some hours; a sample in test_oracle.

Each edition's ledger is held against itself (dophu.proof) and against the rows (tests/oracle.py, which knows nothing
of dophu): of every unit that a period tells of, all concepts, of it, of the units it is ranked among and of its parts.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from dophu.data.edition import Edition, open_edition, read_parameters
from dophu.data.periods import period_names
from dophu.data.project import Project
from dophu.facts.catalogue import CONCEPTS
from dophu.facts.evaluate import Facts
from dophu.facts.ledger import Ledger
from dophu.facts.subject import Group, Subject
from dophu.proof.check import problems
from dophu.world.units import Unit
from tests import oracle
from tests.edges import edges
from tests.examples import examples
from tests.oracle import NOT_COMPUTED, Of, edition_of, of_ledger, rows
from tests.telling import ROOT

OF_TWO = {"beside", "apart", "catch_up", "bases_apart", "covered"}  # one held against another
Named = tuple[str, str, str]  # campaign, period, unit
EDGES: list[Named] = [("edges", "2024-01-10", unit) for unit in ("20", "27", "30", "01", "22")]
EDGES += [("edges", "2024-01-03", "20"), ("edges", "2024-01-17", "20")]
EDGES += [("bare", "2024-01-10", "20"), ("bare", "2024-01-17", "20")]
EDGES += [("flow", "2024-01-10", unit) for unit in ("20", "27", "01")]
EDGES += [("ceiling", "2024-01-10", unit) for unit in ("20", "27", "30", "01")] + [("ceiling", "2024-01-17", "20")]
EDGES += [("sums", "2024-01-10", "20"), ("sums", "2024-01-03", "22")]
EDGES += [(campaign, "2024-01-10", unit) for campaign in ("rates", "flow_rates", "money") for unit in ("20", "27")]
EDGES += [(key, "2024-01-10", "01") for key in ("phones", "below_phones", "few", "below_few")]
EDGES += [("edges", "2024-01-03", "01"), ("ceiling", "2024-01-03", "01"), ("ceiling", "2024-01-03", "20")]
WORKED: list[Named] = [  # of docs/examples
    *(("chi-tieu", "2025-W43", "05977"), ("tiem-chung-tre", "2025-12", "20")),
    *(("tre-han", "2025-12", "20"), ("khao-sat", "2025", "24")),
]


@cache
def project(root: Path = ROOT) -> Project:
    return Project.find(root)


def root_of(campaign: str) -> Path:
    """Find the project of a campaign: this one, that of the made-up ones, or that of the worked examples."""
    if campaign in {named for named, _, _ in WORKED}:
        return examples()
    return edges() if campaign in {named for named, _, _ in EDGES} else ROOT


def data_of(named: Named) -> Path:
    """Find the data of an edition's project."""
    return root_of(named[0]) / "data"


def editions(campaign: str) -> Iterator[Named]:
    """List the periods of a campaign with the units that each tells of."""
    root = root_of(campaign)
    for period in period_names(project(root), campaign):
        tables = (rows(root / "data" / campaign / period / f"{name}.csv") for name in ("counts", "published"))
        for unit in sorted({row["unit"] for table in tables for row in table}):
            yield campaign, period, unit


class Case(NamedTuple):
    """An edition, and what is asked of it: concepts of subjects, and what the oracle calls those."""

    edition: Edition
    told: dict[str, Any]
    asked: list[tuple[str, Subject, Of]]

    def fresh(self) -> Facts:
        """Open the facts of the edition, none of them evaluated."""
        facts = Facts(self.edition.history, self.edition.unit, self.edition.period, self.edition.target)
        facts.stand_among(_regions(facts))
        return facts


def opened(campaign: str, period: str, unit: str) -> Case:
    """Open an edition to ask of its unit, those it is ranked among, its parts, the regions, two at a time."""
    edition = open_edition(
        project(root_of(campaign)), read_parameters({"campaign": campaign, "period": period, "unit": unit}, "test")
    )
    told = {"campaign": campaign, "period": period, "unit": unit, "vintage": edition.unit.vintage}
    case = Case(edition, told | {"target": edition.target.key if edition.target else None}, [])
    facts, world = case.fresh(), edition.history.gazetteer
    units: list[Unit | Group] = [edition.unit, *world.peers(edition.unit), *world.children(edition.unit)]
    regions = _regions(facts)
    of_regions = [*_of_their_list(facts, regions)]
    pairs = [replace(facts.own, against=other) for other in [*units[1:], *regions]]
    pairs += [replace(region, against=facts.history.gazetteer.get(edition.unit.vintage, "VN")) for region in of_regions]
    alone = [*(facts.listed(one, facts.own) for one in units), *of_regions]
    alone += [replace(facts.own, measure=measure) for measure in facts.history.campaign.measures]
    asked = [(concept, subject) for concept in CONCEPTS for subject in (pairs if concept in OF_TWO else alone)]
    return case._replace(asked=[(concept, subject, _plain(subject)) for concept, subject in asked])


def asked_of(campaign: str, period: str, unit: str) -> tuple[dict[str, Any], list[tuple[str, Of]]]:
    """Ask every concept of every subject: the ledger, and the concepts that are not known with their subjects."""
    case = opened(campaign, period, unit)
    facts = case.fresh()
    missing = [(concept, of) for concept, subject, of in case.asked if not facts.ask(concept, subject)]
    return {"edition": case.told} | Ledger(facts).as_data(), missing


def open_case(named: Named) -> tuple[Case, oracle.Edition]:
    """Open an edition twice: as the suite does, and from the rows."""
    ledger, _ = asked_of(*named)
    return opened(*named), edition_of(data_of(named), ledger)


def _plain(subject: Subject) -> Of:
    unit = subject.unit
    return Of(
        units=tuple(one.code for one in unit.units) if isinstance(unit, Group) else (unit.code,),
        period=subject.period,
        measure=subject.measure,
        source=subject.source,
        base=subject.base,
        against=subject.against.code if subject.against else "",
        is_group=isinstance(unit, Group),
    )


def _regions(facts: Facts) -> list[Group]:
    own = facts.own.unit
    assert isinstance(own, Unit)
    provinces = facts.history.gazetteer.at_level(own.vintage, "province")
    return [
        Group(region.code, region.name, tuple(unit for unit in provinces if unit.region == region.code), "regions")
        for region in facts.history.gazetteer.regions_of(own.vintage)
    ]


def _of_their_list(facts: Facts, groups: list[Group]) -> Iterator[Subject]:
    """Ask groups by the list that names the most units of the period."""
    lists = facts.lists_of(facts.own.measure, facts.own.period)
    source = max(lists, key=lambda source: len(lists[source]), default="")
    return (replace(facts.own, unit=group, source=source) for group in groups if source)


@cache
def differences(named: Named) -> tuple[Counter[str], list[str]]:
    """Count the facts of an edition by concept, and tell each that is not what the rows or its expression give."""
    ledger, missing = asked_of(*named)
    edition, counted, found = edition_of(data_of(named), ledger), Counter[str](), []
    counted.update(fact["concept"] for fact in ledger["facts"].values())
    for key, says, gives in of_ledger(data_of(named), ledger):
        if says != gives:
            found.append(f"{key}: the ledger says {says}, the rows {gives}")
    for concept, of in missing:
        counted["not known"] += 1
        if concept not in NOT_COMPUTED and (gives := edition.value(concept, of)) is not None:
            found.append(f"{concept} of {of}: the ledger has none, the rows give {gives}")
    return counted, [f"{'/'.join(named)} {problem}" for problem in [*found, *problems(ledger)]]


def main() -> None:
    """Go through the editions that are asked for, and end with 1 when anything differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("campaigns", nargs="*", default=["bluezone", "demo", *sorted({name for name, _, _ in WORKED})])
    parser.add_argument("--every", type=int, default=1, help="only every nth edition")
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    chosen = [named for campaign in asked.campaigns for named in editions(campaign)][:: asked.every]
    total, wrong = Counter[str](), 0
    with ProcessPoolExecutor(asked.jobs) as pool:
        for counted, found in pool.map(differences, chosen, chunksize=4):
            total += counted
            wrong += len(found)
            print(*found, sep="\n", end="\n" if found else "")
    unknown = total.pop("not known", 0)
    print(f"{len(chosen)} editions, {total.total()} facts of {len(total)} concepts, {wrong} differences")
    print(f"{unknown} others were asked, which the ledger does not know and the rows do not give")
    print(", ".join(f"{concept} {number}" for concept, number in sorted(total.items())))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
