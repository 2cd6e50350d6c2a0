"""How files are named that leave the outputs: by what they say, in letters that every system and mail takes."""

from __future__ import annotations

import re

from dophu.tell.blocks import Document
from dophu.words import say
from dophu.words.text import unmarked

LONGEST_NAME = 60  # letters of a title in a file's name


def file_name(document: Document, ending: str) -> str:
    """Name an export by whose it is, of when, and which report.

    `BC_BacNinh_2021-06-19_bao-cao-nhanh.pdf`
    """
    return f"{_stem(document)}.{ending}"


def data_name(document: Document, table: str) -> str:
    """Name the file of a table as its report is; simulated figures say so in it.

    `BC_LangSon_2020-10-16_bao-cao-nhanh_so-lieu-mo-phong_so-lieu-1.csv`
    """
    return "_".join(filter(None, [_stem(document), _dashed(document.banner or ""), table])) + ".csv"


def _stem(document: Document) -> str:
    unit = document.ledger.get("edition", {}).get("unit_short_name", document.unit)
    whose = "".join(re.findall(r"[A-Za-z0-9]+", unmarked(unit.title())))
    which = _dashed(document.title)[:LONGEST_NAME].rstrip("-")
    return f"{say('export.prefix')}_{whose}_{document.period}_{which}"


def _dashed(text: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", unmarked(text).lower()))
