"""What of the scores is public at a moment."""

from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from samrit.frameworks.models import Component, Edition, Kpi, KpiGroup, KpiOwner, Round
from samrit.people.models import Agency
from samrit.people.queries import Duties
from samrit.scores.models import ProvinceScore, Publication
from samrit.scores.queries.versions import current_scores, told_to_province


def publications_in_force(now: datetime) -> QuerySet[Publication]:
    """Of each round the newest edition whose moment has come; none while the newest of these is withdrawn.

    Of a voided year nothing is public, though it is kept.
    """
    newest = (
        Publication.objects.filter(round=OuterRef("round"), publish_at__lte=now)
        .exclude(withdrawn_at__lte=F("publish_at"))  # taken back before anybody saw it
        .order_by("-number")
        .values("pk")[:1]
    )
    return Publication.objects.filter(
        pk=Subquery(newest), withdrawn_at=None, round__fiscal_year__voided_at__isnull=True
    )


def published_scores(now: datetime) -> QuerySet[ProvinceScore]:
    """What the public may see at this moment, each with ``published_at`` and ``page_edition`` (the page's number)."""
    public = publications_in_force(now)
    return (
        ProvinceScore.objects.filter(publications__in=public)
        .annotate(published_at=F("publications__publish_at"), page_edition=F("publications__number"))  # type: ignore[no-redef]
        .select_related("round__area", "round__fiscal_year", "edition")
    )


def scores_visible_to(duties: Duties, now: datetime) -> QuerySet[ProvinceScore]:
    """Evaluators see every round's newest version; a province's people its confirmed one; all what is public."""
    scores = ProvinceScore.objects.select_related("round__area", "round__fiscal_year", "edition")
    current = Q(pk__in=current_scores().values("pk"))
    if duties.evaluates:
        return scores.filter(current)
    own = current & told_to_province() & Q(round__area__in=duties.areas())
    return scores.filter(own | Q(pk__in=published_scores(now).values("pk")))


def versions_visible_to(duties: Duties) -> QuerySet[ProvinceScore]:
    """All versions for evaluators; of the own province those that were confirmed."""
    versions = ProvinceScore.objects.select_related(
        "round__area", "round__fiscal_year", "edition", "computed_by"
    )
    return (
        versions if duties.evaluates else versions.filter(told_to_province(), round__area__in=duties.areas())
    )


def publications_of(round_: Round) -> QuerySet[Publication]:
    """All editions of the page, the newest first, those still to come and withdrawn ones too."""
    return (
        Publication.objects.filter(round=round_)
        .select_related("score", "published_by", "withdrawn_by")
        .order_by("-number")
    )


def standing_publication(round_: Round) -> Publication | None:
    """The newest edition, public or still to come; None when there is none or it is withdrawn."""
    newest = publications_of(round_).first()
    return newest if newest and newest.withdrawn_at is None else None


def names_of(edition: Edition) -> dict[str, dict[str, str]]:
    """What an edition of the page keeps of the framework's names: kind → key as text → name; four queries."""
    kpis = Kpi.objects.filter(component__edition=edition)
    things: dict[str, QuerySet[Any]] = {
        "components": Component.objects.filter(edition=edition),
        "groups": KpiGroup.objects.filter(component__edition=edition),
        "kpis": kpis,
        "agencies": Agency.objects.filter(pk__in=KpiOwner.objects.filter(kpi__in=kpis).values("agency")),
    }
    return {
        kind: {str(key): name for key, name in found.order_by("pk").values_list("pk", "name")}
        for kind, found in things.items()
    }


def publications_to_tell(now: datetime) -> QuerySet[Publication]:
    """Public by now, and nobody has been told."""
    return publications_in_force(now).filter(told_at=None).select_related("round__area")
