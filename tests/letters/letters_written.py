"""Letters that an office writes, made through the real actions, so that each test begins where it wants."""

from datetime import datetime
from typing import Any

from samrit.letters import actions
from samrit.letters.models import Issuer, Letter, Register
from samrit.people.models import User
from samrit.rules.letters.content import Content
from samrit.rules.letters.signing import Part, StepTerms
from tests.world import NOW, World


def make_issuer(world: World, **changed: Any) -> Issuer:
    """The provincial office, as it stands on its letters."""
    return Issuer.objects.create(
        **{
            "agency": world.office,
            "code": "ปท 0017.2",
            "name": "สำนักงานจังหวัดปทุมธานี",
            "authority": "จังหวัดปทุมธานี",
            "address": "ศาลากลางจังหวัดปทุมธานี\nถนนตัวอย่าง ปท 12000",
            "unit": "กลุ่มงานยุทธศาสตร์และข้อมูลเพื่อการพัฒนาจังหวัด",
            "telephone": "0 2000 0000",
            "email": "saraban@example.go.th",
            **changed,
        }
    )


def bare_letter(issuer: Issuer, world: World, **changed: Any) -> Letter:
    """A row alone, for the database's own rules."""
    return Letter.objects.create(
        **{
            "issuer": issuer,
            "area": world.area,
            "kind": "external",
            "subject": "รายละเอียดตัวชี้วัด",
            "addressee": "พัฒนาการจังหวัดปทุมธานี",
            "drafted_by": world.coordinator,
            "drafted_at": NOW,
            **changed,
        }
    )


def bare_register(issuer: Issuer, **changed: Any) -> Register:
    return Register.objects.create(
        **{"issuer": issuer, "direction": "outgoing", "book": "general", "year": 2567, **changed}
    )


BODY = ({"type": "paragraph", "text": "ขอส่งรายละเอียดตัวชี้วัด ดังนี้"},)


def content(**changed: Any) -> Content:
    return Content(
        **{
            "subject": "รายละเอียดตัวชี้วัดปี 2567",
            "addressee": "พัฒนาการจังหวัดปทุมธานี",
            "body": BODY,
            **changed,
        }
    )


def drafted(world: World, issuer: Issuer | None = None, **changed: Any) -> Letter:
    """Drafted by the coordinator."""
    issuer = issuer or Issuer.objects.first() or make_issuer(world)
    return actions.draft_letter(issuer=issuer, content=content(**changed), by=world.coordinator, now=NOW)


def chain(*people: tuple[User, Part]) -> list[StepTerms]:
    return [
        StepTerms(person.pk, part, "หัวหน้าสำนักงานจังหวัดปทุมธานี" if part == Part.SIGN else "")
        for person, part in people
    ]


def proposed(world: World, letter: Letter | None = None, *people: tuple[User, Part]) -> Letter:
    """Through the approver to the colleague, who signs, unless others are named."""
    letter = letter or drafted(world)
    steps = chain(*(people or ((world.approver, Part.REVIEW), (world.colleague, Part.SIGN))))
    return actions.propose_letter(
        letter=letter, chain=steps, version=letter.version, by=world.coordinator, now=NOW
    )


def signed(world: World, letter: Letter | None = None, now: datetime = NOW) -> Letter:
    """Signed by one person alone, so numbered."""
    letter = proposed(world, letter, (world.colleague, Part.SIGN))
    return actions.sign_letter(letter=letter, version=letter.version, by=world.colleague, now=now)
