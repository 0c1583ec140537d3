"""The board of one KPI of the library, over provinces and years."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samrit.dashboards.documents.boards import figures as shown
from samrit.dashboards.documents.boards import heat, scales
from samrit.dashboards.documents.boards.parts import Board, Cell, Column, KeyFigure, Part, Table, area_name
from samrit.dashboards.queries.boards.kpis import Figure
from samrit.dashboards.queries.boards.seen import spread
from samrit.frameworks.models import LibraryKpi
from samrit.people.models import Area
from samrit.ui.charts import Bar, Bars, CountryMap, HeatMap, Place
from samrit.ui.formats import score_3
from samrit.ui.pieces import Crumb


@dataclass(frozen=True, kw_only=True)
class KpiData(shown.BoardData):
    """``figures``: province → year → its figure, of the scores that the reader may see."""

    kpi: LibraryKpi
    areas: Sequence[Area]
    figures: Mapping[str, Mapping[int, Figure]]

    @cached_property
    def years(self) -> list[int]:
        return sorted({year for of in self.figures.values() for year in of} | {self.year.year})

    @cached_property
    def here(self) -> list[tuple[Area, Figure]]:
        """Those of the year, the best score first; those without a score last."""
        year = self.year.year
        found = [
            (area, self.figures[area.pk][year])
            for area in self.areas
            if year in self.figures.get(area.pk, {})
        ]
        return sorted(
            found, key=lambda pair: (pair[1].score is None, -(pair[1].score or Decimal(0)), pair[0].pk)
        )


def kpi_board(data: KpiData) -> Board:
    """Who does well with this KPI, who needs help, and how did it go over the years?"""
    year = data.year.year
    unpublished = {score.round.area_id for score in data.seen.of_year(year) if not data.seen.is_public(score)}
    return Board(
        title=data.kpi.name,
        kicker=_("ตัวชี้วัด %(code)s · ปีงบประมาณ พ.ศ. %(year)s") % {"code": data.kpi.code, "year": year},
        lead=_("%(count)s จังหวัดมีตัวชี้วัดนี้ในปีนี้") % {"count": len(data.here)},
        figures=list(_key_figures(data)),
        parts=list(_parts(data)),
        crumbs=[
            *data.links.above(year),
            Crumb(_("ภาพรวมประเทศ"), data.links.country(year)),
            Crumb(data.kpi.code),
        ],
        unpublished=any(area.pk in unpublished for area, _one in data.here),
        years=[(one, data.links.kpi(one, data.kpi.pk)) for one in reversed(data.years)],
    )


def _key_figures(data: KpiData) -> Iterator[KeyFigure]:
    found = spread([one.score for _area, one in data.here])
    if found.mean is not None and found.median is not None:
        yield KeyFigure(_("คะแนนเฉลี่ย"), score_3(found.mean))
        yield KeyFigure(_("มัธยฐาน"), score_3(found.median))
    lowest = data.below_all(one for _area, one in data.here)
    yield KeyFigure(
        _("ยังไม่ถึงเป้าหมายใด"), str(lowest), pgettext("unit", "จังหวัด"), tone="needs" if lowest else ""
    )


def _parts(data: KpiData) -> Iterator[Part]:
    yield _map(data)
    yield _reached(data)
    yield _years(data)
    yield _provinces(data)
    yield _grid(data)


def _map(data: KpiData) -> Part:
    title, none = _("แผนที่คะแนนของตัวชี้วัด"), _("ไม่มีคะแนน")
    places = {area.pk: Place(area_name(area), none) for area in data.areas}
    for area, one in data.here:
        text = none if one.score is None else score_3(one.score)
        places[area.pk] = Place(area_name(area), text, data.step(one.score), data.why(one))
    rows = [
        [Cell(area_name(area), url=data.why(one)), shown.score_cell(data, one, none)]
        for area, one in data.here
    ]
    table = Table([Column(_("จังหวัด")), Column(_("คะแนน"), numeric=True)], rows)
    return Part("map", title, table, CountryMap(title, places, scales.score_legend(data.rules)))


def _reached(data: KpiData) -> Part:
    """How many provinces reach which target."""
    title = _("เป้าหมายที่จังหวัดทำได้")
    groups = [
        (words, step, [area_name(area) for area, one in data.here if data.step(one.score) == step])
        for step, words in scales.score_legend(data.rules)
    ]
    bars = [Bar(words, Decimal(len(names)), step=step) for words, step, names in groups]
    rows = [
        [Cell(words, step=step), Cell(len(names)), Cell(", ".join(names))] for words, step, names in groups
    ]
    columns = [Column(_("เป้าหมาย")), Column(_("จำนวนจังหวัด"), numeric=True), Column(_("จังหวัด"))]
    return Part("reached", title, Table(columns, rows), Bars(title, bars, pgettext("unit", "จังหวัด")))


def _provinces(data: KpiData) -> Part:
    title = _("คะแนนของตัวชี้วัดรายจังหวัด")
    columns = [
        Column(_("จังหวัด")), Column(_("ผลที่ตรวจแล้ว"), numeric=True), Column(pgettext("column", "หน่วย")), Column(_("คะแนน"), numeric=True),
        Column(_("น้ำหนัก"), numeric=True), Column(_("คะแนนถ่วงน้ำหนัก"), numeric=True),
    ]  # fmt: skip
    rows = [
        [
            Cell(area_name(area), url=data.why(one)),
            shown.value_cell(one),
            Cell(one.unit),
            shown.score_cell(data, one, _("ไม่มีคะแนน")),
            shown.weight_cell(one),
            shown.points_cell(one),
        ]
        for area, one in data.here
    ]
    chart = shown.score_bars(data, title, ((area_name(area), one, data.why(one)) for area, one in data.here))
    return Part("provinces", title, Table(columns, rows), chart, layout="beside")


def _years(data: KpiData) -> Part:
    years = [
        (
            year,
            data.links.kpi(year, data.kpi.pk),
            spread([of[year].score for of in data.figures.values() if year in of]),
        )
        for year in data.years
    ]
    return shown.spread_part(_("คะแนนของตัวชี้วัดรายปี"), years)


# ── province × year ─────────────────────────────────────────────────────────
def _grid(data: KpiData) -> Part:
    title, this = _("คะแนนของตัวชี้วัดรายจังหวัดและปี"), data.year.year
    known = [(area_name(area), area, data.figures[area.pk]) for area in data.areas if area.pk in data.figures]
    columns = [(str(year), str(year), data.links.kpi(year, data.kpi.pk)) for year in data.years]
    rows = [
        (
            name,
            data.links.province(this, area.pk) if this in of else "",
            [heat.cell(data, of.get(year)) for year in data.years],
        )
        for name, area, of in known
    ]
    table_rows = [
        [Cell(name), *(heat.file_cell(of.get(year)) for year in data.years)] for name, _area, of in known
    ]
    table = Table([Column(_("จังหวัด")), *(Column(str(year), numeric=True) for year in data.years)], table_rows)
    chart = HeatMap(title, columns, rows, scales.score_legend(data.rules))
    return Part("grid", title, table, chart, layout="heat")
