"""The pages of a round and of one KPI in it."""

from samrit.reports.views.entry import entry, preview
from samrit.reports.views.round import round_page

__all__ = ["entry", "preview", "round_page"]
