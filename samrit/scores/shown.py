"""A stored score in the shape that pages show."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from samrit.frameworks.models import Kpi
from samrit.reports.computed_shown import trace_line
from samrit.reports.queries.computed import trace_of
from samrit.rules.official import data_owner
from samrit.rules.wording import Message
from samrit.scores.models import KpiScore, ProvinceScore, Verification
from samrit.ui.formats import in_english, number
from samrit.ui.pieces import Explanation, Input
from samrit.ui.states import state_of
from samrit.ui.wording import in_words


def explanation_of(score: ProvinceScore) -> Explanation:
    """How the total came about."""
    return Explanation(
        steps=[Message.from_data(step) for step in score.outcome["steps"]],
        rule=rule_of(score),
        by=score.computed_by.name if score.computed_by else "",
        at=score.computed_at,
    )


def rule_of(score: ProvinceScore) -> str:
    return _("ชุดเกณฑ์ %(name)s รุ่น %(version)s") % {"name": score.rule_set, "version": score.rule_version}


def components_of(score: ProvinceScore) -> list[dict[str, Any]]:
    return [
        {
            **row,
            "points": None if row["points"] is None else Decimal(row["points"]),
            "label": Message.from_data(row["label"]) if row["label"] else None,
        }
        for row in score.outcome["components"]
    ]


@dataclass(frozen=True)
class KpiLine:
    """One KPI or part of a version, with its why."""

    row: KpiScore
    kpi: Kpi
    explanation: Explanation


def lines_of(score: ProvinceScore, *, follows: bool = False) -> list[KpiLine]:
    """In the order of the framework; ``score`` comes ``with_kpi_scores``. ``follows``: the reader may open what was computed."""
    rows = sorted(score.kpi_scores.all(), key=lambda row: (row.kpi.component.number, row.kpi_id))
    return [KpiLine(row, row.kpi, _why(score, row, follows=follows)) for row in rows]


def official_input(verification: Verification | None, unit: str) -> Input | None:
    """The official figure that stood beside the reported one when it was verified, whichever was taken."""
    figure = verification.official if verification else None
    if figure is None:
        return None
    owner = data_owner(figure.owner)
    name = owner.english if in_english() else owner.name
    return Input(
        _("ตัวเลขทางการของ%(owner)s") % {"owner": name},
        str(state_of(figure.missing or "no_data").label) if figure.value is None else number(figure.value),
        "" if figure.value is None else unit,
        source=f"{figure.file.source} · {_('ข้อมูลเบื้องต้น') if figure.provisional else _('ข้อมูลสิ้นสุด')}",
    )


def computed_input(verification: Verification | None, unit: str, *, follows: bool = False) -> Input | None:
    """Where the reported figure came from, when it is what the provincial database gave before it was verified."""
    computed = trace_of(verification.result) if verification else None
    if verification is None or computed is None or computed.value is None:
        return None
    if computed.computed_at > verification.verified_at:
        return None
    label = _("คำนวณจากฐานข้อมูลจังหวัด") if computed.submissions else _("คำนวณจากข้อมูลในระบบ")
    address = [computed.round_id, computed.indicator_id, computed.number]
    url = reverse("reports:computed_one", args=address) if follows else ""
    return Input(label, number(computed.value), unit, source=in_words(trace_line(computed)), url=url)


def _why(score: ProvinceScore, row: KpiScore, *, follows: bool) -> Explanation:
    unit = row.kpi.unit
    found = (computed_input(row.verification, unit, follows=follows), official_input(row.verification, unit))
    return Explanation(
        inputs=tuple(filter(None, found)),
        steps=[Message.from_data(step) for step in row.steps],
        rule=rule_of(score),
        at=score.computed_at,
    )
