"""The remarks of a period: prose of one unit for one period, printed through the gates, and taken back out of Word."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dophu.cli import main
from dophu.data.edition import open_edition, read_params_file
from dophu.data.project import OVERRIDE
from dophu.data.remarks import without_remarks
from dophu.errors import DataError, DifferenceError, GateError, UsageError
from dophu.publish.exporters import WRITERS
from dophu.publish.readback import PICTURES
from dophu.run.freshness import Now
from dophu.run.job import Job
from dophu.run.manifest import read_manifest
from tests.building import build
from tests.project import PERIOD, Draft, draft_at
from tests.returned.editing import change, edited, through_office
from tests.returned.test_taking import with_comment
from tests.run.batches import add_report
from tests.run.test_issuing import said

REMARKS = f"{PERIOD}/remarks/20.md"
TEXT = """\
## 5. Hạn chế

Đến kỳ này {{ unit_full }} có {{ counted | count }} {{ noun }}, một số xã chưa có sóng di động.
{% if below_target %}Đề nghị **các huyện** tập trung chỉ đạo.{% endif %}
"""
PRINTED = ("Hạn chế", "có 80.000 người, một số xã chưa có sóng di động", "Đề nghị các huyện tập trung chỉ đạo")


@pytest.fixture
def project(tmp_path: Path) -> Draft:
    office = draft_at(tmp_path)
    add_report(office, "letter")
    office.write(REMARKS, TEXT)
    return office


def run(project: Draft, *arguments: object) -> Result:
    return CliRunner(env={OVERRIDE: str(project.root)}).invoke(main, list(map(str, arguments)))


def built(project: Draft, *formats: str, unit: str = "20") -> dict[str, str]:
    given = read_params_file(project, "2020-08-07").model_copy(update={"unit": unit, "document": None})
    released = build(Draft(project.root), Job("letter", given, project.root / "outputs", formats))
    contents = {name: (released.folder / f"letter.{name}").read_bytes() for name in formats}
    return {name: said(name, content) for name, content in contents.items() if name not in PICTURES}


def test_remarks_print_with_their_facts_in_every_format_that_prints_prose(project: Draft) -> None:
    for name, text in built(project, "html", "pdf", "docx").items():
        assert [part for part in PRINTED if part not in text] == [], name


def test_they_are_one_units_and_one_periods(project: Draft) -> None:
    assert "Hạn chế" not in built(project, "html", unit="22")["html"]
    (project.root / REMARKS).unlink()
    told = built(project, *WRITERS)
    assert told.keys() == WRITERS.keys() - PICTURES
    assert [name for name, text in told.items() if "Hạn chế" in text] == []


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ("12 xã chưa có sóng", "the number 12 is typed by hand"),
        ("một nửa số xã chưa có sóng", "a nửa"),
        ("các xã đã dẫn đầu cả nước,", "the claim 'dẫn đầu' is typed by hand"),
    ],
)
def test_a_number_or_claim_typed_into_them_is_refused_by_check_and_by_the_gates(
    project: Draft, new: str, says: str
) -> None:
    project.change(REMARKS, "một số xã chưa có sóng", new)
    found = run(project, "check")
    assert found.exit_code == DataError.exit_code
    assert REMARKS in found.stdout
    assert says.removeprefix("a ") in found.stdout
    with pytest.raises(GateError, match="is typed by hand"):
        built(project, "html")


def test_an_unknown_name_in_them_is_told_with_the_file(project: Draft) -> None:
    project.change(REMARKS, "{{ noun }}", "{{ nuon }}")
    refused = run(project, "check")
    assert REMARKS in refused.stderr
    assert "unknown name(s): nuon" in refused.stderr
    assert "did you mean 'noun'" in refused.stderr


def reasons(project: Draft) -> list[str]:
    made = read_manifest(project.root / "outputs/demo/2020-08-07/20/letter.manifest.json")
    return [str(reason) for reason in Now(project).reasons(made)]


def test_new_changed_and_gone_remarks_make_an_edition_stale(project: Draft) -> None:
    (project.root / REMARKS).unlink()
    built(project, "html")
    told = []
    for text in (TEXT, TEXT + "\nThêm.\n"):
        project.write(REMARKS, text)
        told += reasons(project)
        built(project, "html")
    (project.root / REMARKS).unlink()
    assert [*told, *reasons(project)] == [f"{REMARKS} is new", f"{REMARKS} has changed", f"{REMARKS} is gone"]


@pytest.mark.parametrize("name", ["2O.md", "20.txt", "ghi-chu.md"])
def test_remarks_that_no_report_would_print_are_found(project: Draft, name: str) -> None:
    project.write(f"{PERIOD}/remarks/{name}", "Chữ.")
    found = run(project, "check")
    assert found.exit_code == DataError.exit_code
    assert "no such unit in VN63" in found.stdout


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    """A project whose letter with remarks is built as DOCX."""
    office = draft_at(tmp_path_factory.mktemp("letter"))
    add_report(office, "letter")
    office.write(REMARKS, TEXT)
    built(office, "docx")
    return office


@pytest.fixture
def sent(letter: Draft) -> Path:
    path = letter.root / "mail" / "thu.docx"
    path.parent.mkdir(exist_ok=True)
    letter.write(REMARKS, TEXT)
    path.write_bytes((letter.root / "outputs/demo/2020-08-07/20/letter.docx").read_bytes())
    return path


def test_changed_words_become_a_diff_of_the_file_and_are_applied_to_it(letter: Draft, sent: Path) -> None:
    notebook = (letter.root / "notebooks/letter.ipynb").read_bytes()
    sent.write_bytes(edited(sent.read_bytes(), change("chưa có sóng di động", "chưa có điện thoại")))
    shown = run(letter, "take-back", sent)
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert f"đưa được về {REMARKS}; 0 chỗ bị từ chối" in shown.stdout.splitlines()[0]
    assert f"+++ {REMARKS}" in shown.stdout
    assert (letter.root / REMARKS).read_text() == TEXT
    assert run(letter, "take-back", sent, "--apply").exit_code == 0
    assert (letter.root / REMARKS).read_text() == TEXT.replace("chưa có sóng di động", "chưa có điện thoại")
    assert (letter.root / "notebooks/letter.ipynb").read_bytes() == notebook


def test_words_of_notebook_and_remarks_come_back_together_each_to_its_place(letter: Draft, sent: Path) -> None:
    notebook = (letter.root / "notebooks/letter.ipynb").read_bytes()
    edits = change("trân trọng báo cáo", "kính báo cáo"), change(" tập trung chỉ đạo", " quan tâm chỉ đạo")
    sent.write_bytes(edited(sent.read_bytes(), *edits))
    done = run(letter, "take-back", sent, "--apply")
    assert "về letter.ipynb và " in done.stdout.splitlines()[0]
    assert "quan tâm chỉ đạo" in (letter.root / REMARKS).read_text()
    assert "kính báo cáo" in (letter.root / "notebooks/letter.ipynb").read_text()
    (letter.root / "notebooks/letter.ipynb").write_bytes(notebook)


def test_a_changed_number_in_them_is_refused_and_a_comment_becomes_one_of_the_file(letter: Draft, sent: Path) -> None:
    sent.write_bytes(edited(sent.read_bytes(), change("80.000", "80.100")))
    with_comment(sent, "một số xã", "Nêu tên xã")
    done = run(letter, "take-back", sent, "--apply")
    assert done.exit_code == DifferenceError.exit_code
    text = (letter.root / REMARKS).read_text()
    assert text.startswith(TEXT.rstrip())
    assert text.endswith("Nêu tên xã #}\n")


def test_remarks_that_moved_on_since_the_letter_was_built_are_left_alone(letter: Draft, sent: Path) -> None:
    sent.write_bytes(edited(sent.read_bytes(), change("chưa có sóng di động", "chưa có điện thoại")))
    letter.write(REMARKS, TEXT + "\nThêm.\n")
    done = run(letter, "take-back", sent, "--apply")
    assert "cần người quyết định" in done.stdout
    assert (letter.root / REMARKS).read_text() == TEXT + "\nThêm.\n"


PARAMS = "params/2020-08-07.yml"
AS_TEXT = "\nremarks: |\n" + "".join(f"  {line}\n" if line else "\n" for line in TEXT.splitlines())
BY_HEADING = """
remarks:
  Hạn chế: |
    Đến kỳ này {{ unit_full }} có {{ counted | count }} {{ noun }}, một số xã chưa có sóng di động.
  Kiến nghị: "Đề nghị các huyện tập trung chỉ đạo."  # theo họp giao ban
