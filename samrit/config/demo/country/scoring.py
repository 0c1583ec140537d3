"""A year's scores of all provinces, computed by the real rules and sealed like any other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from samrit.audit.actions import Entry, record_all
from samrit.config.demo.country.agreements import BATCH, Year
from samrit.config.demo.country.reporting import Reported
from samrit.frameworks.models import Kpi
from samrit.people.queries import Duties
from samrit.rules import rulesets
from samrit.rules.thai import plain_number
from samrit.scores.actions.scoring import digest_of, outcome_of
from samrit.scores.models import KpiScore, ProvinceScore, Publication, RulesKept, ScoreState, Verification

VERBS = {
    ScoreState.PROVISIONAL: "compute_score", ScoreState.CONFIRMED: "confirm_score",
    ScoreState.APPEALED: "apply_appeals", ScoreState.FINAL: "finalise_score",
}  # fmt: skip
STATES = {
    "provisional": ScoreState.PROVISIONAL, "confirmed": ScoreState.CONFIRMED, "embargoed": ScoreState.CONFIRMED,
    "published": ScoreState.FINAL,
}  # fmt: skip
CONTESTED = 40  # one round of so many was contested, and its page has a second edition
UPHELD = "รับฟังอุทธรณ์: หลักฐานเพิ่มเติมยืนยันผลตามที่จังหวัดรายงาน (สมมติ)"


@dataclass(frozen=True)
class Version:
    """One version of a score on its way into the database."""

    reported: Reported
    score: ProvinceScore
    verified: Mapping[str, Verification]


def score(year: Year, reported: Sequence[Reported], *, duties: Duties, now: datetime) -> int:
    """Scores, their KPIs' and what is public of them; how many versions."""
    versions = [version for one in reported if one.is_scored for version in _versions(year, one)]
    if not versions:
        return 0
    _keep_rules(versions[0].score, now)
    ProvinceScore.objects.bulk_create((one.score for one in versions), batch_size=200)
    KpiScore.objects.bulk_create((row for one in versions for row in _kpi_scores(one)), batch_size=BATCH)
    _publish(year, versions, now)
    record_all([_entry(one, duties, now) for one in versions])
    return len(versions)


