"""The whole vocabulary of the suite: every figure that an edition may print, declared once.

A declaration says what a figure is made of. Its value and bounds, the word before it ("khoảng", "trên"), its
decimals, inputs, sources, base and formula in words follow from the expression; its label and reasons stand in the
word files under its name. Read `share` as "share of the subject"; `.before`, `.at(...)` and `over(...)` lead to
other subjects (`relations.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dophu.facts.expression import (
    Asked,
    Expression,
    Fold,
    Leaf,
    Whole,
    ceil,
    days_left,
    exactly,
    first,
    floor,
    hours,
    of_flow,
    of_stock,
    over,
    provided,
    toward,
)
from dophu.facts.printing import Unit

Apart = Literal["nought", "target"]


@dataclass(frozen=True)
class Concept:
    """A figure of a kind: its name, the unit it prints in, what it is made of, what its text must stay apart from.

    measured   whether it is what measures are ranked and judged by, or a difference of two such: of a measure that is
               no share it prints in the measure's own unit
    """

    name: str
    unit: Unit
    expression: Expression
    apart: Apart | None = None
    measured: bool = False


CONCEPTS: dict[str, Concept] = {}


def declare(name: str, unit: Unit, expression: Expression, apart: Apart | None = None) -> Asked:
    """Enter a figure in the catalogue, and name it for the declarations that follow."""
    CONCEPTS[name] = Concept(name, unit, expression, apart)
    return Asked(name)


def measured(name: str, unit: Unit, expression: Expression, apart: Apart | None = None) -> Asked:
    """Enter a figure that is a share in per cent, or a difference in points, unless the measure is of another kind."""
    CONCEPTS[name] = Concept(name, unit, expression, apart, measured=True)
    return Asked(name)


def reported(name: str, unit: Unit) -> Asked:
    """Enter a figure that the data say, and nothing else."""
    return declare(name, unit, Leaf(name))


# -- what the data say -----------------------------------------------------------------------------------

period = reported("period", "date")
as_of = reported("as_of", "moment")
made = Asked("counted")  # of other measures: a ratio counts one of two, or what of the second the first lacks
ratio_rest = made.at("ratio_of_rest") - made.at("ratio_lacking")
counted = declare(
    "counted",
    "count",
    first(
        *(Leaf("counted"), made.at("ratio_part"), ratio_rest),
        *(over("sum", made, "part_measures"), over("sum", made, "counted_units")),
    ),
)
base = declare(
    "base", "count", first(Leaf("base"), made.at("ratio_whole"), over("sum", Asked("base"), "counted_units"))
)
published_share = measured("published_share", "percent", Leaf("published_share"))
confidence = reported("confidence", "percent")
survey_method = reported("survey_method", "text")
published_rank = reported("published_rank", "rank")
published_rank_of = reported("published_rank_of", "count")
published_rank_by = reported("published_rank_by", "text")
explaining_base = reported("explaining_base", "text")
merged_from = reported("merged_from", "text")
target = measured("target", "percent", Leaf("target"))
target_count = reported("target_count", "count")
target_by = reported("target_by", "date")
former_target = measured("former_target", "percent", Leaf("former_target"))
next_target = measured("next_target", "percent", Leaf("next_target"))
next_target_count = reported("next_target_count", "count")
next_target_by = reported("next_target_by", "date")
peers = reported("peers", "count")
units = reported("units", "count")

# -- shares ----------------------------------------------------------------------------------------------

whole = Whole()
ratio = whole * counted / base
confirmed = provided(published_share, "overlaps", published_share, ratio)
share = measured("share", "percent", first(exactly(ratio), confirmed, ratio, published_share), apart="target")
disagreement = measured(
    "disagreement", "points", provided(published_share - share, "differs", published_share, ratio), apart="nought"
)

# -- against the quota: what each unit was assigned ------------------------------------------------------

quota = declare("quota", "count", base.at("on_quota"))
quota_share = declare("quota_share", "percent", share.at("on_quota"))

# -- against the target ----------------------------------------------------------------------------------
#
# Where less is better the target is a ceiling: `needed` is the most that stays within it, and what lies above it is
# `gap` and `missing`. Both are above nought wherever the target is missed.

set_target, judged_share = target.at("edition"), share.at("on_target_base")
set_count = target_count.at("edition_of_unit")
aimed_at = base.at("on_target_base") * set_target / whole
needed = declare("needed", "count", first(set_count, toward(ceil(aimed_at), floor(aimed_at))))
gap = measured("gap", "points", toward(set_target - judged_share, judged_share - set_target), apart="nought")
target_gap = measured("target_gap", "points", toward(set_target - share, share - set_target), apart="nought")
missing = declare("missing", "count", toward(needed - counted, counted - needed), apart="nought")
days = declare("days_left", "count", days_left(as_of, target_by.at("edition")))
short = provided(missing, "above", missing, 0)
whole_days = provided(days, "above", floor(days), 0)  # of hours before the deadline nothing is said by the day
pace = declare("pace", "count", of_stock(toward(ceil(short / whole_days), None)), apart="nought")

# -- against the period before ---------------------------------------------------------------------------

elapsed = declare("elapsed", "hours", hours(as_of, as_of.before))
gained = declare("gained", "count", counted - counted.before, apart="nought")
per_day = declare("per_day", "count", of_stock(24 * gained / elapsed), apart="nought")
both_exact = exactly(share) - exactly(share).before
change = measured(
    "change",
    "points",
    first(both_exact, ratio - ratio.before, published_share - published_share.before),
    apart="nought",
)

# -- over a week, and beside what the target demands a day ------------------------------------------------

week_elapsed = declare("week_elapsed", "hours", hours(as_of, as_of.at("week")))
week_gained = declare("week_gained", "count", of_stock(counted - counted.at("week")), apart="nought")
week_per_day = declare("week_per_day", "count", 24 * week_gained / week_elapsed, apart="nought")
pace_apart = declare("pace_apart", "count", per_day - pace, apart="nought")
week_pace_apart = declare("week_pace_apart", "count", week_per_day - pace, apart="nought")
pace_times = declare("pace_times", "times", provided(pace / per_day, "above", pace, 2 * per_day))

# -- over a year: what a flow adds up to, and against the same period a year earlier -----------------------

year_total = declare("year_total", "count", of_flow(over("sum", counted, "periods_of_year")))
year_periods = declare("year_periods", "count", of_flow(over("count", counted, "periods_of_year")))
year_gained = declare("year_gained", "count", counted - counted.at("year_before"), apart="nought")
year_change = measured(
    "year_change",
    "points",
    first(ratio - ratio.at("year_before"), published_share - published_share.at("year_before")),
    apart="nought",
)
year_growth = declare("year_growth", "percent", 100 * year_gained / counted.at("year_before"), apart="nought")
year_total_gained = declare(
    "year_total_gained", "count", year_total - year_total.at("same_of_year_before"), apart="nought"
)

# -- among others ----------------------------------------------------------------------------------------

ranked = declare("ranked", "count", over("count", share, "list"))


def placed(each: Asked, members: str) -> Expression:
    """Place a subject in a list from the best: the highest where more is better, else the lowest."""
    return toward(over("rank", each, members, of=each), over("rank_up", each, members, of=each))


rank = declare("rank", "rank", placed(share, "list"))
rank_by_count = declare("rank_by_count", "rank", placed(counted, "counted_list"))
compared = declare("compared", "count", over("count", share, "list_of_both"))
moved = declare(
    "moved",
    "count",
    placed(share, "list_of_both").before - placed(share, "list_of_both"),
    apart="nought",
)
beside = measured("beside", "points", share - share.at("against"), apart="nought")
listed_base = declare("listed_base", "count", over("sum", base, "all_units"))
bases_apart = declare("bases_apart", "count", listed_base - base.at("against"), apart="nought")
covered = declare("covered", "percent", 100 * listed_base / base.at("against"))
apart = declare("apart", "count", counted - counted.at("against"), apart="nought")
level_with = base * exactly(share.at("against")) / whole
catch_up = declare(
    "catch_up",
    "count",
    toward(ceil(level_with) - exactly(counted), exactly(counted) - floor(level_with)),
    apart="nought",
)
held = declare("held", "percent", 100 * short / over("sum_positive", missing, "siblings"), apart="nought")

# -- groups: a region, a list, the parts of a unit --------------------------------------------------------

known = declare("known", "count", over("count", counted, "counted_units"))
told = declare("told", "count", over("count", as_of, "told_units"))
absent = declare("absent", "count", units - told)
in_ranking = declare("in_ranking", "count", over("count", share, "ranked_units"))
lowest = over("min", share, "shared_units")
highest = over("max", share, "shared_units")
spread = measured("spread", "points", highest - lowest, apart="nought")
median = measured("median", "percent", over("median", share, "shared_units"))
amount_total = measured("amount_total", "percent", over("sum", share, "amount_units"))


def held_to_target(fold: Fold) -> Expression:
    """Count units by the target: by their shares, or by their counts where it is a number of people."""
    by_count = over(fold, counted, "told_units", of=target_count.at("edition"))
    return first(over(fold, share, "judged_units", of=set_target), by_count)


reached = declare("reached", "count", toward(held_to_target("count_at_least"), held_to_target("count_at_most")))
below_target = declare("below_target", "count", toward(held_to_target("count_below"), None))
above_target = declare("above_target", "count", toward(None, held_to_target("count_above")))
judged = declare("judged", "count", toward(reached + below_target, reached + above_target))
shortfall = declare("shortfall", "count", over("sum_positive", missing, "aimed_units"), apart="nought")
