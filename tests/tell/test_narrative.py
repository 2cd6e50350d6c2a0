from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from dophu.errors import UsageError
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact, Missing, Value
from dophu.facts.interval import Interval
from dophu.facts.printing import Unit
from dophu.tell.blocks import Block, Heading, List, Paragraph, Run
from dophu.tell.names import activity_fact
from dophu.tell.narrative import Narrator
from dophu.wording import Moment
from dophu.words.word import Word
from tests.telling import open_report
from tests.told import facts_of


def exactly(value: int | str) -> Interval:
    return Interval.exactly(Fraction(value))


FACTS: dict[str, tuple[Value, Unit]] = {
    "counted": (exactly(63438), "count"),
    "rate": (exactly("8.1159"), "percent"),
    "target": (exactly(50), "percent"),
    "gap": (exactly("41.8841"), "points"),
    "rank": (exactly(8), "rank"),
    "as_of": (Moment.parse("2020-08-07T08:00"), "moment"),
    "signed": (date(2020, 8, 4), "date"),
    "hours": (exactly(36), "hours"),
    "symbol": ("95/CV-BCĐ", "text"),
    "title": ("về phòng, chống dịch", "text"),
    "fewer": (exactly(-12), "count"),
    "same": (exactly(0), "count"),
    "wrong_side": (exactly(-3), "points"),
    "reached": (exactly(50), "percent"),
    "passed": (exactly(51), "percent"),
    "near": (exactly(26), "percent"),
    "about": (Interval(Fraction("49.9"), Fraction("50.1")), "percent"),
    "unsure": (Interval(Fraction(-1), Fraction(2)), "points"),
}
HOSTILE = ["*b*", "<script>", "{{ 7*7 }}", "{% if %}", "[x](javascript:y)", "## x", "`x`", "\ue0000\ue001", "a\n\n- b"]


@cache
def lang_son() -> Facts:
    return facts_of(campaign="bluezone", period="2020-08-07", unit="20")


@pytest.fixture
def narrator() -> Narrator:
    facts = facts_of(campaign="bluezone", period="2020-08-07", unit="20")
    told = {key: Fact(key, facts.own, key, key, unit, value) for key, (value, unit) in FACTS.items()}
    pace = Missing("pace", "Số cần thêm mỗi ngày", "no_deadline")
    words = {"noun": Word("người"), "channels": ["Zalo", "SMS"], "hostile": "", "flag": True}
    return Narrator(facts, {"pace": pace} | told | words)


def given(narrator: Narrator) -> list[Fact]:
    facts = narrator.facts
    assert isinstance(facts, Facts)
    return [fact for fact in facts.asked.values() if fact.status == "given"]


def lines(blocks: list[Block]) -> Iterator[list[Run]]:
    for block in blocks:
        if isinstance(block, Paragraph | Heading):
            yield block.runs
        elif isinstance(block, List):
            yield from (item.runs for item in block.items)


def told(narrator: Narrator, source: str) -> str:
    return "\n".join("".join(run.text for run in runs) for runs in lines(narrator.tell(source, "cell [3]")))


