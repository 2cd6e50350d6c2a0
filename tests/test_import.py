"""`dophu import`, from a received workbook to a period of data/ or back to its sender."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from dophu.cli import main
from dophu.data.project import OVERRIDE
from dophu.facts.made import known_figures
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
        arguments = ["import", str(file), "--campaign", "demo", *(["--period", period] if period else []), *options]
        return CliRunner(env={OVERRIDE: str(self.project.root)}).invoke(main, arguments)

    def tells(self, file: Path, *options: str, period: str = "2020-08-07") -> Any:
        return json.loads(self.imports(file, *options, "--json", period=period).stdout)

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


BASED = [[1, "Bắc Giang", 90001, 1850000], [2, "Quảng Ninh", 151234, 1330000], [3, "Lạng Sơn", 80123, 790000]]
OWN = f"{PERIOD}/bases.csv"


def test_the_file_s_own_denominators_become_the_bases_of_the_period(office: Office) -> None:
    file = office.gets(*BASED, head=[*HEAD, "Dân số"])
    assert office.imports(file, "--column", "base:population_2019=Dân số", "--keep").exit_code == 0
    assert office.lines(OWN)[1:] == [
        f"population_2019,VN63,{code},{value},,,,published,{SENT},"
        for code, value in (("20", 790000), ("22", 1330000), ("24", 1850000))
    ]
    known = [
        one.bases.of("population_2019", "VN63", "20")
        for one in (office.project.edition().history, office.project.history())
    ]
    assert [value.value for value in known if value] == [790000, 781655]
    assert "already imported" in office.imports(file).stdout  # the column is kept for the next file


def test_each_period_is_divided_by_its_own_denominators(office: Office) -> None:
    """They change no share of an earlier period, and hold where the base is described as younger."""
    file = office.gets(*BASED, head=[*HEAD, "Dân số"])
    assert office.imports(file, "--column", "base:population_2019=Dân số").exit_code == 0
    for history in (office.project.edition().history, office.project.history()):
        known = known_figures(history, "installs", unit=history.gazetteer.get("VN63", "20"))
        bases = {(one.period, one.base.value) for one in known if one.base}
        assert bases == {("2020-07-31", 781655), ("2020-08-07", 790000)}
    office.project.change("data/reference/bases.yml", "as_of: 2019", "as_of: 2021")
    known = known_figures(office.project.edition().history, "installs", period="2020-07-31")
    assert [one.base for one in known if one.base] == []
    known = known_figures(office.project.edition().history, "installs", period="2020-08-07")
    assert {one.base.value for one in known if one.base and one.unit.code == "20"} == {790000}


def test_counts_are_held_against_the_denominators_that_came_with_them(office: Office) -> None:
    file = office.gets(*BASED[:2], [3, "Lạng Sơn", 80123, 80000], head=[*HEAD, "Dân số"])
    done = office.imports(file, "--column", "base:population_2019=Dân số")
    assert (done.exit_code, "above its base population_2019 of 80.000" in done.stdout) == (3, True)


def test_denominators_that_exceed_the_whole_s_keep_the_file_out_until_they_are_accepted(office: Office) -> None:
    whole = "population_2019,VN63,VN,96208984"
    office.project.change("data/reference/bases.csv", whole, "population_2019,VN63,VN,3000000")
    file = office.gets(*BASED, head=[*HEAD, "Dân số"])
    wanted = ("--column", "base:population_2019=Dân số")
    done = office.imports(file, *wanted)
    assert (done.exit_code, "error Sheet!D4: cả nước: the base population_2019 of 3" in done.stdout) == (3, True)
    assert "adds up to 3.970.000, not to 3.000.000" in done.stdout
    assert office.imports(file, *wanted, "--accept", "base_apart=rà soát mới").exit_code == 0
    assert "kind: base_apart" in (office.project.root / PERIOD / "sources.yml").read_text(encoding="utf-8")


def test_a_wrong_total_of_denominators_that_are_taken_over_is_an_error(office: Office) -> None:
    file = office.gets(*BASED, ["", "Tổng", 321358, 3970001], head=[*HEAD, "Dân số"])
    assert "warning Sheet!D5" in office.imports(file, "--dry-run").stdout
    assert "error Sheet!D5" in office.imports(file, "--column", "base:population_2019=Dân số").stdout


def test_a_denominator_that_is_none_or_that_nothing_describes_is_refused(office: Office) -> None:
    file = office.gets(*BASED[:2], [3, "Lạng Sơn", 80123, "0"], head=[*HEAD, "Dân số"])
    assert "error Sheet!D4" in office.imports(file, "--column", "base:population_2019=Dân số").stdout
    done = office.imports(office.gets(*BASED, head=[*HEAD, "Dân số"]), "--column", "base:population_2091=Dân số")
    assert (done.exit_code, "population_2019" in done.stderr) == (2, True)


RATES = [[1, "Bắc Giang", "8,1%"], [2, "Quảng Ninh", "12,40%"], [3, "Lạng Sơn", "7,5%"]]
RATED = ["TT", "Địa phương", "Tỷ lệ cài đặt (%)"]


def test_a_table_of_percentages_alone_is_kept_as_published_shares(office: Office) -> None:
    before = office.lines()
    file = office.gets(*RATES, head=RATED)
    assert (office.imports(file).exit_code, office.lines()) == (0, before)
    assert office.lines(f"{PERIOD}/published.csv")[-3:] == [
        f"{SENT},2020-08-07,VN63,24,installs,share,8.1,,,population,,published,,",
        f"{SENT},2020-08-07,VN63,22,installs,share,12.40,,,population,,published,,",
        f"{SENT},2020-08-07,VN63,20,installs,share,7.5,,,population,,published,,",
    ]
    assert office.project.history().published["value"].tolist()[-1] == "7.5"
    assert "already imported" in office.imports(file).stdout


def test_percentages_name_their_base_or_are_of_the_campaign_s(office: Office) -> None:
    head = [*RATED[:2], "Tỷ lệ cài đặt trên số điện thoại thông minh (%)"]
    assert office.imports(office.gets(*RATES, head=head)).exit_code == 0
    assert office.lines(f"{PERIOD}/published.csv")[-1].endswith(",share,7.5,,,smartphones,,published,,")


def test_other_percentages_than_before_are_a_revision(office: Office) -> None:
    office.imports(office.gets(*RATES, head=RATED))
    other = office.gets(*RATES[:2], [3, "Lạng Sơn", "7,6%"], head=RATED, name="moi.xlsx")
    assert office.imports(other).exit_code == 3
    assert office.imports(other, "--revise", "--reason", "tính lại").exit_code == 0
    (row,) = [line for line in office.lines(f"{PERIOD}/published.csv") if f"{SENT},2020-08-07,VN63,20," in line]
    assert row.endswith(",share,7.6,,,population,,published,,trước khi sửa: 7.5 (tính lại)")


@pytest.mark.parametrize("wrong", ["108,1%", "nhiều", -1])
def test_a_percentage_that_cannot_be_one_keeps_the_table_out(office: Office, wrong: Any) -> None:
    file = office.gets(*RATES[:2], [3, "Lạng Sơn", wrong], head=RATED)
    assert "error Sheet!C4" in office.imports(file).stdout
    assert office.imports(file, "--leave-blank", "C4=chờ nơi gửi").exit_code == 0


def test_percentages_beside_a_column_that_may_be_the_count_are_not_taken_alone(office: Office) -> None:
    file = office.gets(*([*row, 5] for row in RATES), head=[*RATED, "Số lượng"])
    assert "no column gives a measure" in office.imports(file).stdout


def years(*rows: list[Any]) -> list[list[Any]]:
    return [[1, "Bắc Giang", 70001, 80001, 95001], [2, "Quảng Ninh", 61234, 71234, 161234], *rows]


WIDE = ["TT", "Địa phương", "2018", "2019", "31/10/2020"]


def test_every_period_of_a_wide_table_is_read_at_once(office: Office) -> None:
    file = office.gets(*years([3, "Lạng Sơn", 50123, 60123, 85123]), head=WIDE)
    done = office.imports(file, "--all-periods", period="")
    assert done.exit_code == 0, done.stdout + done.stderr
    for day, count in (("2018-12-31", 50123), ("2019-12-31", 60123), ("2020-10-31", 85123)):
        (line,) = [line for line in office.lines(f"data/demo/{day}/counts.csv") if ",VN63,20," in line]
        assert f",installs,{count}," in line


def test_of_several_periods_none_is_written_where_one_is_refused(office: Office) -> None:
    before = office.data()
    file = office.gets(*years([3, "Lạng Sơn", 50123, "abc", 70123]), head=WIDE)
    assert office.imports(file, "--all-periods", period="").exit_code == 3
    assert office.data() == before
    assert len(office.tells(file, "--all-periods", "--dry-run", period="")) == 3


SERIES = {"Bắc Giang": 90001, "Quảng Ninh": 151234, "Lạng Sơn": 40123, "Phú Thọ": 41733, "Vĩnh Phúc": 58119}
WEEKS = ("02/8/2020", "09/8/2020", "16/8/2020", "23/8/2020")


def weeks(office: Office, changed: dict[str, object]) -> Path:
    """Write a table of four weeks, in which cells may be other than what grows by a twentieth a week."""
    for name in ("2020-07-31", "2020-08-07"):
        shutil.rmtree(office.project.root / "data" / "demo" / name)
    rows = [[n, name, *(int(count * 1.05**k) for k in range(4))] for n, (name, count) in enumerate(SERIES.items(), 1)]
    for place, value in changed.items():
        rows[int(place[1:]) - 2]["ABCDEF".index(place[0])] = value
    return office.gets(*rows, head=["TT", "Địa phương", *WEEKS])


def test_a_column_is_held_against_the_columns_before_it_ere_any_is_written(office: Office) -> None:
    file, before = weeks(office, {"E4": 442350}), office.data()
    done = office.imports(file, "--all-periods", period="")
    assert (done.exit_code, office.data()) == (3, before), done.stdout
    assert "error Sheet!E4" in done.stdout
    accepted = office.imports(file, "--all-periods", "--accept", "E4=đã hỏi lại", period="")
    assert accepted.exit_code == 0, accepted.stdout + accepted.stderr
    (line,) = [row for row in office.lines("data/demo/2020-08-16/counts.csv") if ",VN63,20," in row]
    assert line.endswith("installs,442350,1,,đã hỏi lại")


def test_a_reason_need_meet_something_in_one_of_the_periods_only(office: Office) -> None:
    file = weeks(office, {"D3": "abc"})
    assert office.imports(file, "--all-periods", period="").exit_code == 3
    assert office.imports(file, "--all-periods", "--leave-blank", "D3=chờ", period="").exit_code == 0
    done = office.imports(file, "--all-periods", "--leave-blank", "D3=chờ", "--accept", "D9=thật", period="")
    assert (done.exit_code, "--accept: nothing in any of the 4 periods meets D9" in done.stderr) == (2, True)


def test_a_table_without_times_has_no_periods_to_read(office: Office) -> None:
    assert office.imports(office.gets(*ROWS), "--all-periods", period="").exit_code == 3
    assert office.imports(office.gets(*ROWS), period="").exit_code == 2
    assert office.imports(office.gets(*ROWS), "--all-periods").exit_code == 2
