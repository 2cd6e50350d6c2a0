"""Reports exported by a Jupyter server, as JupyterLab's menu asks for them."""

from __future__ import annotations

import json
from urllib.parse import unquote

import nbformat
import pytest

from dophu.publish.file_names import file_name
from tests.server.conftest import Server
from tests.telling import open_report, tell

NAME = "BC_LangSon_2020-08-07_bao-cao"
STARTS = {"html": b"<!doctype html>", "pdf": b"%PDF-", "docx": b"PK", "xlsx": b"PK"}


@pytest.mark.parametrize("kind", STARTS)
@pytest.mark.parametrize("exporter", ["dophu_{}", "Báo cáo {}"])
def test_a_report_is_sent_under_a_name_that_says_what_it_is(server: Server, exporter: str, kind: str) -> None:
    named = exporter.format(kind if "_" in exporter else kind.upper())
    status, headers, content = server.ask(f"/nbconvert/{named}/{server.executed}")
    assert status == 200
    assert content.startswith(STARTS[kind])
    assert unquote(headers["Content-Disposition"]) == f"attachment; filename*=utf-8''{NAME}.{kind}"


def test_the_menu_lists_our_exporters_by_their_vietnamese_names(server: Server) -> None:
    listed = server.told("/api/nbconvert")
    assert {f"Báo cáo {kind.upper()}" for kind in STARTS} | {f"dophu_{kind}" for kind in STARTS} <= listed.keys()


def test_a_refusal_is_a_page_that_says_what_to_do(server: Server) -> None:
    status, headers, content = server.ask("/nbconvert/Báo cáo PDF/notebooks/letter.ipynb")
    page = content.decode()
    assert status == 422
    assert headers["Content-Type"].startswith("text/html")
    for told in ("Chưa lập được báo cáo", "sổ chưa chạy hết", "Cách sửa", "chạy cả sổ"):
        assert told in page
    assert "Traceback" not in page


def test_a_refusal_of_words_that_look_like_markup_is_told_as_they_stand(server: Server) -> None:
    notebook = nbformat.read(server.project.root / server.executed, 4)
    notebook.cells.append(nbformat.v4.new_code_cell("<b>x</b>"))
    nbformat.write(notebook, server.project.root / "outputs/forged.ipynb")
    status, _, content = server.ask("/nbconvert/dophu_html/outputs/forged.ipynb")
    assert status == 422
    assert b"&lt;b&gt;x" in content


@pytest.mark.parametrize(("path", "status"), [("params/2020-08-07.yml", 400), ("notebooks/nothing.ipynb", 404)])
def test_what_is_no_notebook_is_no_export(server: Server, path: str, status: int) -> None:
    assert server.ask(f"/nbconvert/dophu_html/{path}")[0] == status


def test_jupyters_own_exports_are_left_alone(server: Server) -> None:
    status, _, content = server.ask(f"/nbconvert/python/{server.executed}")
    assert status == 200
    assert b"open_report" in content


@pytest.mark.parametrize(
    ("campaign", "period", "unit", "name"),
    [
        ("bluezone", "2021-06-19", "27", "BC_BacNinh_2021-06-19_bao-cao-nhanh.pdf"),
        ("demo", "2020-10-16", "79", "BC_HoChiMinh_2020-10-16_bao-cao-nhanh.pdf"),
        ("demo", "2020-10-16", "66", "BC_DakLak_2020-10-16_bao-cao-nhanh.pdf"),
    ],
)
def test_a_name_is_written_in_plain_letters(campaign: str, period: str, unit: str, name: str) -> None:
    document = tell(open_report(campaign=campaign, period=period, unit=unit))
    assert file_name(document, "pdf") == name


def test_a_long_title_is_cut(server: Server) -> None:
    ledger = json.loads(json.dumps({"edition": {"unit_short_name": "Bà Rịa - Vũng Tàu"}}))
    document = tell(open_report(campaign="demo", period="2020-10-16", unit="79"))
    changed = document.model_copy(update={"ledger": ledger, "title": "Kết quả " * 20})
    assert file_name(changed, "pdf").startswith("BC_BaRiaVungTau_2020-10-16_ket-qua-ket-qua")
    assert len(file_name(changed, "pdf")) < 100
