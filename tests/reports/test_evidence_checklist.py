"""The checklist of a KPI: written by those who prepare the framework, ticked by the recorder, explained when missing."""

import io
from typing import Any

import pytest
from django.urls import reverse

from samrit.audit.models import Event
from samrit.frameworks.actions import Requirement, create_draft, set_required_evidence
from samrit.frameworks.models import Kpi, RequiredEvidence
from samrit.reports.actions import (
    attach_evidence,
    detach_evidence,
    explain_missing_evidence,
    submit_result,
    tick_evidence,
    untick_evidence,
)
from samrit.reports.checklist import checklist_of, lacking
from samrit.reports.models import EvidenceTick, Result, ResultEvidence
from samrit.rules.wording import RefusedError
from tests import world
from tests.reports.pages import entry_url, signed_in, text, typed
from tests.world import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PDF = b"%PDF-1.4\n%%EOF"
LINES = (
    Requirement("สรุปยอดรายเดือน", "จากระบบ"),
    Requirement("ภาพกิจกรรม"),
    Requirement("หนังสือรับรอง", "", required=False),
)


def ask(made: World, *lines: Requirement, reason: str = "ตามหนังสือแจ้ง") -> list[str]:
    """The codes of 1-1's list."""
    kpi = made.kpis["1-1"]
    set_required_evidence(kpi=kpi, lines=lines or LINES, by=made.coordinator, now=NOW, reason=reason)
    return list(RequiredEvidence.objects.filter(kpi=kpi).values_list("code", flat=True))


def attach(made: World, content: bytes = PDF, code: str = "") -> ResultEvidence:
    item = made.item("1-1", made.recorder)
    return attach_evidence(
        item=item, file=io.BytesIO(content), name="ก.pdf", by=made.recorder, now=NOW, code=code
    )


def refusal(act: Any, **options: Any) -> str:
    with pytest.raises(RefusedError) as refused:
        act(**options, now=NOW)
    return refused.value.refusal.code


def submit(made: World) -> Result:
    return submit_result(item=made.item("1-1", made.recorder), by=made.recorder, now=NOW)


# ── writing the list ────────────────────────────────────────────────────────
def test_the_list_keeps_its_order_its_codes_and_its_reason(made: World):
    first = ask(made)
    kept = [Requirement("ภาพกิจกรรม", code=first[1]), Requirement("ใหม่")]
    second = ask(made, *kept, reason="ตัดรายการซ้ำ")
    assert [line.title for line in made.kpis["1-1"].required_evidence.all()] == ["ภาพกิจกรรม", "ใหม่"]
    assert second[0] == first[1]
    event = Event.objects.filter(verb="set_required_evidence").latest("id")
    assert (event.reason, event.after) == ("ตัดรายการซ้ำ", {"1-1 required_evidence": ["ภาพกิจกรรม", "ใหม่"]})


def test_in_an_edition_in_force_it_changes_only_with_a_reason(made: World):
    kpi = made.kpis["1-1"]
    assert refusal(set_required_evidence, kpi=kpi, lines=LINES, by=made.coordinator) == "requirements_reason"
    assert RequiredEvidence.objects.count() == 0


@pytest.mark.parametrize("who", ["recorder", "approver", "stranger"])
def test_only_those_who_prepare_the_framework_write_it(made: World, who: str):
    by = getattr(made, who)
    code = refusal(set_required_evidence, kpi=made.kpis["1-1"], lines=LINES, by=by, reason="ก")
    assert code == "not_preparing"


def test_the_page_takes_lines_and_drops_those_without_a_title(made: World):
    url = reverse("frameworks:required_evidence", args=[made.edition.pk, made.kpis["1-1"].pk])  # type: ignore[union-attr]
    sent = {
        "form-TOTAL_FORMS": "3", "form-INITIAL_FORMS": "0", "reason": "ตามหนังสือแจ้ง",
        "form-0-title": "สรุปยอดรายเดือน", "form-0-required": "on", "form-1-title": "", "form-1-help": "ค้างไว้",
        "form-2-title": "ภาพกิจกรรม",
    }  # fmt: skip
    client = signed_in(made.coordinator)
    assert client.post(url, sent).status_code == 302
    lines = list(made.kpis["1-1"].required_evidence.values_list("title", "required"))
    assert lines == [("สรุปยอดรายเดือน", True), ("ภาพกิจกรรม", False)]
    again = client.post(url, {**sent, "reason": ""})
    assert (again.status_code, "ระบุเหตุผล" in text(again), "สรุปยอดรายเดือน" in text(again)) == (422, True, True)


def test_the_list_goes_on_into_the_next_edition_with_what_was_ticked(made: World):
    codes = ask(made)
    attach(made, code=codes[0])
    draft = create_draft(
        area=made.area, year=2567, components=world.terms(made), by=made.coordinator, now=NOW
    )
    kpi = Kpi.objects.get(component__edition=draft, indicator=made.kpis["1-1"].indicator)
    assert list(kpi.required_evidence.values_list("code", flat=True)) == codes


# ── ticking ─────────────────────────────────────────────────────────────────
def test_a_file_answers_several_lines_and_says_so_once(made: World):
    codes = ask(made)
    link = attach(made, code=codes[0])
    for _ in range(2):
        tick_evidence(item=made.item("1-1"), link=link.pk, code=codes[1], by=made.recorder, now=NOW)
    assert EvidenceTick.objects.count() == 2
    assert lacking(made.item("1-1")) == []
    assert Event.objects.filter(verb="tick_evidence").count() == 1
    untick_evidence(item=made.item("1-1"), link=link.pk, code=codes[0], by=made.recorder, now=NOW)
    assert lacking(made.item("1-1")) == ["สรุปยอดรายเดือน"]


