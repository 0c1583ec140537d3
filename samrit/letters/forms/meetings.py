"""What is typed about meetings."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_lazy

from samrit.frameworks.forms.windows import NO_MOMENT, MomentField
from samrit.frameworks.models import ProposalItem
from samrit.letters.forms.links import OfficeField
from samrit.letters.models import Meeting, Resolution
from samrit.people.models import Agency, Area
from samrit.rules.letters.meetings import Kind
from samrit.rules.proposals import Outcome
from samrit.ui.fields import DayField

LONG = 20_000


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class MeetingForm(forms.Form):
    """When, where, what about."""

    use_required_attribute = False

    title = forms.CharField(
        label=gettext_lazy("ชื่อการประชุม"), max_length=200,
        help_text=gettext_lazy("เช่น ประชุมชี้แจงตัวชี้วัดตามมาตรการปรับปรุงประสิทธิภาพ"),
    )  # fmt: skip
    number = forms.CharField(
        label=gettext_lazy("ครั้งที่"), max_length=20, required=False, help_text=gettext_lazy("เช่น 1/2567")
    )
    starts_at = MomentField(label=gettext_lazy("เริ่มประชุม"), error_messages=NO_MOMENT)
    ends_at = MomentField(label=gettext_lazy("เลิกประชุม"), error_messages=NO_MOMENT)
    place = forms.CharField(label=gettext_lazy("ห้องประชุม"), max_length=300, required=False)
    video = forms.CharField(
        label=gettext_lazy("ที่อยู่ของการประชุมทางไกล"), max_length=500, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url", "spellcheck": "false"}),
        help_text=gettext_lazy("ขึ้นต้นด้วย https:// เห็นเฉพาะผู้รับเชิญ ไม่ใส่รหัสผ่านในช่องนี้"),
    )  # fmt: skip
    chair = forms.CharField(
        label=gettext_lazy("ประธาน"), max_length=200, required=False,
        help_text=gettext_lazy("ตำแหน่ง ไม่ใช่ชื่อบุคคล เช่น ผู้ว่าราชการจังหวัด"),
    )  # fmt: skip
    quorum = forms.IntegerField(
        label=gettext_lazy("องค์ประชุม (จำนวนผู้รับเชิญที่ต้องมา)"), required=False, min_value=1, max_value=2000
    )

    @classmethod
    def of(cls, meeting: Meeting, **options: Any) -> "MeetingForm":
        return cls(initial={name: getattr(meeting, name) for name in cls.base_fields}, **options)


class NewMeetingForm(MeetingForm):
    """The same for a new one, with whose meeting it is."""

    area = OfficeField()
    usual_agenda = forms.BooleanField(
        label=gettext_lazy("ใส่ระเบียบวาระตามแบบปกติ 5 วาระ"), required=False, initial=True
    )
    field_order = ("area", *MeetingForm.base_fields, "usual_agenda")

    def __init__(self, areas: QuerySet[Area], *, central: bool, **options: Any) -> None:
        super().__init__(**options)
        self.fields["area"].offer(areas, central=central)  # type: ignore[attr-defined]  # an OfficeField


class ItemForm(forms.Form):
    """One item of the agenda."""

    use_required_attribute = False

    title = forms.CharField(
        label=gettext_lazy("ชื่อวาระ"), max_length=500, error_messages={"required": gettext_lazy("พิมพ์ชื่อวาระ")}
    )
    detail = forms.CharField(
        label=gettext_lazy("รายละเอียด"), max_length=LONG, required=False, widget=_area(3)
    )
    presenter = forms.CharField(
        label=gettext_lazy("ผู้เสนอ"), max_length=200, required=False,
        help_text=gettext_lazy("ตำแหน่งหรือหน่วยงาน ไม่ใช่ชื่อบุคคล"),
    )  # fmt: skip


class InviteForm(forms.Form):
    """Which agencies are invited."""

    agencies = forms.ModelMultipleChoiceField(
        label=gettext_lazy("หน่วยงานที่เชิญ"),
        queryset=Agency.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("เลือกหน่วยงานอย่างน้อยหนึ่งแห่ง")},
    )

    def __init__(self, agencies: QuerySet[Agency], **options: Any) -> None:
        super().__init__(**options)
        self.fields["agencies"].queryset = agencies  # type: ignore[attr-defined]


class MinutesForm(forms.Form):
    minutes = forms.CharField(
        label=gettext_lazy("รายงานการประชุม"), max_length=LONG, required=False, widget=_area(6)
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)


class ResolutionForm(forms.Form):
    """A resolution; an assigned one names an agency and a day (the rule in the action says so)."""

    use_required_attribute = False

    kind = forms.ChoiceField(label=gettext_lazy("มติ"), choices=Resolution.KINDS)
    text = forms.CharField(
        label=gettext_lazy("ข้อความมติ"), max_length=2000, widget=_area(2),
        error_messages={"required": gettext_lazy("พิมพ์มติที่ประชุม")},
    )  # fmt: skip
    agency = forms.ModelChoiceField(
        label=gettext_lazy("มอบหมายให้"), queryset=Agency.objects.none(), required=False
    )
    due_on = DayField(label=gettext_lazy("กำหนดส่ง"), required=False)

    def __init__(self, agencies: QuerySet[Agency], **options: Any) -> None:
        super().__init__(**options)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        self.fields["agency"].empty_label = gettext("เฉพาะมติมอบหมาย")  # type: ignore[attr-defined]
        self.fields["kind"].choices = [(kind, gettext(word)) for kind, word in Resolution.KINDS]  # type: ignore[attr-defined]
        self.fields["kind"].initial = Kind.NOTED.value


class DecideForm(forms.Form):
    """Which proposed KPIs a resolution decides."""

    items = forms.ModelMultipleChoiceField(
        label=gettext_lazy("ตัวชี้วัดที่เสนอ"),
        queryset=ProposalItem.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("เลือกตัวชี้วัดที่มตินี้ตัดสินอย่างน้อยหนึ่งรายการ")},
    )
    outcome = forms.ChoiceField(label=gettext_lazy("ผลการพิจารณา"))
    reason = forms.CharField(
        label=gettext_lazy("เหตุผล"), max_length=2000, required=False, widget=_area(2),
        help_text=gettext_lazy("ต้องมีเมื่อไม่เห็นชอบ"),
    )  # fmt: skip

    def __init__(self, items: QuerySet[ProposalItem], **options: Any) -> None:
        super().__init__(**options)
        self.fields["items"].queryset = items  # type: ignore[attr-defined]
        self.fields["items"].label_from_instance = _item  # type: ignore[attr-defined]
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (Outcome.ACCEPTED.value, gettext("เห็นชอบ")),
            (Outcome.REFUSED.value, gettext("ไม่เห็นชอบ")),
        ]


def _item(item: ProposalItem) -> str:
    return f"{item.proposal.area.name} {item.proposal.fiscal_year_id} · {item.name}"


class VisitorForm(forms.Form):
    """Signing in without an account."""

    name = forms.CharField(
        label=gettext_lazy("ชื่อและนามสกุล"), max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("พิมพ์ชื่อและนามสกุล")},
    )  # fmt: skip
    office = forms.CharField(
        label=gettext_lazy("หน่วยงาน"), max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": gettext_lazy("พิมพ์ชื่อหน่วยงาน")},
    )  # fmt: skip


class DoneForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("ดำเนินการอย่างไร"), max_length=2000, widget=_area(4),
        error_messages={"required": gettext_lazy("พิมพ์ว่าดำเนินการอย่างไร")},
    )  # fmt: skip
