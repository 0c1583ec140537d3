"""What a recorder types about one KPI."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.evidence.contents import ALLOWED
from samrit.reports.models import Missing, Result
from samrit.rules.amounts import Limits, checked
from samrit.rules.thai import arabic_digits, parse_number
from samrit.rules.wording import RefusedError
from samrit.ui.formats import number
from samrit.ui.wording import in_words

NUMBER = "number"


LONGEST_TEXT = 20_000


_FIRST_NUMBER = re.compile(r"[+-]?[\d,]*\d(\.\d+)?")


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, handed on as they came: what each really is, is judged when it is kept."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:  # noqa: ARG002 - Django's signature
        return list(data or ())


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


class ResultForm(forms.Form):
    """A number, or the reason why there is none, with the story and the evidence.

    ``cleaned_data``: ``value`` (Decimal or None) and ``missing`` (code or None), never both; the texts;
    ``version``, the one that the page was opened with; ``evidence``, the uploaded files.
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
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
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
        widget=FilesInput(
            attrs={"accept": ",".join(ending for endings in ALLOWED.values() for ending in endings)}
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, limits: Limits, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limits = limits

    def clean_value(self) -> Decimal | None:
        typed: str = self.cleaned_data["value"]
        return read_number(typed, self.limits) if typed else None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.cleaned_data
        answer, value = cleaned.get("answer"), cleaned.get("value")
        cleaned["missing"] = None if answer in {NUMBER, None} else answer
        if cleaned["missing"] and value is not None:
            label = dict(self.fields["answer"].choices)[answer]  # type: ignore[attr-defined]  # of a ChoiceField
            self.add_error(
                "value",
                _("พิมพ์ตัวเลขไว้ แต่เลือก “%(reason)s” – เลือก “มีตัวเลข” หรือลบตัวเลขออก") % {"reason": label},
            )
        return cleaned


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


def initial_of(result: Result | None) -> dict[str, Any]:
    """What the form shows of a result that is already saved."""
    if result is None:
        return {"version": 0}
    return {
        "answer": result.missing or NUMBER,
        "value": "" if result.value is None else number(result.value),
        "narrative": result.narrative,
        "supporting_factors": result.supporting_factors,
        "obstacles": result.obstacles,
        "version": result.version,
    }


def differences(typed: Mapping[str, Any], result: Result | None) -> dict[str, str]:
    """Form field → what is saved there (``value``: the number, or why there is none), where not the same was typed."""
    saved = initial_of(result)
    different = [
        name for name in saved if name != "version" and _plain(typed.get(name)) != _plain(saved[name])
    ]
    found = {name: saved[name] for name in different if name != "answer"}
    if "answer" in different or "value" in different:
        found["value"] = _(Missing(result.missing).label) if result and result.missing else saved["value"]
    return found


def _plain(text: Any) -> Any:
    """For comparing: 1,176.50 is 1176.5, and line ends are alike."""
    said = str(text or "").replace("\r\n", "\n").strip()
    value = parse_number(said)
    return said if value is None else value
