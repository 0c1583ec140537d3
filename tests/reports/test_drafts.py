"""Words that are not saved: whose they are, what they never touch, and what becomes of them at closing."""

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samrit.audit.models import Event
from samrit.frameworks.models import Kpi
from samrit.reports.models import EntryDraft, Result
from samrit.rules import rulesets
from tests import world
from tests.reports.pages import entry_url, said, signed_in, text, typed
from tests.world import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
CLOSES = NOW + timedelta(days=2)
SECOND = timedelta(seconds=1)
GRACE = timedelta(seconds=rulesets.load("2567").grace_seconds)


def autosave(client: Client, url: str, sitting: str = "a", **changes: Any) -> dict[str, Any]:
    sent = typed("autosave", sitting=sitting, draft="0", **changes)
    answer: dict[str, Any] = json.loads(
        client.post(url, sent, headers={"Accept": "application/json"}).content
    )
    return answer


def fields_of(response: HttpResponse) -> dict[str, Any]:
    form = response.context["form"]
    return {name: form[name].value() for name in ("version", "opened", "draft")}


# ── keeping ─────────────────────────────────────────────────────────────────
def test_a_draft_is_the_persons_own_and_leaves_no_trace(made: World):
    client, url = signed_in(made.recorder), entry_url(made, "1-1")
    answer = autosave(client, url, value="ราว 1,200", narrative="เขียนค้างไว้")
    assert (answer["state"], answer["draft"]) == ("kept", 1)
    assert answer["words"] == "เก็บร่างอัตโนมัติแล้ว 10.00 น. ยังไม่ได้บันทึก"
    draft = EntryDraft.objects.get()
    assert (draft.person, draft.typed["value"], draft.typed["narrative"]) == (
        made.recorder,
        "ราว 1,200",
        "เขียนค้างไว้",
    )
    assert (Result.objects.count(), Event.objects.filter(subject__startswith="reports.").count()) == (0, 0)
    assert "เขียนค้างไว้" in text(client.get(url))
    for other in (made.colleague, made.approver, made.coordinator, made.evaluator):
        assert "เขียนค้างไว้" not in text(signed_in(other).get(url))


@pytest.mark.parametrize("who", ["approver", "coordinator", "evaluator"])
def test_only_who_records_may_leave_a_draft(made: World, who: str):
    assert autosave(signed_in(getattr(made, who)), entry_url(made, "1-1"))["state"] == "not_your_entry"
    assert EntryDraft.objects.count() == 0


@pytest.mark.parametrize("who", ["statistician", "stranger"])
def test_for_everybody_else_there_is_nothing_to_type_into(made: World, who: str):
    response = signed_in(getattr(made, who)).post(entry_url(made, "1-1"), typed("autosave"))
    assert response.status_code == 404
    assert EntryDraft.objects.count() == 0


def test_saving_takes_the_draft_away(made: World):
    client, url = signed_in(made.recorder), entry_url(made, "1-1")
    autosave(client, url, value="1,200")
    shown = fields_of(client.get(url))
    assert shown["draft"] == "1"
    client.post(url, typed(value="1,200", **shown))
    assert (Result.objects.get().value, EntryDraft.objects.count()) == (Decimal(1200), 0)


def test_submitting_takes_the_draft_away(made: World):
    client, url = signed_in(made.recorder), entry_url(made, "1-1")
    autosave(client, url, value="1,200")
    client.post(url, typed("submit", value="1,200", draft="1"))
    assert (Result.objects.get().status, EntryDraft.objects.count()) == ("submitted", 0)


def test_typing_back_to_what_is_saved_leaves_no_draft(made: World):
    world.save(made, "1-1", "1200")
    client, url = signed_in(made.recorder), entry_url(made, "1-1")
    saved = {"narrative": "ดำเนินการตามแผน", "supporting_factors": "ได้รับความร่วมมือจากชุมชน", "version": "1"}
    assert autosave(client, url, **{**saved, "narrative": "อื่น"})["draft"] == 1
    assert autosave(client, url, **{**saved, "value": "๑,๒๐๐"})["draft"] == 0
    assert EntryDraft.objects.count() == 0


