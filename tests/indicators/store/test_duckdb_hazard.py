"""The version of DuckDB that is locked neither throws nor drops rows where a cell is no number (data read from text)."""

from importlib.metadata import version
from pathlib import Path

import duckdb
import pytest

CELLS = ["1", "2.5", "-", "ไม่มีข้อมูล", "", "3", "x", "4", "n/a", "5", "6", "--", "7", "8"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "values.csv"
    lines = [f"{row},{cell}" for row, cell in enumerate(CELLS)]
    path.write_text("\n".join(["row,value", *lines]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "reading", ["all_varchar = true", "columns = {'row': 'VARCHAR', 'value': 'VARCHAR'}"]
)
def test_a_cast_that_may_fail_keeps_every_row(file: Path, reading: str):
    """2.0.0 pushes the cast into the reader of the file, which fails on "-", or drops the row when told to ignore errors."""
    source = f"read_csv('{file}', header = true, {reading})"
    asked = "SELECT count(*), count(number) FROM (SELECT TRY_CAST(value AS DOUBLE) AS number FROM {0})"
    with duckdb.connect(":memory:") as connection:
        found = connection.execute(asked.format(source)).fetchone()
    assert found == (14, 8)


def test_the_version_is_one_that_is_correct():
    major, minor, patch = (int(number) for number in version("duckdb").split("."))
    assert (1, 5, 6) <= (major, minor, patch) < (2, 0, 0)


def test_the_engine_never_reads_text_with_duckdb():
    """Text is read once, by the reading room; DuckDB sees typed cell files only."""
    folder = Path(__file__).parents[3] / "samrit/indicators/store"
    sources = [path.read_text(encoding="utf-8") for path in folder.rglob("*.py")]
    assert not [text for text in sources if "read_csv" in text or "ignore_errors" in text]
