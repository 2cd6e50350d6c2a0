"""The life of a letter, from a draft that is built to one that is issued, replaced, withdrawn, and never changed."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from dophu.data.edition import Parameters, read_params_file
from dophu.errors import DataError, EmptyError, GateError, UsageError
from dophu.issued.code import codes_in
from dophu.issued.folders import folder_of
from dophu.issued.letters import letters
from dophu.issued.record import read_record, thaw, thaw_package
from dophu.issued.register import Register
from dophu.publish.readback import READERS
from dophu.run.catalogue import gather, lines
from dophu.run.drafts import Draft, read_draft
from dophu.run.issuing import Done, Signing, approve, issue, start_replacing, withdraw
from dophu.run.job import Job
from dophu.run.manifest import packages, sha256
from dophu.run.plan import Wanted, plan
from dophu.wording import NO_BREAK_SPACE
from tests.building import build
from tests.project import CAMPAIGN, COUNTS, TOTALS, draft_at
from tests.project import Draft as Office
from tests.run.batches import add_report, dophu

NOW = "2020-10-21T09:00"
PLACE = "demo/2020-08-07/20/letter"
OTHER = "demo/2020-08-07/22/letter"
FORMATS = ("html", "pdf", "docx", "xlsx")


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A project with a letter of every format for each of two units, none of them issued."""
    office = draft_at(tmp_path_factory.mktemp("original"))
    add_report(office, "letter")
    office.write("requirements.lock", "pandas==3.0.0\n")
    for unit in ("20", "22"):
        rebuild(office, unit, formats=FORMATS)
    return office


@pytest.fixture(name="office")
def copied(original: Office, tmp_path: Path) -> Office:
    return Office(shutil.copytree(original.root, tmp_path.resolve() / "office"))


def parameters_of(office: Office, unit: str, replaces: str | None = None) -> Parameters:
    changed = {"unit": unit, "document": None} | ({"replaces": replaces} if replaces else {})
    return read_params_file(office, "2020-08-07").model_copy(update=changed)


def rebuild(
    office: Office, unit: str = "20", replaces: str | None = None, formats: tuple[str, ...] = ("html",)
) -> None:
    job = Job("letter", parameters_of(office, unit, replaces), office.root / "outputs", formats)
    build(Office(office.root), job)


def revise(office: Office) -> None:
    office.change(COUNTS, "80000", "80001")
    office.change(TOTALS, "170000", "170001")


def draft(office: Office, place: str = PLACE) -> Draft:
    return read_draft(Office(office.root), office.root / "outputs", place)


def issued(office: Office, number: str = "125", day: str = "2020-10-21", place: str = PLACE) -> Done:
    return issue(office, draft(office, place), Signing.read(number, day), now=NOW)


def said(name: str, content: bytes) -> str:
    """Read the words of a file, of a workbook all its parts."""
    if name != "xlsx":
        return " ".join(READERS[name](content).split())
    with ZipFile(BytesIO(content)) as parts:
        return " ".join(parts.read(part).decode() for part in parts.namelist())


def everything(folder: Path) -> dict[str, str]:
    return {path.as_posix(): sha256(path.read_bytes()) for path in sorted(folder.rglob("*")) if path.is_file()}


def state(office: Office, key: str) -> str:
    return letters(Register(office).rows())[key].state


# -- issue ---------------------------------------------------------------------------------------------------


def test_the_letter_bears_number_day_and_code_in_every_format(office: Office) -> None:
    done = issued(office, "7", "2020-08-12")
    for name in ("html", "pdf", "docx"):
        text = " ".join(READERS[name]((done.folder / f"letter.{name}").read_bytes()).split())
        assert "Số: 07/BC-STN" in text
        assert "ngày 12 tháng 8 năm 2020" in text
    assert codes_in(READERS["pdf"]((done.folder / "letter.pdf").read_bytes())) == [done.letter.code]


