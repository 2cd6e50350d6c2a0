"""An edition: one report for one campaign, period and unit, with the settings of its document."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from itertools import takewhile
from keyword import iskeyword
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import (
    Field,
    ModelWrapValidatorHandler,
    PlainSerializer,
    PrivateAttr,
    field_validator,
    model_validator,
)

from dophu.data.brand import read_brand
from dophu.data.history import History
from dophu.data.notebooks import notebook_files, sources_of_cells
from dophu.data.periods import period_names, read_campaign, read_history, units_counted
from dophu.data.project import Project
from dophu.data.remarks import Remarks, as_prose, read_remarks, remarks_of_params
from dophu.data.settings import Lined, parse_as_papermill, parse_yaml, typed
from dophu.errors import DataError, DophuError, UsageError, did_you_mean
from dophu.world.campaigns import Campaign, DayOfIssue, Letter, Letterhead, Model, Number, Target
from dophu.world.periods import Period, read_period
from dophu.world.units import Gazetteer, Unit, as_code

NAME = re.compile(r"[^./\\\x00-\x1f][^/\\\x00-\x1f]{0,99}")
OVERRIDABLE = {"parent_body", "issuing_body", "symbol", "place", "type_name", "abstract", "title"}


class LetterSettings(Letter):
    """What a params file may say of the letter; what it leaves out comes from the campaign.

    number, date   what `dophu issue` takes where it is given none; a draft prints blanks for them
    """

    unit: str | None = Field(default=None, description="whose letterhead this is")
    parent_body: str | None = None
    issuing_body: str | None = None
    short_body: str | None = None
    symbol: str | None = None
    number: Number = None
    place: str | None = None
    date: DayOfIssue = None
    type_name: str | None = None
    abstract: str | None = None
    addressees: tuple[str, ...] | None = None
    recipients: tuple[str, ...] | None = None
    authority: str | None = None
    title: str | None = None
    name: str | None = None

    @field_validator("unit", mode="before")
    @classmethod
    def _code(cls, value: object) -> object:
        return value if value is None else as_code(value)

    @field_validator("number", "date", mode="before")
    @classmethod
    def _text(cls, value: object) -> object:
        return value if value is None else str(value)


class Parameters(Model):
    """What differs between two editions: the names a params file, papermill and `dophu build` may set.

    campaign   a folder of data/; period: a reporting date in it; unit: a code, as text
    target     a target of the campaign by its key, or None for the one set for the unit
    target_by  the day by which it is to be reached, when the target itself names none
    document   the letter's settings, or None for those of the period's params file or the campaign
    replaces   the letter whose place this one takes: "Báo cáo số 125/BC-STTTT ngày 21/10/2020"; set by dophu replace
    remarks    what the unit's office says for this period alone: prose, or texts by the headings they stand under

    A params file may also set what notebooks declare in their cells of parameters; that is `own`.
    """

    campaign: str
    period: Annotated[Period, PlainSerializer(str, return_type=str)]
    unit: str
    target: str | None = None
    target_by: date | None = None
    document: LetterSettings | None = None
    replaces: str | None = None
    remarks: str | None = None

    @field_validator("remarks", mode="before")
    @classmethod
    def _prose(cls, value: object) -> object:
        prose = as_prose(value)
        if prose is not None and not isinstance(prose, str):
            raise ValueError("write prose, or under each heading its prose: remarks: {heading: …}")
        return prose

    @field_validator("unit", mode="before")
    @classmethod
    def _code(cls, value: object) -> object:
        return as_code(value) if isinstance(value, int | str) and not isinstance(value, bool) else value

    _unit_was_number: bool = PrivateAttr(default=False)
    _own: dict[str, Any] = PrivateAttr(default_factory=dict)

    @model_validator(mode="wrap")
    @classmethod
    def _remember(cls, given: object, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Keep in mind that the unit came as a number, which lost the noughts before it."""
        made = handler(given)
        unit = given.get("unit") if isinstance(given, Mapping) else None
        made._unit_was_number = isinstance(unit, int) and not isinstance(unit, bool)
        return made

    @property
    def unit_was_number(self) -> bool:
        """Say whether the unit came as a number and not as text: 4 may have been 04 or 00004."""
        return self._unit_was_number

    @property
    def own(self) -> Mapping[str, Any]:
        """What is set of the parameters that notebooks declare themselves."""
        return self._own

    def with_own(self, own: Mapping[str, Any]) -> Self:
        """Set these of a notebook's own parameters, and no others."""
        made = self.model_copy()
        made._own = dict(own)
        return made

    def as_set(self) -> dict[str, Any]:
        """Write what is set, a notebook's own parameters too, as papermill takes it and a manifest has it."""
        return self.model_dump(mode="json", exclude_unset=True) | self._own

    @field_validator("campaign", "target", mode="before")
    @classmethod
    def _unquoted(cls, value: object) -> object:
        return value.strip().strip("\"'") if isinstance(value, str) else value

    @field_validator("campaign", "unit")
    @classmethod
    def _name(cls, value: str) -> str:
        """Refuse what is no name: both become folders of the outputs, and a record may come from anybody."""
        if not NAME.fullmatch(value):
            raise ValueError("write a name or a code, without / or \\ and not begun with a dot")
        return value

    @field_validator("period", mode="before")
    @classmethod
    def _period(cls, value: object) -> object:
        return value if isinstance(value, Period) else read_period(str(value).strip().strip("\"'"))

    @field_validator("target_by", mode="before")
    @classmethod
    def _day(cls, value: object) -> object:
        if value is None or isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value).strip().strip("\"'"))
        except ValueError:
            raise ValueError("write a date as 2020-08-07") from None


