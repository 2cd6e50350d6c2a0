"""The corpus: every file is read exactly, or refused with exactly the findings it deserves."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from dophu.data.bases import read_bases
from dophu.data.project import Project
from dophu.data.reference import read_units
from dophu.errors import DataError
from dophu.intake.files import read_file
from dophu.intake.importer import Options, take_in
from dophu.intake.result import Intake
from dophu.world.bases import Bases
from tests.intake.corpus import CASES, UNREADABLE, Case
from tests.intake.receiving import context

# What keeps a table from being read row by row.
OF_THE_TABLE = {"column_several", "tables_several", "table_transposed", "vintage_other", "number_ambiguous"}


@cache
def bases() -> Bases:
    project = Project(Path(__file__).resolve().parents[2])
    return read_bases(project, read_units(project), "bluezone")


def row_of(place: str) -> int:
    return int("".join(filter(str.isdigit, place)) or 0)


def taken(case: Case, folder: Path) -> Intake:
    path = folder / case.name
    path.write_bytes(case.content)
    options = dict(case.options)
    known = replace(context(parent=options.pop("parent", None)), bases=bases())
    known = replace(known, campaign=known.campaign.model_copy(update={"base": "population_2019"}))
    return take_in(read_file(path), "0" * 64, len(case.content), known, Options(**options))


def test_the_corpus_has_at_least_forty_habits() -> None:
    assert len({case.habit for case in CASES}) == len(CASES) >= 40


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.habit)
def test_a_file_is_read_exactly_or_refused_with_its_reasons(case: Case, tmp_path: Path) -> None:
    intake = taken(case, tmp_path)
    assert {(finding.kind, finding.place) for finding in intake.errors} == set(case.found)
    if not case.found:
        assert {count.unit: count.count for count in intake.counts} == case.counts
    warned = {(f.kind, f.place) for f in intake.findings if f.weight == "warning" and f.kind != "units_missing"}
    assert warned == set(case.warned)
    assert case.noted <= {finding.kind for finding in intake.findings if finding.weight == "note"}
    read = {count.unit: count.qualifier for count in intake.counts}
    assert {unit: read[unit] for unit in case.qualifiers} == case.qualifiers


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.habit)
def test_every_row_is_accounted_for_and_every_finding_says_what_to_do(case: Case, tmp_path: Path) -> None:
    intake = taken(case, tmp_path)
    skipped, wrong = {row.row for row in intake.skipped}, {row_of(finding.place) for finding in intake.errors}
    assert not set(intake.rows_out) & skipped
    whole = {finding.kind for finding in intake.errors} & OF_THE_TABLE
    assert whole or set(intake.rows_in) <= set(intake.rows_out) | skipped | wrong
    for finding in intake.findings:
        assert finding.problem
        assert finding.problem_vi
        assert finding.weight == "note" or (finding.fix and finding.fix_vi)


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_no_table_is_refused_in_a_sentence(name: str, tmp_path: Path) -> None:
    file, content = UNREADABLE[name]
    (tmp_path / file).write_bytes(content)
    with pytest.raises(DataError) as refused:
        read_file(tmp_path / file)
    assert refused.value.problem
    assert refused.value.fix
