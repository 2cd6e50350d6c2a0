"""What Python says of a call that this package, or pandas, does not have in this way: in a plain sentence instead.

One mechanism for all of them: from the exception and its traceback follows of what kind of thing something was asked,
and the thing itself says what it has: its calls, their signatures, its columns.
"""

from __future__ import annotations

import inspect
import linecache
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from traceback import walk_tb
from types import FrameType
from typing import Any

import pandas as pd

import dophu
from dophu.errors import DophuError, UsageError, did_you_mean
from dophu.facts.arithmetic import Computed
from dophu.facts.fact import Fact, Missing
from dophu.tell.display import Display
from dophu.tell.expression import AS_TEXT, NOT_ADDED
from dophu.tell.frames import Look
from dophu.tell.help.known import PARTS, TAKEN
from dophu.tell.help.looking import ListedFacts
from dophu.tell.plots import ShownFigure

CALLED = re.compile(r"(?:(\w+)\.)?(\w+)\(\) (?:missing|takes|got)\b")  # how Python tells of wrong arguments
QUOTED = re.compile(r"['\"](\w+)['\"]")
CANNOT = {  # what Python says that a thing cannot be used for
    "not subscriptable": "it has no parts in brackets",
    "not callable": "it cannot be called",
    "not iterable": "it is no list",
    "has no len": "it is no list",
}
SHOWN, LONGEST = 12, 60  # of many names; letters of a value
OF_SHELL = {"In", "Out", "exit", "quit", "open", "get_ipython"}  # variables that no cell has set
KINDS: dict[str, type] = {"str": str, "bool": bool}  # by how a signature names them
OF_REPORT = ("facts", "sentences", "fact", "show", "narrative", *TAKEN, *PARTS)
OF_FACT = ("before", "of", "on", "shown", "label", "unit")


def misused(raised: BaseException, names: Mapping[str, Any]) -> DophuError | None:
    """Say what was asked wrongly of a thing of ours or of pandas, and what it has; None where it is something else.

    names   the notebook's variables; an error is told with the line of the cell that it comes from
    """
    frames = [frame for frame, _ in walk_tb(raised.__traceback__)]
    cells = [place for place, frame in enumerate(frames) if frame.f_globals is names]
    if not cells:
        return None
    place, behind = _place(raised, frames[cells[-1]], names), frames[cells[-1] + 1 :]
    if isinstance(raised, DophuError):
        opens = behind and behind[0].f_code is dophu.open_report.__code__  # what is wrong stands in another cell
        return None if opens else _placed(raised, place)
    found = _attribute(raised) or _arguments(raised) or _value(behind) or _operation(raised)
    found = found or _part_of_frame(raised, behind) or _variable(raised, names)
    return UsageError(place, *found) if found else None


Told = tuple[str, str]


def _place(raised: BaseException, cell: FrameType, names: Mapping[str, Any]) -> str:
    """Name the line of a cell as its author sees it."""
    line = [number for frame, number in walk_tb(raised.__traceback__) if frame is cell][-1]
    source = linecache.getline(cell.f_code.co_filename, line).strip().replace(": ", ":")  # a place ends at its ": "
    return f'cell [{len(names.get("In", "")) - 1}] "{source[:LONGEST]}", line {line}'


def _placed(error: DophuError, place: str) -> DophuError | None:
    """Let an error of a call say its line of the cell; one of data or of prose says its own place."""
    if not isinstance(error, UsageError) or error.where.startswith("cell ") or "/" in error.where:
        return None
    return type(error)(f"{error.where}, {place}", error.problem, error.fix)


def _attribute(raised: BaseException) -> Told | None:
    """Tell of a name behind a dot that a thing of ours or a frame has not."""
    if not isinstance(raised, AttributeError) or not (_is_ours(raised.obj) or _is_of_pandas(raised.obj)):
        return None
    assert raised.name is not None
    return f"{_named(raised.obj)} has no '{raised.name}'", _nearest(raised.name, _has(raised.obj))


def _arguments(raised: BaseException) -> Told | None:
    """Tell of a call with too few arguments, too many, or one by a name that it has not."""
    called = CALLED.match(str(raised)) if isinstance(raised, TypeError) else None
    call = _call(called[1], called[2]) if called else None
    return None if call is None else (f"{call[0]} is called with other arguments than it takes", _usage(*call))


def _call(owner: str | None, name: str) -> tuple[str, Callable[..., Any]] | None:
    kind = next((kind for kind in _kinds() if kind.__name__ == owner), None)
    return (_written(kind, name), getattr(kind, name)) if kind and hasattr(kind, name) else None


def _value(behind: Sequence[FrameType]) -> Told | None:
    """Tell of a value that a call of ours takes in another kind: `report.frame(1)`."""
    frame = next(iter(behind), None)
    if frame is None or not str(frame.f_globals.get("__name__", "")).startswith(dophu.__name__):
        return None
    code, owner = frame.f_code, frame.f_locals.get("self")
    call = getattr(type(owner), code.co_name, None)
    if not callable(call):
        return None
    for argument in inspect.signature(call).parameters.values():
        kind = KINDS.get(str(argument.annotation))
        given = frame.f_locals.get(argument.name)
        if kind and not isinstance(given, kind):
            written = _written(type(owner), code.co_name)
            wanted = "a text in quotes" if kind is str else "True or False"
            return f"{written} takes as '{argument.name}' {wanted}, not {_short(given)}", _usage(written, call)
    return None


