"""A chapter of the suite: what it measures, and the tables and figures that show it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dophu.tell.content import FigureContent, TableContent
from dophu.tell.said import Said


@dataclass(frozen=True)
class Chapter:
    """One chapter.

    measure   chooses what the chapter tells and returns what the others take
    names     words and rows of facts that prose may use beside single facts: `{% for row in regions %}`
    sentences   those that the chapter offers to prose by name; each says one sentence, or nothing
    tables, figures   by key; each returns its content, or the reason in words why there is none
    """

    measure: Callable[..., Any]
    names: Callable[[Any], Mapping[str, Any]] = lambda measured: {}
    sentences: Mapping[str, Callable[[Any], Said | None]] = field(default_factory=dict)
    tables: Mapping[str, Callable[[Any, Any], TableContent | str]] = field(default_factory=dict)
    figures: Mapping[str, Callable[[Any, Any], FigureContent | str]] = field(default_factory=dict)
