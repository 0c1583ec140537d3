"""The chain of letters: from one to what it refers to, is about and led to; of read letters and of meetings too."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samrit.letters import actions
from samrit.letters.forms.writing import ContentForm
from samrit.letters.models import Intake, Letter, LetterLink
from samrit.letters.papers import content_of
from samrit.letters.queries.ties import intakes_cited_in, letters_cited_in, numbers_of
from samrit.rules.wording import RefusedError
from tests.letters.intakes import signed_in
from tests.letters.letters_written import content, drafted, make_issuer, proposed, signed
from tests.letters.meeting_world import PLAN, STARTS, invited
from tests.revisions import FACTS, publish_revised, revise
from tests.world import NOW, World, make_people, make_world

pytestmark = pytest.mark.django_db
READ = "ปท 0017.2/ว 111"
MEMO = f"""บันทึกข้อความ
ส่วนราชการ สำนักงานจังหวัดปทุมธานี
ที่ {READ} วันที่ 3 เมษายน 2567
เรื่อง รายละเอียดตัวชี้วัด
เรียน พัฒนาการจังหวัดปทุมธานี
อ้างถึง หนังสือจังหวัดปทุมธานี ที่ ปท 0017.2/1 ลงวันที่ 10 ตุลาคม 2567
จึงเรียนมาเพื่อทราบ
"""


def read_in(world: World, text: str = MEMO, name: str = "memo.txt") -> Intake:
    intake, _new = actions.take_in(
        data=text.encode(), name=name, area=world.area, by=world.coordinator, now=NOW
    )
    return intake


def page(client: Client, name: str, *key: Any) -> str:
    answer = client.get(reverse(name, args=key))
    assert answer.status_code == 200
    return answer.content.decode()


def linked(link: str, *key: Any) -> str:
    return f'href="{reverse(link, args=key)}"'


def test_one_walks_between_letters_that_were_written_and_read() -> None:
    world = make_people()
    make_issuer(world)
    first = signed(world)
    assert first.entries.get().written == "ปท 0017.2/1"
    intake = read_in(world)
    assert (intake.numbers, list(intake.cited.all())) == (f"\n{READ}\n", [first])
    second = drafted(world, references=(f"บันทึกข้อความ ที่ {READ} ลงวันที่ 3 เมษายน 2567", "หนังสือที่ไม่มีเลข"))
    actions.link_letter(letter=second, to=first, kind="answers", by=world.coordinator, now=NOW)
    client = signed_in(world.coordinator)
    shown = page(client, "writing:letter", second.pk)
    assert all(
        one in shown
        for one in (linked("writing:letter", first.pk), linked("letters:detail", intake.pk), "ตอบหนังสือ")
    )
    shown = page(client, "writing:letter", first.pk)
    assert all(
        one in shown
        for one in (linked("writing:letter", second.pk), linked("letters:detail", intake.pk), "มีหนังสือตอบ")
    )
    shown = page(client, "letters:detail", intake.pk)
    assert all(
        one in shown for one in (linked("writing:letter", first.pk), linked("writing:letter", second.pk))
    )
    # who sees the read letter but not the office's letters is told nothing of them
    assert linked("writing:letter", second.pk) not in page(
        signed_in(world.evaluator), "letters:detail", intake.pk
    )
    actions.edit_letter(
        letter=second, content=content(references=("อื่น",)), version=1, by=world.coordinator, now=NOW
    )
    assert [one.kind for one in LetterLink.objects.filter(letter=second)] == ["answers"]


def test_a_number_of_another_year_is_another_letter() -> None:
    world = make_people()
    make_issuer(world)
    first = signed(world)
    cited = {"number": "ปท 0017.2/1", "date": "2023-10-10"}
    reading: dict[str, Any] = {"letters": [{"number": None, "references": [cited]}]}
    assert (letters_cited_in(reading), numbers_of(reading)) == ([], "")
    for day in ("2024-10-10", None):
        cited["date"] = day  # type: ignore[assignment]  # as the reader leaves it
        assert letters_cited_in(reading) == [first]
    cited["number"] = "ปท 0017.2/ว 1"
    assert letters_cited_in(reading) == []
    assert intakes_cited_in(["ปท 0017.2/1"], None) == []


def test_from_a_meeting_to_its_letter_and_the_framework_that_it_resolved() -> None:
    world = make_world()
    issuer = make_issuer(world)
    meeting = invited(world, number="3/2567", starts_at=STARTS, ends_at=STARTS + timedelta(hours=1))
    facts: dict[str, Any] = {"issuer": issuer, "by": world.coordinator, "now": NOW}
    letter = actions.draft_from_topic(topic="invite_meeting", about=meeting, **facts)
    edition = revise(world, resolved_on=NOW.date())
    publish_revised(world, edition)
    edition.refresh_from_db()
    client = signed_in(world.coordinator)
    shown = page(client, "meetings:one", meeting.pk)
    assert all(
        one in shown
        for one in (linked("writing:letter", letter.pk), linked("frameworks:edition", edition.pk))
    )
    shown = page(client, "writing:letter", letter.pk)
    assert all(
        one in shown for one in (linked("meetings:one", meeting.pk), linked("frameworks:edition", edition.pk))
    )
    told = actions.draft_from_topic(topic="circulate_kpis", about=edition, **facts)
    shown = page(client, "writing:letter", told.pk)
    assert all(
        one in shown
        for one in (
            linked("meetings:one", meeting.pk), linked("frameworks:edition", edition.pk), linked("frameworks:all_details_pdf", edition.pk)
        )
    )  # fmt: skip
    assert linked("writing:letter", letter.pk) not in page(
        signed_in(world.recorder), "meetings:one", meeting.pk
    )
    assert (PLAN["number"], FACTS["meeting"]) == ("1/2567", "3/2567")


@pytest.mark.parametrize("name", ["writing:letter", "letters:detail"])
def test_a_longer_chain_costs_no_more_queries(name: str) -> None:
    world = make_people()
    make_issuer(world)
    first, intake = signed(world), read_in(world)
    client, counts = signed_in(world.coordinator), []
    key = first.pk if name == "writing:letter" else intake.pk
    for _ in range(3):
        later = drafted(world, references=(f"ที่ {READ}",))
        actions.link_letter(letter=later, to=first, kind="continues", by=world.coordinator, now=NOW)
        with CaptureQueriesContext(connection) as asked:
            page(client, name, key)
        counts.append(len(asked))
    assert counts[0] == counts[2]
    assert Letter.objects.count() == 4


# ── what a kind asks for ────────────────────────────────────────────────────
def test_the_draft_says_what_its_kind_needs() -> None:
    world = make_people()
    make_issuer(world)
    letter = drafted(world, kind="stamped", subject="")
    form = ContentForm(initial={"kind": "memo"}, before=content_of(letter))
    marks = {name: str(field.mark) for name, field in form.fields.items() if hasattr(field, "mark")}
    needed, unused = "ต้องมีก่อนเสนอลงนาม", "ไม่ใช้กับหนังสือชนิดนี้"
    assert marks == {
        "subject": needed,
        "addressee": needed,
        "body": needed,
        "references": unused,
        "enclosures": unused,
    }
    shown = page(signed_in(world.coordinator), "writing:letter", letter.pk)
    assert (shown.count(unused), "ยังไม่มีเรื่อง" in shown) == (2, True)
    with pytest.raises(RefusedError, match="ยังไม่มีเรื่อง"):
        proposed(world, letter)
