"""What stands between `{{` and `}}`: a name, what belongs to it, filters; a choice between words at the most.

It is read by Python's own grammar and told by hand: nothing can be called but filters, and `of` and `on` of facts.
"""

from __future__ import annotations

import ast
import inspect
import keyword
import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dophu.errors import UnknownError, UsageError, did_you_mean
from dophu.facts.fact import Fact, Missing

TORN_OFF = {"shown", "exact", "value", "amount", "interval", "magnitude", "text", "sign"}  # of a fact
RELATIONS = {"of", "on"}  # what can be called of a fact
CONSTANTS = {"none": None, "true": True, "false": False}
RESERVED = re.compile(rf"(\"[^\"]*\"|'[^']*')|\.({'|'.join(keyword.kwlist)})\b")  # `press.from` is no Python
ESCAPE = "__"
OPERATORS: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
COMPARISONS: dict[type, Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
OPTIONAL = "begin its line with '? ': the sentence then falls away where the figure is not known"
NOT_ADDED = "facts are added, subtracted, multiplied and divided with facts and numbers alone"
AS_TEXT = 'to put it among words write f"… {report["counted"]} …", or name it in prose: {{ counted }}'
ALLOWED = "write {{ name }}, {{ name.part }}, {{ name | filter }}"


@lru_cache(maxsize=4096)
def read_expression(text: str) -> ast.expr:
    """Read an expression; raises UsageError for what is none, or does more than prose may."""
    code = RESERVED.sub(lambda found: found[1] or f".{found[2]}{ESCAPE}", text.strip())
    try:
        read = ast.parse(code, mode="eval").body
    except (SyntaxError, ValueError):
        raise UsageError("narrative", f"'{{{{ {text.strip()} }}}}' cannot be read", ALLOWED) from None
    for node in ast.walk(read):
        if isinstance(node, ast.expr) and type(node) not in TOLD:
            raise UsageError("narrative", f"'{ast.unparse(node)}' has no place in prose", ALLOWED)
    return read


def names_in(code: ast.expr) -> list[str]:
    """List the names that an expression asks the edition for; filters are none."""
    if isinstance(code, ast.BinOp) and isinstance(code.op, ast.BitOr):
        return [name for part in (code.left, *_arguments(code.right)) for name in names_in(part)]
    if isinstance(code, ast.Name):
        return [] if code.id in CONSTANTS else [code.id]
    parts = (part for part in ast.iter_child_nodes(code) if isinstance(part, ast.expr | ast.keyword))
    return [name for part in parts for name in names_in(part.value if isinstance(part, ast.keyword) else part)]


def in_python(code: ast.expr) -> str:
    """Write an expression of prose as a cell of code has it: its names are asked of the report."""

    class Asked(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.expr:
            return ast.Subscript(ast.Name("report"), ast.Constant(node.id))

    return ast.unparse(Asked().visit(ast.parse(ast.unparse(code), mode="eval")).body).replace("'", '"')


def _arguments(code: ast.expr) -> list[ast.expr]:
    return [*code.args, *(each.value for each in code.keywords)] if isinstance(code, ast.Call) else []


def shown_strings(code: ast.expr, text: str) -> Iterator[tuple[int, str]]:
    """List the strings that an expression prints as they are, with their place in its text."""
    if isinstance(code, ast.IfExp):
        yield from shown_strings(code.body, text)
        yield from shown_strings(code.orelse, text)
    elif isinstance(code, ast.Constant) and isinstance(code.value, str) and (place := text.find(code.value)) >= 0:
        yield place, code.value


@dataclass(frozen=True)
class Scope:
    """What an expression is told with: `look_up` finds a name, `filters` are called by theirs."""

    look_up: Callable[[str], Any]
    filters: Mapping[str, Callable[..., Any]]

    def value(self, code: ast.expr) -> Any:
        """Tell an expression.

        Raises UnknownError where it rests on what is not known or open, UsageError for what cannot be.
        """
        return TOLD[type(code)](self, code)

    def known(self, name: str) -> bool:
        """Say whether a judgement holds, or what a name stands for is there to be told."""
        found = self.value(read_expression(name))
        return not isinstance(found, Missing) and found is not None and bool(found)


def _name(scope: Scope, code: ast.Name) -> Any:
    return CONSTANTS[code.id] if code.id in CONSTANTS else scope.look_up(code.id)


def _attribute(scope: Scope, code: ast.Attribute) -> Any:
    return _part(scope.value(code.value), code.attr.removesuffix(ESCAPE), ast.unparse(code.value))


def _part(whole: Any, name: str, called: str) -> Any:
    """Take a part of a fact, a row or a group by its name."""
    if name.startswith("_"):
        raise UsageError("narrative", f"'{name}' has no place in prose", ALLOWED)
    if whole is None:
        raise UnknownError("narrative", f"'{called}' is not known in this edition", OPTIONAL)
    if isinstance(whole, Fact) and name in TORN_OFF:
        fix = f"write {{{{ {called} | {whole.unit} }}}}, or ask {{% if {called} > … %}}"
        raise UsageError("narrative", f"'{called}.{name}' is no fact any more", fix)
    if isinstance(whole, Mapping):
        if name not in whole:
            raise UsageError("narrative", f"'{called}' has no part '{name}'", did_you_mean(name, map(str, whole)))
        return whole[name]
    if isinstance(whole, Missing) and not hasattr(whole, name):
        return whole
    if isinstance(whole, str) or not hasattr(whole, name):
        raise UsageError("narrative", f"'{called}' has no attribute '{name}'", ALLOWED)
    return getattr(whole, name)


def _subscript(scope: Scope, code: ast.Subscript) -> Any:
    whole, place = scope.value(code.value), scope.value(code.slice)
    if isinstance(place, str):
        return _part(whole, place, ast.unparse(code.value))
    if isinstance(whole, Missing):
        return whole
    if not isinstance(whole, Sequence) or isinstance(whole, str) or not isinstance(place, int):
        raise UsageError("narrative", f"'{ast.unparse(code)}' is no part of a list", ALLOWED)
    if not -len(whole) <= place < len(whole):
        raise UnknownError("narrative", f"'{ast.unparse(code.value)}' has no element {place}", OPTIONAL)
    return whole[place]


def _call(scope: Scope, code: ast.Call) -> Any:
    """Call `of` or `on` of a fact; filters are called by their bar."""
    if isinstance(code.func, ast.Attribute) and code.func.attr in RELATIONS:
        fact = scope.value(code.func.value)
        if isinstance(fact, Fact | Missing) and len(code.args) == 1:
            return getattr(fact, code.func.attr)(scope.value(code.args[0]))
    raise UsageError("narrative", f"'{ast.unparse(code)}' calls what prose may not", ALLOWED)


def _binary(scope: Scope, code: ast.BinOp) -> Any:
    if isinstance(code.op, ast.BitOr):
        return _filtered(scope, code)
    if type(code.op) not in OPERATORS:
        raise UsageError("narrative", f"'{ast.unparse(code)}' has no place in prose", ALLOWED)
    left, right = scope.value(code.left), scope.value(code.right)
    try:
        return OPERATORS[type(code.op)](left, right)
    except TypeError:
        raise UsageError("narrative", NOT_ADDED, AS_TEXT) from None


def _filtered(scope: Scope, code: ast.BinOp) -> Any:
    call = code.right
    named = call.func if isinstance(call, ast.Call) else call
    if not isinstance(named, ast.Name) or named.id not in scope.filters:
        name = ast.unparse(named)
        raise UsageError("narrative", f"No filter named '{name}'", did_you_mean(name, scope.filters))
    positional, keywords = (call.args, call.keywords) if isinstance(call, ast.Call) else ([], [])
    arguments = [scope.value(code.left), *(scope.value(each) for each in positional)]
    named_ones = {str(each.arg): scope.value(each.value) for each in keywords}
    return filtered(named.id, scope.filters[named.id], *arguments, **named_ones)


def filtered(name: str, call: Callable[..., Any], *values: Any, **named: Any) -> Any:
    """Call a filter; raises UsageError, with how it is written, for arguments that it does not take."""
    try:
        return call(*values, **named)
    except TypeError:
        asked = ", ".join(each for each in list(inspect.signature(call).parameters)[1:])
        usage = f"{{{{ … | {name}{f'({asked})' if asked else ''} }}}}"
        raise UsageError("narrative", f"'| {name}' does not take what it is given here", f"write {usage}") from None


def filters_in(code: ast.expr) -> Iterator[str]:
    """List the filters that an expression calls."""
    for node in ast.walk(code):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            yield ast.unparse(node.right.func if isinstance(node.right, ast.Call) else node.right)


def _compared(scope: Scope, code: ast.Compare) -> Any:
    left = scope.value(code.left)
    for sign, side in zip(code.ops, code.comparators, strict=True):
        right = scope.value(side)
        if type(sign) not in COMPARISONS:
            raise UsageError("narrative", f"'{ast.unparse(code)}' has no place in prose", ALLOWED)
        if not COMPARISONS[type(sign)](left, right):
            return False
        left = right
    return True


def _either(scope: Scope, code: ast.BoolOp) -> Any:
    stops = isinstance(code.op, ast.Or)
    for each in code.values:
        found = scope.value(each)
        if bool(found) is stops:
            return found
    return found


def _chosen(scope: Scope, code: ast.IfExp) -> Any:
    return scope.value(code.body if scope.value(code.test) else code.orelse)


def _unary(scope: Scope, code: ast.UnaryOp) -> Any:
    found = scope.value(code.operand)
    return not found if isinstance(code.op, ast.Not) else -found


def _listed(scope: Scope, code: ast.List | ast.Tuple) -> list[Any]:
    return [scope.value(each) for each in code.elts]


TOLD: dict[type, Callable[[Scope, Any], Any]] = {
    ast.Name: _name,
    ast.Constant: lambda scope, code: code.value,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.Call: _call,
    ast.BinOp: _binary,
    ast.Compare: _compared,
    ast.BoolOp: _either,
    ast.IfExp: _chosen,
    ast.UnaryOp: _unary,
    ast.List: _listed,
    ast.Tuple: _listed,
}
