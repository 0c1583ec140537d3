"""What is typed about appeals, as clean values."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samrit.evidence.forms import FilesField, level_choices
from samrit.people.models import User
from samrit.reports.models import Missing
from samrit.rules.appeals import NOT_HEARD_LABELS, OUTCOME_LABELS, Outcome, Terms
from samrit.rules.rubric import BELOW, Rubric
from samrit.rules.rulesets import FULL_SCORE
from samrit.ui.fields import NumberField
from samrit.ui.wording import in_words

LONGEST = 10_000  # characters, as of the texts of a result
VOTE = "vote-"


class AppealForm(forms.Form):
    """``grounds``, ``text``, ``wanted_value`` or ``wanted_score``; files go with it."""

    grounds = forms.ChoiceField(
        label=_("เหตุของอุทธรณ์"), widget=forms.RadioSelect, error_messages={"required": _("เลือกเหตุของอุทธรณ์")}
    )
    text = forms.CharField(
        label=_("ข้อเท็จจริงและเหตุผล"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("บอกว่าผลที่ตรวจแล้วต่างจากความจริงอย่างไร และหลักฐานใดยืนยัน"),
        error_messages={"required": _("เขียนข้อเท็จจริงและเหตุผลของอุทธรณ์")},
    )
    wanted_value = NumberField(label=_("ผลที่ขอให้ใช้"), required=False)
    wanted_score = NumberField(
        label=_("หรือคะแนนที่ขอ"), required=False, help_text=_("0 ถึง 100 เมื่อไม่ได้ขอเปลี่ยนตัวเลขผล")
    )
    evidence = FilesField(label=_("แนบหลักฐาน"), required=False)
    secrecy = forms.ChoiceField(label=_("ชั้นความลับของไฟล์ใหม่"), required=False, choices=level_choices)

    def __init__(self, *args: Any, terms: Terms, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["grounds"].choices = [  # type: ignore[attr-defined]  # of a ChoiceField
            (ground.code, in_words(ground.message())) for ground in terms.grounds
        ]

    def clean_wanted_score(self) -> Any:
        wanted = self.cleaned_data["wanted_score"]
        if wanted is not None and not 0 <= wanted <= FULL_SCORE:
            raise forms.ValidationError(_("คะแนนที่ขอต้องอยู่ระหว่าง 0 ถึง 100"))
        return wanted

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        typed = {"wanted_value", "wanted_score"} <= values.keys()
        if typed and values["wanted_value"] is None and values["wanted_score"] is None:
            self.add_error("wanted_value", _("บอกผลหรือคะแนนที่ขอ อย่างใดอย่างหนึ่ง"))
        return values


class EvidenceForm(forms.Form):
    """More files for an appeal that is open."""

    evidence = FilesField(label=_("แนบหลักฐานเพิ่ม"), required=False)
    secrecy = forms.ChoiceField(label=_("ชั้นความลับของไฟล์ใหม่"), required=False, choices=level_choices)


class NotHeardForm(forms.Form):
    """ไม่รับพิจารณา, and why."""

    not_heard = forms.ChoiceField(
        label=_("เหตุที่ไม่รับพิจารณา"),
        widget=forms.RadioSelect,
        error_messages={"required": _("เลือกเหตุที่ไม่รับพิจารณา")},
    )
    reason = forms.CharField(
        label=_("คำอธิบาย"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("จังหวัดเห็นข้อความนี้"),
        error_messages={"required": _("บอกเหตุผล เพื่อให้จังหวัดรู้ว่าต้องทำอะไรต่อ")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"prefix": "not-heard", **options})
        self.fields["not_heard"].choices = [  # type: ignore[attr-defined]  # of a ChoiceField
            (code.value, in_words(label)) for code, label in NOT_HEARD_LABELS.items()
        ]


class PanelForm(forms.Form):
    """Who sits, by which order; only those who may are offered."""

    members = forms.ModelMultipleChoiceField(
        label=_("คณะพิจารณา"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("เลือกคณะพิจารณา")},
    )
    order_number = forms.CharField(
        label=_("คำสั่งเลขที่"),
        max_length=60,
        error_messages={"required": _("กรอกเลขที่คำสั่งแต่งตั้งคณะพิจารณา")},
    )

    def __init__(self, *args: Any, candidates: Iterable[int], size: int, **options: Any) -> None:
        super().__init__(*args, **{"prefix": "panel", **options})
        people = User.objects.filter(pk__in=candidates).order_by("name", "pk")
        members = self.fields["members"]
        members.queryset = people  # type: ignore[attr-defined]  # of a ModelMultipleChoiceField
        members.help_text = _("เลือก %(size)s คน จากผู้ประเมินที่ไม่มีส่วนในคะแนนนี้และไม่มีบทบาทในจังหวัดนี้") % {
            "size": size
        }


class RulingForm(forms.Form):
    """คำวินิจฉัย: the outcome, what each member held, the result after it, the reason, the letter's number."""

    outcome = forms.ChoiceField(
        label=_("คำวินิจฉัย"), widget=forms.RadioSelect, error_messages={"required": _("เลือกคำวินิจฉัย")}
    )
    value = NumberField(
        label=_("ผลหลังคำวินิจฉัย"), required=False, help_text=_("กรอกเมื่อให้เป็นไปตามอุทธรณ์ทั้งหมดหรือบางส่วน")
    )
    missing = forms.ChoiceField(
        label=_("หรือเหตุที่ไม่มีตัวเลข"),
        required=False,
        choices=[("", _("มีตัวเลข")), *((value, _(label)) for value, label in Missing.choices)],
    )
    level = forms.ChoiceField(label=_("หรือระดับที่ทำได้"), required=False)
    score = NumberField(
        label=_("หรือคะแนนของตัวชี้วัดที่กำหนด"),
        required=False,
        help_text=_("0 ถึง 100 ใช้เมื่อหาผลที่แท้จริงไม่ได้แล้ว ระบบใช้ผลที่ได้คะแนนนี้พอดี"),
    )
    reason = forms.CharField(
        label=_("เหตุผลของคำวินิจฉัย"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("อยู่ในหนังสือแจ้งจังหวัด"),
        error_messages={"required": _("เขียนเหตุผลของคำวินิจฉัย")},
    )
    letter_number = forms.CharField(label=_("เลขที่หนังสือแจ้ง"), max_length=60, required=False)

    def __init__(
        self, *args: Any, panel: Iterable[User], rubric: Rubric | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **{"prefix": "ruling", **options})
        if rubric:
            levels = self.fields["level"]
            levels.choices = [("", _("ไม่ระบุระดับ")), *_levels(rubric)]  # type: ignore[attr-defined]  # of a ChoiceField
        else:
            del self.fields["level"]
        choices = [(outcome.value, in_words(label)) for outcome, label in OUTCOME_LABELS.items()]
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]  # of a ChoiceField
        for member in panel:
            self.fields[f"{VOTE}{member.pk}"] = forms.ChoiceField(
                label=_("ความเห็นของ %(name)s") % {"name": member.name},
                choices=[("", _("ยังไม่บันทึก")), *choices],
                error_messages={"required": _("บันทึกความเห็นของคณะพิจารณาให้ครบทุกคน")},
            )
        self.order_fields(["outcome", *(name for name in self.fields if name.startswith(VOTE))])

    def clean_missing(self) -> str | None:
        return self.cleaned_data["missing"] or None

    def clean(self) -> dict[str, Any]:
        """``votes``: member's key → outcome. A dismissal says no result."""
        values = super().clean() or {}
        names = [name for name in values if name.startswith(VOTE)]
        values["votes"] = {int(name.removeprefix(VOTE)): values.pop(name) for name in names}
        if values.get("outcome") == Outcome.DISMISSED:
            values.update(value=None, missing=None, level="", score=None)
        elif not {"value", "score"} & set(self.errors) and _count(values) != 1:
            self.add_error("value", _("กรอกอย่างเดียว: ผล ระดับที่ทำได้ คะแนน หรือเหตุที่ไม่มีตัวเลข"))
        return values


def _count(values: Mapping[str, Any]) -> int:
    """How many of the four ways to say the result were used."""
    return sum(values.get(name) not in {None, ""} for name in ("value", "missing", "level", "score"))


def _levels(rubric: Rubric) -> list[tuple[str, str]]:
    below = [(BELOW, str(_("ยังไม่ถึงระดับใด")))] if rubric.below is not None else []
    return [*below, *((level.code, f"{level.name} – {level.description}") for level in rubric.levels)]
