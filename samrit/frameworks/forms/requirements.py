"""The list of evidence that one KPI asks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

EMPTY_LINES = 3


class RequirementForm(forms.Form):
    """One line; without a title it is no line (and one that was there goes)."""

    code = forms.CharField(max_length=32, required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=gettext_lazy("หลักฐาน"), max_length=200, required=False)
    help = forms.CharField(
        label=gettext_lazy("คำอธิบาย"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    required = forms.BooleanField(label=gettext_lazy("ต้องมี"), required=False)


RequirementLines = forms.formset_factory(RequirementForm, extra=EMPTY_LINES, max_num=20, validate_max=True)


class RequirementReason(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("เหตุผล"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


def lines_of(formset: Any) -> list[dict[str, Any]]:
    """The lines with a title, in their order."""
    return [form.cleaned_data for form in formset.forms if form.cleaned_data.get("title")]
