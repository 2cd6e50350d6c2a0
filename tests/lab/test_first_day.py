"""A first day with the notebooks: what an analyst changes and adds in JupyterLab stands in the PDF of the letter."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from dophu.data.edition import open_edition, read_parameters
from dophu.data.project import Project
from dophu.tell.report import Report
from tests.lab.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.document]

EDITION = {"campaign": "bluezone", "period": "2021-06-19", "unit": "20"}
OWN_MEAN = """\
cac_tinh = report.frame("units").dropna(subset=["share"])
report.fact(
    "trung_binh",
    cac_tinh.share.mean(),
    label="tỷ lệ trung bình của các tỉnh",
    unit="percent",
    source="Sở TT&TT",
    formula="trung bình cộng tỷ lệ của các tỉnh đã biết",
)"""
PROSE = "%%narrative\nTỷ lệ trung bình của các tỉnh đã biết là {{ trung_binh }}."
OWN_FIGURE = """\
import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(6, 2.5))
ax.bar(cac_tinh.name.head(5), cac_tinh.share.head(5))
report.show(fig, "Tỷ lệ của các tỉnh đầu danh sách", alt="Mỗi tỉnh một cột, cao theo tỷ lệ", source="Sở TT&TT")"""


def mean_of_the_provinces() -> str:
    project = Project.find(Path(__file__).parent)
    report = Report(open_edition(project, read_parameters(EDITION, "test")), project.inputs)
    return f"{report.frame('units').share.mean():.2f}%".replace(".", ",")


def read_pdf(file: Path) -> str:
    told = subprocess.run(["pdftotext", file, "-"], check=True, capture_output=True).stdout.decode()
    return " ".join(told.split())


def test_a_first_day_from_the_welcome_page_to_the_pdf(desk: Desk, tmp_path: Path) -> None:
    desk.page.goto(f"{desk.server.address}/?token=t")
    desk.page.locator(".jp-MarkdownViewer").get_by_role("link", name="Báo cáo nhanh").first.click()
    desk.await_idle()
    desk.run_all()
    desk.tell(period="19/6/2021")
    desk.open_cell("trân trọng báo cáo")
    desk.page.keyboard.press("Control+End")
    desk.page.keyboard.insert_text("\n\nXin trân trọng cảm ơn các đơn vị của {{ peer")
    desk.page.keyboard.press("Tab")
    desk.page.locator(".jp-Completer").get_by_text("63").first.click()
    desk.page.keyboard.insert_text(" }} tỉnh, thành phố.")
    desk.page.keyboard.press("Shift+Enter")
    desk.section("Xin trân trọng cảm ơn").wait_for()
    desk.open_cell("Kết quả:")
    for source in (OWN_MEAN, PROSE, OWN_FIGURE):
        desk.insert_below(source)
    desk.section("Tỷ lệ của các tỉnh đầu danh sách").locator("img").wait_for()
    desk.run_all()
    letter = desk.export("Báo cáo PDF", tmp_path)
    assert letter.name == "BC_LangSon_2021-06-19_bao-cao-nhanh.pdf"
    told = read_pdf(letter)
    assert "Xin trân trọng cảm ơn các đơn vị của 63 tỉnh, thành phố." in told
    assert f"Tỷ lệ trung bình của các tỉnh đã biết là {mean_of_the_provinces()}." in told
    assert "Tỷ lệ của các tỉnh đầu danh sách" in told
    assert "19/6/2021" in told
