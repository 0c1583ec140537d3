"""The pages of a round and of one KPI in it."""

from samrit.reports.views.approval import approval
from samrit.reports.views.entry import entry, preview
from samrit.reports.views.round import round_page
from samrit.reports.views.wall import wall

__all__ = ["approval", "entry", "preview", "round_page", "wall"]
