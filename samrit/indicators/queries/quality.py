"""Scores of quality and findings, as far as a person may know of them."""

from django.db.models import Q, QuerySet

from samrit.indicators.models import Finding, Generation, QualityScore
from samrit.people.queries import Duties
from samrit.rules.quality import Counts, Quality, Terms, read_terms, score

SHOWN_IN_TREND = 12


def newest_score(area_code: str, fiscal_year: int, months: int) -> QualityScore | None:
    """Of a round; None before it was looked at."""
    return trend_of(area_code, fiscal_year, months).first()


def trend_of(area_code: str, fiscal_year: int, months: int) -> QuerySet[QualityScore]:
    """Every version of a round, the newest first."""
    made = QualityScore.objects.filter(area=area_code, fiscal_year=fiscal_year, months=months)
    return made.select_related("made_by", "generation").order_by("-number")


def rounds_of(area_code: str) -> list[tuple[int, int]]:
    """(fiscal year, months) that were looked at, the newest first."""
    made = QualityScore.objects.filter(area=area_code).order_by().values_list("fiscal_year", "months")
    return sorted(made.distinct(), reverse=True)


def terms_of(made: QualityScore) -> Terms:
    """The terms that it was made with, whatever is in force today."""
    return read_terms([made.terms])[0]


def counts_in(made: QualityScore) -> list[Counts]:
    """What was counted then."""
    return [Counts(**row) for row in made.counts]


def provinces_with_data() -> list[str]:
    """Their codes."""
    return sorted(Generation.objects.order_by().values_list("area", flat=True).distinct())


def scored_again(made: QualityScore, **only: str) -> Quality:
    """The same figure with its steps, of the whole or of one ``item``, one ``agency``; ``terms_of`` and ``counts_in`` are all it needs."""
    rows = [row for row in counts_in(made) if all(getattr(row, key) == value for key, value in only.items())]
    return score(rows, terms_of(made))


def sees_all(duties: Duties, area_code: str) -> bool:
    """Every agency of the province, not only the own ones."""
    return duties.evaluates or area_code in duties.coordinated_areas()


def counts_visible_to(duties: Duties, made: QualityScore) -> list[Counts]:
    """Of the own agencies; the steward and evaluators see all."""
    own = {str(key) for key in duties.agencies()}
    return [row for row in counts_in(made) if sees_all(duties, made.area_id) or row.agency in own]


def findings_visible_to(duties: Duties) -> QuerySet[Finding]:
    """Of the own agencies and of the provinces looked after; evaluators see all."""
    found = Finding.objects.select_related("agency", "item", "answered_by", "submission")
    if duties.evaluates:
        return found
    return found.filter(Q(agency__in=duties.agencies()) | Q(area__in=duties.coordinated_areas()))
