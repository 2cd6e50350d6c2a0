"""Long histories of 10,600 communes: what an edition costs as the archive grows, by way of the index and by the CSVs.

Run from the checkout: python -m benchmarks.histories. 3,650 periods are ten years of days, 38 million rows, 2 GB.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import tempfile
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from time import process_time

from benchmarks.editions import RESULTS
from benchmarks.rivals import ROOT
from dophu.data import archive
from dophu.data.edition import Parameters, open_edition
from dophu.data.project import Project
from dophu.facts.evaluate import Facts
from dophu.measure.course import courses

COMMUNES, DISTRICTS, FIRST = 10_600, 700, date(2010, 1, 1)
HEAD = "source,as_of,vintage,unit,measure,count,step,qualifier,note\n"
CAMPAIGN = """\
key: long
title: ứng dụng Thử nghiệm
status: simulated
measures: {installs: {label: số người cài đặt, noun: người, verb: cài đặt, meaning: Số người đã cài đặt.}}
main_measure: installs
base: population_2019
documents:
  district: {parent_body: UBND, issuing_body: Phòng, symbol: BC, place: A, type_name: Báo cáo, abstract: Thử, title: B}
  province: {parent_body: UBND, issuing_body: Sở, symbol: BC, place: A, type_name: Báo cáo, abstract: Thử, title: B}
sources: [{id: SIM, title: Số liệu mô phỏng}]
"""


def main() -> None:
    """Grow one archive step by step, and open the same editions at each step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--periods", type=int, nargs="+", default=[10, 365, 3650])
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root, measured = Path(folder), []
        communes = archive_of(root)
        for done, periods in zip([0, *asked.periods], asked.periods, strict=False):
            for number in range(done, periods):
                _write(root, number, communes)
            measured.append(_measure(root, periods))
            print(measured[-1], flush=True)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "histories.json").write_text(json.dumps(measured, indent=1) + "\n")


def archive_of(root: Path, communes: int = COMMUNES, districts: int = DISTRICTS) -> list[str]:
    """Make a project whose districts have so many communes; return the communes' codes."""
    shutil.copytree(ROOT / "data" / "reference", root / "data" / "reference")
    units = root / "data" / "reference" / "units.csv"
    codes_above = [f"9{number:03d}" for number in range(districts)]
    above = "".join(f"VN63,{code},district,Huyện {code},huyện,20,,\n" for code in codes_above)
    codes = [f"{number:05d}" for number in range(60_001, 60_001 + communes)]  # which no commune has
    rows = [f"VN63,{code},commune,{name_of(code)},xã,{codes_above[i % districts]},,\n" for i, code in enumerate(codes)]
    units.write_text(units.read_text() + above + "".join(rows))
    (root / "data" / "long").mkdir()
    (root / "data" / "long" / "campaign.yml").write_text(CAMPAIGN)
    (root / "params").mkdir()
    (root / "notebooks").mkdir()
    return codes


def name_of(code: str) -> str:
    """Name a commune in letters, as all but a few of them are."""
    return "Xã " + code.translate(str.maketrans("0123456789", "abcdeghikl")).capitalize()


def day_of(number: int) -> str:
    """Name the day of a period by its number."""
    return (FIRST + timedelta(days=number)).isoformat()


def _write(root: Path, number: int, communes: list[str]) -> None:
    lots = random.Random(number)
    write_period(root, day_of(number), {code: lots.randint(1, 9_000) for code in communes})


def write_period(root: Path, day: str, counts: Mapping[str, int]) -> None:
    """Write the counts of a period's communes."""
    rows = [f"SIM,{day},VN63,{code},installs,{count},1,,\n" for code, count in counts.items()]
    folder = root / "data" / "long" / day
    folder.mkdir()
    (folder / "counts.csv").write_text(HEAD + "".join(rows))


def _measure(root: Path, periods: int) -> dict[str, float]:
    """Time the first reading, which brings the index up to date, and the next; both are of one district's edition."""
    day = day_of(periods - 1)
    first, _ = _opened(root, day, "9000")
    again, rows_read = _opened(root, day, "9000")
    index = root / archive.FOLDER / "long.sqlite"
    sizes = {"rows": periods * COMMUNES, "index_mb": index.stat().st_size / 2**20 if index.exists() else 0.0}
    return {"periods": periods} | sizes | {"first": first, "again": again, "rows_read": rows_read}


def _opened(root: Path, day: str, unit: str) -> tuple[float, int]:
    """Open an edition and follow its unit over all periods; return its CPU seconds, and how many counts it read."""
    start = process_time()
    edition = open_edition(Project(root), Parameters(campaign="long", period=date.fromisoformat(day), unit=unit))
    courses(Facts(edition.history, edition.unit, edition.period, edition.target))
    return round(process_time() - start, 3), len(edition.history.counts)


if __name__ == "__main__":
    main()
