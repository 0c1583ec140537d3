"""The KPI's four counts of an agency's datasets, each with the datasets that fail it, and the result proposed from them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from samrit.rules.amounts import aligned, exact, settled
from samrit.rules.catalog.completeness import Meter
from samrit.rules.catalog.currency import Currency, State
from samrit.rules.catalog.kinds import Record, Schema, first
from samrit.rules.catalog.terms import Counted, CountTerms, Level, Of, Terms
from samrit.rules.thai import fiscal_year
from samrit.rules.wording import Message, day_said, say

HUNDRED = 100


@dataclass(frozen=True)
class Entry:
    """A dataset as the KPI sees it.

    ``id`` is the room's. ``open``: anybody may have the data. ``published``: it stands in the catalogue. ``planned``: it is
    in the year's plan; ``worked_on``: the last day on which it was developed or updated under the plan. ``registered_on``:
    None while GD Catalog does not have it. ``confirmed``: a person answers for its being up to date where no rule can.
    """

    id: str
    title: str
    open: bool
    published: bool
    meter: Meter
    currency: Currency
    planned: bool = False
    worked_on: date | None = None
    registered_on: date | None = None
    confirmed: bool = False


@dataclass(frozen=True)
class Failing:
    """A dataset that a count misses, and why."""

    entry: Entry
    why: Message


@dataclass(frozen=True)
class Count:
    """``met`` of ``base`` datasets; ``failing`` are the rest, in the order given. ``points``: of 100, None where none count."""

    terms: CountTerms
    met: int
    base: int
    failing: tuple[Failing, ...]

    @property
    def share(self) -> Fraction | None:
        """0 to 1; None of nothing."""
        return Fraction(self.met, self.base) if self.base else None


@dataclass(frozen=True)
class Result:
    """The proposal for the KPI. ``percent`` and ``level`` are None when nothing at all is counted.

    ``steps``: how it came about, one sentence each. ``version``: of the terms.
    """

    year: int
    counts: tuple[Count, ...]
    percent: Decimal | None
    level: Level | None
    steps: tuple[Message, ...]
    version: str

    def count(self, counted: Counted) -> Count:
        return next(one for one in self.counts if one.terms.counted is counted)


def is_open(schema: Schema, record: Record) -> bool:
    """Whether anybody may have the data: public by its category, and of the open class where the version has classes."""
    keys = {"data_category": "public", "data_classification": "open"}
    asked = [(schema.fields[code], key) for code, key in keys.items() if code in schema.fields]
    return all(
        (found := schema.choice(field, first(record.get(field.code)))) is not None and found.key == key
        for field, key in asked
    )


SECRET = {
    "data_category": {"security", "secret"},
    "data_classification": {"confidential", "secret", "top_secret"},
}


def is_secret(schema: Schema, record: Record) -> bool:
    """Whether not even its description may be shown to everybody: security data, official secrets, any class of secrecy."""
    asked = [(schema.fields[code], keys) for code, keys in SECRET.items() if code in schema.fields]
    return any(
        (found := schema.choice(field, first(record.get(field.code)))) is not None and found.key in keys
        for field, keys in asked
    )


def counted(entries: Sequence[Entry], year: int, terms: Terms) -> Result:
    """The four counts of one agency's datasets in a fiscal year (พ.ศ.), and the result proposed from them."""
    counts = tuple(_count(each, entries, year) for each in terms.counts)
    percent = _percent(counts, terms)
    level = None if percent is None else terms.level(percent)
    return Result(year, counts, percent, level, _steps(counts, percent, level, terms), terms.version)


def _count(terms: CountTerms, entries: Sequence[Entry], year: int) -> Count:
    base = [entry for entry in entries if _BASES[terms.of](entry, year)]
    failing = tuple(
        Failing(entry, why) for entry in base if (why := _WHY[terms.counted](entry, year)) is not None
    )
    return Count(terms, len(base) - len(failing), len(base), failing)


_BASES: Mapping[Of, Callable[[Entry, int], bool]] = {
    Of.PLANNED: lambda entry, _: entry.planned,
    Of.OPEN: lambda entry, _: entry.open and entry.published,
    Of.PUBLISHED: lambda entry, _: entry.published,
    Of.OPEN_UNREGISTERED: lambda entry, year: (
        entry.open
        and entry.published
        and (entry.registered_on is None or fiscal_year(entry.registered_on) >= year)
    ),
}


