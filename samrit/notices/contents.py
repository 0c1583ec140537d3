"""What a digest says, as values: it knows no table and no channel."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from samrit.rules.wording import Message


@dataclass(frozen=True)
class Line:
    """One thing, by its title; ``url`` is an address of this site, without its host, or empty."""

    text: Message
    url: str = ""

    def to_data(self) -> dict[str, Any]:
        return {"text": self.text.to_data(), "url": self.url}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Line":
        return cls(Message.from_data(data["text"]), data["url"])


@dataclass(frozen=True)
class Section:
    """Lines under a heading; ``more`` of them are left out and to be seen at ``url``."""

    heading: Message
    lines: tuple[Line, ...] = ()
    more: int = 0
    url: str = ""

    def to_data(self) -> dict[str, Any]:
        lines = [line.to_data() for line in self.lines]
        return {"heading": self.heading.to_data(), "lines": lines, "more": self.more, "url": self.url}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Section":
        lines = tuple(Line.from_data(line) for line in data["lines"])
        return cls(Message.from_data(data["heading"]), lines, data["more"], data["url"])


@dataclass(frozen=True)
class Letter:
    """A digest or one notice, before it has a language or a channel."""

    subject: Message
    sections: tuple[Section, ...]

    def to_data(self) -> dict[str, Any]:
        return {
            "subject": self.subject.to_data(),
            "sections": [section.to_data() for section in self.sections],
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Letter":
        sections = tuple(Section.from_data(section) for section in data["sections"])
        return cls(Message.from_data(data["subject"]), sections)