def refused(narrator: Narrator, source: str) -> UsageError:
    with pytest.raises(UsageError) as caught:
        narrator.tell(source, "cell [3]")
    return caught.value


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ counted | count }} {{ noun }}", "63.438 người"),
        ("{{ rate | percent }}", "8,12%"),
        ("{{ gap | points }}", "41,88 điểm phần trăm"),
        ("{{ rank | rank }}", "thứ 8"),
        ("{{ as_of | moment }}", "08h00 ngày 07/8/2020"),
        ("{{ as_of | date }}, {{ signed | date }}", "07/8/2020, 04/8/2020"),
        ("{{ as_of | day }}, {{ signed | day }}", "07/8, 04/8"),
        ("{{ hours | hours }}", "01 ngày 12 giờ"),
        ("{{ symbol | text }} {{ title }}", "95/CV-BCĐ về phòng, chống dịch"),
        ("{{ counted }}", "63.438"),
        ("{{ channels | joined }}", "Zalo và SMS"),
        ("{{ counted | words }}", "sáu mươi ba nghìn bốn trăm ba mươi tám"),
        ("{{ counted | words | capitalised }}", "Sáu mươi ba nghìn bốn trăm ba mươi tám"),
        ("{{ noun | capitalised }}", "Người"),
        ("{% if pace %}{{ pace | count }}{% else %}chưa có{% endif %}", "chưa có"),
        ("{% if gap > 0 %}thiếu{% endif %}", "thiếu"),
    ],
)
def test_a_filter_shows_a_fact_in_its_own_unit(narrator: Narrator, source: str, text: str) -> None:
    assert told(narrator, source) == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ counted | change }}", "tăng 63.438"),
        ("{{ fewer | change }}", "giảm 12"),
        ("{{ same | change }}", "không thay đổi"),
        ("{{ gap | beside }}", "cao hơn 41,88 điểm phần trăm"),
        ("{{ wrong_side | beside }}", "thấp hơn 3,00 điểm phần trăm"),
        ("{{ rate | against(target) }}", "chưa bằng một nửa mục tiêu"),
        ("{{ near | against(target) }}", "chưa đạt mục tiêu"),
        ("{{ reached | against(target) }}", "đã đạt mục tiêu"),
        ("{{ passed | against(target) }}", "đã vượt mục tiêu"),
        ("{{ unsure | change }}", "chưa rõ tăng hay giảm (-1 đến 2 điểm phần trăm)"),
    ],
)
def test_the_data_choose_the_word_that_claims(narrator: Narrator, source: str, text: str) -> None:
    assert told(narrator, source) == text


def test_every_number_that_prints_leads_to_its_fact(narrator: Narrator) -> None:
    (block,) = narrator.tell("Có **{{ counted | count }}**, đạt {{ rate | percent }}.", "cell [3]")
    assert isinstance(block, Paragraph)
    assert [(run.text, run.fact) for run in block.runs if run.fact] == [("63.438", "counted"), ("8,12%", "rate")]


