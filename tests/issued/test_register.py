from __future__ import annotations

import csv
import io
import random
from dataclasses import replace

import pytest

from dophu.errors import DataError, UsageError
from dophu.issued.letters import in_force, last_issued, letters, read_number, the_letter
from dophu.issued.register import FIRST, HEAD, REGISTER, Register, RegisterEntry
from dophu.issued.store import PARTS
from tests.project import Draft, demo  # noqa: F401 - a fixture

EDITION = "demo/2020-08-07/20/quick_report"


def issued(number: str, day: str = "2020-08-10", edition: str = EDITION, symbol: str = "BC-STN") -> RegisterEntry:
    return RegisterEntry("issued", edition, number, symbol, day, code="0000-0000-0000-0000", outputs="pdf=1f html=2e")


def about(event: str, number: str, **cells: str) -> RegisterEntry:
    return RegisterEntry(event, EDITION, number, "BC-STN", "2020-08-10", **cells)  # type: ignore[arg-type]


def written(project: Draft, *rows: RegisterEntry) -> Register:
    register = Register(project)
    for row in rows:
        with register.writing() as writer:
            writer.add(row)
    return register


def test_a_project_without_letters_has_an_empty_register_and_no_folder(project: Draft) -> None:
    assert Register(project).rows() == []
    assert not project.exists("issued")


def test_each_row_seals_the_one_before(project: Draft) -> None:
    rows = written(project, issued("7"), issued("8"), about("withdrawn", "7", reason="gửi nhầm")).rows()
    assert [row.prev for row in rows] == [FIRST, rows[0].hash, rows[1].hash]
    assert [row.event for row in rows] == ["issued", "issued", "withdrawn"]


def test_the_file_may_be_written_anew_by_another_program(project: Draft) -> None:
    register = written(project, issued("7"), about("withdrawn", "7", reason='gửi "nhầm", đã báo'))
    rows = list(csv.reader(io.StringIO((register.folder / REGISTER).read_text("utf-8"))))
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    project.write("issued/register.csv", text.getvalue())
    assert [row.number for row in register.rows()] == ["7", "7"]


def test_every_changed_letter_of_the_register_is_told(project: Draft) -> None:
    register = written(project, *(issued(str(number)) for number in range(1, 5)))
    whole = (register.folder / REGISTER).read_bytes()
    for place in random.Random(19).sample(range(len(whole)), 300):
        altered = whole[:place] + bytes([whole[place] ^ 1 << place % 7]) + whole[place + 1 :]
        project.write("issued/register.csv", altered)
        with pytest.raises(DataError, match=r"issued/register\.csv"):
            register.rows()


@pytest.mark.parametrize("lost", range(1, 400, 13))
def test_a_register_cut_off_inside_a_row_is_told(project: Draft, lost: int) -> None:
    register = written(project, issued("7"), issued("8"))
    whole = (register.folder / REGISTER).read_bytes()
    last = len(whole.splitlines(keepends=True)[-1])
    project.write("issued/register.csv", whole[: -min(lost, last - 1)])
    with pytest.raises(DataError, match=r"issued/register\.csv"):
        register.rows()


def test_rows_that_changed_places_or_are_missing_are_told(project: Draft) -> None:
    register = written(project, issued("7"), issued("8"), issued("9"))
    head, *lines = (register.folder / REGISTER).read_text("utf-8").splitlines(keepends=True)
    for others in ([lines[1], lines[0], lines[2]], [lines[0], lines[2]], lines[1:], [lines[0], *lines]):
        project.write("issued/register.csv", "".join([head, *others]))
        with pytest.raises(DataError, match=r"row [23]"):
            register.rows()


def test_what_a_killed_process_left_is_cleared(project: Draft) -> None:
    project.write(f"issued/{PARTS}/register.csv-17", HEAD[0])
    project.write(f"issued/{PARTS}/7-BC-STN/quick_report.pdf", "half")
    project.path("issued", PARTS, "7-BC-STN").chmod(0o555)
    written(project, issued("7"))
    assert list(project.path("issued", PARTS).iterdir()) == []


