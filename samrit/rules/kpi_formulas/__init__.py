"""สูตรคำนวณผลตัวชี้วัดจากฐานข้อมูลจังหวัด: which months, areas and parts a formula gathers, and the built-in ones.

The language itself is ``samrit.rules.formula``; what is here says of a KPI's formula which cells it is to be given.
"""

from samrit.rules.kpi_formulas.answers import Answer, Frame, answer
from samrit.rules.kpi_formulas.brought import Brought, frame_of_year, mean_of
from samrit.rules.kpi_formulas.kinds import (
    MOST_DECIMALS,
    Gather,
    Of,
    Take,
    Terms,
    checked,
    units_of,
    usual,
    words_in,
)
from samrit.rules.kpi_formulas.shipped import BuiltIn, built_in, built_in_by_code, fitting
from samrit.rules.kpi_formulas.spans import Months, Span, months_of, span_name

__all__ = [
    "MOST_DECIMALS",
    "Answer",
    "Brought",
    "BuiltIn",
    "Frame",
    "Gather",
    "Months",
    "Of",
    "Span",
    "Take",
    "Terms",
    "answer",
    "built_in",
    "built_in_by_code",
    "checked",
    "fitting",
    "frame_of_year",
    "mean_of",
    "months_of",
    "span_name",
    "units_of",
    "usual",
    "words_in",
]
