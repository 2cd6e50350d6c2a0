"""Whether a typed claim is borne out by the facts it stands beside; judged from bounds, never from what is shown.

Each judge says what speaks against a claim of its kinds, and nothing when a fact bears it out. Truth has three
values: what the bounds leave open bears out nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from dophu.tell.company import is_said_of
from dophu.tell.evidence import Evidence, Known
from dophu.tell.roles import UNKNOWN_UNIT, code_of_last, other_unit
from dophu.tell.sentence import Beside, Sentence
from dophu.words import roles
from dophu.words.claims import DATA, FACT, Claim
from dophu.words.numerals import read
from dophu.words.roles import AGAINST, FROM_TO, OF_ALL, OUT_OF
from dophu.words.text import any_of, of_kind, spelled

Truth = bool | None  # None: the bounds leave it open
Pair = tuple[Beside, Known]

NOUGHT, HALF, MOST, ALL = Fraction(0), Fraction(50), Fraction(90), Fraction(100)
NEAR_ENOUGH = Fraction(1, 50)  # "gấp đôi" of 1,96 to 2,04 times
CARRIES = {"median": Fraction(1, 2), "quarter": Fraction(1, 4)}  # a fact whose meaning holds a number
AT_LEAST = {"pace", "needed", "missing", "gap", "distance"}  # facts that say how much is wanted at least
NOT_SHARES = {"target", "limit", "median", "top"}
FRACTIONS = ("above fraction", "below fraction")
CHANGES = {"change", "moved"}
NO_PLACES = {"ranked", "peers", "target", "counted", "gap", "missing", "needed", "base", "moment", "deadline"}
OWN_BESIDE = {  # with which figure of its own an edition compares, by the concept of the other
    "share": "share",
    "median": "share",
    "counted": "counted",
    "needed": "counted",
    "pace": "per_day",
    "rank": "rank",
}
DENIES = re.compile(any_of(*of_kind("claims", "negation")))
OF_REST = re.compile(rf"[^,{FACT}]*?\s{DENIES.pattern}")
OF_POPULATION = re.compile(rf"\s*{any_of(*of_kind('claims', 'population'))}")
BARE = re.compile(any_of(*spelled("claims", "bare")))  # more claims with no word of degree
COMPARED = re.compile(rf"{any_of(*of_kind('roles', 'against'))}[^,;]*,")  # "So với cả nước, …" opens a sentence
NEXT_UNIT = re.compile(any_of(*of_kind("claims", "next above"), *of_kind("claims", "behind")))
NEXT_ABOVE = re.compile(any_of(*of_kind("claims", "next above")))
SUM = re.compile(any_of(*of_kind("claims", "sum")))
NEXT = 2  # words between a claim and the fact that it says something of: "tăng thêm được"


@dataclass(frozen=True)
class Case:
    """A claim with the facts of its sentence, and those of the list that the sentence opens."""

    claim: Claim
    sentence: Sentence
    evidence: Evidence
    beside: Sequence[Pair]
    opened: Sequence[Known]

    def after(self, fits: Callable[[Known], bool]) -> Pair | None:
        """Take the first fitting fact that follows the claim."""
        return next((pair for pair in self.beside if pair[0].place >= self.claim.end and fits(pair[1])), None)

    def before(self, fits: Callable[[Known], bool]) -> Known | None:
        """Take the last fitting fact that stands before the claim."""
        ahead = [pair[1] for pair in self.beside if pair[0].place < self.claim.start and fits(pair[1])]
        return ahead[-1] if ahead else None

    def near(self, fits: Callable[[Known], bool]) -> Known | None:
        """Take the fitting fact that follows the claim, or else the last before it."""
        following = self.after(fits)
        return following[1] if following else self.before(fits)

    def role(self, *roles: str) -> Known | None:
        """Take the nearest fact of one of these roles."""
        return self.near(lambda known: known.role in roles)

    def concept(self, *concepts: str) -> Known | None:
        """Take the nearest fact of one of these concepts."""
        return self.near(lambda known: known.concept in concepts)

    def own_meant(self, concept: str, end: int | None = None) -> Known | None:
        """Take the edition's own fact of a concept, if all words around a plain claim (up to `end`) fit it."""
        return self.own_fitting(concept, end) if self.is_plain else None

    @property
    def is_plain(self) -> bool:
        """Whether the claim has no word of degree, so that a figure elsewhere may bear it out."""
        return bool(roles.BARE.fullmatch(self.claim.text) or BARE.fullmatch(self.claim.text))

    def own_fitting(self, concept: str, end: int | None = None, *, named: bool = False) -> Known | None:
        """Take the edition's own fact of a concept, if all words around the claim (up to `end`) fit it."""
        known, text = self.evidence.own_of(concept), self.sentence.text
        other = other_unit(text[: self.claim.start], self.evidence.vocabulary) or text.rstrip().endswith(":")
        if known is None or other:
            return None
        end = self.claim.end if end is None else end
        return known if is_said_of(known, text, (self.claim.start, end), self.evidence, named=named) else None

    def next_number(self) -> Known | None:
        """Take the figure that the claim stands directly before, if there is one."""
        following = self.after(lambda known: known.is_number)
        return following[1] if following and self._stands_next(following[0]) else None

    def from_to(self) -> tuple[Known, Known] | None:
        """Take the two figures of "tăng từ … lên …"."""
        figures = [pair for pair in self.beside if pair[0].place >= self.claim.end and pair[1].is_number][:2]
        if len(figures) < len(("from", "to")) or figures[0][1].unit != figures[1][1].unit:
            return None
        said = self.sentence.text[self.claim.end : figures[1][0].place]
        return (figures[0][1], figures[1][1]) if FROM_TO.fullmatch(said) else None

    def one_against_other(self) -> tuple[Known, Known] | None:
        """Take the two figures of "thấp hơn cả nước ({{ a }} so với {{ b }})"."""
        figures = [pair for pair in self.beside if pair[0].place >= self.claim.end and pair[1].is_number][:2]
        if len(figures) < len(("one", "other")) or figures[0][1].unit != figures[1][1].unit:
            return None
        return (figures[0][1], figures[1][1]) if AGAINST.match(figures[0][0].after) else None

    def other_before_one(self) -> tuple[Known, Known] | None:
        """Take the two figures of "So với {{ a }}, tỷ lệ {{ b }} cao hơn", the second first."""
        figures = [pair for pair in self.beside if pair[1].is_number]
        ahead = len(figures) == len(("other", "one")) and figures[1][0].place < self.claim.start
        if not ahead or figures[0][1].unit != figures[1][1].unit or not roles.SO_FAR.match(figures[0][0].before):
            return None
        return figures[1][1], figures[0][1]

    def doubled_sign(self) -> str:
        """Say that the figure directly behind the claim prints a sign of its own: "giảm -1.200"."""
        following = self.after(lambda known: known.is_number)
        if following and following[0].text.startswith("-") and self._stands_next(following[0]):
            return f"{following[1].key} prints its own sign, {following[0].text}"
        return ""

    def _stands_next(self, fact: Beside) -> bool:
        between = self.sentence.text[self.claim.end : fact.place]
        return len(between.split()) <= NEXT and not re.search(r"[,:()]", between)

    def against(self, truth: Truth, *facts: Known) -> str:
        """Word a judgement: what contradicts the claim, or leaves it open."""
        said = ", ".join(f"{fact.key} is {fact.shown}" for fact in facts)
        if truth is None:
            return f"it is not sure: {said}"
        return "" if truth is not self.claim.negated else f"it is contradicted: {said}"


