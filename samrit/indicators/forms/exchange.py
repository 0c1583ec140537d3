"""What is typed about packages: which file, which partner, how a difference is settled."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from samrit.indicators.models import Partner
from samrit.people.models import Agency
from samrit.rules.exchange import CHOICES, SETTLING_LABELS, Settling
from samrit.ui.wording import in_words

LONGEST = 2000


class PackageForm(forms.Form):
    """The package itself."""

    file = forms.FileField(
        label=gettext_lazy("ไฟล์แพ็กเกจ (.zip)"),
        error_messages={"required": gettext_lazy("ยังไม่ได้เลือกไฟล์ – เลือกแพ็กเกจจากเครื่องหรือจากแฟลชไดรฟ์")},
    )


class PartnerForm(forms.Form):
    """``agency``: as whose data its packages are taken; none: only its receipts are believed."""

    use_required_attribute = False
    name = forms.CharField(
        label=gettext_lazy("ชื่อคู่แลกเปลี่ยน"),
        max_length=200,
        error_messages={"required": gettext_lazy("ตั้งชื่อคู่แลกเปลี่ยนข้อมูล เช่น ชื่อสำนักงาน")},
    )
    key = forms.CharField(
        label=gettext_lazy("กุญแจสาธารณะ (64 หลัก)"),
        max_length=64,
        error_messages={"required": gettext_lazy("วางกุญแจสาธารณะของคู่แลกเปลี่ยน")},
    )
    address = forms.URLField(
        label=gettext_lazy("ที่อยู่ของระบบ"), max_length=500, required=False, assume_scheme="https"
    )
    agency = forms.ModelChoiceField(
        queryset=Agency.objects.none(),
        label=gettext_lazy("รับแพ็กเกจเป็นข้อมูลของ"),
        empty_label=gettext_lazy("ไม่รับแพ็กเกจ (ตรวจใบรับอย่างเดียว)"),
        required=False,
    )

    is_ministry = forms.BooleanField(
        label=gettext_lazy("เป็นระบบของกระทรวง"),
        help_text=gettext_lazy("ใบรับของระบบนี้นับในข้อเชื่อมโยงของคุณภาพข้อมูล"),
        required=False,
    )

    def __init__(self, *args: Any, agencies: Any, may_recognise: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]  # of a ModelChoiceField
        if not may_recognise:
            del self.fields["is_ministry"]


class EndTrustForm(forms.Form):
    """Why no more packages are taken."""

    use_required_attribute = False
    reason = forms.CharField(
        label=gettext_lazy("เหตุผล"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("บอกเหตุผลที่เลิกรับแพ็กเกจจากคู่แลกเปลี่ยนนี้")},
    )


class ReceiptForm(forms.Form):
    """A receipt that came back."""

    file = forms.FileField(
        label=gettext_lazy("ไฟล์ใบรับ (.receipt.json)"),
        error_messages={"required": gettext_lazy("ยังไม่ได้เลือกไฟล์ – เลือกใบรับที่ผู้รับส่งกลับมา")},
    )


class SendForm(forms.Form):
    """To whom, and the token that they gave; it is not kept."""

    use_required_attribute = False
    partner = forms.ModelChoiceField(
        queryset=Partner.objects.none(),
        label=gettext_lazy("ส่งถึง"),
        empty_label=gettext_lazy("เลือกคู่แลกเปลี่ยน"),
        error_messages={"required": gettext_lazy("เลือกว่าจะส่งถึงใคร")},
    )
    token = forms.CharField(
        label=gettext_lazy("โทเคนที่ผู้รับออกให้"),
        max_length=300,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("ใช้ส่งครั้งนี้เท่านั้น ระบบไม่เก็บไว้"),
        error_messages={"required": gettext_lazy("วางโทเคนที่ผู้รับออกให้ (สิทธิ data:write)")},
    )

    def __init__(self, *args: Any, partners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = partners  # type: ignore[attr-defined]  # of a ModelChoiceField

    def clean_token(self) -> str:
        """What a header can hold."""
        token = str(self.cleaned_data["token"]).strip()
        if not token.isascii() or not token.isprintable():
            raise forms.ValidationError(gettext_lazy("โทเคนมีอักขระที่ใช้ไม่ได้ – คัดลอกใหม่จากผู้รับ"))
        return token


class SettleForm(forms.Form):
    """Which figure stands, and why."""

    use_required_attribute = False
    choice = forms.ChoiceField(
        label=gettext_lazy("ใช้ค่าใด"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("เลือกว่าจะใช้ค่าใด")},
    )
    reason = forms.CharField(
        label=gettext_lazy("เหตุผล"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("บอกเหตุผลที่เลือก เพื่อให้ผู้ตรวจรู้ว่าเพราะอะไร")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = [(one.value, in_words(SETTLING_LABELS[one])) for one in CHOICES]
        self.fields["choice"].choices = labels  # type: ignore[attr-defined]  # of a ChoiceField


class DifferenceFilter(forms.Form):
    """Everything may be left out."""

    state = forms.ChoiceField(label=gettext_lazy("สถานะ"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        states = [
            (one.value, in_words(label)) for one, label in SETTLING_LABELS.items() if one != Settling.OPEN
        ]
        self.fields["state"].choices = [  # type: ignore[attr-defined]  # of a ChoiceField
            ("", in_words(SETTLING_LABELS[Settling.OPEN])),
            ("all", gettext_lazy("ทั้งหมด")),
            *states,
        ]
