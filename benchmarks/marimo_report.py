"""The letter as a marimo notebook: the same calls as those of the notebook's cells, each shown as the page's HTML.

Run as: marimo export html benchmarks/marimo_report.py -o OUT -- --project PROJECT --period PERIOD --unit UNIT
"""

import marimo

app = marimo.App()


@app.cell
def _():
    from pathlib import Path

    import marimo as mo

    from benchmarks.limit import open_report, shown

    asked = mo.cli_args()
    project = Path(asked["project"])
    report = open_report(project, str(asked["period"]), str(asked["unit"]))
    return mo, project, report, shown


@app.cell
def _(mo, project, report, shown):
    mo.vstack(
        [mo.Html(_html) for _one in shown(report, project) if (_html := _one._repr_mimebundle_().get("text/html"))]
    )


if __name__ == "__main__":
    app.run()
