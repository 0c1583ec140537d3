"""Operations of the frameworks room."""

from ninja import Router

from samrit.frameworks.api.committee import router as committee
from samrit.frameworks.api.editions import router as editions
from samrit.frameworks.api.library import router as library
from samrit.frameworks.api.proposals import router as proposals
from samrit.frameworks.api.revising import router as revising

routers: tuple[Router, ...] = (editions, library, proposals, revising, committee)
