"""Cells that the reading of the file has found not to be believed."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from samrit.indicators.reading import Column, Means
from samrit.indicators.reading import Mapping as ColumnMapping
from samrit.indicators.store.embedded.refusals import Flags, Refusals
from samrit.indicators.store.embedded.texts import Answers
from samrit.indicators.store.terms import Table
from samrit.indicators.store.texts import fault


class Problems:
    """Of the columns that are read. One in a value rejects the cell, one in a key all cells of the row.

    A cell that has one tells it and no other fault: what its text would mean is of no account.
    """

    def __init__(
        self, table: Table, mapping: ColumnMapping, places: Sequence[int], refusals: Refusals
    ) -> None:
        self._refusals = refusals
        self._values = {column.place for column in mapping.of(Means.VALUE)}
        found = sorted(
            (each for each in table.problems if each.column in set(places)), key=lambda each: each.row
        )
        self._rows = np.array([each.row for each in found], np.int64)
        self._columns = np.array([each.column for each in found], np.int64)
        self._texts = [each.value for each in found]
        self._faults = np.array([refusals.number(fault(each.message)) for each in found], np.int32)

    def begin(self, rows: Answers) -> None:
        """List those of the next batch; its rows ascend."""
        if not len(self._rows) or not len(rows):
            self._here = np.array([], np.intp)
            self._refusals.begin({})
            return
        first, last = np.searchsorted(self._rows, [rows[0], int(rows[-1]) + 1])
        self._here = np.arange(first, last)
        columns = self._columns[self._here]
        self._refusals.begin(
            {place: self._rows[self._here][columns == place] for place in np.unique(columns).tolist()}
        )
        for place in range(first, last):
            self._refusals.list_all(
                self._rows[place : place + 1].astype(np.int32),
                int(self._columns[place]),
                pl.Series([self._texts[place]]),
                self._faults[place : place + 1],
            )

    def mark(self, rows: Answers, column: Column, bad: Flags) -> None:
        """The cells of a VALUE column that are rejected by them."""
        if not len(self._here):
            return
        columns = self._columns[self._here]
        of_a_key = ~np.isin(columns, list(self._values))
        mine = self._here[(columns == column.place) | of_a_key]
        places = np.searchsorted(rows, self._rows[mine])
        there = (places < len(rows)) & (rows[np.minimum(places, len(rows) - 1)] == self._rows[mine])
        self._refusals.count_all(self._faults[mine][there])
        bad[places[there]] = True
