"""Letters of the provincial office: a draft, and one that is signed, numbered and sealed."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from samrit.letters.actions import draft_letter, propose_letter, seal_letter, sign_letter
from samrit.letters.models import Issuer, Letter
from samrit.rules.letters.content import Content
from samrit.rules.letters.signing import Part, StepTerms
from tests.world import NOW, World

Say = Callable[[str, str], str]
CODE = "ปท 0017.2"
PAPER = b"%PDF-1.7 sealed"


def letters_out(here: World, say: Say) -> None:
    """The public check tells the signed one's subject, so that its words are those of ``shown``."""
    issuer = Issuer.objects.create(
        agency=here.office, code=CODE, name="สำนักงานจังหวัดปทุมธานี", address="ศาลากลางจังหวัดปทุมธานี"
    )
    _drafted(issuer, here, say("here", "letter-subject"), say("here", "letter-body"))
    letter = _drafted(issuer, here, say("shown", "signed-subject"), say("here", "signed-body"))
    by = here.coordinator
    chain = [StepTerms(by.pk, Part.SIGN, "หัวหน้าสำนักงานจังหวัดปทุมธานี")]
    issuer.unit = "กลุ่มงานยุทธศาสตร์และข้อมูล"
    issuer.save()
    letter = propose_letter(letter=letter, chain=chain, version=1, by=by, now=NOW)
    letter = sign_letter(letter=letter, version=1, by=by, now=NOW)
    seal_letter(letter=letter, data=PAPER, signature={}, now=NOW)


def _drafted(issuer: Issuer, here: World, subject: str, body: str) -> Letter:
    content = Content(
        subject=subject, addressee="พัฒนาการจังหวัดปทุมธานี", body=({"type": "paragraph", "text": body},)
    )
    return draft_letter(issuer=issuer, content=content, by=here.coordinator, now=NOW)


def letter_out_arguments(here: World) -> dict[str, list[Any]]:
    own = Letter.objects.filter(issuer__code=CODE)
    draft, signed = own.get(status="draft"), own.get(status="signed")
    return {
        "writing:issuer": [here.office.pk],
        "writing:letter": [draft.pk],
        "writing:move": [draft.pk],
        "writing:pdf": [draft.pk],
        "verify_letter": [signed.code],
    }


def sent_about_letters_out(here: World, name: str) -> dict[str, Any]:
    issuer = Issuer.objects.get(code=CODE)
    forms: dict[str, dict[str, Any]] = {
        "writing:new": {"issuer": issuer.pk, "kind": "memo"},
        "writing:begin": {"topic": "remind_late", "about": here.round.pk if here.round else 0},
        "writing:issuer": {"code": CODE, "name": "สำนักงานจังหวัดปทุมธานี"},
        "writing:letter": {
            "version": 1, "kind": "external", "urgency": "urgent", "secrecy": "ordinary", "digits": "thai",
            "subject": "เรื่องใหม่", "addressee": "พัฒนาการจังหวัดปทุมธานี", "body": "ย่อหน้า",
        },
        "writing:move": {"verb": "void", "reason": "ไม่ใช้แล้ว"},
        "verify_letter": {"paper": SimpleUploadedFile("letter.pdf", PAPER)},
    }  # fmt: skip
    return forms.get(name, {})