def _versions(year: Year, one: Reported) -> Iterator[Version]:
    """One version; two where somebody contested a correction and was right."""
    scored_at = one.round.closes_at + timedelta(days=30)
    state = STATES[one.stage]
    corrected = [
        key for key, found in one.verified.items() if found.decision == Verification.Decision.CORRECT
    ]
    dice = year.drawing.dice("contested", one.area, year.year, one.round.months)
    if state != ScoreState.FINAL or not corrected or dice.randrange(CONTESTED // 8):
        yield _version(year, one, state, verified=one.verified, at=scored_at)
        return
    decided_at = scored_at + timedelta(days=70)
    first = _version(year, one, ScoreState.CONFIRMED, verified=one.verified, at=scored_at)
    first.score.superseded_at = decided_at
    yield first
    settled = _settled(one, corrected[0], decided_at)
    yield _version(year, one, ScoreState.APPEALED, number=2, verified=settled, at=decided_at)


def _settled(one: Reported, key: str, at: datetime) -> dict[str, Verification]:
    """The verifications once the contested one is superseded by what was reported."""
    earlier, result = one.verified[key], one.results[key]
    Verification.objects.filter(pk=earlier.pk).update(superseded_at=at)
    later = Verification.objects.create(
        result=result, decision=Verification.Decision.ACCEPT, value=result.value, missing=None, reason=UPHELD,
        verified_by=earlier.verified_by, verified_at=at,
    )  # fmt: skip
    return {**one.verified, key: later}


def _version(
    year: Year,
    one: Reported,
    state: ScoreState,
    *,
    number: int = 1,
    verified: Mapping[str, Verification],
    at: datetime,
) -> Version:
    inputs = _document(year, one, verified)
    outcome = outcome_of(inputs)
    total = outcome["total"]
    score = ProvinceScore(
        round=one.round, version=number, state=state, edition=one.agreement.edition,
        reason=UPHELD if state == ScoreState.APPEALED else "",
        rule_set=outcome["rules"], rule_version=outcome["rules_version"], inputs=inputs, outcome=outcome,
        digest=digest_of(inputs, outcome), total=None if total is None else Decimal(total),
        total_published=outcome["total_published"] or "",
        rating=outcome["rating"]["text"] if outcome["rating"] else "", computed_by=year.by, computed_at=at,
    )  # fmt: skip
    return Version(one, score, verified)


def _document(year: Year, one: Reported, verified: Mapping[str, Verification]) -> dict[str, Any]:
    """What ``scores.queries.scoring_document`` reads back from the database."""

    def of_line(key: str, parts: Sequence[str]) -> dict[str, Any]:
        kpi = one.agreement.kpis[key]
        document = {"number": kpi.number, "weight": _text(kpi.weight)}
        if key in one.agreement.cancelled and key not in one.said:
            return {**document, "cancelled": True, "reweight": one.agreement.cancelled[key].reweight}
        if parts:
            return {**document, "parts": [of_line(part, ()) for part in parts]}
        return {**document, **_answer(kpi, verified.get(key))}

    components: dict[int, list[dict[str, Any]]] = {}
    for line in year.lines:
        if not line.whole:
            parts = [part.key for part in year.parts_of(line)]
            components.setdefault(line.component, []).append(of_line(line.key, parts))
    edition = one.agreement.edition
    return {
        "rules": one.round.fiscal_year.rule_set,
        "reweight": edition.reweight,
        "components": [
            {
                "number": str(component.number),
                "weight": _text(component.weight),
                "assessed": component.assessed,
                "kpis": components.get(component.number, []),
            }
            for component in one.agreement.components
        ],
    }


def _answer(kpi: Kpi, found: Verification | None) -> dict[str, Any]:
    return {
        "direction": str(kpi.direction),
        "interpolate": str(kpi.interpolate),
        "levels": [plain_number(level) for level in kpi.levels or ()],
        "result": _text(found.value) if found else None,
        "missing": found.missing if found else "no_data",  # what was left out of the report
    }


def _text(number: Decimal | None) -> str | None:
    return None if number is None else plain_number(number)


def _kpi_scores(version: Version) -> Iterator[KpiScore]:
    for row in version.score.outcome["kpis"]:
        for one in (row, *row["parts"]):
            key = f"{row['component']}-{one['number']}"
            yield KpiScore(
                province_score=version.score, kpi=version.reported.agreement.kpis[key],
                verification=version.verified.get(key), score=one["score"], points=one["points"], steps=one["steps"],
            )  # fmt: skip


def _keep_rules(score: ProvinceScore, now: datetime) -> None:
    RulesKept.objects.get_or_create(
        version=score.rule_version,
        defaults={
            "name": score.rule_set,
            "text": rulesets.text_of(score.rule_set),
            "kept_at": now,
        },
    )


# ── what is public ──────────────────────────────────────────────────────────
def _publish(year: Year, versions: Sequence[Version], now: datetime) -> None:
    Publication.objects.bulk_create(
        Publication(
            round=one.reported.round,
            score=one.score,
            number=one.score.version,
            reason=UPHELD if one.score.version > 1 else "",
            published_by=year.by,
            **_moments(one, now),
        )
        for one in versions
        if one.reported.stage in {"embargoed", "published"}
    )


def _moments(version: Version, now: datetime) -> dict[str, datetime]:
    if version.reported.stage == "embargoed":
        return {"publish_at": now + timedelta(days=3), "decided_at": now}
    at = version.score.computed_at + timedelta(days=30 if version.score.version == 1 else 2)
    return {"publish_at": at, "decided_at": at, "told_at": at}


def _entry(version: Version, duties: Duties, now: datetime) -> Entry:
    score = version.score
    return Entry(
        verb=VERBS[ScoreState(score.state)], subject=score, by=duties.user, now=now, reason=score.reason,
        area_code=version.reported.area, actor_role=duties.described(),
        after={
            "version": score.version, "state": str(score.state), "total": score.total_published,
            "rating": score.rating, "rule_version": score.rule_version, "digest": score.digest,
        },
    )  # fmt: skip
