"""Who is told that a province's score is confirmed, and that it is public."""

from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localdate

from samrit.frameworks.models import Round
from samrit.notices.actions import tell
from samrit.notices.queries import coordinators_of, holders
from samrit.people.models import Agency, Role, User
from samrit.rules.wording import say
from samrit.scores.models import Publication


def _people_of(area_code: str, now: datetime) -> list[User]:
    """The province's coordinators, and the approvers of its agencies."""
    day = localdate(now)
    agencies = Agency.objects.filter(area=area_code).values_list("pk", flat=True)
    return [*coordinators_of(area_code, day=day), *holders(Role.APPROVER, agencies=agencies, day=day)]


def tell_of_confirmation(round_: Round, *, by: User, now: datetime) -> None:
    """The score itself is not mailed: titles only."""
    tell(
        to=_people_of(round_.area_id, now),
        kind="published",
        subject=say(
            "told_confirmed",
            "ยืนยันคะแนนของจังหวัด{area} ปีงบประมาณ {year} รอบ {months} เดือนแล้ว",
            area=round_.area.name,
            year=round_.fiscal_year_id,
            months=round_.months,
        ),
        url=reverse("scores:own", args=[round_.pk]),
        key=f"confirmed:{round_.pk}:{now.isoformat()}",
        by=by,
        now=now,
    )


def tell_of_publication(publication: Publication, *, by: User | None, now: datetime) -> None:
    round_ = publication.round
    tell(
        to=_people_of(round_.area_id, now),
        kind="published",
        subject=say(
            "told_published",
            "ประกาศผลการประเมินจังหวัด{area} ปีงบประมาณ {year}",
            area=round_.area.name,
            year=round_.fiscal_year_id,
        ),
        url=reverse("dashboards:province", args=[round_.fiscal_year_id, round_.area_id]),
        key=f"published:{round_.pk}:{publication.number}",
        by=by,
        now=now,
    )
