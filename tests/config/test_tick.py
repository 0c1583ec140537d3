"""What one turn of the worker does, without a worker."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
import time_machine

from samrit.audit.models import Event
from samrit.config.tasks import tick
from samrit.frameworks.queries import edition_in_force
from samrit.notices.models import OutboxMail
from samrit.rules.amendment import Fate
from tests import world
from tests.revisions import publish_revised, revise
from tests.world import NOW

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW.date() + timedelta(days=1)


def turn(at: datetime) -> dict[str, str]:
    with time_machine.travel(at, tick=False):
        return tick.func(cast("Any", SimpleNamespace(task_result=SimpleNamespace(worker_ids=["one"]))))


def midnight(day: date) -> datetime:
    """00.00 น. of the day, in UTC."""
    return NOW.replace(year=day.year, month=day.month, day=day.day, hour=17, minute=0) - timedelta(days=1)


def test_an_edition_comes_into_force_on_its_day_though_nobody_opens_a_page() -> None:
    made = world.make_world()
    revised = publish_revised(made, revise(made, effective_on=LATER), {"1-1": Fate.KEPT})
    assert turn(midnight(LATER) - timedelta(seconds=1))["revisions"] == "0"
    assert edition_in_force("13", 2567) == made.edition
    done = turn(midnight(LATER))
    assert (done["revisions"], edition_in_force("13", 2567)) == ("1", revised)
    assert list(done).index("revisions") < list(done).index("compose")
    assert "failed" not in done.values()
    assert turn(midnight(LATER))["revisions"] == "0"


def test_personal_data_goes_once_a_day_where_the_site_says_so(settings: Any) -> None:
    for days in (1, 3000):
        sent = NOW - timedelta(days=days)
        OutboxMail.objects.create(
            message_id=str(days), sent_at=sent, sender="s", recipients="r@example.go.th"
        )
    assert turn(NOW)["retention"] == "0"  # a site that says nothing
    settings.RETENTION = True
    assert (turn(NOW)["retention"], turn(NOW)["retention"]) == ("1", "0")
    assert [mail.message_id for mail in OutboxMail.objects.all()] == ["1"]
    event = Event.objects.get(verb="apply_retention")
    assert (event.actor_id, event.after["retention_rows"]) == (None, 1)
