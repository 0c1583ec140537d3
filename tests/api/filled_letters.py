"""Letters written, sent and received, meetings and short links: what programs of good will name and send there."""

from typing import Any

from samrit.letters.models import Delivery, Letter, Meeting, Register, ShortLink
from tests.sweep.filled import Filled
from tests.sweep.letters_out import CODE

Data = dict[str, Any]
OF_SENT = ("sent_letter", "sent_letter_recipients")


def keys_of_letters() -> Data:
    """Parameter → the usual thing with this name."""
    return {
        "written_id": _draft().pk,
        "register_id": Register.objects.get(issuer__code=CODE).pk,
        "delivery_id": Delivery.objects.get().pk,
        "meeting_id": Meeting.objects.get(status="planned").pk,
        "short_link_id": ShortLink.objects.get(revoked_at=None).pk,
    }


def apart_of_letters(_filled: Filled) -> dict[str, Data]:
    """Operation → the things in its address that are not the usual ones."""
    sealed = {"written_id": Letter.objects.get(issuer__code=CODE, status="signed").pk}
    sent = {"written_id": Delivery.objects.get().letter_id}
    return {"written_letter_pdf": sealed, **dict.fromkeys(OF_SENT, sent)}


def _draft() -> Letter:
    return Letter.objects.get(issuer__code=CODE, status="draft")
