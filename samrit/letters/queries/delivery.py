"""Letters on their way: which a person has received or sent, how far each has come, whose mailbox is where."""

from collections.abc import Collection, Iterable
from datetime import date

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from samrit.letters.models import (
    Chase,
    Delivery,
    DeliveryMail,
    DistributionList,
    Forward,
    Letter,
    LetterStep,
    ListMember,
    Mailbox,
    RegisterEntry,
)
from samrit.people.models import Agency, Role, User
from samrit.people.queries import Duties, holding_on
from samrit.rules.letters.delivering import FOR_HEADS
from samrit.rules.letters.signing import Status
from samrit.rules.secrecy import Level

HEADS = (Role.APPROVER, Role.COORDINATOR, Role.EVALUATOR)


def _may_read(duties: Duties) -> Q:
    """Everybody of an agency; what is ลับมาก and above only those who sign there."""
    heads = Q(agency__in=duties.agencies(*HEADS))
    return heads | Q(agency__in=duties.agencies()) & ~Q(letter__secrecy__in=FOR_HEADS)


# ── received ────────────────────────────────────────────────────────────────
def deliveries_received_by(duties: Duties) -> QuerySet[Delivery]:
    """What reached the agencies of this person; a letter for heads also when it was passed on to them by name."""
    asked = Forward.objects.filter(delivery=OuterRef("pk"), person=duties.user)
    passed_on = Exists(asked) & Q(agency__in=duties.agencies())
    mine = _may_read(duties) | passed_on
    return (
        Delivery.objects.filter(mine)
        .select_related("letter__issuer__agency", "agency__area", "first_opened_by", "acknowledged_by")
        .prefetch_related(_numbers("letter__"))
    )


def _numbers(prefix: str) -> Prefetch[str, QuerySet[RegisterEntry], str]:
    return Prefetch(f"{prefix}entries", RegisterEntry.objects.order_by("pk"))


def number_of(letter: Letter) -> str:
    """As it stands on the paper; empty when it has none. Reads ``entries``: prefetch them for many."""
    return next((entry.written for entry in letter.entries.all()), "")


