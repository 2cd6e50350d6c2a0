"""A letter held against the rules: one small function for each kind of clause.

A function gives what it found and whether that holds; None where the letter has nothing to hold against the clause, or
its file does not show it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from dophu.decree import patterns
from dophu.decree.citations import Citation, citations
from dophu.decree.numbering import ALONE, label_of, lone
from dophu.decree.paper import Line, Piece
from dophu.decree.parts import Parts, type_name
from dophu.decree.rules import MOST, Rule, rules
from dophu.decree.strokes import beyond
from dophu.words import say

State = Literal["holds", "fails", "silent"]
OF_A_HEAD = {"country", "motto", "parent", "issuer", "number", "date", "type", "abstract", "to"}
OF_A_PAGE = {"paper", "margin", "text", "page_number", "body", "headings", "days", "city"}
OF_A_PAGE |= {"annex", "annex_title", "attached"}
NAMING = ("to", "addressees", "abstract", "attached")  # elements in which a city is named in full
SIZE, LENGTH, GAP, SPACING = 0.26, 0.6, 0.7, 0.04  # how exactly files tell points, millimetres, gaps, spacings
DRAWN, CENTRED = 0.1, 3.0  # of its length, how exactly a hand draws a line; millimetres off the middle of the text
TOGETHER = {(12.0, 13.0, 13.0), (13.0, 14.0, 14.0)}  # national title, motto, place and date
DARK = 0x26  # of a channel, up to which ink is black
LONG = 90  # letters of a paragraph that surely has two lines
SEVERAL_PAGES = 4_500  # letters that no single page takes
FEW = 4  # paragraphs that show how the others are set
STRAY = 0.08  # of the paragraphs of a PDF that may have been read wrongly
SHOWN = 60
Find = Callable[[Rule, Parts], "Found | None"]


@dataclass(frozen=True)
class Found:
    """What was found for a clause, whether it holds, and the line it was found in; `many` of the same kind."""

    holds: bool
    text: str
    line: Line | None = None
    page: int | None = None
    many: int = 1


@dataclass(frozen=True)
class Verdict:
    """A clause, and what a letter is measured by it; `place` is the beginning of the line."""

    rule: Rule
    state: State
    found: str = ""
    page: int | None = None
    place: str = ""


def judge(parts: Parts, *, attached: bool = False) -> list[Verdict]:
    """Hold a letter against every rule; of what is attached to a letter only pages, type and prose."""
    return [_verdict(rule, parts) for rule in rules() if not attached or rule.element in OF_A_PAGE]


def _verdict(rule: Rule, parts: Parts) -> Verdict:
    found = FINDERS.get(rule.key, MEASURES.get(rule.measure, _nothing))(rule, parts)
    if found is None:
        return Verdict(rule, "silent")
    line = found.line
    page = found.page or (line.page if line else None)
    if page is None and rule.element in OF_A_HEAD and found.text:
        page = 1
    more = say("decree.more", many=found.many - 1) if found.many > 1 else ""
    place = _short(line.text) if line else ""
    return Verdict(rule, "holds" if found.holds else "fails", f"{found.text}{more}", page, place)


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def _nothing(rule: Rule, parts: Parts) -> Found | None:
    raise KeyError(rule.key)


def _missing() -> Found:
    return Found(holds=False, text=say("decree.missing"))


def _number(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def wanted(rule: Rule) -> str:
    """Say what a rule asks for."""
    if rule.look:
        return say(f"decree.look.{rule.look.replace(' ', '_')}")
    if rule.high < MOST and not rule.is_worded:
        numbers = _number(rule.low) if rule.low == rule.high else f"{_number(rule.low)} - {_number(rule.high)}"
        return f"{numbers}{_unit(rule)}"
    if rule.low and not rule.is_worded:
        return say("decree.at_least", number=f"{_number(rule.low)}{_unit(rule)}")
    own = f"decree.want.{rule.key}"
    return say(own)


def _unit(rule: Rule) -> str:
    return {"spacing": say("decree.unit.lines"), "gap": " pt", "size": " pt"}.get(rule.measure, " mm")


# Type


def _size(rule: Rule, parts: Parts) -> Found | None:
    """Hold the sizes of an element's letters against the rule."""
    lines = parts.of(rule.element)
    bad = [line for line in lines if any(not rule.holds(piece.size, SIZE) for piece in line.shown)]
    sizes = {piece.size for line in bad or lines for piece in line.shown}
    told = ", ".join(map(_number, sorted(sizes)))
    return Found(not bad, f"{told} pt", (bad or lines)[0], many=max(1, len(bad))) if lines else None


