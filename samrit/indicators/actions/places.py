"""Taking villages over."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from samrit.audit.actions import record
from samrit.indicators.actions.items import keeping
from samrit.indicators.models import Place
from samrit.indicators.queries.places import stood, villages
from samrit.people.models import Area, User
from samrit.rules.areas.villages import Kind, Line, Step, Village, planned
from samrit.rules.wording import RefusedError, refuse

BATCH = 1000


@transaction.atomic
def take_villages(
    *, area: Area, lines: Sequence[Line], good_rows: bool, by: User, now: datetime, source: str = ""
) -> dict[str, int]:
    """Take a list over; kind (``rules.areas.villages.Kind``) → how many lines came to it.

    RefusedError where a line is invalid, unless the person said to take the good ones. A list that was taken over
    already changes nothing. ``source``: the file's name, for the trail.
    """
    duties = keeping(area, by, now)
    Area.objects.select_for_update().get(pk=area.pk)  # two lists at once follow one another
    steps = planned(lines, stood(area.pk), area.pk)
    counts = Counter(step.kind.value for step in steps)
    if counts[Kind.INVALID] and not good_rows:
        raise RefusedError(
            refuse(
                "villages_invalid",
                "มี {n} แถวที่ต้องแก้ก่อน – แก้ในไฟล์แล้วส่งใหม่ หรือเลือกรับเฉพาะแถวที่ถูกต้อง ยังไม่มีอะไรเปลี่ยน",
                n=counts[Kind.INVALID],
            )
        )
    _keep(area, steps, by, now)
    same = {Kind.UNCHANGED.value, Kind.INVALID.value}
    changed = {f"villages_{kind}": counts[kind] for kind in counts if kind not in same}
    if changed:
        record(
            verb="take_villages", subject=area, by=by, now=now, after={"name": source, **changed},
            area_code=area.pk, actor_role=duties.described(),
        )  # fmt: skip
    return dict(counts)


def _keep(area: Area, steps: Sequence[Step], by: User, now: datetime) -> None:
    """As it stands after the last step; rows that did not change are not touched."""
    rows: dict[str, list[Place]] = defaultdict(list)
    for row in villages(area.pk).select_for_update():
        rows[row.code].append(row)
    changed: dict[int, Place] = {}
    new: list[Place] = []
    for step in steps:
        if step.after is None or step.kind in {Kind.UNCHANGED, Kind.INVALID}:
            continue
        of_code = rows[step.after.code]
        if step.kind is Kind.RENAMED and step.after.valid_from:
            of_code[-1].valid_to = step.after.valid_from - timedelta(days=1)
            changed[id(of_code[-1])] = of_code[-1]
        if step.kind in {Kind.NEW, Kind.RENAMED}:
            of_code.append(_row(area, step.after, by, now))
            new.append(of_code[-1])
        else:
            _say(of_code[-1], step.after)
            changed[id(of_code[-1])] = of_code[-1]
    for row in changed.values():
        if row.pk is not None:
            row.save()
    Place.objects.bulk_create(new, batch_size=BATCH)


def _row(area: Area, village: Village, by: User, now: datetime) -> Place:
    row = Place(area=area, code=village.code, parent=village.code[:6], imported_by=by, imported_at=now)
    _say(row, village)
    return row


def _say(row: Place, village: Village) -> None:
    row.name, row.name_en, row.split_from = village.name, village.name_en, village.split_from
    row.valid_from, row.valid_to = village.valid_from, village.valid_to


def lines_of(rows: Sequence[Mapping[str, str]]) -> list[Line]:
    """The lines of a sheet as it was kept."""
    return [Line(row=int(row["row"]), **{key: row.get(key, "") for key in FIELDS}) for row in rows]


FIELDS = ("code", "name", "name_en", "valid_from", "valid_to", "split_from")
