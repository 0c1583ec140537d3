"""Writes about letters: take one in, settle what was found in it, make the framework's draft from it."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.timezone import localdate

from samrit.audit.actions import record
from samrit.frameworks.actions import create_draft, set_window
from samrit.frameworks.models import Edition, Round
from samrit.frameworks.permissions import refuse_window
from samrit.frameworks.queries import window_of
from samrit.letters.drafting import corrections, owner_wordings, source_of, terms_of
from samrit.letters.models import Finding, Intake
from samrit.letters.permissions import (
    OF_ANOTHER_PROVINCE,
    refuse_answer,
    refuse_confirming,
    refuse_reading,
    refuse_settling,
)
from samrit.letters.queries import alike_to, known_to_readers, unsettled
from samrit.letters.queries.ties import letters_cited_in, numbers_of
from samrit.letters.reading import read
from samrit.letters.reading.shapes import Finding as FindingRead
from samrit.letters.reading.shapes import Reading
from samrit.letters.windows import WindowRead, windows_for
from samrit.people.actions import add_agency
from samrit.people.models import Agency, Area, User
from samrit.people.queries import Duties, duties_of
from samrit.rules.thailand import province_by_code
from samrit.rules.wording import Message, Refusal, RefusedError, refuse, say


# ── taking in ───────────────────────────────────────────────────────────────
def take_in(*, data: bytes, name: str, area: Area, by: User, now: datetime) -> tuple[Intake, bool]:
    """Read a letter and keep what was understood, secrets masked; False: this very file was taken in before.

    RefusedError when the file cannot be read: then nothing is kept. Reading a scan takes a minute perhaps: nobody
    else waits for it.
    """
    if refusal := refuse_reading(duties_of(by, localdate(now)), area):
        raise RefusedError(refusal)
    digest = hashlib.sha256(data).hexdigest()
    if same := Intake.objects.filter(area=area, sha256=digest).first():
        return same, False
    reading = read(data, filename=name, known=known_to_readers(area))
    return _take_in(reading, data, digest, name=name, area=area, by=by, now=now)


@transaction.atomic
def _take_in(
    reading: Reading, data: bytes, digest: str, *, name: str, area: Area, by: User, now: datetime
) -> tuple[Intake, bool]:
    Area.objects.select_for_update().get(pk=area.pk)  # two people may upload the same letter at once
    if same := Intake.objects.filter(area=area, sha256=digest).first():
        return same, False
    intake = _kept(reading, data, digest, name=name, area=area, by=by, now=now)
    intake.cited.set(letters_cited_in(intake.reading))
    findings = [*_of_another_province(reading, area), *reading.findings]
    Finding.objects.bulk_create(_finding(intake, place, one) for place, one in enumerate(findings, start=1))
    record(
        verb="take_in",
        subject=intake,
        by=by,
        now=now,
        after={
            "name": intake.name,
            "sha256": digest,
            "findings": len(findings),
            "redacted": reading.redacted,
        },
        area_code=area.pk,
        actor_role=duties_of(by, localdate(now)).described(),
    )
    return intake, True


def _kept(
    reading: Reading, data: bytes, digest: str, *, name: str, area: Area, by: User, now: datetime
) -> Intake:
    """The text is masked; the file is kept only when it held no secret (decision 0006)."""
    intake = Intake(
        area=area,
        name=name[-255:],
        media_type=reading.media_type,
        sha256=digest,
        text=reading.text,
        redacted=reading.redacted,
        reading=reading.to_json(),
        numbers=numbers_of(reading.to_json()),
        uploaded_by=by,
        uploaded_at=now,
    )
    if not reading.redacted:
        intake.file.save(name, ContentFile(data), save=False)
    intake.save()
    return intake


def _finding(intake: Intake, position: int, one: FindingRead) -> Finding:
    return Finding(
        intake=intake,
        position=position,
        code=one.code,
        severity=one.severity,
        wording=one.message.to_data(),
        line=one.line,
        readings=list(one.readings),
    )


def _of_another_province(reading: Reading, area: Area) -> list[FindingRead]:
    """An error for every framework that names another province than the one it is read for."""
    found = []
    for framework in reading.frameworks:
        province = province_by_code(framework.province_code or "")
        if province and province.code != area.pk:
            found.append(
                FindingRead(
                    OF_ANOTHER_PROVINCE,
                    "error",
                    say(
                        OF_ANOTHER_PROVINCE,
                        "กรอบในหนังสือเป็นของจังหวัด{read} แต่กำลังอ่านเข้าจังหวัด{own} – ถ้าจะใช้กับจังหวัด{own} ให้เลือกและระบุเหตุผล",
                        read=province.th,
                        own=area.name,
                    ),
                    framework.line,
                    (f"จังหวัด{province.th}", f"จังหวัด{area.name}"),
                )
            )
    return found


# ── settling ────────────────────────────────────────────────────────────────
@transaction.atomic
def settle_finding(
    *, finding: Finding, chosen: str, note: str, by: User, now: datetime, alike: bool = False
) -> list[Finding]:
    """Say which reading holds, with ``alike`` also for every open finding that asks the very same.

    An answer may be corrected until a draft was made from the letter. Gives what was settled.
    """
    intake = Intake.objects.select_for_update(of=("self",)).select_related("area").get(pk=finding.intake_id)
    finding = intake.findings.get(pk=finding.pk)
    duties = duties_of(by, localdate(now))
    chosen, note = chosen.strip(), note.strip()
    refusal = refuse_settling(duties, intake) or refuse_answer(finding, chosen=chosen, note=note)
    if refusal:
        raise RefusedError(refusal)
    before = {"chosen": finding.chosen} if finding.resolved_at else {}
    settled = [finding, *(alike_to(finding) if alike else ())]
    for one in settled:
        one.chosen, one.note, one.resolved_by, one.resolved_at = chosen, note, by, now
        one.save(update_fields=["chosen", "note", "resolved_by", "resolved_at"])
    record(
        verb="settle_finding",
        subject=intake,
        by=by,
        now=now,
        before=before,
        after={"code": finding.code, "lines": [one.line for one in settled], "chosen": chosen},
        reason=note,
        area_code=intake.area_id,
        actor_role=duties.described(),
    )
    return settled


@transaction.atomic
def settle_notices(*, intake: Intake, by: User, now: datetime) -> int:
    """Take note of everything that only informs, at once; how many that were."""
    intake = Intake.objects.select_for_update(of=("self",)).select_related("area").get(pk=intake.pk)
    duties = duties_of(by, localdate(now))
    if refusal := refuse_settling(duties, intake):
        raise RefusedError(refusal)
    count = unsettled(intake).filter(severity="info").update(resolved_by=by, resolved_at=now)
    if count:
        record(
            verb="settle_notices",
            subject=intake,
            by=by,
            now=now,
            after={"findings": count},
            area_code=intake.area_id,
            actor_role=duties.described(),
        )
    return count


@transaction.atomic
def set_aside(*, intake: Intake, reason: str, by: User, now: datetime) -> None:
    """Put a letter away that no framework is made from; it stays readable and can be taken up again."""
    _move(
        intake, Intake.Status.READ, Intake.Status.SET_ASIDE, verb="set_aside", reason=reason, by=by, now=now
    )


@transaction.atomic
def take_up(*, intake: Intake, by: User, now: datetime) -> None:
    _move(intake, Intake.Status.SET_ASIDE, Intake.Status.READ, verb="take_up", reason="", by=by, now=now)


def _move(intake: Intake, old: str, new: str, *, verb: str, reason: str, by: User, now: datetime) -> None:
    intake = Intake.objects.select_for_update(of=("self",)).select_related("area").get(pk=intake.pk)
    duties = duties_of(by, localdate(now))
    if refusal := refuse_reading(duties, intake.area):
        raise RefusedError(refusal)
    if intake.status != old:
        raise RefusedError(refuse("letter_moved", "หนังสือฉบับนี้เปลี่ยนสถานะไปแล้ว – โหลดหน้านี้ใหม่"))
    if new == Intake.Status.SET_ASIDE and not reason.strip():
        raise RefusedError(refuse("reason_required", "โปรดระบุเหตุผล"))
    intake.status = new
    intake.save(update_fields=["status"])
    record(
        verb=verb,
        subject=intake,
        by=by,
        now=now,
        before={"status": old},
        after={"status": new},
        reason=reason.strip(),
        area_code=intake.area_id,
        actor_role=duties.described(),
    )


# ── confirming ──────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Confirmed:
    """The draft, and what could not be taken over from the letter, in words."""

    edition: Edition
    notices: tuple[Message, ...]


@transaction.atomic
def confirm_framework(
    *, intake: Intake, index: int, year: int, owners: Mapping[str, int | str], by: User, now: datetime
) -> Confirmed:
    """Make the draft of the letter's framework ``index`` and set the windows that the letter names.

    ``owners``: each owner as the letter writes it → the key of an agency of the province, or the name of a new
    one. An owner that is left out owns nothing; the draft's page asks for the missing ones.
    """
    intake = Intake.objects.select_for_update(of=("self",)).select_related("area").get(pk=intake.pk)
    duties = duties_of(by, localdate(now))
    if refusal := refuse_confirming(duties, intake) or _refuse_index(intake, index):
        raise RefusedError(refusal)
    framework = intake.reading["frameworks"][index]
    keys = _agencies(intake.area, _named(framework, owners), duties, now)
    edition = create_draft(
        area=intake.area,
        year=year,
        components=terms_of(framework, owners=keys, corrected=corrections(intake.findings.all())),
        by=by,
        now=now,
        kind=framework["edition"] or Edition.Kind.ORIGINAL,
        source=source_of(intake.reading, intake.findings.all()) or intake.name,
    )
    windows = windows_for(year, intake.reading["windows"])
    notices = _set_windows(edition, windows, duties, now)
    intake.status, intake.edition = Intake.Status.CONFIRMED, edition
    intake.save(update_fields=["status", "edition"])
    record(
        verb="confirm_framework",
        subject=intake,
        by=by,
        now=now,
        after={"edition": edition.number, "year": year},
        area_code=intake.area_id,
        actor_role=duties.described(),
    )
    return Confirmed(edition, tuple(notices))


def _refuse_index(intake: Intake, index: int) -> Refusal | None:
    if 0 <= index < len(intake.reading["frameworks"]):
        return None
    return refuse("no_framework_in_letter", "ไม่พบตารางตัวชี้วัดในหนังสือนี้ – อ่านหนังสือฉบับที่แนบตารางตัวชี้วัด")


def _named(framework: Mapping[str, object], owners: Mapping[str, int | str]) -> dict[str, int | str]:
    return {wording: owners[wording] for wording in owner_wordings(framework) if wording in owners}


def _agencies(area: Area, owners: Mapping[str, int | str], duties: Duties, now: datetime) -> dict[str, int]:
    """Wording → key. A new agency is made; whichever it is remembers the letter's wording for the next letter."""
    keys = {}
    for wording, choice in owners.items():
        agency = _new_agency(area, choice, duties, now) if isinstance(choice, str) else _agency(area, choice)
        if wording != agency.name and wording not in agency.aliases:
            agency.aliases = [*agency.aliases, wording]
            agency.save(update_fields=["aliases"])
            record(
                verb="add_alias",
                subject=agency,
                by=duties.user,
                now=now,
                after={"alias": wording},
                area_code=area.pk,
                actor_role=duties.described(),
            )
        keys[wording] = agency.pk
    return keys


