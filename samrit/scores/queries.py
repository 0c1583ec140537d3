"""Reading verification and scores."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from samrit.frameworks.models import Edition, Kpi, Reopening, Round
from samrit.frameworks.queries import Cancelled, Past, cancelled_in, edition_of, with_contents
from samrit.people.queries import Duties
from samrit.reports.models import Result
from samrit.reports.queries import Item
from samrit.reports.queries.filings import filings_in_force, with_filing
from samrit.rules.thai import plain_number
from samrit.rules.workflow import Status
from samrit.scores.models import KpiScore, ProvinceScore, Verification


@dataclass(frozen=True)
class VerifiedItem:
    """An item of the filed report with its verification, if any."""

    item: Item
    verification: Verification | None


def rounds_to_evaluate(duties: Duties) -> QuerySet[Round]:
    """Filed rounds, those with unverified results first; only the central office has any."""
    filed_at = filings_in_force().filter(round=OuterRef("pk")).values("filed_at")
    rounds = (
        Round.objects.select_related("area", "fiscal_year", "score")
        .annotate(filed_at=Subquery(filed_at))
        .filter(filed_at__isnull=False)
        .prefetch_related(with_filing())
    )
    if not duties.evaluates:
        return rounds.none()
    return rounds.annotate(
        to_verify=Count("results", filter=Q(results__status=Status.FILED)),
        verified=Count("results", filter=Q(results__status=Status.VERIFIED)),
    ).order_by("-to_verify", "filed_at")


def verifications_of(round_: Round) -> dict[int, Verification]:
    """Result key → its verification."""
    found = Verification.objects.filter(result__round=round_).select_related("verified_by")
    return {verification.result_id: verification for verification in found}


def scores_visible_to(duties: Duties) -> QuerySet[ProvinceScore]:
    """Unpublished scores are the central office's; published ones everybody's."""
    scores = ProvinceScore.objects.select_related(
        "round__area", "round__fiscal_year", "edition", "published_by"
    )
    return scores if duties.evaluates else scores.filter(published_at__isnull=False)


def published_scores() -> QuerySet[ProvinceScore]:
    """What the public may see; of a voided year nothing, though it is kept."""
    scores = ProvinceScore.objects.filter(published_at__isnull=False)
    return scores.filter(round__fiscal_year__voided_at__isnull=True).select_related(
        "round__area", "round__fiscal_year", "edition"
    )


def with_kpi_scores(scores: QuerySet[ProvinceScore]) -> QuerySet[ProvinceScore]:
    kpis = KpiScore.objects.select_related("kpi__component", "kpi__group", "kpi__parent")
    return scores.prefetch_related(Prefetch("kpi_scores", kpis))


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
    verified = Verification.objects.filter(
        result__round=round_, result__status=Status.VERIFIED
    ).select_related("result__judged_by")
    answers = {
        one.result.indicator_id: Answer(one.value, one.missing, one.result.judged_by) for one in verified
    }
    return _document(edition, answers, LEFT_OUT, cancelled_in(round_))


def reported_document(round_: Round, edition: Edition) -> dict[str, Any]:
    """The same of what stands there now, verified or not; what has no answer yet is still to come."""
    results = Result.objects.filter(round=round_).select_related("judged_by", "verification")
    answers = {one.indicator_id: _standing_answer(one) for one in results}
    return _document(edition, answers, NOT_REPORTED, cancelled_in(round_))


def unreported_document(round_: Round, edition: Edition) -> dict[str, Any]:
    """The same as if nothing was reported yet; the round need not be in the database."""
    return _document(edition, {}, NOT_REPORTED, cancelled_in(round_))


def _standing_answer(result: Result) -> Answer:
    said = result.verification if result.status == Status.VERIFIED else result
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


def unverified(round_: Round) -> QuerySet[Result]:
    """What was filed, is still asked for and has not been looked at."""
    return _asked_for(round_).filter(status=Status.FILED)


def not_filed_again(round_: Round) -> int:
    """How many filed results were given back by a re-opening and have not come again."""
    reopened = Reopening.objects.filter(round=round_, given_back__isnull=False).values("indicator")
    back = {Status.FILED, Status.VERIFIED}
    return _asked_for(round_).filter(indicator__in=reopened).exclude(status__in=back).count()


def _asked_for(round_: Round) -> QuerySet[Result]:
    """The round's results but those of KPIs that were cancelled (or are part of a cancelled one)."""
    cancelled = set(cancelled_in(round_))
    parts = Q(indicator__kpis__parent__indicator__in=cancelled)
    return Result.objects.filter(round=round_).exclude(Q(indicator__in=cancelled) | parts)


def stored_scores(year: int) -> list[ProvinceScore]:
    """The stored scores of a year's longest round of each province, published or not; one query."""
    longer = ProvinceScore.objects.filter(
        round__area=OuterRef("round__area"),
        round__fiscal_year=OuterRef("round__fiscal_year"),
        round__months__gt=OuterRef("round__months"),
    )
    scores = ProvinceScore.objects.filter(round__fiscal_year=year).filter(~Exists(longer))
    return list(scores.select_related("round__area").order_by("round__area__name"))


def scored_years() -> list[int]:
    """The years with stored scores, the newest first."""
    years = ProvinceScore.objects.order_by("-round__fiscal_year").values_list("round__fiscal_year", flat=True)
    return list(years.distinct())


def past_results(indicators: Collection[int]) -> dict[int, Past]:
    """Indicator → its verified result of the 12-month round, for the history of a proposal; one query.

    Six months are progress, not the year's result.
    """
    found = Verification.objects.filter(
        result__indicator__in=indicators, result__status=Status.VERIFIED, result__round__months=12
    ).select_related("result__round")
    return {
        one.result.indicator_id: Past(one.value, one.missing or "", _source(one.result.round))
        for one in found
    }


def _source(round_: Round) -> str:
    """Kept as it is in the proposal: in the language of the office."""
    return f"ผลที่ตรวจแล้ว รอบ {round_.months} เดือน ปี {round_.fiscal_year_id}"
