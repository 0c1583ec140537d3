"""Making a questionnaire without knowing TOML: copy, add, branch, move, look at it, publish; then it stays."""

import pytest
from django.db import DatabaseError, transaction

from samrit.assessments.actions.building import FaultyDraftError, change_draft, publish_release, start_draft
from samrit.assessments.models import InstrumentRelease
from samrit.rules.instruments import Instrument, read
from samrit.rules.instruments.drafting import data_of, question_in, with_question
from samrit.rules.wording import RefusedError
from tests.assessments.surveying import as_, asked_in, eservice, opened
from tests.world import NOW, World, make_people

pytestmark = pytest.mark.django_db
NAMES = ("แบบของเรา", "Our own")
QUESTION = {
    "kind": "one", "section": "use", "text": "มาใช้บริการบ่อยเพียงใด", "text_en": "How often do you come?",
    "required": "on", "options": "ครั้งแรก | First time\nเป็นประจำ | Often", "when": 'finished == "yes"',
}  # fmt: skip


@pytest.fixture
def world() -> World:
    return make_people()


@pytest.fixture
def draft(world: World) -> InstrumentRelease:
    return start_draft(source=eservice(), agency=world.development, names=NAMES, by=world.recorder, now=NOW)


def codes(release: InstrumentRelease) -> list[str]:
    release.refresh_from_db()
    return [row["code"] for row in data_of(release.documents)["questions"]]


def test_a_question_is_added_moved_and_asked_after_its_answer(world: World, draft: InstrumentRelease) -> None:
    client, path = as_(world.recorder), f"/instruments/{draft.pk}/"
    added = client.post(f"{path}questions/new/", QUESTION | {"seen": 1})
    assert (added.status_code, added["Location"]) == (302, path)
    assert codes(draft)[:5] == [
        "channel",
        "finished",
        "obstacles",
        "q1",
        "aspects",
    ]  # the last of its section
    row = question_in(data_of(draft.documents), "q1")
    assert row is not None
    assert row["options"] == [
        {"code": "o1", "name": "ครั้งแรก", "name_en": "First time"},
        {"code": "o2", "name": "เป็นประจำ", "name_en": "Often"},
    ]
    moved = {"verb": "move", "way": "up", "question": "q1"}
    assert client.post(path, moved | {"seen": 2}).status_code == 302
    assert codes(draft)[:5] == ["channel", "finished", "q1", "obstacles", "aspects"]
    preview = client.post(f"{path}preview/", {"q.finished": "yes"}).content.decode()
    assert "q1" in asked_in(preview)
    assert "q1" not in asked_in(client.get(f"{path}preview/").content.decode())
    published = client.post(path, {"verb": "publish"})
    assert published.status_code == 302
    draft.refresh_from_db()
    assert draft.state == "published"
    stated = read(draft.documents)
    assert isinstance(stated, Instrument)
    assert draft.digest == stated.digest
    assert client.post(path, moved | {"seen": 3}).status_code == 409
    assert client.get(f"{path}questions/q1/").status_code == 404


def test_two_people_do_not_overwrite_each_other(world: World, draft: InstrumentRelease) -> None:
    client, path = as_(world.recorder), f"/instruments/{draft.pk}/questions/new/"
    assert client.post(path, QUESTION | {"seen": 1}).status_code == 302
    second = as_(world.colleague).post(path, QUESTION | {"seen": 1})
    assert (second.status_code, codes(draft).count("q2")) == (409, 0)
    assert "มีผู้แก้แบบนี้" in second.content.decode()


def test_what_does_not_hold_together_is_not_published(world: World, draft: InstrumentRelease) -> None:
    data = data_of(draft.documents)
    row = dict(question_in(data, "wish") or {}) | {"when": "nobody == 1"}
    change_draft(release=draft, data=with_question(data, row), seen=1, by=world.recorder, now=NOW)
    with pytest.raises(FaultyDraftError) as faulty:
        publish_release(release=draft, by=world.recorder, now=NOW)
    assert any("wish" in fault.where for fault in faulty.value.faults)
    page = as_(world.recorder).get(f"/instruments/{draft.pk}/")
    assert page.context["faults"]
    assert as_(world.recorder).get(f"/instruments/{draft.pk}/preview/").status_code == 409


def test_what_others_look_at_is_not_removed(world: World, draft: InstrumentRelease) -> None:
    client, path = as_(world.recorder), f"/instruments/{draft.pk}/"
    for code in ("finished", "overall"):
        refused = client.post(path, {"verb": "remove", "question": code, "seen": 1})
        assert refused.status_code == 409
    assert client.post(path, {"verb": "remove", "question": "channel", "seen": 1}).status_code == 302
    assert "channel" not in codes(draft)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"options": "ครั้งแรก"}, "options"), ({"options": ""}, "options"), ({"text_en": ""}, "text_en"),
        ({"help": "ดู"}, "help_en"), ({"section": "+"}, "new_section"), ({"kind": "matrix"}, "rows"),
        ({"options": "ก | A | มาก\nข | B"}, "options"),
    ],
)  # fmt: skip
def test_what_is_missing_is_told_beside_its_field(
    world: World, draft: InstrumentRelease, change: dict[str, str], field: str
) -> None:
    answered = as_(world.recorder).post(
        f"/instruments/{draft.pk}/questions/new/", QUESTION | change | {"seen": 1}
    )
    assert answered.status_code == 422
    assert field in answered.context["form"].errors


def test_a_release_that_is_used_stays_and_the_next_version_begins_from_it(world: World) -> None:
    release = opened(world).release
    with pytest.raises(DatabaseError), transaction.atomic():
        InstrumentRelease.objects.filter(pk=release.pk).update(name="อื่น")
    with pytest.raises(RefusedError, match="แบบของส่วนกลาง"):
        start_draft(source=release, agency=None, names=NAMES, by=world.recorder, now=NOW)
    following = start_draft(source=release, agency=None, names=NAMES, by=world.evaluator, now=NOW)
    assert (following.code, following.version, following.based_on) == ("eservice", "2567.1-2", release)


def test_three_people(world: World, draft: InstrumentRelease) -> None:
    path = f"/instruments/{draft.pk}/"
    people = (world.recorder, world.colleague, world.coordinator, world.statistician, world.stranger)
    assert [as_(one).get(path).status_code for one in people] == [200, 200, 200, 404, 404]
    with pytest.raises(RefusedError):
        publish_release(release=draft, by=world.stranger, now=NOW)
