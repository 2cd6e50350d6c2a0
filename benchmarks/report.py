"""The results as tables in docs/performance.md and as a chart: ratios first, for times say little elsewhere.

Run from the checkout: python -m benchmarks.report. Reads benchmarks/results/, writes between the page's marks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.editions import RESULTS
from benchmarks.rivals import ROOT

PAGE, CHART = ROOT / "docs" / "performance.md", ROOT / "docs" / "images" / "performance.svg"
LABELS = {
    "papermill": "papermill + nbconvert, our environment",
    "styled": "papermill + nbconvert, our HTML",
    "lean": "papermill + nbconvert, lean environment",
    "r_fresh": "R Markdown, a process each",
    "r_warm": "R Markdown, warm",
    "dophu_all": "dophu build, HTML + PDF + DOCX + XLSX",
    "dophu": "dophu build, HTML",
    "limit": "limit: no notebook, no isolation",
    "scripted": "papermill + nbconvert by one script",
    "marimo": "marimo export",
    "typst": "Typst alone, from ready JSON, to PDF",
}
TARGETS = (
    ("lean", "dophu", 12.0, "HTML against lean papermill + nbconvert, at least"),
    ("papermill", "dophu", 7.0, "HTML against papermill + nbconvert in our environment, at least"),
    ("r_warm", "dophu", 1.5, "HTML against warm R Markdown, at least"),
    ("limit", "dophu", 1 / 1.6, "HTML against the limit, at least (1.6 times its cost)"),
    ("lean", "dophu_all", 6.0, "all formats against lean papermill + nbconvert's HTML, at least"),
)
Costs = Mapping[str, list[dict[str, float]]]


def main() -> None:
    """Write tables and chart."""
    text = PAGE.read_text(encoding="utf-8")
    writers: dict[str, Callable[[Any], Iterator[str]]] = {"editions": _editions, "one": _one}
    writers |= {
        "fresh": _fresh,
        "growth": _growth,
        "histories": _histories,
        "checking": _checking,
        "receiving": _receiving,
    }
    for name, lines in writers.items():
        if (RESULTS / f"{name}.json").exists():
            found = json.loads((RESULTS / f"{name}.json").read_text())
            text = _put(text, name, "\n".join(lines(found)))
    PAGE.write_text(text, encoding="utf-8")
    draw(json.loads((RESULTS / "editions.json").read_text())["costs"], CHART)


def _put(text: str, name: str, table: str) -> str:
    marks = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    if not marks.search(text):
        raise SystemExit(f"{PAGE} has no place for {name}")
    return marks.sub(lambda found: f"{found[1]}{table}\n{found[2]}", text)


def middle(costs: Costs, rival: str, figure: str) -> float:
    """Take the median of a rival's rounds."""
    return median(cost[figure] for cost in costs[rival])


def ratio(costs: Costs, slow: str, quick: str, figure: str) -> float:
    """Say how many times one rival's cost another's is, median by median."""
    return middle(costs, slow, figure) / middle(costs, quick, figure)


def _editions(found: Mapping[str, Any]) -> Iterator[str]:
    costs, editions = found["costs"], found["editions"]
    yield f"| {editions} editions, {found['cores']} cores | wall, x dophu | CPU, x dophu | s an edition | MB | rounds |"
    yield "|---|---|---|---|---|---|"
    for rival in sorted(costs, key=lambda name: -middle(costs, name, "wall")):
        wall, cpu = (ratio(costs, rival, "dophu", figure) for figure in ("wall", "cpu"))
        each, memory = middle(costs, rival, "wall") / editions, middle(costs, rival, "memory")
        yield f"| {LABELS[rival]} | {wall:.2f} | {cpu:.2f} | {each:.2f} | {memory:.0f} | {len(costs[rival])} |"
    yield "\n| target | asked | wall | CPU |\n|---|---|---|---|"
    for slow, quick, asked, words in TARGETS:
        if slow in costs and quick in costs:
            got = " | ".join(_against(ratio(costs, slow, quick, figure), asked) for figure in ("wall", "cpu"))
            yield f"| {words} | {asked:.2f} | {got} |"


def _against(got: float, asked: float) -> str:
    return f"{got:.2f}" if got >= asked else f"**{got:.2f}, missed**"


