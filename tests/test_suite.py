"""The other four reports over real and simulated periods: they say what is known, pass the gates, and stop there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dophu.data.periods import period_names
from dophu.data.project import Project
from dophu.proof.check import problems
from dophu.proof.file import misshapen
from dophu.publish.exporters import publish
from dophu.publish.gates import check
from dophu.tell.blocks import Document, Heading
from tests.telling import ROOT, open_report, tell
from tests.test_everywhere import known_editions, prose

REPORTS = ["national_table", "progress", "parts", "data_quality"]
PERIODS = sorted({period for period, _ in known_editions()})
DEMO_PERIODS = period_names(Project.find(ROOT), "demo")
DEMO_UNITS = ["20", "01", "74", "79", "VN", "178"]


def some_units(period: str) -> list[str]:
    """Choose two units of a period, others in each period: together far more than ten."""
    known = sorted({unit for day, unit in known_editions() if day == period})
    start = PERIODS.index(period) % len(known)
    return (known[start:] + known[:start])[:2]


def empty_headings(document: Document) -> Iterator[str]:
    for block, following in zip(document.blocks, [*document.blocks[1:], None], strict=True):
        ends = following is None or (isinstance(following, Heading) and following.level <= getattr(block, "level", 0))
        if isinstance(block, Heading) and block.level > 1 and ends:
            yield "".join(run.text for run in block.runs)


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("report", REPORTS)
def test_a_real_period_is_told_without_an_empty_heading_or_a_foreign_number(report: str, period: str) -> None:
    for unit in some_units(period):
        document = tell(open_report(campaign="bluezone", period=period, unit=unit), report)
        check(document)
        assert list(empty_headings(document)) == []
        assert document.banner is None
        told = prose(document)
        assert len(told) > 200 or "chưa có nguồn nào" in told, "a short honest report, not an empty one"


def test_the_real_periods_are_told_of_more_than_ten_units() -> None:
    assert len({unit for period in PERIODS for unit in some_units(period)}) > 10


@pytest.mark.parametrize("unit", DEMO_UNITS)
@pytest.mark.parametrize("period", [DEMO_PERIODS[place] for place in (0, 12, -2, -1)])
@pytest.mark.parametrize("report", REPORTS)
def test_a_simulated_period_is_told_and_says_that_it_is_simulated(report: str, period: str, unit: str) -> None:
    document = tell(open_report(campaign="demo", period=period, unit=unit), report)
    check(document)
    assert list(empty_headings(document)) == []
    assert document.banner == "SỐ LIỆU MÔ PHỎNG"


@pytest.mark.parametrize("report", [*REPORTS, "quick_report"])
@pytest.mark.parametrize(
    ("campaign", "period", "unit"),
    [("demo", DEMO_PERIODS[-1], "20"), ("demo", "2020-08-11", "VN"), ("bluezone", "2021-05-24", "79")],
)
def test_the_ledger_of_every_report_has_the_published_form_and_holds(
    report: str, campaign: str, period: str, unit: str
) -> None:
    ledger = tell(open_report(campaign=campaign, period=period, unit=unit), report).ledger
    assert misshapen(ledger) == []
    assert problems(ledger) == []
    assert {told["key"] for told in ledger["trace"]} <= set(ledger["facts"])


@pytest.mark.parametrize("report", [*REPORTS, "quick_report"])
@pytest.mark.parametrize(("campaign", "period"), [("demo", DEMO_PERIODS[-1]), ("bluezone", "2021-06-19")])
def test_every_format_of_every_report_has_the_ledgers_numbers(report: str, campaign: str, period: str) -> None:
    unit = "20" if campaign == "demo" else "27"
    document = tell(open_report(campaign=campaign, period=period, unit=unit), report)
    formats = ("html", "pdf", "docx", "xlsx")
    assert set(publish(document, formats)) == set(formats)
