"""Operations of the letters room."""

from samrit.letters.api import taking  # noqa: F401 - adds its operations to the router
from samrit.letters.api.routes import router

__all__ = ["router"]
