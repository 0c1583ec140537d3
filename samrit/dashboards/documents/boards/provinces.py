"""The board of one province: its KPIs with the why of each score, its components, its years, how far reporting is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samrit.dashboards.documents.boards import figures as shown
from samrit.dashboards.documents.boards import scales
from samrit.dashboards.documents.boards.parts import (
    Board,
    Cell,
    Column,
    KeyFigure,
    Part,
    Table,
    area_name,
    cluster_name,
)
from samrit.dashboards.documents.boards.progress import progress_part
from samrit.dashboards.queries.boards.kpis import Figure
from samrit.dashboards.queries.boards.progress import Progress
from samrit.dashboards.queries.boards.seen import standings_of, total_of
from samrit.dashboards.queries.standings import Standing
from samrit.people.models import Area
from samrit.rules.clusters import cluster_of
from samrit.rules.wording import Message
from samrit.scores.models import ProvinceScore, ScoreState
from samrit.ui.charts import Line
from samrit.ui.formats import score_3
from samrit.ui.pieces import Crumb, Explanation
from samrit.ui.wording import in_words


@dataclass(frozen=True, kw_only=True)
class ProvinceData(shown.BoardData):
    """``score`` with its outcome; ``steps`` and ``owners`` by the key of the KPI; ``evaluates``: the reader does."""

    area: Area
    areas: Sequence[Area]
    score: ProvinceScore | None
    figures: Sequence[Figure]
    steps: Mapping[int, Sequence[Any]]
    owners: Mapping[int, Sequence[tuple[int, str]]]
    progress: Mapping[str, Progress] | None = None
    evaluates: bool = False

    @cached_property
    def standing(self) -> Standing:
        ranked = standings_of(self.seen, self.year.year, self.areas)
        return next((one for one in ranked if one.area.pk == self.area.pk), Standing(self.area))


def province_board(data: ProvinceData) -> Board:
    """How do we stand, what lifts us, and why is each score what it is?"""
    year, name = data.year.year, area_name(data.area)
    cluster = cluster_of(data.area.pk)
    crumbs = [Crumb(_("ภาพรวมประเทศ"), data.links.country(year))]
    if cluster:
        crumbs.append(Crumb(cluster_name(cluster), data.links.cluster(year, cluster)))
    return Board(
        title=_("จังหวัด%(name)s") % {"name": name},
        kicker=_("ผลการประเมินของจังหวัด ปีงบประมาณ พ.ศ. %(year)s") % {"year": year},
        lead=_lead(data),
        figures=list(_key_figures(data)),
        parts=list(_parts(data)),
        crumbs=[*crumbs, Crumb(name)],
        unpublished=data.score is not None and not data.seen.is_public(data.score),
        links=dict(_leads_to(data)),
        years=[
            (one, data.links.province(one, data.area.pk)) for one in reversed(data.seen.of_area(data.area.pk))
        ],
    )


def _lead(data: ProvinceData) -> str:
    if data.score is None:
        return _("ยังไม่มีคะแนนของปีนี้")
    state = _("ประกาศแล้ว") if data.seen.is_public(data.score) else _("ยังไม่ประกาศ")
    if data.seen.is_appealed(data.score):
        state = f"{state} · {_('อยู่ระหว่างอุทธรณ์ คะแนนอาจเปลี่ยน')}"
    words = {
        "months": data.score.round.months,
        "state": _(ScoreState(data.score.state).label),
        "public": state,
    }
    return _("รอบ %(months)s เดือน · %(state)s · %(public)s") % words


def _leads_to(data: ProvinceData) -> Iterator[tuple[str, str]]:
    """Where the whole story is told."""
    if data.score is None:
        return
    if data.seen.is_public(data.score):
        yield _("หน้าผลที่ประกาศ"), reverse("dashboards:province", args=[data.year.year, data.area.pk])
    yield _("สรุปผู้บริหาร (PDF)"), reverse("dashboards:board_brief", args=[data.year.year, data.area.pk])
    if data.evaluates:
        yield _("โต๊ะตรวจประเมิน"), reverse("scores:round", args=[data.score.round_id])
    elif data.progress is not None:  # the province's own people
        yield _("คะแนนและการอุทธรณ์"), reverse("scores:own", args=[data.score.round_id])


def _key_figures(data: ProvinceData) -> Iterator[KeyFigure]:
    if data.score is None:
        return
    total, rank = total_of(data.score), data.standing.rank
    if total is not None:
        yield KeyFigure(_("คะแนน"), score_3(total), note=_change(data, total), url="#why-total")
    yield KeyFigure(_("ระดับ"), scales.rating_word(data.rules, data.score.rating) or _("ยังไม่มีระดับ"))
    if rank:
        word = _("%(rank)s ร่วม") % {"rank": rank} if data.standing.tied else str(rank)
        ranked = sum(total_of(one) is not None for one in data.seen.of_year(data.year.year))
        yield KeyFigure(_("อันดับ"), word, note=_("จาก %(count)s จังหวัดที่มีคะแนน") % {"count": ranked})


def _change(data: ProvinceData, total: Decimal) -> str:
    before = total_of(data.seen.scores.get((data.year.year - 1, data.area.pk)))
    return "" if before is None else _("%(change)s จากปีก่อน") % {"change": shown.signed(total - before)}


def _parts(data: ProvinceData) -> Iterator[Part]:
    if data.score is not None:
        yield _kpis(data)
        yield _components(data, data.score)
    yield _years(data)
    if data.progress is not None:
        yield progress_part(data.progress, [data.area], year=data.year.year, links=data.links)


# ── KPIs ────────────────────────────────────────────────────────────────────
def _kpis(data: ProvinceData) -> Part:
    title = _("คะแนนรายตัวชี้วัด")
    columns = [
        Column(_("ที่")), Column(_("ตัวชี้วัด")), Column(_("ผลที่ตรวจแล้ว"), numeric=True), Column(pgettext("column", "หน่วย")),
        Column(_("คะแนน"), numeric=True), Column(_("น้ำหนัก"), numeric=True), Column(_("คะแนนถ่วงน้ำหนัก"), numeric=True),
        Column(_("หน่วยงาน")),
    ]  # fmt: skip
    bars = (
        (f"{one.number} {one.name}", one, f"#kpi-{one.number}") for one in data.figures if not one.is_part
    )
    table = Table(columns, [_kpi_row(data, one) for one in data.figures])
    return Part("kpis", title, table, shown.score_bars(data, title, bars), layout="stack")


def _kpi_row(data: ProvinceData, one: Figure) -> list[Cell]:
    kpi_url = data.links.kpi(data.year.year, one.library) if one.library else ""
    return [
        Cell(one.number, id=f"kpi-{one.number}"),
        Cell(one.name, url=kpi_url),
        _value_cell(data, one),
        Cell(one.unit),
        _score_cell(data, one),
        shown.weight_cell(one),
        _points_cell(one),
        _owners_cell(data, one),
    ]


def _value_cell(data: ProvinceData, one: Figure) -> Cell:
    parts = any(other.number.startswith(f"{one.number}.") for other in data.figures if other.is_part)
    return shown.value_cell(one, _("ดูที่ตัวชี้วัดย่อย") if parts else "")


def _points_cell(one: Figure) -> Cell:
    """Only whole KPIs have points in the file, so that the column adds up to the total."""
    if one.is_part:
        return Cell(None, _("รวมในตัวชี้วัดหลักแล้ว"))
    return shown.points_cell(one)


def _score_cell(data: ProvinceData, one: Figure) -> Cell:
    why = Explanation(steps=tuple(Message.from_data(step) for step in data.steps.get(one.kpi, ())))
    if one.score is None:
        return Cell(None, _("ไม่นำมาคิด"), why=why)
    return Cell(one.score, score_3(one.score), step=data.step(one.score), why=why)


def _owners_cell(data: ProvinceData, one: Figure) -> Cell:
    owners = data.owners.get(one.kpi, ())
    if not owners:
        return Cell(None, "")
    return Cell(", ".join(name for _key, name in owners), url=data.links.agency(data.year.year, owners[0][0]))


# ── components ──────────────────────────────────────────────────────────────
def _components(data: ProvinceData, score: ProvinceScore) -> Part:
    """The points that make the total, component by component, and the sentences of the total itself."""
    title = _("คะแนนตามองค์ประกอบ")
    columns = [
        Column(_("องค์ประกอบ")), Column(_("คะแนน"), numeric=True), Column(_("น้ำหนักที่ใช้"), numeric=True),
        Column(_("คะแนนถ่วงน้ำหนัก"), numeric=True), Column(_("ผล")),
    ]  # fmt: skip
    rows = [_component_row(row) for row in score.outcome["components"]]
    total = total_of(score)
    steps = tuple(Message.from_data(step) for step in score.outcome["steps"])
    rows.append(
        [
            Cell(_("รวม"), id="why-total"),
            Cell(total, score_3(total), why=Explanation(steps=steps))
            if total is not None
            else Cell(None, _("ไม่มีคะแนนรวม"), why=Explanation(steps=steps)),
            Cell(None, ""),
            Cell(None, ""),
            Cell(scales.rating_word(data.rules, score.rating)),
        ]
    )
    return Part("components", title, Table(columns, rows), layout="table")


def _component_row(row: Mapping[str, Any]) -> list[Cell]:
    name = _("องค์ประกอบที่ %(number)s") % {"number": row["number"]}
    label = in_words(Message.from_data(row["label"])) if row["label"] else ""
    return [Cell(name), *(_exact(row[key]) for key in ("score", "weight_used", "points")), Cell(label)]


def _exact(text: str | None) -> Cell:
    return Cell(None, _("ไม่นำมาคิด")) if text is None else Cell(Decimal(text), score_3(Decimal(text)))


# ── years ───────────────────────────────────────────────────────────────────
def _years(data: ProvinceData) -> Part:
    title = _("คะแนนรายปี")
    scores = data.seen.of_area(data.area.pk)
    line = Line(area_name(data.area), [total_of(score) for score in scores.values()])
    columns = [
        Column(_("ปีงบประมาณ")),
        Column(_("คะแนน"), numeric=True),
        Column(_("ระดับ")),
        Column(_("รอบ (เดือน)"), numeric=True),
    ]
    rows = [_year_row(data, year, score) for year, score in scores.items()]
    return shown.years_part(title, Table(columns, rows), [line])


def _year_row(data: ProvinceData, year: int, score: ProvinceScore) -> list[Cell]:
    total, url = total_of(score), data.links.province(year, data.area.pk)
    return [
        Cell(str(year), url=url),
        Cell(total, score_3(total), url) if total is not None else Cell(None, _("ไม่มีคะแนนรวม")),
        Cell(scales.rating_word(scales.rules_of(score.rule_set), score.rating)),
        Cell(score.round.months),
    ]
