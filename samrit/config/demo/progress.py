"""The demo's months of the year: three agencies keep what became of their KPIs, and later more of it."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from samrit.config.demo.story import Story, local, told
from samrit.frameworks.queries import edition_in_force, leaf_kpis
from samrit.reports.actions import save_progress
from samrit.reports.models import Missing, Span
from samrit.reports.queries import Item

HALF_YEAR = 6


def keep_months(story: Story) -> None:
    facts = told("progress")
    for kpi in facts["kpis"]:
        for version, moment in enumerate(kpi["kept"]):
            story.at(local(moment), partial(_keep, story, facts, kpi, version))


def _keep(
    story: Story, facts: Mapping[str, Any], kpi: Mapping[str, Any], version: int, now: datetime
) -> None:
    """First the half year, then all that is told."""
    edition = edition_in_force(facts["area"], facts["year"])
    if edition is None:
        raise ValueError(f"the demo tells of a framework that is not in force: {facts['area']}")
    found = next(one for one in leaf_kpis(edition) if one.full_number == kpi["number"])
    values = kpi["values"] if version else kpi["values"][:HALF_YEAR]
    save_progress(
        item=Item(found, story.rounds[facts["area"], facts["year"], facts["months"]], None),
        span=Span.MONTH,
        accumulates=kpi["accumulates"],
        cells={place: _cell(text) for place, text in enumerate(values, start=1)},
        version=version,
        by=story.people[f"{facts['area']}.{kpi['by']}.recorder"],
        now=now,
    )


def _cell(text: str) -> tuple[Decimal | None, str | None]:
    return (None, text) if text in Missing.values else (Decimal(text), None)
