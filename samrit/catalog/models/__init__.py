"""What is kept of the data catalog."""

from samrit.catalog.models.datasets import (
    Dataset,
    DatasetRevision,
    DatasetWord,
    Resource,
    as_record,
    as_stored,
)
from samrit.catalog.models.imports import CatalogImport, ImportRow
from samrit.catalog.models.plans import CatalogResult, CurrencyConfirmation, Holiday, PlanItem
from samrit.catalog.models.walks import CatalogSnapshot, CatalogWalk

__all__ = [
    "CatalogImport",
    "CatalogResult",
    "CatalogSnapshot",
    "CatalogWalk",
    "CurrencyConfirmation",
    "Dataset",
    "DatasetRevision",
    "DatasetWord",
    "Holiday",
    "ImportRow",
    "PlanItem",
    "Resource",
    "as_record",
    "as_stored",
]
