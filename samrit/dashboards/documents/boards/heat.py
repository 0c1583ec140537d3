"""Province × KPI: every score of a year in one table that is read from three metres."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from samrit.dashboards.documents.boards import scales
from samrit.dashboards.documents.boards.figures import BoardData
from samrit.dashboards.documents.boards.parts import Cell, Column, Part, Table, area_name
from samrit.dashboards.queries.boards.kpis import Figure, Heat
from samrit.dashboards.queries.standings import Standing
from samrit.ui.charts import HeatCell, HeatMap, shortened
from samrit.ui.formats import score_3

LETTERS = 24  # of a KPI's name in the head; the whole name is read out and shown on pointing
_TENTH = Decimal("0.1")


def heat_part(data: BoardData, heat: Heat, standings: list[Standing]) -> Part:
    title, links, year = _("คะแนนรายจังหวัดและตัวชี้วัด"), data.links, data.year.year
    columns = [
        (shortened(one.name, LETTERS), one.name, links.kpi(year, one.library) if one.library else "")
        for one in heat.columns
    ]
    known = [
        (
            area_name(one.area),
            links.province(year, one.area.pk),
            [heat.cells.get((one.area.pk, column.key)) for column in heat.columns],
            heat.others.get(one.area.pk, 0),
        )
        for one in standings
        if one.score
    ]
    rows = [(name, url, [cell(data, one) for one in figures]) for name, url, figures, _others in known]
    table_rows = [
        [Cell(name, url=url), *map(file_cell, figures), Cell(others)] for name, url, figures, others in known
    ]
    note = _("คะแนน 0–100 ของแต่ละตัวชี้วัด ช่องว่างคือจังหวัดไม่มีตัวชี้วัดนั้น")
    chart = HeatMap(title, columns, rows, scales.score_legend(data.rules))
    return Part("kpis", title, Table(_columns(heat), table_rows), chart, note, "heat")


def _columns(heat: Heat) -> list[Column]:
    """For files: the whole names, and how many KPIs a province has beside these."""
    names = (Column(one.name, numeric=True) for one in heat.columns)
    return [Column(_("จังหวัด")), *names, Column(_("ตัวชี้วัดอื่น"), numeric=True)]


def cell(data: BoardData, one: Figure | None) -> HeatCell | None:
    """One decimal in the cell, three on pointing."""
    if one is None:
        return None
    if one.score is None:
        return HeatCell("–", 0, data.why(one), _("ไม่มีคะแนน"))
    short = str(one.score.quantize(_TENTH, rounding=ROUND_HALF_UP))
    return HeatCell(short, data.step(one.score), data.why(one), score_3(one.score))


def file_cell(one: Figure | None) -> Cell:
    if one is None:
        return Cell(None, _("ไม่มีตัวชี้วัดนี้"))
    return Cell(one.score) if one.score is not None else Cell(None, _("ไม่มีคะแนน"))
