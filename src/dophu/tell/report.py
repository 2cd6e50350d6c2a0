"""A report being told: what a notebook's cells call, and the `%%narrative` magic."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property, partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dophu.data.edition import (
    OURS,
    PATH_OF_NOTEBOOK,
    Edition,
    declared_in_notebooks,
    injected,
    open_edition,
    read_parameters,
    refuse_empty,
    refuse_misspelt,
)
from dophu.data.notebooks import sources_of_cells
from dophu.data.project import SESSION, Project
from dophu.data.tables import Finding
from dophu.errors import UsageError, did_you_mean
from dophu.facts.catalogue import CONCEPTS
from dophu.facts.dating import dating
from dophu.facts.evaluate import Facts
from dophu.facts.fact import Fact
from dophu.facts.leaves import Lacking
from dophu.facts.ledger import Ledger, as_lines
from dophu.fonts import unprintable
from dophu.measure.findings import looks_further, received, refuse_touched, unexplained
from dophu.tell import letterhead
from dophu.tell.ahead import facts_of
from dophu.tell.blocks import (
    HEADLINES,
    Annex,
    Block,
    Figure,
    Heading,
    Masthead,
    Paragraph,
    SourceRow,
    Table,
    TraceRow,
    Vocabulary,
)
from dophu.tell.chapters import CHAPTERS
from dophu.tell.content import FigureContent, Said, TableContent, line
from dophu.tell.display import LEDGER_MIME, SEAL_MIME, Display, seal
from dophu.tell.evidence import Evidence
from dophu.tell.frames import Behind, Look, frame
from dophu.tell.help.known import about, caller, card, known
from dophu.tell.help.plainly import tell_plainly
from dophu.tell.lint import lint
from dophu.tell.names import activities, cited, judgements, leaves, related, words
from dophu.tell.narrative import Narrator
from dophu.tell.offered import Offered, offered
from dophu.tell.own import own_as_written, own_fact
from dophu.tell.pictures import figure_of, read_picture
from dophu.tell.plots import ShownFigure
from dophu.tell.publishers import of_figures, source_line, title_of
from dophu.tell.sentence import lines, pieces
from dophu.tell.sentences import Chosen
from dophu.tell.sentences.edition import SENTENCES
from dophu.tell.showing import is_frame, table_of
from dophu.tell.styled import Styled, is_styled, read_styled
from dophu.tell.trace import TraceRows
from dophu.tell.vocabulary import vocabulary
from dophu.wording import capitalised
from dophu.words import say
from dophu.words.messages import on_page
from dophu.words.synonyms import name_meant
from dophu.words.word import Word

if TYPE_CHECKING:
    import pandas as pd

OF_NATION = {"course", "nation_course"}  # figures that every unit's report may show
MAIN = ("parts", "provinces", "standing", "share_course")  # what a report is about, by whose lack it is empty
Doubts = Callable[[bool], Sequence[Finding]]  # what no note explains, of all figures or of what such editions read


class Report:
    """One edition as a notebook tells it: its facts, its prose, its letterhead, its figures.

    warns   whether a cell says at once what publishing will refuse; a batch publishes as soon as the cells have run
    """

    def __init__(
        self,
        edition: Edition,
        inputs: Mapping[str, str],
        doubted: Doubts | None = None,
        *,
        warns: bool = True,
    ) -> None:
        self.edition = edition
        self.inputs = inputs
        self._doubted = doubted
        self._warns = warns
        self.facts = facts_of(edition)
        self.facts.offer = self.names
        self.ledger = Ledger(self.facts)
        self._rows: dict[str, TraceRow] = {}
        self._activities = activities(edition, self.facts)
        self._narrator = Narrator(self.facts, self._names())
        self._narrator.who_offers = partial(caller, self)
        self._own = set[str]()
        self.variables: Mapping[str, Any] = {}  # of the notebook, for the error that meets one in prose
        self.project: Project | None = None  # in which a notebook's pictures lie
        self._behind: Behind = {}
        self._measured: dict[str, Any] = {}
        self._lacking: dict[str, str] = {}  # why a figure or a table that was asked for is not there
        self._numbers: dict[str, list[str]] = {"figure": [], "table": []}
        self.shown: list[Display | ShownFigure] = []
        self.title = edition.letterhead.type_name

    def _names(self) -> dict[str, Any]:
        facts, measure = self.facts, self.edition.campaign.main_measure
        notes = {
            "counted_note": Word(facts.mine.note if facts.mine else ""),
            "change_note": Word(_note_before(facts)),
        }
        named = words(self.edition) | self._activities | cited(self._activities) | judgements(facts) | related(facts)
        sentences = {name: Chosen(tell, facts, facts) for name, tell in SENTENCES.items()}
        return {measure: facts.get("counted")} | notes | named | sentences

    def names(self) -> dict[str, Any]:
        """Give everything that prose may name now, with its value: facts, words, rows, what is not known."""
        return {name: self.facts.get(name) for name in CONCEPTS} | self._narrator.names

    @property
    def filters(self) -> Mapping[str, Callable[..., Any]]:
        """The ways in which prose may print a fact."""
        return self._narrator.filters

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return card(self)._repr_mimebundle_()

    def read_beside(self, notebook: str | None) -> None:
        """Let errors tell of the whole notebook, where papermill or Jupyter's server says which one runs."""
        self._narrator.whole_notebook = partial(sources_of_cells, notebook or os.environ.get(SESSION))

    def narrative(self, source: str, where: str = "narrative", above: int = 0) -> Display:
        """Tell a cell of prose; `above` are the cell's lines before it, by which an error counts."""
        return self._told(self._narrator.tell(source, where, above))

    def _told(self, blocks: Sequence[Block], more: Sequence[str] = ()) -> Display:
        flags = _flags(blocks, self.evidence()) if self._warns else []
        return self._show(blocks, say("report.cell_empty"), [*flags, *more])

    def _show(self, blocks: Sequence[Block], instead: str = "", flags: Sequence[str] = ()) -> Display:
        """Show blocks, and keep them for the seals of the trace."""
        shown = Display(blocks, instead, flags)
        self.shown = [each for each in self.shown if not _is_same_unseen(each, shown)]  # its cell runs again
        self.shown.append(shown)
        return shown

    def masthead(self) -> Display:
        """Show the head of the letter."""
        edition = self.edition
        return self._show([letterhead.masthead(edition.letterhead, self.facts.day, edition.parameters.replaces)])

    def signature(self) -> Display:
        """Show the foot of the letter: recipients, authority, title, room for the signature."""
        return self._show([letterhead.signature(self.edition.letterhead)])

    def annex(self, title: str) -> Display:
        """Open the annex; what is shown after this call belongs to it."""
        return self._show([self._annex(title)])

    def _annex(self, title: str, *, landscape: bool = False) -> Annex:
        """Open an annex of the letter, or of the report by its title where it is none."""
        opened = letterhead.annex(self.edition.letterhead, self.facts.day, title, landscape=landscape)
        of_report = say("annex.of_report", title=self.title)
        return opened if self._is_letter else opened.model_copy(update={"attached": of_report})

    @property
    def _is_letter(self) -> bool:
        displays = (shown for shown in self.shown if isinstance(shown, Display))
        return any(isinstance(block, Masthead) for shown in displays for block in shown.blocks)

    def opening(self, title: str, *, numbered: bool = False) -> Display:
        """Open a report that is not a letter: its title, whose it is, up to when it knows, and who made it.

        The title may name words as prose does: `Kết quả theo {{ parts_kind }}`. The headings below it have numbers
        where it says so; those of a letter always have.
        """
        told = [run for line in lines(self._narrator.tell(title, "opening")) for run in line.runs]
        self.title = "".join(run.text for run in told)
        period, as_of, unit = self.facts.fact("period"), self.facts.fact("as_of"), self.edition.unit
        assert period is not None
        assert as_of is not None
        told_of: dict[str, Said] = {"unit": capitalised(unit.full_name), "period": period}
        is_of_period = dating(self.facts, self.facts.own) == "period"
        opened = line("report.opening_of_period" if is_of_period else "report.opening", **told_of, moment=as_of)
        lines_below = (opened, letterhead.sender(self.edition.letterhead, self.facts.day))
        return self._show(
            [
                Heading(level=1, runs=told, numbered=numbered),
                *(Paragraph(runs=[run.model_copy(update={"italic": True}) for run in runs]) for runs in lines_below),
            ]
        )

    def chapter(self, name: str) -> Display:
        """Enter a chapter's facts, so that the prose after this call may name them."""
        self.measured(name)
        return self._show([], say("report.chapter_ready", name=name))

    def measured(self, name: str) -> Any:
        """Let a chapter choose what it tells, once; its words and rows are then known to prose."""
        if name not in CHAPTERS:
            raise UsageError("chapter", f"no chapter '{name}'", did_you_mean(name, CHAPTERS))
        if name not in self._measured:
            self._measured[name] = CHAPTERS[name].measure(self.facts)
            measured, chapter = self._measured[name], CHAPTERS[name]
            sentences = {key: Chosen(tell, measured, self.facts) for key, tell in chapter.sentences.items()}
            named = dict(chapter.names(measured)) | sentences
            if taken := sorted(self._own & named.keys()):
                fix = "give the own facts other names"
                raise UsageError("chapter", f"it brings {', '.join(taken)}, as own facts are called", fix)
            self._narrator.names |= named
        return self._measured[name]

    def figure(self, key: str) -> ShownFigure:
        """Show a figure by name, numbered in the order of first showing; nothing when its data are missing.

        Its `.figure` is a matplotlib Figure, drawn as it is when the cell shows it: change it before that. Its `.frame`
        is the data, for the charts of `dophu.charts`.

        >>> fig = report.figure("standing")  # doctest: +SKIP
        >>> fig.axes[0].set_title("…")  # doctest: +SKIP
        >>> fig  # doctest: +SKIP
        """
        name, draw = _of_chapter("figure", key, ((n, chapter.figures) for n, chapter in CHAPTERS.items()))
        content: FigureContent | str = draw(self.facts, self.measured(name))
        if isinstance(content, str):
            self._lacking[key] = content
        number = 0 if isinstance(content, str) else self._number("figure", key)
        figure = ShownFigure(key, content, number)
        self.shown.append(figure)
        return figure

    def table(self, key: str, annex: str = "") -> Display:
        """Show a table by name, numbered like a figure; with a title for it, as an annex of its own."""
        name, write = _of_chapter("table", key, ((n, chapter.tables) for n, chapter in CHAPTERS.items()))
        content: TableContent | str = write(self.facts, self.measured(name))
        if isinstance(content, str):
            self._lacking[key] = content
            return self._show([], say("table.not_made", reason=content))
        opening = [self._annex(annex, landscape=content.is_wide)] if annex else []
        return self._show([*opening, content.table(self._number("table", key))])

    # -- the author's own: data to look at, facts, tables and pictures ----------------------------------------

    def frame(self, name: str) -> pd.DataFrame:
        """Give data of the edition as a pandas frame: "units", "parts", "course" or "facts" (`tell.frames`).

        It shows in JupyterLab and does not print; `report.show` prints what is made of it.
        """
        return frame(self.facts, name, self._behind)

    def fact(  # noqa: PLR0913 - each is what a trace tells of a fact, and named
        self, key: str, value: Any, *, label: str = "", unit: str = "", source: str = "", formula: str = ""
    ) -> Fact:
        """Enter an own fact, which prose then prints by `{{ key }}`.

        value   an expression over facts (`report["gained"] / 7`), or a number with its `source` and its `formula` in
                words
        unit    count, percent, points or times, where it does not follow from the facts

        Raises UsageError for a name that is taken, a figure that is not known, a number nobody answers for.

        >>> report.fact("moi_ngay", report["gained"] / 7, label="bình quân mỗi ngày")  # doctest: +SKIP
        """
        if not key.isidentifier() or key in CONCEPTS or (key in self._narrator.names and key not in self._own):
            problem = f"'{key}' is no name" if not key.isidentifier() else f"'{key}' is a name of the report already"
            raise UsageError("report.fact", problem, "give it another: letters, digits and _")
        made = own_fact(self.facts, key, value, label=label, unit=unit, source=source, formula=formula)
        self._own.add(key)
        self._narrator.names[key] = made
        return made

    def enter_own(self, key: str, written: Mapping[str, Any], formula: str) -> None:
        """Enter an own fact as a ledger has it, for prose that names it where its cell is not run."""
        self._narrator.names[key] = own_as_written(self.facts, key, written, formula)

    def __getitem__(self, name: str) -> Any:
        """Give what prose calls by a name: a fact of the catalogue or of a chapter, an own fact, a word, a sentence."""
        names = self._narrator.names
        if name not in names and name not in CONCEPTS:
            fix = caller(self, name) or name_meant(name, {*names, *CONCEPTS})
            raise UsageError("report", f"unknown name(s): {name}", fix)
        found = names[name] if name in names else self.facts.get(name)
        return found.told if isinstance(found, Chosen) else found

    def sentences(self) -> pd.DataFrame:
        """List the sentences that prose may take by name, with what each would say in this edition, for looking.

        "" where a sentence has nothing to say; those of a chapter are there once `report.chapter` has entered it.
        """
        import pandas as pd  # noqa: PLC0415 - for looking only

        offered = {name: each for name, each in self._narrator.names.items() if isinstance(each, Chosen)}
        told = [{"sentence": f"{{{{ {name} }}}}", "says": str(each.told)} for name, each in offered.items()]
        return Look(pd.DataFrame(told, columns=["sentence", "says"]))

    def show(self, shown: Any, caption: str = "", *, alt: str = "", source: str = "") -> Display:
        """Show an own table (pandas, Great Tables) or picture (matplotlib, Pillow, a file), numbered with the report's.

        caption   may name facts as prose does; blank for a table that bears a title itself
        alt       of a picture: what it shows, in words
        source    where the numbers come from that are no facts of the report

        Raises UsageError for what cannot be shown, or lacks one of these.
        """
        shown = read_styled(shown) if is_styled(shown) else shown
        title, has_looks = (shown.title, shown.dropped) if isinstance(shown, Styled) else ("", False)
        if title and caption.strip() not in {"", title}:
            problem = f"the table bears the title '{title}' itself, which would not print"
            raise UsageError("report.show", problem, "leave out the caption, or take the title off the table")
        caption = title or caption
        if not caption.strip():
            others = 'source="…"' if is_frame(shown) else 'alt="…", source="…"'
            raise UsageError("report.show", "it has no caption", f'write report.show(…, caption="…", {others})')
        told = [run for line in lines(self._narrator.tell(caption, "caption")) for run in line.runs]
        if is_frame(shown):
            table = table_of(self.facts, shown, told, source, self._behind)
            dropped = [say("own.looks_dropped")] if self._warns and has_looks else []
            return self._told([table.table(self._number("table", caption))], dropped)
        drawn = read_picture(shown, self.project) if isinstance(shown, str | Path) else shown
        figure = figure_of(self.facts, drawn, told, alt, source)
        return self._told([figure.figure(self._number("figure", caption))])

    def count(self, blocks: Iterable[Block]) -> None:
        """Give numbers to what a cell has shown that is not told again, so that the next ones follow it."""
        for block in blocks:
            if isinstance(block, Figure | Table):
                self._number(block.kind, "".join(run.text for run in block.caption))

    def _number(self, word: str, key: str) -> int:
        shown = self._numbers[word]
        if key not in shown:
            shown.append(key)
        return shown.index(key) + 1

    @property
    def empty(self) -> str:
        """Why there is nothing of its own to release; "" where there is.

        A letter is empty where nothing is known of its unit, nor of what its office did; another report where it has no
        figure and no table of the unit.
        """
        if self._is_letter:
            return "" if self._is_told else say("report.nothing_known", unit=self.edition.unit.full_name)
        of_others = set() if self.facts.unit.is_nation else OF_NATION
        shown = [*self._numbers["table"], *(key for key in self._numbers["figure"] if key not in of_others)]
        if not self._lacking or shown:
            return ""
        return next((self._lacking[key] for key in MAIN if key in self._lacking), next(iter(self._lacking.values())))

    @property
    def _is_told(self) -> bool:
        names = ["counted", "share", "published_rank", *(["counted|nation"] if self.facts.unit.is_nation else [])]
        return any(isinstance(self.facts.get(name), Fact) for name in names) or bool(self.activities())

    def evidence(self) -> Evidence:
        """Say what typed claims may rest on so far."""
        return Evidence(self.rows(), self.vocabulary)

    def activities(self) -> dict[str, Fact]:
        """List what the office did, by key."""
        return {fact.key: fact for told in self._activities.values() for fact in leaves(told)}

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words this edition's prose is read with."""
        return vocabulary(self.edition, list(self.activities().values()))

    def remarks(self) -> Display:
        """Tell what the unit's office says for this period alone: prose beside its figures or in its params file."""
        told = [self._narrator.tell(said.text, said.where, said.above) for said in self.edition.remarks]
        return self._told([block for blocks in told for block in blocks])

    def sources(self) -> Display:
        """Say in one line who published the figures used so far; the trace of a page has each with its address."""
        named, known = of_figures(self.facts.ledger()), self.edition.history.sources
        used = [source for key, source in known.items() if key in named]
        return self._show([Paragraph(runs=source_line(used))] if used else [], say("report.no_sources"))

    def used_sources(self) -> set[str]:
        """Name the sources that the facts used so far rest on."""
        return {name for fact in self.facts.ledger() for name in fact.sources}

    def offered(self, project: Project) -> Offered:
        """Say what an editor beside the notebook can offer of this edition."""
        return offered(project, self.edition, self.names())

    def rows(self) -> Mapping[str, TraceRow]:
        """Give what the edition traces so far, by key, as the trace table prints it."""
        return TraceRows(self.ledger, self._rows)

    def trace(self) -> Trace:
        """Close the report with its ledger: every fact, its source, and every file read.

        Raises a DataError where a number rests on what `dophu check` finds and no note explains, and a UsageError where
        something was told and no cell has shown it.
        """
        for shown in self.shown:
            if self.project or isinstance(shown, ShownFigure):  # who tells without a notebook takes the blocks
                shown.refuse_unseen()
        for name in HEADLINES:  # lists show them, whatever the prose tells
            self.facts.fact(name)
        if self._doubted:
            refuse_touched(self.facts, self._doubted(looks_further(self.facts)))
        return Trace(self)


