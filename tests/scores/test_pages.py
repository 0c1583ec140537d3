"""The evaluator's pages: for evaluators only, equal queries for any number of rows, nothing typed is lost."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samrit.frameworks.models import Round
from samrit.people.models import Area
from samrit.reports.models import Filing
from samrit.rules.sealing import NOTHING_BEFORE
from samrit.scores.models import Publication, Verification
from tests.reports.pages import signed_in
from tests.world import NOW, World

pytestmark = pytest.mark.django_db


def addresses(made: World) -> list[str]:
    assert made.round is not None
    indicator = made.kpis["1-1"].indicator_id
    return [
        reverse("scores:list"),
        reverse("scores:round", args=[made.round.pk]),
        reverse("scores:verify", args=[made.round.pk, indicator]),
    ]


def test_the_evaluator_sees_the_desk(filed: World) -> None:
    for address in addresses(filed):
        assert signed_in(filed.evaluator).get(address).status_code == 200


def test_nobody_else_does(filed: World) -> None:
    for person in (filed.recorder, filed.approver, filed.coordinator, filed.stranger):
        assert [signed_in(person).get(address).status_code for address in addresses(filed)] == [404, 404, 404]
    for address in addresses(filed):
        assert Client().get(address).status_code == 302


def test_the_server_refuses_the_post_of_others(filed: World) -> None:
    assert filed.round is not None
    for name in ("scores:compute", "scores:publish"):
        assert signed_in(filed.coordinator).post(reverse(name, args=[filed.round.pk])).status_code == 404
    assert signed_in(filed.coordinator).post(addresses(filed)[2], {"decision": "accept"}).status_code == 404
    assert not Verification.objects.exists()


def test_verifying_leads_to_the_next_result_and_then_back_to_the_round(filed: World) -> None:
    client, indicators = (
        signed_in(filed.evaluator),
        [filed.kpis[n].indicator_id for n in ("1-1", "1-2", "2-1.1", "2-1.2")],
    )
    assert filed.round is not None
    seen = [
        client.post(reverse("scores:verify", args=[filed.round.pk, indicator]), {"decision": "accept"})[
            "Location"
        ]
        for indicator in indicators
    ]
    assert seen == [
        *(reverse("scores:verify", args=[filed.round.pk, indicator]) for indicator in indicators[1:]),
        reverse("scores:round", args=[filed.round.pk]),
    ]


def test_a_correction_without_reason_is_shown_again_with_what_was_typed(filed: World) -> None:
    answer = signed_in(filed.evaluator).post(
        addresses(filed)[2], {"decision": "correct", "value": "๑,๑๕๐.๔๐"}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "๑,๑๕๐.๔๐" in page
    assert "แก้ไขผลต้องบอกเหตุผล" in page


def test_a_correction_in_thai_digits_is_kept_exactly(filed: World) -> None:
    signed_in(filed.evaluator).post(
        addresses(filed)[2], {"decision": "correct", "value": "๑,๑๕๐.๔๐", "reason": "ตามหลักฐานหน้า 3"}
    )
    kept = Verification.objects.get()
    assert (kept.value, kept.reason) == (Decimal("1150.4"), "ตามหลักฐานหน้า 3")


def test_compute_and_publish_through_the_page(filed: World) -> None:
    assert filed.round is not None
    client = signed_in(filed.evaluator)
    for number in ("1-1", "1-2", "2-1.1", "2-1.2"):
        client.post(
            reverse("scores:verify", args=[filed.round.pk, filed.kpis[number].indicator_id]),
            {"decision": "accept"},
        )
    client.post(reverse("scores:compute", args=[filed.round.pk]))
    assert "77.500" in client.get(addresses(filed)[1]).content.decode()
    client.post(reverse("scores:confirm", args=[filed.round.pk]))
    client.post(reverse("scores:publish", args=[filed.round.pk]))
    assert Publication.objects.get().published_by == filed.evaluator


def test_computing_too_early_says_why(filed: World) -> None:
    assert filed.round is not None
    answer = signed_in(filed.evaluator).post(reverse("scores:compute", args=[filed.round.pk]), follow=True)
    assert "ยังตรวจไม่ครบ เหลืออีก 4 ตัวชี้วัด" in answer.content.decode()


def test_the_list_makes_the_same_queries_for_any_number_of_rounds(filed: World) -> None:
    client = signed_in(filed.evaluator)
    address = reverse("scores:list")
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(address)
    for code in ("11", "12"):
        _filed_round(filed, Area.objects.get(code=code))
    with CaptureQueriesContext(connection) as three:
        client.get(address)
    assert len(three) == len(one)


def _filed_round(made: World, area: Area) -> None:
    round_ = Round.objects.create(
        area=area, fiscal_year_id=2567, months=12, opens_at=NOW - timedelta(days=9), closes_at=NOW
    )
    Filing.objects.create(
        round=round_, number=1, area=area, place=1, filed_by=made.coordinator, filed_at=NOW, results=0,
        code=area.pk.zfill(16), snapshot="{}", sha256=area.pk, previous_sha256=NOTHING_BEFORE,
    )  # fmt: skip


def test_the_round_page_makes_the_same_queries_for_any_number_of_verifications(filed: World) -> None:
    client = signed_in(filed.evaluator)
    address = addresses(filed)[1]
    client.post(addresses(filed)[2], {"decision": "accept"})
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for number in ("1-2", "2-1.1"):
        client.post(
            reverse(
                "scores:verify", args=[filed.round.pk if filed.round else 0, filed.kpis[number].indicator_id]
            ),
            {"decision": "accept"},
        )
    client.get(address)
    with CaptureQueriesContext(connection) as three:
        client.get(address)
    assert len(three) == len(one)
