"""What the reports room tells."""

from datetime import datetime

from ninja import Schema

from samrit.people.api.facts import PersonFacts
from samrit.ui.api.problems import Refused
from samrit.ui.api.values import Amount


class Named(Schema):
    """An agency, by its key and name."""

    id: int
    name: str


class Levels(Schema):
    """The three targets: ขั้นต้น 50, มาตรฐาน 75, ขั้นสูง 100."""

    basic: Amount
    standard: Amount
    advanced: Amount


class ResultFacts(Schema):
    """ผลการดำเนินงาน: a number, or the reason why there is none. Missing is not zero."""

    value: Amount | None
    missing: str | None
    numerator: Amount | None
    denominator: Amount | None
    figure_reason: str
    narrative: str
    supporting_factors: str
    obstacles: str
    evidence_reason: str
    saved_by: PersonFacts | None
    saved_at: datetime | None
    submitted_by: PersonFacts | None
    submitted_at: datetime | None
    approved_by: PersonFacts | None
    approved_at: datetime | None
    returned_by: PersonFacts | None
    returned_at: datetime | None
    return_reason: str


class ItemFacts(Schema):
    """One thing to report: a KPI in a round. ``state`` is its status, or ``cancelled``; ``version`` 0: nothing yet."""

    round_id: int
    indicator_id: int
    kpi_id: int
    number: str
    name: str
    unit: str
    direction: str
    interpolate: str
    weight: Amount | None
    levels: Levels | None
    owners: list[Named]
    state: str
    version: int
    result: ResultFacts | None


class PreviewFacts(Schema):
    """What the answer would score before it is verified; ``note`` says why there is no score."""

    score: Amount | None
    points: Amount | None
    steps: list[str]
    note: str | None


class LineFacts(Schema):
    """One line of the required evidence; ``links``: what answers it."""

    code: str
    title: str
    required: bool
    links: list[int]


class WholeItem(ItemFacts):
    """One item with all that is needed to work on it.

    ``may``: save, submit, recall, approve, return → null when this token's owner may do it now, else why not.
    """

    may: dict[str, Refused | None]
    preview: PreviewFacts
    checklist: list[LineFacts]


class WindowFacts(Schema):
    """เวลารายงาน; ``state``: upcoming, open, closed. ``stopped``: nothing is reported whatever the time."""

    opens_at: datetime
    closes_at: datetime
    state: str
    stopped: Refused | None


class RoundFacts(Schema):
    """รอบการรายงาน of one province."""

    id: int
    area: str
    year: int
    months: int
    window: WindowFacts
    settled_at: datetime | None
    published_at: datetime | None


class CountFacts(Schema):
    """How many items are in which state."""

    state: str
    count: int


class WholeRound(RoundFacts):
    """A round with where its items stand, as far as one may see them."""

    counts: list[CountFacts]


class DecidedFacts(Schema):
    """One of many that were to be approved; ``refusal`` says why it was not."""

    indicator_id: int
    number: str
    refusal: Refused | None


class FileFacts(Schema):
    """หลักฐาน – one file. Where ``closed`` it may not be opened; of a secret one not even the name is told then."""

    id: int
    name: str
    media_type: str | None
    size: int | None
    sha256: str | None
    secrecy: str
    scan: str
    closed: Refused | None
    uploaded_by: str
    uploaded_at: datetime
    agencies: list[Named]
    redacted_copy: int | None


class EvidenceFacts(Schema):
    """A file attached to a result; ``codes``: the lines of the checklist that it answers."""

    link_id: int
    file: FileFacts
    attached_by: str
    attached_at: datetime
    codes: list[str]


class Sealed(Schema):
    """What was filed, as it was sealed, and the digest before it in the province's chain."""

    text: str
    sha256: str
    previous_sha256: str


class FilingFacts(Schema):
    """การส่งรายงานจังหวัด. ``code`` stands on the receipt; ``sha256`` is the digest of the sealed text."""

    id: int
    round_id: int
    number: int
    filed_by: PersonFacts
    filed_at: datetime
    results: int
    left_out: int
    reason: str
    code: str
    sha256: str
    in_force: bool
