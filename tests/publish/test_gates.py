from __future__ import annotations

from typing import Any

import pytest

from dophu.errors import GateError
from dophu.publish.gates import check
from dophu.tell.blocks import (
    Annex,
    Block,
    Document,
    Figure,
    Heading,
    Item,
    List,
    Masthead,
    Paragraph,
    Run,
    Signature,
    Table,
    TraceRow,
    TypedText,
    Vocabulary,
)
from tests.telling import open_report, tell

ALT = "Biểu đồ cột: Lạng Sơn đứng thứ tám trong mười tỉnh được nêu tên."
SHOWN = {
    "installs": ("63.438", "63438"),
    "rate": ("8,12%", "63438/7816,55"),
    "change": ("-1.200", "-1200"),
    "points": ("41,88 điểm phần trăm", "41.88"),
    "as_of": ("08h00 ngày 07/8/2020", "2020-08-07T08:00"),
    "still": ("0,00", "0"),
}


def document(*blocks: Block) -> Document:
    facts = [_row(key, shown, exact) for key, (shown, exact) in SHOWN.items()]
    about = {"report": "quick_report", "campaign": "demo", "period": "2020-08-07", "unit": "20"}
    return Document(title="x", subject="x", as_of="2020-08-07T08:00", blocks=list(blocks), facts=facts, **about)


def _row(key: str, shown: str, exact: str) -> TraceRow:
    blanks = dict.fromkeys(("label", "formula", "base", "source", "status"), "")
    return TraceRow(key=key, shown=shown, exact=exact, inputs=[], **blanks)


def prose(*parts: str | Run) -> Paragraph:
    return Paragraph(runs=[part if isinstance(part, Run) else Run(text=part) for part in parts])


def fact(key: str, text: str | None = None) -> Run:
    return Run(text=SHOWN[key][0] if text is None else text, fact=key)


def figure(alt: str) -> Figure:
    caption = [Run(text="Hình 1. So sánh")]
    return Figure(key="standing", svg="<svg/>", alt=alt, caption=caption, width=150, height=60)


def refused(*blocks: Block) -> str:
    with pytest.raises(GateError) as caught:
        check(document(*blocks))
    assert caught.value.where == "quick_report"
    return str(caught.value)


@pytest.mark.parametrize("edition", [("2020-08-07", "20"), ("2021-06-19", "27"), ("2020-08-13", "56")])
def test_reports_of_the_shipped_data_pass(edition: tuple[str, str]) -> None:
    period, unit = edition
    check(tell(open_report(campaign="bluezone", period=period, unit=unit)))


@pytest.mark.parametrize(
    "alt",
    ["", "  ", "Hình 1", "biểu đồ", "Xem bảng", "No description has been provided for this image", "TODO: " + ALT],
)
def test_a_figure_without_words_for_it_is_refused(alt: str) -> None:
    assert "figure 'standing' has no alternative text" in refused(figure(alt))


def test_a_figure_told_in_words_passes() -> None:
    check(document(figure(ALT)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("đạt nan dân số", "nan"),
        ("đạt NaN", "NaN"),
        ("đến None", "None"),
        ("lúc NaT", "NaT"),
        ("có <NA> người", "<NA>"),
        ("đạt {{ rate }}", "{{"),
        ("{% if rate %}đạt", "{%"),
        ("TODO viết tiếp", "TODO"),
        ("ông ???", "???"),
        ("số (nan)", "nan"),
    ],
)
def test_a_placeholder_in_prose_is_refused(text: str, found: str) -> None:
    blocks: list[Block] = [
        prose(text),
        Heading(level=2, runs=[Run(text=text)]),
        List(items=[Item(runs=[], children=[List(items=[Item(runs=[Run(text=text)])])])]),
        Table(caption=[], head=[[]], rows=[[[Run(text=text)]]], align=["left"]),
        figure(f"{ALT} {text}"),
    ]
    for block in blocks:
        assert f"'{found}' is printed in" in refused(block), block.kind


@pytest.mark.parametrize(
    "text", ["gian nan", "Gian nan", "Nan giải", "bài toán nan giải", "nan hoa", "Nông thôn", "Nonet"]
)
def test_vietnamese_words_that_look_like_placeholders_pass(text: str) -> None:
    check(document(prose(text)))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("có 63.438 người", "63.438"),
        ("đạt 8,12% dân số", "8,12%"),
        ("còn 5 huyện", "5"),
        ("từ 01/8 đến nay", "01/8"),
        ("đến 17 giờ", "17"),
        ("gồm 3 tỉnh và 4 huyện", "4"),
    ],
)
def test_a_number_typed_by_hand_is_refused(text: str, number: str) -> None:
    assert f"the number {number} is typed by hand" in refused(prose(text))


