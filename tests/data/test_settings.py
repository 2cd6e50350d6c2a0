from __future__ import annotations

import unicodedata

import pytest

from dophu.data.settings import parse_yaml, typed
from dophu.errors import DataError, UsageError
from dophu.world.campaigns import Campaign, Letterhead, Target
from tests.project import CAMPAIGN, FILES

WHERE = "params/x.yml"
TARGET = {"key": "half", "percent": "50", "measure": "installs", "from": "2020-08-07", "source": "S", "label": "dân số"}


@pytest.mark.parametrize("text", ["010", "20", "1.0", "2020-08-07", "1e3", "0x1F", "08:00"])
def test_plain_scalars_stay_text(text: str) -> None:
    assert parse_yaml(f"unit: {text}", WHERE) == {"unit": text}


@pytest.mark.parametrize(("text", "value"), [("null", None), ("~", None), ("", None), ("true", True), ("false", False)])
def test_null_true_and_false_are_themselves(text: str, value: object) -> None:
    assert parse_yaml(f"name: {text}", WHERE) == {"name": value}


def test_decomposed_letters_become_whole_ones() -> None:
    assert parse_yaml(unicodedata.normalize("NFD", "place: Lạng Sơn"), WHERE) == {"place": "Lạng Sơn"}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("unit: 1\nunit: 2", "the key 'unit' stands here twice"),
        ("document:\n  number: 1\n  number: 2", "the key 'number' stands here twice"),
        ("units:\n  - {a: 1, a: 2}", "the key 'a' stands here twice"),
        ("unit: [1", "line 1"),
        ("unit:\t1\n\tx: 2", "line 2"),
        ("unit: !!python/object/apply:os.getcwd []", "could not determine a constructor"),
        ("- 20", "not a list of 'key: value' lines"),
        ("", "not a list of 'key: value' lines"),
    ],
)
def test_wrong_yaml_is_refused_with_its_place(text: str, problem: str) -> None:
    with pytest.raises(DataError) as caught:
        parse_yaml(text, WHERE)
    assert caught.value.where == WHERE
    assert problem in caught.value.problem


@pytest.mark.parametrize(
    ("old", "new", "problem", "fix"),
    [
        (
            "title: ứng dụng",
            "titel: ứng dụng",
            "'title' is missing; line 2: unknown key 'titel'",
            "did you mean 'title'",
        ),
        ("noun: người", "nuon: người", "unknown key 'measures.installs.nuon'", "did you mean 'noun'"),
        ("percent: 50", "precent: 50", "unknown key 'targets.0.precent'", "did you mean 'percent'"),
        ("from: 2020-07-31", "form: 2020-07-31", "'targets.0.from' is missing", "did you mean 'from'"),
        ("symbol: BC-STN", "simbol: BC-STN", "unknown key 'documents.province.simbol'", "did you mean 'symbol'"),
        ("percent: 50", "percent: -5", "'targets.0.percent': Input should be greater than 0, not '-5'", "correct"),
        (
            "percent: 50",
            "percent: 5, count: 7",
            "a target is either a percent of a base, a value in",
            "correct",
        ),
        (
            "percent: 50, ",
            "",
            "a target is either a percent of a base, a value in",
            "correct",
        ),
        ("status: simulated", "status: test", "'status': Input should be 'real' or 'simulated', not 'test'", "correct"),
        ("main_measure: installs", "main_measure: users", "measure 'users' is not described under measures", ""),
    ],
)
def test_a_wrong_campaign_setting_is_refused_by_its_path(old: str, new: str, problem: str, fix: str) -> None:
    text = FILES[CAMPAIGN]
    assert old in text
    with pytest.raises(DataError) as caught:
        typed(Campaign, parse_yaml(text.replace(old, new, 1), CAMPAIGN), CAMPAIGN)
    assert problem in caught.value.problem
    assert fix in caught.value.fix
    assert "''" not in str(caught.value)


def test_every_wrong_setting_of_a_file_comes_in_one_error_of_the_kind_asked_for() -> None:
    content = {"place": "x", "symbol": 7, "recipents": []}
    with pytest.raises(UsageError) as caught:
        typed(Letterhead, content, WHERE, UsageError)
    parts = ("unknown key 'recipents'", "'issuing_body' is missing", "'symbol'", "'title' is missing")
    assert [part for part in parts if part not in caught.value.problem] == []


@pytest.mark.parametrize(
    ("scope", "unit", "day", "covered"),
    [
        ("all", "20", "2020-08-07", True),
        (["20", "22"], "20", "2020-08-07", True),
        (["22"], "20", "2020-08-07", False),
        ("all", "20", "2020-08-06", False),
    ],
)
def test_a_target_covers_its_units_from_its_first_day(scope: object, unit: str, day: str, covered: bool) -> None:
    target = typed(Target, TARGET | {"scope": scope}, WHERE)
    on = typed(Target, TARGET | {"from": day}, WHERE).start
    assert target.covers({unit}, on) is covered