def borne_out(claim: Claim, sentence: Sentence, evidence: Evidence) -> str:
    """Say what speaks against a claim; an empty text when a fact of its sentence bears it out."""
    beside = [(fact, known) for fact in sentence.facts if (known := evidence.get(fact.key))]
    opened = [known for fact in sentence.listed if (known := evidence.get(fact.key))]
    case = Case(claim, sentence, evidence, beside, opened)
    if claim.under and (said := _if_met(case)) is not None:
        return said
    judge = JUDGES.get(claim.kind)
    return judge(case) if judge else "no fact can bear it out"


def carried(value: Fraction | None, sentence: Sentence, evidence: Evidence) -> bool:
    """Whether a fact of the sentence means that number by itself: "một nửa" of a median."""
    found = (evidence.get(fact.key) for fact in sentence.facts)
    return any(known is not None and CARRIES.get(known.role) == value for known in found)


# Conditions


def _if_met(case: Case) -> str | None:
    """Judge what follows from a condition: from what lacks, that a target is reached; from a speed, whether in time.

    None where the condition says neither: what follows is then judged as any claim.
    """
    if case.claim.under == "equal":
        return _if_caught_up(case)
    if case.claim.under not in {"reached", "pace"}:
        return None
    lacks = case.evidence.own("gap") or case.evidence.own("missing")
    if not case.claim.negated and lacks and not _above(lacks, NOUGHT):
        return f"it holds already: {lacks.key} is {lacks.shown}"
    wanted = case.before(lambda known: known.role in AT_LEAST or known.concept == "pace")
    if wanted and wanted.is_own and not case.claim.negated:
        return "" if _above(wanted, NOUGHT) else f"it is not sure: {wanted.key} is {wanted.shown}"
    daily = case.before(lambda known: known.concept == "per_day")
    if daily is None and case.claim.negated and case.claim.under == "pace":
        daily = case.evidence.own_of("per_day")
    if daily:
        pace = case.evidence.own_of("pace")
        return case.against(_not_below(daily, pace), daily, pace) if pace else "the pace that is needed is not known"
    denied = case.claim.negated and case.claim.under == "reached"  # "…, tỉnh sẽ khó đạt mục tiêu"
    other = other_unit(case.sentence.text[: case.claim.start], case.evidence.vocabulary)
    return case.against(_not(_above(lacks, NOUGHT)), lacks) if denied and lacks and not other else None


