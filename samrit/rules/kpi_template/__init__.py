"""รายละเอียดตัวชี้วัด (KPI template): which fields there are, what may stand in them, what changed between two."""

from samrit.rules.kpi_template.changes import Changed, Merged, changes, in_text, mean, merge, of_year
from samrit.rules.kpi_template.contents import MONTHS, Contents, changed_terms, checked, for_others, row_keys
from samrit.rules.kpi_template.kinds import GRIDS, TABLES, Choice, Column, Field, Kind, Section
from samrit.rules.kpi_template.table import FIELDS, KEPT, SECTIONS

__all__ = [
    "FIELDS",
    "GRIDS",
    "KEPT",
    "MONTHS",
    "SECTIONS",
    "TABLES",
    "Changed",
    "Choice",
    "Column",
    "Contents",
    "Field",
    "Kind",
    "Merged",
    "Section",
    "changed_terms",
    "changes",
    "checked",
    "for_others",
    "in_text",
    "mean",
    "merge",
    "of_year",
    "row_keys",
]
