"""Operations of the frameworks room."""

from ninja import Router

from samrit.frameworks.api.committee import router as committee
from samrit.frameworks.api.details import router as details
from samrit.frameworks.api.editions import router as editions
from samrit.frameworks.api.library import router as library
from samrit.frameworks.api.links import router as links
from samrit.frameworks.api.making import making
from samrit.frameworks.api.proposals import router as proposals
from samrit.frameworks.api.revising import router as revising
from samrit.frameworks.api.standing import router as standing
from samrit.frameworks.api.years import router as years

__all__ = ["making", "routers"]

routers: tuple[Router, ...] = (
    editions, standing, details, links, library, proposals, revising, years, committee,
)  # fmt: skip
