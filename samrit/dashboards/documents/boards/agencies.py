"""The board of one agency: what it answers for this year, and how its scores went over the years."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samrit.dashboards.documents.boards import figures as shown
from samrit.dashboards.documents.boards.parts import Board, Cell, Column, KeyFigure, Part, Table, area_name
from samrit.dashboards.documents.boards.progress import progress_part
from samrit.dashboards.queries.boards.kpis import Figure
from samrit.dashboards.queries.boards.progress import Progress
from samrit.dashboards.queries.boards.seen import spread
from samrit.people.models import Agency, Area
from samrit.ui.charts import Line
from samrit.ui.formats import score_3
from samrit.ui.pieces import Crumb


@dataclass(frozen=True, kw_only=True)
class AgencyData(shown.BoardData):
    """``figures`` are the KPIs that the agency answers for, of all years that the reader may see."""

    agency: Agency
    area: Area
    figures: Sequence[Figure]
    progress: Mapping[str, Progress] | None = None

    @cached_property
    def here(self) -> list[Figure]:
        return [one for one in self.figures if one.year == self.year.year]

    @cached_property
    def years(self) -> list[int]:
        return sorted({one.year for one in self.figures})


def agency_board(data: AgencyData) -> Board:
    """How do the KPIs of this agency stand?"""
    year = data.year.year
    score = data.seen.scores.get((year, data.area.pk))
    return Board(
        title=data.agency.name,
        kicker=_("หน่วยงานในจังหวัด%(name)s · ปีงบประมาณ พ.ศ. %(year)s")
        % {"name": area_name(data.area), "year": year},
        lead=_("รับผิดชอบ %(count)s ตัวชี้วัดที่มีคะแนนในปีนี้") % {"count": len(data.here)},
        figures=list(_key_figures(data)),
        parts=list(_parts(data)),
        crumbs=[
            *data.links.above(year),
            Crumb(_("ภาพรวมประเทศ"), data.links.country(year)),
            Crumb(
                area_name(data.area),
                data.links.province(year, data.area.pk) if score or not data.links.public else "",
            ),
            Crumb(data.agency.name),
        ],
        unpublished=bool(data.here) and score is not None and not data.seen.is_public(score),
        years=[(one, data.links.agency(one, data.agency.pk)) for one in reversed(data.years)],
    )


def _key_figures(data: AgencyData) -> Iterator[KeyFigure]:
    found = spread([one.score for one in data.here])
    if found.mean is not None:
        yield KeyFigure(
            _("คะแนนเฉลี่ย"), score_3(found.mean), note=_("จาก %(count)s ตัวชี้วัด") % {"count": found.count}
        )
        points = sum((one.points for one in data.here if one.points is not None), Decimal(0))
        yield KeyFigure(_("คะแนนถ่วงน้ำหนักรวม"), score_3(points))
        lowest = data.below_all(data.here)
        yield KeyFigure(
            _("ยังไม่ถึงเป้าหมายใด"), str(lowest), pgettext("unit", "ตัวชี้วัด"), tone="needs" if lowest else ""
        )


def _parts(data: AgencyData) -> Iterator[Part]:
    if data.here:
        yield _kpis(data)
    if data.years:
        yield _years(data)
    if data.progress is not None:
        yield progress_part(data.progress, [data.area], year=data.year.year, links=data.links)


def _kpis(data: AgencyData) -> Part:
    title = _("คะแนนของตัวชี้วัดที่รับผิดชอบ")
    columns = [
        Column(_("ที่")), Column(_("ตัวชี้วัด")), Column(_("ผลที่ตรวจแล้ว"), numeric=True), Column(pgettext("column", "หน่วย")),
        Column(_("คะแนน"), numeric=True), Column(_("คะแนนถ่วงน้ำหนัก"), numeric=True),
    ]  # fmt: skip
    chart = shown.score_bars(
        data, title, ((f"{one.number} {one.name}", one, data.why(one)) for one in data.here)
    )
    return Part("kpis", title, Table(columns, [_row(data, one) for one in data.here]), chart, layout="stack")


def _row(data: AgencyData, one: Figure) -> list[Cell]:
    return [
        Cell(one.number),
        Cell(one.name, url=data.links.kpi(one.year, one.library) if one.library else ""),
        shown.value_cell(one),
        Cell(one.unit),
        shown.score_cell(data, one, _("ไม่นำมาคิด")),
        shown.points_cell(one),
    ]


def _years(data: AgencyData) -> Part:
    found = [spread([one.score for one in data.figures if one.year == year]) for year in data.years]
    rows = [
        [
            Cell(str(year), url=data.links.agency(year, data.agency.pk)),
            Cell(one.count),
            Cell(one.mean, shown.figure(one.mean)),
        ]
        for year, one in zip(data.years, found, strict=True)
    ]
    columns = [Column(_("ปีงบประมาณ")), Column(_("ตัวชี้วัด"), numeric=True), Column(_("เฉลี่ย"), numeric=True)]
    line = Line(data.agency.name, [one.mean for one in found])
    return shown.years_part(_("คะแนนเฉลี่ยรายปี"), Table(columns, rows), [line])
