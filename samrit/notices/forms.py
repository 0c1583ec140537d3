"""What people wish for."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from samrit.notices.models import Preference, Webhook
from samrit.people.models import Area
from samrit.rules.webhooks import EVENTS, LONGEST_ADDRESS
from samrit.ui.formats import in_english
from samrit.ui.wording import in_words

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


class WebhookForm(forms.Form):
    """A system that is told of events. ``offices``: whose it may be (None: the central office)."""

    name = forms.CharField(
        label=_("ใช้ทำอะไร"), max_length=100, help_text=_("เช่น แดชบอร์ดจังหวัด – ไว้จำตอนเลิกใช้")
    )
    address = forms.CharField(
        label=_("ที่อยู่ปลายทาง"),
        max_length=LONGEST_ADDRESS,
        help_text=_("https://… ของระบบที่จะรับ ระบบส่ง POST พร้อมลายเซ็น และไม่ตามไปที่อยู่อื่น"),
        widget=forms.URLInput,
    )
    office = forms.ChoiceField(label=_("ของหน่วยงาน"), help_text=_("รับได้เฉพาะเหตุการณ์ที่หน่วยงานนี้เห็น"))
    events = forms.MultipleChoiceField(
        label=_("เหตุการณ์ที่จะส่ง"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("ส่งเฉพาะรหัสและที่อยู่ ไม่ส่งตัวเลขหรือข้อความ"),
        error_messages={"required": _("เลือกเหตุการณ์ที่จะส่งอย่างน้อยหนึ่งอย่าง")},
    )

    def __init__(self, data: Any = None, *, offices: Sequence[Area | None]) -> None:
        super().__init__(data)
        self.offices = {area.pk if area else "": area for area in offices}
        names = [
            (key, str(area) if area else gettext("ส่วนกลาง (ทุกจังหวัด)")) for key, area in self.offices.items()
        ]
        self.fields["office"].choices = names  # type: ignore[attr-defined]
        self.fields["office"].required = "" not in self.offices
        if len(names) == 1:
            del self.fields["office"]
        events = [(name, f"{in_words(message)} ({name})") for name, message in EVENTS.items()]
        self.fields["events"].choices = events  # type: ignore[attr-defined]

    def webhook(self) -> dict[str, Any]:
        """What the action wants to know."""
        cleaned = self.cleaned_data
        office = cleaned.get("office", next(iter(self.offices)))
        return {
            "name": cleaned["name"],
            "address": cleaned["address"],
            "events": cleaned["events"],
            "area": self.offices[office],
        }


class WebhookChangeForm(forms.Form):
    """What a webhook is called and what it is told of."""

    name = forms.CharField(label=_("ใช้ทำอะไร"), max_length=100)
    events = forms.MultipleChoiceField(
        label=_("เหตุการณ์ที่จะส่ง"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("ใช้กับเหตุการณ์ต่อจากนี้ สิ่งที่รอส่งอยู่ยังส่งตามเดิม"),
        error_messages={"required": _("เลือกเหตุการณ์ที่จะส่งอย่างน้อยหนึ่งอย่าง")},
    )

    use_required_attribute = False

    def __init__(self, data: Any = None, *, hook: Webhook) -> None:
        super().__init__(data, initial={"name": hook.name, "events": hook.events})
        events = [(name, f"{in_words(message)} ({name})") for name, message in EVENTS.items()]
        self.fields["events"].choices = events  # type: ignore[attr-defined]
