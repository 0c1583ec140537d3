"""Operations of the scores room."""

from ninja import Router

from samrit.scores.api.routes import router

routers: tuple[Router, ...] = (router,)