class Trace:
    """The ledger as the notebook's last output; publishing cannot do without it."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        content = self.content()
        facts = [content["facts"][told["key"]] for told in content["trace"]]
        listed = "".join(f"<li>{escape(capitalised(fact['label']))}: {escape(fact['shown'])}</li>" for fact in facts)
        return {
            "text/plain": f"{len(facts)} facts",
            "text/html": f"<details><summary>{escape(say('trace.title'))}</summary><ul>{listed}</ul></details>",
            **carried(content),
        }

    def content(self) -> dict[str, Any]:
        """Gather what publishing needs beside the blocks, as plain data."""
        edition, settings = self.report.edition, self.settings(self.report.used_sources())
        return (
            self.report.ledger.as_data()
            | settings
            | {
                "parameters": json.loads(edition.parameters.model_dump_json()),
                "inputs": dict(sorted(self.report.inputs.items())),
                "empty": self.report.empty,
                "seals": sorted({seal(content) for display in self.report.shown for content in display.contents}),
            }
        )

    def settings(self, sources: Collection[str]) -> dict[str, Any]:
        """Say what no cell decides: which edition it is, some of its sources, and the names that its prose may say."""
        return {
            "edition": self._edition(),
            "sources": [row.model_dump() for row in _sources(self.report.edition, sources)],
            "vocabulary": self.report.vocabulary.model_dump(),
        }

    def _edition(self) -> dict[str, str | None]:
        """Say which edition it is, and what a list of editions tells of it."""
        edition = self.report.edition
        return {
            "campaign": edition.campaign.key,
            "period": edition.period.name,
            "unit": edition.unit.code,
            "vintage": edition.unit.vintage,
            "as_of": str(self.report.facts.moment),
            "target": edition.target.key if edition.target else None,
            "title": self.report.title,
            "subject": edition.letterhead.abstract,
            "author": edition.letterhead.issuing_body,
            "campaign_title": edition.campaign.title,
            "method": _method(edition),
            "unit_name": edition.unit.full_name,
            "unit_short_name": edition.unit.name,
            "banner": say("letter.simulated") if edition.campaign.status == "simulated" else None,
        }


def carried(ledger: Mapping[str, Any]) -> dict[str, str]:
    """Write a ledger as a notebook carries it, with the seal that tells whether it was changed."""
    text = as_lines(ledger)
    return {LEDGER_MIME: text, SEAL_MIME: seal(text)}


def _method(edition: Edition) -> str:
    """Name what is counted and since when in this way; figures of two methods do not compare."""
    measure = edition.campaign.main_measure
    starts = [
        b.start
        for b in edition.campaign.breaks
        if measure in b.measures and b.start <= edition.campaign.window(edition.period).last
    ]
    return f"{measure} {max(starts)}" if starts else measure


def _is_same_unseen(former: Display | ShownFigure, shown: Display) -> bool:
    return isinstance(former, Display) and not former.is_seen and former.content == shown.content


def _note_before(facts: Facts) -> str:
    then = facts.before(facts.own)
    found = None if isinstance(then, Lacking) else facts.reported(then)
    return found.note if found else ""


def _of_chapter(kind: str, key: str, offered: Iterable[tuple[str, Mapping[str, Any]]]) -> tuple[str, Any]:
    """Find which chapter offers a table or figure."""
    by_key = {found: (name, parts[found]) for name, parts in offered for found in parts}
    if key not in by_key:
        raise UsageError(kind, f"no {kind} '{key}'", f"known: {', '.join(by_key)}")
    return by_key[key]


def _sources(edition: Edition, used: Collection[str]) -> list[SourceRow]:
    return [
        SourceRow(id=key, title=title_of(source), address=" ; ".join(source.address), published=source.published or "")
        for key, source in edition.history.sources.items()
        if key in used
    ]


def _flags(blocks: Sequence[Block], evidence: Evidence) -> list[str]:
    """Say at once, under the cell, what publishing will refuse."""
    told = list(lines(blocks))
    found = [
        (finding.problem, finding.fix)
        for line in told
        for finding in lint(pieces(line.runs), evidence, [pieces(runs) for runs in line.opens])
    ]
    if names := unprintable("".join(run.text for line in told for run in line.runs)):
        found.append((f"cannot be printed: {names}", "write it with ordinary letters"))
    return [f"{on_page(problem)}. {on_page(fix)}." for problem, fix in found]


_open: Report | None = None


def open_from_notebook(names: Mapping[str, Any]) -> Report:
    """Open the report for a notebook's parameters and teach its shell the `%%narrative` magic."""
    global _open  # noqa: PLW0603 - a kernel tells one report at a time, and a magic has no other way to it
    project = Project.of_notebook(names.get(PATH_OF_NOTEBOOK))
    given = injected(names)
    others = declared_in_notebooks(project) if given.keys() - OURS else set[str]()
    refuse_misspelt(names, others)
    parameters = read_parameters(given, "notebook parameters", others)
    edition = open_edition(project, parameters)
    refuse_empty(edition)
    _open = Report(
        edition,
        project.inputs,
        lambda further: _doubted(project, edition, further=further),
        warns=received() is None,
    )
    _open.variables, _open.project = names, project
    _open.read_beside(names.get(PATH_OF_NOTEBOOK))
    _teach_magic()
    return _open


