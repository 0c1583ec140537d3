"""Pages of agencies' assessments: what each person is shown, partial saving, files, plans, official results, the report."""

import io
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from samrit.assessments.actions.official import Stated, import_official
from samrit.assessments.models import (
    AnswerEvidence,
    Assessment,
    FollowUp,
    ImprovementTask,
    OfficialResult,
    StageSheet,
)
from samrit.assessments.queries.outcomes import outcome_figure
from samrit.assessments.queries.proved import Proved, proved_by
from samrit.evidence.models import EvidenceFile
from samrit.evidence.queries import unused
from samrit.people.models import User
from samrit.people.queries import duties_of
from tests.assessments.assessing import PDF, invited, release, save, signed, submitted
from tests.world import DAY, NOW, World, make_people

pytestmark = pytest.mark.django_db
SECTION = ("self", "category_1")


@pytest.fixture
def world() -> World:
    return make_people()


def got(name: str, *things: object, by: User, query: str = "") -> tuple[int, str]:
    client = Client()
    client.force_login(by)
    with time_machine.travel(NOW):
        response = client.get(reverse(f"assessments:{name}", args=things) + query)
    return response.status_code, response.getvalue().decode()


def sent(name: str, *things: object, by: User, **data: object) -> Any:
    client = Client()
    client.force_login(by)
    with time_machine.travel(NOW):
        return client.post(reverse(f"assessments:{name}", args=things), data)


# ── who sees what ───────────────────────────────────────────────────────────
def test_each_page_is_for_its_own_people(world: World) -> None:
    one = signed(world, "pmqa")
    pages = [
        ("assessment",),
        ("sheet", *SECTION),
        ("compare",),
        ("next",),
        ("plan",),
        ("plan_new",),
        ("evidence", "item_1_1_basic_1"),
        ("window",),
    ]
    people = ("recorder", "approver", "coordinator", "evaluator", "statistician", "stranger")
    seen = {
        who: {got(name, one.pk, *more, by=getattr(world, who))[0] for name, *more in pages} for who in people
    }
    assert seen == {
        "recorder": {200}, "approver": {200}, "coordinator": {200}, "evaluator": {200}, "statistician": {404}, "stranger": {404},
    }  # fmt: skip


def test_what_assessors_write_is_shown_when_they_are_done(world: World) -> None:
    one = signed(world, "pmqa")
    sent("stage_step", one.pk, "document", by=world.evaluator, verb="begin")
    page = ("sheet", one.pk, "document", "category_1")
    assert [got(*page, by=who)[0] for who in (world.evaluator, world.recorder)] == [200, 404]
    done = sent("stage_step", one.pk, "document", by=world.evaluator, verb="finish")
    assert done.headers["Location"] == reverse("assessments:compare", args=[one.pk])
    assert got(*page, by=world.recorder)[0] == 200


def test_the_list_takes_as_many_queries_for_three_as_for_one(world: World) -> None:
    invited(world, "pmqa")
    counts = []
    for _turn in range(2):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            status, _page = got("list", by=world.coordinator)
        assert status == 200
        counts.append(len(queries))
        invited(world, "pmqa", world.statistics, world.office)
    assert counts[0] == counts[1]


# ── answering ───────────────────────────────────────────────────────────────
def test_a_part_of_a_section_is_saved(world: World) -> None:
    (one,) = invited(world, "pmqa")
    done = sent(
        "sheet", one.pk, *SECTION, by=world.recorder,
        q=["item_1_1_basic_1", "item_1_1_basic_2"], revision="0",
        **{"a-item_1_1_basic_1": "yes", "n-item_1_1_basic_1": "ประกาศลงวันที่ 1 ต.ค."},
    )  # fmt: skip
    assert done.status_code == 302
    assert StageSheet.objects.get().answers == {
        "item_1_1_basic_1": {"value": True, "note": "ประกาศลงวันที่ 1 ต.ค."}
    }
    _status, page = got("sheet", one.pk, *SECTION, by=world.recorder)
    assert "ประกาศลงวันที่ 1 ต.ค." in page


def test_a_clash_comes_back_with_both_answers(world: World) -> None:
    (one,) = invited(world, "readiness")
    save(one, world.colleague, {"policy_plan": "in_use"})
    answer = {"q": "policy_plan", "a-policy_plan": "begun"}
    done = sent("sheet", one.pk, "self", "policy", by=world.recorder, revision="0", **answer)
    page = done.getvalue().decode()
    assert done.status_code == 409
    assert "มีและใช้จริงทั้งหน่วยงาน" in page
    assert 'value="begun" checked' in page
    assert 'name="revision" value="1"' in page
    assert (
        sent("sheet", one.pk, "self", "policy", by=world.recorder, revision="1", **answer).status_code == 302
    )
    assert StageSheet.objects.get().answers["policy_plan"] == {"value": "begun"}


