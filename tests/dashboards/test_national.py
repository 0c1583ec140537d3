"""The national report: who may have it made, how far it is, what it says, and that it is kept as it was made."""

import re
from hashlib import sha256

import pypdfium2
import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now
from django_tasks_db.models import DBTaskResult

from samrit.dashboards import making
from samrit.dashboards.actions import ask_for_report, begin_report, cancel_report, move_on
from samrit.dashboards.documents import national
from samrit.dashboards.models import NationalReport, ReportState
from samrit.dashboards.queries.national import national_figures, public_report, seen_in
from samrit.dashboards.tasks import build_report
from samrit.frameworks.models import FiscalYear
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.rules.thai import arabic_digits
from samrit.rules.wording import RefusedError
from samrit.scores.actions import withdraw_publication
from samrit.scores.models import ProvinceScore, Publication
from tests.dashboards.portal import appeal
from tests.dashboards.published import published_world
from tests.dashboards.small_country import seed_small
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
YEAR = 2567
PUBLISHED, INTERNAL = NationalReport.Scope.PUBLISHED, NationalReport.Scope.INTERNAL


@pytest.fixture
def world() -> World:
    return published_world()


def ask(by: User, scope: str = PUBLISHED, year: int = YEAR) -> NationalReport:
    return ask_for_report(year=year, scope=scope, by=by, now=now())


def made(by: User, scope: str = PUBLISHED, year: int = YEAR) -> NationalReport:
    report = ask(by, scope, year)
    assert build_report.func(report.pk) == ReportState.DONE
    report.refresh_from_db()
    return report


def pages_of(report: NationalReport) -> list[str]:
    with default_storage.open(report.file) as file:
        paper = pypdfium2.PdfDocument(file.read())
    texts = [arabic_digits(page.get_textpage().get_text_range()) for page in paper]
    return [re.sub("ํ([่-๋]?)า", r"\1ำ", re.sub(r"\s+", " ", text)) for text in texts]


def refused(code: str) -> "pytest.RaisesExc[RefusedError]":
    return pytest.raises(RefusedError, check=lambda error: error.refusal.message.code == code)


# ── who ─────────────────────────────────────────────────────────────────────
def test_who_may_have_it_made(world: World) -> None:
    for person in (world.recorder, world.approver, world.stranger):
        with refused("report_not_yours"):
            ask(person)
    with refused("report_internal"):
        ask(world.coordinator, INTERNAL)
    ask(world.coordinator)
    with refused("report_under_way"):
        ask(world.evaluator)
    ask(world.evaluator, INTERNAL)  # another paper


def test_nothing_to_report_yet() -> None:
    world = published_world(publish=False)
    with refused("report_empty"):
        ask(world.evaluator)
    ask(world.evaluator, INTERNAL)


def test_the_page_asks_and_the_queue_has_it(client: Client, world: World) -> None:
    client.force_login(world.evaluator)
    address = reverse("dashboards:board_report", args=[YEAR])
    assert client.post(address, {"scope": PUBLISHED}).status_code == 302
    assert NationalReport.objects.get().state == ReportState.WAITING
    assert DBTaskResult.objects.ready().count() == 1
    client.post(address, {"scope": PUBLISHED})  # again: refused, nothing added
    assert (NationalReport.objects.count(), DBTaskResult.objects.count()) == (1, 1)
    assert "กำลังจัดทำฉบับนี้อยู่แล้ว" in client.get(address).content.decode()
    assert client.post(address, {"scope": "everything"}).status_code == 404


# ── what it says ────────────────────────────────────────────────────────────
def test_the_whole_country_on_paper() -> None:
    evaluator = seed_small(provinces=6, years=2)
    report = made(evaluator)
    pages = pages_of(report)
    assert len(pages) == report.pages
    whole = " ".join(pages)
    for score in ProvinceScore.objects.filter(round__fiscal_year=YEAR, round__months=12, superseded_at=None):
        assert f"{score.round.area.name} " in whole
        assert score.total_published in whole
    kpis = national_figures(
        FiscalYear.objects.get(pk=YEAR),
        seen_in(YEAR, PUBLISHED, duties_of(evaluator, now().date()), now=now()),
    ).kpis
    assert len(kpis) == 11
    for place, kpi in enumerate(kpis, start=1):
        own = next(text for text in pages[2:] if f"{place}. {kpi.name[:30]}" in text)
        for _area, one in kpi.rows:
            assert one.score is None or f"{one.score:.3f}" in own


def test_contents_and_bookmarks_lead_to_the_pages() -> None:
    report = made(seed_small(provinces=3, years=1))
    pages = pages_of(report)
    with default_storage.open(report.file) as file:
        paper = pypdfium2.PdfDocument(file.read())
    marks = {mark.get_title(): mark.get_dest().get_index() + 1 for mark in paper.get_toc()}
    for title in ("วิธีประเมินและอ่านรายงาน", "ภาพรวมประเทศ", "ผลรายจังหวัด"):
        assert f"{title} {marks[title]}" in pages[1]
        assert title in pages[marks[title] - 1]


def test_a_year_of_labels_has_no_ranks() -> None:
    report = made(seed_small(provinces=3, years=6), year=2562)
    whole = " ".join(pages_of(report))
    assert "ไม่มีคะแนนรวม จึงไม่จัดอันดับ" in whole
    assert "ระดับคุณภาพ" in whole


