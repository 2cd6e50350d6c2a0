"""Words that claim: "đã đạt mục tiêu", "dẫn đầu", "tăng", "gấp đôi"; where a sentence uses one, and of which kind.

No grammar: the words and their kinds stand in `claims.csv` ("vượt {goal}" with each word of the kind `goal`), the
longest that fits is taken, an adverb may stand within, and three things around it are looked at. A negation just
before it turns it round ("chưa đạt mục tiêu"). What is only wanted or asked for is no claim ("để đạt mục tiêu",
"phấn đấu dẫn đầu", "đề nghị giảm"), unless "đã" stands between. What is still to come ("sẽ", "tiếp tục", "có thể") is
a forecast.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from dophu.words.finder import Finder, Found
from dophu.words.text import any_of, filled, held_names, of_kind, spelled, table

CONTEXT = {"negation", "intent", "request", "forward", "hedge"}  # kinds of words around a claim
CONTEXT |= {"between", "stating", "target", "denied of all", "states when denied", "holds over stating"}
CONTEXT |= {
    "above unit",
    "below unit",
    "level unit",
    "joins target",
    "set",
    "states target",
    "result",
    "other subject",
    "adverb",
    "towards",
}
CONTEXT |= {"every", "none", "nobody", "whom", "of all", "of many"}  # who is spoken of without exception
CONTEXT |= {"several", "alike", "already", "as many as", "any", "there is", "one", "kind of unit"}
CONTEXT |= {"condition", "lacks", "then", "sum", "bare", "needs only", "then it is", "keeps pace", "within", "span"}
CONTEXT |= {"next above", "has", "other", "more than own", "less than own", "population"}  # whom a claim is of
CONTEXT |= {"goal", "level", "mean", "former", "others", "rank", "sink", "rise"}  # fill the blanks of other words
CONTEXT |= {"fraction", "neighbour", "behind", "states value", "joins parts"}  # these too
CONTEXT |= {"times", "trouble", "about", "approaches", "a top", "a group", "enters", "leads", "trails"}
ASKABLE = {"reached", "exceeded", "rose", "fell", "unchanged", "climbed", "higher", "pace", "whole"}
ASKABLE |= {"sped up", "slowed"}  # "đề nghị giảm"
OF_FIGURES = {"rose", "fell", "unchanged", "higher", "lower"}  # or said of other subjects: "ý thức tăng lên"
OBJECT = 3  # words behind "giảm" that may say what is made less
NEAR = 6  # words in which a second negation turns a first one round
REACH = 6  # words between a wish and what is wished for
CLAUSE = re.compile(r"[,:()“”\"]|\s[-\u2013\u2014]\s")
FACT = "\ue002"  # stands where a fact prints
DATA = "\ue003"  # stands where words of the data print


@dataclass(frozen=True)
class Claim:
    """A claim in a sentence.

    kind      what is claimed: reached, exceeded, below, highest, lowest, rose, fell, …
    negated   "chưa đạt mục tiêu"; of_none: "chưa đơn vị nào đạt mục tiêu"
    under     what is claimed if a condition is met, "Nếu …, tỉnh sẽ đạt mục tiêu"; "" where none opens the sentence
    """

    start: int
    end: int
    text: str
    kind: str
    negated: bool = False
    of_none: bool = False
    under: str = ""


def claims(sentence: str, names: Collection[str] = (), *, of_target: bool = False) -> list[Claim]:
    """List the claims of a sentence in which a fact is one mark; `of_target`: one of its facts is a target.

    Words within one of the `names` are none: "Thừa Thiên Huế", "Tăng Tiến".

    >>> [(claim.text, claim.kind, claim.negated) for claim in claims("Tỉnh chưa đạt mục tiêu, phấn đấu dẫn đầu")]
    [('đạt mục tiêu', 'reached', True)]
    """
    found = []
    held = held_names(sentence, names)
    misleading = _misleading(held)
    named = [name.span() for name in misleading.finditer(sentence)] if misleading else []
    read = _without(held, sentence)
    for word in _finder().find(sentence):
        if any(start <= word.start and word.end <= end for start, end in named):
            continue
        before = read[: word.start]
        kind = _kind_in(sentence, word, of_target=of_target)
        supposed = _within_condition(before, sentence[word.end :])
        if kind != "plain" and not supposed and (kind == "typed span" or not _is_wished(before, kind)):
            found.append(_claim(word, kind, before))
    beyond = [*_beyond(sentence), *_among_ends(sentence, read)]
    found = [claim for claim in found if not any(_overlap(claim, other) for other in beyond)] + beyond
    return found + [claim for claim in _of_all(sentence) if not any(_overlap(claim, other) for other in found)]


def _without(names: tuple[str, ...], sentence: str) -> str:
    """Write a sentence with marks for names, whose words ask for nothing: "Cần Thơ xếp dưới …"."""
    return _named(names).sub(lambda name: DATA * len(name[0]), sentence) if names else sentence


@lru_cache(64)
def _named(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(any_of(*names))


def covered(sentence: str, names: Collection[str] = ()) -> list[tuple[int, int]]:
    """List the places that are read otherwise: names, and words that are judged, wished for or said to claim nothing.

    A word that claims only beside others ("hoàn thành" of a target) is none where these are missing.
    """
    within = [name for name in names if name in sentence]
    found = [name.span() for name in re.finditer("|".join(map(re.escape, within)), sentence)] if within else []
    for word in _finder().find(sentence):
        plain = _kind_in(sentence, word, of_target=False) == "plain" != word.kind
        if not plain or _is_wished(sentence[: word.start], word.kind):
            found.append((word.start, word.end))
    beside = beside_units(sentence, names)
    more = (*_of_all(sentence), *_among_ends(sentence, sentence), *hedges(sentence), *beside)
    return found + [(claim.start, claim.end) for claim in more]


def _kind_in(sentence: str, word: Found, *, of_target: bool) -> str:
    """Say which kind a word is of in its sentence: some claim only where it speaks of a target, or of figures."""
    kind = word.kind
    if kind == "done":  # "hoàn thành" says that a target is reached
        return "reached" if of_target or _around("target").search(sentence) else "plain"
    if kind == "result change":
        kind = "rose" if FACT in sentence or _around("result").search(sentence) else "plain"
    if kind not in OF_FIGURES or FACT in sentence:
        return kind
    clause, following = CLAUSE.split(sentence[: word.start])[-1], " ".join(sentence[word.end :].split()[:OBJECT])
    return "plain" if _around("other subject").search(f"{clause} {following}") else kind


def _of_all(sentence: str) -> Iterator[Claim]:
    """List what is said of all or of none: "tất cả các xã đã …", "không hộ nào …"."""
    for match in _everyone().finditer(sentence):
        before = sentence[: match.start()]
        supposed = _within_condition(before, sentence[match.end() :])
        if (
            not supposed
            and not _is_wished(before, "whole")
            and not _before("towards").search(" ".join(before.split()[-1:]))
        ):
            yield Claim(match.start(), match.end(), match[0], "whole")


def _beyond(sentence: str) -> Iterator[Claim]:
    """List what puts a unit at an end: "Không có tỉnh nào có tỷ lệ cao hơn {{ unit_full }}"."""
    for kind, words in _none_beyond():
        yield from (Claim(found.start(), found.end(), found[0], kind) for found in words.finditer(sentence))


def _among_ends(sentence: str, read: str) -> Iterator[Claim]:
    """List what puts a unit among so many at an end: "trong nhóm mười địa phương dẫn đầu"."""
    for kind, words in _ends():
        for found in words.finditer(sentence):
            before = read[: found.start()]
            if not _is_wished(before, kind):
                yield Claim(found.start(), found.end(), found[0], kind, negated=denies(before))


@cache
def _ends() -> list[tuple[str, re.Pattern[str]]]:
    number = rf"(?:\d{{1,2}}|{any_of(*of_kind('claims', 'times'))})"
    places = rf"(?:\s+{any_of(*of_kind('numbers', 'place'))}(?:,\s+{any_of(*of_kind('numbers', 'place'))})?)?"
    leads, trails, tops = (any_of(*of_kind("claims", kind)) for kind in ("leads", "trails", "a top"))
    enters, group = rf"(?:{any_of(*of_kind('claims', 'enters'))}\s+)?", any_of(*of_kind("claims", "a group"))
    first = rf"{enters}(?:(?:{tops}|{group})\s+{number}{places}\s+{leads}|{tops}\s+{number}(?!\w|{places}\s+{trails}))"
    return [
        ("among first", re.compile(first)),
        ("among last", re.compile(rf"{enters}(?:{tops}|{group})\s+{number}{places}\s+{trails}")),
    ]


@cache
def _none_beyond() -> list[tuple[str, re.Pattern[str]]]:
    none, place = any_of(*of_kind("claims", "none")), rf"(?:{any_of(*of_kind('numbers', 'place'))}|{DATA})"
    among = r"(?:\s+(?i:<within>)(?:\s+[^\s,;.]+){1,7}?)?"
    other = rf"(?:\s+(?i:<other>))?{among}(?:\s+(?i:<has>))?\s+"
    which = filled("claims", rf"{none}\s+{place}(?:,\s+{place})*\s+(?i:<any>){other}")
    ends = (("first of all", "more than own"), ("last of all", "less than own"))
    return [(kind, re.compile(which + any_of(*of_kind("claims", words)))) for kind, words in ends]


def _overlap(one: Claim, other: Claim) -> bool:
    within = one.start < other.end and other.start < one.end
    return within or other.of_none  # "chưa đơn vị nào đạt mục tiêu" is judged as that


def beside_units(sentence: str, units: Collection[str]) -> list[Claim]:
    """List the words that hold the edition's unit against another by its name: "hơn Cao Bằng"."""
    found = []
    held = held_names(sentence, units)
    read = _without(held, sentence)
    for kind, words in _against_units(held):
        for match in words.finditer(sentence):
            before = read[: match.start()]
            if not _is_wished(before, kind):
                under = kind if _under_condition(f"{before}{match[0]}") else ""
                denied = bool(_denied().search(before))
                found.append(Claim(match.start(), match.end(), match[0], kind, denied, under=under))
    return found