def test_a_figure_out_of_range_is_told_beside_it(world: World) -> None:
    (one,) = invited(world, "readiness")
    wrong = {"q": "policy_budget", "a-policy_budget": "๑๐๑"}
    done = sent("sheet", one.pk, "self", "policy", by=world.recorder, revision="0", **wrong)
    page = done.getvalue().decode()
    assert (done.status_code, "ต้องอยู่ระหว่าง 0 ถึง 100" in page, 'value="๑๐๑"' in page) == (422, True, True)


# ── evidence ────────────────────────────────────────────────────────────────
def test_a_file_proves_an_answer_and_counts_as_used(world: World) -> None:
    (one,) = invited(world, "pmqa")
    where = ("evidence", one.pk, "item_1_1_basic_1")
    file = SimpleUploadedFile("คำสั่ง.pdf", PDF, content_type="application/pdf")
    assert sent(*where, by=world.recorder, evidence=file).status_code == 302
    link = AnswerEvidence.objects.get()
    assert not unused(EvidenceFile.objects.all()).exists()
    assert (
        sent(
            "evidence", one.pk, "item_1_1_basic_2", by=world.recorder, action=f"use:{link.file_id}"
        ).status_code
        == 302
    )
    assert AnswerEvidence.objects.count() == 2
    assert sent(*where, by=world.recorder, action=f"use:{link.file_id}").status_code == 409  # twice
    assert sent(*where, by=world.recorder, action=f"remove:{link.pk}").status_code == 302
    assert AnswerEvidence.objects.get().question == "item_1_1_basic_2"


def test_another_agencys_file_is_not_to_be_had(world: World) -> None:
    (one,) = invited(world, "pmqa")
    where = ("evidence", one.pk, "item_1_1_basic_1")
    sent(*where, by=world.recorder, evidence=SimpleUploadedFile("a.pdf", PDF))
    (other,) = invited(world, "pmqa", world.statistics)
    use = f"use:{EvidenceFile.objects.get().pk}"
    assert (
        sent("evidence", other.pk, "item_1_1_basic_1", by=world.statistician, action=use).status_code == 404
    )


# ── the way ─────────────────────────────────────────────────────────────────
def test_the_head_signs_on_the_page(world: World) -> None:
    one = submitted(world, "readiness")
    sent("move", one.pk, by=world.recorder, verb="sign_assessment")
    assert Assessment.objects.get(pk=one.pk).state == "submitted"
    sent("move", one.pk, by=world.approver, verb="sign_assessment")
    assert Assessment.objects.get(pk=one.pk).state == "signed"


def test_suggestions_lead_to_a_plan_with_its_follow_up(world: World) -> None:
    (one,) = invited(world, "pmqa")
    save(one, world.recorder, {"item_1_1_basic_1": True})
    status, page = got("next", one.pk, by=world.recorder, query="?target=20")
    assert (status, "section=item_1_1&amp;q=item_1_1_basic_2" in page) == (200, True)
    task = {
        "section": "item_1_1",
        "q": "item_1_1_basic_2",
        "what": "ถ่ายทอดวิสัยทัศน์",
        "owner": "หัวหน้ากลุ่มงาน",
        "due": "2025-09-30",
        "years": "1",
    }
    assert sent("plan_new", one.pk, by=world.recorder, **task).status_code == 302
    made = ImprovementTask.objects.get()
    assert (made.questions, made.years) == (["item_1_1_basic_2"], 1)
    where = ("plan_task", one.pk, made.pk)
    told = {"verb": "follow_up", "months": "6", "standing": "under_way", "said": "ประชุมแล้ว 2 ครั้ง"}
    assert sent(*where, by=world.recorder, **told).status_code == 302
    assert sent(*where, by=world.recorder, **(told | {"months": "18"})).status_code == 422  # not of one year
    assert FollowUp.objects.get().months == 6
    assert sent(*where, by=world.recorder, verb="drop", reason="รวมกับงานอื่น").status_code == 302
    assert sent(*where, by=world.recorder, **told).status_code == 409
    assert "ประชุมแล้ว 2 ครั้ง" in got(*where, by=world.approver)[1]


