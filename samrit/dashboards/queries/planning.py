"""What awaits a person besides reporting: letters, drafts, revisions, proposals, requests, signatures."""

from collections import Counter

from django.db.models import Count, Prefetch, Q

from samrit.dashboards.queries.tasks import Kind, Part, Task
from samrit.frameworks.models import Edition, Proposal, ReopeningRequest
from samrit.frameworks.queries import (
    confirmations_awaited_of,
    editions_visible_to,
    open_confirmations_in,
    proposals_visible_to,
)
from samrit.letters.models import Intake
from samrit.people.models import Role
from samrit.people.queries import Duties
from samrit.reports.queries.joint import to_co_sign
from samrit.rules.proposals import Status as ProposalStatus
from samrit.scores.models import Appeal, PanelMember
from samrit.scores.queries.appeals import UNDECIDED_STATES, appeals_visible_to, with_subject


def tasks_of_the_year(duties: Duties) -> list[Task]:
    """Without a round's deadline, so they stand behind what has one."""
    return [
        *_of_letters(duties),
        *_of_drafts(duties),
        *_of_revisions(duties),
        *_of_proposals(duties),
        *_of_requests(duties),
        *_of_signatures(duties),
        *_of_appeals(duties),
    ]


def _of_letters(duties: Duties) -> list[Task]:
    """Letters whose findings this person must settle, and letters ready to become a framework."""
    if not duties.coordinates:
        return []
    letters = (
        Intake.objects.filter(area__in=duties.coordinated_areas(), status=Intake.Status.READ)
        .only("name")  # not the text that was read, nor what was understood
        .annotate(open_findings=Count("findings", filter=Q(findings__resolved_at__isnull=True)))
        .order_by("uploaded_at")
    )
    return [
        Task("todo", "settle", letter.name, key=letter.pk, state="warning", count=letter.open_findings)
        for letter in letters
    ]


def _of_drafts(duties: Duties) -> list[Task]:
    """Draft editions of the provinces that this person gathers for."""
    if not duties.coordinates:
        return []
    drafts = editions_visible_to(duties).filter(
        status=Edition.Status.DRAFT, framework__area__in=duties.coordinated_areas()
    )
    return [
        Task("todo", "publish_framework", str(draft.framework.area), key=draft.pk, state="draft")
        for draft in drafts
    ]


def _of_revisions(duties: Duties) -> list[Task]:
    """Revised editions that the own agency must confirm; for the coordinator, how many agencies have not."""
    mine = [
        Task(
            "todo",
            "confirm_revision",
            f"{one.agency.name} · {one.edition}",
            key=one.edition_id,
            state="needs_you",
        )
        for one in confirmations_awaited_of(duties)
    ]
    waiting = open_confirmations_in(duties.coordinated_areas()).exclude(
        agency__in=duties.agencies(Role.APPROVER)
    )
    counts = Counter(one.edition for one in waiting)
    return mine + [
        Task("waiting", "await_confirmation", str(edition), key=edition.pk, state="pending", count=count)
        for edition, count in counts.items()
    ]


def _of_proposals(duties: Duties) -> list[Task]:
    """For who coordinates: to finish, or with the committee; for the central office: to be decided."""
    if not (duties.coordinates or duties.evaluates):
        return []
    open_ones = proposals_visible_to(duties).exclude(status=ProposalStatus.CONCLUDED.value)
    return [
        task
        for proposal in open_ones.order_by("submitted_at", "pk")
        if (task := _of_proposal(duties, proposal))
    ]


def _of_proposal(duties: Duties, proposal: Proposal) -> Task | None:
    submitted = proposal.status == ProposalStatus.SUBMITTED.value
    name, state = str(proposal), "pending" if submitted else proposal.status
    if proposal.area_id in duties.coordinated_areas():
        if submitted:
            return Task("waiting", "await_committee", name, key=proposal.pk, state=state)
        return Task(
            "todo", "finish_proposal", name, key=proposal.pk, state=state, reason=proposal.return_reason
        )
    return Task("todo", "decide_proposal", name, key=proposal.pk, state="needs_you") if submitted else None


def _of_requests(duties: Duties) -> list[Task]:
    """Requests to open a KPI again, for the central office, a line a province."""
    if not duties.evaluates:
        return []
    asked = ReopeningRequest.objects.filter(decision="").select_related("round__area").order_by("asked_at")
    counts = Counter(str(request.round) for request in asked)
    return [
        Task("todo", "decide_reopening", name, state="needs_you", count=count)
        for name, count in counts.items()
    ]


def _of_signatures(duties: Duties) -> list[Task]:
    """Entries of others that a co-owner must sign before they can be sent."""
    if not duties.agencies(Role.APPROVER):
        return []
    return [
        Task(
            "todo",
            "co_sign",
            one.kpi.name,
            one.result.round,
            key=one.kpi.indicator_id,
            number=one.kpi.full_number,
            state="needs_you",
        )
        for one in to_co_sign(duties)
    ]


def _of_appeals(duties: Duties) -> list[Task]:
    """To take up, to appoint a panel for, to decide; for the province: that they are waited for. Two queries."""
    if not (duties.evaluates or duties.coordinates or duties.agencies(Role.APPROVER)):
        return []
    found = with_subject(appeals_visible_to(duties)).filter(state__in=UNDECIDED_STATES).order_by("decide_by")
    sitting = Prefetch("panel", PanelMember.objects.filter(ended_at=None), to_attr="sitting")
    return [_of_appeal(duties, appeal) for appeal in found.prefetch_related(sitting)]


def _of_appeal(duties: Duties, appeal: Appeal) -> Task:
    """Late when its decision is overdue is said on its page; a panel's member has it to do, others wait."""
    kpi, panel = appeal.kpi_score.kpi, {member.user_id for member in appeal.sitting}  # type: ignore[attr-defined]
    part: Part = "todo"
    kind: Kind = "decide_appeal"
    if not duties.evaluates or (panel and duties.user.pk not in panel):
        part, kind = "waiting", "await_appeal"
    elif not panel:
        kind = "appoint_panel" if appeal.taken_up_at else "take_up_appeal"
    name = f"{kpi.name} – {appeal.round.area}" if duties.evaluates else kpi.name
    state = "appeal_taken_up" if appeal.taken_up_at else "appeal_open"
    return Task(part, kind, name, key=appeal.pk, number=kpi.full_number, state=state)
