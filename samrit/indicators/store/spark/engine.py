"""The Spark engine: its operations, each in a module of its own."""

from pathlib import Path

from samrit.indicators.reading import Mapping as ColumnMapping
from samrit.indicators.store.port import Checked, Files, Written
from samrit.indicators.store.questions import Questions
from samrit.indicators.store.spark.asking import Cluster
from samrit.indicators.store.spark.checking import check
from samrit.indicators.store.spark.merging import merge
from samrit.indicators.store.terms import Table, Terms


class SparkStore(Questions):
    """``memory`` in MB of the part beside Samrit; ``scratch``: a folder that the workers see under the same path."""

    def __init__(self, memory: int, scratch: Path, master: str) -> None:
        self._cluster = Cluster(master, memory, scratch)
        super().__init__(self._cluster)

    def check(
        self, table: Table, mapping: ColumnMapping, terms: Terms, into: Path, *, submission: int
    ) -> Checked:
        return check(self._cluster, table, mapping, terms, into, submission=submission)

    def merge(self, current: Files, good: Files, into: Path) -> tuple[Path | Written, ...]:
        return merge(self._cluster, current, good, into)
