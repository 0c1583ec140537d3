"""Making a package of a province's observations, and keeping the receipt that comes back for it."""

import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.indicators.actions.locking import lock_area
from samrit.indicators.actions.receiving import synced
from samrit.indicators.models import Generation, Package, PackageReceipt
from samrit.indicators.permissions.exchange import refuse_exchanging
from samrit.indicators.queries.dictionaries import SCHEMAS, write_dictionaries
from samrit.indicators.queries.exchange import (
    PACKAGES,
    made_before,
    package_of,
    packages_visible_to,
    partner_of,
)
from samrit.indicators.queries.items import book_for
from samrit.indicators.queries.observations import folder_of, generation_of, name_of, paths, scratch
from samrit.indicators.signing import is_signed, own_key, signed
from samrit.indicators.store.archive import Member, member, pack
from samrit.indicators.store.cells import SCHEMA
from samrit.people.models import Area, User
from samrit.people.queries import duties_of
from samrit.rules.exchange import (
    DATAPACKAGE,
    MANIFEST,
    SIGNATURE,
    ListedFile,
    Manifest,
    Receipt,
    fingerprint,
    read_receipt,
    read_receipt_file,
)
from samrit.rules.sealing import canonical
from samrit.rules.wording import Refusal, RefusedError, refuse


def make_package(*, area: Area, by: User, now: datetime) -> Package:
    """ทำแพ็กเกจข้อมูล of the generation in force, signed with our key; of one that has a package already, that one.

    RefusedError: not this person's province, nothing in the database, larger than a ZIP can be.
    """
    duties, generation = duties_of(by, localdate(now)), generation_of(area.pk)
    if refusal := refuse_exchanging(duties, area.pk):
        raise RefusedError(refusal)
    if generation is None:
        raise RefusedError(refuse("package_nothing", "ฐานข้อมูลของจังหวัดยังไม่มีข้อมูล จึงไม่มีอะไรให้ส่ง"))
    if made := made_before(area.pk, generation.number, own_key()):
        return made
    with _written(area, generation, now) as (manifest, path):
        whole = member(path.name, path)
        to = folder_of(area.pk, PACKAGES) / f"{whole.sha256}.zip"
        shutil.move(path, to)
        synced(to.parent)
        return _entered(area, manifest, whole, to, by=by, now=now)


@transaction.atomic
def _entered(area: Area, manifest: Manifest, whole: Member, to: Path, *, by: User, now: datetime) -> Package:
    lock_area(area.pk)
    if made := made_before(area.pk, manifest.generation, manifest.signer):  # by somebody else meanwhile
        return made
    made = Package.objects.create(
        direction=Package.Direction.OUT,
        area=area,
        generation=manifest.generation,
        as_of=manifest.as_of,
        manifest=json.loads(manifest.to_text()),
        sha256=whole.sha256,
        size=whole.size,
        file=name_of(area.pk, PACKAGES, to),
        signer=manifest.signer,
        counts={"cells": manifest.cells},
        by=by,
        at=now,
    )
    record(
        verb="make_package",
        subject=made,
        by=by,
        now=now,
        after={"sha256": made.sha256, "generation": made.generation, "cells": manifest.cells},
        area_code=area.pk,
        actor_role=duties_of(by, localdate(now)).described(),
    )
    return package_of(made.pk)


