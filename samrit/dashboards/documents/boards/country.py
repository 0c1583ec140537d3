"""The board of the country, and that of a cluster: map, ranking, distribution, province × KPI, years, progress."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samrit.dashboards.documents.boards import figures as shown
from samrit.dashboards.documents.boards import scales
from samrit.dashboards.documents.boards.heat import heat_part
from samrit.dashboards.documents.boards.parts import (
    Board,
    Cell,
    Column,
    KeyFigure,
    Part,
    Table,
    area_name,
    cluster_name,
    short_cluster_name,
)
from samrit.dashboards.documents.boards.progress import progress_part
from samrit.dashboards.queries.boards.kpis import Heat
from samrit.dashboards.queries.boards.progress import Progress
from samrit.dashboards.queries.boards.seen import Spread, spread, standings_of, total_of
from samrit.dashboards.queries.standings import Standing
from samrit.people.models import Area
from samrit.rules.clusters import Cluster, cluster_of, clusters
from samrit.scores.models import ProvinceScore, ScoreState
from samrit.ui.charts import STEPS, Bar, Bars, CountryMap, Place
from samrit.ui.formats import score_3
from samrit.ui.pieces import Crumb


@dataclass(frozen=True, kw_only=True)
class CountryData(shown.BoardData):
    """What the board is drawn from. ``areas`` are the provinces on it; ``progress`` None where the reader sees none."""

    areas: Sequence[Area]
    heat: Heat
    progress: Mapping[str, Progress] | None = None
    cluster: Cluster | None = None

    @cached_property
    def has_totals(self) -> bool:
        return self.rules.model == "weighted"

    @cached_property
    def standings(self) -> list[Standing]:
        return standings_of(self.seen, self.year.year, self.areas)

    @cached_property
    def steps(self) -> Mapping[str, int]:
        return scales.rating_steps(self.rules)

    @cached_property
    def codes(self) -> frozenset[str]:
        return frozenset(area.pk for area in self.areas)

    def spread_of(self, year: int, areas: Sequence[str] | None = None) -> Spread:
        inside = self.codes if areas is None else self.codes & set(areas)
        return spread([total_of(score) for score in self.seen.of_year(year, inside)])

    def address(self, standing: Standing) -> str:
        return self.links.province(self.year.year, standing.area.pk) if self._opens(standing) else ""

    def _opens(self, standing: Standing) -> bool:
        """A province without a published result has no public page."""
        return standing.score is not None or not self.links.public


def country_board(data: CountryData) -> Board:
    """How does the country (or the cluster) stand, who needs help, what moved?"""
    year = data.year.year
    title = cluster_name(data.cluster) if data.cluster else _("ภาพรวมประเทศ")
    within = [Crumb(_("ภาพรวมประเทศ"), data.links.country(year))] if data.cluster else []
    crumbs = [*data.links.above(year), *within, Crumb(title)]
    scored = [standing for standing in data.standings if standing.score]
    return Board(
        title=title,
        kicker=_("ผลการประเมินของจังหวัด ปีงบประมาณ พ.ศ. %(year)s") % {"year": year},
        lead=_("มีคะแนน %(scored)s จาก %(all)s จังหวัด") % {"scored": len(scored), "all": len(data.areas)},
        figures=list(_key_figures(data, scored)),
        parts=list(_parts(data)),
        crumbs=crumbs,
        unpublished=any(not data.seen.is_public(one.score) for one in scored if one.score),
        links=_leads_to(data),
        years=[
            (one, data.links.cluster(one, data.cluster) if data.cluster else data.links.country(one))
            for one in reversed(data.seen.years())
        ],
    )


def _leads_to(data: CountryData) -> dict[str, str]:
    """The country as one paper; for people at work."""
    if data.links.public or data.cluster:
        return {}
    return {_("รายงานระดับประเทศ (PDF)"): reverse("dashboards:board_report", args=[data.year.year])}


def _parts(data: CountryData) -> Iterator[Part]:
    yield _map(data)
    yield _distribution(data)
    if data.has_totals:
        yield _years(data)
    yield _ranking(data)
    if data.cluster is None and data.has_totals:
        yield _clusters(data)
    if data.heat.columns:
        yield heat_part(data, data.heat, data.standings)
    if data.progress is not None:
        yield progress_part(data.progress, data.areas, year=data.year.year, links=data.links)


def _key_figures(data: CountryData, scored: Sequence[Standing]) -> Iterator[KeyFigure]:
    lowest = [name for name, step in data.steps.items() if step == STEPS]
    in_need = [one for one in scored if one.score and one.score.rating in lowest]
    if data.has_totals:
        now, before = data.spread_of(data.year.year), data.spread_of(data.year.year - 1)
        yield KeyFigure(_("คะแนนเฉลี่ย"), shown.figure(now.mean), note=_moved(now.mean, before.mean))
        yield KeyFigure(_("มัธยฐาน"), shown.figure(now.median), note=_range(now))
    need = scales.rating_word(data.rules, lowest[0]) if lowest else _("ต้องปรับปรุง")
    yield KeyFigure(need, str(len(in_need)), pgettext("unit", "จังหวัด"), tone="needs" if in_need else "")
    public = sum(data.seen.is_public(one.score) for one in scored if one.score)
    yield KeyFigure(
        _("ประกาศผลแล้ว"),
        str(public),
        pgettext("unit", "จังหวัด"),
        note=_("จาก %(all)s จังหวัด") % {"all": len(data.areas)},
    )


def _moved(now: Decimal | None, before: Decimal | None) -> str:
    if now is None or before is None:
        return ""
    return _("%(change)s จากปีก่อน") % {"change": shown.signed(now - before)}


def _range(found: Spread) -> str:
    if found.lowest is None or found.highest is None:
        return ""
    return _("ต่ำสุด %(low)s สูงสุด %(high)s") % {"low": score_3(found.lowest), "high": score_3(found.highest)}


# ── the map ─────────────────────────────────────────────────────────────────
def _map(data: CountryData) -> Part:
    title = _("แผนที่ระดับผลการประเมิน")
    places = {
        standing.area.pk: Place(
            area_name(standing.area),
            _said(data, standing),
            step=_step(data, standing.score),
            url=data.address(standing),
        )
        for standing in data.standings
    }
    columns = [Column(_("จังหวัด")), Column(_("กลุ่มจังหวัด")), Column(_("คะแนน"), numeric=True), Column(_("ระดับ"))]
    by_name = sorted(data.standings, key=lambda one: one.area.pk)
    rows = [
        [Cell(area_name(one.area), url=data.address(one)), _cluster_cell(data, one.area), _total_cell(data, one), _rating_cell(data, one.score)]
        for one in by_name
    ]  # fmt: skip
    chart = CountryMap(title, places, scales.rating_legend(data.rules))
    return Part("map", title, Table(columns, rows), chart, note=_("เลือกจังหวัดเพื่อดูที่มาของคะแนน"))


def _said(data: CountryData, standing: Standing) -> str:
    if standing.score is None:
        return _("ยังไม่มีคะแนน")
    rating = scales.rating_word(data.rules, standing.score.rating) or _("ยังไม่มีระดับ")
    appealed = _("อยู่ระหว่างอุทธรณ์") if data.seen.is_appealed(standing.score) else ""
    return " ".join(filter(None, (standing.score.total_published, rating, appealed)))


def _step(data: CountryData, score: ProvinceScore | None) -> int:
    return data.steps.get(score.rating, 0) if score else 0


def _cluster_cell(data: CountryData, area: Area) -> Cell:
    cluster = cluster_of(area.pk)
    return (
        Cell(cluster_name(cluster), url=data.links.cluster(data.year.year, cluster))
        if cluster
        else Cell(None, "")
    )


def _total_cell(data: CountryData, standing: Standing) -> Cell:
    total = total_of(standing.score)
    if total is None:
        return Cell(None, _("ไม่มีคะแนนรวม") if standing.score else _("ยังไม่มีคะแนน"))
    return Cell(total, score_3(total), data.address(standing), step=_step(data, standing.score))


def _rating_cell(data: CountryData, score: ProvinceScore | None) -> Cell:
    if score is None or not score.rating:
        return Cell(None, _("ยังไม่มีระดับ"))
    return Cell(scales.rating_word(data.rules, score.rating), step=_step(data, score))


# ── ranking ─────────────────────────────────────────────────────────────────
def _ranking(data: CountryData) -> Part:
    title = _("อันดับของจังหวัด") if data.has_totals else _("ระดับของแต่ละจังหวัด")
    chart = Bars(
        title,
        [_bar(data, one) for one in data.standings if total_of(one.score) is not None],
        _("คะแนน"),
        shown.TOP,
    )
    columns = [
        Column(_("จังหวัด")),
        Column(_("ระดับ")),
        Column(_("สถานะ")),
        Column(_("รอบ (เดือน)"), numeric=True),
    ]
    if data.has_totals:
        ranks = [Column(_("อันดับ"), numeric=True), Column(_("คะแนน"), numeric=True)]
        columns = [columns[0], *ranks, columns[1], Column(_("เทียบปีก่อน"), numeric=True), *columns[2:]]
    rows = [_ranked(data, one) for one in data.standings]
    note = " · ".join(
        filter(None, (_("คะแนนเท่ากันได้อันดับเดียวกัน") if data.has_totals else "", _contested(data)))
    )
    return Part("ranking", title, Table(columns, rows), chart if chart.bars else None, note, "beside")


def _contested(data: CountryData) -> str:
    """Ranks may still move while any appeal is open."""
    open_ = sum(data.seen.is_appealed(one.score) for one in data.standings if one.score)
    return _("%(count)s จังหวัดอยู่ระหว่างอุทธรณ์ อันดับอาจเปลี่ยน") % {"count": open_} if open_ else ""


def _bar(data: CountryData, standing: Standing) -> Bar:
    total = total_of(standing.score)
    return Bar(
        area_name(standing.area),
        total,
        shown.figure(total),
        _step(data, standing.score),
        data.address(standing),
    )


def _ranked(data: CountryData, standing: Standing) -> list[Cell]:
    """Without rank, total and change where the year's rules give no totals."""
    name, rating = (
        Cell(area_name(standing.area), url=data.address(standing)),
        _rating_cell(data, standing.score),
    )
    last = [
        Cell(_state(data, standing.score)),
        Cell(standing.score.round.months) if standing.score else Cell(None, ""),
    ]
    if not data.has_totals:
        return [name, rating, *last]
    tied = _("%(rank)s ร่วม") % {"rank": standing.rank} if standing.tied else ""
    rank = Cell(standing.rank, tied) if standing.rank else Cell(None, _("ไม่จัดอันดับ"))
    return [name, rank, _total_cell(data, standing), rating, _change_cell(data, standing), *last]


