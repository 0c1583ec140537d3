"""คาดการณ์ผลทั้งปี – the year's figure from the months or quarters that are known so far, with an honest band.

With whole earlier years at hand, each of them says what became of the same months by the end of its year: the middle
of these answers is the forecast, the lowest and the highest are its band. No curve is laid over them: if this year is
like one of those n years, its result falls between the lowest and the highest in (n − 1) of (n + 1) cases (order
statistics of n + 1 exchangeable values). Without earlier years the rest of the year is taken to be like what is known,
and the band reaches from every remaining month like the lowest to every one like the highest; no chance is stated.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import cache
from importlib import resources
from itertools import pairwise
from statistics import median

from samrit.rules.amounts import exact, settled
from samrit.rules.wording import Message, Refusal, refuse, say

Series = Sequence[Decimal | None]  # the periods of one fiscal year in their order; None: not known
MONTHS, QUARTERS = 12, 4


class Accumulation(StrEnum):
    """วิธีรวมผลรายเดือน: what the periods come to over the year (``monthly_total`` of a KPI's details)."""

    SUM = "sum"
    MEAN = "mean"
    LATEST = "latest"


@dataclass(frozen=True)
class Forecast:
    """``value`` with ``low`` ≤ value ≤ ``high``, in the KPI's unit; equal when every period is known.

    ``so_far`` is what the known periods come to; ``years`` are the earlier ones it stands on, newest first; ``chance``
    is how often the band would hold, as (cases, of so many), None where nothing can be said.
    """

    value: Decimal
    low: Decimal
    high: Decimal
    so_far: Decimal
    known: int
    periods: int
    years: tuple[int, ...]
    method: Message
    band: Message | None
    chance: tuple[int, int] | None

    @property
    def is_whole(self) -> bool:
        return self.known == self.periods

    def rounded(self, decimals: int) -> "Forecast":
        """For reading: the figure half up, the band outwards, so that it never promises more than it holds."""
        unit = Decimal(1).scaleb(-decimals)
        with exact():
            return replace(
                self,
                value=settled(self.value.quantize(unit, rounding=ROUND_HALF_UP)),
                low=settled(self.low.quantize(unit, rounding=ROUND_FLOOR)),
                high=settled(self.high.quantize(unit, rounding=ROUND_CEILING)),
                so_far=settled(self.so_far.quantize(unit, rounding=ROUND_HALF_UP)),
            )


@dataclass(frozen=True)
class _Terms:
    least_values: int
    least_years: int
    most_years: int


@cache
def _terms() -> _Terms:
    text = (resources.files(__package__) / "forecast.toml").read_text(encoding="utf-8")
    return _Terms(**tomllib.loads(text))


def years_wanted() -> int:
    """How many earlier years are looked at."""
    return _terms().most_years


def accumulated(how: Accumulation, values: Series) -> Decimal | None:
    """What the known periods come to; None when none is known."""
    known = [value for value in values if value is not None]
    if not known:
        return None
    with exact():
        match how:
            case Accumulation.SUM:
                return settled(sum(known, Decimal(0)))
            case Accumulation.MEAN:
                return settled(sum(known, Decimal(0)) / len(known))
            case Accumulation.LATEST:
                return known[-1]


def forecast(how: Accumulation, values: Series, earlier: Mapping[int, Series]) -> Forecast | Refusal:
    """The year's figure, or why there is none yet. ``earlier``: year → its periods, as many as ``values`` has.

    Earlier years that are not whole are left out; so is every year but the newest few.
    """
    so_far, known = accumulated(how, values), sum(value is not None for value in values)
    if so_far is None or known < _terms().least_values:
        return refuse(
            "forecast_few",
            "ยังคาดการณ์ไม่ได้ เพราะมีผลเพียง {known} จาก {periods} {word} – บันทึกให้ครบอย่างน้อย {least} {word} แล้วจะคาดการณ์ให้",
            known=known,
            periods=len(values),
            least=_terms().least_values,
            word=_word(len(values)),
        )
    whole = {
        year: series for year, series in sorted(earlier.items(), reverse=True) if _is_whole(series, values)
    }
    years = tuple(whole)[: _terms().most_years]
    with exact():
        if known == len(values):
            return _finished(so_far, known)
        if len(years) >= _terms().least_years:
            return _by_years(how, values, {year: whole[year] for year in years})
        return _by_this_year(how, values)


def _word(periods: int) -> Message:
    return say("months_word", "เดือน") if periods == MONTHS else say("quarters_word", "ไตรมาส")


def _is_whole(series: Series, values: Series) -> bool:
    return len(series) == len(values) and all(value is not None for value in series)


def _finished(value: Decimal, known: int) -> Forecast:
    return Forecast(
        value=value,
        low=value,
        high=value,
        so_far=value,
        known=known,
        periods=known,
        years=(),
        method=say("forecast_finished", "มีผลครบทุก{word} ตัวเลขนี้คือผลทั้งปี", word=_word(known)),
        band=None,
        chance=None,
    )


# ── by what became of the same months in earlier years ──────────────────────
def _by_years(how: Accumulation, values: Series, years: Mapping[int, Series]) -> Forecast:
    so_far = accumulated(how, values)
    assert so_far is not None  # noqa: S101 - the caller has looked
    ends = sorted(_ends(how, values, so_far, years.values()))
    inside, of = len(ends) - 1, len(ends) + 1
    return Forecast(
        value=settled(median(ends)),
        low=settled(ends[0]),
        high=settled(ends[-1]),
        so_far=so_far,
        known=sum(value is not None for value in values),
        periods=len(values),
        years=tuple(years),
        method=say(
            "forecast_by_years",
            "เทียบกับ {count} ปีก่อนที่มีผลครบ: เมื่อถึง{word}เดียวกัน แต่ละปีจบลงที่เท่าใด แล้วใช้ค่ากลาง",
            count=len(ends),
            word=_word(len(values)),
        ),
        band=say(
            "forecast_band_years",
            "ช่วงคือปีที่จบต่ำสุดและสูงสุดใน {count} ปีนั้น ถ้าปีนี้เป็นเหมือนปีเหล่านั้น ผลจะอยู่ในช่วงนี้ราว {inside} ใน {of} ครั้ง",
            count=len(ends),
            inside=inside,
            of=of,
        ),
        chance=(inside, of),
    )


def _ends(how: Accumulation, values: Series, so_far: Decimal, years: Iterable[Series]) -> list[Decimal]:
    """Where this year would end if it went on as each of the others did: in proportion, or by the same difference.

    A proportion says nothing where a figure is zero or negative.
    """
    pairs = []
    for series in years:
        same = [one if value is not None else None for one, value in zip(series, values, strict=True)]
        then, end = accumulated(how, same), accumulated(how, series)
        assert then is not None  # noqa: S101 - the year is whole, and something of this one is known
        assert end is not None  # noqa: S101
        pairs.append((then, end))
    if so_far > 0 and all(then > 0 and end > 0 for then, end in pairs):
        return [so_far * end / then for then, end in pairs]
    return [so_far + end - then for then, end in pairs]


# ── by this year alone ──────────────────────────────────────────────────────
def _by_this_year(how: Accumulation, values: Series) -> Forecast:
    so_far = accumulated(how, values)
    assert so_far is not None  # noqa: S101 - the caller has looked
    value, low, high = _kept_up(how, values, so_far)
    return Forecast(
        value=settled(value),
        low=settled(low),
        high=settled(high),
        so_far=so_far,
        known=sum(value is not None for value in values),
        periods=len(values),
        years=(),
        method=_method_of(how, _word(len(values))),
        band=say(
            "forecast_band_this_year",
            "ช่วงคือเมื่อทุก{word}ที่เหลือเป็นเหมือน{word}ที่ต่ำสุดและสูงสุดของปีนี้ ยังไม่มีปีก่อนครบพอให้รู้ฤดูกาล จึงบอกโอกาสไม่ได้",
            word=_word(len(values)),
        ),
        chance=None,
    )


def _kept_up(how: Accumulation, values: Series, so_far: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    """(middle, low, high) when what remains is like what is known."""
    known = [value for value in values if value is not None]
    periods, left = len(values), len(values) - len(known)
    if how == Accumulation.LATEST:
        return _from_the_last(values, so_far)
    total, mean = sum(known, Decimal(0)), sum(known, Decimal(0)) / len(known)
    ends = [total + left * each for each in (mean, min(known), max(known))]
    middle, low, high = ends if how == Accumulation.SUM else [end / periods for end in ends]
    return middle, low, high


def _from_the_last(values: Series, last: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    """It stays, or goes on to move as far each period as it ever did this year."""
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    moves = [(late - early) / (after - before) for (before, early), (after, late) in pairwise(known)]
    left = len(values) - 1 - known[-1][0]
    return last, last + left * min(*moves, Decimal(0)), last + left * max(*moves, Decimal(0))


def _method_of(how: Accumulation, word: Message) -> Message:
    match how:
        case Accumulation.SUM:
            return say("forecast_run_rate", "ถือว่า{word}ที่เหลือเท่าค่าเฉลี่ยของ{word}ที่มีผลแล้ว", word=word)
        case Accumulation.MEAN:
            return say("forecast_mean", "ถือว่าค่าเฉลี่ยของ{word}ที่เหลือเท่ากับที่ผ่านมา", word=word)
        case Accumulation.LATEST:
            return say("forecast_last", "ถือว่าคงที่จาก{word}ล่าสุดที่มีผล", word=word)
