"""A sentence that a rule says to a person.

Rules know no interface language. They say a Thai sentence and its values; the interface looks the
sentence up in the catalogue of translations and fills the values in (``samrit.ui.wording``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from samrit.rules.thai import plain_number, thai_date

DAY = "calendar_day"  # code of a Message that is a day: another language writes it its own way


@dataclass(frozen=True)
class Message:
    """One sentence: a Thai ``str.format`` template and the values for its fields.

    ``code`` names the sentence for machines (``window_closed``); a value may itself be a Message.
    """

    code: str
    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def thai(self) -> str:
        """The sentence in Thai, filled in."""
        return self.text.format(
            **{
                name: value.thai() if isinstance(value, Message) else value
                for name, value in self.values.items()
            }
        )

    def to_data(self) -> dict[str, Any]:
        """As JSON data, to be kept and shown later in either language."""
        values = {name: _as_data(value) for name, value in self.values.items()}
        return {"code": self.code, "text": self.text, "values": values}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Message":
        """The Message that ``to_data`` kept."""
        values = {
            name: cls.from_data(value) if isinstance(value, dict) else value
            for name, value in data["values"].items()
        }
        return cls(data["code"], data["text"], values)

    def __str__(self) -> str:
        return self.thai()


def _as_data(value: object) -> Any:
    if isinstance(value, Message):
        return value.to_data()
    if isinstance(value, Decimal):
        return plain_number(value)
    return value if value is None or isinstance(value, int) else str(value)


def say(code: str, text: str, **values: object) -> Message:
    """A Message. The name ``say`` is also what the translation check looks for."""
    return Message(code, text, values)


def day_said(day: date) -> Message:
    """A day inside a sentence: ``20 มิ.ย. 2568``, in English ``20 Jun 2025``."""
    return Message(DAY, "{said}", {"said": thai_date(day, short=True), "iso": day.isoformat()})


def listed(items: Sequence[Message]) -> Message:
    """Names side by side. There is nothing to translate between them."""
    fields = {f"item{place}": item for place, item in enumerate(items)}
    return Message("list", " · ".join(f"{{{name}}}" for name in fields), fields)


@dataclass(frozen=True)
class Refusal:
    """Why something may not be done, as a rule's return value (never an exception)."""

    message: Message

    @property
    def code(self) -> str:
        return self.message.code

    def __str__(self) -> str:
        return str(self.message)


def refuse(code: str, text: str, **values: object) -> Refusal:
    """A Refusal that says why."""
    return Refusal(say(code, text, **values))


class RefusedError(Exception):
    """An action or a calculation was asked for something that the rules refuse."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message.thai())
        self.refusal = refusal
