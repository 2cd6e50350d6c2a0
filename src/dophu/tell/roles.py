"""Facts in another's role, where it is plain: beside another unit's name, a target for a share, a base for a count."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from dophu.tell.blocks import Vocabulary
from dophu.tell.evidence import Evidence, Known
from dophu.tell.sentence import Beside, Piece, Sentence
from dophu.words.claims import FACT
from dophu.words.roles import (
    A_DAY,
    A_GROUP,
    A_SPAN,
    A_UNIT,
    ADDED,
    ADDED_NEW,
    AFTER_RANK,
    AGAINST,
    AIMED,
    AMONG,
    AND_BEFORE,
    APART,
    BEHIND,
    BELONGS,
    COMPARED,
    DATED,
    DUE,
    EVERYWHERE,
    FORMER,
    IN_ALL,
    IN_PLACE,
    JOINED,
    JOINTLY,
    LACKS,
    LENGTH_OPENS,
    LOST,
    MORE,
    NEEDED,
    NEVER,
    NOW_SAID,
    OF_FIGURES,
    OF_NEEDED_LEVEL,
    OF_OWN,
    OF_UNITS,
    OPENING_DAY,
    OPENING_PLACE,
    OPENING_TIME,
    OPENING_YEAR,
    OTHER_BASE,
    OWN_PLACE,
    OWN_SAYS,
    PAST,
    PEOPLE,
    PLACED,
    PRESENT_PACE,
    RATE,
    REACHES,
    SAYS,
    SCALED,
    SHORT,
    SIGNED,
    SINCE,
    SPANS,
    STILL,
    TIME_LEFT,
    TO_CATCH_UP,
    TURNED,
    UNITS,
    WAS,
    WISHED,
    WORDED,
    counted_after,
    counted_before,
    counted_by,
    group,
    names,
    of_those_who,
    other_deed,
)
from dophu.words.text import any_of, held_names, normal

UNKNOWN_UNIT = "?"
OTHER_PERIOD = re.compile(r"as_of@\w+/\d{4}-.*")  # the key of the moment of another period
OTHER_PERIOD_OF_OWN = re.compile(r"@\w+/\d{4}-")  # a figure of another period
TYPED_DAY = re.compile(r"\d/\d")
SHORT_LINE = 3  # words: a cell or a point, named by what stands above it
HOURS_OF_DAY, A_WEEK = 24, Fraction(7)
LENGTHS = {"gained": "elapsed", "change": "elapsed", "week_gained": "week_elapsed"}  # how long each took
WANTED = {"needed", "missing", "gap", "pace", "distance"}
OF_MANY = {"target", "difference", "distance", "limit", "top", "climbed", "dropped"}  # said of more than its unit
NOT_REACHED = {"target", "gap", "missing", "needed", "base", "pace", "distance", "peers", "ranked"}
NOT_LACKING = {"share", "counted", "base", "target", "rank", "change", "peers", "ranked"}
AFTER_WORDS = (  # words directly before a fact, the roles that do not fit them, and what it would stand as
    (AIMED, {"share", "counted", "rank"}, "as a target"),
    (NEVER, {"share", "counted", "rank"}, "denied"),
    (LACKS, NOT_LACKING, "as what lacks"),
    (PEOPLE, {"counted", "needed", "missing"}, "as the base"),
    (RATE, {"gap", "change", "counted", "base", "missing", "needed"}, "as a share"),
    (APART, {"share", "counted", "change", "rank", "base"}, "as a gap"),
)


def misplaced(sentence: Sentence, evidence: Evidence) -> Iterator[tuple[str, str]]:
    """Name each fact of a sentence that cannot be what the words around it call it, and the way out."""
    for fact in sentence.facts:
        known, before = evidence.get(fact.key), fact.before.replace("*", "")
        if known is None:
            continue
        says = (
            _said_behind(fact, known, evidence)
            or _before_another(fact, known, evidence)
            or _stands_as(fact, before, known, evidence)
            or _of_another_day(known, sentence, evidence)
            or _dated_otherwise(fact, known, sentence, evidence)
            or _of_another_span(before, known, sentence, evidence)
            or _of_reached(known, sentence, evidence)
            or _unnamed(fact, known, sentence)
        )
        if says:
            yield f"{known.key} ({known.shown}) stands {says}", "name the fact that is meant"


def _said_behind(fact: Beside, known: Known, evidence: Evidence) -> str:
    """Say that the unit to which a figure is said to belong is another: "{{ share }} thuộc về tỉnh Quảng Ninh"."""
    belongs = BELONGS.match(fact.after) if known.subject and known.role in {"share", "counted", "rank"} else None
    if belongs is None:
        return ""
    named, between = first_unit(fact.after[belongs.end() :], evidence.vocabulary)
    return "beside another unit's name" if named not in {"", known.subject} and not between.strip() else ""


def _before_another(fact: Beside, known: Known, evidence: Evidence) -> str:
    """Say that a figure counts something else than the words behind it: "{{ days_left }} tổ công nghệ"."""
    counts = counted_by(known.concept)
    named = BEHIND.match(fact.after) if counts else None
    if counts is None or named is None or counts.match(named[1]):
        return ""
    return "before what it does not count"


def _unnamed(fact: Beside, known: Known, sentence: Sentence) -> str:
    """Say that nothing in a sentence names a fact that is neither what was counted nor its share."""
    said = f"{fact.before} {fact.text} {fact.after}"
    former = known.role in {"share", "counted", "rank"} and OTHER_PERIOD_OF_OWN.search(known.key) is not None
    if former and (TYPED_DAY.search(said) or any(OTHER_PERIOD.fullmatch(other.key) for other in sentence.facts)):
        return ""
    words = names("former" if former else known.concept) or names(known.role)
    if words is None or not known.is_number or len(re.findall(r"[^\W\d_]+", said)) <= SHORT_LINE:
        return ""
    return "" if words.search(said) else "without a word that says what it is"


def _of_another_span(before: str, known: Known, sentence: Sentence, evidence: Evidence) -> str:
    """Say that a change since the last period is told of another stretch of time: "trong tháng"."""
    if _is_of_other_length(known, sentence, evidence):
        return "as what another time brings"
    span, days = A_SPAN.search(before), _days_of(known, evidence)
    if span is None or days is None:
        return ""
    least, most = SPANS[(span["whole"] or span["named"]).lower()]
    return "" if least <= days <= most else "as what another time brings"


def _days_of(known: Known, evidence: Evidence) -> Fraction | None:
    """Say in how many days a change came about; None for what is no change, or where that is not known."""
    length = LENGTHS.get(known.concept)
    elapsed = evidence.own_of(length) if length else None
    if elapsed and elapsed.low is not None:
        return elapsed.low / HOURS_OF_DAY
    return A_WEEK if known.concept == "week_gained" else None


def _is_of_other_length(known: Known, sentence: Sentence, evidence: Evidence) -> bool:
    """Whether a sentence opens with how long another change took than its own: "Sau {{ week_elapsed }}, …"."""
    first = evidence.get(sentence.facts[0].key)
    opens = LENGTH_OPENS.match(sentence.text)
    length = LENGTHS.get(known.concept)
    return bool(opens and length and first and first.concept in LENGTHS.values() and first.concept != length)


def _of_another_day(known: Known, sentence: Sentence, evidence: Evidence) -> str:
    """Say that a sentence opens with a day that is not of the figure: "Đến {{ target_by }}, tỉnh có …"."""
    opens = OPENING_DAY.match(sentence.text)
    day = evidence.get(sentence.facts[0].key) if opens and sentence.facts else None
    if opens is None or day is None or not known.subject or not known.is_own:
        return ""
    since = opens[1].lower() in SINCE
    if since and day.role != "deadline":
        return "as a change since its own day" if known.role == "change" and _is_own_day(day) else ""
    other = day.role == "deadline" or day.key.endswith("_since") or OTHER_PERIOD.fullmatch(day.key) is not None
    dated = {"share", "counted", "rank"} | ({"change"} if since else set())  # "So với {{ target_by }}, tỉnh tăng"
    return "as a figure of another day" if other and known.role in dated else ""


def _dated_otherwise(fact: Beside, known: Known, sentence: Sentence, evidence: Evidence) -> str:
    """Say that the day behind a figure is not its own: "{{ installs }} người, chốt lúc {{ compared_time }}"."""
    following = next((other for other in sentence.facts if other.place > fact.place), None)
    if following is None or not known.is_own or known.role not in {"share", "counted", "rank"}:
        return ""
    is_dated = DATED.search(sentence.text[fact.place + 1 : following.place]) is not None
    return "as a figure of another day" if is_dated and OTHER_PERIOD.fullmatch(following.key) else ""


def turned_round(line: Sequence[Piece]) -> Iterator[str]:
    """Name the words chosen by the data before which a negation was typed: "không tăng 5"."""
    for piece, chosen in pairwise(line):
        if piece.typed and not chosen.typed and TURNED.search(normal(piece.text)) and WORDED.match(chosen.text):
            yield chosen.text


def _of_reached(known: Known, sentence: Sentence, evidence: Evidence) -> str:
    """Say that a target is told as still to be reached, which it is: "Tỉnh cần nỗ lực để đạt mục tiêu"."""
    gap = evidence.own("gap") if known.role == "target" else None
    reached = gap is not None and not gap.less and gap.high is not None and gap.high <= 0
    return "as still to be reached, and is reached" if reached and STILL.search(sentence.text) else ""


def _is_own_day(day: Known) -> bool:
    """Whether a day is that of the edition's own figures."""
    return day.key in {"as_of", "period"} or (day.concept in {"as_of", "period"} and day.is_own)


