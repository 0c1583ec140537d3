"""What proves answers and follow-ups: files in pieces, their level, files of the register; the report tells of them."""

import base64
import io
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document

from samrit.assessments.actions.planning import plan_task
from samrit.assessments.models import AnswerEvidence, Assessment, FollowUp, ImprovementTask
from samrit.assessments.queries.plans import planned
from samrit.audit.models import Event
from samrit.evidence.actions import keep_file
from samrit.evidence.models import EvidenceFile, Upload
from samrit.people.models import User
from tests.assessments.assessing import PDF, invited
from tests.world import DAY, NOW, World, make_people

pytestmark = pytest.mark.django_db
QUESTION = "item_1_1_basic_1"
SAID = {"verb": "follow_up", "months": "6", "standing": "under_way", "said": "ประชุมแล้ว 2 ครั้ง"}


@pytest.fixture
def world() -> World:
    return make_people()


def client_of(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def posted(who: User, url: str, **data: object) -> Any:
    with time_machine.travel(NOW):
        return client_of(who).post(url, data)


def text_of(who: User, url: str) -> str:
    with time_machine.travel(NOW):
        return client_of(who).get(url).getvalue().decode()


def proof_url(one: Assessment) -> str:
    return reverse("assessments:evidence", args=[one.pk, QUESTION])


# ── in pieces ───────────────────────────────────────────────────────────────
def sent_in_pieces(who: User, contents: bytes, name: str = "ประกาศ.pdf") -> str:
    """The key of an upload that has come whole, in two pieces."""
    client, half = client_of(who), len(contents) // 2
    version = {"Tus-Resumable": "1.0.0"}
    named = base64.b64encode(name.encode()).decode()
    begun = client.post(
        reverse("evidence:uploads"),
        headers={**version, "Upload-Length": str(len(contents)), "Upload-Metadata": f"filename {named}"},
    )
    where = begun.headers["Location"]
    for at, piece in ((0, contents[:half]), (half, contents[half:])):
        sent = client.patch(
            where, piece, "application/offset+octet-stream", headers={**version, "Upload-Offset": str(at)}
        )
        assert sent.status_code == 204
    return Upload.objects.get().key


def attached(who: User, one: Assessment, key: str, **more: str) -> Any:
    given = {"action": f"upload:{key}", **more}
    return client_of(who).post(proof_url(one), given, headers={"HX-Request": "true"})


@time_machine.travel(NOW)
def test_a_file_in_pieces_proves_an_answer_at_its_level(world: World) -> None:
    (one,) = invited(world, "pmqa")
    key = sent_in_pieces(world.recorder, PDF)
    fragment = attached(world.recorder, one, key, secrecy="confidential").getvalue().decode()
    (link,) = AnswerEvidence.objects.all()
    assert (link.question, link.file.name, link.file.secrecy) == (QUESTION, "ประกาศ.pdf", "confidential")
    assert not Upload.objects.exists()
    assert 'id="proof"' in fragment
    assert "<html" not in fragment
    assert ("ประกาศ.pdf" in fragment, 'role="alert"' in fragment) == (True, False)


@time_machine.travel(NOW)
def test_a_file_in_pieces_is_judged_like_any_other(world: World) -> None:
    (one,) = invited(world, "pmqa")
    refused = attached(world.recorder, one, sent_in_pieces(world.recorder, b"MZ not a pdf at all"))
    assert (refused.status_code, 'role="alert"' in refused.getvalue().decode()) == (200, True)
    assert not AnswerEvidence.objects.exists()
    assert not Upload.objects.exists()  # it is over; the same bytes would be refused again


@time_machine.travel(NOW)
def test_an_upload_is_of_use_to_nobody_else(world: World) -> None:
    (one,) = invited(world, "pmqa")
    key = sent_in_pieces(world.recorder, PDF)
    assert 'role="alert"' in attached(world.colleague, one, key).getvalue().decode()
    assert attached(world.stranger, one, key).status_code == 404
    assert not AnswerEvidence.objects.exists()
    assert Upload.objects.exists()


def test_who_may_not_answer_cannot_attach(world: World) -> None:
    (one,) = invited(world, "pmqa")
    with time_machine.travel(NOW):
        key = sent_in_pieces(world.approver, PDF)
        assert 'role="alert"' in attached(world.approver, one, key).getvalue().decode()
    assert not AnswerEvidence.objects.exists()


def test_the_page_offers_levels_and_pieces_and_hides_secret_names(world: World) -> None:
    (one,) = invited(world, "pmqa")
    file = SimpleUploadedFile("แผนลับ.pdf", PDF)
    sent = posted(world.recorder, proof_url(one), action="attach", evidence=file, secrecy="top_secret")
    assert sent.status_code == 302
    assert EvidenceFile.objects.get().secrecy == "top_secret"
    mine, theirs = text_of(world.recorder, proof_url(one)), text_of(world.coordinator, proof_url(one))
    assert ('name="secrecy"' in mine, "data-uploads=" in mine, "แผนลับ.pdf" in mine) == (True, True, True)
    assert ("แผนลับ.pdf" in theirs, "เอกสารลับ" in theirs, "data-uploads=" in theirs) == (False, True, False)


# ── follow-ups ──────────────────────────────────────────────────────────────
@pytest.fixture
def task(world: World) -> ImprovementTask:
    (one,) = invited(world, "pmqa")
    return plan_task(
        assessment=one, section="item_1_1", questions=[], years=1, what="ถ่ายทอดวิสัยทัศน์", owner="กลุ่มงาน", due=DAY,
        by=world.recorder, now=NOW,
    )  # fmt: skip


def task_url(task: ImprovementTask) -> str:
    return reverse("assessments:plan_task", args=[task.assessment_id, task.pk])


def kept(world: World, name: str, contents: bytes = PDF) -> EvidenceFile:
    return keep_file(
        file=io.BytesIO(contents), name=name, agencies=[world.development], by=world.recorder, now=NOW
    )


def test_a_follow_up_takes_a_new_file_or_one_of_the_register(world: World, task: ImprovementTask) -> None:
    there = kept(world, "รายงานการประชุม.pdf")
    assert posted(world.recorder, task_url(task), **SAID, kept=str(there.pk)).status_code == 302
    new = SimpleUploadedFile("ภาพกิจกรรม.pdf", PDF + b"%2")
    again = SAID | {"said": "ทำอีกครั้ง", "file": new, "secrecy": "confidential"}
    assert posted(world.approver, task_url(task), **again).status_code == 302
    first, second = FollowUp.objects.order_by("pk")
    assert second.file is not None
    assert (first.file, second.file.name, second.file.secrecy) == (there, "ภาพกิจกรรม.pdf", "confidential")
    assert list(second.file.agencies.all()) == [world.development]
    page = text_of(world.recorder, task_url(task))
    assert all(reverse("evidence:download", args=[one.pk]) in page for one in (there, second.file))


def test_the_newest_word_takes_no_proof_away(world: World, task: ImprovementTask) -> None:
    there = kept(world, "คำสั่ง.pdf")
    posted(world.recorder, task_url(task), **SAID, kept=str(there.pk))
    posted(world.recorder, task_url(task), **SAID | {"standing": "done"})
    (six, twelve) = planned(ImprovementTask.objects.get(), DAY).stations
    assert (six.said and six.said.standing, list(six.files), list(twelve.files)) == ("done", [there], [])


def test_nothing_typed_is_lost_with_a_file_that_is_refused(world: World, task: ImprovementTask) -> None:
    program = SimpleUploadedFile("โปรแกรม.pdf", b"MZ")
    refused = posted(world.recorder, task_url(task), **SAID, file=program)
    page = refused.getvalue().decode()
    assert (refused.status_code, "ประชุมแล้ว 2 ครั้ง" in page) == (409, True)
    both = posted(world.recorder, task_url(task), **SAID, file=SimpleUploadedFile("a.pdf", PDF), kept="1")
    assert both.status_code == 422
    assert not FollowUp.objects.exists()
    assert not EvidenceFile.objects.exists()


def test_looking_for_a_file_keeps_what_is_typed(world: World, task: ImprovementTask) -> None:
    kept(world, "คำสั่ง.pdf")
    wanted = kept(world, "ประกาศนโยบาย.pdf", PDF + b"%2")
    found = posted(world.recorder, task_url(task), **SAID | {"verb": "pick", "words": "นโยบาย"})
    page = found.getvalue().decode()
    assert (found.status_code, f'value="{wanted.pk}"' in page, "คำสั่ง.pdf" in page) == (200, True, False)
    assert "ประชุมแล้ว 2 ครั้ง" in page
    assert not FollowUp.objects.exists()


def test_files_that_one_may_not_open_or_of_others_are_not_offered(
    world: World, task: ImprovementTask
) -> None:
    kept(world, "ลับที่สุด.pdf")
    EvidenceFile.objects.update(secrecy="top_secret", uploaded_by=world.approver)
    theirs = keep_file(
        file=io.BytesIO(PDF + b"%3"), name="ของสถิติ.pdf", agencies=[world.statistics], by=world.statistician, now=NOW
    )  # fmt: skip
    page = text_of(world.recorder, task_url(task))
    assert ("ลับที่สุด.pdf" in page, "ของสถิติ.pdf" in page) == (False, False)
    assert posted(world.recorder, task_url(task), **SAID, kept=str(theirs.pk)).status_code == 422
    assert not FollowUp.objects.exists()


def test_the_trail_and_the_report_tell_of_the_proof(world: World, task: ImprovementTask) -> None:
    posted(world.recorder, task_url(task), **SAID, file=SimpleUploadedFile("ภาพกิจกรรม.pdf", PDF))
    secret = SAID | {"months": "12", "secrecy": "secret", "file": SimpleUploadedFile("ลับ.pdf", PDF + b"%2")}
    posted(world.recorder, task_url(task), **secret)
    told = [event.after["evidence"] for event in Event.objects.filter(verb="follow_up_plan").order_by("pk")]
    assert told == ["ภาพกิจกรรม.pdf", ""]
    url = reverse("assessments:report_docx", args=[task.assessment_id])
    with time_machine.travel(NOW):
        written = Document(io.BytesIO(client_of(world.recorder).get(url).content))
    cells = "\n".join(cell.text for table in written.tables for row in table.rows for cell in row.cells)
    assert "หลักฐาน ครบ ๖ เดือน: ภาพกิจกรรม.pdf" in cells
    assert ("หลักฐาน ครบ ๑๒ เดือน: เอกสารลับ" in cells, "ลับ.pdf" in cells) == (True, False)
