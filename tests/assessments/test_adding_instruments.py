"""A questionnaire is added as a data file: the one in docs/instruments.md, from its text to an agency's score."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from samrit.assessments.actions.moving import sign_assessment, submit_assessment
from samrit.assessments.actions.taking_in import take_shipped
from samrit.assessments.models import InstrumentRelease
from samrit.assessments.queries.assessments import Read, assessment_of
from samrit.assessments.queries.outcomes import outcome_figure
from samrit.audit.models import Event
from samrit.rules.instruments import available
from tests.assessments.assessing import invited, proved, save
from tests.world import NOW, make_people

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).parents[2] / "docs" / "instruments.md"
ANSWERS = {
    "fair_service": "always",
    "plan_known": "mostly",
    "has_complaints": "yes",
    "complaints_solved": "75",
    "open_budget": True,
    "open_procurement": False,
    "open_guide": True,
    "open_channel": False,
}


def stated() -> str:
    """The document that stands in the page."""
    (document,) = [part.split("```")[0] for part in PAGE.read_text(encoding="utf-8").split("```toml\n")[1:]]
    return document


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ita.toml").write_text(stated(), encoding="utf-8")
    return tmp_path


def taken(folder: Path) -> str:
    said = io.StringIO()
    call_command("instrument", str(folder), stdout=said)
    return said.getvalue().strip()


def test_the_questionnaire_of_the_docs_is_published_answered_and_scored(folder: Path) -> None:
    assert taken(folder) == "เผยแพร่แล้ว: คุณธรรมและความโปร่งใส ฉบับย่อ รุ่น 2568.1"
    world = make_people()
    (one,) = invited(world, "ita_short")
    save(one, world.recorder, ANSWERS)
    proved(one, world.recorder)
    submit_assessment(assessment=one, by=world.recorder, now=NOW)
    sign_assessment(assessment=one, by=world.approver, now=NOW)
    found = Read(assessment_of(one.pk)).score("self")
    assert {section.code: section.value for section in found.walk()} == {"integrity": 75, "openness": 50}
    assert (found.published, found.level and found.level.code) == ("65.00", "passed")
    assert f"**{found.published}**" in PAGE.read_text(encoding="utf-8")
    figure = outcome_figure(world.area, instrument="ita_short", outcome="score", fiscal_year=2567)
    assert figure is not None
    assert figure.value == 65


def test_the_same_again_changes_nothing_and_another_content_needs_another_version(folder: Path) -> None:
    taken(folder)
    assert taken(folder) == "มีแบบนี้อยู่แล้ว ไม่มีอะไรเปลี่ยน"
    document = folder / "ita.toml"
    document.write_text(stated().replace("weight = 60", "weight = 50"), encoding="utf-8")
    with pytest.raises(CommandError, match=r"รุ่น 2568\.1 มีอยู่แล้ว"):
        taken(folder)
    document.write_text(document.read_text(encoding="utf-8").replace("2568.1", "2568.2"), encoding="utf-8")
    taken(folder)
    versions = InstrumentRelease.objects.filter(code="ita_short").order_by("version")
    assert list(versions.values_list("version", "state")) == [
        ("2568.1", "published"),
        ("2568.2", "published"),
    ]
    assert Event.objects.filter(verb="publish_instrument").count() == 2


def test_every_fault_is_told_with_its_place(folder: Path) -> None:
    document = folder / "ita.toml"
    document.write_text(stated().replace('scale = "yes_no"', 'scale = "nothing"'), encoding="utf-8")
    with pytest.raises(CommandError, match=r"ita\.toml.*has_complaints.*scale"):
        taken(folder)
    with pytest.raises(CommandError, match="ไม่มีไฟล์"):
        taken(folder / "nowhere")
    assert not InstrumentRelease.objects.filter(code="ita_short").exists()


def test_what_ships_is_there_from_the_beginning() -> None:
    assert take_shipped(now=NOW) == 0
    there = InstrumentRelease.objects.filter(agency=None, state="published")
    assert {f"{one.code}_{one.year}" for one in there} == set(available())
