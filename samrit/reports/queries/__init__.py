"""Reading results."""

from samrit.reports.queries.earlier import six_month_results
from samrit.reports.queries.items import (
    Item,
    Standing,
    item_visible_to,
    items_of,
    items_visible_to,
    standings_visible_to,
)

__all__ = [
    "Item",
    "Standing",
    "item_visible_to",
    "items_of",
    "items_visible_to",
    "six_month_results",
    "standings_visible_to",
]
