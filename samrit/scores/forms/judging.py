"""What a scorer found, as clean values: a number or why there is none, or the level of a milestone."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samrit.reports.models import Missing
from samrit.rules.rubric import BELOW, Picked, Rubric
from samrit.rules.thai import plain_number
from samrit.scores.forms.verification import VerificationForm
from samrit.scores.models import Verification


class JudgementForm(VerificationForm):
    """``judged()`` are the values that the actions take; ``evidence`` names what can be ticked as looked at."""

    seen = forms.MultipleChoiceField(
        label=_("หลักฐานที่ดูแล้ว"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, evidence: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, evidence)

    def judged(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("decision", "value", "missing", "reason")}


class LevelForm(forms.Form):
    """The level that was reached, and a reason for each criterion; or why there is no number at all."""

    level = forms.ChoiceField(label=_("ระดับที่ทำได้"), required=False, widget=forms.RadioSelect)
    missing = forms.ChoiceField(
        label=_("หรือเหตุที่ไม่มีตัวเลข"),
        required=False,
        choices=[("", _("เลือกระดับได้")), *((value, _(label)) for value, label in Missing.choices)],
    )
    reason = forms.CharField(
        label=_("เหตุผลเพิ่มเติม"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("จำเป็นเมื่อไม่มีตัวเลข จังหวัดจะเห็นข้อความนี้"),
    )
    seen = forms.MultipleChoiceField(
        label=_("หลักฐานที่ดูแล้ว"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, rubric: Rubric, evidence: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.rubric = rubric
        self.fields["level"].choices = _levels(rubric)  # type: ignore[attr-defined]
        for place, criterion in enumerate(rubric.criteria):
            self.fields[f"reason_{place}"] = forms.CharField(
                label=_("เหตุผล: %(criterion)s") % {"criterion": criterion},
                required=False,
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.order_fields(["level", *self._reasons(), "missing", "reason", "seen"])
        _offer(self, evidence)

    def _reasons(self) -> list[str]:
        return [f"reason_{place}" for place in range(len(self.rubric.criteria))]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if bool(values.get("level")) == bool(values.get("missing")):
            self.add_error("level", _("เลือกระดับที่ทำได้ หรือเลือกเหตุที่ไม่มีตัวเลข อย่างใดอย่างหนึ่ง"))
        elif values.get("level"):
            for name in self._reasons():
                if not values.get(name, "").strip():
                    self.add_error(name, _("บอกเหตุผลของประเด็นนี้ เพื่อให้จังหวัดรู้ว่าทำไมจึงได้ระดับนี้"))
        return values

    def judged(self) -> dict[str, Any]:
        given = self.cleaned_data
        reasons = tuple(given[name] for name in self._reasons())
        return {
            "decision": Verification.Decision.ACCEPT.value,
            "value": None,
            "missing": given["missing"] or None,
            "reason": given["reason"],
            "picked": Picked(given["level"], reasons) if given["level"] else None,
        }


Judging = JudgementForm | LevelForm


def judging_form(rubric: Rubric | None, *args: Any, **options: Any) -> Judging:
    """By level where the KPI's details describe levels, else by number."""
    return LevelForm(*args, rubric=rubric, **options) if rubric else JudgementForm(*args, **options)


def _levels(rubric: Rubric) -> list[tuple[str, Any]]:
    """The highest first, as one reads downwards from what was hoped for."""
    found: list[tuple[str, Any]] = [
        (level.code, f"{level.name} ({plain_number(level.value)}) – {level.description}")
        for level in reversed(rubric.levels)
    ]
    return [*found, (BELOW, _("ยังไม่ถึงระดับใด"))] if rubric.below is not None else found


def _offer(form: forms.Form, evidence: Sequence[str]) -> None:
    if evidence:
        form.fields["seen"].choices = [(name, name) for name in dict.fromkeys(evidence)]  # type: ignore[attr-defined]
    else:
        del form.fields["seen"]
