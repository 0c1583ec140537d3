"""The pages of assigning and judging: for evaluators only, nothing named that is not to be, nothing typed is lost."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samrit.frameworks.models import FiscalYear, KpiTemplate, Round
from samrit.people.models import Area, User
from samrit.scores.models import Assignment, Comparison, TwoScorers, Verification
from samrit.scores.queries import proposed
from tests.reports.pages import signed_in
from tests.scores.assigning import disputed, evaluators, give, take, two_scorers
from tests.world import DAY, NOW, World

pytestmark = pytest.mark.django_db

LEVELS = [{"level": f"ระดับ {place}", "description": f"ขั้นที่ {place} ครบ"} for place in (1, 2, 3, 4)]


def page_of(made: World, number: str) -> str:
    assert made.round is not None
    return reverse("scores:verify", args=[made.round.pk, made.kpis[number].indicator_id])


def text(user: User, address: str, status: int = 200) -> str:
    answer = signed_in(user).get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_for_evaluators_only(filed: World) -> None:
    one, two = evaluators(filed, "one", "two")
    comparison = disputed(filed, "1-1", one, two)
    assert filed.round is not None
    pages = [
        reverse("scores:assignments", args=[2567]),
        reverse("scores:round_assignments", args=[filed.round.pk]),
        reverse("scores:disputes"),
        reverse("scores:reconcile", args=[comparison.pk]),
        reverse("scores:calibration", args=[2567]),
    ]
    for person in (filed.recorder, filed.coordinator, filed.stranger):
        assert [signed_in(person).get(page).status_code for page in pages] == [404] * 5
    assert [signed_in(filed.evaluator).get(page).status_code for page in pages] == [200] * 5


def test_the_third_reads_both_without_their_names_and_decides(filed: World) -> None:
    one, two = evaluators(filed, "somchai-one", "somsri-two")
    comparison = disputed(filed, "1-1", one, two)
    page = reverse("scores:reconcile", args=[comparison.pk])
    shown = text(filed.evaluator, page)
    assert "1,150.4" in shown
    assert "ผู้ตรวจ ก" in shown.replace("</h3>", "")
    assert ("somchai" in shown, "somsri" in shown) == (False, False)
    for gave in (one, two):
        assert signed_in(gave).get(page).status_code == 404, "before the third has decided"
    client = signed_in(filed.evaluator)
    assert client.post(page, {"decision": "accept", "reason": ""}).status_code == 422
    assert client.post(page, {"decision": "accept", "reason": "ตารางถูกต้อง"})["Location"] == page_of(
        filed, "1-1"
    )
    assert Verification.objects.get().reason == "ตารางถูกต้อง"
    assert signed_in(one).get(page).status_code == 200


def test_two_judge_at_the_page_and_the_evidence_that_was_looked_at_is_kept(filed: World) -> None:
    one, two = evaluators(filed, "one", "two")
    two_scorers(filed, "1-1")
    take(filed, "1-1", "first", one)
    take(filed, "1-1", "second", two)
    page = page_of(filed, "1-1")
    answer = signed_in(one).post(page, {"decision": "accept"}, follow=True).content.decode()
    assert "ยังไม่มีใครเห็น" in answer
    answer = signed_in(two).post(
        page, {"decision": "correct", "value": "๑,๑๕๐.๔๐", "reason": "หน้า 3"}, follow=True
    )
    assert "ส่งตัวชี้วัด 1-1 ให้ผู้ชี้ขาดแล้ว" in answer.content.decode()
    assert Comparison.objects.get().second.value == Decimal("1150.4")


def test_somebody_else_s_item_says_whom_to_ask(filed: World) -> None:
    (one,) = evaluators(filed, "one")
    take(filed, "1-1", "first", one)
    assert "มอบหมายให้ one ตรวจ" in text(filed.evaluator, page_of(filed, "1-1"))
    assert signed_in(filed.evaluator).post(page_of(filed, "1-1"), {"decision": "accept"}).status_code == 409
    assert not Verification.objects.exists()


def test_a_milestone_is_judged_by_its_level_with_a_reason_for_each_criterion(filed: World) -> None:
    kpi = filed.kpis["2-1.1"]
    contents = {"level_descriptions": LEVELS, "issues": [{"issue": "แผน"}, {"issue": "บริการ"}]}
    kpi.template = KpiTemplate.objects.create(contents=contents, made_by=filed.evaluator, made_at=NOW)
    kpi.interpolate = "step"
    kpi.save()
    client, page = signed_in(filed.evaluator), page_of(filed, "2-1.1")
    assert client.post(page, {"level": "3", "reason_0": "ครบ"}).status_code == 422
    client.post(page, {"level": "3", "reason_0": "ครบ", "reason_1": "ใช้ได้สามอำเภอ"})
    kept = Verification.objects.get()
    assert (kept.decision, kept.value, kept.rubric["level"]) == ("correct", Decimal(3), "ระดับ 3")
    assert kept.reason == "แผน: ครบ\nบริการ: ใช้ได้สามอำเภอ"
    assert "ใช้ได้สามอำเภอ" in client.get(page).content.decode()
    client.post(page, {"level": "4", "reason_0": "ครบ", "reason_1": "ครบทุกอำเภอ"})
    assert Verification.objects.get(superseded_at=None).decision == "accept", "the level that was reported"
    client.post(page, {"level": "missing:no_data", "reason_0": "ไม่มี", "reason_1": "ไม่มี"})
    assert Verification.objects.get(superseded_at=None).missing == "no_data"


def test_the_plan_is_previewed_confirmed_and_nothing_is_given_twice(filed: World) -> None:
    evaluators(filed, "one")
    client, page = signed_in(filed.evaluator), reverse("scores:assignments", args=[2567])
    shown = client.get(page, {"plan": "1", "months": "12"}).content.decode()
    seal = proposed(2567, 12, day=DAY, capacity=None).seal
    assert seal in shown
    assert not Assignment.objects.exists()
    sent = {"plan": "1", "months": "12", "seal": seal}
    assert client.post(page, sent)["Location"] == f"{page}?months=12"
    assert Assignment.objects.count() == 4
    assert client.post(page, sent).status_code == 409
    assert client.post(page, {**sent, "due_on": "วันไหนก็ได้"}).status_code == 422


def test_two_are_asked_for_at_the_page_and_one_again(filed: World) -> None:
    client, page = signed_in(filed.evaluator), reverse("scores:ask_two_scorers", args=[2567])
    client.post(page, {"library_kpi": "1", "reason": "ก"})
    assert not TwoScorers.objects.exists(), "no KPI of this year"
    two_scorers(filed, "1-1")
    end = reverse("scores:end_two_scorers", args=[2567, TwoScorers.objects.get().pk])
    client.post(end, {"reason": ""})
    assert TwoScorers.objects.get().ended_at is None
    client.post(end, {"reason": "พอแล้ว"})
    assert TwoScorers.objects.get().end_reason == "พอแล้ว"


def test_calibration_names_nobody_else_and_waits_with_one_s_own_disputes(filed: World) -> None:
    one, two = evaluators(filed, "somchai-one", "somsri-two")
    disputed(filed, "1-1", one, two)
    page = reverse("scores:calibration", args=[2567])
    assert "ยังไม่มีคู่ให้เทียบ" in text(one, page)
    shown = text(filed.evaluator, page)
    assert "ยังน้อยเกินไป" in shown
    assert ("somchai" in shown, "somsri" in shown) == (False, False)


def test_mine_is_what_waits_for_me(filed: World) -> None:
    one, two = evaluators(filed, "one", "two")
    take(filed, "1-1", "first", one)
    assert filed.round is not None
    mine = f"{reverse('scores:list')}?mine=1"
    round_page = reverse("scores:round", args=[filed.round.pk])
    assert (round_page in text(one, mine), round_page in text(two, mine)) == (True, False)
    assert "ตรวจรายการที่มอบหมายให้คุณ" in text(one, "/")


def test_the_same_queries_for_any_number_of_provinces(filed: World) -> None:
    client = signed_in(filed.evaluator)
    pages = [reverse("scores:assignments", args=[2567]), reverse("scores:disputes"), reverse("scores:list")]
    assert [client.get(page).status_code for page in pages] == [200] * 3
    before = [_queries(client, page) for page in pages]
    for code in ("11", "12"):
        Round.objects.create(
            area=Area.objects.get(code=code), fiscal_year=FiscalYear.objects.get(pk=2567), months=12,
            opens_at=NOW, closes_at=NOW + timedelta(days=1), ruled_by=filed.edition,
        )  # fmt: skip
    assert [_queries(client, page) for page in pages] == before


def _queries(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as made:
        client.get(page)
    return len(made)


def test_disputes_make_the_same_queries_for_one_and_three(filed: World) -> None:
    one, two = evaluators(filed, "one", "two")
    disputed(filed, "1-1", one, two)
    client, page = signed_in(filed.evaluator), reverse("scores:disputes")
    client.get(page)
    before = _queries(client, page)
    for number in ("1-2", "2-1.2"):
        two_scorers(filed, number)
        take(filed, number, "first", one)
        take(filed, number, "second", two)
        give(filed, number, one)
        give(filed, number, two, "1")
    assert Comparison.objects.count() == 3
    assert _queries(client, page) == before
