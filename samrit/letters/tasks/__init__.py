"""What the worker does for letters and meetings."""

from samrit.letters.tasks.invitations import send_calendar_mails
from samrit.letters.tasks.letters import mail_letters, recover_mails

__all__ = ["mail_letters", "recover_mails", "send_calendar_mails"]
