from __future__ import annotations

import json
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from dophu.cli import main
from dophu.errors import DifferenceError, UsageError
from dophu.proof import file
from dophu.proof.check import problems
from dophu.proof.file import misshapen, verify_ledger
from dophu.proof.printed import misprints
from dophu.proof.recompute import recompute
from tests.proof.ledgers import FACTS, changed, fact, good
from tests.telling import ROOT

SCHEMA = Path(file.__file__).with_name("facts.schema.json")


def nested(levels: int) -> Any:
    of: Any = 1
    for _ in range(levels):
        of = ["ceil", of]
    return of


def chain(length: int) -> dict[str, Any]:
    """Squares of squares: the last would have 2 to the power of `length` digits."""
    facts = {"x0@20": fact("x0@20", "count", "09", "9")}
    for number in range(1, length):
        before = f"x{number - 1}@20"
        facts[f"x{number}@20"] = fact(f"x{number}@20", "count", "09", "9", of=["*", before, before])
    return good() | {"facts": facts, "lists": {}}


def ring(length: int) -> dict[str, Any]:
    facts = {
        f"x{number}@20": fact(f"x{number}@20", "count", "09", "9", of=["+", f"x{(number + 1) % length}@20", 0])
        for number in range(length)
    }
    return good() | {"facts": facts, "lists": {}}


def listed(name: str, *members: Any) -> dict[str, Any]:
    ledger = good()
    ledger["lists"][name] = list(members)
    return ledger


HOSTILE = {
    "rests on itself": (changed("counted@20", of=["+", "share@20", 0], status="computed"), "cycle"),
    "rests on itself at once": (changed("share@20", of="share@20"), "cycle"),
    "ring": (ring(5000), "cycle"),
    "list that holds its own rank": (listed("share:peers", "rank@20", "share@20"), "cycle"),
    "unknown key": (changed("share@20", of=["/", "counted@99", "base@20"]), "counted@99"),
    "unknown list": (changed("ranked@20", of=["count", ["list", "nobody"]]), "nobody"),
    "unknown member": (listed("share:peers", "share@20", "share@99"), "share@99"),
    "unknown operator": (changed("share@20", of=["**", "counted@20", "base@20"]), "**"),
    "moment times a number": (changed("share@20", of=["*", "as_of@20", 2]), "share@20"),
    "number as a moment": (changed("elapsed@20", of=["hours", "counted@20", "as_of@20"]), "elapsed@20"),
    "list as a number": (changed("share@20", of=["+", ["list", "share:peers"], 1]), "share@20"),
    "too few operands": (changed("share@20", of=["/", "counted@20"]), "share@20"),
    "no operands": (changed("share@20", of=["+"]), "share@20"),
    "empty expression": (changed("share@20", of=[]), "expression"),
    "division by nought": (changed("share@20", of=["/", 1, ["-", "base@20", "base@20"]]), "nought"),
    "true as a number": (changed("share@20", of=["+", True, 1]), "whole number"),
    "a decimal as a number": (changed("share@20", of=["+", 0.5, 1]), "whole number"),
    "deep": (changed("share@20", of=nested(60)), "levels"),
    "very deep": (changed("share@20", of=nested(400)), "levels"),
    "squares of squares": (chain(60), "bits"),
    "exponent": (changed("counted@20", low="1e999999999", high="1e999999999"), "counted@20"),
    "long number": (changed("counted@20", low="9" * 5000, high="9" * 5000), "counted@20"),
    "divided by nought": (changed("counted@20", low="1/0", high="1/0"), "counted@20"),
    "ends the wrong way round": (changed("counted@20", low="2", high="1"), "counted@20"),
    "number as a number": (changed("counted@20", low=63438, high=63438), "counted@20"),
    "day that is none": (changed("as_of@20", value="2020-02-31T08:00"), "elapsed@20"),
    "no bounds": (changed("share@20", low=None, high=None), "share@20"),
    "no expression": (changed("share@20", of=None), "KeyError('of')"),
    "open as never": (changed("share@20", open="left"), "share@20"),
    "no text": (changed("share@20", shown=None), "share@20"),
    "a text of another kind": (changed("share@20", shown=8.12), "share@20"),
    "no status": (changed("share@20", status=None), "share@20"),
    "fact is a number": (good() | {"facts": {"x": 1}}, "ledger"),
    "facts are a list": (good() | {"facts": [1]}, "ledger"),
    "list is a number": (good() | {"lists": {"x": 1}}, "ledger"),
    "list of lists": (good() | {"lists": {"x": [["y"]]}}, "ledger"),
    "nothing": ({}, "ledger"),
    "a list": ([], "ledger"),
    "null": (None, "ledger"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_computed_is_told_and_never_crashes_or_hangs(name: str) -> None:
    ledger, words = HOSTILE[name]
    began = process_time()
    found = [*recompute(ledger), *misprints(ledger)]
    assert words in " ".join(f"{key} {problem}" for key, problem in found)
    assert process_time() - began < 3


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_told_by_the_command_too(name: str, tmp_path: Path) -> None:
    path = tmp_path / "x.facts.json"
    path.write_text(json.dumps(HOSTILE[name][0]), "utf-8")
    done = run("--ledger", path)
    assert (done.exit_code, done.stdout) == (DifferenceError.exit_code, "")
    assert "Traceback" not in done.stderr
    assert len(done.stderr) < 5000


def run(*arguments: Any) -> Result:
    return CliRunner().invoke(main, ["verify", *map(str, arguments)])


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "Expecting value"),
        ("{", "is no ledger"),
        ("[" * 200_000, "is no ledger"),
        ('{"version": 2, "version": 2}', "'version' is given twice"),
        ('{"facts": {"a@1": {}, "a@1": {}}}', "'a@1' is given twice"),
        ('{"version": 1, "facts": []}', "only ledgers of version 2"),
        ('{"version": ' + "9" * 5000 + "}", "is no ledger"),
    ],
)
def test_what_is_no_ledger_is_refused_with_its_reason(content: str, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "x.facts.json"
    path.write_text(content, "utf-8")
    done = run("--ledger", path)
    assert done.exit_code == 6
    assert problem in done.stderr
    assert "fix: " in done.stderr


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.facts.json"
    path.write_bytes(b"\xff\xfe\x00{")
    assert run("--ledger", path).exit_code == 6


def test_a_file_beyond_all_measure_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file, "LARGEST", 100)
    path = tmp_path / "x.facts.json"
    path.write_text(json.dumps(good()), "utf-8")
    assert "has more than" in run("--ledger", path).stderr


