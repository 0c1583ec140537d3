"""Keeping the library of KPIs."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.frameworks.actions.entries import link_to_library
from samrit.frameworks.models import Edition, LibraryKpi
from samrit.frameworks.permissions import refuse_library
from samrit.frameworks.queries import LibraryNames
from samrit.frameworks.reading import LibraryEntry
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.rules.wording import RefusedError, refuse

FIELDS = (
    "code", "name", "aliases", "category", "part_of", "unit", "direction", "interpolate", "definition",
    "evidence_asked", "facts", "active",
)  # fmt: skip


@transaction.atomic
def add_to_library(*, values: Mapping[str, Any], by: User, now: datetime) -> LibraryKpi:
    """A new entry; ``values`` are names and values of its columns."""
    duties = duties_of(by, localdate(now))
    if refusal := refuse_library(duties):
        raise RefusedError(refusal)
    entry = LibraryKpi.objects.create(**{name: values[name] for name in FIELDS if name in values})
    record(
        verb="add_to_library",
        subject=entry,
        by=by,
        now=now,
        after=_told(values),
        actor_role=duties.described(),
    )
    return entry


@transaction.atomic
def change_library(
    *, entry: LibraryKpi, values: Mapping[str, Any], version: int, by: User, now: datetime
) -> LibraryKpi:
    """Change an entry; editions made before keep what they say. ``version``: of the entry as it was seen."""
    duties, entry = duties_of(by, localdate(now)), LibraryKpi.objects.select_for_update().get(pk=entry.pk)
    if refusal := refuse_library(duties):
        raise RefusedError(refusal)
    if entry.version != version:
        raise RefusedError(
            refuse(
                "entry_changed_meanwhile",
                "มีผู้อื่นแก้ไขรายการนี้ระหว่างที่คุณพิมพ์ – สิ่งที่คุณพิมพ์ยังอยู่ครบ ตรวจแล้วกดบันทึกอีกครั้งเพื่อใช้ค่าของคุณ",
            )
        )
    old = {name: getattr(entry, name) for name in values}
    changed = {name: value for name, value in values.items() if old[name] != value}
    if not changed:
        return entry
    for name, value in changed.items():
        setattr(entry, name, value)
    entry.version += 1
    entry.save()
    before = _told({name: old[name] for name in changed})
    record(
        verb="change_library",
        subject=entry,
        by=by,
        now=now,
        before=before,
        after=_told(changed),
        actor_role=duties.described(),
    )
    return entry


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    """As the trail keeps it."""
    said = {name: value.code if isinstance(value, LibraryKpi) else value for name, value in values.items()}
    return {name: value for name, value in said.items() if value not in (None, "", [])} | (
        {"active": "no"} if said.get("active") is False else {}
    )


@transaction.atomic
def load_library(*, entries: Iterable[LibraryEntry], now: datetime, by: User | None = None) -> int:
    """Add the entries that are not there yet (by code or name), and tie indicators to them; how many were added.

    What somebody changed stays as it is: loading twice changes nothing.
    """
    added = sum(_load(entry, by, now) for entry in entries)
    if added:
        names = LibraryNames()
        for edition in Edition.objects.order_by("pk"):
            link_to_library(edition, names)
    return added


def _load(one: LibraryEntry, by: User | None, now: datetime) -> bool:
    if LibraryKpi.objects.filter(code=one.code).exists() or LibraryKpi.objects.filter(name=one.name).exists():
        return False
    whole = LibraryKpi.objects.filter(code=one.part_of).first() if one.part_of else None
    entry = LibraryKpi.objects.create(
        code=one.code,
        name=one.name,
        aliases=list(one.aliases),
        category=one.category,
        part_of=whole,
        unit=one.unit,
        direction=one.direction,
        interpolate=one.interpolate,
        definition=one.definition,
        evidence_asked=one.evidence_asked,
        facts=one.facts,
    )
    record(verb="load_library", subject=entry, by=by, now=now, after={"code": one.code, "name": one.name})
    return True