@dataclass(frozen=True)
class Edition:
    """Parameters with everything they name looked up: the campaign, the unit, the target, the letterhead.

    remarks   what the unit's office says for this period alone, as prose that is still to be told; empty for nothing
    """

    parameters: Parameters
    campaign: Campaign
    unit: Unit
    target: Target | None
    letterhead: Letterhead
    history: History
    remarks: tuple[Remarks, ...] = ()

    @property
    def period(self) -> Period:
        """The period that it reports."""
        return self.parameters.period


PATH_OF_NOTEBOOK = "PAPERMILL_INPUT_PATH"  # papermill --inject-paths sets it, and where the output goes
NOT_OURS = {"In", "Out", PATH_OF_NOTEBOOK, "PAPERMILL_OUTPUT_PATH"}
OURS = set(Parameters.model_fields)
OPENS = "open_report("
ADDED, NEAR = "# Parameters", 0.7  # how papermill begins its cell, and how alike a misspelt name is
PLAIN = (str, int, float, bool, list, dict, tuple, type(None))


def injected(names: Mapping[str, Any]) -> dict[str, Any]:
    """Pick the parameters out of a notebook's global names: plain values whose names bear no underscore.

    Names that IPython (In, Out) or papermill (where notebooks lie) set are left out. So are an author's own: other
    names are taken only where they stand in the cells of parameters, before `open_report`, and are nearly one of ours.
    A parameter is what the last cell of parameters has set it to, whatever a loop has since made of its name.
    """
    plain = {
        name: value
        for name, value in names.items()
        if isinstance(value, PLAIN) and not name.startswith("_") and name not in NOT_OURS
    }
    run = names.get("In")
    if not isinstance(run, list):  # no notebook: whoever calls means every name
        return plain
    cells = [_Cell(source) for source in run[:-1]]
    meant, given = OURS | _misspelt(cells), _given(cells)
    return {name: given.get(name, value) for name, value in plain.items() if name in meant}


def refuse_misspelt(names: Mapping[str, Any], others: Collection[str] = ()) -> None:
    """Raise a UsageError for what a notebook was given and does not know, with the nearest name of ours or its own.

    others   what the project's other notebooks declare, which a params file of the edition may set for them
    """
    run = names.get("In")
    if isinstance(run, list) and (unknown := sorted(injected(names).keys() - OURS - set(others))):
        cells = _right_before([_Cell(source) for source in run[:-1]])
        own = {name for cell in cells if not cell.is_added for name in cell.names}
        fix = "; ".join(did_you_mean(name, (OURS | own) - set(unknown)) for name in unknown)
        raise UsageError("notebook parameters", "; ".join(f"unknown key '{name}'" for name in unknown), fix)


