"""Who is signed in, by the number that the session keeps."""

from allauth.account.auth_backends import AuthenticationBackend

from samrit.people.models import User
from samrit.ui.prepared import Prepared

_USER = Prepared(lambda pk: User.objects.filter(pk=pk), int)


class PeopleBackend(AuthenticationBackend):  # type: ignore[misc]  # the library has no types
    """The library's own, but for a read that every page waits for."""

    def get_user(self, user_id: int) -> User | None:
        found = next(iter(_USER(user_id)), None)
        return found if found and self.user_can_authenticate(found) else None
