"""The official positional Excel template (แม่แบบนำเข้า): rows of texts to records and back, and what a file would change."""

from samrit.rules.catalog.excel.planning import (
    Difference,
    Fate,
    Plan,
    ResourceStep,
    Step,
    planned,
    proposed_name,
)
from samrit.rules.catalog.excel.rows import (
    HeadingFound,
    ResourceRead,
    RowRead,
    Written,
    heading_found,
    headings,
    read_resource,
    read_row,
    remarks,
    written,
    written_resource,
)
from samrit.rules.catalog.excel.template import Sheet, Template, column_shift, rows_above, template

__all__ = [
    "Difference",
    "Fate",
    "HeadingFound",
    "Plan",
    "ResourceRead",
    "ResourceStep",
    "RowRead",
    "Sheet",
    "Step",
    "Template",
    "Written",
    "column_shift",
    "heading_found",
    "headings",
    "planned",
    "proposed_name",
    "read_resource",
    "read_row",
    "remarks",
    "rows_above",
    "template",
    "written",
    "written_resource",
]
