"""Every engine, over the same files."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from samrit.indicators.reading import CellProblem, Mapping, open_table
from samrit.indicators.store import make_store
from samrit.indicators.store.port import Checked, ObservationStore
from samrit.indicators.store.terms import Terms
from tests.indicators.store.terms import MAPPING, TERMS, Check


@pytest.fixture(scope="module", params=["embedded", pytest.param("spark", marks=pytest.mark.spark)])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> ObservationStore:
    scratch = tmp_path_factory.mktemp("scratch")
    if request.param == "spark":
        return make_store("spark", 512, scratch, request.getfixturevalue("spark_master"))
    return make_store("embedded", 512, scratch)


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> ObservationStore:
    return make_store("embedded", 512, tmp_path_factory.mktemp("scratch"))


@pytest.fixture(scope="module")
def into(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cells")


@pytest.fixture(scope="module")
def check(store: ObservationStore, into: Path, tmp_path_factory: pytest.TempPathFactory) -> Check:
    """Check the lines of a CSV; the columns are those of ``terms.MAPPING`` unless others are given."""

    def run(
        lines: Sequence[str],
        mapping: Mapping = MAPPING,
        *,
        titles: str = "",
        submission: int = 1,
        terms: Terms = TERMS,
        problems: Sequence[CellProblem] = (),
    ) -> Checked:
        folder = tmp_path_factory.mktemp("sent")
        path = folder / "sent.csv"
        head = titles or ",".join(column.title for column in mapping.columns)
        path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
        raw = open_table(path, name="sent.csv", header=1, landing=folder)
        raw = replace(raw, problems=tuple(problems))
        return store.check(raw, mapping, terms, into, submission=submission)

    return run
