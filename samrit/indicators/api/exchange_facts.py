"""What the operations about packages and their differences tell and take."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from samrit.indicators.actions.taking import Looked, counts_of
from samrit.indicators.api.data_facts import ObservedChange
from samrit.indicators.api.data_telling import cell_facts
from samrit.indicators.models import Package, Reconciliation
from samrit.indicators.queries.items import area_book
from samrit.indicators.store.packing import SHOWN
from samrit.rules.exchange import FAULTS, CellFault, fingerprint
from samrit.ui.api.paging import Slice
from samrit.ui.api.values import Amount, Text
from samrit.ui.wording import in_words

AreaCode = Annotated[str, Field(pattern=r"^\d{2}$", description="TIS 1099 code of a province")]
SettlingCode = Literal["open", "ours", "theirs", "explained", "replaced"]


# ── taken ───────────────────────────────────────────────────────────────────
class PackageSlice(Slice):
    """Which packages."""

    area: AreaCode | None = None
    direction: Literal["out", "in"] | None = None


class DifferenceSlice(Slice):
    """Which differences."""

    area: AreaCode | None = None
    state: SettlingCode | None = None


class ExchangedAreaGiven(Schema):
    """Of which province."""

    area: AreaCode


class SettleGiven(Schema):
    """``explained``: both stand, for a reason; ours goes on."""

    choice: Literal["ours", "theirs", "explained"]
    reason: Annotated[str, Text(2000)] = ""


# ── told ────────────────────────────────────────────────────────────────────
class SigningKeyFacts(Schema):
    """The public key (Ed25519, hex) under which this installation signs, and what people compare of it."""

    key: str
    fingerprint: str
    pem: str


class PackageCounts(Schema):
    """Of a package that came in, cells = new + changed + same + conflicting + rejected; of one made here, cells alone."""

    cells: int
    new: int = 0
    changed: int = 0
    same: int = 0
    conflicting: int = 0
    rejected: int = 0


class SignedReceipt(Schema):
    """``text`` is canonical JSON, signed as it stands; ``signature`` hex."""

    text: str
    signature: str


class PackageFacts(Schema):
    """แพ็กเกจข้อมูล: one generation of a province as a signed file. ``receipt``: what its receiver signed."""

    id: int
    direction: Literal["out", "in"]
    area: str
    generation: int
    as_of: datetime
    sha256: str
    size: int
    signer: str
    partner: str
    submission_id: int | None
    submission_receipt: str
    counts: PackageCounts
    at: datetime
    receipt: SignedReceipt | None


class PackageRejectFacts(Schema):
    """A cell that would be left out: where it stood in the sender's own file, and why."""

    row: int
    column: int
    value: str
    code: str
    reason: str


class PackageLookFacts(Schema):
    """What taking a package would do; nothing was kept. Lists have the first hundred.

    In ``changes`` and ``conflicts`` the cell ``before`` is ours; ``submission_id`` of ``after`` is the sender's own number.
    """

    area: str
    generation: int
    as_of: datetime
    sha256: str
    partner: str
    taken_before: int | None
    counts: PackageCounts
    by_reason: dict[str, int]
    changes: list[ObservedChange]
    conflicts: list[ObservedChange]
    rejects: list[PackageRejectFacts]


class StatedFacts(Schema):
    """What one side says."""

    status: str
    value: Amount | None
    marks: list[str]


class DifferenceFacts(Schema):
    """ค่าที่ไม่ตรงกัน: a figure that two sources state differently. ``source``: where ours comes from."""

    id: int
    area: str
    item: str
    place: str
    period: str
    part: str
    ours: StatedFacts
    theirs: StatedFacts
    source: str
    partner: str
    package_id: int
    state: SettlingCode
    reason: str
    decided_at: datetime | None
    taken_id: int | None


def package_facts(it: Package) -> dict[str, Any]:
    receipt = getattr(it, "receipt", None)
    same = ("generation", "as_of", "sha256", "size", "signer", "submission_id", "counts", "at", "direction")
    return {
        **{name: getattr(it, name) for name in same},
        "id": it.pk,
        "area": it.area_id,
        "partner": it.partner.name if it.partner else "",
        "submission_receipt": (it.submission.receipt or "") if it.submission else "",
        "receipt": {"text": receipt.text, "signature": receipt.signature} if receipt else None,
    }


def look_facts(it: Looked) -> dict[str, Any]:
    book, taken = area_book(it.trust.area), it.taken

    def told(changes: Any) -> list[dict[str, Any]]:
        sides = [side for change in changes for side in (change.before, change.after)]
        cells = iter(cell_facts(book, [side for side in sides if side]))
        return [
            {"before": next(cells) if change.before else None, "after": next(cells)} for change in changes
        ]

    return {
        "area": it.manifest.area,
        "generation": it.manifest.generation,
        "as_of": it.manifest.as_of,
        "sha256": it.sha256,
        "partner": it.trust.partner.name,
        "taken_before": it.before.pk if it.before else None,
        "counts": counts_of(taken),
        "by_reason": dict(taken.by_reason),
        "changes": told(taken.changes),
        "conflicts": told(taken.conflicts[:SHOWN]),
        "rejects": [
            {
                "row": row,
                "column": column,
                "value": value,
                "code": code,
                "reason": in_words(FAULTS[CellFault(code)]),
            }
            for row, column, value, code in taken.listed
        ],
    }


def difference_facts(it: Reconciliation) -> dict[str, Any]:
    same = ("place", "period", "source", "package_id", "state", "reason", "decided_at", "taken_id")
    return {
        **{name: getattr(it, name) for name in same},
        **{
            side: {name: getattr(it, side)[name] for name in ("status", "value", "marks")}
            for side in ("ours", "theirs")
        },
        "id": it.pk,
        "area": it.area_id,
        "item": it.item.code,
        "part": it.part.key if it.part else "",
        "partner": it.package.partner.name if it.package.partner else "",
    }


def key_facts(key: str, pem: str) -> dict[str, str]:
    return {"key": key, "fingerprint": fingerprint(key), "pem": pem}
