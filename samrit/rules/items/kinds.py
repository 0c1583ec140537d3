"""What a book of items holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from samrit.rules.areas import AreaLevel
from samrit.rules.formula.figures import FIGURES, Figure
from samrit.rules.periods import PeriodType
from samrit.rules.wording import Message


class Total(StrEnum):
    """What several values come to: over areas, or over the periods of a year. NONE: nothing sensible."""

    SUM = "sum"
    MEAN = "mean"
    LATEST = "latest"
    LEAST = "least"
    NONE = "none"


class Owes(StrEnum):
    """Which cells of an item with code lists are owed: the total, each combination of codes, or both.

    Others of its codes may be sent as well.
    """

    TOTAL = "total"
    EACH = "each"
    BOTH = "both"


class RuleKind(StrEnum):
    """COMPARE two sides; all CODES of an item, or the AREAS below, against its total."""

    COMPARE = "compare"
    CODES = "codes"
    AREAS = "areas"


@dataclass(frozen=True)
class Named:
    code: str
    name: str
    name_en: str


@dataclass(frozen=True)
class Group(Named):
    """กลุ่มข้อมูลเชิงพื้นที่; ``code`` is the catalog's (category01 … category07)."""


@dataclass(frozen=True)
class Unit(Named):
    """หน่วยวัด. ``dimension``: e.g. baht 1, person −1 for บาทต่อคน; empty for a ratio or a score.

    ``whole``: it is counted one by one, so an unmultiplied figure has no decimals. ``of``: the most a figure can be
    (100 for ร้อยละ), None where there is no such thing.
    """

    dimension: Mapping[str, int] = field(default_factory=dict)
    whole: bool = False
    of: Decimal | None = None


@dataclass(frozen=True)
class Frequency(Named):
    """ความถี่ในการปรับปรุง; ``code`` and ``name`` as the Government Data Catalog has them, ``days`` about how long."""

    days: int


@dataclass(frozen=True)
class Owner(Named):
    """Which kind of agency keeps an item. ``central``: the figure comes from outside the province."""

    central: bool = False


@dataclass(frozen=True)
class CodeList(Named):
    """What an item is broken down by.

    ``adds``: the codes exclude each other and leave nothing out, so that they add up to the total. ``place``: the codes
    are places that an office lists itself, each like ``pattern``; ``codes`` are then those known from the start.
    """

    codes: tuple[Named, ...]
    adds: bool = True
    place: bool = False
    pattern: str = ""


@dataclass(frozen=True)
class Expectation:
    """Who owes which cells by when.

    ``level``: each area of it owes one cell a period – ``listed``: only those that an office lists (a province without
    a coast owes no fish); ``without``: areas (codes) that owe none. ``since``: first year (พ.ศ.). ``times_a_year``: so
    many of a year's periods at least, None for every one. ``due_days`` after the period's end; ``final_days``: until
    then a figure may be provisional, None where the first one is final.
    """

    level: AreaLevel
    by: str
    due_days: int
    since: int
    listed: bool = False
    without: tuple[str, ...] = ()
    cells: Owes = Owes.TOTAL
    times_a_year: int | None = None
    final_days: int | None = None


@dataclass(frozen=True)
class Checks:
    """When a figure is asked about.

    ``robust_z``: |0.6745 (x − median)| ÷ MAD of the same area's last ``years`` above it, given ``least_values`` of them.
    ``revision_percent``: a correction that moves the figure by more. ``capture_percent``: the share of a year's periods
    that a mean needs, None where no mean is made.
    """

    robust_z: Decimal
    years: int
    least_values: int
    revision_percent: Decimal
    capture_percent: Decimal | None = None


@dataclass(frozen=True)
class Item(Named):
    """รายการข้อมูล. A stored value × ``multiplier`` is in ``unit``: 1.5 of ล้านบาท is unit baht, multiplier 1000000.

    ``level`` is the finest one it is kept for. ``least``, ``most``: the allowed range, as stored. ``least_shown``: a smaller
    count is kept back from publication. ``basis`` of the definition is a letter, a public page (``reference``) or assumed.
    """

    group: str
    definition: str
    unit: str
    level: AreaLevel
    period: PeriodType
    owner: str
    frequency: str
    source: str
    method: str
    expects: Expectation
    checks: Checks
    basis: str
    multiplier: int = 1
    decimals: int = 0
    least: Decimal | None = None
    most: Decimal | None = None
    by: tuple[str, ...] = ()
    also_in: tuple[str, ...] = ()
    over_areas: Total = Total.SUM
    over_periods: Total = Total.SUM
    least_shown: int | None = None
    reference: str = ""
    dataset: str = ""


@dataclass(frozen=True)
class Rule(Named):
    """เงื่อนไขตรวจสอบ. ``left`` ``operator`` ``right`` of one area and period, or ``item`` against its codes or areas.

    A side is a formula (``samrit.rules.formula``): items stand in it by their code, by their total. ล้านบาท and บาท are
    brought together, and a bare number takes the unit of what it stands beside. ``percent``: the two may differ by so
    much of the right one. Where a figure is missing nothing is said, for missing is not zero.
    ``refuses``: a figure that breaks the rule is not accepted; otherwise it is asked about.
    """

    kind: RuleKind
    left: str = ""
    operator: str = "="
    right: str = ""
    item: str = ""
    percent: Decimal = Decimal(0)
    refuses: bool = False


@dataclass(frozen=True)
class Book:
    """Everything a list of items states, by code, in the order written."""

    title: str
    groups: Mapping[str, Group]
    units: Mapping[str, Unit]
    multipliers: Mapping[int, str]
    frequencies: Mapping[str, Frequency]
    owners: Mapping[str, Owner]
    lists: Mapping[str, CodeList]
    items: Mapping[str, Item]
    rules: Mapping[str, Rule]
    version: str = ""
    figures: Mapping[str, Figure] = field(
        default_factory=lambda: FIGURES
    )  # that a formula may name beside the items

    def called(self, text: str) -> Item | Figure | None:
        """The item or figure of this code, or of this name."""
        known: list[Item | Figure] = [*self.items.values(), *self.figures.values()]
        return self.items.get(text) or next((one for one in known if text in {one.name, one.code}), None)

    def unit_text(self, item: Item) -> str:
        """How the unit is written: ล้านบาท, ตัน, ไมโครกรัมต่อลูกบาศก์เมตร."""
        return (
            f"{self.multipliers[item.multiplier] if item.multiplier != 1 else ''}{self.units[item.unit].name}"
        )

    def of_group(self, group: str) -> tuple[Item, ...]:
        """Its own items, then those that are also in it."""
        own = [item for item in self.items.values() if item.group == group]
        return (*own, *(item for item in self.items.values() if group in item.also_in))


@dataclass(frozen=True)
class Fault:
    """What is wrong with a document, and where: ``economy.toml · items 3 (gpp) · unit``."""

    where: str
    message: Message

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"
