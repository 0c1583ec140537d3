"""Of surveys: each closed one with how many answered, and how often which answer was given."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from samrit.assessments.models import ReleasedFigures
from samrit.assessments.queries.survey_figures import answers_shown, released
from samrit.assessments.queries.survey_results import Figures, outcome_result
from samrit.assessments.queries.surveys import runs_visible_to
from samrit.assessments.questions import spoken
from samrit.people.queries import Duties
from samrit.reports.behind.kinds import Branch, Leaf, Strand
from samrit.rules.instruments import Result
from samrit.rules.kpi_formulas import Frame
from samrit.ui.formats import date_short, local, number


def surveys(frame: Frame, duties: Duties) -> Iterator[Strand]:
    """One strand for each survey; of a small one nothing but that it was asked."""
    rows = released(frame.keys)
    shown = answers_shown(rows)
    mine = set(
        runs_visible_to(duties).filter(pk__in=[row.run_id for row in rows]).values_list("pk", flat=True)
    )
    for row in rows:
        opens, count = row.run_id in mine, shown[row.pk]
        figures = Figures(row.run, row)
        result = None if count is None else _result(figures, frame.of)
        yield Strand(
            row.pk,
            f"{row.run.name} ({row.run.agency.name})",
            _said(row, count),
            result.value if result else None,
            reverse("surveys:results", args=[row.run_id]) if opens else "",
            opens,
            (_answers(figures, frame.of),) if opens and result and result.value is not None else (),
        )


def _said(row: ReleasedFigures, count: int | None) -> str:
    if count is None:
        return _("ผู้ตอบน้อย จึงไม่แสดง")
    said = {"count": number(count), "day": date_short(local(row.released_at).date())}
    return _("ผู้ตอบ %(count)s คน ผล ณ %(day)s") % said


def _result(figures: Figures, code: str) -> Result | None:
    stated = figures.instrument.outcomes.get(code)
    return outcome_result(figures, stated) if stated else None


def _answers(figures: Figures, code: str) -> Branch:
    """The question that the outcome is taken of."""
    question = figures.instrument.questions[figures.instrument.outcomes[code].question]
    counts = figures.tally(question).counts
    leaves = (
        Leaf(spoken(one.words), _("%(n)s คน") % {"n": number(counts.get(one.code, 0))})
        for one in question.options
    )
    total = _("ผู้ตอบ %(n)s คน") % {"n": number(sum(counts.values()))}
    return Branch(spoken(question.words), total, "", tuple(leaves))
