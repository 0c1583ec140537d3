"""Operations of the frameworks room."""

from functools import cache

from ninja import Router

from samrit.frameworks.api import committee  # noqa: F401 - adds its operations to those of proposals
from samrit.frameworks.api.details import router as details
from samrit.frameworks.api.editions import router as editions
from samrit.frameworks.api.formulas import router as formulas
from samrit.frameworks.api.library import router as library
from samrit.frameworks.api.links import router as links
from samrit.frameworks.api.making import add_making
from samrit.frameworks.api.proposals import router as proposals
from samrit.frameworks.api.revising import router as revising
from samrit.frameworks.api.standing import router as standing
from samrit.frameworks.api.years import router as years
from samrit.frameworks.queries import PastResults


@cache
def routers(results: PastResults) -> tuple[Router, ...]:
    """``results``: what is known of verified results, which lie above this room. Once: it adds to a router."""
    add_making(proposals, results)
    return editions, standing, details, formulas, links, library, proposals, revising, years
