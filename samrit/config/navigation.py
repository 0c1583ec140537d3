"""The main navigation and the signed-in person, for the head of every page (a context processor)."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.ui.navigation import NavItem, Person


def navigation(request: HttpRequest) -> dict[str, object]:
    """``navigation``: where this person may go; ``person``: name and roles. Read only by pages that show them."""
    user = getattr(request, "user", None)  # absent when the request was turned away before sign-in was read
    if not isinstance(user, User):
        return {"navigation": (), "person": None}
    items: tuple[NavItem, ...] = ()
    return {"navigation": items, "person": SimpleLazyObject(lambda: _person(user))}


def _person(user: User) -> Person:
    held = duties_of(user, timezone.localdate()).memberships
    return Person(name=user.name, roles=tuple(f"{role.get_role_display()} · {role.agency.name}" for role in held))
