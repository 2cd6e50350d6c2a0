"""Ratios: what a measure made of two others is a share of, described as the base that it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dophu.world.bases import Base, Bases
from dophu.world.campaigns import Campaign, count_base


def with_ratios(campaign: Campaign, bases: Bases) -> Bases:
    """Describe the counts that ratios are shares of; their values are the counts of each list."""
    wholes = dict.fromkeys(measure.ratio_of[1] for measure in campaign.measures.values() if measure.ratio_of)
    described = {count_base(name): _described(campaign, name) for name in wholes}
    return replace(bases, described=bases.described | described) if described else bases


def _described(campaign: Campaign, measure: str) -> Base:
    counted = campaign.measures[measure]
    return Base(
        label=counted.label,
        short=counted.label,
        kind=count_base(measure),
        kind_label=counted.label,
        noun=counted.noun,
        as_of=date.min,
        source="",
    )
