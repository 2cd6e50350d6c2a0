"""All five reports of units by sex, as they lie in outputs/, read by an attacker: HTML, workbook, downloads, ledger."""

from __future__ import annotations

import base64
import io
import json
import re
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest

from dophu.data.edition import read_parameters
from dophu.data.project import Project
from dophu.errors import EmptyError
from dophu.run.job import Job
from tests.attacker import Name, Sum, known_from, numbers_in, possible
from tests.building import build
from tests.parts import BASES, give_letterheads
from tests.project import CAMPAIGN, PUBLISHED, ROOT, TOTALS, Draft, draft_at

REPORTS = ("quick_report", "parts", "progress", "data_quality", "national_table")
HEAD = "source,as_of,vintage,unit,measure,count,step,qualifier,note\n"
MEMBERS = {"nam": "nam", "nu": "nữ"}
BROKEN = "suppress_below: 5, breakdowns: {sex: {label: Giới tính, members: [nam, nu]}}"
WEEKS = ("2020-07-24", "2020-07-31", "2020-08-07")
OTHERS = [code for code in BASES if code not in ("178", "189")]
MEN = dict(zip(OTHERS, (417, 388, 296, 451, 373, 529, 608, 455, 342), strict=True)) | {"178": 3, "189": 27}
WOMEN = {code: 2 * count + 7 for code, count in MEN.items()} | {"178": 64, "189": 4}
RISEN = {"178": 1, "189": 0}


def truth() -> dict[Name, int]:
    """Count units and their whole by sex in three weeks: two small cells in crossing rows and columns."""
    found: dict[Name, int] = {}
    for code, (week, more) in ((code, pair) for code in BASES for pair in zip(WEEKS, (0, 1, 2), strict=True)):
        men, women = (each[code] + more * RISEN.get(code, each[code] // 9) for each in (MEN, WOMEN))
        found |= {(week, "nam", code): men, (week, "nu", code): women, (week, "installs", code): men + women}
    for week in WEEKS:
        for name in ("installs", "nam", "nu"):
            found[week, name, "20"] = sum(found[week, name, code] for code in BASES)
    return found


def sums(cells: dict[Name, int]) -> list[Sum]:
    found: list[Sum] = [
        ({one: 1, (*one[:1], "nam", one[2]): -1, (*one[:1], "nu", one[2]): -1}, 0)
        for one in cells
        if one[1] == "installs"
    ]
    found += [({one: 1} | {(*one[:2], code): -1 for code in BASES}, 0) for one in cells if one[2] == "20"]
    weeks = [(earlier, later, one[1:]) for earlier, later in pairwise(WEEKS) for one in cells if one[0] == later]
    return found + [({(later, *one): 1, (earlier, *one): -1}, None) for earlier, later, one in weeks]


@pytest.fixture(scope="module", name="outputs")
def built(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    project = draft_at(tmp_path_factory.mktemp("attacked"))
    give_letterheads(project)
    project.change(CAMPAIGN, "Số người đã cài đặt.}", f"Số người đã cài đặt., {BROKEN}}}")
    lines = (
        f"  {key}: {{label: {label}, noun: người, verb: cài đặt, meaning: Số {label}.}}\n"
        for key, label in MEMBERS.items()
    )
    project.change(CAMPAIGN, "main_measure:", f"{''.join(lines)}main_measure:")
    for week in WEEKS:
        rows = (f"DEMO,{week},VN63,{u},{m},{count},1,,\n" for (w, m, u), count in truth().items() if w == week)
        project.write(f"data/demo/{week}/counts.csv", HEAD + "".join(rows))
    for name in (PUBLISHED, TOTALS):
        (project.root / name).unlink()
    return [
        folder for week in WEEKS for unit in ("20", "178", "182", "189") for folder in editions(project, week, unit)
    ]


def editions(project: Draft, week: str, unit: str) -> list[Path]:
    parameters = read_parameters({"campaign": "demo", "period": week, "unit": unit}, "test")
    found = []
    for report in REPORTS if unit == "20" else REPORTS[:1]:
        text = (ROOT / "notebooks" / f"{report}.ipynb").read_bytes()
        project.write(f"notebooks/{report}.ipynb", text)
        job = Job(report, parameters, project.root / "outputs", ("html", "xlsx"))
        with suppress(EmptyError):
            found.append(build(Project(project.root), job).folder / report)
    return found


def told(edition: Path) -> str:
    """Read all that an edition says: its page, the downloads in it, its workbook."""
    page = edition.with_suffix(".html").read_text("utf-8")
    downloads = [
        base64.b64decode(each).decode() for each in re.findall(r"text/csv;charset=utf-8;base64,([^\"]+)", page)
    ]
    book = openpyxl.load_workbook(io.BytesIO(edition.with_suffix(".xlsx").read_bytes()))
    cells = (
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None
    )
    return "\n".join(
        [re.sub(r"<style.*?</style>|<script.*?</script>|<[^>]+>", " ", page, flags=re.DOTALL), *downloads, *cells]
    )


def test_nobody_bounds_a_small_count_by_all_that_all_editions_print(outputs: list[Path]) -> None:
    cells = truth()
    ledgers = [json.loads(each.with_suffix(".facts.json").read_bytes()) for each in outputs]
    ranges = known_from(ledgers, cells, 5)
    small = [name for name, count in cells.items() if count < 5]
    assert all(low <= cells[name] <= high for name, (low, high) in ranges.items())
    assert len(small) == 5
    assert {possible(ranges, sums(cells), name) for name in small} == {(1, 4)}


def test_no_page_workbook_or_download_prints_a_count_that_its_ledger_hides(outputs: list[Path]) -> None:
    cells = truth()
    ranges = known_from([json.loads(each.with_suffix(".facts.json").read_bytes()) for each in outputs], cells, 5)
    shown = {str(cells[name]) for name, (low, high) in ranges.items() if low == high}
    hidden = {str(cells[name]) for name, (low, high) in ranges.items() if low < high and cells[name] >= 100} - shown
    assert {"296", "599"} <= hidden
    for each in outputs:
        assert not hidden & numbers_in(told(each)), each
