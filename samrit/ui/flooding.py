"""Too many answers from one place: counted in this process's memory only, under a name that nobody can turn back.

The name is a digest of the network address with a salt of the day that is never written down: tomorrow it is another one,
and after a restart too. Nothing of it reaches the database, a log or another process.
"""

import hmac
import secrets
from collections import OrderedDict
from datetime import date, datetime
from hashlib import sha256
from threading import Lock

MINUTE = 60
MOST_PLACES = 20_000  # then the oldest are forgotten


class Flood:
    """``limit`` answers a minute from one place; 0 counts nothing."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._salt: tuple[date | None, bytes] = (None, b"")
        self._counts: OrderedDict[bytes, tuple[int, int]] = OrderedDict()

    def forget(self) -> None:
        """Begin anew, as after a restart."""
        with self._lock:
            self._counts.clear()

    def seconds_to_wait(self, place: str, *, limit: int, now: datetime, many: int = 1) -> int:
        """0: taken in. Otherwise how long until the next minute begins; what is turned away is not counted on top."""
        if not limit:
            return 0
        minute, second = divmod(int(now.timestamp()), MINUTE)
        with self._lock:
            key = self.name_of(place, now.date())
            since, count = self._counts.pop(key, (minute, 0))
            count = count if since == minute else 0
            over = count + many > limit
            self._counts[key] = (minute, count if over else count + many)
            while len(self._counts) > MOST_PLACES:
                self._counts.popitem(last=False)
        return MINUTE - second if over else 0

    def name_of(self, place: str, day: date) -> bytes:
        """Another one every day and in every process."""
        if self._salt[0] != day:
            self._salt = (day, secrets.token_bytes(32))
            self._counts.clear()
        return hmac.digest(self._salt[1], place.encode(), sha256)[:16]


flood = Flood()
