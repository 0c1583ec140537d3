"""A year's results of all provinces: recorded, filed, verified; how far each round came."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from samrit.config.demo.country.agreements import BATCH, Agreement, Year
from samrit.config.demo.country.plan import Drawing, Line, Said
from samrit.config.demo.story import local
from samrit.frameworks.models import Round
from samrit.people.models import Role
from samrit.people.queries import Duties
from samrit.reports.models import Filing, Result
from samrit.reports.queries import Item
from samrit.reports.queries.freezing import Filed, frozen
from samrit.rules.sealing import CODE_LENGTH, CODE_LETTERS, NOTHING_BEFORE, canonical, sealed
from samrit.rules.workflow import Status
from samrit.scores.models import Verification

WINDOWS = {6: ("{year}-03-25 08:30", "{year}-04-11 16:30"), 12: ("{year}-10-01 08:30", "{year}-10-31 16:30")}
# How far the newest round came, province by province; all others and all earlier rounds are published.
NEWEST = ("reporting", "filed", "verifying", "verified", "provisional", "confirmed", "embargoed")
EACH = 2
SHORT = "ผลต่ำกว่าที่รายงาน เพราะหลักฐานบางส่วนอยู่นอกปีงบประมาณ (สมมติ)"
LEFT_OUT = "หน่วยงานยังไม่ส่งผลที่อนุมัติแล้ว (สมมติ)"


@dataclass
class Reported:
    """One province's round: ``answers`` are what is scored, by the KPI's full number."""

    agreement: Agreement
    round: Round
    stage: str
    said: Mapping[str, Said]
    results: dict[str, Result] = field(default_factory=dict)
    verified: dict[str, Verification] = field(default_factory=dict)

    @property
    def area(self) -> str:
        return str(self.round.area_id)

    @cached_property
    def filed_at(self) -> datetime:
        return self.round.closes_at - timedelta(hours=5)

    @property
    def is_filed(self) -> bool:
        return self.stage != "reporting"

    @property
    def is_scored(self) -> bool:
        return self.stage in {"provisional", "confirmed", "embargoed", "published"}


def report(year: Year, months: int, agreements: Sequence[Agreement], *, newest: bool) -> list[Reported]:
    """The rounds of all provinces with their results, filings and verifications."""
    stages = _stages(year.drawing) if newest else {}
    opens, closes = (local(edge.format(year=year.year - 543)) for edge in WINDOWS[months])
    rounds = Round.objects.bulk_create(
        Round(
            area=one.province.area, fiscal_year_id=year.year, months=months, opens_at=opens, closes_at=closes,
            **_settled(stages.get(one.province.area.code, "published"), closes),
        )
        for one in agreements
    )  # fmt: skip
    lines = {line.key: line for line in year.lines if line.levels}
    reported = [
        Reported(
            one,
            round_,
            stages.get(one.province.area.code, "published"),
            {key: _said(year, one, months, line) for key, line in lines.items() if _asked(one, months, key)},
        )
        for one, round_ in zip(agreements, rounds, strict=True)
    ]
    _results(reported)
    _verify(year, [one for one in reported if one.is_filed])
    _file(year.drawing, [one for one in reported if one.is_filed])
    return reported


def _stages(drawing: Drawing) -> dict[str, str]:
    if len(drawing.areas) < len(NEWEST) * EACH * 2:
        return {}
    chosen = drawing.dice("stages").sample(drawing.areas, len(NEWEST) * EACH)
    return {area: NEWEST[place // EACH] for place, area in enumerate(chosen)}


def _settled(stage: str, closes: datetime) -> dict[str, datetime]:
    settled = {"settled_at": closes + timedelta(days=50)}
    if stage == "confirmed":
        return settled
    return {**settled, "published_at": closes + timedelta(days=60)} if stage == "published" else {}


def _asked(agreement: Agreement, months: int, key: str) -> bool:
    return not (months == 12 and key in agreement.cancelled)  # noqa: PLR2004 - cancelled from the second round on


def _said(year: Year, agreement: Agreement, months: int, line: Line) -> Said:
    return year.drawing.said(agreement.province.area.code, year.year, months, line)


# ── what is recorded ────────────────────────────────────────────────────────
def _results(reported: Sequence[Reported]) -> None:
    places = [
        (one, key)
        for one in reported
        for place, (key, said) in enumerate(one.said.items())
        if said.fate != "left_out" and not (one.stage == "reporting" and place % 4 == 3)  # noqa: PLR2004
    ]
    made = Result.objects.bulk_create((_result(one, key) for one, key in places), batch_size=BATCH)
    for (one, key), result in zip(places, made, strict=True):
        one.results[key] = result
    through = Result.recorders.through
    through.objects.bulk_create(
        (through(result_id=one.pk, user_id=one.saved_by_id) for one in made), batch_size=BATCH
    )


def _result(one: Reported, key: str) -> Result:
    people, said, kpi = one.agreement.province.people, one.said[key], one.agreement.kpis[key]
    saved = one.round.opens_at + timedelta(days=3, minutes=10 * len(key))
    return Result(
        indicator=kpi.indicator, round=one.round, status=_status(one, key), value=said.value, missing=said.missing,
        narrative="" if said.missing else "ดำเนินงานตามแผนของจังหวัด (ข้อความสมมติ)",
        version=3, saved_by=people[Role.RECORDER], saved_at=saved,
        submitted_by=people[Role.RECORDER], submitted_at=saved + timedelta(hours=1),
        approved_by=people[Role.APPROVER], approved_at=saved + timedelta(days=1),
    )  # fmt: skip


def _status(one: Reported, key: str) -> Status:
    if one.stage == "reporting":
        return Status.APPROVED
    return Status.VERIFIED if _is_verified(one, key) else Status.FILED


def _is_verified(one: Reported, key: str) -> bool:
    if one.stage == "verifying":
        return int(key.partition("-")[0]) == 1
    return one.stage not in {"reporting", "filed"}


# ── what is verified ────────────────────────────────────────────────────────
def _verify(year: Year, reported: Sequence[Reported]) -> None:
    places = [(one, key) for one in reported for key in one.results if _is_verified(one, key)]
    made = Verification.objects.bulk_create(
        (_verification(year, one, key) for one, key in places), batch_size=BATCH
    )
    for (one, key), verification in zip(places, made, strict=True):
        one.verified[key] = verification


def _verification(year: Year, one: Reported, key: str) -> Verification:
    said = one.said[key]
    corrected = said.fate == "corrected"
    return Verification(
        result=one.results[key], verified_by=year.by, verified_at=one.round.closes_at + timedelta(days=20),
        decision=Verification.Decision.CORRECT if corrected else Verification.Decision.ACCEPT,
        value=said.corrected if corrected else said.value, missing=said.missing, reason=SHORT if corrected else "",
    )  # fmt: skip


# ── what is filed ───────────────────────────────────────────────────────────
def _file(drawing: Drawing, reported: Sequence[Reported]) -> None:
    last = _last_filings()
    filings = []
    for one in reported:
        place, before = last.get(one.area, (0, NOTHING_BEFORE))
        filing = _filing(drawing, one, place + 1, before)
        last[one.area] = (filing.place, filing.sha256)
        filings.append(filing)
    Filing.objects.bulk_create(filings, batch_size=200)


def _last_filings() -> dict[str, tuple[int, str]]:
    rows = Filing.objects.order_by("place").values_list("area", "place", "sha256")
    return {area: (place, sha256) for area, place, sha256 in rows}


def _filing(drawing: Drawing, one: Reported, place: int, before: str) -> Filing:
    coordinator = one.agreement.province.coordinator
    inside, outside = list(_items(one, inside=True)), list(_items(one, inside=False))
    dice = drawing.dice("code", one.area, one.round.fiscal_year_id, one.round.months)
    code = "".join(dice.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    reason = LEFT_OUT if outside else ""
    filed = Filed(one.round, inside, outside, 1, place, code, before, reason, {})
    snapshot = canonical(frozen(filed, duties=Duties(coordinator.user, (coordinator,)), now=one.filed_at))
    return Filing(
        round=one.round, number=1, area_id=one.area, place=place, filed_by=coordinator.user, filed_at=one.filed_at,
        results=len(inside), left_out=len(outside), reason=reason, code=code, snapshot=snapshot,
        sha256=sealed(snapshot), previous_sha256=before,
    )  # fmt: skip


def _items(one: Reported, *, inside: bool) -> Iterator[Item]:
    for key in one.said:
        result = one.results.get(key)
        if (result is not None) != inside:
            continue
        if result is not None:
            related = {"recorders": [result.saved_by], "evidence": []}
            result._prefetched_objects_cache = related  # type: ignore[attr-defined]  # noqa: SLF001
        yield Item(one.agreement.kpis[key], one.round, result)
