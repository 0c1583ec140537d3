"""Rules speak Thai (``samrit.rules.wording``); here a sentence gets the reader's language."""

from datetime import date

from django.utils.translation import gettext

from samrit.rules.wording import DAY, Message
from samrit.ui.formats import date_short


def in_words(message: Message) -> str:
    """The sentence in the language now active, its values filled in (Messages among them too)."""
    if message.code == DAY:
        return date_short(date.fromisoformat(str(message.values["iso"])))
    values = {
        name: in_words(value) if isinstance(value, Message) else value
        for name, value in message.values.items()
    }
    return gettext(message.text).format(**values)
