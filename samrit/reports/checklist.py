"""A KPI's list of required evidence against what is attached."""

from collections.abc import Sequence
from dataclasses import dataclass

from samrit.evidence.models import Scan
from samrit.frameworks.models import RequiredEvidence
from samrit.reports.models import ResultEvidence
from samrit.reports.queries import Item
from samrit.rules.wording import Refusal, refuse

NAMED = 5  # a refusal is a sentence, not a list


@dataclass(frozen=True)
class Line:
    """One line of the list, and the attached files that answer it."""

    asked: RequiredEvidence
    links: Sequence[ResultEvidence]

    @property
    def is_answered(self) -> bool:
        return bool(self.links)

    @property
    def lacks(self) -> bool:
        return self.asked.required and not self.links


def checklist_of(item: Item) -> list[Line]:
    """The lines in their order; what carries a virus answers nothing. No queries for an item of ``reports.queries``."""
    links = list(item.result.evidence.all()) if item.result else []
    good = [link for link in links if link.file.scan != Scan.INFECTED]
    return [
        Line(asked, [link for link in good if any(tick.code == asked.code for tick in link.ticks.all())])
        for asked in item.kpi.required_evidence.all()
    ]


def lacking(item: Item) -> list[str]:
    """Titles of the required lines that nothing answers."""
    return [line.asked.title for line in checklist_of(item) if line.lacks]


def refuse_lacking(item: Item) -> Refusal | None:
    """Why the result cannot be sent yet: required evidence is not there and nobody has said why."""
    missing = lacking(item)
    if not missing or (item.result and item.result.evidence_reason.strip()):
        return None
    return refuse(
        "evidence_missing",
        "ยังขาดหลักฐานที่ต้องมี {count} รายการ: {titles} – แนบให้ครบ หรือบอกเหตุผลที่ยังไม่มีไว้ในส่วนหลักฐาน แล้วส่งอีกครั้ง",
        count=len(missing),
        titles=", ".join(missing[:NAMED]) + (" …" if len(missing) > NAMED else ""),
    )