@pytest.mark.parametrize(
    "text",
    [
        "Công văn số 95/CV-BCĐ ngày 04/8/2020 của Ban Chỉ đạo",
        "Công văn số 1371/STTTT-TTBCXB ngày 30/7/2020",
        "Nghị định số 30/2020/NĐ-CP ngày 05/3/2020",
        "phòng, chống dịch Covid-19",
        "theo Điều 5 và khoản 2",
        "trong năm 2021, từ tháng 8 và quý II",
        "thuê bao 4G",
        "1. Công tác thông tin",
        "2.1. Công tác tuyên truyền",
        "a) Về chỉ đạo",
    ],
)
def test_citations_names_and_outline_numbers_pass(text: str) -> None:
    check(document(prose(text), Heading(level=3, runs=[Run(text=text)])))


def test_numbers_that_are_facts_or_data_pass() -> None:
    check(
        document(prose("có ", fact("installs"), " người, đạt ", fact("rate"), " theo ", Run(text="Đợt 1", data=True)))
    )


@pytest.mark.parametrize("word", ["hơn", "gần", "tăng", "giảm", "Gần"])
def test_a_claim_typed_before_a_fact_is_refused(word: str) -> None:
    assert f"the claim '{word}' is typed by hand" in refused(prose(f"có {word} ", fact("installs"), " người"))


@pytest.mark.parametrize("text", ["tăng cường đến ", "gần đây có "])
def test_words_that_claim_nothing_of_the_fact_pass(text: str) -> None:
    check(document(prose(text, fact("installs"))))


@pytest.mark.parametrize("text", ["Đến ngày 06/8/2020, tỉnh", "ngày 06 tháng 8 năm 2020", "07/08/2020"])
def test_a_date_that_is_not_the_editions_is_refused(text: str) -> None:
    assert "is none of this edition's" in refused(prose(text))


def test_the_editions_own_date_passes() -> None:
    check(document(prose("Đến ngày 07/8/2020, tỉnh")))


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("installs", "63.439"),
        ("installs", "63"),
        ("installs", "438"),
        ("rate", "8,1"),
        ("rate", "12%"),
        ("as_of", "08/8"),
        ("change", "tăng 1.201"),
        ("change", "tăng 1.200"),
        ("change", "cao hơn 1.200"),
        ("points", "thấp hơn 41,88 điểm phần trăm"),
        ("installs", "không thay đổi"),
    ],
)
def test_a_fact_printed_otherwise_than_in_the_ledger_is_refused(key: str, text: str) -> None:
    assert f"'{text}' is printed where the ledger has '{SHOWN[key][0]}' ({key})" in refused(prose(fact(key, text)))


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("as_of", "ngày 07/8/2020"),
        ("as_of", "07/8"),
        ("change", "giảm 1.200"),
        ("change", "1.200"),
        ("points", "41,88"),
        ("points", "cao hơn 41,88 điểm phần trăm"),
        ("still", "không thay đổi"),
    ],
)
def test_a_fact_may_print_short_or_with_the_word_for_its_sign(key: str, text: str) -> None:
    check(document(prose(fact(key, text))))


def test_a_fact_that_the_ledger_lacks_is_refused() -> None:
    assert "'7' rests on 'made_up', which is not in the ledger" in refused(prose(Run(text="7", fact="made_up")))


@pytest.mark.parametrize("part", ["63", "3.43", "438", "3"])
def test_a_part_of_a_number_is_not_the_number(part: str) -> None:
    assert f"'{part}' is printed where the ledger has '63.438' (installs)" in refused(prose(fact("installs", part)))


MASTHEAD = Masthead(
    parent_body="UBND TỈNH",
    issuing_body="SỞ",
    number=None,
    symbol="BC-STTTT",
    place="Lạng Sơn",
    day=None,
    month=8,
    year=2020,
    type_name="BÁO CÁO NHANH",
    abstract=[Run(text="Kết quả cài đặt đợt 1, phòng, chống dịch Covid-19", data=True)],
    addressees=["UBND tỉnh"],
)


