"""Why a published figure is what it is: the same words for the page, the paper and the workbook."""

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from samrit.dashboards.queries.results import ComponentResult, KpiResult, ResultSheet
from samrit.scores.models import Verification
from samrit.scores.shown import computed_input, official_input
from samrit.ui.formats import in_english, number
from samrit.ui.pieces import Explanation, Input
from samrit.ui.states import state_of


def rule_title(sheet: ResultSheet) -> str:
    """``เกณฑ์การให้คะแนนปีงบประมาณ พ.ศ. 2567``."""
    return capfirst(sheet.rules.title_english) if in_english() else sheet.rules.title


def state_of_score(sheet: ResultSheet) -> str:
    """``คะแนนที่ยืนยันแล้ว``: how far it was settled when it was published."""
    return _(sheet.score.get_state_display())


def rule_and_version(sheet: ResultSheet) -> str:
    """The rules as they were when the score was computed: any later change of theirs has another version."""
    return _("%(title)s (รุ่น %(version)s)") % {
        "title": rule_title(sheet),
        "version": sheet.score.rule_version,
    }


def why_total(sheet: ResultSheet) -> Explanation:
    return Explanation(steps=sheet.steps, rule=rule_and_version(sheet), at=sheet.score.computed_at)


def why_component(component: ComponentResult) -> Explanation:
    return Explanation(steps=component.steps)


def why_kpi(kpi: KpiResult) -> Explanation:
    return Explanation(inputs=tuple(_inputs(kpi)), steps=kpi.steps)


def _inputs(kpi: KpiResult) -> Iterator[Input]:
    """What the province reported and what was verified; a KPI with parts has neither."""
    verification = kpi.verification
    if verification is None:
        if kpi.missing:
            yield Input(_("ผลที่จังหวัดรายงาน"), _("จังหวัดไม่ได้ส่งผลของตัวชี้วัดนี้"))
        return
    reported = verification.result
    yield Input(
        _("ผลที่จังหวัดรายงาน"),
        number(reported.value) if reported.value is not None else missing_words(reported.missing),
        kpi.terms.unit if reported.value is not None else "",
    )
    if computed := computed_input(verification, kpi.terms.unit):
        yield computed
    if official := official_input(verification, kpi.terms.unit):
        yield official
    yield Input(
        _("ผลที่ผู้ประเมินตรวจแล้ว"),
        verified_words(kpi),
        kpi.terms.unit if kpi.value is not None else "",
        source=_(Verification.Decision(verification.decision).label),
    )


def verified_words(kpi: KpiResult) -> str:
    """The verified value, or the word for why there is none; never a dash."""
    return number(kpi.value) if kpi.value is not None else missing_words(kpi.missing)


def missing_words(code: str | None) -> str:
    """ไม่มีข้อมูล, ไม่เกี่ยวข้อง, แหล่งข้อมูลยังไม่เผยแพร่."""
    return str(state_of(code or "no_data").label)