def _if_caught_up(case: Case) -> str | None:
    """Judge "Nếu có thêm {{ ahead_people }} người, tỷ lệ sẽ ngang với đơn vị xếp ngay trên"."""
    lacks = case.before(lambda known: known.concept == "catch_up")
    above = NEXT_ABOVE.search(case.sentence.text, case.claim.end)
    return "" if lacks and above and _above(lacks, NOUGHT) else None


# Bounds


def _above(fact: Known, limit: Fraction) -> Truth:
    if fact.low is not None and fact.low > limit:
        return True
    return False if fact.high is not None and fact.high <= limit else None


def _below(fact: Known, limit: Fraction) -> Truth:
    if fact.high is not None and fact.high < limit:
        return True
    return False if fact.low is not None and fact.low >= limit else None


def _not(truth: Truth) -> Truth:
    return None if truth is None else not truth


def _exactly(fact: Known, value: Fraction | int) -> Truth:
    if fact.low is None or fact.high is None:
        return None
    return fact.low == value if fact.low == fact.high else None


def _every(truths: Iterable[Truth]) -> Truth:
    found = list(truths)
    return False if False in found else None if None in found else True


def _not_below(one: Known, other: Known) -> Truth:
    """Whether a figure is not below another: surely, or end by end where both are rounded alike."""
    if one.low is not None and other.high is not None and one.low >= other.high:
        return True
    if one.high is not None and other.low is not None and one.high < other.low:
        return False
    if one.low is None or one.high is None or other.low is None or other.high is None:
        return None
    return one.low >= other.low and one.high >= other.high


# Changes


def _change(case: Case) -> str:
    """Judge "tăng", "giảm", "không đổi" by the change beside them, or by every change of the list they open."""
    if ends := case.from_to():
        up = _order("higher", ends[1], ends[0])  # of ranks: the smaller number
        return case.against(up if case.claim.kind == "rose" else _not(up), *ends)
    figure, own = case.next_number(), case.role(*CHANGES)
    if figure and figure.role not in CHANGES:
        return f"it stands before {figure.key}, which is no change"
    if doubled := case.doubled_sign():
        return doubled
    told = [own] if own else [known for known in case.opened if known.role in CHANGES]
    if not told and (meant := case.own_meant("gained") or case.own_meant("change")):
        told = [meant]
    if not told:
        return "no change stands in its sentence"
    return next(filter(None, (case.against(_moves(case.claim.kind, known), known) for known in told)), "")


def _moves(kind: str, change: Known) -> Truth:
    if kind == "unchanged":
        return _exactly(change, 0)
    return _above(change, NOUGHT) if kind in {"rose", "climbed"} else _below(change, NOUGHT)


