"""The words around a fact that give it its role in a sentence, as patterns of the prose that is read.

Judged are they in `dophu.tell.roles` and `dophu.tell.judges`, which know no language. The words stand in `roles.csv`;
`<span>` in a pattern stands for any word of that kind. A pattern that ends in `$` is held against what stands before a
fact; FACT is the place of one.
"""

from __future__ import annotations

import re
from functools import cache

from dophu.words.claims import DATA, FACT
from dophu.words.text import any_of, filled, of_kind, table


def _of(pattern: str, *, capitals: bool = True) -> re.Pattern[str]:
    """Compile a pattern of the table's words; `capitals`: whether a word in capitals is another one."""
    return re.compile(filled("roles", pattern), re.NOFLAG if capitals else re.IGNORECASE)


def _at_end(words: str, then: str = "") -> re.Pattern[str]:
    """Find words that end a text, with what may still follow them."""
    return _of(rf"(?<!\w)(?:{words}){then}\s*$", capitals=False)


def _first(kind: str) -> str:
    return of_kind("roles", kind)[0]


EVERYWHERE = of_kind("roles", "everywhere")
A_UNIT = _of(r"(?<!\w)(?i:<kind of unit>)(?=\s+[^\W\d_])")
A_GROUP = _of(r"(?<!\w)(?i:<a group>)(?:,?\s+[^\W\d_]+){0,8}?(?=\s+<states>(?!\w))")
COMPARED = _of(r"<compared>\s*$", capitals=False)
JOINED = _of(r"(?:<and>|,)\s*$", capitals=False)  # "Cao Bằng và Yên Bái thứ 20" names a place of both
AND_BEFORE = _of(r"<and>\s*$", capitals=False)  # before the last name of a list
SAYS = filled("roles", r"(?:\s*\([^()]*\))?(?:\s+<already>)*\s*(?:<says>|:|\()?")
SHORT = r"(?:\s+[^\W\d_]+){0,3}\s*\**\s*$"
REACHES = _at_end("<reaches>", r"(?:\s+<reaches then>)?")
WISHED = _at_end("<wished>", rf"(?:\s+(?:[^\W\d_]+|{FACT},?)){{0,4}}")
NEVER = _at_end(r"<denial>(?:\s+[^\W\d_]+){0,3}?\s+<never>", r"(?:\s+<never then>)?")
A_DAY = _at_end("<of a day>", r",?(?:\s+[^\W\d_]+){0,4}")
SIGNED = _of(r"(?:(?:^|\s)-|(?<!\w)<minus>\s)$")
SCALED = _of(rf"\s*(?:{any_of(*of_kind('numbers', 'scale'), *of_kind('roles', 'scale'))})(?!\s+<no scale>)")
UNITS = {  # what cannot follow a figure of a unit
    unit: _of(rf"\s*<not behind {unit}>(?!\w)") for unit in ("rank", "count", "percent", "points")
}
AIMED = _at_end(
    r"<aim>(?:\s+<aim then>)*(?:\s+<of or for>(?:\s+[^\W\d_]+){1,4}?)?"
    r"|<aim>(?:\s+[^\W\d_]+){1,5}(?:\s+<is>|\s*:)|<ought to reach>",
    r"(?:\s+<is>|\s*:)?",
)
RATE = _at_end(r"(?<!<computes>\s)<rate>", r"(?:\s+<rate then>)*(?:\s+<is at>|\s*:)")
OWN_SAYS = _at_end(r"(?:^|[.,;]\s*|<of>\s+)(?:<whole>\s+)?<own unit>", r"(?:\s+<by now>)*\s+<own unit says>")
ADDED_NEW = _of(r"(?<!\w)<new>(?:\s+<in the period>)?(?:\s+<is>|\s*:)\s*$", capitals=False)
NUMBER_OF_UNITS = _at_end(r"<number>\s+<of units>", r"(?:\s+<done>)?")
AMONG_THEM = _of(r"(?<!\w)<among them>(?!\w)", capitals=False)
MEMBER = _at_end("<member>")  # before a number of units: "là một trong {{ climbers }} địa phương lên hạng"
APART_BETWEEN = _of(r"(?<!\w)<apart>\s+<between>(?!\w)", capitals=False)
IS_NEXT = _of(r"(?:\s+[^\W\d_]+){0,3}?(?:\s+<is>|\s*[:(])\s*\**\s*", capitals=False)  # from a name to its figure
OF_SO_MANY = _of(  # behind a rank: "/63", "trong {{ ranked }} tỉnh, thành phố", "cả nước"
    rf"^(?:\s*\**\s*(?:/|<out of a number>)\s*{FACT}(?:,?\s+(?!<in>)[^\W\d_]+){{0,4}}|\s+<everywhere>)",
    capitals=False,
)
RATE_WORD = _of(r"(?<!\w)<rate>(?!\w)", capitals=False)
APART = _at_end("<apart>", r"(?:\s+[^\W\d_]+){0,6}")
ADDED = _at_end("<added>", r"(?:\s+<added then>)?")
LOST = _at_end("<lost>")
LACKS = _at_end(r"<lacks>|<must>(?:\s+[^\W\d_]+){1,3}\s+<more>", r"(?:\s+<lacks then>)?")
PLACED = _at_end(r"<placed>|(?<!<ordinal>\s)<class>")
PRESENT_PACE = _at_end(r"<pace word>\s+<of now>", r",?(?:\s+<is>)?")
PEOPLE = _at_end("<people>", r"(?:(?:\s+<people then>)?\s*:?|(?:\s+[^\W\d_]+){1,4}(?:\s+<is>|\s*:))")
DUE = _at_end("<due>", r"(?:(?:\s+<due then>)*\s*:?|(?:\s+[^\W\d_]+){1,6}\s+<is>(?:\s+<day>)?)")
TURNED = _at_end("<denial>", r"(?:\s+<denial then>)?")
OWN_PLACE = _of("<own place>", capitals=False)
OPENING_DAY = _of(rf"\s*(?i:<figures>\s+)?(?i:(<opens a day>))\s+(?:<day>\s+)?{FACT}")
OPENING_TIME = _of(r"\s*(?i:<up to>\s+)?(?i:<span>\s+<other span>|<other time>)(?!\w)")
FORMER = _at_end(r"<span>\s+<last>", r"\s+<was>")
WAS = _of(r"\s*(?:<of a span>\s+)?<span>\s+<last>(?!\w)", capitals=False)
NOW_SAID = _of(r"[,;(]\s*<of now>(?!\w)[^,;(]*$", capitals=False)
A_SPAN = _of(
    r"(?<!\w)(?:<all of>\s+(?P<whole><long span>)(?!\s+<last>)"
    r"|(?P<named><long span>)\s+(?:<this>|\d{1,2}|[IVX]{1,4})(?![\w/]))",
    capitals=False,
)
STILL = _of(r"(?<!\w)<must>(?!\w)(?!.*(?<!\w)<once done>(?!\w))", capitals=False)
IN_ALL = _at_end("<needs in all>", rf"(?:(?:\s+(?:[^\W\d_]+|{FACT})){{0,6}}\s+<is>|\s*:)?")
MORE = _of(r"[^,.;]*(?<!\w)<yet more>(?!\w)", capitals=False)
SPANS = {row["word"]: (int(row["least"]), int(row["most"])) for row in table("spans")}  # days
OF_OWN = _of(r"\s+<inhabitants>\s+(?:<of or in>\s+)?(?:<whole>\s+)?<own province>(?!\s+<other>|\w)")
OPENING_YEAR = _of(r"\s*(?i:<before year>\s+)?(?i:<year>)\s+(\d{4})(?:\s*,|\s+<behind year>(?!\w))")
OF_UNITS = _of(r"\s*<of units>(?!\w)")
OTHER_BASE = _of(r"(?<!\w)<divided by>\s+(?:<total>\s+)?(?:<amount>\s+)?(<other base>)(?!\w)", capitals=False)
AMONG = _of(rf"{FACT}\s+<out of a number>(?:\s+<whole number>)?\s*$")
WORDED = _of(r"<worded>\b")
BELONGS = _of(r"\s*\**\s*(?:<belongs>)\s+", capitals=False)
BEHIND = _of(r"\s*\**\s*([^\W\d_]+(?:\s+[^\W\d_]+)?)", capitals=False)
IN_PLACE = _of(r"\s*<at>\s+(?:<level>\s+)?", capitals=False)
LENGTH_OPENS = _of(rf"\s*(?:<after or within>\s+)?(?:[^\W\d_]+\s+){{0,2}}{FACT}", capitals=False)
NEEDED = _of(r"(?<!\w)<needed>(?!\w)", capitals=False)
SINCE = set(of_kind("roles", "since"))  # of OPENING_DAY's words, those that open a comparison
OPENING_PLACE = _of(r"\s*(?i:<at>)\s+(?i:<level>\s+)?([^,]+),((?:\s+[^\W\d_]+){0,4})\s*$")
AFTER_RANK = _of(rf"<ranks>[^,.;]*{FACT}\s+\S+[^,.;]*$")
RANKED_BY = (
    ("rank", _of(r"(?<!\w)<in>\s+<by rate>(?!\w)", capitals=False)),
    ("rank_by_count", _of(rf"(?<!\w)<in>\s+(?:<by count>|<amount>\s+{DATA})(?!\w)", capitals=False)),
)
OF_ALL = _of("<of all>", capitals=False)  # "dẫn đầu cả nước" is said of every unit
OUT_OF = _of(r"(?<!\w)<out of>(?!\w)", capitals=False)  # "thứ 5 trong 63"
AGAINST = _of(
    rf"(?:\s+<against>\s+|[^{FACT},]*,?\s+<while>[^,]*?\s<is>\s+){FACT}", capitals=False
)  # behind the first of two figures
THIS = _of(r"\s*(?:<against>\s+)?<this figure>(?!\w)", capitals=False)
HEAD = _of(r":\s*|(?<!\w)<belongs to>\s+", capitals=False)
SO_FAR = _of(r"\s*<against>(?!\w)[^,]*$", capitals=False)  # before what the sentence compares with
EARLIER = of_kind("claims", "former")
FROM_TO = _of(rf"(?:\s+[^\W\d_]+)?,?\s+<from>\s+{FACT}[^{FACT}]*\s<to>\s+", capitals=False)
JOINTLY = _of(r"(?<!\w)<jointly>\s*$", capitals=False)  # before a second name
NEIGHBOUR = _of(r"(?<!\w)<neighbour>(?!\w)", capitals=False)  # the unit next in rank is spoken of
OF_REGION = _of(r"(?<!\w)<says region>(?!\w)", capitals=False)
OF_TARGET = _of(r"\s*(?:<of>\s+|<against>\s+)?(?:<level word>\s+)?<aim>(?!\w)", capitals=False)
OF_WAY = _of(r"\s*<way>(?:\s+[^\W\d_]+\s+<aim>)?(?!\w)", capitals=False)  # "quá ba phần tư chặng đường tới mục tiêu"
OF_NEEDED_LEVEL = _of(r"\s*\**\s*(?:<against>\s+)?<needed level>(?!\w)", capitals=False)
PAST = _of(r"\s*<day>\s+<past>(?!\w)", capitals=False)
TO_CATCH_UP = _of(r"[^,;:]{0,40}?\s<in order to>\s+<catches>\s+<next to>(?!\w)", capitals=False)
OF_FIGURES = _of(r"(?<!\w)<figures>(?!\w)", capitals=False)
DATED = _of(r"(?<!\w)<dated>\s*$", capitals=False)
TIME_LEFT = _of(r"(?<!\w)<time left>(?:\s+(?:<is>|[^\W\d_]+)){0,2}\s*$", capitals=False)
OF_NEEDED = _of(r"\s*(?:<of>\s+|<against>\s+)?<needed number>(?!\w)", capitals=False)
OF_NATION = _of(r"\s*(?:<of>\s+|<against>\s+)?(?:<level word>\s+)+(?:<of>\s+)?<everywhere>(?!\w)", capitals=False)
AT_LEAST, MOST, ONLY = map(_first, ("at least", "most", "only"))  # claims that are judged by more than their kind
BY_AMOUNT = frozenset(of_kind("roles", "by amount"))  # extremes of size, whichever way is better
SIZED = re.compile(rf"\s*(?:{any_of(*of_kind('roles', 'counted'))})")

