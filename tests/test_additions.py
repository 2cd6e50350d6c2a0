"""What analysts add to a notebook: each comes out in every format, or is refused with the line to write."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode, v4
from openpyxl import load_workbook

from dophu.data.edition import read_parameters
from dophu.data.project import OVERRIDE, Project
from dophu.errors import DophuError
from dophu.publish.document import read_document
from dophu.publish.gates import check
from dophu.run.job import Job
from tests.building import build
from tests.project import Draft, draft_at
from tests.run.test_issuing import said
from tests.test_own_notebook import PARAMETERS, SETUP

FORMATS = ("html", "pdf", "docx", "xlsx")
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAEklEQVR4nGP8z4APMOGVHbHSAEEsAROxCnMTAAAAAElFTkSuQmCC"
DRAWN = "import matplotlib.pyplot as plt\n"
SHOW_FIGURE = 'report.show(plt.gcf(), caption="…", alt="…", source="…")'


def code(source: str, *tags: str) -> NotebookNode:
    return v4.new_code_cell(source, metadata={"tags": list(tags)})


def prose(source: str) -> NotebookNode:
    return code(f"%%narrative\n{source}")


def text(source: str) -> NotebookNode:
    return v4.new_markdown_cell(source)


ADDED = [
    text("Đoạn lời văn trong ô Markdown."),
    text("| Việc | Nơi làm |\n|---|---|\n| phát thanh | các xã |"),
    prose("Dòng một  \nDòng hai\n\n| Chỉ tiêu | Số |\n|---|---:|\n| Đã cài | {{ counted }} |"),
    code("print('không in')", "remove-output"),
    code("import warnings\n\nwarnings.warn('không in', stacklevel=1)\nthu = 5"),
    prose("{{ counted | words | capitalised }} người, hay {{ counted | words }}."),
    prose("Theo công văn là {{ 12.5 | given('Công văn 15/STTTT') }}."),
    code("import pandas as pd\n\nreport.show(pd.DataFrame({'Việc': ['đã làm xong']}), 'Bảng việc', source='Sở')"),
    code(
        f"{DRAWN}fig, ax = plt.subplots()\nax.plot([1, 2])\n"
        "report.show(fig, 'Hình vẽ', alt='Hai điểm nối bằng một đường thẳng', source='Sở')"
    ),
    code(
        "bang = pd.DataFrame({'Nơi': ['A'], 'Bình quân': [1234.5]}).style.format('{:,.1f}', ['Bình quân'], decimal=',',"
        " thousands='.')\nreport.show(bang.set_caption('Bảng đã định dạng'), source='Sở')"
    ),
    code(
        "from PIL import Image\n\n"
        "report.show(Image.new('RGB', (9, 9)), 'Ảnh Pillow', alt='Một ô vuông nhỏ màu đen trên nền trắng', source='Sở')"
    ),
    code("report.show('notebooks/anh.png', 'Ảnh chụp', alt='Một ô màu xanh trên nền trắng', source='Sở')"),
]
TOLD = [
    "Đoạn lời văn trong ô Markdown.",
    "phát thanh",
    "Dòng một Dòng hai",
    "Đã cài 80.000",
    "Tám mươi nghìn người, hay tám mươi nghìn.",
    "là 12,5",
    "đã làm xong",
    "Hình 1. Hình vẽ",
    "Bảng đã định dạng. Nguồn: Sở",
    "1.234,5",
    "Hình 2. Ảnh Pillow",
    "Hình 3. Ảnh chụp",
]
REFUSED = [
    (text("> trích dẫn"), "use headings, paragraphs, lists"),
    (text("```\nx = y\n```"), "use headings, paragraphs, lists"),
    (text("trên\n\n---\n\ndưới"), "use headings, paragraphs, lists"),
    (text("chữ <b>đậm</b>"), "use headings, paragraphs, lists"),
    (text("![ảnh chụp](anh.png)"), 'report.show("anh.png", caption="…", alt="ảnh chụp", source="…")'),
    (text("Công thức $p = \\frac{n}{N}$"), "or as a picture: report.show("),
    (text("Có 777 người."), '{{ 777 | given("…") }} in a cell that begins with the line %%narrative'),
    (
        code("import pandas as pd\n\npd.DataFrame({'a': ['x']})"),
        "report.show(pd.DataFrame({'a': ['x']}), caption=\"…\", source=\"…\")",
    ),
    (
        code("import pandas as pd\n\npd.DataFrame({'a': ['x']}).style"),
        "report.show(pd.DataFrame({'a': ['x']}).style, caption=\"…\", source=\"…\")",
    ),
    (code(f"{DRAWN}plt.plot([1, 2])"), SHOW_FIGURE),
    (code(f"{DRAWN}plt.plot([1, 2])\nplt.show()"), SHOW_FIGURE),
    (
        code("from PIL import Image\n\nanh = Image.new('RGB', (9, 9))\nanh"),
        'report.show(anh, caption="…", alt="…", source="…")',
    ),
    (code(f"{DRAWN}hinh, truc = plt.subplots()\ntruc"), 'report.show(truc, caption="…", alt="…", source="…")'),
    (code("print('xin chào')"), "say it in a cell of prose"),
    (code("'xin chào'"), "say it in a cell of prose"),
    (
        code(f"from base64 import b64decode\n\nfrom IPython.display import Image\n\nImage(b64decode('{PNG}'))"),
        'report.show("anh.png", caption="…", alt="…", source="…")',
    ),
    (code("from IPython.display import HTML\n\nHTML('<b>x</b>')"), "say it in a cell of prose"),
    (code("from IPython.display import Markdown\n\nMarkdown('**x**')"), "say it in a cell of prose"),
    (code("from IPython.display import IFrame\n\nIFrame('https://a.vn', 9, 9)"), "say it in a cell of prose"),
    (code("from IPython.display import Math\n\nMath('x')"), "say it in a cell of prose"),
]


def prepared(project: Draft, cells: list[NotebookNode]) -> NotebookNode:
    (project.root / "notebooks").mkdir(exist_ok=True)
    (project.root / "notebooks/anh.png").write_bytes(b64decode(PNG))
    told = [code(PARAMETERS, "parameters"), code(SETUP), *cells, code("report.trace()")]
    return v4.new_notebook(cells=told, metadata={"kernelspec": KERNEL})


def released(project: Draft, cells: list[NotebookNode]) -> Path:
    nbformat.write(prepared(project, cells), project.path("notebooks", "own.ipynb"))
    names = {"campaign": "demo", "period": "2020-08-07", "unit": "20"}
    job = Job("own", read_parameters(names, "test"), project.root / "out", FORMATS)
    return build(Project(project.root), job).folder


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> NotebookNode:
    """Run every cell that is refused, once, in one kernel: none of them stops it."""
    project = draft_at(tmp_path_factory.mktemp("refused"))
    notebook = prepared(project, [cell for cell, _ in REFUSED])
    with pytest.MonkeyPatch.context() as changed:
        changed.setenv(OVERRIDE, str(project.root))
        NotebookClient(notebook, kernel_name="python3").execute()
    return notebook


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = released(draft_at(tmp_path_factory.mktemp("added")), ADDED)
    read = {"xlsx": text_of_workbook} | {name: partial(said, name) for name in FORMATS[:-1]}
    return [" ".join(read[name]((folder / f"own.{name}").read_bytes()).split()) for name in FORMATS]


def text_of_workbook(content: bytes) -> str:
    sheets = load_workbook(BytesIO(content)).worksheets
    return " ".join(str(cell.value) for sheet in sheets for row in sheet for cell in row if cell.value is not None)


@pytest.mark.parametrize("told", TOLD)
def test_what_a_report_can_carry_comes_out_in_every_format_for_readers(texts: list[str], told: str) -> None:
    assert all(told in text for text in texts[: FORMATS.index("xlsx")])


@pytest.mark.parametrize("told", ["đã làm xong", "Bảng đã định dạng", "1.234,5", "Hình vẽ", "Ảnh Pillow", "Ảnh chụp"])
def test_own_tables_and_pictures_come_out_in_the_workbook(texts: list[str], told: str) -> None:
    assert told in texts[FORMATS.index("xlsx")]


def test_what_is_kept_out_comes_out_in_none(texts: list[str]) -> None:
    assert not any("không in" in text for text in texts)


PLAIN = [  # an analyst's first try, with names of before and nothing known of report.show
    prose("{% if counted and rate %}\nĐạt **{{ rate | percent }}**.\n{% endif %}"),
    prose(
        "{% if target and gap_count %}\nCòn thiếu {{ gap_count }} trong {{ target_count | count }} cần có.\n{% endif %}"
    ),
    code(f"{DRAWN}fig, ax = plt.subplots()\nax.bar(['a', 'b'], [1, 2])\nplt.show()"),
    code("import pandas as pd\n\npd.DataFrame({'huyện': ['A', 'B'], 'số': [12, 34]})"),
    text("Đoạn này viết trong ô Markdown, số 777 gõ tay."),
]
OF_TODAY = re.compile(r"'(\w+)': did you mean '(\S+)'\?")
TO_WRITE = re.compile(r"write (.+?)(?:; | in a cell that begins with the line (%%narrative)|$)")


def mended(cells: list[NotebookNode], change: Callable[[str], str]) -> list[NotebookNode]:
    return [NotebookNode(cell | {"source": change(cell.source)}) for cell in cells]


def refused(project: Draft, cells: list[NotebookNode]) -> str:
    with pytest.raises(DophuError) as caught:
        released(project, cells)
    return caught.value.fix


def test_one_message_names_every_former_name_of_a_notebook_and_one_every_line_to_write(tmp_path: Path) -> None:
    project = draft_at(tmp_path)
    names = dict(OF_TODAY.findall(refused(project, PLAIN)))
    assert names == {"rate": "share", "gap_count": "missing", "target_count": "needed"}
    cells = mended(PLAIN, lambda source: re.sub(r"\w+", lambda word: names.get(word[0], word[0]), source))
    lines = [
        said.replace("…", "Việc đã làm ở từng nơi trong kỳ này")
        for said, _ in TO_WRITE.findall(refused(project, cells))
    ]
    former = ("plt.show()", "pd.DataFrame({'huyện': ['A', 'B'], 'số': [12, 34]})", "777")
    for was, line in zip(former, lines, strict=True):
        cells = mended(cells, lambda source, was=was, line=line: source.replace(was, line))  # type: ignore[misc]
    cells[-1] = prose(cells[-1].source)
    shown = said("html", (released(project, cells) / "own.html").read_bytes())
    assert "Hình 1. Việc đã làm ở" in shown
    assert "Bảng 1. Việc đã làm ở từng nơi trong kỳ này. Nguồn: Việc" in shown


@pytest.mark.parametrize("number", range(len(REFUSED)))
def test_what_no_report_can_carry_is_refused_with_the_line_to_write(executed: NotebookNode, number: int) -> None:
    kept = [*executed.cells[:2], executed.cells[2 + number], executed.cells[-1]]
    with pytest.raises(DophuError) as caught:
        check(read_document(v4.new_notebook(cells=kept), "own"))
    assert REFUSED[number][1] in caught.value.fix
