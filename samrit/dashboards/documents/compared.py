"""Provinces side by side as a table for a file: a row for each KPI, four columns for each province."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from samrit.dashboards.documents.boards.files import Made, file_of
from samrit.dashboards.documents.boards.parts import Cell, Column, Part, Table, area_name
from samrit.dashboards.documents.explaining import missing_words
from samrit.dashboards.queries.comparing import ComparedKpi, Comparison, Side


def compared_file(comparison: Comparison, kind: str, *, title: str, source: str) -> Made | None:
    """The comparison as ``csv`` or ``xlsx``; ``source`` says where and when. None: there is no such file."""
    part = Part("comparison", title, Table(list(_columns(comparison)), list(_rows(comparison))))
    return file_of(part, kind, source=source) if kind in part.kinds else None


def _columns(comparison: Comparison) -> Iterator[Column]:
    yield Column(_("องค์ประกอบ"))
    yield Column(_("ตัวชี้วัด"))
    for sheet in comparison.sheets:
        name = {"province": area_name(sheet.area)}
        yield Column(_("%(province)s: ผล") % name, numeric=True)
        yield Column(_("%(province)s: หน่วยวัด") % name)
        yield Column(_("%(province)s: คะแนน") % name, numeric=True)
        yield Column(_("%(province)s: ต่างจากจังหวัดแรก") % name, numeric=True)


def _rows(comparison: Comparison) -> Iterator[list[Cell]]:
    totals = zip(comparison.sheets, comparison.differences, strict=True)
    yield [
        Cell(""),
        Cell(_("คะแนนรวม")),
        *(
            cell
            for sheet, difference in totals
            for cell in (
                Cell(""),
                Cell(sheet.score.rating),
                Cell(sheet.total, _("ไม่มีคะแนนรวม")),
                Cell(difference),
            )
        ),
    ]
    for component in comparison.components:
        for kpi in component.kpis:
            for one in (kpi, *kpi.parts):
                yield _row(str(component.number), one)


def _row(component: str, kpi: ComparedKpi) -> list[Cell]:
    return [Cell(component), Cell(kpi.name), *(cell for side in kpi.sides for cell in _side(side))]


def _side(side: Side) -> tuple[Cell, Cell, Cell, Cell]:
    if side.kpi is None:
        none = _("ไม่มีตัวชี้วัดนี้")
        return Cell(None, none), Cell(""), Cell(None, none), Cell(None)
    kpi = side.kpi
    why_none = "" if kpi.parts else missing_words("not_assessed" if not side.assessed else kpi.missing)
    value = kpi.value if side.assessed else None
    return (
        Cell(value, why_none),
        Cell(kpi.terms.unit),
        Cell(kpi.score, _("ไม่นำมาคิด") if side.assessed else missing_words("not_assessed")),
        Cell(side.difference),
    )
