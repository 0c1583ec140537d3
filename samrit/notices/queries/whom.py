"""Whom to tell: the people who hold a role on a day. Fictitious people hold none where the site is no demo."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db.models import QuerySet

from samrit.people.models import Agency, Membership, Role, User
from samrit.people.queries import holding_on


def holders(role: str, *, agencies: Iterable[int], day: date) -> list[User]:
    """Who holds this role in any of these agencies (keys) on that day. One query."""
    return _users(holding_on(day).filter(role=role, agency__in=set(agencies)))


def coordinators_of(area_code: str, *, day: date) -> list[User]:
    """ผู้ประสานงานจังหวัด of one province."""
    return _users(holding_on(day).filter(role=Role.COORDINATOR, agency__area=area_code))


def evaluators(*, day: date) -> list[User]:
    """ผู้ประเมิน of the central office."""
    return _users(holding_on(day).filter(role=Role.EVALUATOR, agency__kind=Agency.Kind.CENTRAL))


def _users(held: QuerySet[Membership]) -> list[User]:
    people = User.objects.filter(is_active=True, is_service=False, pk__in=held.values("user"))
    return list(people if settings.DEMO else people.filter(is_demo=False))
