"""A pytest plugin for `.ci/run`: where every tool is installed, a test skipped for want of one has failed."""

from __future__ import annotations

from collections.abc import Generator

import pytest


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a skipped test that is marked `browser` or `document`; an expected failure is no skip."""
    report = yield
    marked = any(item.get_closest_marker(name) for name in ("browser", "document"))
    if marked and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome, report.longrepr = "failed", f"may not be skipped here: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Fail a module that skips itself as a whole: its marks cannot be seen."""
    report = yield
    if report.skipped:
        report.outcome, report.longrepr = "failed", f"may not be skipped here: {report.longrepr}"
    return report
