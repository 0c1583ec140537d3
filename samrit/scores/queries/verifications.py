"""Reported results and what evaluators found true of them."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery

from samrit.frameworks.models import Reopening, Round
from samrit.frameworks.queries import Past, cancelled_in
from samrit.people.queries import Duties
from samrit.reports.models import Result
from samrit.reports.queries import Item
from samrit.reports.queries.filings import filings_in_force, with_filing
from samrit.rules.workflow import Status
from samrit.scores.models import Verification
from samrit.scores.queries.versions import with_current_score


@dataclass(frozen=True)
class VerifiedItem:
    """An item of the filed report with its verification, if any."""

    item: Item
    verification: Verification | None


def in_force(round_: Round) -> QuerySet[Verification]:
    """The round's verifications that no later one supersedes."""
    return Verification.objects.filter(result__round=round_, superseded_at=None)


def with_verification() -> "Prefetch[str, QuerySet[Verification], str]":
    """For results: ``verification_of`` then needs no query of its own."""
    found = Verification.objects.filter(superseded_at=None).select_related("verified_by")
    return Prefetch("verifications", found, to_attr="verified_now")


def verification_of(result: Result) -> Verification | None:
    """What is in force of this result."""
    if hasattr(result, "verified_now"):
        return next(iter(result.verified_now), None)
    return result.verifications.filter(superseded_at=None).select_related("verified_by").first()


def rounds_to_evaluate(duties: Duties) -> QuerySet[Round]:
    """Filed rounds, those with unverified results first; only the central office has any."""
    filed_at = filings_in_force().filter(round=OuterRef("pk")).values("filed_at")
    rounds = (
        Round.objects.select_related("area", "fiscal_year")
        .annotate(filed_at=Subquery(filed_at))
        .filter(filed_at__isnull=False)
        .prefetch_related(with_filing(), with_current_score())
    )
    if not duties.evaluates:
        return rounds.none()
    return rounds.annotate(
        to_verify=Count("results", filter=Q(results__status=Status.FILED)),
        verified=Count("results", filter=Q(results__status=Status.VERIFIED)),
    ).order_by("-to_verify", "-fiscal_year_id", "-months", "filed_at")


def verifications_of(round_: Round) -> dict[int, Verification]:
    """Result key → its verification."""
    found = in_force(round_).select_related("verified_by")
    return {verification.result_id: verification for verification in found}


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


def past_results(indicators: Collection[int]) -> dict[int, Past]:
    """Indicator → its verified result of the 12-month round, for the history of a proposal; one query.

    Six months are progress, not the year's result.
    """
    found = Verification.objects.filter(
        superseded_at=None,
        result__indicator__in=indicators,
        result__status=Status.VERIFIED,
        result__round__months=12,
    ).select_related("result__round")
    return {
        one.result.indicator_id: Past(one.value, one.missing or "", _source(one.result.round))
        for one in found
    }


def _source(round_: Round) -> str:
    """Kept as it is in the proposal: in the language of the office."""
    return f"ผลที่ตรวจแล้ว รอบ {round_.months} เดือน ปี {round_.fiscal_year_id}"
