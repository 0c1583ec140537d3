"""The board of one agency: what it answers for this year, and how its scores went over the years."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samrit.dashboards.documents.boards import scales
from samrit.dashboards.documents.boards.country import TOP
from samrit.dashboards.documents.boards.parts import (
    Board,
    Cell,
    Column,
    KeyFigure,
    Links,
    Part,
    Table,
    area_name,
)
from samrit.dashboards.documents.boards.progress import progress_part
from samrit.dashboards.documents.explaining import missing_words
from samrit.dashboards.queries.boards.kpis import Figure
from samrit.dashboards.queries.boards.progress import Progress
from samrit.dashboards.queries.boards.seen import Seen, spread
from samrit.frameworks.models import FiscalYear
from samrit.people.models import Agency, Area
from samrit.rules.rulesets import RuleSet
from samrit.ui.charts import STEPS, Bar, Bars, Line, Lines
from samrit.ui.formats import number, score_3
from samrit.ui.pieces import Crumb


@dataclass(frozen=True)
class AgencyData:
    """``figures`` are the KPIs that the agency answers for, of all years that the reader may see."""

    year: FiscalYear
    agency: Agency
    area: Area
    seen: Seen
    figures: Sequence[Figure]
    links: Links
    progress: Mapping[str, Progress] | None = None

    @cached_property
    def rules(self) -> RuleSet:
        return scales.rules_of(self.year.rule_set)

    @cached_property
    def here(self) -> list[Figure]:
        return [one for one in self.figures if one.year == self.year.year]

    @cached_property
    def years(self) -> list[int]:
        return sorted({one.year for one in self.figures})

    def why(self, one: Figure) -> str:
        return self.links.why(one.year, one.area, one.number)


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
        lowest = sum(scales.score_step(data.rules, one.score) == STEPS for one in data.here)
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
    bars = [
        Bar(
            f"{one.number} {one.name}",
            one.score,
            score_3(one.score),
            scales.score_step(data.rules, one.score),
            data.why(one),
        )
        for one in data.here
        if one.score is not None
    ]
    columns = [
        Column(_("ที่")), Column(_("ตัวชี้วัด")), Column(_("ผลที่ตรวจแล้ว"), numeric=True), Column(pgettext("column", "หน่วย")),
        Column(_("คะแนน"), numeric=True), Column(_("คะแนนถ่วงน้ำหนัก"), numeric=True),
    ]  # fmt: skip
    rows = [
        [
            Cell(one.number),
            Cell(one.name, url=data.links.kpi(one.year, one.library) if one.library else ""),
            Cell(one.value, number(one.value))
            if one.value is not None
            else Cell(None, missing_words(one.missing)),
            Cell(one.unit),
            _score(data, one),
            Cell(one.points, score_3(one.points)) if one.points is not None else Cell(None, _("ไม่นำมาคิด")),
        ]
        for one in data.here
    ]
    chart = Bars(title, bars, pgettext("unit", "คะแนน"), TOP) if bars else None
    return Part("kpis", title, Table(columns, rows), chart, layout="stack")


def _score(data: AgencyData, one: Figure) -> Cell:
    if one.score is None:
        return Cell(None, _("ไม่นำมาคิด"), data.why(one))
    return Cell(one.score, score_3(one.score), data.why(one), scales.score_step(data.rules, one.score))


def _years(data: AgencyData) -> Part:
    title = _("คะแนนเฉลี่ยรายปี")
    found = [spread([one.score for one in data.figures if one.year == year]) for year in data.years]
    rows = [
        [
            Cell(str(year), url=data.links.agency(year, data.agency.pk)),
            Cell(one.count),
            Cell(one.mean, score_3(one.mean)) if one.mean is not None else Cell(None, _("ไม่มีข้อมูล")),
        ]
        for year, one in zip(data.years, found, strict=True)
    ]
    table = Table(
        [Column(_("ปีงบประมาณ")), Column(_("ตัวชี้วัด"), numeric=True), Column(_("เฉลี่ย"), numeric=True)], rows
    )
    line = Line(data.agency.name, [one.mean for one in found])
    return Part(
        "years",
        title,
        table,
        Lines(title, [str(year) for year in data.years], [line], pgettext("unit", "คะแนน")),
    )
