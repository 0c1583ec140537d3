"""Whom letters usually go to, and by which address: lists and saraban mailboxes."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.letters.models import DistributionList, ListMember, Mailbox
from samrit.letters.permissions.delivery import refuse_keeping_list, refuse_mailbox
from samrit.letters.queries.delivery import recipients_for
from samrit.people.models import Agency, Area, User
from samrit.people.queries import duties_of
from samrit.rules.letters.delivering import MOST_RECIPIENTS
from samrit.rules.wording import Refusal, RefusedError, refuse

Members = Sequence[tuple[int, str]]  # agency and how the letter addresses it, in order


@transaction.atomic
def make_list(*, area: Area | None, name: str, members: Members, by: User, now: datetime) -> DistributionList:
    """A new list; RefusedError without members or where the name is taken."""
    code = area.pk if area else None
    duties = duties_of(by, localdate(now))
    refusal = refuse_keeping_list(duties, code) or _refuse_contents(code, name, members, but=None)
    if refusal:
        raise RefusedError(refusal)
    made = DistributionList.objects.create(area=area, name=name.strip(), made_by=by, made_at=now)
    _fill(made, members)
    record(
        verb="make_distribution_list",
        subject=made,
        by=by,
        now=now,
        after={"name": made.name, "recipients": len(members)},
        area_code=code or "",
        actor_role=duties.described(),
    )
    return made


@transaction.atomic
def change_list(
    *, distribution_list: DistributionList, name: str, members: Members, by: User, now: datetime
) -> None:
    """What was sent with the list before stays as it was sent."""
    kept = DistributionList.objects.select_for_update().get(pk=distribution_list.pk)
    duties = duties_of(by, localdate(now))
    refusal = (
        refuse_keeping_list(duties, kept.area_id)
        or _refuse_ended(kept)
        or _refuse_contents(kept.area_id, name, members, but=kept.pk)
    )
    if refusal:
        raise RefusedError(refusal)
    before = {"name": kept.name, "recipients": kept.members.count()}
    kept.name = name.strip()
    kept.save(update_fields=["name"])
    kept.members.all().delete()
    _fill(kept, members)
    record(
        verb="change_distribution_list",
        subject=kept,
        by=by,
        now=now,
        before=before,
        after={"name": kept.name, "recipients": len(members)},
        area_code=kept.area_id or "",
        actor_role=duties.described(),
    )


@transaction.atomic
def end_list(*, distribution_list: DistributionList, by: User, now: datetime) -> None:
    """No letter is sent with it any more; those that were keep their recipients."""
    kept = DistributionList.objects.select_for_update().get(pk=distribution_list.pk)
    duties = duties_of(by, localdate(now))
    if refusal := refuse_keeping_list(duties, kept.area_id) or _refuse_ended(kept):
        raise RefusedError(refusal)
    kept.ended_at = now
    kept.save(update_fields=["ended_at"])
    record(
        verb="end_distribution_list",
        subject=kept,
        by=by,
        now=now,
        before={"name": kept.name},
        area_code=kept.area_id or "",
        actor_role=duties.described(),
    )


def _refuse_ended(kept: DistributionList) -> Refusal | None:
    if kept.ended_at is None:
        return None
    return refuse("list_ended", "บัญชีผู้รับนี้เลิกใช้แล้ว – ทำบัญชีใหม่ได้เสมอ")


def _refuse_contents(area: str | None, name: str, members: Members, *, but: int | None) -> Refusal | None:
    live = DistributionList.objects.filter(area=area, name=name.strip(), ended_at=None)
    if but is not None:
        live = live.exclude(pk=but)
    if live.exists():
        return refuse("list_name_taken", "มีบัญชีผู้รับชื่อนี้อยู่แล้ว – ตั้งชื่ออื่น หรือแก้บัญชีเดิม")
    if not members:
        return refuse("list_empty", "บัญชีผู้รับยังไม่มีหน่วยงาน – ใส่ลำดับให้หน่วยงานอย่างน้อยหนึ่งแห่ง")
    if len(members) > MOST_RECIPIENTS:
        return refuse("list_too_long", "บัญชีผู้รับมีได้ไม่เกิน {most} แห่ง", most=MOST_RECIPIENTS)
    keys = {agency for agency, _wording in members}
    if len(keys) < len(members) or recipients_for(area).filter(pk__in=keys).count() < len(keys):
        return refuse("list_of_strangers", "บัญชีผู้รับมีหน่วยงานที่ส่งถึงไม่ได้หรือซ้ำกัน – โหลดหน้านี้ใหม่แล้วเลือกอีกครั้ง")
    return None


def _fill(made: DistributionList, members: Members) -> None:
    names = dict(
        Agency.objects.filter(pk__in=[agency for agency, _wording in members]).values_list("pk", "name")
    )
    ListMember.objects.bulk_create(
        ListMember(
            distribution_list=made,
            agency_id=agency,
            position=place,
            wording=wording.strip()[:200] or names[agency],
        )
        for place, (agency, wording) in enumerate(members, start=1)
    )


@transaction.atomic
def set_mailbox(*, agency: Agency, address: str, by: User, now: datetime) -> None:
    """Where letters to this agency are mailed to; empty: nowhere. What is on its way already keeps its address."""
    duties = duties_of(by, localdate(now))
    if refusal := refuse_mailbox(duties, agency):
        raise RefusedError(refusal)
    Agency.objects.select_for_update().get(pk=agency.pk)
    kept = Mailbox.objects.filter(agency=agency).first()
    before, address = kept.address if kept else "", address.strip().lower()
    if address == before:
        return
    if address:
        Mailbox.objects.update_or_create(
            agency=agency, defaults={"address": address, "changed_by": by, "changed_at": now}
        )
    elif kept:
        kept.delete()
    record(
        verb="set_mailbox",
        subject=agency,
        by=by,
        now=now,
        before={"address": before},
        after={"address": address},
        area_code=agency.area_id or "",
        actor_role=duties.described(),
    )
