"""Help while a notebook is written: what fits at a place, what a name means, which line shows what is bare."""

from __future__ import annotations

import pytest
from IPython.core.interactiveshell import InteractiveShell

import dophu
from dophu.errors import DophuError, UsageError
from dophu.facts.catalogue import CONCEPTS
from dophu.tell.help.completion import Offers, complete
from dophu.tell.help.hints import Bare, line_to_write, shown
from dophu.tell.help.known import about, caller, known
from dophu.tell.help.plainly import tell_plainly
from dophu.tell.report import Report
from dophu.words.messages import in_notebook
from dophu.words.text import table
from tests.telling import open_report

PICTURE = 'caption="…", alt="…", source="…"'


@pytest.fixture(scope="module")
def report() -> Report:
    return open_report(campaign="bluezone", period="2020-08-07", unit="20")


def offered(report: Report, before: str) -> list[str]:
    found = complete(known(report), before)
    return [offer.text for offer in found.offers] if found else ["Python's"]


@pytest.mark.parametrize(
    ("before", "names"),
    [
        ("%%narrative\n{{ counte", ["counted", "counted_note"]),
        ("%%narrative\n{{ share }} và {{ as", ["as_of"]),
        ("%%narrative\n{{ share\n  | per", ["percent"]),
        ("%%narrative\n{{ counted | cha", []),
        ("%%narrative\n{{ share | capitalised | per", ["percent"]),
        ("%%narrative\n{{ press.ite", ["press.items"]),
        ("%%narrative\n- {{ each }}; for each in doc", ["documents"]),
        ("%%narrative\n? {{ target_sen", ["target_sentence"]),
        ("%%narrative\nđạt {{ share }}[[, {{ counte", ["counted", "counted_note"]),
        ("%%narrative\n{{ share }} ha", []),
        ("%%narrative\nkhông có gì", []),
        ("\n%%narrative\n{{ counte", ["counted", "counted_note"]),
        ("counte", ["Python's"]),
        ('report.table("nat', ["national"]),
        ("report.chapter('stand", ["standings"]),
        ("report.show('", ["Python's"]),
        ('report["counte', ["counted"]),
    ],
)
def test_what_fits_at_a_place_is_offered(report: Report, before: str, names: list[str]) -> None:
    assert offered(report, before) == names


def test_a_long_value_is_cut_beside_its_name(report: Report) -> None:
    found = complete(known(report), "%%narrative\n{{ issuing_b")
    assert found is not None
    assert [(offer.text, len(offer.shown)) for offer in found.offers] == [("issuing_body", 12)]


def test_an_unfinished_cell_is_no_error(report: Report) -> None:
    cell = "%%narrative\n{{ press.items | given('x') }} {% if a %} - {{ x }}; for x in documents"
    assert all(isinstance(complete(known(report), cell[:end]), Offers | None) for end in range(len(cell)))


def test_looking_at_everything_takes_nothing_into_the_edition(report: Report) -> None:
    before = [fact.key for fact in report.facts.ledger()]
    cards = [card for name in report.names() if (card := about(report, name))]
    report.facts()
    caller(report, "regions")
    complete(known(report), "%%narrative\n{{ share | ")
    assert len(cards) > 50
    assert [fact.key for fact in report.facts.ledger()] == before


@pytest.mark.parametrize(
    ("search", "name"),
    [
        ("ty le cong bo", "published_share"),
        ("TỶ LỆ CÔNG BỐ", "published_share"),
        ("63.438", "counted"),
        ("pace", "pace"),
    ],
)
def test_facts_are_found_by_name_meaning_or_value_with_or_without_accents(
    report: Report, search: str, name: str
) -> None:
    assert name in report.facts(search).index
    assert len(report.facts(search)) < len(report.facts())


def test_what_is_not_known_is_listed_with_its_reason(report: Report) -> None:
    row = report.facts("pace").loc["pace"]
    assert (row["shown"], row["label"]) == ("", "Số cần thêm mỗi ngày: mục tiêu không nêu hạn")


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("regions", 'write report.chapter("standings") in a cell before'),
        ("standing", 'report.figure("standing") shows it, in a cell of its own'),
        ("provinces", 'report.table("provinces") shows it, in a cell of its own'),
        ("signature", "report.signature(…) shows it, in a cell of its own"),
        ("nothing_of_the_kind", ""),
    ],
)
def test_a_name_that_prose_does_not_know_leads_to_the_call_that_gives_it(report: Report, name: str, call: str) -> None:
    assert caller(report, name) == call


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("rate", "'share'"),
        ("coverage", "'share'"),
        ("tỷ_lệ", "'share'"),
        ("percent", "'share'"),
        ("total", "'counted'"),
        ("dan_so", "'base'"),
        ("gap_count", "'missing'"),
        ("change_since", "'as_of.before'"),
        ("target_gapp", "'target_gap'"),
        ("xyzxyz", 'report.facts() lists them; or enter it in a cell before: report.fact("xyzxyz", …)'),
        ("regions", 'report.chapter("standings")'),
    ],
)
def test_a_name_of_before_or_of_everyday_leads_to_the_right_one(report: Report, asked: str, meant: str) -> None:
    for ask in (lambda: report.narrative(f"Đạt {{{{ {asked} }}}}."), lambda: report[asked]):
        with pytest.raises(UsageError) as caught:
            ask()
        assert meant in caught.value.fix


def test_every_synonym_leads_to_a_name_and_is_none_itself(report: Report) -> None:
    known = {*report.names(), *CONCEPTS} - {"target_count"}  # which was what a share asks for, and is no target's count
    rows = table("synonyms")
    assert [row for row in rows if row["name"].partition(".")[0] not in known or row["word"] in known] == []


