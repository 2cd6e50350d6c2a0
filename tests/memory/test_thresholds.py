"""The thresholds of the memory stand in one place, and in the page that explains them."""

from __future__ import annotations

import re
from pathlib import Path

from dophu.memory import thresholds

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"^\| `([A-Z_, ]+)` \| (.+?) \|", re.MULTILINE)


def test_the_page_gives_every_threshold_as_it_is() -> None:
    page = (ROOT / "docs" / "methods.md").read_text(encoding="utf-8")
    table = page.split("<!-- thresholds -->")[1].split("<!-- /thresholds -->")[0]
    told: dict[str, str] = {}
    for names, values in NAMED.findall(table):
        told |= dict(zip(names.split(", "), values.split(", "), strict=True))
    assert {name: eval(value, {}) for name, value in told.items()} == {
        name: value for name, value in vars(thresholds).items() if name.isupper()
    }
