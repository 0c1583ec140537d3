"""What was changed since the last filing and is not filed yet, for the coordinator."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from samrit.frameworks.models import Round
from samrit.people.queries import Duties
from samrit.reports.compared import Shown, in_words
from samrit.reports.models import Filing
from samrit.reports.permissions import goes_in, is_ready
from samrit.reports.queries import Item, Standing, items_visible_to
from samrit.reports.queries.freezing import standing as standing_of
from samrit.reports.secrets_kept import told_differences
from samrit.rules.comparing import Difference

NAMED = 50


@dataclass(frozen=True)
class Unfiled:
    """An item that is not filed as it stands. ``new``: the last filing did not have it."""

    item: Item
    new: bool
    differences: Sequence[Shown]


def unfiled(duties: Duties, round_: Round, standings: Sequence[Standing], filing: Filing) -> list[Unfiled]:
    """What was taken back or re-opened since the filing, and what was approved that it does not have."""
    filed = {item["indicator"]: item for item in filing.contents["items"]}
    kpis = [
        one.kpi
        for one in standings
        if not one.cancelled and not goes_in(one) and (one.indicator in filed or is_ready(one))
    ]
    items = items_visible_to(duties, round_, kpis=kpis[:NAMED]) if kpis else []
    states = {
        item.kpi.indicator_id: (filed[item.kpi.indicator_id], standing_of(item.result))
        for item in items
        if item.result and item.kpi.indicator_id in filed
    }
    changed = told_differences(duties, states)
    return [_unfiled(item, filed, changed.get(item.kpi.indicator_id, ())) for item in items]


def _unfiled(item: Item, filed: Collection[int], changed: Sequence[Difference]) -> Unfiled:
    return Unfiled(item, item.kpi.indicator_id not in filed, in_words(changed, item.kpi.unit))
