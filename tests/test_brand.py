"""`brand.yml`: an office's own look, in every format, held to what can be read and printed."""

from __future__ import annotations

import re
import shutil
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest
from click.testing import CliRunner, Result
from docx.shared import Pt
from PIL import Image

from dophu.charts.look import SCALE
from dophu.cli import main
from dophu.data.brand import HOUSE, Brand, contrast, mixed, read_brand
from dophu.data.project import OVERRIDE, Project
from dophu.errors import DophuError
from dophu.publish.branded import shades_of

ROOT = Path(__file__).resolve().parents[1]
GREEN = "#14532d"
BRAND = f'office: Sở Thử nghiệm\ncolour: "{GREEN}"\nlogo: brand/logo.png\n'


def png(size: tuple[int, int] = (300, 100)) -> bytes:
    saved = BytesIO()
    Image.new("RGB", size, GREEN).save(saved, "PNG")
    return saved.getvalue()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("brand")
    for name in ("data/reference", "data/demo"):
        shutil.copytree(ROOT / name, root / name)
    (root / "params").mkdir()
    (root / "params/2020-10-16.yml").write_text('campaign: demo\nperiod: 2020-10-16\nunit: "20"\n')
    (root / "notebooks").mkdir()
    (root / "brand").mkdir()
    (root / "brand/logo.png").write_bytes(png())
    (root / "brand.yml").write_text(BRAND)
    for name in ("parts", "quick_report"):
        shutil.copy(ROOT / f"notebooks/{name}.ipynb", root / "notebooks")
    return Project(root.resolve())


def run(project: Project, *arguments: str) -> Result:
    done = CliRunner().invoke(main, arguments, env={OVERRIDE: str(project.root)})
    assert done.exit_code == 0, done.output
    return done


@pytest.fixture(scope="module")
def built(project: Project) -> Path:
    run(project, "build", "--format", "html,pdf,docx,xlsx")
    return project.root / "outputs/demo/2020-10-16/20"


def test_a_page_bears_the_colour_and_the_logo(built: Path) -> None:
    page = (built / "parts.html").read_text("utf-8")
    assert f"--link: {GREEN}; --tint: {mixed(GREEN, 0.1)}" in page
    assert 'alt="Biểu trưng của Sở Thử nghiệm"' in page
    assert "#0b4a86" not in page.split("</style>", 1)[1]


def test_a_printed_report_bears_the_logo_and_its_words(built: Path) -> None:
    printed = pypdf.PdfReader(built / "parts.pdf")
    assert any(image.image and image.image.size == (300, 100) for image in printed.pages[0].images)
    assert printed.metadata is not None
    assert printed.metadata.author == "Sở Thử nghiệm"


def test_a_word_file_bears_the_logo_and_the_tint(built: Path) -> None:
    assert 'descr="Biểu trưng của Sở Thử nghiệm"' in docx.Document(str(built / "parts.docx")).element.xml
    letter = docx.Document(str(built / "quick_report.docx"))
    assert f'w:fill="{mixed(GREEN, 0.1).lstrip("#").upper()}"' in letter.element.xml


def test_a_workbook_names_the_office_above_each_printed_page(built: Path) -> None:
    sheet = openpyxl.load_workbook(built / "parts.xlsx").worksheets[0]
    assert sheet.oddHeader is not None
    assert sheet.oddHeader.left.text == "Sở Thử nghiệm"


def test_a_letter_after_the_decree_has_no_logo(built: Path) -> None:
    assert 'class="logo"' not in (built / "quick_report.html").read_text("utf-8")
    assert "Biểu trưng" not in docx.Document(str(built / "quick_report.docx")).element.xml


def test_the_list_of_editions_bears_the_look(project: Project, built: Path) -> None:
    page = (project.root / "outputs/index.html").read_text("utf-8")
    assert f"--link: {GREEN}" in page
    assert 'class="logo"' in page


def test_check_refuses_a_look_that_cannot_be_read(project: Project) -> None:
    (project.root / "brand.yml").write_text('colour: "#9acd32"\n')
    refused = CliRunner().invoke(main, ["check"], env={OVERRIDE: str(project.root)})
    (project.root / "brand.yml").write_text(BRAND)
    assert refused.exit_code == 3
    assert "too pale" in refused.output


def test_a_new_look_makes_editions_stale(project: Project, built: Path) -> None:
    assert "0 of 2 editions to build" in run(project, "build", "--dry-run").output
    (project.root / "brand/logo.png").write_bytes(png((200, 100)))
    stale = run(project, "build", "--dry-run").output
    (project.root / "brand/logo.png").write_bytes(png())
    assert "brand/logo.png" in stale
    assert "2 of 2 editions to build" in stale


def test_the_styles_of_a_word_template_take_the_place_of_ours(project: Project, built: Path) -> None:
    template = docx.Document(str(built / "parts.docx"))
    template.styles["heading 2"].font.size = Pt(17)
    template.save(str(project.root / "brand/mau.docx"))
    (project.root / "brand.yml").write_text(BRAND + "word_template: brand/mau.docx\n")
    run(project, "build", "parts", "--format", "docx", "--out", "khac")
    (project.root / "brand.yml").write_text(BRAND)
    letter = docx.Document(str(project.root / "khac/demo/2020-10-16/20/parts.docx"))
    assert letter.styles["heading 2"].font.size == Pt(17)
    assert letter.styles["Normal"].font.size == template.styles["Normal"].font.size


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('colour: "#9acd32"', "too pale"),
        ("colour: xanh", "colour"),
        ("logo: brand/khong.png", "there is no file"),
        ("logo: brand.yml", "no PNG picture"),
        ("word_template: brand/logo.png", "no Word file"),
        ("colours: red", "did you mean 'colour'"),
        ("logo: ../logo.png", "leads out of the project"),
    ],
)
def test_a_look_that_no_report_can_carry_is_refused(project: Project, text: str, told: str) -> None:
    (project.root / "brand.yml").write_text(f"{text}\n")
    with pytest.raises(DophuError, match=told):
        read_brand(project)
    (project.root / "brand.yml").write_text(BRAND)


def test_figures_bear_the_colour(built: Path) -> None:
    page = (built / "quick_report.html").read_text("utf-8")
    drawn = re.findall(r"<svg\b.*?</svg>", page, re.DOTALL)
    assert any(GREEN in svg for svg in drawn)
    assert not any("#0b4a86" in svg for svg in drawn)


@pytest.mark.parametrize("colour", ["#14532d", "#767676", "#7a2e00", "#000000", "#b0006d"])
def test_white_letters_can_be_read_on_the_dark_classes_of_any_colour(colour: str) -> None:
    classes = [shades_of(Brand(colour=colour))[shade] for shade in SCALE]
    assert all(contrast(shade) >= 4.5 for shade in classes[3:])
    assert all(contrast(shade, "#1a1a1a") >= 4.5 for shade in classes[:3])


def test_an_office_without_a_look_has_ours(tmp_path: Path) -> None:
    assert read_brand(Project(tmp_path)) is HOUSE


@pytest.mark.parametrize(("colour", "ratio"), [("#000000", 21), ("#ffffff", 1), ("#767676", 4.54), ("#0b4a86", 8.98)])
def test_contrast_is_that_of_wcag(colour: str, ratio: float) -> None:
    assert contrast(colour) == pytest.approx(ratio, abs=0.01)
