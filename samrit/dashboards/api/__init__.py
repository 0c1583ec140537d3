"""Operations of the dashboards room: my work, and results that are public."""

from ninja import Router

from samrit.dashboards.api.results import router as results
from samrit.dashboards.api.work import router as work

routers: tuple[Router, ...] = (work, results)