def test_the_register_says_what_was_issued_to_whom(office: Office) -> None:
    done = issued(office)
    (row,) = Register(office).rows()
    assert (row.event, row.number, row.symbol, row.date, row.edition) == (
        "issued",
        "125",
        "BC-STN",
        "2020-10-21",
        PLACE,
    )
    assert row.recorded == NOW
    for name, digest in done.letter.outputs.items():
        assert sha256((done.folder / f"letter.{name}").read_bytes()) == digest
    assert set(done.letter.outputs) == {*FORMATS, "ipynb", "facts.json"}


def test_the_issued_folder_is_read_only(office: Office) -> None:
    folder = issued(office).folder
    assert folder == office.root / "issued" / "2020" / "125-BC-STN"
    assert folder.stat().st_mode & 0o777 == 0o555
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o444}


def test_the_same_draft_and_number_give_the_same_letter(original: Office, tmp_path: Path) -> None:
    offices = [Office(shutil.copytree(original.root, tmp_path.resolve() / name)) for name in ("one", "two")]
    one, two = (issued(office).folder for office in offices)
    names = sorted(path.name for path in one.iterdir())
    assert [(one / name).read_bytes() for name in names] == [(two / name).read_bytes() for name in names]


def test_issuing_again_finds_it_issued(office: Office) -> None:
    first, before = issued(office, "07"), everything(office.root / "issued")
    again = issued(office, "7")
    assert (again.already, again.letter) == (True, first.letter)
    assert everything(office.root / "issued") == before


@pytest.mark.parametrize(
    ("number", "day", "place"),
    [("125", "2020-10-21", OTHER), ("125", "2020-12-31", PLACE), ("0125", "2020-10-22", OTHER)],
)
def test_a_number_is_given_once_in_a_year(office: Office, number: str, day: str, place: str) -> None:
    issued(office)
    with pytest.raises(UsageError, match=r"number 125 of 2020 is taken: 125/BC-STN ngày 21/10/2020"):
        issued(office, number, day, place)
    assert len(Register(office).rows()) == 1


def test_a_number_is_free_again_in_the_next_year(office: Office) -> None:
    issued(office)
    assert issued(office, "125", "2021-01-04", OTHER).letter.key == "125/BC-STN/2021"


def test_an_edition_has_one_letter_in_force(office: Office) -> None:
    issued(office)
    with pytest.raises(UsageError, match="never written again") as refused:
        issued(office, "126")
    assert "dophu replace 125" in refused.value.fix


@pytest.mark.parametrize(
    ("number", "day", "says"),
    [
        ("0", "2020-10-21", "no number of a letter"),
        ("12/BC", "2020-10-21", "no number of a letter"),
        ("125", "21/10/2020", "no day"),
        ("125", "2020-02-30", "no day"),
        ("125", "2020-08-06", "before its figures"),
        ("125", (date.today() + timedelta(days=1)).isoformat(), "has not come yet"),
    ],
)
def test_a_number_or_day_that_cannot_be_is_refused(office: Office, number: str, day: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        issued(office, number, day)
    assert Register(office).rows() == []


def test_a_number_in_params_issues_nothing_and_prints_in_no_format(office: Office) -> None:
    office.change("params/2020-08-07.yml", "number: 7", "number: 125")
    rebuild(office, formats=FORMATS)
    assert not office.exists("issued")
    (found, _) = gather(office, office.root / "outputs").listed
    assert found.life == "draft"
    for name in FORMATS:
        text = said(name, (office.root / f"outputs/{PLACE}.{name}").read_bytes())
        assert "125/" not in text
        assert "ngày 10 tháng 8" not in text
        assert name == "xlsx" or "Số: /BC-STN" in text


@pytest.mark.parametrize(
    ("given", "key"),
    [((), "7/BC-STN ngày 10/8/2020"), (("--number", "9"), "9/BC-STN"), (("--date", "2020-08-11"), "ngày 11/8/2020")],
)
def test_issue_takes_number_and_day_from_params_where_it_is_given_none(
    office: Office, given: tuple[str, ...], key: str
) -> None:
    done = dophu(office, "issue", PLACE, *given)
    assert (done.returncode, done.stderr) == (0, "")
    assert key in done.stdout


@pytest.mark.parametrize("line", ["  number: 7\n", "  date: 2020-08-10\n"])
def test_without_number_or_day_nothing_is_issued(office: Office, line: str) -> None:
    office.change("params/2020-08-07.yml", line, "")
    rebuild(office)
    done = dophu(office, "issue", PLACE)
    assert done.returncode == 2
    assert "fix: write them as --number 125 --date 2020-10-21" in done.stderr


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [(COUNTS, "80000", "80001"), ("notebooks/letter.ipynb", "Kết quả", "Kết qủa"), ("params/2020-08-07.yml", "7", "8")],
)
def test_a_draft_that_would_be_built_otherwise_now_is_not_issued(office: Office, name: str, old: str, new: str) -> None:
    office.change(name, old, new)
    with pytest.raises(UsageError, match="no longer what the project would build"):
        issued(office)


