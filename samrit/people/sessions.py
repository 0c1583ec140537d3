"""Sessions in the database, found again by a read that is translated once: every page of who is signed in begins with it."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from samrit.ui.prepared import Prepared

_SESSION = Prepared(lambda key: Session.objects.filter(session_key=key), str)


class SessionStore(db.SessionStore):
    """Django's own, but for the read."""

    def _get_session_from_db(self) -> Session | None:
        for found in _SESSION(self.session_key) if self.session_key else ():
            if found.expire_date > timezone.now():
                return found
        self._session_key = None
        return None
