"""The demo's story: things that happen at moments, told in the order of time through the real actions."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib import resources
from typing import Any

from django.utils.timezone import get_default_timezone, localtime

from samrit.frameworks.models import Round
from samrit.people.models import Agency, Area, User

Act = Callable[[datetime], object]


@cache
def told(name: str) -> Mapping[str, Any]:
    """The facts of one file beside this one."""
    return tomllib.loads((resources.files(__package__) / f"{name}.toml").read_text(encoding="utf-8"))


def local(text: str) -> datetime:
    """``2024-03-08 10:20`` in Bangkok."""
    return datetime.fromisoformat(text).replace(tzinfo=get_default_timezone())


@dataclass
class Story:
    """What exists so far, by short keys, and what is still to be told.

    Agencies are known as (``13``, ``office``), people as ``13.office.coordinator``, rounds as (``13``, 2567, 6).
    ``papers``: this machine can make PDFs.
    """

    now: datetime
    papers: bool
    agencies: dict[tuple[str, str], Agency] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    rounds: dict[tuple[str, int, int], Round] = field(default_factory=dict)
    steps: list[tuple[datetime, int, Act]] = field(default_factory=list)

    def at(self, moment: datetime, act: Act) -> None:
        """Let something happen at a moment (which it is given); of one moment, in the order of asking."""
        if moment > self.now:
            raise ValueError(f"the demo tells nothing of the future: {moment}")
        self.steps.append((moment, len(self.steps), act))

    def ago(self, days: int, hour: int = 9, minute: int = 0) -> datetime:
        """So many days before today, at this local time."""
        day: date = localtime(self.now).date() - timedelta(days=days)
        return datetime.combine(day, time(hour, minute), get_default_timezone())

    def tell(self, say: Callable[[int, int], None]) -> None:
        """Let everything happen; ``say`` is told how much of how much, four times on the way."""
        total = len(self.steps)
        for done, (moment, _order, act) in enumerate(sorted(self.steps, key=lambda step: step[:2]), start=1):
            act(moment)
            if done * 4 // total > (done - 1) * 4 // total:
                say(done, total)


def area_of(code: str) -> Area:
    return Area.objects.get(code=code)
