"""Operations of the data catalog, for people's programs and for systems; CKAN's and DCAT's faces stand apart."""

from samrit.catalog.api.counting import router as counting
from samrit.catalog.api.datasets import router as datasets
from samrit.catalog.api.importing import in_background
from samrit.catalog.api.importing import router as importing
from samrit.catalog.api.resources import router as resources

__all__ = ["in_background", "routers"]

routers = (datasets, resources, importing, counting)
