"""What the pages of quality show in the same way: a round, a score with its measures, what to do first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from samrit.indicators.item_words import name_of
from samrit.indicators.models import QualityScore
from samrit.indicators.queries.items import AreaBook
from samrit.indicators.queries.quality import SHOWN_IN_TREND, rounds_of, trend_of
from samrit.indicators.views.found import crumbs_of
from samrit.people.middleware import PersonRequest
from samrit.people.models import Area
from samrit.rules.amounts import aligned
from samrit.rules.quality import Counts, Point, Quality, Suggestion, Terms, in_words, suggestions, trend
from samrit.rules.quality.rounds import round_before, round_on
from samrit.rules.wording import Message
from samrit.ui.formats import date_short
from samrit.ui.pieces import Crumb, Explanation
from samrit.ui.trend import Trend, TrendPoint

MOST_SUGGESTED = 5
MONTHS = (6, 9, 12)


@dataclass(frozen=True)
class ChosenRound:
    fiscal_year: int
    months: int

    @property
    def text(self) -> str:
        """As it stands in an address."""
        return f"{self.fiscal_year}-{self.months}"

    @property
    def label(self) -> str:
        return _("ปีงบประมาณ {year} รอบ {months} เดือน").format(year=self.fiscal_year, months=self.months)


@dataclass(frozen=True)
class MeasureLine:
    name: Message
    weight: str
    percent: str  # "" where nothing is owed
    points: str


@dataclass(frozen=True)
class ScoreShown:
    """``percent`` "": nothing is due. ``light``: code of its badge."""

    percent: str
    level: Message | None
    light: str
    measures: Sequence[MeasureLine]
    why: Explanation


@dataclass(frozen=True)
class SubLine:
    """An agency or an item beneath a score."""

    name: str
    url: str
    percent: str
    level: Message | None
    light: str
    given: str
    owed: str


def rounds_offered(area: Area, today: date) -> list[ChosenRound]:
    """Those that were looked at, the present one and the one before it; the newest first."""
    present = round_on(today)
    offered = {*rounds_of(area.pk), present, round_before(*present)}
    return [ChosenRound(*one) for one in sorted(offered, reverse=True)]


def chosen_round(request: PersonRequest, area: Area, offered: Sequence[ChosenRound]) -> ChosenRound:
    """The one in the address, of a year that is offered; else the newest that was looked at, else the present one."""
    asked = request.GET.get("round", request.POST.get("round", ""))
    years = {one.fiscal_year for one in offered}
    by_text = {one.text: one for one in (ChosenRound(year, months) for year in years for months in MONTHS)}
    looked = [ChosenRound(*one) for one in rounds_of(area.pk)]
    return by_text.get(asked) or next(iter(looked), ChosenRound(*round_on(localdate())))


def shown_score(quality: Quality, terms: Terms, made: QualityScore) -> ScoreShown:
    return ScoreShown(
        percent=percent_text(quality.percent, terms),
        level=quality.level.name if quality.level else None,
        light=f"light_{quality.level.light}" if quality.level else "",
        measures=[
            MeasureLine(
                one.name,
                aligned(one.weight, 0),
                percent_text(one.percent, terms),
                percent_text(one.points, terms),
            )
            for one in quality.measures
        ],
        why=Explanation(
            steps=quality.steps,
            rule=_("เกณฑ์คุณภาพข้อมูล ใช้ตั้งแต่ปี {year} รุ่น {version}").format(
                year=terms.year, version=terms.version
            ),
            by=made.made_by.name if made.made_by else _("ระบบ"),
            at=made.made_at,
        ),
    )


def percent_text(value: Decimal | None, terms: Terms) -> str:
    return "" if value is None else aligned(terms.published(value), terms.decimals)


def sub_line(name: str, url: str, kept: str, rows: Iterable[Counts], terms: Terms) -> SubLine:
    """``kept``: the percentage as it was kept with the score."""
    value = Decimal(kept) if kept else None
    level = terms.level(value) if value is not None else None
    rows = list(rows)
    return SubLine(
        name,
        url,
        percent_text(value, terms),
        level.name if level else None,
        f"light_{level.light}" if level else "",
        f"{sum(row.given for row in rows):,}",
        f"{sum(row.owed for row in rows):,}",
    )


def to_do(rows: Sequence[Counts], terms: Terms, names: Mapping[str, str]) -> list[tuple[Suggestion, Message]]:
    """What would raise the score of these items most for the least work."""
    found = suggestions(rows, terms)[:MOST_SUGGESTED]
    return [(one, in_words(one, names.get(one.item, one.item), terms)) for one in found]


def item_names(book: AreaBook) -> dict[str, str]:
    return {code: name_of(entry.item) for code, entry in book.entries.items()}


# ── the trend ───────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class TrendShown:
    message: Message
    drawn: Trend


def shown_trend(
    area: Area, chosen: ChosenRound, terms: Terms, *, agency: str = "", item: str = ""
) -> TrendShown:
    """Of the whole, of one agency (its key) or one item (its code), the newest versions."""
    made = list(trend_of(area.pk, chosen.fiscal_year, chosen.months)[:SHOWN_IN_TREND])[::-1]
    values = [(one, _kept(one, agency, item)) for one in made]
    points = [Point(value, one.terms_version) for one, value in values]
    drawn = [
        TrendPoint(
            date_short(one.made_at),
            None if value is None else terms.published(value),
            missing="" if value is not None else "not_assessed",
            here=place == len(values),
        )
        for place, (one, value) in enumerate(values, 1)
    ]
    return TrendShown(trend(points, terms).message, Trend(drawn, unit="%", dense=len(drawn) > MOST_SUGGESTED))


def _kept(made: QualityScore, agency: str, item: str) -> Decimal | None:
    text = made.agencies.get(agency, "") if agency else made.items.get(item, "") if item else made.percent
    return Decimal(text) if text else None


# ── where a page stands ─────────────────────────────────────────────────────
def quality_crumbs(area: Area, chosen: ChosenRound, *more: Crumb) -> list[Crumb]:
    address = reverse("indicators:quality", args=[area.pk])
    return crumbs_of(area, Crumb(_("คุณภาพข้อมูล"), f"{address}?round={chosen.text}" if more else ""), *more)
