"""Ten thousand editions in a temporary folder: what their list costs to write, to open, to search and to sort.

Run from the checkout: python benchmarks/catalogue.py. Without Chromium it measures the writing alone.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, process_time, sleep
from typing import Any

from dophu.data.archive import SETTLED
from dophu.data.project import Project
from dophu.data.reference import read_units
from dophu.publish.listed import headline
from dophu.run.catalogue import gather, write_catalogue
from dophu.run.manifest import SUFFIX, Manifest, as_json, packages, sha256
from dophu.wording import percent

ROOT = Path(__file__).parents[1]
REPORTS = {
    "quick_report": "Báo cáo nhanh",
    "national_table": "Biểu thống kê toàn quốc",
    "progress": "Tiến độ",
    "parts": "Kết quả theo đơn vị trực thuộc",
    "data_quality": "Chất lượng số liệu",
}
FORMATS = ("html", "pdf", "docx", "xlsx")
OTHERS = {f"number_{place}": "1.234.567" for place in range(80)}  # a letter's ledger holds as many facts
TOLD = {"formula": "số người chia cho dân số của đơn vị theo mẫu số đã nêu"}
DATA = ("counts.csv", "published.csv", "totals.csv", "sources.yml")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
MEASURED = """async action => {
  const frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  const field = document.querySelector("input");
  const type = text => { field.value = text; field.dispatchEvent(new Event("input", { bubbles: true })); };
  const press = () => document.querySelectorAll("th button")[3].click();
  await frame();
  const start = performance.now();
  action === "sort" ? press() : type(action);
  await frame();
  return performance.now() - start;
}"""


def main() -> None:
    """Print one column of measurements for each shape of ten thousand editions."""
    shapes = {"5 reports x 63 units x 32 periods": (5, 32), "1 report x 63 units x 160 periods": (1, 160)}
    for shape, (reports, periods) in shapes.items():
        with tempfile.TemporaryDirectory() as folder:
            project = _project(Path(folder), periods)
            editions = _write_editions(project, dict(list(REPORTS.items())[:reports]))
            print(f"\n{shape}: {editions} editions")
            for name, measured in _measurements(project):
                print(f"  {name:<34} {measured}")


def _project(root: Path, periods: int) -> Project:
    shutil.copytree(ROOT / "data" / "reference", root / "data" / "reference")
    (root / "params").mkdir()
    (root / "notebooks").mkdir()
    for report in REPORTS:
        (root / "notebooks" / f"{report}.ipynb").write_text(report)
    for day in range(periods):
        folder = root / "data" / "demo" / str(date(2020, 8, 1) + timedelta(days=day))
        folder.mkdir(parents=True)
        for name in DATA:
            (folder / name).write_text(f"{day} {name}\n" * 500)
    return Project(root)


def _write_editions(project: Project, reports: dict[str, str]) -> int:
    units = read_units(project).at_level("VN63", "province")
    inputs: dict[str, str] = {}
    count = 0
    for day, folder in enumerate(sorted((project.root / "data" / "demo").iterdir())):
        inputs |= {f"data/demo/{folder.name}/{name}": sha256((folder / name).read_bytes()) for name in DATA}
        for number, unit in enumerate(units):
            rate = percent(Fraction(day, 4) + Fraction(number, 10))
            shown = {"counted": "63.438", "share": rate, "target": "50%", "rank": f"thứ {63 - number}", "ranked": "63"}
            facts = {f"{name}@{unit.code}": _fact(name, text, unit.code) for name, text in (shown | OTHERS).items()}
            edition = {
                "unit": unit.code,
                "campaign_title": "ứng dụng Thử nghiệm",
                "unit_short_name": unit.name,
                "unit_name": unit.full_name,
                "as_of": folder.name,
                "banner": "SỐ LIỆU MÔ PHỎNG",
                "method": "",
            }
            for report, title in reports.items():
                ledger = {
                    "edition": edition | {"title": title},
                    "facts": facts,
                    "trace": [{"key": key} | TOLD for key in facts],
                }
                _write_edition(project, (folder.name, unit.code, report), ledger, inputs)
                count += 1
    return count


def _fact(concept: str, shown: str, unit: str) -> dict[str, Any]:
    exact = shown.strip("%th ứ").replace(".", "").replace(",", ".")
    subject = {"unit": unit, "base": "population_2019", "measure": "installs"}
    told = {"concept": concept, "label": concept * 4, "shown": shown, "low": exact, "high": exact}
    return told | {"subject": subject, "sources": ["DEMO"]}


def _write_edition(
    project: Project, place: tuple[str, str, str], ledger: dict[str, Any], inputs: dict[str, str]
) -> None:
    period, unit, report = place
    folder = project.root / "outputs" / "demo" / period / unit
    folder.mkdir(parents=True, exist_ok=True)
    outputs = {name: name.encode() for name in (f"{report}.{kind}" for kind in (*FORMATS, "ipynb"))}
    outputs[f"{report}.facts.json"] = as_json(ledger)
    for name, content in outputs.items():
        (folder / name).write_bytes(content)
    made = Manifest(
        report=report,
        parameters={"campaign": "demo", "period": period, "unit": unit},
        headline=headline(ledger),
        inputs=inputs,
        notebook=sha256(report.encode()),
        lock=None,
        outputs={name: sha256(content) for name, content in outputs.items()},
        packages=packages(),
        python="",
    )
    (folder / f"{report}{SUFFIX}").write_bytes(as_json(made.model_dump()))


def _measurements(project: Project) -> Iterator[tuple[str, str]]:
    out = project.root / "outputs"
    sleep(SETTLED / 1e9)  # until then a file might still change without a trace
    for name in ("gather (dophu list), the first time", "gather, again"):
        yield f"{name}, s of processor", f"{_seconds(lambda: gather(project, out), process_time):.1f}"
    yield "write index.html, s of processor", f"{_seconds(lambda: write_catalogue(project, out), process_time):.1f}"
    page = out / "index.html"
    yield "index.html, MB", f"{page.stat().st_size / 1e6:.1f}"
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program:
        yield from _in_browser(page, program)


def _seconds(action: Callable[[], object], clock: Callable[[], float] = perf_counter) -> float:
    start = clock()
    action()
    return clock() - start


def _in_browser(page: Path, program: str) -> Iterator[tuple[str, str]]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - a developer's tool

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for width in (1280, 360):
            tab = browser.new_page(viewport={"width": width, "height": 900})
            load = _seconds(partial(tab.goto, page.as_uri()))
            yield f"load at {width} px, ms", f"{load * 1000:.0f}"
            typed = [tab.evaluate(MEASURED, text) for text in ("l", "la", "lan", "lang", "lang ", "lang s", "", "x")]
            yield (
                f"key press at {width} px, ms",
                f"{median(typed):.0f}, the first {typed[0]:.0f}, at most {max(typed):.0f}",
            )
            tab.evaluate(MEASURED, "")
            sorts = [tab.evaluate(MEASURED, "sort") for _ in range(4)]
            yield f"sort at {width} px, ms", f"{median(sorts):.0f}, at most {max(sorts):.0f}"
        browser.close()


if __name__ == "__main__":
    main()
