"""A letter of the provincial office on its way to the development office: passed on there, its mail given up."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from samrit.letters.actions.delivering import Recipient, Ways, send_letter
from samrit.letters.actions.distributing import make_list, set_mailbox
from samrit.letters.actions.receiving import forward, open_delivery
from samrit.letters.models import DeliveryMail, DistributionList
from tests.letters.delivered import signed
from tests.letters.letters_written import make_issuer
from tests.world import DAY, NOW, World

Say = Callable[[str, str], str]
Sent = dict[str, Any]


def delivered(here: World, say: Say) -> None:
    issuer = make_issuer(here, code="ปท 0017.9")
    set_mailbox(agency=here.development, address="saraban@example.go.th", by=here.coordinator, now=NOW)
    make_list(
        area=here.area, name=say("here", "sent-list"), members=[(here.development.pk, say("here", "sent-wording"))],
        by=here.coordinator, now=NOW,
    )  # fmt: skip
    letter = signed(here, issuer=issuer, subject=say("here", "sent-letter"))
    (one,) = send_letter(
        letter=letter,
        recipients=[Recipient(here.development.pk, say("here", "sent-wording"))],
        ways=Ways(by_mail=True, on_paper=True, list_name=say("here", "sent-list")),
        by=here.coordinator,
        now=NOW - timedelta(days=1),
    )
    DeliveryMail.objects.filter(delivery=one).update(state="given_up", problem="550 no such mailbox")
    open_delivery(delivery=one, by=here.recorder, now=NOW)  # looking again writes nothing
    forward(
        delivery=one, person=here.recorder, note=say("here·development", "instruction"), due_on=DAY,
        by=here.approver, now=NOW,
    )  # fmt: skip


def delivery_arguments(here: World) -> dict[str, list[Any]]:
    mail = DeliveryMail.objects.get()
    one, letter = [mail.delivery_id], [mail.delivery.letter_id]
    kept = [DistributionList.objects.get().pk]
    return {
        "letters:received": one, "letters:received_file": one, "letters:acknowledge": one, "letters:forward": one,
        "letters:finish": one, "letters:chasing": letter, "letters:send": letter, "letters:remind": letter,
        "letters:recipients_pdf": letter, "letters:chasing_file": [*letter, "csv"],
        "letters:signed_on_paper": [*letter, *one], "letters:mail_again": [*letter, mail.pk],
        "letters:new_list": [here.area.code], "letters:one_list": kept, "letters:end_list": kept,
        "letters:mailbox": [here.development.pk],
    }  # fmt: skip


def sent_about_delivery(here: World, name: str) -> Sent:
    """A form that would be taken."""
    member = {f"place-{here.statistics.pk}": "1", f"wording-{here.statistics.pk}": "สถิติจังหวัด"}
    forms: dict[str, Sent] = {
        "letters:acknowledge": {"note": "จะดำเนินการ"},
        "letters:forward": {
            "person": here.colleague.pk,
            "instruction": "ปรับค่าเป้าหมาย",
            "due_on": "12/10/2567",
        },
        "letters:finish": {"note": "ปรับแล้ว"},
        "letters:send": {"agencies": [here.statistics.pk], "by_mail": "on"},
        "letters:signed_on_paper": {"reason": "ลงชื่อแล้ว"},
        "letters:new_list": {"name": "หัวหน้าส่วนราชการ", **member},
        "letters:one_list": {"name": "หัวหน้าส่วนราชการ", **member},
        "letters:mailbox": {f"agency-{here.development.pk}-address": "new@example.go.th"},
    }
    return forms.get(name, {})
