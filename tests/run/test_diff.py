"""dophu diff: a draft against what was issued, two letters, two drafts; and who has to agree."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from dophu.data.project import Project
from dophu.errors import UsageError
from dophu.issued.register import Register
from dophu.run.diff import diff
from dophu.run.drafts import read_draft
from dophu.run.issuing import Signing, issue, start_replacing
from dophu.run.job import Job
from tests.building import build
from tests.project import COUNTS, TOTALS, Draft, draft_at
from tests.run.batches import add_report, dophu
from tests.run.test_issuing import NOW, PLACE, parameters_of


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    """A project whose letter 125 is issued and is being replaced: its draft has another count and another word."""
    office = draft_at(tmp_path_factory.mktemp("original"))
    add_report(office, "letter")
    rebuild(office)
    issue(
        office,
        read_draft(Project(office.root), office.root / "outputs", PLACE),
        Signing.read("125", "2020-10-21"),
        now=NOW,
    )
    former = start_replacing(office, "125", "sai số liệu", now=NOW)
    office.change(COUNTS, "80000", "30000")
    office.change(TOTALS, "170000", "120000")
    rebuild(office, former.named)
    return office


@pytest.fixture(name="office")
def copied(original: Draft, tmp_path: Path) -> Draft:
    return Draft(shutil.copytree(original.root, tmp_path.resolve() / "office"))


def rebuild(office: Draft, replaces: str | None = None) -> None:
    parameters = parameters_of(office, "20", replaces)
    build(Project(office.root), Job("letter", parameters, office.root / "outputs", ("html",)))


@pytest.mark.parametrize(
    ("one", "other"), [(PLACE, None), ("125", None), ("125/2020", PLACE), ("125", f"outputs/{PLACE}.html")]
)
def test_a_letter_is_compared_with_its_draft_however_they_are_named(
    office: Draft, one: str, other: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(office.root)
    found = diff(office, office.root / "outputs", one, other)
    assert (found.before, found.after) == ("số 125/BC-STN ngày 21/10/2020", f"dự thảo {PLACE}")
    assert {one.key: (one.before, one.after) for one in found.facts}["counted@20"] == ("80.000", "30.000")
    assert any("(thay thế Báo cáo số 125/BC-STN ngày 21/10/2020)" in one.after for one in found.sentences)


def test_rows_that_were_revised_since_are_told_from_the_store(office: Draft) -> None:
    files = {one.name: one for one in diff(office, office.root / "outputs", "125", None).files}
    assert set(files) == {COUNTS, TOTALS}
    (row,) = files[COUNTS].rows
    assert (row.name, row.before, row.after) == ("VN63 20 installs", "count: 80000", "count: 30000")


def test_a_file_whose_former_content_is_lost_is_named(office: Draft) -> None:
    office.change(COUNTS, "30000", "31000")
    found = diff(office, office.root / "outputs", "125", None)
    assert found.unknown == (COUNTS,)


def test_the_command_ends_with_6_where_they_differ_and_writes_the_page(office: Draft) -> None:
    done = dophu(office, "diff", "125", "--html", "changes.html", "--json")
    assert done.returncode == 6
    assert json.loads(done.stdout)["same"] is False
    assert "fix: look at them" in done.stderr
    page = (office.root / "changes.html").read_text("utf-8")
    assert "Câu đổi chiều" in page
    assert "SỐ LIỆU MÔ PHỎNG" in page


def test_no_difference_ends_with_0(office: Draft) -> None:
    done = dophu(office, "diff", "125", "125")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Không có gì thay đổi" in done.stdout


def test_no_page_is_written_among_what_was_issued(office: Draft) -> None:
    done = dophu(office, "diff", "125", "--html", "issued/2020/125-BC-STN/letter.html")
    assert done.returncode == 2
    assert "--html: 'issued/2020/125-BC-STN/letter.html' lies in issued/" in done.stderr


def test_a_first_letter_has_nothing_to_be_compared_with(office: Draft) -> None:
    shutil.rmtree(office.root / "issued" / "2020")
    shutil.rmtree(office.root / "issued")
    with pytest.raises(UsageError, match="no letter was issued before"):
        diff(office, office.root / "outputs", PLACE, None)


def test_the_register_notes_who_approved_beside_which_letter(office: Draft) -> None:
    done = dophu(office, "approve", PLACE, "--by", "Chánh Văn phòng", "--note", "đã xem")
    assert done.returncode == 0
    row = Register(office).rows()[-1]
    assert (row.event, row.number, row.by, row.reason, row.edition) == (
        "approved",
        "125",
        "Chánh Văn phòng",
        "đã xem",
        PLACE,
    )
    assert "beside 125/BC-STN ngày 21/10/2020" in done.stdout


@pytest.mark.parametrize("named", ["126", "125/1999", "demo/2020-08-07/20/nothing"])
def test_what_is_not_there_is_told(office: Draft, named: str) -> None:
    with pytest.raises(UsageError):
        diff(office, office.root / "outputs", named, PLACE)
