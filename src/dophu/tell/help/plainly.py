"""What Python says of a package or a magic that is not there, and of a question nobody answers, in a plain sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from dophu.errors import NotebookError, did_you_mean

MAGIC = re.compile(r"%%?\w+")


def tell_plainly(shell: Any) -> None:
    """Let a shell tell of these as of our own errors, without Python's stack."""
    from IPython.core.error import StdinNotImplementedError, UsageError  # noqa: PLC0415 - only a notebook has a shell

    shell.set_custom_exc((ModuleNotFoundError, StdinNotImplementedError, UsageError), _told)


def _told(
    shell: Any, kind: type[BaseException], raised: BaseException, trace: Any, tb_offset: int | None = None
) -> None:
    magics = shell.magics_manager.magics
    error = said(raised, [f"%%{name}" for name in magics["cell"]] + [f"%{name}" for name in magics["line"]])
    shell._showtraceback(type(error), error, error._render_traceback_())


def said(raised: BaseException, magics: Iterable[str] = ()) -> NotebookError:
    """Say what was raised, and what to do; `magics` are those that there are.

    >>> said(ModuleNotFoundError("No module named 'plotly'", name="plotly.express")).problem
    "the package 'plotly' is not installed"
    """
    if isinstance(raised, ModuleNotFoundError):
        package = str(raised.name).partition(".")[0]
        fix = "use pandas and matplotlib, or install it: .venv/bin/pip install …; a picture of it prints by report.show"
        return NotebookError("import", f"the package '{package}' is not installed", fix)
    if magic := MAGIC.search(str(raised)):
        return NotebookError("cell", f"there is no {magic[0]}", did_you_mean(magic[0], magics))
    fix = "make it a parameter in the notebook's first cell, as: nguong = 30"
    return NotebookError("input", "a report asks nobody while it is built", fix)
