"""Province × KPI: every score of a year in one table that is read from three metres."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from samrit.dashboards.documents.boards import scales
from samrit.dashboards.documents.boards.parts import Cell, Column, Links, Part, Table, area_name
from samrit.dashboards.queries.boards.kpis import Figure, Heat, HeatColumn
from samrit.dashboards.queries.standings import Standing
from samrit.rules.rulesets import RuleSet
from samrit.ui.charts import HeatCell, HeatMap, shortened
from samrit.ui.formats import score_3

LETTERS = 24  # of a KPI's name in the head; the whole name is read out and shown on pointing
_TENTH = Decimal("0.1")


@dataclass(frozen=True)
class _Sheet:
    """What all cells share."""

    rules: RuleSet
    year: int
    links: Links


def heat_part(heat: Heat, standings: Sequence[Standing], *, rules: RuleSet, year: int, links: Links) -> Part:
    title = _("คะแนนรายจังหวัดและตัวชี้วัด")
    sheet, known = _Sheet(rules, year, links), [one for one in standings if one.score]
    columns = [(shortened(one.name, LETTERS), one.name, _kpi_url(one, year, links)) for one in heat.columns]
    rows = [
        (
            area_name(one.area),
            links.province(year, one.area.pk),
            [_heat_cell(heat.cells.get((one.area.pk, column.key)), one, column, sheet) for column in heat.columns],
        )
        for one in known
    ]  # fmt: skip
    chart = HeatMap(title, columns, rows, scales.score_legend(rules))
    note = _("คะแนน 0–100 ของแต่ละตัวชี้วัด ช่องว่างคือจังหวัดไม่มีตัวชี้วัดนั้น")
    return Part("kpis", title, _table(heat, known, year, links), chart, note, "heat")


def _kpi_url(column: HeatColumn, year: int, links: Links) -> str:
    return links.kpi(year, column.library) if column.library else ""


def _heat_cell(
    figure: Figure | None, standing: Standing, column: HeatColumn, sheet: "_Sheet"
) -> HeatCell | None:
    if figure is None:
        return None
    said = score_3(figure.score) if figure.score is not None else _("ไม่มีคะแนน")
    return HeatCell(
        text=str(figure.score.quantize(_TENTH, rounding=ROUND_HALF_UP)) if figure.score is not None else "–",
        step=scales.score_step(sheet.rules, figure.score),
        url=sheet.links.why(sheet.year, standing.area.pk, figure.number),
        label=f"{area_name(standing.area)} {column.name}: {said}",
    )


def _table(heat: Heat, standings: Sequence[Standing], year: int, links: Links) -> Table:
    """For files: the whole names, and how many KPIs a province has beside these."""
    columns = [
        Column(_("จังหวัด")),
        *(Column(one.name, numeric=True) for one in heat.columns),
        Column(_("ตัวชี้วัดอื่น"), numeric=True),
    ]
    rows = [
        [
            Cell(area_name(one.area), url=links.province(year, one.area.pk)),
            *(_file_cell(heat.cells.get((one.area.pk, column.key))) for column in heat.columns),
            Cell(heat.others.get(one.area.pk, 0)),
        ]
        for one in standings
    ]
    return Table(columns, rows)


def _file_cell(figure: Figure | None) -> Cell:
    if figure is None:
        return Cell(None, _("ไม่มีตัวชี้วัดนี้"))
    return Cell(figure.score) if figure.score is not None else Cell(None, _("ไม่มีคะแนน"))
