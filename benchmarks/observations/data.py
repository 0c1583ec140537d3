"""The submission that is measured: one CSV of villages × items × years, with the faults that real ones have."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import numpy as np
import polars as pl

AREAS, ITEMS, AGENCIES = 75_000, 45, 27
YEARS = (2565, 2566, 2567)
WORDS = (
    "-",
    "ไม่มีข้อมูล",
    "n.d.",
    "ok",
    "ไม่ทราบแน่",
)  # the first three say something, the others are not readable
LEAST, MOST = Decimal(0), Decimal(100_000)
SHARES = {"blank": 0.01, "words": 0.002, "area": 0.001, "item": 0.0005, "range": 0.001, "again": 0.008}
_CHUNK = 1_000_000


@dataclass(frozen=True)
class Made:
    path: Path
    rows: int
    size: int  # bytes


def village_codes(count: int = AREAS) -> np.ndarray:
    """Codes of 8 digits: 75 to a subdistrict would be many, so 10 of each; all begin with 13 to 22."""
    numbers = np.arange(count)
    subdistricts = numbers // 10
    district, province = subdistricts // 12, subdistricts // 12 // 63
    code = (13 + province) * 100 + district % 63 + 1
    return (code * 100 + subdistricts % 12 + 1) * 100 + numbers % 10 + 1


def item_codes() -> list[str]:
    return [f"item_{number:02}_houses" for number in range(1, ITEMS + 1)]


def agency_of(item: int) -> str:
    return f"agency{item % AGENCIES + 1:02}"


def make(path: Path, *, areas: int = AREAS, seed: int = 1) -> Made:
    """Every village × item × year once, in no order, and the faults; the same for the same ``seed``."""
    random = np.random.default_rng(seed)
    cells = areas * ITEMS * len(YEARS)
    again = round(cells * SHARES["again"])
    order = random.permutation(np.concatenate([np.arange(cells), random.integers(0, cells, again)]))
    with path.open("wb") as file:
        file.write(b"agency,item,area,period,value,received,reference\n")
        for first in range(0, len(order), _CHUNK):
            _rows(order[first : first + _CHUNK], areas, random).write_csv(
                file, include_header=False, quote_style="never"
            )
    return Made(path, len(order), path.stat().st_size)


def _rows(cells: np.ndarray, areas: int, random: np.random.Generator) -> pl.DataFrame:
    count = len(cells)
    item, rest = np.divmod(cells, areas * len(YEARS))
    year, area = np.divmod(rest, areas)
    values = (cells * 7919 % 9_999_999 / 100).round(2)  # of the cell: said again, it says the same
    values = np.where(random.random(count) < SHARES["range"], -1 - values, values)
    text = pl.Series("value", values).cast(pl.String)
    words = pl.Series(WORDS).gather(random.integers(0, len(WORDS), count))
    lots = {name: pl.Series(random.random(count) < share) for name, share in SHARES.items()}
    frame = pl.DataFrame(
        {
            "agency": pl.Series([agency_of(each) for each in range(ITEMS)]).gather(item),
            "item": pl.Series(item_codes()).gather(item),
            "area": pl.Series(village_codes(areas)).cast(pl.String).gather(area),
            "period": pl.Series([str(each) for each in YEARS]).gather(year),
            "value": text,
            "received": pl.Series(["2567-11-05"]).gather(np.zeros(count, np.uint32)),
            "reference": pl.Series(cells % 900_000 + 100_000).cast(pl.String),
        }
    )
    return frame.with_columns(
        area=pl.when(lots["area"]).then(pl.lit("99999901")).otherwise("area"),
        item=pl.when(lots["item"]).then(pl.lit("item_99_unknown")).otherwise("item"),
        value=pl.when(lots["blank"]).then(pl.lit("")).when(lots["words"]).then(words).otherwise("value"),
    )
