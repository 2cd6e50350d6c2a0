"""A record that somebody forged: each is found, nothing that came with it is run, and nothing is written by it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dophu.data.edition import read_params_file
from dophu.errors import DophuError
from dophu.run import verify as verifying
from dophu.run.build import build
from dophu.run.catalogue import gather, lines
from dophu.run.job import Job, Released
from dophu.run.manifest import SUFFIX, as_json, sha256
from dophu.run.plan import Wanted, plan
from tests.project import PARAMS, Draft, draft_at
from tests.run.batches import add_report

PLACE = "outputs/demo/2020-08-07"
RECORD = f"letter{SUFFIX}"
FORMATS = ("html", "pdf", "docx", "xlsx")
PLANTED = "import pathlib; pathlib.Path('planted').write_text('ran')"
Record = dict[str, Any]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    """A project with one letter of every format for each of two units."""
    project = draft_at(tmp_path_factory.mktemp("original"))
    add_report(project, "letter")
    start = read_params_file(project, "2020-08-07")
    for unit in ("20", "22"):
        parameters = start.model_copy(update={"unit": unit, "document": None})
        build(project, Job("letter", parameters, project.root / "outputs", FORMATS))
    return project


@pytest.fixture
def office(original: Draft, tmp_path: Path) -> Draft:
    """A copy of it, to be forged."""
    return Draft(shutil.copytree(original.root, tmp_path.resolve() / "office"))


@pytest.fixture(autouse=True)
def built_once(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Build each edition that verification asks for once in this file: what it gives does not change."""

    def cached(project: Draft, job: Job, *, source: bytes | None) -> Released:
        key = sha256(as_json([job.report, job.parameters.model_dump(mode="json", exclude_unset=True), job.formats]))
        if key not in BUILT:
            anew = Job(job.report, job.parameters, tmp_path_factory.mktemp("anew"), job.formats)
            BUILT[key] = build(project, anew, source=source)
        return BUILT[key]

    monkeypatch.setattr(verifying, "build", cached)


BUILT: dict[str, Released] = {}


def found(project: Draft, folder: str = f"{PLACE}/20") -> list[str]:
    """List what verification says of the letter in a folder: differences, or the error that stops it."""
    try:
        return verifying.verify(project, project.root / folder / RECORD)
    except DophuError as error:
        return [str(error)]


def forge(project: Draft, change: Callable[[Record], Record]) -> Record:
    """Write another record in the place of the letter's."""
    path = project.root / PLACE / "20" / RECORD
    record = change(json.loads(path.read_text("utf-8")))
    path.write_bytes(as_json(record))
    return record


def with_(part: str, **changes: Any) -> Callable[[Record], Record]:
    return lambda record: record | {part: record[part] | changes}


def put(**changes: Any) -> Callable[[Record], Record]:
    return lambda record: record | changes


def test_an_untouched_edition_is_the_same(office: Draft) -> None:
    assert found(office) == []
    assert gather(office, office.root / "outputs").unreadable == ()


FORGED = {
    "no outputs": put(outputs={}),
    "one output less": lambda record: (
        record | {"outputs": {name: hash_ for name, hash_ in record["outputs"].items() if not name.endswith(".pdf")}}
    ),
    "an output more": with_("outputs", **{"letter.csv": "0" * 64}),
    "a file of the system": with_("outputs", **{"/etc/passwd": "0" * 64}),
    "a file outside": with_("outputs", **{"letter.../../../params/2020-08-07.yml": "0" * 64}),
    "another rate": with_("headline", rate="99,99%", share="99.99"),
    "another rank": with_("headline", rank="thứ 1 trên 63", place=1),
    "said to be real": with_("headline", simulated=False),
    "another campaign": with_("headline", campaign="ứng dụng Khác"),
    "another moment": with_("headline", as_of="2020-08-08"),
    "no inputs": put(inputs={}),
    "an input more": with_("inputs", **{"data/demo/2020-08-07/other.csv": "0" * 64}),
    "another input": with_("inputs", **{"data/demo/2020-08-07/counts.csv": "0" * 64}),
    "an input outside": with_("inputs", **{"../../../etc/passwd": "0" * 64}),
    "another notebook": put(notebook="0" * 64),
    "another lock": put(lock="0" * 64),
    "no packages": put(packages={}),
    "another package": with_("packages", pandas="0.1"),
    "a package more": with_("packages", evil="1.0"),
    "another Python": put(python="2.7.18"),
    "another unit": with_("parameters", unit="22"),
    "another period": with_("parameters", period="2020-07-31"),
    "another target": with_("parameters", target="half", target_by="2020-12-31"),
    "a parameter unknown": with_("parameters", trust=True),
    "a field more": put(signed="yes"),
    "a field less": lambda record: {name: value for name, value in record.items() if name != "packages"},
    "a campaign that is a path": with_("parameters", campaign="../../../../escape/x"),
    "a unit that is a path": with_("parameters", unit="../../../escape"),
    "a campaign of the system": with_("parameters", campaign="/etc"),
    "a report in the outputs": put(report="../outputs/demo/2020-08-07/20/evil"),
    "a report unknown": put(report="evil", outputs={}),
    "a letterhead": with_("parameters", document={"unit": "20", "number": "125", "date": "2020-10-21"}),
}


@pytest.mark.parametrize("change", FORGED.values(), ids=FORGED)
def test_a_forged_record_is_found_and_runs_and_writes_nothing(
    office: Draft, change: Callable[[Record], Record]
) -> None:
    shutil.copy(office.root / "notebooks/letter.ipynb", office.root / PLACE / "20/evil.ipynb")
    add_report(office, f"../{PLACE}/20/evil", PLANTED, before=True)
    forge(office, change)
    before = sorted(path for path in office.root.parent.rglob("*"))
    assert found(office) != []
    assert sorted(path for path in office.root.parent.rglob("*")) == before


