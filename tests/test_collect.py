"""`dophu collect`, from the files of many senders to what is taken in, what goes back, and who has not sent."""

from __future__ import annotations

import json
import mailbox
import shutil
import zipfile
from email.message import EmailMessage
from pathlib import Path
from time import process_time
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from dophu.cli import main
from dophu.data.project import OVERRIDE
from tests.project import PARAMS, Draft, demo  # noqa: F401 - a fixture

PERIODS, DAY = ("2020-10-06", "2020-10-13", "2020-10-20"), "2020-10-27"
NAMES = {
    "178": "Thành phố Lạng Sơn",
    "180": "Huyện Tràng Định",
    "181": "Huyện Bình Gia",
    "182": "Huyện Văn Lãng",
    "183": "Huyện Cao Lộc",
    "184": "Huyện Văn Quan",
    "185": "Huyện Bắc Sơn",
    "186": "Huyện Hữu Lũng",
    "187": "Huyện Chi Lăng",
    "188": "Huyện Lộc Bình",
    "189": "Huyện Đình Lập",
}
SECONDS = 20
HEAD = "source,as_of,vintage,unit,measure,count,step,qualifier,note\n"


def counts(number: int) -> dict[str, int]:
    return {code: round((int(code) - 150) * 137.3 * (1.04 + place / 500) ** number) for place, code in enumerate(NAMES)}


TRUE = counts(len(PERIODS))


class Province:
    """A project with three weeks of a province's districts, and the folder in which the fourth arrives."""

    def __init__(self, project: Draft, inbox: Path) -> None:
        self.project, self.inbox = project, inbox

    def gets(self, code: str, count: object = None, name: str = "", folder: str = "") -> Path:
        book = openpyxl.Workbook()
        for row in (["TT", "Đơn vị", "Số người cài đặt"], [1, NAMES[code], TRUE[code] if count is None else count]):
            book["Sheet"].append(row)
        path = self.inbox / folder / (name or f"{NAMES[code]}.xlsx")
        path.parent.mkdir(exist_ok=True)
        book.save(path)
        return path

    def collects(self, *options: str, inbox: Path | None = None) -> Result:
        arguments = [
            "collect",
            str(inbox or self.inbox),
            "--campaign",
            "demo",
            "--period",
            DAY,
            "--unit",
            "20",
            *options,
        ]
        return CliRunner(env={OVERRIDE: str(self.project.root)}).invoke(main, arguments)

    def told(self, *options: str, inbox: Path | None = None) -> Any:
        done = self.collects(*options, "--json", inbox=inbox)
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    def states(self, *options: str, inbox: Path | None = None) -> dict[str, str]:
        return {one["file"]: one["state"] for one in self.told(*options, inbox=inbox)["files"]}

    def rows(self) -> dict[str, tuple[str, str]]:
        text = (self.project.root / f"data/demo/{DAY}/counts.csv").read_text(encoding="utf-8")
        cells = [line.split(",") for line in text.splitlines()[1:]]
        return {row[3]: (row[5], row[0]) for row in cells}


@pytest.fixture(name="province")
def a_province(project: Draft, tmp_path_factory: pytest.TempPathFactory) -> Province:
    for name in ("2020-07-31", "2020-08-07"):
        shutil.rmtree(project.root / "data" / "demo" / name)
    (project.root / PARAMS).unlink()
    for number, day in enumerate(PERIODS):
        rows = "".join(f"DEMO,{day},VN63,{code},installs,{count},1,,\n" for code, count in counts(number).items())
        project.write(f"data/demo/{day}/counts.csv", HEAD + rows)
    return Province(project, tmp_path_factory.mktemp("inbox"))


def test_clean_files_wait_until_they_are_to_be_written(province: Province) -> None:
    province.gets("180")
    province.gets("181")
    told = province.told()
    assert (told["summary"]["clean"], told["summary"]["not_yet"]) == (2, 9)
    assert not (province.project.root / "data/demo" / DAY).exists()
    assert told["totals"] == [
        {
            **{"measure": "installs", "count": TRUE["180"] + TRUE["181"], "units": 2, "expected": 11},
            **{"former": counts(2)["180"] + counts(2)["181"], "since": "20/10/2020"},
        }
    ]


