"""บัญชีข้อมูลภาครัฐ (Government Data Catalog): what a dataset's metadata must say, how it is counted and exchanged.

The metadata standard is data, one folder of ``schemas`` for each version; so are the KPI's weights (``kpi.toml``), what
is up to date (``currency.toml``), the official template (``excel/template.toml``) and DCAT's addresses (``dcat.toml``).
"""

from samrit.rules.catalog.completeness import Meter, RowState, meter
from samrit.rules.catalog.counting import (
    Count,
    Entry,
    Failing,
    Result,
    counted,
    is_open,
    is_secret,
    percent_of,
)
from samrit.rules.catalog.currency import Currency, Policy, State, currency, last_update, policy_of
from samrit.rules.catalog.days import buddhist, day_of, read_day, read_year
from samrit.rules.catalog.kinds import Choice, Dataset, Fault, Field, Group, Kind, Record, Row, Schema, Value
from samrit.rules.catalog.moving import Moved, coded, decoded, moved
from samrit.rules.catalog.terms import Counted, Terms, read_terms, terms_of
from samrit.rules.catalog.validating import faults_of, implied, refusing
from samrit.rules.catalog.versions import available, documents, load, newest

__all__ = [
    "Choice",
    "Count",
    "Counted",
    "Currency",
    "Dataset",
    "Entry",
    "Failing",
    "Fault",
    "Field",
    "Group",
    "Kind",
    "Meter",
    "Moved",
    "Policy",
    "Record",
    "Result",
    "Row",
    "RowState",
    "Schema",
    "State",
    "Terms",
    "Value",
    "available",
    "buddhist",
    "coded",
    "counted",
    "currency",
    "day_of",
    "decoded",
    "documents",
    "faults_of",
    "implied",
    "is_open",
    "is_secret",
    "last_update",
    "load",
    "meter",
    "moved",
    "newest",
    "percent_of",
    "policy_of",
    "read_day",
    "read_terms",
    "read_year",
    "refusing",
    "terms_of",
]