def waiting(deliveries: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """Those that somebody has still to acknowledge."""
    return deliveries.filter(acknowledged_at=None).exclude(letter__status=Status.VOID)


def forwards_to(duties: Duties) -> QuerySet[Forward]:
    """What this person was asked to do about letters, and has not done."""
    found = Forward.objects.filter(
        person=duties.user, done_at=None, delivery__agency__in=duties.agencies()
    ).exclude(delivery__letter__status=Status.VOID)
    return found.select_related("delivery__letter__issuer", "delivery__agency", "forwarded_by")


def forwards_of(delivery: Delivery) -> QuerySet[Forward]:
    return delivery.forwards.select_related("person", "forwarded_by").order_by("pk")


def colleagues(delivery: Delivery, *, day: date) -> QuerySet[User]:
    """To whom of the receiving agency it may be passed on; fictitious people only in a demo."""
    held = holding_on(day).filter(agency=delivery.agency_id)
    people = User.objects.filter(is_active=True, is_service=False, pk__in=held.values("user"))
    return (people if settings.DEMO else people.filter(is_demo=False)).order_by("name", "pk")


def readers_of(agencies: Iterable[int], *, secrecy: str, day: date) -> dict[int, list[User]]:
    """Agency → whom to tell that a letter of this secrecy has come; one query."""
    roles = HEADS if secrecy in FOR_HEADS else tuple(Role)
    held = holding_on(day).filter(agency__in=set(agencies), role__in=roles, user__is_active=True)
    held = held.filter(user__is_service=False)
    if not settings.DEMO:
        held = held.filter(user__is_demo=False)
    found: dict[int, dict[int, User]] = {}
    for one in held.select_related("user").order_by("pk"):
        found.setdefault(one.agency_id, {})[one.user_id] = one.user
    return {agency: list(people.values()) for agency, people in found.items()}


# ── sent ────────────────────────────────────────────────────────────────────
def letters_sent_by(duties: Duties) -> QuerySet[Letter]:
    """Signed letters of the own offices, sent or not yet; those that were voided after they had gone out too.

    What is secret only those see who wrote or signed it.
    """
    gone_out = Exists(Delivery.objects.filter(letter=OuterRef("pk")))
    return (
        _of_own_offices(duties)
        .filter(Q(status=Status.SIGNED) | Q(status=Status.VOID) & gone_out)
        .select_related("issuer__agency__area")
        .prefetch_related(_numbers(""))
    )


def _of_own_offices(duties: Duties) -> QuerySet[Letter]:
    in_chain = LetterStep.objects.filter(letter=OuterRef("pk"), person=duties.user)
    open_to = Q(secrecy=Level.ORDINARY) | Q(drafted_by=duties.user) | Exists(in_chain)
    return Letter.objects.filter(open_to, issuer__agency__in=duties.agencies())


def with_counts(letters: QuerySet[Letter]) -> QuerySet[Letter]:
    """Each with ``sent_to``, ``opened`` and ``acknowledged``; the newest first."""
    return letters.annotate(
        sent_to=_how_many(Q()), opened=_how_many(_OPENED), acknowledged=_how_many(_ACKNOWLEDGED)
    ).order_by("-signed_at", "-pk")


_ACKNOWLEDGED = Q(acknowledged_at__isnull=False)
_OPENED = Q(first_opened_at__isnull=False) | _ACKNOWLEDGED


def _how_many(which: Q) -> Coalesce:
    """Counted for the letters of the page alone, not for all there are."""
    found = Delivery.objects.filter(which, letter=OuterRef("pk")).order_by().values("letter")
    return Coalesce(Subquery(found.annotate(n=Count("pk")).values("n")), 0)


def sends(duties: Duties, letter: Letter) -> bool:
    """Whether this person sends and chases the letter; one query."""
    return _of_own_offices(duties).filter(pk=letter.pk).exists()


def deliveries_of(letter: Letter) -> QuerySet[Delivery]:
    """In the letter's order, with reminders and mails."""
    return (
        Delivery.objects.filter(letter=letter)
        .select_related("agency", "letter__issuer", "first_opened_by", "acknowledged_by")
        .prefetch_related(
            Prefetch("chases", Chase.objects.order_by("day")),
            Prefetch("mails", DeliveryMail.objects.order_by("pk")),
        )
        .order_by("position", "pk")
    )


def reminded_on(delivery: Delivery) -> date | None:
    """The last day on which it was reminded. Reads ``chases``."""
    return max((chase.day for chase in delivery.chases.all()), default=None)


def still_waited_for(duties: Duties) -> QuerySet[Letter]:
    """Letters of the own offices that some recipient has not acknowledged; ``missing``: how many."""
    return (
        _of_own_offices(duties)
        .filter(status=Status.SIGNED)
        .filter(deliveries__acknowledged_at=None, deliveries__isnull=False)
        .annotate(missing=Count("deliveries"))
        .order_by("due_on", "pk")
    )


# ── lists and mailboxes ─────────────────────────────────────────────────────
def lists_visible_to(duties: Duties) -> QuerySet[DistributionList]:
    """Of the provinces one works in; the central office's are its own."""
    mine = Q(area__in=duties.areas())
    if duties.evaluates:
        mine |= Q(area=None)
    members = Prefetch("members", ListMember.objects.select_related("agency").order_by("position"))
    live = DistributionList.objects.filter(mine, ended_at=None)
    return live.select_related("area", "made_by").prefetch_related(members)


def wordings_of(agencies: Iterable[Agency]) -> dict[int, str]:
    """How the lists of an agency's own province address it, the newest list first; not where a list has its bare name."""
    members = ListMember.objects.filter(
        agency__in=[one.pk for one in agencies],
        distribution_list__ended_at=None,
        distribution_list__area=F("agency__area"),
    ).exclude(wording=F("agency__name"))
    rows = members.order_by("distribution_list__made_at", "distribution_list").values_list(
        "agency", "wording"
    )
    return dict(rows)


def lists_for(letter: Letter, duties: Duties) -> QuerySet[DistributionList]:
    """Those of the office that sends it."""
    return lists_visible_to(duties).filter(area=letter.issuer.agency.area_id)


def recipients_for(area: str | None) -> QuerySet[Agency]:
    """Who may stand in a list: the agencies of the province; for the central office everybody."""
    agencies = Agency.objects.select_related("area").order_by("area_id", "pk")
    if area is None:
        return agencies.exclude(kind=Agency.Kind.CENTRAL)
    return agencies.filter(Q(area=area) | Q(kind=Agency.Kind.CENTRAL))


def offices_first(agencies: QuerySet[Agency], also: Collection[int]) -> QuerySet[Agency]:
    """The provinces' offices alone, and those of ``also``."""
    return agencies.filter(Q(kind=Agency.Kind.PROVINCIAL_OFFICE) | Q(pk__in=also))


def addresses_of(agencies: Iterable[int]) -> dict[int, str]:
    """Agency → its saraban mailbox; one query."""
    found = Mailbox.objects.filter(agency__in=set(agencies))
    return dict(found.values_list("agency", "address"))


def mailbox_owners(duties: Duties) -> QuerySet[Agency]:
    """The agencies whose mailbox this person may change; the central office, which is of no province, first."""
    agencies = Agency.objects.select_related("area", "saraban_mailbox").order_by(
        F("area_id").asc(nulls_first=True), "pk"
    )
    if duties.evaluates:
        return agencies
    own = Q(pk__in=duties.agencies(Role.APPROVER, Role.COORDINATOR))
    return agencies.filter(own | Q(area__in=duties.coordinated_areas()))
