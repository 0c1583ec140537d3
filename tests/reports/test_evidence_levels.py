"""Secret evidence: who opens it, what others see, the redacted copy, the level changed with a reason."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse

from samrit.audit.models import Event
from samrit.evidence.models import EvidenceFile
from samrit.frameworks.models import KpiOwner
from samrit.reports.actions import attach_evidence, attach_kept
from samrit.rules.wording import RefusedError
from tests.reports.pages import entry_url, signed_in, text
from tests.world import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PDF = b"%PDF-1.4\n%%EOF"
EVERYBODY = ["recorder", "colleague", "approver", "statistician", "coordinator", "evaluator", "stranger"]
# level → what each of EVERYBODY gets who brought nothing (the colleague both records and approves)
ANSWERS = {
    "ordinary": [200, 200, 200, 200, 200, 200, 404],
    "confidential": [200, 200, 200, 403, 200, 200, 404],
    "secret": [200, 200, 200, 403, 403, 200, 404],
    "top_secret": [200, 200, 200, 403, 403, 403, 404],
}


def attach(made: World, level: str = "ordinary", content: bytes = PDF, number: str = "1-1") -> EvidenceFile:
    item = made.item(number, made.recorder)
    link = attach_evidence(
        item=item, file=io.BytesIO(content), name="รายชื่อ.pdf", by=made.recorder, now=NOW, secrecy=level
    )
    return link.file


def shared(made: World) -> None:
    """1-1 has a second owner."""
    KpiOwner.objects.create(kpi=made.kpis["1-1"], agency=made.statistics, position=2)


def get(made: World, who: str, url: str, **data: Any) -> HttpResponse:
    client = signed_in(getattr(made, who))
    response = client.post(url, data) if data else client.get(url)
    response.getvalue()
    return response


def about(file: EvidenceFile) -> str:
    return reverse("register:file", args=[file.pk])


@pytest.mark.parametrize("level", ANSWERS)
def test_each_level_opens_for_whom_it_should(made: World, level: str):
    shared(made)
    url = reverse("evidence:download", args=[attach(made, level).pk])
    assert [get(made, who, url).status_code for who in EVERYBODY] == ANSWERS[level]


def test_others_see_that_it_is_there_and_its_level_but_not_its_name(made: World):
    shared(made)
    file = attach(made, "secret")
    for url in (entry_url(made, "1-1"), about(file), reverse("register:list")):
        page = text(get(made, "statistician", url))
        assert ("เอกสารชั้นลับมาก" in page, "รายชื่อ.pdf" in page, file.sha256 in page) == (True, False, False)
    assert "รายชื่อ.pdf" in text(get(made, "recorder", entry_url(made, "1-1")))


def test_a_secret_is_not_found_by_its_name(made: World):
    attach(made, "secret")
    page = text(get(made, "coordinator", reverse("register:list") + "?q=รายชื่อ"))
    assert "เอกสารชั้นลับมาก" not in page


def test_the_trail_keeps_the_name_of_a_secret_to_itself(made: World):
    attach(made, "secret")
    told = [str(event.after) for event in Event.objects.filter(verb__in=["attach_evidence", "keep_file"])]
    assert len(told) == 2
    assert not any("รายชื่อ" in one for one in told)


def test_opening_a_secret_leaves_a_trace_and_looking_at_an_ordinary_file_does_not(made: World):
    secret, plain = attach(made, "secret"), attach(made, content=PDF + b"x")
    for file in (secret, plain):
        get(made, "evaluator", reverse("evidence:download", args=[file.pk]))
    opened = Event.objects.filter(verb="open_secret_file")
    assert [(event.subject, event.actor_id) for event in opened] == [
        (f"evidence.evidencefile:{secret.pk}", made.evaluator.pk)
    ]


# ── the redacted copy ───────────────────────────────────────────────────────
def add_copy(
    made: World, file: EvidenceFile, who: str = "recorder", content: bytes = PDF + b"-"
) -> HttpResponse:
    sent = SimpleUploadedFile("ปิดทับ.pdf", content, "application/pdf")
    return get(made, who, about(file), action="copy", file=sent)


def test_those_who_may_not_open_it_get_the_redacted_copy(made: World):
    file = attach(made, "secret")
    assert "ยังไม่มีฉบับปิดทับข้อความ" in text(get(made, "recorder", entry_url(made, "1-1")))
    assert add_copy(made, file).status_code == 302
    copy = EvidenceFile.objects.get(redacted_of=file)
    closed = get(made, "coordinator", reverse("evidence:download", args=[file.pk]))
    assert (closed.status_code, reverse("evidence:download", args=[copy.pk]) in text(closed)) == (403, True)
    assert get(made, "coordinator", reverse("evidence:download", args=[copy.pk])).status_code == 200
    assert get(made, "stranger", reverse("evidence:download", args=[copy.pk])).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("coordinator", 409), ("evaluator", 409), ("stranger", 404)])
def test_only_its_owners_add_a_copy(made: World, who: str, status: int):
    file = attach(made, "secret")
    assert add_copy(made, file, who).status_code == status
    assert EvidenceFile.objects.count() == 1


def test_the_original_is_no_redacted_copy_and_an_empty_file_is_none(made: World):
    file = attach(made, "secret")
    assert add_copy(made, file, content=PDF).status_code == 409
    assert add_copy(made, file, content=b"").status_code == 409
    assert EvidenceFile.objects.count() == 1


def test_an_ordinary_file_needs_none(made: World):
    assert add_copy(made, attach(made)).status_code == 409


# ── the level changed ───────────────────────────────────────────────────────
def change(made: World, file: EvidenceFile, who: str, level: str, reason: str = "มีชื่อบุคคล") -> HttpResponse:
    return get(made, who, about(file), action="level", level=level, reason=reason)


def test_an_approver_raises_and_lowers_with_a_reason_that_is_kept(made: World):
    file = attach(made)
    assert change(made, file, "approver", "top_secret").status_code == 302
    assert change(made, file, "approver", "ordinary", "ปลดชั้นความลับแล้ว").status_code == 302
    kept = Event.objects.filter(verb="set_secrecy").order_by("id").values_list("before", "after", "reason")
    assert list(kept) == [
        ({"secrecy": "ordinary"}, {"secrecy": "top_secret"}, "มีชื่อบุคคล"),
        ({"secrecy": "top_secret"}, {"secrecy": "ordinary"}, "ปลดชั้นความลับแล้ว"),
    ]


def test_a_reason_is_asked_for_and_the_choice_stays(made: World):
    file = attach(made)
    page = change(made, file, "approver", "secret", " ")
    assert (page.status_code, "เปลี่ยนชั้นความลับต้องบอกเหตุผล" in text(page)) == (422, True)
    file.refresh_from_db()
    assert file.secrecy == "ordinary"


@pytest.mark.parametrize(
    ("who", "level", "status"),
    [("recorder", "ordinary", 409), ("coordinator", "ordinary", 409), ("evaluator", "ordinary", 409)],
)
def test_who_may_not_lower_it_is_told_why(made: World, who: str, level: str, status: int):
    file = attach(made, "secret")
    assert change(made, file, who, level).status_code == status
    file.refresh_from_db()
    assert file.secrecy == "secret"


def test_the_coordinator_changes_what_the_coordinator_may_open(made: World):
    file = attach(made, "confidential")
    assert change(made, file, "coordinator", "secret").status_code == 302
    assert change(made, file, "coordinator", "ordinary").status_code == 409


def test_the_same_bytes_brought_again_at_a_higher_level_raise_it(made: World):
    file = attach(made)
    again = attach(made, "confidential", number="1-2")
    assert (again.pk, again.secrecy, EvidenceFile.objects.count()) == (file.pk, "confidential", 1)


def test_a_file_of_another_agency_cannot_be_attached(made: World):
    file = attach(made)
    with pytest.raises(RefusedError) as refused:
        attach_kept(item=made.item("2-1.1", made.statistician), file=file, by=made.statistician, now=NOW)
    assert refused.value.refusal.code == "file_not_yours"