def test_a_draft_that_was_altered_is_not_issued(office: Office) -> None:
    office.change(f"outputs/{PLACE}.html", "80.000", "90.000")
    with pytest.raises(UsageError, match=r"letter\.html is not the file that was built"):
        issued(office)


def test_a_report_without_a_head_is_not_issued(office: Office) -> None:
    office.change("notebooks/letter.ipynb", "report.masthead()", "report.opening('Số liệu')")
    with pytest.raises(EmptyError):  # what is no letter needs a table or a figure to be released
        rebuild(office)
    shown = "report.show(report.frame('units')[['name']], 'Các đơn vị')"
    office.change("notebooks/letter.ipynb", 'report.table(\\"breakdowns\\")', shown)
    rebuild(office)
    with pytest.raises(UsageError, match="no letter"):
        issued(office)


@pytest.mark.parametrize(
    "named", [PLACE, f"outputs/{PLACE}.pdf", f"outputs/{PLACE}.manifest.json", "outputs/demo/2020-08-07/20"]
)
def test_an_edition_is_named_by_its_place_or_a_file(
    office: Office, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(office.root)
    assert draft(office, named).edition == tuple(PLACE.split("/"))


@pytest.mark.parametrize("named", ["demo/2020-08-07/99/letter", "nothing", "outputs/demo", "../office"])
def test_no_edition_by_that_name_is_told(office: Office, named: str) -> None:
    with pytest.raises(UsageError, match="edition"):
        draft(office, named)


# -- what is frozen ------------------------------------------------------------------------------------------


def test_a_letter_is_made_again_from_the_store_when_all_else_has_changed(office: Office, tmp_path: Path) -> None:
    done, register = issued(office), Register(office)
    office.write(COUNTS, "gone")
    office.write("notebooks/letter.ipynb", "{}")
    record = read_record(register.store, done.letter.record)
    (tmp_path / "thawed").mkdir()
    project = thaw(register.store, record, tmp_path / "thawed")
    parameters = read_params_file(project, "2020-08-07").model_copy(update={"document": None})
    build(project, Job("letter", parameters, project.root / "outputs", FORMATS))
    again = read_draft(project, project.root / "outputs", PLACE)
    assert again.made.model_dump() == record.manifest
    done_again = issue(project, again, Signing.read("125", "2020-10-21"), now=NOW)
    assert done_again.letter.outputs == done.letter.outputs


def test_the_package_of_then_is_kept(office: Office, tmp_path: Path) -> None:
    done, register = issued(office), Register(office)
    place = thaw_package(register.store, read_record(register.store, done.letter.record), tmp_path)
    assert (place / "dophu" / "cli.py").is_file()
    assert (place / "dophu" / "fonts" / "Tinos-Regular.ttf").is_file()
    assert packages()["dophu"] == read_record(register.store, done.letter.record).manifest["packages"]["dophu"]


# -- building over it ----------------------------------------------------------------------------------------


def wanted(office: Office, *units: str, **more: object) -> list[tuple[str, bool, bool]]:
    asked = Wanted(("letter",), "demo", ("2020-08-07",), units, **more)  # type: ignore[arg-type]
    return [
        (one.job.parameters.unit, bool(one.why), one.issued is not None) for one in plan(Office(office.root), asked)
    ]


def test_an_issued_edition_is_left_out_of_a_batch_whatever_changes(office: Office) -> None:
    issued(office)
    office.change(COUNTS, "80000", "80001")
    assert wanted(office, "20", "22") == [("20", False, True), ("22", True, False)]
    assert wanted(office, "20", force=True) == [("20", False, True)]


def test_building_only_what_is_issued_is_refused_with_the_way_to_go(office: Office) -> None:
    issued(office)
    done = dophu(office, "build", "letter", "--campaign", "demo", "--period", "2020-08-07", "--unit", "20", "--force")
    assert done.returncode == 2
    assert "issued as number 125/BC-STN ngày 21/10/2020" in done.stderr
    assert "fix: where it is wrong: dophu replace 125" in done.stderr


def test_what_was_issued_is_not_stale_and_its_state_is_listed(office: Office) -> None:
    issued(office)
    office.change(COUNTS, "80000", "80001")
    found = gather(Office(office.root), office.root / "outputs")
    assert [sorted(one.states) for one in found.listed] == [
        ["current", "issued", "simulated"],
        ["simulated", "stale"],
    ]
    assert f"issued: {PLACE}: 125/BC-STN ngày 21/10/2020" in list(lines(found))


# -- replace and withdraw ------------------------------------------------------------------------------------


def test_a_letter_that_is_replaced_stays_in_force_until_the_next_is_issued(office: Office) -> None:
    issued(office)
    former = start_replacing(office, "125", "sai số liệu", now=NOW)
    assert (former.state, former.replacing) == ("issued", "sai số liệu")
    assert wanted(office, "20") == [("20", True, False)]
    with pytest.raises(UsageError, match="built before 125/BC-STN ngày 21/10/2020 was to be replaced"):
        issued(office, "131", "2020-10-25")
    rebuild(office, replaces=former.named)
    with pytest.raises(UsageError, match="dated 2020-10-20, before 125/BC-STN ngày 21/10/2020, whose place it takes"):
        issued(office, "131", "2020-10-20")
    done = issued(office, "131", "2020-10-25")
    assert state(office, "125/BC-STN/2020") == "replaced"
    told = READERS["html"]((done.folder / "letter.html").read_bytes()).replace(NO_BREAK_SPACE, " ")
    assert "(thay thế Báo cáo số 125/BC-STN ngày 21/10/2020)" in told


def test_a_letter_takes_no_place_of_one_withdrawn_meanwhile(office: Office) -> None:
    former = issued(office).letter
    start_replacing(office, "125", "sai số liệu", now=NOW)
    rebuild(office, replaces=former.named)
    withdraw(office, "125", "gửi nhầm", now=NOW)
    with pytest.raises(UsageError, match=r"takes the place of .* 125/BC-STN .*, which is no longer in force"):
        issued(office, "131", "2020-10-25")
    rebuild(office)
    assert issued(office, "131", "2020-10-25").letter.state == "issued"


def test_a_better_reason_may_be_given_until_the_next_letter_is_issued(office: Office) -> None:
    issued(office)
    for reason in ("sai số", "sai  số", "sai số của huyện Cao Lộc"):
        former = start_replacing(office, "125", reason, now=NOW)
    assert former.replacing == "sai số của huyện Cao Lộc"
    assert [row.reason for row in Register(office).rows()] == ["", "sai số", "sai số của huyện Cao Lộc"]


@pytest.mark.parametrize("blank", ["", "  ", "\n\t"])
def test_nothing_is_entered_for_no_reason_or_in_nobodys_name(office: Office, blank: str) -> None:
    issued(office)
    rows = Register(office).rows()
    with pytest.raises(UsageError, match="--reason: it says nothing"):
        start_replacing(office, "125", blank, now=NOW)
    with pytest.raises(UsageError, match="--by: it says nothing"):
        approve(office, draft(office, OTHER), blank, "", now=NOW)
    assert Register(office).rows() == rows


def test_replace_builds_and_issues_in_one_go(office: Office) -> None:
    before = issued(office)
    whole = everything(before.folder)
    revise(office)
    asked = ("replace", "125", "--reason", "sai số", "--number", "131", "--date", "2020-10-25")
    done = dophu(office, *asked)
    assert (done.returncode, done.stderr) == (0, "")
    found = letters(Register(office).rows())
    assert [(one.number, one.state, one.replaced_by) for one in found.values()] == [
        ("125", "replaced", "131/BC-STN/2020"),
        ("131", "issued", ""),
    ]
    assert "80.001" in READERS["html"](
        (folder_of(Register(office), found["131/BC-STN/2020"]) / "letter.html").read_bytes()
    )
    assert everything(before.folder) == whole


def test_a_withdrawn_letter_keeps_its_files_and_its_number(office: Office) -> None:
    before = everything(issued(office).folder)
    assert withdraw(office, "125", "gửi nhầm", now=NOW).letter.state == "withdrawn"
    assert withdraw(office, "125", "gửi nhầm", now=NOW).already
    assert everything(office.root / "issued" / "2020" / "125-BC-STN") == before
    with pytest.raises(UsageError, match="is taken"):
        issued(office, "125", "2020-10-21", OTHER)
    assert issued(office, "126").letter.state == "issued"


def test_what_is_no_longer_in_force_is_neither_replaced_nor_withdrawn(office: Office) -> None:
    issued(office)
    rebuild(office, replaces=start_replacing(office, "125", "sai", now=NOW).named)
    issued(office, "131", "2020-10-25")
    for command in (start_replacing, withdraw):
        with pytest.raises(UsageError, match="it was replaced by 131/BC-STN ngày 25/10/2020"):
            command(office, "125", "sai", now=NOW)
    withdraw(office, "131", "sai", now=NOW)
    with pytest.raises(UsageError, match="it was withdrawn"):
        start_replacing(office, "131", "sai", now=NOW)


# -- approve -------------------------------------------------------------------------------------------------


def test_a_campaign_may_ask_for_approval_of_what_a_letter_says(office: Office) -> None:
    office.change(CAMPAIGN, "status: simulated", "status: simulated\napproval: true")
    rebuild(office)
    with pytest.raises(GateError, match="nobody has approved") as refused:
        issued(office)
    assert f"dophu approve {PLACE} --by" in refused.value.fix
    assert approve(office, draft(office), "Chánh Văn phòng", "", now=NOW) == (None, False)
    assert approve(office, draft(office), "Chánh Văn phòng", "", now=NOW) == (None, True)
    assert issued(office).letter.state == "issued"


def test_another_text_or_figure_asks_for_approval_again(office: Office) -> None:
    office.change(CAMPAIGN, "status: simulated", "status: simulated\napproval: true")
    rebuild(office)
    approve(office, draft(office), "Chánh Văn phòng", "", now=NOW)
    revise(office)
    rebuild(office)
    with pytest.raises(GateError, match="nobody has approved"):
        issued(office)


# -- interrupted, damaged ------------------------------------------------------------------------------------


def test_a_folder_that_a_killed_command_did_not_make_is_made_by_the_next(office: Office) -> None:
    done = issued(office)
    whole = everything(done.folder)
    done.folder.chmod(0o755)
    shutil.rmtree(done.folder)
    assert issued(office).already
    assert everything(done.folder) == whole
    assert done.folder.stat().st_mode & 0o777 == 0o555


def test_a_register_that_lost_its_last_rows_is_told(office: Office) -> None:
    issued(office)
    issued(office, "126", place=OTHER)
    text = (office.root / "issued" / "register.csv").read_text("utf-8").splitlines(keepends=True)
    office.write("issued/register.csv", "".join(text[:-1]))
    for command in (lambda: withdraw(office, "125", "", now=NOW), lambda: gather(office, office.root / "outputs")):
        with pytest.raises(DataError, match=r"issued/2020/126-BC-STN: it has lost its last rows"):
            command()
