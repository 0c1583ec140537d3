"""Who is told that a province's result is published."""

from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localdate

from samrit.frameworks.models import Round
from samrit.notices.actions import tell
from samrit.notices.queries import coordinators_of, holders
from samrit.people.models import Agency, Role, User
from samrit.rules.wording import say


def tell_of_publication(round_: Round, *, by: User, now: datetime) -> None:
    """The province's coordinators, and the approvers of its agencies."""
    day = localdate(now)
    agencies = Agency.objects.filter(area=round_.area_id).values_list("pk", flat=True)
    tell(
        to=[
            *coordinators_of(round_.area_id, day=day),
            *holders(Role.APPROVER, agencies=agencies, day=day),
        ],
        kind="published",
        subject=say(
            "told_published",
            "ประกาศผลการประเมินจังหวัด{area} ปีงบประมาณ {year}",
            area=round_.area.name,
            year=round_.fiscal_year_id,
        ),
        url=reverse("dashboards:province", args=[round_.fiscal_year_id, round_.area_id]),
        key=f"published:{round_.pk}",
        by=by,
        now=now,
    )
