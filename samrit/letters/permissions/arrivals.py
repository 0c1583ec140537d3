"""Who registers what came in, voids a number, passes a letter on and says that it is done, and why not."""

from samrit.letters.models import Arrival, Delivery, Intake, Issuer, Routing
from samrit.letters.queries.arrivals import routings_to
from samrit.letters.queries.delivery import HEADS, deliveries_received_by
from samrit.letters.queries.intakes import intakes_visible_to
from samrit.people.queries import Duties
from samrit.rules.letters import arriving
from samrit.rules.wording import Refusal, refuse


def refuse_registering(
    duties: Duties, issuer: Issuer, *, intake: Intake | None = None, delivery: Delivery | None = None
) -> Refusal | None:
    """Everybody of the office, of what the office received."""
    if issuer.agency_id not in duties.agencies() or duties.user.is_service:
        return refuse("arrival_not_your_office", "ลงทะเบียนรับได้เฉพาะในทะเบียนของส่วนราชการที่คุณมีบทบาทอยู่")
    if issuer.retired_at is not None:
        return refuse("issuer_retired", "รหัสหนังสือนี้เลิกใช้แล้ว – เลือกรหัสที่ใช้อยู่")
    read_here = intake is None or intakes_visible_to(duties).filter(pk=intake.pk).exists()
    came_here = delivery is None or (
        delivery.agency_id == issuer.agency_id
        and deliveries_received_by(duties).filter(pk=delivery.pk).exists()
    )
    if read_here and came_here:
        return None
    return refuse("arrival_of_another", "หนังสือฉบับนี้ไม่ได้ส่งถึงส่วนราชการนี้ จึงลงทะเบียนรับที่นี่ไม่ได้")


def _refuse_office(duties: Duties, arrival: Arrival) -> Refusal | None:
    if arrival.issuer.agency_id in duties.agencies() and not duties.user.is_service:
        return None
    return refuse("arrival_not_yours", "หนังสือฉบับนี้อยู่ในทะเบียนรับของส่วนราชการอื่น")


def refuse_voiding(duties: Duties, arrival: Arrival, *, reason: str) -> Refusal | None:
    """Who registered it, or who signs for the office."""
    if refusal := _refuse_office(duties, arrival):
        return refusal
    own = arrival.received_by_id == duties.user.pk
    if not own and arrival.issuer.agency_id not in duties.agencies(*HEADS):
        return refuse("arrival_void_not_yours", "ยกเลิกเลขรับได้เฉพาะผู้ลงทะเบียน หรือผู้อนุมัติของส่วนราชการ")
    return arriving.refuse_voiding(void=arrival.void, reason=reason)


def refuse_routing(duties: Duties, arrival: Arrival) -> Refusal | None:
    return _refuse_office(duties, arrival) or arriving.refuse_passing_on(void=arrival.void)


def refuse_finishing(duties: Duties, routing: Routing) -> Refusal | None:
    """Whom it was passed on to; for an agency as a whole, anybody there who may read it."""
    if not routings_to(duties).filter(pk=routing.pk).exists():
        return refuse("routing_not_yours", "เรื่องนี้มอบหมายให้ผู้อื่น ผู้ได้รับมอบหมายเป็นผู้แจ้งว่าเสร็จ")
    return arriving.refuse_finishing(void=routing.arrival.void, done=routing.done_at is not None)


def refuse_withdrawing(duties: Duties, routing: Routing) -> Refusal | None:
    """The office that passed it on."""
    if refusal := _refuse_office(duties, routing.arrival):
        return refusal
    return arriving.refuse_finishing(void=routing.arrival.void, done=routing.done_at is not None)