def test_a_second_window_writes_over_nothing(made: World):
    client, url = signed_in(made.recorder), entry_url(made, "1-1")
    autosave(client, url, "a", narrative="หน้าต่างแรก")
    answer = autosave(client, url, "b", narrative="หน้าต่างที่สอง")
    assert (answer["state"], EntryDraft.objects.get().typed["narrative"]) == ("draft_elsewhere", "หน้าต่างแรก")
    assert autosave(client, url, "a", narrative="แรกต่อ")["draft"] == 2  # its own, though the answer was lost
    assert autosave(client, url, "b", narrative="แรกต่อ")["state"] == "kept"  # says the same


def test_a_text_too_long_is_said(made: World):
    answer = autosave(signed_in(made.recorder), entry_url(made, "1-1"), narrative="ก" * 20_001)
    assert (answer["state"], EntryDraft.objects.count()) == ("too_long", 0)


def test_discarding_takes_only_what_was_shown(made: World):
    client, url = signed_in(made.recorder), entry_url(made, "1-1")
    autosave(client, url, narrative="หนึ่ง")
    assert said(client.post(url, {"action": "discard:7"})) == ["ข้อความที่ค้างไว้เปลี่ยนไปแล้ว จึงยังไม่ได้ทิ้ง"]
    assert EntryDraft.objects.count() == 1
    client = signed_in(made.recorder)
    assert said(client.post(url, {"action": "discard:1"})) == ["ทิ้งข้อความที่พิมพ์ค้างไว้แล้ว หน้านี้แสดงฉบับที่บันทึกไว้"]
    assert EntryDraft.objects.count() == 0


@pytest.mark.parametrize("opened", ["", "[]", "null", '{"value": 1}', "{", "x" * 5000, "[" * 5000])
def test_a_form_bent_out_of_shape_breaks_nothing(made: World, opened: str):
    client, url = signed_in(made.recorder), entry_url(made, "1-1")
    assert autosave(client, url, opened=opened, version="²")["state"] == "kept"
    assert client.get(url).status_code == 200
    assert client.post(url, typed(opened=opened, draft="²")).status_code in {302, 422}


def test_a_page_of_another_person_saves_nothing(made: World):
    client, url = signed_in(made.colleague), entry_url(made, "1-1")
    sent = typed(person=str(made.recorder.pk), narrative="ของผู้บันทึก")
    response = client.post(url, sent)
    assert response.status_code == 409
    assert "ของผู้บันทึก" not in text(response)
    assert Result.objects.count() == 0


def test_a_script_without_a_sign_in_is_told_in_json(made: World):
    response = Client().post(
        entry_url(made, "1-1"), typed("autosave"), headers={"Accept": "application/json"}
    )
    assert (response.status_code, json.loads(response.content)) == (401, {"state": "signed_out"})


def test_the_page_is_never_taken_from_a_store(made: World):
    response = signed_in(made.recorder).get(entry_url(made, "1-1"))
    assert "no-store" in response.headers["Cache-Control"]


# ── two people ──────────────────────────────────────────────────────────────
def test_what_only_one_of_two_changed_is_kept_of_both(made: World):
    world.save(made, "1-1", "1200")
    mine, url = signed_in(made.recorder), entry_url(made, "1-1")
    opened = fields_of(mine.get(url))
    same = {"narrative": "ดำเนินการตามแผน", "supporting_factors": "ได้รับความร่วมมือจากชุมชน"}
    signed_in(made.colleague).post(url, typed(**{**same, "obstacles": "น้ำท่วม"}, **opened))
    response = mine.post(url, typed(**{**same, "value": "1,210"}, **opened))
    assert said(response) == ["รวมกับที่ colleague บันทึกไว้ระหว่างนั้นแล้ว: ปัญหาอุปสรรค", "บันทึกร่างแล้ว"]
    result = Result.objects.get()
    assert (result.value, result.obstacles, result.version) == (Decimal(1210), "น้ำท่วม", 3)


def test_what_both_changed_is_decided_by_a_person(made: World):
    world.save(made, "1-1", "1200")
    mine, url = signed_in(made.recorder), entry_url(made, "1-1")
    opened = fields_of(mine.get(url))
    same = {"narrative": "ดำเนินการตามแผน", "supporting_factors": "ได้รับความร่วมมือจากชุมชน"}
    signed_in(made.colleague).post(url, typed(**{**same, "value": "1,230", "obstacles": "น้ำท่วม"}, **opened))
    response = mine.post(url, typed(**{**same, "value": "1,210"}, **opened))
    assert response.status_code == 409
    assert response.context["theirs"] == {"value": "1,230"}
    assert response.context["form"]["obstacles"].value() == "น้ำท่วม"  # only theirs: taken over already
    assert Result.objects.get().value == Decimal(1230)


