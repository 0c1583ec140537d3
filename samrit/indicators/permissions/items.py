"""Who reads and who keeps items and areas of the provincial database."""

from django.db.models import QuerySet

from samrit.people.models import Area
from samrit.people.queries import Duties
from samrit.rules.wording import Refusal, refuse


def readable(duties: Duties) -> QuerySet[Area]:
    """Provinces whose database a person reads: where they hold a role; the central office reads all."""
    return Area.objects.all() if duties.evaluates else Area.objects.filter(code__in=duties.areas())


def refuse_keeping(duties: Duties, area: Area | None) -> Refusal | None:
    """A province's items and areas are kept by its coordinator, the national book by the central office."""
    if area is None:
        if duties.evaluates:
            return None
        return refuse(
            "items_kept_by_central_office", "รายการกลางดูแลโดยส่วนกลาง – แก้เฉพาะรายการของจังหวัดได้ในหน้าของจังหวัด"
        )
    if area.pk in duties.coordinated_areas():
        return None
    return refuse(
        "items_kept_by_coordinator", "รายการและพื้นที่ของจังหวัดแก้โดยผู้ประสานงานจังหวัด – แจ้งสิ่งที่ควรแก้ไปที่สำนักงานจังหวัด"
    )
