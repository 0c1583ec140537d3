"""One item, made from the table of its keys; and finding items."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext, gettext_lazy

from samrit.indicators.item_words import HELPS, LABELS, SECTIONS, choices_of
from samrit.rules.items import Book, Fault
from samrit.rules.items.rows import NO_VALUE, Kind
from samrit.rules.items.stating import SHAPES
from samrit.rules.thai import arabic_digits, plain_number
from samrit.ui.fields import NumberField
from samrit.ui.wording import in_words

LONG = {"definition": 4, "method": 3, "source": 2, "expects_without": 2}
LONGEST_TEXT = 2000
LONGEST_WHOLE = 12  # digits
OPTIONAL = {"group", "unit", "owner", "frequency", "level", "period", "basis"}


class WholeField(forms.CharField):
    """A whole number in either digits → int (empty: None); anything else stays as it was typed, for the rules to refuse."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def clean(self, value: Any) -> Any:
        text = arabic_digits(str(super().clean(value))).replace(",", "").strip()
        digits = text.removeprefix("-")
        is_whole = digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_WHOLE
        return (int(text) if is_whole else text) if text else None


class CodesField(forms.CharField):
    """One code on each line → list of texts."""

    widget = forms.Textarea(attrs={"rows": 2})

    def clean(self, value: Any) -> Any:
        lines = arabic_digits(super().clean(value)).replace(",", "\n").splitlines()
        return list(dict.fromkeys(line.strip() for line in lines if line.strip()))

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


def field_of(key: str, book: Book) -> forms.Field:
    """The control of one key."""
    shape, choices = SHAPES[key], choices_of(book, key)
    words: dict[str, Any] = {
        "label": gettext(LABELS[key]),
        "help_text": gettext(HELPS[key]) if key in HELPS else "",
        "required": shape.default is NO_VALUE and shape.kind is not Kind.FLAG,
    }
    if choices is not None:
        return _chosen(key, choices, words)
    if shape.kind is Kind.FLAG:
        return forms.BooleanField(**words)
    if shape.kind is Kind.TEXTS:
        return CodesField(**words)
    if shape.kind is Kind.WHOLE:
        return WholeField(**words)
    if shape.kind is Kind.NUMBER:
        return NumberField(**words)
    widget = forms.Textarea(attrs={"rows": LONG[key]}) if key in LONG else forms.TextInput()
    return forms.CharField(max_length=LONGEST_TEXT, widget=widget, **words)


def _chosen(key: str, choices: list[tuple[str, str]], words: dict[str, Any]) -> forms.Field:
    if SHAPES[key].kind is Kind.CODES:
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **words)
    blank = [("", gettext("เลือก"))] if key in OPTIONAL else []
    if key == "expects_by":
        blank = [("", gettext("เจ้าของข้อมูล"))]
    return forms.ChoiceField(choices=blank + choices, **words)


class ItemForm(forms.Form):
    """``row``: what the item says, or what a new one starts with; ``code`` is typed for a new one only."""

    use_required_attribute = False

    def __init__(
        self, book: Book, row: Mapping[str, Any], *, is_new: bool, active: bool = True, **options: Any
    ) -> None:
        self.book, self.row, self.is_new = book, dict(row), is_new
        super().__init__(initial={**row, "active": active}, **options)
        for key in SHAPES:
            if is_new or key != "code":
                self.fields[key] = field_of(key, book)
        self.fields["active"] = forms.BooleanField(label=gettext("ใช้รายการนี้"), required=False)
        self.fields["reason"] = forms.CharField(
            label=gettext("เหตุผลของการแก้ไข"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
            help_text=gettext("แสดงในประวัติของรายการ เช่น ตามมติคณะทำงานข้อมูล ครั้งที่ 2/2567"),
        )  # fmt: skip

    def sections(self) -> list[tuple[str, list[BoundField]]]:
        """Title and controls, in their order; the last two (used, reason) stand apart."""
        return [
            (gettext(section.title), [self[key] for key in section.keys if key in self.fields])
            for section in SECTIONS
        ]

    def stated_row(self) -> dict[str, Any]:
        """The row that the form states (of a valid form), as ``rules.items.stating`` reads it."""
        row = dict(self.row)
        for key in SHAPES:
            if key in self.cleaned_data:
                row[key] = _plain(key, self.cleaned_data[key])
        return row

    def tell(self, faults: Iterable[Fault]) -> None:
        """What the rules found, beside the control it is about."""
        for fault in faults:
            if fault.where in self.fields:
                self.add_error(fault.where, in_words(fault.message))
                continue
            rule = self.book.rules.get(fault.where.removeprefix("rules/"))
            name = rule.name if rule else gettext(LABELS.get(fault.where, fault.where))
            self.add_error(None, f"{name}: {in_words(fault.message)}")


def _plain(key: str, value: Any) -> Any:
    kind = SHAPES[key].kind
    if kind is Kind.NUMBER:
        return None if value is None else plain_number(value)
    if key == "multiplier":
        return int(value or 1)
    if kind is Kind.TEXT and not SHAPES[key].blank:
        return " ".join(str(value).split())
    return value


class ItemFilter(forms.Form):
    """Words, group, who sends, how often, and whether it is used; what is empty does not filter."""

    q = forms.CharField(label=gettext_lazy("ค้นหา"), max_length=100, required=False)
    group = forms.ChoiceField(label=gettext_lazy("กลุ่มข้อมูล"), required=False)
    by = forms.ChoiceField(label=gettext_lazy("ผู้ส่งข้อมูล"), required=False)
    frequency = forms.ChoiceField(label=gettext_lazy("ความถี่"), required=False)
    status = forms.ChoiceField(label=gettext_lazy("สถานะ"), required=False)

    def __init__(self, book: Book, senders: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(**options)
        everything = ("", gettext("ทั้งหมด"))
        choices = {
            "group": choices_of(book, "group") or [],
            "by": list(senders),
            "frequency": choices_of(book, "frequency") or [],
            "status": [
                ("used", gettext("ใช้อยู่")),
                ("changed", gettext("จังหวัดกำหนดเอง")),
                ("unused", gettext("ไม่ใช้")),
            ],
        }
        for name, values in choices.items():
            self.fields[name].choices = [everything, *values]  # type: ignore[attr-defined]
