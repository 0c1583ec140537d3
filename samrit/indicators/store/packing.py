"""Cells that travel: what becomes of a sender's cells in front of our own.

Numbers of items, parts and submissions mean something in one installation only; ``dictionaries`` say what. Areas, periods,
statuses and marks have the same numbers everywhere (``cells``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import polars as pl

from samrit.indicators.store.cells import (
    DECIMALS,
    DIGITS,
    KEY,
    MARK_BITS,
    SCHEMA,
    STATUS_NUMBERS,
    STATUSES,
    marks_number,
)
from samrit.indicators.store.dictionaries import DAMAGED, OtherColumnsError
from samrit.indicators.store.embedded.arranging import arrange, write_cells
from samrit.indicators.store.port import Cell, Change, Files, UnreadableFilesError, Written
from samrit.indicators.store.questions import cell_of
from samrit.indicators.store.rejecting import as_json, write_rejects
from samrit.rules.exchange import FAULTS, CellFault
from samrit.rules.observed import Status

MOST_CELLS = 20_000_000  # of one package: they are looked at in memory
SHOWN = 100  # differences that are listed one by one
_FIGURE = pl.Decimal(DIGITS, DECIMALS)
_ORDER = (*KEY, "status", "marks", "value", "submission", "row", "column")  # of ``questions.cell_of``
_NOW = (
    "status",
    "marks",
    "value",
    "submission",
    "row",
    "column",
)  # of the current cell, with ``_now`` behind


class RepeatedKeysError(Exception):
    """The package states a cell twice."""


# ── what becomes of the cells ───────────────────────────────────────────────
@dataclass(frozen=True)
class Limits:
    """Our item for one of the sender's: the deepest level, first and last period, the range and decimals of figures."""

    item: int
    depth: int
    first: int
    last: int
    decimals: int = DECIMALS
    least: Decimal | None = None
    most: Decimal | None = None


@dataclass(frozen=True)
class Against:
    """What a sender's cells are held against.

    ``items``: number of the sender → ours; ``parts``: (item, part) of the sender → Part.pk; ``depths``: of the areas that are
    known here, by number. ``current``: our cell files; ``same_source``: submissions that came from this very sender: their
    cells are replaced, those of others are not.
    """

    items: Mapping[int, Limits]
    parts: Mapping[tuple[int, int], int]
    depths: Mapping[int, int]
    current: Files
    same_source: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Taken:
    """cells == new + changed + same + conflicting + rejected, always.

    ``conflicts``: of the same key as ours, stated otherwise by another source; theirs bear the sender's submission number.
    ``changes``: the first of those that are new or changed. ``good``, ``rejects``: written only where a folder was given;
    rejects list the conflicting cells too. ``by_item``: ours → (accepted, not); ``left_out``: (ours, period) → not.
    """

    cells: int
    new: int
    changed: int
    same: int
    conflicting: int
    rejected: int
    by_reason: Mapping[str, int]
    by_status: Mapping[Status, int]
    by_item: Mapping[int, tuple[int, int]]
    left_out: Mapping[tuple[int, int], int] = field(default_factory=dict)
    conflicts: tuple[Change, ...] = ()
    changes: tuple[Change, ...] = ()
    good: tuple[Written, ...] = ()
    rejects: Written | None = None
    listed: tuple[tuple[int, int, str, str], ...] = field(
        default=()
    )  # the first of those that were rejected, conflicts apart: row, column, value, code

    @property
    def brings(self) -> int:
        """Cells that go in."""
        return self.new + self.changed


def take(
    files: Files,
    against: Against,
    *,
    submission: int = 0,
    into: Path | None = None,
    most_conflicts: int = 0,
) -> Taken:
    """Translate a sender's cells and hold them against ours; with a folder ``into``, write what goes in and what does not.

    ``conflicts`` has at most ``most_conflicts``. OtherColumnsError, RepeatedKeysError, UnreadableFilesError.
    """
    judged = _judged(_translated(_read(files), against), submission)
    clean = judged.filter(pl.col("fault").is_null())
    _check_keys(clean.select(list(SCHEMA)))
    faced = _faced(clean, against)
    bad = pl.concat([judged.filter(pl.col("fault").is_not_null()), _conflicting(faced)], how="diagonal")
    counted = dict(faced.group_by("kind").len().rows())
    goes = faced.filter(pl.col("kind").is_in(["new", "changed"])).sort(KEY)
    listed = _listed(bad)
    return Taken(
        cells=judged.height,
        **{kind: counted.get(kind, 0) for kind in ("new", "changed", "same", "conflicting")},
        rejected=judged.height - clean.height,
        by_reason=dict(sorted(bad.group_by("fault").len().rows())),
        by_status=_by_status(faced),
        by_item=_by_item(faced, bad),
        left_out=_left_out(bad),
        conflicts=_changes(faced.filter(pl.col("kind") == "conflicting").sort(KEY), most_conflicts),
        changes=_changes(goes, SHOWN),
        good=_written(goes.select(list(SCHEMA)), into) if into and goes.height else (),
        rejects=write_rejects([listed], into) if into else None,
        listed=tuple(
            listed.filter(pl.col("code") != CellFault.CONFLICT.value)
            .select("row", "column", "value", "code")
            .head(SHOWN)
            .rows()
        ),
    )


