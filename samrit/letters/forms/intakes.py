"""Choosing a file, settling a finding, mapping the letter's owners to agencies."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_lazy, ngettext

from samrit.frameworks.contents import area_name
from samrit.letters.models import Finding
from samrit.letters.owners import Proposal
from samrit.letters.queries import asks_to_choose
from samrit.people.models import Agency, Area

ENDINGS = (".txt", ".md", ".docx", ".odt", ".doc", ".xlsx", ".pdf", ".png", ".jpg", ".tif")
OTHER = "other"
NEW = "new"
_MEGABYTE = 1024 * 1024


class LetterForm(forms.Form):
    """One file, and the province it is read for (asked only of people who look after several)."""

    area = forms.ModelChoiceField(
        label=gettext_lazy("จังหวัด"),
        queryset=Area.objects.none(),
        error_messages={"required": gettext_lazy("โปรดเลือกจังหวัด")},
    )
    file = forms.FileField(
        label=gettext_lazy("ไฟล์หนังสือ"),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        max_length=255,
        error_messages={"required": gettext_lazy("โปรดเลือกไฟล์หนังสือ")},
        allow_empty_file=True,  # an empty file gets the reader's own sentence
    )

    def __init__(self, areas: QuerySet[Area], **options: Any) -> None:
        super().__init__(**options)
        field = self.fields["area"]
        field.queryset = areas  # type: ignore[attr-defined]  # a ModelChoiceField has one
        field.label_from_instance = area_name  # type: ignore[attr-defined]
        only = list(areas[:2])
        if len(only) == 1:
            field.initial, field.widget = only[0].pk, forms.HiddenInput()
        self.fields["file"].help_text = gettext("{kinds} ขนาดไม่เกิน {limit} MB").format(
            kinds=" ".join(ENDINGS), limit=settings.LETTER_MAX_BYTES // _MEGABYTE
        )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.LETTER_MAX_BYTES:
            raise ValidationError(
                gettext("ไฟล์ใหญ่เกิน {limit} MB จึงยังไม่ได้อ่าน – แบ่งไฟล์หรือบันทึกใหม่ให้เล็กลง แล้วเลือกอีกครั้ง").format(
                    limit=settings.LETTER_MAX_BYTES // _MEGABYTE
                )
            )
        return file


class SettleForm(forms.Form):
    """Which of the readings holds, or another; with a note. Where nothing competes, a right value may be typed."""

    choice = forms.ChoiceField(label=gettext_lazy("ค่าที่ถูกต้อง"), widget=forms.RadioSelect, required=False)
    other = forms.CharField(label=gettext_lazy("ค่าอื่น"), required=False, max_length=2000)
    note = forms.CharField(
        label=gettext_lazy("หมายเหตุ"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=2000,
    )

    alike = forms.BooleanField(required=False)

    use_required_attribute = False

    def __init__(self, finding: Finding, *, alike: int = 0, **options: Any) -> None:
        """``alike``: how many other open findings ask the same."""
        self.readings = [str(reading) for reading in finding.readings] if asks_to_choose(finding) else []
        typed = bool(finding.chosen) and finding.chosen not in self.readings
        initial = {
            "choice": OTHER
            if typed
            else str(self.readings.index(finding.chosen))
            if finding.chosen
            else None,
            "other": finding.chosen if typed else "",
            "note": finding.note,
        }
        super().__init__(prefix=f"finding-{finding.pk}", initial=initial, **options)
        if self.readings:
            choices = [
                *((str(place), one) for place, one in enumerate(self.readings)),
                (OTHER, gettext("ค่าอื่น")),
            ]
            self.fields["choice"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField has some
        else:
            del self.fields["choice"]
            if not finding.readings or finding.severity == "info":
                del self.fields["other"]
        self.fields["alike"].label = ngettext(
            "ใช้คำตอบนี้กับข้อเดียวกันอีก {n} แห่ง", "ใช้คำตอบนี้กับข้อเดียวกันอีก {n} แห่ง", alike
        ).format(n=alike)
        if not alike:
            del self.fields["alike"]

    def clean(self) -> None:
        if self.cleaned_data.get("choice") == OTHER and not self.cleaned_data.get("other"):
            self.add_error("other", gettext("โปรดพิมพ์ค่าที่ถูกต้อง"))

    @property
    def chosen(self) -> str:
        """The reading that holds; empty when nothing was chosen or typed."""
        choice = self.cleaned_data.get("choice") or OTHER
        return str(self.cleaned_data.get("other", "")) if choice == OTHER else self.readings[int(choice)]


class MoveForm(forms.Form):
    """Putting a letter away with the reason (the action asks for it), or taking it up again."""

    verb = forms.ChoiceField(choices=[("set_aside", "set_aside"), ("take_up", "take_up")])
    reason = forms.CharField(label=gettext_lazy("เหตุผล"), required=False, max_length=2000)


class ConfirmForm(forms.Form):
    """The fiscal year and, for each owner as the letter writes it, the agency that is meant."""

    year = forms.IntegerField(
        label=gettext_lazy("ปีงบประมาณ พ.ศ."),
        min_value=2500,
        max_value=2700,
        error_messages={"required": gettext_lazy("โปรดใส่ปีงบประมาณ")},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, proposals: Sequence[Proposal], agencies: Sequence[Agency], **options: Any) -> None:
        super().__init__(**options)
        self.proposals = proposals
        known = [(str(agency.pk), agency.name) for agency in agencies]
        choices = [(NEW, gettext("สร้างหน่วยงานใหม่")), *known]
        for place, one in enumerate(proposals):
            self.fields[f"agency-{place}"] = forms.ChoiceField(
                label=one.wording, choices=choices, initial=str(one.agency.pk) if one.agency else NEW
            )
            self.fields[f"name-{place}"] = forms.CharField(
                label=gettext("ชื่อหน่วยงานใหม่"),
                initial=one.name,
                required=False,
                max_length=200,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def clean(self) -> None:
        for place in range(len(self.proposals)):
            if self.cleaned_data.get(f"agency-{place}") == NEW and not self.cleaned_data.get(f"name-{place}"):
                self.add_error(f"name-{place}", gettext("โปรดระบุชื่อหน่วยงานใหม่"))

    def rows(self) -> list[tuple[Proposal, forms.BoundField, forms.BoundField]]:
        return [
            (one, self[f"agency-{place}"], self[f"name-{place}"]) for place, one in enumerate(self.proposals)
        ]

    def owners(self) -> dict[str, int | str]:
        """Wording → the agency's key, or the name of a new one."""
        chosen = {}
        for place, one in enumerate(self.proposals):
            key = self.cleaned_data[f"agency-{place}"]
            chosen[one.wording] = self.cleaned_data[f"name-{place}"] if key == NEW else int(key)
        return chosen
