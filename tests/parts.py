"""A province whose districts a test counts as it likes, in the small project."""

from __future__ import annotations

from collections.abc import Mapping

from dophu.facts.evaluate import Facts
from dophu.measure.parts import Parts, measured_parts
from tests.project import CAMPAIGN, COUNTS, PUBLISHED, TOTALS, Draft
from tests.told import facts_of

HEAD = "source,as_of,vintage,unit,measure,count,step,qualifier,note\n"
BASES = {  # every district of unit 20; they add up to its 781655
    "178": 103284,
    "180": 59827,
    "181": 52689,
    "182": 49696,
    "183": 79873,
    "184": 54202,
    "185": 71967,
    "186": 121735,
    "187": 75063,
    "188": 84740,
    "189": 28579,
}
TENTH = {code: base // 10 for code, base in BASES.items()}
MOMENT = "2020-08-07T08:00"
FORMER = "data/demo/2020-07-31/counts.csv"


def line(unit: str, count: int | str, rest: str = "1,,", as_of: str = MOMENT, source: str = "DEMO") -> str:
    """Write a line of counts.csv; `rest` is step, qualifier and note."""
    return f"{source},{as_of},VN63,{unit},installs,{count},{rest}\n"


def count(project: Draft, numbers: Mapping[str, int], more: str = "", former: bool = False) -> None:
    """Let a period count units so and nothing else, but for `more` lines."""
    as_of = "2020-07-31" if former else MOMENT
    lines = "".join(line(unit, number, as_of=as_of) for unit, number in numbers.items())
    if lines or more:
        project.write(FORMER if former else COUNTS, HEAD + lines + more)
    else:
        (project.root / (FORMER if former else COUNTS)).unlink(missing_ok=True)
    for name in (PUBLISHED, TOTALS):
        (project.root / name).unlink(missing_ok=True)


def measured(project: Draft, unit: str = "20") -> tuple[Facts, Parts]:
    """Measure the parts of a unit's edition."""
    facts = facts_of(project.edition(unit=unit))
    return facts, measured_parts(facts)


def give_letterheads(project: Draft) -> None:
    """Let districts and the nation have letterheads too."""
    text = (project.root / CAMPAIGN).read_text("utf-8")
    own = text[text.index("  province:\n") : text.index("sources:")]
    others = own.replace("  province:", "  district:", 1) + own.replace("  province:", "  nation:", 1)
    project.write(CAMPAIGN, text.replace("sources:", f"{others}sources:", 1))
