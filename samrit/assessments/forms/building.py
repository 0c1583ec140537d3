"""One question as an officer writes it → the row of its document. Options and rows: one a line, ``ไทย | English | คะแนน``."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from samrit.assessments.forms.choosing import ReleaseField
from samrit.assessments.models import InstrumentRelease
from samrit.people.models import Agency
from samrit.rules.amounts import Limits, number_from
from samrit.rules.instruments import QuestionKind
from samrit.rules.instruments.drafting import Data, Row, new_code
from samrit.rules.thai import plain_number
from samrit.rules.wording import RefusedError
from samrit.ui.wording import in_words

OF_CITIZENS = [
    QuestionKind.LIKERT, QuestionKind.NPS, QuestionKind.ONE, QuestionKind.SEVERAL, QuestionKind.MATRIX,
    QuestionKind.TEXT, QuestionKind.NUMBER, QuestionKind.TICK,
]  # fmt: skip
LIMITS = Limits(before=6, after=4)
SCALED = {QuestionKind.LIKERT.value, QuestionKind.MATRIX.value}
CHOSEN = {QuestionKind.ONE.value, QuestionKind.SEVERAL.value}
NEW = "+"
MOST_LINES = 60


class CopyForm(forms.Form):
    """A new draft from a questionnaire that there is."""

    use_required_attribute = False

    source = ReleaseField(
        label=gettext_lazy("เริ่มจาก"), queryset=InstrumentRelease.objects.none(), empty_label=None
    )
    agency = forms.ModelChoiceField(
        label=gettext_lazy("ของหน่วยงาน"), queryset=Agency.objects.none(), required=False
    )
    name = forms.CharField(label=gettext_lazy("ชื่อ"), max_length=300)
    name_en = forms.CharField(label=gettext_lazy("ชื่อภาษาอังกฤษ"), max_length=300)

    def __init__(self, releases: Any, agencies: Any, *, for_everybody: bool, **options: Any) -> None:
        super().__init__(**options)
        self.fields["source"].queryset = releases  # type: ignore[attr-defined]
        agency: Any = self.fields["agency"]
        agency.queryset = agencies
        agency.required = not for_everybody
        agency.empty_label = gettext("ของทุกหน่วยงาน") if for_everybody else None

    def stated(self) -> tuple[InstrumentRelease, Agency | None, tuple[str, str]]:
        said = self.cleaned_data
        return said["source"], said["agency"], (said["name"], said["name_en"])


class LinesField(forms.CharField):
    """Lines of ``ไทย | English`` and, with ``valued``, ``| คะแนน`` → rows without codes."""

    widget = forms.Textarea(attrs={"rows": 5})

    def __init__(self, *, valued: bool, **options: Any) -> None:
        self.valued = valued
        super().__init__(required=False, max_length=20_000, **options)

    def clean(self, value: Any) -> Any:
        lines = [line for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(gettext("มีได้ไม่เกิน {n} บรรทัด").format(n=MOST_LINES))
        return [self._row(line) for line in lines]

    def _row(self, line: str) -> Row:
        parts = [" ".join(part.split()) for part in line.split("|")]
        if len(parts) not in ({2, 3} if self.valued else {2}) or not all(parts[:2]):
            raise forms.ValidationError(
                gettext("บรรทัด “{line}” ต้องเป็น ไทย | English").format(line=line.strip()[:60])
            )
        row: Row = {"name": parts[0], "name_en": parts[1]}
        if len(parts) > 2 and parts[2]:  # noqa: PLR2004 - the third one is its value
            try:
                row["value"] = number_from(parts[2], LIMITS)
            except RefusedError as refused:
                raise forms.ValidationError(in_words(refused.refusal.message)) from None
        return row

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(_line, value)) if isinstance(value, list) else value


def _line(row: Mapping[str, Any]) -> str:
    value = row.get("value")
    worth = f" | {plain_number(value) if isinstance(value, Decimal) else value}" if value is not None else ""
    return f"{row.get('name', '')} | {row.get('name_en', '')}{worth}"


class QuestionForm(forms.Form):
    """``data``: the draft as it stands; ``row``: the question, None for a new one."""

    use_required_attribute = False

    kind = forms.ChoiceField(label=gettext_lazy("ชนิดคำถาม"))
    section = forms.ChoiceField(label=gettext_lazy("อยู่ในหัวข้อ"))
    new_section = forms.CharField(
        label=gettext_lazy("ชื่อหัวข้อใหม่"), max_length=200, required=False,
        help_text=gettext_lazy("ใส่เมื่อเลือก “หัวข้อใหม่” ข้างบน"),
    )  # fmt: skip
    new_section_en = forms.CharField(label=gettext_lazy("ชื่อหัวข้อใหม่ภาษาอังกฤษ"), max_length=200, required=False)
    text = forms.CharField(
        label=gettext_lazy("คำถาม"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    text_en = forms.CharField(
        label=gettext_lazy("คำถามภาษาอังกฤษ"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    help = forms.CharField(label=gettext_lazy("คำอธิบาย"), max_length=500, required=False)
    help_en = forms.CharField(label=gettext_lazy("คำอธิบายภาษาอังกฤษ"), max_length=500, required=False)
    required = forms.BooleanField(label=gettext_lazy("ต้องตอบ"), required=False)
    scale = forms.ChoiceField(
        label=gettext_lazy("มาตรวัด"), required=False,
        help_text=gettext_lazy("ใช้กับคำถามมาตรวัดและตารางมาตรวัด ชนิดอื่นไม่ใช้"),
    )  # fmt: skip
    options = LinesField(
        label=gettext_lazy("ตัวเลือก"), valued=True,
        help_text=gettext_lazy("เมื่อไม่ใช้มาตรวัด หนึ่งตัวเลือกต่อบรรทัด: ไทย | English เติม | คะแนน ได้ เช่น บัตรประชาชน | ID card"),
    )  # fmt: skip
    rows = LinesField(
        label=gettext_lazy("แถวของตาราง"),
        valued=False,
        help_text=gettext_lazy("เฉพาะตารางมาตรวัด หนึ่งแถวต่อบรรทัด: ไทย | English เช่น สะอาด | Clean"),
    )
    when = forms.ChoiceField(label=gettext_lazy("ถามเมื่อ"), required=False)

    def __init__(self, data_: Data, row: Row | None, **options: Any) -> None:
        self.draft, self.row = data_, row or {}
        scales = [one["code"] for one in data_.get("scales", [])]
        begin = {"required": True, "kind": "likert", "scale": scales[0] if scales else ""}
        super().__init__(initial=self.row or begin, **options)
        fields: Any = self.fields
        fields["kind"].choices = [(one.value, in_words(one.words)) for one in OF_CITIZENS]
        fields["section"].choices = [
            *((one["code"], one["name"]) for one in data_.get("sections", [])), (NEW, gettext("หัวข้อใหม่")),
        ]  # fmt: skip
        named = [(one["code"], one["name"]) for one in data_.get("scales", [])]
        fields["scale"].choices = [("", gettext("ไม่ใช้ (ใส่ตัวเลือกเอง)")), *named]
        fields["when"].choices = list(self._conditions())

    def _conditions(self) -> Iterator[Any]:
        yield "", gettext("ถามเสมอ")
        known = {""}
        for number, row in enumerate(self.draft.get("questions", []), 1):
            if row.get("code") == self.row.get("code"):
                break
            offered = list(conditions_on(self.draft, row))
            known |= {text for text, _label in offered}
            if offered:
                yield f"{number}. {row.get('text', '')[:60]}", offered
        if (own := self.row.get("when", "")) not in known:
            yield own, gettext("เงื่อนไขเดิม: {when}").format(when=own)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        kind = said.get("kind", "")
        if said.get("section") == NEW and not (said.get("new_section") and said.get("new_section_en")):
            self.add_error("new_section", gettext("ตั้งชื่อหัวข้อใหม่ทั้งสองภาษา"))
        if (
            kind in CHOSEN | SCALED
            and not said.get("options")
            and not said.get("scale")
            and not self.errors.get("options")
        ):
            self.add_error("options", gettext("ใส่ตัวเลือก หรือเลือกมาตรวัด"))
        if kind == QuestionKind.MATRIX and not said.get("rows") and not self.errors.get("rows"):
            self.add_error("rows", gettext("ใส่แถวของตารางอย่างน้อยหนึ่งแถว"))
        if bool(said.get("help")) != bool(said.get("help_en")):
            self.add_error("help_en", gettext("ใส่คำอธิบายทั้งสองภาษา หรือไม่ใส่เลย"))
        return said

    def stated(self) -> tuple[Data, Row]:
        """The draft (with a new section where one was named) and the question's row (of a valid form)."""
        said, draft = self.cleaned_data, dict(self.draft)
        section = said["section"]
        if section == NEW:
            sections = list(draft.get("sections", []))
            section = new_code((one["code"] for one in sections), "s")
            method = draft["instrument"]["method"]
            sections.append(
                {
                    "code": section,
                    "name": said["new_section"],
                    "name_en": said["new_section_en"],
                    "method": method,
                }
            )
            draft["sections"] = sections
        codes = [one.get("code", "") for one in draft.get("questions", [])]
        row = {key: value for key, value in self.row.items() if key not in STATED}
        row |= {"code": self.row.get("code") or new_code(codes, "q"), "section": section}
        row |= {key: said[key] for key in ("kind", "text", "text_en", "required")}
        row |= {key: said[key] for key in ("help", "help_en", "when") if said[key]}
        return draft, row | self._chosen(said)

    def _chosen(self, said: Mapping[str, Any]) -> Row:
        found: Row = {}
        if said["kind"] in CHOSEN | SCALED:
            if said["scale"]:
                found["scale"] = said["scale"]
            else:
                found["options"] = coded(said["options"], self.row.get("options", []), "o")
        if said["kind"] == QuestionKind.MATRIX:
            found["rows"] = coded(said["rows"], self.row.get("rows", []), "r")
        return found


