"""What people wish for."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from samrit.notices.models import Preference
from samrit.ui.formats import in_english

HOURS = range(24)


def hour_in_words(hour: int) -> str:
    return f"{hour:02}:00" if in_english() else f"{hour:02}.00 น."


class WishesForm(forms.Form):
    """``line`` is there only when an account is linked."""

    email = forms.BooleanField(label=_("รับทางอีเมล"), required=False)
    line = forms.BooleanField(label=_("รับทาง LINE"), required=False)
    digest_hour = forms.TypedChoiceField(
        label=_("เวลารับสรุปงาน"),
        coerce=int,
        help_text=_("วันละไม่เกินหนึ่งฉบับ และไม่ส่งในวันที่ไม่มีอะไรรอคุณ"),
    )
    quiet_from = forms.TypedChoiceField(
        label=_("งดรบกวนตั้งแต่"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("เว้นแต่เรื่องที่จะปิดรับก่อนพ้นช่วงนี้"),
    )
    quiet_until = forms.TypedChoiceField(label=_("ถึง"), coerce=int, empty_value=None, required=False)
    language = forms.ChoiceField(label=_("ภาษาของข้อความ"), choices=settings.LANGUAGES)

    def __init__(self, data: Any = None, *, wishes: Preference, linked: bool) -> None:
        super().__init__(data, initial={name: getattr(wishes, name) for name in self.base_fields})
        hours = [(hour, hour_in_words(hour)) for hour in HOURS]
        self.fields["digest_hour"].choices = hours  # type: ignore[attr-defined]
        for name in ("quiet_from", "quiet_until"):
            self.fields[name].choices = [("", gettext("ไม่งด")), *hours]  # type: ignore[attr-defined]
        if not linked:
            del self.fields["line"]

    def clean(self) -> dict[str, Any]:
        """Quiet hours have both ends or none."""
        cleaned = super().clean() or {}
        if (cleaned.get("quiet_from") is None) != (cleaned.get("quiet_until") is None):
            self.add_error("quiet_until", gettext_lazy("เลือกทั้งเวลาเริ่มและเวลาสิ้นสุด หรือเลือก “ไม่งด” ทั้งสองช่อง"))
        return cleaned
