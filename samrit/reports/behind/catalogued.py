"""Of the catalogue: each agency's kept result, its four counts, and the datasets that fail them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from samrit.catalog.models import CatalogResult, Dataset
from samrit.catalog.queries.counting import PLANNED
from samrit.catalog.queries.datasets import agencies_looked_after, visible_to
from samrit.catalog.queries.figures import percent_again, results_of, terms_kept
from samrit.catalog.queries.public import public
from samrit.people.queries import Duties
from samrit.reports.behind.kinds import Branch, Leaf, Strand
from samrit.rules.kpi_formulas import Frame
from samrit.rules.wording import Message
from samrit.ui.formats import date_short, number
from samrit.ui.wording import in_words


def results(frame: Frame, duties: Duties) -> Iterator[Strand]:
    """One strand for each agency; a dataset that this person may not know of is only counted."""
    rows = results_of(frame.keys)
    looked_after = set(agencies_looked_after(duties).values_list("pk", flat=True))
    pages = _pages(rows, duties)
    for row in rows:
        address = [row.fiscal_year, row.agency_id]
        url = reverse("catalog:agency_kpi", args=address) if row.agency_id in looked_after else ""
        yield Strand(
            row.pk,
            row.agency.name,
            _("ผลบัญชีข้อมูลครั้งที่ %(number)s ณ %(day)s") % {"number": row.number, "day": date_short(row.day)},
            percent_again(row),
            url,
            branches=tuple(_counts(row, pages, url)),
        )


def _pages(rows: Iterable[CatalogResult], duties: Duties) -> Mapping[str, str]:
    """Key of a dataset → its page: in the office, else everybody's; not in it where this person has none."""
    keys = {one["dataset"] for row in rows for count in row.counts for one in count["failing"]}
    found = Dataset.objects.filter(pk__in=[key for key in keys if not key.startswith(PLANNED)])
    open_to_all = found.filter(pk__in=public().values("pk")).values_list("pk", "name")
    own = visible_to(duties).filter(pk__in=found.values("pk")).values_list("pk", "name")
    pages = {str(key): reverse("catalog:dataset", args=[name]) for key, name in open_to_all}
    return pages | {str(key): reverse("catalog:own_dataset", args=[name]) for key, name in own}


def _counts(row: CatalogResult, pages: Mapping[str, str], url: str) -> Iterator[Branch]:
    names = {one.counted.value: one.name for one in terms_kept(row).counts}
    for count in row.counts:
        met = {"met": number(count["met"]), "base": number(count["base"])}
        leaves = [_failing(one, pages, url, row.fiscal_year) for one in count["failing"]]
        shown = tuple(leaf for leaf in leaves if leaf is not None)
        yield Branch(
            in_words(names[count["counted"]]),
            _("%(met)s จาก %(base)s ชุด") % met if count["base"] else _("ไม่มีที่ต้องนับ"),
            f"{url}#{count['counted']}" if url else "",
            shown,
            len(leaves) - len(shown),
        )


def _failing(one: Mapping[str, Any], pages: Mapping[str, str], url: str, year: int) -> Leaf | None:
    """As it was kept. Of what is planned only the own agency and those above it know."""
    page = pages.get(one["dataset"], "")
    if one["dataset"].startswith(PLANNED) and url:
        page = reverse("catalog:plan", args=[year])
    if not page:
        return None
    return Leaf(one["title"], in_words(Message.from_data(one["why"])), page, holds=False)
