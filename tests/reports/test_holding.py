"""A save reads its item once: how often it asks the database, and that what is held is never older than the database."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from samrit.people.queries import duties_of
from samrit.reports.actions import holding, save_result
from samrit.reports.models import Result
from samrit.reports.queries import Item
from samrit.rules.wording import RefusedError
from tests.reports.pages import entry_url, signed_in, typed
from tests.world import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
AT_MOST = 17  # the session, the person, the item, the row, the trail; with the transaction's own


def save(made: World, item: Item, value: int, version: int) -> Result:
    texts = {"narrative": "ก", "supporting_factors": "", "obstacles": ""}
    return save_result(
        item=item, value=Decimal(value), missing=None, **texts, version=version, by=made.recorder, now=NOW
    )


def test_a_save_asks_little_of_the_database(made: World):
    client, url = signed_in(made.recorder), entry_url(made, "1-1")
    assert client.post(url, typed()).status_code == 302
    with CaptureQueriesContext(connection) as asked:
        assert client.post(url, typed(value="5", version="1")).status_code == 302
    assert Result.objects.get().version == 2
    assert len(asked) <= AT_MOST, [one["sql"][:80] for one in asked.captured_queries]


def test_what_is_held_is_taken_once_and_then_read_again(made: World):
    duties, kpi = duties_of(made.recorder, localdate(NOW)), made.kpis["1-1"]
    assert made.round is not None
    with holding(duties, made.round.pk, kpi.indicator_id) as item:
        assert item is not None
        assert item.result is None
        save(made, item, 1, version=0)
        with pytest.raises(RefusedError, match="บันทึกทับ"):
            save(made, item, 2, version=0)
        save(made, item, 2, version=1)
    assert (Result.objects.get().value, Result.objects.get().version) == (Decimal(2), 2)


def test_an_item_held_for_one_person_is_judged_anew_for_another(made: World):
    duties, kpi = duties_of(made.coordinator, localdate(NOW)), made.kpis["1-1"]
    assert made.round is not None
    with holding(duties, made.round.pk, kpi.indicator_id) as item:
        assert item is not None
        save(made, item, 1, version=0)  # the recorder's own right, not the coordinator's
    assert Result.objects.get().saved_by == made.recorder


def test_what_one_may_not_see_is_not_held(made: World):
    kpi = made.kpis["1-1"]
    assert made.round is not None
    with holding(duties_of(made.statistician, localdate(NOW)), made.round.pk, kpi.indicator_id) as item:
        assert item is None
