"""What the report of an assessment says, in Thai: the same facts for the PDF and the Word file."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from samrit.assessments.models import FollowUp
from samrit.assessments.queries.assessments import Read
from samrit.assessments.queries.official import official_column, official_of
from samrit.assessments.queries.plans import Planned
from samrit.rules.amounts import aligned
from samrit.rules.assessing import STATE_LABELS, State
from samrit.rules.instruments import InstrumentScore, Section, column, gaps, side_by_side, suggestions
from samrit.rules.secrecy import is_secret
from samrit.ui.charts import Line, Radar
from samrit.ui.formats import date_long

NOTHING = "ไม่ประเมิน"
MOST_SUGGESTED = 10
LEAST_AXES = 3
NAMELESS = "เอกสารลับ"


@dataclass(frozen=True)
class ReportRow:
    """A section with what each column says of it; ``depth`` 0 is the whole."""

    name: str
    depth: int
    cells: Sequence[str]
    level: str


@dataclass(frozen=True)
class ReportTask:
    """``proofs``: what its follow-ups are proved by; of a secret file, which paper carries no further, not the name."""

    what: str
    section: str
    owner: str
    due: str
    standing: str
    proofs: Sequence[str] = ()


@dataclass(frozen=True)
class ReportFacts:
    """``state``: where the assessment stands; a report before the head's signature says so."""

    title: str
    agency: str
    area: str
    year: int
    version: str
    state: str
    signed: str
    value: str
    full: str
    level: str
    provisional: bool
    final: str
    heads: Sequence[str]
    level_head: str
    rows: Sequence[ReportRow]
    gaps: Sequence[str]
    suggestions: Sequence[str]
    tasks: Sequence[tuple[str, Sequence[ReportTask]]]
    steps: Sequence[str]
    caution: str
    reference: str
    official_source: str
    radar: Radar | None


def address_of(read: Read) -> str:
    """Where the assessment can be read, whole."""
    return urljoin(settings.SITE_URL, reverse("assessments:assessment", args=[read.assessment.pk]))


def name_of(read: Read) -> str:
    """The report's file name, without its ending."""
    one = read.assessment
    return f"{one.release.code}-{one.agency.name}-{one.fiscal_year}"


def facts_of(read: Read, stages: Sequence[str], tasks: Sequence[Planned]) -> ReportFacts:
    """``stages``: those that the reader may see, the agency's own first."""
    with translation.override("th"):
        return _facts(read, stages, tasks)


def _facts(read: Read, stages: Sequence[str], tasks: Sequence[Planned]) -> ReportFacts:
    one, instrument, own = read.assessment, read.instrument, read.score(read.own)
    names = {stage.code: stage.words.thai for stage in read.stages}
    counting = read.final_stage() if read.final_stage() in stages else read.own
    columns = [(names[stage], dict(column(read.score(stage)))) for stage in stages]
    official = official_of(one.agency_id, one.release.code, one.fiscal_year)
    if official:
        columns.append(("ผลอย่างเป็นทางการ", official_column(official)))
    return ReportFacts(
        title=instrument.words.thai,
        agency=one.agency.name,
        area=one.area.name,
        year=one.fiscal_year,
        version=f"{own.version} ({own.digest})",
        state=STATE_LABELS[State(one.state)].thai(),
        signed=_signed(read),
        value=own.published or NOTHING,
        full=aligned(instrument.full, 0),
        level=own.level.words.thai if own.level else "",
        provisional=own.provisional,
        final=_final(read, stages, names),
        heads=[name for name, _values in columns],
        level_head=f"ระดับ ({names[counting]})" if len(stages) > 1 else "ระดับ",
        rows=_rows(read, read.score(counting), columns),
        gaps=[gap.message().thai() for gap in gaps(instrument, read.sheet(read.own))],
        suggestions=[
            suggestion.message(instrument).thai()
            for suggestion in suggestions(instrument, read.sheet(read.own), most=MOST_SUGGESTED)
        ],
        tasks=[
            (f"แผน {years} ปี", [_task(read, each) for each in tasks if each.task.years == years])
            for years in (1, 3)
        ],
        steps=[step.thai() for step in own.explained()],
        caution="" if instrument.confirmed else "เกณฑ์ของรุ่นนี้ยังไม่ได้รับการยืนยัน",
        reference="" if instrument.confirmed else instrument.reference,
        official_source=official.source if official else "",
        radar=_radar(read, columns),
    )


def _final(read: Read, stages: Sequence[str], names: dict[str, str]) -> str:
    """What counts, where assessors came after the agency; "" while its own does."""
    stage = read.final_stage()
    if stage == read.own or stage not in stages:
        return ""
    found = read.score(stage)
    level = f" ระดับ {found.level.words.thai}" if found.level else ""
    return f"{found.published or NOTHING}{level} ({names[stage]})"


def _signed(read: Read) -> str:
    one = read.assessment
    if one.signed_at is None or one.signed_by is None:
        return ""
    return f"{one.signed_by.name} เมื่อวันที่ {date_long(one.signed_at)}"


def _rows(
    read: Read, counting: InstrumentScore, columns: Sequence[tuple[str, dict[str, Decimal | None]]]
) -> list[ReportRow]:
    instrument = read.instrument
    levels = {each.code: each.level.words.thai for each in counting.walk() if each.level}
    whole = counting.level.words.thai if counting.level else ""
    rows = side_by_side(instrument, [values for _name, values in columns])
    return [
        ReportRow(
            f"{row.number} {row.words.thai}".strip() if row.code else "รวม",
            len(list(instrument.around(row.code))) if row.code else 0,
            [_shown(read, value) for value in row.values],
            levels.get(row.code, "") if row.code else whole,
        )
        for row in rows
    ]


def _shown(read: Read, value: Decimal | None) -> str:
    instrument = read.instrument
    return NOTHING if value is None else aligned(instrument.published(value), instrument.decimals)


def _task(read: Read, each: Planned) -> ReportTask:
    section: Section | None = read.instrument.sections.get(each.task.section)
    newest = each.newest
    standing = FollowUp.Standing(newest.standing).label if newest else "ยังไม่ถึงกำหนดติดตาม"
    return ReportTask(
        each.task.what,
        f"{section.number} {section.words.thai}".strip() if section else "",
        each.task.owner,
        date_long(each.task.due),
        f"ยกเลิก: {each.task.dropped}" if each.task.dropped else str(standing),
        [
            f"ครบ {station.months} เดือน: {NAMELESS if is_secret(file.secrecy) else file.name}"
            for station in each.stations
            for file in station.files
        ],
    )


def _radar(read: Read, columns: Sequence[tuple[str, dict[str, Decimal | None]]]) -> Radar | None:
    sections = read.instrument.parts("")
    if len(sections) < LEAST_AXES:
        return None
    lines = [Line(name, [values.get(each.code) for each in sections]) for name, values in columns]
    labels = [each.number or str(place) for place, each in enumerate(sections, 1)]
    return Radar("คะแนนรายด้าน", labels, lines, read.instrument.full)
