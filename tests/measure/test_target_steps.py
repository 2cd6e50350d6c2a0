"""Targets that change: the step in force is judged, a withdrawn one is no more, and a change since the last is said."""

from __future__ import annotations

import pytest

from dophu.errors import DataError
from dophu.publish.gates import check
from tests.parts import give_letterheads
from tests.project import CAMPAIGN, Draft, demo  # noqa: F401 - a fixture
from tests.telling import open_report, tell
from tests.test_everywhere import prose
from tests.told import facts_of, shown

AIM = "percent: 50, measure: installs, base: population_2019, from: 2020-07-31"
STEPS = f"{AIM}, by: 2020-12-31, steps: [{{by: 2020-08-03, percent: 5}}, {{by: 2020-08-31, percent: 12.5}}]"


def letter(project: Draft) -> str:
    document = tell(open_report(project.root, campaign="demo", period="2020-08-07", unit="20"))
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
    said = "Mục tiêu 5% của kỳ so sánh (ngày 31/7/2020) đã được thay bằng mục tiêu 12,5% dân số."
    assert said in letter(project)


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
