"""Reports of one edition say one number: they are held against each other when one is built, and by `dophu check`."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from dophu.data.project import Project
from dophu.errors import GateError
from dophu.run.agreement import all_disagreements, disagreements, facts_told, refuse_disagreement
from dophu.run.job import Job
from tests.building import build
from tests.project import COUNTS, Draft, draft_at
from tests.run.batches import add_report, dophu
from tests.run.test_issuing import parameters_of

SUBJECT = {"unit": "20", "vintage": "VN63", "measure": "installs", "period": "2020-08-07", "source": "S1"}
SHARE = {
    **{"concept": "share", "label": "Tỷ lệ", "unit": "percent", "subject": SUBJECT, "status": "computed"},
    **{"low": "1268760/156331", "high": "1268760/156331", "shown": "8,12%", "sources": ["S1"]},
}


def ledger_with(key: str = "share@20", **changes: object) -> Mapping[str, Any]:
    """Write a ledger with one fact."""
    return {"version": 2, "edition": {}, "lists": {}, "facts": {key: SHARE | changes}}


def differ(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    return [str(found) for found in disagreements("letter", facts_told(one), "table", facts_told(other))]


DIFFERENT = {
    "text": (ledger_with(), ledger_with(shown="8,11%")),
    "low end": (ledger_with(), ledger_with(low="8")),
    "high end": (ledger_with(), ledger_with(high="9")),
    "open side": (ledger_with(), ledger_with(open="high")),
    "a day": (
        ledger_with(value="2020-08-07", low=None, high=None),
        ledger_with(value="2020-08-08", low=None, high=None),
    ),
    "another key of the same subject": (ledger_with(), ledger_with("share@20/S1", shown="8,11%")),
}
ALIKE = {
    "the same": (ledger_with(), ledger_with()),
    "another unit": (ledger_with(), ledger_with("share@24", subject=SUBJECT | {"unit": "24"}, shown="5%")),
    "another list": (ledger_with(), ledger_with("share@20/S2", subject=SUBJECT | {"source": "S2"}, shown="8%")),
    "another concept": (ledger_with(), ledger_with("gap@20", concept="gap", shown="41,88")),
    "what an author typed": (
        ledger_with("given:1", status="given"),
        ledger_with("given:1", status="given", shown="12"),
    ),
}


@pytest.mark.parametrize("kind", DIFFERENT)
def test_two_ledgers_disagree_about(kind: str) -> None:
    (found,) = differ(*DIFFERENT[kind])
    assert found.startswith("Tỷ lệ (share@20): ")
    assert "in letter" in found
    assert "in table" in found


@pytest.mark.parametrize("kind", ALIKE)
def test_two_ledgers_agree_about(kind: str) -> None:
    assert differ(*ALIKE[kind]) == []


# -- where they lie ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    office = draft_at(tmp_path_factory.mktemp("original"))
    for name in ("letter", "table"):
        add_report(office, name)
        build(Draft(office.root), job_of(office, name))
    return office


@pytest.fixture(name="office")
def copied(original: Draft, tmp_path: Path) -> Draft:
    return Draft(shutil.copytree(original.root, tmp_path.resolve() / "office"))


def job_of(office: Draft, name: str) -> Job:
    return Job(name, parameters_of(office, "20"), office.root / "outputs", ("html",))


def folder_of(office: Draft) -> Path:
    return office.root / "outputs/demo/2020-08-07/20"


def written(office: Draft, name: str) -> dict[str, bytes]:
    return {
        f"{name}.{kind}": (folder_of(office) / f"{name}.{kind}").read_bytes()
        for kind in ("facts.json", "manifest.json")
    }


def tell_otherwise(office: Draft, name: str = "table", **changes: Any) -> None:
    """Let a released report say 8,11%, and its record that this was released, made of something else where named."""
    ledger = folder_of(office) / f"{name}.facts.json"
    text = ledger.read_text("utf-8")
    assert text.count("10,23%") > 0
    ledger.write_text(text.replace("10,23%", "8,11%"), "utf-8")
    record = folder_of(office) / f"{name}.manifest.json"
    made = json.loads(record.read_bytes())
    made["outputs"][ledger.name] = hashlib.sha256(ledger.read_bytes()).hexdigest()
    record.write_text(json.dumps(made | changes), "utf-8")


def hold(office: Draft) -> None:
    refuse_disagreement(Project(office.root), folder_of(office), written(office, "letter"))


def checked(office: Draft) -> list[str]:
    return [str(one) for one in all_disagreements(Project(office.root), office.root / "outputs")]


def test_reports_that_agree_pass(office: Draft) -> None:
    hold(office)
    assert checked(office) == []


def test_a_second_report_with_another_number_is_refused(office: Draft) -> None:
    tell_otherwise(office)
    before = written(office, "letter")
    with pytest.raises(GateError, match=r"\(share@20\): 10,23% .* in letter, 8,11% .* in table"):
        build(Draft(office.root), job_of(office, "letter"))
    assert written(office, "letter") == before


def test_check_finds_it_among_all_that_was_built(office: Draft) -> None:
    tell_otherwise(office)
    found = checked(office)
    assert found
    assert all(one.startswith("outputs/demo/2020-08-07/20/letter.facts.json column '") for one in found)
    done = dophu(office, "check")
    assert done.returncode == 5
    assert "10,23%" in done.stdout
    assert "8,11%" in done.stdout


def test_a_stale_sister_is_not_compared(office: Draft) -> None:
    tell_otherwise(office)
    office.change(COUNTS, "24,installs,90000,1,,", "24,installs,90000,1,,soát lại")
    assert checked(office) == []
    office.change(COUNTS, ",soát lại", ",")
    (office.root / "notebooks/table.ipynb").write_text("{}")
    hold(office)
    assert checked(office) == []


MADE_OF_OTHERS: dict[str, dict[str, Any]] = {
    "data": {"inputs": {COUNTS: "0" * 64}},
    "package": {"packages": {"dophu": "0.0.1"}},
    "target": {"parameters": {"campaign": "demo", "period": "2020-08-07", "unit": "20", "target": "half"}},
}


@pytest.mark.parametrize("kind", MADE_OF_OTHERS)
def test_a_sister_made_of_another(office: Draft, kind: str) -> None:
    tell_otherwise(office, **MADE_OF_OTHERS[kind])
    hold(office)


def test_a_sister_with_another_letterhead_is_compared(office: Draft) -> None:
    made = json.loads((folder_of(office) / "table.manifest.json").read_bytes())
    tell_otherwise(office, parameters=made["parameters"] | {"document": {"title": "Phó Giám đốc"}})
    with pytest.raises(GateError):
        hold(office)


def test_a_ledger_that_is_not_the_one_released_is_not_believed(office: Draft) -> None:
    ledger = folder_of(office) / "table.facts.json"
    ledger.write_text(ledger.read_text("utf-8").replace("10,23%", "8,11%"), "utf-8")
    hold(office)
