"""Names of units as people write them: matched exactly once accents, prefixes and numbering are out of the way.

Nothing is matched by likeness: a near miss is refused, with the names it is near to.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cached_property, lru_cache
from typing import Literal

from dophu.intake.legacy import ENCODINGS, decode, is_unicode
from dophu.wording import day_month_year
from dophu.words import say
from dophu.world.units import Gazetteer, Gone, Unit

__all__ = ["Found", "Names", "decode", "fold", "role_of"]

Role = Literal["total", "region", "mean", "footnote"]
KEPT = 1 << 15  # names whose spelling is remembered: a file of many rows asks for each at several levels
GONE_SHOWN = 3  # former units of one name of which it is told what became of them
NONE_NEAR = "none is near to it"
TOLD_APART = 4  # units of one name that are listed
HINTS_AT_MOST = 50  # different unknown names for which nearest ones are sought; likeness is slow

Key = tuple[str, str, str]  # vintage, level, letters of a name

NOT_LETTERS = re.compile(r"[^a-z0-9,\n]+")
CELL_ENDS = re.compile(r"[,\n]")
ETH = frozenset("Ðð")
SPACES = re.compile(r"[\s\u00a0\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff]+")
NOTES = re.compile(r"(?:\s*(?:\([^()]*\)|\[[^\[\]]*\]|[*†‡]+|[⁰¹²³⁴-⁹]+|[:;.,]))+$")
IN_BRACKETS = re.compile(r"\(([^()]*[^\W\d_][^()]*)\)")
NUMBERING = re.compile(r"^(?:\d{1,4}(?:\s*[.)/:–-]+\s*|\s+(?=\D))|[IVXLC]+\s*[.)]\s*|[a-zđ][.)]\s*|[-–—+•●▪*]+\s*)+")
KINDS = {
    "tinh|t(?=[.])": ("tỉnh",),
    "thanh pho|tp|t[.]p|t/p|thu do": ("thành phố",),
    "huyen|h(?=[.])": ("huyện",),
    "thi xa|tx(?=[. ])|t[.]x": ("thị xã",),
    "quan|q(?=[.])": ("quận",),
    "xa|x(?=[.])": ("xã",),
    "phuong|p(?=[.])": ("phường",),
    "thi tran|tt(?=[. ])": ("thị trấn",),
    "dac khu|huyen dao|dk(?=[. ])": ("đặc khu", "huyện"),
}
OFFICE = re.compile(  # whose list it is, before its unit: "UBND phường Đông Kinh"
    r"^(?:u[.]?b[.]?n[.]?d|u[.]?b|uy ban nhan dan|uy ban|hdnd|hoi dong nhan dan|dang uy|cong an|tram y te"
    r"|trung tam phuc vu hanh chinh cong|van hoa xa hoi|vp ubnd)\s+(?=\S)"
)
INSIDE = re.compile(r"^(?P<name>.+?)\s*(?:,|\s-|\()\s*(?P<above>(?:tinh|thanh pho|t[.]?p|t[.])[. ]\s*[^,()]+?)\)?$")
BRACKETED = re.compile(r"^(?P<name>.+?)\s*[(\[](?P<above>[^()\[\]]+)[)\]]$")  # "Châu Thành (Bến Tre)"
ENGLISH = {
    "city": ("thành phố",),
    "province": ("tỉnh",),
    "district": ("huyện", "quận"),
    "town": ("thị xã", "thị trấn"),
    "township": ("thị trấn",),
    "ward": ("phường",),
    "commune": ("xã",),
}
# "Can Tho city", "Vinh Phuc Province"; a Vietnamese kind only behind a comma or a dash: "Xuân Phương" is a name.
BEHIND = [(re.compile(rf"^(.+?)(?:\s*,)?\s+{word}\.?$"), kinds) for word, kinds in ENGLISH.items()]
BEHIND += [(re.compile(rf"^(.+?)\s*(?:,|\s-)\s*(?:{words})\.?$"), kinds) for words, kinds in KINDS.items()]
OF = [(re.compile(rf"^(?:the )?{word} of (?=\S)"), kinds) for word, kinds in ENGLISH.items()]
PREFIXES = [(re.compile(rf"^(?:{words})(?:[ .:]+)(?=\S)"), kinds) for words, kinds in KINDS.items()]

TOTAL = re.compile(
    r"^(?:ca nuoc|toan (?:quoc|tinh|thanh pho|huyen|bo|vung)|trung uong"
    r"|(?:the )?whole (?:country|province|nation)|(?:grand |national |overall )?total\b.*|nationwide|all provinces"
    r"|(?:tong|cong)(?: (?:cong|so|chung|toan|ca|hop|don)\b.*)?|t[. ]*cong|chung(?: (?:ca|toan)\b.*)?)$"
)
MEAN = re.compile(  # what is worked out of the rows above: a mean, an extreme, a share, a change
    r"^(?:(?:so |muc |gia tri )?(?:trung binh|binh quan|trung vi|(?:cao|thap|lon|nho) nhat|do lech chuan)\b.*"
    r"|(?:the )?(?:averages?|mean|median|max(?:imum)?|min(?:imum)?|std|standard deviation)(?: .*)?"
    r"|(?:dat )?(?:ty|ti) (?:le|suat|trong)\b.*|so (?:voi|sanh)\b.*|(?:muc )?tang ?[(/,-]? ?giam\b.*|chenh lech\b.*)$"
)
REGION = re.compile(
    r"^(?:(?:cac tinh|khu vuc|vung|mien|(?:cum|khoi) (?:thi dua|so|dia phuong|cac tinh))\b.*"
    r"|cac (?:thanh pho|quan|huyen|thi xa|xa|phuong)(?: .*)?|(?:cum|nhom|khoi) (?:\d{1,2}|[ivx]{1,4}|[a-d])"
    r"|(?:phia|mien) (?:bac|nam|trung|tay|dong).*"
    r"|(?:(?:dong bang|db) ?(?:song|bac bo)\b.*|dbsh|dbscl|dbs(?:h|cl))"
    r"|trung du.*|tdmn.*|(?:bac|nam) trung bo.*|d ?h ?(?:nam trung bo|mien trung).*|duyen hai.*|tay nguyen"
    r"|(?:dong|tay) (?:nam|bac) bo|(?:dong|tay) bac|bac bo|nam bo|trung bo"
    r"|(?:red|mekong) (?:river )?delta|northern .*|midlands? .*|(?:north|south) (?:central|east|west)\b.*"
    r"|(?:north|south)(?:east|west)(?:ern)?\b.*|central (?:highlands?|coast)\b.*)$"
)
FOOTNOTE = re.compile(
    r"^(?:nguon|ghi chu|chu thich|luu y|nhan xet|danh gia|kien nghi|noi nhan|trong do|chia ra|of which|"
    r"nguoi (?:lap|ky|kiem)|thu truong|ke toan|don vi tinh|ngay \d|"
    r"[a-z ]+, ngay|(?:kt|tm|tl|tuq|q)[.] ?[a-z]|[(]?[*]+[)]?|[(].*[)]$)"
)


@dataclass(frozen=True)
class Found:
    """What a name stands for.

    unit      None when it stands for no unit, or for several
    kind      a key of PHRASES: why there is none, or what had to be done to read the name; "" for neither
    """

    unit: Unit | None = None
    kind: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


class _Bare(dict[int, str]):
    """The bare letters of a sign, worked out once for each sign there is."""

    def __missing__(self, sign: int) -> str:
        apart = unicodedata.normalize("NFD", chr(sign).replace("đ", "d").replace("ð", "d"))
        self[sign] = "".join(part for part in apart if not unicodedata.combining(part))
        return self[sign]


BARE = _Bare()


@lru_cache(KEPT)
def plain(text: str) -> str:
    """Bring a name to composed letters, single spaces and straight hyphens."""
    return SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip().replace("–", "-").replace("—", "-")


@lru_cache(KEPT)
def bare(text: str) -> str:
    """Take case, accents and the bar of đ away; signs and spaces stay."""
    return text.lower().translate(BARE)


@lru_cache(KEPT)
def fold(text: str) -> str:
    """Bring a name to the letters and digits that all its spellings share.

    >>> fold("Bà Rịa – Vũng Tàu") == fold("BA RIA-VUNG TAU")
    True
    """
    return re.sub(r"[^a-z0-9]", "", bare(plain(text)))


@lru_cache(KEPT)
def marks(text: str) -> tuple[str, str]:
    """Part a name into its letters and its accents, wherever in a word they are set: "Hòa" and "Hoà" agree."""
    words = re.findall(r"[^\W_]+", plain(text).lower().replace("ð", "đ"))
    return fold(text), "".join(map(_accents, words))


@lru_cache(KEPT)
def _accents(word: str) -> str:
    apart = unicodedata.normalize("NFD", word)
    return "".join(sorted(sign for sign in apart if sign == "đ" or unicodedata.combining(sign)))


def role_of(text: str) -> Role | None:
    """Say whether a row's words name a total, a region, or begin a footnote; None for what may be a unit."""
    words = bare(plain(text)).strip(" -+•*:.") if not text.strip().startswith("*") else "*"
    short = bare(_bared(plain(text))).strip(" :.-")
    if TOTAL.match(short):
        return "total"
    if MEAN.match(short):
        return "mean"
    if FOOTNOTE.match(words):
        return "footnote"
    return "region" if REGION.match(short.replace(".", " ").replace("  ", " ")) else None


