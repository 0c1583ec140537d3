"""What is wrong with a dataset's record in one version of the standard: each fault with its field, value, reason, mending.

Nothing is changed here: a value that is no good stays as it was written until a person mends it.
"""

from collections.abc import Iterator, Mapping, Sequence

from samrit.rules.amounts import quoted
from samrit.rules.catalog.days import day_of
from samrit.rules.catalog.kinds import Condition, Dataset, Fault, Field, Record, Schema, Value, first, texts
from samrit.rules.catalog.texts import LONGEST_TEXT, trouble_with
from samrit.rules.thai import parse_number
from samrit.rules.wording import Message, say

# Pairs that have an order: (the smaller, the larger).
_IN_ORDER = (
    ("first_year_of_data", "last_year_of_data"),
    ("west_bound_longitude", "east_bound_longitude"),
    ("south_bound_longitude", "north_bound_longitude"),
    ("created_date", "last_updated_date"),
    ("resource_first_year_of_data", "resource_last_year_of_data"),
    ("resource_created_date", "resource_last_updated_date"),
)


def faults_of(schema: Schema, dataset: Dataset, *, portal: str = "agency") -> tuple[Fault, ...]:
    """Everything that is wrong with the dataset and its resources, in the order of the standard's fields.

    ``schema``: the version that the dataset is written in. ``portal``: agency, area_based or data_center.
    """
    kind = schema.dataset_type(dataset.record)
    own = [
        *_of_record(schema, schema.fields, dataset.record, kind, portal),
        *_of_conditions(schema, dataset.record),
    ]
    return (
        *own,
        *(
            fault
            for place, one in enumerate(dataset.resources)
            for fault in _of_resource(schema, one, kind, place)
        ),
    )


def faults_of_resource(schema: Schema, record: Record, dataset_type: Value) -> tuple[Fault, ...]:
    """The same of one resource; ``dataset_type``: what its dataset says in data_type."""
    kind = schema.dataset_type({"data_type": dataset_type})
    return tuple(_of_resource(schema, record, kind, 0))