@pytest.mark.parametrize(
    ("source", "problem", "fix"),
    [
        ("{{ countd }}", "unknown name(s): countd", "'countd': did you mean 'counted' or 'noun'"),
        ("{% if rat %}x{% endif %}", "unknown name(s): rat", "'rate'"),
        ("{{ zzz }} {{ yyy }}", "unknown name(s): yyy, zzz", "'yyy': known: about, "),
        ("{{ about | against(target) }}", "reaches 50,00% is open", "write {{ target_sentence }}"),
        (
            "{% if about >= target %}đã đạt{% endif %}",
            "is open: it is not known exactly enough",
            "begin the line with '? '",
        ),
        ("{% if pace is none %}x{% else %}đã tăng{% endif %}", "'pace' is not known", "ask {% if pace %} first"),
        ("{% if rate is number %}x{% else %}đã đạt{% endif %}", "'rate' is a fact, and no plain value", "report["),
        ("{% if gap.sign == '+' %}x{% else %}đã đạt{% endif %}", "'gap.sign' is no fact any more", "{% if gap > "),
        ("{% if target - rate == 0 %}x{% else %}đã vượt{% endif %}", "does not compare", "report.fact("),
        ("{% if pace > 0 %}x{% else %}đã đạt{% endif %}", "'pace' is not known", "ask {% if pace %} first"),
        ("{% if not pace > 0 %}đã vượt{% endif %}", "'pace' is not known", "ask {% if pace %} first"),
        ("{% if pace != 0 %}chưa đạt{% endif %}", "'pace' is not known", "ask {% if pace %} first"),
        ("{% if rate == '8,12%' %}x{% endif %}", "does not compare with '8,12%'", "of the same kind"),
        (
            "{{ pace | count }}",
            "'pace' is not known in this edition: mục tiêu không nêu hạn",
            "begin its line with '? '",
        ),
        ("{{ pace }}", "'pace' is not known in this edition", "begin its line with '? '"),
        ("{{ counted | percent }}", "'counted' is a count, not a percent", "write {{ … | count }}"),
        ("{{ counted | date }}", "'counted' is a count, not a date", "write {{ … | count }}"),
        ("{{ rate | change }}", "'rate' is a percent, not a count", "write {{ … | percent }}"),
        ("{{ rate | against(gap) }}", "'gap' is a points, not a percent", "write {{ … | points }}"),
        ("{{ noun | date }}", "'người' is no fact, not a date", "name a fact"),
        ("{{ 5 | count }}", "'5' is no fact, not a count", "name a fact"),
        ("{{ 63438 }}", "'63438' is not a fact", 'write {{ 63438 | given("…") }}'),
        ("{{ counted.value }}", "'counted.value' is no fact any more", "write {{ counted | count }}"),
        ("{{ counted.shown }}", "'counted.shown' is no fact any more", "write {{ counted | count }}"),
        ("{{ counted['shown'] }}", "'counted.shown' is no fact any more", "write {{ counted | count }}"),
        ("{{ 'Zalo' | joined }}", "'Zalo' is one text, not a list of names", "join a list"),
        ("{{ 99 | given('') }}", "99 is given without its source", "write {{ 12 | given("),
        ("{{ 99 | given(' ') }}", "99 is given without its source", "write {{ 12 | given("),
        ("{{ 99 | given('…\u200b') }}", "99 is given without its source", "write {{ 12 | given("),
        ("{{ 'nhiều người' | given('S') }}", "'nhiều người' does not hold one number", '"65,5%"'),
        ("{{ 'từ 2 đến 3' | given('S') }}", "does not hold one number", '"65,5%"'),
        ("{{ 'dẫn đầu' | claimed }}", "'dẫn đầu' is claimed without saying by whom and why", "claimed(by="),
        ("{{ 'dẫn đầu' | claimed(by='Sở') }}", "without saying by whom and why", "claimed(by="),
        ("{{ 'đạt 99%' | claimed(by='Sở', reason='r') }}", "'đạt 99%' holds the number 99%", "as a fact beside"),
        ("{{ 5 | claimed(by='Sở', reason='r') }}", "'5' is no claim in words", "claimed(by="),
        ("{{ 7 * 7 }}", "'49' is not a fact", 'write {{ 7 * 7 | given("…") }}'),
        ("{{ none }}", "'None' is not a fact", "begin its line with '? '"),
        ("{{ flag }}", "'True' is not a fact", "print a fact"),
        ("{{ counted + 1 }}", "what is computed of facts is no fact", "name it in a cell before: report.fact("),
        ("{{ counted + '1' }}", "facts are added, subtracted", "to put it among words write"),
        ("{% if counted + '1' %}a{% endif %}", "facts are added, subtracted", "to put it among words write"),
        ("{{ [counted] }}", "several facts do not print at once", "for row in documents"),
        ("{{ counted | count(3) }}", "'| count' does not take what", "write {{ … | count }}"),
        ("{{ 1 / 0 }}", "division by zero", "correct the template"),
        ("{{ counted.foo }}", "has no attribute 'foo'", "write {{ name }}"),
        ("{{ noun ~ 'x' }}", "cannot be read", "write {{ name }}"),
        ("{{ noun.replace('a', 'b') }}", "calls what prose may not", "write {{ name }}"),
        ("{{ counted | given('S') | count }}", "is not a number", "write {{ 12 | given("),
        ("{{ 5 | given }}", "'| given' does not take what", "write {{ … | given(source) }}"),
        ("\ue0000\ue001", "the prose holds a private-use character", "delete it"),
        ("<b>{{ counted }}</b>", "inline html has no place in a letter: <b>", "use headings"),
    ],
)
def test_an_error_names_the_cell_the_fault_and_the_way_out(
    narrator: Narrator, source: str, problem: str, fix: str
) -> None:
    error = refused(narrator, source)
    assert error.where.startswith("cell [3]")
    assert problem in error.problem
    assert fix in error.fix


