"""What a table says that speaks against its cells: another unit than the item's, cells beyond the titles."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import polars as pl

from samrit.indicators.reading import CellProblem, Column, Means, Raw
from samrit.indicators.reading import Mapping as ColumnMapping
from samrit.indicators.reading.table import ROW, evened_title
from samrit.indicators.reading.titles import means_of
from samrit.indicators.store.faults import MOST_NAMED, called
from samrit.indicators.store.terms import ItemTerms, Terms
from samrit.indicators.store.texts import Number, Reader
from samrit.rules.typed import quoted
from samrit.rules.units import Unit, same_unit
from samrit.rules.wording import Message, Refusal, RefusedError, say

MOST_DOUBTED = 100_000  # cells listed one by one; of more the file is refused as a whole
_UNIT_TITLES = frozenset(map(evened_title, ("หน่วย", "หน่วยนับ", "หน่วยวัด", "unit", "units")))
_BRACKETS = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
_SAID = re.compile(
    r"หน่วย(?:นับ|วัด)? ?[:：] ?(?P<words>[^()\[\]:]+)|\bunits? ?: ?(?P<english>[^()\[\]:]+)", re.IGNORECASE
)


class Stated(NamedTuple):
    """Where figures say their unit: the place of a column beside them, and the words above them."""

    beside: int | None
    words: Sequence[str]


def doubted(raw: Raw, mapping: ColumnMapping, terms: Terms) -> Raw:
    """The table with a problem for each of those cells, and a note of columns that nobody reads.

    RefusedError when there are too many to list.
    """
    found = [*_of_other_units(raw, mapping, terms), *_beyond_titles(raw, mapping)]
    return replace(raw, problems=(*raw.problems, *found), notes=(*raw.notes, *_unread(mapping)))


def _unread(mapping: ColumnMapping) -> Iterator[Message]:
    """Numbers of lines, remarks and sources are none."""
    titles = [
        column.title
        for column in mapping.of(Means.IGNORED)
        if column.title and means_of(column.title) != Means.IGNORED
    ]
    if titles:
        named = ", ".join(f"“{quoted(title)}”" for title in titles[:MOST_NAMED])
        yield say(
            "table_columns_unread", "ไม่ได้อ่าน {count} คอลัมน์ เช่น {titles}", count=len(titles), titles=named
        )


# ── units ───────────────────────────────────────────────────────────────────
def _of_other_units(raw: Raw, mapping: ColumnMapping, terms: Terms) -> Iterator[CellProblem]:
    beside = _unit_column(raw, mapping)
    beyond = [column.title for column in mapping.of(Means.IGNORED) if column.title.startswith("หน่วย")]
    above = [words for text in (*raw.above, *beyond) for words in _said(text)]
    for column in mapping.of(Means.VALUE):
        stated = _in_title(column.title) or above
        if beside is not None or stated:
            yield from _of_column(raw, mapping, terms, column, Stated(beside, stated))


def _unit_column(raw: Raw, mapping: ColumnMapping) -> int | None:
    ignored = (column.place for column in mapping.of(Means.IGNORED))
    return next((place for place in ignored if evened_title(raw.columns[place]) in _UNIT_TITLES), None)


def _in_title(title: str) -> list[str]:
    """รายได้ (ล้านบาท) → ล้านบาท."""
    return [words for inside in _BRACKETS.findall(title) for words in _said(inside) or [inside.strip()]]


def _said(text: str) -> list[str]:
    """หน่วย : ล้านบาท → ล้านบาท; of a text that is nothing but a bracket, what is in it."""
    if alone := _BRACKETS.fullmatch(text.strip()):
        return _said(alone[1]) or [alone[1].strip()]
    return [(match["words"] or match["english"]).strip() for match in _SAID.finditer(text)]


def _of_column(
    raw: Raw, mapping: ColumnMapping, terms: Terms, column: Column, stated: Stated
) -> Iterator[CellProblem]:
    """Each different item and unit is judged once; the rows that have one of the wrong pairs are looked for then."""
    named = column.item or mapping.item
    of_items = mapping.of(Means.ITEM)
    if not named and not of_items:
        return
    item = pl.lit(named) if named else pl.col(f"c{of_items[0].place}")
    unit = pl.lit("") if stated.beside is None else pl.col(f"c{stated.beside}")
    table = raw.scan().select(
        ROW, item.alias("item"), unit.alias("unit"), pl.col(f"c{column.place}").alias("value")
    )
    same = bool(named) and stated.beside is None
    pairs = (
        table.select("item", "unit").unique().collect(engine="streaming").rows()
        if not same
        else [(named, "")]
    )
    reader = Reader.of(mapping, terms)
    wrong = []
    for name, words in pairs:
        if message := _judged(reader, name, [words] if words.strip() else stated.words):
            wrong.append((name, words, message))
    if wrong:
        yield from _rows(table, wrong, column.place)


def _judged(reader: Reader, name: str, stated: Sequence[str]) -> Message | None:
    found = reader.item(name)
    item = reader.terms.items.get(found.number) if isinstance(found, Number) else None
    if item is None:
        return None
    words = next((words for words in stated if _contradicts(words, item.unit)), None)
    return None if words is None else _other_unit(words, item)


def _contradicts(words: str, unit: Unit) -> bool:
    """Behind the unit something else may stand: ล้านบาท ปี 2566."""
    told = (same_unit(form, unit) for form in (words, *words.split()[:1]))
    return next((same for same in told if same is not None), True) is False


def _other_unit(words: str, item: ItemTerms) -> Message:
    return say(
        "cell_other_unit",
        "ไฟล์บอกหน่วยของค่านี้เป็น “{written}” แต่รายการ {item} นับเป็น “{unit}” – แปลงค่าให้เป็นหน่วยนี้ และแก้หน่วยในไฟล์ให้ตรงกัน",
        written=quoted(words),
        item=called(item),
        unit=item.unit.words or "–",
    )


def _rows(
    table: pl.LazyFrame, wrong: Sequence[tuple[str, str, Message]], place: int
) -> Iterator[CellProblem]:
    pairs = pl.LazyFrame([(name, words) for name, words, _ in wrong], ["item", "unit"], orient="row")
    found = (
        table.join(pairs, on=["item", "unit"], how="semi")
        .filter(pl.col("value") != "")
        .head(MOST_DOUBTED + 1)
        .collect(engine="streaming")
    )
    _check_count(found.height, wrong[0][2])
    messages = {(name, words): message for name, words, message in wrong}
    for row, name, words, value in found.sort(ROW).rows():
        yield CellProblem(row, place, value, messages[name, words])


def _check_count(count: int, message: Message) -> None:
    if count > MOST_DOUBTED:
        raise RefusedError(Refusal(message))


# ── beyond the titles ───────────────────────────────────────────────────────
def _beyond_titles(raw: Raw, mapping: ColumnMapping) -> Iterator[CellProblem]:
    """A record of a text file with more cells than titles was cut at a wrong place: 1,234 without its quotes."""
    last = max((place for place, title in enumerate(raw.columns) if title.strip()), default=-1)
    values = [column.place for column in mapping.of(Means.VALUE)]
    beyond = [column.place for column in mapping.of(Means.IGNORED) if column.place > last >= 0]
    if raw.sheet or not beyond or not values:
        return
    names = [pl.col(f"c{place}") for place in (*values, *beyond)]
    written = pl.any_horizontal(pl.col(f"c{place}").str.strip_chars() != "" for place in beyond)
    found = raw.scan().filter(written).select(ROW, *names).head(MOST_DOUBTED + 1).collect(engine="streaming")
    for row, *cells in found.sort(ROW).rows():
        message = _too_many(next(cell for cell in cells[len(values) :] if cell.strip()))
        _check_count(found.height, message)
        for place, value in zip(values, cells, strict=False):
            yield CellProblem(row, place, value, message)


def _too_many(extra: str) -> Message:
    return say(
        "cell_beyond_titles",
        "แถวนี้มีเซลล์เกินหัวตาราง (“{extra}”) ตัวเลขอาจถูกตัดที่จุลภาค – ใส่เครื่องหมายคำพูดคร่อมตัวเลขที่มีจุลภาค หรือลบเซลล์ที่เกิน",
        extra=quoted(extra),
    )
