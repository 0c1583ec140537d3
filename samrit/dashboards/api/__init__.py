"""Operations of the dashboards room: my work, the boards, the national report, results that are public, the trail."""

from ninja import Router

from samrit.dashboards.api.boards import router as boards
from samrit.dashboards.api.comparing import router as comparing
from samrit.dashboards.api.editions import router as editions
from samrit.dashboards.api.figures import router as figures
from samrit.dashboards.api.open_data import router as open_data
from samrit.dashboards.api.reports import asking
from samrit.dashboards.api.results import router as results
from samrit.dashboards.api.searching import router as searching
from samrit.dashboards.api.strategic import router as strategic
from samrit.dashboards.api.trail import router as trail
from samrit.dashboards.api.work import router as work

__all__ = ["asking", "routers"]

# What stands in an address as a word comes before what stands there as a year and a province.
routers: tuple[Router, ...] = (
    work, boards, figures, searching, comparing, open_data, results, editions, strategic,
    trail,
)  # fmt: skip