class _Cell:
    """A cell that has run: whether it is one of parameters, which set names and do nothing else, and what it sets.

    names    that it sets to plain values, with these
    """

    def __init__(self, source: str) -> None:
        self.is_added = source.startswith(ADDED)
        self.names: dict[str, Any] = {}
        self.is_of_parameters = False
        with suppress(SyntaxError):
            self._read(ast.parse(source).body)

    def _read(self, statements: list[ast.stmt]) -> None:
        """Read what is set; a cell that computes as well is one of parameters if it sets one of ours."""
        are_literals = True
        for each in statements:
            if isinstance(each, ast.Import | ast.ImportFrom):
                are_literals = False
                continue
            if not isinstance(each, ast.Assign | ast.AnnAssign):
                return
            try:
                value = ast.literal_eval(each.value or ast.Constant(None))
            except (ValueError, TypeError):
                are_literals = False
                continue
            targets = each.targets if isinstance(each, ast.Assign) else [each.target]
            self.names |= {target.id: value for target in targets if isinstance(target, ast.Name)}
        self.is_of_parameters = are_literals or not OURS.isdisjoint(self.names)


def _right_before(cells: Sequence[_Cell]) -> Sequence[_Cell]:
    """Take the cells of parameters right before the present one, the last first."""
    return list(takewhile(lambda cell: cell.is_of_parameters, reversed(cells)))


def _given(cells: Sequence[_Cell]) -> dict[str, Any]:
    """Take our parameters from the cells that have set them last."""
    found: dict[str, Any] = {}
    for cell in cells:
        if cell.is_of_parameters:
            found |= {name: value for name, value in cell.names.items() if name in OURS}
    return found


def _misspelt(cells: Sequence[_Cell]) -> set[str]:
    """List the names that were meant as parameters and are none.

    They stand in the cells of parameters right before the present one: any name nearly one of ours that holds what
    that one could, and in the cell that papermill adds, any that the notebook does not set itself.
    """
    declared, added = dict[str, Any](), dict[str, Any]()
    for cell in _right_before(cells):
        (added if cell.is_added else declared).update(cell.names)
    near = {name for name, value in (declared | added).items() if _is_nearly_ours(name, value)}
    return (near | (added.keys() - declared.keys())) - OURS


def _is_nearly_ours(name: str, value: Any) -> bool:
    """Say whether a name is one of ours misspelt; `units = ["20", "22"]` is an author's own."""
    near = get_close_matches(name, OURS, n=1, cutoff=NEAR)
    return bool(near) and isinstance(value, dict if near[0] == "document" else str | int | None)


def read_parameters(content: Mapping[str, Any], where: str, own: Collection[str] = ()) -> Parameters:
    """Check parameters; an unknown name is refused with the nearest known ones.

    own   names that notebooks declare themselves, which are taken as they are
    """
    mine = {name: content[name] for name in content if name in own and name not in OURS}
    ours = Lined({name: value for name, value in content.items() if name not in mine})
    ours.lines = getattr(content, "lines", {})
    made = typed(Parameters, ours, where, UsageError, also=own)
    return made.with_own(mine) if mine else made


def read_recorded(content: Mapping[str, Any], where: str) -> Parameters:
    """Read the parameters of an edition that was built: what was a notebook's own then is so now."""
    own = [name for name in content if name.isidentifier() and not iskeyword(name)]  # papermill writes it as code
    return read_parameters(content, where, own)


def read_params_file(project: Project, name: str) -> Parameters:
    """Read `params/<name>.yml`."""
    return read_params(project, project.read("params", f"{name}.yml"), f"params/{name}.yml")


def read_params(project: Project, text: str, where: str) -> Parameters:
    """Read the text of a params file, which may set what any notebook of the project declares as its parameter."""
    content = parse_yaml(text, where)
    if OURS.issuperset(content):
        return read_parameters(content, where)
    own = declared_in_notebooks(project)
    as_of_papermill = parse_as_papermill(text, where)
    content.update({name: as_of_papermill[name] for name in content if name in own and name not in OURS})
    return read_parameters(content, where, own)


