"""What a province lists beside its items: who is which owner, which areas owe, which places are measured."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from samrit.audit.actions import record
from samrit.indicators.actions.items import keeping
from samrit.indicators.actions.parts import make_parts
from samrit.indicators.models import Item, Keeper, ListedArea, ListedPlace
from samrit.indicators.queries.items import area_book
from samrit.people.models import Agency, Area, User
from samrit.rules.amounts import quoted
from samrit.rules.items import CodeList
from samrit.rules.wording import RefusedError, refuse


@transaction.atomic
def name_keepers(*, area: Area, keepers: Mapping[str, int | None], by: User, now: datetime) -> int:
    """Say which agency of the province each owner's code means (None: nobody yet); how many changed.

    Owners that are not named here stay as they are.
    """
    duties = keeping(area, by, now)
    agencies = {agency.pk: agency for agency in Agency.objects.filter(area=area)}
    if not {key for key in keepers.values() if key is not None} <= set(agencies):
        raise RefusedError(refuse("keeper_of_elsewhere", "เลือกได้เฉพาะหน่วยงานของจังหวัดนี้"))
    rows = Keeper.objects.select_for_update(of=("self",)).filter(area=area).select_related("agency")
    stood = {one.owner: one for one in rows}
    owners, before, after = area_book(area).book.owners, {}, {}
    for owner, key in keepers.items():
        old = stood.get(owner)
        if (old.agency_id if old else None) == key:
            continue
        kind = owners[owner].name if owner in owners else owner
        before[kind] = old.agency.name if old else ""
        after[kind] = agencies[key].name if key is not None else ""
        _name(area, owner, key)
    if after:
        record(
            verb="name_keepers", subject=area, by=by, now=now, before=before, after=after, area_code=area.pk,
            actor_role=duties.described(),
        )  # fmt: skip
    return len(after)


def _name(area: Area, owner: str, key: int | None) -> None:
    if key is None:
        Keeper.objects.filter(area=area, owner=owner).delete()
    else:
        Keeper.objects.update_or_create(area=area, owner=owner, defaults={"agency_id": key})


@transaction.atomic
def list_areas(*, area: Area, item: Item, codes: Collection[str], by: User, now: datetime) -> int:
    """Say which areas of the province owe an item of the listed kind: these and no others; how many changed."""
    duties = keeping(area, by, now)
    stood = set(
        ListedArea.objects.select_for_update().filter(area=area, item=item).values_list("code", flat=True)
    )
    new, gone = set(codes) - stood, stood - set(codes)
    if any(not code.startswith(area.pk) for code in new):
        raise RefusedError(refuse("listed_area_elsewhere", "เลือกได้เฉพาะพื้นที่ของจังหวัดนี้"))
    ListedArea.objects.filter(area=area, item=item, code__in=gone).delete()
    ListedArea.objects.bulk_create([ListedArea(area=area, item=item, code=code) for code in sorted(new)])
    if new or gone:
        record(
            verb="list_areas", subject=item, by=by, now=now, before={"areas": sorted(gone)},
            after={"code": item.code, "areas": sorted(new)}, area_code=area.pk, actor_role=duties.described(),
        )  # fmt: skip
    return len(new) + len(gone)


@dataclass(frozen=True)
class PlaceTold:
    """A place of an open list: a station, a section of a river."""

    code: str
    name: str
    name_en: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@transaction.atomic
def keep_place(*, area: Area, codes: CodeList, place: PlaceTold, by: User, now: datetime) -> ListedPlace:
    """Add a place to an open list, or change the one of this code."""
    duties = keeping(area, by, now)
    _refuse_place(codes, place)
    old = ListedPlace.objects.select_for_update().filter(area=area, list=codes.code, code=place.code).first()
    kept, _made = ListedPlace.objects.update_or_create(
        area=area,
        list=codes.code,
        code=place.code,
        defaults={
            "name": place.name,
            "name_en": place.name_en,
            "valid_from": place.valid_from,
            "valid_to": place.valid_to,
        },
    )
    record(
        verb="keep_place", subject=kept, by=by, now=now, before=_told(old) if old else {}, after=_told(kept),
        area_code=area.pk, actor_role=duties.described(),
    )  # fmt: skip
    make_parts(area=area)
    return kept


def _told(place: ListedPlace) -> dict[str, str]:
    return {
        "code": place.code,
        "name": place.name,
        "valid_from": place.valid_from.isoformat() if place.valid_from else "",
        "valid_to": place.valid_to.isoformat() if place.valid_to else "",
    }


def _refuse_place(codes: CodeList, place: PlaceTold) -> None:
    if not codes.place:
        raise RefusedError(refuse("list_is_closed", "รายการจำแนกนี้เพิ่มรหัสเองไม่ได้"))
    if not re.fullmatch(codes.pattern, place.code):
        raise RefusedError(
            refuse(
                "place_code_pattern",
                "รหัส “{given}” ไม่ตรงรูปแบบของรายการนี้ – ใช้ตัวอักษร a–z และตัวเลขตามแบบของหน่วยงานเจ้าของสถานี",
                given=quoted(place.code),
            )
        )
    if not place.name.strip():
        raise RefusedError(refuse("place_name_missing", "ใส่ชื่อสถานที่"))
    if place.valid_from and place.valid_to and place.valid_to < place.valid_from:
        raise RefusedError(refuse("place_ends_early", "วันสุดท้ายอยู่ก่อนวันเริ่ม – ตรวจปี พ.ศ. ของทั้งสองวัน"))
