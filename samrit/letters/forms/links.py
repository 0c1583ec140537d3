"""What an officer states about a short link."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.timezone import make_aware
from django.utils.translation import gettext, gettext_lazy

from samrit.people.models import Area
from samrit.ui.fields import DayField
from samrit.ui.formats import place_name

WORDS = 100


class OfficeField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic for the checker only
    """A province that this person looks after; empty: the central office (offered to its people only)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            Area.objects.none(),
            label=gettext_lazy("ในนาม"),
            error_messages={"required": gettext_lazy("โปรดเลือกจังหวัด")},
            **options,
        )

    def label_from_instance(self, obj: Any) -> str:
        return place_name(obj)

    def offer(self, areas: QuerySet[Area], *, central: bool) -> None:
        self.queryset = areas
        self.required = not central
        self.empty_label = gettext("สำนักงาน ก.พ.ร.") if central else gettext("เลือกจังหวัด")
        only = list(areas[:2])
        if len(only) == 1 and not central:
            self.initial, self.widget = only[0].pk, forms.HiddenInput()


class LinkForm(forms.Form):
    """``target``: a path of this site or an https address; judged by the rule in the action."""

    use_required_attribute = False

    area = OfficeField()
    title = forms.CharField(
        label=gettext_lazy("ชื่อลิงก์"), max_length=200,
        help_text=gettext_lazy("ให้รู้ว่าใช้ทำอะไร เช่น แบบตอบรับการประชุมชี้แจงตัวชี้วัด"),
    )  # fmt: skip
    target = forms.CharField(
        label=gettext_lazy("ที่อยู่ปลายทาง"), max_length=2000,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url", "spellcheck": "false"}),
        help_text=gettext_lazy("คัดลอกจากแถบที่อยู่ของเบราว์เซอร์ ปลายทางนอกระบบต้องเป็น https:// และผู้เปิดจะเห็นก่อนว่าไปที่ใด"),
    )  # fmt: skip
    expires_on = DayField(label=gettext_lazy("ใช้ได้ถึงวันที่"), required=False)

    def __init__(self, areas: QuerySet[Area], *, central: bool, **options: Any) -> None:
        super().__init__(**options)
        self.fields["area"].offer(areas, central=central)  # type: ignore[attr-defined]  # an OfficeField

    def clean_expires_on(self) -> datetime | None:
        """The moment after the last day."""
        day = self.cleaned_data["expires_on"]
        if day is None:
            return None
        try:
            return make_aware(datetime.combine(day + timedelta(days=1), time()))
        except OverflowError:
            raise ValidationError(gettext("ปีอยู่ไกลเกินไป")) from None


class LinkFilter(forms.Form):
    q = forms.CharField(label=gettext_lazy("ค้นหา"), max_length=WORDS, required=False)


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(max_length=2000, error_messages={"required": gettext_lazy("โปรดระบุเหตุผล")})
