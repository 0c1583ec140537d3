"""Who is told that an official figure changed after somebody had verified the result beside it."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from samrit.notices.actions import tell
from samrit.rules.official import Verdict
from samrit.rules.wording import say
from samrit.scores.models import OfficialFile, Verification
from samrit.scores.official_rows import RowJudged


def tell_of_changed_figures(rows: Iterable[RowJudged], file: OfficialFile, *, now: datetime) -> None:
    """Those who verified, where the new figure does not agree with what they found and nothing is settled yet."""
    differing = {
        row.measured.kpi.indicator_id: row.measured
        for row in rows
        if row.measured and row.comparison and row.comparison.verdict != Verdict.SAME
    }
    found = Verification.objects.filter(
        superseded_at=None, result__round__months=file.months, result__round__settled_at=None,
        result__round__fiscal_year=file.fiscal_year_id, result__indicator__official_figures__file=file,
        result__indicator__official_figures__entered_at=now,
    ).select_related("verified_by", "result__round__area")  # fmt: skip
    for verification in found:
        result = verification.result
        if (measured := differing.get(result.indicator_id)) is None:
            continue
        tell(
            to=[verification.verified_by],
            kind="task",
            subject=say(
                "told_official_changed",
                "ตัวเลขทางการของตัวชี้วัด {number} จังหวัด{area}เปลี่ยนหลังตรวจ – ตรวจอีกครั้ง",
                number=measured.kpi.full_number,
                area=result.round.area.name,
            ),
            url=reverse("scores:verify", args=[result.round_id, result.indicator_id]),
            key=f"official:{verification.pk}:{file.pk}:{now.isoformat()}",
            by=None,
            now=now,
        )
