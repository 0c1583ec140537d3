"""Packages that came and went, from whom they are taken, and what two sources state differently."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from samrit.indicators.models import Package, Partner, Reconciliation, Submission, Trust
from samrit.indicators.store.cells import marks_number, marks_of
from samrit.indicators.store.port import Cell, Change, Key
from samrit.people.queries import Duties
from samrit.rules.exchange import Settling
from samrit.rules.observed import Mark, Status
from samrit.rules.periods import from_text
from samrit.rules.submitting import HANDED_OVER

PACKAGES = "packages"  # folder of those that were made here


def packages_visible_to(duties: Duties) -> QuerySet[Package]:
    """Of the provinces whose database a person reads, the newest first."""
    return with_all(
        Package.objects.all() if duties.evaluates else Package.objects.filter(area__in=duties.areas())
    )


def with_all(packages: QuerySet[Package]) -> QuerySet[Package]:
    """With what lists ask about; one query however many."""
    return packages.select_related("area", "partner", "submission", "receipt", "by").order_by("-pk")


def package_of(key: int) -> Package:
    """The one with this key, with all that is asked about it."""
    return with_all(Package.objects.all()).get(pk=key)


def taken_before(sha256: str) -> Package | None:
    """The package of exactly this file that was taken already."""
    return with_all(Package.objects.filter(direction=Package.Direction.IN, sha256=sha256)).first()


def newest_taken(partner: Partner, area_code: str) -> Package | None:
    """The one of the latest generation that came from this partner."""
    taken = Package.objects.filter(direction=Package.Direction.IN, partner=partner, area=area_code)
    return taken.order_by("-generation", "-pk").first()


def waiting_of(partner: Partner, area_code: str) -> Submission | None:
    """What an earlier package of the partner became and the steward has not decided yet."""
    sent = Submission.objects.filter(package__partner=partner, area=area_code, state__in=HANDED_OVER)
    return sent.order_by("pk").first()


def made_before(area_code: str, generation: int, signer: str) -> Package | None:
    """The package of this generation that was made already, under the same key."""
    made = Package.objects.filter(
        direction=Package.Direction.OUT, area=area_code, generation=generation, signer=signer
    )
    return with_all(made).first()


def sent_out(sha256: str) -> Package | None:
    """The package that was made here as exactly this file."""
    return with_all(Package.objects.filter(direction=Package.Direction.OUT, sha256=sha256)).first()


# ── partners ────────────────────────────────────────────────────────────────
def partners_visible_to(duties: Duties) -> QuerySet[Partner]:
    """Whoever makes or takes packages knows all partners."""
    return Partner.objects.all() if duties.evaluates or duties.coordinates else Partner.objects.none()


def partner_of(key: str) -> Partner | None:
    """By the public key."""
    return Partner.objects.filter(key=key.strip().lower()).first()


def ministries() -> QuerySet[Partner]:
    """Whose receipts count as the ministry's."""
    return Partner.objects.filter(ministry__isnull=False)


def receivers_of(duties: Duties, area_code: str) -> QuerySet[Partner]:
    """Partners of whom nothing of the province is taken: packages go to them, and their receipts come back."""
    return partners_visible_to(duties).exclude(trusts__in=Trust.objects.filter(area=area_code))


def to_be_sent_to() -> QuerySet[Partner]:
    """Partners whose address is known."""
    return Partner.objects.exclude(address="")


def every_trust_of(area_code: str) -> QuerySet[Trust]:
    """Those that ended too, the newest first."""
    return with_parties(Trust.objects.filter(area=area_code)).order_by("-pk")


def trusts_of(area_code: str) -> QuerySet[Trust]:
    """From whom packages of the province are taken now."""
    return with_parties(Trust.objects.filter(area=area_code, ended_at=None))


def trust_of(key: str, area_code: str) -> Trust | None:
    """That of the holder of a key for a province, as long as it lasts."""
    return trusts_of(area_code).filter(partner__key=key).first()


def with_parties(trusts: QuerySet[Trust]) -> QuerySet[Trust]:
    parties = ("partner", "agency__area", "area", "given_by", "ended_by")
    return trusts.select_related(*parties).order_by("pk")


def same_source(partner: Partner, area_code: str) -> frozenset[int]:
    """Submissions by which this partner's figures came: their cells may be replaced by the partner's own newer ones."""
    brought = Submission.objects.filter(
        Q(package__partner=partner) | Q(reconciliations__package__partner=partner), area=area_code
    )
    return frozenset(brought.values_list("pk", flat=True))


# ── what differs ────────────────────────────────────────────────────────────
def reconciliations_visible_to(duties: Duties) -> QuerySet[Reconciliation]:
    """Of the provinces whose database a person reads, the oldest first."""
    rows = Reconciliation.objects.all()
    return with_package(rows if duties.evaluates else rows.filter(area__in=duties.areas()))


def with_package(rows: QuerySet[Reconciliation]) -> QuerySet[Reconciliation]:
    return rows.select_related("area", "item", "part", "package__partner", "decided_by", "taken").order_by(
        "pk"
    )


def to_be_taken(area_code: str) -> QuerySet[Reconciliation]:
    """Decided for theirs, and not brought in yet."""
    return with_package(Reconciliation.objects.filter(area=area_code, state=Settling.THEIRS, taken=None))


def change_of(row: Reconciliation) -> Change:
    """Ours before, theirs after; theirs with the sender's own submission."""
    key = Key(row.item_id, from_text(row.period).number, int(row.place), row.part_id or 0)
    return Change(_stated(key, row.ours), _stated(key, row.theirs))


def _stated(key: Key, said: Mapping[str, Any]) -> Cell:
    marks = marks_of(marks_number([Mark(mark) for mark in said["marks"]]))
    value = None if said["value"] is None else Decimal(said["value"])
    return Cell(key, Status(said["status"]), value, marks, said["submission"], said["row"], said["column"])
