"""Do scenarios hold? Every edition of the simulated campaign, its printed ranges against the shares that came later.

Run from the checkout: python -m benchmarks.scenarios. A later share counts as far as the printed range reaches and the
way of counting stays. Nothing is timed; the figures are the same every time (docs/methods.md, Scenarios).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from itertools import pairwise
from pathlib import Path

from benchmarks.editions import RESULTS
from dophu.data.edition import open_edition, read_parameters
from dophu.data.periods import period_names, read_campaign, read_history
from dophu.data.project import Project
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.measure.outlook import Scenario, Waypoint
from dophu.measure.progress import progress
from dophu.wording import Moment
from dophu.world.campaigns import Campaign

CAMPAIGN = "demo"


@dataclass(frozen=True)
class Told:
    """One edition: its exact share, when that was, and the scenarios it prints."""

    period: str
    moment: Moment
    share: float
    scenarios: list[Scenario]


@dataclass
class Tally:
    """Of one scenario: editions that print it, their later shares, and the editions it failed in some way.

    wholly_below   editions whose saturation lies wholly below the share already reached
    """

    editions: int = 0
    judged: int = 0
    overtaken: int = 0
    wholly_below: int = 0
    shares: int = 0
    outside: int = 0

    def add(self, now: Told, scenario: Scenario, later: Sequence[Told]) -> None:
        """Hold one printed range against what came."""
        came = [(then, ends) for then in later if (ends := _at(scenario.path, then.moment))]
        missed = [not low <= then.share <= high for then, (low, high) in came]
        saturation = scenario.facts.get("high")
        self.editions += 1
        self.judged += bool(came)
        self.overtaken += any(missed)
        self.shares += len(came)
        self.outside += sum(missed)
        self.wholly_below += scenario.key == "logistic" and saturation is not None and saturation.amount < now.share


def tallied(project: Project, units: Iterable[str], periods: Sequence[str]) -> dict[str, Tally]:
    """Tally the scenarios of some units' editions by their name."""
    campaign, found = read_campaign(project, CAMPAIGN), dict[str, Tally]()
    for unit in units:
        told = [each for period in periods if (each := _told(project, unit, period))]
        for at, now in enumerate(told):
            later = _same_method(campaign, now, told[at + 1 :])
            for scenario in now.scenarios:
                found.setdefault(scenario.key, Tally()).add(now, scenario, later)
    return found


def _told(project: Project, unit: str, period: str) -> Told | None:
    edition = open_edition(
        project, read_parameters({"campaign": CAMPAIGN, "period": period, "unit": unit}, "benchmark")
    )
    facts = Facts(edition.history, edition.unit, edition.period, edition.target)
    share, outlook = facts.get("share"), progress(facts).outlook
    if not isinstance(share, Fact) or not share.is_exact:
        return None
    return Told(period, facts.moment, float(share.amount), outlook.scenarios)


def _same_method(campaign: Campaign, now: Told, later: Sequence[Told]) -> list[Told]:
    """Keep the editions before the way of counting changes."""
    day = date.fromisoformat(now.period)
    broken = [campaign.broken_between(campaign.main_measure, day, date.fromisoformat(then.period)) for then in later]
    return [then for then, cut in zip(later, broken, strict=True) if cut is None]


def _at(path: Sequence[Waypoint], moment: Moment) -> tuple[float, float] | None:
    """Read a range off a printed path between two of its points; None beyond its end."""
    when = _hour(moment)
    for before, after in pairwise(path):
        start, end = _hour(before.moment), _hour(after.moment)
        if start < when <= end:
            part = (when - start) / (end - start)
            return before.low + part * (after.low - before.low), before.high + part * (after.high - before.high)
    return None


def _hour(moment: Moment) -> datetime:
    return datetime.combine(moment.day, moment.clock or time.min)


def main() -> None:
    """Print the tallies of all units and periods, and keep them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", nargs="+", help="codes; all that have counts, unless named")
    asked = parser.parse_args()
    project = Project(Path.cwd())
    everyone = sorted(set(read_history(project, read_campaign(project, CAMPAIGN)).counts["unit"]))
    found = tallied(project, asked.units or everyone, period_names(project, CAMPAIGN))
    rows = {key: asdict(tally) for key, tally in sorted(found.items())}
    print(json.dumps(rows, indent=1))
    if not asked.units:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "scenarios.json").write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    main()
