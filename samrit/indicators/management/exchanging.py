"""``samrit exchange``: packages made, verified, taken and sent, by hand or on a stick."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext as _

from samrit.indicators.actions.packaging import keep_returned, make_package
from samrit.indicators.actions.partners import (
    end_trust,
    recognise_ministry,
    register_partner,
    trust_partner,
)
from samrit.indicators.actions.taking import counts_of, look_into, take_package
from samrit.indicators.management.finding import agency_of, area_of, person_of
from samrit.indicators.models import Package, Partner
from samrit.indicators.queries.exchange import partner_of, sent_out, trust_of
from samrit.indicators.queries.observations import path_of
from samrit.indicators.queries.verifying import opened
from samrit.indicators.sending import send_package
from samrit.indicators.signing import own_key, own_key_as_pem
from samrit.indicators.store.archive import member
from samrit.rules.exchange import ARCHIVE, FAULTS, CellFault, fingerprint, read_receipt, receipt_as_file
from samrit.rules.wording import RefusedError, refuse
from samrit.ui.wording import in_words

SHOWN = 10  # differences and rejected cells
UNTRUSTED = 1  # exit code of ``verify``: whole and signed, by somebody whom nobody here trusts
Say = Callable[[str], object]


def tell_key(say: Say) -> None:
    """The public key, what people compare of it, and as ``openssl`` reads it."""
    say(_("กุญแจสาธารณะ: {key}").format(key=own_key()))
    say(_("ลายนิ้วมือ: {fingerprint}").format(fingerprint=fingerprint(own_key())))
    say(own_key_as_pem().strip())


def register(options: dict[str, Any], say: Say) -> None:
    """A partner, and where ``--agency`` is said, that its packages are taken as this agency's data."""
    person = person_of(options["as"])
    partner = register_partner(
        name=options["name"], key=options["key"], address=options["address"], by=person, now=now()
    )
    say(
        _("คู่แลกเปลี่ยน {name} ลายนิ้วมือ {fingerprint}").format(
            name=partner.name, fingerprint=fingerprint(partner.key)
        )
    )
    if options["ministry"]:
        recognise_ministry(partner=partner, by=person, now=now())
        say(_("ใบรับจาก {name} นับในข้อเชื่อมโยงของคุณภาพข้อมูล").format(name=partner.name))
    if options["agency"]:
        agency = agency_of(area_of(options["area"]), options["agency"])
        trust = trust_partner(partner=partner, agency=agency, by=person, now=now())
        say(
            _("รับแพ็กเกจของ{area}จาก {name} เป็นข้อมูลของ{agency}").format(
                area=trust.area.name, name=partner.name, agency=trust.agency.name
            )
        )


def end(options: dict[str, Any], say: Say) -> None:
    """No more packages of a province from the holder of a key."""
    trust = trust_of(options["key"].strip().lower(), area_of(options["area"]).pk)
    if trust is None:
        raise RefusedError(refuse("no_such_trust", "ไม่ได้รับแพ็กเกจของจังหวัดนี้จากกุญแจนี้อยู่แล้ว"))
    end_trust(trust=trust, reason=options["reason"], by=person_of(options["as"]), now=now())
    say(_("เลิกรับแพ็กเกจจาก {name} แล้ว ข้อมูลที่รับไว้ยังอยู่").format(name=trust.partner.name))


# ── out ─────────────────────────────────────────────────────────────────────
def export(options: dict[str, Any], say: Say) -> None:
    """Make the package and put a copy where it is wanted: a file, or a folder such as a stick."""
    package = make_package(area=area_of(options["area"]), by=person_of(options["as"]), now=now())
    to = Path(options["to"])
    to = to / package.name if to.is_dir() else to
    _copy(path_of(package.file), to)
    say(
        _("แพ็กเกจรุ่นที่ {generation} {cells} ช่องข้อมูล อยู่ใน {file} (SHA-256 {sha256})").format(
            generation=package.generation,
            cells=f"{package.counts['cells']:,}",
            file=to,
            sha256=package.sha256,
        )
    )


def _copy(path: Path, to: Path) -> None:
    """Whole or not at all: a stick that is pulled out holds no half package under its name."""
    part = to.with_name(f"{to.name}.part")
    try:
        with path.open("rb") as file, part.open("wb") as out:
            shutil.copyfileobj(file, out)
            out.flush()
            os.fsync(out.fileno())
        part.replace(to)
    except OSError as failed:
        part.unlink(missing_ok=True)
        raise RefusedError(
            refuse("cannot_write", "เขียน {file} ไม่ได้: {why}", file=to, why=failed.strerror or "–")
        ) from failed


