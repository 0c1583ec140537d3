"""Reporting rounds: their windows, what stops them, what is re-opened in them and what is cancelled."""

from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet

from samrit.frameworks.models import Cancellation, Kpi, Reopening, Round, RoundState
from samrit.rules.windows import Window, refuse_settled, refuse_voided, refuse_waived
from samrit.rules.wording import Refusal
from samrit.ui.formats import date_and_time

ALL_MONTHS = (6, 9, 12)


def window_of(round_: Round) -> Window:
    """The round's window (fetched with its year), its moments in the reader's words."""
    return Window(
        round_.opens_at,
        round_.closes_at,
        date_and_time(round_.opens_at),
        date_and_time(round_.closes_at),
        stopped=why_stopped(round_) or (refuse_settled() if round_.settled_at else None),
    )


def why_stopped(round_: Round) -> Refusal | None:
    """Why nothing is reported in this round whatever the time, or None."""
    year = round_.fiscal_year
    if year.voided_at:
        return refuse_voided(year.year, resolution=year.void_resolution, reason=year.void_reason)
    if round_.state == RoundState.WAIVED:
        return refuse_waived(round_.months, resolution=round_.state_resolution, reason=round_.state_reason)
    return None


def not_stopped() -> Q:
    """The rounds in which anything is reported, as a condition on ``Round``."""
    return Q(fiscal_year__voided_at__isnull=True) & ~Q(state=RoundState.WAIVED)


# ── re-opened for one KPI and one agency ────────────────────────────────────
def reopened_window(reopening: Reopening) -> Window:
    return Window(
        reopening.reopened_at,
        reopening.closes_at,
        date_and_time(reopening.reopened_at),
        date_and_time(reopening.closes_at),
        reason=reopening.reason,
    )


def reopenings_of(rounds: Iterable[Round]) -> QuerySet[Reopening]:
    """All that these rounds were ever re-opened for, in the order in which it was decided."""
    return Reopening.objects.filter(round__in=rounds).select_related("agency", "reopened_by", "ended_by")


# ── cancelled from a round on ───────────────────────────────────────────────
Cancelled = Mapping[int, Cancellation]  # indicator → its cancellation, of the KPI itself or of one with parts


def cancelled_in(round_: Round) -> Cancelled:
    """What is not asked for in this round."""
    return cancelled_in_rounds([round_])[round_.pk]


def cancelled_in_rounds(rounds: Iterable[Round]) -> dict[int, Cancelled]:
    """Round key → what is not asked for in it; one query."""
    rounds = list(rounds)
    found = Cancellation.objects.filter(
        undone_at__isnull=True,
        indicator__framework__area__in={round_.area_id for round_ in rounds},
        indicator__framework__fiscal_year__in={round_.fiscal_year_id for round_ in rounds},
    ).select_related("indicator__framework", "cancelled_by")
    return {
        round_.pk: {one.indicator_id: one for one in found if _concerns(one, round_)} for round_ in rounds
    }


def cancelled_in_framework(framework: int) -> set[int]:
    """The indicators that are cancelled from any round on."""
    standing = Cancellation.objects.filter(indicator__framework=framework, undone_at__isnull=True)
    return set(standing.values_list("indicator", flat=True))


def _concerns(one: Cancellation, round_: Round) -> bool:
    framework = one.indicator.framework
    of_province = (framework.area_id, framework.fiscal_year_id) == (round_.area_id, round_.fiscal_year_id)
    return of_province and one.from_months <= round_.months


def cancellation_of(kpi: Kpi, cancelled: Cancelled) -> Cancellation | None:
    """A part (fetched with its parent) is cancelled with its KPI."""
    parent = kpi.parent.indicator_id if kpi.parent else 0
    return cancelled.get(kpi.indicator_id) or cancelled.get(parent)
