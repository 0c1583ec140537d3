"""Who scores what, as clean values."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samrit.frameworks.models import LibraryKpi
from samrit.ui.fields import DayField

MOST = 10_000


class PlanForm(forms.Form):
    """How a round is to be assigned: at most so many for each, to be done by a day."""

    capacity = forms.IntegerField(
        label=_("รับได้ไม่เกินคนละ"),
        required=False,
        min_value=1,
        max_value=MOST,
        help_text=_("จำนวนรายการ เว้นว่างถ้าไม่จำกัด"),
    )
    due_on = DayField(label=_("ตรวจให้เสร็จภายใน"), required=False)


class TwoScorersForm(forms.Form):
    """A KPI of the library and why two are to look at it."""

    library_kpi = forms.ModelChoiceField(label=_("ตัวชี้วัด"), queryset=LibraryKpi.objects.none())
    reason = forms.CharField(
        label=_("เหตุผล"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("เช่น น้ำหนักสูง หรือเคยมีอุทธรณ์"),
    )

    def __init__(self, *args: Any, kpis: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["library_kpi"].queryset = kpis  # type: ignore[attr-defined]
        self.fields["library_kpi"].label_from_instance = str  # type: ignore[attr-defined]


class ReassignForm(forms.Form):
    """One place of one KPI for one evaluator; ``reason`` where somebody else has it."""

    indicator = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10**18 - 1)
    slot = forms.ChoiceField(widget=forms.HiddenInput, choices=[("first", ""), ("second", ""), ("third", "")])
    evaluator = forms.TypedChoiceField(label=_("ผู้ประเมิน"), coerce=int, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("เหตุผลที่เปลี่ยน"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, people: Iterable[tuple[int, str]], is_held: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].required = is_held
        self.fields["evaluator"].choices = list(people)  # type: ignore[attr-defined]
