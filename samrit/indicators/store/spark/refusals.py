"""What was not accepted, listed with its sentences: the cluster knows them only by number."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import polars as pl

from samrit.indicators.reading import CellProblem
from samrit.indicators.store.cells import KEY
from samrit.indicators.store.faults import MOST_NAMED, conflict
from samrit.indicators.store.port import Written
from samrit.indicators.store.rejecting import as_json, write_rejects
from samrit.indicators.store.spark.meanings import Told
from samrit.indicators.store.texts import fault

_LINE = {"row": pl.Int32(), "column": pl.Int16(), "value": pl.String(), "fault": pl.Int32()}
_KEY = len(KEY)


class Listing:
    """``problems``: what the reading of the file found, each with the number of its fault.

    After ``write``: ``by_reason``, code → cells, and ``rows`` that hold a cell which is not accepted.
    """

    def __init__(self, told: Told, problems: Sequence[tuple[CellProblem, int]]) -> None:
        self._told = told
        self.problems = problems
        self.by_reason: Counter[str] = Counter()
        self.rows = 0

    def write(self, faults: pl.DataFrame | None, conflicts: Sequence[Any], into: Path) -> Written | None:
        """The rejects file. ``faults`` as ``Found.faults``, ``conflicts`` as ``Found.conflicts``."""
        lines = [self._problems(), self._conflicts(conflicts)]
        if faults is not None:
            self._count(faults["fault"])
            listed = faults.filter("listed").select(
                "row", pl.col("at").alias("column"), pl.col("shown").alias("value"), "fault"
            )
            lines.append(listed.cast(pl.Schema(_LINE)))
        self.rows = pl.concat([lines[1]["row"], *([] if faults is None else [faults["row"]])]).n_unique()
        told = pl.concat(lines).unique(["row", "column", "fault"]).join(self._sentences(), on="fault")
        return write_rejects([told.sort("row", "column", "code", "reason").drop("fault")], into)

    def _count(self, numbers: pl.Series) -> None:
        for number, times in numbers.value_counts().rows():
            self.by_reason[self._told.faults[number].message.code] += times

    def _problems(self) -> pl.DataFrame:
        rows = [(each.row, each.column, each.value, number) for each, number in self.problems]
        return pl.DataFrame(rows, schema=_LINE, orient="row")

    def _conflicts(self, cells: Sequence[Any]) -> pl.DataFrame:
        """Each cell is told with all of its key."""
        lines = []
        for _, same_key in groupby(cells, key=lambda cell: tuple(cell[:_KEY])):
            group = [(row, column, text) for *_, row, column, text, _status in same_key]
            message = conflict([(row, text) for row, _, text in group], more=max(0, len(group) - MOST_NAMED))
            number = self._told.fault(fault(message))
            lines += [(*each, number) for each in group]
        frame = pl.DataFrame(lines, schema=_LINE, orient="row")
        self._count(frame["fault"])
        return frame

    def _sentences(self) -> pl.DataFrame:
        rows = [
            (number, each.message.code, as_json(each.message), as_json(each.mend) if each.mend else None)
            for number, each in enumerate(self._told.faults)
        ]
        schema = {"fault": pl.Int32(), "code": pl.String(), "reason": pl.String(), "mend": pl.String()}
        return pl.DataFrame(rows, schema=schema, orient="row")
