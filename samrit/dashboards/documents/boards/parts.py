"""What a board is made of, and where its figures lead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from typing import Literal

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from samrit.people.models import Area
from samrit.rules.clusters import Cluster
from samrit.rules.thai import plain_number
from samrit.ui.charts import Chart, HeatMap
from samrit.ui.formats import in_english
from samrit.ui.pieces import Crumb, Explanation

Layout = Literal["chart", "stack", "table", "heat", "beside"]


@dataclass(frozen=True)
class Cell:
    """``value`` goes into files with all its digits; ``text`` is how a page shows it, ``url`` why it is so.

    Without a value ``text`` says why there is none. ``step`` 1–4 fills it by rating. ``why`` opens in place.
    """

    value: Decimal | int | str | None
    text: str = ""
    url: str = ""
    step: int = 0
    id: str = ""
    why: Explanation | None = None

    @property
    def shown(self) -> str:
        return self.text or ("" if self.value is None else in_file(self.value))


def in_file(value: Decimal | int | str) -> str:
    return plain_number(value) if isinstance(value, Decimal) else str(value)


@dataclass(frozen=True)
class Column:
    """``numeric``: right-aligned, and a number in a workbook."""

    label: str
    numeric: bool = False


@dataclass(frozen=True)
class Table:
    """The same figures as the chart. The first cell of a row names it."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]

    @property
    def lines(self) -> list[list[tuple[Cell, Column]]]:
        """Each cell with its column, for a page."""
        return [list(zip(row, self.columns, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Part:
    """One question and its answer: ``key`` stands in addresses, ``note`` says how to read it.

    ``layout``: ``chart`` above a folded table, ``stack`` above an open one, ``beside`` each other, the ``table`` alone,
    or a ``heat`` map.
    """

    key: str
    title: str
    table: Table
    chart: Chart | None = None
    note: str = ""
    layout: Layout = "chart"

    @cached_property
    def digest(self) -> str:
        """Changes with anything that the part says: an open page renews only what changed."""
        return sha256(repr((self.title, self.note, self.table, self.chart)).encode()).hexdigest()[:16]

    @property
    def heat(self) -> HeatMap | None:
        return self.chart if isinstance(self.chart, HeatMap) else None

    @property
    def kinds(self) -> list[str]:
        return ["csv", "xlsx", *(["svg", "png"] if self.chart else [])]


@dataclass(frozen=True)
class KeyFigure:
    label: str
    value: str
    unit: str = ""
    note: str = ""
    tone: str = ""
    url: str = ""


@dataclass(frozen=True)
class Board:
    """A page of figures. ``unpublished``: it shows some that the public does not see yet."""

    title: str
    kicker: str
    lead: str
    figures: Sequence[KeyFigure]
    parts: Sequence[Part]
    crumbs: Sequence[Crumb]
    unpublished: bool = False
    links: Mapping[str, str] = field(default_factory=dict)  # words → address, beside the title
    years: Sequence[tuple[int, str]] = ()  # the same board in other years


def area_name(area: Area) -> str:
    return area.name_en if in_english() else area.name


def cluster_name(cluster: Cluster) -> str:
    return cluster.en if in_english() else cluster.th


def short_cluster_name(cluster: Cluster) -> str:
    """Without กลุ่มจังหวัด, where a heading says it already."""
    return cluster.en if in_english() else cluster.th.removeprefix("กลุ่มจังหวัด")


@lru_cache(maxsize=4096)
def _address(name: str, *arguments: object) -> str:
    """A board has thousands of links, to a few hundred places."""
    return reverse(name, args=arguments)


@dataclass(frozen=True)
class Links:
    """Where things stand: on the boards of people at work, or on the public pages."""

    public: bool = False

    def _board(self, name: str, *arguments: object) -> str:
        room = "dashboards:public_board" if self.public else "dashboards:board"
        return _address(f"{room}{name}", *arguments)

    def above(self, year: int) -> list[Crumb]:
        """What stands before the boards on the way from the first page: the public ones are part of the year's results."""
        if not self.public:
            return []
        return [
            Crumb(_("ผลการประเมิน"), _address("dashboards:performance")),
            Crumb(_("ปีงบประมาณ พ.ศ. %(year)s") % {"year": year}, _address("dashboards:year", year)),
        ]

    def country(self, year: int) -> str:
        return self._board("", year)

    def cluster(self, year: int, cluster: Cluster) -> str:
        return self._board("_cluster", year, cluster.code)

    def kpi(self, year: int, library: int) -> str:
        return self._board("_kpi", year, library)

    def agency(self, year: int, agency: int) -> str:
        return self._board("_agency", year, agency)

    def province(self, year: int, area: str) -> str:
        if self.public:
            return _address("dashboards:province", year, area)
        return self._board("_province", year, area)

    def why(self, year: int, area: str, number: str) -> str:
        """The explanation of one KPI's score."""
        return f"{self.province(year, area)}#kpi-{number}"
