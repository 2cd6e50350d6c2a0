"""What `dophu check` refuses stops the editions that print it, and every letter of its period."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dophu.data.project import Project
from dophu.errors import DataError
from dophu.issued.register import Register
from dophu.run.drafts import read_draft
from dophu.run.issuing import Signing, issue
from tests.project import CAMPAIGN, COUNTS, PUBLISHED, TOTALS, Draft, draft_at
from tests.run.batches import add_report, dophu
from tests.run.test_issuing import NOW, PLACE, rebuild

LETTER = ("build", "letter", "--campaign", "demo", "--period", "2020-08-07", "--format", "html")
KINDS = {
    "a fall": (COUNTS, [("20,installs,80000,1,,", "20,installs,30000,1,,")], "170000", "120000"),
    "a share": (PUBLISHED, [("share,10.23", "share,19.99")], "", ""),
}
HEAD = "source,as_of,vintage,unit,measure,count,step,qualifier,note\n"


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    office = draft_at(tmp_path_factory.mktemp("original"))
    add_report(office, "letter")
    return office


@pytest.fixture(name="office")
def copied(original: Draft, tmp_path: Path) -> Draft:
    return Draft(shutil.copytree(original.root, tmp_path.resolve() / "office"))


def contradict(office: Draft, kind: str) -> None:
    name, changes, total, new_total = KINDS[kind]
    for old, new in changes:
        office.change(name, old, new)
    if total:
        office.change(TOTALS, total, new_total)


def explain(office: Draft) -> None:
    office.change(COUNTS, "20,installs,30000,1,,", "20,installs,30000,1,,Loại các bản cài đặt trùng")
    office.change(
        PUBLISHED, "share,10.23,,,population,,published,,", "share,10.23,,,population,,published,,Trước khi loại trùng"
    )


def letter(office: Draft) -> None:
    issue(
        office,
        read_draft(Project(office.root), office.root / "outputs", PLACE),
        Signing.read("125", "2020-10-21"),
        now=NOW,
    )


def outputs(office: Draft) -> list[str]:
    return sorted(path.parts[-2] for path in office.root.glob("outputs/demo/*/*/letter.html"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_with_figures_that_contradict_each_other_is_not_issued(office: Draft, kind: str) -> None:
    contradict(office, kind)
    rebuild(office)  # by one who handed over no findings
    with pytest.raises(DataError, match="without an explanation"):
        letter(office)
    assert Register(office).rows() == []


def test_a_note_that_says_why_lets_it_be_issued(office: Draft) -> None:
    contradict(office, "a fall")
    explain(office)
    rebuild(office)
    letter(office)
    assert len(Register(office).rows()) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_an_edition_that_prints_such_a_figure_is_not_built(office: Draft, kind: str) -> None:
    contradict(office, kind)
    done = dophu(office, *LETTER, "--unit", "20")
    assert done.returncode == 3
    assert f"{KINDS[kind][0]} row 2 column" in done.stderr
    assert "printed: " in done.stderr
    assert "explain it in the column 'note'" in done.stderr
    assert outputs(office) == []


def test_it_is_built_once_its_note_explains_it(office: Draft) -> None:
    contradict(office, "a fall")
    explain(office)
    assert dophu(office, *LETTER, "--unit", "20").returncode == 0


def doubt_a_district(office: Draft) -> None:
    """Let a district's count fall, which no province's letter prints."""
    row = "DEMO,{},VN63,178,installs,{},1,,\n"
    counts = (office.root / COUNTS).read_text("utf-8")
    office.write(COUNTS, counts + row.format("2020-08-07T08:00", 400))
    office.write("data/demo/2020-08-05/counts.csv", HEAD + row.format("2020-08-05", 500))
    campaign = (office.root / CAMPAIGN).read_text("utf-8")
    head, rest = campaign.split("  province:\n")
    letterhead, sources = rest.split("sources:\n")
    office.write(CAMPAIGN, f"{head}  province:\n{letterhead}  district:\n{letterhead}sources:\n{sources}")


def test_of_a_batch_only_the_editions_that_print_it_fail(office: Draft) -> None:
    doubt_a_district(office)
    done = dophu(office, *LETTER, "--all-units")
    assert done.returncode == 7
    assert outputs(office) == ["20", "22", "24"]
    assert "demo 2020-08-07 178 letter: data/demo/2020-08-07/counts.csv: printed numbers rest on 1" in done.stderr


def test_what_no_built_edition_prints_is_told_and_still_stops_the_letter(office: Draft) -> None:
    doubt_a_district(office)
    done = dophu(office, *LETTER, "--unit", "20")
    assert done.returncode == 0
    assert "warning: other figures of the period are not explained" in done.stderr
    assert "counts.csv row 5" in done.stderr
    with pytest.raises(DataError, match="without an explanation"):
        letter(office)
