"""Quotas: what each commune was assigned, beside its residents; who is done, who is not, by sure figures alone."""

from __future__ import annotations

import pytest

from dophu.errors import DataError, DophuError
from dophu.publish.gates import check
from dophu.run.checks import check_project
from dophu.tell.sentences.points import result_point
from tests.parts import give_letterheads
from tests.project import Draft, demo  # noqa: F401 - a fixture
from tests.telling import open_report, tell
from tests.test_everywhere import prose
from tests.told import facts_of, shown

CAMPAIGN, COUNTS, BASES, TARGETS = (
    f"data/giao/{name}" for name in ("campaign.yml", "2025-10-20/counts.csv", "bases.csv", "targets.csv")
)
QUOTA = "quota: {label: chỉ tiêu được giao, source: GIAO}"
HEAD = "measure,vintage,code,count,from,to,source,note\n"
PLACES = {  # accounts, residents, quota; as some communes of a province in the press stood
    "05977": (2100, 5000, 2068),
    "05983": (109, 5908, 2068),
    "05986": (1500, 4000, 2000),
    "06001": (900, 3000, 1000),
}


def row(code: str, count: int, rest: str = "1,,") -> str:
    return f"GIAO,2025-10-20T17:00,VN34,{code},accounts,{count},{rest}\n"


@pytest.fixture(name="office")
def an_office(project: Draft) -> Draft:
    """A province whose communes were assigned quotas of the year 2025."""
    give_letterheads(project)
    text = (project.root / "data/demo/campaign.yml").read_text("utf-8").replace("  district:", "  commune:")
    text = text.replace("key: demo", "key: giao").replace("DEMO", "GIAO").replace("installs", "accounts")
    text = text.replace("base: population_2019", "base: thuong_tru")
    start, end = text.index("targets:"), text.index("activities:")
    text = (text[:start] + text[end:]).replace("cài đặt.}", f"cài đặt., {QUOTA}}}")
    project.write(CAMPAIGN, text)
    described = (
        "label: dân số thường trú, short: thường trú, kind: tt, kind_label: dân số thường trú, as_of: 2025-07-01"
    )
    project.write("data/giao/bases.yml", f"thuong_tru: {{{described}, source: GIAO}}\n")
    bases = "".join(f"thuong_tru,VN34,{code},{base},,,,published,GIAO,\n" for code, (_, base, _) in PLACES.items())
    project.write(BASES, f"base,vintage,code,value,low,high,qualifier,status,source,note\n{bases}")
    counts = "".join(row(code, count) for code, (count, _, _) in PLACES.items())
    project.write(COUNTS, f"source,as_of,vintage,unit,measure,count,step,qualifier,note\n{counts}")
    quotas = "".join(f"accounts,VN34,{c},{q},2025-01-01,2025-12-31,GIAO,\n" for c, (_, _, q) in PLACES.items())
    project.write(TARGETS, HEAD + quotas)
    return project


def letter(office: Draft, unit: str, report: str = "quick_report") -> str:
    document = tell(open_report(office.root, campaign="giao", period="2025-10-20", unit=unit), report)
    check(document)
    return prose(document)


def test_a_commune_stands_by_its_quota_and_by_its_residents(office: Draft) -> None:
    facts = facts_of(root=office.root, campaign="giao", period="2025-10-20", unit="05983")
    asked = ("share", "quota", "quota_share", "target", "gap", "missing", "target_by", "days_left", "pace")
    told = ["1,84%", "2.068", "5,27%", "100%", "94,73 điểm phần trăm", "1.959", "31/12/2025", "72", "28"]
    assert shown(facts, *asked) == told


def test_the_letter_says_both_and_judges_the_quota(office: Draft) -> None:
    text = letter(office, "05983")
    assert "So với chỉ tiêu được giao là 2.068 người, phường Lương Văn Tri đạt 5,27%." in text
    assert "so với chỉ tiêu được giao đạt 5,27%, chưa bằng một nửa mục tiêu 100% chỉ tiêu được giao" in text


