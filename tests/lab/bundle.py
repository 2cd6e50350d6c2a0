"""What the extension of JupyterLab is built from; run as a program it prints the record that a build leaves."""

from __future__ import annotations

import hashlib
from pathlib import Path

ROOT = Path(__file__).parents[2]
LAB, BUNDLE, RECORD = ROOT / "lab", ROOT / "src" / "dophu" / "labextension", ROOT / "lab" / "built.sha256"
SOURCES = ("src/*.ts", "style/*.css", "package.json", "package-lock.json", "tsconfig.json", "webpack.config.js")


def record() -> str:
    """Hash each source, as `sha256sum` writes it."""
    files = sorted(path for pattern in SOURCES for path in LAB.glob(pattern))
    lines = (f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(LAB).as_posix()}" for file in files)
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(record(), end="")
