"""A draft of ``here`` with a resource, a template that waits, a plan: for the office's addresses of the catalogue."""

import io
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from samrit.catalog.actions.plans import plan_dataset
from samrit.catalog.actions.templates import receive_template
from samrit.catalog.models import CatalogImport, Dataset, PlanItem, Resource
from tests.catalog.catalogued import dataset
from tests.catalog.filling import DATASETS, workbook
from tests.rules.catalog_records import row
from tests.world import NOW, World

if TYPE_CHECKING:
    from tests.sweep.filled import Filled

Say = Callable[[str, str], str]
NAME, PUBLISHED, YEAR = "office", "waste", 2568  # waste: of tests.sweep.catalogue
OF_ONE = ("own_dataset", "edit", "confirm")
OF_IMPORT = ("import", "import_noted")


def officed(here: World, say: Say) -> None:
    """After ``catalogued``."""
    judged: dict[str, Any] = {
        "update_frequency_unit": "อื่นๆ",
        "update_frequency_unit_other": "ตามมติ",
        "update_frequency_interval": None,
    }
    dataset(here, NAME, publish=False, title=say("here", "dataset"), **judged)
    plan_dataset(
        agency=here.development, fiscal_year=YEAR, title=say("here", "planned"), by=here.coordinator, now=NOW
    )
    receive_template(
        file=io.BytesIO(_filled(here, say("here", "template"))), name="แม่แบบ.xlsx", agency=here.development,
        by=here.recorder, now=NOW,
    )  # fmt: skip


def _filled(here: World, title: str) -> bytes:
    return workbook({DATASETS: [row(name="from-template", title=title, owner_org=here.development.name)]})


@cache
def _empty() -> bytes:
    return workbook({DATASETS: [row(name="another", title="อีกชุด", owner_org="")]})


def office_arguments(here: World) -> dict[str, list[Any]]:
    key = Resource.objects.get(dataset__name=NAME).public_id
    brought = CatalogImport.objects.get()
    return {
        **{f"catalog:{name}": [NAME] for name in OF_ONE},
        **{f"catalog:{name}": [brought.pk] for name in OF_IMPORT},
        "catalog:register": [PUBLISHED],
        "catalog:move": [NAME, "publish"],
        "catalog:new_resource": [NAME, "link"],
        "catalog:edit_resource": [NAME, key],
        "catalog:move_resource": [NAME, key, "remove"],
        "catalog:kpi": [YEAR],
        "catalog:agency_kpi": [YEAR, here.development.pk],
        "catalog:plan": [YEAR],
        "catalog:plan_item": [YEAR, PlanItem.objects.get().pk],
    }


def sent_about_catalog(here: World) -> dict[str, dict[str, Any]]:
    agency, link = here.development.pk, "https://data.example.go.th/1.csv"
    made = Dataset.objects.get(name=NAME)
    return {
        "catalog:new": {"agency": agency, "title": "ชุดข้อมูลใหม่"},
        "catalog:edit": {"title": "ชื่อใหม่", "seen": made.revision},
        "catalog:confirm": {"until": (localdate() + timedelta(days=10)).isoformat(), "reason": "ตรวจแล้ว"},
        "catalog:register": {"on": "2024-10-01"},
        "catalog:new_resource": {"name": "ไฟล์", "url": link},
        "catalog:edit_resource": {"name": "ไฟล์ใหม่", "url": link, "seen": made.revision},
        "catalog:imports": {
            "agency": agency,
            "file": SimpleUploadedFile("แม่แบบ.xlsx", _empty(), "application/octet-stream"),
        },
        "catalog:import": {"give_up": "1"},
        "catalog:plan": {"agency": agency, "title": "ชุดข้อมูลที่จะทำ"},
        "catalog:plan_item": {"reason": "เลื่อนไปปีหน้า"},
        "catalog:holidays": {"day": "2024-12-05", "name": "วันพ่อแห่งชาติ"},
    }


# ── operations ──────────────────────────────────────────────────────────────
ASKED_OF_CATALOG = {"catalog_counts": f"?fiscal_year={YEAR}", "catalog_plan": f"?fiscal_year={YEAR}"}


def keys_of_catalog() -> dict[str, Any]:
    made = Dataset.objects.get(name=NAME)
    return {
        "dataset_id": made.pk,
        "resource_id": Resource.objects.get(dataset=made).pk,
        "import_id": CatalogImport.objects.get().pk,
        "plan_id": PlanItem.objects.get().pk,
    }


def catalog_version(name: str) -> int | None:
    """Of the dataset as it was read; None for operations of other rooms."""
    versioned = {"change_catalog_dataset", "change_catalog_resource"}
    return Dataset.objects.get(name=NAME).revision if name in versioned else None


def bodies_of_catalog(filled: "Filled") -> dict[str, dict[str, Any]]:
    """Operation → its body."""
    agency = filled.here.world.development.pk
    link = {"record": {"name": "ไฟล์", "url": "https://data.example.go.th/2.csv"}}
    return {
        "make_catalog_dataset": {"agency_id": agency, "record": {"title": "ชุดข้อมูลใหม่"}},
        "change_catalog_dataset": {"record": {"title": "ชื่อใหม่"}},
        "withdraw_catalog_dataset": {"reason": "เลิกจัดเก็บ"},
        "hide_catalog_dataset": {"private": True},
        "register_catalog_dataset": {"on": "2024-10-01"},
        "confirm_catalog_dataset": {"until": "2024-10-20", "reason": "ตรวจแล้ว"},
        "add_catalog_link": link,
        "add_catalog_observations": {"item": "otop_sales"},
        "change_catalog_resource": link,
        "accept_catalog_import": {"good_rows": True},
        "propose_catalog_result": {"agency_id": agency, "fiscal_year": YEAR},
        "plan_catalog_dataset": {"agency_id": agency, "fiscal_year": YEAR, "title": "ชุดข้อมูลที่จะทำ"},
        "drop_catalog_plan": {"reason": "เลื่อนไปปีหน้า"},
    }


def form_of_catalog(name: str) -> dict[str, Any] | None:
    """Operation → what is sent as a form with a file; None: of another room."""
    if name == "add_catalog_file":
        return {"file": SimpleUploadedFile("waste.csv", "ตำบล,ปริมาณ\nบางปรอก,1\n".encode(), "text/csv")}
    if name == "bring_catalog_template":
        agency = Dataset.objects.get(name=NAME).agency_id
        return {
            "agency_id": agency,
            "file": SimpleUploadedFile("แม่แบบ.xlsx", _empty(), "application/octet-stream"),
        }
    return None
