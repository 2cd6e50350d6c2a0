"""`dophu import` and `dophu check` with a memory: a delivery beside the unit's past, its peers and former files."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dophu.cli import main
from dophu.data.project import OVERRIDE
from dophu.measure.findings import unexplained
from dophu.world.periods import read_period
from tests.project import CAMPAIGN, PARAMS, demo  # noqa: F401 - a fixture
from tests.test_import import Office, an_office  # noqa: F401 - a fixture

HEAD = "source,as_of,vintage,unit,measure,count,step,qualifier,note\n"
NAMES = {"20": "Lạng Sơn", "22": "Quảng Ninh", "24": "Bắc Giang", "25": "Phú Thọ", "26": "Vĩnh Phúc", "27": "Bắc Ninh"}
FIRST = {"20": 63438, "22": 190221, "24": 84312, "25": 41733, "26": 58119, "27": 103407}
GROWN = {"20": 1.031, "22": 1.044, "24": 1.037, "25": 1.029, "26": 1.041, "27": 1.035}
START, PERIODS = date(2021, 7, 2), 5


def counts(number: int) -> dict[str, int]:
    return {unit: round(first * GROWN[unit] ** number) + 7 * number for unit, first in FIRST.items()}


def day(number: int) -> str:
    return (START + timedelta(days=7 * number)).isoformat()


@pytest.fixture(name="past")
def a_past(office: Office) -> Office:
    """Five weeks of six provinces, in place of what the small project has."""
    for name in ("2020-07-31", "2020-08-07"):
        shutil.rmtree(office.project.root / "data" / "demo" / name)
    (office.project.root / PARAMS).unlink()
    for number in range(PERIODS):
        rows = "".join(f"DEMO,{day(number)},VN63,{u},installs,{c},1,,\n" for u, c in counts(number).items())
        office.project.write(f"data/demo/{day(number)}/counts.csv", HEAD + rows)
    return office


def gets(office: Office, given: dict[str, int], name: str = "so lieu.xlsx") -> Path:
    return office.gets(*([n, NAMES[u], c] for n, (u, c) in enumerate(given.items(), 1)), name=name)


def sends(office: Office, given: dict[str, int], *options: str, number: int = PERIODS) -> Result:
    return office.imports(gets(office, given), *options, period=day(number))


def checks(office: Office, *options: str) -> Result:
    return CliRunner(env={OVERRIDE: str(office.project.root)}).invoke(main, ["check", *options])


def test_a_list_that_fell_as_a_whole_is_accepted_once(past: Office) -> None:
    fallen = {unit: round(0.6 * count) - int(unit) for unit, count in counts(PERIODS).items()}
    assert sends(past, fallen).exit_code == 3
    assert sends(past, fallen, "--accept", "list_moved=rà soát lại").exit_code == 0
    assert checks(past).exit_code == 0


def test_a_list_without_its_last_units_is_asked_about(past: Office) -> None:
    sent = counts(PERIODS)
    cut, holed = ({unit: sent[unit] for unit in kept} for kept in (("20", "22", "24", "25"), ("20", "24", "25", "27")))
    done = sends(past, cut)
    assert (done.exit_code, "behind it on 2021-07-30 are missing: Vĩnh Phúc, Bắc Ninh" in done.output) == (3, True)
    assert "cut_off" not in sends(past, holed, "--dry-run").output
    assert sends(past, cut, "--accept", "cut_off=hai tỉnh gửi sau").exit_code == 0
    assert checks(past).exit_code == 0


def test_a_first_list_without_the_last_codes_is_asked_about(past: Office) -> None:
    for number in range(PERIODS):
        shutil.rmtree(past.project.root / "data" / "demo" / day(number))
    units = ["01", "02", "04", "06", "08", "10"]
    rows = "".join(f"DEMO,{day(0)},VN63,{unit},installs,{5000 + 137 * int(unit)},1,,\n" for unit in units)
    past.project.write(f"data/demo/{day(0)}/counts.csv", HEAD + rows)
    assert "cut_short" in checks(past).output


def test_a_true_list_says_what_it_was_held_against(past: Office) -> None:
    done = sends(past, counts(PERIODS))
    assert done.exit_code == 0
    assert "6 of 6 figures were held against the unit's last one, 6 against the movement" in done.stdout
    assert f"the period before is {day(PERIODS - 1)}" in done.stdout


def test_a_digit_too_many_is_kept_out_and_told_to_its_sender(past: Office) -> None:
    true = counts(PERIODS)["25"]
    done = sends(past, counts(PERIODS) | {"25": true * 10})
    assert done.exit_code == 3
    assert "error Sheet!C5: Phú Thọ: " in done.stdout
    assert "gấp mười lần: thừa một chữ số" in done.stdout
    page = (past.inbox / "so lieu.reviewed.html").read_text(encoding="utf-8")
    assert "kỳ 30/7/2021 là" in page
    assert "Khả năng: gấp mười lần" in page


SLIPS: dict[str, tuple[Callable[[int], int | str], str]] = {
    "a digit doubled": (lambda count: int(f"{count}"[0] + f"{count}"), "một chữ số gõ hai lần"),
    "a hundred times": (lambda count: count * 100, "thừa hai chữ số"),
    "a tenth": (lambda count: count // 10, "thiếu một chữ số"),
    "as written with dots": (lambda count: f"{count * 10:,}".replace(",", "."), "thừa một chữ số"),
}


@pytest.mark.parametrize("unit", ["20", "27"])
@pytest.mark.parametrize("slip", SLIPS)
def test_slips_of_a_digit_are_told_at_their_cell_in_a_csv_too(past: Office, unit: str, slip: str) -> None:
    change, cause = SLIPS[slip]
    given = {code: f"{count}" for code, count in counts(PERIODS).items()}
    given[unit] = f"{change(counts(PERIODS)[unit])}"
    file = past.inbox / "so lieu.csv"
    file.write_text("Địa phương;Số người cài đặt\n" + "".join(f"{NAMES[u]};{c}\n" for u, c in given.items()))
    done = past.imports(file, period=day(PERIODS))
    assert (done.exit_code, cause in done.stdout) == (3, True)
    assert f"error csv!B{[*given].index(unit) + 2}: {NAMES[unit]}: " in done.stdout


def test_what_is_accepted_goes_in_with_its_reason_and_stays_accepted(past: Office) -> None:
    wrong = counts(PERIODS) | {"25": 90000}
    assert sends(past, wrong, "--accept", "C5=chiến dịch cao điểm").exit_code == 0
    sources = (past.project.root / f"data/demo/{day(PERIODS)}/sources.yml").read_text(encoding="utf-8")
    assert "kind: jump" in sources
    assert "count: 90000" in sources
    assert past.lines(f"data/demo/{day(PERIODS)}/counts.csv")[4].endswith(",90000,1,,chiến dịch cao điểm")
    assert "already imported" in past.imports(past.inbox / "so lieu.xlsx", period=day(PERIODS)).stdout
    checked = checks(past)
    assert checked.exit_code == 0
    assert "note: chiến dịch cao điểm" in checked.stdout


def test_an_accepted_figure_that_is_changed_afterwards_is_asked_about_again(past: Office) -> None:
    sends(past, counts(PERIODS) | {"25": 90000}, "--accept", "jump=chiến dịch cao điểm")
    name = f"data/demo/{day(PERIODS)}/counts.csv"
    past.project.change(name, ",90000,1,,chiến dịch cao điểm", ",95000,1,,")
    assert checks(past).exit_code == 3


def test_a_whole_kind_is_accepted_at_once(past: Office) -> None:
    wrong = counts(PERIODS) | {"25": 90000, "27": 260000}
    assert sends(past, wrong, "--accept", "C5=cao điểm").exit_code == 3
    assert sends(past, wrong, "--accept", "jump=cao điểm").exit_code == 0


def test_accepting_what_was_not_found_names_what_was(past: Office) -> None:
    done = sends(past, counts(PERIODS) | {"25": 90000}, "--accept", "swapped=lý do")
    assert done.exit_code == 2
    assert "its kind (jump)" in done.stderr


def test_the_same_file_under_another_date_is_refused_by_its_hash(past: Office) -> None:
    assert sends(past, counts(PERIODS)).exit_code == 0
    again = past.imports(past.inbox / "so lieu.xlsx", period=day(PERIODS + 2))
    assert again.exit_code == 3
    assert f"the same file (SHA-256) was taken in for {day(PERIODS)}" in again.stdout
    accepted = ("--accept", "same_file=không thay đổi")
    assert past.imports(past.inbox / "so lieu.xlsx", *accepted, period=day(PERIODS + 2)).exit_code == 0
    assert checks(past).exit_code == 0


@pytest.mark.parametrize("name", ["bieu moi.xlsx", "bieu.XLSX"])
def test_the_same_file_is_known_under_another_name(past: Office, name: str) -> None:
    assert sends(past, counts(PERIODS)).exit_code == 0
    renamed = (past.inbox / "so lieu.xlsx").rename(past.inbox / name)
    again = past.imports(renamed, period=day(PERIODS + 1))
    assert (again.exit_code, "same_file" in again.stdout) == (3, True)


def test_last_periods_figures_in_a_new_file_are_that_periods_column(past: Office) -> None:
    done = sends(past, counts(PERIODS - 1))
    assert done.exit_code == 3
    assert "6 of 6 figures are those of 2021-07-30" in done.stdout
    assert "cột của kỳ 30/7/2021" in done.stdout


def test_a_fall_is_found_at_the_door(past: Office) -> None:
    done = sends(past, counts(PERIODS) | {"20": 857})
    assert "error Sheet!C2: Lạng Sơn: 857 is below 71." in done.stdout


def test_one_unit_is_held_to_what_others_sent_before_it(past: Office) -> None:
    others = {unit: count for unit, count in counts(PERIODS).items() if unit != "22"}
    assert sends(past, others).exit_code == 0
    file = gets(past, {"22": round(counts(PERIODS)["22"] * 1.3)}, "quang ninh.xlsx")
    done = past.imports(file, "--source", "QN", period=day(PERIODS))
    assert "error Sheet!C2: Quảng Ninh: " in done.stdout
    assert "1 of 1 figures were held against the unit's last one" in done.stdout


def test_a_first_period_says_that_nothing_was_compared(past: Office) -> None:
    shutil.rmtree(past.project.root / "data" / "demo" / day(0))
    assert (
        "nothing was compared with former periods: there is no former period" in sends(past, counts(0), number=0).stdout
    )


def test_nothing_is_compared_across_a_break_of_the_method(past: Office) -> None:
    broken = f"breaks: [{{from: {day(PERIODS)}, measures: [installs], note: Cách tính mới, source: DEMO}}]\n"
    past.project.change(CAMPAIGN, "activities:", broken + "activities:")
    done = sends(past, {unit: count // 3 for unit, count in counts(PERIODS).items()})
    assert done.exit_code == 0
    assert "the method of counting changed since the last one" in done.stdout


@pytest.mark.parametrize(("keys", "exit_code"), [("", 3), (", counts: level", 0), (", counts: per_period", 0)])
def test_only_what_is_counted_up_must_not_fall(past: Office, keys: str, exit_code: int) -> None:
    past.project.change(CAMPAIGN, "meaning: Số người đã cài đặt.", f"meaning: Số người đã cài đặt.{keys}")
    fewer = counts(PERIODS - 1)["20"] - 50
    assert sends(past, counts(PERIODS) | {"20": fewer}).exit_code == exit_code
    past.project.write(
        f"data/demo/{day(PERIODS)}/counts.csv", f"{HEAD}DEMO,{day(PERIODS)},VN63,20,installs,{fewer},1,,\n"
    )
    assert checks(past).exit_code == exit_code


def test_a_count_that_begins_anew_each_year_is_not_held_to_last_year(past: Office) -> None:
    past.project.change(CAMPAIGN, "meaning: Số người đã cài đặt.", "meaning: Số người đã cài đặt., resets: year")
    done = past.imports(gets(past, {unit: count // 20 for unit, count in FIRST.items()}), period="2022-01-07")
    assert done.exit_code == 0
    assert "the count has begun anew" in done.stdout


def test_check_finds_in_data_written_by_hand_what_import_finds(past: Office) -> None:
    name = f"data/demo/{day(PERIODS - 1)}/counts.csv"
    true = counts(PERIODS - 1)["25"]
    past.project.change(name, f",25,installs,{true},", f",25,installs,{true * 10},")
    done = checks(past)
    assert done.exit_code == 3
    assert f"{name} row 5 column 'count': Phú Thọ: " in done.stdout
    assert "gấp mười lần" in done.stdout
    past.project.change(name, f"{true * 10},1,,", f"{true * 10},1,,Nguồn in như vậy")
    assert checks(past).exit_code == 0


def test_check_says_when_nothing_was_compared(past: Office) -> None:
    done = checks(past)
    assert done.exit_code == 0
    assert f"demo, installs, province: nothing was compared in {day(0)} (there is no former period)" in done.stdout
    assert "nothing was compared" not in checks(past, "--period", day(1)).stdout
    told = json.loads(checks(past, "--json").stdout)["not_compared"]
    periods = {"there is no former period": [day(0)]}
    assert {"campaign": "demo", "measure": "installs", "level": "province", "periods": periods} in told
    assert day(0) in checks(past, "--period", day(0)).stdout


def test_a_fall_is_told_once_by_check(past: Office) -> None:
    name = f"data/demo/{day(PERIODS - 1)}/counts.csv"
    past.project.change(name, f",20,installs,{counts(PERIODS - 1)['20']},", ",20,installs,7149,")
    told = [line for line in checks(past).stdout.splitlines() if "Lạng Sơn" in line]
    assert len(told) == 1
    assert "is below" in told[0]


RELATED = """\
  first: {label: mũi một, noun: người, verb: tiêm, meaning: Mũi một.}
  second: {label: mũi hai, noun: người, verb: tiêm, meaning: Mũi hai., part_of: first}
  both: {label: nam và nữ, noun: người, verb: tiêm, meaning: Cộng., sum_of: [first, second]}
