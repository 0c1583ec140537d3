"""A column of statuses beside the values: put together with what the cell itself says."""

import numpy as np
import polars as pl

from samrit.indicators.reading import Column, Means
from samrit.indicators.store import faults
from samrit.indicators.store.cells import STATUS_NUMBERS
from samrit.indicators.store.embedded.figures import Figures
from samrit.indicators.store.embedded.refusals import Refusals
from samrit.indicators.store.embedded.texts import Answers, Meanings, Texts
from samrit.indicators.store.texts import Fault, Number, Reader, Said, fault
from samrit.rules.observed import Status

_VALUE, _BLANK = STATUS_NUMBERS[Status.VALUE], STATUS_NUMBERS[Status.BLANK]
_MARKS = 16  # a status and marks in one number


class StatusReader:
    """Does nothing where the table has no such column."""

    def __init__(self, reader: Reader, refusals: Refusals) -> None:
        self._refusals = refusals
        self._texts = [Texts("status", [column.place for column in reader.mapping.of(Means.STATUS)])]
        self._texts = [texts for texts in self._texts if texts.places]
        self._said = Meanings(lambda texts: _packed(reader.said(";".join(texts))), refusals)

    @property
    def expressions(self) -> list[pl.Expr]:
        return [texts.expression for texts in self._texts]

    def put_together(self, frame: pl.DataFrame, column: Column, figures: Figures, item: Answers) -> None:
        """Changes ``figures``; contradictions are listed and counted. As ``store.texts.combined`` says."""
        for texts in self._texts:
            rows: Answers = frame["row"].to_numpy()
            said = self._said.of(texts, texts.codes(frame), rows)
            taken = (item >= 0) & ~figures.bad
            self._refuse_unknown(frame, texts, rows, said, taken)
            status, marks = np.maximum(said, 0) // _MARKS - 1, np.maximum(said, 0) % _MARKS
            lone = (figures.status == _BLANK) & (status > _VALUE)
            wrong = taken & (said >= 0) & ~lone & (status >= 0) & (status != figures.status)
            wrong &= (status > _VALUE) | (figures.status == _VALUE)
            self._refuse_contradictions(frame, column, texts, rows, np.flatnonzero(wrong))
            figures.bad |= wrong | (taken & (said < 0))
            figures.status = np.where(lone, status, figures.status).astype(np.int8)
            both = (figures.marks | marks).astype(np.int8)
            figures.marks = np.where(figures.status == _VALUE, both, 0).astype(np.int8)

    def _refuse_unknown(
        self, frame: pl.DataFrame, texts: Texts, rows: Answers, said: Answers, taken: np.ndarray
    ) -> None:
        here = np.flatnonzero(taken & (said < 0))
        if len(here):
            shown = frame[f"c{texts.places[0]}"].gather(here)
            self._refusals.add(rows[here], texts.places[0], shown, -1 - said[here])
            self._refusals.count(rows[here], texts.places[0], -1 - said[here])

    def _refuse_contradictions(
        self, frame: pl.DataFrame, column: Column, texts: Texts, rows: Answers, here: np.ndarray
    ) -> None:
        if not len(here):
            return
        values = frame[f"c{column.place}"].gather(here)
        beside = frame[texts.name].gather(here).cast(pl.String)
        numbers = [
            self._refusals.number(fault(faults.status_contradicts(value, ";".join(status.split("\x1f")))))
            for value, status in zip(values.to_list(), beside.to_list(), strict=True)
        ]
        found = np.array(numbers, np.int32)
        self._refusals.add(rows[here], column.place, values, found)
        self._refusals.count(rows[here], column.place, found)


def _packed(said: Said | Fault) -> Number | Fault:
    if isinstance(said, Fault):
        return said
    return Number((said.status + 1) * _MARKS + said.marks)