# ── why a dataset fails a count; None where it does not ─────────────────────
def _not_developed(entry: Entry, year: int) -> Message | None:
    if entry.worked_on is None:
        return say("catalog_not_begun", "อยู่ในแผนปี {year} แต่ยังไม่ได้พัฒนาหรือปรับปรุง", year=year)
    if fiscal_year(entry.worked_on) != year:
        return say("catalog_other_year", "ปรับปรุงล่าสุดเมื่อ {day} ไม่อยู่ในปีงบประมาณ {year}", day=day_said(entry.worked_on), year=year)  # fmt: skip
    return None


def _not_current(entry: Entry, _: int) -> Message | None:
    confirmed = entry.currency.state is State.JUDGE and entry.confirmed
    return None if entry.currency.state.counts or confirmed else entry.currency.why


def _not_complete(entry: Entry, _: int) -> Message | None:
    return None if entry.meter.is_complete else entry.meter.message()


def _not_registered(entry: Entry, year: int) -> Message | None:
    if entry.registered_on is None:
        return say("catalog_not_registered", "ยังไม่ได้ลงทะเบียนใน GD Catalog")
    if fiscal_year(entry.registered_on) > year:
        return say("catalog_registered_later", "ลงทะเบียนเมื่อ {day} หลังสิ้นปีงบประมาณ {year}", day=day_said(entry.registered_on), year=year)  # fmt: skip
    return None


_WHY: Mapping[Counted, Callable[[Entry, int], Message | None]] = {
    Counted.DEVELOPED: _not_developed,
    Counted.CURRENT: _not_current,
    Counted.COMPLETE: _not_complete,
    Counted.REGISTERED: _not_registered,
}


# ── the result ──────────────────────────────────────────────────────────────
def percent_of(kept: Mapping[Counted, tuple[int, int]], terms: Terms) -> Decimal | None:
    """Of counts that were kept as (met, base): the same percentage to the digit as when they were counted."""
    return _percent([Count(each, *kept[each.counted], ()) for each in terms.counts], terms)


def _percent(counts: Sequence[Count], terms: Terms) -> Decimal | None:
    """Σ weight × share ÷ Σ weight × 100. A count of nothing leaves both sums, or weighs on as zero."""
    weighed = [one for one in counts if one.base or terms.nothing == "zero"]
    whole = sum((Fraction(one.terms.weight) for one in weighed), Fraction(0))
    if not whole or not any(one.base for one in counts):
        return None
    return in_digits(sum((_part(one) for one in weighed), Fraction(0)) / whole * HUNDRED)


def _part(count: Count) -> Fraction:
    return (count.share or Fraction(0)) * Fraction(count.terms.weight)


def in_digits(value: Fraction) -> Decimal:
    """28 digits of it."""
    with exact():
        return settled(Decimal(value.numerator) / Decimal(value.denominator))


def _steps(
    counts: Sequence[Count], percent: Decimal | None, level: Level | None, terms: Terms
) -> tuple[Message, ...]:
    told = [_step(one, terms) for one in counts]
    if percent is None or level is None:
        return (*told, say("catalog_no_result", "ไม่มีชุดข้อมูลให้นับ จึงไม่มีผลที่เสนอ"))
    shown = aligned(terms.published(percent), terms.decimals)
    mean = say("catalog_mean", "ค่าเฉลี่ยถ่วงน้ำหนักของข้อที่มีชุดข้อมูลให้นับ = ร้อยละ {percent}", percent=shown)
    return (*told, mean, _of_level(shown, level))


def _of_level(shown: str, level: Level) -> Message:
    if not level.at_least:
        return say("catalog_lowest_level", "ร้อยละ {percent} อยู่ในระดับ{level}", percent=shown, level=level.name)
    text = "ร้อยละ {percent} อยู่ในระดับ{level} (ตั้งแต่ร้อยละ {least})"
    return say("catalog_level", text, percent=shown, level=level.name, least=level.at_least)


def _step(count: Count, terms: Terms) -> Message:
    name, weight = count.terms.name, count.terms.weight
    share = count.share
    if share is None:
        text = "{name}: ไม่มีชุดข้อมูลที่ต้องนับ ไม่คิดน้ำหนัก {weight}"
        if terms.nothing == "zero":
            return say(
                "catalog_step_zero",
                "{name}: ไม่มีชุดข้อมูลที่ต้องนับ นับเป็นศูนย์ของน้ำหนัก {weight}",
                name=name,
                weight=weight,
            )
        return say("catalog_step_nothing", text, name=name, weight=weight)
    shown = aligned(terms.published(in_digits(share * HUNDRED)), terms.decimals)
    return say("catalog_step", "{name}: {met} จาก {base} ชุด = ร้อยละ {percent} (น้ำหนัก {weight})", name=name, met=count.met, base=count.base, percent=shown, weight=weight)  # fmt: skip
