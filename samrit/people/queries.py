"""Who holds which role where, and what a person may see of people."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import F, Model, Q, QuerySet

from samrit.people.models import (
    AccessToken,
    Agency,
    Area,
    Invitation,
    LinkedIdentity,
    Membership,
    Role,
    User,
)
from samrit.ui.prepared import Prepared

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Duties:
    """The roles one person holds on one day. Read once per request, asked many times."""

    user: User
    memberships: tuple[Membership, ...]

    def agencies(self, *roles: Role) -> set[int]:
        """Keys of the agencies where the person holds any of these roles (any role, when none is named)."""
        return {held.agency_id for held in self.memberships if not roles or held.role in roles}

    def coordinated_areas(self) -> set[str]:
        """Codes of the provinces whose reports this person gathers and submits."""
        return {
            held.agency.area_id
            for held in self.memberships
            if held.role == Role.COORDINATOR and held.agency.area_id is not None
        }

    def areas(self) -> set[str]:
        """Codes of all provinces this person works in, in whatever role."""
        return {held.agency.area_id for held in self.memberships if held.agency.area_id is not None}

    def areas_since(self, day: date) -> set[str]:
        """The same, and those where this person held a role on that day or later, or is going to; read once."""
        return self.areas() | {area for area, ends_on in self._ever if ends_on is None or ends_on >= day}

    @cached_property
    def _ever(self) -> tuple[tuple[str, date | None], ...]:
        """Province and last day of every role, whenever it was held."""
        held = Membership.objects.filter(user=self.user, agency__area__isnull=False)
        return tuple((str(area), ends_on) for area, ends_on in held.values_list("agency__area", "ends_on"))

    @property
    def evaluates(self) -> bool:
        """Holds the evaluator's role in the central office."""
        return any(
            held.role == Role.EVALUATOR and held.agency.kind == Agency.Kind.CENTRAL
            for held in self.memberships
        )

    @property
    def coordinates(self) -> bool:
        return bool(self.coordinated_areas())

    def described(self) -> str:
        """``ผู้บันทึกข้อมูล · สำนักงานพัฒนาชุมชน…`` – for the audit trail and the page head."""
        return ", ".join(_described(held) for held in self.memberships)

    def in_place_of(self, role: str, agencies: Iterable[int]) -> str:
        """Under which order this person signs in ``role`` for these agencies; empty when in the own right."""
        keys = set(agencies)
        held = [one for one in self.memberships if one.role == role and one.agency_id in keys]
        return "" if any(not one.capacity for one in held) else next((one.in_place_of for one in held), "")


def _described(held: Membership) -> str:
    acting = f" ({held.in_place_of})" if held.capacity else ""
    return f"{held.get_role_display()} · {held.agency.name}{acting}"


def duties_of(user: User, day: date) -> Duties:
    """The roles held on ``day``; one query. Fictitious people hold none where the site is no demo."""
    if user.is_demo and not settings.DEMO:
        return Duties(user, ())
    return Duties(user, tuple(held for held in _MEMBERSHIPS(user.pk) if _holds_on(held, day)))


_MEMBERSHIPS = Prepared(
    lambda user: Membership.objects.filter(user=user, user__is_active=True).select_related("agency__area"),
    int,
)


def _holds_on(held: Membership, day: date) -> bool:
    """As ``holding_on``, of one that is read already."""
    return held.starts_on <= day and (held.ends_on is None or held.ends_on >= day)


def holding_on(day: date) -> QuerySet[Membership]:
    """The memberships that hold on a day."""
    return Membership.objects.filter(starts_on__lte=day).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def areas_managed_by(duties: Duties) -> QuerySet[Area]:
    """Provinces whose framework, window and people this person looks after."""
    reporting = Area.objects.filter(reports=True)
    return reporting if duties.evaluates else reporting.filter(code__in=duties.coordinated_areas())


def every_area() -> QuerySet[Area]:
    """No secret: they are on every map."""
    return Area.objects.all()


def agencies_visible_to(duties: Duties) -> QuerySet[Agency]:
    """Of the provinces one works in, and one's own; the central office sees all."""
    if duties.evaluates:
        return Agency.objects.select_related("area")
    mine = Q(area__in=duties.areas()) | Q(pk__in=duties.agencies())
    return Agency.objects.filter(mine).select_related("area")


def agencies_managed_by(duties: Duties) -> QuerySet[Agency]:
    """Agencies to whose people this person may send invitations."""
    if duties.evaluates:
        return Agency.objects.select_related("area")
    return Agency.objects.filter(area__in=duties.coordinated_areas()).select_related("area")


def invitations_visible_to(duties: Duties) -> QuerySet[Invitation]:
    return Invitation.objects.filter(agency__in=agencies_managed_by(duties)).select_related(
        "agency__area", "invited_by"
    )


def open_invitations(now: datetime) -> QuerySet[Invitation]:
    """Those that could still be accepted."""
    return Invitation.objects.filter(accepted_at=None, revoked_at=None, expires_at__gt=now)


def invitation_of(token_hash: str) -> Invitation | None:
    return (
        Invitation.objects.filter(token_hash=token_hash).select_related("agency__area", "invited_by").first()
    )


def has_account(email: str) -> bool:
    return User.objects.filter(email=email).exists()


def memberships_visible_to(duties: Duties) -> QuerySet[Membership]:
    """In the order of the page: by province (the central office first), agency, person."""
    return (
        Membership.objects.filter(agency__in=agencies_managed_by(duties))
        .select_related("user", "agency__area")
        .order_by(F("agency__area").asc(nulls_first=True), "agency_id", "user__name", "role", "starts_on")
    )