def _change_cell(data: CountryData, standing: Standing) -> Cell:
    """Against the same province's last year; six months are not compared with twelve."""
    last = data.seen.scores.get((data.year.year - 1, standing.area.pk))
    now, before = total_of(standing.score), total_of(last)
    if standing.score is None or last is None or now is None or before is None:
        return Cell(None, _("ไม่มีปีก่อนให้เทียบ"))
    if standing.score.round.months != last.round.months:
        return Cell(None, _("ต่างรอบกัน"))
    return Cell(
        now - before, shown.signed(now - before), data.links.province(data.year.year - 1, standing.area.pk)
    )


def _state(data: CountryData, score: ProvinceScore | None) -> str:
    if score is None:
        return _("ยังไม่มีคะแนน")
    if data.seen.is_appealed(score):
        return _("อยู่ระหว่างอุทธรณ์")
    if data.seen.is_public(score):
        return _("ประกาศแล้ว")
    return _("%(state)s ยังไม่ประกาศ") % {"state": _(ScoreState(score.state).label)}


# ── distribution ────────────────────────────────────────────────────────────
def _distribution(data: CountryData) -> Part:
    title = _("การกระจายของคะแนน") if data.has_totals else _("จำนวนจังหวัดตามระดับ")
    groups = list(_by_total(data) if data.has_totals else _by_rating(data))
    chart = Bars(
        title,
        [Bar(word, Decimal(len(names)), step=step) for word, step, names in groups],
        pgettext("unit", "จังหวัด"),
        upright=True,
    )
    columns = [
        Column(_("ช่วงคะแนน") if data.has_totals else _("ระดับ")),
        Column(_("จำนวนจังหวัด"), numeric=True),
        Column(_("จังหวัด")),
    ]
    rows = [[Cell(word, step=step), Cell(len(names)), Cell(", ".join(names))] for word, step, names in groups]
    return Part("distribution", title, Table(columns, rows), chart)


