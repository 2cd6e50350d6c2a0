"""What the process imports from which every edition is forked: everything an edition needs, and nothing more.

Nothing here runs an edition or a kernel, and numeric libraries are held to one thread: a fork of a process with
several threads may wait for ever on a lock that another one held.
"""

from __future__ import annotations

import gc
import logging
import os
import sys
from importlib import import_module

from pydantic import BaseModel

ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"), "1")
PLOTS = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}  # as an ordinary kernel sets it
NEEDED = (
    *("pandas", "matplotlib", "IPython", "ipykernel.ipkernel", "ipykernel.kernelspec", "papermill"),
    "nbconvert.exporters",
    *("dophu", "dophu.run.build", "dophu.run.forked", "dophu.run.workers", "dophu.tell.report"),
    *("dophu.charts.bars", "dophu.charts.panels", "dophu.words.messages"),
    # what Python, pandas and IPython import only as they are used
    *("encodings.utf_8_sig", "pkgutil"),
    *("pandas.core.methods.to_dict", "IPython.core.application", "IPython.core.completerlib"),
    *("IPython.core.logger", "IPython.core.oinspect", "bdb", "ipykernel.kernelspec"),
)
REHEARSED = (
    *("dophu.fonts", "dophu.charts.svg", "dophu.tell.narrative", "dophu.tell.lint"),
    *("dophu.publish.html", "dophu.publish.pdf", "dophu.publish.docx"),
)
# Imported as others are, and used by nobody here: JSON Schema's check of international addresses, which builds a
# grammar for 0.9 s, and papermill's access to S3. A cell that needs one imports it.
SLOW = ("rfc3987_syntax", "boto3")
SELDOM = (100_000, 50, 1000)  # an edition's process is short: what it would free by looking for cycles ends with it


def warm_up() -> None:
    """Import it all, then keep the collector away from it, so that forks go on sharing its memory."""
    os.environ.update(ONE_THREAD | PLOTS)
    sys.modules.update(dict.fromkeys(SLOW))  # type: ignore[arg-type] # how Python spells "not to be imported"
    plots = logging.getLogger("matplotlib")
    plots.setLevel(logging.ERROR)  # where the home may not be written to it works as well, and need not say so
    for name in NEEDED:
        import_module(name)
    plots.setLevel(logging.NOTSET)
    import_module("dophu.run.manifest").packages()  # read, compiled and built once for all editions
    _build(import_module("dophu.world.campaigns").Model)
    _build(import_module("dophu.tell.blocks").Frozen)
    for name in REHEARSED:
        import_module(name).warm_up()
    import_module("jupyter_client.provisioning").KernelProvisionerFactory.instance()  # asks all that is installed
    nbformat = import_module("nbformat")
    nbformat.validate(nbformat.v4.new_notebook())
    for name in SLOW:
        del sys.modules[name]
    gc.set_threshold(*SELDOM)
    gc.freeze()


def _build(record: type[BaseModel]) -> None:
    """Build the checks of records that a short command leaves unbuilt until it meets one."""
    for kind in record.__subclasses__():
        kind.model_rebuild()
        _build(kind)


if __name__ != "__main__":  # imported by the process that is to be warm
    warm_up()
