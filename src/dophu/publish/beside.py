"""Where a page leads: its own other formats, the reports beside it, its unit's other periods, the list of all.

What lies in the outputs changes, and a page does not: an edition has the same bytes, built alone or with others. So
it leads by name to what is released together with it, and through the list of editions, which every build writes anew
and which names only what is there, to everything else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from dophu.publish.layout import unit_name
from dophu.tell.blocks import Document
from dophu.words import say

CATALOGUE = "index.html"  # in the folder of outputs, of which an edition lies three folders below
TO_CATALOGUE = f"../../../{CATALOGUE}"


@dataclass(frozen=True)
class Link:
    """A word and its address, percent-encoded."""

    label: str
    address: str


def links(document: Document, formats: Iterable[str]) -> list[Link]:
    """List where the page of an edition leads that is released in these formats."""
    edition = anchor(document.campaign, document.period, document.unit)
    return [
        *(Link(name.upper(), quote(f"{document.report}.{name}")) for name in formats if name != "html"),
        Link(say("links.reports"), f"{TO_CATALOGUE}#{edition}"),
        Link(
            say("links.periods", unit=unit_name(document)), f"{TO_CATALOGUE}#{anchor(document.campaign, document.unit)}"
        ),
        Link(say("links.catalogue"), TO_CATALOGUE),
    ]


def anchor(*parts: str) -> str:
    """Name a place of the list of editions: a row, by campaign, period and unit, or all periods of a unit."""
    return "/".join(quote(part, safe="") for part in parts)