def test_a_draft_comes_back_on_top_of_what_was_saved_meanwhile(made: World):
    world.save(made, "1-1", "1200")
    mine, url = signed_in(made.recorder), entry_url(made, "1-1")
    opened = fields_of(mine.get(url))
    same = {"narrative": "ดำเนินการตามแผน", "supporting_factors": "ได้รับความร่วมมือจากชุมชน"}
    autosave(mine, url, **{**same, "value": "1,210", "version": "1", "opened": opened["opened"]})
    signed_in(made.colleague).post(url, typed(**{**same, "obstacles": "น้ำท่วม"}, **opened))
    form = mine.get(url).context["form"]
    assert (form["value"].value(), form["obstacles"].value(), form["version"].value()) == (
        "1,210",
        "น้ำท่วม",
        "2",
    )


# ── the last minute ─────────────────────────────────────────────────────────
# begun and arriving, beside closing → taken?
LAST_MINUTE = [
    (-SECOND, SECOND, True),
    (-SECOND, GRACE - SECOND, True),
    (-SECOND, GRACE, False),
    (-SECOND, GRACE + SECOND, False),
    (SECOND, 2 * SECOND, False),
    (None, SECOND, False),
    (None, -SECOND, True),
]


@pytest.mark.parametrize(("begun", "arrives", "taken"), LAST_MINUTE)
def test_the_last_press(
    made: World, clock: time_machine.Traveller, begun: timedelta | None, arrives: timedelta, *, taken: bool
):
    url = entry_url(made, "1-1")
    if begun is not None:
        clock.move_to(CLOSES + begun)
        autosave(signed_in(made.recorder), url, value="1,199")
    clock.move_to(CLOSES + arrives)
    response = signed_in(made.recorder).post(url, typed("submit", value="1,200", draft="1"))
    if taken:
        assert (response.status_code, Result.objects.get().status) == (302, "submitted")
        assert Result.objects.get().submitted_at == CLOSES + arrives  # the trail tells the truth
    else:
        assert (response.status_code, Result.objects.count()) == (409, 0)
        assert "1,200</textarea>" in text(response)


def test_words_held_before_closing_may_be_saved_as_they_are(made: World, clock: time_machine.Traveller):
    url = entry_url(made, "1-1")
    clock.move_to(CLOSES - SECOND)
    autosave(signed_in(made.recorder), url, value="1,200")
    clock.move_to(CLOSES + timedelta(hours=3))
    client = signed_in(made.recorder)
    page = client.get(url)
    assert "ข้อความนี้ถึงระบบก่อนปิดรับ จึงยังบันทึกเป็นร่างได้" in text(page)
    assert client.post(url, typed(value="1,201", draft="1")).status_code == 409
    assert client.post(url, typed("submit", value="1,200", draft="1")).status_code == 302
    assert Result.objects.get().status == "draft"  # the words count; the press came too late


def test_words_that_came_late_are_kept_shown_and_not_counted(made: World, clock: time_machine.Traveller):
    url = entry_url(made, "1-1")
    clock.move_to(CLOSES + SECOND)
    client = signed_in(made.recorder)
    answer = autosave(client, url, value="1,200", narrative="มาช้า")
    assert answer["state"] == "kept"
    assert answer["notes"][0].startswith("เก็บเป็นร่างของคุณแล้ว แต่ยังไม่นับ: ปิดรับรายงานแล้ว")
    page = text(client.get(url))
    assert "มาช้า</textarea>" in page
    assert "ยังไม่นับเป็นผล" in page
    assert client.post(url, typed(value="1,200", narrative="มาช้า", draft="1")).status_code == 409
    assert Result.objects.count() == 0


