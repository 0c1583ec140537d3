"""``samrit check_computed`` – whether every result computed from data comes out the same again."""

from typing import Any

from django.utils.translation import gettext

from samrit.reports.models import ComputedResult
from samrit.reports.queries.computed import reproduces
from samrit.rules.wording import RefusedError
from samrit.ui.terminal import Command as Base
from samrit.ui.wording import in_words


class Command(Base):
    help = "คำนวณผลจากฐานข้อมูลซ้ำ เทียบกับที่เก็บไว้ (compute every result from data again and compare)"

    def run(self, options: dict[str, Any]) -> None:  # noqa: ARG002 - the base's signature
        every = ComputedResult.objects.select_related("formula", "generation", "round__area")
        broken = [line for one in every.iterator() if (line := _what_is_wrong(one)) is not None]
        for line in broken:
            self.stderr.write(line)
        if broken:
            self.refuse(gettext("พบผลที่คำนวณแล้วไม่ตรงกับที่เก็บไว้ – อย่าแก้อะไรในฐานข้อมูล แจ้งผู้ตรวจสอบ"))
        self.stdout.write(gettext("ผลที่คำนวณได้ตรงกับที่เก็บไว้ทั้ง {n} ครั้ง").format(n=every.count()))


def _what_is_wrong(one: ComputedResult) -> str | None:
    try:
        return None if reproduces(one) else str(one)
    except RefusedError as refused:
        return f"{one}: {in_words(refused.refusal.message)}"
