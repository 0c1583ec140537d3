"""Of assessments: each agency's signed score with its sections and ticks as they were kept; official results with their source."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samrit.assessments.models import OfficialResult, StageScore
from samrit.assessments.permissions.assessing import sees_sheet
from samrit.assessments.queries.assessments import Read, again, visible_to
from samrit.assessments.queries.official import officials_visible_to
from samrit.assessments.queries.official_figures import results_of, value_of
from samrit.assessments.queries.outcomes import kept_scores, outcome_again
from samrit.assessments.questions import spoken
from samrit.evidence.permissions import refuse_opening
from samrit.people.queries import Duties
from samrit.reports.behind.kinds import Branch, Leaf, Strand
from samrit.rules.amounts import aligned
from samrit.rules.instruments import Question, QuestionKind, Section
from samrit.rules.kpi_formulas import Frame
from samrit.ui.formats import date_short, local


# ── what agencies signed ────────────────────────────────────────────────────
def scores(frame: Frame, duties: Duties) -> Iterator[Strand]:
    """One strand for each agency. Who may not see the sheet sees the figure, not the answers."""
    kept = kept_scores(frame.keys)
    values = {one.kept.pk: one.value for each in kept for one in _outcomes(each, frame.of)}
    mine = {one.pk: Read(one) for one in visible_to(duties).filter(sheets__scores__in=frame.keys).distinct()}
    for one in kept:
        read = mine.get(one.sheet.assessment_id)
        told = _Told(one, read) if read and sees_sheet(duties, read, one.sheet.stage) else None
        yield Strand(
            one.pk,
            one.sheet.assessment.agency.name,
            _("คะแนนฉบับที่ %(number)s เมื่อ %(day)s")
            % {"number": one.number, "day": date_short(local(one.made_at).date())},
            values.get(one.pk),
            reverse("assessments:assessment", args=[one.sheet.assessment_id]) if read else "",
            told is not None,
            tuple(told.branches()) if told else (),
        )


def _outcomes(kept: StageScore, outcome: str) -> Iterator[Any]:
    found = outcome_again([kept.pk], outcome)
    yield from found.agencies if found else ()


@dataclass
class _Told:
    """A kept score, section by section; its ticks lead to the sheet, where their evidence stands."""

    kept: StageScore
    read: Read

    def branches(self) -> Iterator[Branch]:
        """The sections that have questions of their own."""
        instrument = self.read.instrument
        found = {each.code: each.value for each in again(self.kept, instrument).walk()}
        for section in instrument.sections.values():
            asked = [one for one in instrument.asked(section.code) if one.code in self.kept.answers]
            if asked:
                value = found.get(section.code)
                yield Branch(
                    f"{section.number} {spoken(section.words)}".strip(),
                    "" if value is None else aligned(instrument.published(value), instrument.decimals),
                    f"{self.address(section)}#{section.code}",
                    tuple(self.leaf(one, self.address(section)) for one in asked),
                )

    def address(self, section: Section) -> str:
        """Of the page of the sheet that the section stands on."""
        top = list(self.read.instrument.around(section.code))[-1]
        return reverse("assessments:sheet", args=[self.read.assessment.pk, self.kept.sheet.stage, top.code])

    def leaf(self, question: Question, address: str) -> Leaf:
        given = self.kept.answers[question.code]
        value = given.get("value")
        parts = [_in_words(question, value), self.proof(question.code), self.changed(question.code, given)]
        holds = bool(value) if question.kind is QuestionKind.TICK else None
        return Leaf(
            spoken(question.words), " · ".join(filter(None, parts)), f"{address}#{question.code}", holds
        )

    def proof(self, code: str) -> str:
        files = len(self.kept.evidence.get(code, []))
        return ngettext("หลักฐาน %(n)s ไฟล์", "หลักฐาน %(n)s ไฟล์", files) % {"n": files} if files else ""

    def changed(self, code: str, given: Mapping[str, Any]) -> str:
        """Whether the sheet says something else by now."""
        row = self.read.row(self.kept.sheet.stage)
        now = (row.answers if row else {}).get(code, {}).get("value")
        return "" if now == given.get("value") else _("คำตอบเปลี่ยนหลังจากนั้น")


def _in_words(question: Question, value: Any) -> str:
    """Ticks, choices and figures; what was written in words stays on the sheet."""
    if question.kind is QuestionKind.TICK:
        return _("ทำแล้ว") if value else _("ยังไม่ทำ")
    if question.kind is QuestionKind.NUMBER:
        return f"{value} {spoken(question.unit)}".strip()
    codes = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return " · ".join(spoken(found.words) for code in codes if (found := question.option(code)))


# ── what an authority published ─────────────────────────────────────────────
def officials(frame: Frame, duties: Duties) -> Iterator[Strand]:
    """One strand for each agency, with where it was published and the file, if this person may open it."""
    rows = results_of(frame.keys)
    mine = set(officials_visible_to(duties).filter(pk__in=frame.keys).values_list("pk", flat=True))
    for row in rows:
        opens = row.pk in mine
        url = reverse("assessments:official") if opens else ""
        yield Strand(
            row.pk,
            row.agency.name,
            row.source,
            value_of(row, frame.of),
            url,
            opens,
            tuple(_file(row, duties)),
        )


def _file(row: OfficialResult, duties: Duties) -> Iterator[Branch]:
    if row.file is not None and refuse_opening(duties, row.file) is None:
        yield Branch(row.file.name, "", reverse("evidence:download", args=[row.file.pk]))