def matching(rows: QuerySet[Row], words: str, *, person: str = "") -> QuerySet[Row]:
    """Those whose name, e-mail or agency holds every word; ``person``: the relation that has name and e-mail, if any."""
    prefix = f"{person}__" if person else ""
    for word in words.split():
        rows = rows.filter(
            Q(**{f"{prefix}name__icontains": word})
            | Q(**{f"{prefix}email__icontains": word})
            | Q(agency__name__icontains=word)
        )
    return rows


def acting_visible_to(duties: Duties) -> QuerySet[Membership]:
    """Appointments by order: of the own agencies, of the coordinated provinces, or (central office) all."""
    acting = Membership.objects.exclude(capacity="").select_related("user", "agency__area")
    if not duties.evaluates:
        mine = Q(agency__in=duties.agencies()) | Q(agency__area__in=duties.coordinated_areas())
        acting = acting.filter(mine | Q(user=duties.user))
    return acting.order_by("-ends_on", "-starts_on", "-pk")


def places_to_fill(duties: Duties) -> QuerySet[Agency]:
    """The agencies for which this person may enter an acting official."""
    if duties.evaluates:
        return Agency.objects.select_related("area")
    signs = {
        held.agency_id for held in duties.memberships if held.role == Role.APPROVER and not held.capacity
    }
    mine = Q(pk__in=signs) | Q(area__in=duties.coordinated_areas())
    return Agency.objects.filter(mine).select_related("area")


def who_may_act(agency: Agency, day: date) -> QuerySet[User]:
    """People with a role today in the agency's province (in the central office for the central office)."""
    held = holding_on(day).filter(agency__area=agency.area_id)
    people = User.objects.filter(is_active=True, is_service=False)
    return people.filter(memberships__in=held).distinct().order_by("name")


def names(keys: Iterable[int | None]) -> dict[int, str]:
    """User key → name, for showing the audit trail."""
    return dict(User.objects.filter(pk__in={key for key in keys if key}).values_list("pk", "name"))


def count_people() -> tuple[int, int]:
    """How many real and how many fictitious people there are."""
    fictitious = User.objects.filter(is_demo=True).count()
    return User.objects.count() - fictitious, fictitious


def demo_people() -> list[Membership]:
    """The fictitious people of the demo with their roles, for the one-click sign-in."""
    return list(
        Membership.objects.filter(
            user__is_demo=True, user__is_active=True, user__is_service=False, ends_on=None
        )
        .select_related("user", "agency__area")
        .order_by("id")
    )


# ── tokens ──────────────────────────────────────────────────────────────────
def live_tokens(user: User, now: datetime) -> QuerySet[AccessToken]:
    return AccessToken.objects.filter(user=user, revoked_at=None, expires_at__gt=now)


def tokens_visible_to(duties: Duties) -> QuerySet[AccessToken]:
    """The own ones, and those of systems in the agencies that this person looks after."""
    of_systems = Membership.objects.filter(user__is_service=True, agency__in=agencies_managed_by(duties))
    mine = Q(user=duties.user) | Q(user__in=of_systems.values("user"))
    return AccessToken.objects.filter(mine).select_related("user", "made_by")


def with_systems(tokens: QuerySet[AccessToken]) -> QuerySet[AccessToken]:
    """With the agency and role of each system; two queries more, however many."""
    return tokens.prefetch_related("user__memberships__agency")


def working_token(token_hash: str, now: datetime) -> AccessToken | None:
    """The token with this hash, if it opens anything at this moment. A demo's tokens die with the demo."""
    found = AccessToken.objects.filter(token_hash=token_hash).select_related("user").first()
    if found is None or not found.works_at(now) or not found.user.is_active:
        return None
    return None if found.user.is_demo and not settings.DEMO else found


# ── the second step of signing in ───────────────────────────────────────────
@dataclass(frozen=True)
class SecondSteps:
    """What a person proves the second step with. Codes on paper alone are none: they stand in for the others."""

    passkeys: tuple[Authenticator, ...]
    totp: Authenticator | None
    recovery: Authenticator | None

    @property
    def any(self) -> bool:
        return bool(self.passkeys or self.totp)

    @property
    def codes_left(self) -> int:
        return len(self.recovery.wrap().get_unused_codes()) if self.recovery else 0


def second_steps(user: User) -> SecondSteps:
    """One query."""
    held = list(Authenticator.objects.filter(user=user).order_by("created_at", "id"))
    kinds = Authenticator.Type
    return SecondSteps(
        passkeys=tuple(one for one in held if one.type == kinds.WEBAUTHN),
        totp=next((one for one in held if one.type == kinds.TOTP), None),
        recovery=next((one for one in held if one.type == kinds.RECOVERY_CODES), None),
    )


# ── people of OpenID providers ──────────────────────────────────────────────
def identity_of(provider: str, digests: Collection[tuple[str, str]]) -> LinkedIdentity | None:
    """Whom these digests of one person under the site's keys belong to. They are looked up, not compared letter by letter."""
    wanted = Q()
    for mark, digest in digests:
        wanted |= Q(key_mark=mark, subject=digest)
    if not wanted:
        return None
    return LinkedIdentity.objects.filter(wanted, provider=provider).select_related("user").first()


def identities_of(user: User) -> dict[str, LinkedIdentity]:
    """By the provider's name."""
    return {one.provider: one for one in LinkedIdentity.objects.filter(user=user)}


def has_other_ways_in(user: User, identity: LinkedIdentity) -> bool:
    """A password, a passkey, or another provider. A code of an app is no first step."""
    return (
        user.has_usable_password()
        or LinkedIdentity.objects.filter(user=user).exclude(pk=identity.pk).exists()
        or Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).exists()
    )


def identity_keys() -> list[str]:
    """Marks of the keys under which people are known."""
    return sorted(LinkedIdentity.objects.values_list("key_mark", flat=True).distinct())
