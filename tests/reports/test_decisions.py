"""The approver's side of the same page: approve, return, and what the server refuses all the same."""

import re
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse

from samrit.audit.models import Event
from samrit.people.models import User
from samrit.reports.actions import approve_result, return_result, submit_result
from samrit.reports.models import Result
from samrit.rules.wording import RefusedError
from tests import world
from tests.reports.pages import entry_url, said, signed_in, text, typed
from tests.world import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def handed_over(made: World) -> World:
    world.save(made, "1-1", "1200")
    submit_result(item=made.item("1-1"), by=made.recorder, now=NOW)
    return made


def post(made: World, who: User, action: str, **fields: str) -> HttpResponse:
    return signed_in(who).post(entry_url(made, "1-1"), {"action": action, "version": "2", **fields})


def button(page: str, label: str) -> str:
    """The tag of the button with this label."""
    found = re.findall(rf"<button[^>]*>(?:(?!</button>).)*{label}\s*</button>", page, re.DOTALL)
    return found[0].split(">")[0] if found else ""


def test_approving(handed_over: World):
    response = post(handed_over, handed_over.approver, "approve")
    assert response.status_code == 302
    assert said(response) == ["อนุมัติแล้ว ผู้ประสานงานจังหวัดนำไปรวมในรายงานของจังหวัดได้"]
    assert Result.objects.get().approved_by == handed_over.approver


def test_returning_with_a_reason(handed_over: World):
    assert post(handed_over, handed_over.approver, "return", reason=" แก้หน่วย ").status_code == 302
    result = Result.objects.get()
    assert (result.status, result.return_reason) == ("returned", "แก้หน่วย")


def test_returning_without_a_reason_is_said_beside_the_field(handed_over: World):
    response = post(handed_over, handed_over.approver, "return", reason="  ")
    assert response.status_code == 422
    assert "ส่งกลับแก้ไขต้องบอกเหตุผล เพื่อให้ผู้บันทึกรู้ว่าต้องแก้อะไร" in text(response)
    assert Result.objects.get().status == "submitted"


def test_own_work_is_disabled_with_the_reason_and_refused(made: World):
    client, url = signed_in(made.colleague), entry_url(made, "1-1")
    client.post(url, typed("submit"))
    page = text(client.get(url))
    assert 'aria-disabled="true"' in button(page, "อนุมัติ")
    assert "ผู้ที่บันทึกผลนี้อนุมัติเองไม่ได้" in page
    version = str(Result.objects.get().version)
    response = client.post(url, {"action": "approve", "version": version})
    assert response.status_code == 409
    assert Result.objects.get().status == "submitted"


@pytest.mark.parametrize("who", ["recorder", "coordinator", "evaluator"])
@pytest.mark.parametrize("action", ["approve", "return"])
def test_without_the_role_the_server_refuses(handed_over: World, who: str, action: str):
    response = post(handed_over, getattr(handed_over, who), action, reason="แก้")
    assert response.status_code == 409
    assert Result.objects.get().status == "submitted"


@pytest.mark.parametrize("who", ["statistics_approver", "stranger"])
def test_other_approvers_find_nothing_to_decide(handed_over: World, who: str):
    assert post(handed_over, getattr(handed_over, who), "approve").status_code == 404
    assert Result.objects.get().status == "submitted"


def test_a_double_click_approves_once(handed_over: World):
    responses = [post(handed_over, handed_over.approver, "approve") for _ in range(2)]
    assert [response.status_code for response in responses] == [302, 302]
    assert Event.objects.filter(verb="approve").count() == 1


def test_another_approvers_decision_is_told(handed_over: World):
    return_result(item=handed_over.item("1-1"), reason="แก้", by=handed_over.colleague, now=NOW)
    response = post(handed_over, handed_over.approver, "approve")
    assert response.status_code == 409
    assert "อนุมัติไม่ได้ในขณะนี้ เพราะรายการอยู่ในสถานะ “ส่งกลับให้แก้ไข”" in text(response)


