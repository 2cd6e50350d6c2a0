"""What a fact is of: a unit or a group of units, in a period, by a list, over a base, for a measure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from dophu.world.units import Unit

KEY = re.compile(  # as `Subject.key` writes it
    r"(?P<concept>\w+)@(?P<unit>\w+)(?:/(?P<period>\d{4}(?:-[\w-]+)?))?(?:/(?P<source>[^+~:/]+))?"
    r"(?:\+(?P<base>[^~:]+))?(?:~(?P<measure>[^:]+))?(?::(?P<against>\w+))?"
)


@dataclass(frozen=True)
class Group:
    """Units told together: a region, a list, the parts of a unit.

    key      part of its facts' keys, unlike any unit's code
    name     as prose writes it, "vùng Đông Bắc"
    units    all of them, of which a list may lack some
    family   the groups it is ranked among go by the same name; blank for none
    """

    key: str
    name: str
    units: tuple[Unit, ...] = field(hash=False, compare=False)
    family: str = ""

    @property
    def code(self) -> str:
        """What stands for the group in a key."""
        return self.key

    @property
    def full_name(self) -> str:
        """What the group is called in a sentence."""
        return self.name


@dataclass(frozen=True)
class Subject:
    """What a fact is of; a blank takes what the period or the campaign has.

    period   a reporting period: the name of a folder of data
    source   the list; blank for the figure of record, which `reported.best` chooses among the period's lists
    base     key of a base; blank for the measure's own
    measure  key of a measure of the campaign
    against  whom it is held against: the unit next in rank, the region, the nation
    """

    unit: Unit | Group
    period: str
    measure: str
    source: str = ""
    base: str = ""
    against: Unit | Group | None = None

    def __hash__(self) -> int:
        """Hash what tells most subjects apart: facts are looked up by them thousands of times an edition."""
        return hash((self.unit.code, self.period, self.source, self.base, self.measure))

    def of(self, unit: Unit | Group) -> Subject:
        """Name the same of another unit; a list stays the same list."""
        return Subject(unit, self.period, self.measure, self.source, self.base, self.against)

    def by(self, source: str) -> Subject:
        """Name the same by a list; blank for the figure of record."""
        return Subject(self.unit, self.period, self.measure, source, self.base, self.against)

    def back_in(self, period: str) -> Subject:
        """Name the same of another period, by its figure of record."""
        return Subject(self.unit, period, self.measure, "", self.base, self.against)

    def held_against(self, unit: Unit | Group) -> Subject:
        """Name the same, held against another unit of the same list."""
        return replace(self, against=unit)

    def key(self, concept: str, own: Subject) -> str:
        """Name the fact: what differs from the edition's own subject is written behind the unit.

        `share@20`, `share@27/2020-08-05`, `share@20/S12` (by the list S12), `share@20+smartphones`, `share@20~doses`
        """
        parts = [f"/{self.period}" if self.period != own.period else "", f"/{self.source}" if self.source else ""]
        parts += [f"+{self.base}" if self.base else "", f"~{self.measure}" if self.measure != own.measure else ""]
        parts += [f":{self.against.code}" if self.against else ""]
        return f"{concept}@{self.unit.code}{''.join(parts)}"
