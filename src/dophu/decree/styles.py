"""The type and the layout that a Word file gives a stretch of text: defaults, styles, theme, and its own settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from dophu.intake.readers.package import attribute, local

Settings = dict[str, Any]
POINTS_PER_TWIP = 1 / 20
MILLIMETRES_PER_TWIP = 25.4 / 1440
OFF = {"0", "false", "off", "none"}
ALIGNS = {"start": "left", "end": "right", "distribute": "both", "lowKashida": "both"}
SINGLE = 240  # w:line of single spacing
DEPTH = 20  # of styles based on styles
UNSET = {"size": 10.0, "bold": False, "italic": False, "font": "Times New Roman", "colour": "000000"}  # as Word has it


def child(element: Any, name: str) -> Any:
    """Find the first child of a name, None for none."""
    if element is None:
        return None
    return next((one for one in element if isinstance(one.tag, str) and local(one) == name), None)


def value(element: Any, name: str, key: str = "val") -> str | None:
    """Read an attribute of a child, None for none."""
    found = child(element, name)
    return None if found is None else attribute(found, key)


def number(text: str | None) -> float | None:
    """Read a number of a file that anybody may have written, None for none."""
    try:
        return float(text) if text else None
    except ValueError:
        return None


def is_on(element: Any, name: str) -> bool | None:
    """Say whether a setting is switched on, None where nothing is said."""
    found = child(element, name)
    return None if found is None else (attribute(found, "val") or "1") not in OFF


class Styles:
    """The styles of a file, each looked up once."""

    def __init__(self, styles: Any, theme: Any, numbering: Any) -> None:
        self._theme = theme
        found = [one for one in (styles if styles is not None else ()) if _is(one, "style")]
        self._styles = {attribute(one, "styleId") or "": one for one in found}
        defaults = child(styles, "docDefaults")
        self._run_defaults = UNSET | self.run_settings(child(child(defaults, "rPrDefault"), "rPr"))
        self._paragraph_defaults = paragraph_settings(child(child(defaults, "pPrDefault"), "pPr"))
        self._default = next((key for key, one in self._styles.items() if _is_default(one)), "")
        self._runs: dict[tuple[str, str], Settings] = {}
        self._paragraphs: dict[tuple[str, str], Settings] = {}
        self._levels = _levels(numbering)

    def run_settings(self, properties: Any) -> Settings:
        """Read what a run's properties set."""
        size = number(value(properties, "sz"))
        switches = {"bold": "b", "italic": "i", "caps": "caps", "hidden": "vanish", "underlined": "u"}
        found: Settings = {key: is_on(properties, name) for key, name in switches.items()}
        found["size"] = size / 2 if size else None
        found["font"] = self._font(child(properties, "rFonts"))
        found["colour"] = _colour(child(properties, "color"))
        return {key: one for key, one in found.items() if one is not None}

    def _font(self, fonts: Any) -> str | None:
        """Name the faces of a run: the theme's before its own; two where they differ."""
        if fonts is None:
            return None
        names = []
        for key in ("ascii", "hAnsi"):
            theme = attribute(fonts, f"{key}Theme")
            names.append(self._theme_fonts.get(theme[:5], "") if theme else attribute(fonts, key))
        return "/".join(dict.fromkeys(filter(None, names))) or None

    @cached_property
    def _theme_fonts(self) -> dict[str, str]:
        """Name the theme's faces by "minor" and "major"."""
        schemes = self._theme.iter("{*}fontScheme") if self._theme is not None else ()
        scheme = next(iter(schemes), None)
        latin = {name: child(child(scheme, f"{name}Font"), "latin") for name in ("minor", "major")}
        return {name: one.get("typeface") or "" for name, one in latin.items() if one is not None}

    def of_run(self, run: Any, paragraph: str, table: str) -> Settings:
        """Resolve the type of a run in a paragraph of a style, in a table of a style ("" for none)."""
        properties = child(run, "rPr")
        own = value(properties, "rStyle")
        settings = self._of_paragraph_run(paragraph, table)
        if own:
            settings = settings | self._merged(own, "rPr")
        return settings | self.run_settings(properties) if properties is not None else settings

    def _of_paragraph_run(self, paragraph: str, table: str) -> Settings:
        key = (paragraph, table)
        if key not in self._runs:
            below = self._merged(table, "rPr") if table else {}
            self._runs[key] = self._run_defaults | below | self._merged(paragraph or self._default, "rPr")
        return self._runs[key]

    def of_paragraph(self, properties: Any, table: str) -> Settings:
        """Resolve the layout of a paragraph."""
        style = value(properties, "pStyle") or self._default
        if (style, table) not in self._paragraphs:
            below = self._merged(table, "pPr") if table else {}
            self._paragraphs[style, table] = self._paragraph_defaults | below | self._merged(style, "pPr")
        settings = self._paragraphs[style, table]
        own = paragraph_settings(properties)
        listed = own.get("list") or settings.get("list")
        level = self._levels.get(listed, {}) if listed else {}
        return settings | level | own

    def _merged(self, name: str, part: str) -> Settings:
        """Merge what a style and those it is based on set, the nearest last."""
        merged: Settings = {}
        for style in reversed(list(self._chain(name))):
            properties = child(style, part)
            merged |= self.run_settings(properties) if part == "rPr" else paragraph_settings(properties)
        return merged

    def _chain(self, name: str) -> Iterator[Any]:
        for _ in range(DEPTH):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            name = value(style, "basedOn") or ""