WRITTEN: dict[str, Callable[[bytes], bytes]] = {
    "a mark of order": lambda record: b"\xef\xbb\xbf" + record,
    "other line ends": lambda record: record.replace(b"\n", b"\r\n"),
    "a blank behind": lambda record: record + b" ",
    "something behind": lambda record: record + b"x",
    "no indents": lambda record: json.dumps(json.loads(record), ensure_ascii=False).encode(),
    "a key twice": lambda record: record.replace(b"{\n", b'{\n  "report": "evil",\n', 1),
    "a rate twice": lambda record: record.replace(b'"headline": {', b'"headline": {"rate": "99,99%",', 1),
    "another encoding": lambda record: record.decode().encode("utf-16"),
    "a deep list": lambda _: b"[" * 5000,
}


@pytest.mark.parametrize("change", WRITTEN.values(), ids=WRITTEN)
def test_a_record_that_says_the_same_in_other_bytes_is_found(office: Draft, change: Callable[[bytes], bytes]) -> None:
    path = office.root / PLACE / "20" / RECORD
    path.write_bytes(change(path.read_bytes()))
    assert found(office) != []


@pytest.mark.parametrize("change", [with_("headline", rate="99,99%"), with_("headline", place=1, simulated=False)])
def test_lists_show_the_ledgers_headline_whatever_the_record_says(
    office: Draft, change: Callable[[Record], Record]
) -> None:
    out = office.root / "outputs"
    told = [one.headline for one in gather(office, out).listed]
    forge(office, change)
    catalogue = gather(office, out)
    assert [one.headline for one in catalogue.listed] == told
    assert f"{RECORD} is not the file that was built" in "\n".join(lines(catalogue))


def test_a_forged_ledger_gives_no_headline(office: Draft) -> None:
    ledger = office.root / PLACE / "20/letter.facts.json"
    ledger.write_text(ledger.read_text("utf-8").replace("10,23%", "99,99%"), "utf-8")
    (one, _) = gather(office, office.root / "outputs").listed
    assert (one.headline.rate, one.headline.unit) == ("", "20")
    assert "letter.facts.json is not the file that was built" in map(str, one.stale)


def test_a_dry_run_builds_an_edition_whose_headline_was_forged(office: Draft) -> None:
    forge(office, with_("headline", rate="99,99%"))
    wanted = Wanted(campaign="demo", reports=("letter",), units=("20",), params_file=office.root / PARAMS)
    assert f"{RECORD} is not the file that was built" in plan(office, wanted)[0].why


def test_an_edition_in_another_units_folder_is_found(office: Draft) -> None:
    shutil.rmtree(office.root / PLACE / "20")
    shutil.copytree(office.root / PLACE / "22", office.root / PLACE / "20")
    assert found(office) == [f"{RECORD}: it lies in demo/2020-08-07/20, but is of demo/2020-08-07/22"]


@pytest.mark.parametrize("name", ["letter.html", "letter.pdf", "letter.facts.json", "letter.ipynb"])
def test_an_output_that_the_record_no_longer_names_is_told_as_it_lies_there(office: Draft, name: str) -> None:
    forge(office, lambda record: record | {"outputs": {k: v for k, v in record["outputs"].items() if k != name}})
    assert f"{name}: it lies there, but the record does not name it" in found(office)


def leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Walk through every field of a record, however deep."""
    if isinstance(value, dict):
        for name in value:
            yield from leaves(value[name], (*path, name))
    yield path


def flipped(value: Any) -> Any:
    """Make another value of the same kind."""
    match value:
        case bool():
            return not value
        case str():
            return ("1" if value[:1] != "1" else "2") + value[1:]
        case int():
            return value + 1
        case None:
            return "0" * 64
        case _:
            return {}


def at(record: Record, path: tuple[str, ...], value: Any) -> Record:
    """Give a record with one field changed."""
    first, *rest = path
    return record | {first: at(record[first], tuple(rest), value) if rest else value}


def without(record: Record, path: tuple[str, ...]) -> Record:
    """Give a record with one field less."""
    first, *rest = path
    if rest:
        return record | {first: without(record[first], tuple(rest))}
    return {name: value for name, value in record.items() if name != first}


def test_every_field_of_a_record_flipped_or_taken_away_is_found(office: Draft) -> None:
    record = json.loads((office.root / PLACE / "20" / RECORD).read_text("utf-8"))
    passed, tried = [], 0
    for path in filter(None, leaves(record)):
        value = record
        for name in path:
            value = value[name]
        for forged in (at(record, path, flipped(value)), without(record, path)):
            tried += forged != record
            (office.root / PLACE / "20" / RECORD).write_bytes(as_json(forged))
            if forged != record and not found(office):
                passed.append(path)
    assert (passed, tried > 100) == ([], True)


def test_a_bit_flipped_in_any_file_of_an_edition_is_found(office: Draft) -> None:
    passed = []
    for path in sorted((office.root / PLACE / "20").iterdir()):
        content = path.read_bytes()
        step = max(1, 8 * len(content) // (200 if path.name == RECORD else 6))
        for bit in range(3, 8 * len(content), step):
            altered = bytearray(content)
            altered[bit // 8] ^= 1 << bit % 8
            path.write_bytes(altered)
            if not found(office):
                passed.append((path.name, bit))
        path.write_bytes(content)
    assert passed == []
    assert found(office) == []