def _stands_as(fact: Beside, before: str, known: Known, evidence: Evidence) -> str:
    """Say what a fact stands as that it is not; an empty text when it stands well."""
    vocabulary = evidence.vocabulary
    if known.role in {"moment", "date"}:
        return "as a deadline" if DUE.search(before) else ""
    if known.role == "deadline" and DATED.search(before) and OF_FIGURES.search(before):
        return "as the moment of figures"
    if not known.is_number:
        is_left = known.concept in LENGTHS.values() and TIME_LEFT.search(before)
        return "as the time that is left" if is_left else ""
    compares = before.endswith("(") and AGAINST.match(fact.after)  # "thấp hơn cả nước (a so với b)"
    if not compares and (other := _said_of(before, known, evidence)):
        return f"beside {other}, and is of another unit"
    after_words = (says for words, roles, says in AFTER_WORDS if known.role in roles and words.search(before))
    others = ("" if not fits(fact, before, known, vocabulary) else says for fits, says in CHECKS)
    return next(after_words, "") or next(filter(None, others), "")


def _as_place(fact: Beside, before: str, known: Known, vocabulary: Vocabulary) -> bool:
    """Whether "thứ" or "hạng" stands before what is no rank; "xếp hạng 63 đơn vị" counts units."""
    counts_units = known.role == "ranked" and bool(OF_UNITS.match(fact.after))
    return known.unit in {"count", "percent", "points", "times"} and bool(PLACED.search(before)) and not counts_units


