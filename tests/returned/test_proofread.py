"""`dophu proofread`: the edition found, the marked copy, what is printed, the exit code."""

from __future__ import annotations

import json
import shutil
from io import BytesIO
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result
from docx.oxml.ns import qn

from dophu.cli import main
from dophu.data.edition import read_params_file
from dophu.data.project import OVERRIDE
from dophu.errors import DifferenceError, UsageError
from dophu.returned.letter import read_docx
from dophu.run.job import Job
from tests.building import build
from tests.project import Draft, draft_at
from tests.returned.editing import change, edited, through_office, tracked
from tests.run.batches import add_report

NAME = "demo/2020-08-07/20/letter"


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    project = draft_at(tmp_path_factory.mktemp("original"))
    add_report(project, "letter")
    build(project, Job("letter", read_params_file(project, "2020-08-07"), project.root / "outputs", ("docx", "pdf")))
    return project


@pytest.fixture
def office(original: Draft, tmp_path: Path) -> Draft:
    return Draft(shutil.copytree(original.root, tmp_path.resolve() / "office"))


def run(*arguments: object, on: Draft) -> Result:
    return CliRunner(env={OVERRIDE: str(on.root)}).invoke(main, ["proofread", *map(str, arguments)])


def received(office: Draft, *edits: object) -> Path:
    """The letter as it came back, in a folder of its own."""
    content = (office.root / f"outputs/{NAME}.docx").read_bytes()
    path = office.root / "mail" / "thư.docx"
    path.parent.mkdir()
    path.write_bytes(edited(content, *edits))  # type: ignore[arg-type]
    return path


def test_an_untouched_letter_passes_and_leaves_nothing(office: Draft) -> None:
    path = received(office)
    done = run(path, on=office)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.endswith(f"số liệu khớp với {NAME}, không có chỗ nào sai.\n")
    assert list(path.parent.iterdir()) == [path]


def test_a_wrong_number_is_told_in_vietnamese_marked_and_refused(office: Draft) -> None:
    path = received(office, change("80.000", "80.100"))
    done = run(path, on=office)
    assert done.exit_code == DifferenceError.exit_code
    assert f"khớp với {NAME}, còn 1 chỗ không khớp." in done.stdout.splitlines()[0]
    assert "báo cáo đã tính là “80.000”, thư ghi “80.100”" in done.stdout
    assert done.stderr.startswith(f"{path}: 1 place(s) differ from {NAME}\nfix: ")
    assert (path.parent / "thư.doi-chieu.docx").exists()


def test_the_marked_copy_has_a_comment_at_the_very_number_and_the_same_words(office: Draft) -> None:
    path = received(office, change("80.000", "80.100"), change("trân trọng báo cáo", "kính báo cáo 5 lần"))
    assert run(path, "--marked", path.with_name("m.docx"), on=office).exit_code == DifferenceError.exit_code
    content = path.with_name("m.docx").read_bytes()
    paper = docx.Document(BytesIO(content))
    assert [comment.author for comment in paper.comments] == ["dophu", "dophu"]
    assert "Ghi lại “80.000”." in next(iter(paper.comments)).text or "80.000" in list(paper.comments)[1].text
    came, marked = read_docx(path.read_bytes(), "x"), read_docx(content, "x")
    assert [line.text for line in marked.lines] == [line.text for line in came.lines]
    about = [line.text[one.start : one.end] for line in marked.lines for one in line.comments]
    assert about == ["80.100", "5"]
    assert list(paper.element.iter(qn("w:date"))) == []


def test_json_tells_everything(office: Draft) -> None:
    path = received(office, tracked("80.000", "80.100"), change("trân trọng", "kính"))
    done = run(path, "--json", on=office)
    told = json.loads(done.stdout)
    assert done.exit_code == DifferenceError.exit_code
    assert (told["edition"], told["same_build"], told["agreed"] > 10) == (NAME, True, True)
    (finding,) = told["findings"]
    assert (finding["kind"], finding["key"], finding["told"], finding["came"], finding["cell"]) == (
        *("contradicts", "counted@20", "80.000", "80.100"),
        "result",
    )
    assert [(one["author"], one["kind"]) for one in told["changes"]] == [
        ("Trưởng phòng", "deleted"),
        ("Trưởng phòng", "inserted"),
    ]
    assert [one["cell"] for one in told["wordings"]] == ["closing"]