Group = tuple[str, int, list[str]]


def _by_total(data: CountryData) -> Iterator[Group]:
    known = [
        (total, area_name(one.area)) for one in data.standings if (total := total_of(one.score)) is not None
    ]
    for bin_ in scales.bins([total for total, _name in known]):
        inside = [name for total, name in known if scales.is_in(total, bin_)]
        yield f"{bin_[0]}–{bin_[1]}", scales.step_of_bin(data.rules, bin_), inside


def _by_rating(data: CountryData) -> Iterator[Group]:
    for one in scales.ratings(data.rules):
        inside = [area_name(of.area) for of in data.standings if of.score and of.score.rating == one.name]
        yield scales.rating_word(data.rules, one.name), data.steps[one.name], inside


# ── clusters and years ──────────────────────────────────────────────────────
def _clusters(data: CountryData) -> Part:
    title = _("คะแนนเฉลี่ยของกลุ่มจังหวัด")
    found = [(one, data.spread_of(data.year.year, one.provinces)) for one in clusters()]
    found.sort(key=lambda pair: -(pair[1].mean or Decimal(-1)))
    bars = [
        Bar(
            short_cluster_name(one),
            its.mean,
            shown.figure(its.mean),
            url=data.links.cluster(data.year.year, one),
        )
        for one, its in found
        if its.mean is not None
    ]
    rows = [
        [Cell(cluster_name(one), url=data.links.cluster(data.year.year, one)), *shown.spread_cells(its)]
        for one, its in found
    ]
    table = Table([Column(_("กลุ่มจังหวัด")), *shown.spread_columns()], rows)
    chart = Bars(title, bars, pgettext("unit", "คะแนน"), shown.TOP) if bars else None
    return Part("clusters", title, table, chart, layout="beside")


def _years(data: CountryData) -> Part:
    to = data.links
    years = [
        (
            year,
            to.cluster(year, data.cluster) if data.cluster else to.country(year),
            data.spread_of(year),
        )
        for year in data.seen.years()
    ]
    return shown.spread_part(_("คะแนนรายปี"), years)