def _operation(raised: BaseException) -> Told | None:
    """Tell of a sign, a bracket or a call that a thing of ours has nothing for: `fact["x"]`, `fact + "text"`."""
    said = str(raised)
    asked = set(QUOTED.findall(said))
    kind = next((kind for kind in _kinds() if kind.__name__ in asked), None) if isinstance(raised, TypeError) else None
    if kind is None:
        return None
    cannot = next((told for english, told in CANNOT.items() if english in said), None)
    if cannot is None:
        return NOT_ADDED, AS_TEXT
    return f"{_titled(kind)}: {cannot}", _nearest("", _has_of(kind))


def _part_of_frame(raised: BaseException, behind: Sequence[FrameType]) -> Told | None:
    """Tell of a column, a row or a place that a frame has not."""
    if not isinstance(raised, KeyError | IndexError | NameError):
        return None
    held = (frame.f_locals.get(name) for frame in behind for name in ("self", "obj"))
    frame = next((found for held in held if (found := _frame_of(held)) is not None), None)
    if frame is None:
        return None
    if isinstance(raised, IndexError):
        return f"the frame has {len(frame)} rows, counted from 0", "look at it in a cell of its own, or use .head(…)"
    asked = (QUOTED.findall(str(raised)) or raised.args or ("",))[0]
    known = [str(name) for name in (*getattr(frame, "columns", ()), *frame.index)]
    return f"the frame has no column and no row {_short(asked)}", _nearest(str(asked), known)


def _frame_of(held: object) -> Any:
    held = getattr(held, "obj", held)
    return held if _is_of_pandas(held) else None


def _variable(raised: BaseException, names: Mapping[str, Any]) -> Told | None:
    """Tell of a variable that no cell has set."""
    if not isinstance(raised, NameError) or not raised.name:
        return None
    known = [name for name in names if not name.startswith("_") and name not in OF_SHELL]
    problem = f"no cell that has run sets '{raised.name}'"
    return problem, f"{_nearest(raised.name, known)}; or run the cell that sets it first"


# -- what there is ---------------------------------------------------------------------------------------------------


def _kinds() -> tuple[type, ...]:
    from dophu.tell.report import Report, Trace  # noqa: PLC0415 - the report teaches its shell by this module

    return Report, Fact, Missing, Computed, ListedFacts, ShownFigure, Display, Look, Trace


def _is_ours(thing: object) -> bool:
    return type(thing).__module__.partition(".")[0] == dophu.__name__


def _is_of_pandas(thing: object) -> bool:
    return isinstance(thing, pd.DataFrame | pd.Series)


def _named(thing: object) -> str:
    return "the frame" if _is_of_pandas(thing) else _titled(type(thing))


def _titled(kind: type) -> str:
    """Name a kind of thing as an analyst would."""
    titles = {
        "Report": "report",
        "Fact": "a fact",
        "Missing": "a fact that is not known",
        "Computed": "what is computed of facts",
        "ListedFacts": "report.facts",
        "ShownFigure": "a figure of the report",
        "Display": "what a call of the report shows",
        "Trace": "report.trace()",
    }
    return titles.get(kind.__name__, kind.__name__)


def _written(kind: type, name: str) -> str:
    owner = {"Report": "report", "Fact": "fact", "ListedFacts": "report"}.get(kind.__name__, kind.__name__)
    if name.startswith("__"):
        return {"__call__": f"{owner}.facts", "__getitem__": f"{owner}[…]"}.get(name, owner)
    return f"{owner}.{name}"


def _has(thing: object) -> list[str]:
    columns = [str(name) for name in getattr(thing, "columns", ())]
    return [*columns, *_has_of(type(thing), thing)]


def _has_of(kind: type, thing: object = None) -> list[str]:
    told = {
        "Report": OF_REPORT,
        "Fact": OF_FACT,
        "Missing": OF_FACT,
        "ListedFacts": ('report.facts("…")',),
        "ShownFigure": ("figure", "frame", "axes"),
    }
    return list(
        told.get(kind.__name__, [name for name in dir(kind if thing is None else thing) if not name.startswith("_")])
    )


def _nearest(name: str, known: Collection[str]) -> str:
    """Name the nearest, or some of all that there are."""
    near = did_you_mean(name, known)
    if near.startswith("did"):
        return near
    listed = list(dict.fromkeys(known))
    return f"known: {', '.join(listed[:SHOWN])}{', …' if len(listed) > SHOWN else ''}"


def _usage(written: str, call: Callable[..., Any]) -> str:
    """Write how a call is made, with the names that it takes where these are a list."""
    arguments = [each for each in inspect.signature(call).parameters.values() if each.name != "self"]
    told = ", ".join(each.name if each.default is each.empty else f"{each.name}=…" for each in arguments)
    names = TAKEN.get(written.rpartition(".")[2], ()) if written.startswith("report.") else ()
    if names:
        told = told.replace(arguments[0].name, f'"{names[0]}"', 1)
    way = f"write {written.replace('…', told) if '[' in written else f'{written}({told})'}"
    return f"{way}; {_nearest('', names)}" if names else way


def _short(value: object) -> str:
    said = repr(value) if isinstance(value, str | int | float | list | tuple | dict | type(None)) else _named(value)
    return said if len(said) <= LONGEST else f"{said[:LONGEST]}…"
