"""รายละเอียดตัวชี้วัด laid out: what the page, the PDF and the Word file show, in the order of the table of fields."""

from collections.abc import Sequence

from samrit.frameworks.details.kept import kept, row_name, rows_of
from samrit.frameworks.details.shown import Cell, Piece, Sheet, Shown, ShownSection, Table
from samrit.frameworks.details.stated import OF_KPI, of_links
from samrit.frameworks.models import Kpi
from samrit.frameworks.queries import Linked
from samrit.rules.kpi_template import SECTIONS, Field, Kind

__all__ = ["Cell", "Piece", "Sheet", "Shown", "ShownSection", "Table", "row_name", "rows_of", "sheet_of"]


def sheet_of(kpi: Kpi, links: Sequence[Linked] = ()) -> Sheet:
    """The KPI (fetched ``with_details``) in the reader's language; ``links``: what it is derived from."""
    contents = kpi.template.contents if kpi.template else {}
    year = kpi.component.edition.framework.fiscal_year_id

    def shown(field: Field) -> Shown:
        if field.kind == Kind.OF_KPI:
            return of_links(field, links) if field.key == "strategic" else OF_KPI[field.key](field, kpi)
        return kept(field, contents.get(field.key), year, contents)

    return Sheet(kpi, tuple(ShownSection(one, tuple(map(shown, one.fields))) for one in SECTIONS))