def declared_in_notebooks(project: Project) -> set[str]:
    """List the parameters that the project's notebooks declare, those of single periods too."""
    return {name for notebook in notebook_files(project) for name in declared(notebook)}


def declared(notebook: Path) -> set[str]:
    """List the parameters that a notebook declares: what its cells of parameters before `open_report` set."""
    cells = [source for source in sources_of_cells(str(notebook)) if source.strip()]
    before = list(takewhile(lambda source: OPENS not in source, cells))
    return {name for cell in _right_before([_Cell(source) for source in before]) for name in cell.names} - OURS


def params_names(project: Project) -> list[str]:
    """List the params files by name, oldest period first: `2020-08-07`, or with a campaign `tiem-chung-2020-08-07`."""
    return sorted((path.stem for path in project.path("params").glob("*.yml")), key=lambda name: (name[-10:], name))


def open_edition(project: Project, parameters: Parameters) -> Edition:
    """Look up what the parameters name; wrong names are refused with the known ones.

    The office's own look is read here to be held to its rules, and as what the edition is made from.
    """
    read_brand(project)
    campaign = read_campaign(project, parameters.campaign)
    _known_period(project, parameters)
    history = read_history(project, campaign, until=parameters.period, unit=parameters.unit)
    vintage = history.gazetteer.vintage_on(campaign.window(parameters.period).last)
    unit = history.gazetteer.get(vintage, parameters.unit)
    if parameters.unit_was_number:
        _refuse_lost_noughts(project, parameters, unit, history.gazetteer)
    if parameters.document and parameters.document.unit is not None:
        history.gazetteer.get(vintage, parameters.document.unit, "document.unit")
    return Edition(
        parameters,
        campaign,
        unit,
        _target(campaign, parameters, unit, history.gazetteer),
        _letterhead(project, campaign, parameters, unit, history.gazetteer),
        history,
        _remarks(project, parameters),
    )


def _refuse_lost_noughts(project: Project, parameters: Parameters, unit: Unit, known: Gazetteer) -> None:
    """Refuse a number that is the code of a smaller unit as well, of which the period has figures."""
    others = [one for one in known.with_number(unit.vintage, int(unit.code)) if one != unit]
    counted = units_counted(project, parameters.campaign, parameters.period.name) if others else ()
    for other in (one for one in others if one.code in counted):
        named = " or ".join(f"'{one.code}' ({one.full_name})" for one in (unit, other))
        problem = f"the number {int(unit.code)} has lost the noughts before it: it may be {named}"
        fix = f'write the code as text: unit = "{other.code}", with papermill -r unit {other.code}'
        raise UsageError("unit", problem, fix)


def _known_period(project: Project, parameters: Parameters) -> None:
    names = period_names(project, parameters.campaign)
    if parameters.period.name not in names:
        raise UsageError(
            "period",
            f"no data for {parameters.period} in data/{parameters.campaign}",
            did_you_mean(parameters.period.name, names),
        )


def refuse_empty(edition: Edition) -> None:
    """Raise a DataError for a period that was opened, but of which nothing has been received yet."""
    history, day, campaign = edition.history, edition.period.name, edition.campaign.key
    tables = (history.counts, history.published, history.totals)
    if not history.activities and not any((table["period"] == day).any() for table in tables):
        fix = f"dophu import FILE --campaign {campaign} --period {day}"
        raise DataError(f"data/{campaign}/{day}", "nothing has been received for this period yet", fix)


def _target(campaign: Campaign, parameters: Parameters, unit: Unit, known: Gazetteer) -> Target | None:
    day = campaign.window(parameters.period).last
    if parameters.target is None:
        target = campaign.target_for(unit, known, day)
    else:
        by_key = {target.key: target for target in campaign.every_target}
        if parameters.target not in by_key:
            raise UsageError("target", f"no target '{parameters.target}'", did_you_mean(parameters.target, by_key))
        target = by_key[parameters.target].on(day)
    if target is None or parameters.target_by is None:
        return target
    return target.model_copy(update={"by": parameters.target_by})