def _agency(area: Area, key: int) -> Agency:
    agency = Agency.objects.filter(area=area, pk=key).first()
    if agency is None:
        raise RefusedError(refuse("agency_not_here", "หน่วยงานที่เลือกไม่ได้อยู่ในจังหวัดนี้ – เลือกใหม่"))
    return agency


def _new_agency(area: Area, name: str, duties: Duties, now: datetime) -> Agency:
    """Entered like any other; one of that name that is there already is the one that is meant."""
    name = " ".join(name.split())[:200]
    if not name:
        raise RefusedError(refuse("agency_without_name", "โปรดระบุชื่อหน่วยงานใหม่"))
    known = Agency.objects.filter(area=area, name=name).first()
    return known or add_agency(area=area, kind=Agency.Kind.PROVINCIAL, name=name, by=duties.user, now=now)


def _set_windows(
    edition: Edition, windows: Iterable[WindowRead], duties: Duties, now: datetime
) -> list[Message]:
    """Set each window; one that is set already and may not be moved stays, and that is said."""
    area, year = edition.framework.area, edition.framework.fiscal_year_id
    notices = []
    for window in windows:
        existing = Round.objects.filter(area=area, fiscal_year=year, months=window.months).first()
        if existing and (existing.opens_at, existing.closes_at) == (window.opens_at, window.closes_at):
            continue
        if existing and refuse_window(duties, area, existing):
            notices.append(_window_stays(existing))
            continue
        set_window(
            area=area,
            year=year,
            months=window.months,
            opens_at=window.opens_at,
            closes_at=window.closes_at,
            by=duties.user,
            now=now,
            reason=edition.source,
        )
    return notices


def _window_stays(existing: Round) -> Message:
    window = window_of(existing)
    return say(
        "window_stays",
        "กำหนดเวลารอบ {months} เดือนในหนังสือต่างจากที่ตั้งไว้ – คงกำหนดเดิม เปิด {opens} ปิด {closes} หากต้องเปลี่ยนให้ขอสำนักงาน ก.พ.ร.",
        months=existing.months,
        opens=window.opens,
        closes=window.closes,
    )