def _one(found: Mapping[str, Any]) -> Iterator[str]:
    costs = found["costs"]
    yield "| one edition, from nothing running | wall, s | CPU, s |\n|---|---|---|"
    for rival in sorted(costs, key=lambda name: -middle(costs, name, "wall")):
        yield f"| {LABELS[rival]} | {middle(costs, rival, 'wall'):.2f} | {middle(costs, rival, 'cpu'):.2f} |"


def _fresh(found: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    words = {"cached": "packages in the caches", "fetched": "every package fetched"}
    yield "| `make report` in a fresh clone | wall, s | CPU, s |\n|---|---|---|"
    for name, cost in found.items():
        yield f"| {words[name]} | {cost['wall']:.0f} | {cost['cpu']:.0f} |"


def _growth(found: list[dict[str, float]]) -> Iterator[str]:
    yield "| editions | wall, s | s an edition | CPU, s | MB at most |\n|---|---|---|---|---|"
    for row in found:
        each = row["wall"] / row["editions"]
        yield f"| {row['editions']:,} | {row['wall']:.1f} | {each:.3f} | {row['cpu']:.1f} | {row['memory']:.0f} |"


def _histories(found: list[dict[str, float]]) -> Iterator[str]:
    yield "| periods | rows | index, MB | first reading, CPU s | each later one, CPU s | rows that it reads |"
    yield "|---|---|---|---|---|---|"
    for row in found:
        read = f"{row['first']:.1f} | {row['again']:.2f} | {row['rows_read']:,}"
        yield f"| {row['periods']:,} | {row['rows']:,} | {row['index_mb']:.0f} | {read} |"


def _checking(found: list[dict[str, float]]) -> Iterator[str]:
    yield "| periods | rows | findings | `dophu check`, CPU s | µs a row | before a district's build | a province's |"
    yield "|---|---|---|---|---|---|---|"
    for row in found:
        each, size = (
            1_000_000 * row["check"] / row["rows"],
            f"{row['periods']:,} | {row['rows']:,} | {row['findings']:,}",
        )
        built = f"{row['build_district']:.1f} | {row['build_province']:.1f}"
        yield f"| {size} | {row['check']:.1f} | {each:.0f} | {built} |"


def _receiving(found: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    communes, senders, page = (found[name] for name in ("communes", "senders", "page"))
    largest = max(size for name, size in page.items() if name.startswith("kb"))
    yield "| what is received | asked, at most | measured |\n|---|---|---|"
    yield f"| a table of {communes['rows']:,} communes, CPU s | 1.5 | {communes['cpu']:.1f} |"
    yield f"| {senders['files']:.0f} files of one commune each, wall s | 20 | {senders['wall']:.1f} |"
    yield f"| memory these need beyond what is loaded, MB | | {senders['mb_more']:.0f} |"
    yield f"| the intake page of {page['rows']:.0f} rows, kB: clean, or all of them wrong | 60 | {largest:.0f} |"


def draw(costs: Costs, path: Path) -> None:
    """Draw how many times dophu's cost each way costs, with the least and the most of its rounds."""
    from matplotlib import rc_context  # noqa: PLC0415 - tables need none
    from matplotlib.figure import Figure  # noqa: PLC0415

    names = sorted(costs, key=lambda name: middle(costs, name, "wall"))
    base = middle(costs, "dophu", "wall")
    figure = Figure(figsize=(7, 0.5 * len(names) + 0.8), layout="constrained")
    axes = figure.subplots()
    for place, name in enumerate(names):
        walls = [cost["wall"] / base for cost in costs[name]]
        axes.barh(place, median(walls), color="#0b5394" if name.startswith("dophu") else "#b7bfc9", height=0.62)
        axes.plot([min(walls), max(walls)], [place, place], color="#222222", linewidth=1)
        axes.text(max(walls) + 0.15, place, f"{median(walls):.1f}", va="center", fontsize=9)
    axes.set_yticks(range(len(names)), [LABELS[name] for name in names], fontsize=9)
    axes.set_xlabel("wall time, dophu build to HTML = 1; lines: least and most of the rounds", fontsize=8)
    axes.spines[["top", "right"]].set_visible(False)
    path.parent.mkdir(exist_ok=True)
    with rc_context({"svg.hashsalt": "dophu"}):
        figure.savefig(path, metadata={"Date": None})


if __name__ == "__main__":
    main()
