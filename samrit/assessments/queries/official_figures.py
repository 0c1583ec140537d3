"""Official results of a province's agencies as a cell of a formula (``official_readiness_level``)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from samrit.assessments.models import InstrumentRelease, OfficialResult
from samrit.assessments.queries.surveys import asked_by
from samrit.people.models import Area
from samrit.rules.amounts import aligned
from samrit.rules.formula import Figure, Need
from samrit.rules.instruments.kinds import Source
from samrit.rules.kpi_formulas import Brought, Frame, frame_of_year, mean_of
from samrit.rules.observed import Status
from samrit.rules.thai import collation_key
from samrit.rules.wording import Message, say

KIND = "official"  # of a frame whose ``keys`` are of OfficialResult; ``of`` is LEVEL or the section's code
LEVEL = ":level"  # no section is called so
Stated = tuple[OfficialResult, Decimal | None]


def brought(need: Need, figure: Figure, *, area: Area, year: int, at: datetime | None) -> Brought:
    """The mean of what the authority said of each agency, the newest version of each (at a moment)."""
    instrument, outcome = figure.of
    rows = _newest(area, instrument, year, at)
    of = _taken(instrument, outcome, area)
    frame = frame_of_year(
        need, figure, kind=KIND, area=area.pk, fiscal_year=year, keys=(row.pk for row in rows), of=of
    )
    if not rows:
        return Brought(frame, Status.NOT_YET, (_nothing(year),))
    return _made(frame, rows)


def again(frame: Frame) -> Brought:
    """From the same versions, whatever was brought in since."""
    return _made(frame, results_of(frame.keys))


def results_of(keys: Iterable[int]) -> list[OfficialResult]:
    """By their keys, in this order."""
    wanted = list(keys)
    known = OfficialResult.objects.select_related("agency", "file").in_bulk(wanted)
    return [known[key] for key in wanted if key in known]


def value_of(row: OfficialResult, of: str) -> Decimal | None:
    """What the authority said of this; None where it did not."""
    if of == LEVEL:
        return None if row.level is None else Decimal(row.level)
    said = str(row.values.get(of, ""))
    return Decimal(said) if said else None


def _newest(area: Area, instrument: str, year: int, at: datetime | None) -> list[OfficialResult]:
    rows = OfficialResult.objects.filter(agency__area=area, instrument=instrument, fiscal_year=year)
    if at is not None:
        rows = rows.filter(attached_at__lte=at)
    newest = {row.agency_id: row for row in rows.select_related("agency").order_by("number")}
    return sorted(newest.values(), key=lambda row: (collation_key(row.agency.name), row.agency_id))


def _taken(instrument: str, outcome: str, area: Area) -> str:
    """LEVEL, or the section whose value the outcome is ("" the whole)."""
    releases = InstrumentRelease.objects.filter(code=instrument).exclude(state=InstrumentRelease.State.DRAFT)
    own = releases.filter(agency=None) | releases.filter(agency__area=area)
    for release in own.defer("documents").order_by("-pk"):
        stated = asked_by(release).outcomes.get(outcome)
        if stated is not None:
            return LEVEL if stated.of is Source.LEVEL else stated.section
    return ""


def _made(frame: Frame, rows: Sequence[OfficialResult]) -> Brought:
    stated = [(row, value_of(row, frame.of)) for row in rows]
    values = [value for _, value in stated if value is not None]
    return Brought(frame, mean_of(values) if values else Status.NOT_YET, tuple(_told(stated, values)))


def _told(stated: Sequence[Stated], values: Sequence[Decimal]) -> Iterator[Message]:
    for row, value in stated:
        yield say(
            "official_of_agency",
            "{agency}: ผลอย่างเป็นทางการ {value} ({source})",
            agency=row.agency.name,
            value="–" if value is None else aligned(value, 0),
            source=row.source,
        )
    if len(values) > 1:
        yield say(
            "official_mean",
            "ค่าเฉลี่ยของ {count} หน่วยงาน = ({values}) ÷ {count}",
            count=len(values),
            values=" + ".join(aligned(value, 0) for value in values),
        )


def _nothing(year: int) -> Message:
    return say(
        "official_nothing",
        "ยังไม่ได้นำเข้าผลอย่างเป็นทางการของปีงบประมาณ {year} – นำเข้าได้ที่หน้าแบบประเมิน หัวข้อผลอย่างเป็นทางการ",
        year=year,
    )