def test_without_write_it_says_that_nothing_was_written(province: Province) -> None:
    province.gets("180")
    assert "chưa ghi gì vào data/" in province.collects().stdout
    assert "chưa ghi gì vào data/" not in province.collects("--write").stdout


COMMUNES = 168


def test_a_large_city_of_168_communes_is_collected_within_seconds(province: Province) -> None:
    reference = province.project.root / "data/reference/units.csv"
    head, *rows = reference.read_text(encoding="utf-8").splitlines()
    names = {f"{90000 + n}": f"Thử {n:03}" for n in range(COMMUNES)}
    cells = dict.fromkeys(head.split(","), "") | {
        "vintage": "VN63",
        "level": "district",
        "kind": "huyện",
        "parent": "17",
    }
    rows += [",".join((cells | {"code": code, "name": name}).values()) for code, name in names.items()]
    reference.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    (reference.parent / "units/VN63/district/17.csv").unlink()
    for code, name in names.items():
        book = openpyxl.Workbook()
        for row in (["TT", "Đơn vị", "Số người cài đặt"], [1, f"Huyện {name}", int(code) * 7919 % 4001 + 1000]):
            book["Sheet"].append(row)
        book.save(province.inbox / f"{name}.xlsx")
    started = process_time()
    told = province.told("--unit", "17", "--write")
    assert process_time() - started < SECONDS
    assert (told["summary"]["taken"], told["summary"]["not_yet"]) == (COMMUNES, 0)
    assert province.told("--unit", "17", "--write")["written"][0].endswith("index.html")


def test_each_sender_becomes_a_source_with_its_file(province: Province) -> None:
    province.gets("180")
    province.gets("181")
    assert set(province.states("--write").values()) == {"taken"}
    assert province.rows() == {code: (str(TRUE[code]), f"TN20201027_G{code}") for code in ("180", "181")}
    source = province.project.history().sources["TN20201027_G180"]
    assert source.files[0].file == "Huyện Tràng Định.xlsx"
    kept = province.project.root / f"data/demo/{DAY}" / (source.files[0].kept or "")
    assert kept.read_bytes() == (province.inbox / "Huyện Tràng Định.xlsx").read_bytes()


def test_reports_know_the_senders_figures_as_one_list(province: Province) -> None:
    for code in NAMES:
        province.gets(code)
    province.states("--write")
    history = province.project.history()
    counts_of_day = history.counts[history.counts["period"] == DAY]
    assert set(counts_of_day["source"]) == {"TN20201027_20"}
    listed = history.sources["TN20201027_20"]
    assert listed.title == "Số liệu do các đơn vị trực thuộc tỉnh Lạng Sơn gửi, kỳ 27/10/2020"
    assert sorted(file.file for file in listed.files) == sorted(f"{name}.xlsx" for name in NAMES.values())
    edition = province.project.edition(period=DAY)
    assert set(edition.history.counts["source"]) == {"DEMO", "TN20201027_20"}


def test_running_it_again_takes_what_is_new(province: Province) -> None:
    province.gets("180")
    province.states("--write")
    before = province.rows()
    province.gets("181")
    told = province.told("--write")
    assert {one["state"] for one in told["files"]} == {"taken"}
    assert province.rows() == before | {"181": (str(TRUE["181"]), "TN20201027_G181")}
    assert province.told("--write")["summary"]["taken"] == 2
    assert told["totals"][0]["units"] == 2


def test_a_wrong_file_goes_back_marked_and_stops_no_other(province: Province) -> None:
    for code in ("178", "182", "183", "184", "185"):
        province.gets(code)
    province.gets("180", TRUE["180"] * 10)
    province.gets("181", "nhiều")
    told = province.told("--write")
    state = {one["file"]: one for one in told["files"]}
    assert state["Huyện Tràng Định.xlsx"]["state"] == "to_correct"
    assert "thừa một chữ số" in state["Huyện Tràng Định.xlsx"]["why"]
    assert state["Huyện Bình Gia.xlsx"]["state"] == "to_correct"
    for one in (state["Huyện Tràng Định.xlsx"], state["Huyện Bình Gia.xlsx"]):
        marked = openpyxl.load_workbook(one["copies"][0])
        assert any(cell.comment for sheet in marked for row in sheet for cell in row)
    assert set(province.rows()) == {"178", "182", "183", "184", "185"}


