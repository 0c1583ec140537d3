"""What an approver answers, and a coordinator says when filing."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext, gettext_lazy

from samrit.reports.models import ReturnPoint

LONGEST_REASON = 2000
POINTS = [field for field in ReturnPoint.Field if field != ReturnPoint.Field.WHOLE]


class ReturnForm(forms.Form):
    """ส่งกลับแก้ไข: a reason for the whole, or beside each field that must be mended; at least one.

    ``files`` are (key, name) of the evidence that stands there. The names of the fields are those of the page:
    ``reason`` for the whole, ``point-<field>`` and ``point-file-<key>``.
    """

    reason = forms.CharField(
        label=gettext_lazy("ทั้งรายการ"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, files: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places: dict[str, tuple[str, int | None]] = {}
        for field in POINTS:
            self._add(f"point-{field.value}", gettext(field.label), field, None)
        for key, name in files:
            self._add(f"point-file-{key}", name, ReturnPoint.Field.EVIDENCE, key)

    def _add(self, name: str, label: str, field: ReturnPoint.Field, file: int | None) -> None:
        self.fields[name] = forms.CharField(
            label=label, required=False, max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2})
        )
        self.places[name] = (field.value, file)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.cleaned_data
        if not any(cleaned.values()) and not self.errors:
            self.add_error("reason", gettext("ส่งกลับแก้ไขต้องบอกเหตุผล เพื่อให้ผู้บันทึกรู้ว่าต้องแก้อะไร"))
        return cleaned

    def marked(self) -> list[tuple[str, str, int | None]]:
        """(field, reason, key of a file) of every field that was marked."""
        said = ((place, self.cleaned_data[name]) for name, place in self.places.items())
        return [(field, reason, file) for (field, file), reason in said if reason]

    def marks(self) -> list[BoundField]:
        """The fields to mark, as the page shows them: one after the other, each folded until something is typed."""
        return [self[name] for name in self.places]


class FilingForm(forms.Form):
    """ส่งรายงานจังหวัด: a reason is asked when results are missing (the action decides)."""

    reason = forms.CharField(
        label=gettext_lazy("เหตุผลที่ส่งโดยไม่รอตัวชี้วัดที่ยังขาด"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
