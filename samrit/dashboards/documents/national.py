"""The national report of a year as one paper: cover, contents, method, charts, ranking, a page for each KPI, appendices."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.utils import translation

from samrit.dashboards.documents.boards import scales
from samrit.dashboards.documents.boards.country import CountryData, country_board
from samrit.dashboards.documents.boards.parts import Links, Part
from samrit.dashboards.documents.explaining import missing_words
from samrit.dashboards.models import NationalReport
from samrit.dashboards.queries.boards.kpis import Figure
from samrit.dashboards.queries.boards.seen import Spread, spread, total_of
from samrit.dashboards.queries.national import KpiFigures, NationalFigures
from samrit.dashboards.queries.standings import Standing
from samrit.people.models import Area
from samrit.rules.clusters import cluster_of
from samrit.rules.rulesets import RuleSet
from samrit.scores.models import ScoreState
from samrit.ui.charts import STEPS, ChartsUnavailableError, draw, picture
from samrit.ui.paper import PaperUnavailableError, Printed, draw_long

__all__ = ["ChartsUnavailableError", "PaperUnavailableError", "Printed", "draw_report", "likely_pages"]

TEMPLATE = "dashboards/paper/national.html"
STYLES = {"national.css": "dashboards/paper/national.css"}
CHARTED = ("map", "distribution", "years", "clusters")  # parts of the country's board
COLUMNS_OF_HEAT = 12  # KPIs side by side on a lying page
HALF = 2  # tables stand in two columns
BAR = 300  # px, of the longest bar
# What a result that is missing does to a score.
TREATMENTS = {
    "zero": "คิดเป็น 0 คะแนน",
    "leave": "ไม่นำมาคิด และปรับน้ำหนักของตัวชี้วัดที่เหลือ",
    "pending": "ยังไม่นำมาคิด คะแนนเป็นคะแนนชั่วคราวจนกว่าจะมีผล",
}
STATES = {
    ScoreState.PROVISIONAL: "คิดจากผลที่ตรวจแล้ว ยังเปลี่ยนได้",
    ScoreState.CONFIRMED: "ผู้ประเมินยืนยันแล้ว อยู่ในเวลายื่นอุทธรณ์",
    ScoreState.APPEALED: "คิดใหม่ตามคำวินิจฉัยอุทธรณ์",
    ScoreState.FINAL: "พ้นเวลาอุทธรณ์ และไม่มีอุทธรณ์ค้าง",
}
T = TypeVar("T")
OnStep = Callable[[str, int, int], None]  # step, done, total


@dataclass(frozen=True)
class ReachedBar:
    """How many provinces reached a level, as a bar of ``width`` px."""

    words: str
    count: int
    step: int
    width: int


@dataclass(frozen=True)
class KpiPage:
    """One page of a KPI: ``halves`` are the rows of its table in two columns."""

    place: int
    it: KpiFigures
    spread: Spread
    reached: tuple[ReachedBar, ...]
    halves: tuple[Sequence[tuple[Area, Figure, str]], ...]


@dataclass(frozen=True)
class ProvinceLine:
    """A province in one line; counts are of its KPIs at ขั้นสูง, below ขั้นต้น and not counted."""

    standing: Standing
    cluster: str
    change: Decimal | None
    top: int
    low: int
    uncounted: int
    appealed: bool
    public: bool


def likely_pages(figures: NationalFigures) -> int:
    """For the estimate of progress, before the first page is laid out."""
    heat = -(-len(figures.heat.columns) // COLUMNS_OF_HEAT) * -(-len(figures.scored) // 32)
    return 8 + len(figures.kpis) + len(figures.areas) // 30 + heat


def draw_report(
    figures: NationalFigures, report: NationalReport, *, number: int, as_of: datetime, on_step: OnStep
) -> Printed:
    """The PDF. ``number``: the how-manieth of its year and scope. ``on_step`` is told of charts and pages.

    PaperUnavailableError or ChartsUnavailableError where the machine cannot draw; what ``on_step`` raises ends it.
    """
    likely = likely_pages(figures)
    with translation.override("th"):
        parts = _charted(figures)
        images = {}
        for place, part in enumerate(parts, start=1):
            on_step("charts", place - 1, likely)
            images[f"{part.key}.png"] = picture(draw(part.chart)) if part.chart else b""
        context = _context(figures, report, parts, number=number, as_of=as_of)
    return draw_long(
        TEMPLATE,
        context,
        styles=STYLES,
        images=images,
        identifier=f"national-{report.pk}-{as_of.isoformat()}".encode(),
        on_page=lambda page: on_step("pages", page, max(likely, page)),
    )


def _charted(figures: NationalFigures) -> list[Part]:
    public = Links(public=True)
    data = CountryData(
        year=figures.year, areas=figures.areas, seen=figures.seen, heat=figures.heat, links=public
    )
    return [part for part in country_board(data).parts if part.key in CHARTED and part.chart]


def _context(
    figures: NationalFigures, report: NationalReport, parts: Sequence[Part], *, number: int, as_of: datetime
) -> dict[str, Any]:
    rules = scales.rules_of(figures.year.rule_set)
    ranked = [one for one in figures.scored if one.rank]
    return {
        "report": report,
        "number": number,
        "as_of": as_of,
        "year": figures.year.year,
        "rules": rules,
        "has_totals": rules.model == "weighted",
        "ratings": _ratings(figures, rules),
        "levels": rules.levels,
        "missing": [(one.name, TREATMENTS[one.treatment]) for one in rules.missing],
        "states": _states(figures),
        "appealed": [
            one.area for one in figures.scored if one.score and one.score.round_id in figures.appealed
        ],
        "spread": spread([total_of(one.score) for one in ranked]),
        "figures": figures,
        "ranking": list(_halves([(one, _is_appealed(figures, one)) for one in ranked])),
        "unranked": [one for one in figures.standings if not one.rank],
        "parts": parts,
        "kpis": list(_kpi_pages(figures, rules)),
        "lines": [_line(figures, rules, one) for one in figures.scored],
        "heats": list(_heats(figures, rules)),
    }


def _ratings(figures: NationalFigures, rules: RuleSet) -> list[tuple[str, Any, int]]:
    """Rating, from which total on (None where labels decide), how many provinces."""
    found = [one.score.rating for one in figures.scored if one.score]
    return [(one.name, getattr(one, "minimum", None), found.count(one.name)) for one in scales.ratings(rules)]


def _states(figures: NationalFigures) -> list[tuple[str, str, int]]:
    found = [one.score.state for one in figures.scored if one.score]
    return [(str(state.label), said, found.count(state)) for state, said in STATES.items()]


def _halves(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """The same rows in two columns, the first not shorter."""
    return _batches(rows, -(-len(rows) // HALF) or 1)


def _batches(rows: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _is_appealed(figures: NationalFigures, one: Standing) -> bool:
    return one.score is not None and one.score.round_id in figures.appealed


# ── KPIs ────────────────────────────────────────────────────────────────────
def _kpi_pages(figures: NationalFigures, rules: RuleSet) -> Iterator[KpiPage]:
    for place, it in enumerate(figures.kpis, start=1):
        rows = [(area, one, _value(it, one)) for area, one in it.rows]
        yield KpiPage(
            place=place,
            it=it,
            spread=spread([one.score for _area, one in it.rows]),
            reached=tuple(_reached(it, rules)),
            halves=tuple(_halves(rows)),
        )


def _value(it: KpiFigures, one: Figure) -> str:
    """The word for why there is no value; empty where there is one."""
    if one.value is not None:
        return ""
    if one.missing:
        return missing_words(one.missing)
    if not it.levels:
        return "ตามส่วนย่อย"
    return "ยกเลิก" if one.score is None else "ไม่ได้ส่งผล"


def _reached(it: KpiFigures, rules: RuleSet) -> Iterator[ReachedBar]:
    counts = [scales.score_step(rules, one.score) for _area, one in it.rows]
    most = max((counts.count(step) for step in range(STEPS + 1)), default=0) or 1
    for step, words in scales.score_legend(rules):
        count = counts.count(step)
        yield ReachedBar(words, count, step, BAR * count // most)


# ── provinces ───────────────────────────────────────────────────────────────
def _line(figures: NationalFigures, rules: RuleSet, one: Standing) -> ProvinceLine:
    whole = [figure for figure in figures.figures.get(one.area.pk, ()) if not figure.is_part]
    steps = [scales.score_step(rules, figure.score) for figure in whole]
    cluster = cluster_of(one.area.pk)
    now, before = total_of(one.score), total_of(figures.seen.scores.get((figures.year.year - 1, one.area.pk)))
    return ProvinceLine(
        standing=one,
        cluster=cluster.th.removeprefix("กลุ่มจังหวัด") if cluster else "",
        change=None if one.rank is None or now is None or before is None else now - before,
        top=steps.count(1),
        low=steps.count(STEPS),
        uncounted=steps.count(0),
        appealed=_is_appealed(figures, one),
        public=one.score is not None and figures.seen.is_public(one.score),
    )


def _heats(figures: NationalFigures, rules: RuleSet) -> Iterator[dict[str, Any]]:
    """Province × KPI, so many KPIs at a time that they stand side by side."""
    numbered = list(enumerate(figures.heat.columns, start=1))
    for columns in _batches(numbered, COLUMNS_OF_HEAT):
        rows = []
        for one in figures.scored:
            cells = [figures.heat.cells.get((one.area.pk, column.key)) for _number, column in columns]
            rows.append(
                (one.area, [(cell, scales.score_step(rules, cell.score) if cell else 0) for cell in cells])
            )
        yield {"columns": columns, "rows": rows}
