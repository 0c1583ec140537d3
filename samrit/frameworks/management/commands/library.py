"""``samrit library`` – fill the library of KPIs that an installation may start with."""

from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext

from samrit.frameworks.actions import load_library
from samrit.frameworks.models import LibraryKpi
from samrit.frameworks.reading import library_entries
from samrit.ui.terminal import Command as Base


class Command(Base):
    help = "นำตัวชี้วัดชุดเริ่มต้นเข้าคลัง สั่งซ้ำได้ (fill the library of KPIs; what is there stays as it is)"

    def run(self, options: dict[str, Any]) -> None:  # noqa: ARG002 - the base's signature
        added = load_library(entries=library_entries(), now=now())
        self.stdout.write(
            gettext("เพิ่ม {added} ตัวชี้วัด คลังมีทั้งหมด {total} ตัวชี้วัด").format(
                added=added, total=LibraryKpi.objects.count()
            )
        )
