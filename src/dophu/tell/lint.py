"""What an author may type by hand: words, labels, names, citations, dates; numbers and claims need an origin.

A line is read sentence by sentence. A number is a fact, or the finding says so. A claim is borne out by the fact it
stands beside, or its author has taken it on (`claimed`). A fact stands only in its own role.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from dophu.tell.blocks import Block, Runs, TraceRow, TypedText, Vocabulary
from dophu.tell.borne import borne_out, carried
from dophu.tell.company import strangers
from dophu.tell.evidence import ROLES, Evidence
from dophu.tell.judges.parts import FRACTIONS
from dophu.tell.misnamed import misnamed
from dophu.tell.roles import misplaced, turned_round
from dophu.tell.sentence import Piece, Sentence, lines, sentences_of
from dophu.words.claims import (
    Claim,
    beside_units,
    claims,
    compares,
    hedges,
    is_supposed,
    joins_target,
    states_target,
)
from dophu.words.neutral import opens_with, says_done, speaks_of_result, unjudged, wish_in
from dophu.words.numerals import Number, read
from dophu.words.roles import NEIGHBOUR, OUT_OF, REHEARSAL, SIZED, names
from dophu.words.text import is_sized, normal

A_CLAIM = "{{ \"…\" | claimed(by='who says so', reason='why') }}"
IS_A_NAME = "if it only names something, list it under names in campaign.yml"
LEAVE_OUT = f"leave it out; {IS_A_NAME}; else write {A_CLAIM}"
DIGIT = re.compile(r"\d")
LONGEST_IN_NAME = 4  # digits: "Tổng đài 1022"
WANTED = {"target", "needed", "missing", "gap", "pace"}  # what a sentence may ask for
PARTS = {"majority", "minority", "nearly all", *FRACTIONS}
LACKING = {"gap", "missing", "pace"}  # beside them a target is compared
SENTENCES = {  # what the catalogue says in the place of a claim
    **dict.fromkeys(("rose", "fell", "unchanged", "climbed", "dropped"), "{{ gained | change }}"),
    **dict.fromkeys(("reached", "exceeded", "below"), "{{ share | against(target) }} {{ target | percent }}"),
    **dict.fromkeys(("higher", "lower", "equal"), "{{ beside | beside }}"),
    **dict.fromkeys(("highest", "lowest"), "xếp {{ rank | rank }} trong {{ ranked | count }}"),
    **dict.fromkeys(("majority", "minority", "nearly all", "whole"), "{{ share | percent }}"),
    "multiple": "{{ times | times }}",
}


@dataclass(frozen=True)
class Finding:
    """What is refused in a line, and what to write instead."""

    problem: str
    fix: str


def warm_up() -> None:
    """Build the patterns that prose is read with, for processes that are forked later."""
    for sentence in REHEARSAL:
        read(sentence)
    rehearse("", "")
    for role in (*ROLES.values(), "former"):
        names(role)


def rehearse(verb: str, noun: str) -> None:
    """Judge a sentence with a figure and one without, as prose of who counts such things is: its patterns are made."""
    figure = {"key": "counted@0", "label": "", "unit": "count", "shown": "1", "exact": "1", "formula": "", "inputs": []}
    row = TraceRow(**figure, base="", source="", status="")
    evidence = Evidence({row.key: row}, Vocabulary(own="0", verb=verb, noun=noun))
    told, alone = ([Piece(text, typed=True)] for text in REHEARSAL)
    for sentence in (*sentences_of([*told, Piece(row.shown, fact=row.key)]), *sentences_of(alone)):
        for judge in (_claims, misplaced, _unjudged, _strangers):
            list(judge(sentence, evidence))


def texts(blocks: Iterable[Block]) -> Iterator[Runs]:
    """Walk through every line of prose of a document, in reading order."""
    return (line.runs for line in lines(list(blocks)))


def lint(line: Sequence[Piece], evidence: Evidence, opens: Sequence[Sequence[Piece]] = ()) -> Iterator[Finding]:
    """Read a line; `opens` are the lines of the list that it opens with a colon.

    Cells that hold nothing but facts and words of the data cost a glance.
    """
    if not any(piece.typed and piece.text.strip() for piece in line):
        return
    parts = list(sentences_of(line, opens))
    for number in read("".join(piece.mark for piece in line), evidence.names()).numbers:
        sentence = next(part for part in reversed(parts) if part.start <= number.start)
        meant = _is_claimed(number, sentence) or carried(number.value, sentence, evidence)
        if not meant and not _is_size_of_given(number, sentence, evidence):
            yield Finding(f"the number {number.text} is typed by hand", _way_to_give(number.text))
    for words in turned_round(line):
        yield Finding(f"'{words}' is turned round by the word before it", "let the fact choose the word alone")
    for sentence in parts:
        placed = (*misplaced(sentence, evidence), *misnamed(sentence, evidence))
        found = [*_claims(sentence, evidence), *(Finding(*said) for said in placed)]
        yield from found or list(_unjudged(sentence, evidence)) or _strangers(sentence, evidence)


def _way_to_give(number: str) -> str:
    """Write how a cell of prose prints a number with its source; a cell of Markdown has to become one."""
    typed = number if number.isdecimal() else f'"{number}"'
    return f'print a fact, or write {{{{ {typed} | given("…") }}}} in a cell that begins with the line %%narrative'


def _is_claimed(number: Number, sentence: Sentence) -> bool:
    """Whether a number belongs to a claim, and is judged with it: "gấp đôi", "quá nửa"."""
    start, end = number.start - sentence.start, number.end - sentence.start
    return any(claim.start <= start and end <= claim.end for claim in claims(sentence.text))


def _is_size_of_given(number: Number, sentence: Sentence, evidence: Evidence) -> bool:
    """Whether "triệu" stands behind a number that its author gave with a source, or begins the noun of a count."""
    place = number.start - sentence.start
    fact = next((fact for fact in sentence.facts if not sentence.text[fact.place + 1 : place].strip()), None)
    known = evidence.get(fact.key) if fact and fact.place < place else None
    in_its_noun = sentence.text[place:].lower().startswith(tuple(evidence.vocabulary.sized))
    return known is not None and (known.role == "given" or in_its_noun) and is_sized(number.text)


def _claims(sentence: Sentence, evidence: Evidence) -> Iterator[Finding]:
    roles = [known.role if (known := evidence.get(fact.key)) else None for fact in sentence.facts]
    found = claims(sentence.text, evidence.nameable(), of_target="target" in roles)
    others = beside_units(sentence.text, evidence.vocabulary.units)
    found += [other for other in others if not any(c.start < other.end and other.start < c.end for c in found)]
    for hedge in hedges(sentence.text):
        within = any(claim.start <= hedge.start < claim.end for claim in found)  # "thấp hơn" is judged as a whole
        within |= any(word.start() <= hedge.start < word.end() for word in NEIGHBOUR.finditer(sentence.text))
        if not within and _is_before_difference(hedge, sentence, evidence):
            found.append(replace(hedge, kind="higher"))
        elif not (
            within
            or _bounds_what_is_wanted(hedge, sentence, evidence)
            or _names_a_rank(hedge.start, sentence, evidence)
        ):
            fix = "leave the word to the fact: {{ fact | count }}"
            yield Finding(f"the claim '{hedge.text}' is typed by hand before a fact", fix)
    if not found and _leaves_target_open(sentence, roles):
        yield Finding("a target stands in words that do not say how far it is reached", f"write {SENTENCES['reached']}")
    for claim in found:
        if problem := borne_out(claim, sentence, evidence):
            fix = " or ".join(filter(None, (SENTENCES.get(claim.kind), A_CLAIM)))
            yield Finding(f"the claim '{claim.text}' is typed by hand, and {problem}", f"write {fix}")


def _unjudged(sentence: Sentence, evidence: Evidence) -> Iterator[Finding]:
    """Refuse what is said of a result in words that nothing judges: "{{ share }} còn rất khiêm tốn"."""
    numbers = [known for fact in sentence.facts if (known := evidence.get(fact.key)) and known.is_number]
    figures = [known for known in numbers if known.is_figure]
    text, verb = sentence.text, evidence.vocabulary.verb
    states = any(known.role not in WANTED for known in figures)
    speaks = bool(figures) or speaks_of_result(text, verb)
    strict = len(text) if states else wish_in(text)
    of_part = any(claim.kind in PARTS for claim in claims(text, evidence.nameable()))  # judged by the own share
    if not numbers and strict and not of_part and (done := says_done(text, verb)):
        yield Finding(f"'{done}' is said of a result, and no fact bears it out", LEAVE_OUT)
    elif speaks or (strict and _is_of_a_unit(text, evidence)):
        for words in unjudged(text, evidence.nameable(), evidence.vocabulary.words, strict if speaks else 0):
            yield Finding(f"'{words}' is said of a result, and no fact bears it out", LEAVE_OUT)


def _strangers(sentence: Sentence, evidence: Evidence) -> Iterator[Finding]:
    return (Finding(*said) for said in strangers(sentence, evidence))


def _is_of_a_unit(text: str, evidence: Evidence) -> bool:
    """Whether a sentence opens with a unit: what is said of it may be a result."""
    return opens_with(text, "subject") or text.lstrip().startswith(tuple(evidence.vocabulary.units))


def _leaves_target_open(sentence: Sentence, roles: Sequence[str | None]) -> bool:
    """Whether a sentence states something of a target by words that nothing judges."""
    if "target" not in roles or LACKING & set(roles):
        return False
    goal = roles.index("target")
    if "share" in roles[:goal]:
        ends = sentence.facts[goal - 1].place + 1, sentence.facts[goal].place
        return roles[goal - 1] == "share" and not joins_target(sentence.text[slice(*ends)])
    return "share" not in roles and states_target(sentence.text)


def _is_before_difference(hedge: Claim, sentence: Sentence, evidence: Evidence) -> bool:
    """Whether "hơn" compares two units, by the difference behind it: "Tỉnh hơn Cao Bằng {{ behind }}"."""
    after = next((fact for fact in sentence.facts if fact.place >= hedge.end), None)
    known = evidence.get(after.key) if after else None
    return compares(hedge.text) and known is not None and known.role == "difference"


def _bounds_what_is_wanted(hedge: Claim, sentence: Sentence, evidence: Evidence) -> bool:
    """Whether "hơn" stands in a condition or a wish before what is wanted: "Nếu mức tăng thấp hơn {{ pace }}, …"."""
    after = next((fact for fact in sentence.facts if fact.place >= hedge.end), None)
    known = evidence.get(after.key) if after else None
    return known is not None and known.role in WANTED and is_supposed(sentence.text, hedge.start, hedge.end)


def _names_a_rank(start: int, sentence: Sentence, evidence: Evidence) -> bool:
    """Whether "trên" stands between a rank and out of how many it is, or before what is no number."""
    after = next((fact for fact in sentence.facts if fact.place >= start), None)
    known = evidence.get(after.key) if after else None
    if known is None or not known.is_number:
        return True
    return OUT_OF.match(sentence.text, start) is not None and known.role in {"ranked", "peers", "base"}


def typed_dates(line: Sequence[Piece]) -> Sequence[str]:
    """List the dates typed by hand outside of a citation."""
    text = "".join(piece.mark for piece in line)
    return read(text).dates if DIGIT.search(text) else ()


def of_settings(text: TypedText, names: Collection[str]) -> Iterator[str]:
    """Name what a text of a settings file must not say, since no fact stands beside it: numbers and claims."""
    in_text = [number.text for number in read(text.text, names).numbers]
    numbers = in_text if text.kind == "sentence" else in_name(text.text, names)
    yield from (f"the number {number}" for number in numbers)
    if text.kind != "name":
        yield from (f"the claim '{claim.text}'" for claim in claims(normal(text.text), names))


def in_name(text: str, names: Collection[str]) -> list[str]:
    """List the numbers in a name that are more than a part of it: shares, sizes, places; "Quận 1" has none."""
    return [number.text for number in read(text, names).numbers if not _is_part(number, normal(text))]


def _is_part(number: Number, text: str) -> bool:
    if is_sized(number.text):  # without a number before it: "triệu đồng", what an amount is counted in
        return True
    whole = number.text.isdigit() and len(number.text) <= LONGEST_IN_NAME
    return whole and not SIZED.match(text, number.end)
