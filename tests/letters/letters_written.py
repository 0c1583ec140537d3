"""Letters that an office writes, made through the real actions, so that each test begins where it wants."""

from typing import Any

from samrit.letters.models import Issuer, Letter, Register
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
