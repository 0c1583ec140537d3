"""A row of a sheet and the record that it states, both ways."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from samrit.rules.amounts import quoted
from samrit.rules.catalog.excel.cells import CellRead, cell_of, read_cell
from samrit.rules.catalog.excel.template import DATASET_NAME, RESOURCE_NAMES, Sheet, Template
from samrit.rules.catalog.kinds import Fault, Field, Kind, Record, Schema, Value, first, plain, texts
from samrit.rules.typed import as_shown
from samrit.rules.wording import Message, say

_HEADING_LEAST = 5  # names of columns that make a row the headings
_HEADING_FURTHEST = 6  # rows below where they should stand


@dataclass(frozen=True)
class RowRead:
    """What a row of a metadata sheet states; a field of an empty cell is not in the record.

    ``row`` as a person counts. ``notes``: of how cells were read, and faults of the row itself (its type is another's).
    """

    sheet: Sheet
    row: int
    record: Record
    notes: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class ResourceRead:
    """What a row of a resource sheet states. ``dataset``: the name that it gives its dataset, in small letters."""

    sheet: Sheet
    row: int
    dataset: str
    record: Record
    notes: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Written:
    """The texts of a row, and the fields that have no column and so are not in the file."""

    cells: tuple[str, ...]
    left_out: tuple[Fault, ...] = ()


def read_row(known: Template, sheet: Sheet, row: int, cells: Sequence[object]) -> RowRead | None:
    """The dataset that a row states; None of a row without a text. ``cells``: from the first column on, None or "" for empty."""
    given = _by_column(sheet.columns, cells)
    if not given:
        return None
    record: dict[str, Value] = {}
    notes = list(_beyond(sheet.columns, cells))
    if known.type_cell in sheet.columns:
        notes += _wrong_type(known.schema, sheet, given.pop(known.type_cell, ""))
    for code, text in given.items():
        notes += _told(known.schema, known.schema.fields, code, text, record)
    own = known.schema.keyed(known.schema.fields["data_type"], sheet.type)
    record = {"data_type": own.value if own else "", **record}
    return RowRead(sheet, row, record, tuple(notes))


def read_resource(known: Template, sheet: Sheet, row: int, cells: Sequence[object]) -> ResourceRead | None:
    """The resource that a row states; None of a row without a text."""
    given = _by_column(sheet.resource_columns, cells)
    if not given:
        return None
    record: dict[str, Value] = {}
    notes = list(_beyond(sheet.resource_columns, cells))
    slug = read_cell(known.schema, known.schema.fields["name"], given.pop(DATASET_NAME, ""))
    for column, text in given.items():
        code = RESOURCE_NAMES.get(column, column)
        notes += _told(known.schema, known.schema.resource, code, text, record)
    return ResourceRead(sheet, row, first(slug.value), record, tuple(notes))


def _by_column(columns: Sequence[str], cells: Sequence[object]) -> dict[str, str]:
    given = {code: as_shown(cell) for code, cell in zip(columns, cells, strict=False)}
    return {code: text for code, text in given.items() if text}


def _told(
    schema: Schema, fields: Mapping[str, Field], code: str, text: str, record: dict[str, Value]
) -> tuple[Fault, ...]:
    """Puts what a cell says into the record; its notes."""
    if code not in fields:  # a companion with a column of its own: what the other type is
        record[code] = text
        return ()
    read: CellRead = read_cell(schema, fields[code], text)
    if read.value is not None:
        record[code] = read.value
    if read.other:
        record[fields[code].other] = read.other
    return read.notes


def _beyond(columns: Sequence[str], cells: Sequence[object]) -> Iterator[Fault]:
    """Something stands right of the last column: told, for the template has nothing there."""
    beyond = [text for cell in cells[len(columns) :] if (text := as_shown(cell))]
    if beyond:
        message = say(
            "catalog_beyond", "มีข้อความเลยคอลัมน์สุดท้ายของแม่แบบ: “{given}”", given=quoted(" · ".join(beyond))
        )
        mend = say("catalog_beyond_mend", "ตรวจว่าคอลัมน์เลื่อนหรือไม่ ข้อความนี้ไม่ถูกนำเข้า")
        yield Fault("", " · ".join(beyond), message, mend, refuses=False)


def _wrong_type(schema: Schema, sheet: Sheet, text: str) -> Iterator[Fault]:
    asked = schema.fields["data_type"]
    found = schema.recognised(asked, text) if text else None
    own = schema.keyed(asked, sheet.type)
    if own is None or found is own:
        return
    if not text:
        message = say("catalog_type_of_sheet", "ช่องประเภทว่าง จึงอ่านเป็น “{own}” ตามแผ่นงาน", own=own.label)
        mend = say("catalog_read_mend", "ถ้าอ่านผิด แก้ในไฟล์แล้วนำเข้าใหม่")
        yield Fault("data_type", "", message, mend, refuses=False)
        return
    message = say(
        "catalog_wrong_sheet",
        "แถวนี้เขียนประเภทว่า “{given}” แต่อยู่ในแผ่นงานของ{own}",
        given=quoted(text),
        own=own.label,
    )
    mend = say("catalog_wrong_sheet_mend", "ย้ายแถวไปแผ่นงานที่ตรงประเภท หรือแก้ประเภทในแถว")
    yield Fault("data_type", text, message, mend, refuses=found is not None)


# ── the rows above the first dataset ────────────────────────────────────────
@dataclass(frozen=True)
class HeadingFound:
    """``row`` (as a person counts) of the headings; ``strange``: the first column (from 0) that another's heading stands on."""

    row: int
    strange: int | None = None


def heading_found(known: Template, columns: Sequence[str], rows: Mapping[int, Sequence[str]]) -> HeadingFound:
    """Where the headings stand, judged by the names of the columns and of their fields; where nobody can tell, as in the template.

    ``rows``: number → texts. The positions are the contract: headings that are known and stand elsewhere are told.
    """
    names = headings(known, columns)
    places: dict[str, set[int]] = {}
    for place, written in enumerate((*columns, *names)):
        places.setdefault(plain(written), set()).add(place % len(columns))
    hits = {
        row: [places.get(plain(text), set()) for text in rows[row]]
        for row in sorted(rows)
        if row <= known.header_row + _HEADING_FURTHEST
    }
    counts = {row: sum(map(bool, found)) for row, found in hits.items()}
    best = max(counts, key=lambda row: (counts[row], -abs(row - known.header_row)), default=0)
    if counts.get(best, 0) < _HEADING_LEAST:
        return HeadingFound(known.header_row)
    return HeadingFound(
        best, next((at for at, found in enumerate(hits[best]) if found and at not in found), None)
    )


def headings(known: Template, columns: Sequence[str]) -> tuple[str, ...]:
    """The header row of a sheet: what each of its columns is called. ``columns``: of the sheet's datasets or resources."""
    own = {
        known.type_cell: known.schema.fields["data_type"].name,
        DATASET_NAME: known.schema.fields["name"].name,
    }
    return tuple(own.get(column) or _field_of(known.schema, column).name for column in columns)


def remarks(known: Template, columns: Sequence[str]) -> tuple[Message, ...]:
    """The row below it, which is no data: whether each column must be filled in, and how several values stand in one."""
    must = {known.type_cell, DATASET_NAME}
    return tuple(
        say("catalog_remark_needed", "ต้องกรอก")
        if column in must
        else _remark(_field_of(known.schema, column))
        for column in columns
    )


def _field_of(schema: Schema, column: str) -> Field:
    code = RESOURCE_NAMES.get(column, column)
    if column == "data_type_other":
        return replace(schema.fields["data_type"], kind=Kind.TEXT)
    of_dataset = column not in RESOURCE_NAMES and code in schema.fields
    return schema.fields[code] if of_dataset else schema.resource[code]


def _remark(asked: Field) -> Message:
    if asked.kind.holds_several and asked.required:
        return say("catalog_remark_needed_several", "ต้องกรอก หลายค่าคั่นด้วยจุลภาค")
    if asked.kind.holds_several:
        return say("catalog_remark_several", "หลายค่าคั่นด้วยจุลภาค")
    if asked.kind is Kind.DATE:
        return say("catalog_remark_date", "ปี พ.ศ.-เดือน-วัน เช่น 2567-01-31")
    return (
        say("catalog_remark_needed", "ต้องกรอก") if asked.required else say("catalog_remark_optional", "ถ้ามี")
    )


# ── a record as a row ───────────────────────────────────────────────────────
def written(known: Template, sheet: Sheet, record: Record) -> Written:
    """The row of a dataset. What ``read_row`` makes of it is the record again, with อื่นๆ last among several."""
    schema = known.schema
    own = schema.keyed(schema.fields["data_type"], sheet.type)
    special = {
        known.type_cell: own.name if own else "",
        "data_type_other": first(record.get("data_type_other")),
    }
    cells = tuple(
        special[code] if code in special else _cell(known, schema.fields[code], record)
        for code in sheet.columns
    )
    return Written(cells, tuple(_left_out(schema.fields, record, sheet.column_of)))


def written_resource(known: Template, sheet: Sheet, dataset: str, record: Record) -> Written:
    """The row of a resource of the dataset with this name."""
    schema = known.schema
    cells = tuple(
        dataset
        if column == DATASET_NAME
        else _cell(known, schema.resource[RESOURCE_NAMES.get(column, column)], record)
        for column in sheet.resource_columns
    )
    return Written(cells, tuple(_left_out(schema.resource, record, sheet.resource_column_of)))


def _cell(known: Template, asked: Field, record: Record) -> str:
    other = first(record.get(asked.other)) if asked.of else ""
    return cell_of(known.schema, asked, record.get(asked.code), other, named=asked.code in known.named)


def _left_out(
    fields: Mapping[str, Field], record: Record, column_of: Callable[[str], int | None]
) -> Iterator[Fault]:
    for code, value in record.items():
        if code == "data_type" or column_of(code) is not None or not any(texts(value)):
            continue
        asked = fields.get(code)
        label: Message | str = asked.label if asked else code
        message = say("catalog_no_column", "แม่แบบไม่มีคอลัมน์ของ{field}", field=label)
        mend = say("catalog_no_column_mend", "ค่านี้ยังอยู่ในระบบ แต่ไม่อยู่ในไฟล์")
        yield Fault(code, ", ".join(texts(value)), message, mend, refuses=False)
