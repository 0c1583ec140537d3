"""What is chosen and typed about data files: which to list, which file to bring, how to hand it over."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from samrit.people.models import Agency
from samrit.rules.submitting import STATE_LABELS
from samrit.ui.wording import in_words

LONGEST = 2000


class SubmissionFilter(forms.Form):
    """Everything may be left out."""

    q = forms.CharField(label=gettext_lazy("ชื่อไฟล์หรือเลขที่ใบรับ"), required=False, max_length=200)
    state = forms.ChoiceField(label=gettext_lazy("สถานะ"), required=False)
    agency = forms.ChoiceField(label=gettext_lazy("หน่วยงาน"), required=False)

    def __init__(self, data: Any, *, agencies: Sequence[tuple[int, str]]) -> None:
        super().__init__(data)
        states = [(state.value, in_words(label)) for state, label in STATE_LABELS.items()]
        self._choose("state", [("", gettext_lazy("ทุกสถานะ")), *states])
        self._choose("agency", [("", gettext_lazy("ทุกหน่วยงาน")), *agencies])

    def _choose(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # of a ChoiceField


class BringForm(forms.Form):
    """A file, sent with the form or piece by piece before it (``upload`` is its key then), and whose data it is."""

    agency = forms.ModelChoiceField(
        queryset=Agency.objects.none(),
        label=gettext_lazy("หน่วยงานเจ้าของข้อมูล"),
        empty_label=gettext_lazy("เลือกหน่วยงาน"),
        error_messages={"required": gettext_lazy("เลือกว่าเป็นข้อมูลของหน่วยงานใด")},
    )
    file = forms.FileField(label=gettext_lazy("ไฟล์ข้อมูล"), required=False, allow_empty_file=True)
    upload = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]  # of a ModelChoiceField
        self.only = agencies[0] if len(agencies) == 1 else None
        if self.only:
            self.fields["agency"].widget = forms.HiddenInput()
            self.fields["agency"].initial = self.only.pk

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("file") and not cleaned.get("upload") and "file" not in self.errors:
            self.add_error("file", gettext_lazy("ยังไม่ได้เลือกไฟล์ – เลือกไฟล์ข้อมูลจากเครื่องของคุณ"))
        return cleaned


class CorrectForm(BringForm):
    """The same for a file that stands in the place of another one, and why."""

    reason = forms.CharField(
        label=gettext_lazy("แก้ไขเพราะเหตุใด"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("บอกเหตุผลที่แก้ เพื่อให้ผู้ตรวจรู้ว่าเปลี่ยนเพราะอะไร")},
    )

    def __init__(self, *args: Any, reason_needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = reason_needed


class SubmitForm(forms.Form):
    """What goes with the figures: where they come from, how they were gathered, whom to ask."""

    source = forms.CharField(
        label=gettext_lazy("แหล่งที่มา"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("เช่น ทะเบียนหรือระบบที่ดึงตัวเลขมา"),
    )
    method = forms.CharField(
        label=gettext_lazy("วิธีเก็บรวบรวม"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    contact = forms.CharField(
        label=gettext_lazy("สอบถามได้ที่"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("ตำแหน่งและเบอร์โทรของผู้ดูแลข้อมูล"),
    )
    only_good = forms.BooleanField(required=False)


class ReasonForm(forms.Form):
    """ส่งกลับแก้ไข, ถอน: why."""

    reason = forms.CharField(required=False, max_length=LONGEST)