REHEARSAL = of_kind(
    "roles", "rehearsal"
)  # a sentence with all that is read for, to stand before a figure, and one alone


@cache
def group() -> re.Pattern[str]:
    """Find a group of people in the words of which a figure is said: "Tỷ lệ của người cao tuổi đạt"."""
    groups, words = any_of(*of_kind("numbers", "group")), r"(?:\s+[^\W\d_]+){0,3}"
    before_comma = rf"(?:(?i:<of people>)\s+(?:<people in>\s+)?)({groups}){words},"
    return _of(rf"(?:{before_comma}{words}\s+<people do>\s*|({groups})[^,;:()]*)$")


@cache
def names(role: str) -> re.Pattern[str] | None:
    """Find a word by which a sentence names the role of a fact; None where a fact needs no name."""
    words = of_kind("roles", f"names {role}")
    return re.compile(any_of(*words)) if words else None


@cache
def counted_by(concept: str) -> re.Pattern[str] | None:
    """Find what may follow a count that says by its concept what it counts; None for the others."""
    words = of_kind("roles", f"behind {concept}")
    return re.compile(any_of(*words, *of_kind("roles", "behind any"))) if words else None


@cache
def of_those_who(verb: str) -> re.Pattern[str]:
    """Find, behind a share, that it is of those who did: "{{ share }} số người cài đặt"."""
    return _of(rf"\s*\**\s*(?i:(?:<of>\s+)?(?:<total>\s+)?<amount>)(?:\s+[^\W\d_/]+){{1,3}}\s+{any_of(verb)}")


