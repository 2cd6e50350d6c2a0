"""What Python says of packages, magics and calls that are not there, in a plain sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from dophu.errors import DophuError, NotebookError, did_you_mean

MAGIC = re.compile(r"%%?\w+")


def tell_plainly(shell: Any) -> None:
    """Let a shell tell of these as of our own errors, without Python's stack."""
    shell.set_custom_exc((Exception,), _told)


def _told(
    shell: Any, kind: type[BaseException], raised: BaseException, trace: Any, tb_offset: int | None = None
) -> None:
    error = _in_a_sentence(shell, raised)
    if error is None:
        shell.showtraceback((kind, raised, trace), tb_offset=tb_offset)
    else:
        shell._showtraceback(type(error), error, error._render_traceback_())


def _in_a_sentence(shell: Any, raised: BaseException) -> DophuError | None:
    from IPython.core.error import StdinNotImplementedError, UsageError  # noqa: PLC0415 - only a notebook has a shell

    if isinstance(raised, ModuleNotFoundError | StdinNotImplementedError | UsageError):
        magics = shell.magics_manager.magics
        return said(raised, [f"%%{name}" for name in magics["cell"]] + [f"%{name}" for name in magics["line"]])
    with suppress(Exception):  # of whatever anybody's objects raise when they are looked at
        from dophu.tell.help.misuse import misused  # noqa: PLC0415 - few cells are wrong

        return misused(raised, shell.user_ns)
    return None


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
