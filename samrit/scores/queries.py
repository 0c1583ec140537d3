"""Reading verification and scores."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery

from samrit.frameworks.models import Edition, Kpi, Reopening, Round
from samrit.frameworks.queries import cancelled_in, edition_of, with_contents
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
    """What the public may see."""
    return ProvinceScore.objects.filter(published_at__isnull=False).select_related(
        "round__area", "round__fiscal_year", "edition"
    )


def with_kpi_scores(scores: QuerySet[ProvinceScore]) -> QuerySet[ProvinceScore]:
    kpis = KpiScore.objects.select_related("kpi__component", "kpi__group", "kpi__parent")
    return scores.prefetch_related(Prefetch("kpi_scores", kpis))


def scoring_document(round_: Round, edition: Edition) -> dict[str, Any]:
    """The round's verified results in the shape that ``samrit score --file`` takes."""
    edition = (
        with_contents(Edition.objects.filter(pk=edition.pk)).select_related("framework__fiscal_year").get()
    )
    verified = {
        verification.result.indicator_id: verification
        for verification in Verification.objects.filter(
            result__round=round_, result__status=Status.VERIFIED
        ).select_related("result__judged_by")
    }
    return {
        "rules": edition.framework.fiscal_year.rule_set,
        "reweight": edition.reweight,
        "components": [
            {
                "number": str(component.number),
                "weight": _text(component.weight),
                "assessed": component.assessed,
                "kpis": [
                    _kpi_document(kpi, verified)
                    for group in component.groups.all()
                    for kpi in group.kpis.all()
                ],
            }
            for component in edition.components.all()
        ],
    }


def is_current(score: ProvinceScore, round_: Round) -> bool:
    """Whether the stored inputs still are the verified results, and of the edition that rules the round."""
    edition = edition_of(round_)
    return edition == score.edition and scoring_document(round_, score.edition) == score.inputs


def _kpi_document(kpi: Kpi, verified: dict[int, Verification]) -> dict[str, Any]:
    parts = list(kpi.parts.all()) if kpi.parent_id is None else []
    document = {"number": kpi.number, "weight": _text(kpi.weight)}
    if parts:
        return {**document, "parts": [_kpi_document(part, verified) for part in parts]}
    verification = verified.get(kpi.indicator_id)
    # A result that a revision kept stays judged by the terms it was entered under; its weight is the edition's.
    terms = (verification.result.judged_by if verification else None) or kpi
    return {
        **document,
        "direction": terms.direction,
        "interpolate": terms.interpolate,
        "levels": [plain_number(level) for level in terms.levels or ()],
        "result": _text(verification.value) if verification else None,
        # What the province left out of its report counts as "no data".
        "missing": verification.missing if verification else "no_data",
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
