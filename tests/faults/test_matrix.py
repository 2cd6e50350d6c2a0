"""A fair sample of the fault matrix; the whole of it is `make faults`."""

from __future__ import annotations

import shutil
import sys

import pytest

from tests.faults.matrix import COMMANDS, MODES, matrix

EVERY = {"build": 61, "import": 59, "issue": 107, "replace": 83, "new": 9}  # no multiples of five, the number of modes
needs_linux = pytest.mark.skipif(
    sys.platform != "linux" or not shutil.which("cc"), reason="needs Linux and a C compiler"
)


@needs_linux
@pytest.mark.parametrize("name", COMMANDS)
def test_no_fault_at_any_call_tears_what_stands_or_keeps_it_from_going_on(name: str) -> None:
    tally = matrix(name, EVERY[name])
    assert set(tally.trials) == set(MODES)
    assert not tally.faults, "\n".join(tally.faults)


@needs_linux
def test_the_calls_are_found_by_tracing() -> None:
    tally = matrix("import", every=1000, modes=("killed after",))
    assert not tally.trials
    assert {"open", "write", "fsync", "flock", "mkdir", "renameat2", "rename"} <= set(tally.calls)
