"""What is typed into settings files is held at the door: numbers, days, names, claims, each told with its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dophu.cli import main
from dophu.data.project import OVERRIDE
from dophu.errors import DataError, UsageError
from tests.project import CAMPAIGN, PARAMS, PERIOD, Draft, draft_at
from tests.run.batches import add_report

ACTIVITIES, SOURCES = f"{PERIOD}/activities.yml", f"{PERIOD}/sources.yml"
DONE = """\
source: DEMO
units:
  "20":
    documents:
      - {kind: Công văn, symbol: 12/STN, date: 2020-08-04, by: Sở Thử nghiệm, about: hướng dẫn cài đặt}
    units_instructed: {share: {value: 87.5, unit: percent}, as_of: 2020-08-07T08:00}
    press: {from: 2020-08-01, to: 2020-08-07, items: {value: 70, qualifier: hơn}}
    messages: {channels: [Zalo, SMS], repeated: true}
    proposals: [Đề nghị các sở quan tâm chỉ đạo., {value: Cần 12 máy tính., source: Công văn 15/STN}]
"""
PERIOD_SOURCES = """\
status: simulated
sources:
  - {id: PERIOD, title: Bản tin, address: ["https://example.vn/tin"], published: 2020-08-07T09:25}
"""


@pytest.fixture
def project(tmp_path: Path) -> Draft:
    office = draft_at(tmp_path)
    add_report(office, "letter")
    office.change(CAMPAIGN, "fields: [items]", "fields: [from, to, items]")
    office.write(ACTIVITIES, DONE)
    office.write(SOURCES, PERIOD_SOURCES)
    return office


def run(project: Draft, *arguments: str) -> Result:
    return CliRunner(env={OVERRIDE: str(project.root)}).invoke(main, list(arguments))


def test_settings_that_say_nothing_wrong_pass(project: Draft) -> None:
    done = run(project, "check")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.endswith("0 new\n")


ACTIVITIES_THAT_CANNOT_BE = [
    ("value: 87.5", "value: 250", "20.units_instructed.share", "no share from 0 to 100 %"),
    ("value: 87.5", "value: -5", "20.units_instructed.share", "no share from 0 to 100 %"),
    ("unit: percent", "unit: phần trăm", "20.units_instructed.share.unit", "no unit of a value"),
    ("value: 70", "value: nhiều", "20.press.items", "no number that 'hơn' could stand before"),
    ("qualifier: hơn", "qualifier: chừng", "20.press.items.qualifier", "no word before a number"),
    ("{value: 70, qualifier: hơn}", "-70", "20.press.items", "no whole number"),
    ("{value: 70, qualifier: hơn}", "1.200", "20.press.items", "no whole number"),
    ("{value: 70, qualifier: hơn}", "1" * 30, "20.press.items", "no whole number"),
    ("{value: 70,", "{vaule: 70,", "20.press.items.vaule", "no such field"),
    ("items:", "itms:", "20.press.itms", "no such field"),
    ("date: 2020-08-04", "date: 2031-08-04", "20.documents.1.date", "later than the period's day, 2020-08-07"),
    ("date: 2020-08-04", "date: 2020-02-30", "20.documents.1.date", "no day and no moment"),
    ("as_of: 2020-08-07T08:00", "as_of: 2020-08-08", "20.units_instructed.as_of", "later than the period's day"),
    ("from: 2020-08-01", "from: 2020-08-09", "20.press.from", "later than 'to', 2020-08-07"),
    ("source: DEMO", "source: NIX", "source", "this source is not in sources.yml"),
    ("source: Công văn 15/STN", 'source: " "', "20.proposals.2.source", "given without its source"),
    ('  "20":', "  - a", "units", "not a list of units by their codes"),
]


@pytest.mark.parametrize(
    ("command", "wrong"),
    [
        *((("check",), wrong) for wrong in ACTIVITIES_THAT_CANNOT_BE),
        *((("build", "letter"), wrong) for wrong in ACTIVITIES_THAT_CANNOT_BE[::4]),  # both ask the same reader
    ],
)
def test_what_an_office_cannot_have_done_is_refused_before_anything_prints(
    project: Draft, command: tuple[str, ...], wrong: tuple[str, str, str, str]
) -> None:
    old, new, field, says = wrong
    if new == "  - a":
        project.write(ACTIVITIES, "source: DEMO\nunits:\n  - a\n")
    else:
        project.change(ACTIVITIES, old, new)
    refused = run(project, *command)
    assert refused.exit_code == DataError.exit_code
    text = (project.root / ACTIVITIES).read_text("utf-8")
    line = text[: text.index(new)].count("\n") + 1 if new != "  - a" else 2
    assert f"{ACTIVITIES} row {line} column '{field}': {says}" in refused.output
    assert "\nfix: " in refused.output


BELOW = {"two sources": 2, "does not say": 5}  # lines between what was written and what is wrong with it


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        (SOURCES, "title: Bản tin", 'title: " "', "'title': it is blank"),
        (SOURCES, "https://example.vn/tin", "javascript:alert(1)", "write a web address"),
        (SOURCES, "published: 2020-08-07T09:25", "published: 2020-13-07", "'published'"),
        (SOURCES, "status: simulated", "status: real", "status is 'real', and the campaign's figures are simulated"),
        (SOURCES, "status: simulated", "status: published", "status is 'published'"),
        (SOURCES, "sources:", "sources:\n  - {id: PERIOD, title: Một}", "two sources have the id 'PERIOD'"),
        (CAMPAIGN, "percent: 50", "percent: 500", "the target 'half' is 500 % of its base"),
        (CAMPAIGN, "from: 2020-07-31,", "from: 2020-07-31, by: 2020-07-01,", "before it holds from 2020-07-31"),
        (CAMPAIGN, "sources:", "sources:\n  - {id: DEMO, title: Một}", "two sources have the id 'DEMO'"),
        (CAMPAIGN, "measure: installs,", "measure: instals,", "measure 'instals' is not described"),
        (CAMPAIGN, "key: demo", "key: demo\nversion: 2", "measure 'installs' does not say counts and better"),
        (CAMPAIGN, "meaning: Số người", "betther: less, meaning: Số người", "unknown key 'measures.installs.betther'"),
        (CAMPAIGN, "{kind}", "{kindd}", "'{kindd}' names nothing"),
        (CAMPAIGN, '"{unit}"', '"{unit"', "'{unit' names nothing"),
        (CAMPAIGN, "source: DEMO", "source: NIX", "'targets.half.source': this source is in no sources.yml"),
        (PARAMS, "number: 7", "number: 12/BC", "'document.number'"),
        (PARAMS, "date: 2020-08-10", "date: 2020-02-30", "'document.date'"),
        (PARAMS, "title: Phó Giám đốc", "title: Phó {nix}", "'{nix}' names nothing"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_with_its_file(
    project: Draft, name: str, old: str, new: str, says: str
) -> None:
    project.change(name, old, new)
    refused = run(project, "check")
    assert refused.exit_code in {DataError.exit_code, UsageError.exit_code}
    assert name in refused.output
    assert says in refused.output
    text = (project.root / name).read_text("utf-8")
    first = text[: text.index(new)].count("\n") + 1
    lines = {int(number) for number in re.findall(r"(?:line|row) (\d+)", refused.output)}
    below = next((rows for problem, rows in BELOW.items() if problem in says), 0)
    assert first + below in lines or "status" in old
    assert "fix: " in refused.output


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        (ACTIVITIES, "Đề nghị các sở", "Trong 12 ngày, đề nghị các sở", "20.proposals.1': the number 12"),
        (ACTIVITIES, "Đề nghị các sở", "Tỉnh đã dẫn đầu cả nước. Các sở", "20.proposals.1': the claim 'dẫn đầu'"),
        (ACTIVITIES, "Đề nghị các sở", "Một nửa số xã đã đạt mục tiêu. Các sở", "20.proposals.1': the claim 'đã đạt"),
        (ACTIVITIES, "hướng dẫn cài đặt", "hướng dẫn 12.500 người", "20.documents.1.about': the number 12.500"),
        (ACTIVITIES, "[Zalo, SMS]", "[Zalo 45%, SMS]", "20.messages.channels.1': the number 45%"),
        (CAMPAIGN, "title: ứng dụng Thử nghiệm", "title: ứng dụng của 50.000 người", "'title': the number 50.000"),
        (CAMPAIGN, "noun: người", "noun: người dẫn đầu", "measures.installs.noun': the claim 'dẫn đầu'"),
        (CAMPAIGN, "meaning: Số người đã", "meaning: 12.345 người đã", "measures.installs.meaning': the number 12.345"),
        (CAMPAIGN, "label: dân số", "label: dân số đã đạt mục tiêu", "targets.half.label': the claim"),
        (CAMPAIGN, "label: tin bài", "label: hơn 500 tin bài", "activities.press.label': the number 500"),
        (CAMPAIGN, "title: Giám đốc", "title: Giám đốc\n    recipients: [Sở dẫn đầu]", "documents.province.recipients"),
        (PARAMS, "title: Phó Giám đốc", "title: Phó Giám đốc\n  addressees: [12.500 hộ]", "document.addressees"),
        (PARAMS, "title: Phó Giám đốc", "title: Phó Giám đốc\n  abstract: Tăng gấp đôi", "document.abstract"),
    ],
)
def test_a_number_or_claim_typed_into_settings_is_a_finding_with_its_field(
    project: Draft, name: str, old: str, new: str, says: str
) -> None:
    project.change(name, old, new)
    refused = run(project, "check")
    assert refused.exit_code == DataError.exit_code
    assert says in refused.stdout
    assert f"{name} column" in refused.stdout
    assert "is typed here, where no fact can bear it out" in refused.stdout


def test_a_name_that_the_campaign_lists_may_hold_a_number(project: Draft) -> None:
    project.change(CAMPAIGN, "title: ứng dụng Thử nghiệm", "title: Đề án 06\nnames: [Đề án 06]")
    project.change(ACTIVITIES, "Đề nghị các sở", "Đề nghị các sở thực hiện Đề án 06,")
    assert run(project, "check").exit_code == 0
