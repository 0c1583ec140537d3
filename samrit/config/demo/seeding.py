"""Filling an empty database with the demo: a few seconds, one transaction, all or nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from importlib import resources

from django.db import transaction
from django.utils.translation import gettext as _

from samrit.audit.models import Event
from samrit.config.demo import files
from samrit.config.demo.affairs import go_on_beside
from samrit.config.demo.agreements import agree_on_2562, agree_on_2567
from samrit.config.demo.assessments import assess_agencies
from samrit.config.demo.catalog import catalogue_data
from samrit.config.demo.database import fill_database
from samrit.config.demo.evaluation import go_on_evaluating
from samrit.config.demo.letters import write_letters
from samrit.config.demo.meetings import convene
from samrit.config.demo.offices import BEGINNING, change_people, found_offices, found_province
from samrit.config.demo.progress import keep_months
from samrit.config.demo.proposals import propose
from samrit.config.demo.reporting import report
from samrit.config.demo.story import Story, area_of
from samrit.config.demo.surveys import ask_citizens
from samrit.evidence.models import EvidenceFile
from samrit.frameworks.actions import load_library
from samrit.frameworks.models import Framework
from samrit.frameworks.reading import library_entries
from samrit.letters.actions import take_in
from samrit.notices.actions import change_preference
from samrit.people.models import Agency, User
from samrit.reports.models import Result

LETTER = "letter_2568.md"


@transaction.atomic
def seed(*, say: Callable[[str], None], now: datetime) -> None:
    """Tell the demo's story up to ``now``; ``say`` prints a line of progress. The database has no people yet."""
    story = Story(now=now, papers=files.can_make_papers())
    if not story.papers:
        say(_("เครื่องนี้ยังออก PDF ไม่ได้ หลักฐานสาธิตจึงเป็นภาพทั้งหมด"))
    story.at(BEGINNING - timedelta(days=1), _fill_library)
    found_offices(story)
    found_province(story, "20", "agencies_2562", "2018-10-02 09:00")
    found_province(story, "13", "agencies_2567", "2023-10-02 13:00")
    found_province(story, "12", "agencies_2567", "2023-10-02 09:00")
    change_people(story)
    agree_on_2562(story)
    agree_on_2567(story, "pathumthani")
    agree_on_2567(story, "nonthaburi", later=timedelta(minutes=15))
    report(story, "chonburi", 2562)
    report(story, "pathumthani", 2567)
    report(story, "nonthaburi", 2567)
    keep_months(story)
    fill_database(story)
    catalogue_data(story)
    assess_agencies(story)
    ask_citizens(story)
    propose(story)
    go_on_beside(story)
    go_on_evaluating(story)
    write_letters(story, convene(story))
    story.at(story.ago(1, 15), partial(_take_in, story))
    say(_("สร้างข้อมูลสาธิต %(steps)s ขั้น") % {"steps": len(story.steps)})
    story.tell(lambda done, total: say(_("ทำแล้ว %(done)s จาก %(total)s ขั้น") % {"done": done, "total": total}))
    _wish(now)
    say(_summary())


def _fill_library(moment: datetime) -> None:
    load_library(entries=library_entries(), now=moment)


def _wish(now: datetime) -> None:
    """Fictitious people get their digests at any hour, so that whoever looks at the demo finds them in its outbox."""
    for person in User.objects.filter(is_demo=True):
        change_preference(by=person, now=now, digest_hour=0, quiet_from=None, quiet_until=None)


def _take_in(story: Story, moment: datetime) -> None:
    """A letter of next year's framework, with findings that wait for the coordinator."""
    letter = (resources.files(__package__) / LETTER).read_bytes()
    coordinator = story.people["13.office.coordinator"]
    take_in(data=letter, name="หนังสือแจ้งตัวชี้วัด 2568.md", area=area_of("13"), by=coordinator, now=moment)


def _summary() -> str:
    counts = {
        "agencies": Agency.objects.count(),
        "people": User.objects.count(),
        "frameworks": Framework.objects.count(),
        "results": Result.objects.count(),
        "files": EvidenceFile.objects.count(),
        "events": Event.objects.count(),
    }
    return (
        _(
            "มีแล้ว: %(agencies)s หน่วยงาน บุคคลสมมติ %(people)s คน %(frameworks)s กรอบ %(results)s ผล "
            "หลักฐาน %(files)s ไฟล์ ประวัติ %(events)s รายการ"
        )
        % counts
    )
