"""Personal data as the law asks to have it written down: which activities, why, how long – all of it data (``privacy.toml``)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True)
class Activity:
    """กิจกรรมการประมวลผล. ``fields``: ``room.model.column`` that hold personal data themselves, in lower case."""

    code: str
    name: str
    purpose: str
    basis: str
    subjects: str
    data: str
    recipients: str
    kept: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Retention:
    """Rows of ``model`` go when the moment in ``older`` is more than ``days`` ago; ``only`` narrows them."""

    code: str
    name: str
    model: str
    older: str
    days: int
    only: Mapping[str, Any] = field(default_factory=dict)

    def before(self, now: datetime) -> datetime:
        return now - timedelta(days=self.days)


@dataclass(frozen=True)
class Privacy:
    activities: tuple[Activity, ...]
    impersonal: frozenset[str]
    retention: tuple[Retention, ...]

    @property
    def fields(self) -> dict[str, Activity]:
        """Each column that holds personal data → the activity it belongs to."""
        return {name: activity for activity in self.activities for name in activity.fields}


@cache
def privacy() -> Privacy:
    data = tomllib.loads((resources.files("samrit.rules") / "privacy.toml").read_text(encoding="utf-8"))
    return Privacy(
        activities=tuple(Activity(**{**one, "fields": tuple(one["fields"])}) for one in data["activity"]),
        impersonal=frozenset(data["impersonal"]["fields"]),
        retention=tuple(Retention(**one) for one in data["retention"]),
    )
