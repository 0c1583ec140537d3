"""Who is told of a framework's edition."""

from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localdate

from samrit.frameworks.models import Edition, KpiOwner
from samrit.notices.actions import tell
from samrit.notices.queries import coordinators_of, holders
from samrit.people.models import Role, User
from samrit.rules.wording import say


def tell_of_edition(edition: Edition, *, by: User, now: datetime) -> None:
    """Everybody who reports by it: the owners' recorders and approvers, and the province's coordinators."""
    framework, day = edition.framework, localdate(now)
    owners = set(KpiOwner.objects.filter(kpi__component__edition=edition).values_list("agency", flat=True))
    people = [
        *coordinators_of(framework.area_id, day=day),
        *holders(Role.RECORDER, agencies=owners, day=day),
        *holders(Role.APPROVER, agencies=owners, day=day),
    ]
    tell(
        to=people,
        kind="revised",
        subject=say(
            "told_edition",
            "ประกาศกรอบตัวชี้วัดจังหวัด{area} ปีงบประมาณ {year} ฉบับที่ {number}",
            area=framework.area.name,
            year=framework.fiscal_year_id,
            number=edition.number,
        ),
        url=reverse("frameworks:edition", args=[edition.pk]),
        key=f"edition:{edition.pk}",
        by=by,
        now=now,
    )
