"""Why a framework is revised, by which resolution and from when on; confirming it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from samrit.frameworks.models import Edition
from samrit.ui.fields import DayField


class RevisionFactsForm(forms.Form):
    """Everything may wait until the edition is published; then all of it is asked for."""

    effective_on = DayField(label=gettext_lazy("วันที่เริ่มใช้"), required=False)
    meeting = forms.CharField(
        label=gettext_lazy("การประชุมครั้งที่"), max_length=100, required=False,
        help_text=gettext_lazy("เช่น 3/2567"),
    )  # fmt: skip
    resolved_on = DayField(label=gettext_lazy("วันที่มีมติ"), required=False)
    resolution = forms.CharField(
        label=gettext_lazy("เรื่องที่มีมติ"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    reason = forms.CharField(
        label=gettext_lazy("เหตุผลที่ปรับปรุง"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )

    use_required_attribute = False

    def __init__(self, edition: Edition, data: Any = None) -> None:
        initial = {
            "effective_on": edition.effective_on,
            "meeting": edition.meeting,
            "resolved_on": edition.resolved_on,
            "resolution": edition.resolution,
            "reason": edition.revision_reason,
        }
        super().__init__(data, prefix="revision", initial=initial)
        for field in self.fields.values():
            field.required = (
                data is None
            )  # asked for in the end, so not called optional; a part of it may be kept


class ConfirmationForm(forms.Form):
    remark = forms.CharField(
        label=gettext_lazy("ข้อสังเกตถึงผู้ประสานงานจังหวัด"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