def _look(rule: Rule, parts: Parts) -> Found | None:
    """Hold bold and italic of an element's letters against the rule."""
    lines = parts.of(rule.element)
    bad = [line for line in lines if any(_look_of(piece) != rule.look for piece in _lettered(line))]
    looks = {_look_of(piece): None for line in bad or lines for piece in _lettered(line)}
    told = ", ".join(say(f"decree.look.{look.replace(' ', '_')}") for look in looks if not bad or look != rule.look)
    return Found(not bad, told, (bad or lines)[0], many=max(1, len(bad))) if lines else None


def _lettered(line: Line) -> Iterator[Piece]:
    return (piece for piece in line.shown if any(letter.isalnum() for letter in piece.text))


def _look_of(piece: Piece) -> str:
    return {(True, True): "bold italic", (True, False): "bold", (False, True): "italic"}.get(
        (piece.bold, piece.italic), "upright"
    )


def _case(rule: Rule, parts: Parts) -> Found | None:
    """Ask for capitals."""
    lines = parts.of(rule.element)
    if not lines:
        return _missing() if rule.element in {"issuer", "authority", "annex_title"} and _due(rule, parts) else None
    bad = [line for line in lines if line.text != line.text.upper()]
    return Found(not bad, _short((bad or lines)[0].text), (bad or lines)[0])


def _due(rule: Rule, parts: Parts) -> bool:
    """Say whether an element must be there: a letter's always, an annex's where there is one."""
    return bool(parts.annexes) if rule.element.startswith("annex") else True


def _font(rule: Rule, parts: Parts) -> Found | None:
    """Ask for Times New Roman in every letter; in a PDF, for it or for what stands in for it."""
    paper = parts.paper

    def is_other(piece: Piece) -> bool:
        stands_in = paper.kind == "pdf" and patterns.STAND_INS.fullmatch(piece.font)
        return not (stands_in or patterns.FACES.fullmatch(piece.font))

    bad = [line for line in paper.lines if any(is_other(piece) for piece in _lettered(line))]
    names = {piece.font: None for line in bad or paper.lines for piece in _lettered(line) if not bad or is_other(piece)}
    return Found(not bad, ", ".join(names), bad[0] if bad else None, many=max(1, len(bad)))


def _colour(rule: Rule, parts: Parts) -> Found | None:
    """Ask for black ink; a stamp of urgency is red, and of a PDF's drawings nothing is asked."""
    lines = parts.paper.lines if parts.paper.kind == "docx" else [*parts.body, *_elements(parts)]
    bad = [line for line in lines if any(map(_is_coloured, line.shown)) and not patterns.RED_STAMPS.match(line.text)]
    inks = {piece.colour: None for line in bad for piece in line.shown if _is_coloured(piece)}
    told = ", ".join(f"#{ink}" for ink in inks) if bad else say("decree.black")
    return Found(not bad, told, bad[0] if bad else None, many=max(1, len(bad)))


def _elements(parts: Parts) -> Iterator[Line]:
    for lines in (*parts.found.values(), *(lines for annex in parts.annexes for lines in annex.values())):
        yield from lines


def _is_coloured(piece: Piece) -> bool:
    try:
        ink = bytes.fromhex(piece.colour)
    except ValueError:
        return False
    return max(ink, default=0) > DARK