def _move(case: Case) -> str:
    """Judge "lên hạng" and "tụt hạng" by the places moved, or by a count of those that moved."""
    if case.role(case.claim.kind):
        return ""
    ranks = [known for _, known in case.beside if known.role == "rank"]
    if len(ranks) == len(("from", "to")) and (up := _order("higher", ranks[1], ranks[0])) is not None:
        return case.against(up if case.claim.kind == "climbed" else not up, *ranks)
    moved = case.role("moved")
    return case.against(_moves(case.claim.kind, moved), moved) if moved else "no change of rank stands in its sentence"


# Targets


def _target(case: Case) -> str:
    """Judge "đạt", "vượt", "thấp hơn mục tiêu" by a count of units, a gap, or a share and its target."""
    if case.claim.of_none:
        return _none_reached(case)
    if _counts_units(case) or _is_sum(case):
        return ""
    figure = case.next_number()
    if figure and figure.less and figure.role in {"gap", "missing"} and case.claim.kind == "exceeded":
        return case.against(_above(figure, NOUGHT), figure)  # "vượt 2,30 điểm phần trăm": above a ceiling
    short_of = case.claim.kind == "below" and figure and figure.role in {"gap", "missing"}  # "còn cách mục tiêu 2 điểm"
    if figure and figure.role != "target" and not short_of:
        return f"it stands before {figure.key}, which is no target"
    gap, goal = (figure if short_of else case.role("gap")), case.role("target")
    share = case.before(_is_share)
    if share is None and not other_unit(case.sentence.text[: case.claim.start], case.evidence.vocabulary):
        share = case.near(lambda known: _is_share(known) and known.is_own)
    if gap is None and share and goal:
        return case.against(_reaches(case.claim.kind, share, goal), share, goal)
    return _by_gap(case, gap, goal)


def _none_reached(case: Case) -> str:
    judged = case.role("judged")
    key = judged.key.replace("judged", "reached") if judged else "reached"
    counted = case.evidence.get(key) or case.evidence.first("reached")
    if counted is None:
        return "no count of the units that have reached it is known"
    return "" if counted.high == 0 else f"it is contradicted: {counted.key} is {counted.shown}"


def _counts_units(case: Case) -> bool:
    """Whether the sentence counts the units that have reached the target, or sums what the others lack."""
    if case.claim.negated:
        return case.concept("missing_total", "shortfall") is not None
    return case.claim.kind == "reached" and (_last_counts_reached(case) or _next_counts_reached(case))


def _is_sum(case: Case) -> bool:
    """Whether a share and its gap are added up: "{{ share }} cộng với {{ gap }} bằng mục tiêu {{ target }}"."""
    ahead = [pair for pair in case.beside if pair[0].place < case.claim.start]
    if case.claim.kind != "reached" or case.claim.negated or len(ahead) != len(("share", "gap")):
        return False
    (one, share), (other, gap) = ahead
    added = SUM.search(case.sentence.text, one.place, other.place)
    return bool(added) and share.concept == "share" and gap.role == "gap" and share.is_own and gap.is_own


def _next_counts_reached(case: Case) -> bool:
    """Whether the claim says what is counted: "Số đơn vị đạt mục tiêu 50%: 01"."""
    counted = case.after(lambda known: known.unit == "count")
    named = roles.NUMBER_OF_UNITS.search(case.sentence.text[: case.claim.start])
    return named is not None and counted is not None and counted[1].role == "reached"


def _last_counts_reached(case: Case) -> bool:
    """Whether "{{ reached }} trong {{ judged }} đơn vị" comes before the claim, or the count of those that reached."""
    ahead = [pair for pair in case.beside if pair[0].place < case.claim.start and pair[1].unit == "count"]
    roles = [known.role for _, known in ahead]
    if roles[-1:] == ["reached"]:
        return True
    among = len(ahead) > 1 and OUT_OF.search(case.sentence.text[ahead[-2][0].place : ahead[-1][0].place])
    return bool(among) and roles[-2:] == ["reached", "judged"]


