"""Reporting windows."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

NO_MOMENT = {"required": gettext_lazy("โปรดใส่วันและเวลา")}


class MomentField(forms.DateTimeField):
    """Day and time to the minute, Asia/Bangkok."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    input_formats = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S")
    years = range(1957, 2158)  # ค.ศ.; พ.ศ. 2500–2700, as the tables hold

    def to_python(self, value: Any) -> Any:
        moment = super().to_python(value)
        if moment is not None and moment.year not in self.years:
            raise ValidationError(gettext("ปีอยู่ไกลเกินไป – ช่องวันที่ใช้ปี ค.ศ. เช่น 2024 คือ พ.ศ. 2567"))
        return moment


class WindowForm(forms.Form):
    """When a round opens and closes; to move a window that is set, the reason is asked."""

    opens_at = MomentField(label=gettext_lazy("เปิดรับ"), error_messages=NO_MOMENT)
    closes_at = MomentField(label=gettext_lazy("ปิดรับ"), error_messages=NO_MOMENT)
    reason = forms.CharField(
        label=gettext_lazy("เหตุผลหรือเลขที่หนังสือ"), widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, months: int, *, moving: bool, **options: Any) -> None:
        super().__init__(prefix=f"window-{months}", **options)
        self.months = months
        self.fields["reason"].required = moving
