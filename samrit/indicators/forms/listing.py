"""What a province lists beside its items."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from samrit.people.models import Agency
from samrit.ui.fields import DayField

PREFIX = "owner-"


class KeepersForm(forms.Form):
    """One choice for each kind of agency: ``owners`` are (code, name), ``named`` what was said or is proposed."""

    use_required_attribute = False

    def __init__(
        self,
        owners: Iterable[tuple[str, str]],
        agencies: Sequence[Agency],
        named: Mapping[str, int],
        proposed: Mapping[str, int],
        **options: Any,
    ) -> None:
        super().__init__(**options)
        choices = [("", gettext("ยังไม่จับคู่")), *((str(agency.pk), agency.name) for agency in agencies)]
        for code, name in owners:
            suggested = code not in named and code in proposed
            self.fields[f"{PREFIX}{code}"] = forms.ChoiceField(
                label=name,
                choices=choices,
                required=False,
                initial=str(named.get(code, proposed.get(code, ""))),
                help_text=gettext("เสนอจากชื่อ ตรวจแล้วกดบันทึก") if suggested else "",
            )

    def keepers(self) -> dict[str, int | None]:
        return {
            name.removeprefix(PREFIX): int(value) if value else None
            for name, value in self.cleaned_data.items()
        }


class ListedAreasForm(forms.Form):
    """Which areas owe; ``choices``: (code, title)."""

    areas = forms.MultipleChoiceField(
        label=gettext_lazy("พื้นที่ที่ต้องส่ง"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, choices: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(**options)
        self.fields["areas"].choices = choices  # type: ignore[attr-defined]


class PlaceForm(forms.Form):
    """A place of an open list; the code of one that is there changes it."""

    code = forms.CharField(label=gettext_lazy("รหัส"), max_length=48)
    name = forms.CharField(label=gettext_lazy("ชื่อ"), max_length=200)
    name_en = forms.CharField(label=gettext_lazy("ชื่อภาษาอังกฤษ"), max_length=200, required=False)
    valid_from = DayField(label=gettext_lazy("วันเริ่ม"), required=False)
    valid_to = DayField(label=gettext_lazy("วันสุดท้าย"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("valid_from"), cleaned.get("valid_to")
        if first and last and last < first:
            raise ValidationError({"valid_to": gettext("วันสุดท้ายอยู่ก่อนวันเริ่ม – ตรวจปี พ.ศ. ของทั้งสองวัน")})
        return cleaned
