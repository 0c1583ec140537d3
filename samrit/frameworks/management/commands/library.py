"""Loading the library of KPIs that an installation may start with."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from samrit.frameworks.actions import load_library
from samrit.frameworks.models import LibraryKpi
from samrit.frameworks.reading import library_entries


class Command(BaseCommand):
    help = "นำตัวชี้วัดชุดเริ่มต้นเข้าคลัง – สั่งซ้ำได้ รายการที่มีอยู่หรือแก้ไว้แล้วไม่เปลี่ยน"

    def handle(self, *_: Any, **__: Any) -> None:
        added = load_library(entries=library_entries(), now=now())
        self.stdout.write(f"เพิ่ม {added} ตัวชี้วัด คลังมีทั้งหมด {LibraryKpi.objects.count()} ตัวชี้วัด")
