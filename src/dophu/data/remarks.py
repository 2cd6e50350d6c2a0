"""The remarks of a period: what a unit's office has to say for that period alone, prose with facts like a notebook's.

They lie beside the figures, in `data/<campaign>/<period>/remarks/<unit>.md`, or under `remarks` in the params file of
the period and unit: one text, or texts by the headings they stand under. A report prints them where it calls
`report.remarks()`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from dophu.data.project import Project
from dophu.data.tables import Finding
from dophu.world.periods import last_day
from dophu.world.units import Gazetteer

REMARKS, ENDING = "remarks", ".md"
HEADING = "## "
BLOCK = ("|", ">")  # how YAML marks a text of several lines
SECTION = re.compile(rf"^(?={HEADING})", re.MULTILINE)


@dataclass(frozen=True)
class Remarks:
    """Prose that is still to be told, and where its author sees it: the file, and how many lines stand above it."""

    text: str
    where: str
    above: int = 0


def remarks_file(campaign: str, period: str, unit: str) -> str:
    """Name the file of a unit's remarks, by its path in the project."""
    return f"data/{campaign}/{period}/{REMARKS}/{unit}{ENDING}"


def read_remarks(project: Project, campaign: str, period: str, unit: str) -> tuple[Remarks, ...]:
    """Read a unit's remarks of a period from their file, in NFC; nothing where there are none."""
    file = remarks_file(campaign, period, unit)
    parts = file.split("/")
    return (Remarks(unicodedata.normalize("NFC", project.read(*parts)), file),) if project.exists(*parts) else ()


def remarked_units(project: Project, campaign: str, period: str) -> list[str]:
    """List the names of the files of remarks of a period, without their ending; what is hidden is no remark."""
    folder = project.path("data", campaign, period, REMARKS)
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    return [path.name.removesuffix(ENDING) for path in paths if not path.name.startswith(".")]


def stray_remarks(project: Project, campaign: str, period: str, gazetteer: Gazetteer) -> Iterator[Finding]:
    """Find remarks that no report would print, since their name is no unit's code."""
    vintage = gazetteer.vintage_on(last_day(period))
    for name in remarked_units(project, campaign, period):
        if (vintage, name) not in gazetteer:
            where = f"data/{campaign}/{period}/{REMARKS}/{name}"
            yield Finding(
                where, 0, "", name, f"no such unit in {vintage}", "name the file by the unit's code, as 20.md"
            )


def as_prose(given: object) -> object:
    r"""Write the remarks of a params file as one prose; what is neither text nor texts by heading is given back.

    >>> as_prose({"Hạn chế": "Một số xã còn chậm."})
    '## Hạn chế\nMột số xã còn chậm.\n'
    """
    by_heading = isinstance(given, dict) and all(isinstance(part, str) for pair in given.items() for part in pair)
    if isinstance(given, dict) and by_heading:
        return "\n".join(map(_section, given, given.values()))
    return unicodedata.normalize("NFC", given) if isinstance(given, str) else given


def _section(heading: str, text: str) -> str:
    return unicodedata.normalize("NFC", f"{HEADING}{heading}\n{text.rstrip()}\n")


def remarks_of_params(content: str, where: str) -> tuple[Remarks, ...]:
    """Find the remarks in the text of a params file, each with the lines above it; nothing where there are none."""
    found = _node(content)
    if isinstance(found, yaml.ScalarNode):
        return (Remarks(unicodedata.normalize("NFC", found.value), where, _first_line(found) - 1),)
    return tuple(
        Remarks(_section(heading.value, text.value), where, _first_line(text) - 2) for heading, text in _sections(found)
    )


def without_remarks(content: str) -> str:
    """Take the remarks out of the text of a params file, for another period's."""
    for key, value in _settings(content):
        if key.value == REMARKS:
            last = value.value[-1][1] if isinstance(value, yaml.MappingNode) and not value.flow_style else value
            return content[: key.start_mark.index] + content[_end(content, last) :]
    return content


def _node(content: str) -> yaml.Node | None:
    """Find what a params file, which was read before and is right, says under `remarks`."""
    return next((value for key, value in _settings(content) if key.value == REMARKS), None)


def _settings(content: str) -> list[tuple[yaml.ScalarNode, yaml.Node]]:
    top = yaml.compose(content, Loader=yaml.SafeLoader)
    return list(top.value) if isinstance(top, yaml.MappingNode) else []


def _sections(found: yaml.Node | None) -> list[tuple[yaml.ScalarNode, yaml.ScalarNode]]:
    return list(found.value) if isinstance(found, yaml.MappingNode) else []


def _first_line(text: yaml.ScalarNode) -> int:
    """Say on which line of the file a text begins: below the mark of a block, or where it stands itself."""
    return int(text.start_mark.line) + (2 if text.style in BLOCK else 1)


def _end(content: str, old: yaml.Node) -> int:
    """Say where a text ends in the file, with its line."""
    end = int(old.end_mark.index)
    is_block = isinstance(old, yaml.ScalarNode) and old.style in BLOCK
    return end if is_block else content.find("\n", end) + 1 or len(content)