def _letterhead(
    project: Project, campaign: Campaign, parameters: Parameters, unit: Unit, known: Gazetteer
) -> Letterhead:
    settings = letter_settings(project, parameters)
    default = _campaign_letterhead(campaign, unit)
    above = known.get(unit.vintage, unit.parent) if unit.parent else None
    if settings is None:
        return default.filled(unit, above)
    given = settings.model_dump(exclude_unset=True)
    if missing := sorted(key for key in OVERRIDABLE if key in given and given[key] is None):
        raise UsageError("document", f"{', '.join(missing)} may not be blank", "fill it in, or leave the line out")
    letterhead = Letterhead(**(default.model_dump() | given)).filled(unit, above)
    _not_issued_before(letterhead, campaign.window(parameters.period))
    return letterhead


def letter_settings(project: Project, parameters: Parameters) -> LetterSettings | None:
    """Find what was set of an edition's letter, by its own parameters or by its params file; not another unit's."""
    settings = parameters.document or _of_params_file(project, parameters)
    return settings if settings and settings.unit in {None, parameters.unit} else None


def _campaign_letterhead(campaign: Campaign, unit: Unit) -> Letterhead:
    """Take the letterhead for units of this level; a province's would be false on a district's letter."""
    if unit.level not in campaign.documents:
        raise UsageError(
            f"data/{campaign.key}/campaign.yml",
            f"documents has no letterhead for a {unit.level} ({unit.full_name})",
            f"add documents.{unit.level}, or give the letter's settings in the params file",
        )
    return campaign.documents[unit.level]


def _of_params_file(project: Project, parameters: Parameters) -> LetterSettings | None:
    return next((file.document for file in _fitting(project, parameters).values()), None)


def _fitting(project: Project, parameters: Parameters) -> dict[str, Parameters]:
    """Read the params files of an edition's own campaign, period and unit, by name."""
    names = (name for name in params_names(project) if name.endswith(parameters.period.name))
    files = {name: read_params_file(project, name) for name in names}
    return {name: file for name, file in files.items() if _same_place(file, parameters)}


def _same_place(one: Parameters, other: Parameters) -> bool:
    return (one.campaign, one.period, one.unit) == (other.campaign, other.period, other.unit)


def _remarks(project: Project, parameters: Parameters) -> tuple[Remarks, ...]:
    """Find what an office says for the period alone, in its file or in the params file; never in both."""
    beside = read_remarks(project, parameters.campaign, parameters.period.name, parameters.unit)
    given = _given_remarks(project, parameters)
    if beside and given:
        where, file = given[0].where, beside[0].where
        raise DataError(where, f"the unit has remarks here and in {file}", "keep those of one place, delete the others")
    return beside or given


def _given_remarks(project: Project, parameters: Parameters) -> tuple[Remarks, ...]:
    """Find the remarks of the parameters, or of the params file that also sets the letter; not another unit's."""
    if parameters.remarks is None:
        names = _fitting(project, parameters) if parameters.document is None else {}
        return next((_of_file(project, name) for name, file in names.items() if file.remarks), ())
    if not parameters.remarks.strip():
        return ()
    beside = Project(project.root)  # where they were written is looked up, and no part of what the edition is made from
    holders = _holders(beside, parameters.remarks)
    own = [name for name, file in holders.items() if _same_place(file, parameters)]
    if holders and not own:
        return ()
    return _of_file(beside, own[0]) if own else (Remarks(parameters.remarks, "remarks"),)


def _holders(project: Project, remarks: str) -> dict[str, Parameters]:
    """Find the params files that hold these remarks; `dophu check` tells of those that cannot be read."""
    found = {}
    for name in params_names(project):
        with suppress(DophuError):
            file = read_params_file(project, name)
            if file.remarks == remarks:
                found[name] = file
    return found


def _of_file(project: Project, name: str) -> tuple[Remarks, ...]:
    return remarks_of_params(project.read("params", f"{name}.yml"), f"params/{name}.yml, remarks")


def _not_issued_before(letterhead: Letterhead, period: Period) -> None:
    if letterhead.date and letterhead.date < period.last.isoformat()[: len(letterhead.date)]:
        raise UsageError(
            "document.date",
            f"the letter is dated {letterhead.date}, before its figures of {period}",
            "correct the date, or leave it blank",
        )
