"""`dophu take-back`: the diff, the notebook written, comments, LibreOffice in between."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner, Result
from nbformat import NotebookNode

from dophu.cli import main
from dophu.data.edition import read_params_file
from dophu.data.project import OVERRIDE, Project
from dophu.errors import DifferenceError, UsageError
from dophu.run import taking
from dophu.run.execute import execute
from dophu.run.job import Job
from dophu.words import say
from tests.building import build
from tests.project import Draft
from tests.returned.editing import Edit, change, through_office
from tests.returned.test_proofread import NAME, office, original, received  # noqa: F401 - fixtures

NOTEBOOK = "notebooks/letter.ipynb"
WORDS = change("trân trọng báo cáo", "kính báo cáo")


RUNS: dict[str, NotebookNode] = {}


@pytest.fixture(autouse=True)
def told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run each notebook once in this file: the figures it tells of are the same in every copy of the project."""

    def cached(project: Project, job: Job, notebook: Path, **options: Any) -> NotebookNode:
        text = notebook.read_text("utf-8")
        if text not in RUNS:
            RUNS[text] = execute(project, job, notebook, **options)
        return RUNS[text]

    monkeypatch.setattr(taking, "execute", cached)


def run(*arguments: object, on: Draft) -> Result:
    return CliRunner(env={OVERRIDE: str(on.root)}).invoke(main, ["take-back", *map(str, arguments)])


def sources(project: Draft) -> dict[str, str]:
    cells = json.loads((project.root / NOTEBOOK).read_text("utf-8"))["cells"]
    return {cell["id"]: "".join(cell["source"]) for cell in cells}


def text_of(project: Draft) -> str:
    """The letter as it is printed now."""
    parameters = read_params_file(project, "2020-08-07")
    build(Project(project.root), Job("letter", parameters, project.root / "outputs", ("docx",)))
    paper = docx.Document(BytesIO((project.root / f"outputs/{NAME}.docx").read_bytes()))
    return "\n".join(paragraph.text for paragraph in paper.paragraphs)


def test_words_are_shown_as_a_diff_and_nothing_is_written(office: Draft) -> None:  # noqa: F811
    before = (office.root / NOTEBOOK).read_bytes()
    done = run(received(office, WORDS), on=office)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "1 chỗ sửa lời văn và 0 ghi chú đưa được về letter.ipynb" in done.stdout.splitlines()[0]
    assert "+++ letter.ipynb, ô closing" in done.stdout
    assert "+{{ issuing_body }} kính báo cáo (chi tiết" in done.stdout
    assert (office.root / NOTEBOOK).read_bytes() == before


def test_applied_words_print_and_every_other_cell_stays(office: Draft) -> None:  # noqa: F811
    before = sources(office)
    assert run(received(office, WORDS), "--apply", on=office).exit_code == 0
    after = sources(office)
    assert [cell for cell in before if after[cell] != before[cell]] == ["closing"]
    assert after["closing"] == before["closing"].replace("trân trọng báo cáo", "kính báo cáo")
    assert "Sở Thử nghiệm kính báo cáo" in text_of(office)


def test_a_changed_number_is_refused_with_its_fact_and_the_words_are_taken(office: Draft) -> None:  # noqa: F811
    done = run(received(office, WORDS, change("80.000", "80.100")), "--json", on=office)
    told = json.loads(done.stdout)
    assert done.exit_code == DifferenceError.exit_code
    assert "1 change(s) of facts or names are not taken back" in done.stderr
    ((left,), (edit,)) = told["left"], told["edits"]
    assert (left["told"], left["came"], left["refused"]) == ("80.000", "80.100", True)
    assert "là 80.000; sửa ở nguồn" in left["why"]
    assert (edit["cell"], edit["old"], edit["new"]) == ("closing", "trân trọng", "kính")


def with_comment(path: Path, text: str, says: str) -> None:
    """Put a comment on the first run that holds a text."""
    paper = docx.Document(BytesIO(path.read_bytes()))
    run = next(r for p in paper.paragraphs for r in p.runs if text in r.text)
    paper.add_comment([run], text=says, author="Trưởng phòng", initials="TP")
    written = BytesIO()
    paper.save(written)
    path.write_bytes(written.getvalue())


