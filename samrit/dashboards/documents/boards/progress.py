"""How far reporting is: of each province, or of what one agency answers for."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samrit.dashboards.documents.boards.parts import Cell, Column, Links, Part, Table, area_name
from samrit.dashboards.queries.boards.progress import Progress
from samrit.people.models import Area
from samrit.ui.charts import Bar, Bars

_HUNDRED = Decimal(100)


def progress_part(found: Mapping[str, Progress], areas: Sequence[Area], *, year: int, links: Links) -> Part:
    """One row for each province that has an open or closed round; the furthest first."""
    title = _("ความคืบหน้าการรายงาน")
    known = [(area, found[area.pk]) for area in areas if area.pk in found]
    known.sort(key=lambda pair: -_share(pair[1]))
    bars = [
        Bar(
            area_name(area),
            _share(its),
            _("%(signed)s จาก %(asked)s") % {"signed": its.signed, "asked": its.asked},
            url=links.province(year, area.pk),
        )
        for area, its in known
    ]
    words = [
        _("รอบ (เดือน)"),
        _("ต้องรายงาน"),
        _("กำลังทำ"),
        _("อนุมัติแล้ว"),
        _("ส่งแล้ว"),
        _("ตรวจแล้ว"),
        _("ยังไม่เริ่ม"),
    ]
    columns = [Column(_("จังหวัด")), *(Column(word, numeric=True) for word in words)]
    rows = [_row(area, its, year, links) for area, its in known]
    note = _("ร้อยละของตัวชี้วัดที่หน่วยงานอนุมัติแล้วขึ้นไป")
    chart = Bars(title, bars, pgettext("unit", "ร้อยละ"), _HUNDRED) if bars else None
    return Part("progress", title, Table(columns, rows), chart, note, "beside")


def _share(its: Progress) -> Decimal:
    return (its.signed * _HUNDRED / its.asked).quantize(Decimal("0.1")) if its.asked else Decimal(0)


def _row(area: Area, its: Progress, year: int, links: Links) -> list[Cell]:
    matrix = reverse("reports:round", args=[its.round])
    untouched = max(0, its.asked - its.begun - its.signed)
    counts = (its.months, its.asked, its.begun, its.approved, its.filed, its.verified, untouched)
    return [
        Cell(area_name(area), url=links.province(year, area.pk)),
        *(Cell(count, url=matrix) for count in counts),
    ]