def _reaches(kind: str, share: Known, goal: Known) -> Truth:
    limit = NOUGHT if goal.low is None else goal.low
    if share.less and kind == "reached":
        return _not(_above(share, limit))
    if kind == "exceeded":
        return _above(share, limit)
    return _below(share, limit) if kind == "below" else _not(_below(share, limit))


def _by_gap(case: Case, gap: Known | None, goal: Known | None) -> str:
    """Judge by what lacks: above nought until the target is reached; without a gap beside it, by the edition's own."""
    if gap is None and (other := other_unit(case.sentence.text[: case.claim.start], case.evidence.vocabulary)):
        return f"it is said of {other}, whose gap does not stand in its sentence"
    own = (case.evidence.own("gap") or case.evidence.own("missing")) if goal or case.own_meant("share") else None
    lacks = gap or own
    if lacks is None:
        return "neither a gap nor a target with its share stands in its sentence"
    reached, beyond, short = _not(_above(lacks, NOUGHT)), _below(lacks, NOUGHT), _above(lacks, NOUGHT)
    over, under = (short, beyond) if lacks.less else (beyond, short)  # a ceiling is missed from above
    return case.against({"reached": reached, "exceeded": over, "below": under}[case.claim.kind], lacks)


def _is_share(known: Known) -> bool:
    return known.unit == "percent" and known.role not in NOT_SHARES


# Places among others


def _extreme(case: Case) -> str:
    """Judge "cao nhất", "dẫn đầu", "cuối bảng" by a rank, or among the facts of the same kind of all units."""
    if _is_at_least(case) or case.role("top") or case.concept("spread"):
        return ""
    if ranked := case.role("rank"):
        return _first_or_last(case, ranked)
    following = case.after(lambda known: bool(known.family))
    one = following[1] if following else case.before(lambda known: bool(known.family))
    if (one is None or one.role in NO_PLACES) and (rank := case.own_meant("rank")):
        return _first_or_last(case, rank)
    if one is None:
        return "no rank, and no fact that is compared over units, stands in its sentence"
    truth = _outdoes(case.claim, one, case.evidence.kin(one))
    return case.against(_placed(case, one) if truth is None else truth, one)


def _half(case: Case) -> str:
    """Judge "nửa trên" and "nửa dưới" of a ranking by the rank."""
    rank, ranked = case.role("rank") or case.own_fitting("rank"), case.role("ranked") or case.evidence.own("ranked")
    if rank is None or ranked is None or ranked.low is None or ranked.low != ranked.high:
        return "no rank stands in its sentence"
    upper = _not(_above(rank, ranked.low / 2))
    return case.against(upper if case.claim.kind == "upper half" else _not(upper), rank, ranked)


def _end_of_all(case: Case) -> str:
    """Judge "Không có tỉnh nào có tỷ lệ cao hơn {{ unit_full }}" by the rank of the unit named directly behind."""
    vocabulary = case.evidence.vocabulary
    named = next((words for place, words in case.sentence.data if place >= case.claim.end), "")
    between = case.sentence.text[case.claim.end :].partition(DATA)[0]
    rank, share = case.evidence.own_of("rank"), case.next_number()
    of_share = share is not None and share.concept == "share" and share.is_own
    if (between.strip() and not of_share) or code_of_last(named, vocabulary) != vocabulary.own or rank is None:
        return "no unit of the ranking is named directly behind it"
    ranked, peers = case.evidence.own("ranked"), case.evidence.own("peers")
    if ranked is None or peers is None or ranked.low is None or ranked.low != peers.low:
        return "the rank is not known among all"
    return case.against(_exactly(rank, 1 if case.claim.kind == "first of all" else ranked.low), rank, ranked)


def _is_at_least(case: Case) -> bool:
    """Whether "ít nhất" stands before a fact that says how much is wanted."""
    stands_before = case.sentence.text[case.claim.end :].lstrip().startswith(FACT)
    following = case.after(lambda known: True)
    wanted = following is not None and following[1].role in AT_LEAST
    return case.claim.text.lower() == roles.AT_LEAST and stands_before and wanted


