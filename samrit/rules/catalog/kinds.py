"""What a version of the metadata standard (มาตรฐานคำอธิบายข้อมูล) holds, and what a record of a dataset is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache

from samrit.rules.searching import searchable
from samrit.rules.wording import Message

Value = str | tuple[str, ...]
Record = Mapping[str, Value]
"""Field → what is stored, exactly as it is exchanged: a text, or texts where several may stand (choices, tags).

Dates are ISO in ค.ศ., years of data are พ.ศ. as the standard has them. A field that says nothing is not in it.
"""


class Kind(StrEnum):
    """What may stand in a field. CHOICE and CHOICES come from a vocabulary; CHOICES and TAGS hold several texts."""

    TEXT = "text"
    LONG = "long"
    CHOICE = "choice"
    CHOICES = "choices"
    TAGS = "tags"
    EMAIL = "email"
    URL = "url"
    SLUG = "slug"
    DATE = "date"
    YEAR = "year"
    WHOLE = "whole"
    LONGITUDE = "longitude"
    LATITUDE = "latitude"

    @property
    def holds_several(self) -> bool:
        return self in {Kind.CHOICES, Kind.TAGS}


@dataclass(frozen=True)
class Choice:
    """One word of a vocabulary.

    ``key`` is the same in every version; ``value`` is what this version stores and exchanges; ``name`` what people see;
    ``code`` the standard's own, "" where none is known; ``same`` how offices also write it; ``other``: it asks what else.
    """

    key: str
    value: str
    english: str
    name: str
    code: str = ""
    same: tuple[str, ...] = ()
    other: bool = False

    @property
    def label(self) -> Message:
        """The name, to stand in a sentence and be translated with it."""
        return Message(self.key, self.name)


@dataclass(frozen=True)
class When:
    """``field`` is one of these choices (by key)."""

    field: str
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Field:
    """One cell of the metadata.

    ``of``: its vocabulary. ``types``: keys of the dataset types that have it, () for all. ``row``: which of the 14
    mandatory rows it belongs to, 0 for none; ``required``: a record without it is at fault. ``needless``: when nothing is
    asked here. ``portals``: kinds of catalogue (agency, area_based, data_center) that have it, () for all.
    """

    code: str
    name: str
    english: str
    kind: Kind
    of: str = ""
    types: tuple[str, ...] = ()
    row: int = 0
    required: bool = False
    needless: When | None = None
    portals: tuple[str, ...] = ()
    help: str = ""
    help_english: str = ""

    @property
    def other(self) -> str:
        """The companion that says what อื่นๆ is."""
        return f"{self.code}_other"

    @property
    def label(self) -> Message:
        """The name, to stand in a sentence and be translated with it."""
        return Message(self.code, self.name)

    @property
    def guide(self) -> Message:
        """How it is filled in."""
        return Message(f"{self.code}_help", self.help)

    def belongs(self, dataset_type: str) -> bool:
        """Whether a dataset of this type (key; "" while unknown) has it."""
        return not self.types or not dataset_type or dataset_type in self.types


@dataclass(frozen=True)
class Row:
    """One of the 14 mandatory rows. ``optional``: cells of it that may stay empty."""

    number: int
    fields: tuple[str, ...]
    name: str
    english: str
    optional: tuple[str, ...] = ()

    @property
    def label(self) -> Message:
        return Message(f"row_{self.number}", self.name)


@dataclass(frozen=True)
class Condition:
    """``when`` one answer is so, another must be ``then``. Not ``refuses``: the office is advised, the record stands."""

    code: str
    when: When
    then: When
    refuses: bool
    why: str
    why_english: str


@dataclass(frozen=True)
class Group:
    """กลุ่มข้อมูลเชิงพื้นที่ of an area-based portal."""

    code: str
    name: str
    english: str


@dataclass(frozen=True)
class Schema:
    """One version of the standard. ``digest`` changes with every letter of its files; ``confirmed``: by an authority."""

    version: str
    name: str
    english: str
    since: date
    confirmed: bool
    rows: tuple[Row, ...]
    fields: Mapping[str, Field]
    resource: Mapping[str, Field]
    vocabularies: Mapping[str, tuple[Choice, ...]]
    conditions: tuple[Condition, ...]
    groups: tuple[Group, ...]
    digest: str = ""

    def choices(self, asked: Field) -> tuple[Choice, ...]:
        """The vocabulary of a field; () where anything may be written."""
        return self.vocabularies[asked.of] if asked.of else ()

    def choice(self, asked: Field, value: str) -> Choice | None:
        """The choice whose stored value this is, to the letter."""
        return next((one for one in self.choices(asked) if one.value == value), None)

    def keyed(self, asked: Field, key: str) -> Choice | None:
        """The choice with this key."""
        return next((one for one in self.choices(asked) if one.key == key), None)

    def recognised(self, asked: Field, written: str) -> Choice | None:
        """The choice that somebody means: its value, name, English name or another usual spelling, spaces and case aside.

        None when it is none of them, or a word that stands for two.
        """
        if len(written) > LONGEST_WORD:
            return None
        return self._spellings.get(asked.of, {}).get(plain(written))

    @cached_property
    def _spellings(self) -> dict[str, dict[str, Choice | None]]:
        return {name: _spelt(choices) for name, choices in self.vocabularies.items()}

    def dataset_type(self, record: Record) -> str:
        """The key of the record's type; "" while it says none or one that is not in the list."""
        found = self.choice(self.fields["data_type"], first(record.get("data_type")))
        return found.key if found else ""

    def is_one_of(self, when: When, record: Record) -> bool:
        """Whether the record's answer is among those of ``when``; False where it says nothing that is known."""
        found = self.choice(self.fields[when.field], first(record.get(when.field)))
        return found is not None and found.key in when.keys

    def asked(self, record: Record, portal: str = "agency") -> tuple[Field, ...]:
        """The fields that a person is asked for, given what the record already says."""
        kind = self.dataset_type(record)
        return tuple(
            one
            for one in self.fields.values()
            if one.belongs(kind)
            and (not one.portals or portal in one.portals)
            and not (one.needless and self.is_one_of(one.needless, record))
        )


