"""Values as they travel: exact numbers as text, texts that a database can keep, keys that exist."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from annotated_types import GroupedMetadata
from ninja import Path
from pydantic import AfterValidator, Field, PlainSerializer, StringConstraints, WithJsonSchema

from samrit.rules.thai import plain_number

HIGHEST_KEY = 10**18 - 1  # as <key:…> in addresses
_NUMBER = r"^-?\d{1,15}(\.\d{1,10})?$"

Key = Annotated[int, Field(ge=1, le=HIGHEST_KEY)]
PathKey = Annotated[int, Path(ge=1, le=HIGHEST_KEY)]
Amount = Annotated[  # an exact number in an answer
    Decimal,
    PlainSerializer(plain_number, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d+(\.\d+)?$", "examples": ["1176.285"]}),
]
# What is sent: a decimal number as text, so that no program rounds it on the way.
Number = Annotated[
    str,
    StringConstraints(pattern=_NUMBER),
    AfterValidator(Decimal),
    PlainSerializer(lambda number: number),  # as it was read: a Decimal
]


@dataclass(frozen=True)
class Text(GroupedMetadata):
    """``Annotated[str, Text(200)]``: a text of at most so many characters; ``least=1``: not empty."""

    most: int
    least: int = 0

    def __iter__(self) -> Iterator[object]:
        some = r"[^\x00]*[^\x00\s][^\x00]*" if self.least else r"[^\x00]*"
        yield StringConstraints(max_length=self.most, min_length=self.least, pattern=f"^{some}$")
        yield AfterValidator(str.strip)
