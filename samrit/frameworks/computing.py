"""A KPI's figure from the provincial database: the cells its formula asks for, and what they come to."""

from dataclasses import dataclass, replace
from datetime import datetime

from samrit.frameworks.models import Kpi
from samrit.indicators.queries.cells import Gathered, gathered
from samrit.indicators.store.port import UnreadableFilesError
from samrit.people.models import Area
from samrit.rules.kpi_formulas import Answer, Terms, answer
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
    try:
        found = gathered(terms, area=area, fiscal_year=fiscal_year, months=months, at=at)
    except UnreadableFilesError:
        raise unreadable() from None
    made = answer(terms.expression, terms.unit, terms.decimals, found.frames, found.cells)
    return Computation(found, replace(made, steps=(*found.told, *made.steps)))


def unreadable() -> RefusedError:
    """The province's files are not where they should be."""
    return RefusedError(
        refuse("observations_unreadable", "อ่านไฟล์ข้อมูลของจังหวัดไม่ได้ในขณะนี้ ข้อมูลที่ส่งไว้ไม่ได้หายไป – แจ้งผู้ดูแลระบบ")
    )


def compute_example(terms: Terms, kpi: Kpi) -> Computation:
    """For the whole year of the KPI's framework."""
    framework = kpi.component.edition.framework
    return compute_kpi(terms, area=framework.area, fiscal_year=framework.fiscal_year_id, months=12)
