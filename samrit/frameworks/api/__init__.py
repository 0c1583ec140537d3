"""Operations of the frameworks room."""

from ninja import Router

from samrit.frameworks.api.editions import router as editions
from samrit.frameworks.api.library import router as library
from samrit.frameworks.api.proposals import router as proposals

routers: tuple[Router, ...] = (editions, library, proposals)