@pytest.mark.parametrize(
    ("source", "kind", "line"),
    [
        ("df.head(3)", "table", 'report.show(df.head(3), caption="…", source="…")'),
        ("x = 1\ndf", "table", 'report.show(df, caption="…", source="…")'),
        ("display(df);", "table", 'report.show(df, caption="…", source="…")'),
        ("plt.plot(x)", "picture", f"report.show(plt.gcf(), {PICTURE})"),
        ("fig", "picture", f"report.show(fig, {PICTURE})"),
        ("%matplotlib inline\nplt.plot(x)", "picture", f"report.show(plt.gcf(), {PICTURE})"),
        ("5", "text", ""),
    ],
)
def test_the_line_to_write_names_what_was_shown(source: str, kind: Bare, line: str) -> None:
    assert line_to_write(source, kind) == line


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ({"image/png": "", "text/plain": ""}, "picture"),
        ({"text/html": "", "text/plain": ""}, "table"),
        ({"text/plain": ""}, "text"),
        ({"text/plain": "01    5.0\nName: share, dtype: float64"}, "table"),
        ({"text/plain": "array([1])"}, "text"),
        ({"application/vnd.dophu.blocks": "", "text/html": ""}, None),
        ({"application/vnd.dophu.look": "", "image/png": ""}, None),
    ],
)
def test_what_is_displayed_is_told_by_its_kind(data: dict[str, str], kind: Bare | None) -> None:
    assert shown(data) == kind


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("import khong_co.gi", "chưa cài gói 'khong_co'"),
        ("from IPython.core.error import StdinNotImplementedError as E; raise E", "đưa thành tham số ở ô đầu sổ"),
        ("%%narative\nMột câu.", "có phải là '%%narrative'"),
    ],
)
def test_what_is_not_there_and_a_question_are_told_in_a_plain_sentence(
    code: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shell = InteractiveShell()
    DophuError.in_notebook = staticmethod(in_notebook)  # type: ignore[method-assign] # as open_report does
    tell_plainly(shell)
    shell.register_magic_function(print, "cell", "narrative")
    assert not shell.run_cell(code).success
    printed = capsys.readouterr().out
    assert told in printed
    assert "Traceback" not in printed


MISUSED = [
    ('report.tables("x")', "report không có 'tables'", "có phải là 'table' hay 'trace'?"),
    ('report.frame("unit")', "report.frame, ô [2]", "có phải là 'units'?"),
    ("x = 1\nreport.frame(1)", "dòng 2: report.frame cần 'name' là chữ trong dấu nháy, không phải 1", "units, parts"),
    ("report.show()", "gọi report.show chưa đúng", "viết report.show(shown, caption=…, alt=…, source=…)"),
    ('report.fact("x", 5, units="count")', "gọi report.fact chưa đúng", "viết report.fact(key, value, label=…"),
    ('report.figure("standing", foo=1)', "gọi report.figure chưa đúng", 'viết report.figure("standing"); các tên có'),
    ("report.annex(5)", "report.annex cần 'title' là chữ trong dấu nháy, không phải 5", "viết report.annex(title)"),
    ("report[1]", "report[…] cần 'name' là chữ", "viết report[name]"),
    ("report()", "report không gọi bằng ngoặc tròn được", "facts, sentences, fact, show"),
    ('fact + "chữ"', "số liệu chỉ cộng, trừ, nhân, chia được", "muốn đặt giữa lời văn thì viết f"),
    ('fact["x"]', "số liệu không lấy phần nào bằng ngoặc vuông", "before, of, on"),
    ('fact.on("zz")', "không có mẫu số 'zz'", "population_2019"),
    ('report.frame("units").loc["zz"]', "bảng không có cột hay dòng nào là 'zz'", "các tên có: name, counted"),
    ('report.frame("units").shar', "bảng không có 'shar'", "có phải là 'share'"),
    ('report.frame("units").head(1).sort_values("shar")', "bảng không có cột hay dòng nào là 'shar'", "'share'"),
    ("report.frame('units').iloc[999]", "dòng, đếm từ 0", ".head(…)"),
    ("reprot.facts()", "chưa ô nào đã chạy đặt tên 'reprot'", "có phải là 'report'"),
    ("open_report()", "hàm này cần tên các biến của sổ", "viết report = open_report(globals())"),
]


@pytest.mark.parametrize(("code", "told", "way"), MISUSED)
def test_a_wrong_call_is_told_in_a_plain_sentence_with_its_line_and_what_to_write(
    report: Report, capsys: pytest.CaptureFixture[str], code: str, told: str, way: str
) -> None:
    shell = InteractiveShell(user_ns={"report": report, "fact": report["counted"], "open_report": dophu.open_report})
    DophuError.in_notebook = staticmethod(in_notebook)  # type: ignore[method-assign] # as open_report does
    tell_plainly(shell)
    shell.run_cell("first = 1", store_history=True)
    assert not shell.run_cell(code, store_history=True).success
    what, fix, *_ = capsys.readouterr().out.strip().split("\n")
    assert (told in what, way in fix) == (True, True)


@pytest.mark.parametrize("code", ["1 / 0", "{}['x']", "[][1]", "'a'.foo", "raise ValueError('own')"])
def test_what_is_not_of_this_package_stays_as_python_tells_it(
    report: Report, capsys: pytest.CaptureFixture[str], code: str
) -> None:
    shell = InteractiveShell(user_ns={"report": report})
    tell_plainly(shell)
    assert not shell.run_cell(code).success
    assert "Traceback" in capsys.readouterr().out
