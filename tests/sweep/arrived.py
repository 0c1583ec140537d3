"""What came in: a letter in the provincial office's register, passed on to an agency."""

from collections.abc import Callable
from typing import Any

from samrit.letters.actions.arriving import ArrivalFacts, Receiver, register_arrival, route_arrival
from samrit.letters.models import Issuer, Routing
from samrit.rules.letters.arriving import Purpose
from tests.sweep.letters_out import CODE
from tests.world import NOW, World

Say = Callable[[str, str], str]


def arrived(here: World, say: Say) -> None:
    """Passed on to development, whose recorder is the reader of it in every sweep."""
    arrival = register_arrival(
        issuer=Issuer.objects.get(code=CODE),
        facts=ArrivalFacts(
            sender=say("here·development", "arrival-sender"),
            sender_number="นร 1207/334",
            dated=NOW.date(),
            subject=say("here·development", "arrival-subject"),
        ),
        by=here.coordinator,
        now=NOW,
    )
    route_arrival(
        arrival=arrival,
        to=[Receiver(here.development.pk)],
        purpose=Purpose.ACT,
        instruction=say("here·development", "arrival-instruction"),
        due_on=None,
        by=here.coordinator,
        now=NOW,
    )


def arrival_arguments() -> dict[str, list[Any]]:
    routing = Routing.objects.get()
    names = ("arrival", "arrival_file", "void_arrival", "route_arrival", "draft_forward")
    one = [routing.arrival_id]
    return {f"letters:{name}": one for name in names} | {"letters:end_routing": [*one, routing.pk]}


def sent_about_arrivals(here: World, name: str) -> dict[str, Any]:
    """A form that would be taken."""
    forms: dict[str, dict[str, Any]] = {
        "letters:new_arrival": {
            "issuer": Issuer.objects.get(code=CODE).pk,
            "sender": "กรมที่ดิน",
            "subject": "เรื่องใหม่",
            "urgency": "normal",
            "secrecy": "ordinary",
        },
        "letters:void_arrival": {"reason": "ลงผิดเล่ม"},
        "letters:route_arrival": {"agencies": [here.statistics.pk], "purpose": "know"},
        "letters:end_routing": {"verb": "done", "reason": "ส่งแล้ว"},
    }
    return forms.get(name, {})
