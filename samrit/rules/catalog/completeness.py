"""How complete a dataset's mandatory metadata are (ความครบถ้วน 0–14): what counts, what is missing, how it is filled in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from samrit.rules.catalog.kinds import Dataset, Fault, Record, Row, Schema, texts
from samrit.rules.catalog.validating import faults_of, mending, refusing
from samrit.rules.wording import Message, listed, say


@dataclass(frozen=True)
class RowState:
    """One of the mandatory rows. ``wanting``: (field, what to do) for each cell that keeps it from counting.

    ``advice``: cells that may stay empty, and are.
    """

    row: Row
    wanting: tuple[tuple[str, Message], ...] = ()
    advice: tuple[tuple[str, Message], ...] = ()

    @property
    def counts(self) -> bool:
        return not self.wanting


@dataclass(frozen=True)
class Meter:
    """The rows in their order; ``filled`` of ``total`` count."""

    rows: tuple[RowState, ...]

    @property
    def filled(self) -> int:
        return sum(state.counts for state in self.rows)

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def is_complete(self) -> bool:
        return self.filled == self.total

    @property
    def missing(self) -> tuple[RowState, ...]:
        return tuple(state for state in self.rows if not state.counts)

    def message(self) -> Message:
        """12/14 with what is missing."""
        if self.is_complete:
            return say("catalog_complete", "ครบ {total} รายการ", total=self.total)
        names = listed([state.row.label for state in self.missing])
        return say("catalog_incomplete", "ครบ {filled} จาก {total} รายการ ยังขาด {names}", filled=self.filled, total=self.total, names=names)  # fmt: skip


def meter(schema: Schema, record: Record) -> Meter:
    """The mandatory rows of a record: a row counts when each cell that it needs holds something that is no fault.

    A word that is not in the vocabulary does not count, nor does อื่นๆ that does not say what. Conditions between
    answers do not bear on completeness.
    """
    alone = replace(schema, conditions=())
    faults = refusing(faults_of(alone, Dataset(schema.version, record)))
    return Meter(tuple(_state(schema, row, record, faults) for row in schema.rows))


def _state(schema: Schema, row: Row, record: Record, faults: Sequence[Fault]) -> RowState:
    wanting, advice = [], []
    for code in row.fields:
        asked = schema.fields[code]
        own = [fault for fault in faults if fault.field in {code, asked.other}]
        if own:
            wanting.append((code, own[0].mend))
        elif not texts(record.get(code)) and not (
            asked.needless and schema.is_one_of(asked.needless, record)
        ):
            advice.append((code, mending(asked)))
    return RowState(row, tuple(wanting), tuple(advice))
