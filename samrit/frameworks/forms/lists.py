"""Filtering lists."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from samrit.frameworks.models import Edition


class EditionFilter(forms.Form):
    """Year, province and status of the list; what is empty does not filter."""

    year = forms.TypedChoiceField(
        label=gettext_lazy("ปีงบประมาณ"), coerce=int, empty_value=None, required=False
    )
    area = forms.ChoiceField(label=gettext_lazy("จังหวัด"), required=False)
    status = forms.ChoiceField(label=gettext_lazy("สถานะ"), required=False)

    def __init__(self, *, years: Sequence[int], areas: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(**options)
        every = [("", gettext("ทั้งหมด"))]
        statuses = [(key, gettext(word)) for key, word in Edition.Status.choices]
        choices = {
            "year": [*every, *((str(year), str(year)) for year in years)],
            "area": [*every, *areas],
            "status": [*every, *statuses],
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]  # ChoiceFields have choices