@cache
def other_deed(verb: str) -> re.Pattern[str]:
    """Find, before a count, that it counts another deed than its campaign: "Số người đã khai báo là"."""
    did = any_of(*filter(None, (verb, *of_kind("roles", "did"))))
    return _of(
        r"(?i:(?<!\w)<amount>\s+(?:<quantity>\s+)?<doer>(?:\s+<folk>)?\s+<doing>(?!\w))"
        rf"(?![^,;]*{did})(?:\s+[^\W\d_]+){{1,8}}\s*(?i:<deeds are>|:)\s*$"
    )


@cache
def counted_after(verb: str, noun: str) -> re.Pattern[str]:
    """Find, behind a figure, what was counted: "người đã cài đặt"."""
    nouns = "|".join(re.escape(each) for each in sorted({noun, *noun.split("/")}) if each)
    many = rf"(?:{nouns})\s+(?:<did or got>\s+)?|(?:[^\W\d_]+\s+){{0,3}}<did or got>\s+"
    return _of(rf"\s*\**\s*(?:{many})(?:{re.escape(verb)}|<did>)", capitals=False)


@cache
def counted_before(verb: str) -> re.Pattern[str]:
    """Find, before a figure, what was counted: "Số người cài đặt là"."""
    return _of(rf"(?<!\w)(?:{re.escape(verb)}|<did>)(?:\s+[^\W\d_]+){{0,4}}\s*(?:<deeds are>|:)\s*$", capitals=False)
