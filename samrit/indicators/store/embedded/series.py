"""One series: what the files state of their groups of rows leaves out all but a few of them, which Polars sees soonest."""

import polars as pl

from samrit.indicators.store.cells import KEY
from samrit.indicators.store.port import Cell, Files, UnreadableFilesError
from samrit.indicators.store.questions import cell_of

_COLUMNS = (*KEY, "status", "marks", "value", "submission", "row", "column")


def series(files: Files, item: int, area: int, part: int) -> tuple[Cell, ...]:
    """See ``port.ObservationStore.series``."""
    if not files:
        return ()
    try:
        found = pl.scan_parquet(list(files), glob=False).filter(item=item, area=area, part=part)
        cells = found.select(_COLUMNS).sort("period").collect()
    except (OSError, pl.exceptions.PolarsError) as problem:
        raise UnreadableFilesError(", ".join(path.name for path in files)) from problem
    return tuple(map(cell_of, cells.rows()))
