"""Inviting agencies, reasons, plans, official results, and which assessments to see."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.timezone import get_current_timezone, make_aware
from django.utils.translation import gettext, gettext_lazy

from samrit.assessments.models import Assessment, FollowUp
from samrit.evidence.forms import ENDINGS, level_choices
from samrit.rules.instruments import Section

Choices = Iterable[tuple[str, str]]
LAST_MINUTE = time(16, 30)  # the office's closing hour
FIRST_YEAR, LAST_YEAR = 2560, 2600
LONGEST = 2000


def _offer(field: forms.Field, choices: Choices) -> None:
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - those that are given choices are
    field.choices = list(choices)


class AssessmentFilter(forms.Form):
    """``years``, ``instruments`` (code, name): those that occur."""

    year = forms.ChoiceField(label=gettext_lazy("ปีงบประมาณ"), required=False)
    code = forms.ChoiceField(label=gettext_lazy("แบบประเมิน"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("สถานะ"), required=False)

    def __init__(self, years: Sequence[int], instruments: Choices, **options: Any) -> None:
        super().__init__(**options)
        every = ("", gettext("ทั้งหมด"))
        _offer(self.fields["year"], [every, *((str(year), str(year)) for year in years)])
        _offer(self.fields["code"], [every, *instruments])
        states = Assessment._meta.get_field("state").choices or ()  # noqa: SLF001 - Django's public way
        _offer(self.fields["state"], [every, *((str(code), gettext(str(label))) for code, label in states)])


class ProgressFilter(forms.Form):
    """One questionnaire in one year; without a choice the newest year's first one."""

    year = forms.ChoiceField(label=gettext_lazy("ปีงบประมาณ"), required=False)
    code = forms.ChoiceField(label=gettext_lazy("แบบประเมิน"), required=False)

    def __init__(self, years: Sequence[int], instruments: Choices, *, data: Mapping[str, str]) -> None:
        offered = {
            "year": [(str(year), str(year)) for year in years],
            "code": list(instruments),
        }
        first = {name: choices[0][0] for name, choices in offered.items() if choices}
        given = {name: data[name] for name in first if data.get(name) in dict(offered[name])}
        super().__init__({**first, **given})
        for name, choices in offered.items():
            _offer(self.fields[name], choices)

    def chosen(self) -> dict[str, str]:
        return self.cleaned_data if self.is_valid() else {}


