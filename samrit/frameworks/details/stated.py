"""What the framework itself states of a KPI, as fields of its details."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext

from samrit.frameworks.details.shown import Cell, Shown, Table
from samrit.frameworks.models import Kpi
from samrit.frameworks.queries import Linked
from samrit.rules.kpi_template import Field
from samrit.ui.formats import number
from samrit.ui.scale import Scale


def of_links(field: Field, links: Sequence[Linked]) -> Shown:
    """One line for each thing that the KPI is derived from."""
    return Shown(field, text="\n".join(_line(linked) for linked in links), as_printed=True)


def _line(linked: Linked) -> str:
    link = linked.link
    name = (
        str(link.strategic)
        if link.strategic
        else linked.kpi.name
        if linked.kpi
        else gettext("ตัวชี้วัดของจังหวัดอื่น")
    )
    line = f"{gettext(link.get_kind_display())}: {name}"
    return f"{line} ({link.note})" if link.note else line


def _number(field: Field, kpi: Kpi) -> Shown:
    text = gettext("องค์ประกอบที่ {component} ตัวชี้วัดที่ {number}")
    return Shown(field, text.format(component=kpi.component.number, number=kpi.number))


def _group(field: Field, kpi: Kpi) -> Shown:
    return Shown(field, str(kpi.group), as_printed=True)


def _parts(field: Field, kpi: Kpi) -> Shown:
    parts = list(kpi.parts.all()) if kpi.parent_id is None else []
    if not parts:
        return Shown(field, gettext("ไม่มีตัวชี้วัดย่อย"))
    rows = [(Cell(part.number), Cell(part.name), _weight(part)) for part in parts]
    head = (gettext("ลำดับ"), gettext("ตัวชี้วัดย่อย"), gettext("น้ำหนัก"))
    return Shown(field, table=Table(head, tuple(rows)), as_printed=True)


def _weight(kpi: Kpi) -> Cell:
    return Cell("" if kpi.weight is None else number(kpi.weight), is_number=True)


def _owners(field: Field, kpi: Kpi) -> Shown:
    owner_of = kpi.parent if kpi.parent and not kpi.ownerships.all() else kpi
    names = (ownership.agency.name for ownership in owner_of.ownerships.all())
    return Shown(field, "\n".join(names), as_printed=True)


def _evidence(field: Field, kpi: Kpi) -> Shown:
    """The checklist, and the free hint beside it."""
    asked = [
        one.title if one.required else gettext("{title} (ถ้ามี)").format(title=one.title)
        for one in kpi.required_evidence.all()
    ]
    return Shown(field, "\n".join(filter(None, (*asked, kpi.evidence_asked))), as_printed=True)


def _levels(field: Field, kpi: Kpi) -> Shown:
    if kpi.levels is None:
        return Shown(field)
    basic, standard, advanced = kpi.levels
    drawn = Scale(
        levels=(basic, standard, advanced),
        direction="down" if kpi.direction == Kpi.Direction.DOWN else "up",
        last_year=kpi.last_year,
        unit=kpi.unit,
    )
    return Shown(field, scale=drawn)


def _scores(field: Field, kpi: Kpi) -> Shown:
    """The weights; scores stand on the published result, a room above, and are filled in on paper."""
    leaves = list(kpi.parts.all()) if kpi.parent_id is None else []
    rows = [(Cell(f"{one.number} {one.name}"), _weight(one), Cell(""), Cell("")) for one in leaves or [kpi]]
    head = (gettext("ตัวชี้วัด"), gettext("น้ำหนัก"), gettext("คะแนน"), gettext("คะแนนถ่วงน้ำหนัก"))
    return Shown(field, table=Table(head, tuple(rows), named=True), as_printed=True)


def _cancelled(field: Field, kpi: Kpi) -> Shown:
    standing = kpi.indicator.standing  # type: ignore[attr-defined]  # Prefetch's to_attr of with_details
    text = gettext("ยกเลิกตั้งแต่รอบ {months} เดือน ตาม{resolution}")
    lines = [text.format(months=one.from_months, resolution=one.resolution) for one in standing]
    return Shown(field, "\n".join(lines) or gettext("ไม่ได้ยกเลิก"))


OF_KPI: dict[str, Callable[[Field, Kpi], Shown]] = {
    "number": _number,
    "name": lambda field, kpi: Shown(field, kpi.name, as_printed=True),
    "component": lambda field, kpi: Shown(field, kpi.component.name, as_printed=True),
    "group": _group,
    "weight": lambda field, kpi: Shown(field, _weight(kpi).text),
    "parts": _parts,
    "unit": lambda field, kpi: Shown(field, kpi.unit, as_printed=True),
    "owners": _owners,
    "cancelled": _cancelled,
    "definition": lambda field, kpi: Shown(field, kpi.definition, as_printed=True),
    "evidence_asked": _evidence,
    "direction": lambda field, kpi: Shown(field, gettext(kpi.get_direction_display())),
    "levels": _levels,
    "interpolate": lambda field, kpi: Shown(field, gettext(kpi.get_interpolate_display())),
    "scores": _scores,
    "last_year": lambda field, kpi: Shown(field, "" if kpi.last_year is None else number(kpi.last_year)),
}
