"""Letters of several kinds with facts drawn by a fixed seed: as text, as paper, and what is to be read in each."""

import html
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from samrit.rules.thai import WEEKDAYS, thai_date, thai_digits
from samrit.rules.thailand import Province, provinces

FONTS = Path(__file__).resolve().parents[2] / "samrit" / "ui" / "fonts"
SUBJECTS = (
    "การรายงานผลการปฏิบัติราชการตามตัวชี้วัดของจังหวัด",
    "ขอเชิญประชุมชี้แจงการประเมินส่วนราชการ",
    "น้ำหนักและค่าเป้าหมายของตัวชี้วัด",
    "แนวทางการติดตามการพัฒนาคุณภาพการบริหารจัดการภาครัฐ",
    "การนำเข้าข้อมูลในระบบการรายงาน",
)
TO = ("หัวหน้าส่วนราชการประจำจังหวัด", "นายอำเภอทุกอำเภอ", "ผู้ว่าราชการจังหวัด", "ปลัดจังหวัด")
PLACES = ("ห้องประชุมศาลากลางจังหวัด ชั้น 2", "ห้องประชุมสำนักงานจังหวัด ชั้น 4")
KPIS = (
    "รายได้จากการท่องเที่ยว",
    "ร้อยละของครัวเรือนยากจนที่พ้นเกณฑ์",
    "คุณภาพน้ำในแหล่งน้ำ",
    "ระดับความสำเร็จของการจัดการขยะมูลฝอย",
    "อัตราการเสียชีวิตจากอุบัติเหตุทางถนน",
)
OWNERS = ("สำนักงานจังหวัด", "ที่ทำการปกครองจังหวัด", "สำนักงานพัฒนาชุมชนจังหวัด", "สำนักงานสาธารณสุขจังหวัด")
STYLE = """
@font-face { font-family: Paper; src: url(Sarabun-Regular.ttf); }
@font-face { font-family: Paper; src: url(Sarabun-SemiBold.ttf); font-weight: bold; }
@page { size: A4; margin: 2.5cm 2cm 2cm 3cm; }
body { font: 13.5pt/1.55 Paper; margin: 0; }
p { margin: 0 0 4pt; white-space: pre-wrap; } .body { text-indent: 2.5cm; } .middle { text-align: center; }
.sides { display: flex; justify-content: space-between; margin-bottom: 8pt; } .sides p:last-child { text-align: right; }
h1 { font-size: 24pt; text-align: center; margin: 0 0 8pt; }
table { border-collapse: collapse; width: 100%; } td, th { border: 1px solid #000; padding: 3pt 6pt; vertical-align: top; font-weight: normal; text-align: left; }
"""


@dataclass
class Made:
    """``facts``: what the letter says, by the name of the field, in the form of ``samrit read_letter --json``."""

    kind: str
    lines: list[str] = field(default_factory=list)
    paper: list[str] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> bytes:
        return "\n".join(self.lines).encode()

    @property
    def page(self) -> str:
        return f'<html lang="th"><style>{STYLE}</style><body>{"".join(self.paper)}</body></html>'

    def add(self, text: str, css: str = "") -> None:
        self.lines.append(text)
        self.paper.append(f'<p class="{css}">{html.escape(text)}</p>')


def letters(count: int, seed: int) -> Iterator[Made]:
    chance = random.Random(seed)  # noqa: S311 - the same letters every time
    for place in range(count):
        yield (_circular, _memo, _invitation, _framework)[place % 4](chance)


@dataclass(frozen=True)
class _Facts:
    province: Province
    office: str
    running: int
    dated: date
    year: int
    cited: int
    cited_on: date


def _facts(chance: random.Random) -> _Facts:
    year = chance.randint(2562, 2569)
    dated = date(year - 543, 1, 1) + timedelta(days=chance.randint(0, 250))
    return _Facts(
        chance.choice([one for one in provinces() if one.letter_code]),
        f"00{chance.randint(10, 39)}" + (f".{chance.randint(1, 4)}" if chance.random() < 0.6 else ""),
        chance.randint(11, 9999),
        dated,
        year,
        chance.randint(11, 9999),
        dated - timedelta(days=chance.randint(5, 60)),
    )


