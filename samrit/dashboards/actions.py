"""National reports: asked for, begun, moved on, ended. What makes one is in ``tasks``."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.dashboards.models import NationalReport, ReportState
from samrit.dashboards.permissions import refuse_cancelling, refuse_report
from samrit.dashboards.queries.national import scopes_of, seen_in
from samrit.frameworks.models import FiscalYear
from samrit.people.models import User
from samrit.people.queries import Duties, duties_of
from samrit.rules.wording import Refusal, RefusedError

FOLDER = "national-reports"


@dataclass(frozen=True)
class Choice:
    """A kind of report: of how many provinces, and why it may not be asked for now."""

    scope: NationalReport.Scope
    provinces: int
    refusal: Refusal | None


@transaction.atomic
def ask_for_report(*, year: int, scope: str, by: User, now: datetime) -> NationalReport:
    """Put it in line; whoever calls this puts the task into the queue in the same transaction."""
    duties = duties_of(by, localdate(now))
    fiscal = FiscalYear.objects.select_for_update().get(pk=year)  # two that ask at once are asked in turn
    scores = len(seen_in(year, scope, duties, now=now).of_year(year))
    if refusal := refuse_report(duties, fiscal, scope, scores=scores, under_way=under_way(year, scope)):
        raise RefusedError(refusal)
    report = NationalReport.objects.create(fiscal_year=fiscal, scope=scope, asked_by=by, asked_at=now)
    record(
        verb="ask_report", subject=report, by=by, now=now, after={"year": year, "scope": scope},
        actor_role=duties.described(),
    )  # fmt: skip
    return report


def under_way(year: int, scope: str) -> NationalReport | None:
    states = [ReportState.WAITING, ReportState.BUILDING]
    return NationalReport.objects.filter(fiscal_year=year, scope=scope, state__in=states).first()


def may_ask_for(*, duties: Duties, year: FiscalYear, now: datetime) -> list[Choice]:
    """The kinds of report that this person knows of, and why one may not be asked for now."""
    choices = []
    for scope in scopes_of(duties):
        count = len(seen_in(year.pk, scope, duties, now=now).of_year(year.pk))
        refusal = refuse_report(duties, year, scope, scores=count, under_way=under_way(year.pk, scope))
        choices.append(Choice(scope, count, refusal))
    return choices


@transaction.atomic
def begin_report(*, report: NationalReport, now: datetime) -> NationalReport | None:
    """A worker begins it, or begins it again after another one died; None when it was cancelled meanwhile."""
    found = NationalReport.objects.select_for_update().get(pk=report.pk)
    if not found.is_under_way:
        return None
    found.state, found.attempts, found.as_of = ReportState.BUILDING, found.attempts + 1, now
    found.step, found.done, found.total = "reading", 0, 0
    found.save()
    return found


def move_on(*, report: NationalReport, step: str, done: int, total: int) -> bool:
    """Say how far it is; whether to go on (no: it was cancelled)."""
    found = NationalReport.objects.filter(pk=report.pk, state=ReportState.BUILDING)
    return bool(found.update(step=step, done=done, total=max(total, done)))


@transaction.atomic
def finish_report(
    *, report: NationalReport, content: bytes, pages: int, figures: str, now: datetime
) -> NationalReport | None:
    """Keep the file; None when it was cancelled at the last moment."""
    found = NationalReport.objects.select_for_update().get(pk=report.pk)
    if found.state != ReportState.BUILDING:
        return None
    found.sha256, found.size, found.pages, found.figures = (
        sha256(content).hexdigest(),
        len(content),
        pages,
        figures,
    )
    name = f"{FOLDER}/{found.fiscal_year_id}/{found.pk}-{found.sha256[:12]}.pdf"
    found.file = default_storage.save(name, ContentFile(content))
    found.state, found.ended_at, found.done, found.total = ReportState.DONE, now, pages, pages
    found.save()
    record(
        verb="make_report", subject=found, by=found.asked_by, now=now,
        after={"year": found.fiscal_year_id, "scope": found.scope, "sha256": found.sha256, "pages": pages},
    )  # fmt: skip
    return found


@transaction.atomic
def fail_report(*, report: NationalReport, problem: str, now: datetime) -> None:
    found = NationalReport.objects.select_for_update().get(pk=report.pk)
    if not found.is_under_way:
        return
    found.state, found.problem, found.ended_at = ReportState.FAILED, problem, now
    found.save()
    record(
        verb="fail_report", subject=found, by=None, now=now,
        after={"year": found.fiscal_year_id, "scope": found.scope}, reason=problem,
    )  # fmt: skip


@transaction.atomic
def cancel_report(*, report: NationalReport, by: User, now: datetime) -> None:
    """The worker notices at its next page."""
    duties = duties_of(by, localdate(now))
    found = NationalReport.objects.select_for_update().get(pk=report.pk)
    if refusal := refuse_cancelling(duties, found):
        raise RefusedError(refusal)
    found.state, found.ended_at, found.ended_by = ReportState.CANCELLED, now, by
    found.save()
    record(
        verb="cancel_report", subject=found, by=by, now=now, actor_role=duties.described(),
        after={"year": found.fiscal_year_id, "scope": found.scope},
    )  # fmt: skip


def note_trail_export(*, asked: dict[str, Any], form: str, by: User, now: datetime) -> None:
    """Who takes a piece of the trail away leaves an event in it."""
    after = {"trail_form": form, **asked}
    actor_role = duties_of(by, localdate(now)).described()
    record(verb="export_trail", subject=by, by=by, now=now, after=after, actor_role=actor_role)
