"""Figures that two sources state differently: put into the queue when a package came, decided one by one, brought in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.indicators.actions.locking import lock_area
from samrit.indicators.models import Package, Part, Reconciliation, Submission
from samrit.indicators.permissions.exchange import refuse_deciding
from samrit.indicators.queries.exchange import with_package
from samrit.indicators.queries.items import AreaBook, area_book
from samrit.indicators.store.port import Cell, Change
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.rules.exchange import Settling, refuse_settling
from samrit.rules.periods import Period
from samrit.rules.sealing import canonical, sealed
from samrit.rules.thai import plain_number
from samrit.rules.wording import RefusedError


def enter_conflicts(package: Package, conflicts: Sequence[Change]) -> int:
    """Part of taking a package, which leaves the event: what differs waits for a decision; how many are new in the queue.

    What was decided before about the same two figures is not asked again. What waits from earlier packages of the same
    partner and differs no more, or otherwise, is replaced: a package states the whole province.
    """
    rows = _rows(package, conflicts)
    known = {
        one.digest: one
        for one in Reconciliation.objects.filter(
            area=package.area_id, digest__in=[row.digest for row in rows]
        )
    }
    waiting = Reconciliation.objects.filter(
        area=package.area_id, package__partner=package.partner_id, state=Settling.OPEN
    )
    waiting.exclude(digest__in=[row.digest for row in rows]).update(state=Settling.REPLACED)
    again = [one.pk for one in known.values() if one.state == Settling.REPLACED]
    Reconciliation.objects.filter(pk__in=again).update(state=Settling.OPEN)
    new = [row for row in rows if row.digest not in known]
    Reconciliation.objects.bulk_create(new, batch_size=500)
    return len(new) + len(again)


def _rows(package: Package, conflicts: Sequence[Change]) -> list[Reconciliation]:
    book = area_book(package.area)
    numbers = {change.after.key.part for change in conflicts if change.after and change.after.key.part}
    parts = {part.pk: part for part in Part.objects.filter(pk__in=numbers)}
    sources = _sources({change.before.submission for change in conflicts if change.before})
    return [
        _row(
            package,
            book,
            parts.get(change.after.key.part),
            (change.before, change.after),
            sources.get(change.before.submission, ""),
        )
        for change in conflicts
        if change.before and change.after
    ]


def _sources(submissions: set[int]) -> dict[int, str]:
    """Where our figures come from, in words."""
    found = Submission.objects.filter(pk__in=submissions).select_related("agency")
    return {one.pk: f"{one.receipt} · {one.agency.name}"[:300] for one in found}


def _row(
    package: Package, book: AreaBook, part: Part | None, sides: tuple[Cell, Cell], source: str
) -> Reconciliation:
    ours, theirs = sides
    entry = book.entry_of(ours.key.item)
    if entry is None:
        raise ValueError(f"{ours.key} is of no item of {package.area_id}")
    place, period = str(ours.key.area), str(Period(entry.item.period, ours.key.period))
    figures = [figure(ours), figure(theirs)]
    said = {"item": entry.key, "place": place, "period": period, "part": ours.key.part, "figures": figures}
    return Reconciliation(
        area_id=package.area_id,
        package=package,
        item_id=entry.key,
        place=place,
        period=period,
        part=part,
        ours=figures[0] | _origin(ours),
        theirs=figures[1] | _origin(theirs),
        source=source,
        digest=sealed(canonical(said)),
    )


def figure(cell: Cell) -> dict[str, Any]:
    """What a cell says, as JSON: digits as text, null where there is none."""
    value = None if cell.value is None else plain_number(cell.value)
    return {"status": cell.status.value, "value": value, "marks": [mark.value for mark in cell.marks]}


def _origin(cell: Cell) -> dict[str, int]:
    return {"submission": cell.submission, "row": cell.row, "column": cell.column}


@transaction.atomic
def settle_difference(
    *, reconciliation: Reconciliation, choice: Settling, reason: str, by: User, now: datetime
) -> Reconciliation:
    """ตัดสินค่าที่ไม่ตรงกัน: ours, theirs, or both with a reason why they differ (ours goes on).

    Theirs changes no figure yet: what was decided is brought in together and accepted as any submission
    (``actions.taking.take_theirs``).
    """
    duties, reason = duties_of(by, localdate(now)), reason.strip()
    if refusal := refuse_deciding(duties, reconciliation.area_id):
        raise RefusedError(refusal)
    lock_area(reconciliation.area_id)
    found = with_package(Reconciliation.objects.all()).get(pk=reconciliation.pk)
    if refusal := refuse_settling(Settling(found.state), choice, reason):
        raise RefusedError(refusal)
    found.state, found.reason, found.decided_by, found.decided_at = choice, reason, by, now
    found.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    record(
        verb="settle_difference",
        subject=found,
        by=by,
        now=now,
        after={
            "data_item": found.item.code,
            "place": found.place,
            "data_period": found.period,
            "ours": found.ours["value"] or found.ours["status"],
            "theirs": found.theirs["value"] or found.theirs["status"],
            "settling": f"difference_{choice.value}",
        },
        reason=reason,
        area_code=found.area_id,
        actor_role=duties.described(),
    )
    return found
