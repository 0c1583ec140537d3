"""Who is told of a framework's edition."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localdate

from samrit.frameworks.models import Confirmation, Edition, KpiOwner
from samrit.notices.actions import tell
from samrit.notices.queries import coordinators_of, holders
from samrit.people.models import Role, User
from samrit.rules.wording import Message, say


def tell_of_edition(edition: Edition, *, by: User, now: datetime) -> None:
    """The coordinators and everybody who reports by it; of a revised one those only whose KPIs it changes.

    Their approvers are asked to confirm a revised one. Called after the confirmations are made.
    """
    area, day, revised = edition.framework.area_id, localdate(now), edition.amends_id is not None
    agencies = set(_concerned(edition) if revised else _owners(edition))
    facts = {"url": reverse("frameworks:edition", args=[edition.pk]), "by": by, "now": now}
    approvers = holders(Role.APPROVER, agencies=agencies, day=day)
    people = [*coordinators_of(area, day=day), *holders(Role.RECORDER, agencies=agencies, day=day)]
    key = f"edition:{edition.pk}:{now.isoformat()}"  # a revision may be withdrawn, and decided anew
    if revised:
        subject = _subject(
            say("told_confirm", "โปรดยืนยันรับทราบกรอบฉบับปรับปรุงที่ {number} จังหวัด{area} ปี {year}"), edition
        )
        tell(to=approvers, kind="task", subject=subject, key=f"confirm:{key}", **facts)  # type: ignore[arg-type]  # one dict for both
        people = [person for person in people if person not in approvers]
    else:
        people += approvers
    tell(to=people, kind="revised", subject=_subject(_sentence(edition), edition), key=key, **facts)  # type: ignore[arg-type]  # as above


def _sentence(edition: Edition) -> Message:
    if edition.amends_id is None:
        return say("told_edition", "ประกาศกรอบตัวชี้วัดจังหวัด{area} ปีงบประมาณ {year} ฉบับที่ {number}")
    return say("told_revision", "ปรับปรุงกรอบตัวชี้วัดจังหวัด{area} ปีงบประมาณ {year} เป็นฉบับที่ {number}")


def _subject(sentence: Message, edition: Edition) -> Message:
    framework = edition.framework
    values = {"area": framework.area.name, "year": framework.fiscal_year_id, "number": edition.number}
    return say(sentence.code, sentence.text, **values)


def _owners(edition: Edition) -> Iterable[int]:
    return KpiOwner.objects.filter(kpi__component__edition=edition).values_list("agency", flat=True)


def _concerned(edition: Edition) -> Iterable[int]:
    return Confirmation.objects.filter(edition=edition).values_list("agency", flat=True)
