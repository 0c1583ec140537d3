"""What was typed is shown again when it cannot be taken: signed out, a page too old, closed, too much."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from samrit.reports.models import Result
from tests.reports.pages import entry_url, round_url, signed_in, text, typed
from tests.world import NOW, World

pytestmark = pytest.mark.django_db


def test_signed_out_meanwhile_shows_what_was_typed(made: World, clock: time_machine.Traveller):
    client = signed_in(made.recorder)
    client.logout()
    url = entry_url(made, "1-1")
    response = client.post(url, typed(narrative="เขียนมาทั้งเช้า <b>", obstacles="น้ำท่วม"))
    page = text(response)
    assert response.status_code == 403
    assert "หมดเวลาการเข้าสู่ระบบ" in page
    assert "เขียนมาทั้งเช้า &lt;b&gt;</textarea>" in page
    assert "น้ำท่วม</textarea>" in page
    assert f'href="{url}"' in page
    assert Result.objects.count() == 0


def test_the_reason_for_filing_is_shown_again_too(made: World):
    response = Client().post(round_url(made), {"reason": "สถิติส่งไม่ทัน"})
    assert response.status_code == 403
    assert "สถิติส่งไม่ทัน</textarea>" in text(response)


def test_a_page_from_before_the_last_sign_in_is_refused_with_the_text(
    made: World, clock: time_machine.Traveller
):
    client = signed_in(made.recorder, enforce_csrf_checks=True)
    response = client.post(
        entry_url(made, "1-1"), typed(narrative="เขียนมาทั้งเช้า", csrfmiddlewaretoken="a" * 64)
    )
    assert response.status_code == 403
    assert "เขียนมาทั้งเช้า</textarea>" in text(response)
    assert Result.objects.count() == 0


def test_a_form_without_a_token_is_refused(made: World, clock: time_machine.Traveller):
    client = signed_in(made.approver, enforce_csrf_checks=True)
    assert client.post(entry_url(made, "1-1"), {"action": "approve", "version": "2"}).status_code == 403
    assert client.post(round_url(made), {"reason": "ก"}).status_code == 403


def test_the_pages_own_token_is_taken(made: World, clock: time_machine.Traveller):
    client = signed_in(made.recorder, enforce_csrf_checks=True)
    url = entry_url(made, "1-1")
    client.get(url)
    token = client.cookies["csrftoken"].value
    assert client.post(url, typed(csrfmiddlewaretoken=token)).status_code == 302
    assert Result.objects.count() == 1


def test_closed_between_opening_and_saving(made: World, clock: time_machine.Traveller):
    client, url = signed_in(made.recorder), entry_url(made, "1-1")
    client.get(url)
    clock.move_to(NOW + timedelta(days=2))
    client.force_login(made.recorder)
    response = client.post(url, typed("submit", value="1,234.5", narrative="เขียนมาทั้งเช้า"))
    page = text(response)
    assert response.status_code == 409
    assert "ปิดรับรายงานแล้วเมื่อ 12 ต.ค. 2567 เวลา 10.00 น." in page
    assert "1,234.5</textarea>" in page
    assert "เขียนมาทั้งเช้า</textarea>" in page
    assert Result.objects.count() == 0


def test_before_opening_the_buttons_say_when(made: World, clock: time_machine.Traveller):
    clock.move_to(NOW - timedelta(days=10))
    client = signed_in(made.recorder)
    page = text(client.get(entry_url(made, "1-1")))
    assert page.count('aria-describedby="no-saving"') == 2
    assert "ยังไม่เปิดรับรายงาน จะเปิด 1 ต.ค. 2567 เวลา 10.00 น." in page


def test_too_many_files_at_once(made: World, clock: time_machine.Traveller):
    files = [SimpleUploadedFile(f"{n}.pdf", b"%PDF-1.4") for n in range(11)]
    response = signed_in(made.recorder).post(entry_url(made, "1-1"), typed(evidence=files))
    assert response.status_code == 413
    assert "แนบครั้งละไม่เกิน 10 ไฟล์ ไฟล์ละไม่เกิน 20 MB" in text(response)
    assert Result.objects.count() == 0


def test_more_files_than_django_reads(made: World, clock: time_machine.Traveller, settings: Settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 5
    files = [SimpleUploadedFile(f"{n}.pdf", b"%PDF-1.4") for n in range(6)]
    response = signed_in(made.recorder).post(entry_url(made, "1-1"), typed(evidence=files))
    assert response.status_code == 413


def test_more_text_than_django_reads(made: World, clock: time_machine.Traveller):
    response = signed_in(made.recorder).post(entry_url(made, "1-1"), typed(narrative="ก" * 3_000_000))
    assert response.status_code == 413
    assert "ส่งมาครั้งเดียวมากเกินไป" in text(response)


def test_more_bytes_than_ten_files_are_not_read(
    made: World, clock: time_machine.Traveller, settings: Settings
):
    settings.EVIDENCE_MAX_BYTES = 0
    file = SimpleUploadedFile("ใหญ่.pdf", b"0" * 5_300_000)
    response = signed_in(made.recorder).post(entry_url(made, "1-1"), typed(evidence=[file]))
    assert response.status_code == 413


def test_a_text_longer_than_the_field_is_said_and_kept(made: World, clock: time_machine.Traveller):
    response = signed_in(made.recorder).post(entry_url(made, "1-1"), typed(narrative="ก" * 20_001))
    assert response.status_code == 422
    assert "ก" * 20_001 in text(response)