def _as_lacking(fact: Beside, before: str, known: Known, vocabulary: Vocabulary) -> bool:
    nothing = known.role in WANTED and known.high is not None and known.high <= 0
    return nothing and bool(LACKS.search(before))


def _as_reached(fact: Beside, before: str, known: Known, vocabulary: Vocabulary) -> bool:
    aimed = known.role == "target" and AIMED.search(before)
    return known.role in NOT_REACHED and not aimed and _is_reached(before)


def _as_ranked(fact: Beside, before: str, known: Known, vocabulary: Vocabulary) -> bool:
    sizes = {"counted", "base", "needed", "missing", "reached", "climbed", "dropped"}
    return known.role in sizes and bool(AMONG.search(before)) and _after_rank(before)


def _as_counted(fact: Beside, before: str, known: Known, vocabulary: Vocabulary) -> bool:
    sizes = {"base", "needed", "missing", "pace", "target", "gap"}
    return known.role in sizes and _counts(fact, before, vocabulary)


def _as_other_way(fact: Beside, before: str, known: Known, vocabulary: Vocabulary) -> bool:
    """Whether "bớt" stands before a rise, or "thêm" before a fall."""
    falls, rises = known.high is not None and known.high < 0, known.low is not None and known.low > 0
    changes = known.role in {"change", "moved"}
    return changes and bool((rises and LOST.search(before)) or (falls and ADDED.search(before)))


def _as_of_another_time(fact: Beside, before: str, known: Known, vocabulary: Vocabulary) -> bool:
    """Whether a sentence opens with another year than the edition's: "Năm 2019, tỉnh có …"."""
    year, time = OPENING_YEAR.match(before), OPENING_TIME.match(before)
    another = (
        (time is not None and not NOW_SAID.search(before))
        or bool(FORMER.search(before))
        or (year is not None and year[1] != vocabulary.year)
    )
    return another and known.role in {"share", "counted", "rank"} and known.is_own


