"""What is told of an appeal's decision, in Thai: the letters' room makes the letter of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils import translation

from samrit.reports.models import Missing
from samrit.rules.appeals import label_of_ground
from samrit.scores.appeals_shown import Standing, ruled
from samrit.scores.models import Appeal, AppealDecision, Verification
from samrit.ui.formats import date_long, number, score_3, time_of_day

NOTHING = "ไม่นำมาคิด"


@dataclass(frozen=True)
class Row:
    """One line of the comparison."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class DecisionFacts:
    """``opening``: paragraphs of what was contested, on which ground; ``panel``: name and what they held."""

    opening: Sequence[str]
    contested: str  # the appeal's own words
    day: str  # of the decision
    rows: Sequence[Row]
    panel: Sequence[tuple[str, str]]
    order: str
    effect: str


def facts_of(appeal: Appeal) -> DecisionFacts:
    """Of a decided appeal (fetched ``with_everything``)."""
    with translation.override("th"):
        return _facts(appeal)


def _facts(appeal: Appeal) -> DecisionFacts:
    found, kpi = ruled(appeal), appeal.kpi_score.kpi
    if found is None:
        raise ValueError("only a decided appeal has a decision")
    decision = found.decision
    name = f"{kpi.full_number} {f'{kpi.parent.name} – ' if kpi.parent else ''}{kpi.name}"
    members = list(appeal.sitting)  # type: ignore[attr-defined]  # with_everything
    return DecisionFacts(
        opening=_opening(appeal, name),
        contested=appeal.text,
        day=date_long(decision.decided_at),
        rows=_rows(kpi.unit, found.before, found.after),
        panel=[(who, str(vote)) for who, vote in found.votes],
        order=members[0].order_number if members else "",
        effect=_given(decision) + _effect(found.after)
        if decision.verification_id
        else "คะแนนของจังหวัดไม่เปลี่ยนแปลง",
    )


def _opening(appeal: Appeal, name: str) -> list[str]:
    return [
        f"ตามที่จังหวัด{appeal.round.area.name}ได้ยื่นอุทธรณ์เรื่องที่ {appeal.number} เมื่อวันที่ {_moment(appeal.opened_at)} "
        f"ขอให้พิจารณาผลและคะแนนของตัวชี้วัด {name} อีกครั้ง โดยอ้างเหตุ “{label_of_ground(appeal.grounds)}” {_wanted(appeal)}".strip(),
        f"สำนักงาน ก.พ.ร. ได้แต่งตั้งคณะพิจารณาซึ่งไม่มีส่วนในการตรวจหรือคิดคะแนนนี้ และมีหลักฐานประกอบอุทธรณ์ {appeal.evidence.count()} รายการ",
    ]


def _wanted(appeal: Appeal) -> str:
    """ขอให้ใช้ผล …, or ขอคะแนน …"""
    if appeal.wanted_value is not None:
        return f"และขอให้ใช้ผล {number(appeal.wanted_value)} {appeal.kpi_score.kpi.unit}"
    return f"และขอคะแนน {number(appeal.wanted_score)}" if appeal.wanted_score is not None else ""


def _moment(moment: datetime) -> str:
    return f"{date_long(moment)} เวลา {time_of_day(moment)}"


def _rows(unit: str, before: Standing, after: Standing) -> list[Row]:
    pairs = [
        ("ผลที่ใช้", _value(before, unit), _value(after, unit)),
        ("คะแนนของตัวชี้วัด", _score(before.points), _score(after.points)),
    ]
    if before.score.total_published or after.score.total_published:
        pairs.append(("คะแนนรวมของจังหวัด", before.score.total_published, after.score.total_published))
    pairs.append(("ระดับ", before.score.rating, after.score.rating))
    return [Row(*pair) for pair in pairs]


def _value(standing: Standing, unit: str) -> str:
    found: Verification | None = standing.kpi.verification if standing.kpi else None
    if found is None:
        return "ไม่มีข้อมูล"
    if found.value is None:
        return str(Missing(found.missing or "").label)
    return f"{number(found.value)} {unit}".strip()


def _score(score: Decimal | None) -> str:
    return NOTHING if score is None else score_3(score)


def _given(decision: AppealDecision) -> str:
    """Where the panel decided the score itself."""
    if decision.given_score is None:
        return ""
    return (
        f"คณะพิจารณากำหนดคะแนนของตัวชี้วัดนี้เป็น {number(decision.given_score)} จึงใช้ผลที่ได้คะแนนดังกล่าวพอดีตามค่าเป้าหมาย "
    )


def _effect(after: Standing) -> str:
    return (
        f"คะแนนของจังหวัดเปลี่ยนเป็นเวอร์ชันที่ {after.score.version} ตั้งแต่วันที่มีคำวินิจฉัย "
        "และสำนักงาน ก.พ.ร. จะประกาศผลฉบับใหม่ต่อสาธารณะ"
    )
