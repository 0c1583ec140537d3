"""Which submissions a person may know of, and what is known about one."""

from django.db.models import Q, QuerySet

from samrit.indicators.models import Examination, RememberedMapping, Submission
from samrit.people.models import Agency
from samrit.people.queries import Duties
from samrit.rules.submitting import HANDED_OVER, State

COUNTED_AS_SENT = (*HANDED_OVER, State.ACCEPTED)


def visible_to(duties: Duties) -> QuerySet[Submission]:
    """Those of the own agencies and of the provinces looked after; evaluators know of all."""
    if duties.evaluates:
        return with_all(Submission.objects.all())
    mine = Q(agency__in=duties.agencies()) | Q(area__in=duties.coordinated_areas())
    return with_all(Submission.objects.filter(mine))


def with_all(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """With what lists and permissions ask about; one query however many."""
    return submissions.select_related(
        "area",
        "agency__area",
        "examination",
        "uploaded_by",
        "submitted_by",
        "certified_by",
        "decided_by",
        "supersedes",
    )


def submission_of(key: int) -> Submission:
    """The one with this key, with all that is asked about it."""
    return with_all(Submission.objects.all()).get(pk=key)


def of_receipt(receipt: str) -> Submission | None:
    """By the number on its receipt, however it was typed in."""
    return with_all(Submission.objects.filter(receipt=receipt.strip().upper())).first()


def waiting_for_steward(areas: set[str]) -> QuerySet[Submission]:
    """Handed over in these provinces and not decided, the oldest first."""
    return with_all(Submission.objects.filter(area__in=areas, state__in=HANDED_OVER)).order_by(
        "submitted_at", "pk"
    )


def draft_of(agency: Agency, sha256: str, *, uploaded_by: int, supersedes: int | None) -> Submission | None:
    """The draft that this very file became when the same person brought it before, the newest."""
    drafts = Submission.objects.filter(
        agency=agency, sha256=sha256, uploaded_by=uploaded_by, supersedes=supersedes, state=State.DRAFT
    )
    return with_all(drafts).order_by("-pk").first()


def receipt_of_same(submission: Submission) -> str:
    """The receipt of the same file, read in the same way, of the same agency; "" when there is none.

    A file in place of which another one was accepted since may come again.
    """
    examination = submission.examination
    if examination is None or not examination.is_done:
        return ""
    others = Submission.objects.filter(
        agency=submission.agency_id,
        sha256=submission.sha256,
        state__in=COUNTED_AS_SENT,
        corrections__isnull=True,
    ).exclude(pk=submission.pk)
    for other in others.select_related("examination"):
        found = other.examination
        if found and (found.mapping, found.reading) == (examination.mapping, examination.reading):
            return other.receipt or ""
    return ""


def examinations_of(submission: Submission) -> QuerySet[Examination]:
    """All, the newest first."""
    return submission.examinations.select_related("asked_by").order_by("-number")


def corrections_of(submission: Submission) -> QuerySet[Submission]:
    """What was sent in its place, the oldest first."""
    return with_all(submission.corrections.all()).order_by("pk")


def remembered(agency: Agency, fingerprint: str) -> RememberedMapping | None:
    """How a table with these titles was read the last time."""
    return RememberedMapping.objects.filter(agency=agency, fingerprint=fingerprint).first()


def remembered_of(agency: Agency) -> QuerySet[RememberedMapping]:
    """All of an agency, the newest first."""
    return (
        RememberedMapping.objects.filter(agency=agency).select_related("used_by").order_by("-used_at", "-pk")
    )
