"""What a recorder types about one KPI."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.evidence.forms import ENDINGS, FilesField, FilesInput
from samrit.reports.models import Missing, Result
from samrit.reports.words import NUMBER, PARTS, changed_parts, prints_of, typed_words, words_of
from samrit.rules.amounts import Limits, checked
from samrit.rules.magnitude import is_share, share_of
from samrit.rules.rulesets import RuleSet
from samrit.rules.thai import arabic_digits, parse_number
from samrit.rules.wording import RefusedError
from samrit.ui.formats import number
from samrit.ui.wording import in_words

LONGEST_TEXT = 20_000


_FIRST_NUMBER = re.compile(r"[+-]?[\d,]*\d(\.\d+)?")


class AnswerField(forms.CharField):
    """The typed number: asked for, but a draft may be kept without it, and a reason may stand instead."""

    def validate(self, value: Any) -> None:
        """Nothing is too little for a draft."""


class LongText(forms.CharField):
    """A text of paragraphs; line ends as the trail keeps them, whatever the browser sends."""

    def __init__(self, *, rows: int = 4, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(widget=widget, required=False, max_length=LONGEST_TEXT, **options)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")


def _figure_box() -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})


class PrintsField(forms.CharField):
    """Part → fingerprint of what stood there when the page was opened, as JSON; anything else is no knowledge."""

    def to_python(self, value: Any) -> Any:
        try:
            given = json.loads(value or "{}")
        except (ValueError, RecursionError):
            return {}
        return {part: str(given[part]) for part in PARTS if part in given} if isinstance(given, dict) else {}

    def validate(self, value: Any) -> None:
        """Nothing is too little."""


class ResultForm(forms.Form):
    """A number, or the reason why there is none, with the story and the evidence.

    ``cleaned_data``: ``value`` (Decimal or None) and ``missing`` (code or None), never both; ``numerator`` and
    ``denominator`` (both or none: then the value is their share of a hundred); the texts; ``version``, the one that
    the page was opened with, and ``opened``, part → fingerprint of what stood there then; ``draft``, the revision of
    the person's own draft that is shown; ``evidence``, the uploaded files.
    """

    use_required_attribute = False  # a draft may be kept half done

    answer = forms.ChoiceField(
        label=gettext_lazy("มีตัวเลขหรือไม่"),
        choices=[
            (NUMBER, gettext_lazy("มีตัวเลข")),
            *((code, gettext_lazy(label)) for code, label in Missing.choices),
        ],
        widget=forms.RadioSelect,
        initial=NUMBER,
    )
    value = AnswerField(
        label=gettext_lazy("ตัวเลขผลการดำเนินงาน"),
        max_length=100,
        widget=_figure_box(),
    )
    numerator = AnswerField(label=gettext_lazy("ตัวตั้ง"), max_length=100, required=False, widget=_figure_box())
    denominator = AnswerField(
        label=gettext_lazy("ตัวหาร"), max_length=100, required=False, widget=_figure_box()
    )
    figure_reason = LongText(
        label=gettext_lazy("ถ้าตัวเลขนี้ถูกต้อง เพราะเหตุใด"),
        help_text=gettext_lazy("ต้องตอบก่อนส่ง ผู้อนุมัติจะเห็นเหตุผลนี้ข้างตัวเลข"),
        rows=2,
    )
    narrative = LongText(
        label=gettext_lazy("คำชี้แจง"),
        help_text=gettext_lazy("ทำอะไร ที่ไหน ได้ผลอย่างไร และตัวเลขมาจากแหล่งใด"),
        rows=5,
    )
    supporting_factors = LongText(label=gettext_lazy("ปัจจัยสนับสนุน"), rows=3)
    obstacles = LongText(label=gettext_lazy("ปัญหาอุปสรรค"), rows=3)
    evidence = FilesField(
        label=gettext_lazy("แนบไฟล์หลักฐาน"),
        widget=FilesInput(attrs={"accept": ENDINGS}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    opened = PrintsField(widget=forms.HiddenInput, required=False)
    draft = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, rules: RuleSet, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = rules
        if not is_share(unit, rules.magnitude):
            del self.fields["numerator"], self.fields["denominator"]

    def clean_value(self) -> Decimal | None:
        return self._number("value")

    def clean_numerator(self) -> Decimal | None:
        return self._number("numerator")

    def clean_denominator(self) -> Decimal | None:
        return self._number("denominator")

    def _number(self, name: str) -> Decimal | None:
        typed: str = self.cleaned_data[name]
        return read_number(typed, self.rules.limits) if typed else None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.cleaned_data
        answer = cleaned.get("answer")
        cleaned["missing"] = None if answer in {NUMBER, None} else answer
        if not self.errors.keys() & {"numerator", "denominator"}:
            self._take_share(cleaned)
        figures = [cleaned.get(name) for name in ("value", "numerator", "denominator")]
        if cleaned["missing"] and any(figure is not None for figure in figures):
            label = dict(self.fields["answer"].choices)[answer]  # type: ignore[attr-defined]  # of a ChoiceField
            self.add_error(
                "value",
                _("พิมพ์ตัวเลขไว้ แต่เลือก “%(reason)s” – เลือก “มีตัวเลข” หรือลบตัวเลขออก") % {"reason": label},
            )
        return cleaned

    def _take_share(self, cleaned: dict[str, Any]) -> None:
        """With both figures of a fraction the value is computed from them, exactly, and not typed."""
        numerator, denominator = (cleaned.setdefault(name, None) for name in ("numerator", "denominator"))
        if numerator is None and denominator is None:
            return
        if numerator is None or denominator is None:
            self.add_error(
                "numerator" if numerator is None else "denominator",
                _("กรอกตัวตั้งและตัวหารให้ครบทั้งคู่ หรือเว้นว่างทั้งคู่แล้วพิมพ์ร้อยละเอง"),
            )
        elif not denominator:
            self.add_error("denominator", _("ตัวหารเป็น 0 ไม่ได้ – หากไม่มีเป้าหมายให้นับ ให้เลือกเหตุที่ไม่มีตัวเลข"))
        else:
            self.errors.pop("value", None)
            cleaned["value"] = share_of(numerator, denominator, self.rules.ratio_decimals)


def read_number(typed: str, limits: Limits) -> Decimal:
    """The exact number; ValidationError says what to write instead."""
    value = parse_number(typed)
    if value is None:
        raise forms.ValidationError(_how_to_write(typed))
    try:
        return checked(value, limits)
    except RefusedError as refused:
        raise forms.ValidationError(in_words(refused.refusal.message)) from None


def _how_to_write(typed: str) -> str:
    found = [match.group() for match in _FIRST_NUMBER.finditer(arabic_digits(typed))]
    inside = parse_number(found[0]) if len(found) == 1 else None
    if inside is not None:
        return _("พิมพ์เฉพาะตัวเลข ไม่ต้องใส่หน่วยหรือข้อความ – หมายถึง %(number)s หรือไม่") % {"number": number(inside)}
    return _("อ่านเป็นตัวเลขไม่ได้ – พิมพ์ตัวเลขเดียว เช่น 1,176.285 หรือ ๑,๑๗๖.๒๘๕ หากไม่มีตัวเลขให้เลือกเหตุผลแทน")


def initial_of(result: Result | None, draft: int = 0) -> dict[str, Any]:
    """What the form shows of a result that is already saved."""
    words = words_of(result)
    version = result.version if result else 0
    return {**words, "version": version, "opened": json.dumps(prints_of(words)), "draft": draft}


def differences(typed: Mapping[str, Any], result: Result | None) -> dict[str, str]:
    """Part → what is saved there (``value``: the number, or why there is none), where not the same was typed."""
    saved = words_of(result)
    found = {part: saved[part] for part in changed_parts(typed_words(typed), saved)}
    if "value" in found and result and result.missing:
        found["value"] = _(Missing(result.missing).label)
    return found
