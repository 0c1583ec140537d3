"""What is chosen about evidence: its level, the line it answers, and what to look for in the register."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from samrit.evidence.forms import level_choices

KINDS = {
    "pdf": ("application/pdf",),
    "image": ("image/png", "image/jpeg"),
    "sheet": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "text/csv"),
    "document": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "text/plain",
    ),
}


class RegisterFilter(forms.Form):
    """Everything may be left out."""

    q = forms.CharField(label=gettext_lazy("ชื่อไฟล์"), required=False, max_length=200)
    kind = forms.ChoiceField(
        label=gettext_lazy("ชนิด"),
        required=False,
        choices=[
            ("", gettext_lazy("ทุกชนิด")),
            ("pdf", "PDF"),
            ("image", gettext_lazy("รูปภาพ")),
            ("sheet", gettext_lazy("ตาราง")),
            ("document", gettext_lazy("เอกสาร")),
        ],
    )
    secrecy = forms.ChoiceField(label=gettext_lazy("ชั้นความลับ"), required=False)
    agency = forms.ChoiceField(label=gettext_lazy("หน่วยงาน"), required=False)
    indicator = forms.ChoiceField(label=gettext_lazy("ตัวชี้วัด"), required=False)
    unused = forms.ChoiceField(
        label=gettext_lazy("การใช้"),
        required=False,
        choices=[("", gettext_lazy("ทั้งหมด")), ("1", gettext_lazy("ยังไม่ใช้กับตัวชี้วัดใด"))],
    )

    def __init__(
        self, data: Any, *, agencies: Mapping[int, str], indicators: Sequence[tuple[int, str]]
    ) -> None:
        super().__init__(data)
        self._choose("secrecy", gettext_lazy("ทุกชั้น"), level_choices())
        self._choose("agency", gettext_lazy("ทุกหน่วยงาน"), list(agencies.items()))
        self._choose("indicator", gettext_lazy("ทุกตัวชี้วัด"), indicators)

    def _choose(self, name: str, everything: Any, choices: Sequence[tuple[Any, str]]) -> None:
        self.fields[name].choices = [("", everything), *choices]  # type: ignore[attr-defined]  # of a ChoiceField


class LevelForm(forms.Form):
    """เปลี่ยนชั้นความลับ."""

    level = forms.ChoiceField(label=gettext_lazy("ชั้นความลับ"))
    reason = forms.CharField(
        label=gettext_lazy("เหตุผล"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("เปลี่ยนชั้นความลับต้องบอกเหตุผล")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = level_choices()  # type: ignore[attr-defined]  # of a ChoiceField


class CopyForm(forms.Form):
    """ฉบับปิดทับข้อความ."""

    file = forms.FileField(label=gettext_lazy("ไฟล์ฉบับปิดทับข้อความ"), allow_empty_file=True)