def test_a_key_point_holds_against_the_quota_what_the_quota_has(office: Draft) -> None:
    facts = facts_of(root=office.root, campaign="giao", period="2025-10-20", unit="05983")
    told = "; so với chỉ tiêu được giao đạt 5,27%, thiếu 94,73 điểm phần trăm so với mục tiêu 100%"
    assert told in str(result_point(facts)).replace("**", "")


def test_who_is_done_and_who_is_not_is_counted(office: Draft) -> None:
    text = letter(office, "20", "parts")
    assert "Đã có 01 trong 04 đơn vị đối chiếu được đạt mục tiêu 100% chỉ tiêu được giao;" in text
    assert "số còn thiếu là 2.559 người" in text  # 1959 + 500 + 100: who has more does not make up for it


@pytest.mark.parametrize(("rest", "verdict"), [("1,,", "đạt"), ("1000,,", "open")])
def test_a_rounded_count_may_leave_it_open(office: Draft, rest: str, verdict: str) -> None:
    office.change(COUNTS, row("05977", 2100), row("05977", 2000, rest))
    facts = facts_of(root=office.root, campaign="giao", period="2025-10-20", unit="05977")
    assert facts.get("missing").sign == ("+" if verdict == "đạt" else "open")  # type: ignore[union-attr]


def test_a_quota_of_another_year_is_not_used(office: Draft) -> None:
    office.write(TARGETS, (office.root / TARGETS).read_text("utf-8").replace("2025-", "2026-"))
    facts = facts_of(root=office.root, campaign="giao", period="2025-10-20", unit="05983")
    assert shown(facts, "share", "quota", "quota_share", "gap") == ["1,84%", "-", "-", "-"]
    assert "chỉ tiêu" not in letter(office, "05983")


def test_another_target_goes_before_the_quota_which_is_told_beside_it(office: Draft) -> None:
    aim = "{key: half, percent: 50, measure: accounts, base: thuong_tru, from: 2025-01-01, source: GIAO, label: dân số}"
    office.change(CAMPAIGN, "activities:", f"targets:\n  - {aim}\nactivities:")
    text = letter(office, "05983")
    assert "phường Lương Văn Tri đạt 5,27%" in text
    assert "mục tiêu 50% dân số" in text


def test_the_check_finds_nothing(office: Draft) -> None:
    assert [one for one in check_project(office, "giao", None).findings if not one.known] == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("05983,2068", "99999,2068", "no such unit in VN34"),
        ("05983,2068", "05977,2068", "stands twice for the same days"),
        ("05983,2068", "05983,-5", "not a number"),
        ("05983,2068,2025-01-01", "05983,2068,", "not a date"),
        ("accounts,VN34,05983", "acounts,VN34,05983", "this measure has no quota"),
        ("2025-01-01,2025-12-31", "2026-01-01,2025-12-31", "ends before it begins"),
    ],
)
def test_a_wrong_row_is_refused_with_its_line(office: Draft, old: str, new: str, problem: str) -> None:
    office.change(TARGETS, old, new)
    with pytest.raises(DataError, match=rf"targets\.csv.*\n?.*row \d.*{problem}"):
        facts_of(root=office.root, campaign="giao", period="2025-10-20", unit="20")


def test_a_quota_without_its_table_and_one_of_no_direction_are_refused(office: Draft) -> None:
    (office.root / TARGETS).unlink()
    with pytest.raises(DophuError, match=r"quota asks for data/giao/targets\.csv"):
        facts_of(root=office.root, campaign="giao", period="2025-10-20", unit="20")
    office.change(CAMPAIGN, QUOTA, f"better: neither, {QUOTA}")
    with pytest.raises(DophuError, match=r"line \d+: .*has a quota, and neither"):
        facts_of(root=office.root, campaign="giao", period="2025-10-20", unit="20")
