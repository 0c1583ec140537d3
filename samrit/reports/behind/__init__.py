"""From a figure of a formula down to what it was made of – a dataset, a tick, an answer count – as far as a person may look."""

from collections.abc import Callable, Iterable, Mapping

from samrit.assessments.queries import figures as assessment_figures
from samrit.assessments.queries import official_figures, survey_figures
from samrit.catalog.queries import figures as catalog_figures
from samrit.people.queries import Duties
from samrit.reports.behind.assessed import officials, scores
from samrit.reports.behind.catalogued import results
from samrit.reports.behind.kinds import Behind, Branch, Leaf, Strand
from samrit.reports.behind.surveyed import surveys
from samrit.rules.kpi_formulas import Frame
from samrit.rules.wording import Message, say

__all__ = ["KINDS", "Behind", "Branch", "Leaf", "Strand", "behind", "made_of"]

_STRANDS: Mapping[str, Callable[[Frame, Duties], Iterable[Strand]]] = {
    catalog_figures.KIND: results,
    assessment_figures.KIND: scores,
    official_figures.KIND: officials,
    survey_figures.KIND: surveys,
}
KINDS = frozenset(_STRANDS)


def behind(frames: Iterable[Frame], duties: Duties) -> list[Behind]:
    """Of the frames that are such figures; a few queries each. ``name`` in Thai, as the frame keeps it."""
    return [
        Behind(
            frame.need.code, frame.kind, frame.name, frame.unit, tuple(_STRANDS[frame.kind](frame, duties))
        )
        for frame in frames
        if frame.kind in _STRANDS
    ]


def made_of(frames: Iterable[Frame]) -> list[Message]:
    """In one sentence each: of how many agencies or surveys."""
    return [_counted(frame) for frame in frames if frame.kind in _STRANDS]


def _counted(frame: Frame) -> Message:
    count = len(frame.keys)
    if frame.kind == catalog_figures.KIND:
        return say("made_of_catalog", "ผลบัญชีข้อมูลของ {count} หน่วยงาน", count=count)
    if frame.kind == official_figures.KIND:
        return say("made_of_official", "ผลอย่างเป็นทางการของ {count} หน่วยงาน", count=count)
    if frame.kind == survey_figures.KIND:
        return say("made_of_surveys", "การสำรวจที่ปิดแล้ว {count} ครั้ง", count=count)
    return say("made_of_assessments", "ผลประเมินที่ลงนามของ {count} หน่วยงาน", count=count)
