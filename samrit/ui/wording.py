"""Rules speak Thai (``samrit.rules.wording``); here a sentence gets the reader's language."""

from django.utils.translation import gettext

from samrit.rules.wording import Message


def in_words(message: Message) -> str:
    """The sentence in the language now active, its values filled in (Messages among them too)."""
    values = {
        name: in_words(value) if isinstance(value, Message) else value
        for name, value in message.values.items()
    }
    return gettext(message.text).format(**values)
