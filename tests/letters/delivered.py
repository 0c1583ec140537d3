"""Signed letters on their way: made as signing leaves them, sent through the real actions."""

from datetime import date
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile

from samrit.letters.actions.delivering import Recipient, Ways, send_letter
from samrit.letters.actions.distributing import set_mailbox
from samrit.letters.models import Delivery, Issuer, Letter, RegisterEntry, SealedPaper
from samrit.people.models import Agency, User
from tests.letters.letters_written import bare_letter, bare_register, make_issuer
from tests.world import NOW, World

DUE = date(2024, 10, 12)  # two days after NOW
PDF = b"%PDF-1.7 sealed\n%%EOF\n"


def signed(
    world: World, *, issuer: Issuer | None = None, number: int = 123, drawn: bool = True, **changed: Any
) -> Letter:
    """A letter of the provincial office with its number and, when it is ``drawn``, its sealed paper."""
    issuer = issuer or Issuer.objects.filter(agency=world.office).first() or make_issuer(world)
    letter = bare_letter(
        issuer,
        world,
        **{
            "subject": "ส่งตัวชี้วัดฉบับปรับปรุง", "due_on": DUE, "status": "signed", "signed_at": NOW,
            "code": f"{number:016d}", **changed,
        },
    )  # fmt: skip
    register = issuer.registers.first() or bare_register(issuer)
    RegisterEntry.objects.create(
        register=register,
        number=number,
        letter=letter,
        written=f"ปท 0017.2/ว {number}",
        drawn_by=world.coordinator,
        drawn_at=NOW,
    )
    if drawn:
        _seal(letter)
    return letter


def _seal(letter: Letter) -> None:
    content = PDF + str(letter.pk).encode()
    paper = SealedPaper(
        letter=letter,
        sha256=sha256(content).hexdigest(),
        size=len(content),
        sealed_at=NOW,
    )
    paper.file.save("letter.pdf", ContentFile(content), save=False)
    paper.save()


def sent(
    world: World,
    *agencies: Agency,
    by: User | None = None,
    ways: Ways | None = None,
    number: int = 123,
    **changed: Any,
) -> list[Delivery]:
    """Such a letter, sent to these agencies; to development and statistics when none is named."""
    to = agencies or (world.development, world.statistics)
    return send_letter(
        letter=signed(world, number=number, **changed),
        recipients=[Recipient(one.pk, f"หัวหน้า{one.name}") for one in to],
        ways=ways or Ways(),
        by=by or world.coordinator,
        now=NOW,
    )


def give_mailbox(world: World, agency: Agency, address: str = "saraban@example.go.th") -> None:
    set_mailbox(agency=agency, address=address, by=world.coordinator, now=NOW)


def make_void(letter: Letter, world: World) -> None:
    """As voiding leaves it."""
    letter.status, letter.void_reason = "void", "เลขตัวชี้วัดผิด"
    letter.voided_by, letter.voided_at = world.coordinator, NOW
    letter.save()
