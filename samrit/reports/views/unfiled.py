"""What was changed since the last filing and is not filed yet, for the coordinator."""

from collections.abc import Sequence
from dataclasses import dataclass

from samrit.frameworks.models import Round
from samrit.people.queries import Duties
from samrit.reports.compared import Shown, in_words
from samrit.reports.models import Filing
from samrit.reports.permissions import goes_in, is_ready
from samrit.reports.queries import Item, Standing, items_visible_to
from samrit.reports.queries.freezing import standing as standing_of
from samrit.rules.comparing import differences

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
    return [_unfiled(item, filed.get(item.kpi.indicator_id)) for item in items]


def _unfiled(item: Item, before: dict[str, object] | None) -> Unfiled:
    if before is None or item.result is None:
        return Unfiled(item, new=before is None, differences=())
    changed = differences(before, standing_of(item.result))
    return Unfiled(item, new=False, differences=in_words(changed, item.kpi.unit))
