"""Operations of the scores room."""

from ninja import Router

from samrit.scores.api.routes import router
from samrit.scores.api.trials import router as trials

routers: tuple[Router, ...] = (router, trials)
