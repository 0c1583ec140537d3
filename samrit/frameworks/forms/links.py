"""What a KPI is derived from, as typed."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from samrit.frameworks.models import Kpi, KpiLink, StrategicKpi


class LinkForm(forms.Form):
    """``above`` is ``s12`` for a strategic KPI, ``k34`` for the indicator of another KPI."""

    use_required_attribute = False

    above = forms.ChoiceField(
        label=gettext_lazy("ถ่ายทอดจาก"), error_messages={"required": gettext_lazy("เลือกตัวชี้วัดที่ถ่ายทอดมา")}
    )
    kind = forms.ChoiceField(label=gettext_lazy("ประเภทการถ่ายทอด"), choices=KpiLink.Kind.choices)
    note = forms.CharField(
        label=gettext_lazy("หมายเหตุ"),
        help_text=gettext_lazy("บอกว่าเกี่ยวข้องกันอย่างไร เช่น จังหวัดรับผิดชอบสัดส่วนร้อยละ 3 ของเป้าหมายประเทศ"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *, strategic: Iterable[StrategicKpi], kpis: Sequence[Kpi], **options: Any) -> None:
        super().__init__(**options)
        self.fields["above"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", gettext("เลือกตัวชี้วัด")),
            (gettext("Strategic KPIs"), [(f"s{one.pk}", str(one)) for one in strategic]),
            (
                gettext("ตัวชี้วัดของจังหวัดเดียวกัน"),
                [(f"k{kpi.indicator_id}", f"{kpi.full_number} {kpi.name}") for kpi in kpis],
            ),
        ]
        kind = self.fields["kind"]
        kind.choices = [(code, gettext(word)) for code, word in kind.choices]  # type: ignore[attr-defined]

    @property
    def strategic(self) -> int | None:
        return self._key("s")

    @property
    def parent(self) -> int | None:
        return self._key("k")

    def _key(self, of: str) -> int | None:
        chosen: str = self.cleaned_data["above"]
        return int(chosen[1:]) if chosen.startswith(of) else None


class StrategicKpiForm(forms.Form):
    """One strategic KPI of a year."""

    use_required_attribute = False

    code = forms.CharField(
        label=gettext_lazy("รหัส"), max_length=30, help_text=gettext_lazy("ตามที่ส่วนกลางใช้ เช่น SK-05"),
        error_messages={"required": gettext_lazy("โปรดใส่รหัส")},
    )  # fmt: skip
    name = forms.CharField(
        label=gettext_lazy("ชื่อตัวชี้วัด"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000,
        error_messages={"required": gettext_lazy("โปรดใส่ชื่อตัวชี้วัด")},
    )  # fmt: skip
    ministry = forms.CharField(label=gettext_lazy("กระทรวงเจ้าภาพ"), max_length=200, required=False)
    references = forms.CharField(
        label=gettext_lazy("แผนและยุทธศาสตร์ที่เกี่ยวข้อง"),
        help_text=gettext_lazy("เช่น ยุทธศาสตร์ชาติด้านการสร้างความสามารถในการแข่งขัน · แผนฯ 13 หมุดหมายที่ 2"),
        required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
