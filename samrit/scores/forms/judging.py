"""What a scorer found, as clean values: a number or why there is none, or the level of a milestone."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samrit.reports.models import Missing
from samrit.rules.rubric import BELOW, Picked, Rubric, RubricLevel
from samrit.rules.thai import arabic_digits, plain_number
from samrit.scores.forms.verification import VerificationForm
from samrit.scores.models import Verification

MISSING = "missing:"


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
    """The level that was reached, or why there is no number at all; and a reason for each criterion."""

    level = forms.ChoiceField(label=_("ระดับที่ทำได้"), widget=forms.RadioSelect)
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
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=_("จังหวัดจะเห็นข้อความนี้") if place == 0 else "",
            )
        self.order_fields(["level", *self._reasons(), "seen"])
        _offer(self, evidence)

    def _reasons(self) -> list[str]:
        return [f"reason_{place}" for place in range(len(self.rubric.criteria))]

    def judged(self) -> dict[str, Any]:
        level, reasons = (
            self.cleaned_data["level"],
            tuple(self.cleaned_data[name] for name in self._reasons()),
        )
        missing = level.removeprefix(MISSING) if level.startswith(MISSING) else None
        words = [f"{name}: {why}" for name, why in zip(self.rubric.criteria, reasons, strict=True)]
        return {
            "decision": Verification.Decision.ACCEPT.value,
            "value": None,
            "missing": missing,
            "reason": "\n".join(words) if missing else "",
            "picked": None if missing else Picked(level, reasons),
        }


Judging = JudgementForm | LevelForm


def judging_form(rubric: Rubric | None, *args: Any, **options: Any) -> Judging:
    """By level where the KPI's details describe levels, else by number."""
    return LevelForm(*args, rubric=rubric, **options) if rubric else JudgementForm(*args, **options)


def _levels(rubric: Rubric) -> list[tuple[str, Any]]:
    """The highest first, as one reads downwards from what was hoped for; at the end why there is no number."""
    found: list[tuple[str, Any]] = [
        (level.code, f"{_named(level)} – {level.description}") for level in reversed(rubric.levels)
    ]
    if rubric.below is not None:
        found.append((BELOW, _("ยังไม่ถึงระดับใด")))
    none = gettext("ไม่มีตัวเลข: %(why)s")
    return [
        *found,
        *((f"{MISSING}{value}", none % {"why": gettext(label)}) for value, label in Missing.choices),
    ]


def _named(level: RubricLevel) -> str:
    """The number that it stands for, where its name does not say it."""
    number = plain_number(level.value)
    return level.name if number in arabic_digits(level.name) else f"{level.name} ({number})"


def _offer(form: forms.Form, evidence: Sequence[str]) -> None:
    if evidence:
        form.fields["seen"].choices = [(name, name) for name in dict.fromkeys(evidence)]  # type: ignore[attr-defined]
    else:
        del form.fields["seen"]
