"""A ledger file that came from anywhere: read without trust, and held to the published schema."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from dophu.errors import DifferenceError, UsageError
from dophu.proof.check import Problem, problems

VERSION = 2
LARGEST = 64 * 1024 * 1024  # bytes; the ledger of a table of 700 districts has three million


def verify_ledger(path: Path) -> tuple[int, list[Problem]]:
    """Count the facts of a ledger file, and list what is wrong with its form or else with its facts."""
    ledger = read_ledger(path)
    found = misshapen(ledger) or problems(ledger)
    return len(ledger["facts"]) if isinstance(ledger, dict) and isinstance(ledger.get("facts"), dict) else 0, found


def read_ledger(path: Path) -> Any:
    """Read a file of JSON; DifferenceError when it is none."""
    if path.exists() and not path.is_file():  # a device never ends
        raise UsageError(path, "this is not a file", "name a ledger, <report>.facts.json")
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError(f"it has more than {LARGEST // 1024**2} MB")
        return json.loads(path.read_bytes(), object_pairs_hook=_without_twins)
    except OSError as error:
        raise UsageError(path, f"cannot be read: {error.strerror}", "name a ledger, <report>.facts.json") from None
    except (RecursionError, ValueError) as error:
        raise DifferenceError(path, f"is no ledger: {error}", "build the edition again") from None


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name that is given twice: readers would differ in which of the two they take."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"'{max(names, key=names.count)}' is given twice")
    return found


def misshapen(ledger: Any) -> list[Problem]:
    """List where a ledger is not of the form that facts.schema.json describes."""
    version = ledger.get("version") if isinstance(ledger, dict) else None
    if version != VERSION:
        return [Problem("version", f"is {version!r}; only ledgers of version {VERSION} can be recomputed")]
    try:
        return [_problem(error) for error in _schema().iter_errors(ledger)]
    except RecursionError:
        return [Problem("facts", "an expression has too many levels")]


def _problem(error: Any) -> Problem:
    """Name the fact and what is wrong inside of it, rather than all the forms that it might have had."""
    nearest = best_match([error]) or error
    return Problem(" ".join(map(str, nearest.absolute_path)) or "ledger", nearest.message)


@cache
def _schema() -> Any:
    return Draft202012Validator(json.loads(files("dophu.proof").joinpath("facts.schema.json").read_bytes()))