class Names:
    """All units by the spellings of their names.

    aliases   spellings that no rule gives, by (vintage, code); a later vintage's unit of the same name shares them
    gone      reads the units that are no more, once a name is none of those that there are
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        aliases: Mapping[tuple[str, str], Sequence[str]],
        gone: Callable[[], Iterable[Gone]] = tuple,
    ) -> None:
        self._read_gone, self._gazetteer, self._aliases = gone, gazetteer, aliases
        self._merged: dict[tuple[str, str], set[str]] = {}
        self._province_today = {old: code for (_, old), (_, code) in gazetteer.successors.items()}
        for (_, old), new in gazetteer.successors.items():
            self._merged.setdefault(new, set()).add(old)
        self._spelt: dict[Key, dict[Unit, list[str]]] = {}
        self._within: dict[Key, dict[str, dict[Unit, list[str]]]] = {}
        self._keys: dict[tuple[str, str], list[str]] = {}
        self._hints: dict[tuple[str, str, str, str | None], list[str]] = {}
        self._listed = set[tuple[str, str, str]]()
        self._letters: dict[tuple[str, str], dict[str, list[str]]] = {}
        shared: dict[tuple[str, str], list[str]] = {}
        for unit in gazetteer.units:  # the earlier vintages come first
            given = shared.setdefault((unit.level, unit.name), [])
            given.extend(aliases.get((unit.vintage, unit.code), ()))
            self._spell(unit, given)
        at_once = {(one.vintage, one.code) for one in gazetteer.units}
        for key in (key for key in aliases if key not in at_once and key in gazetteer):
            unit = gazetteer.get(*key)
            self._open(unit.vintage, unit.level, gazetteer.province_of(unit).code)

    def _spell(self, unit: Unit, given: Iterable[str]) -> None:
        """Enter a unit under the letters of its name, with and without its kind, and of other spellings."""
        letters = fold(unit.name)
        spellings = {unit.name: letters, f"{unit.kind} {unit.name}": fold(unit.kind) + letters}
        for name, letters_of_name in (spellings | {name: fold(name) for name in given}).items():
            key = (unit.vintage, unit.level, letters_of_name)
            if key not in self._spelt:
                self._keys.setdefault(key[:2], []).append(letters_of_name)
            self._spelt.setdefault(key, {}).setdefault(unit, []).append(name.lower())
            self._within.pop(key, None)

    def _open(self, vintage: str, level: str, province: str) -> None:
        """Enter the units of a level inside a province, which are read only now."""
        if (vintage, level, province) not in self._listed:
            self._listed.add((vintage, level, province))
            for unit in self._gazetteer.below(self._gazetteer.get(vintage, province), level):
                self._spell(unit, self._aliases.get((unit.vintage, unit.code), ()))

    def _look_into(self, key: str, vintage: str, level: str, parent: str | None) -> None:
        """Enter the lists that may hold a name: of its parent's province, else those in which its letters stand."""
        levels, lower = self._gazetteer.levels, self._gazetteer.lower
        if lower is None or level not in levels.names(vintage)[2:]:
            return
        if parent is not None:
            above = self._gazetteer.get(vintage, parent)
            if not above.is_nation:
                self._open(vintage, level, self._gazetteer.province_of(above).code)
            return
        if (vintage, level) not in self._letters:
            self._letters[vintage, level] = _provinces_by_letters(lower.texts(vintage, level))
        for province in self._letters[vintage, level].get(key, ()):
            self._open(vintage, level, province)

    def find(  # noqa: PLR0913 - where a name is looked for, and how it was written
        self,
        text: str,
        vintage: str,
        level: str,
        parent: str | None = None,
        fonts: tuple[str, ...] = (),
        *,
        marked: bool = True,
    ) -> Found:
        """Find the unit that a name stands for, inside `parent`, or in any unit for None.

        fonts    of the cell: one made for an old encoding has the text converted, when it is not known as it is
        marked   whether names beside it bear their accents; where none does, "Thanh An" may be Thạnh An
        """
        found = self._find(text, vintage, level, parent, marked=marked)
        if not found.unit:
            found = self._find_inside(plain(text), vintage, level, parent) or found
        if found.unit or found.kind in ("name_ambiguous", "name_kind"):
            return found
        if (shown := decode(text, fonts)) != text:
            return self._converted(shown, self._find(shown, vintage, level, parent))
        if text.isascii() or is_unicode(text):
            return found
        for encoding in ENCODINGS.values():
            read = self._find(encoding(text), vintage, level, parent)
            if read.unit:
                return self._converted(encoding(text), read)
        return found

    def _find_inside(self, shown: str, vintage: str, level: str, parent: str | None) -> Found | None:
        """Read a name that says in which unit it lies: "Bắc Sơn, tỉnh …", "Châu Thành (Bến Tre)"; None for none."""
        letters = bare(shown)
        inside = INSIDE.match(letters) or BRACKETED.match(letters)
        if inside is None or len(letters) != len(shown):
            return None
        name, above = (shown[slice(*inside.span(part))] for part in ("name", "above"))
        uppers = self._gazetteer.levels.names(vintage)[1 : self._gazetteer.levels.depth(vintage, level)]
        places = ((upper, None if upper is uppers[0] else parent) for upper in uppers)
        whole = next((unit for upper, of in places if (unit := self._find(above, vintage, upper, of).unit)), None)
        if whole is None:
            return None
        known = self._gazetteer.get(vintage, parent) if parent else None
        if known and not known.is_nation and self._gazetteer.province_of(known) != self._gazetteer.province_of(whole):
            return Found(None, "name_unknown", {"level": level} | _quoted("nearest", []))
        return self._find(name, vintage, level, whole.code)

    def _converted(self, shown: str, read: Found) -> Found:
        return Found(read.unit, "name_converted", {"read": plain(shown)}) if read.unit else read

    def recognise_vintage(self, texts: Iterable[str], period_vintage: str) -> str:
        """Tell by the provinces that are named which vintage they are of.

        A name that only one vintage has decides, and so does a list of all of the later one. Where nothing does it
        is the period's; names that only the one and only the other have are a mixture, "".
        """
        levels = self._gazetteer.levels
        known = {v: [self.find(text, v, levels.names(v)[1]).unit for text in texts] for v in levels.vintages}
        named = {v: {place for place, unit in enumerate(units) if unit} for v, units in known.items()}
        every = set[int]().union(*named.values())
        fitting = [v for v in levels.vintages if named[v] == every]
        if not fitting:
            return ""
        last = fitting[-1]
        whole = {unit.code for unit in known[last] if unit}
        is_whole = bool(whole) and whole == {unit.code for unit in self._gazetteer.provinces(last)}
        return last if is_whole or period_vintage not in fitting else period_vintage

    def _find(self, text: str, vintage: str, level: str, parent: str | None, *, marked: bool = True) -> Found:
        shown = plain(text)
        for name, kinds in _readings(shown):
            if name.isdecimal() and not kinds:  # a 1 alone numbers a row; it does not mean phường 1
                continue
            candidates = self._among(fold(name), vintage, level, parent)
            if candidates:
                return self._chosen(shown, name, candidates, kinds, marked=marked)
        bared = _bared(shown)
        abbreviated = len(bared) <= 3 and bared.isupper()  # noqa: PLR2004 - "HG", "QN", "BTH"
        return Found(None, "name_code" if abbreviated else "name_unknown", {"level": level} | _quoted("nearest", []))

    def _among(self, key: str, vintage: str, level: str, parent: str | None) -> dict[Unit, list[str]]:
        if key:
            self._look_into(key, vintage, level, parent)
        spelt = self._spelt.get((vintage, level, key), {}) if key else {}
        if not spelt or parent is None:
            return spelt
        if (vintage, level, key) not in self._within:
            within = self._within[vintage, level, key] = {}
            for unit, names in spelt.items():
                for above in self._wholes_of(unit):
                    within.setdefault(above, {})[unit] = names
        return self._within[vintage, level, key].get(parent, {})

    def _wholes_of(self, unit: Unit) -> list[str]:
        """Name the units that one lies in, up to its province."""
        found = [unit.parent]
        while unit.depth > 2:  # noqa: PLR2004 - below that the parent is a province
            unit = self._gazetteer.get(unit.vintage, unit.parent)
            found.append(unit.parent)
        return found

    def _chosen(
        self, shown: str, name: str, spelt: Mapping[Unit, list[str]], kinds: tuple[str, ...], *, marked: bool
    ) -> Found:
        """Let kind, then accents, decide between names of the same letters; what they do not decide is ambiguous.

        A city is not the province of its name; "tỉnh" before a city that is one on its own does no harm.
        """
        (unit, names), *others = spelt.items()
        written = name.lower()
        plainly = ETH.isdisjoint(shown) and not (others or kinds or "(" in shown)
        if plainly and written in names:  # as nearly all are written
            return Found(unit)
        fitting = {unit: names for unit, names in spelt.items() if not kinds or unit.kind.lower() in kinds}
        if not fitting and (kinds != ("tỉnh",) or len(spelt) > 1):
            return Found(None, "name_kind", _quoted("nearest", [unit.full_name for unit in spelt]))
        fitting = fitting or dict(spelt)
        exact = {unit: names for unit, names in fitting.items() if written in names or _are_marked(name, names)}
        units = list(exact if exact and (marked or marks(name)[1]) else fitting)
        if len(units) > 1:
            return Found(None, "name_ambiguous", _quoted("nearest", self._told_apart(units)))
        note = "name_eth" if not ETH.isdisjoint(shown) else "name_respelt" if not exact and marks(name)[1] else ""
        if not note and any(fold(words) not in fold(name) for words in IN_BRACKETS.findall(shown)):
            note = "name_noted"
        return Found(units[0], note, {"read": units[0].full_name} if note else {})

    def _told_apart(self, units: Sequence[Unit]) -> list[str]:
        """Name units of one name by what they lie in, where their kinds do not tell them apart; the first few."""
        alike = len({unit.full_name for unit in units}) < len(units)
        wholes = [self._gazetteer.get(unit.vintage, unit.parent).name for unit in units[:TOLD_APART]]
        named = [unit.full_name for unit in units[:TOLD_APART]]
        told = [f"{name} ({whole})" for name, whole in zip(named, wholes, strict=True)] if alike else named
        return told + [f"… ({len(units)})"] * (len(units) > TOLD_APART)

    def unknown(self, text: str, vintage: str, level: str, parent: str | None = None) -> Found:
        """Say why a name stands for no unit, and which it is near to; `find` leaves that out, as it is slow."""
        found = self.find(text, vintage, level, parent)
        if found.kind not in ("name_unknown", "name_code"):
            return found
        if former := self._former(text, vintage, level, parent):
            return former
        near = self._near if found.kind == "name_unknown" else self._abbreviated
        return Found(None, found.kind, {"level": level} | _quoted("nearest", near(plain(text), vintage, level, parent)))

    @cached_property
    def _gone(self) -> dict[str, list[Gone]]:
        found: dict[str, list[Gone]] = {}
        for one in self._read_gone():
            for text in (one.full_name,) if one.name.isdecimal() else (one.name, one.full_name):
                found.setdefault(fold(text), []).append(one)
        return found

    def _gone_as(self, name: str, text: str, vintage: str, level: str, parent: str | None) -> list[Gone]:
        """Find the units that are no more and had a name: of the kind that is written, in the parent or but one."""
        named = self._gone.get(fold(name), ())
        of_kind = [one for one in named if fold(one.full_name) in fold(text)]
        of_level = [one for one in named if self._level_of(one) == level]
        bare = of_level or [one for one in named if not (one.depth > 2 and self._is_province_level(vintage, level))]  # noqa: PLR2004
        known, provinces = of_kind or bare, self._provinces_of(vintage, parent)
        inside = [one for one in known if provinces is None or one.province in provinces]
        found = inside or (known if len(known) == 1 else [])
        first = self._gazetteer.levels.vintages[0]
        return [one for one in found if vintage == first or self._place(one) not in self._successors]

    def _level_of(self, unit: Gone) -> str:
        """Name what a former unit was a unit of."""
        levels = self._gazetteer.levels
        return levels.names(levels.vintages[0])[unit.depth]

    def _is_province_level(self, vintage: str, level: str) -> bool:
        return self._gazetteer.levels.depth(vintage, level) == 1

    def _place(self, unit: Gone, name: str = "") -> tuple[str, str]:
        """Name the province of today in which a unit lay, with its own name or another."""
        return self._province_today.get(unit.province, ""), fold(name or unit.full_name)

    @cached_property
    def _successors(self) -> set[tuple[str, str]]:
        """Units of today by province and name, as what former units went into."""
        every = (one for units in self._gone.values() for one in units if one.province)
        return {self._place(one, name.partition(" (")[0]) for one in every for name in one.into.split(", ")}

    def _provinces_of(self, vintage: str, parent: str | None) -> set[str] | None:
        """Name the former provinces in which a unit lies, or that it was made of; None for all."""
        if parent is None or (vintage, parent) not in self._gazetteer:
            return None
        unit = self._gazetteer.province_of(self._gazetteer.get(vintage, parent))
        if unit.is_nation:
            return None
        first = self._gazetteer.levels.vintages[0]
        return {unit.code} if vintage == first else self._merged.get((vintage, unit.code), {unit.code})

    def _former(self, text: str, vintage: str, level: str, parent: str | None) -> Found | None:
        """Recognise a unit that there was before, or is since, the units of a vintage."""
        levels = self._gazetteer.levels
        last = levels.span_of(vintage).last or date.max
        for name, _ in _readings(plain(text)):
            known = self._gone_as(name, text, vintage, level, parent)
            ended = [one for one in known if one.until <= last]
            if ended:
                return Found(None, "name_former", _ended(ended))
            of_level = [one for one in known if self._level_of(one) == level]
            if of_level and not self.find(text, vintage, level).unit:
                return Found(None, "name_unlisted", _ended(of_level))
        here = self.find(text, vintage, level)
        elsewhere = here.unit is not None or here.kind == "name_ambiguous"  # a unit in force, of another province
        for other in (one for one in levels.vintages if one != vintage and not elsewhere):
            below = levels.names(other)[1:2] if self._is_province_level(vintage, level) else levels.names(other)[1:]
            units = [self.find(text, other, one).unit for one in below]
            if unit := next(filter(None, units), None):
                return self._of_other_vintage(unit, vintage)
        return None

    def _of_other_vintage(self, unit: Unit, vintage: str) -> Found:
        levels, name = self._gazetteer.levels, unit.full_name
        if levels.earlier(vintage, unit.vintage):
            since = levels.span_of(unit.vintage).first or date.min
            return Found(None, "name_later", {"unit": name, "since": day_month_year(since)})
        into = ", ".join(new.full_name for new in self._gazetteer.merged_from([(unit.vintage, unit.code)]))
        last = levels.span_of(unit.vintage).last or date.max
        until = day_month_year(date.fromordinal(last.toordinal() + 1))
        return Found(None, "name_former", {"unit": name, "until": until, "into": into or "–"})

    def _abbreviated(self, shown: str, vintage: str, level: str, parent: str | None) -> list[str]:
        letters = bare(_bared(shown))
        return [unit.name for unit in self._units(vintage, level, parent) if _initials(unit.name) == letters]

    def _near(self, shown: str, vintage: str, level: str, parent: str | None) -> list[str]:
        asked = (fold(shown), vintage, level, parent)
        if parent is not None:
            self._look_into(asked[0], vintage, level, parent)
        if asked not in self._hints and len(self._hints) < HINTS_AT_MOST:
            keys = [k for k in self._keys.get((vintage, level), ()) if self._among(k, vintage, level, parent)]
            near = get_close_matches(asked[0], keys, n=6, cutoff=0.6)
            units = dict.fromkeys(unit.name for key in near for unit in self._among(key, vintage, level, parent))
            self._hints[asked] = list(units)[:3]
        return self._hints.get(asked, [])

    def _units(self, vintage: str, level: str, parent: str | None) -> list[Unit]:
        keys = self._keys.get((vintage, level), ())
        return list(dict.fromkeys(unit for key in keys for unit in self._among(key, vintage, level, parent)))


