"""The tables that the sweep holds the site against, as a page for people: docs/permissions.md.

``WRITE_PERMISSIONS=1`` writes it anew (tests/test_house.py); otherwise it must be as committed.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "permissions.md"
PAGES, OPERATIONS = ROOT / "tests/sweep/every_address.txt", ROOT / "tests/api/every_operation.txt"
ROOMS = {
    "dashboards": "งานของฉัน ผลที่ประกาศ และรายงาน", "people": "คน บทบาท คำเชิญ และโทเคน", "letters": "หนังสือเข้า",
    "frameworks": "กรอบตัวชี้วัด", "proposals": "ข้อเสนอและคณะกรรมการ", "reports": "รายงานผล", "register": "ทะเบียนหลักฐาน",
    "verify": "ตรวจใบรับ", "evidence": "ไฟล์หลักฐาน", "scores": "ตรวจผลและคะแนน", "notices": "การแจ้งเตือน",
    "indicators": "ฐานข้อมูลจังหวัด", "assessments": "การประเมินหน่วยงาน", "instruments": "แบบประเมินและแบบสอบถาม",
    "surveys": "การสำรวจ", "survey": "ตอบแบบสำรวจ", "catalog": "บัญชีข้อมูล", "faces": "บัญชีข้อมูลสำหรับโปรแกรม",
    "writing": "หนังสือออก", "links": "ลิงก์สั้น", "link": "ลิงก์สั้นที่เปิดตาม", "meetings": "การประชุม", "attend": "ลงชื่อเข้าประชุม",
    "privacy": "ข้อมูลส่วนบุคคล", "trail": "ประวัติการใช้งาน", "": "บัญชีและการเข้าสู่ระบบ",
}  # fmt: skip
ROLES = (
    "ผู้เยี่ยมชม", "ผู้บันทึก", "ผู้อนุมัติ", "บันทึกและอนุมัติ", "หน่วยงานอื่นในจังหวัด", "ผู้ประสานงาน", "ผู้ประเมิน",
    "จังหวัดอื่น: ผู้บันทึก", "จังหวัดอื่น: ผู้ประสานงาน",
)  # fmt: skip
CALLERS = ("ไม่มีโทเคน", "โทเคนหมดอายุ", "โทเคนไม่มีขอบเขต", *ROLES[1:])
SIGNS = {
    "in": "เข้าสู่ระบบ", "200": "เห็น", "200+": "**ทำได้**", "201": "เห็น", "201+": "**ทำได้**", "204+": "**ทำได้**", "302+": "**ทำได้**",
    "202+": "**ทำได้**", "302": "→", "301": "→", "303": "→", "404": "–", "401": "โทเคน", "403": "ไม่มีสิทธิ", "405": "",
}  # fmt: skip
HEAD = """# สิทธิ: ใครเห็นและทำอะไรได้

หน้านี้ทำจากตารางที่ทดสอบทุกครั้ง: ทุกที่อยู่ของระบบ × อ่านและส่ง × ทุกบทบาท (`tests/sweep/every_address.txt`) และทุกคำสั่งของ API × ทุกผู้เรียก
(`tests/api/every_operation.txt`) ที่อยู่ใหม่ที่ไม่มีแถวทำให้การทดสอบไม่ผ่าน แถวที่ไม่ตรงกับที่ระบบตอบจริงก็เช่นกัน ทำใหม่ด้วย
`WRITE_PERMISSIONS=1 .venv/bin/pytest tests/test_house.py`

สิ่งของในที่อยู่เป็นของหน่วยงานหนึ่งในจังหวัดหนึ่ง: ผู้บันทึก ผู้อนุมัติ และผู้ที่เป็นทั้งสองอย่างอยู่ในหน่วยงานนั้น คำตอบเป็นของสถานะที่ตารางทดสอบจัดไว้
บทบาทเดียวกันอาจได้คำตอบอื่นเมื่อสถานะต่างไป

| เครื่องหมาย | ความหมาย |
|---|---|
| เห็น | เปิดดูได้ ไม่มีอะไรถูกเขียน |
| **ทำได้** | ส่งได้ และมีสิ่งที่ถูกเขียน พร้อมประวัติ |
| → | พาไปหน้าอื่นโดยไม่เขียนอะไร |
| – | 404: ไม่มีสำหรับผู้นี้ ไม่บอกแม้ว่ามีอยู่ (ของหน่วยงานอื่นเป็นอย่างนี้เสมอ) |
| ไม่มีสิทธิ | 403: สิ่งที่ไม่ได้เป็นของหน่วยงานใด เช่น คลังตัวชี้วัด หรือหน้ายืนยันตัวตนของผู้ที่ไม่มีวิธีนั้น |
| เข้าสู่ระบบ, โทเคน | ต้องเข้าสู่ระบบหรือใช้โทเคนก่อน |
| ว่าง | 405: ไม่มีวิธีนี้ |
| เลขอื่น | สถานะ HTTP: 409 กติกายังไม่ยอม 422 ที่กรอกไม่ครบ 400 ส่งผิดรูป |

คำสั่งอนุมัติ ส่งรายงาน ประกาศ และลงนาม ถามยืนยันตัวตนก่อน: [signing-in.md](signing-in.md)
"""


def rows(file: Path) -> list[list[str]]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return [line.split() for line in lines if line.strip() and not line.startswith("#")]


def routes(
    resolver: URLResolver | None = None, room: str = "", before: str = "/"
) -> Iterator[tuple[str, str]]:
    """(``room:name``, how its address is made) of every address."""
    for part in (resolver or get_resolver()).url_patterns:
        route = before + str(part.pattern)
        if isinstance(part, URLResolver):
            yield from routes(part, f"{part.namespace}:" if part.namespace else room, route)
        elif isinstance(part, URLPattern):
            yield f"{room}{part.name}", route


def table(columns: tuple[str, ...], lines: list[list[str]]) -> list[str]:
    head = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
    return [*head, *(f"| {' | '.join(line)} |" for line in lines), ""]


def answers(found: list[str]) -> list[str]:
    return [SIGNS.get(one, one.replace("+", " **ทำได้**")) for one in found]


def of_pages() -> list[str]:
    """One table for each room, in the order of the list; what no role may send is left out."""
    known, rooms = dict(routes()), dict[str, list[list[str]]]()
    for name, method, *found in rows(PAGES):
        if set(found) <= {"405"} or (method == "POST" and set(found) <= {"405", "in"}):
            continue
        room = name.partition(":")[0] if ":" in name else ""
        route = known[name].replace("<", "‹").replace(">", "›").replace("|", "\\|")
        verb = "อ่าน" if method == "GET" else "ส่ง"
        rooms.setdefault(room, []).append([f"`{name}`<br>`{route}`", verb, *answers(found)])
    out = []
    for room, lines in rooms.items():
        out += [f"## {ROOMS[room]}", "", *table(("ที่อยู่", "วิธี", *ROLES), lines)]
    return out


def of_operations() -> list[str]:
    document = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))
    known = {
        operation["operationId"]: (method.upper(), path, operation.get("x-scope", ""))
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if isinstance(operation, dict) and "operationId" in operation
    }
    lines = []
    for name, *found in rows(OPERATIONS):
        method, path, scope = known[name]
        lines.append([f"`{name}`<br>`{method} {path}`", f"`{scope}`" if scope else "", *answers(found)])
    return ["## API", "", *table(("คำสั่ง", "ขอบเขต", *CALLERS), lines)]


def page() -> str:
    return "\n".join([HEAD, *of_pages(), *of_operations()])
