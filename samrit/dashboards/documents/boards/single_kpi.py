"""The board of one KPI of the library, over provinces and years."""

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
from samrit.dashboards.documents.explaining import missing_words
from samrit.dashboards.queries.boards.kpis import Figure
from samrit.dashboards.queries.boards.seen import Seen, spread
from samrit.frameworks.models import FiscalYear, LibraryKpi
from samrit.people.models import Area
from samrit.rules.rulesets import RuleSet
from samrit.ui.charts import STEPS, Bar, Bars, CountryMap, HeatCell, HeatMap, Line, Lines, Place
from samrit.ui.formats import number, score_3
from samrit.ui.pieces import Crumb


@dataclass(frozen=True)
class KpiData:
    """``figures``: province → year → its figure, of the scores that the reader may see."""

    year: FiscalYear
    kpi: LibraryKpi
    areas: Sequence[Area]
    seen: Seen
    figures: Mapping[str, Mapping[int, Figure]]
    links: Links

    @cached_property
    def rules(self) -> RuleSet:
        return scales.rules_of(self.year.rule_set)

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

    def why(self, one: Figure) -> str:
        return self.links.why(one.year, one.area, one.number)


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
        crumbs=[Crumb(_("ภาพรวมประเทศ"), data.links.country(year)), Crumb(data.kpi.code)],
        unpublished=any(area.pk in unpublished for area, _one in data.here),
        years=[(one, data.links.kpi(one, data.kpi.pk)) for one in reversed(data.years)],
    )


def _key_figures(data: KpiData) -> Iterator[KeyFigure]:
    found = spread([one.score for _area, one in data.here])
    if found.mean is not None and found.median is not None:
        yield KeyFigure(_("คะแนนเฉลี่ย"), score_3(found.mean))
        yield KeyFigure(_("มัธยฐาน"), score_3(found.median))
    lowest = sum(scales.score_step(data.rules, one.score) == STEPS for _area, one in data.here)
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
    title = _("แผนที่คะแนนของตัวชี้วัด")
    places = {area.pk: Place(area_name(area), _("ไม่มีคะแนน")) for area in data.areas}
    for area, one in data.here:
        text = score_3(one.score) if one.score is not None else _("ไม่มีคะแนน")
        places[area.pk] = Place(
            area_name(area), text, scales.score_step(data.rules, one.score), data.why(one)
        )
    rows = [[Cell(area_name(area), url=data.why(one)), _score(data, one)] for area, one in data.here]
    table = Table([Column(_("จังหวัด")), Column(_("คะแนน"), numeric=True)], rows)
    return Part("map", title, table, CountryMap(title, places, scales.score_legend(data.rules)))


def _reached(data: KpiData) -> Part:
    """How many provinces reach which target."""
    title = _("เป้าหมายที่จังหวัดทำได้")
    groups = [
        (
            words,
            step,
            [area_name(area) for area, one in data.here if scales.score_step(data.rules, one.score) == step],
        )
        for step, words in scales.score_legend(data.rules)
    ]
    bars = [Bar(words, Decimal(len(names)), step=step) for words, step, names in groups]
    rows = [
        [Cell(words, step=step), Cell(len(names)), Cell(", ".join(names))] for words, step, names in groups
    ]
    columns = [Column(_("เป้าหมาย")), Column(_("จำนวนจังหวัด"), numeric=True), Column(_("จังหวัด"))]
    return Part("reached", title, Table(columns, rows), Bars(title, bars, pgettext("unit", "จังหวัด")))


def _score(data: KpiData, one: Figure) -> Cell:
    if one.score is None:
        return Cell(None, _("ไม่มีคะแนน"), data.why(one))
    return Cell(one.score, score_3(one.score), data.why(one), scales.score_step(data.rules, one.score))