def test_what_is_taken_off_answers_nothing_any_more(made: World):
    codes = ask(made)
    link = attach(made, code=codes[0])
    detach_evidence(item=made.item("1-1"), link=link.pk, by=made.recorder, now=NOW)
    assert lacking(made.item("1-1")) == ["สรุปยอดรายเดือน", "ภาพกิจกรรม"]


def test_an_infected_file_answers_nothing(made: World):
    codes = ask(made)
    link = attach(made, code=codes[0])
    link.file.scan, link.file.signature = "infected", "Test"
    link.file.save()
    assert [line.is_answered for line in checklist_of(made.item("1-1"))] == [False, False, False]


@pytest.mark.parametrize("code", ["", "nothing"])
def test_a_line_that_is_not_there_is_refused(made: World, code: str):
    ask(made)
    link = attach(made)
    item = made.item("1-1")
    assert refusal(tick_evidence, item=item, link=link.pk, code=code, by=made.recorder) == "tick_gone"
    assert refusal(untick_evidence, item=item, link=-1, code=code, by=made.recorder) == "tick_gone"


@pytest.mark.parametrize("who", ["approver", "statistician", "coordinator", "evaluator"])
def test_only_a_recorder_ticks(made: World, who: str):
    codes = ask(made)
    link = attach(made)
    by = getattr(made, who)
    code = refusal(tick_evidence, item=made.item("1-1"), link=link.pk, code=codes[0], by=by)
    assert code in {"not_your_role", "item_gone"}
    assert EvidenceTick.objects.count() == 0


# ── submitting ──────────────────────────────────────────────────────────────
def test_without_required_evidence_it_is_sent_only_with_a_reason(made: World):
    codes = ask(made)
    world.save(made, "1-1", "1200")
    attach(made, code=codes[0])
    with pytest.raises(RefusedError) as refused:
        submit(made)
    assert refused.value.refusal.code == "evidence_missing"
    assert "ภาพกิจกรรม" in str(refused.value.refusal)
    assert "หนังสือรับรอง" not in str(refused.value.refusal)
    explain_missing_evidence(item=made.item("1-1"), reason=" กล้องหาย ", by=made.recorder, now=NOW)
    assert submit(made).evidence_reason == "กล้องหาย"
    assert "กล้องหาย" in text(signed_in(made.approver).get(entry_url(made, "1-1")))


def test_a_reason_of_blanks_is_none(made: World):
    ask(made)
    world.save(made, "1-1", "1200")
    explain_missing_evidence(item=made.item("1-1"), reason="  \n", by=made.recorder, now=NOW)
    assert refusal(submit_result, item=made.item("1-1"), by=made.recorder) == "evidence_missing"


def test_one_press_keeps_the_reason_and_submits(made: World):
    ask(made)
    client = signed_in(made.recorder)
    refused = client.post(entry_url(made, "1-1"), typed("submit", evidence_reason=""), follow=True)
    assert "ยังขาดหลักฐานที่ต้องมี 2 รายการ" in text(refused)
    version = str(Result.objects.get().version)
    client.post(entry_url(made, "1-1"), typed("submit", version=version, evidence_reason="ส่งตามภายหลัง"))
    assert Result.objects.values_list("status", "evidence_reason").get() == ("submitted", "ส่งตามภายหลัง")


def test_the_same_reason_twice_leaves_one_trace(made: World):
    ask(made)
    for _ in range(2):
        explain_missing_evidence(item=made.item("1-1"), reason="ก", by=made.recorder, now=NOW)
    assert Event.objects.filter(verb="explain_evidence").count() == 1


# ── the page ────────────────────────────────────────────────────────────────
def test_ticking_on_the_page_keeps_what_is_typed(made: World):
    codes = ask(made)
    link = attach(made)
    page = text(
        signed_in(made.recorder).post(
            entry_url(made, "1-1"), typed(f"tick:{link.pk}:{codes[0]}", narrative="พิมพ์ค้างไว้")
        )
    )
    assert "พิมพ์ค้างไว้</textarea>" in page
    assert EvidenceTick.objects.count() == 1
    assert Result.objects.get().narrative == ""


def test_with_a_script_only_the_evidence_comes(made: World):
    codes = ask(made)
    link = attach(made)
    answer = signed_in(made.recorder).post(
        entry_url(made, "1-1"), {"action": f"tick:{link.pk}:{codes[0]}"}, HTTP_HX_REQUEST="true"
    )
    assert text(answer).strip().startswith('<div id="proof"')
    assert "tick-on" in text(answer)


def test_an_existing_file_is_picked_and_attached_without_sending_it_again(made: World):
    kept = attach(made).file
    client, url = signed_in(made.recorder), entry_url(made, "1-2")
    offered = text(client.post(url, typed("pick:1", pick_words="ก.")))
    assert f'value="attach:{kept.pk}"' in offered
    assert f'value="attach:{kept.pk}"' not in text(client.post(url, typed("pick:1", pick_words="ไม่มี")))
    client.post(url, typed(f"attach:{kept.pk}"))
    assert list(kept.proves.values_list("result__indicator", flat=True)) == [
        made.kpis["1-1"].indicator_id,
        made.kpis["1-2"].indicator_id,
    ]
    assert f'value="attach:{kept.pk}"' not in text(client.post(url, typed("pick:1")))


def test_the_same_bytes_are_said_to_be_there_and_used_again(made: World):
    kept = attach(made).file
    client = signed_in(made.recorder)
    file = io.BytesIO(PDF)
    file.name = "ชื่ออื่น.pdf"
    page = text(client.post(entry_url(made, "1-2"), typed(evidence=[file]), follow=True))
    assert "มีไฟล์นี้แล้ว (“ก.pdf”) จึงใช้ไฟล์เดิม" in page
    assert kept.proves.count() == 2
