"""Reading letters: whose a person may see, what is still to settle, what the reader should know."""

from django.db.models import Count, Q, QuerySet

from samrit.frameworks.models import Edition, Kpi
from samrit.letters.models import Finding, Intake
from samrit.letters.reading.shapes import Known, letter_codes
from samrit.people.models import Agency, Area
from samrit.people.queries import Duties

SEVERITIES = ("error", "warning", "info")
# Their readings stand side by side, none instead of the other: they are taken note of, not chosen between.
SIDE_BY_SIDE = {
    "agency_lists_differ",
    "cited_later",
    "duplicate_kpi_number",
    "kpi_number_gap",
    "meeting_before_letter",
}


def intakes_visible_to(duties: Duties) -> QuerySet[Intake]:
    """The central office sees all letters, a coordinator those of the own province; nobody else any."""
    intakes = Intake.objects.select_related("area", "uploaded_by", "edition__framework")
    return intakes if duties.evaluates else intakes.filter(area__in=duties.coordinated_areas())


def with_progress(intakes: QuerySet[Intake]) -> QuerySet[Intake]:
    """Newest first, each with ``findings_total`` and ``findings_settled``."""
    return intakes.annotate(
        findings_total=Count("findings"),
        findings_settled=Count("findings", filter=Q(findings__resolved_at__isnull=False)),
    ).order_by("-uploaded_at", "-id")


def findings_of(intake: Intake) -> list[Finding]:
    """What is to be settled first comes first: errors, warnings, things to know; then in the order of the text."""
    findings = intake.findings.select_related("resolved_by").order_by("position")
    return sorted(
        findings, key=lambda one: SEVERITIES.index(one.severity) if one.severity in SEVERITIES else 0
    )


def asks_to_choose(finding: Finding) -> bool:
    """Whether one of the readings has to be named; else taking note is enough (and a right value may be typed)."""
    return finding.severity != "info" and len(finding.readings) > 1 and finding.code not in SIDE_BY_SIDE


def alike_to(finding: Finding) -> list[Finding]:
    """The open findings of the same letter that ask the very same, e.g. one misread word on several lines."""
    others = unsettled(finding.intake).filter(code=finding.code).exclude(pk=finding.pk)
    return [one for one in others if one.readings == finding.readings] if finding.readings else []


def unsettled(intake: Intake) -> QuerySet[Finding]:
    return intake.findings.filter(resolved_at__isnull=True)


def known_to_readers(area: Area) -> Known:
    """Names of all KPIs in force, the province's agencies, and the letter codes as the officers keep them."""
    published = Kpi.objects.filter(component__edition__status=Edition.Status.PUBLISHED)
    agencies = Agency.objects.filter(area=area)
    codes = Area.objects.exclude(letter_code="").values_list("letter_code", "name")
    return Known(
        kpi_names=tuple(published.order_by("name").values_list("name", flat=True).distinct()),
        agency_names=tuple(agencies.order_by("name").values_list("name", flat=True)),
        letter_codes=letter_codes() | {code: f"จังหวัด{name}" for code, name in codes},
    )
