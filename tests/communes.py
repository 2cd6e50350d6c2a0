"""A province whose communes of today a test counts: most of them on the way, some done, some far back, some silent."""

from __future__ import annotations

import random

from dophu.data.reference import read_units
from tests.project import CAMPAIGN, Draft

PERIOD, FORMER = "2025-10-20", "2025-10-13"
HEAD = "source,as_of,vintage,unit,measure,count,step,qualifier,note\n"
BASE = "residents_2025"
DESCRIBED = f"""\
{BASE}: {{label: dân số mô phỏng, short: dân số, kind: population, as_of: 2025-07-01, source: DEMO}}
"""


def count_communes(project: Draft, province: str, silent: int = 3) -> dict[str, int]:
    """Let two weeks count every commune of a province but the last `silent` ones; the target is half of its base."""
    chance = random.Random(int(province))
    units = [unit.code for unit in read_units(project).at_level("VN34", "commune") if unit.parent == province]
    bases = {code: round(chance.lognormvariate(9.3, 0.6)) for code in units}
    now = {code: round(base * min(chance.betavariate(1.6, 3.6), 0.9)) for code, base in bases.items()}
    told = units[: len(units) - silent]
    project.change(CAMPAIGN, "base: population_2019\n", f"base: {BASE}\n")
    project.change(CAMPAIGN, "base: population_2019, from: 2020-07-31", f"base: {BASE}, from: 2025-07-01")
    project.write("data/demo/bases.yml", DESCRIBED)
    values = "".join(f"{BASE},VN34,{code},{base},,,,published,DEMO,\n" for code, base in bases.items())
    whole = f"{BASE},VN34,{province},{sum(bases.values())},,,,published,DEMO,\n"
    project.write(
        "data/demo/bases.csv", f"base,vintage,code,value,low,high,qualifier,status,source,note\n{values}{whole}"
    )
    then = {code: round(now[code] * chance.uniform(0.9, 1)) for code in told}
    for period, counts in ((FORMER, then), (PERIOD, now)):
        rows = (f"DEMO,{period},VN34,{code},installs,{counts[code]},1,,\n" for code in told)
        project.write(f"data/demo/{period}/counts.csv", HEAD + "".join(rows))
    return {code: now[code] for code in told}


def bases_of(project: Draft) -> dict[str, int]:
    """Read what `count_communes` let every commune have for a base."""
    lines = (project.root / "data/demo/bases.csv").read_text("utf-8").splitlines()[1:]
    return {line.split(",")[2]: int(line.split(",")[3]) for line in lines}