def _head(made: Made, facts: _Facts, chance: random.Random, *, memo: bool = False) -> None:
    urgency = chance.choice(("", "ด่วนที่สุด", "ด่วนมาก"))
    number = f"{facts.province.letter_code} {facts.office}/ว {facts.running}"
    issuer = f"สำนักงานจังหวัด{facts.province.th}" if memo else f"ศาลากลางจังหวัด{facts.province.th}"
    subject = f"{chance.choice(SUBJECTS)} ประจำปีงบประมาณ พ.ศ. {thai_digits(str(facts.year))}"
    to = chance.choice(TO)
    if urgency:
        made.add(urgency)
    own = f"ที่ {thai_digits(number)}"
    if memo:
        made.lines.append("บันทึกข้อความ")
        made.paper.append("<h1>บันทึกข้อความ</h1>")
        made.add(f"ส่วนราชการ {issuer}")
        made.lines.append(f"{own}  วันที่ {_day(facts.dated)}")
        made.paper.append(f'<div class="sides"><p>{own}</p><p>วันที่ {_day(facts.dated)}</p></div>')
    else:
        made.lines += [own, issuer, _day(facts.dated)]
        made.paper.append(f'<div class="sides"><p>{own}</p><p>{issuer}</p></div>')
        made.paper.append(f'<p class="middle">{_day(facts.dated)}</p>')
    made.add(f"เรื่อง {subject}")
    made.add(f"เรียน {to}")
    made.add(
        f"อ้างถึง หนังสือจังหวัด{facts.province.th} ที่ {thai_digits(f'{facts.province.letter_code} {facts.office}/ว {facts.cited}')} ลงวันที่ {_day(facts.cited_on)}"
    )
    made.facts |= {
        "number": number,
        "date": facts.dated.isoformat(),
        "urgency": urgency,
        "issuer": issuer,
        "subject": subject,
        "recipient": to,
        "reference": f"{facts.province.letter_code} {facts.office}/ว {facts.cited}",
        "reference date": facts.cited_on.isoformat(),
    }


def _day(day: date) -> str:
    return thai_digits(thai_date(day))


def _body(made: Made, facts: _Facts) -> None:
    made.add(
        f"ตามหนังสือที่อ้างถึง จังหวัด{facts.province.th}ได้แจ้งแนวทางการประเมินผลการปฏิบัติราชการให้ทราบแล้ว นั้น", "body"
    )


def _end(made: Made) -> None:
    made.add("จึงเรียนมาเพื่อทราบและถือปฏิบัติต่อไป", "body")
    made.add("ขอแสดงความนับถือ", "middle")


def _window(made: Made, facts: _Facts, chance: random.Random) -> None:
    opens = facts.dated + timedelta(days=chance.randint(3, 20))
    closes = opens + timedelta(days=chance.randint(7, 25))
    months = chance.choice((6, 12))
    made.add(
        f"จึงขอให้รายงานผลการปฏิบัติราชการ รอบ {thai_digits(str(months))} เดือน ตั้งแต่วันที่ {_day(opens)} ถึงวันที่ {_day(closes)}",
        "body",
    )
    made.facts |= {"round": str(months), "opens": opens.isoformat(), "closes": closes.isoformat()}


def _circular(chance: random.Random) -> Made:
    made, facts = Made("circular"), _facts(chance)
    _head(made, facts, chance)
    _body(made, facts)
    _window(made, facts, chance)
    _end(made)
    return made


def _memo(chance: random.Random) -> Made:
    made, facts = Made("memo"), _facts(chance)
    _head(made, facts, chance, memo=True)
    _body(made, facts)
    _window(made, facts, chance)
    made.add("จึงเรียนมาเพื่อพิจารณา", "body")
    return made


def _invitation(chance: random.Random) -> Made:
    made, facts = Made("invitation"), _facts(chance)
    _head(made, facts, chance)
    _body(made, facts)
    day = facts.dated + timedelta(days=chance.randint(4, 30))
    hour, minute = chance.choice(((9, 0), (9, 30), (13, 0), (13, 30)))
    at = thai_digits(f"{hour:02}.{minute:02}")
    made.add(
        f"จังหวัดจึงขอเชิญท่านเข้าร่วมประชุม ในวัน{WEEKDAYS[day.weekday()]}ที่ {_day(day)} เวลา {at} น. ณ {thai_digits(chance.choice(PLACES))}",
        "body",
    )
    made.facts |= {"meeting": f"{day.isoformat()}T{hour:02}:{minute:02}"}
    _end(made)
    return made


def _framework(chance: random.Random) -> Made:
    made, facts = Made("framework"), _facts(chance)
    _head(made, facts, chance)
    _body(made, facts)
    _end(made)
    made.add(f"ตัวชี้วัดของจังหวัด{facts.province.th} ประจำปีงบประมาณ พ.ศ. {thai_digits(str(facts.year))}")
    weights = chance.choice(((30, 25, 20, 15, 10), (20, 20, 20, 20, 20), (35, 25, 20, 15, 5)))
    rows = [["ลำดับ", "ตัวชี้วัด", "น้ำหนัก", "หน่วยงานรับผิดชอบ"]]
    for place, (name, weight) in enumerate(zip(chance.sample(KPIS, 5), weights, strict=True), 1):
        rows.append([thai_digits(f"{place}."), name, thai_digits(str(weight)), chance.choice(OWNERS)])
    made.lines += ["\t".join(row) for row in rows]
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    made.paper.append("<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>")
    made.facts |= {
        "fiscal year": str(facts.year),
        "KPI names": "|".join(row[1] for row in rows[1:]),
        "KPI weights": "|".join(map(str, weights)),
    }
    return made
