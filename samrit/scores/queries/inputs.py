"""What is scored: verified or reported results in the shape of a scoring document."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from samrit.frameworks.models import Edition, Kpi, Round
from samrit.frameworks.queries import Cancelled, cancelled_in, edition_of, with_contents
from samrit.reports.models import Result
from samrit.rules.thai import plain_number
from samrit.rules.workflow import Status
from samrit.scores.models import ProvinceScore
from samrit.scores.queries.verifications import in_force, verification_of, with_verification


@dataclass(frozen=True)
class Answer:
    """What is scored of a KPI: a number or why there is none, judged by ``terms`` where a revision kept them."""

    value: Decimal | None
    missing: str | None
    terms: Kpi | None = None


# What the province left out of its report counts as "no data".
LEFT_OUT = Answer(None, "no_data")
NOT_REPORTED = Answer(None, "not_reported")


def scoring_document(round_: Round, edition: Edition) -> dict[str, Any]:
    """The round's verified results in the shape that ``samrit score --file`` takes."""
    verified = in_force(round_).filter(result__status=Status.VERIFIED).select_related("result__judged_by")
    answers = {
        one.result.indicator_id: Answer(one.value, one.missing, one.result.judged_by) for one in verified
    }
    return _document(edition, answers, LEFT_OUT, cancelled_in(round_))


def reported_document(round_: Round, edition: Edition) -> dict[str, Any]:
    """The same of what stands there now, verified or not; what has no answer yet is still to come."""
    results = (
        Result.objects.filter(round=round_).select_related("judged_by").prefetch_related(with_verification())
    )
    answers = {one.indicator_id: _standing_answer(one) for one in results}
    return _document(edition, answers, NOT_REPORTED, cancelled_in(round_))


def unreported_document(round_: Round, edition: Edition) -> dict[str, Any]:
    """The same as if nothing was reported yet; the round need not be in the database."""
    return _document(edition, {}, NOT_REPORTED, cancelled_in(round_))


def _standing_answer(result: Result) -> Answer:
    said = verification_of(result) if result.status == Status.VERIFIED else result
    if said is None:
        return NOT_REPORTED
    if said.value is None and not said.missing:
        return NOT_REPORTED
    return Answer(said.value, said.missing, result.judged_by)


def _document(
    edition: Edition, answers: Mapping[int, Answer], otherwise: Answer, cancelled: Cancelled
) -> dict[str, Any]:
    edition = (
        with_contents(Edition.objects.filter(pk=edition.pk)).select_related("framework__fiscal_year").get()
    )

    def of_kpi(kpi: Kpi) -> dict[str, Any]:
        document = {"number": kpi.number, "weight": _text(kpi.weight)}
        if cancellation := cancelled.get(kpi.indicator_id):
            return {**document, "cancelled": True, "reweight": cancellation.reweight}
        if parts := list(kpi.parts.all()) if kpi.parent_id is None else []:
            return {**document, "parts": [of_kpi(part) for part in parts]}
        return {**document, **_answer_document(kpi, answers.get(kpi.indicator_id, otherwise))}

    return {
        "rules": edition.framework.fiscal_year.rule_set,
        "reweight": edition.reweight,
        "components": [
            {
                "number": str(component.number),
                "weight": _text(component.weight),
                "assessed": component.assessed,
                "kpis": [of_kpi(kpi) for group in component.groups.all() for kpi in group.kpis.all()],
            }
            for component in edition.components.all()
        ],
    }


def is_current(score: ProvinceScore, round_: Round) -> bool:
    """Whether the stored inputs still are the verified results, and of the edition that rules the round."""
    edition = edition_of(round_)
    return edition == score.edition and scoring_document(round_, score.edition) == score.inputs


def _answer_document(kpi: Kpi, answer: Answer) -> dict[str, Any]:
    """A result that a revision kept stays judged by the terms it was entered under; its weight is the edition's."""
    terms = answer.terms or kpi
    return {
        "direction": terms.direction,
        "interpolate": terms.interpolate,
        "levels": [plain_number(level) for level in terms.levels or ()],
        "result": _text(answer.value),
        "missing": answer.missing,
    }


def _text(value: Any) -> str | None:
    return None if value is None else plain_number(value)
