"""`dophu import`, from a received workbook to a period of data/ or back to its sender."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from dophu.cli import main
from dophu.data.project import OVERRIDE
from tests.project import CAMPAIGN, COUNTS, PERIOD, Draft, demo  # noqa: F401 - a fixture

HEAD = ["TT", "Địa phương", "Số người cài đặt"]
ROWS = [[1, "Bắc Giang", 90001], [2, "Quảng Ninh", 151234], [3, "Tỉnh Lạng Sơn", 80123]]
SENT, SHEET = "TN20200807", "Sheet"
NEW = "data/demo/2020-08-09"


class Office:
    """A project, and a folder in which its files arrive."""

    def __init__(self, project: Draft, inbox: Path) -> None:
        self.project, self.inbox = project, inbox

    def gets(self, *rows: list[Any], name: str = "so lieu.xlsx", head: list[str] | None = None) -> Path:
        book = openpyxl.Workbook()
        for row in [head or HEAD, *rows]:
            book[SHEET].append(row)
        book.save(self.inbox / name)
        return self.inbox / name

    def imports(self, file: Path, *options: str, period: str = "2020-08-07") -> Result:
        arguments = ["import", str(file), "--campaign", "demo", "--period", period, *options]
        return CliRunner(env={OVERRIDE: str(self.project.root)}).invoke(main, arguments)

    def tells(self, file: Path, *options: str) -> Any:
        return json.loads(self.imports(file, *options, "--json").stdout)

    def data(self) -> dict[str, bytes]:
        files = (path for path in sorted((self.project.root / "data").rglob("*")) if path.is_file())
        return {str(path.relative_to(self.project.root)): path.read_bytes() for path in files}

    def lines(self, name: str = COUNTS) -> list[str]:
        return (self.project.root / name).read_text(encoding="utf-8").splitlines()


@pytest.fixture(name="office")
def an_office(project: Draft, tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(project, tmp_path_factory.mktemp("inbox"))


def test_a_clean_file_becomes_counts_and_a_report(office: Office) -> None:
    done = office.imports(office.gets(*ROWS))
    assert (done.exit_code, done.stderr) == (0, "")
    assert office.lines()[-3:] == [
        f"{SENT},2020-08-07,VN63,20,installs,80123,1,,",
        f"{SENT},2020-08-07,VN63,22,installs,151234,1,,",
        f"{SENT},2020-08-07,VN63,24,installs,90001,1,,",
    ]
    assert (office.project.root / "outputs" / "intake" / "demo" / "2020-08-07" / f"{SENT}.html").is_file()
    assert "3 counts of 3 units (VN63)" in done.stdout
    assert "rows: 4 in, 3 out, 1 skipped: 1 heading" in done.stdout


def test_a_period_that_has_no_folder_is_begun(office: Office) -> None:
    done = office.imports(office.gets(*ROWS), "--as-of", "2020-08-09T08:00", period="2020-08-09")
    assert done.exit_code == 0
    assert office.lines(f"{NEW}/counts.csv")[1] == "TN20200809,2020-08-09T08:00,VN63,20,installs,80123,1,,"


def test_who_sent_it_and_when_stands_in_the_sources(office: Office) -> None:
    said = ["--from", "Văn phòng", "--received", "2020-08-07T09:15", "--title", "Bảng nhanh", "--source", "VP1"]
    assert office.imports(office.gets(*ROWS), *said).exit_code == 0
    source = office.project.history().sources["VP1"]
    assert (source.title, source.received) == ("Bảng nhanh", "2020-08-07T09:15")
    assert (source.files[0].sender, source.files[0].file) == ("Văn phòng", "so lieu.xlsx")


def test_a_wrong_file_goes_back_with_every_finding_and_leaves_data_alone(office: Office) -> None:
    before = office.data()
    done = office.imports(office.gets([1, "Bắc Giangg", 90001], [2, "Quảng Ninh", "nhiều"], *ROWS[2:]))
    assert done.exit_code == 3
    assert "error Sheet!B2: " in done.stdout
    assert "error Sheet!C3: " in done.stdout
    assert done.stdout.count("  fix: ") >= 2
    assert "nothing was written" in done.stderr
    assert office.data() == before
    assert sorted(path.name for path in office.inbox.iterdir()) == [
        *("so lieu.reviewed.html", "so lieu.reviewed.xlsx", "so lieu.xlsx"),
    ]


def test_the_copy_goes_where_it_is_told_to(office: Office, tmp_path: Path) -> None:
    wrong = office.gets([1, "Bắc Giangg", 90001], *ROWS[1:])
    assert office.imports(wrong, "--out", str(tmp_path / "gửi lại")).exit_code == 3
    assert (tmp_path / "gửi lại" / "so lieu.reviewed.xlsx").is_file()
    assert [path.name for path in office.inbox.iterdir()] == ["so lieu.xlsx"]


def test_a_folder_that_takes_no_copy_is_told_of_and_hides_no_finding(office: Office) -> None:
    wrong = office.gets([1, "Bắc Giangg", 90001], *ROWS[1:])
    done = office.imports(wrong, "--out", str(wrong / "x"))
    assert done.exit_code == 3
    assert "error Sheet!B2: " in done.stdout
    assert "it cannot be written" in done.stdout


def test_a_file_that_lies_in_data_gets_no_copy_beside_it(office: Office) -> None:
    wrong = office.gets([1, "Bắc Giangg", 90001], *ROWS[1:])
    inside = wrong.rename(office.project.root / PERIOD / "so lieu.xlsx")
    before = office.data()
    assert office.imports(inside).exit_code == 3
    assert office.data() == before
    assert (office.project.root / "outputs/intake/demo/2020-08-07/so lieu.reviewed.xlsx").is_file()


def test_a_dry_run_writes_nothing_at_all(office: Office) -> None:
    before = office.data()
    done = office.imports(office.gets(*ROWS), "--dry-run")
    lines = done.stdout.splitlines()
    assert (done.exit_code, lines[0], lines[-1]) == (0, "a dry run: nothing was written", lines[0])
    assert office.tells(office.gets(*ROWS), "--dry-run")["written"] == []
    assert office.imports(office.gets([1, "Bắc Giangg", 1], *ROWS[1:]), "--dry-run").exit_code == 3
    assert office.data() == before
    assert not (office.project.root / "outputs").exists()
    assert [path.name for path in office.inbox.iterdir()] == ["so lieu.xlsx"]


def test_a_row_set_aside_and_a_count_left_blank_are_kept_with_their_reasons(office: Office) -> None:
    file = office.gets(*ROWS[:2], [3, "Lạng Sơn", "120\n350"], [4, "Nước ngoài", 5])
    options = ("--skip", "B5=không thuộc tỉnh nào", "--leave-blank", "C4=chờ xác nhận")
    assert office.imports(file, *options[:2]).exit_code == 3
    assert office.imports(file, *options, "--keep").exit_code == 0
    assert f"{SENT},2020-08-07,VN63,20,installs,,1,,chờ xác nhận" in office.lines()
    kept = office.project.history().campaign.intake
    assert kept.skip == {"Nước ngoài": "không thuộc tỉnh nào"}
    assert kept.leave_blank == {"20 installs": "chờ xác nhận"}
    page = (office.project.root / "outputs/intake/demo/2020-08-07" / f"{SENT}.html").read_text(encoding="utf-8")
    assert "không thuộc tỉnh nào" in page


def test_the_same_file_again_changes_nothing(office: Office) -> None:
    file = office.gets(*ROWS)
    office.imports(file)
    before = office.data()
    done = office.imports(file)
    assert (done.exit_code, office.data()) == (0, before)
    assert "already imported" in done.stdout


def test_other_counts_are_shown_and_kept_out_until_they_are_a_revision(office: Office) -> None:
    office.imports(office.gets(*ROWS))
    before = office.data()
    changed = office.gets(*ROWS[:2], [3, "Lạng Sơn", 80000], name="moi.xlsx")
    done = office.imports(changed)
    assert (done.exit_code, office.data()) == (3, before)
    assert "changed 20 installs: 80123 -> 80000" in done.stdout
    assert "--revise" in done.stderr
    assert office.imports(changed, "--revise", "--reason", "Loại máy trùng").exit_code == 0
    assert office.lines(f"{PERIOD}/revisions.csv")[1].endswith(",VN63,20,installs,80123,1,,Loại máy trùng")


def test_an_addition_needs_no_revision(office: Office) -> None:
    office.imports(office.gets(*ROWS[:2]))
    told = office.tells(office.gets(*ROWS, name="du.xlsx"))
    assert told["state"] == "added"
    assert [(change["kind"], change["unit"]) for change in told["changes"]] == [("added", "20")]


def test_json_tells_everything_in_both_languages(office: Office) -> None:
    told = office.tells(office.gets([1, "Bắc Giangg", 90001], *ROWS[1:]))
    found = next(found for found in told["findings"] if found["weight"] == "error")
    assert (told["state"], found["where"], found["value"]) == ("refused", "Sheet!B2", "Bắc Giangg")
    assert all(found[key] for key in ("problem", "fix", "problem_vi", "fix_vi"))


def test_json_accounts_for_every_row_and_count(office: Office) -> None:
    told = office.tells(office.gets(*ROWS, [], ["Ghi chú: số liệu đến 17h"]))
    assert sorted([*told["rows_out"], *(row["row"] for row in told["skipped"])]) == told["rows_in"] == [1, 2, 3, 4, 6]
    assert [(count["unit"], count["count"], count["place"]) for count in told["counts"]] == [
        *(("20", 80123, "C4"), ("22", 151234, "C3"), ("24", 90001, "C2")),
    ]


def test_a_disagreement_is_accepted_with_its_reason(office: Office) -> None:
    file = office.gets(*ROWS, [None, "Tổng cộng", 321359])
    assert office.imports(file).exit_code == 3
    assert office.imports(file, "--accept", "C5=Có một máy ngoài danh sách").exit_code == 0
    assert "Có một máy ngoài danh sách" in (office.project.root / PERIOD / "sources.yml").read_text(encoding="utf-8")


def test_a_count_above_its_base_is_let_in_with_its_reason_as_note(office: Office) -> None:
    file = office.gets(*ROWS[:2], [3, "Lạng Sơn", 800000])
    assert "above its base" in office.imports(file).stdout
    assert office.imports(file, "--accept", "C4=Một người nhiều máy").exit_code == 0
    assert office.lines()[-3] == f"{SENT},2020-08-07,VN63,20,installs,800000,1,,Một người nhiều máy"


def test_a_decision_is_kept_for_the_next_file(office: Office) -> None:
    head = ["TT", "Địa phương", "Máy tỉnh", "Máy huyện"]
    file = office.gets(*([*row, 5] for row in ROWS), head=head)
    assert office.imports(file).exit_code == 3
    assert office.imports(file, "--column", "installs=C", "--keep").exit_code == 0
    assert "Máy tỉnh" in (office.project.root / CAMPAIGN).read_text(encoding="utf-8")
    assert office.imports(file).exit_code == 0


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["--column", "installs"], "--column"),
        (["--column", "installs=B", "--column", "installs=C"], "--column"),
        (["--accept", "=vì thế"], "--accept"),
        (["--accept", "C2"], "--accept"),
        (["--as-of", "8 giờ"], "--as-of"),
        (["--as-of", "2020-08-08"], "--as-of"),
        (["--received", "hôm qua"], "--received"),
        (["--revise"], "--revise"),
        (["--reason", "vì thế"], "--revise"),
        (["--unit", "99"], "--unit"),
        (["--source", "a b"], "--source"),
        (["--campaign", "không có"], "campaign"),
        (["--period", "7/8/2020"], "--period"),
        (["--period", "20200807"], "--period"),
    ],
)
def test_a_wrong_option_is_named_and_writes_nothing(office: Office, options: list[str], named: str) -> None:
    before = office.data()
    done = office.imports(office.gets(*ROWS), *options)
    assert (done.exit_code, office.data()) == (2, before)
    assert done.stderr.startswith(f"{named}: ")
    assert "fix: " in done.stderr


def test_what_the_door_refuses_is_a_finding(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.project.change(
        COUNTS, "DEMO,2020-08-07T08:00,VN63,20,installs,80000", "DEMO,2020-08-07T08:00,VN63,20,installs,900000"
    )
    before = office.data()
    told = office.tells(office.gets(*ROWS))
    assert (told["state"], told["findings"][-1]["kind"]) == ("refused", "door")
    assert "more than its base" in told["findings"][-1]["problem"]
    assert office.data() == before


def test_ids_of_another_system_are_put_into_ours_by_a_file_of_pairs(office: Office) -> None:
    sent, pairs = office.inbox / "a.json", office.inbox / "ids.csv"
    names = ("dataElement", "period", "orgUnit", "value")
    rows = [("abc", "20200807", "LS", 80123), ("abc", "20200807", "QN", 151234)]
    sent.write_text(json.dumps({"dataValues": [dict(zip(names, row, strict=True)) for row in rows]}), encoding="utf-8")
    pairs.write_text("abc,installs\nLS,20\nQN,Quảng Ninh\n", encoding="utf-8")
    assert office.imports(sent).exit_code == 3
    pairs.write_text("abc,installs\nLS,20\nQN,22\n", encoding="utf-8")
    assert office.imports(sent, "--mapping", str(pairs)).exit_code == 0
    assert f"{SENT},2020-08-07,VN63,20,installs,80123,1,," in office.lines()
