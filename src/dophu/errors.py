"""What can go wrong, said as one would to a colleague: where, what, and what to try next.

DophuError            exit 1
  UsageError          exit 2   wrong usage or parameters
    UnknownError               a figure is missing or a comparison open; an optional sentence falls away
  DataError           exit 3   data refused by a check; carries every finding of the file
  NotebookError       exit 4   a notebook failed or its kernel died
  GateError           exit 5   a gate refused the output
    EmptyError        exit 0   there is nothing of its own to release; a batch skips it and says why
  DifferenceError     exit 6   verify or proofread found a difference
  BatchError          exit 7   a batch finished, some editions failed
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

SHOWN = 5  # of many things that a message lists
LONGEST_SAID = 300  # characters of another package's words


class DophuError(Exception):
    """What went wrong, where, and the next thing to try; the parts stay separate and survive pickling."""

    exit_code = 1

    def __init__(self, where: object, problem: str, fix: str) -> None:
        super().__init__(where, problem, fix)
        self.where, self.problem, self.fix = str(where), problem, fix

    def __str__(self) -> str:
        return f"{self.where}: {self.problem}\nfix: {self.fix}"

    @staticmethod
    def in_notebook(error: DophuError) -> list[str]:
        """Write the lines that a notebook shows; `words.messages` has them in the reader's language."""
        return [f"{type(error).__name__}: {error.where}: {error.problem}", f"fix: {error.fix}"]

    def _render_traceback_(self) -> list[str]:
        """Show the message alone in a notebook: whoever edits prose has no use for our stack."""
        return DophuError.in_notebook(self)


class UsageError(DophuError):
    """A command, a parameter or a params file asks for something that does not exist."""

    exit_code = 2


class UnknownError(UsageError):
    """A figure that is not known was taken for known: a sentence marked optional falls away, any other stops."""


class DataError(DophuError):
    """A data file was refused; the problem lists every finding, one per line."""

    exit_code = 3


class NotebookError(DophuError):
    """A notebook failed, was not run to its end, or its kernel died."""

    exit_code = 4


class UnshowableError(NotebookError):
    """A cell shows what no report can carry; the gates tell of all such cells at once."""


class GateError(DophuError):
    """A finished output was refused before release."""

    exit_code = 5


class EmptyError(GateError):
    """An edition has nothing of its own to show: it is not released, and that is no failure."""

    exit_code = 0


class DifferenceError(DophuError):
    """A rebuilt or edited output no longer agrees with its record."""

    exit_code = 6


class BatchError(DophuError):
    """A batch ran to its end, but some editions failed."""

    exit_code = 7


class UnexpectedError(DophuError):
    """What this package does not expect to meet: a fault of its own, or a system at its limits."""


def as_told(error: BaseException, where: object) -> DophuError:
    """Tell of any exception in a sentence: what the system refuses by its words, what nobody foresaw by its kind."""
    if isinstance(error, DophuError):
        return error
    if isinstance(error, OSError) and error.strerror:
        fix = "look at the permissions, the room and the limits there, and run the same command again"
        return UsageError(error.filename or where, f"the system refuses: {error.strerror}", fix)
    if isinstance(error, MemoryError | RecursionError):
        return UnexpectedError(where, "the memory does not suffice", "free some, or look for what is far too large")
    said = " ".join(str(error).split())[:LONGEST_SAID]
    fix = "run it again with dophu --debug, and report what it prints"
    return UnexpectedError(where, f"unexpected {type(error).__name__}: {said}", fix)


RENAMED = {"districts": "parts"}  # names of reports, chapters and tables that were others once


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Name the nearest known words, or all of them when none is near; a word of before its new one."""
    words = sorted(set(known))
    if RENAMED.get(word) in words:
        return f"did you mean '{RENAMED[word]}'?"
    near = get_close_matches(word, words, n=3, cutoff=0.5)
    return f"did you mean {_either(near)}?" if near else f"known: {', '.join(words) or 'none'}"


def _either(words: Sequence[str]) -> str:
    return " or ".join(f"'{word}'" for word in words)


def listed(things: Iterable[object], most: int = SHOWN) -> str:
    r"""Write things one a line below a message, many of them cut with their number.

    >>> listed("ab", most=1)
    '\n  a\n  and 1 more'
    """
    lines = [f"\n  {thing}" for thing in things]
    more = f"\n  and {len(lines) - most} more" if len(lines) > most else ""
    return "".join([*lines[:most], more])