@pytest.mark.parametrize(
    "name", ["hong.xlsx", "hong.xls", "hong.zip", "hong.eml", "hong.docx", "anh.jpg", "thu.pdf", "rong.csv"]
)
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04" + b"x" * 50, b"\x00" * 99, b"%PDF-1.4 x", b"\xff\xd8\xff\xe0x"])
def test_a_broken_file_never_stops_the_others(province: Province, name: str, content: bytes) -> None:
    (province.inbox / name).write_bytes(content)
    province.gets("180")
    states = province.states("--write")
    assert states.pop("Huyện Tràng Định.xlsx") == "taken"
    assert set(states.values()) <= {"no_table", "to_correct"}


def test_two_versions_ask_which_holds(province: Province) -> None:
    province.gets("180", name="a.xlsx")
    province.gets("180", TRUE["180"] + 5, name="b.xlsx")
    province.gets("181")
    told = province.told("--write")
    assert {one["file"]: one["state"] for one in told["files"]} == {
        **{"a.xlsx": "conflict", "b.xlsx": "conflict", "Huyện Bình Gia.xlsx": "taken"}
    }
    why = next(one["why"] for one in told["files"] if one["file"] == "a.xlsx")
    had, has = (f"{count:,}".replace(",", ".") for count in (TRUE["180"], TRUE["180"] + 5))
    assert f'tệp này ghi {had}, b.xlsx ghi {has}; nếu tệp này đúng: --take "180=a.xlsx"' in why
    states = province.states("--write", "--take", "180=b.xlsx")
    assert (states["a.xlsx"], states["b.xlsx"]) == ("duplicate", "taken")
    assert province.rows()["180"][0] == str(TRUE["180"] + 5)


def test_a_later_version_revises_only_when_asked_to_with_a_reason(province: Province) -> None:
    province.gets("180", name="a.xlsx")
    province.states("--write")
    province.gets("180", TRUE["180"] + 5, name="b.xlsx")
    assert province.states("--write")["b.xlsx"] == "conflict"
    assert province.states("--write", "--take", "180=b.xlsx")["b.xlsx"] == "conflict"
    assert province.states("--write", "--take", "180=b.xlsx", "--reason", "rà soát lại")["b.xlsx"] == "taken"
    assert province.rows()["180"] == (str(TRUE["180"] + 5), "TN20201027_G180")
    assert "rà soát lại" in (province.project.root / f"data/demo/{DAY}/revisions.csv").read_text(encoding="utf-8")


def test_a_corrected_file_takes_the_place_of_the_wrong_one(province: Province) -> None:
    province.gets("180", "nhiều", name="a.xlsx")
    province.gets("180", name="b.xlsx")
    assert province.states("--write") == {"a.xlsx": "to_correct", "b.xlsx": "taken"}


def test_the_same_file_or_the_same_figures_twice_are_said_once(province: Province) -> None:
    first = province.gets("180", name="a.xlsx")
    shutil.copy(first, province.inbox / "b.xlsx")
    (province.inbox / "c.csv").write_text(
        f"Đơn vị,Số người cài đặt\nHuyện Tràng Định,{TRUE['180']}\n", encoding="utf-8"
    )
    assert province.states() == {"a.xlsx": "clean", "b.xlsx": "duplicate", "c.csv": "duplicate"}


def test_whose_a_file_is_its_content_says_and_its_name_only_asks(province: Province) -> None:
    province.gets("180", name="Huyện Bình Gia.xlsx")
    (province.inbox / "Huyện Cao Lộc.pdf").write_bytes(b"%PDF-1.4 x")
    told = {one["file"]: one for one in province.told()["files"]}
    assert told["Huyện Bình Gia.xlsx"]["units"] == ["180"]
    assert "tên tệp như của huyện Bình Gia, nội dung là của huyện Tràng Định" in told["Huyện Bình Gia.xlsx"]["why"]
    assert (told["Huyện Cao Lộc.pdf"]["units"], told["Huyện Cao Lộc.pdf"]["guess"]) == ([], "183")
    assert "cần xác nhận" in province.collects().stdout


