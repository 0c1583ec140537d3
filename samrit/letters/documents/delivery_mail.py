"""The mail by which a letter (or a reminder of it, or that it is void) reaches a saraban mailbox. Always in Thai."""

from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from samrit.letters.models import DeliveryMail, SealedPaper
from samrit.letters.queries.delivery import number_of
from samrit.notices.documents import absolute
from samrit.notices.outcomes import NotSentError

SUBJECTS = {
    DeliveryMail.Kind.LETTER: "{letter}",
    DeliveryMail.Kind.REMINDER: "เตือน โปรดรับทราบ: {letter}",
    DeliveryMail.Kind.VOID: "ยกเลิกหนังสือ ห้ามนำไปใช้: {letter}",
}


class PaperGoneError(Exception):
    """The sealed PDF is not where it was put: the operator has to look."""


def message_id(mail: DeliveryMail) -> str:
    """The same for every attempt, so that a mail can be recognised."""
    return f"<{sha256(mail.key.encode()).hexdigest()[:40]}@{urlsplit(settings.SITE_URL).hostname}>"


def mail_of(mail: DeliveryMail) -> EmailMessage:
    """With the sealed PDF, where it is the letter itself."""
    letter = mail.delivery.letter
    named = " ".join(f"ที่ {number_of(letter) or '–'} เรื่อง {letter.subject}".split())
    context = {
        "mail": mail,
        "delivery": mail.delivery,
        "letter": letter,
        "number": number_of(letter),
        "address": absolute(reverse("letters:received", args=[mail.delivery_id])),
    }
    with override("th"):
        body = render_to_string("letters/mail/delivery.txt", context).strip() + "\n"
    message = EmailMessage(
        subject=SUBJECTS[DeliveryMail.Kind(mail.kind)].format(letter=named),
        body=body,
        to=[mail.address],
        headers={
            "Message-ID": message_id(mail),
            "Auto-Submitted": "auto-generated",
            "Content-Language": "th",
        },
    )
    if mail.kind == DeliveryMail.Kind.LETTER:
        message.attach(file_name(number_of(letter)), _paper(mail), "application/pdf")
    return message


def _paper(mail: DeliveryMail) -> bytes:
    try:
        paper = mail.delivery.letter.paper
    except SealedPaper.DoesNotExist as early:
        raise NotSentError("the paper is not drawn yet", permanent=False) from early
    try:
        with paper.file.open("rb") as file:
            content: bytes = file.read()
    except OSError as gone:
        raise PaperGoneError("the sealed paper cannot be read") from gone
    if sha256(content).hexdigest() != paper.sha256:
        raise PaperGoneError("the sealed paper is not the one that was signed")
    return content


def file_name(number: str) -> str:
    """``ปท 0017.2/ว 123`` → ``ปท 0017.2-ว 123.pdf``: nothing that a file system takes for a folder."""
    kept = "".join(
        letter if letter.isprintable() and letter not in '/\\:*?"<>|' else "-" for letter in number
    )
    return f"{kept.strip() or 'หนังสือ'}.pdf"
