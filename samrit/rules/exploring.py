"""Looking figures up: which periods a span of time means, which figures may be put together, which are kept back."""

from collections.abc import Iterable, Sequence
from decimal import Context, Decimal
from enum import StrEnum

from samrit.rules.areas import history, same_place
from samrit.rules.items import Item, Total
from samrit.rules.periods import Period, PeriodType, from_text, period_of, periods_from_to, read_period
from samrit.rules.wording import Refusal, RefusedError, refuse

MOST_PERIODS = 20_000  # of one kind in a span
# How many of the newest periods are shown where nobody says which.
USUAL = {
    PeriodType.YEAR: 5,
    PeriodType.FISCAL_YEAR: 5,
    PeriodType.QUARTER: 8,
    PeriodType.FISCAL_QUARTER: 8,
    PeriodType.MONTH: 12,
    PeriodType.DAY: 31,
}
_WIDE = Context(prec=60)  # a sum keeps all of its digits


class Way(StrEnum):
    """What several figures are put together to; the words are those of the store's ``Gathering``."""

    SUM = "sum"
    MEAN = "mean"
    LEAST = "least"
    MOST = "most"


class Over(StrEnum):
    """What a figure that was put together runs over."""

    ITEMS = "items"
    AREAS = "areas"
    PERIODS = "periods"
    PARTS = "parts"


# ── periods ─────────────────────────────────────────────────────────────────
def read_end(text: str, kind: PeriodType) -> Period | Refusal:
    """One end of a span as a person typed it: a period of that kind, else of any other (``2567``: the calendar year)."""
    first = read_period(text, expects=kind)
    if not isinstance(first, Refusal):
        return first.period
    try:
        return from_text(text.strip().upper())
    except RefusedError:
        for other in (PeriodType.YEAR, *PeriodType):
            found = read_period(text, expects=other)
            if not isinstance(found, Refusal):
                return found.period
    return first


def spanned(kind: PeriodType, first: Period, last: Period) -> tuple[Period, ...] | Refusal:
    """The periods of a kind that lie wholly between two; where none does (a month of a year's item), those that contain it."""
    start, end = first.first, last.last
    if end < start:
        return refuse("span_backwards", "ช่วงเวลาเริ่มหลังช่วงเวลาสิ้นสุด – สลับสองช่องนี้")
    try:
        low, high = period_of(kind, start), period_of(kind, end)
        inner = low if low.first >= start else low.next()
        outer = high if high.last <= end else high.previous()
    except ValueError:  # beyond the years there are
        return _too_far()
    if inner.number > outer.number:
        inner, outer = low, high
    if outer.number - inner.number >= MOST_PERIODS:
        return refuse("span_too_long", "ช่วงเวลายาวเกิน {most} งวด – พิมพ์ปีให้แคบลง", most=f"{MOST_PERIODS:,}")
    return periods_from_to(inner, outer)


def span(
    kind: PeriodType, first: Period | None, last: Period | None, newest: Period
) -> tuple[Period, ...] | Refusal:
    """From one end to the other; without an end up to ``newest``, without a beginning as many as one likes side by side."""
    end = last or (newest if first is None or first.first <= newest.last else first)
    try:
        return spanned(kind, first or _usual_start(kind, end), end)
    except ValueError:
        return _too_far()


def _usual_start(kind: PeriodType, end: Period) -> Period:
    here = end if end.type is kind else period_of(kind, end.last)
    return Period(kind, here.number - USUAL[kind] + 1)


def _too_far() -> Refusal:
    return refuse("span_too_far", "ช่วงเวลาอยู่นอกปีที่ระบบรู้จัก – พิมพ์ปีให้แคบลง")


# ── one place through the years ─────────────────────────────────────────────
def carriers(code: str, periods: Sequence[Period]) -> dict[int, tuple[str, ...]]:
    """Number of a period → the codes that carried the area's figures then, within its borders of the last period.

    Only of periods where that was not the code alone; () where no codes do so exactly. Villages have no such history.
    """
    if not periods or not history(code):
        return {}
    borders = periods[-1].last
    found: dict[int, tuple[str, ...]] = {}
    for period in periods:
        codes = same_place(code, borders=borders, on=period.last)
        if isinstance(codes, Refusal):
            if codes.code == "area_not_separable":
                found[period.number] = ()
        elif codes != (code,):
            found[period.number] = codes
    return found


def added(values: Iterable[Decimal]) -> Decimal:
    """Their sum with all of its digits."""
    total = Decimal(0)
    for value in values:
        total = _WIDE.add(total, value)
    return total


# ── what may be put together ────────────────────────────────────────────────
def refuse_gathering(
    item: Item, way: Way, over: Iterable[Over], *, adds: bool = True, nested: bool = False
) -> Refusal | None:
    """Why figures of an item may not be put together so. The least and the most of them may always be told.

    ``adds``: the codes of the list leave nothing out and exclude each other. ``nested``: one area lies within another.
    """
    if way in {Way.LEAST, Way.MOST}:
        return None
    fits = {Total.SUM} if way is Way.SUM else {Total.SUM, Total.MEAN}
    asked = set(over)
    if Over.AREAS in asked and item.over_areas not in fits:
        return refuse(
            "gather_areas", "“{item}” รวมข้ามพื้นที่แบบนี้ไม่ได้ – ให้พื้นที่เป็นแถวหรือคอลัมน์ หรือเลือกพื้นที่เดียว", item=item.name
        )
    if Over.AREAS in asked and nested:
        return refuse("gather_nested", "พื้นที่ที่เลือกซ้อนกัน รวมแล้วจะนับซ้ำ – เลือกพื้นที่ระดับเดียวกัน")
    if Over.PERIODS in asked and item.over_periods not in fits:
        return refuse(
            "gather_periods",
            "“{item}” รวมข้ามช่วงเวลาแบบนี้ไม่ได้ – ให้ช่วงเวลาเป็นแถวหรือคอลัมน์ หรือเลือกงวดเดียว",
            item=item.name,
        )
    if Over.PARTS in asked and not adds:
        return refuse("gather_parts", "ส่วนจำแนกนี้รวมกันไม่เป็นยอดรวม – ให้ส่วนจำแนกเป็นแถวหรือคอลัมน์")
    return None


def nested(codes: Iterable[str]) -> bool:
    """Whether one of the areas lies within another."""
    known = set(codes)
    return any(code[:end] in known for code in known for end in range(2, len(code), 2))


def is_kept_back(item: Item, value: Decimal | None) -> bool:
    """Whether a count is so small that it could point to persons (``least_shown``). Zero points to nobody."""
    return value is not None and item.least_shown is not None and 0 < value < item.least_shown