def test_figures_of_another_provinces_parts_are_sent_back(province: Province) -> None:
    (province.inbox / "x.csv").write_text("Đơn vị,Số người cài đặt\nLạng Sơn,5000\nBắc Giang,7000\n", encoding="utf-8")
    province.gets("180")
    assert province.states("--write") == {"x.csv": "to_correct", "Huyện Tràng Định.xlsx": "taken"}


def test_what_is_suspicious_is_accepted_by_kind_or_by_cell(province: Province) -> None:
    for code in NAMES:
        province.gets(code, TRUE[code] * 3 if code in ("180", "181") else None)
    assert province.told()["summary"]["to_correct"] == 2
    states = province.states("--write", "--accept", "Huyện Bình Gia.xlsx!C2=đã hỏi lại")
    assert (states["Huyện Bình Gia.xlsx"], states["Huyện Tràng Định.xlsx"]) == ("taken", "to_correct")
    assert province.states("--write", "--accept", "jump=cao điểm")["Huyện Tràng Định.xlsx"] == "taken"
    accepted = province.project.history().sources["TN20201027_G181"].accepted
    assert [(one.kind, one.unit, one.reason) for one in accepted] == [("jump", "181", "đã hỏi lại")]


def test_what_is_found_in_all_files_together_is_told_once_and_waits_for_one_decision(province: Province) -> None:
    for place, code in enumerate(NAMES):
        province.gets(code, round(TRUE[code] * (1.5 + place / 100)) * (10 if code == "189" else 1))
    told = province.told("--write")
    assert [found["kind"] for found in told["general"] if found["weight"] == "error"] == ["list_moved"]
    states = {one["file"]: (one["state"], len(one["copies"])) for one in told["files"]}
    assert states.pop("Huyện Đình Lập.xlsx") == ("to_correct", 1)
    assert set(states.values()) == {("held", 0)}
    assert '--accept list_moved="lý do"' in province.collects().stdout
    after = province.states("--write", "--accept", "list_moved=ra quân")
    assert (after.pop("Huyện Đình Lập.xlsx"), set(after.values())) == ("to_correct", {"taken"})


def test_last_periods_figures_from_everybody_are_kept_out(province: Province) -> None:
    for code, count in counts(2).items():
        province.gets(code, count)
    assert set(province.states("--write").values()) == {"to_correct"}
    assert not (province.project.root / "data/demo" / DAY).exists()


def test_only_those_who_sent_an_old_figure_are_asked(province: Province) -> None:
    old = [code for code in NAMES if code not in ("178", "189", "184")]
    for code in NAMES:
        province.gets(code, counts(2)[code] if code in old else None)
    states = province.states("--write")
    assert {name for name, state in states.items() if state == "to_correct"} == {f"{NAMES[code]}.xlsx" for code in old}
    assert set(province.rows()) == {"178", "189", "184"}


def test_a_reason_or_a_choice_that_meets_nothing_is_refused(province: Province) -> None:
    province.gets("180")
    for option in ("--accept=jmp=lý do", "--take=180=nothing.xlsx", "--accept=jump"):
        done = province.collects(option)
        assert (done.exit_code, done.exception.__class__) == (2, SystemExit)


def letter(sender: str, *files: Path, **headers: str) -> EmailMessage:
    written = EmailMessage()
    written["From"], written["Date"] = sender, "Tue, 27 Oct 2020 08:30:00 +0700"
    written["Subject"] = "Số liệu"
    written.set_content("Kính gửi số liệu.")
    written.add_related(b"\x89PNG logo", "image", "png", cid="<logo>")
    for file in files:
        written.add_attachment(file.read_bytes(), "application", "octet-stream", filename=file.name)
    return written


