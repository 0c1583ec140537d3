"""Filtering lists."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class StandingFilter(forms.Form):
    """What a long list is narrowed to; choices come from the page."""

    agency = forms.TypedChoiceField(
        label=gettext_lazy("หน่วยงาน"), required=False, coerce=int, empty_value=None
    )
    status = forms.ChoiceField(label=gettext_lazy("สถานะ"), required=False)

    def __init__(
        self, *args: Any, agencies: Mapping[int, str], statuses: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", _("ทุกหน่วยงาน")), *agencies.items()]  # type: ignore[attr-defined]
        self.fields["status"].choices = [("", _("ทุกสถานะ")), *statuses.items()]  # type: ignore[attr-defined]
