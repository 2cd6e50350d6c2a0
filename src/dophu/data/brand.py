"""An office's own look, `brand.yml` beside `data/`: its name, its colour, its logo, the styles of its Word letters.

Every line may be left out, and so may the file. A letter after Decree 30/2020 has neither colour nor logo; they show on
the other reports, on tables and figures, and on the list of editions.
"""

from __future__ import annotations

import re
import zipfile
from base64 import b64encode
from functools import cached_property
from io import BytesIO
from pathlib import PurePosixPath
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from dophu.data.project import BRAND, Project
from dophu.data.settings import parse_yaml, typed
from dophu.errors import DataError

ACCENT, TINT = "#0b4a86", "#e8eff6"  # where an office names no colour
NEARLY_BLACK = 0.04045  # below it the curve of sRGB is a line
LEAST_CONTRAST = 4.5  # of text on white: WCAG 2.2, 1.4.3
TINTED = 0.1  # of the colour, the rest white
LARGEST_LOGO = 300_000  # bytes; it stands in every file
LARGEST_TEMPLATE = 5_000_000
STYLES = "word/styles.xml"

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$", to_lower=True)]


class Settings(BaseModel):
    """What brand.yml may say."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    office: str = ""
    colour: Colour = ACCENT
    logo: str = ""
    word_template: str = ""


class Brand(BaseModel):
    """An office's look, its files read and checked.

    colour   of links, of the own unit in figures, as "#0b4a86"
    logo     a PNG; empty for none
    styles   the styles part of the office's Word template; empty for ours
    """

    model_config = ConfigDict(frozen=True)

    office: str = ""
    colour: str = ACCENT
    logo: bytes = b""
    styles: bytes = Field(default=b"", repr=False)

    @cached_property
    def tint(self) -> str:
        """The colour's faint ground, behind the row that a report is about."""
        return TINT if self.colour == ACCENT else mixed(self.colour, TINTED)

    @cached_property
    def logo_link(self) -> str:
        """The logo as an address that a page carries in itself."""
        return f"data:image/png;base64,{b64encode(self.logo).decode()}"


HOUSE = Brand()


def read_brand(project: Project) -> Brand:
    """Read an office's look; ours where it has none. Raises DataError for what no report can carry, with its cure."""
    if not project.exists(BRAND):
        return HOUSE
    settings = typed(Settings, parse_yaml(project.read(BRAND), BRAND), BRAND)
    _refuse_pale(settings.colour)
    return Brand(
        office=settings.office,
        colour=settings.colour,
        logo=_logo(project, settings.logo) if settings.logo else b"",
        styles=_styles(project, settings.word_template) if settings.word_template else b"",
    )


def contrast(one: str, other: str = "#ffffff") -> float:
    """Compare two colours as WCAG 2.2 does: 1 for equal ones, 21 for black on white.

    >>> contrast("#000000")
    21.0
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(colour: str, part: float) -> str:
    """Mix a part of a colour with white.

    >>> mixed("#000000", 0.5)
    '#808080'
    """
    return "#" + "".join(f"{round(255 - part * (255 - channel)):02x}" for channel in _channels(colour))


def shaded(colour: str, part: float) -> str:
    """Mix a part of a colour with black.

    >>> shaded("#808080", 0.5)
    '#404040'
    """
    return "#" + "".join(f"{round(part * channel):02x}" for channel in _channels(colour))


def _channels(colour: str) -> list[int]:
    return [int(pair, 16) for pair in re.findall("..", colour.removeprefix("#"))]


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    """Undo the curve of sRGB: IEC 61966-2-1."""
    return part / 12.92 if part <= NEARLY_BLACK else float(((part + 0.055) / 1.055) ** 2.4)


def _refuse_pale(colour: str) -> None:
    found = contrast(colour)
    if found < LEAST_CONTRAST:
        problem = (
            f"colour {colour} is too pale to be read on white: contrast {found:.1f}, and {LEAST_CONTRAST} is needed"
        )
        raise DataError(BRAND, problem, "choose a darker shade of it")


def _content(project: Project, key: str, name: str, most: int) -> bytes:
    """Read a file that brand.yml names by its path in the project."""
    where = f"{BRAND}: {key}"
    parts = PurePosixPath(name).parts
    if not project.exists(*parts):
        raise DataError(where, f"there is no file '{name}'", "name it by its path in the project, as brand/logo.png")
    content = project.read_bytes(*parts)
    if len(content) > most:
        raise DataError(where, f"'{name}' has {len(content) // 1000} kB", f"make it smaller than {most // 1000} kB")
    return content


def _logo(project: Project, name: str) -> bytes:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - only an office with a logo waits for it

    content = _content(project, "logo", name, LARGEST_LOGO)
    try:
        with Image.open(BytesIO(content), formats=["PNG"]) as picture:
            picture.verify()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise DataError(f"{BRAND}: logo", f"'{name}' is no PNG picture", "save the logo as PNG") from None
    return content


def _styles(project: Project, name: str) -> bytes:
    """Take the styles of a Word file; `publish/docx.py` lays them over ours, by name."""
    content = _content(project, "word_template", name, LARGEST_TEMPLATE)
    try:
        with zipfile.ZipFile(BytesIO(content)) as file:
            if file.getinfo(STYLES).file_size <= LARGEST_TEMPLATE:
                return file.read(STYLES)
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, RuntimeError, OSError):
        pass
    raise DataError(f"{BRAND}: word_template", f"'{name}' is no Word file with styles", "save it in Word as .docx")
