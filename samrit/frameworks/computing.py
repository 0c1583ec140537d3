"""A KPI's figure from the provincial database and from the figures of other rooms: the cells its formula asks for, and what they come to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from samrit.frameworks.models import Kpi
from samrit.frameworks.queries.formulas import brought_figures, figures_again, figures_named_in
from samrit.indicators.models import Generation
from samrit.indicators.queries.cells import Gathered, gathered, gathered_again, with_figures
from samrit.indicators.store.port import UnreadableFilesError
from samrit.people.models import Area
from samrit.rules.kpi_formulas import Answer, Frame, Terms, answer
from samrit.rules.wording import RefusedError, refuse


@dataclass(frozen=True)
class Computation:
    """What was found, and what it comes to."""

    found: Gathered
    answer: Answer


def compute_kpi(
    terms: Terms, *, area: Area, fiscal_year: int, months: int, at: datetime | None = None
) -> Computation:
    """From the newest data, or as it stood at a moment. RefusedError where the formula cannot be computed at all."""
    figures = figures_named_in(terms.expression, area)
    try:
        of_data = gathered(terms, area=area, fiscal_year=fiscal_year, months=months, at=at, figures=figures)
    except UnreadableFilesError:
        raise unreadable() from None
    others = brought_figures(of_data.others, figures, area=area, fiscal_year=fiscal_year, at=at)
    found = with_figures(of_data, others)
    made = answer(terms.expression, terms.unit, terms.decimals, found.frames, found.cells)
    return Computation(found, replace(made, steps=(*found.told, *made.steps)))


def cells_again(frames: Sequence[Frame], generation: Generation | None) -> Gathered:
    """What the same frames hold in the files of a generation and in what the rooms keep: years later still the same."""
    others = figures_again(frames)
    kept = {one.frame.need for one in others}
    try:
        found = gathered_again([frame for frame in frames if frame.need not in kept], generation)
    except UnreadableFilesError:
        raise unreadable() from None
    return with_figures(found, others)


def unreadable() -> RefusedError:
    """The province's files are not where they should be."""
    return RefusedError(
        refuse("observations_unreadable", "อ่านไฟล์ข้อมูลของจังหวัดไม่ได้ในขณะนี้ ข้อมูลที่ส่งไว้ไม่ได้หายไป – แจ้งผู้ดูแลระบบ")
    )


def compute_example(terms: Terms, kpi: Kpi) -> Computation:
    """For the whole year of the KPI's framework."""
    framework = kpi.component.edition.framework
    return compute_kpi(terms, area=framework.area, fiscal_year=framework.fiscal_year_id, months=12)
