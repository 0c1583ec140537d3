"""The demo: told through the real actions, whole, in order, and nothing real in it."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from html.parser import HTMLParser
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone

from samrit.audit.models import Event
from samrit.audit.queries import first_broken_link
from samrit.config.demo.seeding import seed
from samrit.config.management.commands.run import Command
from samrit.dashboards.tasks import compose_due
from samrit.evidence.contents import inspect
from samrit.evidence.models import EvidenceFile
from samrit.frameworks.models import (
    Confirmation,
    Edition,
    Kpi,
    Proposal,
    ReopeningRequest,
    RequiredEvidence,
    Round,
    YearRound,
)
from samrit.frameworks.queries import with_progress
from samrit.indicators.models import QualityScore, Submission
from samrit.letters.models import Attendance, Finding, Letter, LinkDay, Meeting, Resolution, SealedPaper
from samrit.letters.models import Delivery as LetterDelivery
from samrit.notices.models import Delivery
from samrit.people.models import Agency, Area, Invitation, Membership, Role, User
from samrit.people.queries import duties_of
from samrit.reports.models import JointKpi, Result
from samrit.reports.queries import items_of
from samrit.reports.queries.computed import reproduces as comes_out_again
from samrit.reports.queries.joint import JointStanding, with_parts
from samrit.scores.actions import reproduces
from samrit.scores.appeals_shown import candidates_of
from samrit.scores.models import Appeal, Assignment, Comparison, ProvinceScore, Question
from samrit.scores.permissions.appealing import Bench
from tests.dashboards.published import public_score

pytestmark = pytest.mark.django_db  # each test's own transaction stands inside the file's


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[str]]:
    """The demo in the database for all tests of this file; gives the lines of progress."""
    lines: list[str] = []
    with (
        django_db_blocker.unblock(),
        override_settings(DEMO=True, PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]),
        transaction.atomic(),
    ):
        seed(say=lines.append, now=timezone.now())
        yield lines
        transaction.set_rollback(True)


# ── people ──────────────────────────────────────────────────────────────────
def test_everybody_is_fictitious_and_nobody_has_a_password(told: list[str]) -> None:
    people = User.objects.all()
    assert people.count() > 40
    assert [user.name for user in people if not user.is_demo or user.has_usable_password()] == []
    assert [user.email for user in people if not user.email.endswith("@demo.invalid")] == []


def test_every_province_is_a_reporting_unit(told: list[str]) -> None:
    offices = Agency.objects.filter(kind=Agency.Kind.PROVINCIAL_OFFICE)
    assert Area.objects.filter(reports=True).count() == 76
    assert set(offices.values_list("area", flat=True)) == set(
        Area.objects.filter(reports=True).values_list("code", flat=True)
    )


@pytest.mark.parametrize(("area", "agencies"), [("13", 8), ("12", 8), ("20", 27)])
def test_the_agencies_of_the_letters(told: list[str], area: str, agencies: int) -> None:
    assert Agency.objects.filter(area=area).count() == agencies


def test_invitations_wait_and_have_expired(told: list[str]) -> None:
    open_ones = Invitation.objects.filter(accepted_at=None, revoked_at=None)
    states = Counter(invitation.expires_at > timezone.now() for invitation in open_ones)
    assert states == {True: 1, False: 1}


# ── the trail ───────────────────────────────────────────────────────────────
def test_the_trail_holds_and_reads_forward(told: list[str]) -> None:
    assert first_broken_link() is None
    moments = list(Event.objects.order_by("id").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert moments[-1] < timezone.now()
    assert moments[0].year == 2018


def test_every_result_went_its_way_through_the_actions(told: list[str]) -> None:
    verbs = Counter(Event.objects.values_list("verb", flat=True))
    assert verbs["save"] == Result.objects.count()
    assert verbs["approve"] == Result.objects.filter(status__in=["approved", "filed", "verified"]).count()
    assert verbs["keep_file"] == EvidenceFile.objects.count()


# ── the provincial database ─────────────────────────────────────────────────
def test_data_files_are_on_their_way_and_five_results_are_computed(told: list[str]) -> None:
    files = Submission.objects.order_by("pk").values_list("area", "state")
    assert Counter(files) == {
        ("13", "accepted"): 2,
        ("12", "accepted"): 2,
        ("13", "returned"): 1,
        ("13", "submitted"): 1,
    }
    assert set(Submission.objects.values_list("source", flat=True)) == {"ข้อมูลตัวอย่างเพื่อการสาธิต ไม่ใช่ข้อมูลจริง"}
    results = Result.objects.filter(computed__isnull=False).select_related("computed")
    assert sorted(result.value for result in results if result.value is not None) == [
        Decimal(figure) for figure in ("2", "61.50", "81.67", "379.66", "1176.285")
    ]  # of the catalogue, the official result, the survey, the assessments, the database
    assert all(result.computed and comes_out_again(result.computed) for result in results)
    score = QualityScore.objects.get()
    assert (score.area_id, score.fiscal_year, score.months, bool(score.percent)) == ("13", 2567, 12, True)


# ── frameworks ──────────────────────────────────────────────────────────────
def test_pathum_thani_2567_is_the_framework_of_the_letters(told: list[str]) -> None:
    edition = Edition.objects.get(
        framework__area="13", framework__fiscal_year=2567, status=Edition.Status.PUBLISHED
    )
    assert (edition.number, edition.kind) == (2, "revised")
    components = edition.components.all()
    assert [(one.number, str(one.weight)) for one in components] == [(1, "70"), (2, "30")]
    kpis = Kpi.objects.filter(component__edition=edition)
    assert [(kpi.full_number, str(kpi.weight)) for kpi in kpis.filter(parent=None).order_by("component", "position")] == [
        ("1-1", "10"), ("1-2", "10"), ("1-3", "10"), ("1-4", "15"), ("1-5", "10"), ("1-6", "5"), ("1-7", "10"),
        ("2-1", "10"), ("2-2", "5"), ("2-3", "5"), ("2-4", "10"),
    ]  # fmt: skip
    parts = kpis.exclude(parent=None).order_by("component", "parent__position", "position")
    assert [(kpi.full_number, str(kpi.weight)) for kpi in parts] == [
        ("1-6.1", "5"), ("2-3.1", "2.5"), ("2-3.2", "2.5"),
    ]  # fmt: skip
    dust = kpis.get(component__number=1, number="7")
    assert [owner.short_name for owner in dust.owners.order_by("ownerships__position")] == [
        "ทรัพยากรธรรมชาติฯ", "ป้องกันภัย",
    ]  # fmt: skip


def test_chonburi_2562_has_five_components_without_weights(told: list[str]) -> None:
    edition = Edition.objects.get(framework__area="20")
    assert [(one.number, one.assessed, one.weight) for one in edition.components.all()] == [
        (1, False, None), (2, True, None), (3, True, None), (4, True, None), (5, False, None),
    ]  # fmt: skip


# ── results ─────────────────────────────────────────────────────────────────
def open_round() -> Round:
    now = timezone.now()
    return Round.objects.get(opens_at__lte=now, closes_at__gt=now)


def test_one_round_is_open_now_and_closes_soon_at_half_past_four(told: list[str]) -> None:
    round_ = open_round()
    assert (round_.area_id, round_.fiscal_year_id, round_.months) == ("13", 2567, 12)
    closes = timezone.localtime(round_.closes_at)
    assert (closes.hour, closes.minute) == (16, 30)
    assert closes.date() - timezone.localdate() == timedelta(days=2)


def test_the_open_round_is_in_full_swing(told: list[str]) -> None:
    items = items_of(open_round())
    assert Counter(item.status.value for item in items) == {
        "approved": 3, "submitted": 4, "draft": 3, "returned": 1, "not_started": 1,
    }  # fmt: skip
    results = [item.result for item in items if item.result]
    assert [result.missing for result in results if result.missing] == ["not_yet_published"]
    assert [bool(result.return_reason) for result in results if result.status == "returned"] == [True]


def test_nonthaburi_is_published_with_three_decimals(told: list[str]) -> None:
    score = public_score(Round.objects.get(area="12", scores__version=1))
    assert (score.total_published, score.rating) == ("94.860", "ระดับคุณภาพ")
    assert score.published_at is not None


def test_chonburi_is_published_by_the_rules_of_its_year(told: list[str]) -> None:
    score = public_score(Round.objects.get(area="20", scores__version=1))
    assert (score.rule_set, score.total, score.rating) == ("2562", None, "ระดับคุณภาพ")


def test_every_stored_score_can_be_computed_again(told: list[str]) -> None:
    assert [reproduces(score) for score in ProvinceScore.objects.all()] == [True] * 4


def test_evidence_is_what_its_name_says(told: list[str]) -> None:
    kept = list(EvidenceFile.objects.all())
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"  # a template of the catalogue
    assert {file.media_type for file in kept} == {"application/pdf", "image/png", "text/csv", sheet}
    for file in kept:
        with file.file.open("rb") as stored:
            found = inspect(stored, name=file.name, max_bytes=10_000_000)
        assert (found.sha256, found.media_type, found.size) == (file.sha256, file.media_type, file.size)


def test_a_letter_waits_with_findings(told: list[str]) -> None:
    findings = Finding.objects.filter(intake__area="13")
    assert {"weekday_contradicts", "component_weights_not_total"} <= set(
        findings.values_list("code", flat=True)
    )
    assert findings.filter(resolved_at=None).count() == findings.count()


# ── what stands beside the reporting ────────────────────────────────────────
def test_proposals_for_next_year_stand_in_three_states(told: list[str]) -> None:
    found = with_progress(Proposal.objects.filter(fiscal_year=2568)).order_by("area")
    assert [(one.area_id, one.status, one.decided_count) for one in found] == [  # type: ignore[attr-defined]  # annotated
        ("12", "concluded", 11), ("13", "submitted", 4), ("20", "draft", 0),
    ]  # fmt: skip
    edition = Edition.objects.get(framework__fiscal_year=2568)
    assert (edition.framework.area_id, edition.status, edition.meeting) == ("12", "published", "1/2568")


def test_one_agency_has_not_confirmed_the_revision(told: list[str]) -> None:
    waiting = Confirmation.objects.filter(edition__framework__area="13", confirmed_at=None)
    assert waiting.count() == 1


def test_somebody_acts_for_a_head_today(told: list[str]) -> None:
    today = timezone.localdate()
    acting = Membership.objects.exclude(order_number="").get()
    assert acting.starts_on <= today <= acting.ends_on
    assert acting.agency_id in duties_of(acting.user, today).agencies(Role.APPROVER)


def test_a_request_waits_and_a_round_is_waived(told: list[str]) -> None:
    request = ReopeningRequest.objects.get(decision="")
    assert (request.round.area_id, request.round.months) == ("13", 6)
    assert YearRound.objects.get(fiscal_year=2562, months=6).state == "waived"


def test_a_joint_figure_lacks_one_signature(told: list[str]) -> None:
    standing = JointStanding(with_parts(JointKpi.objects.select_related("lead")).get(), 12)
    assert standing.locked is False
    assert {party.agency.area_id: party.state for party in standing.parties} == {
        "12": "signed",
        "13": "awaited",
    }


def test_a_return_marks_fields(told: list[str]) -> None:
    result = Result.objects.get(status="returned")
    assert [point.field for point in result.returns.get().points.all()] == ["value", "narrative"]


def test_a_confidential_file_has_its_redacted_copy(told: list[str]) -> None:
    original = EvidenceFile.objects.get(secrecy="confidential")
    copy = EvidenceFile.objects.get(redacted_of=original)
    assert (copy.secrecy, copy.sha256 == original.sha256) == ("ordinary", False)
    assert RequiredEvidence.objects.filter(kpi__component__edition__framework__area="13").count() == 2


def test_a_dispute_waits_for_a_third_and_a_question_for_its_answer(told: list[str]) -> None:
    comparison = Comparison.objects.get()
    round_, indicator = comparison.result.round, comparison.result.indicator_id
    assert (round_.area_id, round_.months, comparison.verification) == ("13", 6, None)
    third = Assignment.objects.get(round=round_, indicator=indicator, slot="third")
    assert third.evaluator.email == "evaluator1@demo.invalid"
    question = Question.objects.get()
    assert (question.result.round_id, question.closed_at) == (round_.pk, None)
    assert timezone.localdate(question.answer_by) - timezone.localdate() == timedelta(days=4)


def test_an_appeal_can_be_heard_by_a_panel_that_had_no_part_in_the_score(told: list[str]) -> None:
    appeal = Appeal.objects.get()
    assert (appeal.state, appeal.round.area_id, appeal.round.months) == ("open", "12", 12)
    assert (appeal.evidence.count(), appeal.decide_by > timezone.now()) == (1, True)
    bench = Bench(appeal.round, now=timezone.now())
    fit = [
        one.person.email
        for one in candidates_of(appeal, bench, day=timezone.localdate())
        if one.refusal is None
    ]
    assert sorted(fit) == [f"evaluator{place}.central@demo.invalid" for place in (2, 3, 4)]


def test_letters_meetings_and_links_are_on_their_way(told: list[str]) -> None:
    assert Counter(Letter.objects.values_list("status", flat=True)) == {
        "signed": 3, "draft": 1, "in_chain": 1, "returned": 1, "void": 1,
    }  # fmt: skip
    assert SealedPaper.objects.count() == 4
    sent = LetterDelivery.objects.filter(letter__topic="circulate_kpis", letter__area="13")
    assert Counter(one.standing.value for one in sent) == {"acknowledged": 5, "opened": 1, "unopened": 2}
    assert all(one.letter.due_on and one.letter.due_on < timezone.localdate() for one in sent)
    meetings = Meeting.objects.order_by("starts_at")
    assert [(one.status, bool(one.invited_at)) for one in meetings] == [("adopted", True), ("planned", True)]
    assert Attendance.objects.count() == 8
    assigned = Resolution.objects.filter(kind="assigned").order_by("due_on")
    assert [one.done_at is None for one in assigned] == [False, True]
    assert sum(LinkDay.objects.values_list("count", flat=True)) == 42


def test_digests_are_made_for_the_outbox(told: list[str]) -> None:
    compose_due()
    assert Delivery.objects.filter(channel="email", person__is_demo=True).exists()


# ── the commands ────────────────────────────────────────────────────────────
def test_filling_twice_changes_nothing(told: list[str]) -> None:
    events = Event.objects.count()
    said = StringIO()
    call_command("demo", stdout=said)
    assert "มีข้อมูลสาธิตอยู่แล้ว" in said.getvalue()
    assert Event.objects.count() == events


def test_progress_is_told_with_counts(told: list[str]) -> None:
    assert [line for line in told if re.search(r"ทำแล้ว (\d+) จาก \1 ขั้น", line)]
    assert told[-1].startswith("มีแล้ว: ")


def test_outside_demo_mode_the_start_warns_and_nobody_can_do_anything(told: list[str], settings: Any) -> None:
    settings.DEMO = False
    said = StringIO()
    Command(stdout=said)._check_people()  # noqa: SLF001 - starting for real is test_run's
    assert "บุคคลสมมติ" in said.getvalue()
    evaluator = User.objects.get(email="evaluator1@demo.invalid")
    assert duties_of(evaluator, timezone.localdate()).memberships == ()


def test_a_demo_does_not_start_beside_real_people(told: list[str]) -> None:
    with transaction.atomic():
        User.objects.create_user("real@example.go.th", name="คนจริง")
        refused = StringIO()
        with pytest.raises(SystemExit) as ended:
            Command(stderr=refused)._check_people()  # noqa: SLF001 - starting for real is test_run's
        transaction.set_rollback(True)
    assert ended.value.code == 2
    assert "ผู้ใช้จริง 1 คน" in refused.getvalue()


# ── every page has something to show ────────────────────────────────────────
class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get("href") or ""
        if tag == "a" and address.startswith(("/", "?")):
            self.found.add(address.split("#")[0])


def walk(user: User | None, limit: int = 40) -> dict[str, int]:
    """Address → status of every page that can be reached from the first one by links."""
    client = Client()
    if user:
        client.force_login(user)
    statuses: dict[str, int] = {}
    ahead = ["/"]
    while ahead and len(statuses) < limit:
        address = ahead.pop(0)
        if address in statuses or address.startswith("/static/"):
            continue
        answer = client.get(address, follow=True)
        statuses[address] = answer.status_code
        if answer.streaming:  # a file: the test client closes it when it was read to its end
            assert b"".join(answer)
            continue
        if answer.get("Content-Type", "").startswith("text/html"):
            links = Links()
            links.feed(answer.content.decode())
            ahead += [
                address.split("?")[0] + link if link.startswith("?") else link for link in sorted(links.found)
            ]
    return statuses


@pytest.mark.parametrize(
    "email",
    [
        None, "recorder.development.13@demo.invalid", "approver.environment.13@demo.invalid",
        "coordinator.office.13@demo.invalid", "evaluator1@demo.invalid", "coordinator.office.20@demo.invalid",
    ],
)  # fmt: skip
def test_no_link_leads_nowhere(told: list[str], email: str | None) -> None:
    statuses = walk(User.objects.get(email=email) if email else None)
    assert len(statuses) > 5
    assert {address: status for address, status in statuses.items() if status != 200} == {}