def test_what_is_not_public_is_marked(world: World) -> None:
    Publication.objects.all().delete()
    report = made(world.evaluator, INTERNAL)
    pages = pages_of(report)
    assert "ห้ามเผยแพร่" in pages[0]
    assert all("ใช้ภายใน" in text for text in pages)


# ── how far ─────────────────────────────────────────────────────────────────
def test_progress_is_told_and_never_goes_back(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, int, int]] = []

    def heard(*, report: NationalReport, step: str, done: int, total: int) -> bool:
        told.append((step, done, total))
        return move_on(report=report, step=step, done=done, total=total)

    monkeypatch.setattr(making, "move_on", heard)
    report = made(world.evaluator)
    counts = [done for _step, done, _total in told]
    assert counts == sorted(counts)
    assert {step for step, _done, _total in told} == {"charts", "pages"}
    assert counts[-1] == report.pages == report.done == report.total


def test_cancelled_in_the_middle(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    report = ask(world.evaluator)

    def cancelled_at_three(*, report: NationalReport, step: str, done: int, total: int) -> bool:
        if done == 3:
            cancel_report(report=report, by=world.evaluator, now=now())
        return move_on(report=report, step=step, done=done, total=total)

    monkeypatch.setattr(making, "move_on", cancelled_at_three)
    assert build_report.func(report.pk) == ReportState.CANCELLED
    report.refresh_from_db()
    assert (report.file, report.ended_by) == ("", world.evaluator)
    ask(world.evaluator)  # another may begin


def test_cancelled_while_it_waits(world: World) -> None:
    report = ask(world.coordinator)
    with refused("report_of_another"):
        cancel_report(report=report, by=world.stranger, now=now())
    cancel_report(report=report, by=world.coordinator, now=now())
    assert build_report.func(report.pk) == ReportState.CANCELLED
    with refused("report_ended"):
        cancel_report(report=report, by=world.coordinator, now=now())


def test_what_fails_says_why_and_can_be_asked_for_again(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise national.ChartsUnavailableError("mini-racer")

    report = ask(world.evaluator)
    with monkeypatch.context() as patched:
        patched.setattr(national, "draw_report", broken)
        assert build_report.func(report.pk) == ReportState.FAILED
    client.force_login(world.evaluator)
    page = client.get(reverse("dashboards:board_report", args=[YEAR])).content.decode()
    assert "เครื่องนี้ยังออก PDF ไม่ได้" in page
    made(world.evaluator)


def test_it_gives_up_when_workers_keep_dying(world: World) -> None:
    report = ask(world.evaluator)
    for _ in range(making.MOST_ATTEMPTS):
        begin_report(report=report, now=now())  # and never again heard of
    assert build_report.func(report.pk) == ReportState.FAILED


# ── kept ────────────────────────────────────────────────────────────────────
def test_the_file_is_what_its_digest_says(client: Client, world: World) -> None:
    report = made(world.evaluator)
    client.force_login(world.recorder)
    answer = client.get(reverse("dashboards:board_report_file", args=[YEAR, report.pk]))
    content = answer.getvalue()
    assert (sha256(content).hexdigest(), len(content)) == (report.sha256, report.size)


def test_an_internal_one_is_for_evaluators(client: Client, world: World) -> None:
    report = made(world.evaluator, INTERNAL)
    address = reverse("dashboards:board_report_file", args=[YEAR, report.pk])
    client.force_login(world.coordinator)
    assert client.get(address).status_code == 404
    client.force_login(world.evaluator)
    assert client.get(address).getvalue()[:5] == b"%PDF-"
    client.logout()
    assert client.get(reverse("dashboards:public_report", args=[YEAR])).status_code == 404


def test_everybody_reads_the_published_one_until_something_changes(client: Client, world: World) -> None:
    address = reverse("dashboards:public_report", args=[YEAR])
    assert client.get(address).status_code == 404
    report = made(world.evaluator)
    assert sha256(client.get(address).getvalue()).hexdigest() == report.sha256
    assert address in client.get(reverse("dashboards:year", args=[YEAR])).content.decode()
    assert world.round is not None
    withdraw_publication(round_=world.round, reason="ตรวจพบข้อผิดพลาด", by=world.evaluator, now=NOW)
    assert client.get(address).status_code == 404
    assert public_report(YEAR, now=now()) is None
    client.force_login(world.evaluator)
    page = client.get(reverse("dashboards:board_report", args=[YEAR])).content.decode()
    assert "ผลเปลี่ยนแล้วหลังจัดทำ" in page


def test_a_report_without_the_mark_of_an_appeal_is_not_read_while_one_is_open(
    client: Client, world: World
) -> None:
    address = reverse("dashboards:public_report", args=[YEAR])
    made(world.evaluator)
    kept = client.get(address)
    assert kept.getvalue()
    appeal(world)
    assert client.get(address, headers={"if-none-match": kept["ETag"]}).status_code == 404
    made(world.evaluator)
    assert client.get(address).getvalue() != b""


def test_the_page_asks_the_same_few_questions_for_one_report_and_for_many(
    client: Client, world: World
) -> None:
    client.force_login(world.evaluator)
    address = reverse("dashboards:board_report", args=[YEAR])
    counts = []
    for number in (1, 3):
        while NationalReport.objects.count() < number:
            cancel_report(report=ask(world.evaluator), by=world.evaluator, now=now())
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(address)
        counts.append(len(asked))
    assert counts[0] == counts[1]