def _as_of_other_period(fact: Beside, before: str, known: Known, vocabulary: Vocabulary) -> bool:
    """Whether "kỳ trước" follows a figure of now."""
    return known.is_own and known.role in {"share", "counted", "rank"} and WAS.match(fact.after) is not None


def _as_of_a_place(fact: Beside, before: str, known: Known, vocabulary: Vocabulary) -> bool:
    """Whether a sentence opens with another place, and no unit of its own follows: "Tại Hà Nội, tỷ lệ là …"."""
    opens = OPENING_PLACE.match(before)
    if not opens or not known.subject or OWN_PLACE.search(opens[2]):
        return False
    last = _last_unit(opens[1], vocabulary)
    return last is not None and last.code != known.subject and last.end == len(opens[1].rstrip())


def _as_what_happens(fact: Beside, before: str, known: Known, vocabulary: Vocabulary) -> bool:
    """Whether nothing in the sentence says that a pace is only needed."""
    return known.role == "pace" and (not NEEDED.search(before + fact.after) or bool(PRESENT_PACE.search(before)))


def _as_of_a_group(fact: Beside, before: str, known: Known, vocabulary: Vocabulary) -> bool:
    """Whether a part of the people is named before a figure of all: "trong học sinh đạt"."""
    if not known.subject or known.role not in {"share", "counted"}:
        return False
    found = group().search(_units(held_names(before, vocabulary.units)).sub("", before))  # "Nam Định" is no men's
    return found is not None and not set((found[1] or found[2]).lower().split()) <= {
        *vocabulary.words,
        *vocabulary.noun.lower().split(),
    }


def _as_of_a_day(fact: Beside, before: str, known: Known, vocabulary: Vocabulary) -> bool:
    whole = known.role in {"counted", "base", "needed", "missing", "gap", "share"}
    return (whole or known.concept in {"change_count", "change_points", "gained", "change"}) and bool(
        A_DAY.search(before)
    )


def _as_new(fact: Beside, before: str, known: Known, vocabulary: Vocabulary) -> bool:
    """Whether all that were counted are called new: "Số người cài đặt mới là {{ counted }}"."""
    return known.role == "counted" and not known.flow and ADDED_NEW.search(before) is not None


def _as_said_of_own(fact: Beside, before: str, known: Known, vocabulary: Vocabulary) -> bool:
    """Whether "toàn tỉnh có" stands before a figure of another unit."""
    other = known.role in {"share", "counted"} and known.subject not in {"", vocabulary.own}
    return other and bool(OWN_SAYS.search(before))


def _as_of_own(fact: Beside, before: str, known: Known, vocabulary: Vocabulary) -> bool:
    """Whether the people of the edition's own unit follow a share of others."""
    return known.role == "share" and not known.is_own and bool(known.subject and OF_OWN.match(fact.after))


def _as_another_size(fact: Beside, before: str, known: Known, vocabulary: Vocabulary) -> bool:
    unit = UNITS.get(known.unit)
    in_its_noun = fact.after.lstrip().lower().startswith(tuple(vocabulary.sized))
    scaled = known.role != "given" and bool(SCALED.match(fact.after)) and not in_its_noun
    other_unit = unit is not None and known.role != "moved" and unit.match(fact.after) is not None
    return scaled or bool(SIGNED.search(before)) or other_unit


def _as_another_deed(fact: Beside, before: str, known: Known, vocabulary: Vocabulary) -> bool:
    """Whether a count is of another deed: "Số người đã khai báo là {{ counted }}"."""
    return known.role == "counted" and bool(vocabulary.verb and other_deed(vocabulary.verb).search(before))


def _as_share_of_those(fact: Beside, before: str, known: Known, vocabulary: Vocabulary) -> bool:
    """Whether a share of all is told as one of those who did: "{{ share }} số người cài đặt"."""
    return known.role == "share" and bool(vocabulary.verb and of_those_who(vocabulary.verb).match(fact.after))


def _as_past_days(fact: Beside, before: str, known: Known, vocabulary: Vocabulary) -> bool:
    """Whether the days that are left are told as past: "Trong {{ days_left }} ngày qua"."""
    return known.concept == "days_left" and PAST.match(fact.after) is not None


