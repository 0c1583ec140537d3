"""Operations of the provincial database."""

from samrit.indicators.api.areas import router as areas
from samrit.indicators.api.examining import in_background
from samrit.indicators.api.exchange import router as exchange
from samrit.indicators.api.exploring import router as exploring
from samrit.indicators.api.items import router as items
from samrit.indicators.api.observations import router as observations
from samrit.indicators.api.quality import router as quality
from samrit.indicators.api.submissions import router as submissions

__all__ = ["in_background", "routers"]

routers = (items, areas, submissions, observations, quality, exploring, exchange)
