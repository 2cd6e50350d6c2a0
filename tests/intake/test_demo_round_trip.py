"""A demonstration period, sent in five messy styles and taken in again: the same bytes."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest

from dophu.data.bases import read_bases
from dophu.data.project import Project
from dophu.data.reference import read_units
from dophu.run.importing import Wanted, import_file
from dophu.wording import Moment
from tests.intake.messy import STYLES, Line

ROOT = Path(__file__).resolve().parents[2]
PERIOD = "2020-10-16"
COUNTS = f"data/demo/{PERIOD}/counts.csv"
NOW = Moment.parse("2020-10-17T08:00")


def sent(level: str) -> list[Line]:
    project = Project(ROOT)
    gazetteer = read_units(project)
    bases = read_bases(project, gazetteer, "demo")
    text = (ROOT / COUNTS).read_text(encoding="utf-8")
    counts = {row["unit"]: int(row["count"]) for row in csv.DictReader(io.StringIO(text))}
    units = [unit for unit in gazetteer.at_level("VN63", level) if unit.code in counts]
    base = {u.code: value.value for u in units if (value := bases.of("population_2019", "VN63", u.code))}
    rates = sorted((counts[u.code] / base[u.code] for u in units), reverse=True)
    return [Line(u, counts[u.code], base[u.code], rates.index(counts[u.code] / base[u.code]) + 1) for u in units]


@pytest.fixture
def emptied(tmp_path: Path) -> Project:
    for folder in ("data", "params", "notebooks"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.rmtree(tmp_path / "data" / "demo" / PERIOD)
    return Project(tmp_path.resolve())


@pytest.mark.parametrize("name", STYLES)
def test_a_period_comes_back_byte_for_byte(emptied: Project, tmp_path: Path, name: str) -> None:
    regions = {region.code: region.name for region in read_units(emptied).regions}
    for level, unit in (("province", None), ("district", "20")):
        file = tmp_path / "received" / level / name
        file.parent.mkdir(parents=True)
        file.write_bytes(STYLES[name](sent(level), regions))
        outcome = import_file(emptied, file, Wanted("demo", PERIOD, NOW, unit=unit, source="MOPHONG26"))
        assert [str(finding) for finding in outcome.intake.errors] == []
        assert [str(found) for found in outcome.intake.findings if found.weight == "warning"] == []
    lines = (ROOT / COUNTS).read_bytes().splitlines(keepends=True)
    expected = b"".join(line for line in lines if b",VN63,VN," not in line)
    assert (emptied.root / COUNTS).read_bytes() == expected
