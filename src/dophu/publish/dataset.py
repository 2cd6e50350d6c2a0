"""What a page says to machines that look for data: a schema.org Dataset in JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from dophu.publish.carried import number
from dophu.publish.layout import full_title, issuer, keywords, unit_name
from dophu.tell.blocks import Document, Table, TraceRow
from dophu.tell.html import plain
from dophu.words import say


def dataset(document: Document, tables: Mapping[str, Table]) -> Markup:
    """Describe the tables of a page, each by the id of the file that can be saved of it."""
    facts = {fact.key: fact for fact in document.facts}
    measured = (what for table in tables.values() for what in _measured(table, facts))
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": full_title(document),
        "description": ". ".join(filter(None, [document.banner, document.subject])),
        "inLanguage": "vi",
        "identifier": "/".join((document.campaign, document.period, document.unit, document.report)),
        "temporalCoverage": document.as_of,
        "spatialCoverage": _place(document),
        "variableMeasured": list(dict.fromkeys(measured)),
        "keywords": keywords(document),
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": "text/csv",
                "name": plain(table.caption) or say("table.unnamed"),
                "contentUrl": f"#{name}",
            }
            for name, table in tables.items()
        ],
    }
    if creator := issuer(document):
        described["creator"] = {"@type": "GovernmentOrganization", "name": creator}
    written = json.dumps(described, ensure_ascii=False)
    return Markup(written.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _place(document: Document) -> dict[str, str]:
    place = {"@type": "Place", "identifier": document.unit}
    name = unit_name(document)
    return place | {"name": name} if name else place


def _measured(table: Table, facts: Mapping[str, TraceRow]) -> Iterator[str]:
    """List the heads of the columns that hold numbers."""
    for place, head in enumerate(table.head):
        if any(number(row[place], facts) for row in table.rows):
            yield " ".join(plain(head).split())