STATED = {
    "code", "section", "kind", "text", "text_en", "required", "help", "help_en", "when", "scale", "options", "rows",
}  # fmt: skip


def coded(rows: Iterable[Row], before: Iterable[Row], letter: str) -> list[Row]:
    """Each with a code: the one that it had under the same Thai name, else a new one."""
    known = {one["name"]: one["code"] for one in before}
    kept = [known.get(row["name"], "") for row in rows]
    taken = {*known.values()}
    found = []
    for row, code in zip(rows, kept, strict=True):
        its = code or new_code(taken, letter)
        taken.add(its)
        found.append({"code": its, **row})
    return found


def conditions_on(draft: Data, row: Row) -> Iterator[tuple[str, str]]:
    """(condition, how people say it) for every answer to a question that has choices."""
    code, kind = row.get("code", ""), row.get("kind")
    scales = {one["code"]: one["options"] for one in draft.get("scales", [])}
    options = row.get("options") or scales.get(row.get("scale", ""), [])
    if kind == QuestionKind.TICK:
        yield code, gettext("ตอบว่าใช่")
        yield f"not {code}", gettext("ตอบว่าไม่ใช่")
    for option in options:
        named = {"option": option.get("name", "")}
        if kind == QuestionKind.SEVERAL:
            yield f'"{option["code"]}" in {code}', gettext("เลือก “{option}”").format(**named)
        elif kind in {QuestionKind.ONE, QuestionKind.LIKERT}:
            yield f'{code} == "{option["code"]}"', gettext("ตอบ “{option}”").format(**named)
            yield f'{code} != "{option["code"]}"', gettext("ไม่ได้ตอบ “{option}”").format(**named)
        if kind == QuestionKind.LIKERT and option.get("value") is not None:
            value = plain_number(Decimal(option["value"]))
            yield f"{code} <= {value}", gettext("ตอบ “{option}” หรือต่ำกว่า").format(**named)
