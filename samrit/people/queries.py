"""Who holds which role where, and what a person may see of people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from samrit.people.models import Agency, Area, Invitation, Membership, Role, User


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
        return ", ".join(f"{held.get_role_display()} · {held.agency.name}" for held in self.memberships)


def duties_of(user: User, day: date) -> Duties:
    """The roles held on ``day``; one query."""
    held = (
        Membership.objects.filter(user=user, user__is_active=True, starts_on__lte=day)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))
        .select_related("agency__area")
    )
    return Duties(user, tuple(held))


def areas_managed_by(duties: Duties) -> QuerySet[Area]:
    """Provinces whose framework, window and people this person looks after."""
    reporting = Area.objects.filter(reports=True)
    return reporting if duties.evaluates else reporting.filter(code__in=duties.coordinated_areas())


def agencies_managed_by(duties: Duties) -> QuerySet[Agency]:
    """Agencies to whose people this person may send invitations."""
    if duties.evaluates:
        return Agency.objects.select_related("area")
    return Agency.objects.filter(area__in=duties.coordinated_areas()).select_related("area")


def invitations_visible_to(duties: Duties) -> QuerySet[Invitation]:
    return Invitation.objects.filter(agency__in=agencies_managed_by(duties)).select_related(
        "agency", "invited_by"
    )


def memberships_visible_to(duties: Duties) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(agency__in=agencies_managed_by(duties))
        .select_related("user", "agency__area")
        .order_by("agency_id", "role", "user_id")
    )


def names(keys: Iterable[int | None]) -> dict[int, str]:
    """User key → name, for showing the audit trail."""
    return dict(User.objects.filter(pk__in={key for key in keys if key}).values_list("pk", "name"))


def demo_people(day: date) -> list[Membership]:
    """The fictitious people of the demo with their roles, for the one-click sign-in."""
    return list(
        Membership.objects.filter(user__is_demo=True, user__is_active=True, starts_on__lte=day)
        .select_related("user", "agency__area")
        .order_by("id")
    )