def _read(files: Files) -> pl.DataFrame:
    frames = []
    for path in files:
        try:
            frame = pl.read_parquet(path)
            if set(frame.columns) != set(SCHEMA) or not _is_exact(frame.schema):
                raise OtherColumnsError(path.name)
            frames.append(frame.select(list(SCHEMA)).cast(pl.Schema(SCHEMA)))
        except DAMAGED as problem:
            raise OtherColumnsError(path.name) from problem
    found = pl.concat(frames) if frames else pl.DataFrame(schema=dict(SCHEMA))
    if sum(found.select(pl.exclude("value")).null_count().row(0)):
        raise OtherColumnsError(files[0].name)
    return found


def _is_exact(schema: pl.Schema) -> bool:
    """Nothing in it has to be guessed or rounded to become ours."""
    value = schema["value"]
    whole = all(schema[name].is_integer() for name in SCHEMA if name != "value")
    return whole and isinstance(value, pl.Decimal) and value.scale <= DECIMALS


def _translated(cells: pl.DataFrame, against: Against) -> pl.DataFrame:
    """With our item, part and their limits beside the sender's; null where we have none."""
    items = pl.DataFrame(
        [
            (number, one.item, one.depth, one.first, one.last, one.decimals, one.least, one.most)
            for number, one in against.items.items()
        ],
        schema={
            "item": pl.Int32, "our_item": pl.Int32, "deepest": pl.Int32, "first": pl.Int32, "last": pl.Int32, "decimals": pl.Int32,
            "least": _FIGURE, "most": _FIGURE,
        },
        orient="row",
    )  # fmt: skip
    parts = pl.DataFrame(
        [(item, part, ours) for (item, part), ours in against.parts.items()],
        schema={"item": pl.Int32, "part": pl.Int32, "our_part": pl.Int32},
        orient="row",
    )
    areas = pl.DataFrame(
        list(against.depths.items()), schema={"area": pl.Int32, "depth": pl.Int32}, orient="row"
    )
    joined = cells.join(items, on="item", how="left").join(parts, on=["item", "part"], how="left")
    total = pl.when(pl.col("part") == 0).then(pl.lit(0, pl.Int32)).otherwise(pl.col("our_part"))
    return joined.join(areas, on="area", how="left").with_columns(total.alias("our_part"))


def _judged(cells: pl.DataFrame, submission: int) -> pl.DataFrame:
    """Our own numbers in their places, ``theirs`` the sender's submission, and ``fault``: why a cell is left out."""
    value, status = pl.col("value"), pl.col("status")
    wrong_status = (
        ~status.is_in(list(STATUSES))
        | ~pl.col("marks").is_between(0, sum(MARK_BITS.values()))
        | ((status == STATUS_NUMBERS[Status.VALUE]) != value.is_not_null())
    )
    reasons = {
        CellFault.ITEM: pl.col("our_item").is_null(),
        CellFault.PART: pl.col("our_part").is_null(),
        CellFault.AREA: pl.col("depth").is_null(),
        CellFault.LEVEL: pl.col("depth") > pl.col("deepest"),
        CellFault.PERIOD: ~pl.col("period").is_between(pl.col("first"), pl.col("last")),
        CellFault.STATUS: wrong_status,
        CellFault.RANGE: (value < pl.col("least")).fill_null(value=False)
        | (value > pl.col("most")).fill_null(value=False),
        CellFault.DECIMALS: _too_fine(cells["decimals"].unique().drop_nulls().to_list()),
    }
    fault = pl.coalesce(pl.when(found).then(pl.lit(code.value)) for code, found in reasons.items())
    return cells.with_columns(fault.alias("fault"), pl.col("submission").alias("theirs")).with_columns(
        pl.col("our_item").alias("item"),
        pl.col("our_part").alias("part"),
        pl.lit(submission, pl.Int32).alias("submission"),
    )


def _too_fine(kept: Sequence[int]) -> pl.Expr:
    """More decimals than the item keeps; needless zeros are none."""
    value = pl.col("value")
    return pl.any_horizontal(
        pl.lit(value=False), *((pl.col("decimals") == most) & (value != value.round(most)) for most in kept)
    ).fill_null(value=False)


def _check_keys(cells: pl.DataFrame) -> None:
    arranged = arrange(cells)
    if arranged.repeated or arranged.conflicts:
        raise RepeatedKeysError


