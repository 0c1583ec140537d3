"""Questions and answers as they are typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samrit.evidence.forms import FilesField, level_choices
from samrit.frameworks.forms import MomentField

LONGEST = 10_000  # characters, as of the other texts of a result


class QuestionForm(forms.Form):
    """``text`` and ``answer_by``."""

    text = forms.CharField(
        label=_("คำถาม"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("หน่วยงานรับผิดชอบและผู้ประสานงานจังหวัดเห็นข้อความนี้ จังหวัดอื่นและสาธารณะไม่เห็น"),
        error_messages={"required": _("ยังไม่ได้พิมพ์คำถาม")},
    )  # fmt: skip
    answer_by = MomentField(
        label=_("ตอบภายใน"),
        error_messages={"required": _("เลือกวันและเวลาที่ต้องตอบ"), "invalid": _("เลือกวันและเวลาที่ต้องตอบ")},
    )


class AnswerText(forms.CharField):
    """Asked for, but a draft may be kept without it."""

    def validate(self, value: Any) -> None:
        """Nothing is too little for a draft; sending asks for more."""


class AnswerForm(forms.Form):
    """The answer's ``text``; files go with it where no script sends them piece by piece."""

    text = AnswerText(
        label=_("คำตอบ"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("คำตอบไม่เปลี่ยนผลที่ส่งไว้ ผู้ประเมินใช้ประกอบการตรวจ"),
    )  # fmt: skip
    evidence = FilesField(label=_("แนบไฟล์"), required=False)
    secrecy = forms.ChoiceField(label=_("ชั้นความลับของไฟล์ใหม่"), required=False, choices=level_choices)


class ClosingForm(forms.Form):
    """``note``: what was found enough, or (asked for then) why an unanswered question is taken back."""

    note = forms.CharField(
        label=_("หมายเหตุ"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("ถอนคำถามที่ยังไม่มีคำตอบต้องบอกเหตุผล เพื่อให้หน่วยงานรู้ว่าไม่ต้องตอบแล้ว")},
    )  # fmt: skip

    def __init__(self, *args: Any, takes_back: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["note"].required = takes_back
