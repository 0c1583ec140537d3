"""The texts of cells as numbers of the cell file: distinct ones read once by the rules, the numbers joined in the cluster."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import polars as pl
from pyspark.sql import DataFrame

from samrit.indicators.reading import Means
from samrit.indicators.store import faults
from samrit.indicators.store.cells import DECIMALS, DIGITS, SCHEMA
from samrit.indicators.store.port import ItemTerms
from samrit.indicators.store.spark.landing import BETWEEN, said_parts
from samrit.indicators.store.spark.meanings import FIGURED, NUMBERED, SAID, Row, Tables, Told
from samrit.indicators.store.texts import Reader, fault
from samrit.rules.areas import LEVELS
from samrit.rules.periods import PeriodType

_INT, _TEXT = pl.Int32(), pl.String()
_KINDS = tuple(PeriodType)
_PLAIN = r"'^[+-]?[0-9]{1,15}([.][0-9]{1,12})?$'"  # the same number for Spark as for rules.observed
_TERMS: Mapping[str, pl.DataType] = {
    "item": _INT,
    "kind": _INT,
    "levels": _INT,
    "plain": pl.Boolean(),
    "least": SCHEMA["value"],
    "most": SCHEMA["value"],
    "step": SCHEMA["value"],
}


@dataclass(frozen=True)
class CellReader:
    """Adds to ``landing.cell_texts`` numbers, and for each thing read a fault and a note by number (``Told``)."""

    reader: Reader
    told: Told
    tables: Tables

    def read(self, cells: DataFrame) -> DataFrame:
        for step in (
            self._item,
            self._area,
            self._terms,
            self._period,
            self._part,
            self._level,
            self._figure,
            self._said,
        ):
            cells = step(cells)
        return cells

    # ── keys ────────────────────────────────────────────────────────────────
    def _item(self, cells: DataFrame) -> DataFrame:
        def read(text: str) -> Row:
            return self.told.numbered(self.reader.item(text.split(BETWEEN, maxsplit=1)[0]))

        return _named(self.tables.learned(cells, {"item_text": _TEXT}, read, NUMBERED), Means.ITEM)

    def _area(self, cells: DataFrame) -> DataFrame:
        def read(text: str) -> Row:
            return self.told.numbered(self.reader.area(tuple(text.split(BETWEEN))))

        return _named(self.tables.learned(cells, {"area_text": _TEXT}, read, NUMBERED), Means.AREA)

    def _terms(self, cells: DataFrame) -> DataFrame:
        """What the item states; null where it is not known."""
        rows = [_terms_of(item) for item in self.reader.terms.items.values()]
        return cells.join(self.tables.put(rows, _TERMS), "item", "left")

    def _period(self, cells: DataFrame) -> DataFrame:
        """By the kind of the item; of an unknown item nothing is said."""

        def read(kind: int, text: str) -> Row:
            return self.told.numbered(self.reader.period(tuple(text.split(BETWEEN)), _KINDS[kind]))

        return _named(
            self.tables.learned(cells, {"kind": _INT, "period_text": _TEXT}, read, NUMBERED), Means.PERIOD
        )

    def _part(self, cells: DataFrame) -> DataFrame:
        columns = self.reader.mapping.of(Means.PART)
        same = said_parts(self.reader.mapping)

        def read(item: int, said: int, text: str) -> Row:
            texts = (
                zip((column.list for column in columns), text.split(BETWEEN), strict=False) if columns else ()
            )
            terms = self.reader.terms.items[item]
            return self.told.numbered(self.reader.part(terms, same[said] | dict(texts)))

        names = {"item": _INT, "said": _INT, "part_text": _TEXT}
        return _named(self.tables.learned(cells, names, read, NUMBERED), Means.PART)

    def _level(self, cells: DataFrame) -> DataFrame:
        """``level_fault``: areas of a level that the item is not kept for."""

        def read(item: int, wrong: int) -> Row:
            level = LEVELS[_depth(wrong)]
            message = faults.area_not_of_item(str(wrong), level, self.reader.terms.items[item])
            return (self.told.fault(fault(message)),)

        depth = "if(area >= 100, 1, 0) + if(area >= 10000, 1, 0) + if(area >= 1000000, 1, 0)"
        asked = cells.selectExpr("*", f"if((shiftright(levels, {depth}) & 1) = 0, area, NULL) AS wrong")
        return self.tables.learned(asked, {"item": _INT, "wrong": _INT}, read, {"level_fault": _INT})

    # ── values ──────────────────────────────────────────────────────────────
    def _figure(self, cells: DataFrame) -> DataFrame:
        """Plain numbers within their bounds in the cluster, every other text by the rules."""

        def read(item: int, odd: str) -> Row:
            return self.told.figured(self.reader.figure(odd, self.reader.terms.items[item]))

        number = (
            f"CASE WHEN plain AND text RLIKE {_PLAIN} THEN CAST(text AS DECIMAL({DIGITS}, {DECIMALS})) END"
        )
        within = (
            "(least IS NULL OR figure >= least) AND (most IS NULL OR figure <= most) AND figure % step = 0"
        )
        numbers = cells.selectExpr("*", f"{number} AS figure").selectExpr(
            "*", f"coalesce({within}, false) AS fits"
        )
        asked = numbers.selectExpr("*", "if(fits, NULL, text) AS odd")
        names = {"item": _INT, "odd": _TEXT}
        learned = self.tables.learned(asked, names, read, FIGURED)
        taken = learned.selectExpr(
            "*",
            "if(fits, 0, status) AS own_status",
            "if(fits, 0, marks) AS own_marks",
            "if(fits, figure, value) AS own_value",
        ).drop("status", "marks", "value", "figure", "fits", "odd")
        return taken.withColumnsRenamed(
            {"fault": "figure_fault", "note": "figure_note", "own_value": "value"}
        )

    def _said(self, cells: DataFrame) -> DataFrame:
        """The column of statuses beside the value, as ``texts.combined`` has it."""

        def read(text: str) -> Row:
            return self.told.said(self.reader.said(";".join(text.split(BETWEEN))))

        def contradicts(text: str, beside: str) -> Row:
            message = faults.status_contradicts(text, ";".join(beside.split(BETWEEN)))
            return (self.told.fault(fault(message)),)

        learned = self.tables.learned(cells, {"status_text": _TEXT}, read, SAID)
        lone = "(own_status = 1 AND said_status > 0)"
        wrong = f"NOT {lone} AND said_status >= 0 AND said_status <> own_status AND (said_status > 0 OR own_status = 0)"
        put = learned.selectExpr(
            "*",
            f"if({lone}, said_status, own_status) AS status",
            f"if({wrong}, status_text, NULL) AS beside",
            "if(own_status IS NULL, NULL, said_fault) AS unknown_fault",
        )
        names = {"text": _TEXT, "beside": _TEXT}
        told = self.tables.learned(put, names, contradicts, {"contradiction_fault": _INT})
        return told.selectExpr("*", "if(status = 0, own_marks | coalesce(said_marks, 0), 0) AS marks")


def _named(cells: DataFrame, means: Means) -> DataFrame:
    return cells.withColumnsRenamed(
        {"number": str(means), "fault": f"{means}_fault", "note": f"{means}_note"}
    )


def _depth(area: int) -> int:
    return len(str(area)) // 2 - 1


def _terms_of(item: ItemTerms) -> Row:
    every = (1 << len(LEVELS)) - 1
    levels = sum(1 << level.depth for level in item.levels) or every
    plain = all(bound is None or _is_exact(bound) for bound in (item.least, item.most))
    least, most = (item.least, item.most) if plain else (None, None)
    step = Decimal(1).scaleb(-min(item.decimals, DECIMALS))
    return item.id, _KINDS.index(item.period), levels, plain, least, most, step


def _is_exact(bound: Decimal) -> bool:
    """Whether the cell file could hold it."""
    return -int(bound.as_tuple().exponent) <= DECIMALS and bound.adjusted() < DIGITS - DECIMALS
