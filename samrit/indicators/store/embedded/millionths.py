"""Figures as whole millionths where they are such: half the room of a decimal, and quickly read, moved and compared."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from samrit.indicators.store.cells import DECIMALS, DIGITS

PLAIN_LENGTH = 13  # characters: so many digits are told apart by binary fractions, and no decimal is cut off
VALUE = pl.Decimal(DIGITS, DECIMALS)
PLACES = 6  # decimals that a millionth has
_PARTS = 10**PLACES
_MOST = 10**15  # millionths: below it, numbers of fifteen digits have binary fractions of their own
_STEP = 10**DECIMALS // _PARTS

Floats = NDArray[np.float64]
Millionths = NDArray[np.int64]


def millionths_of(floats: Floats) -> tuple[Millionths, NDArray[np.bool_]]:
    """Of the binary fractions nearest to texts of PLAIN_LENGTH; where a text has more decimals or is large, False and no number.

    Exact: a text and a number of millionths, both below sixteen digits, have the same binary fraction only if they are equal.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        whole = np.rint(floats * _PARTS)
        good = (whole / _PARTS == floats) & (np.abs(whole) < _MOST)
        if not good.all():
            whole = np.where(good, whole, 0)
        return whole.astype(np.int64), good


def as_values(millionths: pl.Series) -> pl.Series:
    """As the cell file has them: exact, nothing is divided."""
    wide = millionths.to_frame("value").select(pl.col("value").cast(pl.Int128) * pl.lit(_STEP, pl.Int128))
    return wide["value"].reinterpret(dtype=VALUE)


def as_millionths(values: pl.Series) -> pl.Series | None:
    """Values of a cell file as millionths, or None when one of them is not such."""
    whole = pl.col("value")
    frame = values.to_physical().to_frame("value")
    limit, step = (pl.lit(number, pl.Int128) for number in (_MOST * _STEP, _STEP))
    if not frame.select(((whole % step == 0) & whole.is_between(-limit, limit)).all()).item():
        return None
    return frame.select((whole // step).cast(pl.Int64)).to_series()
