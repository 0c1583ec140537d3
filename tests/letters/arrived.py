"""Letters that came in, registered through the real action."""

from datetime import date
from typing import Any

from samrit.letters.actions.arriving import ArrivalFacts, Receiver, register_arrival, route_arrival
from samrit.letters.models import Arrival, Delivery, Intake, Issuer, Routing
from samrit.people.models import User
from samrit.rules.letters.arriving import Purpose
from tests.letters.letters_written import make_issuer
from tests.world import NOW, World

DUE = date(2024, 10, 25)


def facts(**changed: Any) -> ArrivalFacts:
    """A letter of the ministry, typed by hand."""
    return ArrivalFacts(
        **{
            "sender": "สำนักงาน ก.พ.ร.", "sender_number": "นร 1207/334", "dated": date(2024, 10, 1),
            "addressee": "ผู้ว่าราชการจังหวัดปทุมธานี", "subject": "รายละเอียดตัวชี้วัดปี 2568", "due_on": DUE, **changed,
        }
    )  # fmt: skip


def office(world: World) -> Issuer:
    return Issuer.objects.filter(agency=world.office).first() or make_issuer(world)


def arrived(
    world: World,
    *,
    issuer: Issuer | None = None,
    by: User | None = None,
    intake: Intake | None = None,
    delivery: Delivery | None = None,
    **changed: Any,
) -> Arrival:
    return register_arrival(
        issuer=issuer or office(world),
        facts=facts(**changed),
        by=by or world.coordinator,
        now=NOW,
        intake=intake,
        delivery=delivery,
    )


def routed(world: World, arrival: Arrival, *to: Receiver, **changed: Any) -> list[Routing]:
    """To development as a whole, unless others are named."""
    return route_arrival(
        **{
            "arrival": arrival, "to": to or (Receiver(world.development.pk),), "purpose": Purpose.ACT,
            "instruction": "ส่งผลให้สำนักงานจังหวัด", "due_on": DUE, "by": world.coordinator, "now": NOW, **changed,
        }
    )  # fmt: skip