@pytest.mark.parametrize(
    ("source", "line", "problem"),
    [
        ("a\n{% if counted %}\nb", 3, "endif"),
        ("a\n{{ counted", 2, "'{{' has no end"),
        ("a\nb\n{{ counted | cout }}", 3, "No filter named 'cout'"),
        ("{% endfor %}", 1, "unknown tag 'endfor'"),
    ],
)
def test_a_syntax_error_names_its_line(narrator: Narrator, source: str, line: int, problem: str) -> None:
    error = refused(narrator, source)
    assert error.where == f"cell [3], line {line}"
    assert problem in error.problem


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("a\n\n{{ counted }} và\n{{ conted }}", 5),
        ("a\n{{ noun }}\nvà {{ counted | percent }}", 4),
        ("{{ noun }}\n{% if pace %}{{ pace | count }}{% endif %}\n{{ pace | count }}", 4),
        ("{{ noun }}\n{% if noun %}\nb\n{{ 1 / 0 }}\n{% endif %}", 5),
        ("{{ noun }}\n{{ counted | cout }}", 3),
        ("{{ noun }}\n{{ pace }}", 3),
    ],
)
def test_an_error_names_the_line_as_its_author_sees_it_numbered(narrator: Narrator, source: str, line: int) -> None:
    with pytest.raises(UsageError) as caught:
        narrator.tell(source, "cell [3]", above=1)
    assert caught.value.where == f"cell [3], line {line}"


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__ }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ counted.__init__.__globals__ }}",
        "{{ channels.append('x') }}",
        "{{ '{0.__class__}'.format(noun) }}",
        "{{ self._TemplateReference__context }}",
        "{{ range(100000000) | joined }}",
        "{% include 'a' %}",
    ],
)
def test_a_template_cannot_reach_the_machinery(narrator: Narrator, source: str) -> None:
    assert refused(narrator, source).where.startswith("cell [3]")


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("source", ["{{ hostile }}", "**{{ hostile }}**", "## {{ hostile }}", "- {{ hostile }}"])
def test_data_print_as_they_stand(narrator: Narrator, value: str, source: str) -> None:
    narrator.names["hostile"] = Word(value)
    (run,) = next(lines(narrator.tell(source, "cell [3]")))
    assert (run.text, run.data, run.link) == (value, True, None)


def test_a_number_typed_with_its_source_enters_the_ledger_as_given(narrator: Narrator) -> None:
    assert told(narrator, "{{ 12000 | given('Công văn 95') | count }} và {{ 3 | given('S') }}") == "12.000 và 03"
    first, second = given(narrator)
    assert [first.amount, first.sources] == [12000, ("Công văn 95",)]
    assert [second.amount, second.sources] == [3, ("S",)]
    assert first.key != second.key


@pytest.mark.parametrize(
    ("source", "text", "unit"),
    [
        ("{{ 12.5 | given('S') }}", "12,5", "text"),
        ("{{ '65,5%' | given('S') | percent }}", "65,5%", "percent"),
        ("{{ '60%' | given('S') }}", "60%", "percent"),
        ("{{ '12' | given('S') | count }}", "12", "count"),
        ("{{ 'hơn 3 triệu' | given('S') }}", "hơn 3 triệu", "text"),
        ("{{ 'bảy vạn người' | given('S') }}", "bảy vạn người", "text"),
    ],
)
def test_decimals_shares_and_words_are_given_with_a_source_too(
    narrator: Narrator, source: str, text: str, unit: str
) -> None:
    (block,) = narrator.tell(source, "cell [3]")
    assert isinstance(block, Paragraph)
    assert [(run.text, run.fact) for run in block.runs] == [(text, "given:1")]
    assert [fact.unit for fact in given(narrator)] == [unit]


def test_a_claim_that_its_author_takes_on_stands_in_the_ledger_with_name_and_reason(narrator: Narrator) -> None:
    source = "Tỉnh {{ 'dẫn đầu cả nước' | claimed(by='Ban Chỉ đạo', reason='theo hội nghị') }}"
    assert told(narrator, f"{source}. {source}.").count("dẫn đầu cả nước") == 2
    (fact,) = given(narrator)
    assert (fact.key, fact.value) == ("claimed:1", "dẫn đầu cả nước")
    assert (fact.sources, fact.method) == (("Ban Chỉ đạo",), "theo hội nghị")