def _ended(units: Sequence[Gone]) -> dict[str, str]:
    """Tell what became of a unit that is no more; of several of its name, what became of each."""
    first, *others = units
    into = [f"{one.into} ({one.district})" if one.district else one.into for one in units[:GONE_SHOWN]]
    more = f"; … ({len(units)})" if len(units) > GONE_SHOWN else ""
    unit = f"{first.full_name} ({first.district})" if first.district and not others else first.full_name
    told = "; ".join(into) + more if others else first.into
    return {"unit": unit, "until": day_month_year(first.until), "into": told}


def _are_marked(name: str, spellings: Sequence[str]) -> bool:
    return any(marks(spelling) == marks(name) for spelling in spellings)


def _provinces_by_letters(texts: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Look up the provinces in whose lists, as they stand, a cell has certain letters: a name, spelt whichever way."""
    found: dict[str, list[str]] = {}
    for province, text in texts:
        letters = NOT_LETTERS.sub("", text.lower().translate(BARE))
        for cell in set(CELL_ENDS.split(letters)):
            found.setdefault(cell, []).append(province)
    return found


@lru_cache(KEPT)
def _bared(shown: str) -> str:
    return NOTES.sub("", NUMBERING.sub("", shown))


def _without_office(shown: str) -> str:
    """Take the office away whose list it is: "UBND phường Đông Kinh" is of phường Đông Kinh."""
    letters = bare(shown)
    found = OFFICE.match(letters) if len(letters) == len(shown) else None
    rest = shown[found.end() :] if found else ""
    return rest if any(prefix.match(bare(rest)) for prefix, _ in PREFIXES) else ""


def _readings(shown: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give what a cell may name, the whole of it first: without notes, without numbering, without its kind."""
    if shown:
        yield shown, ()
    bared = _bared(shown)
    written = (shown, NOTES.sub("", shown), NUMBERING.sub("", shown), bared, _without_office(bared))
    names = list(filter(None, dict.fromkeys(written)))
    yield from ((name, ()) for name in names[1:])
    for name in names:
        letters = bare(name)
        if len(letters) != len(name):
            continue
        for prefix, kinds in (*PREFIXES, *OF):
            if found := prefix.match(letters):
                yield name[found.end() :], kinds
        for suffix, kinds in BEHIND:
            if found := suffix.match(letters):
                yield name[: found.end(1)], kinds


def _initials(name: str) -> str:
    return "".join(word[0] for word in re.findall(r"[a-z]+", bare(name)))


def _quoted(key: str, names: Sequence[str]) -> dict[str, str]:
    english = "did you mean " + " or ".join(f"'{name}'" for name in names) + "?" if names else NONE_NEAR
    asked = say("finding.or").join(f"“{name}”" for name in names)
    return {key: english, f"{key}_vi": say("finding.near", names=asked) if names else say("finding.none_near")}
