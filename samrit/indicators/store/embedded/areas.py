"""Areas of a batch: codes as the register writes them are numbers at once, every other text is read by the rules."""

import numpy as np
import polars as pl

from samrit.indicators.reading import Means
from samrit.indicators.store.embedded.refusals import Refusals
from samrit.indicators.store.embedded.texts import Answers, Meanings, Texts
from samrit.indicators.store.texts import Reader
from samrit.rules.areas import LEVELS

_SIZES = tuple(2 * level.depth + 2 for level in LEVELS)  # digits of a code
_UNREAD, _EXACT, _OTHER = 0, 1, 2
_NO_CODE = -1


class AreaReader:
    """The AREA columns of a table. Of one column alone the codes are read with the file; looking up its texts takes longer."""

    def __init__(self, reader: Reader, refusals: Refusals) -> None:
        self._reader = reader
        self.texts = Texts(Means.AREA.value, [column.place for column in reader.mapping.of(Means.AREA)])
        self._meanings = Meanings(reader.area, refusals)
        # Of each code, and of none in the last place. The system gives memory only to the parts that are used.
        self._exact = np.zeros(10 ** _SIZES[-1] + 1, np.int8)
        self._exact[_NO_CODE] = _OTHER

    @property
    def expressions(self) -> list[pl.Expr]:
        """The column of codes, to be made while the file is read."""
        return [_code(pl.col(f"c{self.texts.places[0]}"))] if len(self.texts.places) == 1 else []

    def read(self, frame: pl.DataFrame, rows: Answers) -> Answers:
        """Of each row the code as a number, or −1 − the number of its fault."""
        if not self.expressions:
            return self._by_rules(frame, rows)
        codes: Answers = frame["area_code"].to_numpy()
        known = self._exact[codes]
        if not known.all():
            self._learn(codes[known == _UNREAD])
            known = self._exact[codes]
        others = np.flatnonzero(known == _OTHER)
        if not len(others):
            return codes
        found = codes.copy()
        found[others] = self._by_rules(frame[others], rows[others])
        return found

    def _by_rules(self, frame: pl.DataFrame, rows: Answers) -> Answers:
        texts = frame.select(self.texts.expression)
        return self._meanings.of(self.texts, self.texts.codes(texts), rows)

    def _learn(self, codes: Answers) -> None:
        for code in np.unique(codes).tolist():
            self._exact[code] = _EXACT if self._reader.is_exact_area(str(code)) else _OTHER


def _code(text: pl.Expr) -> pl.Expr:
    """The number that a text is where it is written as codes are: without a sign or a zero before it."""
    number, size = text.cast(pl.Int32, strict=False), text.str.len_bytes()
    is_code = pl.any_horizontal([(size == digits) & (number >= 10 ** (digits - 1)) for digits in _SIZES])
    return pl.when(is_code).then(number).otherwise(_NO_CODE).alias("area_code")