def _sizes_together(rule: Rule, parts: Parts) -> Found | None:
    """Ask for sizes that go together: 12, 13, 13 or 13, 14, 14 in the head, one size in the body."""
    head = [parts.of(name)[:1] for name in ("country", "motto", "date")]
    own = {one.key: one for one in rules()}
    each = all(
        line and own[f"{name}.size"].holds(line[0].size, SIZE)
        for name, line in zip(("country", "motto", "date"), head, strict=True)
    )
    sizes = tuple(line[0].size for line in head if line)
    together = not each or sizes in TOGETHER
    body = {piece.size for line in parts.body for piece in _lettered(line)}
    apart = len({size for size in body if own["body.size"].holds(size, SIZE)}) > 1
    told = ", ".join(map(_number, sorted(body) if apart and together else sizes))
    line = head[1][0] if head[1] and not together else None
    return Found(together and not apart, f"{told} pt", line) if sizes or body else None


# Pages


def _paper_size(rule: Rule, parts: Parts) -> Found | None:
    """Ask for A4, upright or on its side."""

    def is_a4(width: float, height: float) -> bool:
        return abs(min(width, height) - rule.low) < 1 and abs(max(width, height) - rule.high) < 1

    sheets = parts.paper.sheets
    bad = next((sheet for sheet in sheets if not is_a4(sheet.width, sheet.height)), None)
    shown = bad or (sheets[0] if sheets else None)
    if shown is None:
        return None
    return Found(bad is None, f"{shown.width:.0f} x {shown.height:.0f} mm", page=bad.page if bad else None)


def _margin(rule: Rule, parts: Parts) -> Found | None:
    """Hold a margin of every page against the rule; a page on its side may have them turned with it."""
    told = [(sheet, margin) for sheet in parts.paper.sheets if (margin := getattr(sheet, rule.measure)) is not None]
    turned = (15.0, 35.0)
    bad = [
        (sheet, margin)
        for sheet, margin in told
        if not (turned[0] - LENGTH <= margin <= turned[1] + LENGTH if sheet.landscape else rule.holds(margin, LENGTH))
    ]
    if not told:
        return None
    sheet, margin = (bad or told)[0]
    return Found(not bad, f"{_number(round(margin, 1))} mm", page=sheet.page)


def _number_place(rule: Rule, parts: Parts) -> Found | None:
    """Ask for the page's number at the top in the middle, and for none on the first page."""
    numbers = parts.paper.numbers
    if not numbers:
        return None
    short = parts.paper.kind == "docx" and sum(len(line.text) for line in parts.paper.lines) < SEVERAL_PAGES
    due = [one for one in numbers if not (short and one.place == "none")]
    bad = next((one for one in due if one.first or one.place != "top center"), None)
    if bad is None:
        return Found(holds=True, text=say("decree.place.top_center"))
    if bad.first:
        return Found(holds=False, text=say("decree.number_on_first"), page=bad.page or 1)
    return Found(holds=False, text=say(f"decree.place.{bad.place.replace(' ', '_')}"), page=bad.page)


def _number_size(rule: Rule, parts: Parts) -> Found | None:
    """Ask for an upright number of the right size."""
    numbers = [one for one in parts.paper.numbers if one.place != "none"]
    bad = [one for one in numbers if not (rule.holds(one.size, SIZE) and one.upright)]
    if not numbers:
        return None
    one = (bad or numbers)[0]
    slanted = "" if one.upright else f", {say('decree.look.italic')}"
    return Found(not bad, f"{_number(one.size)} pt{slanted}", page=one.page)


# Words and forms


def _is_written(text: str) -> Find:
    """Ask for a line with these very words."""

    def find(rule: Rule, parts: Parts) -> Found | None:
        line = next(iter(parts.of(rule.element)), None)
        return _missing() if line is None else Found(patterns.folded(line.text) == text, line.text, line)

    return find


def _number_form(rule: Rule, parts: Parts) -> Found | None:
    line = next(iter(parts.of("number")), None)
    return _missing() if line is None else Found(bool(patterns.NUMBER_FORM.fullmatch(line.text)), line.text, line)


def _date_form(rule: Rule, parts: Parts) -> Found | None:
    line = next(iter(parts.of("date")), None)
    return _missing() if line is None else Found(bool(patterns.DATE_FORM.fullmatch(line.text)), line.text, line)


def _date_place(rule: Rule, parts: Parts) -> Found | None:
    """Ask for the full name of a place that is called after a person."""
    line = next(iter(parts.of("date")), None)
    place = line.text.partition(",")[0] if line else ""
    return Found(not patterns.UNFULL.fullmatch(place), place, line) if place else None