def test_a_mailbox_gives_its_attachments_with_who_sent_them(province: Province, tmp_path: Path) -> None:
    files = [province.gets("180"), province.gets("181")]
    with zipfile.ZipFile(tmp_path / "nén.zip", "w") as packed:
        packed.write(province.gets("182"), "thư mục/Huyện Văn Lãng.xlsx")
    box = mailbox.mbox(tmp_path / "hộp thư.mbox")
    box.add(letter("Huyện Tràng Định <td@example.vn>", files[0]))
    box.add(letter("bg@example.vn", files[1], tmp_path / "nén.zip"))
    box.add(letter("khong@example.vn"))
    box.close()
    told = province.told("--write", inbox=tmp_path / "hộp thư.mbox")
    assert [(one["units"], one["state"], one["from"]) for one in told["files"]] == [
        (["180"], "taken", "Huyện Tràng Định <td@example.vn>"),
        (["181"], "taken", "bg@example.vn"),
        (["182"], "taken", "bg@example.vn"),
        ([], "no_table", "khong@example.vn"),
    ]
    source = province.project.history().sources["TN20201027_G180"]
    assert (source.files[0].sender, source.files[0].at) == ("Huyện Tràng Định <td@example.vn>", "2020-10-27T08:30")


@pytest.mark.parametrize("form", ["zip", "eml", "folder"])
def test_a_folder_an_archive_and_a_letter_are_read_alike(province: Province, tmp_path: Path, form: str) -> None:
    files = [province.gets("180"), province.gets("181", folder="Bình Gia")]
    inbox = tmp_path / f"inbox.{form}"
    if form == "zip":
        with zipfile.ZipFile(inbox, "w") as packed:
            for file in files:
                packed.write(file, f"../../{file.name}")
    elif form == "eml":
        inbox.write_bytes(bytes(letter("x@example.vn", *files)))
    else:
        inbox = province.inbox
    assert sorted(province.states("--write", inbox=inbox).values()) == ["taken", "taken"]
    assert set(province.rows()) == {"180", "181"}


def test_the_page_and_the_table_say_all_of_it(province: Province) -> None:
    province.gets("180")
    province.gets("181", TRUE["181"] * 10, name="=cmd.xlsx")
    for code in ("182", "183", "184", "185"):
        province.gets(code)
    told = province.told()
    page, table = (Path(name).read_text(encoding="utf-8-sig") for name in told["written"])
    for said in (
        "SỐ LIỆU MÔ PHỎNG",
        "Phải sửa (1)",
        "Chưa gửi (5)",
        "Huyện Đình Lập",
        "5/11 đơn vị",
        "thừa một chữ số",
    ):
        assert said in page
    assert len(table.splitlines()) == 1 + 6 + 5
    assert "'=cmd.xlsx" in table
    assert [Path(name).read_text(encoding="utf-8-sig") for name in province.told()["written"]] == [page, table]


def test_our_own_copies_and_a_spreadsheets_locks_are_passed_over(province: Province) -> None:
    first = province.gets("180")
    for name in ("~$Huyện.xlsx", ".DS_Store", "x.reviewed.xlsx", "Thumbs.db"):
        shutil.copy(first, province.inbox / name)
    assert list(province.states()) == ["Huyện Tràng Định.xlsx"]


def test_what_is_no_inbox_is_refused(province: Province) -> None:
    done = province.collects(inbox=province.gets("180"))
    assert done.exit_code == 2
    assert "no folder, archive or mailbox" in done.stderr


def gets(province: Province, *rows: list[Any], name: str) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book["Sheet"].append(row)
    book.save(province.inbox / name)
    return province.inbox / name


def table(province: Province, name: str) -> list[str]:
    path = province.project.root / f"data/demo/{DAY}/{name}.csv"
    return path.read_text(encoding="utf-8").splitlines()[1:] if path.exists() else []


RATED = ["TT", "Đơn vị", "Tỷ lệ cài đặt (%)"]


def test_tables_of_percentages_are_collected_as_published_shares(province: Province) -> None:
    gets(province, RATED, [1, NAMES["180"], "8,1%"], name="mot.xlsx")
    gets(province, RATED, [1, NAMES["181"], "12,40%"], name="hai.xlsx")
    told = province.told("--write")
    assert (told["summary"]["taken"], told["summary"]["not_yet"], table(province, "counts")) == (2, 9, [])
    assert sorted(row.split(",")[3:7] for row in table(province, "published")) == [
        ["180", "installs", "share", "8.1"],
        ["181", "installs", "share", "12.40"],
    ]
    assert province.states("--write") == {"mot.xlsx": "taken", "hai.xlsx": "taken"}


