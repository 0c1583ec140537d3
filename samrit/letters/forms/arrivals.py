"""What is typed of a letter that came in, and to whom it is passed on, as clean values."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samrit.letters.models import Issuer, Register
from samrit.letters.owners import Proposal
from samrit.people.models import Agency, User
from samrit.rules.letters.arriving import LONGEST_REASON, PURPOSE_LABELS, Purpose
from samrit.rules.letters.content import LONGEST_LINE, MOST_LINES
from samrit.rules.letters.kinds import URGENCY_LABELS
from samrit.rules.secrecy import LEVEL_LABELS
from samrit.rules.wording import Message
from samrit.ui.fields import DayField
from samrit.ui.wording import in_words

SHOWN = [
    ("", _("ทุกฉบับ")),
    ("unrouted", _("ยังไม่มอบหมาย")),
    ("open", _("มอบหมายแล้ว ยังไม่เสร็จ")),
    ("late", _("เลยกำหนดแล้วยังไม่เสร็จ")),
    ("void", _("ยกเลิกแล้ว")),
]


def _choices(labels: Mapping[Any, Message]) -> list[tuple[str, str]]:
    return [(str(code), in_words(label)) for code, label in labels.items()]


class ArrivalForm(forms.Form):
    """As the letter itself has it; ``references``: one line each."""

    issuer = forms.ModelChoiceField(
        label=_("ทะเบียนรับของ"),
        queryset=Issuer.objects.none(),
        error_messages={"required": _("เลือกส่วนราชการเจ้าของทะเบียน")},
    )
    sender = forms.CharField(
        label=_("จาก"), max_length=300, error_messages={"required": _("กรอกชื่อส่วนราชการหรือผู้ส่ง")}
    )
    sender_number = forms.CharField(
        label=_("ที่ (เลขของผู้ส่ง)"),
        max_length=100,
        required=False,
        help_text=_("เช่น นร 1207/334 ไม่มีเลขเว้นว่างไว้"),
    )
    dated = DayField(label=_("ลงวันที่"), required=False)
    addressee = forms.CharField(label=_("ถึง"), max_length=300, required=False)
    subject = forms.CharField(
        label=_("เรื่อง"), max_length=LONGEST_LINE, error_messages={"required": _("กรอกเรื่องของหนังสือ")}
    )
    urgency = forms.ChoiceField(label=_("ชั้นความเร็ว"), choices=lambda: _choices(URGENCY_LABELS))
    secrecy = forms.ChoiceField(label=_("ชั้นความลับ"), choices=lambda: _choices(LEVEL_LABELS))
    due_on = DayField(
        label=_("วันสุดท้ายที่หนังสือกำหนด"), required=False, help_text=_("เช่น 11 เม.ย. 2567 เมื่อหนังสือให้รายงานถึงวันนั้น")
    )
    references = forms.CharField(
        label=_("อ้างถึง"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("บรรทัดละหนึ่งฉบับ หนังสือของเราที่ถูกอ้างถึงจะเชื่อมกันให้"),
    )
    use_required_attribute = False

    def __init__(self, issuers: QuerySet[Issuer], **options: Any) -> None:
        super().__init__(**options)
        self.fields["issuer"].queryset = issuers  # type: ignore[attr-defined]  # a choice of rows
        self.fields["issuer"].initial = issuers.first()

    def clean_references(self) -> tuple[str, ...]:
        lines = tuple(line for line in self.cleaned_data["references"].splitlines() if line.strip())
        if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
            raise forms.ValidationError(gettext("อ้างถึงยาวเกินไป – ไม่เกิน {most} บรรทัด").format(most=MOST_LINES))
        return lines

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "issuer"}


class RouteForm(forms.Form):
    """To whom, for what, by when. Agencies that the letter names stand first and are ticked where the names say the same."""

    people = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("คนในส่วนราชการ"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(),
        label=_("ทั้งหน่วยงาน"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    purpose = forms.ChoiceField(
        label=_("มอบหมาย"), choices=lambda: _choices(PURPOSE_LABELS), initial=Purpose.ACT.value
    )
    instruction = forms.CharField(
        label=_("สิ่งที่ขอให้ทำ"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    due_on = DayField(label=_("ภายในวันที่"), required=False)
    use_required_attribute = False

    def __init__(
        self,
        people: QuerySet[User],
        agencies: QuerySet[Agency],
        *,
        proposed: Sequence[Proposal] = (),
        initial: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> None:
        read = {one.agency.pk: one for one in proposed if one.agency}
        sure = [key for key, one in read.items() if one.sure]
        super().__init__(initial={"agencies": sure, **(initial or {})}, **options)
        first = Case(When(pk__in=read, then=Value(0)), default=Value(1), output_field=IntegerField())
        self.fields["people"].queryset = people  # type: ignore[attr-defined]  # a choice of rows
        self.fields["people"].label_from_instance = lambda one: one.name  # type: ignore[attr-defined]
        self.fields["agencies"].queryset = agencies.order_by(first, "name")  # type: ignore[attr-defined]
        self.fields["agencies"].label_from_instance = lambda one: _named(one, read.get(one.pk))  # type: ignore[attr-defined]


def _named(agency: Agency, proposal: Proposal | None) -> str:
    if proposal is None:
        return agency.name
    if proposal.sure:
        return gettext("{agency} – มีชื่อในหนังสือ").format(agency=agency.name)
    return gettext("{agency} – หนังสือเขียนว่า “{wording}” โปรดตรวจ").format(
        agency=agency.name, wording=proposal.wording
    )


class ReasonForm(forms.Form):
    """Why a number is voided or a passing-on taken back, or what was done."""

    reason = forms.CharField(
        label=_("เหตุผล"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": _("ยาวเกินไป – ไม่เกิน %(limit_value)d ตัวอักษร")},
    )


class RegisterFilter(forms.Form):
    """Which register, and what of it."""

    register = forms.ChoiceField(label=_("ทะเบียนรับ"), required=False)
    q = forms.CharField(
        label=_("เรื่อง ผู้ส่ง หรือเลขที่"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"type": "search"}),
    )
    show = forms.ChoiceField(label=_("แสดง"), required=False, choices=SHOWN)

    def __init__(self, registers: Sequence[Register], **options: Any) -> None:
        super().__init__(**options)
        self.fields["register"].choices = [  # type: ignore[attr-defined]  # a ChoiceField has them
            (str(one.pk), f"{one.issuer.code} · {one.year}") for one in registers
        ]
