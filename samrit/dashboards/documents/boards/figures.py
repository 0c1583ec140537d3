"""What boards share: what each is drawn from, the cells of a KPI's figures, bars of scores, how totals lie over years."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samrit.dashboards.documents.boards import scales
from samrit.dashboards.documents.boards.parts import Cell, Column, Links, Part, Table
from samrit.dashboards.documents.explaining import missing_words
from samrit.dashboards.queries.boards.kpis import Figure
from samrit.dashboards.queries.boards.seen import Seen, Spread
from samrit.frameworks.models import FiscalYear
from samrit.rules.rulesets import RuleSet
from samrit.ui.charts import STEPS, Bar, Bars, Line, Lines
from samrit.ui.formats import number, score_3

TOP = Decimal(100)


@dataclass(frozen=True, kw_only=True)
class BoardData:
    """The year, the scores that the reader may see, and where figures lead this reader."""

    year: FiscalYear
    seen: Seen
    links: Links = field(default_factory=Links)

    @cached_property
    def rules(self) -> RuleSet:
        return scales.rules_of(self.year.rule_set)

    def why(self, one: Figure) -> str:
        return self.links.why(one.year, one.area, one.number)

    def step(self, score: Decimal | None) -> int:
        return scales.score_step(self.rules, score)

    def below_all(self, figures: Iterable[Figure]) -> int:
        """How many reach none of the targets."""
        return sum(self.step(one.score) == STEPS for one in figures)


# ── one KPI in a row ────────────────────────────────────────────────────────
def value_cell(one: Figure, missing: str = "") -> Cell:
    """What was verified; ``missing`` says why there is nothing where the figure itself does not."""
    if one.value is None:
        return Cell(None, missing or missing_words(one.missing))
    return Cell(one.value, number(one.value))


def score_cell(data: BoardData, one: Figure, missing: str) -> Cell:
    if one.score is None:
        return Cell(None, missing, data.why(one))
    return Cell(one.score, score_3(one.score), data.why(one), data.step(one.score))


def weight_cell(one: Figure) -> Cell:
    return Cell(None, _("ไม่กำหนด")) if one.weight is None else Cell(one.weight, number(one.weight))


def points_cell(one: Figure) -> Cell:
    return Cell(None, _("ไม่นำมาคิด")) if one.points is None else Cell(one.points, score_3(one.points))


def score_bars(data: BoardData, title: str, figures: Iterable[tuple[str, Figure, str]]) -> Bars | None:
    """A bar for each (name, figure, address) with a score; nothing where none has one."""
    bars = [
        Bar(name, one.score, score_3(one.score), data.step(one.score), url)
        for name, one, url in figures
        if one.score is not None
    ]
    return Bars(title, bars, pgettext("unit", "คะแนน"), TOP) if bars else None


# ── over years ──────────────────────────────────────────────────────────────
_SPREAD = ("mean", "median", "lowest", "highest")


def figure(value: Decimal | None) -> str:
    return _("ไม่มีข้อมูล") if value is None else score_3(value)


def signed(change: Decimal) -> str:
    """``+1.250`` – a change always has its sign, a real minus among them."""
    return f"{'+' if change > 0 else '−' if change < 0 else '±'}{score_3(abs(change))}"


def spread_columns() -> list[Column]:
    words = [_("จังหวัดที่มีคะแนน"), _("เฉลี่ย"), _("มัธยฐาน"), _("ต่ำสุด"), _("สูงสุด")]
    return [Column(word, numeric=True) for word in words]


def spread_cells(found: Spread) -> list[Cell]:
    values = [getattr(found, name) for name in _SPREAD]
    return [Cell(found.count), *(Cell(value, figure(value)) for value in values)]


def spread_part(title: str, years: Sequence[tuple[int, str, Spread]]) -> Part:
    """(Year, address, how its scores lie), the oldest first: as lines and as a table."""
    found = [one for _year, _url, one in years]
    lines = [
        Line(_("สูงสุด"), [one.highest for one in found], dashed=True),
        Line(_("มัธยฐาน"), [one.median for one in found]),
        Line(_("ต่ำสุด"), [one.lowest for one in found], dashed=True),
    ]
    rows = [[Cell(str(year), url=url), *spread_cells(one)] for year, url, one in years]
    return years_part(title, Table([Column(_("ปีงบประมาณ")), *spread_columns()], rows), lines)


def years_part(title: str, table: Table, lines: Sequence[Line]) -> Part:
    """``table`` has a row for each year, its first cell names it."""
    labels = [row[0].shown for row in table.rows]
    chart = Lines(title, labels, lines, pgettext("unit", "คะแนน")) if labels else None
    return Part("years", title, table, chart)
