"""The committee's meetings and decisions."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from samrit.frameworks.forms.levels import LEVELS, check_level_cells
from samrit.frameworks.models import Decision, Meeting, ProposalItem
from samrit.rules.proposals import Outcome
from samrit.rules.rulesets import RuleSet
from samrit.ui.fields import DayField, NumberField

COMMITTEE = "คณะกรรมการกำกับการประเมินผลการปฏิบัติราชการของจังหวัด"


class MeetingForm(forms.Form):
    """A meeting, entered once."""

    number = forms.CharField(label=gettext_lazy("ครั้งที่"), max_length=20, help_text=gettext_lazy("เช่น 1/2566"))
    held_on = DayField(label=gettext_lazy("วันที่ประชุม"))
    title = forms.CharField(label=gettext_lazy("คณะกรรมการ"), max_length=200, initial=COMMITTEE)


class MeetingField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic for the checker only
    """Which meeting decided."""

    def __init__(self, **options: Any) -> None:
        words = {"required": gettext_lazy("เลือกการประชุมที่มีมติ")}
        super().__init__(
            Meeting.objects.all(),
            label=gettext_lazy("มติที่ประชุม"),
            error_messages=words,
            empty_label=gettext_lazy("เลือกการประชุม"),
            **options,
        )


class ConcludeForm(forms.Form):
    """The meeting at which a province's proposal was concluded."""

    meeting = MeetingField()


class DecideManyForm(forms.Form):
    """One outcome for several provinces' proposals of a KPI; changing needs each one's own page."""

    meeting = MeetingField()
    outcome = forms.ChoiceField(
        label=gettext_lazy("ผลการพิจารณา"),
        choices=[(Outcome.ACCEPTED.value, "เห็นชอบ"), (Outcome.REFUSED.value, "ไม่เห็นชอบ")],
        error_messages={"required": gettext_lazy("เลือกผลการพิจารณา")},
    )
    reason = forms.CharField(
        label=gettext_lazy("เหตุผล"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
        help_text=gettext_lazy("ต้องมีเมื่อไม่เห็นชอบ"),
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (Outcome.ACCEPTED.value, gettext("เห็นชอบ")),
            (Outcome.REFUSED.value, gettext("ไม่เห็นชอบ")),
        ]


class DecideForm(forms.Form):
    """One proposed KPI: accept, accept with changes, refuse."""

    meeting = MeetingField()
    outcome = forms.ChoiceField(label=gettext_lazy("ผลการพิจารณา"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("เหตุผล"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
        help_text=gettext_lazy("ต้องมีเมื่อปรับแก้หรือไม่เห็นชอบ จังหวัดจะได้อ่าน"),
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.fields["outcome"].choices = [(key, gettext(word)) for key, word in Decision.OUTCOMES]  # type: ignore[attr-defined]


class TermsForm(forms.Form):
    """Weight and targets of one KPI or part as the committee changes them."""

    weight = NumberField(label=gettext_lazy("น้ำหนัก"), required=False)
    basic = NumberField(label=gettext_lazy("ขั้นต้น"), required=False)
    standard = NumberField(label=gettext_lazy("มาตรฐาน"), required=False)
    advanced = NumberField(label=gettext_lazy("ขั้นสูง"), required=False)

    def __init__(self, item: ProposalItem, *, rules: RuleSet, **options: Any) -> None:
        source = item.decision if hasattr(item, "decision") else item
        initial = {name: getattr(source, name) for name in self.base_fields}
        super().__init__(prefix=f"terms-{item.pk}", initial=initial, **options)
        self.item, self.rules = item, rules
        if item.parent_id is None and item.parts.all():
            for name in LEVELS:
                del self.fields[name]

    def clean(self) -> None:
        self.cleaned_data["direction"] = self.item.direction
        if "basic" in self.fields:
            check_level_cells(self, self.rules)

    @property
    def levels(self) -> Any:
        """Three Decimals, or None."""
        found = tuple(self.cleaned_data.get(name) for name in LEVELS)
        return found if None not in found else None