def _faced(clean: pl.DataFrame, against: Against) -> pl.DataFrame:
    """With our cell of the same key beside (``…_now``) and ``kind``: new, same, changed, conflicting."""
    beside = _current(against.current, clean["item"].unique().to_list())
    faced = clean.join(beside, on=list(KEY), how="left")
    says_the_same = (
        (pl.col("status") == pl.col("status_now"))
        & (pl.col("marks") == pl.col("marks_now"))
        & pl.col("value").eq_missing(pl.col("value_now"))
    )
    kind = (
        pl.when(pl.col("status_now").is_null())
        .then(pl.lit("new"))
        .when(says_the_same)
        .then(pl.lit("same"))
        .when(pl.col("submission_now").is_in(sorted(against.same_source)))
        .then(pl.lit("changed"))
        .otherwise(pl.lit("conflicting"))
    )
    return faced.with_columns(kind.alias("kind"))


def _current(files: Files, items: list[int]) -> pl.DataFrame:
    names = {name: f"{name}_now" for name in _NOW}
    if not files:
        return pl.DataFrame(schema=dict(SCHEMA)).rename(names)
    try:
        found = pl.scan_parquet(list(files)).filter(pl.col("item").is_in(items)).select(list(SCHEMA))
        return found.collect(engine="streaming").rename(names)
    except DAMAGED as problem:
        raise UnreadableFilesError(", ".join(path.name for path in files)) from problem


def _conflicting(faced: pl.DataFrame) -> pl.DataFrame:
    found = faced.filter(pl.col("kind") == "conflicting")
    return found.with_columns(pl.lit(CellFault.CONFLICT.value).alias("fault"))


# ── told and written ────────────────────────────────────────────────────────
def _by_status(faced: pl.DataFrame) -> dict[Status, int]:
    accepted = faced.filter(pl.col("kind") != "conflicting").group_by("status").len()
    return {STATUSES[status]: count for status, count in sorted(accepted.rows())}


def _by_item(faced: pl.DataFrame, bad: pl.DataFrame) -> dict[int, tuple[int, int]]:
    accepted = dict(faced.filter(pl.col("kind") != "conflicting").group_by("item").len().rows())
    left_out = dict(bad.filter(pl.col("item").is_not_null()).group_by("item").len().rows())
    return {item: (accepted.get(item, 0), left_out.get(item, 0)) for item in sorted({*accepted, *left_out})}


def _left_out(bad: pl.DataFrame) -> dict[tuple[int, int], int]:
    """Of periods that there are."""
    known = bad.filter(pl.col("period").is_between(pl.col("first"), pl.col("last")))
    return {(item, period): cells for item, period, cells in known.group_by("item", "period").len().rows()}


def _changes(faced: pl.DataFrame, most: int) -> tuple[Change, ...]:
    """Ours before, theirs after; theirs with the sender's submission."""
    after = faced.select(*KEY, "status", "marks", "value", "theirs", "row", "column").head(most).rows()
    before = faced.select(*KEY, *(f"{name}_now" for name in _NOW)).head(most).rows()
    first = len(KEY)  # the status of ours: null where there is none
    return tuple(
        Change(None if ours[first] is None else cell_of(ours), cell_of(theirs))
        for ours, theirs in zip(before, after, strict=True)
    )


def _listed(bad: pl.DataFrame) -> pl.DataFrame:
    """As ``rejecting`` keeps it."""
    figure = pl.col("value").cast(pl.String).str.strip_chars_end("0").str.strip_chars_end(".")
    words = {number: status.value for number, status in STATUSES.items()}
    word = pl.col("status").cast(pl.Int32).replace_strict(words, default="?", return_dtype=pl.String)
    reasons = {code.value: as_json(message) for code, message in FAULTS.items()}
    return bad.select(
        "row",
        "column",
        pl.coalesce(figure, word).alias("value"),
        pl.col("fault").alias("code"),
        pl.col("fault").replace_strict(reasons, return_dtype=pl.String).alias("reason"),
        pl.lit(None, pl.String).alias("mend"),
    ).sort("row", "column", "code")


def _written(cells: pl.DataFrame, into: Path) -> tuple[Written, ...]:
    return write_cells(cells, arrange(cells).kept, into)


def write_chosen(cells: Sequence[Cell], *, submission: int, into: Path) -> tuple[Written, ...]:
    """Single cells as a file that can be merged: each as it is, brought by this submission."""
    rows = [
        (
            *one.key,
            STATUS_NUMBERS[one.status],
            marks_number(one.marks),
            one.value,
            submission,
            one.row,
            one.column,
        )
        for one in cells
    ]
    frame = pl.DataFrame(rows, schema={name: SCHEMA[name] for name in _ORDER}, orient="row")
    return _written(frame.select(list(SCHEMA)), into)
