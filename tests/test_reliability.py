"""docs/reliability.md has a row for every fault that can be done, with its command, and for no other."""

import re
from pathlib import Path

import pytest

from benchmarks.faults.acts import FAULTS

pytestmark = pytest.mark.anywhere
TABLE = Path(__file__).resolve().parent.parent / "docs" / "reliability.md"


def test_every_row_is_a_fault_that_can_be_done() -> None:
    rows = re.findall(
        r"^\| `python -m benchmarks faults ([\w-]+)` \|", TABLE.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert rows == list(FAULTS)