def offered_in_notebook() -> Offered | None:
    """Answer the extension of JupyterLab for the report that the notebook has opened."""
    return _open.offered(Project.of_notebook()) if _open else None


def _doubted(project: Project, edition: Edition, *, further: bool) -> Sequence[Finding]:
    """Take what the batch has found; an edition that is told alone, or looks further than others, looks itself."""
    campaign, mine = edition.campaign.key, [(edition.period, edition.unit.code)]
    found = None if further else received()
    return unexplained(project, campaign, None if further else mine) if found is None else found


def narrative(line: str, cell: str) -> Display:
    """Cell magic: the cell is prose with facts of the open report."""
    if _open is None:
        raise UsageError("%%narrative", "no report is open", "run the cell with open_report(globals()) first")
    return _open.narrative(cell, _place(cell), above=1)


def _place(cell: str) -> str:
    from IPython.core.getipython import get_ipython  # noqa: PLC0415 - only a notebook has a shell

    first = next((line.strip() for line in cell.splitlines() if line.strip()), "")
    return f'cell [{get_ipython().execution_count}] "{first[:50]}"'


def _teach_magic() -> None:
    from IPython.core.getipython import get_ipython  # noqa: PLC0415

    shell = get_ipython()
    if shell is not None:
        shell.register_magic_function(narrative, "cell", "narrative")
        tell_plainly(shell)
        if hasattr(shell, "kernel"):
            _help_in(shell)


def _help_in(shell: Any) -> None:
    from dophu.tell.help.kernel import Help  # noqa: PLC0415 - a batch has nobody who types

    Help(lambda: known(_open) if _open else None, lambda name: about(_open, name) if _open else None).install(shell)