def _as_lacking_to_unit(fact: Beside, before: str, known: Known, vocabulary: Vocabulary) -> bool:
    """Whether what lacks to the target is told as lacking to another unit: "{{ missing }} người để bằng đơn vị …"."""
    return known.role in {"missing", "gap"} and TO_CATCH_UP.match(fact.after) is not None


def _as_turned_ratio(fact: Beside, before: str, known: Known, vocabulary: Vocabulary) -> bool:
    """Whether how many times as much is needed is told of what is needed: "gấp {{ pace_times }} mức cần có"."""
    return known.concept == "pace_times" and OF_NEEDED_LEVEL.match(fact.after) is not None


def _as_needed_in_all(fact: Beside, before: str, known: Known, vocabulary: Vocabulary) -> bool:
    return known.role == "missing" and bool(IN_ALL.search(before)) and not MORE.match(fact.after)


def _as_of_another_base(fact: Beside, before: str, known: Known, vocabulary: Vocabulary) -> bool:
    """Whether a share is said to be of others than its base: "tính trên tổng số hộ gia đình"."""
    is_rate = known.concept in {"share", "published_share"}
    return is_rate and bool(other_base(f"{before}{FACT}{fact.after}", vocabulary))


def other_base(text: str, vocabulary: Vocabulary) -> str:
    """Name the base of which a text says that a rate is, where its campaign has none of that name."""
    found = OTHER_BASE.search(text)
    is_known = found is not None and set(found[1].lower().split()) <= set(vocabulary.words)
    return found[1] if found and not is_known else ""


CHECKS = (
    (_as_of_another_base, "as a share of another base"),
    (_as_another_deed, "as a count of another deed"),
    (_as_share_of_those, "as a share of those who did"),
    (_as_past_days, "as days that have passed"),
    (_as_lacking_to_unit, "as what lacks to another unit"),
    (_as_turned_ratio, "as a part of what is needed"),
    (_as_needed_in_all, "as what is needed in all"),
    (_as_of_a_day, "as what one day brings"),
    (_as_new, "as what another time brings"),
    (_as_said_of_own, "beside the edition's own unit, and is of another"),
    (_as_of_own, "as a share of the edition's own people"),
    (_as_other_way, "as a change the other way"),
    (_as_of_another_time, "as a figure of another time"),
    (_as_of_other_period, "as a figure of another period"),
    (_as_of_a_place, "as a figure of another place"),
    (_as_of_a_group, "as a figure of a part of the people"),
    (_as_what_happens, "as what happens"),
    (_as_another_size, "as another size than its own"),
    (_as_place, "as a rank"),
    (_as_lacking, "as what lacks, and nothing does"),
    (_as_reached, "as what was reached"),
    (_as_ranked, "as the number of units ranked"),
    (_as_counted, "before what was counted"),
)


def _is_reached(before: str) -> bool:
    found = REACHES.search(before)
    return bool(found) and not WISHED.search(before[: found.start()] if found else "")


def _after_rank(before: str) -> bool:
    return bool(AFTER_RANK.search(before))


def _counts(fact: Beside, before: str, vocabulary: Vocabulary) -> bool:
    """Whether a fact stands for what was counted: noun and verb follow it, or "Số người cài đặt là" comes before."""
    clause = re.split(r"[,;()]", before)[-1]
    if not vocabulary.verb or NEEDED.search(clause):
        return False
    after = counted_after(vocabulary.verb, vocabulary.noun).match(fact.after)
    return bool(after or counted_before(vocabulary.verb).search(clause))


def _said_of(before: str, known: Known, evidence: Evidence) -> str:
    """Name the unit that stands directly before a fact with a verb between, when the fact is of another."""
    if not known.subject or known.role in OF_MANY:
        return ""
    clause = re.split(rf"[,;]|{FACT}", before)[-1]
    last = _last_unit(clause, evidence.vocabulary)
    if last is None or _is_compared(last, clause, before):
        return ""
    ahead, behind = clause[: last.start], clause[last.end :]
    is_its_own, joined = last.code == known.subject, JOINED.search(ahead) is not None
    if behind.strip() == "(" and (is_its_own or (joined and _prints_alike(known, last, evidence))):
        return _listed_otherwise(before[: len(before) - len(clause) + last.start], known, evidence)
    if is_its_own:
        return _named_with(ahead, known, evidence.vocabulary)
    of_both = joined and not behind.strip()  # "A và B 0,83%"
    return last.name if re.fullmatch(SAYS + SHORT, behind) and not of_both else ""


