"""A table of another system, and what its columns are."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_lazy

from samrit.assessments.forms.choosing import PointField
from samrit.assessments.models import SurveyPoint
from samrit.assessments.questions import spoken
from samrit.rules.instruments import Instrument
from samrit.rules.instruments.columns import DAY, targets


class BringForm(forms.Form):
    use_required_attribute = False

    point = PointField(
        label=gettext_lazy("คำตอบของจุดสำรวจ"), queryset=SurveyPoint.objects.none(), empty_label=None
    )
    file = forms.FileField(
        label=gettext_lazy("ไฟล์ CSV"),
        help_text=gettext_lazy("ส่งออกจาก LimeSurvey หรือ Google Forms ทั้งหัวตาราง ไม่เกิน 10 MB"),
    )

    def __init__(self, points: QuerySet[SurveyPoint], **options: Any) -> None:
        super().__init__(**options)
        self.fields["point"].queryset = points  # type: ignore[attr-defined]


class ColumnsForm(forms.Form):
    """One choice for each column; left out where none is chosen."""

    def __init__(
        self, instrument: Instrument, titles: Sequence[str], mapping: Mapping[str, str], **options: Any
    ) -> None:
        super().__init__(**options)
        choices = [("", gettext("ไม่นำเข้า")), (DAY, gettext("วันที่ตอบ")), *_choices(instrument)]
        for place, title in enumerate(titles):
            self.fields[f"c{place}"] = forms.ChoiceField(
                label=title.strip()[:200] or gettext("คอลัมน์ที่ {n}").format(n=place + 1),
                choices=choices, required=False, initial=mapping.get(str(place), ""),
            )  # fmt: skip

    def mapping(self) -> dict[int, str]:
        return {int(name[1:]): value for name, value in self.cleaned_data.items()}


def _choices(instrument: Instrument) -> list[tuple[str, str]]:
    found = []
    for target, (question, part) in targets(instrument).items():
        inner = next((one for one in (*question.rows, *question.options) if one.code == part), None)
        more = f" – {spoken(inner.words)}" if inner else ""
        found.append((target, f"{spoken(question.words)[:80]}{more}"))
    return found
