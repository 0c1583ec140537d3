"""An appeal of the province whose results are public: for its own people and the central office only."""

from decimal import Decimal

from samrit.scores.actions import open_appeal
from samrit.scores.models import Appeal
from samrit.scores.queries import score_of
from tests.world import NOW, World


def contested(shown: World, text: str) -> Appeal:
    """Its coordinator contests 1-2."""
    assert shown.round is not None
    score = score_of(shown.round)
    assert score is not None
    kpi_score = score.kpi_scores.select_related("province_score__round").get(kpi=shown.kpis["1-2"])
    return open_appeal(
        kpi_score=kpi_score, grounds="figure_wrong", text=text, wanted_value=Decimal(21), wanted_score=None,
        by=shown.coordinator, now=NOW,
    )  # fmt: skip


def appeal_arguments(shown: World) -> dict[str, list[int]]:
    """What stands in the addresses."""
    assert shown.round is not None
    one = [Appeal.objects.get().pk]
    names = (
        "appeal",
        "appeal_evidence",
        "withdraw_appeal",
        "take_up_appeal",
        "refuse_appeal",
        "appoint_panel",
    )
    return {
        **{f"scores:{name}": one for name in (*names, "decide_appeal")},
        "scores:new_appeal": [shown.round.pk],
        "letters:decision_pdf": one,
        "letters:decision_docx": one,
    }


SENT_ABOUT_APPEALS = {
    "scores:new_appeal": {
        "grounds": "figure_wrong",
        "text": "เพราะ",
        "wanted_value": "21",
        "wanted_score": "",
    },
    "scores:withdraw_appeal": {"reason": "ถอน"},
    "scores:refuse_appeal": {"not-heard-not_heard": "incomplete", "not-heard-reason": "ไม่มีหลักฐาน"},
    "scores:appoint_panel": {"panel-members": ["1"], "panel-order_number": "5/2567"},
    "scores:decide_appeal": {"ruling-outcome": "dismissed", "ruling-reason": "เพราะ"},
}
