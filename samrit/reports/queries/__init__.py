"""Reading results."""

from samrit.reports.queries.drafts import draft_of, others_typing
from samrit.reports.queries.earlier import (
    YearResult,
    earlier_results,
    earlier_years,
    six_month_results,
)
from samrit.reports.queries.items import (
    Item,
    Standing,
    item_visible_to,
    items_of,
    items_visible_to,
    standings_visible_to,
)
from samrit.reports.queries.neighbours import neighbours
from samrit.reports.queries.writing import item_to_write

__all__ = [
    "Item",
    "Standing",
    "YearResult",
    "draft_of",
    "earlier_results",
    "earlier_years",
    "item_to_write",
    "item_visible_to",
    "items_of",
    "items_visible_to",
    "neighbours",
    "others_typing",
    "six_month_results",
    "standings_visible_to",
]
