"""What a page says to machines that look for data: a schema.org Dataset in JSON-LD."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from dophu.publish.layout import full_title, issuer, keywords
from dophu.tell.blocks import Document


def dataset(document: Document, files: dict[str, str]) -> Markup:
    """Describe the tables of a page; `files` are the ids of what can be saved from it, with what each holds."""
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": full_title(document),
        "description": " ".join(filter(None, [document.banner, document.subject])),
        "inLanguage": "vi",
        "identifier": "/".join((document.campaign, document.period, document.unit, document.report)),
        "temporalCoverage": document.as_of,
        "spatialCoverage": {"@type": "Place", "identifier": document.unit},
        "keywords": keywords(document),
        "isAccessibleForFree": True,
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": "text/csv", "name": holds, "contentUrl": f"#{name}"}
            for name, holds in files.items()
        ],
    }
    if creator := issuer(document):
        described["creator"] = {"@type": "GovernmentOrganization", "name": creator}
    written = json.dumps(described, ensure_ascii=False)
    return Markup(written.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))
