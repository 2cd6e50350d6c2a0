"""What a Jupyter server has of us, when there is one: exports under their own names, notebooks that git sees unchanged.

`jupyter-config/` switches it on where the package is installed. `schedule` is for jupyter-scheduler, an optional extra.
"""

from __future__ import annotations

from typing import Any

from dophu.server import export, saving


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "dophu.server"}]


def _load_jupyter_server_extension(app: Any) -> None:
    export.add_to(app.web_app)
    saving.add_to(app.contents_manager)