class SpanForm(forms.Form):
    """From the morning of a day to the closing hour of another."""

    use_required_attribute = False
    opens_on = forms.DateField(
        label=gettext_lazy("เปิดให้กรอกตั้งแต่วันที่"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    closes_on = forms.DateField(
        label=gettext_lazy("ปิดรับวันที่ (เวลา 16.30 น.)"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        zone = get_current_timezone()
        for name, hour, to in (("opens_on", time(0, 0), "opens_at"), ("closes_on", LAST_MINUTE, "closes_at")):
            if given.get(name):
                given[to] = make_aware(datetime.combine(given[name], hour), zone)
        if given.get("opens_at") and given.get("closes_at") and given["closes_at"] <= given["opens_at"]:
            self.add_error("closes_on", gettext("วันปิดรับต้องอยู่หลังวันเปิดรับ"))
        return given


class InviteForm(SpanForm):
    """``releases`` and ``agencies``: (key, name) of those that may be chosen."""

    release = forms.ChoiceField(label=gettext_lazy("แบบประเมิน"))
    fiscal_year = forms.IntegerField(
        label=gettext_lazy("ปีงบประมาณ (พ.ศ.)"), min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    agencies = forms.MultipleChoiceField(
        label=gettext_lazy("หน่วยงานที่เชิญ"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("เลือกอย่างน้อยหนึ่งหน่วยงาน")},
    )
    field_order = ("release", "fiscal_year", "opens_on", "closes_on", "agencies")

    def __init__(self, releases: Choices, agencies: Choices, **options: Any) -> None:
        super().__init__(**options)
        _offer(self.fields["release"], releases)
        _offer(self.fields["agencies"], agencies)


class WindowForm(SpanForm):
    reason = forms.CharField(
        label=gettext_lazy("เหตุผล"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("บอกเหตุผลที่เปลี่ยนกำหนด")},
    )


class TaskForm(forms.Form):
    """``sections``: those that may be chosen, in order."""

    use_required_attribute = False
    section = forms.ChoiceField(label=gettext_lazy("หัวข้อ"))
    what = forms.CharField(
        label=gettext_lazy("จะทำอะไร"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
    owner = forms.CharField(label=gettext_lazy("ใครรับผิดชอบ"), max_length=200)
    due = forms.DateField(
        label=gettext_lazy("แล้วเสร็จภายในวันที่"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    years = forms.TypedChoiceField(
        label=gettext_lazy("แผน"),
        coerce=int,
        choices=[("1", gettext_lazy("แผน 1 ปี")), ("3", gettext_lazy("แผน 3 ปี"))],
    )

    def __init__(self, sections: Choices, **options: Any) -> None:
        super().__init__(**options)
        _offer(self.fields["section"], sections)


class FollowUpForm(forms.Form):
    """``months``: the follow-ups of the task; ``register`` (key, name): the files that may prove it."""

    use_required_attribute = False
    months = forms.TypedChoiceField(label=gettext_lazy("ติดตามครบ"), coerce=int)
    standing = forms.ChoiceField(label=gettext_lazy("ทำถึงไหน"), choices=FollowUp.Standing.choices)
    said = forms.CharField(
        label=gettext_lazy("ผลการติดตาม"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
    file = forms.FileField(
        label=gettext_lazy("หลักฐาน: ไฟล์ใหม่"),
        required=False,
        allow_empty_file=True,  # that it is empty is told when it is judged
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ENDINGS}),
    )
    secrecy = forms.ChoiceField(label=gettext_lazy("ชั้นความลับของไฟล์ใหม่"), required=False)
    kept = forms.ChoiceField(
        label=gettext_lazy("หรือเลือกจากทะเบียนหลักฐานของหน่วยงาน"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("ไฟล์ที่เลือกไม่อยู่ในรายการแล้ว – เลือกใหม่")},
    )
    words = forms.CharField(label=gettext_lazy("ค้นหาชื่อไฟล์ในทะเบียน"), required=False, max_length=100)

    def __init__(self, months: Iterable[int], register: Choices, **options: Any) -> None:
        super().__init__(**options)
        _offer(
            self.fields["months"],
            [(str(each), gettext("{months} เดือน").format(months=each)) for each in months],
        )
        _offer(self.fields["kept"], [("", gettext("ไม่แนบ")), *register])
        _offer(self.fields["secrecy"], level_choices())

    def clean(self) -> dict[str, Any]:
        """One file proves a follow-up, a new one or one that is there."""
        if self.cleaned_data.get("file") is not None and self.cleaned_data.get("kept"):
            self.add_error("kept", gettext("เลือกไฟล์ใหม่หรือไฟล์ในทะเบียนอย่างใดอย่างหนึ่ง"))
        return self.cleaned_data


class OfficialForm(forms.Form):
    """One agency's official result; ``level`` and figures as the authority states them."""

    use_required_attribute = False
    agency = forms.ChoiceField(label=gettext_lazy("หน่วยงาน"))
    instrument = forms.ChoiceField(label=gettext_lazy("แบบประเมิน"))
    fiscal_year = forms.IntegerField(
        label=gettext_lazy("ปีงบประมาณ (พ.ศ.)"), min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    value = forms.DecimalField(
        label=gettext_lazy("คะแนนรวม"), required=False, max_digits=12, decimal_places=6, min_value=0
    )
    level = forms.IntegerField(label=gettext_lazy("ระดับ (ตัวเลข)"), required=False, min_value=0, max_value=20)
    sections = forms.CharField(
        label=gettext_lazy("คะแนนรายด้าน (บรรทัดละด้าน เช่น 1 = 62.50)"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    source = forms.CharField(
        label=gettext_lazy("ที่มาของผล"),
        max_length=500,
        help_text=gettext_lazy("เช่น เลขที่และวันที่ของหนังสือ หรือที่อยู่หน้าเว็บที่เผยแพร่"),
    )
    letter = forms.FileField(
        label=gettext_lazy("ไฟล์หนังสือหรือประกาศ"),
        required=False,
        max_length=255,
        help_text=gettext_lazy("เก็บในทะเบียนหลักฐานของหน่วยงาน"),
    )

    def __init__(self, agencies: Choices, instruments: Choices, **options: Any) -> None:
        super().__init__(**options)
        _offer(self.fields["agency"], agencies)
        _offer(self.fields["instrument"], instruments)


class OfficialTableForm(forms.Form):
    """Many of them, from a CSV: agency, value, level, then a column for each section's number."""

    use_required_attribute = False
    instrument = forms.ChoiceField(label=gettext_lazy("แบบประเมิน"))
    fiscal_year = forms.IntegerField(
        label=gettext_lazy("ปีงบประมาณ (พ.ศ.)"), min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    source = forms.CharField(label=gettext_lazy("ที่มาของผล"), max_length=500)
    letter = forms.FileField(label=gettext_lazy("ไฟล์หนังสือหรือประกาศ"), required=False, max_length=255)
    table = forms.FileField(
        label=gettext_lazy("ไฟล์ CSV"),
        help_text=gettext_lazy("หัวคอลัมน์: หน่วยงาน, คะแนน, ระดับ แล้วตามด้วยเลขหัวข้อของแต่ละด้าน เช่น 1, 2, 3"),
    )

    def __init__(self, instruments: Choices, **options: Any) -> None:
        super().__init__(**options)
        _offer(self.fields["instrument"], instruments)


def numbered(sections: Mapping[str, Section]) -> dict[str, str]:
    """Number (1, 1.1) → code of the section."""
    return {section.number: code for code, section in sections.items() if section.number}
