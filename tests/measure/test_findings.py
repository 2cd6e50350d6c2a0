"""A number that rests on what `dophu check` finds, and that no note explains, stops every report that prints it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from dophu.data.edition import open_edition, read_parameters
from dophu.data.tables import Cell, Finding
from dophu.errors import DataError
from dophu.measure.findings import (
    HANDED_OVER,
    handed_over,
    looks_further,
    received,
    refuse_touched,
    unexplained,
)
from dophu.tell.report import Report
from dophu.world.periods import read_period
from tests.project import COUNTS, ROOT, TOTALS, Draft, draft_at
from tests.telling import open_report, tell
from tests.told import facts_of

REPORTS = ["quick_report", "national_table", "progress", "parts", "data_quality"]
# What is done to a copy of the simulated campaign: period, file, what is replaced there; then the unit.
KINDS = {
    "parts that do not add up": ("2020-09-14", "counts.csv", r'(,20,installs,176183,1,,)"Gồm[^"]*"', r"\1", "20"),
    "a share that no count gives": (
        "2020-08-11",
        "published.csv",
        r'(,30,installs,share,17.28.*,)"Tính.*"',
        r"\1",
        "30",
    ),
    "a jump": ("2020-08-14", "sources.yml", r"count: 6183\n", "count: 6184\n", "11"),
    "a fall": ("2020-09-20", "counts.csv", r"(,01,installs,)(\d+)", r"\g<1>90000", "01"),
}


@pytest.fixture(scope="module", params=KINDS)
def damaged(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Draft, str, str, str]:
    period, file, pattern, new, unit = KINDS[request.param]
    office = Draft(tmp_path_factory.mktemp("office").resolve())
    shutil.copytree(ROOT / "data" / "reference", office.root / "data" / "reference")
    shutil.copytree(ROOT / "data" / "demo", office.root / "data" / "demo")
    for name in ("params", "notebooks"):
        (office.root / name).mkdir()
    name = f"data/demo/{period}/{file}"
    text, changed = re.subn(pattern, new, (office.root / name).read_text("utf-8"))
    assert changed == 1
    office.write(name, text)
    (office.root / f"data/demo/{period}/totals.csv").unlink(missing_ok=True)
    return office, period, unit, name


def opened(office: Draft, period: str, unit: str) -> Report:
    edition = open_edition(office, read_parameters({"campaign": "demo", "period": period, "unit": unit}, "test"))
    return Report(edition, {}, lambda _: unexplained(office, "demo", [(read_period(period), unit)]))


@pytest.mark.parametrize("report", REPORTS)
def test_every_report_that_prints_it_is_refused(damaged: tuple[Draft, str, str, str], report: str) -> None:
    office, period, unit, file = damaged
    with pytest.raises(DataError) as refused:
        tell(opened(office, period, unit), report)
    assert refused.value.where.rpartition("/")[0] == file.rpartition("/")[0]
    assert re.search(
        rf"row \d+ column '\w+': .*; printed: .* \((counted|share|published_share)@{unit}\)", refused.value.problem
    )
    assert "note" in refused.value.fix


@pytest.mark.parametrize("report", REPORTS)
def test_what_the_notes_explain_lets_every_report_pass(report: str) -> None:
    edition = open_report(campaign="demo", period="2020-09-14", unit="20").edition
    tell(Report(edition, {}, lambda _: unexplained(Draft(ROOT), "demo")), report)


@pytest.fixture(name="office")
def small(tmp_path: Path) -> Draft:
    return draft_at(tmp_path)


# -- a build looks at what its editions read, and no further ---------------------------------------------------

EDITIONS = [
    ("2020-08-14", "20"),
    ("2020-08-14", "VN"),
    ("2020-08-14", "180"),
    ("2020-09-20", "20"),
    ("2020-09-20", "30"),
]


@pytest.fixture(name="spoilt", scope="module")
def shaken(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    """Copy the simulated campaign, and spoil a figure of every level in many of its periods."""
    office = Draft(tmp_path_factory.mktemp("spoilt").resolve())
    for name in ("reference", "demo"):
        shutil.copytree(ROOT / "data" / name, office.root / "data" / name)
    for name in ("params", "notebooks"):
        (office.root / name).mkdir()
    for path in sorted((office.root / "data/demo").glob("2020-*")):
        (path / "totals.csv").unlink(missing_ok=True)
        counts = (path / "counts.csv").read_text("utf-8")
        unit = {"08": "01", "09": "20", "10": "180"}[path.name[5:7]]
        if int(path.name[8:]) % 3 == 0:
            spoilt = re.sub(rf"(,{unit},installs,)(\d+)", lambda found: f"{found[1]}{int(found[2]) * 3 // 5}", counts)
            (path / "counts.csv").write_text(spoilt, "utf-8")
    return office


@pytest.fixture(name="everything", scope="module")
def all_that_is_unexplained(spoilt: Draft) -> tuple[Finding, ...]:
    return unexplained(spoilt, "demo")


def refusals(spoilt: Draft, period: str, unit: str, *looks: Sequence[Finding]) -> list[str]:
    """Tell all reports of an edition, and refuse it for what was found by each look."""
    edition = open_edition(spoilt, read_parameters({"campaign": "demo", "period": period, "unit": unit}, "test"))
    told = [Report(edition, {}) for _ in REPORTS]
    for report, name in zip(told, REPORTS, strict=True):
        tell(report, name)
    return ["\n".join(_refusal(report, found) for report in told) for found in looks]


def _refusal(report: Report, found: Sequence[Finding]) -> str:
    try:
        refuse_touched(report.facts, found)
    except DataError as refused:
        return str(refused)
    return "passes"


@pytest.mark.parametrize(("period", "unit"), EDITIONS)
def test_a_build_misses_nothing_that_its_editions_print(
    spoilt: Draft, everything: tuple[Finding, ...], period: str, unit: str
) -> None:
    mine = unexplained(spoilt, "demo", [(read_period(period), unit)])
    limited, whole = refusals(spoilt, period, unit, mine, everything)
    assert limited == whole
    assert "printed numbers rest on" in whole


def test_a_build_does_not_look_at_later_periods(spoilt: Draft, everything: tuple[Finding, ...]) -> None:
    mine = unexplained(spoilt, "demo", [(read_period("2020-08-14"), "20")])
    assert {one for one in mine if one not in everything} == set()
    assert max(one.file for one in mine) < "data/demo/2020-08-15" < max(one.file for one in everything)


def test_a_peer_is_held_to_its_parts(office: Draft) -> None:
    gazetteer = facts_of(office.edition()).history.gazetteer
    parts = [unit.code for unit in gazetteer.children(gazetteer.get("VN63", "30"))]
    lines = "".join(
        f"DEMO,2020-08-07T08:00,VN63,{unit},installs,{90001 + 37 * place},1,,\n"
        for place, unit in enumerate(("30", *parts))
    )
    office.write(COUNTS, (office.root / COUNTS).read_text("utf-8") + lines)
    found = unexplained(office, "demo", [(read_period("2020-08-07"), "20")])
    assert [(one.cells[0].unit, one.problem.split(": ")[1]) for one in found if one.cells] == [
        ("30", "its 12 parts add up to 1.082.898")
    ]


def test_an_edition_that_names_other_units_looks_at_all(office: Draft) -> None:
    facts = facts_of(office.edition())
    assert not looks_further(facts)
    facts.fact("share|of:24")
    assert not looks_further(facts)
    district = facts.history.gazetteer.get("VN63", "291")
    facts.fact("units", district)
    assert looks_further(facts)


NOW, THEN = "2020-08-07", "2020-07-31"
COUNTED_20 = Cell("VN63", "20", "installs", NOW, "DEMO")
TOUCHING = {
    "its count": (COUNTED_20, "share"),
    "the count of the period before": (Cell("VN63", "20", "installs", THEN, "DEMO"), "gained"),
    "its base": (Cell("VN63", "20", base="population_2019"), "share"),
    "a file that was copied": (Cell(period=NOW, source="DEMO"), "counted"),
    "another unit of the list that it is ranked in": (Cell("VN63", "24", "installs", NOW, "DEMO"), "rank"),
}
APART = {
    "another unit": (Cell("VN63", "24", "installs", NOW, "DEMO"), "share"),
    "another period": (Cell("VN63", "20", "installs", THEN, "DEMO"), "share"),
    "another measure": (Cell("VN63", "20", "downloads", NOW, "DEMO"), "share"),
    "another source": (Cell("VN63", "20", "installs", NOW, "S12"), "share"),
    "another base": (Cell("VN63", "20", base="smartphones"), "share"),
    "the base of another unit": (Cell("VN63", "24", base="population_2019"), "share"),
    "the list, of which only the number is told": (Cell("VN63", "24", "installs", NOW, "DEMO"), "ranked"),
    "a code of the units since July 2025": (Cell("VN34", "20", "installs", NOW, "DEMO"), "share"),
}


def doubt(office: Draft, cell: Cell, concept: str) -> None:
    facts = facts_of(office.edition())
    assert facts.fact(concept) is not None
    refuse_touched(facts, [Finding("counts.csv", 2, "count", "80000", "it is doubted", "explain it", cells=(cell,))])


@pytest.mark.parametrize("kind", TOUCHING)
def test_a_number_rests_on(office: Draft, kind: str) -> None:
    with pytest.raises(DataError, match=r"counts\.csv row 2 column 'count': it is doubted"):
        doubt(office, *TOUCHING[kind])


@pytest.mark.parametrize("kind", APART)
def test_a_number_does_not_rest_on(office: Draft, kind: str) -> None:
    doubt(office, *APART[kind])


def test_the_doubted_number_is_named_first_and_the_others_counted(office: Draft) -> None:
    facts = facts_of(office.edition())
    for concept in ("share", "gap", "needed", "missing", "counted"):
        facts.fact(concept)
    with pytest.raises(DataError, match=r"printed: [^()]* 80\.000 \(counted@20\), .* and 1 more"):
        refuse_touched(facts, [Finding("f", 2, "count", "", "", "", cells=(COUNTED_20,))])


def test_figures_that_agree_leave_nothing_unexplained(office: Draft) -> None:
    assert unexplained(office, "demo") == ()


def test_a_later_period_that_cannot_be_read_hides_nothing_of_an_earlier_one(office: Draft) -> None:
    office.change(COUNTS, "20,installs,80000", "20,installs,30000")
    office.change(TOTALS, "170000", "120000")
    office.write("data/demo/2020-08-14/counts.csv", "source\nx\n")
    assert any(
        one.problem.endswith("(fallen)") for one in unexplained(office, "demo", [(read_period("2020-08-07"), "20")])
    )


def test_findings_are_handed_over_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Finding("f", 2, "count", "1", "problem", "fix", "", "DEMO", (COUNTED_20,))
    (tmp_path / "doubted.json").write_text(handed_over([found]), "utf-8")
    monkeypatch.setenv(HANDED_OVER, str(tmp_path / "doubted.json"))
    assert received() == (found,)
    assert (received() or [found])[0].cells == (COUNTED_20,)
    monkeypatch.delenv(HANDED_OVER)
    assert received() is None