def send(options: dict[str, Any], say: Say) -> None:
    """Packages that were made here, to a partner; each receipt is verified and kept."""
    partner, person = _partner(options["to"]), person_of(options["as"])
    token = _read(Path(options["token_file"])).strip()
    for name in options["file"]:
        sent = send_package(
            package=_made_here(Path(name)), partner=partner, token=token, by=person, now=now()
        )
        receipt = read_receipt(sent.receipt.text)
        say(
            _("{partner} รับ {file} แล้ว ใบรับเลขที่ {number}").format(
                partner=partner.name, file=name, number=receipt.number or "–"
            )
        )
        say(_counts(receipt.counts))


def _partner(words: str) -> Partner:
    found = partner_of(words) or Partner.objects.filter(name=words).order_by("-pk").first()
    if found is None:
        raise RefusedError(
            refuse("no_such_partner", "ไม่พบคู่แลกเปลี่ยน “{words}” – ใช้ชื่อหรือกุญแจที่ลงทะเบียนไว้", words=words)
        )
    return found


def _made_here(path: Path) -> Package:
    package = sent_out(member(ARCHIVE, _there(path)).sha256)
    if package is None:
        raise RefusedError(
            refuse(
                "package_not_ours",
                "{file} ไม่ใช่แพ็กเกจที่ทำจากระบบนี้ – ทำใหม่ด้วย samrit exchange export",
                file=path,
            )
        )
    return package


def take_receipt(options: dict[str, Any], say: Say) -> None:
    """A receipt that came back on a stick."""
    contents = _there(Path(options["file"])).read_bytes()
    kept = keep_returned(contents=contents, by=person_of(options["as"]), now=now())
    say(_("เก็บใบรับของแพ็กเกจรุ่นที่ {generation} แล้ว").format(generation=kept.package.generation))


# ── in ──────────────────────────────────────────────────────────────────────
def verify(options: dict[str, Any], say: Say) -> int:
    """Every byte and the signature; whether its signer is trusted here. The exit code."""
    code = 0
    for name in options["file"]:
        with opened(_there(Path(name))) as it:
            manifest = it.manifest
            say(
                _("{file}: ครบถ้วนและลายเซ็นถูกต้อง จังหวัดรหัส {area} รุ่นที่ {generation} {cells} ช่องข้อมูล").format(
                    file=name, area=manifest.area, generation=manifest.generation, cells=f"{manifest.cells:,}"
                )
            )
            say(_("ลายนิ้วมือผู้ลงนาม: {fingerprint}").format(fingerprint=fingerprint(manifest.signer)))
            if trust_of(manifest.signer, manifest.area) is None:
                say(_("ยังไม่ได้ลงทะเบียนให้กุญแจนี้ส่งข้อมูลของจังหวัดนี้"))
                code = UNTRUSTED
    return code


def take(options: dict[str, Any], say: Say) -> None:
    """Take each package, or only look (``--dry-run``); the receipt goes beside the file where it is wanted."""
    person = person_of(options["as"])
    for name in options["file"]:
        path = _there(Path(name))
        if options["dry_run"]:
            _look(path, options, say)
            continue
        package = take_package(path=path, name=path.name, by=person, now=now())
        number = package.submission.receipt if package.submission else "–"
        say(_("รับ {file} แล้ว ใบรับเลขที่ {number}").format(file=name, number=number))
        say(_counts(package.counts))
        if options["receipt"]:
            to = Path(f"{name}.receipt.json")
            to.write_text(receipt_as_file(package.receipt.text, package.receipt.signature), encoding="utf-8")
            say(_("ใบรับที่ลงนามอยู่ใน {file} – นำกลับไปให้ผู้ส่ง").format(file=to))


def _look(path: Path, options: dict[str, Any], say: Say) -> None:
    looked = look_into(path=path, by=person_of(options["as"]), now=now())
    say(_counts(counts_of(looked.taken)))
    for row, column, value, code in looked.taken.listed[:SHOWN]:
        reason = in_words(FAULTS[CellFault(code)])
        say(f"  × {row}:{column} “{value}”: {reason}")
    if looked.before:
        say(_("รับไฟล์นี้ไปแล้ว"))
    say(_("ทดลองตรวจเท่านั้น ไม่ได้เก็บ"))


def _counts(counts: Any) -> str:
    return _(
        "{cells} ช่องข้อมูล = ใหม่ {new} + เปลี่ยน {changed} + เหมือนเดิม {same} + ไม่ตรงกับแหล่งอื่น {conflicting} + ไม่รับ {rejected}"
    ).format(**{name: f"{count:,}" for name, count in counts.items()})


def _there(path: Path) -> Path:
    if not path.is_file():
        raise RefusedError(refuse("no_file", "ไม่พบไฟล์ {path} – โปรดตรวจชื่อและตำแหน่งไฟล์", path=path))
    return path


def _read(path: Path) -> str:
    try:
        return _there(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise RefusedError(refuse("no_file", "ไม่พบไฟล์ {path} – โปรดตรวจชื่อและตำแหน่งไฟล์", path=path)) from None