def test_two_percentages_of_a_unit_ask_which_holds(province: Province) -> None:
    gets(province, RATED, [1, NAMES["180"], "8,1%"], name="mot.xlsx")
    gets(province, RATED, [1, NAMES["180"], "8,2%"], name="hai.xlsx")
    assert set(province.states("--write").values()) == {"conflict"}
    assert province.states("--write", "--take", "180=hai.xlsx")["hai.xlsx"] == "taken"
    (province.inbox / "hai.xlsx").unlink()
    (said,) = (one["why"] for one in province.told()["files"])
    assert "dữ liệu đã có 8,2%" in said
    revised = ("--write", "--take", "180=mot.xlsx", "--reason", "gửi lại")
    assert province.states(*revised) == {"mot.xlsx": "taken"}
    assert [row.split(",")[6] for row in table(province, "published")] == ["8.1"]


BASED = ["TT", "Đơn vị", "Số người cài đặt", "Dân số"]
DENOMINATORS = ("--column", "base:population_2019=Dân số")


def test_the_senders_own_denominators_become_the_bases_of_the_period(province: Province) -> None:
    for code, base in (("180", 57001), ("181", 53002)):
        gets(province, BASED, [1, NAMES[code], TRUE[code], base], name=f"{code}.xlsx")
    assert set(province.states("--write", *DENOMINATORS).values()) == {"taken"}
    assert [row.split(",")[:4] for row in table(province, "bases")] == [
        ["population_2019", "VN63", "180", "57001"],
        ["population_2019", "VN63", "181", "53002"],
    ]
    own = province.project.history().bases.own[DAY]
    assert {value.unit: value.value for value in own} == {"180": 57001, "181": 53002}


def test_the_same_count_with_another_denominator_asks_which_holds(province: Province) -> None:
    for name, base in (("mot.xlsx", 57001), ("hai.xlsx", 57100)):
        gets(province, BASED, [1, NAMES["180"], TRUE["180"], base], name=name)
    assert set(province.states("--write", *DENOMINATORS).values()) == {"conflict"}
    assert table(province, "bases") == []


def test_a_count_above_the_denominator_that_came_with_it_is_sent_back(province: Province) -> None:
    gets(province, BASED, [1, NAMES["180"], TRUE["180"], TRUE["180"] - 1], name="mot.xlsx")
    assert province.states("--write", *DENOMINATORS) == {"mot.xlsx": "to_correct"}


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        ([["STT", "Số người cài đặt"], [1, 6000]], 6000),
        ([["Số người cài đặt"], [6000]], 6000),
        ([["Thôn", "Số người cài đặt"], ["Thôn A", 2000], ["Thôn B", 4000], ["Tổng cộng", 6000]], 6000),
        ([["Chỉ tiêu", "Kết quả"], ["Số người cài đặt", 6000]], 6000),
        ([["Thôn", "Số người cài đặt"], ["Thôn A", 2000], ["Thôn B", 4000]], None),
        ([["Số người cài đặt", "Kế hoạch"], ["Đạt", 6000]], None),
    ],
)
def test_a_file_that_is_known_by_its_name_alone_counts_once_that_is_confirmed(
    province: Province, rows: list[list[Any]], count: int | None
) -> None:
    book = openpyxl.Workbook()
    for row in rows:
        book["Sheet"].append(row)
    book.save(province.inbox / "Cao Lộc.xlsx")
    assert province.states() == {"Cao Lộc.xlsx": "to_correct"}
    (sent,) = province.told("--whose", "Cao Lộc.xlsx=183")["files"]
    assert [(one["unit"], one["count"]) for one in sent["counts"]] == ([("183", count)] if count else [])


def test_whose_a_file_is_cannot_be_said_against_the_file(province: Province) -> None:
    province.gets("183", name="a.xlsx")
    told = [province.collects("--whose", one) for one in ("a.xlsx=184", "b.xlsx=184")]
    assert [(one.exit_code, "fix:" in one.output) for one in told] == [(2, True), (2, True)]
