"""What was understood of a letter, in the shape of ``samrit read_letter --json``. Dates as the letter has them."""

from ninja import Schema


class ReferenceFacts(Schema):
    """อ้างถึง."""

    number: str
    date: str | None


class OneLetter(Schema):
    """One official letter of the file."""

    number: str | None
    issuer: str | None
    urgency: str | None
    date: str | None
    subject: str | None
    recipients: list[str]
    references: list[ReferenceFacts]
    enclosures: list[str]


class WindowAsRead(Schema):
    """ช่วงเวลารายงาน; ``round`` in months. A time stands only where the letter has one."""

    round: int | None
    opens: str | None
    closes: str | None


class AgendaFacts(Schema):
    starts: str | None
    ends: str | None
    topic: str


class MeetingAsRead(Schema):
    """A meeting to come; local times."""

    starts: str
    ends: str | None
    place: str | None
    agenda: list[AgendaFacts]


class PartAsRead(Schema):
    name: str
    weight: str | None


class KpiAsRead(PartAsRead):
    number: str | None
    owners: list[str]
    parts: list[PartAsRead]


class GroupAsRead(Schema):
    number: str | None
    name: str | None
    kpis: list[KpiAsRead]


class ComponentAsRead(Schema):
    number: str | None
    name: str | None
    weight: str | None
    assessed: bool
    groups: list[GroupAsRead]


class FrameworkAsRead(Schema):
    """กรอบตัวชี้วัด of the letter; ``province_code`` is TIS 1099."""

    province_code: str | None
    fiscal_year: int | None
    edition: str
    total_weight: str | None
    components: list[ComponentAsRead]


class ScannedPage(Schema):
    """A page in dots, straightened; ``confidence`` of 100."""

    number: int
    width: int
    height: int
    dots: int
    turned: int
    angle: float
    confidence: int


class ScannedPlace(Schema):
    """Where a field (``letters.0.number``) or, with ``field`` null, a line stands; ``confidence`` of 100."""

    line: int
    field: str | None
    page: int
    box: list[int]
    confidence: int


class ScanAsRead(Schema):
    pages: list[ScannedPage]
    places: list[ScannedPlace]


class ReadingFacts(Schema):
    """All that was understood; ``redacted``: how many secrets were masked. ``scan`` null: it was no picture."""

    letters: list[OneLetter]
    windows: list[WindowAsRead]
    meetings: list[MeetingAsRead]
    frameworks: list[FrameworkAsRead]
    agencies: list[str]
    redacted: int
    scan: ScanAsRead | None