def test_a_letter_goes_from_issued_to_replaced(project: Draft) -> None:
    rows = [issued("7"), about("replacing", "7", reason="sai số liệu")]
    found = letters(written(project, *rows).rows())
    assert (found["7/BC-STN/2020"].state, found["7/BC-STN/2020"].is_open) == ("issued", True)
    rows = [issued("9", "2020-08-12"), about("replaced", "7", replaced_by="9/BC-STN/2020")]
    found = letters(written(project, *rows).rows())
    former = found["7/BC-STN/2020"]
    assert (former.state, former.replaced_by, former.reason) == ("replaced", "9/BC-STN/2020", "sai số liệu")
    assert in_force(found.values(), former.edition) == found["9/BC-STN/2020"]


def test_a_withdrawn_letter_is_no_longer_in_force(project: Draft) -> None:
    found = letters(written(project, issued("7"), about("withdrawn", "7", reason="gửi nhầm")).rows())
    assert found["7/BC-STN/2020"].state == "withdrawn"
    assert in_force(found.values(), found["7/BC-STN/2020"].edition) is None


STRANGE = {
    "a number that is a path": replace(issued("7"), number="../../7"),
    "a number of letters": replace(issued("7"), number="bảy"),
    "an edition that is a path": replace(issued("7"), edition="demo/2020-08-07/20/../../letter"),
    "an edition of three parts": replace(issued("7"), edition="demo/2020-08-07/20"),
    "a day that cannot be": replace(issued("7"), date="2020-13-40"),
    "files without digests": replace(issued("7"), outputs="pdf html"),
    "a letter that nobody issued": about("withdrawn", "8"),
    "a letter in whose place none is named": about("replaced", "9"),
    "a letter in whose place an unknown one is named": about("replaced", "9", replaced_by="10/BC-STN/2020"),
}


@pytest.mark.parametrize("row", STRANGE.values(), ids=STRANGE)
def test_a_row_that_no_command_wrote_is_told_though_its_seal_holds(project: Draft, row: RegisterEntry) -> None:
    register = written(project, issued("9"))
    with register.writing() as writer:
        writer.add(row)
    with pytest.raises(DataError, match=r"issued/register\.csv, row 3: "):
        letters(register.rows())


def test_the_last_letter_of_a_series_may_be_of_an_earlier_period(project: Draft) -> None:
    places = [f"demo/{day}/{unit}/quick_report" for day, unit in [("2020-07-31", 20), ("2020-08-07", 22)]]
    found = letters(written(project, *map(issued, "78", ["2020-08-01", "2020-08-10"], places)).rows()).values()
    last = last_issued(found, ("demo", "2020-08-07", "20", "quick_report"))
    assert last is not None
    assert last.number == "7"
    assert last_issued(found, ("demo", "2020-07-30", "20", "quick_report")) is None


@pytest.mark.parametrize("named", ["7", "07", "7/BC-STN", "7/2020", "7/BC-STN/2020"])
def test_a_letter_is_found_by_its_number(project: Draft, named: str) -> None:
    found = letters(written(project, issued("7"), issued("17")).rows())
    assert the_letter(found, named).key == "7/BC-STN/2020"


def test_a_number_of_two_years_has_to_be_named_whole(project: Draft) -> None:
    found = letters(written(project, issued("7"), issued("7", "2021-01-10")).rows())
    with pytest.raises(UsageError, match="7/BC-STN/2020, 7/BC-STN/2021"):
        the_letter(found, "7")
    assert the_letter(found, "7/2021").date.year == 2021
    with pytest.raises(UsageError, match="no letter '8'"):
        the_letter(found, "8")


@pytest.mark.parametrize("text", ["", "0", "-5", "12/BC", "mười", "1 2", "125ab", "²"])
def test_no_number_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="no number of a letter"):
        read_number(text)


def test_a_second_process_waits_and_is_then_told(project: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dophu.issued.register.PATIENCE", 0.1)
    told = pytest.raises(UsageError, match="another letter is being issued")
    with Register(project).writing(), told, Register(project).writing():
        pass
