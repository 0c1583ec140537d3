"""What is typed about joint KPIs."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from samrit.frameworks.models import Kpi
from samrit.reports.models import JointKpi, Missing
from samrit.ui.fields import NumberField


class ContributionForm(forms.Form):
    """One agency's part: a number, or the reason why there is none."""

    use_required_attribute = False

    value = NumberField(label=gettext_lazy("ตัวเลขของหน่วยงาน"), required=False)
    missing = forms.ChoiceField(label=gettext_lazy("หรือเหตุที่ไม่มีตัวเลข"), required=False)
    note = forms.CharField(
        label=gettext_lazy("หมายเหตุ"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("บอกที่มาของตัวเลข เช่น ค่าเฉลี่ย 3 สถานี ข้อมูลถึงวันที่ 30 กันยายน"),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        words = [(code, gettext(word)) for code, word in Missing.choices]
        self.fields["missing"].choices = [("", gettext("มีตัวเลข")), *words]  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> None:
        if "value" in self.cleaned_data and (self.cleaned_data["value"] is None) == (
            not self.cleaned_data.get("missing")
        ):
            raise ValidationError(gettext("กรอกตัวเลข หรือเลือกเหตุที่ไม่มีตัวเลข อย่างใดอย่างหนึ่ง"))


class VersionForm(forms.Form):
    """The version that was looked at, with a reason where one is asked."""

    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)
    agency = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    reason = forms.CharField(required=False, max_length=2000)


class JointForm(forms.Form):
    """A joint KPI: its members among ``kpis``, its lead among their owners, and how much each agency weighs."""

    use_required_attribute = False

    name = forms.CharField(
        label=gettext_lazy("ชื่อตัวชี้วัดร่วม"), max_length=500, help_text=gettext_lazy("เช่น คุณภาพน้ำแม่น้ำเจ้าพระยาตอนกลาง"),
        error_messages={"required": gettext_lazy("โปรดใส่ชื่อตัวชี้วัดร่วม")},
    )  # fmt: skip
    members = forms.MultipleChoiceField(
        label=gettext_lazy("ตัวชี้วัดที่ใช้ผลร่วมกัน"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("เลือกตัวชี้วัดอย่างน้อยหนึ่งตัว")},
    )  # fmt: skip
    lead = forms.ChoiceField(
        label=gettext_lazy("หน่วยงานหลัก"), error_messages={"required": gettext_lazy("เลือกหน่วยงานหลัก")}
    )
    method = forms.ChoiceField(label=gettext_lazy("ที่มาของผลร่วม"), choices=JointKpi.Method.choices)

    def __init__(self, kpis: Sequence[Kpi], **options: Any) -> None:
        super().__init__(**options)
        self.agencies = {
            ownership.agency_id: ownership.agency for kpi in kpis for ownership in kpi.ownerships.all()
        }
        self._choices("members", [(str(kpi.indicator_id), _named(kpi)) for kpi in kpis])
        self._choices(
            "lead",
            [("", gettext("เลือกหน่วยงาน")), *((str(key), one.name) for key, one in self.agencies.items())],
        )
        self._choices("method", [(code, gettext(word)) for code, word in JointKpi.Method.choices])
        for key, one in self.agencies.items():
            self.fields[f"share-{key}"] = NumberField(label=one.name, required=False)

    def _choices(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def share_fields(self) -> list[forms.BoundField]:
        return [self[f"share-{key}"] for key in self.agencies]

    def shares(self) -> dict[int, Decimal]:
        """Agency → its weight, where one was typed."""
        typed = {key: self.cleaned_data.get(f"share-{key}") for key in self.agencies}
        return {key: share for key, share in typed.items() if share is not None}


def _named(kpi: Kpi) -> str:
    area = kpi.component.edition.framework.area.name
    owners = " · ".join(ownership.agency.name for ownership in kpi.ownerships.all())
    return f"{area} {kpi.full_number} {kpi.name} ({owners})"