# ── the file ────────────────────────────────────────────────────────────────
@contextmanager
def _written(area: Area, generation: Generation, now: datetime) -> Iterator[tuple[Manifest, Path]]:
    """The package in a folder of its own; what is not moved away is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="packing-", dir=scratch()))
    try:
        members, listed = _contents(area, generation, folder)
        manifest = _manifest(area, generation, listed, now)
        text = manifest.to_text().encode()
        papers = [_paper(folder, MANIFEST, text), _paper(folder, SIGNATURE, signed(text))]
        yield manifest, _packed([*papers, *members], folder / "package.zip")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _packed(members: Sequence[Member], path: Path) -> Path:
    try:
        pack(members, path)
    except ValueError:
        raise RefusedError(
            refuse("package_too_large", "ข้อมูลของจังหวัดใหญ่เกินกว่าจะบรรจุในแพ็กเกจเดียว (4 GB)")
        ) from None
    path.chmod(0o600)
    return path


def _contents(
    area: Area, generation: Generation, folder: Path
) -> tuple[list[Member], tuple[ListedFile, ...]]:
    """Everything that the manifest lists, in the order of the package."""
    cells = paths(generation.files)
    tables = write_dictionaries(area, cells, folder)
    rows = {f"cells/{file['sha256']}.parquet": file["rows"] for file in generation.files}
    rows |= {name: count for name, (_, count) in tables.items()}
    files = {name: path for name, (path, _) in tables.items()}
    files |= {
        f"cells/{file['sha256']}.parquet": path for file, path in zip(generation.files, cells, strict=True)
    }
    described = _paper(folder, DATAPACKAGE, _datapackage(area, generation, rows).encode())
    members = [described, *(member(name, files[name]) for name in sorted(files))]
    return members, tuple(
        ListedFile(one.name, one.sha256, one.size, rows.get(one.name, 0)) for one in members
    )


def _paper(folder: Path, name: str, contents: bytes) -> Member:
    path = folder / name
    path.write_bytes(contents)
    return member(name, path)


def _manifest(area: Area, generation: Generation, listed: Sequence[ListedFile], now: datetime) -> Manifest:
    return Manifest(
        area=area.pk,
        generation=generation.number,
        as_of=generation.made_at.astimezone(UTC),
        made_at=now.astimezone(UTC),
        book=book_for(area).version,
        cells=sum(file["rows"] for file in generation.files),
        signer=own_key(),
        site=settings.SITE_URL,
        files=tuple(listed),
    )


def _datapackage(area: Area, generation: Generation, rows: dict[str, int]) -> str:
    """What programs that know Frictionless Data Packages read: https://specs.frictionlessdata.io/data-package/."""
    cells = sorted(name for name in rows if name.startswith("cells/"))
    resources = [_resource("cells", cells, {name: str(kind) for name, kind in SCHEMA.items()})] + [
        _resource(
            name, [f"dictionaries/{name}.parquet"], {field: str(kind) for field, kind in schema.items()}
        )
        for name, schema in sorted(SCHEMAS.items())
    ]
    return canonical(
        {
            "name": f"samrit-observations-{area.pk}",
            "title": area.name,
            "version": str(generation.number),
            "created": generation.made_at.astimezone(UTC).isoformat(),
            "resources": resources,
        }
    )


def _resource(name: str, files: Sequence[str], fields: dict[str, str]) -> dict[str, object]:
    return {
        "name": name,
        "path": list(files),
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "schema": {"fields": [{"name": field, "type": kind} for field, kind in fields.items()]},
    }


# ── the receipt that comes back ─────────────────────────────────────────────
def keep_returned(*, contents: bytes, by: User, now: datetime) -> PackageReceipt:
    """รับใบรับที่กลับมาเป็นไฟล์: of whichever package it is that was made here."""
    text, signature = read_receipt_file(contents)
    package = packages_visible_to(duties_of(by, localdate(now))).filter(
        direction=Package.Direction.OUT, sha256=read_receipt(text).package
    )
    if not (found := package.first()):
        raise RefusedError(_of_other_package())
    return keep_receipt(package=found, text=text, signature=signature, by=by, now=now)


@transaction.atomic
def keep_receipt(*, package: Package, text: str, signature: str, by: User, now: datetime) -> PackageReceipt:
    """รับใบรับ: the receiver signed that it has exactly this package. The same receipt again changes nothing."""
    duties, receipt = duties_of(by, localdate(now)), read_receipt(text)
    if refusal := refuse_exchanging(duties, package.area_id):
        raise RefusedError(refusal)
    _check_receipt(package, receipt, text, signature)
    lock_area(package.area_id)
    if found := PackageReceipt.objects.filter(package=package).first():
        return found
    made = PackageReceipt.objects.create(package=package, text=text, signature=signature, at=now)
    record(
        verb="keep_package_receipt",
        subject=package,
        by=by,
        now=now,
        after={"receipt": receipt.number, "sha256": package.sha256, "generation": package.generation},
        area_code=package.area_id,
        actor_role=duties.described(),
    )
    return made


def _of_other_package() -> Refusal:
    return refuse("receipt_of_other_package", "ใบรับนี้เป็นของแพ็กเกจอื่น – ขอใบรับของแพ็กเกจนี้จากผู้รับ")


def _check_receipt(package: Package, receipt: Receipt, text: str, signature: str) -> None:
    said = (receipt.package, receipt.area, receipt.generation)
    if said != (package.sha256, package.area_id, package.generation):
        raise RefusedError(_of_other_package())
    if partner_of(receipt.signer) is None:
        raise RefusedError(
            refuse(
                "receipt_signer",
                "ยังไม่ได้ลงทะเบียนกุญแจ {fingerprint} ของผู้รับ จึงตรวจใบรับไม่ได้ – ลงทะเบียนคู่แลกเปลี่ยนก่อน",
                fingerprint=fingerprint(receipt.signer),
            )
        )
    try:
        written = bytes.fromhex(signature)
    except ValueError:
        written = b""
    if not is_signed(text.encode(), written, key=receipt.signer):
        raise RefusedError(refuse("receipt_signature", "ลายเซ็นของใบรับไม่ถูกต้อง – ขอใบรับใหม่จากผู้รับ"))
