"""What numbers of cells mean: told to others beside a package, and understood from theirs."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from samrit.indicators.models import Part, Submission, Trust
from samrit.indicators.queries.exchange import same_source
from samrit.indicators.queries.items import AreaBook, Entry, area_book, parts_of
from samrit.indicators.queries.observations import files_of
from samrit.indicators.queries.places import known
from samrit.indicators.store.dictionaries import (
    AREAS,
    ITEMS,
    PARTS,
    SUBMISSIONS,
    Used,
    used_in,
    write_dictionary,
)
from samrit.indicators.store.packing import Against, Limits
from samrit.people.models import Area
from samrit.rules.periods import numbers_of
from samrit.rules.wording import Refusal, RefusedError, refuse

Row = Mapping[str, Any]
NAMED = 5
SCHEMAS = {"areas": AREAS, "items": ITEMS, "parts": PARTS, "submissions": SUBMISSIONS}


# ── told ────────────────────────────────────────────────────────────────────
def write_dictionaries(area: Area, files: Sequence[Path], into: Path) -> dict[str, tuple[Path, int]]:
    """Name in the package → the file written, its rows: all that the cells of these files name."""
    used = used_in(files)
    rows: dict[str, Sequence[Sequence[object]]] = {
        "areas": _area_rows(area, used),
        "items": _item_rows(area_book(area), used),
        "parts": list(Part.objects.filter(pk__in=used.parts).values_list("pk", "item", "key")),
        "submissions": _submission_rows(used),
    }
    written = {}
    for name, found in rows.items():
        to = into / f"{name}.parquet"
        write_dictionary(found, SCHEMAS[name], to)
        written[f"dictionaries/{name}.parquet"] = (to, len(found))
    return written


def _area_rows(area: Area, used: Used) -> list[tuple[object, ...]]:
    find = known(area.pk)
    found = [(number, find(str(number))) for number in used.areas]
    return [(number, one.name, one.name_en, one.level.value) for number, one in found if one]


def _item_rows(book: AreaBook, used: Used) -> list[tuple[object, ...]]:
    return [
        (entry.key, *_said(book, entry).values(), entry.local)
        for entry in book.entries.values()
        if entry.key in set(used.items)
    ]


def _said(book: AreaBook, entry: Entry) -> dict[str, object]:
    """What another installation has to know of an item, in the order of the dictionary."""
    item = entry.item
    return {
        "code": item.code,
        "name": item.name,
        "name_en": item.name_en,
        "unit": book.book.unit_text(item),
        "period": item.period.value,
        "level": item.level.value,
        "lists": ",".join(item.by),
        "least": "" if item.least is None else str(item.least),
        "most": "" if item.most is None else str(item.most),
        "decimals": item.decimals,
    }


def _submission_rows(used: Used) -> list[tuple[object, ...]]:
    found = Submission.objects.filter(pk__in=used.submissions).select_related("agency")
    return [
        (
            one.pk,
            one.receipt or "",
            one.agency.name,
            one.source,
            one.sha256,
            one.decided_at.isoformat() if one.decided_at else "",
        )
        for one in found
    ]


# ── understood ──────────────────────────────────────────────────────────────
def held_against(trust: Trust, tables: Mapping[str, Sequence[Row]]) -> Against:
    """What a partner's cells are held against. ``tables``: the dictionaries' rows, by name.

    RefusedError where a national item is not known here, or is counted otherwise: then no figure of it could be believed.
    ``actions.parts.make_parts`` comes before.
    """
    area: Area = trust.area
    book = area_book(area)
    if refusal := _refuse_items(book, tables["items"]):
        raise RefusedError(refusal)
    items = {
        row["number"]: _limits(entry)
        for row in tables["items"]
        if (entry := book.entries.get(row["code"])) and not _differs(book, entry, row)
    }
    ours = parts_of(one.item for one in items.values())
    return Against(
        items=items,
        parts={
            (row["item"], row["number"]): number
            for row in tables["parts"]
            if row["item"] in items and (number := ours.get((items[row["item"]].item, row["key"])))
        },
        depths=_depths(area, tables["areas"]),
        current=files_of(area.pk),
        same_source=same_source(trust.partner, area.pk),
    )


def _refuse_items(book: AreaBook, rows: Sequence[Row]) -> Refusal | None:
    """A province's own items may be unknown: their cells are left out one by one."""
    national = [row for row in rows if not row["own"]]
    if unknown := sorted(row["code"] for row in national if row["code"] not in book.entries):
        return refuse(
            "package_items_unknown",
            "ที่นี่ไม่รู้จักรายการข้อมูล {items} ในแพ็กเกจ – ปรับรุ่นโปรแกรมหรือรายการกลางให้ตรงกันก่อน ไม่มีอะไรถูกนำเข้า",
            items=_few(unknown),
        )
    if differing := sorted(row["code"] for row in national if _differs(book, book.entries[row["code"]], row)):
        return refuse(
            "package_items_differ",
            "รายการข้อมูล {items} ในแพ็กเกจนับคนละแบบกับที่นี่ (หน่วย ช่วงเวลา การจำแนก หรือทศนิยม) – ปรับนิยามให้ตรงกันก่อน ไม่มีอะไรถูกนำเข้า",
            items=_few(differing),
        )
    return None


def _differs(book: AreaBook, entry: Entry, row: Row) -> bool:
    said = _said(book, entry)
    other = any(said[name] != row[name] for name in ("unit", "period", "lists"))
    return other or row["decimals"] > entry.item.decimals


def _few(codes: Sequence[str]) -> str:
    more = f" … (+{len(codes) - NAMED})" if len(codes) > NAMED else ""
    return ", ".join(codes[:NAMED]) + more


def _limits(entry: Entry) -> Limits:
    numbers = numbers_of(entry.item.period)
    return Limits(
        item=entry.key,
        depth=entry.item.level.depth,
        first=numbers.start,
        last=numbers.stop - 1,
        decimals=entry.item.decimals,
        least=entry.item.least,
        most=entry.item.most,
    )


def _depths(area: Area, rows: Sequence[Row]) -> dict[int, int]:
    """Number of an area that is known here, in the province → 0 for the province … 3 for a village."""
    find = known(area.pk)
    found = [find(str(row["number"])) for row in rows]
    return {int(one.code): one.level.depth for one in found if one and one.code.startswith(area.pk)}
