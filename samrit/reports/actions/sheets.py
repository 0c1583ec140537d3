"""Taking in a filled form, and taking its rows over."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.frameworks.models import Round
from samrit.people.models import Agency, User
from samrit.people.queries import duties_of
from samrit.reports.actions.saving import save_result
from samrit.reports.models import FilledSheet
from samrit.reports.queries import Item
from samrit.rules.wording import Refusal, RefusedError


@dataclass(frozen=True)
class RowTaken:
    """One row of a form; ``refusal`` says why it was not taken over."""

    item: Item
    refusal: Refusal | None = None


@transaction.atomic
def take_sheet(
    *, round_: Round, agency: Agency, name: str, contents: bytes, by: User, now: datetime
) -> FilledSheet:
    """Keep a form as it came (its facts are believed already); nothing is taken over yet."""
    sheet = FilledSheet.objects.create(
        round=round_,
        agency=agency,
        name=name[-255:],
        sha256=hashlib.sha256(contents).hexdigest(),
        contents=contents,
        taken_by=by,
        taken_at=now,
    )
    record(
        verb="take_sheet",
        subject=sheet,
        by=by,
        now=now,
        after={"name": sheet.name, "sha256": sheet.sha256, "agency": agency.name},
        area_code=round_.area_id,
        actor_role=duties_of(by, localdate(now)).described(),
    )
    return sheet


@transaction.atomic
def apply_sheet(
    *, sheet: FilledSheet, rows: Sequence[tuple[Item, Mapping[str, Any]]], by: User, now: datetime
) -> list[RowTaken]:
    """Take rows over as drafts: (item, what ``save_result`` takes). A row that cannot be saved holds up no other."""
    sheet = (
        FilledSheet.objects.select_for_update(of=("self",)).select_related("round", "agency").get(pk=sheet.pk)
    )
    taken = []
    for item, values in rows:
        try:
            save_result(item=item, **values, by=by, now=now)
        except RefusedError as refused:
            taken.append(RowTaken(item, refused.refusal))
        else:
            taken.append(RowTaken(item))
    sheet.applied_at, sheet.applied_by = now, by
    sheet.save(update_fields=["applied_at", "applied_by"])
    record(
        verb="apply_sheet",
        subject=sheet,
        by=by,
        now=now,
        after={"name": sheet.name, "sha256": sheet.sha256, "results": sum(not row.refusal for row in taken)},
        area_code=sheet.round.area_id,
        actor_role=duties_of(by, localdate(now)).described(),
    )
    return taken
