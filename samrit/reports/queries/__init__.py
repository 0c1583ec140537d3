"""Reading results."""

from samrit.reports.queries.drafts import draft_of, others_typing
from samrit.reports.queries.earlier import earlier_results, six_month_results
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
    "draft_of",
    "earlier_results",
    "item_visible_to",
    "items_of",
    "items_visible_to",
    "others_typing",
    "six_month_results",
    "standings_visible_to",
]
