"""dophu: notebooks with which a public office turns each period's counts into its official report.

A notebook opens its report with `report = open_report(globals())`; everything else is a value of that report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dophu.tell.report import Report

__all__ = ["open_report"]


def open_report(names: dict[str, Any] | None = None, *others: object) -> Report:
    """Open the report that a notebook's parameters ask for; call it first, with `globals()`.

    Refuses a parameter that is misspelt, since papermill only warns of those; other names are the author's own.
    """
    from dophu.errors import DophuError, UsageError  # noqa: PLC0415 - keeps `dophu --help` quick
    from dophu.tell.report import open_from_notebook  # noqa: PLC0415
    from dophu.words.messages import in_notebook  # noqa: PLC0415

    DophuError.in_notebook = staticmethod(in_notebook)  # type: ignore[method-assign] # errors stand before words
    if others or not isinstance(names, dict):
        raise UsageError("open_report", "it takes the notebook's names", "write report = open_report(globals())")
    return open_from_notebook(names)
