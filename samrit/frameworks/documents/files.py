"""The detail sheets as files to hand out: a KPI's or a whole edition's, as a PDF or for Word."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.http import content_disposition_header

from samrit.frameworks import contents
from samrit.frameworks.details import Sheet, sheet_of
from samrit.frameworks.documents import paper, word
from samrit.frameworks.models import Edition, Kpi
from samrit.frameworks.queries import kpis_of, parents_of_all
from samrit.people.queries import Duties

PDF = "application/pdf"


@dataclass(frozen=True)
class Handed:
    """A file with its type and name; one that is ``shown`` a browser may open."""

    content: bytes
    kind: str
    name: str
    shown: bool = False

    def headers(self) -> dict[str, str]:
        return {
            "Content-Disposition": content_disposition_header(not self.shown, self.name) or "",
            "Cache-Control": "private, no-cache",
        }


def kpi_pdf(duties: Duties, kpi: Kpi) -> Handed:
    """Of a KPI (fetched ``with_details``). PaperUnavailableError without Pango."""
    address = page_address("details", kpi.pk)
    drawn = paper.draw(kpi.component.edition, _thai(duties, [kpi]), address=address, cover=False)
    return Handed(drawn, PDF, f"{_name_of_kpi(kpi)}.pdf", shown=True)


def kpi_word(duties: Duties, kpi: Kpi) -> Handed:
    address = page_address("details", kpi.pk)
    written = word.write(kpi.component.edition, _thai(duties, [kpi]), address=address, cover=False)
    return Handed(written, word.CONTENT_TYPE, f"{_name_of_kpi(kpi)}.docx")


def edition_pdf(duties: Duties, edition: Edition, page: str | None) -> Handed:
    """A list and as many KPIs as a page of the edition (fetched ``with_contents``) has. PaperUnavailableError."""
    address = page_address("edition", edition.pk)
    drawn = paper.draw(edition, _of_edition(duties, edition, page), address=address, cover=True)
    return Handed(drawn, PDF, f"{_name_of(edition)}.pdf", shown=True)


def edition_word(duties: Duties, edition: Edition, page: str | None) -> Handed:
    address = page_address("edition", edition.pk)
    written = word.write(edition, _of_edition(duties, edition, page), address=address, cover=True)
    return Handed(written, word.CONTENT_TYPE, f"{_name_of(edition)}.docx")


def page_address(name: str, pk: int) -> str:
    """Where the newest of it can be read."""
    return urljoin(settings.SITE_URL, reverse(f"frameworks:{name}", args=[pk]))


def _of_edition(duties: Duties, edition: Edition, number: str | None) -> list[Sheet]:
    page = contents.page_of(edition, number)
    keys = {one.pk for kpi in page.object_list for one in (kpi, *kpi.parts.all())}
    return _thai(duties, list(kpis_of(edition).filter(pk__in=keys)))


def _thai(duties: Duties, kpis: Sequence[Kpi]) -> list[Sheet]:
    with translation.override("th"):
        links = parents_of_all(duties, [kpi.indicator_id for kpi in kpis])
        return [sheet_of(kpi, links[kpi.indicator_id]) for kpi in kpis]


def _name_of_kpi(kpi: Kpi) -> str:
    return f"รายละเอียดตัวชี้วัด-{kpi.full_number}"


def _name_of(edition: Edition) -> str:
    return f"รายละเอียดตัวชี้วัด-{edition.framework.area.name}-{edition.framework.fiscal_year_id}-{edition.number}"
