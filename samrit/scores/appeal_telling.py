"""Who is told what of an appeal. Titles only: what is told may be mailed."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localdate

from samrit.frameworks.models import Round
from samrit.notices.actions import settle as settle_notices
from samrit.notices.actions import tell
from samrit.notices.queries import coordinators_of, evaluators, holders
from samrit.people.models import Role, User
from samrit.rules.wording import Message, say
from samrit.scores.models import Appeal


def address_of(appeal: Appeal) -> str:
    return reverse("scores:appeal", args=[appeal.pk])


def title_of(appeal: Appeal) -> Message:
    round_ = appeal.round
    return say(
        "appeal_title",
        "อุทธรณ์ตัวชี้วัด {number} จังหวัด{area} ปีงบประมาณ {year}",
        number=appeal.kpi_score.kpi.full_number,
        area=round_.area.name,
        year=round_.fiscal_year_id,
    )


def _province(appeal: Appeal, now: datetime) -> list[User]:
    """The coordinators, and the approvers of the agencies that are responsible for the KPI."""
    day = localdate(now)
    owners = [ownership.agency_id for ownership in appeal.kpi_score.kpi.ownerships.all()]
    return [
        *coordinators_of(appeal.round.area_id, day=day),
        *holders(Role.APPROVER, agencies=owners, day=day),
    ]


def tell_of_opening(appeal: Appeal, *, by: User, now: datetime) -> None:
    """The central office has something to do; the others of the province know."""
    subject = say("told_appeal_opened", "{title}: ยื่นแล้ว", title=title_of(appeal))
    _tell(
        appeal,
        evaluators(day=localdate(now)),
        "task",
        subject,
        "opened",
        by=by,
        now=now,
        closes_at=appeal.decide_by,
    )
    _tell(appeal, _province(appeal, now), "news", subject, "opened", by=by, now=now)


def tell_of_taking_up(appeal: Appeal, *, by: User, now: datetime) -> None:
    settle_notices(to=evaluators(day=localdate(now)), kind="task", url=address_of(appeal), now=now)
    subject = say("told_appeal_taken_up", "{title}: รับพิจารณาแล้ว", title=title_of(appeal))
    _tell(appeal, _province(appeal, now), "news", subject, "taken_up", by=by, now=now)


def tell_of_panel(appeal: Appeal, members: Iterable[User], *, by: User, now: datetime) -> None:
    subject = say("told_appeal_panel", "คุณเป็นคณะพิจารณา{title}", title=title_of(appeal))
    key = f"panel:{now.isoformat()}"
    _tell(appeal, members, "task", subject, key, by=by, now=now, closes_at=appeal.decide_by)


def tell_of_ending(appeal: Appeal, members: Iterable[User], *, by: User, now: datetime) -> None:
    """Withdrawn, or not taken up."""
    concerned = [*members, *evaluators(day=localdate(now))]
    settle_notices(to=concerned, kind="task", url=address_of(appeal), now=now)
    if appeal.state == "refused":
        subject = say("told_appeal_refused", "{title}: ไม่รับพิจารณา", title=title_of(appeal))
        _tell(appeal, _province(appeal, now), "decided", subject, "refused", by=by, now=now)
        return
    subject = say("told_appeal_withdrawn", "{title}: ถอนแล้ว", title=title_of(appeal))
    _tell(appeal, [*concerned, *_province(appeal, now)], "news", subject, "withdrawn", by=by, now=now)


def tell_of_decision(
    appeal: Appeal, members: Iterable[User], *, changed: bool, by: User, now: datetime
) -> None:
    """The province learns the decision; where the score changed, somebody must publish the new version."""
    desk = evaluators(day=localdate(now))
    settle_notices(to=[*members, *desk], kind="task", url=address_of(appeal), now=now)
    subject = say("told_appeal_decided", "{title}: มีคำวินิจฉัยแล้ว", title=title_of(appeal))
    _tell(appeal, _province(appeal, now), "decided", subject, "decided", by=by, now=now)
    if changed:
        words = say("told_appeal_publish", "{title}: คะแนนเปลี่ยน รอประกาศฉบับใหม่", title=title_of(appeal))
        url = reverse("scores:round", args=[appeal.round_id])
        _tell(appeal, desk, "task", words, "publish", by=None, now=now, url=url)


def tell_of_final(round_: Round, *, by: User | None, now: datetime) -> None:
    tell(
        to=coordinators_of(round_.area_id, day=localdate(now)),
        kind="news",
        subject=say(
            "told_final",
            "คะแนนของจังหวัด{area} ปีงบประมาณ {year} รอบ {months} เดือน สิ้นสุดแล้ว",
            area=round_.area.name,
            year=round_.fiscal_year_id,
            months=round_.months,
        ),
        url=reverse("scores:own", args=[round_.pk]),
        key=f"final:{round_.pk}:{now.isoformat()}",
        by=by,
        now=now,
    )


def _tell(
    appeal: Appeal,
    to: Iterable[User],
    kind: str,
    subject: Message,
    what: str,
    *,
    by: User | None,
    now: datetime,
    url: str = "",
    closes_at: datetime | None = None,
) -> None:
    tell(
        to=to,
        kind=kind,
        subject=subject,
        url=url or address_of(appeal),
        key=f"appeal:{appeal.pk}:{what}:{kind}",
        by=by,
        now=now,
        closes_at=closes_at,
    )
