"""`data/reference/boundaries.geojson`: an office's own boundaries of units, where it has them; none is shipped."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dophu.data.project import FOLDER, Project
from dophu.data.tables import Finding, refuse
from dophu.world.units import Gazetteer, Ring

NAME = "boundaries.geojson"
FILE = f"data/reference/{NAME}"
FEWEST_POINTS = 4  # of a ring, whose first and last point are one
LARGEST_LON, LARGEST_LAT = 180.0, 90.0


def read_boundaries(project: Project, known: Gazetteer) -> Mapping[tuple[str, str], tuple[Ring, ...]]:
    """Read the outer rings of each unit by vintage and code; nothing where the project has no such file.

    A feature is a Polygon or MultiPolygon in degrees (WGS 84) with the properties `vintage` and `code`. Raises
    DataError for what is none, and for a unit that nobody knows.
    """
    if not project.exists(*FOLDER, NAME):
        return {}
    try:
        read = json.loads(project.read(*FOLDER, NAME))
    except ValueError as error:
        refuse([_finding(0, "", f"is no JSON: {error}", "export it as GeoJSON")])
    found = read.get("features") if isinstance(read, dict) else None
    features: list[Any] = found if isinstance(found, list) else []
    if not features:
        refuse([_finding(0, "features", "holds no list of features", "export it as a GeoJSON FeatureCollection")])
    refuse([found for number, feature in enumerate(features, 1) for found in _wrong(number, feature, known)])
    return {_key(feature): tuple(_rings(feature["geometry"])) for feature in features}


def _wrong(number: int, feature: Any, known: Gazetteer) -> Iterator[Finding]:
    vintage, code = _key(feature)
    if (vintage, code) not in known:
        fix = "give each feature the properties vintage and code of data/reference/units.csv"
        yield _finding(number, "code", f"no such unit in {vintage or 'no vintage'}: {code or 'no code'}", fix)
    try:
        rings = list(_rings(feature["geometry"]))
    except (KeyError, TypeError, ValueError, IndexError):
        rings = []
    if not rings:
        yield _finding(number, "geometry", "is no Polygon or MultiPolygon", "keep areas alone")
    elif any(len(ring) < FEWEST_POINTS for ring in rings):
        yield _finding(number, "geometry", "has a ring of fewer than four points", "close each ring")
    elif any(abs(lon) > LARGEST_LON or abs(lat) > LARGEST_LAT for ring in rings for lon, lat in ring):
        yield _finding(number, "geometry", "is not in degrees", "export it in WGS 84 (EPSG:4326)")


def _key(feature: Any) -> tuple[str, str]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    named = properties if isinstance(properties, dict) else {}
    return str(named.get("vintage") or ""), str(named.get("code") or "")


def _rings(geometry: Any) -> Iterator[Ring]:
    """Take the outer ring of each polygon: what lies in a hole is a unit of its own and drawn over it."""
    polygons: Sequence[Any] = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}.get(
        geometry["type"], []
    )
    for polygon in polygons:
        yield tuple((float(point[0]), float(point[1])) for point in polygon[0])


def _finding(number: int, column: str, problem: str, fix: str) -> Finding:
    return Finding(FILE, number, column, "", problem, fix)
