"""A clean import in its period: what stays, what is added, what is revised, and nothing half done."""

from __future__ import annotations

import errno
import hashlib
import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dophu.data import exchange, staging
from dophu.data.bases import read_bases
from dophu.data.periods import read_campaign
from dophu.data.receive import Decisions, Delivery, DoorError, Receipt, keep_decisions, receive, source_id
from dophu.data.reference import read_units
from dophu.errors import DataError, UsageError
from dophu.intake.findings import CellFinding
from dophu.intake.importer import Context
from dophu.intake.result import Count, Intake
from dophu.wording import Moment
from dophu.world.periods import on, read_period
from tests.project import CAMPAIGN, COUNTS, PERIOD, Draft, demo  # noqa: F401 - a fixture

NOON = Moment.parse("2020-08-07T12:00")
LATER = Moment.parse("2020-08-09T10:00")
SOURCES = f"{PERIOD}/sources.yml"
SENT = "TN20200807"
LIST: dict[str, int | None] = {"24": 90001, "22": 151234, "20": 80123}  # as a sender orders them


def taken(path: Path, given: dict[str, int | None], notes: dict[str, str] | None = None, **more: Any) -> Intake:
    """An import of a file without a finding; rows from 2 on."""
    path.write_text(repr(given), encoding="utf-8")
    content = path.read_bytes()
    rows = tuple(
        Count("VN63", unit, "installs", count, 1, "", f"B{row}") for row, (unit, count) in enumerate(given.items(), 2)
    )
    findings = tuple(
        CellFinding("note", "Bảng", place, "", "accepted", {"problem": "", "problem_vi": "", "reason": reason})
        for place, reason in (notes or {}).items()
    )
    known: dict[str, Any] = {"columns": (), "rows_in": (), "rows_out": (), "skipped": (), "findings": findings}
    known |= {"form": "xlsx", "sheet": "Bảng", "area": "A1:B4", "vintage": "VN63", "parent": "VN", "counts": rows}
    sha256 = hashlib.sha256(content).hexdigest()
    return Intake(**(known | {"name": path.name, "sha256": sha256, "size": len(content)} | more))


class Office:
    """A project that receives files of the period 2020-08-07."""

    def __init__(self, project: Draft, inbox: Path) -> None:
        self.project, self.inbox = project, inbox

    def receives(self, counts: dict[str, int | None], *, dry_run: bool = False, **delivery: Any) -> Receipt:
        notes = delivery.pop("notes", None)
        file = self.inbox / delivery.pop("name", "so lieu.xlsx")
        intake = taken(file, counts, notes, **delivery.pop("intake", {}))
        known: dict[str, Any] = {"file": file, "period": read_period("2020-08-07"), "source": SENT, "as_of": NOON}
        gazetteer, campaign = read_units(self.project), read_campaign(self.project, "demo")
        context = Context(gazetteer, {}, campaign, date(2020, 8, 7), read_bases(self.project, gazetteer, "demo"))
        return receive(self.project, context, intake, Delivery(**(known | delivery)), dry_run=dry_run)

    def revises(self, counts: dict[str, int | None], at: Moment = LATER, **delivery: Any) -> Receipt:
        return self.receives(counts, revised=at, reason="Đã rà soát", **delivery)

    def lines(self, name: str = COUNTS) -> list[str]:
        return (self.project.root / name).read_text(encoding="utf-8").splitlines()

    def state(self) -> dict[str, bytes]:
        files = (path for path in sorted((self.project.root / "data" / "demo").rglob("*")) if path.is_file())
        return {str(path.relative_to(self.project.root)): path.read_bytes() for path in files}