def first(value: Value | None) -> str:
    """A text as it is; of several the first; "" for nothing."""
    if isinstance(value, tuple):
        return value[0] if value else ""
    return value or ""


def texts(value: Value | None) -> tuple[str, ...]:
    """All that stands in a field; () for nothing."""
    if isinstance(value, tuple):
        return value
    return (value,) if value else ()


LONGEST_WORD = 200  # of a vocabulary, however it is spelt


def plain(written: str) -> str:
    """How a word is compared: spaces, case and how Thai marks were typed do not matter."""
    return _plain(written) if len(written) <= LONGEST_WORD else searchable(written).text


@lru_cache(maxsize=4096)  # cells of a file repeat themselves
def _plain(written: str) -> str:
    return searchable(written).text


def _spelt(choices: Sequence[Choice]) -> dict[str, Choice | None]:
    """Every spelling and whose it is. What is stored comes before what is only usual; a word that two share is nobody's."""
    stored = [(one, (one.value, one.name)) for one in choices]
    return _owned([(one, (one.english, *one.same)) for one in choices]) | _owned(stored)


def _owned(spellings: Sequence[tuple[Choice, tuple[str, ...]]]) -> dict[str, Choice | None]:
    found: dict[str, Choice | None] = {}
    for one, written in spellings:
        for word in {plain(text) for text in written}:
            found[word] = one if found.get(word, one) is one else None
    return found


@dataclass(frozen=True)
class Fault:
    """What is wrong with a record, where, and how it is mended.

    ``resource``: the place of the resource (from 0), None for the dataset itself. ``value`` is what stands there.
    Not ``refuses``: advice, and the record stands.
    """

    field: str
    value: str
    message: Message
    mend: Message
    refuses: bool = True
    resource: int | None = None

    def __str__(self) -> str:
        return f"{self.field}: {self.message} – {self.mend}"


@dataclass(frozen=True)
class Dataset:
    """A dataset's record with those of its resources (ทรัพยากร), in the version that they are written in."""

    schema: str
    record: Record
    resources: tuple[Record, ...] = field(default=())
