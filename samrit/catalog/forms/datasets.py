"""A dataset's record as a form: every field of its version of the standard that its type has."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext

from samrit.rules.catalog import Fault, Field, Kind, Record, Schema, Value, buddhist, day_of
from samrit.rules.catalog.excel.cells import BETWEEN, read_cell
from samrit.rules.catalog.kinds import first, texts
from samrit.ui.wording import in_words

LONGEST = 20_000
WIDE = frozenset({"title", "data_source"})  # long texts on one line
FIXED = frozenset({"name", "owner_org"})  # said once, when a dataset is made
_ROWS = {Kind.LONG: 6, Kind.TEXT: 1}


class TextCell(forms.CharField):
    """A text as it is typed; a draft may leave anything empty."""

    def validate(self, value: Any) -> None:
        """What is missing is told by the rules."""


class ChoiceCell(forms.ChoiceField):
    def validate(self, value: Any) -> None:
        if value and not self.valid_value(value):
            raise ValidationError(gettext("เลือกจากรายการ"))


class ChoicesCell(forms.MultipleChoiceField):
    def validate(self, value: Any) -> None:
        if not all(self.valid_value(one) for one in value or ()):
            raise ValidationError(gettext("เลือกจากรายการ"))


def field_of(schema: Schema, asked: Field, stands: Value | None) -> forms.Field:
    """The control of one field; a value that stands and is in no list stays a choice."""
    words: dict[str, Any] = {
        "label": in_words(asked.label),
        "help_text": in_words(asked.guide) if asked.help else "",
        "required": asked.required,
    }
    if not asked.of:
        widget = (
            forms.Textarea(attrs={"rows": _ROWS[Kind.LONG]}) if asked.kind is Kind.LONG else forms.TextInput()
        )
        return TextCell(max_length=LONGEST, widget=widget, **words)
    known = [(one.value, in_words(one.label)) for one in schema.choices(asked)]
    listed = {value for value, _word in known}
    strange = [(text, text) for text in texts(stands) if text not in listed]
    if asked.kind.holds_several:
        return ChoicesCell(choices=[*known, *strange], widget=forms.CheckboxSelectMultiple, **words)
    return ChoiceCell(choices=[("", gettext("เลือก")), *known, *strange], **words)


def typed(asked: Field, value: Value | None) -> Any:
    """A stored value as a person types it."""
    if asked.kind is Kind.CHOICES:
        return list(texts(value))
    if asked.kind is Kind.TAGS:
        return BETWEEN.join(texts(value))
    text = first(value)
    day = day_of(text) if asked.kind is Kind.DATE else None
    return buddhist(day) if day else text


def read(schema: Schema, asked: Field, given: Any) -> tuple[Value | None, str]:
    """What was typed or chosen as it is stored, and what อื่นๆ is where it was typed with it."""
    if asked.kind is Kind.CHOICES:
        return tuple(given or ()) or None, ""
    if asked.of:
        return given or None, ""
    cell = read_cell(schema, asked, given)
    return cell.value, cell.other


@dataclass(frozen=True)
class Cell:
    """A control on its page: its ``row`` of the mandatory ones (0: none), how wide; ``aside``: it says what อื่นๆ is, and says nothing."""

    bound: BoundField
    row: int = 0
    wide: bool = False
    aside: bool = False


@dataclass(frozen=True)
class Section:
    title: str
    cells: list[Cell]


class RecordForm(forms.Form):
    """``record``: what stands; ``fields``: those that are asked, in their order."""

    use_required_attribute = False

    def __init__(self, schema: Schema, record: Record, asked: Iterable[Field], **options: Any) -> None:
        self.schema, self.record, self.asked = schema, dict(record), list(asked)
        initial = {one.code: typed(one, record.get(one.code)) for one in self.asked}
        initial |= {one.other: first(record.get(one.other)) for one in self.asked if _has_other(schema, one)}
        super().__init__(initial=initial, **options)
        for one in self.asked:
            self.fields[one.code] = field_of(schema, one, record.get(one.code))
            if _has_other(schema, one):
                self.fields[one.other] = TextCell(
                    label=gettext("{name} – ถ้าเลือก “อื่นๆ” คืออะไร").format(name=in_words(one.label)),
                    max_length=1000,
                    required=False,
                )

    def stated(self) -> dict[str, Value]:
        """The whole record that the form states; what it does not ask for stays. Of a form that is valid."""
        record = dict(self.record)
        for one in self.asked:
            value, other = read(self.schema, one, self.cleaned_data.get(one.code))
            other = self.cleaned_data.get(one.other) or other
            for code, said in ((one.code, value), (one.other, other)):
                if said:
                    record[code] = said
                else:
                    record.pop(code, None)
        return record

    def tell(self, faults: Iterable[Fault]) -> None:
        """What the rules found, beside the control it is about."""
        for fault in faults:
            text = f"{in_words(fault.message)} – {in_words(fault.mend)}"
            self.add_error(fault.field if fault.field in self.fields else None, text)


def _has_other(schema: Schema, asked: Field) -> bool:
    return any(one.other for one in schema.choices(asked))


class DatasetForm(RecordForm):
    """The fields of the dataset's type; with ``is_new`` its name in addresses too."""

    def __init__(self, schema: Schema, record: Record, *, is_new: bool = False, **options: Any) -> None:
        data: Mapping[str, Any] | None = options.get("data")
        chosen = str(data.get("data_type", "")) if data is not None else ""
        known = {**record, "data_type": chosen} if chosen else dict(record)
        hidden = {"owner_org"} if is_new else FIXED
        asked = [one for one in _asked(schema, known) if one.code not in hidden]
        super().__init__(schema, record, asked, **options)

    def sections(self) -> list[Section]:
        """The mandatory rows, then the others."""
        must = [one for one in self.asked if one.row]
        other = [one for one in self.asked if not one.row]
        told = [
            Section(gettext("คำอธิบายข้อมูลส่วนหลัก"), list(self._cells(must))),
            Section(gettext("คำอธิบายข้อมูลส่วนเพิ่มเติม"), list(self._cells(other))),
        ]
        return [section for section in told if section.cells]

    def _cells(self, asked: Iterable[Field]) -> Iterator[Cell]:
        for one in asked:
            wide = one.kind in {Kind.CHOICES, Kind.LONG} or one.code in WIDE
            yield Cell(self[one.code], one.row, wide)
            if one.other in self.fields:
                companion = self[one.other]
                yield Cell(companion, aside=not (companion.value() or companion.errors))


def _asked(schema: Schema, record: Record) -> list[Field]:
    """Those of the type, and those that hold something although the type has none such: it can be taken out."""
    own = schema.asked(record)
    codes = {one.code for one in own}
    return [
        one
        for one in schema.fields.values()
        if one.code in codes or (first(record.get(one.code)) and not one.portals)
    ]


class ResourceForm(RecordForm):
    """What is said of a resource; the address of a link only."""

    def __init__(
        self, schema: Schema, record: Record, *, dataset_type: str, link: bool, **options: Any
    ) -> None:
        asked = [
            one
            for one in schema.resource.values()
            if (one.belongs(dataset_type) or first(record.get(one.code))) and (link or one.code != "url")
        ]
        super().__init__(schema, record, asked, **options)
        if not link:
            for code in ("name", "format"):
                if code in self.fields:
                    self.fields[code].required = False

    def told(self) -> list[BoundField]:
        return [self[name] for name in self.fields]