@pytest.fixture(name="office")
def an_office(project: Draft, tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(project, tmp_path_factory.mktemp("inbox"))


def test_rows_of_other_sources_stay_and_new_ones_follow_in_the_order_of_the_units(office: Office) -> None:
    office.project.change(COUNTS, "DEMO,2020-08-07T08:00,VN63,22", "DEMO , 2020-08-07T08:00,VN63,22")
    before = office.lines()
    receipt = office.receives(LIST)
    new = [f"{SENT},2020-08-07T12:00,VN63,{unit},installs,{LIST[unit]},1,," for unit in ("20", "22", "24")]
    assert (receipt.state, office.lines()) == ("new", before + new)


def test_a_period_that_does_not_exist_is_begun(office: Office) -> None:
    day = date(2020, 8, 9)
    office.receives(LIST, period=on("day", day), as_of=Moment(day), source=source_id(day))
    found = office.lines("data/demo/2020-08-09/counts.csv")
    assert len(found) == 4
    assert found[1] == "TN20200809,2020-08-09,VN63,20,installs,80123,1,,"
    assert office.lines("data/demo/2020-08-09/sources.yml")[:2] == ["status: simulated", "sources:"]


def test_the_file_is_kept_by_its_content_unchanged_and_read_only(office: Office) -> None:
    receipt = office.receives(LIST)
    kept = next(office.project.root / name for name in receipt.files if "/received/" in name)
    sent = office.inbox / "so lieu.xlsx"
    assert kept.read_bytes() == sent.read_bytes()
    assert kept.stem == hashlib.sha256(sent.read_bytes()).hexdigest()
    assert kept.stat().st_mode & 0o222 == 0


def test_the_source_tells_the_file_its_place_and_its_sender(office: Office) -> None:
    office.receives(LIST, received=LATER, sender="Phòng Tổng hợp", title="Bảng tổng hợp")
    source = office.project.history().sources[SENT]
    file = source.files[0]
    assert (source.title, source.as_of, source.received) == ("Bảng tổng hợp", str(NOON), str(LATER))
    assert (file.file, file.sheet, file.range, file.at) == ("so lieu.xlsx", "Bảng", "A1:B4", str(LATER))
    assert (file.sender, file.kept) == ("Phòng Tổng hợp", f"received/{file.sha256}.xlsx")


def test_comments_and_layout_of_the_sources_survive(office: Office) -> None:
    text = "# Giữ nguyên\nstatus: simulated\nsources:\n  - id: A1   # nguồn cũ\n    title: 'Một'\n    note: null\n"
    office.project.write(SOURCES, text)
    office.receives(LIST)
    assert (office.project.root / SOURCES).read_text(encoding="utf-8").startswith(text)
    assert set(office.project.history().sources) >= {"A1", SENT}


def test_the_same_file_again_is_already_there(office: Office) -> None:
    office.receives(LIST)
    before = office.state()
    assert office.receives(LIST).state == "already"
    assert office.state() == before


def test_other_units_are_an_addition(office: Office) -> None:
    office.receives(LIST)
    receipt = office.receives({"25": 70000, **LIST}, name="them.xlsx")
    assert (receipt.state, [change.unit for change in receipt.changes]) == ("added", ["25"])
    assert [line.split(",")[3] for line in office.lines()[-4:]] == ["20", "22", "24", "25"]
    assert len(office.project.history().sources[SENT].files) == 2


@pytest.mark.parametrize("counts", [LIST | {"20": 80000}, {"20": 80123, "22": 151234}, LIST | {"20": None}])
def test_a_count_changes_only_in_a_revision(office: Office, counts: dict[str, int | None]) -> None:
    office.receives(LIST)
    before = office.state()
    assert office.receives(counts).state == "unrevised"
    assert office.state() == before


def test_another_moment_for_the_same_counts_is_a_revision(office: Office) -> None:
    office.receives(LIST)
    receipt = office.receives(LIST, as_of=Moment.parse("2020-08-07T17:00"))
    assert (receipt.state, receipt.changes, receipt.moved) == ("unrevised", (), NOON)


def test_a_revision_keeps_the_former_count_and_file(office: Office) -> None:
    first = office.receives(LIST)
    receipt = office.revises(LIST | {"22": 150000}, name="sua.xlsx")
    assert [(c.kind, c.unit, c.former and c.former.count, c.new and c.new.count) for c in receipt.changes] == [
        ("changed", "22", 151234, 150000)
    ]
    assert office.lines(f"{PERIOD}/revisions.csv")[1:] == [
        f"{SENT},2020-08-09T10:00,VN63,22,installs,151234,1,,Đã rà soát"
    ]
    kept = [name for name in (*first.files, *receipt.files) if "/received/" in name]
    assert len(set(kept)) == 2
    assert all((office.project.root / name).is_file() for name in kept)


def test_a_unit_that_is_gone_stays_as_a_missing_count(office: Office) -> None:
    office.receives(LIST)
    office.revises({"20": 80123, "22": 151234})
    assert office.lines()[-1] == f"{SENT},2020-08-07T12:00,VN63,24,installs,,1,,"
    assert office.lines(f"{PERIOD}/revisions.csv")[1].split(",")[3:6] == ["24", "installs", "90001"]
    assert office.receives({"20": 80123, "22": 151234}).state == "already"


def test_what_a_revision_adds_to_a_list_was_not_there_before(office: Office) -> None:
    office.receives(LIST)
    office.revises(LIST | {"25": 70000})
    assert office.lines(f"{PERIOD}/revisions.csv")[1].split(",")[3:7] == ["25", "installs", "", "1"]


def test_one_count_is_not_revised_twice_at_one_moment(office: Office) -> None:
    office.receives(LIST)
    office.revises(LIST | {"20": 80000})
    with pytest.raises(UsageError, match="was revised at 2020-08-09T10:00 already"):
        office.revises(LIST | {"20": 80001})
    assert office.revises(LIST | {"20": 80001}, at=Moment.parse("2020-08-09T10:01")).state == "revised"


def test_units_beyond_the_list_are_not_gone(office: Office) -> None:
    office.receives(LIST)
    office.receives({"178": 9000}, intake={"parent": "20"})
    assert office.receives(LIST).state == "already"


def test_another_measure_is_an_addition_and_stands_beside_the_first(office: Office) -> None:
    office.project.change(CAMPAIGN, "main_measure", "  active: {label: a, noun: b, verb: c, meaning: d}\nmain_measure")
    office.receives(LIST)
    counts = taken(office.inbox / "may.xlsx", {"22": 7, "20": 5}).counts
    receipt = office.receives(
        {"22": 7, "20": 5}, intake={"counts": tuple(replace(c, measure="active") for c in counts)}
    )
    assert (receipt.state, [(change.kind, change.unit) for change in receipt.changes]) == (
        *("added", [("added", "20"), ("added", "22")]),
    )
    assert [line.split(",")[3:6] for line in office.lines()[4:]] == [
        *(["20", "installs", "80123"], ["20", "active", "5"], ["22", "installs", "151234"], ["22", "active", "7"]),
        ["24", "installs", "90001"],
    ]


def test_an_addition_for_another_moment_leaves_the_source_without_one(office: Office) -> None:
    office.receives({"20": 80123})
    assert office.project.history().sources[SENT].as_of == str(NOON)
    office.receives({"22": 151234}, as_of=Moment.parse("2020-08-07T17:00"))
    assert office.project.history().sources[SENT].as_of is None
    assert [line.split(",")[1] for line in office.lines()[-2:]] == ["2020-08-07T12:00", "2020-08-07T17:00"]


def test_a_note_stays_with_its_count_and_goes_with_it(office: Office) -> None:
    office.receives(LIST)
    office.project.change(COUNTS, "80123,1,,", "80123,,,Chưa kể máy cũ")
    assert office.receives(LIST).state == "already"
    office.revises(LIST | {"22": 150000})
    assert office.lines()[-3].endswith(",80123,,,Chưa kể máy cũ")
    receipt = office.revises(LIST | {"20": 80000}, at=Moment.parse("2020-08-10"))
    assert [(change.unit, change.note) for change in receipt.changes] == [("20", "Chưa kể máy cũ"), ("22", "")]
    assert office.lines()[-3].endswith(",80000,1,,")


def test_a_source_of_the_campaign_keeps_its_title(office: Office) -> None:
    office.receives({"25": 70000}, source="DEMO")
    assert office.project.history().sources["DEMO"].title == "Số liệu mô phỏng"
    assert [line.split(",")[3] for line in office.lines()[1:]] == ["20", "22", "24", "25"]
    office.receives({"25": 70000}, source="KHAC")
    assert office.project.history().sources["KHAC"].title == "Bảng số liệu nhận qua tệp so lieu.xlsx"


def test_the_reason_for_an_accepted_count_becomes_its_note(office: Office) -> None:
    office.receives(LIST, notes={"B2": "Có nhiều máy", "B9": "Tổng gồm nơi khác"})
    assert office.lines()[-1] == f"{SENT},2020-08-07T12:00,VN63,24,installs,90001,1,,Có nhiều máy"
    assert office.project.history().sources[SENT].note == "Ô B9: Tổng gồm nơi khác"


def test_what_the_door_refuses_is_not_written(office: Office) -> None:
    before = office.state()
    with pytest.raises(DoorError, match="more than its base population_2019"):
        office.receives(LIST | {"20": 900000})
    assert office.state() == before


def test_the_door_looks_at_a_period_that_is_only_begun(office: Office) -> None:
    before = office.state()
    day = date(2020, 8, 9)
    with pytest.raises(DoorError, match="more than its base population_2019"):
        office.receives(LIST | {"20": 900000}, period=on("day", day), as_of=Moment(day))
    assert office.state() == before


def test_a_dry_run_writes_nothing(office: Office) -> None:
    before = office.state()
    assert office.receives(LIST, dry_run=True).files
    assert office.state() == before
    with pytest.raises(DoorError):
        office.receives(LIST | {"20": 900000}, dry_run=True)


@pytest.mark.parametrize("step", ["sync", "exchange", "shutil.copytree", "shutil.copy2"])
def test_an_import_that_breaks_off_leaves_the_former_state(
    office: Office, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = office.state()

    def breaks(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(f"dophu.data.staging.{step}", breaks)
    with pytest.raises(UsageError, match="No space left"):
        office.receives(LIST)
    assert office.state() == before
    assert not [path for path in office.project.folders("data", "demo") if path.startswith(".")]


def test_names_that_are_not_yet_on_the_disk_do_not_make_a_new_period_unwritten(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(exchange, "sync_names", breaks)
    assert office.receives(LIST).state == "new"
    assert len(office.lines()) == 7


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS])
def test_where_the_disk_knows_no_locks_an_import_is_alone_all_the_same(
    office: Office, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    with staging.staging(office.project, ("data", "demo", "2020-08-07")):
        pass  # leaves its lock file, as a run on another disk does

    def refuses(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("fcntl.flock", refuses)
    other = staging.staging(office.project, ("data", "demo", "2020-08-07"))
    with other, pytest.raises(UsageError, match="another import is at work"):
        office.receives(LIST)
    assert office.receives(LIST).state == "new"


def test_a_system_without_an_exchange_of_folders_renames_twice(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "_swapped", lambda *_: False)
    office.receives(LIST)
    assert len(office.lines()) == 7
    assert office.project.folders("data", "demo") == ["2020-07-31", "2020-08-07"]


def test_what_a_killed_import_left_is_cleared_away(office: Office) -> None:
    former = office.project.root / "data" / "demo" / ".2020-08-07.former"
    (office.project.root / PERIOD).rename(former)
    (former.parent / ".2020-08-07.import").mkdir()
    office.receives(LIST)
    assert len(office.lines()) == 7
    assert office.project.folders("data", "demo") == ["2020-07-31", "2020-08-07"]


def test_a_second_import_at_the_same_time_is_refused(office: Office) -> None:
    other = staging.staging(office.project, ("data", "demo", "2020-08-07"))
    with other, pytest.raises(UsageError, match="another import is at work"):
        office.receives(LIST)


def test_a_file_that_changed_while_it_was_read_is_refused(office: Office) -> None:
    before = office.state()
    with pytest.raises(DataError, match="has changed since it was read"):
        office.receives(LIST, intake={"sha256": "0" * 64})
    assert office.state() == before


@pytest.mark.parametrize("source", ["", "hai từ", "a/b", "../x"])
def test_an_id_that_could_not_name_a_source_is_refused(office: Office, source: str) -> None:
    with pytest.raises(UsageError, match="--source"):
        office.receives(LIST, source=source)


def test_a_decision_is_kept_in_the_campaign_with_its_comments(office: Office) -> None:
    office.project.change(CAMPAIGN, "key: demo", "# Ghi chú\nkey: demo   # khóa")
    before = (office.project.root / CAMPAIGN).read_text(encoding="utf-8")
    decided = Decisions({"installs": "Số máy: đã cài"}, "en", {"Hà Tây": "đã nhập"}, {"20 installs": "chưa có"})
    assert keep_decisions(office.project, "demo", decided)
    assert not keep_decisions(office.project, "demo", decided)
    assert (office.project.root / CAMPAIGN).read_text(encoding="utf-8").startswith(before)
    kept = read_campaign(office.project, "demo").intake
    assert (kept.columns, kept.numbers) == ({"installs": ("Số máy: đã cài",)}, "en")
    assert (kept.skip, kept.leave_blank) == ({"Hà Tây": "đã nhập"}, {"20 installs": "chưa có"})
