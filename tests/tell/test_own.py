"""What a notebook's author computes and shows: facts, tables and pictures of their own."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure as Plot
from PIL import ExifTags, Image

from dophu.data.project import Project
from dophu.errors import DophuError, GateError, UsageError
from dophu.facts.arithmetic import LOOK
from dophu.facts.catalogue import CONCEPTS
from dophu.facts.fact import Fact, Missing
from dophu.proof.check import problems
from dophu.publish.document import document_of
from dophu.publish.gates import check
from dophu.tell.blocks import Document, Figure, Table
from dophu.tell.chapters import CHAPTERS
from dophu.tell.display import Display
from dophu.tell.report import Report
from tests.telling import open_report

PICTURE = {"caption": "Hình", "alt": "Đường đi lên đều qua ba điểm", "source": "Phòng"}
SOURCE = {"source": "Phòng Công nghệ", "formula": "trung vị các tỉnh"}


@pytest.fixture
def report() -> Report:
    return open_report(campaign="demo", period="2020-10-16", unit="20")


def document(report: Report, *shown: Display) -> Document:
    content = report.trace().content()
    assert problems(content) == []
    return document_of([block for each in shown for block in each.blocks], content, "own")


def plot(title: str = "") -> Plot:
    figure = Plot(figsize=(8, 3))
    axes = figure.subplots()
    axes.plot([1, 2, 3], [2, 4, 8])
    axes.set_title(title)
    return figure


@pytest.mark.parametrize(
    ("compute", "unit", "shown", "formula"),
    [
        (lambda r: r["gained"] / 7, "count", "100", ["/", "gained@20", 7]),
        (lambda r: 100 * r["counted"] / r["base"], "percent", "24,89%", None),
        (lambda r: r["share"] - r["share"].before, "points", "0,09 điểm phần trăm", None),
        (lambda r: r["counted"] + 5, "count", "194.529", ["+", "counted@20", 5]),
        (lambda r: r["counted"] * 0.5, "count", "97.262", ["*", "counted@20", ["/", 1, 2]]),
        (lambda r: r["counted"] / r["counted"].before, "times", "1,0 lần", None),
        (lambda r: r["counted"], "count", "194.524", "counted@20"),
    ],
)
def test_an_own_fact_is_computed_from_facts_with_its_formula(
    report: Report, compute: Any, unit: str, shown: str, formula: Any
) -> None:
    fact = report.fact("cua_toi", compute(report), unit=unit, label="Số của tôi")
    assert (fact.unit, fact.shown, fact.status) == (unit, shown, "computed")
    assert formula is None or fact.formula == formula
    assert set(fact.sources) <= {"MOPHONG26", "MOPHONG25", "CENSUS2019"}
    document(report, report.narrative("Kết quả là {{ cua_toi }}."))


def test_a_fact_reads_as_it_prints_and_counts_as_a_number_in_python(report: Report) -> None:
    share, gained = report["share"], report["gained"]
    assert f"Đạt {share}; {[gained]!r}".startswith("Đạt 24,89%; [Thay đổi")
    assert [float(share) > 24, float(gained / 7) == 701 / 7] == [True, True]
    assert list(np.array([share, report["base"]], dtype=float)) == [float(share.amount), 781655.0]
    assert [share > 24.5, share == np.float64(0.5), gained < Decimal("701.5")] == [True, False, True]
    assert report.fact("doi", -gained + np.int64(2), label="số đối").shown == "-699"


@pytest.mark.parametrize(
    ("compute", "fix"),
    [
        (lambda r: round(r["share"], 1), "compute with float"),
        (lambda r: r["counted"] // 2, "compute with float"),
        (lambda r: abs(r["gap"]), "compute with float"),
        (lambda r: f"{r['share']:.1f}", "leave out what stands behind the colon"),
        (lambda r: r["median"] > 1, 'if report["median"]:'),
        (lambda r: f"{r['median']}", 'if report["median"]:'),
    ],
)
def test_what_facts_cannot_do_says_what_to_write(report: Report, compute: Any, fix: str) -> None:
    with pytest.raises(DophuError) as caught:
        compute(report)
    assert fix in caught.value.fix


def test_a_sum_over_units_is_a_list_of_the_ledger_and_keeps_its_sources(report: Report) -> None:
    members = [report["counted"].of(code) for code in ("20", "27", "24", "25")]
    fact = report.fact("bon_tinh", sum(members), label="Bốn tỉnh cộng lại")
    assert fact.formula == ["sum", ["list", "counted:own-bon_tinh-4"]]
    assert fact.amount == sum(each.amount for each in members)
    mean = report.fact("trung_binh", sum(members) / 4, label="Trung bình bốn tỉnh")
    assert mean.amount == fact.amount / 4
    document(report, report.narrative("Bốn đơn vị có {{ bon_tinh }} người, trung bình {{ trung_binh }}."))


def test_a_number_of_a_frame_is_cited_with_source_and_formula(report: Report) -> None:
    median = report.frame("units").share.median()
    fact = report.fact("trung_vi", median, unit="percent", **SOURCE)
    assert (fact.shown, fact.status, fact.sources) == ("18,52%", "given", ("Phòng Công nghệ",))
    told = document(report, report.narrative("Trung vị của các tỉnh là {{ trung_vi }}."))
    assert next(row for row in told.facts if row.key == "own:trung_vi").formula == "trung vị các tỉnh"
    check(told)


@pytest.mark.parametrize(
    ("key", "value", "more", "told"),
    [
        ("share", 1, SOURCE, "'share' is a name of the report already"),
        ("unit_name", 1, SOURCE, "is a name of the report already"),
        ("so thu", 1, SOURCE, "'so thu' is no name"),
        ("so", 12.5, {"unit": "count"}, "nobody can tell where 'so' comes from"),
        ("so", 12.5, SOURCE, "the unit of 'so' does not follow"),
        ("so", float("nan"), SOURCE | {"unit": "count"}, "'so' is nan"),
        ("so", "12", SOURCE, "'12' is no number"),
        ("so", 12, SOURCE | {"unit": "kg"}, "'so' has the unit 'kg'"),
    ],
)
def test_a_fact_that_nobody_could_trace_is_refused(
    report: Report, key: str, value: Any, more: dict[str, str], told: str
) -> None:
    with pytest.raises(UsageError, match=told):
        report.fact(key, value, **more)


def test_a_fact_of_what_is_not_known_says_what_is_missing(report: Report) -> None:
    missing = next(report[name] for name in CONCEPTS if isinstance(report[name], Missing))
    with pytest.raises(UsageError, match=f"'{missing.key}' is not known in this edition"):
        report.fact("so", missing + 1, unit="count")


def test_a_chapter_takes_no_name_from_an_own_fact(report: Report) -> None:
    named = dict(CHAPTERS["progress"].names(CHAPTERS["progress"].measure(report.facts)))
    key = next(name for name in named if name not in CONCEPTS)
    report.fact(key, 1, unit="count", **SOURCE)
    with pytest.raises(UsageError, match=f"it brings {key}, as own facts are called"):
        report.chapter("progress")


def test_a_cell_that_runs_again_replaces_its_fact(report: Report) -> None:
    report.fact("so", 1, unit="count", **SOURCE)
    assert report.fact("so", 2, unit="count", **SOURCE).shown == "02"
    assert [fact.shown for fact in report.facts.ledger() if fact.key == "own:so"] == ["02"]


def test_what_is_no_number_does_not_add(report: Report) -> None:
    with pytest.raises(TypeError):
        report["counted"] + "5"


@pytest.mark.parametrize(("name", "rows", "index"), [("units", 63, "code"), ("parts", 11, "code")])
def test_a_frame_has_a_row_for_each_unit_and_floats_to_compute_with(
    report: Report, name: str, rows: int, index: str
) -> None:
    frame = report.frame(name)
    assert (len(frame), frame.index.name) == (rows, index)
    assert {str(frame[column].dtype) for column in ("counted", "share", "rank", "gained")} == {"float64"}
    assert Fraction(frame.loc[frame.index[0], "counted"]).denominator == 1


def test_a_frame_is_looked_at_and_what_is_made_of_it_is_plain(report: Report) -> None:
    frame = report.frame("course")
    assert LOOK in frame._repr_mimebundle_()
    assert type(frame.tail(3)) is pd.DataFrame
    assert frame.index[-1] == "2020-10-16"
    with pytest.raises(UsageError, match="no frame 'unit'"):
        report.frame("unit")


def test_a_shown_frame_prints_its_facts_though_rows_and_heads_were_changed(report: Report) -> None:
    chosen = report.frame("units").nlargest(3, "share")[["name", "share"]].rename(columns={"share": "Tỷ lệ"})
    shown = report.show(chosen, "Tỷ lệ theo đơn vị")
    (table,) = shown.blocks
    assert isinstance(table, Table)
    assert [cell[0].fact for row in table.rows for cell in row[1:]] == ["share@48", "share@22", "share@27"]
    assert table.rows[0][1][0].text == "53,80%"
    check(document(report, shown))


@pytest.mark.parametrize(
    "change",
    [
        lambda frame: frame.set_index("name")[["share"]],
        lambda frame: frame.reset_index()[["code", "share"]].tail(3),
        lambda frame: frame.merge(pd.DataFrame({"name": ["Lạng Sơn"], "họp": [True]}), on="name")[["name", "share"]],
        lambda frame: frame[["name", "share"]].set_index([frame.index, "name"]),
    ],
)
def test_a_cell_is_still_its_fact_where_the_row_has_its_units_name_or_code(report: Report, change: Any) -> None:
    report.frame("course")
    shown = report.show(change(report.frame("units")), "Tỷ lệ theo đơn vị")
    (table,) = shown.blocks
    assert isinstance(table, Table)
    assert {str(row[-1][0].fact).partition("@")[0] for row in table.rows} == {"share"}
    check(document(report, shown))


def test_a_row_that_is_only_counted_is_no_unit_whose_code_is_that_number(report: Report) -> None:
    report.frame("units")
    own = pd.DataFrame({"Việc": ["họp"] * 23, "Số": [634860] * 23})
    (table,) = report.show(own, "Việc đã làm", source="Sở").blocks
    assert isinstance(table, Table)
    assert {str(row[1][0].fact) for row in table.rows} == {"given:1"}


@pytest.mark.parametrize(
    ("own", "head", "row"),
    [
        (pd.DataFrame({"Năm": [2019], "Đã nộp": [True]}), ["Năm", "Đã nộp"], ["2019", "có"]),
        (pd.DataFrame({2019: [12], 2020: ["12 lượt"]}), ["Năm 2019", "Năm 2020"], ["12", "12 lượt"]),
        (pd.DataFrame([[1, 2]], columns=["a", "a"]), ["a", "a"], ["01", "02"]),
        (pd.DataFrame({"a": pd.array([None, 5], "Int64")}), ["a"], ["–"]),
        (pd.DataFrame({"a": [7, 8]}).query("a > 7"), ["a"], ["08"]),
        (pd.DataFrame({("I", "a"): [1]}), ["I: a"], ["01"]),
        (
            pd.Series([5], pd.MultiIndex.from_tuples([("x", "y")], names=["V", "T"]), name="n"),
            list("VTn"),
            ["x", "y", "05"],
        ),
    ],
)
def test_a_frame_of_any_shape_prints_with_its_heads(report: Report, own: Any, head: list[str], row: list[str]) -> None:
    shown = report.show(own, "Việc đã làm", source="Sở")
    (table,) = shown.blocks
    assert isinstance(table, Table)
    assert ["".join(run.text for run in cell) for cell in table.head] == head
    assert ["".join(run.text for run in cell) for cell in table.rows[0]] == row
    check(document(report, shown))


@pytest.mark.parametrize("cell", [True, date(2021, 5, 7), pd.Timestamp("2021-05-07"), np.bool_(False)])
def test_a_judgement_and_a_day_of_ones_own_need_a_source_as_a_number_does(report: Report, cell: Any) -> None:
    own = pd.DataFrame({"Việc": ["Tập huấn"], "Đã xong": [cell]})
    with pytest.raises(UsageError, match=r"nobody can tell where .* comes from"):
        report.show(own, "Việc đã làm")
    (table,) = report.show(own, "Việc đã làm", source="Phòng Công nghệ").blocks
    assert isinstance(table, Table)
    assert table.rows[0][1][0].fact == "given:1"


def test_a_day_of_the_reports_own_frame_needs_none(report: Report) -> None:
    shown = report.show(report.frame("units")[["name", "as_of"]].head(2), "Thời điểm")
    check(document(report, shown))


def test_a_number_in_words_of_an_alternative_text_is_given_by_the_pictures_source(report: Report) -> None:
    shown = report.show(plot(), "Số lượt", alt="Đường đi lên đến năm mươi bảy phần trăm", source="Phòng")
    given = [row.shown for row in document(report, shown).facts if row.key.startswith("given:")]
    assert given == ["năm mươi bảy phần trăm"]


def test_own_numbers_of_a_table_stand_under_their_source(report: Report) -> None:
    own = pd.DataFrame({"Việc": ["Tập huấn", "Tuyên truyền"], "Số lượt": [12, 3.5]})
    shown = report.show(own, "Việc đã làm", source="Phòng Công nghệ")
    told = document(report, shown)
    check(told)
    given = [row for row in told.facts if row.key.startswith("given:")]
    assert [(row.shown, row.source) for row in given] == [("12", "Phòng Công nghệ"), ("3,50", "Phòng Công nghệ")]
    (table,) = shown.blocks
    assert isinstance(table, Table)
    assert table.caption[-1].text.endswith(". Nguồn: Phòng Công nghệ")


@pytest.mark.parametrize(
    ("frame", "more", "told"),
    [
        (pd.DataFrame({"a": [1]}), {}, "it has no caption"),
        (pd.DataFrame({"a": [1]}), {"caption": "Bảng"}, "nobody can tell where 1 in the column 'a' comes from"),
        (pd.DataFrame({"a": ["12,5%"]}), {"caption": "Bảng"}, "nobody can tell where 12,5% in the column 'a'"),
        (pd.DataFrame({"a": [[1]]}), {"caption": "Bảng", "source": "x"}, "of which no table knows how to print it"),
        (pd.DataFrame({"a": [float("inf")]}), {"caption": "Bảng", "source": "x"}, "of which no table knows"),
        (pd.DataFrame({"a": []}), {"caption": "Bảng"}, "the table has no rows"),
        (pd.DataFrame({"a": []}).style, {"caption": "Bảng"}, "the table has no rows"),
        (pd.Series([1, 2]), {"caption": "Bảng", "source": "x"}, "a column of numbers has no heading"),
        (object(), PICTURE, "object is nothing that a report can show"),
        ({"a": [1]}, {"caption": "Bảng"}, "dict is nothing that a report can show"),
        (b"GIF", PICTURE, "the file is no picture"),
        ("khong-co.png", PICTURE, "there is no picture 'khong-co.png'"),
        (plot(), {"caption": "Hình"}, "a picture needs alt and source"),
        (plot(), PICTURE | {"alt": "Đường đi lên"}, "does not tell what the picture shows"),
        (plot("$x^2$"), PICTURE, "the figure has a formula or text in another font"),
        (plot("đạt 😀"), PICTURE, "text in the figure cannot be printed: U.1F600"),
    ],
)
def test_what_cannot_be_shown_says_what_to_write(report: Report, frame: Any, more: dict[str, str], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        report.show(frame, **more)


@pytest.mark.parametrize("words", [{"Đã đạt 99%": ["x"]}, {"Việc": ["đã vượt mục tiêu"]}, {"Việc": ["đạt 99%"]}])
def test_words_typed_into_a_table_are_read_as_prose_is(report: Report, words: dict[str, list[str]]) -> None:
    told = document(report, report.show(pd.DataFrame(words), "Việc đã làm"))
    with pytest.raises(GateError, match="is typed by hand"):
        check(told)


def test_a_plot_is_drawn_in_the_letters_type_and_the_same_each_time(report: Report) -> None:
    drawn = [
        report.show(plot("Số lượt"), "Số lượt", alt="Số lượt qua ba kỳ, đi lên đến 8", source="Phòng") for _ in range(2)
    ]
    (one,), (other,) = (each.blocks for each in drawn)
    assert isinstance(one, Figure)
    assert one == other
    assert (one.width, round(one.height, 6)) == (160, 60)
    assert "Tinos" in one.svg
    assert ">Số lượt<" in one.svg
    check(document(report, drawn[0]))


def test_a_picture_is_no_wider_than_the_text(report: Report) -> None:
    written = io.BytesIO()
    plot().savefig(written, format="png", dpi=200)
    shown = report.show(written.getvalue(), "Ảnh", alt="Đường đi lên đều qua ba điểm", source="Phòng")
    (figure,) = shown.blocks
    assert isinstance(figure, Figure)
    assert figure.width == 160
    assert "data:image/png;base64," in figure.svg


def test_a_photograph_is_shown_upright_and_no_finer_than_paper_shows(report: Report) -> None:
    photo = Image.new("RGB", (400, 30))
    exif = photo.getexif()
    exif[ExifTags.Base.Orientation] = 6  # turned by a quarter
    written = io.BytesIO()
    photo.save(written, "JPEG", exif=exif)
    shown = [report.show(each, **PICTURE).blocks[0] for each in (Image.new("RGB", (4000, 30)), written.getvalue())]
    lying, upright = (each for each in shown if isinstance(each, Figure))
    assert (lying.width, round(lying.height)) == (160, 1)
    assert upright.width < upright.height
    assert 'width="1890"' in lying.svg


def test_what_a_call_of_pandas_has_drawn_is_shown_whole(report: Report) -> None:
    figure = plot()
    (shown,) = report.show(np.array([[figure.axes[0]]]), **PICTURE).blocks
    assert isinstance(shown, Figure)
    assert shown.svg == report.show(plot().axes[0].patches or plot(), **PICTURE).blocks[0].svg  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("values", "scale", "ticks"),
    [
        ([0, 0.5], "linear", ">0,2<"),
        ([0, 2e6], "linear", ">1.500.000<"),
        ([1, 1e5], "log", ">100.000<"),
    ],
)
def test_an_own_plot_numbers_its_axes_as_an_office_writes(report: Report, values: Any, scale: str, ticks: str) -> None:
    figure = Plot(figsize=(6, 3))
    axes = figure.subplots()
    axes.plot(values, values)
    axes.set_yscale(scale)
    (shown,) = report.show(figure, **PICTURE).blocks
    assert isinstance(shown, Figure)
    assert ticks in shown.svg


def test_what_is_told_and_not_shown_stops_the_trace(report: Report) -> None:
    report.project = Project.find()
    call = partial(report.show, pd.DataFrame({"Việc": ["họp"]}), "Việc đã làm")
    call()
    with pytest.raises(UsageError, match="is told and not shown") as caught:
        report.trace()
    assert "display(report.show(…))" in caught.value.fix
    call()._repr_mimebundle_()
    assert report.trace()


def test_tables_and_pictures_are_numbered_with_those_of_the_report(report: Report) -> None:
    first = report.figure("standing")
    own = report.show(plot(), "Số lượt", alt="Đường đi lên đều qua ba điểm", source="Phòng")
    numbers = [block.caption[0].text for each in (first, own) for block in each.blocks if isinstance(block, Figure)]
    assert numbers == ["Hình 1. ", "Hình 2. "]


def test_a_fact_as_a_cells_last_value_is_looked_at(report: Report) -> None:
    fact = report["counted"]
    assert isinstance(fact, Fact)
    assert fact._repr_mimebundle_()[LOOK] == "fact"


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("counted + 5", 'report.fact("ten", report["counted"] + 5, label="…")'),
        ("counted/base", 'report.fact("ten", 100 * report["counted"] / report["base"], unit="percent", label="…")'),
        ("gained / 7", 'report.fact("ten", report["gained"] / 7, label="…")'),
        ("share - share.before", 'report.fact("ten", report["share"] - report["share"].before, label="…")'),
        ("counted * share", 'report.fact("ten", report["counted"] * report["share"], unit="…", label="…")'),
    ],
)
def test_an_expression_in_prose_is_refused_with_the_line_that_makes_a_fact_of_it(
    report: Report, code: str, line: str
) -> None:
    with pytest.raises(UsageError) as caught:
        report.narrative(f"Có {{{{ {code} }}}}.")
    assert line in caught.value.fix
    if 'unit="…"' not in line:
        eval(line.replace("…", "của Sở"), {"report": report})
        assert report.narrative("Có {{ ten }}.").blocks


@pytest.mark.parametrize(
    ("value", "line"),
    [
        (5, 'write in a cell before report.fact("tb", tb, unit="count", source="…", formula="…")'),
        (pd.Series([1, 2]).sum(), 'report.fact("tb", tb, unit="count", source="…", formula="…")'),
        (8.5, 'report.fact("tb", tb, unit="…", source="…", formula="…")'),
        ("12,5%", 'write it here as {{ "12,5%" | given("…") }}'),
        (pd.DataFrame({"a": [1]}), 'report.show(tb, caption="…", source="…")'),
        (plot(), 'report.show(tb, caption="…", alt="…", source="…")'),
    ],
)
def test_a_variable_of_the_notebook_in_prose_gets_the_line_to_write(report: Report, value: Any, line: str) -> None:
    report.variables = {"tb": value, "unit": "20"}
    with pytest.raises(UsageError, match="tb") as caught:
        report.narrative("Có {{ tb }}.")
    assert line in caught.value.fix
    if "report.fact" in line:
        report.fact("tb", value, unit="count", source="Sở", formula="đếm")


def test_an_expression_over_facts_kept_in_a_variable_gets_its_line_too(report: Report) -> None:
    report.variables = {"them": report["counted"] + 5}
    with pytest.raises(UsageError) as caught:
        report.narrative("Có {{ them }}.")
    assert 'report.fact("them", them, label="…")' in caught.value.fix


def styled(report: Report, number: str = "{:,.1f}", decimal: str = ",") -> Any:
    """A frame of the report with a column of the author's own, formatted by pandas."""
    frame = (
        report.frame("units").loc[["20", "22", "24"], ["name", "share"]].assign(tb=[1234.5, 20.0, 0.5], an=[1, 2, 3])
    )
    formatted = frame.style.format({"tb": number}, decimal=decimal, thousands="." if decimal == "," else "")
    return formatted.hide(["an"], axis=1).hide(["22"], axis=0)