@pytest.mark.parametrize(
    "source",
    [
        "{{ 'đạt 99,9%' | capitalised }}",
        "{{ ['99,9%', 'x'] | joined }}",
        "{{ ['99,9%'] | joined | capitalised }}",
        "{{ [noun, '99,9%'] | joined }}",
        "{% if noun %}{{ noun ~ ' 99,9%' }}{% endif %}",
        "{% if noun %}{{ noun.replace('người', '99,9%') }}{% endif %}",
        "{{ counted.label }}",
        "{% set x = '99,9%' %}{{ x }}",
    ],
)
def test_no_filter_makes_data_of_what_was_typed(narrator: Narrator, source: str) -> None:
    (block,) = narrator.tell(source, "cell [3]")
    assert isinstance(block, Paragraph)
    assert not any(run.data or run.fact for run in block.runs)


@pytest.mark.parametrize(
    "source", ["{{ noun | capitalised }}", "{{ [noun, noun] | joined }}", "{{ [symbol] | joined }}"]
)
def test_words_of_the_data_stay_the_datas(narrator: Narrator, source: str) -> None:
    (run,) = next(lines(narrator.tell(source, "cell [3]")))
    assert run.data


def test_a_number_typed_in_an_untaken_branch_is_not_given(narrator: Narrator) -> None:
    narrator.tell("{% if pace %}{{ 5 | given('S') | count }}{% endif %}", "cell [3]")
    assert given(narrator) == []


def test_untaken_branches_leave_a_list_whole(narrator: Narrator) -> None:
    source = "- một\n{% if pace %}\n- hai\n{% endif %}\n\n\n{% if gap %}\n- ba\n{% endif %}"
    (points,) = narrator.tell(source, "cell [3]")
    assert isinstance(points, List)
    assert [item.runs[0].text for item in points.items] == ["một", "ba"]


def test_a_cell_whose_branches_are_all_untaken_tells_nothing(narrator: Narrator) -> None:
    assert narrator.tell("{% if pace %}\n## Tiến độ\n\nMỗi ngày {{ pace | count }}\n{% endif %}", "cell [3]") == []


@pytest.fixture(scope="module")
def report() -> Any:
    return open_report(campaign="bluezone", period="2020-08-07", unit="20")


@pytest.mark.parametrize(
    ("source", "problem", "fix"),
    [
        ("{{ press.agencis | count }}", "no 'agencis' in press", "did you mean 'agencies'?"),
        ("{{ fanpages[0].likes | count }}", "no 'likes' in fanpages.1", "known: followers, name"),
        ("{{ documents[0].about | text }}", "'documents.1.about' is not known", "begin its line with '? '"),
        ("{{ documents[9].kind | text }}", "has no element 9", "begin its line with '? '"),
    ],
)
def test_what_an_office_did_is_asked_for_by_the_campaigns_names(
    report: Any, source: str, problem: str, fix: str
) -> None:
    with pytest.raises(UsageError) as caught:
        report.narrative(source, "cell [3]")
    assert problem in caught.value.problem
    assert fix in caught.value.fix


def test_what_an_office_did_prints_with_the_words_that_make_it_true(report: Any) -> None:
    shown = report.narrative(
        "{{ press.items | count }}, {{ press.agencies | count }}, {{ messages.channels | joined }}"
    )
    assert "".join(run.text for run in shown.blocks[0].runs) == "hơn 70, gần 20, Zalo, SMS và Facebook"


@pytest.mark.parametrize(
    ("value", "shown", "unit", "status"),
    [
        ({"value": 97.5, "unit": "percent"}, "97,5%", "percent", "published"),
        ({"value": 64, "unit": "percent"}, "64%", "percent", "published"),
        ({"value": "Đã cấp 05 máy", "source": "Sổ cấp phát"}, "Đã cấp 05 máy", "text", "given"),
        ("triển khai đợt 1", "triển khai đợt 1", "text", "published"),
    ],
)
def test_an_activity_may_be_a_decimal_share_or_given_by_its_own_source(
    value: Any, shown: str, unit: str, status: str
) -> None:
    fact = activity_fact(value, "proposals.1", "đề xuất", lang_son(), "S")
    assert (fact.shown, fact.unit, fact.status) == (shown, unit, status)
    assert fact.sources == (("Sổ cấp phát",) if status == "given" else ("S",))


def test_an_activity_with_an_empty_source_is_refused() -> None:
    with pytest.raises(UsageError, match="is given without its source"):
        activity_fact({"value": "Đã cấp 05 máy", "source": " "}, "proposals.1", "đề xuất", lang_son(), "S")
