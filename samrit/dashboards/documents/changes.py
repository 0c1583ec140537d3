"""What another edition of a result page changed, in words: the same pieces as a history."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from samrit.dashboards.documents.explaining import missing_words
from samrit.dashboards.queries.editions import (
    Judged,
    KpiChange,
    PageEdition,
    changes_between,
    edition_before,
    score_of_edition,
)
from samrit.scores.models import ProvinceScore
from samrit.ui.formats import number, score_3
from samrit.ui.pieces import Change


def changes_of(edition: PageEdition, editions: Sequence[PageEdition]) -> list[Change]:
    """Against the edition before; what was withdrawn shows its figures no more, not even as what they were."""
    before = edition_before(editions, edition)
    if before is None or before.withdrawn:
        return []
    earlier, later = score_of_edition(before.publication), score_of_edition(edition.publication)
    return told_changes(earlier, later, changes_between(earlier, later))


def told_changes(before: ProvinceScore, after: ProvinceScore, kpis: Iterable[KpiChange]) -> list[Change]:
    """Total, rating and state first, then KPI by KPI; only what is another."""
    whole = (
        (_("คะแนนรวม"), before.total_published, after.total_published),
        (_("ระดับ"), _word(before.rating), _word(after.rating)),
        (_("สถานะของคะแนน"), _(before.get_state_display()), _(after.get_state_display())),
    )
    return [
        *(Change(label, earlier, later) for label, earlier, later in whole if earlier != later),
        *(change for kpi in kpis for change in _of_kpi(kpi)),
    ]


def _word(rating: str) -> str:
    return _(rating) if rating else _("ยังไม่มีระดับ")


def _of_kpi(changed: KpiChange) -> Iterator[Change]:
    named = {"number": f"{changed.component}-{changed.number}"}
    pairs = (
        (_("ผลที่ตรวจแล้ว ตัวชี้วัด %(number)s") % named, _value(changed.before), _value(changed.after)),
        (_("คะแนน ตัวชี้วัด %(number)s") % named, _score(changed.before), _score(changed.after)),
    )
    yield from (Change(label, before, after) for label, before, after in pairs if before != after)


def _value(judged: Judged | None) -> str:
    if judged is None:
        return _("ไม่มีตัวชี้วัดนี้")
    if judged.value is not None:
        return number(judged.value)
    return missing_words(judged.missing) if judged.missing else ""


def _score(judged: Judged | None) -> str:
    if judged is None:
        return _("ไม่มีตัวชี้วัดนี้")
    return score_3(judged.score) if judged.score is not None else _("ไม่นำมาคิด")
