"""What the months and quarters of a fiscal year are called."""

from django.utils.translation import gettext as _

from samrit.frameworks.details.kept import month_name
from samrit.reports.models import Span
from samrit.rules.kpi_template import MONTHS

MONTHS_IN_QUARTER = 3


def period_names(span: str, year: int) -> list[str]:
    """In their order: ``ต.ค. 2566`` …, or ``ไตรมาส 1 (ต.ค. 2566 – ธ.ค. 2566)`` …."""
    months = [month_name(month, year) for month in MONTHS]
    if span == Span.MONTH:
        return months
    firsts = range(0, len(months), MONTHS_IN_QUARTER)
    return [
        _("ไตรมาส %(n)s (%(first)s – %(last)s)")
        % {"n": n, "first": months[first], "last": months[first + MONTHS_IN_QUARTER - 1]}
        for n, first in enumerate(firsts, start=1)
    ]


def short_names(span: str, year: int) -> list[str]:
    """For a drawing: ``ต.ค.`` …, ``ไตรมาส 1`` …."""
    if span == Span.MONTH:
        return [month_name(month, year).rpartition(" ")[0] for month in MONTHS]
    return [_("ไตรมาส %(n)s") % {"n": n} for n in range(1, len(MONTHS) // MONTHS_IN_QUARTER + 1)]
