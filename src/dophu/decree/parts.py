"""The elements of a letter, found among its lines: the Decree's boxes 1 to 9, the body, the annexes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from dophu.decree import patterns
from dophu.decree.paper import Line, Paper, Piece

HEAD = 22  # lines among which the head of a letter is looked for
ABSTRACT = 6  # lines that an abstract has at most
INSET = 20.0  # millimetres, from which lines below "Kính gửi:" are addressees
NEAR = 4  # lines above "Nơi nhận:" that may stand level with it
PROSE = (-1.0, 16.0)  # millimetres from the margin where a line of prose may begin
NAME = 7  # words that a signer's name has at most
REPEATED = 3  # of the marks of a letter that make one


@dataclass(frozen=True)
class Parts:
    """What was found: the lines of each element; an element that is not there has none.

    body      paragraphs of prose of the letter itself, headings among them
    annexes   for each its label, title, and what says what it is attached to: in one line, and line by line
    """

    paper: Paper
    found: dict[str, tuple[Line, ...]]
    body: tuple[Line, ...]
    annexes: tuple[dict[str, tuple[Line, ...]], ...] = field(default=())

    def of(self, name: str) -> tuple[Line, ...]:
        """Give the lines of an element; of an annex's, those of all annexes."""
        if name in {"annex", "annex_title", "attached", "attached_lines"}:
            return tuple(line for annex in self.annexes for line in annex[name])
        return self.found.get(name, ())

    @property
    def is_letter(self) -> bool:
        """Whether enough of a letter's marks are there to call it one."""
        marks = ("country", "motto", "number", "date", "type", "to", "recipients_label", "authority")
        return sum(bool(self.of(name)) for name in marks) >= REPEATED


def parts_of(paper: Paper) -> Parts:
    """Find the elements of a letter."""
    starts = [place for place, line in enumerate(paper.lines) if _opens_annex(paper.lines, place)]
    letter = unwrapped(paper.lines[: starts[0]] if starts else paper.lines)
    found = _head(letter)
    after = 1 + max((letter.index(line) for lines in found.values() for line in lines), default=-1)
    foot, end = _foot(letter, after)
    body = tuple(line for line in letter[after:end] if _is_prose(line))
    ends = [*starts, len(paper.lines)][1:]
    annexes = tuple(_annex(paper.lines[start:stop]) for start, stop in zip(starts, ends, strict=True))
    return Parts(paper, found | foot, body, annexes)


def _opens_annex(lines: Sequence[Line], place: int) -> bool:
    """Say whether a line alone says "Phụ lục", at the head of a page or before a title or what it is attached to."""
    line = lines[place]
    if not patterns.IS_ANNEX.fullmatch(line.text) or line.tabular:
        return False
    above = lines[place - 1] if place else None
    begins = above is None or (line.section, line.page) != (above.section, above.page)
    return begins or any(patterns.IS_ATTACHED.match(below.text) for below in lines[place + 1 : place + 5])


def _head(letter: Sequence[Line]) -> dict[str, tuple[Line, ...]]:
    """Find the elements above the body."""
    head = list(enumerate(letter[:HEAD]))

    def first(is_one: re.Pattern[str], start: int = 0) -> int | None:
        return next((place for place, line in head[start:] if is_one.match(line.text)), None)

    def at(place: int | None) -> tuple[Line, ...]:
        return () if place is None else (letter[place],)

    country = next((place for place, line in head if patterns.IS_COUNTRY.search(line.text)), None)
    motto = next((place for place, line in head if patterns.IS_MOTTO.search(line.text)), None)
    number, date = first(patterns.IS_NUMBER), first(patterns.IS_DATE)
    top = 1 + max((place for place in (country, motto, number, date) if place is not None), default=-1)
    to = first(patterns.IS_TO, top)
    title = next((place for place, line in head[top:to] if _type_of(line)), None) if top else first_type(letter[:HEAD])
    sender = [line for place, line in head[:top] if place not in {country, motto, number, date} and _is_name(line)]
    parent, issuer = _bodies(sender)
    found = {"country": at(country), "motto": at(motto), "number": at(number), "date": at(date)}
    found |= {"parent": parent, "issuer": issuer, "type": at(title)}
    found["abstract"] = tuple(_abstract(letter[title + 1 : to])) if title is not None else ()
    found["to"] = at(to)
    found["addressees"] = tuple(_addressees(letter[to + 1 :])) if to is not None else ()
    return found


def first_type(lines: Sequence[Line]) -> int | None:
    """Find the line with the name of a letter's type."""
    return next((place for place, line in enumerate(lines) if _type_of(line)), None)


def _type_of(line: Line) -> str:
    """Name the type that a line names, "" for none."""
    told = line.text.upper()
    short = len(told) < 60  # noqa: PLR2004 - a line of prose is longer
    return next((name for name in patterns.TYPES if short and told.startswith(name)), "") if not line.column else ""


def type_name(parts: Parts) -> str:
    """Name the type of a letter as the Decree does, "" for one without."""
    return next((_type_of(line) for line in parts.of("type")), "")


def _is_name(line: Line) -> bool:
    return line.text.upper() == line.text and any(letter.isalpha() for letter in line.text)