def test_a_good_ledger_is_verified(tmp_path: Path) -> None:
    path = tmp_path / "x.facts.json"
    path.write_text(json.dumps(good(), ensure_ascii=False), "utf-8")
    assert verify_ledger(path) == (len(FACTS), [])
    done = run("--ledger", path, "--ledger", path)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.count(f"{len(FACTS)} facts, every one") == 2
    assert json.loads(run("--ledger", path, "--json").stdout) == [
        {"ledger": str(path), "facts": len(FACTS), "differences": []}
    ]


def test_a_difference_is_told_with_its_fact_and_ends_with_six(tmp_path: Path) -> None:
    path = tmp_path / "x.facts.json"
    path.write_text(json.dumps(changed("share@20", low="8", high="8")), "utf-8")
    done = run("--ledger", path)
    assert (done.exit_code, done.stdout) == (6, "")
    assert "share@20: is 8 to 8, where its expression gives 1268760/156331 to 1268760/156331" in done.stderr
    assert "share@20: prints '8,12%': that does not contain 8 to 8" in done.stderr
    found = json.loads(run("--ledger", path, "--json").stdout)[0]["differences"]
    assert {"key", "problem"} == {*found[0]}


def test_verify_wants_an_edition_or_a_ledger() -> None:
    assert run().exit_code == UsageError.exit_code
    assert run("--ledger", "nowhere.facts.json").exit_code == UsageError.exit_code


def test_a_fact_under_a_name_of_another_concept_is_told() -> None:
    assert "stands for 'counted'" in str(problems(changed("share@20", concept="counted"))[-1])


def test_the_published_schema_is_the_one_that_is_used() -> None:
    assert (ROOT / "docs" / "facts.schema.json").read_bytes() == SCHEMA.read_bytes()
    Draft202012Validator.check_schema(json.loads(SCHEMA.read_text("utf-8")))
    assert misshapen(good()) == []


def test_the_worked_example_of_the_documentation_holds() -> None:
    page = (ROOT / "docs" / "ledger.md").read_text("utf-8")
    example = json.loads(page.split("```json\n")[1].split("```")[0])
    assert problems(example) == []
    example["facts"]["base@20"] |= {"low": "781656", "high": "781656"}
    assert [problem.key for problem in problems(example)] == ["share@20", "base@20"]


@pytest.mark.parametrize(
    "fields",
    [
        *({"concept": None}, {"subject": None}, {"sources": None}, {"status": "guessed"}, {"unit": "apples"}),
        *({"low": None}, {"low": 1}, {"value": "x"}, {"of": None}, {"of": ["/", "counted@20"]}, {"of": 1.5}),
        *({"of": ["rank", ["list", "share:peers"], "share@20"]}, {"of": ["list", "share:peers"]}, {"shown": ""}),
        *({"low": "1e5"}, {"low": "1/0"}, {"open": "left"}, {"subject": {}}, {"surprise": 1}, {"sources": "S02"}),
    ],
)
def test_the_schema_refuses_another_form(fields: dict[str, Any]) -> None:
    assert misshapen(changed("share@20", **fields))


def test_a_large_ledger_is_recomputed_in_a_moment() -> None:
    ledger = good()
    for number in range(3000):
        ledger["facts"][f"share@{number}x"] = fact(f"share@{number}x", "percent", "10,00%", "10", of=["/", "c@x", 10])
        ledger["facts"][f"rank@{number}x"] = fact(
            f"rank@{number}x", "rank", "thứ 1", "1", of=["rank", f"share@{number}x", ["list", "all"]]
        )
    ledger["facts"]["c@x"] = fact("c@x", "count", "100", "100")
    ledger["lists"]["all"] = [f"share@{number}x" for number in range(3000)]
    began = process_time()
    assert problems(ledger) == []
    assert process_time() - began < 5
