"""Cancelling a KPI, as clean values."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from samrit.frameworks.models import Edition


class CancellationForm(forms.Form):
    """From which round on, by which method its weight leaves, by which resolution and why."""

    from_months = forms.TypedChoiceField(
        label=gettext_lazy("ยกเลิกตั้งแต่รอบ"), coerce=int, widget=forms.RadioSelect
    )
    reweight = forms.ChoiceField(label=gettext_lazy("วิธีปรับน้ำหนัก"), widget=forms.RadioSelect)
    resolution = forms.CharField(
        label=gettext_lazy("มติหรือเลขที่หนังสือ"),
        max_length=300,
        error_messages={"required": gettext_lazy("โปรดระบุมติหรือเลขที่หนังสือที่ให้ทำเช่นนี้")},
    )
    reason = forms.CharField(
        label=gettext_lazy("เหตุผล"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("โปรดระบุเหตุผล")},
    )

    def __init__(self, *, months: list[int], **options: Any) -> None:
        super().__init__(**options)
        rounds = [(one, gettext("รอบ {months} เดือน").format(months=one)) for one in months]
        methods = [(key, gettext(label)) for key, label in Edition.Reweight.choices]
        self.fields["from_months"].choices = rounds  # type: ignore[attr-defined]  # ChoiceFields have choices
        self.fields["reweight"].choices = methods  # type: ignore[attr-defined]