def test_a_styled_frame_prints_as_it_is_formatted_and_without_what_it_hides(report: Report) -> None:
    shown = report.show(styled(report).set_caption("Bình quân"), source="Phòng Công nghệ")
    (table,) = shown.blocks
    assert isinstance(table, Table)
    assert "Bình quân" in "".join(run.text for run in table.caption)
    assert ["".join(run.text for run in cell) for cell in table.head] == ["name", "share", "tb"]
    printed = [["".join(run.text for run in cell) for cell in row] for row in table.rows]
    assert [(row[0], row[2]) for row in printed] == [("Lạng Sơn", "1.234,5"), ("Bắc Giang", "0,5")]
    assert [bool(row[1][0].fact) for row in table.rows] == [True, True]
    check(document(report, shown))


@pytest.mark.parametrize("source", ["Phòng Công nghệ", "Nguồn: Phòng Công nghệ", " Nguồn:Phòng Công nghệ"])
def test_a_source_is_called_so_once(report: Report, source: str) -> None:
    (table,) = report.show(pd.DataFrame({"Số": [1500000]}).style, "Việc", source=source).blocks
    assert isinstance(table, Table)
    assert "".join(run.text for run in table.caption).endswith("Việc. Nguồn: Phòng Công nghệ")
    assert table.rows[0][0][0].text == "1.500.000"


