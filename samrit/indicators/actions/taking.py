"""Taking a package: looked at first, then it is a submission of the partner's agency like any other, and a receipt goes back.

The same file taken again is told the same receipt. What another source states differently here waits in a queue; nothing
of ours is replaced by that.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.indicators.actions.differing import enter_conflicts
from samrit.indicators.actions.locking import lock_area, locked
from samrit.indicators.actions.moving import submit
from samrit.indicators.actions.parts import make_parts
from samrit.indicators.actions.receiving import Kept, keep, receive
from samrit.indicators.models import Examination, Package, PackageReceipt, Reconciliation, Submission, Trust
from samrit.indicators.permissions.exchange import refuse_deciding
from samrit.indicators.permissions.submissions import refuse_bringing
from samrit.indicators.queries.dictionaries import held_against
from samrit.indicators.queries.exchange import (
    change_of,
    newest_taken,
    package_of,
    packages_visible_to,
    taken_before,
    to_be_taken,
    trust_of,
    waiting_of,
)
from samrit.indicators.queries.items import area_book
from samrit.indicators.queries.observations import CELLS, FILES, folder_of, name_of, path_of
from samrit.indicators.queries.submissions import submission_of
from samrit.indicators.queries.verifying import Opened, opened, other_columns, trusted
from samrit.indicators.signing import own_key, signed
from samrit.indicators.store.archive import member
from samrit.indicators.store.dictionaries import OtherColumnsError
from samrit.indicators.store.packing import Against, RepeatedKeysError, Taken, take, write_chosen
from samrit.indicators.store.port import Cell, Written
from samrit.people.models import User
from samrit.people.queries import Duties, duties_of
from samrit.rules.exchange import ARCHIVE, MOST_CONFLICTS, Manifest, Receipt, left_out_by
from samrit.rules.periods import Period
from samrit.rules.wording import Refusal, RefusedError, refuse

READING = "package"  # of an examination: the digest of the package that it is of


@dataclass(frozen=True)
class Looked:
    """What taking a package would do. ``before``: the same file was taken already as this package."""

    manifest: Manifest
    sha256: str
    trust: Trust
    taken: Taken
    before: Package | None


def look_into(*, path: Path, by: User, now: datetime) -> Looked:
    """ทดลองรับแพ็กเกจ: everything is verified and compared, nothing is kept. RefusedError as ``take_package``."""
    with opened(path) as it:
        trust = _allowed(it, duties_of(by, localdate(now)))
        taken = _taken(it, _against(it, trust))
        return Looked(it.manifest, it.sha256, trust, taken, taken_before(it.sha256))


def take_package(*, path: Path, name: str, by: User, now: datetime) -> Package:
    """รับแพ็กเกจ: verify it, keep it, hand over what is new as a submission, put what differs into the queue, give a receipt.

    RefusedError: damaged (which file), not signed, signer not trusted for this province, items not known or counted
    otherwise, older than what was taken, an earlier one still waiting, not this person's to bring. Not to be called inside a transaction.
    """
    sha256 = member(ARCHIVE, path).sha256
    try:
        return _take(path, name, sha256, by=by, now=now)
    except RefusedError as refused:
        _tell_refused(refused.refusal, name, sha256, by, now)
        raise


def _take(path: Path, name: str, sha256: str, *, by: User, now: datetime) -> Package:
    duties, known = duties_of(by, localdate(now)), taken_before(sha256)
    if known and packages_visible_to(duties).filter(pk=known.pk).exists():
        return known
    with opened(path) as it:
        trust = _allowed(it, duties)
        _check_order(it.manifest, trust)
        against = _against(it, trust)
        looked = _taken(it, against)
        if not looked.brings:
            with path.open("rb") as file:
                kept = keep(file, name, trust.area_id, _as_it_is)
            return _entered(it, trust, looked, kept=kept, by=by, now=now)
        with path.open("rb") as file:
            draft = receive(file=file, name=name, agency=trust.agency, by=by, now=now, check=_as_it_is)
        into = folder_of(trust.area_id, CELLS)
        taken = _taken(it, against, submission=draft.pk, into=into)
        return _entered(it, trust, taken, draft=draft, by=by, now=now)


def _tell_refused(refusal: Refusal, name: str, sha256: str, by: User, now: datetime) -> None:
    """Nothing is kept of a package that was refused, but who brought which file and why it was."""
    duties = duties_of(by, localdate(now))
    areas = sorted(duties.areas())
    record(
        verb="refuse_package",
        subject=by,
        by=by,
        now=now,
        after={"name": name[-255:], "sha256": sha256},
        reason=refusal.message.thai(),
        area_code=areas[0] if len(areas) == 1 else "",
        actor_role=duties.described(),
    )


def _as_it_is(_part: Path, _name: str) -> None:
    """The package was verified already."""


def _allowed(it: Opened, duties: Duties) -> Trust:
    trust = trusted(it.manifest)
    if refusal := refuse_bringing(duties, trust.agency):
        raise RefusedError(refusal)
    return trust


def _check_order(manifest: Manifest, trust: Trust) -> None:
    """What was taken is not undone by a package that lay about, nor by accepting an earlier one after a later one."""
    newest = newest_taken(trust.partner, trust.area_id)
    if newest and newest.generation > manifest.generation:
        raise RefusedError(
            refuse(
                "package_older",
                "รับข้อมูลรุ่นที่ {taken} ของผู้ส่งรายนี้ไปแล้ว แพ็กเกจนี้เป็นรุ่นที่ {generation} ซึ่งเก่ากว่า – ขอแพ็กเกจรุ่นล่าสุดจากผู้ส่ง",
                taken=newest.generation,
                generation=manifest.generation,
            )
        )
    if waiting := waiting_of(trust.partner, trust.area_id):
        raise RefusedError(
            refuse(
                "package_waiting",
                "แพ็กเกจก่อนหน้าของผู้ส่งรายนี้ (ใบรับเลขที่ {receipt}) ยังรอผู้ดูแลข้อมูลจังหวัด – รับเข้าหรือส่งกลับก่อน แล้วส่งแพ็กเกจนี้อีกครั้ง",
                receipt=waiting.receipt,
            )
        )


def _against(it: Opened, trust: Trust) -> Against:
    make_parts(area=trust.area)
    return held_against(trust, it.tables())


def _taken(it: Opened, against: Against, *, submission: int = 0, into: Path | None = None) -> Taken:
    try:
        found = take(it.cells, against, submission=submission, into=into, most_conflicts=MOST_CONFLICTS)
    except OtherColumnsError as other:
        names = {one.path.name: one.name for one in it.files.values()}
        raise RefusedError(other_columns(names.get(other.name, other.name))) from other
    except RepeatedKeysError:
        raise RefusedError(
            refuse("package_repeated", "แพ็กเกจมีช่องข้อมูลเดียวกันมากกว่าหนึ่งค่า – ขอแพ็กเกจใหม่จากผู้ส่ง ไม่มีอะไรถูกนำเข้า")
        ) from None
    if found.conflicting > MOST_CONFLICTS:
        raise RefusedError(
            refuse(
                "package_conflicts",
                "ค่าในแพ็กเกจไม่ตรงกับที่มีอยู่ {count} ช่อง มากเกินกว่าจะตัดสินทีละค่า ({most}) – ตรวจว่าเป็นจังหวัดและรายการเดียวกัน",
                count=f"{found.conflicting:,}",
                most=f"{MOST_CONFLICTS:,}",
            )
        )
    return found


# ── the one transaction ─────────────────────────────────────────────────────
@transaction.atomic
def _entered(
    it: Opened,
    trust: Trust,
    taken: Taken,
    *,
    by: User,
    now: datetime,
    draft: Submission | None = None,
    kept: Kept | None = None,
) -> Package:
    lock_area(trust.area_id)
    if known := taken_before(it.sha256):  # sent twice at once
        return known
    _check_order(it.manifest, trust)  # another one may have come meanwhile
    sent = _handed_over(draft, trust, taken, {READING: it.sha256}, by=by, now=now) if draft else None
    made = Package.objects.create(
        direction=Package.Direction.IN,
        area=trust.area,
        generation=it.manifest.generation,
        as_of=it.manifest.as_of,
        manifest=json.loads(it.text),
        sha256=it.sha256,
        size=it.size,
        file=sent.file if sent else name_of(trust.area_id, FILES, kept.path) if kept else "",
        signer=it.manifest.signer,
        partner=trust.partner,
        submission=sent,
        counts=counts_of(taken),
        by=by,
        at=now,
    )
    enter_conflicts(made, taken.conflicts)
    _give_receipt(made, _left_out(taken, trust), now)
    _told(made, by, now)
    return package_of(made.pk)


def counts_of(taken: Taken) -> dict[str, int]:
    """Cells = new + changed + same + conflicting + rejected."""
    return {
        name: getattr(taken, name) for name in ("cells", "new", "changed", "same", "conflicting", "rejected")
    }


def _left_out(taken: Taken, trust: Trust) -> dict[str, dict[str, int]]:
    entries = {entry.key: entry for entry in area_book(trust.area).entries.values()} if taken.left_out else {}
    return left_out_by(
        {
            (entries[key].code, str(Period(entries[key].item.period, period))): cells
            for (key, period), cells in taken.left_out.items()
        }
    )


def _give_receipt(package: Package, left_out: Mapping[str, Mapping[str, int]], now: datetime) -> None:
    receipt = Receipt(
        package=package.sha256,
        area=package.area_id,
        generation=package.generation,
        number=(package.submission.receipt or "") if package.submission else "",
        counts=package.counts,
        at=now,
        signer=own_key(),
        left_out=left_out,
    )
    text = receipt.to_text()
    PackageReceipt.objects.create(package=package, text=text, signature=signed(text.encode()).hex(), at=now)


def _told(package: Package, by: User, now: datetime) -> None:
    record(
        verb="take_package",
        subject=package,
        by=by,
        now=now,
        after={
            "partner": package.partner.name if package.partner else "",
            "sha256": package.sha256,
            "generation": package.generation,
            "receipt": (package.submission.receipt or "") if package.submission else "",
            **package.counts,
        },
        area_code=package.area_id,
        actor_role=duties_of(by, localdate(now)).described(),
    )


# ── as a submission ─────────────────────────────────────────────────────────
def _handed_over(
    draft: Submission,
    trust: Trust,
    taken: Taken,
    reading: Mapping[str, Any],
    *,
    by: User,
    now: datetime,
) -> Submission:
    """Its cells are examined by having been compared; from here on its way is that of any submission."""
    found = locked(draft)
    found.examination = Examination.objects.create(
        submission=found,
        number=found.examinations.count() + 1,
        reading=dict(reading),
        state=Examination.State.DONE,
        asked_by=by,
        asked_at=now,
        ended_at=now,
        done=taken.cells,
        total=taken.cells,
        counts=_examined(taken),
        good=[_file(trust.area_id, one) for one in taken.good],
        rejects=_file(trust.area_id, taken.rejects) if taken.rejects else {},
    )
    found.save(update_fields=["examination"])
    left_out = taken.conflicting + taken.rejected
    return submit(
        submission=submission_of(found.pk),
        by=by,
        now=now,
        only_good=bool(left_out),
        source=trust.partner.name,
    )


def _examined(taken: Taken) -> dict[str, Any]:
    """Shape of ``Examination.counts``; each cell of a package is a row of its own. Same as ours is said again."""
    left_out = taken.conflicting + taken.rejected
    counted = {"in": taken.cells, "accepted": taken.cells - left_out, "rejected": left_out}
    return {
        **{f"{what}_{name}": count for what in ("rows", "cells") for name, count in counted.items()},
        "repeated": taken.same,
        "conflicting": taken.conflicting,
        "blank_rows": 0,
        "by_reason": dict(taken.by_reason),
        "by_status": {status.value: count for status, count in taken.by_status.items()},
        "by_item": {str(item): list(pair) for item, pair in taken.by_item.items()},
    }


def _file(area_code: str, written: Written) -> dict[str, Any]:
    return {"name": name_of(area_code, CELLS, written.path), "sha256": written.sha256, "rows": written.rows}


# ── theirs, once decided ────────────────────────────────────────────────────
def take_theirs(*, area_code: str, by: User, now: datetime) -> tuple[Submission, ...]:
    """นำค่าที่ตัดสินแล้วเข้า: what was decided for theirs as one submission a package; () where nothing waits.

    Accepted as any other; until then ours goes on. Not to be called inside a transaction.
    """
    if refusal := refuse_deciding(duties_of(by, localdate(now)), area_code):
        raise RefusedError(refusal)
    by_package: dict[int, list[Reconciliation]] = {}
    for one in to_be_taken(area_code):
        by_package.setdefault(one.package_id, []).append(one)
    return tuple(_bring(rows, by, now) for rows in by_package.values())


def _bring(rows: Sequence[Reconciliation], by: User, now: datetime) -> Submission:
    package = package_of(rows[0].package_id)
    trust = trust_of(package.signer, package.area_id)
    if trust is None:
        raise RefusedError(refuse("trust_ended", "เลิกรับแพ็กเกจจากผู้ส่งรายนี้แล้ว – เชื่อถือใหม่ก่อน จึงนำค่าของเขาเข้าได้"))
    cells = [cell for row in rows if (cell := change_of(row).after)]
    with path_of(package.file).open("rb") as file:
        draft = receive(file=file, name=package.name, agency=trust.agency, by=by, now=now, check=_as_it_is)
    good = write_chosen(cells, submission=draft.pk, into=folder_of(package.area_id, CELLS))
    return _brought(rows, draft, trust, _of_cells(cells, good), by=by, now=now)


def _of_cells(cells: Sequence[Cell], good: tuple[Written, ...]) -> Taken:
    statuses = [cell.status for cell in cells]
    items = [cell.key.item for cell in cells]
    return Taken(
        cells=len(cells), new=0, changed=len(cells), same=0, conflicting=0, rejected=0, by_reason={},
        by_status={status: statuses.count(status) for status in dict.fromkeys(statuses)},
        by_item={item: (items.count(item), 0) for item in dict.fromkeys(items)},
        good=good,
    )  # fmt: skip


@transaction.atomic
def _brought(
    rows: Sequence[Reconciliation],
    draft: Submission,
    trust: Trust,
    taken: Taken,
    *,
    by: User,
    now: datetime,
) -> Submission:
    lock_area(trust.area_id)
    keys = [row.pk for row in rows]
    waiting = Reconciliation.objects.select_for_update().filter(pk__in=keys, taken=None)
    if waiting.count() != len(rows):
        raise RefusedError(refuse("theirs_taken", "มีผู้นำค่าเหล่านี้เข้าแล้วเมื่อครู่ – เปิดหน้านี้ใหม่เพื่อดูผล"))
    reading = {READING: rows[0].package.sha256, "reconciliations": keys}
    sent = _handed_over(draft, trust, taken, reading, by=by, now=now)
    waiting.update(taken=sent)
    return sent
