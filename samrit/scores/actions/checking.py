"""Compute every stored score again: nothing that stands in the database is believed."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from samrit.audit.models import Event, subject_of
from samrit.rules.wording import Message, RefusedError, say
from samrit.scores.actions.scoring import digest_of, outcome_of, rules_of
from samrit.scores.models import KpiScore, ProvinceScore, ScoreState
from samrit.scores.queries import scoring_document, with_kpi_scores

BATCH = 200


@dataclass(frozen=True)
class Reproduction:
    """One version computed again; ``problems`` says what differs, empty when every digit is the same."""

    score: ProvinceScore
    figures: int  # how many stored numbers were compared
    problems: tuple[Message, ...]


def recompute_all() -> Iterator[Reproduction]:
    """Every version of every score, in order; a fixed number of queries for each batch and each current version."""
    scores = ProvinceScore.objects.select_related("round__area", "round__fiscal_year", "edition")
    batch: list[ProvinceScore] = []
    for score in with_kpi_scores(scores.order_by("pk")).iterator(chunk_size=BATCH):
        batch.append(score)
        if len(batch) == BATCH:
            yield from _checked(batch)
            batch = []
    yield from _checked(batch)


def _checked(batch: list[ProvinceScore]) -> Iterator[Reproduction]:
    subjects = {subject_of(score): score.pk for score in batch}
    told: dict[int, set[str]] = {}
    for event in Event.objects.filter(subject__in=subjects):
        told.setdefault(subjects[event.subject], set()).update(filter(None, [event.after.get("digest")]))
    for score in batch:
        figures = len(score.kpi_scores.all()) * 2 + 1
        yield Reproduction(score, figures, tuple(_problems(score, told.get(score.pk))))


def reproduces(score: ProvinceScore) -> bool:
    """Whether computing again from the stored inputs gives the stored digits."""
    return not any(_differences(score))


def _problems(score: ProvinceScore, told: set[str] | None) -> Iterator[Message]:
    """``told``: the seals that the trail knows of it; empty for what is older than seals, None for what it never heard of."""
    yield from _differences(score)
    if score.digest != digest_of(score.inputs, score.outcome):
        yield say("score_digest_differs", "ลายพิมพ์ของเวอร์ชันไม่ตรงกับข้อมูลที่เก็บไว้")
    if told is None or (told and score.digest not in told):
        yield say("score_not_as_in_trail", "ลายพิมพ์ของเวอร์ชันไม่ตรงกับที่บันทึกไว้ในประวัติ")
    if score.superseded_at is None and score.state != ScoreState.PROVISIONAL:
        yield from _changed_since(score)


def _changed_since(score: ProvinceScore) -> Iterator[Message]:
    if scoring_document(score.round, score.edition) != score.inputs:
        yield say("inputs_not_as_verified", "ผลตรวจหรือกรอบที่ใช้อยู่ไม่ตรงกับที่ใช้คิดคะแนน")


def _differences(score: ProvinceScore) -> Iterator[Message]:
    try:
        outcome = outcome_of(score.inputs, rules_of(score))
    except RefusedError as refused:
        yield refused.refusal.message
        return
    yield from _compared(score, outcome)


def _compared(score: ProvinceScore, outcome: dict[str, Any]) -> Iterator[Message]:
    if outcome != score.outcome:
        yield from _where(outcome, score.outcome)
    stored = (score.rule_set, score.rule_version, score.total, score.total_published)
    total = None if outcome["total"] is None else Decimal(outcome["total"])
    if stored != (outcome["rules"], outcome["rules_version"], total, outcome["total_published"] or ""):
        yield _differs(say("total", "คะแนนรวม"), outcome["total"], score.total)
    if score.rating != (outcome["rating"]["text"] if outcome["rating"] else ""):
        yield _differs(say("rating", "ระดับ"), outcome["rating"] and outcome["rating"]["text"], score.rating)
    yield from _kpi_differences(score, outcome)


def _where(computed: dict[str, Any], stored: dict[str, Any]) -> Iterator[Message]:
    names = [name for name in computed.keys() | stored.keys() if computed.get(name) != stored.get(name)]
    yield say(
        "outcome_differs",
        "คิดใหม่ได้ไม่ตรงกับที่เก็บไว้: {names} (คิดใหม่ {computed} เก็บไว้ {stored})",
        names=", ".join(sorted(names)),
        computed=str(computed.get("total_published")),
        stored=str(stored.get("total_published")),
    )


def _differs(what: Message, computed: object, stored: object) -> Message:
    return say(
        "figure_differs",
        "{what}: คิดใหม่ {computed} เก็บไว้ {stored}",
        what=what,
        computed=computed,
        stored=stored,
    )


def _kpi_differences(score: ProvinceScore, outcome: dict[str, Any]) -> Iterator[Message]:
    computed = {
        (row["component"], one["number"]): (one["score"], one["points"], one["steps"])
        for row in outcome["kpis"]
        for one in (row, *row["parts"])
    }
    given = _given(score.inputs)
    rows = {(str(row.kpi.component.number), row.kpi.number): row for row in score.kpi_scores.all()}
    for place in sorted(computed.keys() | rows.keys()):
        what = say("kpi_numbered", "ตัวชี้วัด {number}", number="-".join(place))
        row = rows.get(place)
        stored = (_text(row.score), _text(row.points), row.steps) if row else None
        wanted = computed.get(place)
        if wanted is None or stored is None or not _same(wanted, stored):
            yield _differs(what, wanted and wanted[:2], stored and stored[:2])
        elif row and not _as_verified(row, given.get(place, {})):
            yield _differs(
                what, given.get(place, {}).get("result"), row.verification and row.verification.value
            )


def _same(wanted: tuple[Any, ...], stored: tuple[Any, ...]) -> bool:
    return wanted[2] == stored[2] and [_decimal(one) for one in wanted[:2]] == [
        _decimal(one) for one in stored[:2]
    ]


def _as_verified(row: KpiScore, given: dict[str, Any]) -> bool:
    """Whether the verification that it was scored from still says what was scored."""
    found = row.verification
    if found is None or "parts" in given or given.get("cancelled"):
        return True
    return (found.value, found.missing or None) == (_decimal(given.get("result")), given.get("missing"))


def _given(inputs: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (component["number"], one["number"]): one
        for component in inputs["components"]
        for kpi in component["kpis"]
        for one in (kpi, *kpi.get("parts", ()))
    }


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def _decimal(text: object) -> Decimal | None:
    return None if text is None else Decimal(str(text))
