"""Take official figures in from a file, and let the tolerance decide what it may."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.frameworks.models import FiscalYear
from samrit.people.models import User
from samrit.people.queries import duties_of
from samrit.reports.models import Result
from samrit.rules.official import data_owner, data_owners, reason_of
from samrit.rules.wording import RefusedError, refuse
from samrit.scores.actions.verifying import locked_round, settle
from samrit.scores.models import OfficialFigure, OfficialFile, Verification
from samrit.scores.official_rows import RowJudged, judged_rows
from samrit.scores.official_telling import tell_of_changed_figures
from samrit.scores.permissions import (
    refuse_changing,
    refuse_evaluating,
    refuse_official,
    refuse_tolerance,
)
from samrit.scores.queries import score_of, unit_of
from samrit.scores.queries.assigning import asked_of_two
from samrit.scores.queries.official import compare, official_of

Decision = Verification.Decision


@transaction.atomic
def take_official_file(
    *,
    year: FiscalYear,
    months: int,
    owner: str,
    source: str,
    name: str,
    contents: bytes,
    by: User,
    now: datetime,
) -> OfficialFile:
    """Keep a file as it came (its shape has been read); no figure changes yet. The same bytes are kept once."""
    if refusal := refuse_official(duties_of(by, localdate(now))):
        raise RefusedError(refusal)
    if owner not in {one.code for one in data_owners()}:
        raise RefusedError(refuse("no_data_owner", "ไม่รู้จักเจ้าของข้อมูลนี้ – เลือกจากรายการ"))
    sha256 = hashlib.sha256(contents).hexdigest()
    facts = {
        "name": name[-255:],
        "source": source.strip(),
        "contents": contents,
        "taken_by": by,
        "taken_at": now,
    }
    file, is_new = OfficialFile.objects.get_or_create(
        fiscal_year=year, months=months, owner=owner, sha256=sha256, defaults=facts
    )
    if is_new:
        _told("take_official_file", file, by, now)
    return file


@dataclass(frozen=True)
class Applied:
    """How many figures came into force, and how many rows of the file could not be believed."""

    figures: int
    wrong: int


@transaction.atomic
def apply_official_file(*, file: OfficialFile, by: User, now: datetime) -> Applied:
    """Put the file's figures in force, superseding earlier ones that differ; the same file again changes nothing."""
    if refusal := refuse_official(duties_of(by, localdate(now))):
        raise RefusedError(refusal)
    file = OfficialFile.objects.select_for_update(of=("self",)).select_related("fiscal_year").get(pk=file.pk)
    rows = judged_rows(file)
    changing = [row for row in rows if row.changes]
    wrong = sum(row.state == "wrong" for row in rows)
    if not changing:
        return Applied(0, wrong)
    _supersede([row.measured.figure.pk for row in changing if row.measured and row.measured.figure], now)
    made = OfficialFigure.objects.bulk_create(_figures(file, changing, by, now), batch_size=500)
    file.applied_at, file.applied_by = now, by
    file.save(update_fields=["applied_at", "applied_by"])
    _told("apply_official_file", file, by, now, figures=len(made))
    tell_of_changed_figures(changing, file, now=now)
    return Applied(len(made), wrong)


def _supersede(keys: Sequence[int], now: datetime) -> None:
    """Some at a time: SQLite takes no list of 10,000."""
    for start in range(0, len(keys), 500):
        OfficialFigure.objects.filter(pk__in=keys[start : start + 500], superseded_at=None).update(
            superseded_at=now
        )


def _figures(
    file: OfficialFile, rows: Iterable[RowJudged], by: User, now: datetime
) -> Iterable[OfficialFigure]:
    return [
        OfficialFigure(
            indicator_id=row.measured.kpi.indicator_id,
            months=file.months,
            kpi=row.measured.supply.kpi,
            owner=file.owner,
            value=row.given.value,
            missing=row.given.missing,
            provisional=row.provisional,
            file=file,
            row=row.read.row,
            entered_by=by,
            entered_at=now,
        )
        for row in rows
        if row.measured and row.given
    ]


def _told(verb: str, file: OfficialFile, by: User, now: datetime, **more: int) -> None:
    record(
        verb=verb,
        subject=file,
        by=by,
        now=now,
        after={
            "name": file.name, "sha256": file.sha256, "owner": data_owner(file.owner).name, "source": file.source,
            "year": file.fiscal_year_id, **more,
        },
        actor_role=duties_of(by, localdate(now)).described(),
    )  # fmt: skip


# ── the tolerance decides ───────────────────────────────────────────────────
def settle_by_tolerance(*, results: Iterable[Result], by: User, now: datetime) -> int:
    """Verify these filed results by the rule of the year where it decides; how many it did. A province at a time.

    What is confirmed, is the person's own province, or awaits two scorers stays as it is.
    """
    by_round: dict[int, list[Result]] = {}
    for result in results:
        by_round.setdefault(result.round_id, []).append(result)
    return sum(_settle_round(of_round, by=by, now=now) for of_round in by_round.values())


@transaction.atomic
def _settle_round(results: Sequence[Result], *, by: User, now: datetime) -> int:
    round_ = locked_round(results[0].round)
    duties = duties_of(by, localdate(now))
    if refuse_evaluating(duties, round_) or refuse_changing(score_of(round_)):
        return 0
    keys = [result.pk for result in results]
    locked = Result.objects.select_for_update(of=("self",)).select_related("indicator").filter(pk__in=keys)
    count = 0
    for result in locked:
        result.round = round_
        count += _settle_result(result, by=by, now=now)
    return count


def _settle_result(result: Result, *, by: User, now: datetime) -> bool:
    figure, year = official_of(result), result.round.fiscal_year_id
    if figure is None:
        return False
    comparison = compare(result, figure, year)
    judged = asked_of_two(result.indicator_id, year, result.indicator.library_kpi_id)
    if refuse_tolerance(result, comparison, provisional=figure.provisional, judged=judged):
        return False
    takes = comparison.stands == "official"
    settle(
        result=result,
        decision=Decision.CORRECT if takes else Decision.ACCEPT,
        value=figure.value if takes else result.value,
        missing=figure.missing if takes else result.missing,
        reason=reason_of(comparison, data_owner(figure.owner), unit_of(result)).thai(),
        by=by,
        now=now,
    )
    return True