@lru_cache(64)
def _against_units(units: tuple[str, ...]) -> list[tuple[str, re.Pattern[str]]]:
    if not units:
        return []
    named = filled("claims", rf"(?=\s+(?:(?i:<kind of unit>)\s+)?(?:{any_of(*units)}))")
    kinds_of = (("higher", "above unit"), ("lower", "below unit"), ("equal", "level unit"))
    return [(kind, re.compile(any_of(*of_kind("claims", words)) + named)) for kind, words in kinds_of]


def compares(hedge: str) -> bool:
    """Whether a word before a figure compares as well: "hơn", of two units."""
    return hedge.lower() in of_kind("claims", "above unit")


def joins_target(words: str) -> bool:
    """Whether the words between a share and a target only put the one beside the other."""
    return not re.search(r"\w", _around("joins target").sub("", words))


def states_target(sentence: str) -> bool:
    """Whether a sentence that names a target states something of it, rather than who set it or what it asks for."""
    said = _around("states target").search(sentence) or _around("negation").search(sentence)
    asked = any(_around(kind).search(sentence) for kind in ("set", "intent", "request", "forward"))
    return bool(said) and not asked


def hedges(text: str) -> list[Claim]:
    """List the words such as "hơn" and "gần" that stand directly before a fact and change what it says."""
    return [Claim(found.start(1), found.end(1), found[1], "hedge") for found in _hedge().finditer(text)]


