"""Entries of the library, and finding them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from samrit.frameworks.models import Kpi, LibraryKpi

ACTIVE = "active"


class LinesField(forms.CharField):
    """One thing on each line → list of texts."""

    widget = forms.Textarea(attrs={"rows": 2})

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in super().clean(value).splitlines()]
        return list(dict.fromkeys(line for line in lines if line))

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial or []) != (data or ""))


class LibraryForm(forms.Form):
    """One entry, new or to be changed."""

    code = forms.CharField(label=gettext_lazy("รหัส"), max_length=30)
    name = forms.CharField(
        label=gettext_lazy("ชื่อตัวชี้วัด"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    aliases = LinesField(
        label=gettext_lazy("ชื่ออื่นที่หนังสือใช้"),
        required=False,
        help_text=gettext_lazy("บรรทัดละหนึ่งชื่อ ใช้จับคู่กับชื่อในหนังสือแจ้ง"),
    )
    category = forms.ChoiceField(label=gettext_lazy("ประเภท"))
    part_of = forms.ModelChoiceField(
        LibraryKpi.objects.filter(part_of=None),
        label=gettext_lazy("เป็นตัวชี้วัดย่อยของ"),
        required=False,
        empty_label=gettext_lazy("ไม่เป็นตัวชี้วัดย่อย"),
    )
    unit = forms.CharField(label=gettext_lazy("หน่วยวัด"), max_length=60, required=False)
    direction = forms.ChoiceField(label=gettext_lazy("ทิศทาง"))
    interpolate = forms.ChoiceField(label=gettext_lazy("วิธีคิดคะแนน"))
    definition = forms.CharField(
        label=gettext_lazy("คำอธิบาย"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    evidence_asked = forms.CharField(
        label=gettext_lazy("หลักฐานที่ขอ"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    facts = forms.CharField(
        label=gettext_lazy("ข้อเท็จจริงที่ควรรู้"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        help_text=gettext_lazy("เช่น แหล่งข้อมูล มาตรฐาน ข้อจำกัด"),
    )
    active = forms.BooleanField(
        label=gettext_lazy("ใช้อยู่"),
        required=False,
        initial=True,
        help_text=gettext_lazy("เลิกใช้แล้วจะเลือกในข้อเสนอใหม่ไม่ได้ กรอบเดิมยังอ้างถึงได้"),
    )

    def __init__(self, entry: LibraryKpi | None = None, **options: Any) -> None:
        self.entry = entry
        initial = {name: getattr(entry, name) for name in self.base_fields} if entry else None
        super().__init__(initial=initial, **options)
        choices = {
            "category": LibraryKpi.Category.choices,
            "direction": Kpi.Direction.choices,
            "interpolate": Kpi.Interpolate.choices,
        }
        for name, values in choices.items():
            self.fields[name].choices = [(key, gettext(word)) for key, word in values]  # type: ignore[attr-defined]
        if entry is not None:
            wholes = LibraryKpi.objects.filter(part_of=None).exclude(pk=entry.pk)
            self.fields["part_of"].queryset = wholes  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean_code(self) -> str:
        return self._only("code", gettext("มีรหัสนี้ในคลังแล้ว – ใช้รหัสอื่น"))

    def clean_name(self) -> str:
        return self._only("name", gettext("มีชื่อนี้ในคลังแล้ว – แก้รายการเดิมแทน"))

    def clean_part_of(self) -> LibraryKpi | None:
        whole: LibraryKpi | None = self.cleaned_data["part_of"]
        if whole and self.entry and self.entry.parts.exists():
            raise ValidationError(gettext("ตัวชี้วัดนี้มีตัวชี้วัดย่อยอยู่ จึงเป็นตัวชี้วัดย่อยเองไม่ได้"))
        return whole

    def _only(self, name: str, taken: str) -> str:
        value: str = self.cleaned_data[name]
        others = LibraryKpi.objects.filter(**{f"{name}__iexact": value})
        if self.entry is not None:
            others = others.exclude(pk=self.entry.pk)
        if others.exists():
            raise ValidationError(taken)
        return value


class LibraryFilter(forms.Form):
    """Words, category and whether an entry is still offered; what is empty does not filter."""

    q = forms.CharField(label=gettext_lazy("ค้นหา"), max_length=100, required=False)
    category = forms.ChoiceField(label=gettext_lazy("ประเภท"), required=False)
    status = forms.ChoiceField(label=gettext_lazy("สถานะ"), required=False)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        categories = [(key, gettext(word)) for key, word in LibraryKpi.Category.choices]
        choices = {
            "category": [("", gettext("ทั้งหมด")), *categories],
            "status": [("", gettext("ทั้งหมด")), (ACTIVE, gettext("ใช้อยู่")), ("inactive", gettext("เลิกใช้แล้ว"))],
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]  # ChoiceFields have choices
