"""``samrit observations export``: the province's observations now, as of a moment, or as a round froze them."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from samrit.indicators.management.finding import area_of, moment_of
from samrit.indicators.models import Part
from samrit.indicators.queries.items import area_book
from samrit.indicators.queries.observations import files_of, files_of_snapshot, snapshot_of, store
from samrit.indicators.queries.terms import item_terms
from samrit.indicators.store.port import Choice, Form, Names
from samrit.people.models import Area
from samrit.rules.wording import RefusedError, refuse

ENDINGS = {".parquet": Form.PARQUET, ".csv": Form.CSV, ".jsonl": Form.JSON_LINES}


def export(options: dict[str, Any]) -> str:
    """Write the file; what to say of it."""
    area, to = area_of(options["area"]), Path(options["to"])
    names = names_of(area)
    choice = Choice(items=tuple(_item(names, code) for code in options["item"]))
    count = store().export(_files(area, options), choice, to, _form(options["format"], to), names)
    return _("ส่งออก {count} ช่องข้อมูลไปที่ {file}").format(count=f"{count:,}", file=to)


def names_of(area: Area) -> Names:
    """How items and parts are called in an export: all of them, those that are not used any more too."""
    found = area_book(area)
    items = {entry.key: item_terms(found, code) for code, entry in found.entries.items()}
    return Names(items, dict(Part.objects.filter(item__in=items).values_list("pk", "codes")))


def _files(area: Area, options: dict[str, Any]) -> tuple[Path, ...]:
    if not options["round"]:
        return files_of(area.pk, moment_of(options["as_of"]) if options["as_of"] else None)
    frozen = snapshot_of(area.pk, options["round"])
    if frozen is None:
        raise RefusedError(
            refuse("no_such_snapshot", "ยังไม่ได้ตรึงชุดข้อมูลของรอบ {round}", round=options["round"])
        )
    return files_of_snapshot(frozen)


def _item(names: Names, code: str) -> int:
    found = next((item.id for item in names.items.values() if item.code == code), None)
    if found is None:
        raise RefusedError(refuse("no_such_item", "ไม่พบรายการข้อมูลรหัส “{item}”", item=code))
    return found


def _form(said: str, to: Path) -> Form:
    form = Form(said) if said else ENDINGS.get(to.suffix.lower())
    if form is None:
        raise RefusedError(
            refuse(
                "no_such_form",
                "ไม่รู้ว่าจะเขียน {file} เป็นรูปแบบใด – ใช้นามสกุล .parquet .csv .jsonl หรือระบุ --format",
                file=to,
            )
        )
    return form