# ── official results ────────────────────────────────────────────────────────
def test_a_table_of_official_results_is_taken_whole_or_not_at_all(world: World) -> None:
    head = "หน่วยงาน,คะแนน,ระดับ,1,2\n"
    good = f"{world.development.name},62.5,3,70,55\n{world.statistics.name},48,2,,\n"
    asked = {"verb": "table", "instrument": "readiness", "fiscal_year": "2567", "source": "หนังสือที่ นร 1200/1"}

    def posted(text: str, encoding: str = "utf-8-sig") -> Any:
        file = SimpleUploadedFile("ผล.csv", text.encode(encoding))
        return sent("official", by=world.coordinator, table=file, **asked)

    bad = posted(head + good + "สำนักงานที่ไม่มี,50,2,,\n")
    assert (bad.status_code, OfficialResult.objects.count()) == (422, 0)
    assert "แถวที่ 4" in bad.getvalue().decode()
    endless = posted(f'{head}"{"ก" * 140_000}')  # a quotation mark that does not end
    assert (endless.status_code, OfficialResult.objects.count()) == (422, 0)
    assert "ส่งออกเป็น CSV" in endless.getvalue().decode()
    assert posted(head + good, "cp874").status_code == 302
    assert posted(head + good).status_code == 302  # the same again is no new version
    kept = OfficialResult.objects.get(agency=world.development)
    assert (kept.values, kept.level, kept.number) == ({"": "62.5", "policy": "70", "people": "55"}, 3, 1)


def test_an_official_result_stands_beside_and_replaces_nothing(world: World) -> None:
    one = signed(world, "readiness")
    before = outcome_figure(world.area, instrument="readiness", outcome="score", fiscal_year=2567)
    assert before is not None
    stated = [Stated(world.development, {"": Decimal("41.25")}, 2)]
    import_official(
        stated=stated,
        instrument="readiness",
        fiscal_year=2567,
        source="ประกาศ",
        by=world.coordinator,
        now=NOW,
    )
    after = outcome_figure(world.area, instrument="readiness", outcome="score", fiscal_year=2567)
    assert after is not None
    assert (after.value, len(after.agencies)) == (before.value, 1)
    assert "41.25" in got("compare", one.pk, by=world.recorder)[1]


def test_a_province_figure_is_the_mean_of_what_is_signed(world: World) -> None:
    """Two invited, one signed at 500 (all ticked, results on target): the mean of one is 500."""
    signed(world, "pmqa")
    invited(world, "pmqa", world.statistics)
    found = outcome_figure(world.area, instrument="pmqa", outcome="score", fiscal_year=2567)
    assert found is not None
    assert found.value == Decimal(500)
    assert outcome_figure(world.area, instrument="pmqa", outcome="score", fiscal_year=2566) is None
    assert outcome_figure(world.area, instrument="pmqa", outcome="nothing", fiscal_year=2567) is None


# ── the report ──────────────────────────────────────────────────────────────
def test_the_word_report_says_agency_score_and_steps(world: World) -> None:
    one = signed(world, "readiness")
    client = Client()
    client.force_login(world.recorder)
    with time_machine.travel(NOW):
        response = client.get(reverse("assessments:report_docx", args=[one.pk]))
    texts = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(response.content)).paragraphs)
    assert world.development.name in texts
    assert "คะแนนมาจากไหน" in texts


@pytest.mark.pdf
def test_the_pdf_report_is_drawn(world: World) -> None:
    one = signed(world, "readiness")
    client = Client()
    client.force_login(world.recorder)
    with time_machine.travel(NOW):
        response = client.get(reverse("assessments:report_pdf", args=[one.pk]))
    assert (response.status_code, response.content[:5]) == (200, b"%PDF-")


def test_inviting_on_the_page(world: World) -> None:
    asked = {
        "release": str(release("pmqa").pk), "fiscal_year": "2567", "opens_on": "2024-10-01", "closes_on": "2024-10-31",
        "agencies": [str(world.development.pk), str(world.statistics.pk)],
    }  # fmt: skip
    assert sent("invite", by=world.recorder, **asked).status_code == 422
    assert sent("invite", by=world.coordinator, **asked).status_code == 302
    assert Assessment.objects.count() == 2
    assert (
        sent("invite", by=world.coordinator, **(asked | {"closes_on": "2024-10-01"})).status_code == 302
    )  # 16.30 of the same day
    assert sent("invite", by=world.coordinator, **(asked | {"closes_on": "2024-09-30"})).status_code == 422


