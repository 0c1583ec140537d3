"""An edition keeps the names it was published with; its files say that the score is contested as long as it is."""

from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from samrit.frameworks.models import Component, Kpi
from samrit.people.models import Agency
from samrit.scores.actions import finalise_score, publish_score
from samrit.scores.models import Appeal, Publication
from tests.dashboards.portal import appeal, content, read, text_of
from tests.dashboards.published import published_world
from tests.world import NOW, World

pytestmark = pytest.mark.django_db

PAGE = "/performance/2567/13/"
FIRST = f"{PAGE}editions/12-1/"
LATER = NOW + timedelta(days=1)
KPI, AGENCY = "รายได้จากการจำหน่ายผลิตภัณฑ์ชุมชน (OTOP)", "สำนักงานพัฒนาชุมชนจังหวัดปทุมธานี"


@pytest.fixture
def world() -> World:
    return published_world()


def renamed(world: World) -> None:
    """As somebody does who mends a name, with or without a page for it."""
    Kpi.objects.filter(pk=world.kpis["1-1"].pk).update(name="ชื่อใหม่ของตัวชี้วัด")
    Agency.objects.filter(pk=world.development.pk).update(name="ชื่อใหม่ของหน่วยงาน")
    Component.objects.filter(edition=world.edition, number=1).update(name="ชื่อใหม่ขององค์ประกอบ")


def test_an_edition_keeps_its_names_to_the_byte(client: Client, world: World) -> None:
    before = {url: content(client.get(url)) for url in (PAGE, FIRST, "/performance/2567/13.xlsx")}
    assert all(name in before[FIRST].decode() for name in (KPI, AGENCY))
    renamed(world)
    assert {url: content(client.get(url)) for url in before} == before
    words = text_of(read(client, PAGE))
    assert "ชื่อใหม่" not in words


def test_the_next_edition_has_the_names_of_its_day_and_the_first_keeps_its_own(
    client: Client, world: World
) -> None:
    renamed(world)
    assert world.round is not None
    finalise_score(round_=world.round, open_appeals=0, appeals_end_at=LATER, by=world.evaluator, now=LATER)
    publish_score(round_=world.round, by=world.evaluator, now=LATER, reason="พ้นเวลาอุทธรณ์")
    second, first = text_of(read(client, PAGE)), text_of(read(client, FIRST))
    for old, new in ((KPI, "ชื่อใหม่ของตัวชี้วัด"), (AGENCY, "ชื่อใหม่ของหน่วยงาน")):
        assert (old in first, new in first) == (True, False)
        assert (old in second, new in second) == (False, True)


def test_what_was_published_before_names_were_kept_reads_as_today(client: Client, world: World) -> None:
    Publication.objects.update(names={})
    renamed(world)
    assert "ชื่อใหม่ของตัวชี้วัด" in text_of(read(client, PAGE))


# ── contested ───────────────────────────────────────────────────────────────
MARK = "อยู่ระหว่างอุทธรณ์"


def words_of_pdf(pdf: bytes) -> str:
    return "".join(pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range().split())


def states(client: Client) -> tuple[bool, bool, bytes]:
    """Whether PDF and workbook say that it is contested; the card."""
    pdf, excel, card = (
        content(client.get(f"/performance/2567/13{name}")) for name in (".pdf", ".xlsx", "/card.png")
    )
    facts = CalamineWorkbook.from_filelike(BytesIO(excel)).get_sheet_by_index(0).to_python()
    state = next(row[1] for row in facts if row[0] == "สถานะของคะแนน")
    assert str(state).startswith("คะแนนที่ยืนยันแล้ว")
    return MARK in words_of_pdf(pdf), MARK in str(state), card


def test_the_paper_the_workbook_and_the_card_are_marked_while_an_appeal_is_open(
    client: Client, world: World
) -> None:
    kept = client.get("/performance/2567/13.pdf")["ETag"]
    pdf, excel, quiet = states(client)
    assert (pdf, excel) == (False, False)
    appeal(world)
    assert client.get("/performance/2567/13.pdf", headers={"if-none-match": kept}).status_code == 200
    pdf, excel, marked = states(client)
    assert (pdf, excel) == (True, True)
    assert marked != quiet
    Appeal.objects.update(state="withdrawn", ended_at=LATER, ended_by=world.coordinator, end_reason="พอใจแล้ว")
    assert states(client) == (False, False, quiet)
