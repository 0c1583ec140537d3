"""A record from one version of the standard to another, and between what is stored and the standard's codes.

What has no counterpart is told, each value of it; nothing is dropped in silence and nothing becomes อื่นๆ.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from samrit.rules.amounts import quoted
from samrit.rules.catalog.kinds import Dataset, Fault, Field, Record, Schema, Value, texts
from samrit.rules.wording import say


@dataclass(frozen=True)
class Moved:
    """The dataset in its new shape, and what could not come along (each with where it stood)."""

    dataset: Dataset
    lost: tuple[Fault, ...] = ()


def moved(dataset: Dataset, old: Schema, new: Schema) -> Moved:
    """The dataset as the version ``new`` writes it; choices go by their key. Back again gives what there was, less the lost."""

    def word(asked: Field, text: str) -> str | None:
        found = old.choice(_own(old, asked), text)
        target = new.keyed(asked, found.key) if found else None
        return target.value if target else (None if found else text)

    return _each(dataset, old, new, word)


def coded(dataset: Dataset, schema: Schema) -> Moved:
    """The dataset with the standard's codes in place of the words; a word without a code is lost."""

    def word(asked: Field, text: str) -> str | None:
        found = schema.choice(asked, text)
        return found.code or None if found and _has_codes(schema, asked) else text

    return _each(dataset, schema, schema, word)


def decoded(dataset: Dataset, schema: Schema) -> Moved:
    """The dataset with words in place of the standard's codes; an unknown code is lost."""

    def word(asked: Field, text: str) -> str | None:
        if not _has_codes(schema, asked):
            return text
        found = next((one for one in schema.choices(asked) if one.code == text), None)
        return found.value if found else None

    return _each(dataset, schema, schema, word)


def _has_codes(schema: Schema, asked: Field) -> bool:
    return any(one.code for one in schema.choices(asked))


def _own(schema: Schema, asked: Field) -> Field:
    """The same field as the other version has it."""
    return schema.fields.get(asked.code) or schema.resource.get(asked.code) or asked


Word = Callable[[Field, str], str | None]
"""A chosen text → what it becomes, None where it has no counterpart."""


def _each(dataset: Dataset, old: Schema, new: Schema, word: Word) -> Moved:
    lost: list[Fault] = []
    record = dict(_record(dataset.record, old.fields, new.fields, word=word, lost=lost, place=None))
    resources = tuple(
        dict(_record(one, old.resource, new.resource, word=word, lost=lost, place=place))
        for place, one in enumerate(dataset.resources)
    )
    return Moved(Dataset(new.version, record, resources), tuple(lost))


def _record(
    record: Record,
    old: Mapping[str, Field],
    new: Mapping[str, Field],
    *,
    word: Word,
    lost: list[Fault],
    place: int | None,
) -> Iterator[tuple[str, Value]]:
    known = {*new, *(one.other for one in new.values() if one.of)}
    for code, value in record.items():
        if code not in known:
            lost.append(_no_field(code, value, old, place))
            continue
        asked = new.get(code)
        if asked is None or not asked.of:
            yield code, value
            continue
        kept = tuple(_kept(asked, value, word, lost, place))
        if kept:
            yield code, kept if isinstance(value, tuple) else kept[0]


def _kept(asked: Field, value: Value, word: Word, lost: list[Fault], place: int | None) -> Iterator[str]:
    for text in texts(value):
        became = word(asked, text)
        if became is None:
            lost.append(_no_word(asked, text, place))
        else:
            yield became


def _no_field(code: str, value: Value, old: Mapping[str, Field], place: int | None) -> Fault:
    label = old[code].label if code in old else code
    return Fault(
        code,
        ", ".join(texts(value)),
        say("catalog_move_field", "มาตรฐานปลายทางไม่มีช่อง{field}", field=label),
        say("catalog_move_field_mend", "ค่านี้ยังอยู่ในระบบ แต่ไม่อยู่ในชุดที่ส่งออก"),
        resource=place,
    )


def _no_word(asked: Field, text: str, place: int | None) -> Fault:
    return Fault(
        asked.code,
        text,
        say("catalog_move_word", "รายการ{field}ปลายทางไม่มี “{given}”", field=asked.label, given=quoted(text)),
        say("catalog_move_word_mend", "เลือก{field}ใหม่ตามรายการปลายทาง", field=asked.label),
        resource=place,
    )