def test_heads_of_several_levels_and_rows_of_two_names_are_told_whole(report: Report) -> None:
    columns = pd.MultiIndex.from_tuples([("Quý I", "Số"), ("Quý I", "Nơi")])
    rows = pd.MultiIndex.from_tuples([("A", "b"), ("A", "c")], names=["Vùng", "Xã"])
    own = pd.DataFrame([[12, "x"], [7, "y"]], columns=columns, index=rows)
    (table,) = report.show(own.style, "Việc", source="Sở").blocks
    assert isinstance(table, Table)
    assert ["".join(run.text for run in cell) for cell in table.head] == ["Vùng", "Xã", "Quý I: Số", "Quý I: Nơi"]
    assert ["".join(run.text for run in cell) for cell in table.rows[1]] == ["A", "c", "07", "y"]


@pytest.mark.parametrize(("number", "decimal"), [("{:.1f}", "."), ("{:,.3f}", "."), ("{:,.1f}", ".")])
def test_a_formatted_number_that_reads_as_another_is_refused(report: Report, number: str, decimal: str) -> None:
    with pytest.raises(UsageError, match="which an office reads as another number") as caught:
        report.show(styled(report, number, decimal), "Bình quân", source="Sở")
    assert 'decimal=",", thousands="."' in caught.value.fix


