"""The embedded engine: its operations, each in a module of its own."""

from collections.abc import Sequence
from pathlib import Path

from samrit.indicators.reading import Mapping as ColumnMapping
from samrit.indicators.store.embedded.checking import Check
from samrit.indicators.store.embedded.duck import Duck
from samrit.indicators.store.embedded.grid import completeness
from samrit.indicators.store.embedded.merging import merge
from samrit.indicators.store.embedded.series import series
from samrit.indicators.store.port import Cell, Checked, Expected, Files, Given, Written
from samrit.indicators.store.questions import Questions
from samrit.indicators.store.terms import Table, Terms


class EmbeddedStore(Questions):
    """``memory`` in MB, a bound for each operation; ``scratch``: a folder for what does not fit. Safe between threads."""

    def __init__(self, memory: int, scratch: Path) -> None:
        super().__init__(Duck(memory, scratch))
        self._memory = memory
        self._scratch = scratch

    def check(
        self, table: Table, mapping: ColumnMapping, terms: Terms, into: Path, *, submission: int
    ) -> Checked:
        run = Check(
            table, mapping, terms, into, submission=submission, memory=self._memory, scratch=self._scratch
        )
        return run.run()

    def series(self, files: Files, item: int, area: int, part: int = 0) -> tuple[Cell, ...]:
        return series(files, item, area, part)

    def completeness(self, files: Files, expected: Sequence[Expected]) -> tuple[Given, ...]:
        return completeness(files, expected)

    def merge(self, current: Files, good: Files, into: Path) -> tuple[Path | Written, ...]:
        return merge(current, good, into)
