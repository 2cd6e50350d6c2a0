from __future__ import annotations

import ast
import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from dophu.proof import printed, recompute
from dophu.proof.check import problems
from tests.proof.ledgers import FACTS, LISTS, PEERS, Ledger, changed, computed, fact, good

COMPUTED = list(computed())
SIBLINGS = [
    *(("+", "-", "*", "/"), ("ceil", "floor"), ("hours", "days_left"), ("rank", "rank_up")),
    *(
        ("count_at_least", "count_below"),
        ("count_at_most", "count_above"),
        ("sum", "sum_positive", "count", "max", "min", "median"),
    ),
]
# Expressions that give the same by hand: no one can tell them apart from the value.
SAME: list[Any] = [
    ["rank_up", "share@79", PEERS],  # in the middle of five, as open above as below
    ["rank", "share@30", PEERS],
    *(["count_at_least", ["list", name], 32] for name in ("share:three", "counted:units", "missing:units")),
    ["count_at_least", PEERS, 33],
    ["count_below", ["list", "share:closed"], 32],
    ["count_below", PEERS, 33],
    *(["count_at_most", ["list", name], "share@20"] for name in ("share:closed", "share:three", "share:two")),
    ["count_at_most", ["list", "missing:units"], "share@20"],  # one of them is below nought
    ["count_above", ["list", "counted:units"], "share@20"],  # as many counts as shares
    ["-", ["max", ["list", "share:closed"]], ["min", ["list", "share:two"]]],  # the least is in both
    ["sum_positive", ["list", "counted:units"]],  # all are
    ["days_left", "as_of@20/S", "target_by@20"],  # itself
    ["hours", "as_of@20", "as_of@20/S"],
]


def told(ledger: Ledger) -> set[str]:
    return {key for key, _ in recompute.recompute(ledger)}


def variants(of: Any) -> list[Any]:
    """Every expression that differs in one operator or one operand."""
    if isinstance(of, int):
        return [of + 1]
    if isinstance(of, str):
        return ["as_of@20/S" if "value" in FACTS[of] else "counted@79" if of != "counted@79" else "counted@20"]
    operator, *arguments = of
    if operator == "list":
        return [["list", name] for name in LISTS if name != arguments[0]]
    others = next((group for group in SIBLINGS if operator in group), ())
    found: list[Any] = [[other, *arguments] for other in others if other != operator]
    for place, argument in enumerate(arguments):
        found += [[operator, *arguments[:place], other, *arguments[place + 1 :]] for other in variants(argument)]
    return found


def test_a_good_ledger_is_what_it_says() -> None:
    assert problems(good()) == []
    assert len(COMPUTED) > 20
    named = {word for key in COMPUTED for word in str(FACTS[key]["of"]).split("'")}
    assert named >= recompute.OPERATORS.keys() - {"+"} | recompute.FOLDS.keys() | {"rank", "rank_up"}


@pytest.mark.parametrize("key", COMPUTED)
@pytest.mark.parametrize("end", ["low", "high"])
@pytest.mark.parametrize("by", [1, Fraction(1, 10**12), -1])
def test_a_changed_bound_is_found(key: str, end: str, by: Fraction) -> None:
    assert key in told(changed(key, **{end: str(Fraction(FACTS[key][end]) + by)}))


@pytest.mark.parametrize("key", COMPUTED)
def test_a_changed_openness_is_found(key: str) -> None:
    own = FACTS[key].get("open")
    for side in {None, "low", "high", "both"} - {own}:
        assert key in told(changed(key, open=side))


@pytest.mark.parametrize("key", COMPUTED)
def test_a_changed_operator_or_operand_is_found(key: str) -> None:
    unseen = [of for of in variants(FACTS[key]["of"]) if key not in told(changed(key, of=of))]
    assert [of for of in unseen if of not in SAME] == []


@pytest.mark.parametrize("key", [key for key in FACTS if key not in COMPUTED])
def test_a_changed_figure_of_a_source_is_found_by_what_rests_on_it_or_by_its_text(key: str) -> None:
    one = FACTS[key]
    other = {"value": one["value"].replace("2", "1")} if "value" in one else {"high": str(Fraction(one["high"]) + 1)}
    ledger = changed(key, **other) if "value" in one or one.get("open") else changed(key, low=other["high"], **other)
    assert problems(ledger)


@pytest.mark.parametrize(
    ("one", "other"), [("counted@20", "counted@27"), ("share@20", "share@79"), ("base@20", "base@27")]
)
def test_swapped_keys_are_found(one: str, other: str) -> None:
    ledger = good()
    facts = ledger["facts"]
    facts[one], facts[other] = facts[other], facts[one]
    assert told(ledger)


