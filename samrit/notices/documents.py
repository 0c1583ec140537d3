"""Digests and urgent notices as a mail or a LINE message, in the person's own language."""

import uuid
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, override

from samrit.notices.contents import Letter, Line, Section
from samrit.notices.models import Delivery
from samrit.ui.wording import in_words


def letter_of(delivery: Delivery) -> Letter:
    """What is said: the digest's contents, or the one notice."""
    if delivery.digest is not None:
        return Letter.from_data(delivery.digest.contents)
    if delivery.notice is None:
        raise ValueError("a delivery carries a digest or a notice")
    subject, text = delivery.notice.subject_message, delivery.notice.text_message
    return Letter(subject, (Section(text or subject, (Line(subject, delivery.notice.url),)),))


def message_id(delivery: Delivery) -> str:
    """The same for every attempt, so that a mail can be recognised."""
    return f"<{sha256(delivery.key.encode()).hexdigest()[:40]}@{urlsplit(settings.SITE_URL).hostname}>"


def retry_key(delivery: Delivery) -> uuid.UUID:
    """The same for every attempt, so that LINE takes it once."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{settings.SITE_URL}/{delivery.key}")


def absolute(path: str) -> str:
    return settings.SITE_URL.rstrip("/") + path


def mail_of(delivery: Delivery, *, language: str) -> EmailMultiAlternatives:
    """Text and HTML, plain enough to be printed; nothing in it but titles and addresses of this site."""
    with override(language):
        letter, settings_url = letter_of(delivery), absolute(reverse("notices:settings"))
        context = {
            "name": delivery.person.name,
            "language": language,
            "settings_url": settings_url,
            "home": absolute("/"),
            **_spoken(letter),
        }
        message = EmailMultiAlternatives(
            subject=" ".join(in_words(letter.subject).split()),
            body=render_to_string("notices/mail/letter.txt", context).strip() + "\n",
            to=[delivery.person.email],
            headers={
                "Message-ID": message_id(delivery),
                "List-Unsubscribe": f"<{settings_url}>",
                "Auto-Submitted": "auto-generated",
                "Content-Language": language,
            },
        )
        message.attach_alternative(render_to_string("notices/mail/letter.html", context), "text/html")
    return message


def line_text(delivery: Delivery, *, language: str) -> str:
    """The same in a few lines; the address of the site at the end."""
    with override(language):
        said = _spoken(letter_of(delivery))
        lines = [str(said["subject"])]
        for section in said["sections"]:  # type: ignore[attr-defined]  # a list of dicts, see _spoken
            lines += ["", section["heading"], *(f"• {line['text']}" for line in section["lines"])]
            if section["more"]:
                lines.append(gettext("และอีก %(count)s รายการ") % {"count": section["more"]})
        url = delivery.notice.url if delivery.notice else "/"
        return "\n".join([*lines, "", absolute(url)])


def _spoken(letter: Letter) -> dict[str, object]:
    """The letter's sentences in the language now active, its addresses whole."""
    return {
        "subject": in_words(letter.subject),
        "sections": [
            {
                "heading": in_words(section.heading),
                "lines": [
                    {"text": in_words(line.text), "url": absolute(line.url) if line.url else ""}
                    for line in section.lines
                ],
                "more": section.more,
                "url": absolute(section.url) if section.url else "",
            }
            for section in letter.sections
        ],
    }