def _abstract_there(rule: Rule, parts: Parts) -> Found | None:
    if not parts.of("type"):
        return None
    lines = parts.of("abstract")
    return Found(holds=True, text=_short(lines[0].text), line=lines[0]) if lines else _missing()


def _to_form(rule: Rule, parts: Parts) -> Found | None:
    """Ask for the addressee of a report, a submission, a letter without a type."""
    line = next(iter(parts.of("to")), None)
    if line is None:
        due = not parts.of("type") or type_name(parts) in patterns.ADDRESSED
        return _missing() if due else None
    return Found(bool(patterns.TO_FORM.fullmatch(line.text)), _short(line.text), line)


def _city_form(rule: Rule, parts: Parts) -> Found | None:
    """Ask for "Thành phố Hồ Chí Minh" and "Thủ đô Hà Nội"; among recipients a name may be cut short."""
    prose = [*parts.body, *(line for name in NAMING for line in parts.of(name))]
    bad = [(line, one) for line in prose for one in _written(patterns.CITY_CUT, line)]
    bad += [(line, one) for line in (*prose, *parts.of("recipients")) for one in _written(patterns.CITY_SMALL, line)]
    good = [(line, one) for line in prose for one in _written(patterns.CITY, line)]
    if not bad and not good:
        return None
    line, text = (bad or good)[0]
    return Found(not bad, text, line, many=max(1, len(bad)))


def _written(pattern: re.Pattern[str], line: Line) -> list[str]:
    """Find what a line says in words of its own: what it quotes is as others wrote it."""
    return [found[0] for found in pattern.finditer(patterns.QUOTED.sub("", line.text))]


def _cited_first(rule: Rule, parts: Parts) -> Found | None:
    """Ask for day and body of each document where it is cited first."""
    return _of_citations((one, one.in_full) for one in citations(parts.body) if one.first)


def _cited_abstract(rule: Rule, parts: Parts) -> Found | None:
    """Ask for what a document is about where it is cited first, and its citation surely ends."""
    first = (one for one in citations(parts.body) if one.first)
    return _of_citations((one, one.abstract) for one in first if one.abstract is not None)


def _cited_again(rule: Rule, parts: Parts) -> Found | None:
    """Ask for kind and number alone where a document is cited again."""
    return _of_citations((one, not one.more) for one in citations(parts.body) if not one.first)


def _of_citations(judged: Iterable[tuple[Citation, bool]]) -> Found | None:
    told = list(judged)
    bad = [one for one, holds in told if not holds]
    shown = bad or [one for one, _ in told]
    return Found(not bad, _short(shown[0].text), shown[0].line, many=max(1, len(bad))) if shown else None


def _days_form(rule: Rule, parts: Parts) -> Found | None:
    """Ask for days and months in figures as the Decree writes them: 07/8/2020, 10/02/2020."""
    bad, seen = [], 0
    for line in parts.body:
        for match in (*patterns.DAY.finditer(line.text), *patterns.DAY_IN_WORDS.finditer(line.text)):
            known = match.groupdict()
            if known.get("word") or known.get("year") or "word" not in known:
                seen += 1
                good = patterns.GOOD_DAY.fullmatch(match["day"]) and patterns.GOOD_MONTH.fullmatch(match["month"])
                bad += [] if good else [(match[0].strip(), line)]
    if not seen:
        return None
    return Found(
        not bad, bad[0][0] if bad else say("decree.dates", many=seen), bad[0][1] if bad else None, many=max(1, len(bad))
    )


def _ending(rule: Rule, parts: Parts) -> Found | None:
    """Ask for "./." at the end of the text, not on a line alone."""
    if not parts.body:
        return None
    last = parts.body[-1]
    return Found(last.text.endswith(patterns.END) and last.text != patterns.END, f"…{last.text[-30:]}", last)


