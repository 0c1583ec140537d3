"""Reading and taking long templates in the background, for the person who asked."""

import logging
from collections.abc import Callable
from datetime import datetime

from samrit.catalog.actions.templates import accept_import, give_up_working, show_again
from samrit.catalog.models import CatalogImport
from samrit.rules.wording import RefusedError, say

log = logging.getLogger(__name__)
UNEXPECTED = say(
    "catalog_import_unexpected",
    "ทำไม่สำเร็จเพราะเหตุที่ไม่คาดไว้ ซึ่งบันทึกไว้ให้ผู้ดูแลระบบแล้ว – บัญชีข้อมูลยังเป็นของเดิมทั้งหมด ลองอีกครั้งได้",
)


def work_asked(brought: int, *, clock: Callable[[], datetime]) -> str:
    """Do what is under way of an import (key); a worker that takes up what a dead one left does the same again.

    Returns the import's state.
    """
    one = CatalogImport.objects.select_related("asked_by", "agency").get(pk=brought)
    if one.under_way and one.asked_by:
        try:
            _work(one, clock)
        except RefusedError as refused:
            give_up_working(brought=brought, problem=refused.refusal.message)
        except Exception:
            log.exception("import %s of the catalogue was not worked on", brought)
            give_up_working(brought=brought, problem=UNEXPECTED)
    return CatalogImport.objects.values_list("state", flat=True).get(pk=brought)


def _work(one: CatalogImport, clock: Callable[[], datetime]) -> None:
    by = one.asked_by
    if by is None:
        return
    if one.under_way == CatalogImport.Work.READING:
        show_again(brought=one, by=by, now=clock())
        return
    try:
        accept_import(brought=one, good_rows=one.good_rows, by=by, now=clock())
    except RefusedError as refused:
        if refused.refusal.code == "catalog_changed_since_shown":
            show_again(brought=one, by=by, now=clock())
        raise
