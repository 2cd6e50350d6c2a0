"""What `dophu check` refuses is told by a build, and stops a letter."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dophu.data.project import Project
from dophu.errors import DataError
from dophu.issued.register import Register
from dophu.run.drafts import read_draft
from dophu.run.issuing import Signing, issue
from dophu.run.unexplained import contradictions
from tests.project import COUNTS, PUBLISHED, TOTALS, Draft, draft_at
from tests.run.batches import add_report, dophu
from tests.run.test_issuing import NOW, PLACE, rebuild

PERIOD = ("demo", "2020-08-07")
KINDS = {
    "a fall": (COUNTS, [("20,installs,80000,1,,", "20,installs,30000,1,,")], "170000", "120000"),
    "a share": (PUBLISHED, [("share,10.23", "share,19.99")], "", ""),
}


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


def letter(office: Draft) -> None:
    issue(
        office,
        read_draft(Project(office.root), office.root / "outputs", PLACE),
        Signing.read("125", "2020-10-21"),
        now=NOW,
    )


def test_figures_that_agree_are_no_contradiction(office: Draft) -> None:
    assert contradictions(office, [PERIOD]) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_with_figures_that_contradict_each_other_is_not_issued(office: Draft, kind: str) -> None:
    contradict(office, kind)
    rebuild(office)
    assert contradictions(office, [PERIOD]) != []
    with pytest.raises(DataError, match="without an explanation"):
        letter(office)
    assert Register(office).rows() == []


def test_a_note_that_says_why_lets_it_be_issued(office: Draft) -> None:
    contradict(office, "a fall")
    office.change(COUNTS, "20,installs,30000,1,,", "20,installs,30000,1,,Loại các bản cài đặt trùng")
    office.change(
        PUBLISHED, "share,10.23,,,population,,published,,", "share,10.23,,,population,,published,,Trước khi loại trùng"
    )
    rebuild(office)
    letter(office)
    assert len(Register(office).rows()) == 1


def test_a_build_says_so_and_releases_the_draft(office: Draft) -> None:
    contradict(office, "a share")
    done = dophu(
        office, "build", "letter", "--campaign", "demo", "--period", "2020-08-07", "--unit", "20", "--format", "html"
    )
    assert done.returncode == 0
    assert "warning: figures contradict each other" in done.stderr
    assert "published.csv row 2" in done.stderr
    assert "fix: correct them" in done.stderr
