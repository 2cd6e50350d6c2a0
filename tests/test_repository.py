from __future__ import annotations

import ast
import json
import re
import subprocess
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SOURCES = sorted((ROOT / "src" / "dophu").rglob("*.py"))
PARTS = [path for path in SOURCES if path != ROOT / "src" / "dophu" / "__init__.py"]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LOCKS = ["requirements.lock", "requirements-dev.lock"]

# The road of a number: a part imports itself and what stands before it. Only the package's face, which
# is not a part, may reach for any of them, and no part imports the face.
ROAD = [
    "errors",
    "proof",
    "fonts",
    "words",
    "wording",
    "charts",
    "world",
    "intake",
    "data",
    "memory",
    "facts",
    "measure",
    "tell",
    "publish",
    "returned",
    "decree",
    "issued",
    "changes",
    "run",
    "server",
    "cli",
]

# What a notebook may say outside its prose: import, assign, call, show.
PLAIN = (
    *(ast.Module, ast.Import, ast.ImportFrom, ast.alias, ast.Assign, ast.AnnAssign, ast.Expr, ast.Call, ast.keyword),
    *(ast.Name, ast.Attribute, ast.Constant, ast.List, ast.Tuple, ast.Dict, ast.Load, ast.Store),
)

# Spelt with brackets, or this file would find itself.
FORBIDDEN = re.compile(
    r"https?://[^\s/]*(p[y]pi|n[p]mjs|python[h]osted|deb[.]debian)"
    r"|(?<![\w.~-])/(work|root|farm|tmp|home/\w+|Users/\w+)[/. ]"
    r"|\b[A-Z]:\\+Users\\"
)


def imported_parts(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            package = list(path.relative_to(ROOT / "src").parts[: -node.level]) if node.level else []
            module = ".".join([*package, *([node.module] if node.module else [])])
            names |= {f"{module}.{alias.name}" for alias in node.names}
    return {name.split(".")[1] for name in names if re.match(r"dophu\.[a-z]", name)}


def cells(notebook: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in found if cell["cell_type"] == "code"]


def logic(source: str) -> list[str]:
    if source.startswith("%%"):
        return []
    lines = ("" if line.startswith("%") else line for line in source.splitlines())
    nodes = ast.walk(ast.parse("\n".join(lines)))
    return [f"{type(node).__name__}: {ast.unparse(node)}" for node in nodes if not isinstance(node, PLAIN)]


def tracked_files() -> list[Path]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: nothing says which files are tracked")
    command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z", "-co", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout.decode().split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def pins(lock: str) -> dict[str, str]:
    blocks = re.split(r"\n(?=\S)", (ROOT / lock).read_text(encoding="utf-8"))
    return {block.split("==")[0]: block for block in blocks}


@pytest.mark.parametrize("path", PARTS, ids=lambda path: str(path.relative_to(ROOT / "src")))
def test_imports_point_one_way(path: Path) -> None:
    part = path.relative_to(ROOT / "src" / "dophu").parts[0].removesuffix(".py")
    assert imported_parts(path) <= set(ROAD[: ROAD.index(part) + 1])


def test_the_package_knows_no_campaign_and_no_office() -> None:
    named = re.compile("bluezone|lạng sơn", re.IGNORECASE)
    found = [path.relative_to(ROOT) for path in SOURCES if named.search(path.read_text(encoding="utf-8"))]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "from dophu import open_edition\nedition = open_edition(period, unit=unit)\nedition.letterhead()",
        'unit = "20"\nformats = ["html", "pdf"]',
        "%load_ext dophu\nledger",
        "%%narrative\nĐạt {{ rate | percent }} so với {% if gap > 0 %}mục tiêu{% endif %}.",
    ],
)
def test_importing_assigning_calling_and_showing_is_plain(source: str) -> None:
    assert logic(source) == []


@pytest.mark.parametrize(
    "source",
    [
        "def f(): pass",
        "for x in y: pass",
        "if x: y",
        "rate = installs / base",
        "rates[0]",
        "[x for x in y]",
        "show(lambda x: x)",
        "x if y else z",
        'f"{rate}"',
    ],
)
def test_logic_in_a_notebook_is_found(source: str) -> None:
    assert logic(source) != []


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_hold_no_logic(notebook: Path) -> None:
    assert [found for cell in cells(notebook) for found in logic("".join(cell["source"]))] == []  # type: ignore[arg-type]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_are_kept_without_outputs(notebook: Path) -> None:
    assert [cell for cell in cells(notebook) if cell["outputs"] or cell["execution_count"]] == []


def test_the_command_and_the_exporters_can_be_loaded() -> None:
    project = PYPROJECT["project"]
    declared = project["scripts"] | project["entry-points"]["nbconvert.exporters"]
    installed = {entry.name: entry for entry in distribution("dophu").entry_points}
    assert {name: entry.value for name, entry in installed.items()} == declared
    assert all(callable(entry.load()) for entry in installed.values())


def test_each_make_target_has_a_comment() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = dict(re.findall(r"^([a-z][\w-]*):(?!=)(.*)$", text, re.MULTILINE))
    assert {"report", "test", "check", "lab", "lock", "clean", "help"} <= targets.keys()
    assert [name for name, rest in targets.items() if " ## " not in rest] == []


@pytest.mark.parametrize("text", ["see https://p" + "ypi.org/simple", "open /ro" + "ot/x", "C:\\" + "Users\\an"])
def test_a_registry_host_or_a_path_of_a_machine_is_seen(text: str) -> None:
    assert FORBIDDEN.search(text)


@pytest.mark.parametrize("text", ["https://sotttt.example.vn/home/tin", "../work/x", "a/tmp/b", "</root>"])
def test_other_addresses_and_paths_are_left_alone(text: str) -> None:
    assert not FORBIDDEN.search(text)


def test_no_tracked_text_names_a_registry_host_or_a_path_of_a_machine() -> None:
    contents = {path.relative_to(ROOT): path.read_bytes() for path in tracked_files()}
    texts = {path: raw.decode("utf-8") for path, raw in contents.items() if b"\0" not in raw}
    found = {str(path): FORBIDDEN.findall(text) for path, text in texts.items() if FORBIDDEN.search(text)}
    assert found == {}


@pytest.mark.parametrize("lock", LOCKS)
def test_each_locked_requirement_has_a_hash_and_no_index(lock: str) -> None:
    assert [name for name, block in pins(lock).items() if "--hash=sha256:" not in block] == []
    assert not re.search(r"^-|://| @ |--(extra-)?index-url|--find-links", (ROOT / lock).read_text(), re.MULTILINE)


def test_the_developers_lock_holds_the_reports_lock() -> None:
    reports, developers = ({block.split()[0] for block in pins(lock).values()} for lock in LOCKS)
    assert reports - developers == set()


@pytest.mark.parametrize(("lock", "extras"), [(LOCKS[0], ["build"]), (LOCKS[1], ["build", "dev"])])
def test_a_lock_pins_what_is_declared_and_nothing_that_no_longer_is(lock: str, extras: list[str]) -> None:
    project = PYPROJECT["project"]
    optional = project["optional-dependencies"]
    lines = [*project["dependencies"], *(line for extra in extras for line in optional[extra])]
    declared: dict[str, SpecifierSet] = {
        canonicalize_name(line.name): line.specifier for line in map(Requirement, lines)
    }
    wanted = {name: block.split()[0].split("==")[1] for name, block in pins(lock).items() if "dophu (" in block}
    assert wanted.keys() == declared.keys()
    assert [name for name, version in wanted.items() if not declared[name].contains(version)] == []
