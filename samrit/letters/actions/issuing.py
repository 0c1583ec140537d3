"""The office as it stands on its letters."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.letters.models import Issuer
from samrit.letters.permissions.writing import refuse_keeping_issuer
from samrit.people.models import Agency, User
from samrit.people.queries import duties_of
from samrit.rules.letters.merging import one_line
from samrit.rules.wording import RefusedError, refuse


@dataclass(frozen=True, kw_only=True)
class IssuerFacts:
    """What stands at the head and at the foot. ``address`` may have several lines."""

    code: str
    name: str
    authority: str = ""
    address: str = ""
    unit: str = ""
    telephone: str = ""
    email: str = ""
    circular_apart: bool = False


@transaction.atomic
def keep_issuer(
    *, agency: Agency, facts: IssuerFacts, by: User, now: datetime, issuer: Issuer | None = None
) -> Issuer:
    """Enter an office's code and address, or change them; what was signed keeps what it was printed with."""
    duties = duties_of(by, localdate(now))
    if refusal := refuse_keeping_issuer(duties, agency):
        raise RefusedError(refusal)
    kept = Issuer.objects.select_for_update().get(pk=issuer.pk) if issuer else Issuer(agency=agency)
    before = {"issuer_code": kept.code, "issuer_name": kept.name} if issuer else {}
    for name, value in vars(facts).items():
        setattr(kept, name, one_line(value) if isinstance(value, str) and name != "address" else value)
    kept.address = "\n".join(filter(None, map(one_line, facts.address.splitlines())))
    if not kept.code or not kept.name:
        raise RefusedError(refuse("issuer_incomplete", "กรอกรหัสหนังสือและชื่อส่วนราชการ"))
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError as raised:
        raise RefusedError(
            refuse("issuer_code_taken", "มีรหัสหนังสือนี้ของหน่วยงานนี้อยู่แล้ว – แก้ไขรายการเดิม")
        ) from raised
    record(
        verb="keep_issuer",
        subject=kept,
        by=by,
        now=now,
        before=before,
        after={"issuer_code": kept.code, "issuer_name": kept.name},
        area_code=agency.area_id or "",
        actor_role=duties.described(),
    )
    return kept
