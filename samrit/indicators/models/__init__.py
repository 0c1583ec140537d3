"""What is kept of the provincial database. The observations themselves stand in files: see ``store``."""

from samrit.indicators.models.exchange import (
    Ministry,
    Package,
    PackageReceipt,
    Partner,
    Reconciliation,
    Trust,
)
from samrit.indicators.models.findings import Finding
from samrit.indicators.models.generations import Generation, Snapshot
from samrit.indicators.models.items import (
    BookRelease,
    Item,
    ItemRevision,
    Keeper,
    ListedArea,
    ListedPlace,
    Part,
)
from samrit.indicators.models.mappings import RememberedMapping
from samrit.indicators.models.places import Place
from samrit.indicators.models.quality import QualityScore
from samrit.indicators.models.sheets import BookSheet
from samrit.indicators.models.submissions import Examination, Submission

__all__ = [
    "BookRelease",
    "BookSheet",
    "Examination",
    "Finding",
    "Generation",
    "Item",
    "ItemRevision",
    "Keeper",
    "ListedArea",
    "ListedPlace",
    "Ministry",
    "Package",
    "PackageReceipt",
    "Part",
    "Partner",
    "Place",
    "QualityScore",
    "Reconciliation",
    "RememberedMapping",
    "Snapshot",
    "Submission",
    "Trust",
]