def refusing(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """Those that keep a dataset from being published."""
    return tuple(fault for fault in faults if fault.refuses)


def _of_resource(schema: Schema, record: Record, kind: str, place: int) -> Iterator[Fault]:
    for fault in _of_record(schema, schema.resource, record, kind, ""):
        yield Fault(fault.field, fault.value, fault.message, fault.mend, fault.refuses, place)


def _of_record(
    schema: Schema, fields: Mapping[str, Field], record: Record, kind: str, portal: str
) -> Iterator[Fault]:
    for asked in fields.values():
        yield from _of_field(schema, asked, record)
        yield from _out_of_place(schema, asked, record, kind, portal)
    yield from _unknown(fields, record)
    yield from _out_of_order(fields, record)


def _of_field(schema: Schema, asked: Field, record: Record) -> Iterator[Fault]:
    value = record.get(asked.code)
    if not any(text.strip() for text in texts(value)):
        yield from _missing(schema, asked, record)
        return
    if isinstance(value, tuple) != asked.kind.holds_several:
        yield _shapeless(asked, value or "")
        return
    for text in texts(value):
        if trouble := trouble_with(schema, asked, text):
            yield Fault(asked.code, text, *trouble)
    yield from _twice(asked, texts(value))
    yield from _companion(schema, asked, record)


def _missing(schema: Schema, asked: Field, record: Record) -> Iterator[Fault]:
    needless = (
        asked.needless is not None
        and asked.code in schema.fields
        and schema.is_one_of(asked.needless, record)
    )
    if needless:
        return
    if asked.required:
        yield Fault(
            asked.code, "", say("catalog_missing", "ยังไม่ได้กรอก{field}", field=asked.label), mending(asked)
        )
    elif asked.row:
        message = say("catalog_missing_cell", "ยังไม่ได้บอก{field}", field=asked.label)
        yield Fault(asked.code, "", message, mending(asked), refuses=False)


def mending(asked: Field) -> Message:
    """How an empty field is filled in."""
    return asked.guide if asked.help else say("catalog_fill", "กรอก{field}", field=asked.label)


def _shapeless(asked: Field, value: Value) -> Fault:
    wanted = (
        say("catalog_shape_list", "{field}ต้องเป็นรายการหลายค่า", field=asked.label)
        if asked.kind.holds_several
        else say("catalog_shape_one", "{field}ต้องมีค่าเดียว", field=asked.label)
    )
    given = quoted(", ".join(texts(value)))
    return Fault(asked.code, given, wanted, say("catalog_shape_mend", "เลือกค่าใหม่ในช่องนี้"))


def _twice(asked: Field, values: Sequence[str]) -> Iterator[Fault]:
    for text in dict.fromkeys(one for one in values if values.count(one) > 1):
        message = say("catalog_twice", "“{given}” ซ้ำใน{field}", given=quoted(text), field=asked.label)
        yield Fault(asked.code, text, message, say("catalog_twice_mend", "เหลือไว้ครั้งเดียว"))


def _companion(schema: Schema, asked: Field, record: Record) -> Iterator[Fault]:
    """อื่นๆ says what it is; what else was written without อื่นๆ is noticed, not lost."""
    chosen = [found for text in texts(record.get(asked.code)) if (found := schema.choice(asked, text))]
    other = first(record.get(asked.other)).strip()
    if any(one.other for one in chosen) and not other:
        message = say("catalog_other_missing", "{field}เป็น “อื่นๆ” แต่ยังไม่ได้ระบุว่าคืออะไร", field=asked.label)
        yield Fault(
            asked.other,
            "",
            message,
            say("catalog_other_mend", "ระบุเป็นข้อความ (ในไฟล์พิมพ์ “อื่นๆ: …”) หรือเลือกข้อที่ตรงในรายการ"),
        )
    elif len(other) > LONGEST_TEXT:
        message = say("catalog_long", "{field} ยาวเกิน {most} ตัวอักษร", field=asked.label, most=LONGEST_TEXT)
        yield Fault(
            asked.other, other, message, say("catalog_long_mend", "ย่อให้สั้นลง หรือย้ายส่วนที่ยาวไปไว้ในรายละเอียด")
        )
    elif other and not any(one.other for one in chosen):
        message = say("catalog_other_unasked", "ระบุ{field}อื่น “{given}” ไว้ แต่ไม่ได้เลือก “อื่นๆ”", field=asked.label, given=quoted(other))  # fmt: skip
        mend = say("catalog_other_unasked_mend", "เลือก “อื่นๆ” ด้วย หรือลบข้อความนี้")
        yield Fault(asked.other, other, message, mend, refuses=False)


def _out_of_place(schema: Schema, asked: Field, record: Record, kind: str, portal: str) -> Iterator[Fault]:
    """Something is written where nothing is asked: kept, and noticed."""
    value = ", ".join(texts(record.get(asked.code)))
    if not value.strip():
        return
    if not asked.belongs(kind):
        message = say("catalog_other_type", "ชุดข้อมูลประเภทนี้ไม่มี{field}", field=asked.label)
    elif asked.portals and portal not in asked.portals:
        message = say("catalog_other_portal", "ระบบบัญชีข้อมูลของหน่วยงานไม่มี{field}", field=asked.label)
    elif asked.needless and schema.is_one_of(asked.needless, record):
        message = say("catalog_needless", "ไม่ต้องกรอก{field}ตามคำตอบข้ออื่น", field=asked.label)
    else:
        return
    yield Fault(
        asked.code, value, message, say("catalog_place_mend", "ลบค่าในช่องนี้ หรือแก้คำตอบที่เกี่ยวข้อง"), refuses=False
    )


def _unknown(fields: Mapping[str, Field], record: Record) -> Iterator[Fault]:
    known = {*fields, *(one.other for one in fields.values() if one.of)}
    for code in record:
        if code not in known:
            message = say("catalog_unknown_field", "มาตรฐานรุ่นนี้ไม่มีช่อง {given}", given=quoted(code))
            mend = say("catalog_unknown_field_mend", "ตรวจชื่อช่อง ค่านี้จะไม่ถูกส่งออก")
            yield Fault(code, ", ".join(texts(record[code])), message, mend, refuses=False)


def _out_of_order(fields: Mapping[str, Field], record: Record) -> Iterator[Fault]:
    for low, high in _IN_ORDER:
        if low in fields and high in fields and _is_after(first(record.get(low)), first(record.get(high))):
            message = say(
                "catalog_order", "{low}มากกว่าหรืออยู่หลัง{high}", low=fields[low].label, high=fields[high].label
            )
            yield Fault(
                high, first(record.get(high)), message, say("catalog_order_mend", "ตรวจทั้งสองช่อง อาจสลับกัน")
            )


def _is_after(low: str, high: str) -> bool:
    days = day_of(low), day_of(high)
    if days[0] and days[1]:
        return days[0] > days[1]
    numbers = parse_number(low), parse_number(high)
    return numbers[0] is not None and numbers[1] is not None and numbers[0] > numbers[1]


# ── what one answer says about another ──────────────────────────────────────
def implied(schema: Schema, record: Record) -> dict[str, str]:
    """What empty fields can only be, by the conditions that refuse: field → value (public data are of the open class).

    To be offered to a person, or said of a record that comes from a version without the field; nothing is filled in here.
    """
    found: dict[str, str] = {}
    for condition in schema.conditions:
        then = condition.then
        known = {**record, **found}
        alone = condition.refuses and len(then.keys) == 1 and schema.is_one_of(condition.when, known)
        choice = schema.keyed(schema.fields[then.field], then.keys[0]) if alone else None
        if choice and not first(known.get(then.field)).strip():
            found[then.field] = choice.value
    return found


def _of_conditions(schema: Schema, record: Record) -> Iterator[Fault]:
    for condition in schema.conditions:
        asked = schema.fields[condition.then.field]
        chosen = schema.choice(asked, first(record.get(asked.code)))
        if chosen and schema.is_one_of(condition.when, record) and chosen.key not in condition.then.keys:
            yield _broken(schema, condition, record, asked, chosen.value)


def _broken(schema: Schema, condition: Condition, record: Record, asked: Field, value: str) -> Fault:
    cause = schema.fields[condition.when.field]
    answer = schema.choice(cause, first(record.get(cause.code)))
    message = say(
        "catalog_condition",
        "{cause}เป็น “{answer}” แต่{field}เป็น “{given}” – {why}",
        cause=cause.label,
        answer=answer.label if answer else "",
        field=asked.label,
        given=value,
        why=Message(condition.code, condition.why),
    )
    allowed = " · ".join(f"“{one.name}”" for one in schema.choices(asked) if one.key in condition.then.keys)
    mend = say("catalog_condition_mend", "แก้{field}เป็น {allowed} หรือแก้{cause}", field=asked.label, allowed=allowed, cause=cause.label)  # fmt: skip
    return Fault(asked.code, value, message, mend, refuses=condition.refuses)