# ── nothing is lost, files serve many ───────────────────────────────────────
def test_leaving_a_sheet_saves_first(world: World) -> None:
    (one,) = invited(world, "pmqa")
    answer = {"q": ["item_1_1_basic_1"], "a-item_1_1_basic_1": "yes"}
    places = [
        ("proof:item_1_1_basic_1", "evidence", ["item_1_1_basic_1"]),
        ("to:category_4", "sheet", ["self", "category_4"]),
        ("to:nowhere", "sheet", ["self", "category_1"]),
        ("next", "sheet", ["self", "category_2"]),
    ]
    for revision, (go, name, more) in enumerate(places):
        note = {"n-item_1_1_basic_1": f"ครั้งที่ {revision}"}
        done = sent(
            "sheet", one.pk, *SECTION, by=world.recorder, revision=str(revision), go=go, **answer, **note
        )
        assert done.headers["Location"] == reverse(f"assessments:{name}", args=[one.pk, *more])
    assert StageSheet.objects.get().answers == {"item_1_1_basic_1": {"value": True, "note": "ครั้งที่ 3"}}


def test_one_file_proves_several_answers_and_the_register_tells_which(world: World) -> None:
    (one,) = invited(world, "pmqa")
    codes = ["item_1_1_basic_1", "item_1_2_basic_1", "item_1_3_basic_1"]
    save(one, world.recorder, dict.fromkeys(codes, True))
    paper = SimpleUploadedFile("คำสั่ง.pdf", PDF)
    sent("evidence", one.pk, codes[0], by=world.recorder, action="attach", evidence=paper)
    link = AnswerEvidence.objects.get()

    def shared(questions: list[str]) -> int:
        given = {"action": f"share:{link.pk}", "q": questions}
        return int(sent("evidence", one.pk, codes[0], by=world.recorder, **given).status_code)

    assert (shared([]), shared(codes)) == (409, 302)
    assert sorted(AnswerEvidence.objects.values_list("question", "file")) == [
        (c, link.file_id) for c in codes
    ]
    told = {
        who: [
            (proof.assessment.pk, [question.code for question in proof.questions])
            for proof in proved_by(duties_of(getattr(world, who), DAY), [link.file_id])[link.file_id]
            if isinstance(proof, Proved)
        ]
        for who in ("recorder", "coordinator", "stranger")
    }
    assert told == {"recorder": [(one.pk, codes)], "coordinator": [(one.pk, codes)], "stranger": []}
    client = Client()
    client.force_login(world.recorder)
    with time_machine.travel(NOW):
        page = client.get(reverse("register:file", args=[link.file_id])).getvalue().decode()
    assert page.count(f"/assessments/{one.pk}/evidence/") == 3


def test_the_matrix_tells_who_lacks_which_part(world: World) -> None:
    one, other = invited(world, "readiness", world.development, world.statistics)
    save(one, world.recorder, {"policy_plan": "in_use"})
    _status, page = got("progress", by=world.coordinator, query="?year=2567&code=readiness")
    assert (page.count(">1/4<"), page.count(">0/4<")) == (1, 1)
    assert reverse("assessments:sheet", args=[other.pk, "self", "policy"]) in page
    _status, own = got("progress", by=world.recorder)
    assert reverse("assessments:sheet", args=[other.pk, "self", "policy"]) not in own


def test_an_official_result_keeps_its_letter(world: World) -> None:
    def entered(**more: object) -> int:
        given = {
            "agency": str(world.development.pk), "instrument": "readiness", "fiscal_year": "2567", "value": "61.5",
            "source": "ประกาศ",
        }  # fmt: skip
        return int(sent("official", by=world.coordinator, verb="one", **given, **more).status_code)

    assert entered(letter=SimpleUploadedFile("ประกาศ.pdf", PDF)) == 302
    (kept,) = OfficialResult.objects.all()
    assert kept.file is not None
    assert (kept.file.name, list(kept.file.agencies.all())) == ("ประกาศ.pdf", [world.development])
    assert (entered(), entered(letter=SimpleUploadedFile("อีกชื่อ.pdf", PDF))) == (302, 302)
    assert OfficialResult.objects.count() == 1
    assert unused(EvidenceFile.objects.all()).count() == 0
    assert entered(letter=SimpleUploadedFile("ประกาศ.exe", b"MZ")) == 422
    _status, page = got("official", by=world.recorder)
    assert reverse("evidence:download", args=[kept.file.pk]) in page
