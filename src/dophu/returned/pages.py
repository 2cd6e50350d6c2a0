"""A letter that came back as PDF: its words in one run against the words that were told.

Paper has no paragraphs. What leaves one place and stands at another is the order in which pages are read, not a
change; the words of figures and the numbers of pages stand only on paper.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise

import pypdfium2

from dophu.errors import UsageError
from dophu.returned import rules, words
from dophu.returned.align import tokens
from dophu.returned.compare import Cleared, Comparison, Finding, Kind, Wording
from dophu.returned.letter import clean
from dophu.returned.told import Told

PAGE_NUMBER = re.compile(r"\A\s*\d{1,4}\s*(?=\n|\Z)")
HYPHEN = "\x02"  # as pdfium gives one at the end of a line
REPEATED = 3  # tokens that must stand together to count as repeated
MOVED = 2  # tokens that must stand together elsewhere to count as read in another order
SHOWN = 60  # letters of a stretch of words that are told


@dataclass(frozen=True)
class Word:
    """A token of a text: where it stands, on which page or line, and which data it belongs to (None for none)."""

    text: str
    place: int
    span: int | None = None


def read_pdf(content: bytes, name: str) -> list[str]:
    """Read the pages of a PDF as text. Raises UsageError for a file that is none."""
    try:
        pdf = pypdfium2.PdfDocument(content)
        texts = (page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in pdf)
        pages = [clean(text.replace(HYPHEN, "-")) for text in texts]
    except pypdfium2.PdfiumError as error:
        fix = "open it in a reader; a file with a password is saved without it first"
        raise UsageError(name, f"it is no PDF that can be read: {error}", fix) from None
    return pages


def compare_pages(said: Told, pages: Sequence[str]) -> Comparison:
    """Hold the pages of a PDF against what was told; the `line` of a finding is its page, counted from 0."""
    ours, spans = _told_words(said)
    came = enumerate(bodies(pages, said.banner, said.foot))
    theirs = [Word(text, page) for page, content in came for text in tokens(content) if not text.isspace()]
    result = _Run(said, ours, spans, theirs).compare()
    bare = [page for page, content in enumerate(pages) if said.banner not in content]
    result.findings += [Finding("name", page, 0, 0, said.banner, "") for page in bare]
    return result


def bodies(pages: Sequence[str], banner: str, foot: str) -> list[str]:
    """Give pages without what stands at the head and the foot of each."""
    found = [page.replace(banner, "", 1).replace(foot, "") for page in pages]
    return [PAGE_NUMBER.sub("", body) if place else body for place, body in enumerate(found)]


@dataclass(frozen=True)
class _Datum:
    """A stretch of data among the words that were told."""

    text: str
    key: str
    cell: str
    first: int
    last: int


def _told_words(said: Told) -> tuple[list[Word], list[_Datum]]:
    found: list[Word] = []
    data: list[_Datum] = []
    for number, line in enumerate(said.letter.lines):
        spans, at = said.spans(line), 0
        of_span: dict[int, list[int]] = {}
        found += [Word(text, number) for text in tokens(said.mark(line)) if not text.isspace()]
        for text in tokens(line.text):
            owner = next((n for n, s in enumerate(spans) if s.start < at + len(text) and at < s.end), None)
            at += len(text)
            if text.isspace():
                continue
            if owner is not None:
                of_span.setdefault(owner, []).append(len(found))
            found.append(Word(text, number, None if owner is None else len(data) + owner))
        for place, span in enumerate(spans):
            inside = of_span.get(place, [0, -1])
            text = line.text[span.start : span.end]
            data.append(_Datum(text, span.key, said.cell(line), inside[0], inside[-1]))
    return found, data


class _Run:
    """Two runs of words while they are compared; a word that is accounted for is taken off."""

    def __init__(self, said: Told, ours: list[Word], data: list[_Datum], theirs: list[Word]) -> None:
        theirs = _parted(ours, theirs)
        self.said, self.ours, self.data, self.theirs = said, ours, data, theirs
        matcher = SequenceMatcher(None, [w.text for w in ours], [w.text for w in theirs], autojunk=False)
        codes = matcher.get_opcodes()
        self.instead = {place: code for code in codes if code[0] == "replace" for place in range(code[1], code[2])}
        self.gone = {place for tag, a, b, _, _ in codes if tag != "equal" for place in range(a, b)}
        self.new = {place for tag, _, _, c, d in codes if tag != "equal" for place in range(c, d)}
        self.inserted = [(a, c, d) for tag, a, _, c, d in codes if tag == "insert"]
        self._take_reordered()
        self._take_repeated()

    def _take_reordered(self) -> None:
        """Take off what stands elsewhere in the same words, the longest first."""
        while True:
            ours, theirs = sorted(self.gone), sorted(self.new)
            texts = [self.ours[place].text for place in ours], [self.theirs[place].text for place in theirs]
            match = SequenceMatcher(None, *texts, autojunk=False).find_longest_match()
            if match.size < MOVED:
                return
            self.gone -= set(ours[match.a : match.a + match.size])
            self.new -= set(theirs[match.b : match.b + match.size])

    def _take_repeated(self) -> None:
        """Take off what stands once more in the same words: a table's head on each of its pages."""
        told = [word.text for word in self.ours]
        pending = list(_runs(sorted(self.new)))
        while pending:
            start, end = pending.pop()
            came = [word.text for word in self.theirs[start : end + 1]]
            match = SequenceMatcher(None, told, came, autojunk=False).find_longest_match()
            if match.size >= REPEATED:
                first, last = start + match.b, start + match.b + match.size
                self.new -= set(range(first, last))
                pending += [(a, b) for a, b in ((start, first - 1), (last, end)) if a <= b]

    def compare(self) -> Comparison:
        result = Comparison([])
        self._take_filled(result)
        for datum in self.data:
            self._datum(result, datum)
        self._take_drawn()
        for start, end in _runs(sorted(self.new)):
            self._nobodys(result, start, end)
        self._lost_claims(result)
        result.wordings += self._wordings()
        result.findings.sort(key=lambda finding: finding.line)
        return result

    def _take_filled(self, result: Comparison) -> None:
        """Clear a number or a day that was written into a blank left for it."""
        blanks = [datum for datum in self.data if rules.BLANK.search(datum.text)]
        for datum, (at, first, last) in ((one, code) for one in blanks for code in self.inserted):
            word = self.theirs[first]
            if datum.first < at <= datum.last and first == last - 1 and first in self.new:
                before, after = self.ours[at - 1].text, self.ours[at].text
                if why := rules.blank_filled(f"{before}   {after}", f"{before} {word.text} {after}"):
                    self.new.discard(first)
                    result.cleared.append(Cleared(word.place, datum.text, word.text, why))

    def _datum(self, result: Comparison, datum: _Datum) -> None:
        places = [place for place in range(datum.first, datum.last + 1) if place in self.gone]
        if not places:
            result.agreed += bool(datum.key)
            return
        self.gone -= set(places)
        instead, page = self._came(places)
        before = (self.ours[place].text for place in range(datum.first, places[0]))
        after = (self.ours[place].text for place in range(places[-1] + 1, datum.last + 1))
        came = " ".join(filter(None, (*before, instead, *after)))
        if why := rules.cleared(rules.OF_FACTS if datum.key else rules.OF_NAMES, datum.text, came):
            result.cleared.append(Cleared(page, datum.text, came, why))
            return
        kind: Kind = "name"
        if datum.key:
            kind = "contradicts" if came else "vanished"
        result.findings.append(Finding(kind, page, 0, 0, datum.text, came, datum.key, datum.cell))

    def _came(self, places: Sequence[int]) -> tuple[str, int]:
        """Give what stands in the place of words that are gone, and its page; each word is given once."""
        code = next((self.instead[place] for place in places if place in self.instead), None)
        if code is None:
            return "", self._page(places[0])
        _, a, b, c, d = code
        alone = b - a == d - c  # one word for one
        inside = range(c + places[0] - a, c + min(places[-1] + 1, b) - a) if alone else range(c, d)
        here = [place for place in inside if place in self.new]
        self.new -= set(here)
        return " ".join(self.theirs[place].text for place in here), self.theirs[min(c, len(self.theirs) - 1)].place

    def _page(self, place: int) -> int:
        """Say on which page a word that is gone would stand: that of the share of the letter before it."""
        if not self.theirs:
            return 0
        return self.theirs[min(place * len(self.theirs) // max(1, len(self.ours)), len(self.theirs) - 1)].place

    def _take_drawn(self) -> None:
        drawn = Counter(tokens(clean(self.said.drawn)))
        for place in sorted(self.new):
            if drawn[self.theirs[place].text] > 0:
                drawn[self.theirs[place].text] -= 1
                self.new.discard(place)

    def _nobodys(self, result: Comparison, start: int, end: int) -> None:
        text = " ".join(word.text for word in self.theirs[start : end + 1])
        counted = words.numbers(text)
        found: list[tuple[Kind, words.Stretch]] = [("nobody", place) for place in counted]
        found += [("claim", (a, b)) for a, b in words.claims(text) if not any(a < d and c < b for c, d in counted)]
        for kind, place in found:
            result.findings.append(Finding(kind, self.theirs[start].place, 0, 0, "", text[slice(*place)]))

    def _lost_claims(self, result: Comparison) -> None:
        for start, end in _runs(sorted(self.gone)):
            text = " ".join(word.text for word in self.ours[start : end + 1])
            for place in words.claims(text):
                result.findings.append(Finding("claim", self._page(start), 0, 0, text[slice(*place)], ""))

    def _wordings(self) -> Iterator[Wording]:
        for start, end in _runs(sorted(self.new)):
            text = " ".join(word.text for word in self.theirs[start : end + 1])
            yield Wording(self.theirs[start].place, "", text[:SHOWN], "")
        for start, end in _runs(sorted(self.gone)):
            text = " ".join(word.text for word in self.ours[start : end + 1])
            yield Wording(self._page(start), text[:SHOWN], "", "")


def _parted(ours: Sequence[Word], theirs: Sequence[Word]) -> list[Word]:
    """Part what a reader of pages closed up at the end of a line in a narrow cell: "Dânsố" of "Dân số"."""
    known = {word.text for word in ours}
    pairs = {one.text + other.text: (one.text, other.text) for one, other in pairwise(ours) if one.text.isalpha()}
    closed = {text: parts for text, parts in pairs.items() if text.isalpha() and text not in known}
    return [replace(word, text=text) for word in theirs for text in closed.get(word.text, (word.text,))]


def _runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Join places that follow each other: first and last of each run."""
    start = None
    for place, following in zip(places, [*places[1:], None], strict=False):
        start = place if start is None else start
        if following != place + 1:
            yield start, place
            start = None
