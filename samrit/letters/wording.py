"""A rule's sentence kept as JSON, so that a stored finding can be said in either language later."""

from decimal import Decimal
from typing import Any

from samrit.rules.thai import plain_number
from samrit.rules.wording import Message


def kept(message: Message) -> dict[str, Any]:
    """``{"code", "text", "values"}``; a Message among the values becomes the same shape."""
    return {
        "code": message.code,
        "text": message.text,
        "values": {name: _kept(value) for name, value in message.values.items()},
    }


def _kept(value: object) -> Any:
    if isinstance(value, Message):
        return kept(value)
    if isinstance(value, Decimal):
        return plain_number(value)
    return value if value is None or isinstance(value, bool | int) else str(value)


def restored(said: dict[str, Any]) -> Message:
    """The Message that ``kept`` kept."""
    values = {
        name: restored(value) if isinstance(value, dict) else value for name, value in said["values"].items()
    }
    return Message(said["code"], said["text"], values)
