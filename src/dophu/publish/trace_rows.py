"""The rows of a page's trace: thousands in a long report, so written as plain text, each part escaped once."""

from __future__ import annotations

from html import escape

from markupsafe import Markup

from dophu.tell.blocks import Document, TraceRow
from dophu.tell.html import anchor_of
from dophu.words import around, say

STATUSES = {"published", "computed", "tallied", "modelled", "given"}


def trace_rows(document: Document, used: set[str]) -> Markup:
    """Write the row of each fact; those in `used`, the anchors of what the page prints, lead back to it."""
    back, exact = around("trace.back", "shown"), around("trace.exact", "exact")
    inputs, sources = _input_links(document), _source_links(document)
    statuses = {fact.status: escape(status_words(fact.status)) for fact in document.facts}

    def row(fact: TraceRow) -> str:
        anchor, shown = anchor_of(fact.key), escape(fact.shown)
        label = escape(back[0]) + shown + escape(back[1])
        leads = f'&nbsp;<a class="back" href="#use-{anchor}" aria-label="{label}">↑</a>' if anchor in used else ""
        precise = _note(escape(exact[0] + fact.exact + exact[1])) if fact.exact != fact.shown else ""
        made_of = "; \n".join(inputs.get(key) or escape(key) for key in fact.inputs)
        named = "".join(f"<div>{sources[source]}</div>" for source in fact.source.split(", "))
        base = f"<div>{escape(fact.base)}</div>" if fact.base else ""
        noted = _note(escape(fact.note)) + _note(made_of and f"{from_words} {made_of}")
        return (
            f'<tr id="fact-{anchor}"><th scope="row">{escape(fact.label)}{leads}</th>\n'
            f"<td><b>{shown}</b>{precise}</td>\n"
            f"<td>{escape(fact.formula)}{noted}</td>\n"
            f"<td>{base}{named}{_note(statuses[fact.status])}</td></tr>"
        )

    from_words = escape(say("trace.from"))
    return Markup("\n".join(map(row, document.facts)))


def _note(html: str) -> str:
    return f'<div class="note">{html}</div>' if html else ""


def _input_links(document: Document) -> dict[str, str]:
    """Write the link to each fact, which others are computed from."""
    return {fact.key: f'<a href="#fact-{anchor_of(fact.key)}">{escape(fact.label)}</a>' for fact in document.facts}


def _source_links(document: Document) -> dict[str, str]:
    """Write how a fact names each source: by a link to the list of sources, where it stands there."""
    named = {source for fact in document.facts for source in fact.source.split(", ")}
    listed = {
        source.id: f'<a href="#source-{number}">{escape(say("trace.source_linked", number=number))}</a>'
        for number, source in enumerate(document.sources, 1)
    }
    return {source: escape(say("trace.source_named", source=source) if source else "") for source in named} | listed


def status_words(status: str) -> str:
    """Say how a fact came to be known; a status that is not of ours is told as it is."""
    return say(f"status.{status}") if status in STATUSES else status
