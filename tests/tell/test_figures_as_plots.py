"""A shipped figure in an analyst's hands: restyled, drawn as it is shown, its frame drawn anew."""

from __future__ import annotations

from unittest.mock import Mock

import pytest
from matplotlib.figure import Figure as Plot

from dophu.charts import standing, svg
from dophu.charts.svg import drawing_of
from dophu.errors import UsageError
from dophu.publish.document import document_of
from dophu.publish.gates import check
from dophu.tell.blocks import MIME, Figure
from dophu.tell.chapters import CHAPTERS
from dophu.tell.display import seal
from dophu.tell.plots import ShownFigure
from dophu.tell.report import Report
from tests.telling import open_report

EVERY = [name for chapter in CHAPTERS.values() for name in chapter.figures]


@pytest.fixture
def report() -> Report:
    return open_report(campaign="demo", period="2020-10-16", unit="20")


def drawn_svg(shown: ShownFigure) -> str:
    (figure,) = shown.blocks
    assert isinstance(figure, Figure)
    return figure.svg


@pytest.mark.parametrize("name", EVERY)
def test_each_figure_gives_its_plot_and_its_frame(report: Report, name: str) -> None:
    shown = report.figure(name)
    assert isinstance(shown.figure, Plot)
    assert len(shown.axes) == 1
    assert bool(shown.blocks) == (len(shown.frame) > 0)


def test_a_title_stands_over_the_figure_which_grows_for_it(report: Report) -> None:
    plain, titled = report.figure("standing"), report.figure("standing")
    titled.axes[0].set_title("Lạng Sơn đứng thứ 11, giá $ và $ là chữ thường, " * 2)
    (before,), (after,) = plain.blocks, titled.blocks
    assert isinstance(before, Figure)
    assert isinstance(after, Figure)
    assert ">Lạng Sơn đứng thứ 11, giá $ và $ là chữ thường" in after.svg
    assert after.height > before.height + 8
    assert after.width == 160


def test_a_restyled_figure_keeps_what_belongs_to_a_value_beside_it(report: Report) -> None:
    shown = report.figure("standing")
    was = drawn_svg(shown)
    shown.axes[0].set_xlim(0, 200)
    shown.axes[0].axvline(25, color="red")
    assert drawn_svg(shown) != was
    assert ">53,80%<" in drawn_svg(shown)
    assert "#ff0000" in drawn_svg(shown)


def test_a_figure_is_drawn_when_it_is_shown_and_once(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = Mock(wraps=drawing_of)
    monkeypatch.setattr(svg, "drawing_of", drawn)
    shown = report.figure("standing")
    assert drawn.call_count == 0
    bundle = shown._repr_mimebundle_()
    assert (shown._repr_mimebundle_(), drawn.call_count) == (bundle, 2)  # once for a desk and once for a phone
    shown.axes[0].set_title("Tên khác")
    assert "Tên khác" in shown._repr_mimebundle_()[MIME]
    assert drawn.call_count == 3


def test_all_that_was_shown_of_a_figure_is_sealed(report: Report) -> None:
    shown = report.figure("standing")
    told = [shown._repr_mimebundle_()[MIME]]
    shown.axes[0].set_title("Tên khác")
    told.append(shown._repr_mimebundle_()[MIME])
    assert {seal(text) for text in told} <= set(report.trace().content()["seals"])


@pytest.mark.parametrize("is_shown_first", [True, False])
def test_a_figure_that_was_changed_and_not_shown_is_refused(report: Report, is_shown_first: bool) -> None:
    shown = report.figure("standing")
    if is_shown_first:
        shown._repr_mimebundle_()
    report.trace()
    shown.axes[0].set_title("Tên khác")
    with pytest.raises(UsageError, match="'standing' was changed and not shown after that") as refused:
        report.trace()
    assert 'fig = report.figure("standing")' in str(refused.value)


def test_a_figure_without_data_may_be_restyled_too(report: Report) -> None:
    shown = report.figure("outlook")
    shown.axes[0].set_title("Không có gì để vẽ")
    assert "image" not in shown._repr_mimebundle_()["text/html"]
    assert (list(shown.blocks), len(shown.frame)) == ([], 0)
    report.trace()


def test_the_chart_of_a_figure_draws_its_frame_and_an_own_one(report: Report) -> None:
    frame = report.figure("standing").frame
    assert {"name", "value", "shown", "own"} <= set(frame.columns)
    units = report.frame("units").rename(columns={"share": "value"})
    chart = standing(units[units.value > 40], target=50, label="% dân số")
    shown = report.show(chart, "Tỷ lệ theo đơn vị", alt="Biểu đồ chấm của các tỉnh trên 40%", source="Sở")
    (figure,) = shown.blocks
    assert isinstance(figure, Figure)
    assert ">Đà Nẵng<" in figure.svg
    check(document_of([figure], report.trace().content(), "own"))