def test_a_styled_frame_says_which_looks_are_left_out_and_asks_for_a_source(report: Report) -> None:
    coloured = styled(report).highlight_max("tb", color="yellow")
    assert "Màu" in report.show(coloured, "Bình quân", source="Sở").flags[0]
    assert report.show(styled(report), "Bình quân", source="Sở").flags == []
    with pytest.raises(UsageError, match="nobody can tell where"):
        report.show(styled(report), "Bình quân")
    with pytest.raises(UsageError, match="bears the title 'A' itself"):
        report.show(styled(report).set_caption("A"), "B", source="Sở")


GREAT_TABLE = """
<table class="gt_table"><thead>
<tr class="gt_heading"><td colspan="3" class="gt_heading gt_title" id="title">Việc đã làm</td></tr>
<tr class="gt_col_headings gt_spanner_row">
<th class="gt_col_heading gt_left" rowspan="2" colspan="1">Nơi</th>
<th class="gt_center" rowspan="1" colspan="2"><span class="gt_column_spanner">Quý I</span></th></tr>
<tr class="gt_col_headings"><th class="gt_col_heading gt_right">Số</th><th class="gt_col_heading gt_right">Tỷ lệ</th>
</tr></thead><tbody>
<tr class="gt_group_heading_row"><th class="gt_group_heading" colspan="3">Vùng cao</th></tr>
<tr><th scope="row" class="gt_row gt_left gt_stub">A</th><td class="gt_row gt_right">{number}</td>
<td class="gt_row gt_right">25,00%</td></tr></tbody>
<tfoot><tr class="gt_sourcenotes"><td class="gt_sourcenote" colspan="3">Phòng Công nghệ</td></tr></tfoot></table>
"""


