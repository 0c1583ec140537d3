"""What is kept of the provincial database. The observations themselves stand in files: see ``store``."""

from samrit.indicators.models.items import (
    BookRelease,
    Item,
    ItemRevision,
    Keeper,
    ListedArea,
    ListedPlace,
    Part,
)
from samrit.indicators.models.places import Place
from samrit.indicators.models.sheets import BookSheet

__all__ = [
    "BookRelease",
    "BookSheet",
    "Item",
    "ItemRevision",
    "Keeper",
    "ListedArea",
    "ListedPlace",
    "Part",
    "Place",
]
