"""A file of official figures as it is sent in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samrit.rules.official import DataOwner, data_owners
from samrit.ui.formats import in_english


def owner_name(owner: DataOwner) -> str:
    return owner.english if in_english() else owner.name


def owner_choices() -> list[tuple[str, str]]:
    return [(owner.code, owner_name(owner)) for owner in data_owners()]


class OfficialFileForm(forms.Form):
    """``owner``, ``months``, ``source`` and the file."""

    owner = forms.ChoiceField(label=_("เจ้าของข้อมูล"), choices=owner_choices)
    months = forms.TypedChoiceField(
        label=_("ใช้กับรอบ"), coerce=int, initial=12,
        choices=[(12, _("12 เดือน")), (9, _("9 เดือน")), (6, _("6 เดือน"))],
    )  # fmt: skip
    source = forms.CharField(
        label=_("ที่มา"), max_length=300, help_text=_("เลขที่หนังสือหรือหน้าเว็บที่ได้ตัวเลขมา แสดงในที่มาของคะแนนต่อสาธารณะ"),
        error_messages={"required": _("บอกที่มาของตัวเลข เช่น เลขที่หนังสือ")},
    )  # fmt: skip
    file = forms.FileField(
        label=_("ไฟล์ .xlsx หรือ .csv"), widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}), allow_empty_file=True,
        error_messages={"required": _("ยังไม่ได้เลือกไฟล์")},
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].help_text = _("ไม่เกิน 5 MB ยังไม่มีอะไรเปลี่ยนจนกว่าคุณจะยืนยันในหน้าถัดไป")