def test_what_changed_since_the_page_was_opened_is_looked_at_first(handed_over: World):
    recorder, url = signed_in(handed_over.recorder), entry_url(handed_over, "1-1")
    recorder.post(url, {"action": "recall"})
    recorder.post(url, typed("submit", value="9,999", version="3"))
    response = post(handed_over, handed_over.approver, "approve")
    assert response.status_code == 409
    assert "รายการนี้เปลี่ยนไปหลังจากคุณเปิดหน้า" in text(response)
    assert "9,999" in text(response)
    assert Result.objects.get().status == "submitted"


def test_a_form_without_a_version_approves_nothing(handed_over: World):
    response = signed_in(handed_over.approver).post(entry_url(handed_over, "1-1"), {"action": "approve"})
    assert response.status_code == 409


def test_after_closing_the_reason_typed_is_shown_again(handed_over: World, clock: time_machine.Traveller):
    clock.move_to(NOW + timedelta(days=2))
    response = post(handed_over, handed_over.approver, "return", reason="ยอดไม่ตรง")
    page = text(response)
    assert response.status_code == 409
    assert "ปิดรับรายงานแล้วเมื่อ 12 ต.ค. 2567 เวลา 10.00 น." in page
    assert "ยอดไม่ตรง</textarea>" in page


def test_what_changed_since_the_last_return_is_listed(handed_over: World):
    return_result(item=handed_over.item("1-1"), reason="แก้หน่วย", by=handed_over.approver, now=NOW)
    url, client = entry_url(handed_over, "1-1"), signed_in(handed_over.recorder)
    client.post(url, typed(value="1,300", version="3"))
    client.post(url, typed("submit", value="1,400", version="4"))
    page = text(signed_in(handed_over.approver).get(url))
    changes = page.split("สิ่งที่เปลี่ยนตั้งแต่ส่งกลับครั้งก่อน")[1].split("</section>")[0]
    rows = [re.sub(r"<.*?>|\s+", " ", row).split() for row in changes.split("<dt>")[1:]]
    assert rows == [
        ["ผลการดำเนินงาน", "เดิม", "1,200", "ล้านบาท", "เป็น", "1,400", "ล้านบาท"],
        # world.save told a supporting factor that the page's form sends empty
        ["ปัจจัยสนับสนุน", "เดิม", "ได้รับความร่วมมือจากชุมชน", "เป็น", "ว่าง"],
    ]


def test_the_coordinator_may_return_what_is_approved_before_filing(handed_over: World):
    approve_result(item=handed_over.item("1-1"), by=handed_over.approver, now=NOW)
    page = text(signed_in(handed_over.coordinator).get(entry_url(handed_over, "1-1")))
    assert "ส่งกลับก่อนส่งรายงาน" in page
    assert post(handed_over, handed_over.coordinator, "return", version="3", reason="แก้").status_code == 302


# ── at the same moment ──────────────────────────────────────────────────────
def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run the acts in threads that start together; the codes of their refusals, '' for the one that won."""
    barrier, outcomes = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        try:
            barrier.wait()
            act()
            outcomes.append("")
        except RefusedError as refused:
            outcomes.append(refused.refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_the_same_moment_one_wins(handed_over: World):
    item = handed_over.item("1-1")
    outcomes = at_once(
        lambda: approve_result(item=item, by=handed_over.approver, now=NOW, version=2),
        lambda: return_result(item=item, reason="แก้", by=handed_over.colleague, now=NOW, version=2),
    )
    result = Result.objects.get()
    winner = {"approved": "changed_since_opened", "returned": "approve_from_returned"}
    assert outcomes == ["", winner[result.status]]
    assert Event.objects.filter(verb__in=["approve", "return"]).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_approvals_at_the_same_moment_one_is_signed(handed_over: World):
    item = handed_over.item("1-1")
    outcomes = at_once(
        lambda: approve_result(item=item, by=handed_over.approver, now=NOW),
        lambda: approve_result(item=item, by=handed_over.colleague, now=NOW),
    )
    assert outcomes == ["", "approve_from_approved"]
    assert Event.objects.filter(verb="approve").count() == 1
