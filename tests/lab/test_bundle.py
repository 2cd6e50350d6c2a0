"""The built extension: it lies in the checkout and in the wheel, since its users have no Node."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.lab.bundle import BUNDLE, LAB, RECORD, ROOT, record

SHARED = "share/jupyter/labextensions/dophu-lab/"


def test_the_bundle_was_built_from_the_present_sources() -> None:
    assert RECORD.read_text("utf-8") == record(), "run: make lab-extension"


def test_the_bundle_holds_what_it_says_jupyterlab_loads() -> None:
    built = json.loads((BUNDLE / "package.json").read_text("utf-8"))
    assert (BUNDLE / built["jupyterlab"]["_build"]["load"]).is_file()
    assert built["dependencies"]["@jupyterlab/application"].startswith("^4.3."), "as pyproject.toml allows"


def test_the_bundle_is_small() -> None:
    assert sum(file.stat().st_size for file in BUNDLE.rglob("*") if file.is_file()) < 100_000


def test_the_lock_of_npm_pins_every_package_by_hash_and_names_no_registry() -> None:
    lock = json.loads((LAB / "package-lock.json").read_text("utf-8"))
    packages = [package for name, package in lock["packages"].items() if name]
    assert all("integrity" in package and "resolved" not in package for package in packages)


@pytest.mark.parametrize("build", ["build_wheel", "build_editable"])
def test_a_wheel_carries_the_extension_for_jupyterlab_once(build: str, tmp_path: Path) -> None:
    program = f"from hatchling import build; build.{build}({str(tmp_path)!r})"
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True)
    names = zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist()
    carried = {name.partition(SHARED)[2] for name in names if SHARED in name}
    assert carried == {str(file.relative_to(BUNDLE)) for file in BUNDLE.rglob("*") if file.is_file()} | {"install.json"}
    assert not any(name.startswith("dophu/labextension") for name in names)
