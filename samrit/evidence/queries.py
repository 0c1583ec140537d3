"""Which files a person may know of, which prove nothing, and which uploads are on their way."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum

from samrit.evidence.models import EvidenceFile, Proof, Scan, Tie, Upload
from samrit.people.models import Agency, User
from samrit.people.queries import Duties


def visible_to(duties: Duties) -> QuerySet[EvidenceFile]:
    """Files of the own agencies, those they share, those of the coordinated provinces, or (central office) all.

    To know of a file is not to open it: ``permissions.refuse_opening`` decides that.
    """
    files = EvidenceFile.objects.all()
    if duties.evaluates:
        return files
    mine = Q(agency__in=duties.agencies()) | Q(agency__area__in=duties.coordinated_areas())
    owned = EvidenceFile.agencies.through.objects.filter(mine).values("evidencefile")
    shared = EvidenceFile.shared_with.through.objects.filter(mine).values("evidencefile")
    return files.filter(Q(pk__in=owned) | Q(pk__in=shared))


def owned_by(agencies: Iterable[int]) -> QuerySet[EvidenceFile]:
    """The originals that are these agencies' evidence."""
    links = EvidenceFile.agencies.through.objects.filter(agency__in=list(agencies))
    return EvidenceFile.objects.filter(pk__in=links.values("evidencefile"), redacted_of=None)


def with_people(files: QuerySet[EvidenceFile]) -> QuerySet[EvidenceFile]:
    """With all that permissions ask about, and the redacted copies; four queries however many."""
    agencies = Agency.objects.select_related("area")
    copies = EvidenceFile.objects.select_related("uploaded_by").order_by("-id")
    return files.select_related("uploaded_by").prefetch_related(
        Prefetch("agencies", agencies),
        Prefetch("shared_with", agencies),
        Prefetch("redacted_copies", copies),
    )


@cache
def ties() -> tuple[Any, ...]:
    """Every way by which some room ties files to something about a KPI, those to results first; the classes of ``Tie``."""
    return tuple(one for one in proofs() if issubclass(one, Tie))


@cache
def proofs() -> tuple[Any, ...]:
    """The same with the files that prove something else: an answer of a questionnaire, a plan."""
    relations = EvidenceFile._meta.get_fields(include_hidden=True)  # noqa: SLF001 - Django's public way
    models = {one.related_model for one in relations if one.one_to_many}
    found = [one for one in models if isinstance(one, type) and issubclass(one, Proof)]
    return tuple(sorted(found, key=lambda one: (bool(one.PROVES), one.__name__)))


def unused(files: QuerySet[EvidenceFile]) -> QuerySet[EvidenceFile]:
    """Those that prove nothing, in no room."""
    for proof in proofs():
        files = files.filter(~Exists(proof.objects.filter(file=OuterRef("pk"))))
    return files


def same_bytes(agencies: Iterable[int], sha256: str) -> EvidenceFile | None:
    """The file with these bytes that one of the agencies has already, the oldest first."""
    return owned_by(agencies).filter(sha256=sha256).exclude(scan=Scan.INFECTED).order_by("id").first()


def copies_of(files: QuerySet[EvidenceFile], digests: Iterable[str]) -> dict[str, int]:
    """Digest → how many of ``files`` have these very bytes, where that is more than one."""
    counted = (
        files.filter(sha256__in=list(digests), redacted_of=None)
        .order_by()
        .values_list("sha256")
        .annotate(n=Count("pk", distinct=True))
    )
    return {digest: count for digest, count in counted if count > 1}


def waiting_for_scan() -> QuerySet[EvidenceFile]:
    return EvidenceFile.objects.filter(scan=Scan.WAITING)


# ── uploads on their way ────────────────────────────────────────────────────
def upload_of(user: User, key: str, *, now: datetime) -> Upload | None:
    """The own upload of this key, unless its day is over."""
    return Upload.objects.filter(key=key, by=user, expires_at__gt=now).first()


def uploads_of(user: User, *, now: datetime) -> QuerySet[Upload]:
    """All that this person has begun and neither attached nor given up, the oldest first."""
    return Upload.objects.filter(by=user, expires_at__gt=now).order_by("pk")


def on_their_way(user: User | None = None) -> tuple[int, int]:
    """How many uploads are begun and how many bytes they may take: of one person, or of everybody."""
    uploads = Upload.objects.all() if user is None else Upload.objects.filter(by=user)
    told = uploads.aggregate(n=Count("pk"), size=Sum("length"))
    return told["n"], told["size"] or 0