def test_a_pdf_is_held_against_the_edition_that_is_named(office: Draft) -> None:
    pdf = office.root / f"outputs/{NAME}.pdf"
    assert run(pdf, "--edition", NAME, on=office).exit_code == 0
    done = run(pdf, on=office)
    assert done.exit_code == UsageError.exit_code
    assert "it does not say which edition it is\nfix: name it: --edition" in done.stderr


@pytest.mark.parametrize(
    "named",
    [
        "demo/2020-08-07/20/other",
        "../../etc/passwd/x",
        "demo/2020-08-07/20/../20",
        "/etc/demo/2020-08-07/20",
        "a\\b/2020/20/x",
        "nowhere",
    ],
)
def test_an_edition_that_is_not_built_is_refused(office: Draft, named: str) -> None:
    done = run(received(office), "--edition", named, on=office)
    assert done.exit_code == UsageError.exit_code
    assert f"{named}: no such edition is built here" in done.stderr


def test_an_edition_whose_notebook_was_altered_is_no_measure(office: Draft) -> None:
    executed = office.root / f"outputs/{NAME}.ipynb"
    executed.write_text(executed.read_text("utf-8").replace("80.000", "80.100"), "utf-8")
    done = run(received(office), on=office)
    assert done.exit_code == UsageError.exit_code
    assert "letter.ipynb: it is not the file that was built" in done.stderr


def test_a_letter_of_another_build_is_told_to_be_so(office: Draft) -> None:
    path = received(office)
    office.change("data/demo/2020-08-07/counts.csv", "80000", "80001")
    office.change("data/demo/2020-08-07/totals.csv", "170000", "170001")
    build(office, Job("letter", read_params_file(office, "2020-08-07"), office.root / "outputs", ("docx",)))
    done = run(path, on=office)
    assert done.exit_code == DifferenceError.exit_code
    assert f"lưu ý: tệp này được ghi từ một lần dựng khác của {NAME}" in done.stdout.splitlines()[1]


@pytest.mark.parametrize("content", [b"", b"x", b"PK\x03\x04", b"%PDF-"])
def test_a_file_that_is_no_letter_is_refused(office: Draft, content: bytes) -> None:
    path = office.root / "x.docx"
    path.write_bytes(content)
    done = run(path, "--edition", NAME, on=office)
    assert (done.exit_code, done.stderr.count("\nfix: ")) == (UsageError.exit_code, 1)


def test_the_marked_copy_never_takes_the_letters_place(office: Draft) -> None:
    path = received(office, change("80.000", "80.100"))
    before = path.read_bytes()
    done = run(path, "--marked", path, on=office)
    assert (done.exit_code, path.read_bytes()) == (UsageError.exit_code, before)


def test_the_marked_copy_never_lies_among_the_projects_own_files(office: Draft) -> None:
    path = received(office, change("80.000", "80.100"))
    done = run(path, "--marked", office.root / "data" / "m.docx", on=office)
    assert (done.exit_code, "lies in data/" in done.stderr) == (UsageError.exit_code, True)
    assert not (office.root / "data" / "m.docx").exists()


@pytest.mark.document
def test_the_marked_copy_opens_in_libreoffice_with_its_comments(office: Draft, tmp_path: Path) -> None:
    path = received(office, change("80.000", "80.100"))
    run(path, "--marked", path.with_name("m.docx"), on=office)
    again = read_docx(through_office(path.with_name("m.docx").read_bytes(), tmp_path, "odt", "docx"), "x")
    assert [one.author for line in again.lines for one in line.comments] == ["dophu"]
