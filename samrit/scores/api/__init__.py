"""Operations of the scores room."""

from ninja import Router

from samrit.scores.api.appeals import router as appeals
from samrit.scores.api.questions import router as questions
from samrit.scores.api.routes import router
from samrit.scores.api.trials import router as trials

routers: tuple[Router, ...] = (router, trials, questions, appeals)