def test_comments_become_comments_of_their_cell_once_and_print_nowhere(office: Draft) -> None:  # noqa: F811
    path = received(office)
    with_comment(path, "80.000", "Nêu rõ nguồn. {{ rate }} {% raw %} #}")
    for _ in range(2):
        done = run(path, "--apply", on=office)
        assert done.exit_code == 0, done.output
    cell = sources(office)["result"]
    assert cell.endswith("\n\n{# Trưởng phòng (về “80.000”): Nêu rõ nguồn. rate raw #}")
    assert cell.count("{#") == 1


def test_a_comment_on_the_masthead_is_told(office: Draft) -> None:  # noqa: F811
    path = received(office)
    paper = docx.Document(BytesIO(path.read_bytes()))
    run_ = next(r for p in paper.paragraphs for r in p.runs if "BÁO CÁO" in r.text.upper())
    paper.add_comment([run_], text="Đổi tên loại", author="Chánh Văn phòng")
    written = BytesIO()
    paper.save(written)
    path.write_bytes(written.getvalue())
    done = run(path, on=office)
    assert "ghi chú của Chánh Văn phòng" in done.stdout
    assert "Đổi tên loại" in done.stdout


def test_what_telling_anew_does_not_prove_is_left(office: Draft, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setattr(taking, "_wanted", lambda *_: None)
    done = run(received(office, WORDS), "--apply", "--json", on=office)
    told = json.loads(done.stdout)
    assert (told["edits"], told["cells"]) == ([], {})
    assert [one["why"] for one in told["left"]] == [say("taking.unproven")]


def test_a_cell_that_changed_since_the_build_takes_nothing(office: Draft) -> None:  # noqa: F811
    office.change(NOTEBOOK, "trân trọng báo cáo", "xin báo cáo")
    told = json.loads(run(received(office, WORDS), "--json", on=office).stdout)
    assert (told["edits"], [one["cell"] for one in told["left"]]) == ([], ["closing"])
    assert "đã đổi từ khi dựng" in told["left"][0]["why"]


def test_words_are_taken_where_other_lines_are_printed_otherwise_now(office: Draft) -> None:  # noqa: F811
    office.change(NOTEBOOK, "Chi tiết và nguồn số liệu", "Bảng biểu")  # as a later program may word them, too
    done = run(received(office, WORDS), "--apply", on=office)
    assert "1 chỗ sửa lời văn" in done.stdout.splitlines()[0]
    assert "kính báo cáo" in sources(office)["closing"]


def test_template_code_in_a_letter_never_reaches_the_notebook(office: Draft) -> None:  # noqa: F811
    before = (office.root / NOTEBOOK).read_bytes()
    path = received(office, change("trân trọng báo cáo", "{{ cycler.__init__ }}{% include 'x' %} báo cáo"))
    assert run(path, "--apply", on=office).exit_code == 0
    assert (office.root / NOTEBOOK).read_bytes() == before


def test_a_pdf_has_no_words_to_take_back(office: Draft) -> None:  # noqa: F811
    done = run(office.root / f"outputs/{NAME}.pdf", "--edition", NAME, on=office)
    assert done.exit_code == UsageError.exit_code
    assert "it is a PDF" in done.stderr


@pytest.mark.document
@pytest.mark.parametrize("kinds", [("docx",), ("odt", "docx")], ids="-".join)
def test_words_and_comments_come_home_through_libreoffice(
    office: Draft,  # noqa: F811
    tmp_path: Path,
    kinds: tuple[str, ...],
) -> None:
    path = received(office, WORDS, *HEADING)
    with_comment(path, "80.000", "Nêu rõ nguồn")
    path.write_bytes(through_office(path.read_bytes(), tmp_path, *kinds))
    told = json.loads(run(path, "--json", on=office).stdout)
    assert {edit["cell"]: edit["new"] for edit in told["edits"]} == {"closing": "kính", "result": "Tình hình"}
    assert [(one["cell"], one["about"], one["text"]) for one in told["comments"]] == [
        ("result", "80.000", "Nêu rõ nguồn")
    ]


HEADING: list[Edit] = [change("Kết quả:", "Tình hình:")]
