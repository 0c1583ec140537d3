"""The three targets of a KPI."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from samrit.frameworks.models import Kpi
from samrit.rules.rulesets import RuleSet
from samrit.rules.scoring import check_levels
from samrit.rules.wording import RefusedError
from samrit.ui.fields import NumberField
from samrit.ui.wording import in_words

LEVELS = ("basic", "standard", "advanced")


NO_TARGET = {"required": gettext_lazy("โปรดใส่ค่าเป้าหมาย")}


def check_level_cells(form: forms.Form, rules: RuleSet) -> None:
    """All three targets or none, and in the order of the direction; the errors stand beside the cells."""
    levels = [form.cleaned_data.get(name) for name in LEVELS]
    if any(name in form.errors for name in LEVELS) or levels == [None, None, None]:
        return
    for name, level in zip(LEVELS, levels, strict=True):
        if level is None:
            form.add_error(name, gettext("ใส่ให้ครบทั้งสามระดับ"))
    complete = [level for level in levels if level is not None]
    if len(complete) == len(LEVELS) and "direction" in form.cleaned_data:
        try:
            check_levels(rules, form.cleaned_data["direction"], complete)
        except RefusedError as refused:
            form.add_error("basic", in_words(refused.refusal.message))


# ── single forms ────────────────────────────────────────────────────────────
class TargetsForm(forms.Form):
    """The three targets of a published KPI that has none yet."""

    basic = NumberField(label=gettext_lazy("ขั้นต้น"), error_messages=NO_TARGET)
    standard = NumberField(label=gettext_lazy("มาตรฐาน"), error_messages=NO_TARGET)
    advanced = NumberField(label=gettext_lazy("ขั้นสูง"), error_messages=NO_TARGET)
    unit = forms.CharField(
        label=gettext_lazy("หน่วยวัด"), max_length=60, error_messages={"required": gettext_lazy("โปรดใส่หน่วยวัด")}
    )
    direction = forms.ChoiceField(label=gettext_lazy("ทิศทาง"))

    def __init__(self, kpi: Kpi, *, rules: RuleSet, **options: Any) -> None:
        initial = {"unit": kpi.unit, "direction": kpi.direction}
        super().__init__(prefix=f"targets-{kpi.pk}", initial=initial, **options)
        self.kpi, self.rules = kpi, rules
        directions = [(key, gettext(word)) for key, word in Kpi.Direction.choices]
        self.fields["direction"].choices = directions  # type: ignore[attr-defined]  # ChoiceField has choices

    def clean(self) -> None:
        if not self.errors:
            check_level_cells(self, self.rules)
