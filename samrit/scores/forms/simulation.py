"""Other rules to try on stored results, as clean values; nothing of it is kept."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from samrit.rules import rulesets
from samrit.rules.rulesets import BELOW_BASIC, REWEIGHTINGS, TREATMENTS, RuleSet
from samrit.rules.simulation import Changes, changed
from samrit.ui.fields import NumberField

DRAFT_BYTES = 64 * 1024  # a rule set has five thousand; more is another file
WORDS = {
    "zero": gettext_lazy("ได้ 0 คะแนน"),
    "proportional": gettext_lazy("เทียบสัดส่วนจากขั้นต้น"),
    "leave": gettext_lazy("ไม่นำน้ำหนักมาคิด"),
    "pending": gettext_lazy("รอผล ยังไม่นำน้ำหนักมาคิด"),
    "rebase_total": gettext_lazy("ปรับฐานคะแนนรวมเป็น 100"),
    "spread_component": gettext_lazy("กระจายน้ำหนักภายในองค์ประกอบ"),
}


def read_draft(text: str) -> RuleSet:
    """The rule set that a TOML text states; ValidationError says what is wrong with it."""
    if len(text.encode()) > DRAFT_BYTES:
        raise ValidationError(gettext("ไฟล์ใหญ่เกินไป – ชุดเกณฑ์เป็นข้อความไม่เกิน 64 KB"))
    try:
        return rulesets.read(gettext("ร่าง"), text)
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError) as wrong:
        raise ValidationError(
            gettext("อ่านเป็นชุดเกณฑ์ไม่ได้: {problem} – เริ่มจากไฟล์ของปีก่อนแล้วแก้ตัวเลข").format(problem=wrong)
        ) from None


class SimulationForm(forms.Form):
    """The numbers of one rule set, each changeable; what is left as it is stays as it is."""

    def __init__(self, rules: RuleSet, **options: Any) -> None:
        super().__init__(**options)
        self.rules = rules
        for level in rules.levels:
            self._number(
                f"level_{level.code}",
                gettext("คะแนนเมื่อถึง{level}").format(level=gettext(level.name)),
                level.score,
            )
        for band in rules.bands:
            self._number(
                f"band_{band.code}", gettext("{band} ตั้งแต่คะแนน").format(band=gettext(band.name)), band.minimum
            )
        self._choice("below_basic", gettext("ต่ำกว่าขั้นต้น"), BELOW_BASIC, rules.below_basic)
        self._choice("reweight", gettext("วิธีปรับน้ำหนักเมื่อไม่นำตัวชี้วัดมาคิด"), REWEIGHTINGS, "", blank=True)
        for reason in rules.missing:
            self._choice(f"missing_{reason.code}", gettext(reason.name), TREATMENTS, reason.treatment)

    def _number(self, name: str, label: str, value: Decimal) -> None:
        self.fields[name] = NumberField(label=label, required=False, initial=value)

    def _choice(
        self, name: str, label: str, words: tuple[str, ...], value: str, *, blank: bool = False
    ) -> None:
        choices = [(word, WORDS[word]) for word in words]
        empty = [("", gettext("ตามกรอบของแต่ละจังหวัด"))] if blank else []
        self.fields[name] = forms.ChoiceField(
            label=label, required=False, choices=[*empty, *choices], initial=value
        )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors:
            try:
                values["rules"] = changed(self.rules, self._changes(values))
            except ValueError as wrong:
                raise ValidationError(gettext("ตัวเลขขัดกันเอง: {problem}").format(problem=wrong)) from None
        return values

    def _changes(self, values: dict[str, Any]) -> Changes:
        def named(prefix: str) -> dict[str, Any]:
            return {
                name.removeprefix(prefix): value
                for name, value in values.items()
                if name.startswith(prefix) and value not in {None, ""}
            }

        return Changes(values.get("below_basic") or None, named("level_"), named("band_"), named("missing_"))