def _headings(rule: Rule, parts: Parts) -> Found | None:
    """Ask for numbered headings that are bold and upright; a paragraph that only begins with a number is none."""
    headings = [line for line in parts.body if _is_heading(line)]
    bad = [line for line in headings if any(not piece.bold or piece.italic for piece in _lettered(line))]
    looks = {_look_of(piece): None for line in bad for piece in _lettered(line)}
    told = ", ".join(say(f"decree.look.{look.replace(' ', '_')}") for look in looks) or wanted(rule)
    return Found(not bad, told, (bad or headings)[0], many=max(1, len(bad))) if headings else None


def _is_heading(line: Line) -> bool:
    match = patterns.HEADING.match(line.text)
    if not match or len(line.text) > 2 * LONG or line.text.endswith((".", ";", ":", ",")):
        return False
    return bool(match["roman"]) or line.bold or all(piece.italic for piece in _lettered(line))


def _headings_number(rule: Rule, parts: Parts) -> Found | None:
    """Ask that no heading has a number without another beside it, and no number a line of its own."""
    numbered = [line for line in parts.body if label_of(line.text) or ALONE.fullmatch(line.text)]
    bad = [line for line in numbered if ALONE.fullmatch(line.text)]
    bad += [numbered[place] for place in lone([line.text for line in numbered]) if _is_heading(numbered[place])]
    return (
        Found(not bad, _short((bad or numbered)[0].text), (bad or numbered)[0], many=max(1, len(bad)))
        if numbered
        else None
    )


def _name_form(rule: Rule, parts: Parts) -> Found | None:
    line = next(iter(parts.of("name")), None)
    return Found(not patterns.TITLES.match(line.text), line.text, line) if line else None


def _recipients_form(rule: Rule, parts: Parts) -> Found | None:
    """Ask for "- …;" on each line and "- Lưu: …." on the last."""
    lines = parts.of("recipients")
    if not lines:
        return _missing() if parts.of("recipients_label") else None
    *others, last = lines
    bad = [line for line in others if not (line.text.startswith("- ") and line.text.endswith(";"))]
    if not (last.text.startswith(patterns.FILED) and last.text.endswith(".")):
        bad.append(last)
    return Found(not bad, _short((bad or lines)[0].text), (bad or lines)[0], many=max(1, len(bad)))


def _recipients_above(rule: Rule, parts: Parts) -> Found | None:
    """Ask for "Như trên" first where a letter has an addressee, once."""
    lines = parts.of("recipients")
    if not lines or not parts.of("to"):
        return None
    return Found(lines[0].text.startswith(patterns.AS_ABOVE), lines[0].text, lines[0])


def _recipients_once(rule: Rule, parts: Parts) -> Found | None:
    """Ask that no addressee is named again: "Như trên" stands for them; "UBND tỉnh" is the UBND of the tỉnh."""
    lines, addressees = parts.of("recipients"), list(map(_name, _addressees(parts)))
    if not lines or not addressees:
        return None
    bad = [line for line in lines if _names_one_of(_name(line.text), addressees)]
    return Found(not bad, (bad or lines)[0].text, (bad or lines)[0], many=max(1, len(bad)))


def _addressees(parts: Parts) -> Iterator[str]:
    """Name the bodies behind "Kính gửi:", or below it."""
    first = next((line.text.partition(":")[2] for line in parts.of("to")), "")
    return filter(str.strip, (first, *(line.text for line in parts.of("addressees"))))


def _name(text: str) -> str:
    return patterns.REMARK.sub("", patterns.REMARK.sub("", text.strip())).strip().casefold()


def _names_one_of(name: str, addressees: Iterable[str]) -> bool:
    return " " in name and any(f"{one} ".startswith(f"{name} ") for one in addressees)


def _recipients_filed(rule: Rule, parts: Parts) -> Found | None:
    """Ask the last line for the unit that drafted the letter: "- Lưu: VT, TCHC."."""
    lines = parts.of("recipients")
    if not lines:
        return None
    return Found(bool(patterns.FILED_FORM.fullmatch(lines[-1].text)), lines[-1].text, lines[-1])


def _annex_form(rule: Rule, parts: Parts) -> Found | None:
    """Ask for "Phụ lục" above one annex, and Roman numbers above several."""
    labels = parts.of("annex")
    form = patterns.ANNEX_NUMBERED if len(labels) > 1 else patterns.ANNEX_ALONE
    bad = [line for line in labels if not form.fullmatch(line.text)]
    return Found(not bad, (bad or labels)[0].text, (bad or labels)[0]) if labels else None


