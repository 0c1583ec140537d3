"""A figure of the province (``rules.formula.FIGURES`` and its like) as a cell of a formula, with how it came about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from samrit.rules.amounts import Rounding, exact, rounded
from samrit.rules.formula import Cell, Figure, Need, Place
from samrit.rules.kpi_formulas.answers import Frame
from samrit.rules.periods import Period, PeriodType
from samrit.rules.thai import BUDDHIST_ERA
from samrit.rules.wording import Message

MEAN_DECIMALS = 12  # as many as a formula takes of a cell
NOWHERE = 0  # in place of an item's key: no file of observations has it


@dataclass(frozen=True)
class Brought:
    """``cell`` is a Status where there is no figure yet; ``told`` says then where it is to be had."""

    frame: Frame
    cell: Cell
    told: tuple[Message, ...]

    @property
    def place(self) -> Place:
        return self.frame.places()[0]


def mean_of(values: Sequence[Decimal]) -> Decimal:
    """Of at least one figure, to as many decimals as a formula takes."""
    with exact():
        return rounded(sum(values, Decimal(0)) / len(values), MEAN_DECIMALS, Rounding.HALF_UP)


def frame_of_year(
    need: Need,
    figure: Figure,
    *,
    kind: str,
    area: str,
    fiscal_year: int,
    keys: Iterable[int],
    of: str = "",
) -> Frame:
    """The frame of a figure of a province and a fiscal year (พ.ศ.) that is made of the rows ``keys``."""
    year = Period(PeriodType.FISCAL_YEAR, fiscal_year - BUDDHIST_ERA)
    return Frame(
        need, NOWHERE, figure.name, figure.unit, kind, (area,), (str(year),), {"": 0}, (), tuple(keys), of
    )
