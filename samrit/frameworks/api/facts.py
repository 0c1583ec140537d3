"""What the frameworks room tells."""

from datetime import date, datetime

from ninja import Schema

from samrit.ui.api.values import Amount


class YearFacts(Schema):
    """ปีงบประมาณ (พ.ศ.); ``rule_set`` names its scoring rules. A voided year is neither reported nor assessed."""

    year: int
    rule_set: str
    voided_at: datetime | None
    void_reason: str
    void_resolution: str


class OwnerFacts(Schema):
    """หน่วยงานรับผิดชอบ."""

    id: int
    name: str


class KpiFacts(Schema):
    """ตัวชี้วัด as an edition states it; the three levels are ขั้นต้น, มาตรฐาน, ขั้นสูง or null together."""

    id: int
    indicator_id: int
    number: str
    name: str
    weight: Amount | None
    unit: str
    direction: str
    interpolate: str
    basic: Amount | None
    standard: Amount | None
    advanced: Amount | None
    last_year: Amount | None
    definition: str
    evidence_asked: str
    owners: list[OwnerFacts]


class WholeKpi(KpiFacts):
    """With its parts."""

    parts: list[KpiFacts]


class GroupFacts(Schema):
    number: str | None
    name: str | None
    kpis: list[WholeKpi]


class ComponentFacts(Schema):
    """องค์ประกอบ; one that is not assessed leaves the total's denominator."""

    id: int
    number: int
    name: str
    weight: Amount | None
    assessed: bool
    groups: list[GroupFacts]


class EditionFacts(Schema):
    """ฉบับของกรอบการประเมิน of one province and year."""

    id: int
    area: str
    year: int
    number: int
    kind: str
    status: str
    source: str
    amends: int | None
    effective_on: date | None
    created_at: datetime
    published_at: datetime | None


class WholeEdition(EditionFacts):
    components: list[ComponentFacts]


class LibraryFacts(Schema):
    """ตัวชี้วัดในคลัง: the same KPI over years and provinces."""

    id: int
    code: str
    name: str
    aliases: list[str]
    category: str
    part_of: int | None
    unit: str
    direction: str
    interpolate: str
    definition: str
    evidence_asked: str
    facts: str
    active: bool
    version: int

    @staticmethod
    def resolve_part_of(obj: object) -> int | None:
        return getattr(obj, "part_of_id", None)


class ProposalFacts(Schema):
    """ข้อเสนอตัวชี้วัด of one province for one year."""

    id: int
    area: str
    year: int
    status: str
    version: int
    item_count: int
    decided_count: int
    made_at: datetime
    submitted_at: datetime | None
    return_reason: str
    concluded_at: datetime | None

    @staticmethod
    def resolve_area(obj: object) -> str:
        return str(getattr(obj, "area_id", ""))

    @staticmethod
    def resolve_year(obj: object) -> int:
        return int(getattr(obj, "fiscal_year_id", 0))


class WindowSet(Schema):
    """The window of a round."""

    round_id: int
    area: str
    year: int
    months: int
    opens_at: datetime
    closes_at: datetime