def _outdoes(claim: Claim, one: Known, kin: Sequence[Known]) -> Truth:
    """Whether a fact lies at the end of its kind; a falling one is the most when it is the lowest."""
    others = [fact for fact in kin if fact.key != one.key]
    if not others:
        return None
    at_top = (claim.kind == "highest") is not _is_of_places(claim, one)
    highest, lowest = _every(_not_below(one, other) for other in others), _every(_not_below(o, one) for o in others)
    falls_most = claim.text.lower() == roles.MOST and not highest and _below(one, NOUGHT)
    return highest if at_top and not falls_most else lowest


def _is_of_places(claim: Claim, one: Known) -> bool:
    """Whether a claim is of the best, where less is better: "dẫn đầu" has the lowest share, "cao nhất" the highest."""
    return one.less and claim.text.lower() not in roles.BY_AMOUNT


def _is_first(claim: Claim, one: Known) -> bool:
    """Whether a claim is of the first place."""
    return (claim.kind == "highest") is not (one.less and claim.text.lower() in roles.BY_AMOUNT)


def _placed(case: Case, one: Known) -> Truth:
    """Judge by the rank that the list gave, where what is shown is rounded too far to tell."""
    rank = case.evidence.get(one.key.replace("share", "rank", 1)) if one.key.startswith("share") else None
    if rank is None or rank.low is None:
        return None
    places = [other.low for other in case.evidence.kin(rank) if other.low is not None]
    return rank.low == (1 if _is_first(case.claim, rank) else max(places))


def _first_or_last(case: Case, rank: Known) -> str:
    ranked, peers = case.role("ranked") or case.evidence.own("ranked"), case.evidence.own("peers")
    if OF_ALL.search(case.sentence.text) and ranked and peers and ranked.low != peers.low:
        return case.against(None, ranked, peers)
    if _is_first(case.claim, rank):
        return case.against(_exactly(rank, 1), rank)
    if ranked is None or ranked.low is None:
        return case.against(None, rank)
    return case.against(_exactly(rank, ranked.low), rank, ranked)


def _held(case: Case) -> str:
    """Judge "giữ vững vị trí" by the places moved."""
    moved = case.role("moved") or case.evidence.own("moved")
    if moved is None or other_unit(case.sentence.text[: case.claim.start], case.evidence.vocabulary):
        return "no change of rank stands in its sentence"
    return case.against(_exactly(moved, 0), moved)


# Two figures


def _compared(case: Case) -> str:
    """Judge "cao hơn", "thấp hơn", "ngang bằng" by a difference, or by the two figures around the word."""
    kind = case.claim.kind
    if doubled := case.doubled_sign():
        return doubled
    if difference := case.role("difference"):
        return case.against(_differs(kind, difference, turned=_is_said_by_other_side(case, difference)), difference)
    if pair := case.one_against_other() or case.other_before_one():
        return case.against(_order(kind, *pair), *pair)
    if apart := _told_apart(case) or _named_apart(case):
        return case.against(_differs(kind, apart, turned=apart.role == "gap"), apart)
    one, following = case.before(lambda known: known.is_number), case.after(lambda known: known.is_number)
    other = following[1] if following else None
    if other and (one is None or one.unit != other.unit):
        one = _own_beside(case, other)
    pair = _alike(one, other) or _in_words(case)
    if pair is None:
        return "neither a difference nor two figures that compare stand around it"
    return case.against(_order(kind, *pair), *pair)


def _alike(one: Known | None, other: Known | None) -> tuple[Known, Known] | None:
    """Take two figures that compare."""
    return (one, other) if one and other and one.unit == other.unit and one.key != other.key else None


def _named_apart(case: Case) -> Known | None:
    """Take what the own share differs by from the region or nation named: "So với cả nước, tỷ lệ của tỉnh thấp hơn"."""
    text, claim = case.sentence.text, case.claim
    compared = COMPARED.match(text)
    opened = compared.end() if compared else 0
    if FACT in text or opened > claim.start or (compared is None and not roles.OF_REGION.search(text, claim.end)):
        return None
    apart = case.evidence.named_beside(compared[0] if compared else text[claim.end :])
    sentence = replace(case.sentence, text=text[opened:])
    own = replace(case, sentence=sentence, claim=replace(claim, start=claim.start - opened, end=len(sentence.text)))
    return apart if apart and own.own_meant("share") else None


