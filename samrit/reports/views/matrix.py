"""Agency × KPI: where everything of a province stands, on the round's page and on a wall screen."""

from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from samrit.frameworks.models import Round
from samrit.people.models import Agency
from samrit.reports.queries import Standing
from samrit.ui.pieces import Cell, Head, Matrix

WIDEST_MATRIX = 60  # more KPIs than this are no longer read side by side


def agency_names(standings: Iterable[Standing]) -> dict[int, str]:
    keys = {agency for standing in standings for agency in standing.agencies}
    return dict(Agency.objects.filter(pk__in=keys).order_by("name").values_list("pk", "name"))


def matrix_of(round_: Round, standings: Sequence[Standing], agencies: Mapping[int, str]) -> Matrix:
    return Matrix(
        columns=[Head(standing.number, standing.name) for standing in standings],
        rows=[
            (Head(name, url=f"?agency={key}"), [_cell(round_, standing, key) for standing in standings])
            for key, name in agencies.items()
        ],
        caption=_("หน่วยงานกับสถานะของตัวชี้วัด"),
        corner=_("หน่วยงาน"),
    )


def _cell(round_: Round, standing: Standing, agency: int) -> Cell | None:
    if agency not in standing.agencies:
        return None
    url = reverse("reports:entry", args=[round_.pk, standing.indicator])
    return Cell(standing.state, url)
