from __future__ import annotations

import json
from typing import Any

import pytest

from dophu.data.reference import read_units
from dophu.errors import DataError
from tests.project import Draft, demo  # noqa: F401 - a fixture

SQUARE = [[106.0, 21.0], [107.0, 21.0], [107.0, 22.0], [106.0, 21.0]]


def feature(kind: str = "Polygon", coordinates: Any = None, **properties: str) -> dict[str, Any]:
    named = {"vintage": "VN63", "code": "20"} | properties
    return {"type": "Feature", "properties": named, "geometry": {"type": kind, "coordinates": coordinates or [SQUARE]}}


def keep(project: Draft, text: str) -> None:
    (project.root / "data" / "reference" / "boundaries.geojson").write_text(text, encoding="utf-8")


def test_an_office_may_bring_its_own_boundaries(project: Draft) -> None:
    assert read_units(project).boundaries == {}
    keep(project, json.dumps({"features": [feature("MultiPolygon", [[SQUARE], [SQUARE]])]}))
    ring = tuple((lon, lat) for lon, lat in SQUARE)
    assert read_units(project).boundaries == {("VN63", "20"): (ring, ring)}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "is no JSON"),
        ("[]", "holds no list of features"),
        (json.dumps({"features": [feature(code="00")]}), "no such unit in VN63: 00"),
        (json.dumps({"features": [{"geometry": None}]}), "no such unit in no vintage: no code"),
        (json.dumps({"features": [feature("Point", [106.0, 21.0])]}), "is no Polygon or MultiPolygon"),
        (json.dumps({"features": [feature(coordinates=[SQUARE[:2]])]}), "fewer than four points"),
        (json.dumps({"features": [feature(coordinates=[[[550000, 2400000]] * 4])]}), "is not in degrees"),
    ],
)
def test_what_is_no_boundary_of_a_unit_is_refused_with_its_place(project: Draft, text: str, told: str) -> None:
    keep(project, text)
    with pytest.raises(DataError, match=told) as refused:
        read_units(project)
    assert "data/reference/boundaries.geojson" in str(refused.value)