# ── figures ─────────────────────────────────────────────────────────────────
def test_an_unlikely_figure_is_sent_only_with_a_reason(made: World):
    client, url = signed_in(made.recorder), entry_url(made, "1-1")
    response = client.post(url, typed("submit", value="1,176,285,000"))
    assert said(response)[0] == "บันทึกร่างแล้ว แต่ยังไม่ได้ส่ง"
    assert said(response)[1].endswith("หากถูกต้องแล้ว บอกเหตุผลไว้ใต้ตัวเลขก่อนส่ง")
    assert Result.objects.get().status == "draft"
    client.post(url, typed("submit", value="1,176,285,000", figure_reason="นับเป็นบาท", version="1"))
    assert (Result.objects.get().status, Result.objects.get().figure_reason) == ("submitted", "นับเป็นบาท")
    assert "นับเป็นบาท" in text(signed_in(made.approver).get(url))


@pytest.fixture
def share(made: World) -> str:
    Kpi.objects.filter(pk=made.kpis["1-1"].pk).update(unit="ร้อยละ", basic="60", standard="70", advanced="80")
    return entry_url(made, "1-1")


def test_a_share_is_computed_from_its_two_figures(made: World, share: str):
    client = signed_in(made.recorder)
    client.post(share, typed(value="", numerator="๖๓๗", denominator="801"))
    result = Result.objects.get()
    assert (result.value, result.numerator, result.denominator) == (
        Decimal("79.5256"),
        Decimal(637),
        Decimal(801),
    )
    signed_in(made.recorder).post(
        share, typed("submit", value="", numerator="637", denominator="801", version="1")
    )
    assert "คิดจาก 637 ÷ 801 × 100" in text(signed_in(made.approver).get(share))


@pytest.mark.parametrize(
    ("figures", "says"),
    [
        ({"numerator": "637"}, "กรอกตัวตั้งและตัวหารให้ครบทั้งคู่"),
        ({"denominator": "801"}, "กรอกตัวตั้งและตัวหารให้ครบทั้งคู่"),
        ({"numerator": "637", "denominator": "0"}, "ตัวหารเป็น 0 ไม่ได้"),
        ({"numerator": "หก", "denominator": "801"}, "อ่านเป็นตัวเลขไม่ได้"),
        ({"answer": "no_data", "numerator": "1", "denominator": "2"}, "พิมพ์ตัวเลขไว้ แต่เลือก “ไม่มีข้อมูล”"),
    ],
)
def test_half_a_fraction_is_none(made: World, share: str, figures: dict[str, str], says: str):
    response = signed_in(made.recorder).post(share, typed(**{"value": "", **figures}))
    assert response.status_code == 422
    assert says in text(response)
    assert Result.objects.count() == 0


def test_a_part_above_its_whole_is_asked_about(made: World, share: str):
    response = signed_in(made.recorder).post(
        share, typed("submit", value="", numerator="801", denominator="637")
    )
    assert said(response)[1].startswith("ตัวตั้ง 801 มากกว่าตัวหาร 637 – ตรวจว่าไม่ได้สลับกัน")


@pytest.mark.parametrize("missing", ["suppressed", "unreliable"])
def test_the_further_words_for_no_number(made: World, missing: str):
    client, url = signed_in(made.recorder), entry_url(made, "1-1")
    client.post(url, typed("submit", answer=missing, value=""))
    assert (Result.objects.get().status, Result.objects.get().missing) == ("submitted", missing)
    words = {"suppressed": "ปกปิดตามชั้นความลับหรือจำนวนน้อย", "unreliable": "ข้อมูลยังเชื่อถือไม่ได้"}[missing]
    assert text(client.get(url)).count(words) >= 1


# ── going on ────────────────────────────────────────────────────────────────
def test_the_next_and_the_one_before(made: World):
    page = signed_in(made.recorder).get(entry_url(made, "1-1"))
    before, after = page.context["neighbours"]
    assert (before, after.number) == (None, "1-2")
    page = signed_in(made.coordinator).get(entry_url(made, "1-2"))
    assert [one.number for one in page.context["neighbours"]] == ["1-1", "2-1.1"]


def test_keeping_asks_the_database_as_little_with_many_drafts(made: World):
    client, url = signed_in(made.recorder), entry_url(made, "1-1")
    autosave(client, url, narrative="ก")
    with CaptureQueriesContext(connection) as few:
        autosave(client, url, narrative="ข")
    for number in ("1-1", "1-2"):
        autosave(signed_in(made.colleague), entry_url(made, number), narrative="ค")
    with CaptureQueriesContext(connection) as more:
        autosave(client, url, narrative="ง")
    assert len(more) == len(few)
