"""The evaluator's decision, as clean values."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samrit.reports.models import Missing
from samrit.scores.models import Verification
from samrit.ui.fields import NumberField


class VerificationForm(forms.Form):
    """``decision``; for a correction ``value`` or ``missing``, and ``reason``."""

    decision = forms.ChoiceField(
        label=_("ผลการตรวจ"),
        choices=[(value, _(label)) for value, label in Verification.Decision.choices],
        widget=forms.RadioSelect,
        initial=Verification.Decision.ACCEPT,
    )
    value = NumberField(label=_("ผลที่ถูกต้อง"), required=False, help_text=_("กรอกเฉพาะเมื่อแก้ไขผล"))
    missing = forms.ChoiceField(
        label=_("หรือเหตุที่ไม่มีตัวเลข"),
        required=False,
        choices=[("", _("มีตัวเลข")), *((value, _(label)) for value, label in Missing.choices)],
    )
    reason = forms.CharField(
        label=_("เหตุผล"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("จำเป็นเมื่อแก้ไขผล จังหวัดจะเห็นข้อความนี้"),
    )

    def clean_missing(self) -> str | None:
        return self.cleaned_data["missing"] or None

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("decision") != Verification.Decision.CORRECT:
            return values
        if "value" in values and (values["value"] is None) == (values.get("missing") is None):
            self.add_error("value", _("กรอกผลที่ถูกต้อง หรือเลือกเหตุที่ไม่มีตัวเลข อย่างใดอย่างหนึ่ง"))
        if not values.get("reason", "").strip():
            self.add_error("reason", _("แก้ไขผลต้องบอกเหตุผล เพื่อให้จังหวัดรู้ว่าแก้เพราะอะไร"))
        return values