def unwrapped(lines: Sequence[Line]) -> list[Line]:
    """Join the nation's name, and place and date, where a narrow column of a masthead breaks them into two lines."""
    whole = list(lines)
    for place, line in enumerate(whole[:HEAD]):
        is_begun = patterns.COUNTRY_BEGUN.fullmatch(line.text) or patterns.DATE_BEGUN.fullmatch(line.text)
        below = enumerate(whole[place + 1 : place + 1 + NEAR], place + 1)
        rest = next((at for at, other in below if is_begun and _continues(line, other)), None)
        if rest is not None:
            joined = (*line.pieces, Piece(" ", line.size), *whole[rest].pieces)
            return unwrapped(
                [*whole[:place], replace(line, pieces=joined), *whole[place + 1 : rest], *whole[rest + 1 :]]
            )
    return whole


def _continues(line: Line, other: Line) -> bool:
    """Say whether a line goes on with another: in the same type, with what it lacks."""
    alike = (line.size, line.bold) == (other.size, other.bold)
    text = f"{line.text} {other.text}"
    is_country = patterns.folded(text).upper() == patterns.COUNTRY
    return alike and (is_country or bool(patterns.IS_DATE.fullmatch(text)))


def _bodies(sender: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Part the names above the number into the body above and the issuing one, which is bold."""
    light = [line for line in sender if not line.bold]
    if light and len(light) < len(sender):
        first_bold = next(place for place, line in enumerate(sender) if line.bold)
        return tuple(sender[:first_bold]), tuple(sender[first_bold:])
    heads = [place for place, line in enumerate(sender) if patterns.BODIES.match(line.text)]
    cut = heads[1] if len(heads) > 1 and heads[0] == 0 else 0
    return tuple(sender[:cut]), tuple(sender[cut:])


def _abstract(lines: Sequence[Line]) -> Iterator[Line]:
    for line in lines[:ABSTRACT]:
        centred = line.align == "center" and not patterns.HEADING.match(line.text)
        if not (centred or (line.bold and line.align is None and not patterns.HEADING.match(line.text))):
            return
        yield line


def _addressees(lines: Sequence[Line]) -> Iterator[Line]:
    for line in lines:
        if not line.text.startswith("-") or (line.start or 0) < INSET:
            return
        yield line


def _foot(letter: Sequence[Line], after: int) -> tuple[dict[str, tuple[Line, ...]], int]:
    """Find recipients and signature, and where the foot begins."""
    rest = list(enumerate(letter))[after:]
    label = next((place for place, line in rest if patterns.IS_RECIPIENTS.match(line.text)), None)
    if label is None:
        signs = (place for place, line in rest if patterns.IS_AUTHORITY.match(line.text) and _is_name(line))
        start = next((place for place in signs if not letter[place].tabular), len(letter))
    else:
        start = next((p for p, line in rest if p >= label - NEAR and (_is_signing(line) or p == label)), label)
    foot = [line for line in letter[start:] if line is not (None if label is None else letter[label])]
    authority = [line for line in foot if _is_signing(line) or (_is_name(line) and not line.text.startswith("-"))]
    recipients = _recipients(letter[label + 1 :], authority) if label is not None else []
    taken = {id(line) for line in (*authority, *recipients)}
    names = [line for line in foot if authority and id(line) not in taken and _is_a_name(line)]
    found = {
        "recipients_label": (letter[label],) if label is not None else (),
        "recipients": tuple(_wrapped(recipients)),
        "authority": tuple(authority),
        "name": tuple(names[-1:]),
    }
    return found, start


def _is_signing(line: Line) -> bool:
    return bool(line.column) and _is_name(line) and not line.tabular


def _is_a_name(line: Line) -> bool:
    return line.text[:1].isupper() and len(line.text.split()) in range(2, NAME) and not line.text.startswith("-")


def _recipients(lines: Sequence[Line], authority: Sequence[Line]) -> list[Line]:
    signing = {id(line) for line in authority}
    column = [line for line in lines if id(line) not in signing and not line.column]
    found: list[Line] = []
    for line in column:
        if found and found[-1].text.endswith(".") and not line.text.startswith(("-", "–")):
            break
        found.append(line)
    return found


def _wrapped(lines: Sequence[Line]) -> Iterator[Line]:
    """Join lines that were wrapped in a narrow column."""
    pending: Line | None = None
    for line in lines:
        if pending is not None and not line.text.startswith(("-", "–", "+", "*")):
            pending = replace(pending, pieces=(*pending.pieces, Piece(" ", line.size), *line.pieces))
            continue
        if pending is not None:
            yield pending
        pending = line
    if pending is not None:
        yield pending


def _is_prose(line: Line) -> bool:
    begins = line.start is None or PROSE[0] <= line.start <= PROSE[1]
    centred = line.align == "center" and (line.start is None or not 9 <= line.start <= 14)  # noqa: PLR2004 - indents
    return begins and not (line.tabular or line.column or centred or patterns.IS_NOTE.match(line.text))


def _annex(lines: Sequence[Line]) -> dict[str, tuple[Line, ...]]:
    """Find the head of an annex."""
    head = lines[1:8]
    until = next((place for place, line in enumerate(head) if patterns.IS_ATTACHED.match(line.text)), None)
    title = [line for line in head[:until] if _is_name(line) or until is not None]
    attached: list[Line] = []
    for line in head[until:] if until is not None else ():
        attached.append(line)
        if line.text.endswith(")"):
            break
    joined = tuple(_wrapped(attached))
    found = {"annex": (lines[0],), "annex_title": tuple(title[:4]), "attached": joined[:1]}
    return found | {"attached_lines": tuple(attached)}
