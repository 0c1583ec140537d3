"""Opening one KPI again, as clean values."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samrit.frameworks.forms import NO_MOMENT, MomentField
from samrit.people.models import Agency


class ReopeningForm(forms.Form):
    """For which of the responsible agencies, until when, and why."""

    agency = forms.TypedChoiceField(label=_("หน่วยงาน"), coerce=int)
    until = MomentField(label=_("เปิดถึง"), error_messages=NO_MOMENT)
    reason = forms.CharField(
        label=_("เหตุผล"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("โปรดระบุเหตุผล")},
    )

    def __init__(self, *, agencies: Sequence[Agency], **options: Any) -> None:
        super().__init__(**options)
        self.agencies = {agency.pk: agency for agency in agencies}
        self.fields["agency"].choices = [(agency.pk, agency.name) for agency in agencies]  # type: ignore[attr-defined]

    def clean_agency(self) -> Agency:
        return self.agencies[self.cleaned_data["agency"]]


class DecisionForm(forms.Form):
    """The central office's answer to a request: until when it opens, or why not."""

    until = MomentField(label=_("เปิดถึง"), required=False)
    reason = forms.CharField(
        label=_("เหตุผล (จำเป็นเมื่อไม่อนุญาต)"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