def _is_compared(unit: _Named, clause: str, before: str) -> bool:
    """Whether a unit is what a figure is compared with; "Tại A" at the beginning says whose figure follows."""
    ahead = clause[: unit.start]
    says_where = clause == before and IN_PLACE.fullmatch(ahead) is not None
    return COMPARED.search(ahead) is not None and not says_where


def _listed_otherwise(before: str, known: Known, evidence: Evidence) -> str:
    """Name a unit listed before the last one, as A in "A, B và C (0,83%)", whose figure is not the one in brackets."""
    joint = AND_BEFORE.search(before)
    while joint:
        before = before[: joint.start()].rstrip(" *")
        named = _last_unit(before, evidence.vocabulary)
        if named is None or named.end != len(before):
            return ""
        if named.code != known.subject and not _prints_alike(known, named, evidence):
            return named.name
        before = before[: named.start]
        joint = JOINED.search(before)
    return ""


def _prints_alike(known: Known, unit: _Named, evidence: Evidence) -> bool:
    """Whether the same figure of another unit is known and shown in the same words."""
    other = evidence.get(known.key.replace(f"@{known.subject}", f"@{unit.code}", 1))
    return other is not None and other.shown == known.shown


def _named_with(before: str, known: Known, vocabulary: Vocabulary) -> str:
    """Name the unit that "và" joins to the one a fact is of: "Bắc Ninh và Hà Nam cùng đạt"."""
    joint = JOINTLY.search(before)
    first = _last_unit(before[: joint.start()], vocabulary) if joint else None
    if joint is None or first is None or first.code == known.subject:
        return ""
    return first.name if not before[first.end : joint.start()].strip() else ""


@dataclass(frozen=True)
class _Named:
    """A unit named in a text; the code of one that is not known is UNKNOWN_UNIT."""

    name: str
    start: int
    end: int
    code: str


def _last_unit(text: str, vocabulary: Vocabulary) -> _Named | None:
    """Find the last unit named in a text, by a name of the edition or by "tỉnh", "huyện" before a name."""
    start, end = max(_units_in(text, vocabulary), key=lambda span: (span[1], -span[0]), default=(0, 0))
    return _Named(text[start:end], start, end, _code(text[start:end], vocabulary)) if end else None


def _units_in(text: str, vocabulary: Vocabulary) -> list[tuple[int, int]]:
    spans = [found.span() for found in _units(held_names(text, vocabulary.units)).finditer(text)]
    spans += [(found.start(), end) for found in A_UNIT.finditer(text) if (end := _name_end(text, found.end()))]
    return spans + [found.span() for found in A_GROUP.finditer(text)]


def _name_end(text: str, start: int) -> int:
    """Say where a name ends: after the last of the words in capitals that follow."""
    end = 0
    for word in re.finditer(r"\s*-?\s*([^\W\d_]+)", text[start:]):
        if not word[1][0].isupper() or word.start() != end:
            break
        end = word.end()
    return start + end if end else 0


def other_unit(text: str, vocabulary: Vocabulary) -> str:
    """Name a unit other than the edition's own that a text speaks of; an empty text for none."""
    last = _last_unit(text, vocabulary)
    return last.name if last and last.code != vocabulary.own else ""


def first_unit(text: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """Say the code of the unit that a text names first, and the words before its name; empty texts for none."""
    first = min(_units_in(text, vocabulary), key=lambda span: (span[0], -span[1]), default=None)
    return (_code(text[slice(*first)], vocabulary), text[: first[0]]) if first else ("", "")


def units_named(text: str, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """List the units that a text names, each with its code."""
    names = [text[slice(*span)] for span in _units_in(text, vocabulary)]
    return [(name, _code(name, vocabulary)) for name in names]


def code_of_last(text: str, vocabulary: Vocabulary) -> str:
    """Say the code of the unit that a text named last; an empty text for none."""
    last = _last_unit(text, vocabulary)
    return last.code if last else ""


def _code(name: str, vocabulary: Vocabulary) -> str:
    plain = " ".join(name.lower().split())
    codes = {unit.lower(): code for unit, code in vocabulary.units.items()}
    if plain in {word.lower() for word in EVERYWHERE}:
        return vocabulary.nation
    return codes.get(plain) or codes.get(plain.split(" ", 1)[-1], UNKNOWN_UNIT)


@lru_cache(64)
def _units(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(any_of(*map(normal, (*names, *EVERYWHERE))))
