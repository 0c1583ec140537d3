"""Letters as they stand in the database after reading: made by hand, so that pages and actions are tested alone."""

from typing import Any

from django.test import Client

from samrit.letters.models import Finding, Intake
from samrit.people.models import User
from samrit.rules.wording import say
from tests.world import NOW, World

TEXT = """บันทึกข้อความ
ที่ ปท 0017.2/ว 111 วันที่ 3 เมษายน 2567
<b>รายได้จากการท้องเที่ยว</b> น้ำหนัก 70 สนง.พช.ปท.
ความพร้อมรัฐบาลดิจิทัล น้ำหนัก 30 สนง.สถิติ จ.ปท. สนง.ปภ.จ.ปท.
รายงานรอบ 6 เดือน 25 มีนาคม - 11 เมษายน 2567
เลขที่รับ 2791"""


def kpi(
    number: str | None, name: str, weight: str | None, owners: list[str], *parts: tuple[str, str]
) -> dict[str, Any]:
    return {
        "number": number,
        "name": name,
        "weight": weight,
        "owners": owners,
        "parts": [{"name": part, "weight": share} for part, share in parts],
    }


def component(
    number: str | None, name: str | None, weight: str | None, *kpis: dict[str, Any]
) -> dict[str, Any]:
    groups = [{"number": None, "name": None, "kpis": list(kpis)}] if kpis else []
    return {"number": number, "name": name, "weight": weight, "assessed": True, "groups": groups}


def framework(**changed: Any) -> dict[str, Any]:
    """70 + 30, the second KPI in two parts."""
    return {
        "province_code": "13",
        "fiscal_year": 2567,
        "edition": "revised",
        "total_weight": "100",
        "components": [
            component("1", "ประสิทธิผล", "70", kpi("1", "รายได้จากการท้องเที่ยว", "70", ["สนง.พช.ปท."])),
            component(
                "2",
                "ศักยภาพ",
                "30",
                kpi(
                    "1",
                    "ความพร้อมรัฐบาลดิจิทัล",
                    "30",
                    ["สนง.สถิติ จ.ปท.", "สนง.ปภ.จ.ปท."],
                    ("ระดับความพร้อม", "15"),
                    ("คะแนนความพร้อม", "15"),
                ),
            ),
        ],
        **changed,
    }


def reading(**changed: Any) -> dict[str, Any]:
    """What `samrit read_letter --json` would print."""
    return {
        "letters": [
            {
                "number": "ปท 0017.2/ว 111",
                "issuer": "สำนักงานจังหวัดปทุมธานี",
                "urgency": "ด่วนที่สุด",
                "date": "2024-04-03",
                "subject": "รายละเอียดตัวชี้วัด",
                "recipients": ["ปลัดจังหวัดปทุมธานี"],
                "references": [{"number": "นร 1207/334", "date": "2024-03-06"}],
                "enclosures": [],
            }
        ],
        "windows": [{"round": 6, "opens": "2024-03-25", "closes": "2024-04-11"}],
        "meetings": [
            {
                "starts": "2024-04-19T09:30",
                "ends": "2024-04-19T12:00",
                "place": "ศาลากลางจังหวัด",
                "agenda": [{"starts": "2024-04-19T09:30", "ends": None, "topic": "ชี้แจงกรอบ"}],
            }
        ],
        "frameworks": [framework()],
        "agencies": ["สถิติจังหวัดปทุมธานี"],
        "findings": [],
        "redacted": 0,
        **changed,
    }


FINDINGS = (
    ("letter_two_numbers", "error", 2, ["ปท 0017.2/ว 111", "ปท 0017.2/ว 1111"]),
    ("near_known_name", "warning", 3, ["ท้องเที่ยว", "ท่องเที่ยว"]),
    ("receiving_stamp", "info", 6, []),
    ("stray_note", "info", 6, []),
)


def make_intake(
    world: World,
    *,
    findings: tuple[tuple[str, str, int, list[str]], ...] = FINDINGS,
    name: str = "หนังสือแจ้ง.txt",
    redacted: int = 0,
    **changed: Any,
) -> Intake:
    """A letter of the province with open findings."""
    intake = Intake.objects.create(
        area=world.area,
        name=name,
        media_type="text/plain",
        sha256=f"{Intake.objects.count():064d}",
        text=TEXT,
        redacted=redacted,
        reading=reading(**changed),
        uploaded_by=world.coordinator,
        uploaded_at=NOW,
    )
    for position, (code, severity, line, readings) in enumerate(findings, start=1):
        said = say(code, "อ่านได้ “{read}” – โปรดตรวจ", read=readings[0] if readings else code)
        Finding.objects.create(
            intake=intake,
            position=position,
            code=code,
            severity=severity,
            wording=said.to_data(),
            line=line,
            readings=readings,
        )
    return intake


def settle_all(intake: Intake, by: User) -> None:
    """Every finding settled, the last reading chosen."""
    for finding in intake.findings.all():
        finding.chosen = finding.readings[-1] if finding.readings else ""
        finding.resolved_by, finding.resolved_at = by, NOW
        finding.save()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
