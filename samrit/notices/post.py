"""Handing a mail over. Nothing has left until ``hand_over`` was called; after it only the server's answer counts."""

import smtplib
from collections.abc import Callable
from typing import Any

from django.core.mail import EmailMessage, get_connection

from samrit.notices.models import OutboxMail
from samrit.notices.outcomes import NotSentError, UncertainError

PERMANENT = 500  # SMTP: 4xx try again later, 5xx never
LONGEST_PROBLEM = 300


class Post:
    """One connection for many mails."""

    def __init__(self) -> None:
        self.connection: Any = None

    def send(self, message: EmailMessage, *, hand_over: Callable[[], None]) -> None:
        """Give one mail to the mail server. NotSentError, UncertainError, or it was taken."""
        given: list[bool] = []

        def handing() -> None:
            hand_over()
            given.append(True)

        try:
            self._open(handing)
            self.connection.send_messages([message])
        except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as refused:
            self.close()
            raise NotSentError(_said(refused), permanent=_is_permanent(refused)) from refused
        except (OSError, smtplib.SMTPException) as failed:
            self.close()
            if given:
                raise UncertainError(_said(failed)) from failed
            raise NotSentError(_said(failed), permanent=False) from failed
        except BaseException:
            self.close()
            raise

    def _open(self, hand_over: Callable[[], None]) -> None:
        if self.connection is None:
            self.connection = get_connection()
            self.connection.open()
        smtp = getattr(self.connection, "connection", None)
        if isinstance(smtp, smtplib.SMTP):
            _before_data(smtp, hand_over)
        else:  # a folder or the demo's outbox
            hand_over()

    def close(self) -> None:
        """Leave; a mail that was being given is not finished by this."""
        connection, self.connection = self.connection, None
        if connection is not None:
            try:
                connection.close()
            except (OSError, smtplib.SMTPException):
                return


def _before_data(smtp: smtplib.SMTP, hand_over: Callable[[], None]) -> None:
    """Say so before DATA: everything before it can be broken off without a mail coming into being."""

    def data(content: Any) -> Any:
        hand_over()
        return type(smtp).data(smtp, content)

    smtp.data = data  # type: ignore[method-assign,assignment]  # of this connection only


def _is_permanent(refused: smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused) -> bool:
    """Only what is said of this mail or its reader; a refused connection or password is the operator's to mend."""
    if isinstance(refused, smtplib.SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _ in refused.recipients.values())
    return isinstance(refused, smtplib.SMTPDataError) and refused.smtp_code >= PERMANENT


def _said(failed: Exception) -> str:
    return (f"{type(failed).__name__}: {failed}")[:LONGEST_PROBLEM]


def remembers(message_id: str) -> bool:
    """Whether our own outbox (the demo's) has this mail. No mail server can be asked that."""
    return OutboxMail.objects.filter(message_id=message_id).exists()
