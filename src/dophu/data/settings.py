"""YAML settings into typed records: every wrong key or value of a file in one error."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from dophu.errors import DataError, DophuError, did_you_mean

DEEPEST = 20  # levels of settings; what writes them anew calls itself once for each
Record = TypeVar("Record", bound=BaseModel)


class Lined(dict[Any, Any]):
    """A mapping read from a file, which knows the line that each of its keys stands on."""

    lines: Mapping[Any, int] = MappingProxyType({})


class LinedList(list[Any]):
    """A list read from a file, which knows the line that each of its items begins on."""

    lines: Mapping[Any, int] = MappingProxyType({})


class PlainLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc] # the C parser where built
    """YAML whose scalars stay text except true, false and null: `unit: 010` must not become the number 8."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Refuse a key written twice, which YAML would settle in silence."""
        keys = [key.value for key, _ in node.value]
        twice = next((key for key in keys if keys.count(key) > 1), None)
        if twice is not None:
            raise yaml.constructor.ConstructorError(None, None, f"the key '{twice}' stands here twice", node.start_mark)
        return dict(super().construct_mapping(node, deep))

    def construct_yaml_map(self, node: yaml.MappingNode) -> Iterator[Lined]:
        """Build a mapping with its lines; filled after it is given, as PyYAML does, so that no depth calls itself."""
        found = Lined()
        yield found
        found.update(self.construct_mapping(node))
        found.lines = {key.value: key.start_mark.line + 1 for key, _ in node.value}

    def construct_yaml_seq(self, node: yaml.SequenceNode) -> Iterator[LinedList]:
        """Build a list with its lines."""
        found = LinedList()
        yield found
        found.extend(self.construct_sequence(node))
        found.lines = {place: item.start_mark.line + 1 for place, item in enumerate(node.value)}


PlainLoader.add_constructor("tag:yaml.org,2002:map", PlainLoader.construct_yaml_map)
PlainLoader.add_constructor("tag:yaml.org,2002:seq", PlainLoader.construct_yaml_seq)
PlainLoader.yaml_implicit_resolvers = {}
PlainLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(true|false)$"), list("tf"))
PlainLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(~|null|)$"), ["~", "n", ""])


def _depth(content: Any) -> int:
    """Count the levels of mappings and lists, no further than one beyond the deepest allowed.

    What aliases name many times is looked at once in each level.
    """
    level, depth = _nested([content]), 0
    while level and depth <= DEEPEST:
        parts = (part for item in level for part in (item.values() if isinstance(item, dict) else item))
        level, depth = _nested(parts), depth + 1
    return depth


def _nested(parts: Iterable[Any]) -> list[Any]:
    return list({id(part): part for part in parts if isinstance(part, dict | list)}.values())


def parse_yaml(text: str, where: str) -> dict[str, Any]:
    """Parse a YAML mapping in NFC; scalars are text, true, false or null."""
    try:
        content = yaml.load(unicodedata.normalize("NFC", text), Loader=PlainLoader)
    except yaml.YAMLError as error:
        raise DataError(where, " ".join(str(error).split()), "correct the YAML at that line") from None
    if _depth(content) > DEEPEST:
        raise DataError(where, f"a setting lies more than {DEEPEST} levels deep", "start from an existing file")
    if not isinstance(content, dict):
        raise DataError(where, "this is not a list of 'key: value' lines", "start from an existing file")
    return content


def parse_as_papermill(text: str, where: str) -> dict[str, Any]:
    """Parse a YAML mapping as papermill hands it on: `nguong: 30` is a number, and a date its text."""
    try:
        content = yaml.safe_load(unicodedata.normalize("NFC", text))
        return {str(key): json.loads(json.dumps(value, default=str)) for key, value in content.items()}
    except (yaml.YAMLError, ValueError) as error:
        raise DataError(where, " ".join(str(error).split()), "correct the YAML at that line") from None


def line_of(content: Any, path: Sequence[Any]) -> int:
    r"""Find the line of a setting by the way to it, or of the nearest above it; 0 for what was not read from a file.

    >>> line_of(parse_yaml("a:\n- b: 1\n- b: 2\n", "x"), ("a", 1, "b"))
    3
    """
    line = 0
    for part in path:
        line = getattr(content, "lines", {}).get(part, line)
        try:
            content = content[part]
        except (KeyError, IndexError, TypeError):
            break
    return line


def typed(
    record: type[Record],
    content: dict[str, Any],
    where: str,
    kind: type[DophuError] = DataError,
    also: Iterable[str] = (),
) -> Record:
    """Check settings against their record; unknown keys get the nearest known ones, of those `also` known elsewhere."""
    try:
        return record.model_validate(content)
    except ValidationError as error:
        findings = [_finding(item, record, content, also) for item in error.errors()]
        problem = "; ".join(text for text, _ in findings)
        fixes = dict.fromkeys(fix for _, fix in findings)
        raise kind(where, problem, "; ".join(fixes)) from None


def _finding(item: Any, record: type[BaseModel], content: dict[str, Any], also: Iterable[str]) -> tuple[str, str]:
    """Say what is wrong with a setting, on which line it stands, and what to do."""
    said, fix = _said(item, record, also)
    path = (*item["loc"], *getattr(item.get("ctx", {}).get("error"), "path", ()))
    line = line_of(content, path)
    return (f"line {line}: {said}" if line else said), fix


def _said(item: Any, record: type[BaseModel], also: Iterable[str]) -> tuple[str, str]:
    place = ".".join(str(part) for part in item["loc"])
    if item["type"] == "extra_forbidden":
        known = _fields_at(record, item["loc"][:-1])
        near = [*known, *also] if len(item["loc"]) == 1 else known
        return f"unknown key '{place}'", did_you_mean(str(item["loc"][-1]), near)
    if item["type"] == "missing":
        return f"'{place}' is missing", f"add '{place}'"
    got = f", not {item['input']!r}" if isinstance(item["input"], str | int | float | bool) else ""
    message = f"{item['msg'].removeprefix('Value error, ')}{got}"
    return (f"'{place}': {message}", f"correct '{place}'") if place else (message, "correct the settings")


def _fields_at(record: type[BaseModel], path: tuple[Any, ...]) -> list[str]:
    for part in path:
        annotation = record.model_fields[part].annotation if part in record.model_fields else None
        record = next((model for model in _models_in(annotation)), record)
    return [field.alias or name for name, field in record.model_fields.items()]


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in getattr(annotation, "__args__", ()) for model in _models_in(part)]