def _annex_cited(rule: Rule, parts: Parts) -> Found | None:
    """Ask for words on each annex in the body."""
    labels, body = parts.of("annex"), " ".join(line.text for line in parts.body)
    if not labels or not parts.is_letter:
        return None
    numbers = [match[1] for line in labels if (match := patterns.ANNEX_NUMBERED.fullmatch(line.text))]
    told = patterns.ANNEX_WORD in body.casefold()
    each = len(labels) == 1 or patterns.ALL_ANNEXES.search(body) or all(f" {number}" in body for number in numbers)
    return Found(bool(told and each), say("decree.cited" if told and each else "decree.not_cited"), labels[0])


def _attached_form(rule: Rule, parts: Parts) -> Found | None:
    """Ask for the line that says what an annex is attached to."""
    if not parts.annexes:
        return None
    without = next((annex for annex in parts.annexes if not annex["attached"]), None)
    if without:
        return Found(holds=False, text=say("decree.missing"), line=without["annex"][0])
    bad = [line for line in parts.of("attached") if not patterns.ATTACHED_FORM.fullmatch(line.text)]
    shown = (bad or parts.of("attached"))[0]
    return Found(not bad, _short(shown.text), shown)


def _attached_break(rule: Rule, parts: Parts) -> Found | None:
    """Ask that what an annex is attached to breaks before "ngày" or "của", so that number and date stay whole."""
    below = [line for annex in parts.annexes for line in _broken(annex["attached_lines"])]
    bad = [line for line in below if not patterns.BREAKS.match(line.text)]
    return Found(not bad, _short((bad or below)[0].text), (bad or below)[0], many=max(1, len(bad))) if below else None


def _broken(lines: Sequence[Line]) -> Sequence[Line]:
    """Give the second of several lines; of one that a word processor will break, its second part."""
    if len(lines) > 1:
        return lines[1:2]
    return [replace(line, pieces=rest) for line in lines if (rest := beyond(line))]


# What is drawn


def _rule_length(rule: Rule, parts: Parts) -> Found | None:
    """Hold what is drawn below an element against the length of its text; several lines leave room between them."""
    lines = parts.of(rule.element)
    if not lines or (parts.paper.kind == "docx" and any(line.room is None for line in lines)):
        return None
    widths = [min(line.width, line.room or line.width) for line in lines if line.width]
    drawn = next((line.below for line in reversed(lines) if line.below), None)
    if drawn is None:
        return None if _drawn_elsewhere(parts) else _missing()
    share = drawn.length / max(widths)
    is_long = rule.low * (1 - DRAWN) <= drawn.length / min(widths) and share <= rule.high * (1 + DRAWN)
    aside = say("decree.aside", off=_number(round(drawn.off))) if drawn.off > CENTRED else ""
    return Found(is_long and not aside, f"{say('decree.of_text', share=_number(share))}{aside}", lines[-1])


def _drawn_elsewhere(parts: Parts) -> bool:
    """Say whether a line is drawn where none belongs: a shape that may be meant for another line than its own."""
    others = OF_A_HEAD - {"motto", "issuer", "abstract"}
    return any(line.below for name in others for line in parts.of(name))


# The body


def _prose(parts: Parts) -> list[Line]:
    return [line for line in parts.body if not _is_heading(line) and line.text != patterns.END]


def _body_size(rule: Rule, parts: Parts) -> Found | None:
    """Hold the sizes of the body's letters against the rule."""
    lines = list(parts.body)
    bad = [line for line in lines if any(not rule.holds(piece.size, SIZE) for piece in _lettered(line))]
    sizes = {piece.size for line in bad or lines for piece in _lettered(line)}
    return _of_many(parts, lines, bad, f"{', '.join(map(_number, sorted(sizes)))} pt")


