"""What the document says in Thai: the code says it in English, ``thai.toml`` holds the same of every operation."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ENGLISH, THAI = "en", "th"
FILE = Path(__file__).with_name("thai.toml")


@dataclass(frozen=True)
class Words:
    """Words that take the place of the code's; without any the code's stand."""

    shared: Mapping[str, str] = field(default_factory=dict)
    operations: Mapping[str, str] = field(default_factory=dict)

    def general(self, name: str, own: str) -> str:
        """Of what stands once: the document itself, shared parameters and headers."""
        return self.shared.get(name, own)

    def operation(self, name: str, summary: str, more: str) -> tuple[str, str]:
        """(summary, what it does not say) of the operation with this name; the first line is the summary."""
        if name not in self.operations:
            return summary, more
        first, _, rest = self.operations[name].partition("\n")
        return first.strip(), rest.strip()


@cache
def words_in(language: str) -> Words:
    return Words(**tomllib.loads(FILE.read_text(encoding="utf-8"))) if language == THAI else Words()
