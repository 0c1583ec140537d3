"""The texts of cells as numbers of the cell file: distinct ones read once by the rules, the numbers joined in the cluster."""

from dataclasses import dataclass
from decimal import Decimal

import polars as pl
from pyspark.sql import DataFrame

from samrit.indicators.reading import Means
from samrit.indicators.store import faults
from samrit.indicators.store.cells import DECIMALS, DIGITS, SCHEMA
from samrit.indicators.store.spark.landing import BETWEEN, said_parts
from samrit.indicators.store.spark.meanings import Lesson, Row, Schema, Tables, Told
from samrit.indicators.store.terms import ItemTerms
from samrit.indicators.store.texts import Reader, fault
from samrit.rules.areas import LEVELS
from samrit.rules.periods import PeriodType

_INT, _TEXT, _FIGURE = pl.Int32(), pl.String(), SCHEMA["value"]
_KINDS = tuple(PeriodType)
_PLAIN = r"'^[+-]?[0-9]{1,15}([.][0-9]{1,12})?$'"  # the same number for Spark as for rules.observed
_TERMS: Schema = {
    "kind": _INT, "levels": _INT, "plain": pl.Boolean(), "least": _FIGURE, "most": _FIGURE, "step": _FIGURE,
}  # fmt: skip
_NO_TERMS = (None,) * len(_TERMS)
_DEPTH = "if(area >= 100, 1, 0) + if(area >= 10000, 1, 0) + if(area >= 1000000, 1, 0)"
_NUMBER = f"CASE WHEN plain AND text RLIKE {_PLAIN} THEN CAST(text AS DECIMAL({DIGITS}, {DECIMALS})) END"
_FITS = "(least IS NULL OR figure >= least) AND (most IS NULL OR figure <= most) AND figure % step = 0"
_LONE = "(own_status = 1 AND said_status > 0)"  # a blank cell, and a status beside it
_WRONG = (
    f"NOT {_LONE} AND said_status >= 0 AND said_status <> own_status AND (said_status > 0 OR own_status = 0)"
)


@dataclass(frozen=True)
class CellReader:
    """Adds numbers to ``landing.cell_texts``, and for each thing that is read a fault and a note by number (``Told``)."""

    reader: Reader
    told: Told
    tables: Tables

    def read(self, cells: DataFrame) -> DataFrame:
        named = self.tables.learned(cells, *self._first_lessons())
        asked = named.selectExpr(
            "*", f"if((shiftright(levels, {_DEPTH}) & 1) = 0, area, NULL) AS wrong", f"{_NUMBER} AS figure"
        ).selectExpr("*", f"if(coalesce({_FITS}, false), NULL, text) AS odd")
        found = self.tables.learned(asked, *self._second_lessons()).selectExpr(
            "*",
            "if(odd IS NULL, 0, odd_status) AS own_status",
            "if(odd IS NULL, 0, odd_marks) AS own_marks",
            "if(odd IS NULL, figure, odd_value) AS value",
        )
        return self._with_status_column(found)

    def _first_lessons(self) -> list[Lesson]:
        """What can be read of a cell alone."""
        status = {"said_status": _INT, "said_marks": _INT, "unknown_fault": _INT}
        return [
            Lesson({"item_text": _TEXT}, self._item, {**_numbered(Means.ITEM), **_TERMS}),
            Lesson({"area_text": _TEXT}, self._area, _numbered(Means.AREA)),
            Lesson({"status_text": _TEXT}, self._said, status),
        ]

    def _second_lessons(self) -> list[Lesson]:
        """What depends on the item; of an unknown one nothing is said."""
        of_part = {"item": _INT, "said": _INT, "part_text": _TEXT}
        odd = {
            "odd_status": _INT,
            "odd_marks": _INT,
            "odd_value": _FIGURE,
            "figure_fault": _INT,
            "figure_note": _INT,
        }
        return [
            Lesson({"kind": _INT, "period_text": _TEXT}, self._period, _numbered(Means.PERIOD)),
            Lesson(of_part, self._part, _numbered(Means.PART)),
            Lesson({"item": _INT, "wrong": _INT}, self._level, {"level_fault": _INT}),
            Lesson({"item": _INT, "odd": _TEXT}, self._figure, odd),
        ]

    def _with_status_column(self, cells: DataFrame) -> DataFrame:
        """Value and status beside it together, as ``texts.combined`` has it."""
        put = cells.selectExpr(
            "* EXCEPT (unknown_fault)",
            "if(own_status IS NULL, NULL, unknown_fault) AS unknown_fault",
            f"if({_LONE}, said_status, own_status) AS status",
            f"if({_WRONG}, status_text, NULL) AS beside",
        ).selectExpr("*", "if(status = 0, own_marks | coalesce(said_marks, 0), 0) AS marks")
        if not self.reader.mapping.of(Means.STATUS):
            return put.selectExpr("*", "CAST(NULL AS INT) AS contradiction_fault")
        of = {"text": _TEXT, "beside": _TEXT}
        return self.tables.learned(put, Lesson(of, self._contradiction, {"contradiction_fault": _INT}))

    # ── what is read ────────────────────────────────────────────────────────
    def _item(self, text: str) -> Row:
        found = self.told.numbered(self.reader.item(text.split(BETWEEN, maxsplit=1)[0]))
        return *found, *(_NO_TERMS if found[0] is None else _terms_of(self.reader.terms.items[found[0]]))

    def _area(self, text: str) -> Row:
        return self.told.numbered(self.reader.area(tuple(text.split(BETWEEN))))

    def _said(self, text: str) -> Row:
        return self.told.said(self.reader.said(";".join(text.split(BETWEEN))))

    def _period(self, kind: int, text: str) -> Row:
        return self.told.numbered(self.reader.period(tuple(text.split(BETWEEN)), _KINDS[kind]))

    def _part(self, item: int, said: int, text: str) -> Row:
        lists = [column.list for column in self.reader.mapping.of(Means.PART)]
        texts = dict(zip(lists, text.split(BETWEEN), strict=True)) if lists else {}
        same = said_parts(self.reader.mapping)[said]
        return self.told.numbered(self.reader.part(self.reader.terms.items[item], same | texts))

    def _level(self, item: int, area: int) -> Row:
        level = LEVELS[len(str(area)) // 2 - 1]
        message = faults.area_not_of_item(str(area), level, self.reader.terms.items[item])
        return (self.told.fault(fault(message)),)

    def _figure(self, item: int, text: str) -> Row:
        return self.told.figured(self.reader.figure(text, self.reader.terms.items[item]))

    def _contradiction(self, text: str, beside: str) -> Row:
        message = faults.status_contradicts(text, ";".join(beside.split(BETWEEN)))
        return (self.told.fault(fault(message)),)


def _numbered(means: Means) -> Schema:
    return {str(means): _INT, f"{means}_fault": _INT, f"{means}_note": _INT}


def _terms_of(item: ItemTerms) -> Row:
    every = (1 << len(LEVELS)) - 1
    levels = sum(1 << level.depth for level in item.levels) or every
    plain = all(bound is None or _is_exact(bound) for bound in (item.least, item.most))
    least, most = (item.least, item.most) if plain else (None, None)
    step = Decimal(1).scaleb(-min(item.decimals, DECIMALS))
    return _KINDS.index(item.period), levels, plain, least, most, step


def _is_exact(bound: Decimal) -> bool:
    """Whether the cell file could hold it."""
    return -int(bound.as_tuple().exponent) <= DECIMALS and bound.adjusted() < DIGITS - DECIMALS
