"""A submitted table, batch by batch: keys and values read, what is good put in order and written, the rest listed."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl
from numpy.typing import NDArray

from samrit.indicators.reading import Column, Means
from samrit.indicators.reading import Mapping as ColumnMapping
from samrit.indicators.store.cells import STATUSES
from samrit.indicators.store.embedded.arranging import Arranged, arrange, write_cells
from samrit.indicators.store.embedded.figures import FigureReader, Figures
from samrit.indicators.store.embedded.holding import Held
from samrit.indicators.store.embedded.keys import KeyReader, Keys
from samrit.indicators.store.embedded.problems import Problems
from samrit.indicators.store.embedded.refusals import Flags, Refusals
from samrit.indicators.store.embedded.statuses import StatusReader
from samrit.indicators.store.embedded.texts import Answers
from samrit.indicators.store.faults import MOST_NAMED, conflict
from samrit.indicators.store.port import Checked, Written
from samrit.indicators.store.terms import Table, Terms
from samrit.indicators.store.texts import Reader, fault

BATCH = 250_000  # rows that are looked at together
_READ = (Means.ITEM, Means.AREA, Means.PERIOD, Means.PART, Means.VALUE, Means.STATUS)


class Check:
    """One run over one table."""

    def __init__(
        self,
        table: Table,
        mapping: ColumnMapping,
        terms: Terms,
        into: Path,
        *,
        submission: int,
        memory: int,
        scratch: Path,
    ) -> None:
        reader = Reader.of(mapping, terms)
        self._table = table
        self._into = into
        self._submission = submission
        self._memory = memory
        self._scratch = scratch
        self._values = mapping.of(Means.VALUE)
        self._places = sorted({column.place for means in _READ for column in mapping.of(means)})
        self._refusals = Refusals()
        self._keys = KeyReader(reader, self._refusals)
        self._figures = FigureReader(reader, self._refusals)
        self._statuses = StatusReader(reader, self._refusals)
        self._problems = Problems(table, mapping, self._places, self._refusals)
        self._rows = self._cells = self._blank_rows = self._accepted = self._keys_lost = 0
        # The text of the one column of values, for the few that will contradict: reading it again takes longer.
        self._texts: list[pl.DataFrame] | None = [] if len(self._values) == 1 else None
        self._bad_rows: list[Answers] = []
        self._by_item: Counter[tuple[int, bool]] = Counter()
        self._by_status: Counter[int] = Counter()

    def run(self) -> Checked:
        self._scratch.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=self._scratch, prefix="checking-") as folder:
            held = Held(Path(folder), self._memory)
            for frame in self._batches():
                self._take(frame, held)
            good, repeated, conflicting = self._arranged(held)
        rejects = self._refusals.write(self._into)
        return self._checked(good, rejects, repeated, conflicting)

    def _batches(self) -> Iterator[pl.DataFrame]:
        """What can be made of the text on the way is made there, by all processors."""
        columns = ["row", *(f"c{place}" for place in self._places)]
        made = [
            *self._keys.expressions,
            *self._statuses.expressions,
            *self._figures.expressions(self._values),
        ]
        yield from (
            self._table.scan().select(*columns, *made).collect_batches(chunk_size=BATCH, maintain_order=True)
        )

    # ── a batch ─────────────────────────────────────────────────────────────
    def _take(self, frame: pl.DataFrame, held: Held) -> None:
        self._rows += frame.height
        frame = self._without_blank_rows(frame)
        if not frame.height:
            return
        self._cells += frame.height * len(self._values)
        self._keys.begin(frame)
        rows: Answers = frame["row"].to_numpy()
        self._problems.begin(rows)
        bad_row = np.zeros(frame.height, np.bool_)
        for column in self._values:
            keys = self._keys.read(column)
            figures = self._figures.read(frame, column, keys.item)
            self._statuses.put_together(frame, column, figures, keys.item)
            bad = keys.bad | figures.bad
            self._problems.mark(rows, column, bad)
            bad_row |= bad
            self._count(keys, figures.status, bad)
            held.add(_good(keys, figures, rows, column, bad))
        if bad_row.any():
            self._bad_rows.append(rows[bad_row])
        if self._texts is not None:
            self._texts.append(frame.select("row", f"c{self._values[0].place}"))
            self._texts = None if held.spilled else self._texts

    def _without_blank_rows(self, frame: pl.DataFrame) -> pl.DataFrame:
        """A row in which nothing is written is no cell of anything; spreadsheets leave thousands at the end."""
        first, *others = (pl.col(f"c{place}") == "" for place in self._places)
        if not frame.select(first.any()).item():
            return frame
        written = frame.filter(~pl.all_horizontal(first, *others))
        self._blank_rows += frame.height - written.height
        return written

    def _count(self, keys: Keys, status: NDArray[np.int8], bad: NDArray[np.bool_]) -> None:
        good = ~bad
        self._accepted += int(good.sum())
        for number, times in enumerate(np.bincount(status[good], minlength=1).tolist()):
            self._by_status[number] += times
        known = keys.item >= 0
        for flags, accepted in ((good, True), (bad & known, False)):
            for item, times in enumerate(np.bincount(keys.item[flags]).tolist()):
                if times:
                    self._by_item[item, accepted] += times

    # ── all of them ─────────────────────────────────────────────────────────
    def _arranged(self, held: Held) -> tuple[tuple[Written, ...], int, int]:
        written: list[Written] = []
        repeated = 0
        lost: list[pl.DataFrame] = []
        for cells in held.groups():
            found = arrange(cells)
            repeated += found.repeated
            lost += self._conflicts(cells, found)
            stored = cells.with_columns(pl.lit(self._submission, pl.Int32).alias("submission"))
            written += write_cells(stored, found.kept, self._into)
        if lost:
            self._refuse_conflicts(pl.concat(lost))
        return tuple(written), repeated, sum(frame.height for frame in lost)

    def _conflicts(self, cells: pl.DataFrame, found: Arranged) -> list[pl.DataFrame]:
        """The cells that contradict one another, with the number of their key."""
        if not found.conflicts:
            return []
        which = np.repeat(np.arange(len(found.conflicts)), [len(each) for each in found.conflicts])
        frame = cells[np.concatenate(found.conflicts)].select("item", "status", "row", "column")
        self._keys_lost += len(found.conflicts)
        self._bad_rows.append(frame["row"].to_numpy())
        for item, status in frame.select("item", "status").rows():
            self._by_item[item, True] -= 1
            self._by_item[item, False] += 1
            self._by_status[status] -= 1
        return [frame.with_columns(pl.Series("key", which + self._keys_lost))]

    def _refuse_conflicts(self, lost: pl.DataFrame) -> None:
        """Told with what the cells say, which is read once more: it was not kept for all the others."""
        self._accepted -= lost.height
        texts = self._texts_of(lost)
        told = lost.join(texts, on=["row", "column"], how="left", maintain_order="left").with_columns(
            pl.col("value").fill_null("")
        )
        numbers: list[int] = []
        frames = told.sort("key", "row", "column").partition_by("key", maintain_order=True)
        for frame in frames:
            cells = list(zip(frame["row"].to_list(), frame["value"].to_list(), strict=True))
            message = conflict(cells, more=max(0, len(cells) - MOST_NAMED))
            numbers += [self._refusals.number(fault(message))] * len(cells)
        listed = pl.concat(frames).with_columns(pl.Series("fault", numbers, dtype=pl.Int32))
        for (place,), frame in listed.group_by("column", maintain_order=True):
            found: Answers = frame["fault"].to_numpy()
            self._refusals.add(frame["row"].to_numpy(), int(str(place)), frame["value"], found)
            self._refusals.count_all(found)

    def _texts_of(self, lost: pl.DataFrame) -> pl.DataFrame:
        rows = lost.select(pl.col("row").unique().sort())
        if self._texts is None:
            found = self._table.scan().join(rows.lazy(), on="row", how="semi")
        else:
            found = pl.concat(self._texts).lazy().join(rows.lazy(), on="row", how="semi")
        texts = found.select("row", *(f"c{column.place}" for column in self._values)).collect(
            engine="streaming"
        )
        return pl.concat(
            texts.select(
                "row",
                pl.lit(column.place, pl.Int16).alias("column"),
                pl.col(f"c{column.place}").alias("value"),
            )
            for column in self._values
        )

    def _checked(
        self, good: tuple[Written, ...], rejects: Written | None, repeated: int, conflicting: int
    ) -> Checked:
        bad_rows = len(np.unique(np.concatenate(self._bad_rows))) if self._bad_rows else 0
        stored = sum(file.rows for file in good)
        if stored != self._accepted - repeated or min(self._rows - bad_rows, self._accepted) < 0:
            raise AssertionError(
                f"cells do not add up: {self._accepted} accepted, {repeated} repeated, {stored} stored"
            )
        items = {item for item, _ in self._by_item}
        return Checked(
            good=good,
            rejects=rejects,
            rows_in=self._rows,
            rows_accepted=self._rows - bad_rows,
            rows_rejected=bad_rows,
            cells_in=self._cells,
            cells_accepted=self._accepted,
            cells_rejected=self._cells - self._accepted,
            repeated=repeated,
            conflicting=conflicting,
            blank_rows=self._blank_rows,
            by_reason=dict(sorted(self._refusals.by_reason.items())),
            by_status={STATUSES[number]: times for number, times in sorted(self._by_status.items()) if times},
            by_item={item: (self._by_item[item, True], self._by_item[item, False]) for item in sorted(items)},
            notes=self._refusals.notes(),
        )


def _good(keys: Keys, figures: Figures, rows: Answers, column: Column, bad: Flags) -> pl.DataFrame:
    """The accepted cells of a VALUE column."""
    columns = {
        "item": keys.item,
        "period": keys.period,
        "area": keys.area,
        "part": keys.part,
        "status": figures.status,
        "marks": figures.marks,
        "value": figures.value,
        "row": rows,
    }
    frame = pl.DataFrame(columns)
    frame = frame.filter(pl.Series(~bad)) if bad.any() else frame
    return frame.with_columns(pl.lit(column.place, pl.Int16).alias("column"))
