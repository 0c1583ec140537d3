"""Form fields that every room may use."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from samrit.rules.amounts import Limits, number_from
from samrit.rules.thai import arabic_digits, find_dates, thai_date
from samrit.rules.wording import RefusedError
from samrit.ui.wording import in_words

LIMITS = Limits(before=20, after=20)  # what the rule sets accept and the exact columns hold


class NumberField(forms.CharField):
    """A number in Thai or Arabic digits, with or without thousands commas → an exact Decimal (empty: None)."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return number_from(text, LIMITS)
        except RefusedError as refused:
            raise ValidationError(in_words(refused.refusal.message), code=refused.refusal.code) from None

    def prepare_value(self, value: Any) -> Any:
        return format(value, "f") if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Decimal | None:
        number = super().clean(value)
        return None if number in self.empty_values else number

    @staticmethod
    def hint() -> str:
        """The help text that goes with a number."""
        return gettext("พิมพ์เลขไทยหรือเลขอารบิกก็ได้ เช่น 1,202.17")


class DayField(forms.CharField):
    """A day as offices write it: ``3 เม.ย. 2567``, ``3/4/2567``, ``3/4/67``, ``2024-04-03``, in either digits → date."""

    widget = forms.TextInput(attrs={"autocomplete": "off"})

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"help_text": gettext_lazy("เช่น 3 เม.ย. 2567 หรือ 3/4/2567"), **options})

    def to_python(self, value: Any) -> Any:
        if isinstance(value, date):
            return value
        text = super().to_python(value)
        if not text:
            return None
        day = read_day(text)
        if day is None:
            raise ValidationError(
                gettext("อ่านวันที่ไม่ได้ – พิมพ์แบบ 3 เม.ย. 2567 หรือ 3/4/2567"), code="day_unreadable"
            )
        return day

    def prepare_value(self, value: Any) -> Any:
        return thai_date(value, short=True) if isinstance(value, date) else value


def read_day(text: str) -> date | None:
    """The one day that a text means; None when it means none, or more than one."""
    found = {read.value for read in find_dates(arabic_digits(text))}
    return found.pop() if len(found) == 1 else None
