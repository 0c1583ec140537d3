"""Answering a finding, and choosing which ones to see."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from samrit.indicators.models import Finding
from samrit.rules.quality.answering import LONGEST


class AnswerForm(forms.Form):
    """Why the figure is as it is."""

    use_required_attribute = False
    answer = forms.CharField(
        label=gettext_lazy("คำอธิบายค่านี้"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("บอกเหตุผลก่อน เพื่อให้ผู้ตรวจเข้าใจค่านี้")},
    )


class FindingFilter(forms.Form):
    """``agencies``: (key, name) of those that this person may see."""

    state = forms.ChoiceField(label=gettext_lazy("สถานะ"), required=False)
    severity = forms.ChoiceField(label=gettext_lazy("ความสำคัญ"), required=False)
    agency = forms.ChoiceField(label=gettext_lazy("หน่วยงาน"), required=False)
    item = forms.ChoiceField(label=gettext_lazy("รายการ"), required=False)

    def __init__(
        self, agencies: Iterable[tuple[str, str]], items: Iterable[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(**options)
        every = gettext("ทั้งหมด")
        choices: dict[str, list[tuple[str, Any]]] = {
            "state": [("", gettext("ที่ยังค้าง")), ("all", every), *Finding.State.choices],
            "severity": [("", every), *Finding.Severity.choices],
            "agency": [("", every), *agencies],
            "item": [("", every), *items],
        }
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - all four are
            field.choices = offered