def _justified(rule: Rule, parts: Parts) -> Found | None:
    """Ask for both edges straight in paragraphs of several lines."""
    if parts.paper.kind == "docx":
        lines = [line for line in _prose(parts) if len(line.text) > LONG]
    else:
        lines = [line for line in _prose(parts) if line.align in {"both", "left"}]
    bad = [line for line in lines if line.align != "both"]
    return _of_many(parts, lines, bad, say(f"decree.align.{bad[0].align if bad else 'both'}"))


def _indent(rule: Rule, parts: Parts) -> Found | None:
    """Hold the indents of first lines against the rule; points within points may stand further in."""
    lines = [line for line in _prose(parts) if line.start is not None]
    if parts.paper.kind == "pdf":  # what goes on from the page before begins at the margin
        lines = [line for above, line in zip([None, *lines], lines, strict=False) if above and above.page == line.page]
    bad = [line for line in lines if not rule.holds(line.start or 0, LENGTH)]
    return _of_many(parts, lines, bad, f"{_number(round((bad or lines)[0].start or 0, 1))} mm" if lines else "")


def _gap(rule: Rule, parts: Parts) -> Found | None:
    """Hold the gaps between paragraphs against the rule, pair by pair."""
    everything = parts.paper.lines
    below = {id(line): above for above, line in pairwise(everything)}
    inside = {id(line) for line in parts.body}
    pairs = [line for line in parts.body if line.gap is not None and id(below.get(id(line))) in inside]
    bad = [line for line in pairs if not rule.holds(line.gap or 0, GAP)]
    return _of_many(parts, pairs, bad, f"{_number(round((bad or pairs)[0].gap or 0, 1))} pt" if pairs else "")


def _line_spacing(rule: Rule, parts: Parts) -> Found | None:
    """Hold the line spacing against the rule, in single spacings."""
    lines = [line for line in _prose(parts) if line.spacing is not None]
    bad = [line for line in lines if not rule.holds(line.spacing or 0, SPACING)]
    shown = (bad or lines)[0].spacing if lines else None
    return _of_many(parts, lines, bad, f"{_number(round(shown or 0, 2))}{say('decree.unit.lines')}")


def _of_many(parts: Parts, lines: Sequence[Line], bad: Sequence[Line], told: str) -> Found | None:
    """Judge paragraphs: in a Word file each counts, in a PDF a few may have been read wrongly."""
    if not lines:
        return None
    stray = round(len(lines) * STRAY + 0.5) if parts.paper.kind == "pdf" and len(lines) >= FEW else 0
    fails = len(bad) > stray
    return Found(not fails, told, bad[0] if fails else None, many=max(1, len(bad)) if fails else 1)


MEASURES: dict[str, Find] = {"size": _size, "look": _look, "case": _case}
MEASURES |= {"rule": _rule_length}
MEASURES |= dict.fromkeys(("top", "bottom", "left", "right"), _margin)
FINDERS: dict[str, Find] = {
    "paper.size": _paper_size,
    "text.font": _font,
    "text.colour": _colour,
    "text.sizes": _sizes_together,
    "page_number.place": _number_place,
    "page_number.size": _number_size,
    "country.form": _is_written(patterns.COUNTRY),
    "motto.form": _is_written(patterns.MOTTO),
    "number.form": _number_form,
    "date.form": _date_form,
    "date.place": _date_place,
    "abstract.there": _abstract_there,
    "to.form": _to_form,
    "city.form": _city_form,
    "documents.first": _cited_first,
    "documents.abstract": _cited_abstract,
    "documents.again": _cited_again,
    "days.form": _days_form,
    "body.size": _body_size,
    "body.justified": _justified,
    "body.indent": _indent,
    "body.gap": _gap,
    "body.spacing": _line_spacing,
    "headings.look": _headings,
    "headings.number": _headings_number,
    "ending.form": _ending,
    "name.form": _name_form,
    "recipients_label.form": _is_written(patterns.LABEL_FORM),
    "recipients.form": _recipients_form,
    "recipients.above": _recipients_above,
    "recipients.once": _recipients_once,
    "recipients.filed": _recipients_filed,
    "annex.form": _annex_form,
    "annex.cited": _annex_cited,
    "attached.form": _attached_form,
    "attached.break": _attached_break,
}


def fails(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """List the clauses that do not hold."""
    return [one for one in verdicts if one.state == "fails"]