"""


@pytest.fixture(name="related")
def a_campaign_of_related_measures(past: Office) -> Office:
    past.project.change(CAMPAIGN, "main_measure:", RELATED + "main_measure:")
    return past


@pytest.mark.parametrize(
    ("first", "second", "both", "kinds"),
    [
        (500, 400, 900, []),
        (500, 501, 1001, ["part_above_whole"]),
        (500, 400, 901, ["sum_differs"]),
        (500, 600, 900, ["part_above_whole", "sum_differs"]),
    ],
)
def test_measures_are_held_to_each_other_at_the_door_and_by_check(
    related: Office, first: int, second: int, both: int, kinds: list[str]
) -> None:
    head = ["TT", "Địa phương", "Mũi một", "Mũi hai", "Nam và nữ"]
    file = related.gets([1, "Lạng Sơn", first, second, both], [2, "Quảng Ninh", 900, 900, 1800], head=head)
    columns = [f"--column={key}={letter}" for key, letter in zip(("first", "second", "both"), "CDE", strict=True)]
    done = related.imports(file, *columns, "--json", period=day(PERIODS))
    assert done.exit_code == (3 if kinds else 0)
    found = json.loads(done.stdout)["findings"]
    assert [one["kind"] for one in found if one["weight"] == "error"] == kinds
    rows = "".join(
        f"DEMO,{day(PERIODS)},VN63,20,{key},{n},1,,\n"
        for key, n in zip(("first", "second", "both"), (first, second, both), strict=True)
    )
    related.project.write(f"data/demo/{day(PERIODS)}/counts.csv", HEAD + rows)
    checked = checks(related)
    assert checked.exit_code == (3 if kinds else 0)
    left = unexplained(related.project, "demo", [(read_period(day(PERIODS)), "20")])
    assert [kind for kind in kinds if not any(kind in one.problem for one in left)] == []  # the gate asks for them
    assert all(f"({kind})" in checked.stdout for kind in kinds)


@pytest.mark.parametrize(("hour", "found"), [("", True), ("T17:00", False)])
def test_a_sum_is_not_asked_of_figures_of_different_hours(related: Office, hour: str, found: bool) -> None:
    whole, moment = day(PERIODS), f"{day(PERIODS)}{hour}"
    rows = f"DEMO,{whole},VN63,20,first,500,1,,\nDEMO,{moment},VN63,20,second,400,1,,\n"
    related.project.write(f"data/demo/{whole}/counts.csv", f"{HEAD}{rows}DEMO,{whole},VN63,20,both,901,1,,\n")
    assert ("(sum_differs)" in checks(related).stdout) is found


def test_rounding_explains_a_part_above_its_whole(related: Office) -> None:
    rows = f"DEMO,{day(PERIODS)},VN63,20,first,12000,1000,hơn,\nDEMO,{day(PERIODS)},VN63,20,second,12400,1,,\n"
    related.project.write(f"data/demo/{day(PERIODS)}/counts.csv", HEAD + rows)
    assert checks(related).exit_code == 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("part_of: first", "part_of: third", "measure 'third' is not described"),
        ("sum_of: [first, second]", "sum_of: [first, third]", "measure 'third' is not described"),
        ("meaning: Mũi một.", "meaning: Mũi một., part_of: second", "is a part of itself"),
        ("meaning: Mũi một.", "meaning: Mũi một., counts: sometimes", "counts"),
    ],
)
def test_a_relation_that_cannot_be_is_refused(related: Office, old: str, new: str, said: str) -> None:
    related.project.change(CAMPAIGN, old, new)
    done = checks(related)
    assert done.exit_code == 3
    assert said in done.stderr


def test_a_whole_whose_base_is_not_the_sum_of_its_parts_is_found(past: Office) -> None:
    assert checks(past).exit_code == 0
    past.project.change(
        "data/reference/bases.csv", "population_2019,VN63,VN,96208984", "population_2019,VN63,VN,60000000"
    )
    done = checks(past)
    assert done.exit_code == 3
    assert "data/reference/bases.csv row " in done.stdout
    assert "adds up to 96208984, not to 60000000" in done.stdout


BASES = "base,vintage,code,value,low,high,qualifier,status,source,note\n"


@pytest.mark.parametrize(
    ("parts", "whole", "found"),
    [
        ({"178": 400000, "183": 381000}, None, False),
        ({"178": 400000, "183": 500000}, None, True),
        ({"178": 400000, "183": 500000}, 900000, False),
        ({"178": 400000}, 390000, True),
        ({"178": 100000}, None, False),
    ],
)
def test_what_a_period_brings_is_held_to_the_sum_too(
    past: Office, parts: dict[str, int], whole: int | None, *, found: bool
) -> None:
    """Lạng Sơn has 781655 in the reference; parts of two sources are never added up."""
    given = parts | ({"20": whole} if whole else {})
    rows = "".join(f"population_2019,VN63,{unit},{value},,,,published,DEMO,\n" for unit, value in given.items())
    past.project.write(f"data/demo/{day(1)}/bases.csv", BASES + rows)
    done = checks(past)
    assert (done.exit_code, "of its parts adds up to" in done.stdout) == ((3, True) if found else (0, False))
    assert not found or f"data/demo/{day(1)}/bases.csv row " in done.stdout


def test_a_whole_of_another_base_that_was_accepted_is_known(past: Office) -> None:
    row = "population_2019,VN63,178,900000,,,,published,DEMO,{}\n"
    past.project.write(f"data/demo/{day(1)}/bases.csv", BASES + row.format("rà soát mới"))
    assert checks(past).exit_code == 0
    past.project.write(f"data/demo/{day(1)}/bases.csv", BASES + row.format(""))
    assert checks(past).exit_code == 3