def _in_words(case: Case) -> tuple[Known, Known] | None:
    """Take the own figure and the one that is named in words alone: "Tỷ lệ của tỉnh cao hơn mức chung cả nước"."""
    said = case.sentence.text[case.claim.start :].partition(FACT)[0]
    if roles.OF_REGION.search(said):
        return None
    for named, concept, own in (
        (roles.OF_MEDIAN, "median", "share"),
        (roles.OF_MEAN, "share", "share"),
        (roles.OF_NEED, "pace", "per_day"),
    ):
        if named.search(said):
            one = case.before(lambda known: known.is_number) or case.own_meant(own, len(case.sentence.text))
            if one is None or not one.concept.endswith(own):  # "week_per_day" is a pace as well
                return None
            other = case.evidence.own_of(concept) if own != "share" else case.evidence.of_nation(concept)
            return (one, other) if other else None
    return None


def _differs(kind: str, difference: Known, *, turned: bool) -> Truth:
    above, below = _above(difference, NOUGHT), _below(difference, NOUGHT)
    if turned:
        above, below = below, above
    return {"higher": above, "lower": below}.get(kind, _exactly(difference, 0))


def _told_apart(case: Case) -> Known | None:
    """Take the gap or change that the claim stands before: "so với mục tiêu …, thấp hơn {{ gap }}"."""
    apart = case.next_number()
    if apart is None or apart.less:
        return None
    of_target = apart.role == "gap" and case.role("target") is not None
    of_change = apart.role in CHANGES and case.claim.text.lower().endswith(roles.EARLIER)
    return apart if of_target or of_change else None


def _own_beside(case: Case, other: Known) -> Known | None:
    """Take the edition's own figure where the sentence names only the other: "Tỷ lệ của tỉnh thấp hơn mức chung …"."""
    if other_unit(case.sentence.text[: case.claim.start], case.evidence.vocabulary):
        return None
    return case.evidence.own_of(OWN_BESIDE.get(other.concept, ""))


def _is_said_by_other_side(case: Case, difference: Known) -> bool:
    """Whether a difference is taken from the other side than its sentence speaks of."""
    before, vocabulary = COMPARED.sub("", case.sentence.text[: case.claim.start]), case.evidence.vocabulary
    if difference.concept != "beside" or not difference.subject:
        return False
    if roles.NEIGHBOUR.search(before) or NEXT_UNIT.search(before):
        return difference.subject == vocabulary.own and FACT not in before
    speaks = code_of_last(before, vocabulary) or vocabulary.own
    return speaks not in {difference.subject, UNKNOWN_UNIT}


def _order(kind: str, one: Known, other: Known) -> Truth:
    if one.unit == "rank":
        one, other = other, one
    above = one.low is not None and other.high is not None and one.low > other.high
    below = one.high is not None and other.low is not None and one.high < other.low
    same = one.low is not None and one.low == one.high == other.low == other.high
    return {"higher": above, "lower": below}.get(kind, same) if above or below or same else None


def _times(case: Case) -> str:
    """Judge "gấp đôi" by a number of times."""
    meant = next((number.value for number in read(case.claim.text).numbers), None)
    times = case.near(lambda known: known.unit == "times")
    if meant is None or times is None or times.low is None or times.high is None:
        return "no number of times that says so stands in its sentence"
    return case.against(max(abs(times.low - meant), abs(times.high - meant)) <= meant * NEAR_ENOUGH, times)


def _part(case: Case) -> str:
    """Judge "quá nửa", "đa số", "hầu hết" by a share, or by two counts: "{{ a }} trong {{ b }}"."""
    share = case.near(_is_share)
    counts = [(a, b) for (_, a), (_, b) in pairwise(case.beside) if a.unit == b.unit == "count" and b.low and b.high]
    if roles.OF_TARGET.match(case.sentence.text, case.claim.end):
        return _part_of_target(case, share)
    if share := share or (None if counts else _own_part(case)):
        part = _rest(share) if _is_of_rest(case) else share
        return case.against(_holds_part(case.claim.kind, part), share)
    if not counts:
        return "no share stands in its sentence"
    some, whole = counts[0]
    low = None if some.low is None or whole.high is None else ALL * some.low / whole.high
    high = None if some.high is None or not whole.low else ALL * some.high / whole.low
    return case.against(_holds_part(case.claim.kind, Known("", "share", "percent", "", low, high)), some, whole)