def _provinces(data: KpiData) -> Part:
    title = _("คะแนนของตัวชี้วัดรายจังหวัด")
    bars = [
        Bar(
            area_name(area),
            one.score,
            score_3(one.score),
            scales.score_step(data.rules, one.score),
            data.why(one),
        )
        for area, one in data.here
        if one.score is not None
    ]
    columns = [
        Column(_("จังหวัด")), Column(_("ผลที่ตรวจแล้ว"), numeric=True), Column(pgettext("column", "หน่วย")), Column(_("คะแนน"), numeric=True),
        Column(_("น้ำหนัก"), numeric=True), Column(_("คะแนนถ่วงน้ำหนัก"), numeric=True),
    ]  # fmt: skip
    rows = [
        [
            Cell(area_name(area), url=data.why(one)),
            Cell(one.value, number(one.value))
            if one.value is not None
            else Cell(None, missing_words(one.missing)),
            Cell(one.unit),
            _score(data, one),
            Cell(one.weight, number(one.weight)) if one.weight is not None else Cell(None, _("ไม่กำหนด")),
            Cell(one.points, score_3(one.points)) if one.points is not None else Cell(None, _("ไม่นำมาคิด")),
        ]
        for area, one in data.here
    ]
    chart = Bars(title, bars, pgettext("unit", "คะแนน"), TOP) if bars else None
    return Part("provinces", title, Table(columns, rows), chart, layout="beside")


def _years(data: KpiData) -> Part:
    title = _("คะแนนของตัวชี้วัดรายปี")
    found = [spread([of[year].score for of in data.figures.values() if year in of]) for year in data.years]
    lines = [
        Line(_("สูงสุด"), [one.highest for one in found], dashed=True),
        Line(_("มัธยฐาน"), [one.median for one in found]),
        Line(_("ต่ำสุด"), [one.lowest for one in found], dashed=True),
    ]
    words = [_("จังหวัดที่มีคะแนน"), _("เฉลี่ย"), _("มัธยฐาน"), _("ต่ำสุด"), _("สูงสุด")]
    rows = [
        [
            Cell(str(year), url=data.links.kpi(year, data.kpi.pk)),
            Cell(one.count),
            *(
                Cell(value, score_3(value)) if value is not None else Cell(None, _("ไม่มีข้อมูล"))
                for value in (one.mean, one.median, one.lowest, one.highest)
            ),
        ]
        for year, one in zip(data.years, found, strict=True)
    ]
    table = Table([Column(_("ปีงบประมาณ")), *(Column(word, numeric=True) for word in words)], rows)
    return Part(
        "years",
        title,
        table,
        Lines(title, [str(year) for year in data.years], lines, pgettext("unit", "คะแนน")),
    )


# ── province × year ─────────────────────────────────────────────────────────
def _grid(data: KpiData) -> Part:
    title = _("คะแนนของตัวชี้วัดรายจังหวัดและปี")
    known = [area for area in data.areas if area.pk in data.figures]
    columns = [(str(year), str(year), data.links.kpi(year, data.kpi.pk)) for year in data.years]
    rows = [
        (area_name(area), data.links.province(data.year.year, area.pk) if data.year.year in data.figures[area.pk] else "",
         [_heat_cell(data, area, data.figures[area.pk].get(year)) for year in data.years])
        for area in known
    ]  # fmt: skip
    table_rows = [
        [Cell(area_name(area)), *(_grid_cell(data.figures[area.pk].get(year)) for year in data.years)]
        for area in known
    ]
    table = Table([Column(_("จังหวัด")), *(Column(str(year), numeric=True) for year in data.years)], table_rows)
    return Part(
        "grid", title, table, HeatMap(title, columns, rows, scales.score_legend(data.rules)), layout="heat"
    )


def _grid_cell(one: Figure | None) -> Cell:
    if one is None:
        return Cell(None, _("ไม่มีตัวชี้วัดนี้"))
    return Cell(one.score) if one.score is not None else Cell(None, _("ไม่มีคะแนน"))


def _heat_cell(data: KpiData, area: Area, one: Figure | None) -> HeatCell | None:
    if one is None:
        return None
    said = score_3(one.score) if one.score is not None else _("ไม่มีคะแนน")
    text = str(one.score.quantize(Decimal("0.1"))) if one.score is not None else "–"
    return HeatCell(
        text, scales.score_step(data.rules, one.score), data.why(one), f"{area_name(area)} {one.year}: {said}"
    )