"""


def of_params(project: Draft, remarks: str) -> Draft:
    """The same remarks, written in the params file of the period."""
    (project.root / REMARKS).unlink(missing_ok=True)
    project.write(PARAMS, (project.root / PARAMS).read_text("utf-8").partition("\nremarks:")[0] + remarks)
    return project


def as_set(project: Draft, *formats: str) -> dict[str, str]:
    given = read_params_file(project, "2020-08-07")
    released = build(Draft(project.root), Job("letter", given, project.root / "outputs", formats))
    return {name: said(name, (released.folder / f"letter.{name}").read_bytes()) for name in formats}


@pytest.mark.parametrize("remarks", [AS_TEXT, BY_HEADING])
def test_remarks_of_the_params_file_print_as_those_of_a_file_do(project: Draft, remarks: str) -> None:
    of_params(project, remarks)
    for name, text in (as_set(project, "html", "pdf", "docx") | {"looked up": built(project, "html")["html"]}).items():
        assert [part for part in PRINTED if part not in text] == [], name
    assert "Hạn chế" not in built(project, "html", unit="22")["html"]


def test_they_are_not_told_of_another_unit_that_papermill_is_asked_for(project: Draft) -> None:
    given = read_params_file(of_params(project, AS_TEXT), "2020-08-07")
    assert open_edition(project, given).remarks[0].where == f"{PARAMS}, remarks"
    assert open_edition(project, given.model_copy(update={"unit": "22", "document": None})).remarks == ()
    alone = given.model_copy(update={"remarks": "Một xã chưa có sóng."})
    assert [said.text for said in open_edition(project, alone).remarks] == ["Một xã chưa có sóng."]


def test_remarks_in_both_places_are_refused_with_both_named(project: Draft) -> None:
    project.write(PARAMS, (project.root / PARAMS).read_text("utf-8") + AS_TEXT)
    refused = run(project, "check")
    assert refused.exit_code == DataError.exit_code
    assert f"{PARAMS}, remarks: the unit has remarks here and in {REMARKS}" in refused.stderr


@pytest.mark.parametrize(("remarks", "wrong"), [(AS_TEXT, "nuon"), (BY_HEADING, "nuon")])
def test_a_fault_in_them_is_told_by_check_with_its_line_in_the_params_file(
    project: Draft, remarks: str, wrong: str
) -> None:
    of_params(project, remarks.replace("{{ noun }}", f"{{{{ {wrong} }}}}"))
    line = (project.root / PARAMS).read_text("utf-8").partition(wrong)[0].count("\n") + 1
    assert f"{PARAMS}, remarks, line {line}: unknown name(s): {wrong}" in run(project, "check").stderr
    of_params(project, remarks.replace("một số xã", "12 xã"))
    found = run(project, "check")
    assert f"{PARAMS}" in found.stdout
    assert "the number 12 is typed by hand" in found.stdout


@pytest.mark.parametrize("wrong", ["remarks: [a]", "remarks: {a: {b: c}}", "remarks: true"])
def test_remarks_that_are_no_prose_are_refused(project: Draft, wrong: str) -> None:
    of_params(project, f"\n{wrong}\n")
    refused = run(project, "check")
    assert refused.exit_code in {DataError.exit_code, UsageError.exit_code}
    assert PARAMS in refused.stderr


def test_new_changed_and_gone_remarks_of_params_make_an_edition_stale(project: Draft) -> None:
    of_params(project, "")
    as_set(project, "html")
    told = []
    for remarks in (AS_TEXT, BY_HEADING, ""):
        of_params(project, remarks)
        told += reasons(project)
        as_set(project, "html")
    assert len(told) == 3
    assert all(PARAMS in reason for reason in told)
    assert reasons(project) == []


@pytest.mark.parametrize(
    ("remarks", "now"),
    [
        (AS_TEXT, AS_TEXT.replace("chưa có sóng di động", "chưa có điện thoại")),
        (BY_HEADING, BY_HEADING.replace("chưa có sóng di động", "chưa có điện thoại")),
    ],
)
def test_words_come_back_into_the_params_file_and_leave_the_rest_of_it_as_it_was(
    project: Draft, remarks: str, now: str
) -> None:
    as_set(of_params(project, remarks + "\n# hết\n"), "docx")
    before = (project.root / PARAMS).read_text("utf-8")
    path = project.root / "thu.docx"
    sent = (project.root / "outputs/demo/2020-08-07/20/letter.docx").read_bytes()
    path.write_bytes(edited(sent, change("chưa có sóng di động", "chưa có điện thoại")))
    done = run(project, "take-back", path, "--apply")
    assert (done.exit_code, f"đưa được về {PARAMS}" in done.stdout or f"về {PARAMS}" in done.stdout) == (0, True)
    assert (project.root / PARAMS).read_text("utf-8") == before.replace(remarks, now)


@pytest.mark.parametrize("remarks", [AS_TEXT, BY_HEADING, "\nremarks: {A: b}\n", '\nremarks: "a"  # b\n'])
def test_a_new_period_starts_without_the_former_ones_remarks(remarks: str) -> None:
    assert without_remarks(f"unit: '20'{remarks}document: null\n") == "unit: '20'\ndocument: null\n"


@pytest.mark.document
def test_they_come_back_through_libreoffice(letter: Draft, sent: Path, tmp_path: Path) -> None:
    office = through_office(sent.read_bytes(), tmp_path, "odt", "docx")
    sent.write_bytes(edited(office, change("chưa có sóng di động", "chưa có điện thoại")))
    assert run(letter, "take-back", sent, "--apply").exit_code == 0
    assert "chưa có điện thoại" in (letter.root / REMARKS).read_text()
