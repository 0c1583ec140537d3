"""Letters of every kind with facts drawn by a fixed seed, written by our own writer, and what is to be read in each."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from samrit.rules.letters.kinds import Kind, Urgency
from samrit.rules.letters.paper import (
    Attachment,
    Enclosure,
    LetterPaper,
    Paragraph,
    Signatory,
    Table,
)
from samrit.rules.thai import WEEKDAYS, thai_date
from samrit.rules.thailand import Province, provinces

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
    "ความพร้อมรัฐบาลดิจิทัลของหน่วยงานในจังหวัด",
    "ร้อยละของหมู่บ้านที่ไม่พบปัญหายาเสพติด",
)
OWNERS = ("สำนักงานจังหวัด", "ที่ทำการปกครองจังหวัด", "สำนักงานพัฒนาชุมชนจังหวัด", "สำนักงานสาธารณสุขจังหวัด")
WEIGHTS = ((30, 25, 20, 15, 10), (20, 20, 20, 20, 20), (35, 25, 20, 15, 5), (40, 30, 15, 10, 5))
WISH = Paragraph("จึงเรียนมาเพื่อทราบและถือปฏิบัติต่อไป")
Facts = dict[str, list[str]]


@dataclass
class Made:
    """``facts``: what the letter says, by the name of the field, in the form of ``samrit read_letter --json``."""

    kind: str
    paper: LetterPaper
    facts: Facts = field(default_factory=dict)


def letters(count: int, seed: int) -> Iterator[Made]:
    chance = random.Random(seed)  # noqa: S311 - the same letters every time
    for place in range(count):
        yield KINDS[place % len(KINDS)](_Drawn.by(chance))


@dataclass(frozen=True)
class _Drawn:
    """The facts that most letters share."""

    chance: random.Random
    province: Province
    office: str
    dated: date
    year: int
    running: int
    cited: int
    cited_on: date
    urgency: Urgency
    subject: str
    to: str

    @classmethod
    def by(cls, chance: random.Random) -> "_Drawn":
        year = chance.randint(2562, 2569)
        dated = date(year - 543, 1, 1) + timedelta(days=chance.randint(0, 250))
        return cls(
            chance,
            chance.choice([one for one in provinces() if one.letter_code]),
            f"00{chance.randint(10, 39)}" + (f".{chance.randint(1, 4)}" if chance.random() < 0.6 else ""),
            dated,
            year,
            chance.randint(11, 9999),
            chance.randint(11, 9999),
            dated - timedelta(days=chance.randint(5, 60)),
            chance.choice((Urgency.NORMAL, Urgency.VERY_URGENT, Urgency.MOST_URGENT)),
            f"{chance.choice(SUBJECTS)} ประจำปีงบประมาณ พ.ศ. {year}",
            chance.choice(TO),
        )

    @property
    def name(self) -> str:
        return f"จังหวัด{self.province.th}"

    @property
    def number(self) -> str:
        return f"{self.province.letter_code} {self.office}/ว {self.running}"

    @property
    def reason(self) -> Paragraph:
        cited = f"{self.province.letter_code} {self.office}/ว {self.cited}"
        return Paragraph(
            f"ตามหนังสือ{self.name} ที่ {cited} ลงวันที่ {thai_date(self.cited_on)} ได้แจ้งแนวทางการประเมินผลให้ทราบแล้ว นั้น"
        )

    def paper(self, kind: Kind, *body: Paragraph | Table) -> LetterPaper:
        return LetterPaper(
            kind=kind,
            urgency=self.urgency,
            number=self.number,
            day=self.dated,
            subject=self.subject,
            addressee=self.to,
            body=(self.reason, *body),
            signatories=(Signatory("นายสมมติ ตัวอย่าง", f"ผู้ว่าราชการ{self.name}"),),
            owner_unit=(f"สำนักงาน{self.name}",),
            telephone="0 2000 0000",
        )

    def facts(self, **more: list[str]) -> Facts:
        urgency = {Urgency.VERY_URGENT: "ด่วนมาก", Urgency.MOST_URGENT: "ด่วนที่สุด"}.get(self.urgency)
        return {
            "number": [self.number],
            "date": [self.dated.isoformat()],
            "urgency": [urgency] if urgency else [],
            "subject": [self.subject],
            "recipient": [self.to],
            "reference": [f"{self.province.letter_code} {self.office}/ว {self.cited}"],
            "reference date": [self.cited_on.isoformat()],
        } | more

    def window(self) -> tuple[Paragraph, Facts]:
        opens = self.dated + timedelta(days=self.chance.randint(3, 20))
        closes = opens + timedelta(days=self.chance.randint(7, 25))
        months = str(self.chance.choice((6, 12)))
        text = f"จึงขอให้รายงานผลการปฏิบัติราชการ รอบ {months} เดือน ตั้งแต่วันที่ {thai_date(opens)} ถึงวันที่ {thai_date(closes)}"
        return Paragraph(text), {
            "round": [months],
            "opens": [opens.isoformat()],
            "closes": [closes.isoformat()],
        }

    def table(self) -> tuple[Table, Facts]:
        names, weights = self.chance.sample(KPIS, 5), self.chance.choice(WEIGHTS)
        rows = [
            (str(place), name, str(weight), self.chance.choice(OWNERS))
            for place, (name, weight) in enumerate(zip(names, weights, strict=True), 1)
        ]
        table = Table(
            ("ลำดับ", "ตัวชี้วัด", "น้ำหนัก", "หน่วยงานรับผิดชอบ"), tuple(rows), widths=(1, 5, 1, 4), numeric=(2,)
        )
        return table, {
            "fiscal year": [str(self.year)],
            "KPI number": [row[0] for row in rows],
            "KPI name": [row[1] for row in rows],
            "KPI weight": [f"{row[0]}: {row[2]}" for row in rows],
            "KPI owner": [f"{row[0]}: {row[3]}" for row in rows],
        }


def _external(drawn: _Drawn) -> Made:
    text, window = drawn.window()
    paper = replace(
        drawn.paper(Kind.EXTERNAL, text, WISH),
        place=(f"ศาลากลาง{drawn.name}", f"ถนนตัวอย่าง {drawn.province.letter_code} 10000"),
        enclosures=(Enclosure("แบบรายงานผล", "1 ฉบับ"),),
    )
    facts = drawn.facts(issuer=[f"ศาลากลาง{drawn.name}"], enclosure=["แบบรายงานผล"])
    return Made("external", paper, facts | window)


def _memo(drawn: _Drawn) -> Made:
    text, window = drawn.window()
    paper = replace(drawn.paper(Kind.MEMO, text, WISH), office=drawn.name)
    return Made("memo", paper, drawn.facts(issuer=[f"{drawn.name} สำนักงาน{drawn.name}"]) | window)


def _invitation(drawn: _Drawn) -> Made:
    day = drawn.dated + timedelta(days=drawn.chance.randint(4, 30))
    hour, minute = drawn.chance.choice(((9, 0), (9, 30), (13, 0), (13, 30)))
    invites = Paragraph(
        f"จังหวัดจึงขอเชิญท่านเข้าร่วมประชุม ในวัน{WEEKDAYS[day.weekday()]}ที่ {thai_date(day)} เวลา {hour:02}.{minute:02} น. ณ {drawn.chance.choice(PLACES)}"
    )
    paper = replace(drawn.paper(Kind.EXTERNAL, invites, WISH), place=(f"ศาลากลาง{drawn.name}",))
    meeting = {"meeting": [f"{day.isoformat()}T{hour:02}:{minute:02}"]}
    return Made("invitation", paper, drawn.facts(issuer=[f"ศาลากลาง{drawn.name}"]) | meeting)


def _framework(drawn: _Drawn) -> Made:
    table, kpis = drawn.table()
    title = f"ตัวชี้วัดของ{drawn.name} ประจำปีงบประมาณ พ.ศ. {drawn.year}"
    paper = replace(
        drawn.paper(Kind.EXTERNAL, WISH),
        place=(f"ศาลากลาง{drawn.name}",),
        attachments=(Attachment(title, (table,)),),
    )
    return Made("framework", paper, drawn.facts(issuer=[f"ศาลากลาง{drawn.name}"]) | kpis)


def _stamped(drawn: _Drawn) -> Made:
    paper = replace(
        drawn.paper(Kind.STAMPED, Paragraph("จึงแจ้งมาเพื่อทราบ")), office=drawn.name, subject="", signatories=()
    )
    facts = {name: value for name, value in drawn.facts(issuer=[drawn.name]).items() if name != "subject"}
    return Made("stamped", paper, facts)


def _order(drawn: _Drawn) -> Made:
    number = f"{drawn.running}/{drawn.year}"
    paper = replace(
        drawn.paper(Kind.ORDER, Paragraph("ทั้งนี้ ตั้งแต่บัดนี้เป็นต้นไป")),
        number=number,
        office=drawn.name,
        urgency=Urgency.NORMAL,
        addressee="",
        owner_unit=(),
        telephone="",
    )
    return Made(
        "order", paper, _without(drawn.facts(number=[number], issuer=[drawn.name]), "urgency", "recipient")
    )


def _announcement(drawn: _Drawn) -> Made:
    table, kpis = drawn.table()
    paper = replace(
        drawn.paper(Kind.ANNOUNCEMENT, Paragraph("จึงประกาศตัวชี้วัดดังนี้"), table),
        number="",
        office=drawn.name,
        urgency=Urgency.NORMAL,
        addressee="",
        owner_unit=(),
        telephone="",
    )
    facts = _without(drawn.facts(issuer=[drawn.name]), "urgency", "recipient", "number")
    return Made("announcement", paper, facts | kpis)


def _without(facts: Facts, *names: str) -> Facts:
    return {name: value for name, value in facts.items() if name not in names}


KINDS: tuple[Callable[[_Drawn], Made], ...] = (
    _external,
    _memo,
    _invitation,
    _framework,
    _stamped,
    _order,
    _announcement,
)
