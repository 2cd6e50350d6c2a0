from __future__ import annotations

from fractions import Fraction

import pytest

from dophu.facts.evaluate import Facts
from dophu.facts.leaves import Lacking
from dophu.measure.course import Course, courses
from tests.courses import cut, follow
from tests.parts import give_letterheads
from tests.project import PUBLISHED, Draft, demo  # noqa: F401 - a fixture

HIGHLANDS = ["62", "64", "66", "67", "68"]  # the smallest region
MOMENTS = ["2020-08-01T08:00", "2020-08-03T17:00", "2020-08-05T08:00", "2020-08-07T08:00"]


def seen(project: Draft, unit: str = "20", **parameters: object) -> Facts:
    edition = project.edition(unit=unit, **parameters)
    return Facts(edition.history, edition.unit, edition.period, edition.target)


def own(project: Draft, unit: str = "20", **parameters: object) -> Course:
    return courses(seen(project, unit, **parameters))[0]


def counts(course: Course) -> list[int | None]:
    return [step.known.count if step.known else None for step in course.steps]


def before(course: Course) -> list[str]:
    """Name the days that the steps compare with."""
    rows = [step.row for step in course.steps if step.row]
    periods = [row.facts.before(row.subject) for row in rows]
    return ["" if isinstance(period, Lacking) else period.period[-2:] for period in periods]


def told(course: Course, what: str) -> list[str]:
    return [fact.shown if (fact := step.fact(what)) else "" for step in course.steps]


def test_each_period_compares_with_the_one_before(project: Draft) -> None:
    follow(project, {moment: {"20": 1000 * (i + 1)} for i, moment in enumerate(MOMENTS)})
    course = own(project)
    assert counts(course) == [1000, 2000, 3000, 4000]
    assert before(course) == ["", "01", "03", "05"]
    assert len(course.segment) == 4


def test_nothing_compares_across_a_method_break(project: Draft) -> None:
    follow(project, {moment: {"20": 1000 * (i + 1)} for i, moment in enumerate(MOMENTS)})
    cut(project)
    course = own(project)
    assert before(course) == ["", "01", "", "05"]
    assert [step.broken is not None for step in course.steps] == [False, False, True, False]
    assert [known.count for known in course.segment] == [3000, 4000]


@pytest.mark.parametrize(
    ("number", "compares", "joined"),
    [("2000,1000,,", "03", 3), ("2000,1000,hơn,", "01", 3), ("2000,1,,", "03", 4)],
)
def test_what_is_only_more_than_compares_with_nothing_and_only_exact_counts_carry_a_curve(
    project: Draft, number: str, compares: str, joined: int
) -> None:
    numbers = ["90000", f"10{number}", "110000", "120000"]
    follow(project, {moment: {"20": each} for moment, each in zip(MOMENTS, numbers, strict=True)})
    course = own(project)
    assert before(course)[2] == compares
    assert len(course.segment) == joined


def test_a_period_whose_list_names_most_units_but_not_this_one_is_a_gap(project: Draft) -> None:
    provinces = [unit.code for unit in seen(project).history.gazetteer.at_level("VN63", "province")]
    most = {code: 1000 for code in provinces if code != "20"}
    few = {code: 1000 for code in provinces[:20] if code != "20"}
    follow(project, dict(zip(MOMENTS, [{"20": 1000}, few, most, {"20": 4000}], strict=True)))
    assert counts(own(project)) == [1000, None, 4000]


def test_a_region_is_the_sum_where_one_list_names_all_its_units(project: Draft) -> None:
    full = dict.fromkeys(HIGHLANDS, 1000)
    lacking = dict.fromkeys(HIGHLANDS[:-1], 1000)
    rounded = full | {"68": "50000,1000,,"}
    bound = full | {"68": "50000,1000,gần,"}
    follow(project, dict(zip(MOMENTS, [full, lacking, rounded, bound], strict=True)))
    region = courses(seen(project, "62"))[1]
    assert (region.unit.code, region.label) == ("tay_nguyen", "vùng Tây Nguyên")
    assert [step.period[-2:] for step in region.steps] == ["01", "05"]
    assert told(region, "counted") == ["5.000", "khoảng 54.000"]
    rounded_sum = region.steps[1].fact("counted")
    assert rounded_sum is not None
    assert [rounded_sum.interval.low, rounded_sum.interval.high] == [53500, 54500]


def test_the_base_of_a_region_is_the_sum_of_its_units(project: Draft) -> None:
    follow(project, {MOMENTS[3]: dict.fromkeys(HIGHLANDS, 1000)})
    step = courses(seen(project, "62"))[1].steps[0]
    base, share = step.fact("base"), step.fact("share")
    assert base is not None
    assert share is not None
    assert base.amount == 5842681  # the control total of the census
    assert share.amount == Fraction(500000, 5842681)


def test_two_lists_never_make_one_region(project: Draft) -> None:
    half = dict.fromkeys(HIGHLANDS[:3], 1000)
    follow(project, {MOMENTS[3]: half})
    rest = "".join(f"ELSE,2020-08-07T08:00,VN63,{code},installs,1000,1,,\n" for code in HIGHLANDS[3:])
    project.write("data/demo/2020-08-07/sources.yml", "sources:\n  - {id: ELSE, title: Nguồn khác}\n")
    name = "data/demo/2020-08-07/counts.csv"
    project.write(name, (project.root / name).read_text("utf-8") + rest)
    assert [course.unit.code for course in courses(seen(project, "62"))] == ["62"]


def test_nothing_of_a_later_hour_enters_the_course(project: Draft) -> None:
    follow(project, {MOMENTS[2]: {"20": 1000, "VN": 90000}, MOMENTS[3]: {"20": 2000}})
    name = "data/demo/2020-08-07/counts.csv"
    late = "DEMO,2020-08-07T17:00,VN63,VN,installs,99000,1,,\n"
    project.write(name, (project.root / name).read_text("utf-8") + late)
    nation = courses(seen(project))[-1]
    assert (nation.unit.code, counts(nation)) == ("VN", [90000])


@pytest.mark.parametrize(
    ("unit", "followed"), [("20", ["20", "VN"]), ("178", ["178", "20", "VN"]), ("VN", ["VN"]), ("01", ["VN"])]
)
def test_a_course_is_followed_with_those_above_of_which_something_is_known(
    project: Draft, unit: str, followed: list[str]
) -> None:
    follow(project, {MOMENTS[3]: {"20": 1000, "178": 100, "VN": 50000}})
    give_letterheads(project)
    assert [course.unit.code for course in courses(seen(project, unit))] == followed


def test_published_shares_follow_each_other(project: Draft) -> None:
    follow(project, {MOMENTS[3]: {"22": 1000}, MOMENTS[2]: {"22": 900}})
    head = "source,as_of,vintage,unit,measure,figure,value,step,qualifier,base,of,status,since,note\n"
    for moment, value in ((MOMENTS[2], "9.50"), (MOMENTS[3], "10.23")):
        row = f"DEMO,{moment},VN63,20,installs,share,{value},,,population,,published,,\n"
        project.write(PUBLISHED.replace("2020-08-07", moment[:10]), head + row)
    course = own(project)
    assert counts(course) == [None, None]
    assert before(course) == ["", "05"]
    assert course.segment == []


def test_places_are_those_of_the_list_of_the_unit(project: Draft) -> None:
    follow(project, {MOMENTS[3]: {"20": 9000, "22": 500, "24": 9000}})
    course = own(project)
    assert (told(course, "rank"), told(course, "ranked")) == (["thứ 1"], ["03"])