@cache
def kinds() -> dict[str, str]:
    """Look up the kind of each word of claim."""
    of_claims = dict.fromkeys(row["kind"] for row in table("claims") if row["kind"] not in CONTEXT)
    return {word.lower(): kind for kind in of_claims for word in spelled("claims", kind)}


@cache
def _finder() -> Finder:
    return Finder(kinds(), of_kind("claims", "adverb"))


@lru_cache(64)
def _misleading(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """Find the names, as they are written, that hold a word of the table."""
    found = [name for name in names if any(word.kind for word in _finder().find(name))]
    longest = sorted(found, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)") if found else None


@cache
def _everyone() -> re.Pattern[str]:
    """Match who is spoken of without exception, and what is stated of them: "toàn bộ cán bộ đã"."""
    whom = any_of(*of_kind("claims", "whom"), *of_kind("numbers", "place"), *of_kind("numbers", "group"))
    every, none, nobody = (any_of(*of_kind("claims", kind)) for kind in ("every", "none", "nobody"))
    few = r"(?:,?\s+[^\W\d_]+){0,4}?"
    states = rf"{few}\s+(?:{'|'.join(of_kind('claims', 'stating'))}|{'|'.join(of_kind('claims', 'of all'))})(?!\w)"
    places, said = any_of(*of_kind("numbers", "place")), any_of(*of_kind("claims", "of many"))
    many = rf"(?:(?i:<several>)\s+)?{whom}{few}\s+(?i:<alike>)(?=(?:\s+(?i:<already>))?\s+{said})"
    number, any_one = rf"(?i:<as many as>)\s+{FACT}\s+{places}", rf"{none}\s+{whom}{few}\s+(?i:<any>)(?!\w)"
    return re.compile(filled("claims", rf"{every}\s+{whom}{states}|{many}|{number}|{any_one}|{nobody}"))


@cache
def _hedge() -> re.Pattern[str]:
    return re.compile(rf"({any_of(*of_kind('claims', 'hedge'))})\s*{FACT}")


@cache
def _condition() -> re.Pattern[str]:
    """Match what opens a sentence that says what would be: "Nếu …", "Còn {{ gap }} nữa thì …"."""
    lacking = rf"{any_of(*of_kind('claims', 'lacks'))}[^,;:]*?\s{any_of(*of_kind('claims', 'then'))}"
    return re.compile(rf"[\s\-+•*]*(?:{any_of(*of_kind('claims', 'condition'))}|{lacking}|{_needing()})")


@cache
def _needing() -> str:
    """Match what is needed for what follows "là": "Chỉ cần thêm {{ missing }} người là tỉnh đạt mục tiêu"."""
    needs, then = (any_of(*of_kind("claims", kind)) for kind in ("needs only", "then it is"))
    subject = rf"(?:{any_of(*of_kind('neutral', 'subject'))}|{DATA}+)"
    return rf"(?:{subject}\s+)?{needs}[^,;:]*?{FACT}[^,;:]*?\s{then}"


@cache
def _condition_ends() -> re.Pattern[str]:
    return re.compile(rf"{CLAUSE.pattern}|{any_of(*of_kind('claims', 'then'))}")


def _under_condition(before: str) -> bool:
    """Whether a claim follows from the condition that opens its sentence, and is not stated of what is."""
    stated = _around("stating").search(CLAUSE.split(before)[-1])
    return _condition().match(before) is not None and not stated


def is_supposed(sentence: str, start: int, end: int) -> bool:
    """Whether words are part of the condition that opens a sentence, or of what is wanted: neither states anything."""
    return _within_condition(sentence[:start], sentence[end:]) or _is_wished(sentence[:start], "higher")


def _within_condition(before: str, after: str) -> bool:
    """Whether a claim is part of the condition itself: "Trường hợp mức tăng không được cải thiện, …"."""
    opened = _condition().match(before)
    return opened is not None and not _condition_ends().search(before) and bool(_condition_ends().search(after))


@cache
def _around(kind: str) -> re.Pattern[str]:
    """Match the words of a kind with single blanks in them, as clauses are looked at."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(of_kind('claims', kind))})(?!\w)", re.IGNORECASE)


@cache
def _of_none() -> re.Pattern[str]:
    """Match at the end of a text what denies a claim of all: "chưa có một đơn vị nào"."""
    words = r"(?:\s+<there is>)?(?:\s+<one>)?\s+(?:[^\W\d_]+\s+){1,3}?<any>(?:\s+[^\W\d_]+){0,4}"
    return re.compile(filled("claims", rf"(?<!\w)<denied of all>{words}\s*$"), re.IGNORECASE)


@cache
def _before(kind: str) -> re.Pattern[str]:
    return re.compile(any_of(*of_kind("claims", kind)))


@cache
def _reaches() -> dict[str, int]:
    return {row["word"]: int(row["reach"]) for row in table("claims") if row["reach"]}


def _claim(word: Found, kind: str, before: str) -> Claim:
    near = CLAUSE.split(" ".join(before.split()[-NEAR:]))[-1]
    denials = _before("negation").findall(near)
    of_none = bool(_of_none().search(before))
    negated = of_none or bool(_denied().search(before))
    if len(denials) > 1 and negated:
        return Claim(word.start, word.end, word.text, "denied twice", negated, of_none)
    under = kind if _under_condition(f"{before}{word.text}") else ""
    if not of_none and _ends_with(_before("forward"), before):
        kind = "forecast"
    return Claim(word.start, word.end, word.text, kind, negated, of_none, under)


@cache
def _denied() -> re.Pattern[str]:
    """Match a negation at the end of a text, with what may stand between it and a claim: "chưa phải là đơn vị …"."""
    return re.compile(rf"{any_of(*of_kind('claims', 'negation'))}(?:\s+{any_of(*of_kind('claims', 'between'))})*\s*$")


def _ends_with(words: re.Pattern[str], before: str) -> bool:
    """Whether one of the words is the last, or the last but one, before the claim."""
    return bool(re.search(rf"{words.pattern}(?:\s+[^\W\d_]+)?\s*$", before))


def denies(before: str) -> bool:
    """Whether the words before a name end by denying it: "không còn" before "khoảng cách"."""
    return bool(_denied().search(before)) or bool(_ends_with(_before("negation"), before))


def asks(sentence: str) -> bool:
    """Whether a sentence opens with what is to be done: "Đề nghị …", "Tập trung …"."""
    return _task().match(sentence) is not None


@cache
def _task() -> re.Pattern[str]:
    return re.compile(rf"[\s\-+•*]*{any_of(*of_kind('neutral', 'task'))}")


def _is_wished(before: str, kind: str) -> bool:
    """Whether the claim is only wanted or asked for: in its clause, or by a task that its sentence opens with."""
    states = FACT in before or _around("stating").search(before) or _ends_with(_before("forward"), before)
    task = asks(before) and not _condition().match(before)
    if kind in ASKABLE and task and not states:
        return True
    clause = re.sub(rf"^[\s\-+•*]*{_needing()}", "", CLAUSE.split(before)[-1])
    for wish in _before("intent").finditer(clause):
        turns = wish[0].lower() in of_kind("claims", "states when denied")  # "không phải là …"
        denied = turns and _denied().search(clause[: wish.start()])
        if not denied and _reaches_over(wish, clause, _reaches().get(wish[0].lower(), REACH)):
            return True
    asked = list(_before("request").finditer(clause)) if kind in ASKABLE else []
    return any(_reaches_over(wish, clause, 2 * REACH) for wish in asked)


def _reaches_over(wish: re.Match[str], clause: str, reach: int) -> bool:
    between = clause[wish.end() :]
    holds = wish[0].lower() in of_kind("claims", "holds over stating")
    return len(between.split()) <= reach and (holds or not _around("stating").search(between))
