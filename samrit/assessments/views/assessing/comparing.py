"""Scores side by side: the agency and its assessors, the official result, earlier years; and where ticks differ."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samrit.assessments.permissions.assessing import sees_sheet
from samrit.assessments.queries.assessments import Read, again, years_of
from samrit.assessments.queries.official import official_column, official_of
from samrit.assessments.views.assessing.found import (
    crumbs,
    found_read,
    in_page,
    named,
    radar_of,
    shown,
    stage_name,
)
from samrit.people.middleware import PersonRequest
from samrit.people.queries import Duties
from samrit.rules.instruments import (
    Instrument,
    Question,
    column,
    differences,
    differing_ticks,
    side_by_side,
)
from samrit.ui.pieces import Crumb

MOST_YEARS = 4
Values = dict[str, Decimal | None]


@dataclass(frozen=True)
class Compared:
    """``cells``: the column's head, its value, the change against the first column; "" where one says nothing."""

    name: str
    depth: int
    cells: list[tuple[str, str, str]]


@dataclass(frozen=True)
class TickShown:
    question: Question
    own: str
    other: str
    note: str


@require_safe
def compare(request: PersonRequest, pk: int) -> HttpResponse:
    """Where do we and others see the office differently, and how was it a year ago?"""
    read = found_read(request, pk)
    columns = [*stage_columns(request.duties, read), *official_columns(read)]
    years = year_columns(read)
    context = in_page(
        read,
        heads=[name for name, _values in columns],
        rows=compared(read.instrument, columns),
        year_heads=[name for name, _values in years],
        year_rows=compared(read.instrument, years) if len(years) > 1 else [],
        changed=_changed(read),
        differing=[
            (stage_name(read, stage.code), ticks)
            for stage in read.stages[1:]
            if read.row(stage.code)
            and sees_sheet(request.duties, read, stage.code)
            and (ticks := _differing(read, stage.code))
        ],
        radar=radar_of(read, columns, _("คะแนนรายด้าน")),
        year_radar=radar_of(read, years, _("คะแนนรายด้านรายปี")) if len(years) > 1 else None,
        crumbs=crumbs(read, Crumb(_("เปรียบเทียบ"))),
    )
    return render(request, "assessments/assessing/compare.html", context)


def stage_columns(duties: Duties, read: Read) -> list[tuple[str, Values]]:
    """The stages that this person may see, the agency's own first."""
    return [
        (stage_name(read, stage.code), dict(column(read.score(stage.code))))
        for stage in read.stages
        if read.row(stage.code) and sees_sheet(duties, read, stage.code)
    ]


def official_columns(read: Read) -> list[tuple[str, Values]]:
    one = read.assessment
    found = official_of(one.agency_id, one.release.code, one.fiscal_year)
    return [(_("ผลอย่างเป็นทางการ"), official_column(found))] if found else []


def year_columns(read: Read) -> list[tuple[str, Values]]:
    """The signed scores of this year and those before, the oldest first."""
    found = []
    for one in years_of(read.assessment)[-MOST_YEARS:]:
        other = Read(one)
        kept = other.kept_score(other.final_stage())
        if kept:
            found.append((str(one.fiscal_year), dict(column(again(kept, other.instrument)))))
    return found


def compared(instrument: Instrument, columns: list[tuple[str, Values]]) -> list[Compared]:
    """A row for the whole and each section; what says nothing in any column is left out."""
    rows = side_by_side(instrument, [values for _name, values in columns])
    heads = [name for name, _values in columns]
    return [
        Compared(
            f"{row.number} {named(row.words)}".strip() if row.code else _("รวม"),
            len(list(instrument.around(row.code))) if row.code else 0,
            [
                (head, shown(instrument, value), _change(instrument, change) if place else "")
                for place, (head, value, change) in enumerate(
                    zip(heads, row.values, row.changes, strict=True)
                )
            ],
        )
        for row in rows
        if any(value is not None for value in row.values)
    ]


def _change(instrument: Instrument, change: Decimal | None) -> str:
    if change is None or not instrument.published(change):
        return ""
    text = shown(instrument, change)
    return f"+{text}" if change > 0 else text.replace("-", "−")


def _differing(read: Read, stage: str) -> list[TickShown]:
    row = read.row(stage)
    notes = row.answers if row else {}
    words = {True: _("ทำแล้ว"), False: _("ยังไม่ทำ"), None: _("ไม่ได้ตอบ")}
    return [
        TickShown(
            one.question,
            words[one.one],
            words[one.other],
            notes.get(one.question.code, {}).get("note", ""),
        )
        for one in differing_ticks(read.instrument, read.sheet(read.own), read.sheet(stage))
    ]


def _changed(read: Read) -> dict[str, int]:
    """How the questionnaire changed since the year before: years of different versions compare with care."""
    years = years_of(read.assessment)
    before = next((one for one in reversed(years) if one.fiscal_year < read.assessment.fiscal_year), None)
    if before is None or before.release_id == read.assessment.release_id:
        return {}
    found = differences(Read(before).instrument, read.instrument)
    counts = {"added": len(found.added), "removed": len(found.removed), "changed": len(found.changed)}
    return counts if any(counts.values()) else {}