def paragraph_settings(properties: Any) -> Settings:
    """Read what a paragraph's properties set: alignment, indents in millimetres, gaps in points, lines in singles."""
    spacing, indent = child(properties, "spacing"), child(properties, "ind")
    align = value(properties, "jc")
    found: Settings = {
        "align": ALIGNS.get(align, align) if align else None,
        "left": _scaled(indent, ("left", "start"), MILLIMETRES_PER_TWIP),
        "right": _scaled(indent, ("right", "end"), MILLIMETRES_PER_TWIP),
        "first": _scaled(indent, ("firstLine",), MILLIMETRES_PER_TWIP),
        "before": _scaled(spacing, ("before",), POINTS_PER_TWIP),
        "after": _scaled(spacing, ("after",), POINTS_PER_TWIP),
        "line": _scaled(spacing, ("line",), 1),
        "rule": attribute(spacing, "lineRule") if spacing is not None else None,
        "tight": is_on(properties, "contextualSpacing"),
        "list": _list(child(properties, "numPr")),
    }
    hanging = _scaled(indent, ("hanging",), MILLIMETRES_PER_TWIP)
    if hanging is not None:
        found["first"] = -hanging
    return {key: one for key, one in found.items() if one is not None}


def _scaled(element: Any, names: Iterable[str], scale: float) -> float | None:
    if element is None:
        return None
    found = next((one for name in names if (one := number(attribute(element, name))) is not None), None)
    return None if found is None else found * scale


def _list(properties: Any) -> tuple[str, str] | None:
    if properties is None:
        return None
    return value(properties, "numId") or "0", value(properties, "ilvl") or "0"


def _levels(numbering: Any) -> dict[tuple[str, str], Settings]:
    """Read the indents of lists that count by themselves."""
    parts = list(numbering) if numbering is not None else []
    abstract = {attribute(one, "abstractNumId"): one for one in parts if _is(one, "abstractNum")}
    found = {}
    for one in parts:
        source = abstract.get(value(one, "abstractNumId")) if _is(one, "num") else None
        for level in source if source is not None else ():
            if _is(level, "lvl"):
                key = (attribute(one, "numId") or "", attribute(level, "ilvl") or "0")
                found[key] = paragraph_settings(child(level, "pPr"))
    return found


def _colour(element: Any) -> str | None:
    named = attribute(element, "val") if element is not None else None
    if named is None:
        return None
    return "000000" if named == "auto" else named.upper()


def _is(element: Any, name: str) -> bool:
    return isinstance(element.tag, str) and local(element) == name


def _is_default(style: Any) -> bool:
    return attribute(style, "type") == "paragraph" and (attribute(style, "default") or "0") not in OFF
