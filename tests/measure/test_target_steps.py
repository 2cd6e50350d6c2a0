"""Targets that change: the step in force is judged, a withdrawn one is no more, and a change since the last is said."""

from __future__ import annotations

from typing import Any, cast

import pytest

from dophu.errors import DataError
from dophu.facts.evaluate import Facts
from dophu.publish.gates import check
from dophu.tell.sentences.limits import target_task_sentence
from dophu.tell.sentences.progress import deadline_sentence
from dophu.tell.sentences.target import target_change_sentence
from tests.courses import follow
from tests.parts import give_letterheads
from tests.project import CAMPAIGN, Draft, demo  # noqa: F401 - a fixture
from tests.tell.sentences.cases import Case
from tests.telling import open_report, tell
from tests.test_everywhere import prose
from tests.told import facts_of, shown

AIM = "percent: 50, measure: installs, base: population_2019, from: 2020-07-31"
STEPS = f"{AIM}, by: 2020-12-31, steps: [{{by: 2020-08-03, percent: 5}}, {{by: 2020-08-31, percent: 12.5}}]"


def letter(project: Draft, period: str = "2020-08-07") -> str:
    document = tell(open_report(project.root, campaign="demo", period=period, unit="20"))
    check(document)
    return prose(document)


@pytest.mark.parametrize(
    ("period", "target", "by"), [("2020-07-31", "5%", "03/8/2020"), ("2020-08-07", "12,5%", "31/8/2020")]
)
def test_the_step_in_force_is_judged(project: Draft, period: str, target: str, by: str) -> None:
    project.change(CAMPAIGN, AIM, STEPS)
    assert shown(facts_of(project.edition(period=period)), "target", "target_by") == [target, by]


def test_after_the_last_step_the_target_itself_is(project: Draft) -> None:
    project.change(CAMPAIGN, AIM, STEPS.replace("2020-08-31", "2020-08-06"))
    facts = facts_of(project.edition())
    assert shown(facts, "target", "target_by", "former_target") == ["50%", "31/12/2020", "5%"]


def test_a_step_asked_for_by_its_targets_key_is_taken_too(project: Draft) -> None:
    project.change(CAMPAIGN, AIM, STEPS)
    assert shown(facts_of(project.edition(target="half")), "target") == ["12,5%"]


def test_a_letter_says_that_the_target_is_another_than_last_time(project: Draft) -> None:
    project.change(CAMPAIGN, AIM, STEPS)
    said = "Mục tiêu 5% của kỳ so sánh (ngày 31/7/2020) đã được thay bằng mục tiêu 12,5% dân số; tại kỳ ấy "
    assert said in letter(project)


@pytest.mark.parametrize(
    ("gap", "ended"),
    [
        (2, "; tại kỳ ấy chưa đạt, còn thiếu 2,00 điểm phần trăm."),
        (-3, "; tại kỳ ấy đã đạt, cao hơn 3,00 điểm phần trăm."),
        (0, "; tại kỳ ấy vừa đạt."),
        ((-1, 1), "số người/điện thoại."),
    ],
)
def test_a_target_that_is_over_says_how_it_ended(gap: Any, ended: str) -> None:
    case = Case(former_target=40, target=50, as_of__before="2020-08-05", gap__before=gap)
    assert str(target_change_sentence(cast(Facts, case))).endswith(ended)


NEXT = "mục tiêu tiếp theo là 12,5% dân số, thời hạn 31/8/2020."
COUNTS = AIM.replace("percent: 50", "count: 90000").replace(", base: population_2019", "")


@pytest.mark.parametrize(
    ("counted", "aim", "task"),
    [
        (30_000, STEPS, f"Thời hạn 03/8/2020 của mục tiêu 5% dân số đã qua, còn thiếu 9.083 người; {NEXT}"),
        (50_000, STEPS, f"Duy trì kết quả so với mục tiêu 5% dân số; {NEXT}"),
        (
            30_000,
            f"{AIM}, steps: [{{by: 2020-08-03, percent: 5}}]",
            "của mục tiêu 5% dân số đã qua, còn thiếu 9.083 người; mục tiêu tiếp theo là 50% dân số.",
        ),
        (
            30_000,
            f"{COUNTS}, by: 2020-12-31, steps: [{{by: 2020-08-03, count: 40000}}]",
            "đã qua, còn thiếu 10.000 người; mục tiêu tiếp theo là 90.000 người, thời hạn 31/12/2020.",
        ),
        (30_000, f"{AIM}, by: 2020-08-03", "đã qua; đề nghị quy định thời hạn mới để bù đủ"),
        (30_000, f"{STEPS}, to: 2020-08-03", "đã qua; đề nghị quy định thời hạn mới để bù đủ"),
    ],
)
def test_a_step_whose_day_is_over_is_told_with_the_next_and_not_with_a_new_day(
    project: Draft, counted: int, aim: str, task: str
) -> None:
    project.change(CAMPAIGN, AIM, aim)
    follow(project, {"2020-07-31": {"20": 20_000}, "2020-08-03": {"20": counted}})
    facts = facts_of(project.edition(period="2020-08-03"))
    assert task in str(target_task_sentence(facts)).replace("người/điện thoại", "người")
    assert task in letter(project, "2020-08-03").replace("người/điện thoại", "người")


def test_the_report_of_progress_names_the_next_step_too(project: Draft) -> None:
    project.change(CAMPAIGN, AIM, STEPS)
    follow(project, {"2020-07-31": {"20": 20_000}, "2020-08-03": {"20": 30_000}})
    said = str(deadline_sentence(facts_of(project.edition(period="2020-08-03"))))
    assert said.startswith("Hạn 03/8/2020 của mục tiêu 5% dân số đã qua; còn thiếu 9.083 ")
    assert said.endswith(NEXT)


def test_a_target_that_stays_is_not_told_again(project: Draft) -> None:
    assert "kỳ so sánh" not in letter(project).split("Ghi chú:")[0]


def test_a_withdrawn_target_is_no_more_and_its_end_is_said(project: Draft) -> None:
    project.change(CAMPAIGN, AIM, f"{AIM}, to: 2020-08-05")
    facts = facts_of(project.edition())
    assert not facts.get("target")
    assert "Mục tiêu 50% của kỳ so sánh (ngày 31/7/2020) không còn áp dụng." in letter(project)


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        (", to: 2020-07-01", "is withdrawn before it holds from 2020-07-31"),
        (", steps: [{by: 2020-08-09, percent: 9}, {by: 2020-08-03, percent: 5}]", "are not in order"),
        (", by: 2020-08-30, steps: [{by: 2020-09-09, percent: 9}]", "are not in order"),
        (", steps: [{by: 2020-08-09, count: 9}]", "are not of its kind"),
        (", steps: [{by: 2020-08-09}]", "are not of its kind"),
    ],
)
def test_what_no_target_could_be_is_refused_with_its_line(project: Draft, more: str, problem: str) -> None:
    give_letterheads(project)
    project.change(CAMPAIGN, AIM, f"{AIM}{more}")
    with pytest.raises(DataError, match=rf"line 9: .*{problem}"):
        project.history()
