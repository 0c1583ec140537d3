"""Exact decimals in every database."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    _TextColumn = models.CharField[Decimal | str | int | None, Decimal | None]
else:
    _TextColumn = models.CharField


class ExactDecimalField(_TextColumn):
    """A Decimal kept as text: SQLite would turn a number column into binary floats (decision 0008)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 64, **options})

    def from_db_value(self, value: str | None, *_: Any) -> Decimal | None:
        return None if value is None else Decimal(value)

    def to_python(self, value: Any) -> Decimal | None:
        return value if value is None or isinstance(value, Decimal) else Decimal(str(value))

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else format(self.to_python(value), "f")