def _own_part(case: Case) -> Known | None:
    """Take the own share, if the words around a part fit it, or the count whose share of the population it is."""
    if not OF_POPULATION.match(case.sentence.text, case.claim.end):
        return case.own_meant("share")
    if not case.is_plain and case.claim.kind not in FRACTIONS:
        return None
    end = _end_of_population(case)
    fits = case.own_fitting("share", end, named=True) or case.own_fitting("counted", end, named=True)
    return case.evidence.own_of("share") if fits else None


def _is_of_rest(case: Case) -> bool:
    """Whether a part is that of those who have not: "Phần lớn dân số chưa cài đặt"."""
    population = OF_POPULATION.match(case.sentence.text, case.claim.end)
    behind = case.sentence.text[population.end() :].partition(",")[0] if population else ""
    return bool(DENIES.search(behind.partition(FACT)[0]))


def _rest(share: Known) -> Known:
    low, high = (None if end is None else ALL - end for end in (share.high, share.low))
    return replace(share, low=low, high=high)


def _end_of_population(case: Case) -> int:
    found = OF_POPULATION.match(case.sentence.text, case.claim.end)
    denied = OF_REST.match(case.sentence.text, found.end()) if found else None
    return denied.end() if denied else found.end() if found else case.claim.end


def _fraction(case: Case) -> str:
    """Judge "chưa đến một phần tư dân số" by a share, beside it or the edition's own."""
    part = next((number.value for number in read(case.claim.text).numbers if number.value), None)
    share = case.near(_is_share) or _own_part(case)
    if part is None or share is None:
        return "no share stands in its sentence"
    above = _above(share, ALL * part) if case.claim.kind == "above fraction" else _below(share, ALL * part)
    return case.against(above, share)


def _part_of_target(case: Case, share: Known | None) -> str:
    """Judge "chưa bằng một nửa mục tiêu" by the share of its target."""
    goal = case.role("target") or case.evidence.own("target")
    if share is None and (found := case.after(lambda known: known.role == "target")):
        share = case.own_fitting("share", found[0].place + 1)
    if share is None or goal is None or not goal.low or goal.low != goal.high:
        return "no share stands beside its target"
    low, high = (None if end is None else ALL * end / goal.low for end in (share.low, share.high))
    return case.against(_holds_part(case.claim.kind, Known("", "share", "percent", "", low, high)), share, goal)


def _holds_part(kind: str, part: Known) -> Truth:
    if kind == "whole":
        return _exactly(part, ALL)
    if kind == "minority":
        return _below(part, HALF)
    return _above(part, MOST if kind == "nearly all" else HALF)


def _only(case: Case) -> str:
    counted = case.role("reached")
    if counted and roles.ONLY in case.claim.text.lower():
        return case.against(_exactly(counted, 1), counted)
    return "no count of one stands in its sentence"


def _pace(case: Case) -> str:
    behind = case.concept("pace_apart", "week_pace_apart")
    daily, needed = case.concept("per_day"), case.concept("pace")
    if behind is None and daily and needed:
        return case.against(_not_below(daily, needed), daily, needed)
    if behind is None:
        return "no comparison with the pace that is needed stands in its sentence"
    return case.against(_not(_below(behind, NOUGHT)), behind)


JUDGES: dict[str, Callable[[Case], str]] = {
    **dict.fromkeys(("rose", "fell", "unchanged"), _change),
    **dict.fromkeys(("climbed", "dropped"), _move),
    **dict.fromkeys(("reached", "exceeded", "below"), _target),
    **dict.fromkeys(("highest", "lowest"), _extreme),
    **dict.fromkeys(("higher", "lower", "equal"), _compared),
    **dict.fromkeys(("majority", "minority", "nearly all", "whole"), _part),
    **dict.fromkeys(("upper half", "lower half"), _half),
    **dict.fromkeys(("first of all", "last of all"), _end_of_all),
    **dict.fromkeys(FRACTIONS, _fraction),
    "held": _held,
    "multiple": _times,
    "only": _only,
    "pace": _pace,
}
