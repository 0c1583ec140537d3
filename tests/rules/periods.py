"""Periods of every kind, for the tests of what they are and of how they are read."""

from datetime import date

from hypothesis import settings
from hypothesis import strategies as st

from samrit.rules.periods import PeriodType, period_of

YEAR, FISCAL_YEAR, QUARTER, FISCAL_QUARTER, MONTH, DAY = (
    PeriodType.YEAR,
    PeriodType.FISCAL_YEAR,
    PeriodType.QUARTER,
    PeriodType.FISCAL_QUARTER,
    PeriodType.MONTH,
    PeriodType.DAY,
)
steadily = settings(deadline=None)
TYPES = st.sampled_from(list(PeriodType))
DAYS = st.dates(date(1902, 1, 1), date(2198, 12, 31))
PERIODS = st.builds(period_of, TYPES, DAYS)
