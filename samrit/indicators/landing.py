"""A file that somebody sends, as a file of ours for as long as it is looked at."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from samrit.indicators.permissions.submissions import refuse_size
from samrit.indicators.queries.observations import scratch
from samrit.rules.wording import RefusedError

PIECE = 1024 * 1024


@contextmanager
def landed(file: Any, name: str) -> Iterator[Path]:
    """The bytes of what can be read, in the scratch folder; RefusedError when they are too many or none. Gone afterwards."""
    with tempfile.NamedTemporaryFile(dir=scratch(), prefix="landed-") as out:
        size = 0
        while piece := file.read(PIECE):
            size += len(piece)
            if refusal := refuse_size(name, size):
                raise RefusedError(refusal)
            out.write(piece)
        if refusal := refuse_size(name, size):
            raise RefusedError(refusal)
        out.flush()
        yield Path(out.name)
