"""What is chosen and typed in the office of the catalogue beside the records themselves."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from samrit.people.models import Agency
from samrit.rules.catalog import read_day
from samrit.rules.thai import arabic_digits

LONGEST_REASON = 500


class DayField(forms.CharField):
    """A day in any usual form, พ.ศ. or ค.ศ. → date; None for nothing."""

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value)).strip()
        if not text:
            return None
        day = read_day(arabic_digits(text))
        if day is None:
            raise forms.ValidationError(gettext_lazy("อ่านวันที่ไม่ได้ – พิมพ์เช่น 31/1/2567 หรือ 31 ม.ค. 2567"))
        return day


class DatasetFilter(forms.Form):
    """Everything may be left out."""

    q = forms.CharField(label=gettext_lazy("ค้นหา"), required=False, max_length=200)
    agency = forms.ChoiceField(label=gettext_lazy("หน่วยงาน"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("สถานะ"), required=False)
    todo = forms.ChoiceField(label=gettext_lazy("ต้องทำ"), required=False)

    def __init__(self, data: Any, *, agencies: Sequence[tuple[int, str]]) -> None:
        super().__init__(data)
        choices: dict[str, list[Any]] = {
            "agency": [("", gettext_lazy("ทุกหน่วยงาน")), *agencies],
            "state": [
                ("", gettext_lazy("ทุกสถานะ")),
                ("draft", gettext_lazy("ร่าง")),
                ("published", gettext_lazy("เผยแพร่แล้ว")),
                ("withdrawn", gettext_lazy("ถอนออกแล้ว")),
            ],
            "todo": [
                ("", gettext_lazy("ทั้งหมด")),
                ("incomplete", gettext_lazy("ยังไม่ครบ 14 รายการ")),
                ("faults", gettext_lazy("มีสิ่งที่ต้องแก้ก่อนเผยแพร่")),
                ("publish", gettext_lazy("ครบแล้ว รอเผยแพร่")),
                ("update", gettext_lazy("ใกล้ครบกำหนดหรือเลยกำหนดปรับปรุง")),
                ("late", gettext_lazy("ไม่เป็นปัจจุบัน")),
                ("unregistered", gettext_lazy("ยังไม่ได้ลงทะเบียนใน GD Catalog")),
            ],
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]  # of a ChoiceField


class AgencyForm(forms.Form):
    """Whose datasets; where there is one only, it is chosen already."""

    agency = forms.ModelChoiceField(
        queryset=Agency.objects.none(),
        label=gettext_lazy("หน่วยงานเจ้าของข้อมูล"),
        empty_label=gettext_lazy("เลือกหน่วยงาน"),
        error_messages={"required": gettext_lazy("เลือกว่าเป็นข้อมูลของหน่วยงานใด")},
    )

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]  # of a ModelChoiceField
        self.only = agencies[0] if len(agencies) == 1 else None
        if self.only:
            self.fields["agency"].widget = forms.HiddenInput()
            self.fields["agency"].initial = self.only.pk


class TemplateForm(AgencyForm):
    """A filled template, and in whose name it is brought."""

    file = forms.FileField(
        label=gettext_lazy("ไฟล์แม่แบบที่กรอกแล้ว"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": gettext_lazy("ยังไม่ได้เลือกไฟล์ – เลือกไฟล์แม่แบบ (.xlsx) จากเครื่องของคุณ")},
    )


class FileForm(forms.Form):
    """A file for a resource."""

    file = forms.FileField(
        label=gettext_lazy("ไฟล์ข้อมูล"),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("ยังไม่ได้เลือกไฟล์ – เลือกไฟล์จากเครื่องของคุณ")},
    )


class ItemForm(forms.Form):
    """Which item of the provincial database, and for which areas."""

    item = forms.ChoiceField(label=gettext_lazy("รายการข้อมูล"))
    level = forms.ChoiceField(label=gettext_lazy("รายพื้นที่"), required=False)

    def __init__(
        self,
        *args: Any,
        items: Sequence[tuple[str, str]],
        levels: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [("", gettext_lazy("เลือกรายการ")), *items]  # type: ignore[attr-defined]
        self.fields["level"].choices = [("", gettext_lazy("ทุกพื้นที่")), *levels]  # type: ignore[attr-defined]


class ConfirmForm(forms.Form):
    """That the data are up to date, until when, and how one knows."""

    until = DayField(label=gettext_lazy("เป็นปัจจุบันถึงวันที่"), max_length=40)
    reason = forms.CharField(
        label=gettext_lazy("ทราบได้อย่างไร"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RegisterForm(forms.Form):
    """On which day GD Catalog took the dataset up; empty: it has not."""

    on = DayField(
        label=gettext_lazy("วันที่ลงทะเบียนใน GD Catalog"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("ว่างไว้เมื่อยังไม่ได้ลงทะเบียน"),
    )


class PlanForm(AgencyForm):
    """A dataset that there is, or the title of one to come."""

    dataset = forms.ChoiceField(label=gettext_lazy("ชุดข้อมูลที่มีอยู่"), required=False)
    title = forms.CharField(label=gettext_lazy("หรือชื่อชุดข้อมูลที่จะจัดทำใหม่"), max_length=500, required=False)
    note = forms.CharField(label=gettext_lazy("หมายเหตุ"), max_length=500, required=False)

    def __init__(self, *args: Any, datasets: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dataset"].choices = [("", gettext_lazy("เลือกชุดข้อมูล")), *datasets]  # type: ignore[attr-defined]


class HolidayForm(forms.Form):
    day = DayField(label=gettext_lazy("วันที่"), max_length=40)
    name = forms.CharField(label=gettext_lazy("ชื่อวันหยุด"), max_length=200)