@pytest.mark.parametrize("name", LISTS)
def test_a_changed_list_is_found(name: str) -> None:
    replaced = [] if name == "as_of:units" else [[*LISTS[name][:-1], "base@79"]]  # of a count any member is as good
    for members in (LISTS[name][1:], [*LISTS[name], "base@20"], *replaced):
        ledger = good()
        ledger["lists"][name] = members
        assert told(ledger)


@pytest.mark.parametrize(
    ("of", "value"),
    [
        (["+", "a", "b"], ("5", "9", "high")),
        (["-", "a", "b"], ("-5", "-1", "low")),
        (["-", "b", "a"], ("1", "5", "high")),
        (["*", -2, "b"], ("-12", "-8", "low")),
        (["/", "a", "b"], ("1/6", "3/4", "low")),
        (["/", ["-", 0, "a"], "b"], ("-3/4", "-1/6", "high")),
        (["half_up", ["/", -5, 2]], ("-3", "-3", "")),
        (["half_up", ["/", 5, 2]], ("3", "3", "")),
        (["rank", "b", ["list", "two"]], ("1", "1", "")),
        (["rank", "a", ["list", "two"]], ("2", "2", "")),
        (["rank_up", "a", ["list", "two"]], ("1", "1", "")),
        (["rank", "four", ["list", "four"]], ("1", "2", "")),
        (["rank", "four", ["list", "same"]], ("1", "1", "")),
        (["count_at_least", ["list", "two"], 4], ("1", "1", "")),
        (["count_below", ["list", "two"], 4], ("1", "1", "")),
        (["count_below", ["list", "two"], 7], ("1", "1", "")),
        (["sum", ["list", "none"]], ("0", "0", "")),
        (["sum_positive", ["list", "signs"]], ("4", "5", "")),
        (["median", ["list", "signs"]], ("-1", "1", "")),
        (["/", "four", 32], ("0.125", "1/8", "")),
        ("a", ("1", "3", "")),
    ],
)
def test_intervals_are_computed_as_by_hand(of: Any, value: tuple[str, str, str]) -> None:
    leaves = {
        "a": fact("a", "count", "", "1", "3"),
        "b": fact("b", "count", "", "4", "6", open="high"),
        "four": fact("four", "count", "", "4"),
        "equal": fact("equal", "count", "", "4"),
        "minus": fact("minus", "count", "", "-9"),
        "either": fact("either", "count", "", "-1", "1"),
    }
    lists = {
        **{"two": ["a", "b"], "four": ["four", "b"], "same": ["four", "equal"], "none": []},
        "signs": ["minus", "either", "four"],
    }
    low, high, opened = value
    leaves["x"] = fact("x", "count", "", low, high, of=of, **({"open": opened} if opened else {}))
    assert recompute.recompute({"facts": leaves, "lists": lists}) == []


def test_a_wrong_figure_of_a_source_is_told_at_what_rests_on_it_and_on_that() -> None:
    assert told(changed("base@27", low="33801", high="33801")) == {"share@27", "gap@27"}


@pytest.mark.parametrize("module", [recompute, printed])
def test_an_outsider_needs_one_short_file(module: Any) -> None:
    text = Path(module.__file__).read_text("utf-8")
    nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import | ast.ImportFrom)]
    named = {name.name for node in nodes for name in node.names} | {getattr(node, "module", "") or "" for node in nodes}
    assert not {name for name in named if name.startswith("dophu")}
    assert {getattr(node, "module", None) or node.names[0].name for node in nodes} <= {
        *map(_root, sys.stdlib_module_names)
    }


def _root(name: str) -> str:
    return "collections.abc" if name == "collections" else name


def test_the_evaluator_has_at_most_200_lines() -> None:
    assert len(Path(recompute.__file__).read_text("utf-8").splitlines()) <= 200


@pytest.mark.parametrize("module", [recompute, printed])
def test_a_copy_of_the_file_runs_alone(module: Any, tmp_path: Path) -> None:
    copied, ledger = tmp_path / "tool.py", tmp_path / "report.facts.json"
    copied.write_text(Path(module.__file__).read_text("utf-8"), "utf-8")
    for content, status in [(good(), 0), (changed("share@20", low="8", high="8", shown="9,00%"), 6)]:
        ledger.write_text(json.dumps(content), "utf-8")
        done = subprocess.run([sys.executable, "-I", copied, ledger], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (status, "")
