"""data/ is what its codebook says, and the codebook describes nothing that is not there."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

DATA = Path(__file__).parents[1] / "data"
RECEIVED = Path(__file__).parents[2] / "shared" / "data" / "real"
PLACEHOLDER = r"<[a-z]+>"
BASES = {"population": "population", "smartphone": "smartphones", "installs": "counts", "": "unnamed"}


def read_codebook() -> dict[str, dict[str, str]]:
    """File pattern -> column or key -> what its 'allowed values' cell says."""
    book: dict[str, dict[str, str]] = {}
    for line in (DATA / "README.md").read_text("utf-8").splitlines():
        if line.startswith("## "):
            book[line[3:]] = entries = {}
        elif book and re.match(r"\| (?!(column|key) \| unit )", line):
            name, _, _, allowed = (cell.strip() for cell in line.strip("|").split("|"))
            entries[name] = allowed
    return book


CODEBOOK = read_codebook()
CSV_KINDS = [kind for kind in CODEBOOK if kind.endswith(".csv")]
YAML_KINDS = [kind for kind in CODEBOOK if kind.endswith(".yml")]


def files_of(kind: str) -> list[Path]:
    return sorted(DATA.glob(re.sub(PLACEHOLDER, "*", kind)))


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Walk a YAML document: ('sources[].id', 'S01'), ...; null is ''."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, f"{path}[]")
    else:
        yield path, "" if value == "null" else value


def settings_of(path: Path) -> list[tuple[str, str]]:
    return list(leaves(yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)))


def allows(allowed: str, value: str) -> bool:
    closed = re.findall(r"`([^`]*)`", allowed)
    if value == "":
        return re.search(r"\b(blank|null)\b", allowed) is not None
    return not closed or value in closed[0].split(", ")


def entry_for(kind: str, key: str) -> str | None:
    """Find the entry for a concrete key: `measures.<measure>.label` for `measures.installs.label`."""
    patterns = {name: re.sub(PLACEHOLDER, "[^.]+", re.sub(r"([.\[\]])", r"\\\1", name)) for name in CODEBOOK[kind]}
    return next((name for name, pattern in patterns.items() if re.fullmatch(pattern, key)), None)


@pytest.mark.parametrize("kind", CSV_KINDS)
def test_tables_have_the_columns_of_the_codebook(kind: str) -> None:
    assert files_of(kind), f"no file {kind}"
    for path in files_of(kind):
        header = path.read_text("utf-8").partition("\n")[0]
        assert header.split(",") == list(CODEBOOK[kind]), path


@pytest.mark.parametrize("kind", CSV_KINDS)
def test_tables_hold_only_allowed_values(kind: str) -> None:
    wrong = [
        f"{path.relative_to(DATA)} row {number} {column}: '{value}'"
        for path in files_of(kind)
        for number, row in enumerate(rows_of(path), start=2)
        for column, value in row.items()
        if not allows(CODEBOOK[kind][column], value)
    ]
    assert not wrong


@pytest.mark.parametrize("kind", YAML_KINDS)
def test_settings_have_the_keys_and_values_of_the_codebook(kind: str) -> None:
    found = {(path, *leaf) for path in files_of(kind) for leaf in settings_of(path)}
    wrong = [
        f"{path.relative_to(DATA)} {key}: '{value}'"
        for path, key, value in sorted(found)
        if (name := entry_for(kind, key)) is None or not allows(CODEBOOK[kind][name], value)
    ]
    assert not wrong
    used = {entry_for(kind, key) for _, key, _ in found}
    assert set(CODEBOOK[kind]) - used <= {name for name, allowed in CODEBOOK[kind].items() if "or absent" in allowed}


def test_every_file_is_described_once() -> None:
    described = [path for kind in CODEBOOK for path in files_of(kind)]
    held = [path for path in DATA.rglob("*") if path.is_file() and path.name != "README.md"]
    assert sorted(described) == sorted(held)


def test_text_is_utf8_nfc_with_plain_line_ends() -> None:
    for path in (path for path in DATA.rglob("*") if path.is_file() and path.parent.name != "received"):
        text = path.read_bytes().decode("utf-8")
        assert text == unicodedata.normalize("NFC", text), path
        assert "\r" not in text, path
        assert "\ufeff" not in text, path
        assert text.endswith("\n"), path


@pytest.mark.parametrize(
    ("allowed", "value", "fits"),
    [
        ("`a, b`", "a", True),
        ("`a, b`", "c", False),
        ("`a, b`", "", False),
        ("`a` or blank", "", True),
        ("text or null", "", True),
        ("text", "", False),
        ("text", "anything", True),
    ],
)
def test_allowed_values_are_read_from_the_cell(allowed: str, value: str, fits: bool) -> None:
    assert allows(allowed, value) is fits


def held_figures() -> set[tuple[str, ...]]:
    held: set[tuple[str, ...]] = set()
    for path in DATA.glob("bluezone/*/*.csv"):
        for r in rows_of(path):
            day = r["as_of"][:10]
            if path.name == "published.csv":
                held.add((r["source"], day, r["unit"], r["figure"], r["base"], r["value"]))
            else:
                held.add((r["source"], day, r.get("unit", r.get("units", "")), r["count"], r["step"]))
    bases = rows_of(DATA / "reference" / "bases.csv")
    return held | {(r["source"], r["code"], r["value"], r["low"], r["high"]) for r in bases}


def panel_figures(row: dict[str, str], unit: str = "province_code") -> Iterator[tuple[str, ...]]:
    """Take a received row apart into what data/ must hold: its count, its shares, its rank."""
    key = (row["source_id"], row["as_of"], row[unit])
    population = "unnamed" if row["flag"] == "denominator not named" else "population"
    if row["installs"]:
        yield *key, row["installs"], row.get("installs_unit", "1")
    if row["pct_population"]:
        yield *key, "share", population, row["pct_population"]
    if row["pct_smartphone"]:
        yield *key, "share", "smartphones", row["pct_smartphone"]
    if row.get("rank"):
        yield *key, "rank", BASES[row["rank_basis"]], row["rank"]


def district_figures(row: dict[str, str]) -> Iterator[tuple[str, ...]]:
    yield from panel_figures(row, "district_code")


def total_figures(row: dict[str, str]) -> Iterator[tuple[str, ...]]:
    source, day = row["source_id"], row["as_of"]
    if row["scope"] == "national":
        yield source, day, "VN", row["downloads"], row["downloads_unit"]
    else:
        ranked = [r for r in rows_of(RECEIVED / "bluezone_panel_long.csv") if r["source_id"] == source]
        size = int(re.findall(r"\d+", row["scope"])[0])
        units = " ".join(r["province_code"] for r in ranked[:size])
        yield source, day, units, row["downloads"], row["downloads_unit"]
    if row["with_phone_number"]:
        accounts_source = "S09" if "phone numbers from S09" in row["note"] else source
        yield accounts_source, day, "VN", row["with_phone_number"], row["with_phone_unit"]


def base_figures(row: dict[str, str]) -> Iterator[tuple[str, ...]]:
    yield row["source_id"], row["province_code"], row["smartphones"], row["low"], row["high"]


@pytest.mark.skipif(not RECEIVED.is_dir(), reason="the received lists are not beside this checkout")
@pytest.mark.parametrize(
    ("name", "figures", "rows"),
    [
        ("bluezone_panel_long.csv", panel_figures, 121),
        ("bluezone_single_province.csv", panel_figures, 11),
        ("bluezone_districts_partial.csv", district_figures, 12),
        ("bluezone_totals.csv", total_figures, 22),
        ("smartphone_denominators.csv", base_figures, 6),
    ],
)
def test_every_received_figure_is_held(
    name: str, figures: Callable[[dict[str, str]], Iterator[tuple[str, ...]]], rows: int
) -> None:
    received = rows_of(RECEIVED / name)
    assert len(received) == rows
    assert not {figure for row in received for figure in figures(row)} - held_figures()
