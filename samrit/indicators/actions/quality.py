"""Looking at a province's data: what is found is kept, what is over is closed, and a new version of the score is made."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.indicators.actions.locking import lock_area
from samrit.indicators.actions.parts import make_parts
from samrit.indicators.models import Finding, QualityScore
from samrit.indicators.permissions.quality import refuse_examining
from samrit.indicators.queries.counting import Flag, counts_of
from samrit.indicators.queries.judging import Found, found_in
from samrit.indicators.queries.quality import newest_score
from samrit.indicators.queries.review import Review, review
from samrit.people.models import Area, User
from samrit.people.queries import duties_of
from samrit.rules.quality import Counts, Quality, Severity, Terms, score, terms_for
from samrit.rules.thai import plain_number
from samrit.rules.wording import RefusedError

BATCH = 500


@dataclass(frozen=True)
class Looking:
    """Which round is looked at, for whom and when; ``by`` None: the system by itself."""

    area: Area
    fiscal_year: int
    months: int
    by: User | None
    now: datetime


def examine_quality(
    *, area: Area, fiscal_year: int, months: int, by: User | None, now: datetime
) -> QualityScore:
    """ตรวจคุณภาพข้อมูล of a round. Reads every figure of it, so not to be called inside a transaction.

    Where nothing changed since the newest version, that one is returned and none is made. RefusedError.
    """
    if by is not None and (refusal := refuse_examining(duties_of(by, localdate(now)), area)):
        raise RefusedError(refusal)
    looking = Looking(area, fiscal_year, months, by, now)
    make_parts(area=area)
    seen = review(area, fiscal_year=fiscal_year, months=months, today=localdate(now))
    return _keep(looking, seen, list(found_in(seen)))


@transaction.atomic
def _keep(looking: Looking, seen: Review, found: Sequence[Found]) -> QualityScore:
    lock_area(looking.area.pk)
    _keep_findings(looking, seen, found)
    return _keep_score(looking, seen, counts_of(seen, _flags(looking.area, found)))


# ── findings ────────────────────────────────────────────────────────────────
def _keep_findings(looking: Looking, seen: Review, found: Sequence[Found]) -> None:
    """New ones are written, old ones that are there again open as they were left, those gone are resolved."""
    here = {one.finding.digest: one for one in found}
    known = {row.digest: row for row in Finding.objects.filter(area=looking.area, digest__in=list(here))}
    Finding.objects.bulk_create(
        [_row(looking, one) for digest, one in here.items() if digest not in known], batch_size=BATCH
    )
    again = [row for row in known.values() if row.state == Finding.State.RESOLVED and not row.settled]
    for row in again:
        explained = row.answer and row.severity == Finding.Severity.ASKS
        row.state = Finding.State.EXPLAINED if explained else Finding.State.OPEN
        row.resolved_at = None
    Finding.objects.bulk_update(again, ["state", "resolved_at"], batch_size=BATCH)
    _resolve_gone(looking, seen, here)


def _resolve_gone(looking: Looking, seen: Review, here: Mapping[str, Found]) -> None:
    """Of the cells that were looked at; those of another round stay as they are."""
    looked = {(one.entry.key, str(period)) for one in seen.items for period in one.periods}
    pending = Finding.objects.filter(area=looking.area).exclude(state=Finding.State.RESOLVED)
    gone = [row for row in pending if row.digest not in here and (row.item_id, row.period) in looked]
    for row in gone:
        row.state, row.resolved_at = Finding.State.RESOLVED, looking.now
    Finding.objects.bulk_update(gone, ["state", "resolved_at"], batch_size=BATCH)


def _row(looking: Looking, one: Found) -> Finding:
    finding = one.finding
    return Finding(
        area=looking.area,
        agency=one.agency,
        item_id=one.looked.entry.key,
        rule=finding.rule,
        place=finding.key.area,
        period=finding.key.period,
        part=finding.key.part,
        digest=finding.digest,
        severity=finding.severity.value,
        figures=_in_digits(finding.figures),
        against=_in_digits(finding.against),
        message=finding.message.to_data(),
        submission_id=one.submission,
        found_at=looking.now,
    )


def _in_digits(figures: Iterable[tuple[str, Decimal]]) -> list[list[str]]:
    return [[name, plain_number(value)] for name, value in figures]


def _flags(area: Area, found: Sequence[Found]) -> list[Flag]:
    """The cells whose finding is still open."""
    pending = set(
        Finding.objects.filter(area=area, state=Finding.State.OPEN).values_list("digest", flat=True)
    )
    return [
        Flag(one.looked.entry.key, one.cell, Severity(one.finding.severity), one.submission)
        for one in found
        if one.finding.digest in pending
    ]


# ── the score ───────────────────────────────────────────────────────────────
def _keep_score(looking: Looking, seen: Review, counts: Sequence[Counts]) -> QualityScore:
    terms = terms_for(looking.fiscal_year)
    before = newest_score(looking.area.pk, looking.fiscal_year, looking.months)
    kept = [asdict(one) for one in counts]
    if before and (before.counts, before.terms_version) == (kept, terms.version):
        return before
    made = QualityScore.objects.create(
        area=looking.area,
        fiscal_year=looking.fiscal_year,
        months=looking.months,
        number=before.number + 1 if before else 1,
        generation=seen.generation,
        day=seen.last,
        made_by=looking.by,
        made_at=looking.now,
        **_scored(counts, terms),
    )
    _told(looking, made)
    return made


def _scored(counts: Sequence[Counts], terms: Terms) -> dict[str, Any]:
    whole = score(counts, terms)
    agencies = sorted({one.agency for one in counts})
    return {
        "percent": _percent(whole),
        "level": whole.level.code if whole.level else "",
        "steps": [step.to_data() for step in whole.steps],
        "agencies": {
            key: _percent(score([one for one in counts if one.agency == key], terms)) for key in agencies
        },
        "items": {one.item: _percent(score([one], terms)) for one in counts},
        "counts": [asdict(one) for one in counts],
        "terms": terms.row,
        "terms_version": terms.version,
    }


def _percent(quality: Quality) -> str:
    return "" if quality.percent is None else plain_number(quality.percent)


def _told(looking: Looking, made: QualityScore) -> None:
    record(
        verb="examine_quality",
        subject=made,
        by=looking.by,
        now=looking.now,
        after={"round": f"{made.fiscal_year}-{made.months}", "number": made.number, "percent": made.percent},
        area_code=looking.area.pk,
        actor_role=duties_of(looking.by, localdate(looking.now)).described() if looking.by else "",
    )
