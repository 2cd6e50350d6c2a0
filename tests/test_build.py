"""A report through its whole road: kernel, gates, three formats, manifest; and what happens when it fails."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import nbformat
import pytest

from dophu.data.edition import read_parameters, read_params_file
from dophu.data.project import Project
from dophu.errors import DataError, DifferenceError, DophuError, GateError, NotebookError, UsageError
from dophu.publish.readback import text_of_docx, text_of_html, text_of_pdf
from dophu.run.build import build
from dophu.run.job import Job, Released
from dophu.run.verify import refuse_differences, verify

ROOT = Path(__file__).parent.parent
FORMATS = ("html", "pdf", "docx")


def copy_of_project(place: Path) -> Project:
    for folder in ("data", "params", "notebooks"):
        shutil.copytree(ROOT / folder, place / folder, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    shutil.copy(ROOT / "requirements.lock", place)
    return Project(place)


def edit(project: Project, old: str, new: str) -> None:
    path = project.path("notebooks", "quick_report.ipynb")
    notebook = nbformat.read(path, 4)
    assert any(old in cell.source for cell in notebook.cells)
    for cell in notebook.cells:
        cell.source = cell.source.replace(old, new)
    nbformat.write(notebook, path)


def job(project: Project, out: Path, formats: tuple[str, ...] = ("html",)) -> Job:
    return Job("quick_report", read_params_file(project, "2020-08-07"), out, formats)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return copy_of_project(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="module")
def letter(project: Project) -> Released:
    return build(project, job(project, project.root / "outputs", FORMATS))


@pytest.fixture
def damaged(tmp_path: Path) -> Project:
    return copy_of_project(tmp_path)


def build_letter(project: Project) -> Released:
    return build(project, job(project, project.root / "outputs"))


REPORTED = (
    """
