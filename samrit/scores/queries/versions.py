"""The versions of a province's score, and who may see which."""

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from samrit.frameworks.models import Round
from samrit.scores.models import KpiScore, ProvinceScore, ScoreState


def current_scores() -> QuerySet[ProvinceScore]:
    """Of each round the newest version."""
    return ProvinceScore.objects.filter(superseded_at=None)


def score_of(round_: Round) -> ProvinceScore | None:
    """The newest version of the round's score."""
    if hasattr(round_, "current_scores"):
        return next(iter(round_.current_scores), None)
    return current_scores().filter(round=round_).select_related("edition", "computed_by").first()


def with_current_score() -> "Prefetch[str, QuerySet[ProvinceScore], str]":
    """For lists of rounds: ``score_of`` then needs no query; without the documents, which are long."""
    return Prefetch("scores", current_scores().defer("inputs", "outcome"), to_attr="current_scores")


def versions_of(round_: Round) -> QuerySet[ProvinceScore]:
    """All versions, the newest first."""
    return (
        ProvinceScore.objects.filter(round=round_)
        .select_related("edition", "computed_by")
        .order_by("-version")
    )


def told_to_province() -> Q:
    """Which current scores the province's own people see: what is confirmed, not what is still being worked on."""
    return ~Q(state=ScoreState.PROVISIONAL)


def with_kpi_scores(scores: QuerySet[ProvinceScore]) -> QuerySet[ProvinceScore]:
    kpis = KpiScore.objects.select_related(
        "kpi__component",
        "kpi__group",
        "kpi__parent",
        "verification__result__computed__formula",
        "verification__official__file",
    )
    return scores.prefetch_related(Prefetch("kpi_scores", kpis))


def stored_scores(year: int) -> list[ProvinceScore]:
    """The current scores of a year's longest round of each province, published or not; one query."""
    longer = current_scores().filter(
        round__area=OuterRef("round__area"),
        round__fiscal_year=OuterRef("round__fiscal_year"),
        round__months__gt=OuterRef("round__months"),
    )
    scores = current_scores().filter(round__fiscal_year=year).filter(~Exists(longer))
    return list(scores.select_related("round__area").order_by("round__area__name"))


def scored_years() -> list[int]:
    """The years with stored scores, the newest first."""
    years = ProvinceScore.objects.order_by("-round__fiscal_year").values_list("round__fiscal_year", flat=True)
    return list(years.distinct())
