"""Lists of recipients, saraban mailboxes, sending, acknowledging, passing on, looking for who is late."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_lazy

from samrit.letters.models import DistributionList
from samrit.people.models import Agency, User
from samrit.ui.fields import DayField

LONGEST_NOTE = 500
LONGEST_PLACE = 999


class ListForm(forms.Form):
    """The list's name and, for every agency that may stand in it, its place (empty: not in it) and the wording."""

    name = forms.CharField(
        label=gettext_lazy("ชื่อบัญชี"),
        max_length=150,
        help_text=gettext_lazy("เช่น หัวหน้าส่วนราชการที่รับผิดชอบตัวชี้วัด"),
        error_messages={"required": gettext_lazy("โปรดตั้งชื่อบัญชี")},
    )
    use_required_attribute = False

    def __init__(
        self, agencies: Sequence[Agency], kept: DistributionList | None = None, **options: Any
    ) -> None:
        super().__init__(initial={"name": kept.name} if kept else None, **options)
        self.agencies = agencies
        members = {one.agency_id: one for one in kept.members.all()} if kept else {}
        for agency in agencies:
            member = members.get(agency.pk)
            self.fields[f"place-{agency.pk}"] = forms.IntegerField(
                label=gettext("ลำดับของ{agency}").format(agency=agency.name),
                initial=member.position if member else None,
                min_value=1,
                max_value=LONGEST_PLACE,
                required=False,
                widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
            )
            self.fields[f"wording-{agency.pk}"] = forms.CharField(
                label=gettext("คำเรียก{agency}ในหนังสือ").format(agency=agency.name),
                initial=member.wording if member else "",
                max_length=200,
                required=False,
                widget=forms.TextInput({"placeholder": agency.name}),
            )

    def rows(self) -> list[tuple[Agency, forms.BoundField, forms.BoundField]]:
        return [(one, self[f"place-{one.pk}"], self[f"wording-{one.pk}"]) for one in self.agencies]

    def members(self) -> list[tuple[int, str]]:
        """In the order of their places; the same place twice: as they stand on the page."""
        chosen = [
            (self.cleaned_data[f"place-{one.pk}"], one.pk, self.cleaned_data[f"wording-{one.pk}"])
            for one in self.agencies
            if self.cleaned_data[f"place-{one.pk}"]
        ]
        chosen.sort(key=lambda one: one[0])
        return [(agency, wording) for _place, agency, wording in chosen]


class MailboxForm(forms.Form):
    """One agency's saraban mailbox; empty: letters are not mailed to it."""

    address = forms.EmailField(
        label=gettext_lazy("อีเมลสารบรรณ"),
        required=False,
        max_length=254,
        error_messages={"invalid": gettext_lazy("อีเมลไม่ถูกรูปแบบ – พิมพ์แบบ saraban@หน่วยงาน.go.th")},
    )


class SendForm(forms.Form):
    """One list, further agencies, or both; and by which ways besides the house's own."""

    distribution_list = forms.ModelChoiceField(
        DistributionList.objects.none(),
        label=gettext_lazy("บัญชีผู้รับ"),
        required=False,
        empty_label=gettext_lazy("ไม่ใช้บัญชี"),
    )
    agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(),
        label=gettext_lazy("หน่วยงานเพิ่มเติม"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    by_mail = forms.BooleanField(
        label=gettext_lazy("ส่งถึงอีเมลสารบรรณด้วย"),
        required=False,
        help_text=gettext_lazy("แนบไฟล์ PDF ฉบับลงนาม หน่วยงานที่ยังไม่มีอีเมลสารบรรณเปิดอ่านในระบบ"),
    )
    on_paper = forms.BooleanField(
        label=gettext_lazy("ส่งเป็นเอกสารด้วย"),
        required=False,
        help_text=gettext_lazy("พิมพ์บัญชีรายชื่อให้ผู้รับลงชื่อได้หลังส่ง"),
    )
    use_required_attribute = False

    def __init__(
        self,
        lists: QuerySet[DistributionList],
        agencies: QuerySet[Agency],
        *,
        chosen: Sequence[int] = (),
        **options: Any,
    ) -> None:
        """``chosen``: agencies that are ticked at first."""
        super().__init__(initial={"by_mail": True, "agencies": list(chosen)}, **options)
        self.fields["distribution_list"].queryset = lists  # type: ignore[attr-defined]  # a choice of rows
        self.fields["agencies"].queryset = agencies  # type: ignore[attr-defined]  # a choice of rows

    def recipients(self) -> list[tuple[int, str]]:
        """The list's in its order and words, then the others by name; each once."""
        chosen: dict[int, str] = {}
        if kept := self.cleaned_data["distribution_list"]:
            chosen = {one.agency_id: one.wording for one in kept.members.all()}
        for agency in self.cleaned_data["agencies"]:
            chosen.setdefault(agency.pk, agency.name)
        return list(chosen.items())

    @property
    def list_name(self) -> str:
        kept = self.cleaned_data["distribution_list"]
        return kept.name if kept else ""


class NoteForm(forms.Form):
    """A few words with an acknowledgement, or with what was done."""

    note = forms.CharField(
        label=gettext_lazy("หมายเหตุ"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"max_length": gettext_lazy("หมายเหตุยาวเกินไป – ไม่เกิน %(limit_value)d ตัวอักษร")},
    )


class ForwardForm(forms.Form):
    """To whom of the agency, what, by when."""

    person = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("มอบหมายให้"),
        empty_label=gettext_lazy("เลือกคน"),
        error_messages={"required": gettext_lazy("โปรดเลือกผู้รับมอบหมาย")},
    )
    instruction = forms.CharField(
        label=gettext_lazy("สิ่งที่ขอให้ทำ"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 2}),
    )
    due_on = DayField(label=gettext_lazy("ภายในวันที่"), required=False)
    use_required_attribute = False

    def __init__(self, people: QuerySet[User], **options: Any) -> None:
        super().__init__(**options)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]  # a choice of rows
        self.fields["person"].label_from_instance = lambda person: person.name  # type: ignore[attr-defined]


class ChaseFilter(forms.Form):
    """Which recipients are shown."""

    q = forms.CharField(
        label=gettext_lazy("ชื่อหน่วยงาน"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search"}),
    )
    show = forms.ChoiceField(
        label=gettext_lazy("แสดง"),
        required=False,
        choices=[
            ("", gettext_lazy("ทุกแห่ง")),
            ("unopened", gettext_lazy("ยังไม่เปิดอ่าน")),
            ("unacknowledged", gettext_lazy("ยังไม่รับทราบ")),
            ("overdue", gettext_lazy("เลยกำหนดแล้วยังไม่รับทราบ")),
        ],
    )