63.438 | 8,12% | thứ 8 | 50% | 390.828 | 327.390 | 41,88 | 781.655 | 95/CV-BCĐ | 1371/STTTT-TTBCXB
1405/STTTT-TTBCXB | 04/8/2020 | 30/7/2020 | 100% | 08h00 ngày 07/8/2020 | 01/8 | 07/8/2020 | hơn 70 | gần 20
Zalo | SMS | Facebook | 32 | hơn 12.000 | hơn 9.500 | hơn 600 | KT. GIÁM ĐỐC | PHÓ GIÁM ĐỐC
Lưu: VT, TTBCXB. | Như trên; | ./.
""".strip()
    .replace("\n", " | ")
    .split(" | ")
)


@pytest.mark.parametrize(("name", "read"), [("html", text_of_html), ("pdf", text_of_pdf), ("docx", text_of_docx)])
def test_every_figure_of_the_office_stands_in_every_format(letter: Released, name: str, read: object) -> None:
    text = " ".join(read((letter.folder / f"quick_report.{name}").read_bytes()).split())  # type: ignore[operator]
    assert [figure for figure in REPORTED if figure not in text] == []


def test_the_outputs_lie_where_the_contract_says(letter: Released, project: Project) -> None:
    assert letter.folder == project.root / "outputs" / "bluezone" / "2020-08-07" / "20"
    names = ["docx", "facts.json", "html", "ipynb", "manifest.json", "pdf"]
    assert sorted(path.name for path in letter.folder.iterdir()) == [f"quick_report.{name}" for name in names]
    assert not list((project.root / "outputs").glob(".dophu/staging-*"))


def test_the_manifest_names_every_file_read(letter: Released) -> None:
    manifest = json.loads((letter.folder / "quick_report.manifest.json").read_text())
    assert {"data/bluezone/2020-08-07/counts.csv", "data/reference/bases.csv"} <= set(manifest["inputs"])
    assert not [name for name in manifest["inputs"] if "2021" in name]
    assert set(manifest["outputs"]) == set(letter.files) - {"quick_report.manifest.json"}


def test_the_ledger_traces_the_headline_to_its_inputs(letter: Released) -> None:
    facts = json.loads((letter.folder / "quick_report.facts.json").read_text())["facts"]
    assert facts["share@20"]["shown"] == "8,12%"
    assert facts["share@20"]["of"] == ["/", ["*", 100, "counted@20"], "base@20"]
    assert facts["counted@20"]["sources"] == ["LS"]


def test_another_folder_zone_and_locale_give_the_same_bytes(
    letter: Released, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"TZ": "America/Los_Angeles", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "7"}.items():
        monkeypatch.setenv(name, value)
    project = copy_of_project(tmp_path / "elsewhere")
    parameters = read_params_file(project, "2020-08-07")
    again = build(project, Job("quick_report", parameters, tmp_path / "other", FORMATS))
    different = [n for n in again.files if (again.folder / n).read_bytes() != (letter.folder / n).read_bytes()]
    assert different == []


def test_verify_finds_nothing_in_a_fresh_edition_and_a_changed_byte_in_another(
    letter: Released, project: Project, tmp_path: Path
) -> None:
    folder = shutil.copytree(letter.folder, tmp_path / "copy")
    assert verify(project, folder / "quick_report.manifest.json") == []
    with (folder / "quick_report.html").open("ab") as file:
        file.write(b" ")
    differences = verify(project, folder / "quick_report.manifest.json")
    with pytest.raises(DifferenceError, match=r"quick_report\.html"):
        refuse_differences(folder, differences)


@pytest.mark.parametrize(
    ("old", "new", "error", "says"),
    [
        ("{{ share }}", "{{ shar }}", UsageError, r"'shar': did you mean 'share'"),
        (
            "{{ share }}",
            "{{ share | count }}",
            UsageError,
            r"'share@20' is a percent, .*\s+fix: write \{\{ … \| percent \}\}",
        ),
        ("**{{ counted }} {{ noun }}", "**63.500 {{ noun }}", GateError, "63.500 is typed by hand"),
        ("trân trọng báo cáo", "báo cáo đến ngày 01/8/2019", GateError, "01/8/2019"),
        ("report.signature()", "1 / 0", NotebookError, "ZeroDivisionError"),
        ("report.trace()", "", NotebookError, "ledger"),
        ("report.signature()", "import os; os.kill(os.getpid(), 9)", NotebookError, "kernel died"),
    ],
)
def test_a_broken_notebook_is_refused_and_leaves_the_former_edition(
    damaged: Project, old: str, new: str, error: type[DophuError], says: str
) -> None:
    place = damaged.root / "outputs" / "bluezone" / "2020-08-07" / "20"
    place.mkdir(parents=True)
    (place / "quick_report.html").write_text("the former edition")
    edit(damaged, old, new)
    with pytest.raises(error, match=says):
        build_letter(damaged)
    assert [path.name for path in place.iterdir()] == ["quick_report.html"]
    assert (damaged.root / "outputs/.failed/bluezone/2020-08-07/20/quick_report.ipynb").exists()


def test_wrong_data_stop_the_build_with_every_finding(damaged: Project) -> None:
    path = damaged.path("data", "bluezone", "2020-08-07", "counts.csv")
    path.write_text(path.read_text().replace(",63438,", ",-63438,"))
    with pytest.raises(DataError, match=r"counts\.csv row 2 column 'count'"):
        build_letter(damaged)


@pytest.mark.parametrize(
    ("period", "unit", "says"),
    [
        ("2021-06-19", "27", ["610.578", "44,61%", "UBND TỈNH BẮC NINH", "17h00 ngày 19/6/2021"]),
        ("2020-08-13", "56", ["194.128", "15,77%", "UBND TỈNH KHÁNH HÒA", "ngày 13/8/2020"]),
        ("2021-06-19", "30", ["36,41%", "40,40%", "Tổng điều tra ngày 01/4/2009", "thứ 7"]),
    ],
)
def test_the_same_notebook_serves_other_units_and_periods(
    project: Project, tmp_path: Path, period: str, unit: str, says: list[str]
) -> None:
    parameters = read_parameters({"campaign": "bluezone", "period": period, "unit": unit}, "test")
    released = build(project, Job("quick_report", parameters, tmp_path, FORMATS))
    text = " ".join(text_of_html((released.folder / "quick_report.html").read_bytes()).split())
    assert [words for words in says if words not in text] == []
    assert "Lạng Sơn" not in text.partition("Phụ lục")[0]


def test_an_output_folder_that_cannot_be_written_is_named(project: Project, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file where a folder should be")
    with pytest.raises(UsageError, match="cannot be written"):
        build(project, job(project, tmp_path / "out"))