class GT:
    """What `great_tables.GT` promises: the table as HTML, made from data."""

    __module__ = "great_tables.gt"

    def __init__(self, number: str = "1.234,5") -> None:
        self._tbl_data = pd.DataFrame({"noi": ["A"], "so": [1234.5], "ty": [0.25]})
        self._page = GREAT_TABLE.replace("{number}", number)

    def as_raw_html(self) -> str:
        return self._page


def test_a_great_table_prints_with_its_title_spanners_groups_numbers_and_note(report: Report) -> None:
    shown = report.show(GT())
    (table,) = shown.blocks
    assert isinstance(table, Table)
    assert [["".join(run.text for run in cell) for cell in row] for row in [table.head, *table.rows]] == [
        ["Nơi", "Quý I: Số", "Quý I: Tỷ lệ"],
        ["Vùng cao", "", ""],
        ["A", "1.234,5", "25,00%"],
    ]
    assert table.align == ["left", "right", "right"]
    assert "".join(run.text for run in table.caption).endswith("Việc đã làm. Nguồn: Phòng Công nghệ")
    check(document(report, shown))


@pytest.mark.parametrize(
    ("number", "more", "told"),
    [
        ("1,234.5", {}, "which an office reads as another number"),
        ("12.345", {}, "which an office reads as another number"),
        ("<svg></svg>", {}, "a cell holds a picture"),
        ('1.234,5<span class="gt_footnote_marks">1</span>', {}, "the mark of a footnote"),
        ("1.234,5", {"source": "Sở"}, "note 'Phòng Công nghệ' would not print"),
        ("1.234,5", {"caption": "Khác"}, "bears the title 'Việc đã làm' itself"),
    ],
)
def test_what_a_great_table_holds_that_cannot_print_is_refused(
    report: Report, number: str, more: dict[str, str], told: str
) -> None:
    with pytest.raises(UsageError, match=told):
        report.show(GT(number), **more)


@pytest.mark.parametrize(
    ("code", "looks"), [("share / 2", "12.4"), ("share / 0", "?"), ("missing + 1", "?"), ("2 * share", "49.7")]
)
def test_an_expression_is_looked_at_with_the_way_to_print_it(report: Report, code: str, looks: str) -> None:
    known = {"share": report["share"], "missing": report["target_count"]}
    shown = eval(code, known)._repr_mimebundle_()
    assert shown[LOOK] == "expression"
    assert shown["text/plain"].startswith(looks)
    assert "report.fact(" in shown["text/plain"]
