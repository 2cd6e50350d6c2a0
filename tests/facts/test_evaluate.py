"""Declared facts over the small project: values, formulas, sources and reasons follow from the declaration."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dophu.data.edition import open_edition, read_parameters
from dophu.data.project import Project
from dophu.errors import UsageError
from dophu.facts.catalogue import CONCEPTS
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.facts.formula import formula_in_words
from dophu.words import say
from tests.project import COUNTS, TOTALS, Draft, demo  # noqa: F401 - a fixture

ROOT = Path(__file__).parents[2]


def facts_of(root: Path = ROOT, **parameters: Any) -> Facts:
    edition = open_edition(Project.find(root), read_parameters(parameters, "test"))
    return Facts(edition.history, edition.unit, edition.period, edition.target)


def shown(facts: Facts, *asked: str) -> dict[str, str]:
    found = {concept: facts.ask(concept) for concept in asked}
    return {concept: fact.shown if isinstance(fact, Fact) else f"- {fact.reason}" for concept, fact in found.items()}


def test_the_letter_of_lang_son_is_told_by_the_catalogue() -> None:
    facts = facts_of(campaign="bluezone", period="2020-08-07", unit="20")
    assert shown(facts, "counted", "share", "gap", "needed", "missing", "published_rank") == {
        "counted": "63.438",
        "share": "8,12%",
        "gap": "41,88 điểm phần trăm",
        "needed": "390.828",
        "missing": "327.390",
        "published_rank": "thứ 8",
    }


def test_a_rounded_count_is_never_silent() -> None:
    facts = facts_of(campaign="bluezone", period="2021-05-24", unit="79")
    assert shown(facts, "counted", "share", "gap", "rank") == {
        "counted": "khoảng 2,83 triệu",
        "share": "31,4% đến 31,6%",
        "gap": "18,4 đến 18,6 điểm phần trăm",
        "rank": "thứ 6",
    }


def test_a_formula_names_its_operands_and_sources_follow_from_them() -> None:
    facts = facts_of(campaign="demo", period="2020-10-16", unit="20")
    gained, pace = facts.fact("gained"), facts.fact("pace")
    assert gained
    assert pace
    assert gained.formula == ["-", "counted@20", "counted@20/2020-10-14"]
    assert [fact.key for fact in gained.inputs] == gained.formula[1:]
    assert gained.sources == ("MOPHONG26", "MOPHONG25")
    assert formula_in_words(pace, facts) == "số còn thiếu / số ngày còn lại đến hạn, làm tròn lên"


def test_a_formula_calls_what_is_counted_as_the_label_does_that_it_links_to() -> None:
    facts = facts_of(campaign="demo", period="2020-10-16", unit="20")
    share, gained, known = (facts.fact(concept) for concept in ("share", "gained", "ranked"))
    assert share
    assert gained
    assert known
    word = share.inputs[0].label
    assert word == "số người/điện thoại cài đặt"
    assert formula_in_words(share, facts) == f"100 × {word} / mẫu số"
    assert formula_in_words(gained, facts) == f"{word} - {word}, 14/10/2020"


def test_what_is_missing_says_why_and_never_compares(project: Draft) -> None:
    facts = facts_of(project.root, campaign="demo", period="2020-07-31", unit="20")
    gained = facts.ask("gained")
    assert not gained
    assert gained.reason == "chưa có kỳ nào so sánh được"  # type: ignore[union-attr] # it is Missing
    with pytest.raises(UsageError, match="not known in this edition"):
        gained > 0  # noqa: B015 - the comparison itself is refused


def test_a_comparison_that_is_open_is_refused(project: Draft) -> None:
    project.write(COUNTS, project.read(*COUNTS.split("/")).replace("80000,1,", "390000,10000,"))
    (project.root / TOTALS).unlink()
    share = facts_of(project.root, campaign="demo", period="2020-08-07", unit="20").fact("share")
    assert share
    with pytest.raises(UsageError, match="is open"):
        share < 50  # noqa: B015 - the comparison itself is refused
    with pytest.raises(UsageError, match="does not compare"):
        assert share == "50%"


def test_every_concept_has_its_label_in_the_word_files() -> None:
    assert [say(f"fact.{name}") for name in CONCEPTS if not say(f"fact.{name}")] == []


def test_a_related_fact_is_the_same_concept_of_another_subject() -> None:
    share = facts_of(campaign="demo", period="2020-10-16", unit="20").fact("share")
    assert share
    assert [related.key for related in (share.before, share.of("27"))] == ["share@20/2020-10-14", "share@27"]
