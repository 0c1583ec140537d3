"""Keeping a sheet of items or villages that was sent in, and taking it over."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from samrit.indicators.actions.items import Wish, keeping, state_items
from samrit.indicators.actions.places import lines_of, take_villages
from samrit.indicators.models import BookSheet
from samrit.indicators.queries.book_sheets import ItemStep, Kind, planned_items
from samrit.indicators.queries.items import area_book
from samrit.people.models import Area, User
from samrit.rules.wording import RefusedError, refuse


@transaction.atomic
def keep_sheet(
    *, area: Area | None, about: str, name: str, sha256: str, rows: Sequence[Mapping[str, str]], by: User,
    now: datetime,
) -> BookSheet:  # fmt: skip
    """Keep what was read, so that it can be looked at; the same file again is the same sheet. Nothing is taken over."""
    keeping(area, by, now)
    stood = BookSheet.objects.filter(area=area, about=about, sha256=sha256).first()
    if stood is not None and stood.rows == list(rows):
        return stood
    return BookSheet.objects.create(
        area=area, about=about, name=name[-255:], sha256=sha256, rows=list(rows), taken_by=by, taken_at=now
    )


@transaction.atomic
def take_items(*, sheet: BookSheet, good_rows: bool, reason: str, by: User, now: datetime) -> dict[str, int]:
    """Take a sheet of items over; kind → how many rows came to it.

    RefusedError where rows are invalid, unless the person said to take the good ones.
    """
    sheet = BookSheet.objects.select_for_update(of=("self",)).select_related("area").get(pk=sheet.pk)
    keeping(sheet.area, by, now)
    steps = planned_items(area_book(sheet.area), sheet.rows)
    counts = {kind.value: sum(step.kind is kind for step in steps) for kind in Kind}
    if counts[Kind.INVALID] and not good_rows:
        raise RefusedError(
            refuse(
                "items_invalid",
                "มี {n} แถวที่ต้องแก้ก่อน – แก้ในไฟล์แล้วส่งใหม่ หรือเลือกรับเฉพาะแถวที่ถูกต้อง ยังไม่มีอะไรเปลี่ยน",
                n=counts[Kind.INVALID],
            )
        )
    wishes = [_wish(step) for step in steps if step.kind in {Kind.NEW, Kind.CHANGED}]
    if wishes:
        state_items(area=sheet.area, wishes=wishes, reason=reason, by=by, now=now)
    _applied(sheet, by, now)
    return counts


def _wish(step: ItemStep) -> Wish:
    return Wish(step.row, step.active)


@transaction.atomic
def take_village_sheet(*, sheet: BookSheet, good_rows: bool, by: User, now: datetime) -> dict[str, int]:
    """Take a sheet of villages over; see ``take_villages``."""
    sheet = BookSheet.objects.select_for_update(of=("self",)).select_related("area").get(pk=sheet.pk)
    assert sheet.area is not None  # noqa: S101 - the database says so of villages
    counts = take_villages(
        area=sheet.area, lines=lines_of(sheet.rows), good_rows=good_rows, by=by, now=now, source=sheet.name
    )
    _applied(sheet, by, now)
    return counts


def _applied(sheet: BookSheet, by: User, now: datetime) -> None:
    sheet.applied_by, sheet.applied_at = by, now
    sheet.save(update_fields=["applied_by", "applied_at"])
