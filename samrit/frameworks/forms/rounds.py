"""What is decided about the rounds of a year, as clean values."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from samrit.frameworks.forms.windows import NO_MOMENT, MomentField
from samrit.frameworks.models import RoundState

REASON = {"required": gettext_lazy("โปรดระบุเหตุผล")}
RESOLUTION = {"required": gettext_lazy("โปรดระบุมติหรือเลขที่หนังสือที่ให้ทำเช่นนี้")}
ALL, MISSING = "all", "missing"


def _rounds() -> list[tuple[int, str]]:
    return [(one, gettext("รอบ {months} เดือน").format(months=one)) for one in (6, 9, 12)]


def _reason() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("เหตุผล"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages=REASON,
    )


class WindowsForm(forms.Form):
    """One round's window for every province, or for those that have none."""

    months = forms.TypedChoiceField(label=gettext_lazy("รอบ"), coerce=int)
    opens_at = MomentField(label=gettext_lazy("เปิดรับ"), error_messages=NO_MOMENT)
    closes_at = MomentField(label=gettext_lazy("ปิดรับ"), error_messages=NO_MOMENT)
    scope = forms.ChoiceField(label=gettext_lazy("จังหวัด"), widget=forms.RadioSelect, initial=MISSING)
    reason = forms.CharField(
        label=gettext_lazy("เหตุผลหรือเลขที่หนังสือ"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages=REASON,
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        scopes = [
            (MISSING, gettext("เฉพาะจังหวัดที่ยังไม่มีกำหนดเวลา")),
            (ALL, gettext("ทุกจังหวัด รวมที่ตั้งไว้แล้ว")),
        ]
        self.fields["months"].choices = _rounds()  # type: ignore[attr-defined]  # ChoiceFields have choices
        self.fields["scope"].choices = scopes  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if "opens_at" in values and "closes_at" in values and values["closes_at"] <= values["opens_at"]:
            self.add_error("closes_at", gettext("เวลาปิดต้องอยู่หลังเวลาเปิด – ตรวจวันและเวลาอีกครั้ง"))
        return values


class RoundStateForm(forms.Form):
    """How a round is: in one province, or in all."""

    months = forms.TypedChoiceField(label=gettext_lazy("รอบ"), coerce=int)
    area = forms.ChoiceField(label=gettext_lazy("จังหวัด"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("สถานะของรอบ"), widget=forms.RadioSelect)
    resolution = forms.CharField(label=gettext_lazy("มติหรือเลขที่หนังสือ"), max_length=300, required=False)
    reason = _reason()

    def __init__(self, *, areas: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(prefix="state", **options)
        choices = {
            "months": _rounds(),
            "area": [("", gettext("ทุกจังหวัด")), *areas],
            "state": [(key, gettext(label)) for key, label in RoundState.choices],
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        other = values.get("state") not in {None, "", RoundState.NORMAL}
        if other and not values.get("resolution", "").strip():
            self.add_error("resolution", RESOLUTION["required"])
        return values


class VoidForm(forms.Form):
    """A year whose results are not used."""

    resolution = forms.CharField(
        label=gettext_lazy("มติหรือเลขที่หนังสือ"), max_length=300, error_messages=RESOLUTION
    )
    reason = _reason()

    def __init__(self, **options: Any) -> None:
        super().__init__(prefix="void", **options)
