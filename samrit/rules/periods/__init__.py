"""Periods (ช่วงเวลา) that observations belong to: what they are, and reading them from what offices type."""

from samrit.rules.periods.period import (
    Period,
    PeriodType,
    due_at,
    enclosing,
    from_text,
    label,
    label_en,
    months,
    numbers_of,
    parts,
    period_of,
    periods_from_to,
    years_earlier,
)
from samrit.rules.periods.reading import Era, Habits, PeriodRead, read_period

__all__ = [
    "Era",
    "Habits",
    "Period",
    "PeriodRead",
    "PeriodType",
    "due_at",
    "enclosing",
    "from_text",
    "label",
    "label_en",
    "months",
    "numbers_of",
    "parts",
    "period_of",
    "periods_from_to",
    "read_period",
    "years_earlier",
]