def test_a_masthead_with_labels_and_names_passes() -> None:
    check(document(MASTHEAD, Signature(lines=["GIÁM ĐỐC"], name=None, recipients=["UBND 11 huyện", "Lưu: VT, P1"])))


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("abstract", [Run(text="Kết quả đạt 9,99% dân số", data=True)], "9,99%"),
        ("abstract", [Run(text="Kết quả cài đặt, xếp thứ ba", data=True)], "thứ ba"),
        ("abstract", [Run(text="Kết quả vượt mục tiêu được giao", data=True)], "vượt mục tiêu"),
        ("abstract", [Run(text="Kết quả đến ngày 30/12/2020", data=True)], "ngày 30/12/2020"),
        ("addressees", ["UBND tỉnh (đạt 77,7%)"], "77,7%"),
        ("addressees", ["UBND tỉnh dẫn đầu"], "dẫn đầu"),
        ("type_name", "BÁO CÁO ĐẠT 55%", "55%"),
        ("type_name", "BÁO CÁO SÁU MƯƠI PHẦN TRĂM", "SÁU MƯƠI PHẦN TRĂM"),
        ("issuing_body", "SỞ CÓ 5.000 NGƯỜI", "5.000"),
        ("place", "Lạng Sơn 60%", "60%"),
    ],
)
def test_numbers_and_claims_typed_into_params_are_refused(field: str, value: Any, said: str) -> None:
    message = refused(MASTHEAD.model_copy(update={field: value}))
    assert said in message
    assert f"document.{field}" in message


@pytest.mark.parametrize(
    "block",
    [
        Signature(lines=["PHÓ GIÁM ĐỐC 88,8%"], name=None, recipients=[]),
        Signature(lines=[], name=None, recipients=["Các huyện đạt 88,8%"]),
        Annex(label="Phụ lục", title="KẾT QUẢ 88,8%", attached=""),
    ],
)
def test_numbers_in_feet_and_annex_titles_are_refused(block: Block) -> None:
    assert "the number 88,8%" in refused(block)


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("ứng dụng (44,4% dân số)", "title", "44,4%"),
        ("ứng dụng dẫn đầu cả nước", "title", "dẫn đầu"),
        ("Chiến dịch 60 ngày đêm", "title", ""),
        ("Chiến dịch 60 người", "title", "60"),
        ("về kết quả 66,6%", "name", "66,6%"),
        ("phát động phong trào vượt mục tiêu", "name", ""),
        ("Đề nghị nâng lên 88,88%", "sentence", "88,88%"),
        ("Kết quả tăng mạnh", "sentence", "tăng mạnh"),
        ("Đề nghị tăng cường tuyên truyền", "sentence", ""),
    ],
)
def test_texts_of_the_campaign_and_its_activities_are_read_too(text: str, kind: Any, said: str) -> None:
    words = Vocabulary(typed=[TypedText(where="data/x/activities.yml: proposals.1", text=text, kind=kind)])
    told = document(prose("có ", fact("installs"))).model_copy(update={"vocabulary": words})
    if said:
        with pytest.raises(GateError, match=r"is typed into data/x/activities\.yml: proposals\.1") as caught:
            check(told)
        assert said in str(caught.value)
    else:
        check(told)


def test_an_alternative_text_has_only_numbers_that_facts_show() -> None:
    check(document(figure(f"{ALT} Tỷ lệ 8,12%, gồm 16 khoảng.")))
    assert "9,12 in the alternative text of figure 'standing'" in refused(figure(f"{ALT} Tỷ lệ 9,12%."))


def test_all_findings_come_in_one_error() -> None:
    message = refused(prose("có 9 người"), prose("đạt nan"), figure(""))
    assert "3 finding(s)" in message
    assert message.count("\n  ") == 3


def test_totals_are_held_to_the_ledger_as_rows_are() -> None:
    total = [[Run(text="Cả nước")], [fact("installs", "63.439")], [Run(text="7")]]
    table = Table(caption=[], head=[[]] * 3, rows=[], foot=[total], align=["left", "right", "right"])
    message = refused(table)
    assert "'63.439' is printed where the ledger has '63.438' (installs)" in message
    assert "the number 7 is typed by hand" in message


@pytest.mark.parametrize(
    ("key", "said", "turned"),
    [
        ("beside@20:VN", "cao hơn 0,92 điểm phần trăm", "thấp hơn 0,92 điểm phần trăm"),
        ("change@20", "tăng 0,09 điểm phần trăm", "giảm 0,09 điểm phần trăm"),
        ("gained@20", "tăng 701", "giảm 701"),
    ],
)
def test_the_word_that_a_fact_prints_with_says_its_sign(key: str, said: str, turned: str) -> None:
    letter = tell(open_report(campaign="demo", period="2020-10-16", unit="20"), "quick_report")
    check(letter)
    own = letter.model_copy(update={"blocks": [prose("Tỉnh ", Run(text=said, fact=key))]})
    check(own)
    with pytest.raises(GateError, match="does not say the sign of"):
        check(own.model_copy(update={"blocks": [prose("Tỉnh ", Run(text=turned, fact=key))]}))
