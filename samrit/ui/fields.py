"""Form fields that every room may use."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from samrit.rules.amounts import Limits, number_from
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
