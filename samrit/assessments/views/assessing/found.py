"""Which assessment a page is about, and what the pages show in the same way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from samrit.assessments.queries.assessments import Read, visible_to
from samrit.people.middleware import PersonRequest
from samrit.rules.amounts import aligned
from samrit.rules.instruments import Instrument, Section, SectionScore, Words, progress
from samrit.ui.charts import Line, Radar
from samrit.ui.pieces import Crumb
from samrit.ui.wording import in_words

LEAST_AXES = 3


def found_read(request: PersonRequest, pk: int) -> Read:
    """The assessment of an address, with its instrument; 404 for strangers."""
    return Read(get_object_or_404(visible_to(request.duties), pk=pk))


def found_stage(read: Read, stage: str) -> str:
    if stage not in {one.code for one in read.stages}:
        raise Http404
    return stage


def named(words: Words) -> str:
    """In the reader's language."""
    return in_words(words.message())


def section_name(section: Section) -> str:
    return f"{section.number} {named(section.words)}".strip()


def stage_name(read: Read, code: str) -> str:
    return next((named(stage.words) for stage in read.stages if stage.code == code), code)


def url_of(read: Read, name: str = "assessment", *more: str | int) -> str:
    return reverse(f"assessments:{name}", args=[read.assessment.pk, *more])


def crumbs(read: Read, *more: Crumb) -> list[Crumb]:
    """From the list of assessments down."""
    one = read.assessment
    title = f"{one.agency.name} {one.fiscal_year}"
    return [
        Crumb(_("แบบประเมิน"), reverse("assessments:list")),
        Crumb(title, url_of(read) if more else ""),
        *more,
    ]


def shown(instrument: Instrument, value: Decimal | None) -> str:
    """A value as it is published; "" where nothing was assessed."""
    return "" if value is None else aligned(instrument.published(value), instrument.decimals)


@dataclass(frozen=True)
class SectionLine:
    """A section with how far it is and what it scores now. ``light``: code of its badge, "" without a level."""

    code: str
    name: str
    url: str
    answered: int
    asked: int
    left: int
    value: str
    light: str
    level: str
    parts: Sequence["SectionLine"] = ()


def section_lines(read: Read, stage: str) -> list[SectionLine]:
    """The sections on top with those right in them."""
    found = {each.code: each for each in read.score(stage).walk()}
    return [_line(read, stage, section, found) for section in read.instrument.parts("")]


def _line(read: Read, stage: str, section: Section, found: dict[str, SectionScore]) -> SectionLine:
    done, scored = progress(read.instrument, read.sheet(stage), section.code), found[section.code]
    level = scored.level
    top = next(reversed(list(read.instrument.around(section.code))))
    anchor = "" if top.code == section.code else f"#{section.code}"
    return SectionLine(
        code=section.code,
        name=section_name(section),
        url=url_of(read, "sheet", stage, top.code) + anchor,
        answered=done.answered,
        asked=done.asked,
        left=len(done.left),
        value=shown(read.instrument, scored.value),
        light=f"light_{level.light}" if level and level.light else "",
        level=named(level.words) if level else "",
        parts=[_line(read, stage, part, found) for part in read.instrument.parts(section.code)],
    )


def radar_of(
    read: Read, columns: Iterable[tuple[str, dict[str, Decimal | None]]], title: str
) -> Radar | None:
    """The sections on top around a centre; None with fewer than three of them, or nothing to show."""
    sections = read.instrument.parts("")
    lines = [
        Line(name, [values.get(section.code) for section in sections])
        for name, values in columns
        if any(values.get(section.code) is not None for section in sections)
    ]
    if len(sections) < LEAST_AXES or not lines:
        return None
    labels = [section.number or str(place) for place, section in enumerate(sections, 1)]
    return Radar(title, labels, lines, read.instrument.full)


def in_page(read: Read, **more: Any) -> dict[str, Any]:
    """What every page of one assessment has."""
    one = read.assessment
    return {
        "assessment": one,
        "instrument": read.instrument,
        "instrument_name": named(read.instrument.words),
        "state_code": f"assessment_{one.state}",
        **more,
    }
