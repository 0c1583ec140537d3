"""Nothing is repaired in silence: each slip in a sound letter becomes one finding, with line and readings."""

import re
from pathlib import Path

import pytest

from samrit.letters.reading import Known, read
from samrit.letters.reading.findings import KINDS

SOUND = """ด่วนที่สุด

ที่ นน ๐๐๑๗.๒/ว ๓๔๕

ศาลากลางจังหวัดน่าน

๓ มีนาคม ๒๕๖๗

เรื่อง ตัวชี้วัดของจังหวัดน่าน ประจำปีงบประมาณ พ.ศ. ๒๕๖๗

เรียน หัวหน้าส่วนราชการตามบัญชีแนบท้าย

อ้างถึง หนังสือกระทรวงมหาดไทย ที่ มท ๐๒๑๘/ว ๑๑ ลงวันที่ ๕ กุมภาพันธ์ ๒๕๖๗

สิ่งที่ส่งมาด้วย ตัวชี้วัดของจังหวัด

ขอเชิญประชุมในวันจันทร์ที่ ๑๑ มีนาคม ๒๕๖๗ เวลา ๐๙.๐๐ – ๑๒.๐๐ น. ณ ห้องประชุม ๑ รายละเอียดตามสิ่งที่ส่งมาด้วย

ให้รายงานผลรอบ ๖ เดือน ระหว่างวันที่ ๒๕ มีนาคม - ๑๑ เมษายน ๒๕๖๗

๐๙.๐๐ – ๑๐.๐๐ น. เปิดประชุม

๑๐.๐๐ – ๑๒.๐๐ น. ชี้แจง

จึงเรียนมาเพื่อทราบ

ตัวชี้วัดของจังหวัดน่าน ประจำปีงบประมาณ พ.ศ. ๒๕๖๗

| ลำดับ | ตัวชี้วัด | น้ำหนัก | หน่วยงานรับผิดชอบ |
|---|---|---|---|
| | องค์ประกอบที่ ๑ ผลงาน | ๖๐ | |
| ๑.๑ | ตัวชี้วัดตามภารกิจ | ๒๐ | |
| ๑ | รายได้ของชุมชน | ๒๐ | สนจ.นน. |
| ๑.๒ | ตัวชี้วัดร่วม | ๔๐ | |
| ๒ | พื้นที่ป่าไม้<br>- ป่าต้นน้ำ<br>- ป่าชุมชน | ๔๐<br>(๑๕)<br>(๒๕) | สนง.ทสจ.นน. |
| | องค์ประกอบที่ ๒ ศักยภาพ | ๔๐ | |
| ๑ | ฐานข้อมูลเปิด | ๔๐ | สนง.สถิติ จ.นน. |
| | รวม | ๑๐๐ | |

บัญชีแนบท้าย
หนังสือจังหวัดน่าน ที่ นน ๐๐๑๗.๒/ว ๓๔๕ ลงวันที่ ๓ มีนาคม ๒๕๖๗

๑. สำนักงานจังหวัดน่าน
๒. สำนักงานสถิติจังหวัดน่าน
๓. สำนักงานทรัพยากรธรรมชาติและสิ่งแวดล้อมจังหวัดน่าน
"""

Found = list[tuple[str, int, tuple[str, ...]]]


def line(words: str) -> int:
    """The line of the sound letter on which these words stand first."""
    return SOUND[: SOUND.index(words)].count("\n") + 1


def found(text: str, known: Known | None = None) -> Found:
    reading = read(text.encode(), filename="a.md", known=known or Known())
    return [(one.code, one.line, one.readings) for one in reading.findings]


def changed(*pairs: str) -> str:
    text = SOUND
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert old in text
        text = text.replace(old, new, 1)
    return text


def test_a_sound_letter_has_no_findings() -> None:
    assert found(SOUND) == []


CASES: list[tuple[str, tuple[str, ...], Found]] = [
    # ── letters ──
    (
        "the list names the letter by another number",
        ("ที่ นน ๐๐๑๗.๒/ว ๓๔๕ ลงวันที่", "ที่ นน ๐๐๑๗.๒/ว ๓๔๘ ลงวันที่"),
        [("letter_two_numbers", line("หนังสือจังหวัดน่าน"), ("นน 0017.2/ว 345", "นน 0017.2/ว 348"))],
    ),
    (
        "the list dates the letter otherwise",
        ("ลงวันที่ ๓ มีนาคม", "ลงวันที่ ๘ มีนาคม"),
        [("letter_two_dates", line("หนังสือจังหวัดน่าน"), ("3 มีนาคม 2567", "8 มีนาคม 2567"))],
    ),
    (
        "the number is the year",
        ("ว ๓๔๕\n", "ว ๒๕๖๗\n", "ว ๓๔๕ ลง", "ว ๒๕๖๗ ลง"),
        [("number_equals_year", line("ที่ นน"), ("นน 0017.2/ว 2567", "พ.ศ. 2567"))],
    ),
    (
        "two cited letters that differ in digits easily misread",
        (
            "ว ๑๑ ลงวันที่ ๕ กุมภาพันธ์ ๒๕๖๗",
            "ว ๓๑๑ ลงวันที่ ๑๑ กุมภาพันธ์ ๒๕๖๗ และหนังสือกระทรวงมหาดไทย ที่ มท ๐๒๑๘/ว ๗๑๑ ลงวันที่ ๑๗ กุมภาพันธ์ ๒๕๖๗",
        ),
        [
            ("numbers_alike", line("อ้างถึง"), ("มท 0218/ว 311", "มท 0218/ว 711")),
            ("days_alike", line("อ้างถึง"), ("11 กุมภาพันธ์ 2567", "17 กุมภาพันธ์ 2567")),
        ],
    ),
    (
        "a code of nobody",
        ("ที่ นน ๐๐๑๗.๒/ว ๓๔๕\n", "ที่ มน ๐๐๑๗.๒/ว ๓๔๕\n", "ที่ นน ๐๐๑๗.๒/ว ๓๔๕ ลง", "ที่ มน ๐๐๑๗.๒/ว ๓๔๕ ลง"),
        [("unknown_issuer_code", line("ที่ นน"), ("มน", "นน"))],
    ),
    (
        "a province that does not exist",
        ("ศาลากลางจังหวัดน่าน", "ศาลากลางจังหวัดนาน"),
        [("unknown_province", line("ศาลากลาง"), ("จังหวัดนาน", "จังหวัดน่าน"))],
    ),
    (
        "the table is another province's",
        ("\n\nตัวชี้วัดของจังหวัดน่าน", "\n\nตัวชี้วัดของจังหวัดแพร่"),
        [("province_contradicts", line("ตัวชี้วัดของจังหวัดน่าน ประจำปีงบประมาณ พ.ศ. ๒๕๖๗\n\n|"), ("จังหวัดแพร่", "จังหวัดน่าน"))],
    ),
    (
        "the code is another province's",
        ("ที่ นน ๐๐๑๗.๒/ว ๓๔๕\n", "ที่ พร ๐๐๑๗.๒/ว ๓๔๕\n", "ที่ นน ๐๐๑๗.๒/ว ๓๔๕ ลง", "ที่ พร ๐๐๑๗.๒/ว ๓๔๕ ลง"),
        [("province_contradicts", line("ที่ นน"), ("จังหวัดแพร่", "จังหวัดน่าน"))],
    ),
    (
        "an owner of another province",
        ("สนง.สถิติ จ.นน.", "สนง.สถิติ จ.พร."),
        [("province_contradicts", line("ฐานข้อมูล"), ("จังหวัดแพร่", "จังหวัดน่าน"))],
    ),
    (
        "the letter is of another year than what it is about",
        ("\n๓ มีนาคม ๒๕๖๗", "\n๓ มีนาคม ๒๕๖๑", "ลงวันที่ ๓ มีนาคม ๒๕๖๗", "ลงวันที่ ๓ มีนาคม ๒๕๖๑"),
        [
            ("year_contradicts", line("๓ มีนาคม"), ("2561", "2567")),
            ("cited_later", line("อ้างถึง"), ("3 มีนาคม 2561", "5 กุมภาพันธ์ 2567")),
        ],
    ),
    (
        "the table is of another year than its letter",
        ("\n\nตัวชี้วัดของจังหวัดน่าน ประจำปีงบประมาณ พ.ศ. ๒๕๖๗", "\n\nตัวชี้วัดของจังหวัดน่าน ประจำปีงบประมาณ พ.ศ. ๒๕๖๖"),
        [("year_contradicts", line("ตัวชี้วัดของจังหวัดน่าน ประจำปีงบประมาณ พ.ศ. ๒๕๖๗\n\n|"), ("2566", "2567"))],
    ),
    (
        "a cited date with ๑ for ๗",
        ("๕ กุมภาพันธ์ ๒๕๖๗", "๕ กุมภาพันธ์ ๒๕๖๑"),
        [("year_contradicts", line("อ้างถึง"), ("2561", "2567"))],
    ),
    (
        "the window's year",
        ("๑๑ เมษายน ๒๕๖๗", "๑๑ เมษายน ๒๕๖๓"),
        [("year_contradicts", line("ให้รายงาน"), ("2563", "2567"))],
    ),
    ("no recipient", ("เรียน หัวหน้าส่วนราชการตามบัญชีแนบท้าย", "เรียน"), [("recipient_missing", line("เรียน"), ())]),
    (
        "a recipient that cannot be read",
        ("เรียน หัวหน้าส่วนราชการตามบัญชีแนบท้าย", "เรียน หัวหน้า (ก.ข.ค.ง.)"),
        [("recipient_unclear", line("เรียน"), ("หัวหน้า (ก.ข.ค.ง.)",))],
    ),
    ("no number", ("นน ๐๐๑๗.๒/ว ๓๔๕\n", "นน ๐๐๑๗.๒/ว\n"), [
        ("number_missing", line("ที่ นน"), ()),
        ("letter_two_numbers", line("หนังสือจังหวัดน่าน"), ("นน 0017.2/ว", "นน 0017.2/ว 345")),
    ]),
    ("no date", ("\n๓ มีนาคม ๒๕๖๗\n", "\n"), [("date_missing", 1, ())]),
    ("month and year only", ("\n๓ มีนาคม ๒๕๖๗\n", "\nมีนาคม ๒๕๖๗\n"), [("date_incomplete", line("๓ มีนาคม"), ())]),
    (
        "an enclosure that is spoken of but not listed",
        ("รายละเอียดตามสิ่งที่ส่งมาด้วย", "รายละเอียดตามสิ่งที่ส่งมาด้วย ๓"),
        [("enclosure_count", line("ขอเชิญ"), ("1", "3"))],
    ),
    (
        "cites what was written later",
        ("๕ กุมภาพันธ์ ๒๕๖๗", "๕ เมษายน ๒๕๖๗"),
        [("cited_later", line("อ้างถึง"), ("3 มีนาคม 2567", "5 เมษายน 2567"))],
    ),
    # ── dates ──
    (
        "a weekday that contradicts its date",
        ("วันจันทร์ที่", "วันอังคารที่"),
        [("weekday_contradicts", line("ขอเชิญ"), ("วันอังคารที่ 11 มีนาคม 2567", "วันจันทร์ที่ 11 มีนาคม 2567"))],
    ),
    (
        "a day that does not exist",
        ("๑๑ เมษายน ๒๕๖๗", "๓๑ เมษายน ๒๕๖๗"),
        [("impossible_date", line("ให้รายงาน"), ("31 เมษายน 2567",))],
    ),
    (
        "a window that closes before it opens",
        ("๒๕ มีนาคม - ๑๑ เมษายน ๒๕๖๗", "๒๕ มีนาคม - ๑๑ มีนาคม ๒๕๖๗"),
        [("window_backwards", line("ให้รายงาน"), ("25 มีนาคม 2567 – 11 มีนาคม 2567",))],
    ),
    ("a window without its round", ("รอบ ๖ เดือน ", ""), [("round_missing", line("ให้รายงาน"), ("25 มีนาคม 2567 – 11 เมษายน 2567",))]),
    (
        "two windows for one round",
        ("\n\n๐๙.๐๐", "\n\nรายงานผลรอบ ๖ เดือน ระหว่างวันที่ ๒๕ มีนาคม - ๑๒ เมษายน ๒๕๖๗\n\n๐๙.๐๐"),
        [
            (
                "window_two_readings",
                line("ให้รายงาน") + 2,
                ("25 มีนาคม 2567 – 12 เมษายน 2567", "25 มีนาคม 2567 – 11 เมษายน 2567"),
            )
        ],
    ),
    (
        "an earlier day inside the window",
        ("๑๑ เมษายน ๒๕๖๗", "๑๑ เมษายน ๒๕๖๗ และส่งจังหวัดภายในวันที่ ๕ เมษายน ๒๕๖๗"),
        [("other_deadline", line("ให้รายงาน"), ("5 เมษายน 2567", "25 มีนาคม 2567 – 11 เมษายน 2567"))],
    ),
    (
        "a meeting before its invitation",
        ("วันจันทร์ที่ ๑๑ มีนาคม", "วันศุกร์ที่ ๑ มีนาคม"),
        [("meeting_before_letter", line("ขอเชิญ"), ("1 มีนาคม 2567", "3 มีนาคม 2567"))],
    ),
    ("an agenda that goes back", ("๑๐.๐๐ – ๑๒.๐๐ น.", "๐๘.๐๐ – ๑๒.๐๐ น."), [("agenda_times", line("๑๐.๐๐ – ๑๒"), ("08.00 – 12.00 น.",))]),
    # ── weights ──
    (
        "a KPI's weight",
        ("รายได้ของชุมชน | ๒๐", "รายได้ของชุมชน | ๒๕"),
        [
            ("component_weights_not_total", line("| | องค์ประกอบที่ ๑"), ("65", "60")),
            ("group_weights_not_total", line("| ๑.๑"), ("25", "20")),
        ],
    ),
    (
        "a component's weight",
        ("ศักยภาพ | ๔๐", "ศักยภาพ | ๕๐"),
        [
            ("component_weights_not_total", line("| | องค์ประกอบที่ ๒"), ("40", "50")),
            ("stated_total_differs", line("| | รวม"), ("100", "110")),
        ],
    ),
    ("a part's weight", ("(๒๕)", "(๓๕)"), [("part_weights_not_total", line("| ๒ |"), ("50", "40"))]),
    ("the total", ("รวม | ๑๐๐", "รวม | ๙๙"), [("stated_total_differs", line("| | รวม"), ("99", "100"))]),
    (
        "all weights do not make 100",
        ("รวม | ๑๐๐", "รวม | ๙๐", "ศักยภาพ | ๔๐", "ศักยภาพ | ๓๐", "ฐานข้อมูลเปิด | ๔๐", "ฐานข้อมูลเปิด | ๓๐"),
        [("weights_not_total", line("| | รวม"), ("90", "100"))],
    ),
    ("no weight", ("ฐานข้อมูลเปิด | ๔๐", "ฐานข้อมูลเปิด | "), [("weight_missing", line("ฐานข้อมูล"), ("ฐานข้อมูลเปิด",))]),
    ("a part without weight", ("<br>(๒๕)", ""), [("weight_missing", line("| ๒ |"), ("ป่าชุมชน",))]),
    ("more weights than parts", ("<br>- ป่าชุมชน", ""), [("part_without_name", line("| ๒ |"), ("พื้นที่ป่าไม้",))]),
    (
        "no number for a weight",
        ("ฐานข้อมูลเปิด | ๔๐", "ฐานข้อมูลเปิด | สี่สิบ"),
        [
            ("weight_missing", line("ฐานข้อมูล"), ("ฐานข้อมูลเปิด",)),
            ("weight_unreadable", line("ฐานข้อมูล"), ("๑  ฐานข้อมูลเปิด  สี่สิบ  สนง.สถิติ จ.นน.",)),
        ],
    ),
    (
        "a weight below zero",
        ("ฐานข้อมูลเปิด | ๔๐", "ฐานข้อมูลเปิด | -๔๐"),
        [
            ("component_weights_not_total", line("| | องค์ประกอบที่ ๒"), ("-40", "40")),
            ("weight_out_of_range", line("ฐานข้อมูล"), ("-40",)),
        ],
    ),
    (
        "the weights of two rows in one",
        ("ฐานข้อมูลเปิด | ๔๐", "ฐานข้อมูลเปิด | ๔๐ ๒๐"),
        [("weight_unreadable", line("ฐานข้อมูล"), ("๑  ฐานข้อมูลเปิด  ๔๐ ๒๐  สนง.สถิติ จ.นน.",))],
    ),
    ("no owner", ("สนง.สถิติ จ.นน.", ""), [("owner_missing", line("ฐานข้อมูล"), ("ฐานข้อมูลเปิด",))]),
    (
        "a number twice",
        ("| ๒ | พื้นที่", "| ๑ | พื้นที่"),
        [("duplicate_kpi_number", line("| ๒ |"), ("รายได้ของชุมชน", "พื้นที่ป่าไม้"))],
    ),
    ("a number left out", ("| ๒ | พื้นที่", "| ๓ | พื้นที่"), [("kpi_number_gap", line("| ๒ |"), ("1", "3"))]),
    ("a name twice", ("ฐานข้อมูลเปิด", "รายได้ของชุมชน"), [("duplicate_kpi_name", line("ฐานข้อมูล"), ("รายได้ของชุมชน",))]),
    (
        "not assessed, and yet with a weight",
        ("ศักยภาพ | ๔๐", "ศักยภาพ (ไม่ประเมิน) | ๔๐"),
        [
            ("component_not_assessed_weighed", line("| | องค์ประกอบที่ ๒"), ()),
            ("stated_total_differs", line("| | รวม"), ("100", "60")),
        ],
    ),
    (
        "a component with nothing in it",
        ("| | รวม", "| | องค์ประกอบที่ ๓ อื่น | | |\n| | รวม"),
        [("component_empty", line("| | รวม"), ())],
    ),
    # ── agencies and words ──
    ("a number missing in the list", ("๓. สำนักงาน", "๔. สำนักงาน"), [("list_number_gap", line("๓. สำนักงาน"), ("3",))]),
    ("an agency twice", ("๒. สำนักงานสถิติจังหวัดน่าน", "๒. สำนักงานจังหวัดน่าน"), [("duplicate_agency", line("๒. สำนักงาน"), ("สำนักงานจังหวัดน่าน",))]),
    ("a slip of scanning", ("รายได้ของชุมชน", "รายได้ท้องเที่ยว"), [("near_known_name", line("| ๑ | รายได้"), ("ท้องเที่ยว", "ท่องเที่ยว"))]),
]  # fmt: skip


@pytest.mark.parametrize(("pairs", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_one_slip_is_one_finding(pairs: tuple[str, ...], expected: Found) -> None:
    assert found(changed(*pairs)) == expected


MINISTRY = """ที่ มท ๐๒๑๘/ว ๓๔๕
กระทรวงมหาดไทย
ถนนอัษฎาค์ กทม. ๑๐๒๐๐
๓ มีนาคม ๒๕๖๗
เรื่อง การประชุมชี้แจง
เรียน ผู้ว่าราชการจังหวัด
ด้วยกระทรวงมหาดไทยได้กำหนดการประชุมชี้แจง จึงเรียนมาเพื่อทราบ
(นายสมมติ ตัวอย่าง)
ปลัดกระทรวง
เอกสารแนบ
โดย ปลัดกระทรวง (นายสมมติ ตัวอยาง)
"""


def test_a_street_and_a_name_that_are_nearly_known_ones() -> None:
    assert found(MINISTRY) == [
        ("near_known_name", 3, ("ถนนอัษฎาค์", "ถนนอัษฎางค์")),
        ("near_known_name", 11, ("นายสมมติ ตัวอยาง", "นายสมมติ ตัวอย่าง")),
    ]
    right = MINISTRY.replace("อัษฎาค์", "อัษฎางค์").replace("ตัวอยาง", "ตัวอย่าง")
    assert found(right) == []


def test_names_close_to_known_ones() -> None:
    known = Known(
        kpi_names=("รายได้ของชุมชนเพิ่ม", "พื้นที่ป่าไม้", "ไม่เกี่ยวกัน"),
        agency_names=("สำนักงานสถติจังหวัดน่าน", "พัฒนาการจังหวัดน่าน"),
    )
    assert found(SOUND, known) == [
        ("near_known_name", line("| ๑ | รายได้"), ("รายได้ของชุมชน", "รายได้ของชุมชนเพิ่ม")),
        ("near_known_name", line("๒. สำนักงาน"), ("สำนักงานสถิติจังหวัดน่าน", "สำนักงานสถติจังหวัดน่าน")),
    ]


def test_a_known_name_is_no_finding() -> None:
    known = Known(kpi_names=("รายได้ของชุมชน", "รายได้ของชุมชนเพิ่ม"), agency_names=("สำนักงานสถิติจังหวัดน่าน",))
    assert found(SOUND, known) == []


def test_letter_codes_may_be_added() -> None:
    text = SOUND.replace("ที่ นน ๐๐๑๗", "ที่ ฮฮ ๐๐๑๗")
    assert [code for code, _, _ in found(text)] == ["unknown_issuer_code"]
    assert found(text, Known(letter_codes={"ฮฮ": "สำนักงานใหม่", "มท": "กระทรวงมหาดไทย"})) == []


def test_two_lists_that_differ() -> None:
    text = SOUND + "\nรายชื่อแนบท้าย\n\n๑. หัวหน้าสำนักงานจังหวัดน่าน\n๒. พัฒนาการจังหวัดน่าน\n๓. สถิติจังหวัดน่าน\n"
    second = SOUND.count("\n") + 4
    assert found(text) == [
        ("agency_two_names", second, ("สำนักงานจังหวัดน่าน", "หัวหน้าสำนักงานจังหวัดน่าน")),
        (
            "agency_lists_differ",
            second,
            ("พัฒนาการจังหวัดน่าน", "สำนักงานทรัพยากรธรรมชาติและสิ่งแวดล้อมจังหวัดน่าน"),
        ),
        ("agency_two_names", second + 2, ("สำนักงานสถิติจังหวัดน่าน", "สถิติจังหวัดน่าน")),
    ]


def test_a_framework_without_year_and_province() -> None:
    assert found("ลำดับ\tตัวชี้วัด\tน้ำหนัก\n1\tก\t100\n") == [
        ("fiscal_year_missing", 1, ()),
        ("province_missing", 1, ()),
    ]


def test_nothing_to_find() -> None:
    assert found("hello") == [("nothing_found", 1, ())]


def test_every_finding_says_a_thai_sentence_with_its_readings() -> None:
    for _, pairs, _ in CASES:
        for one in read(changed(*pairs).encode(), filename="a.md").findings:
            sentence = one.message.thai()
            assert re.search("[ก-๙]", sentence)
            assert "{" not in sentence


def test_the_page_shows_every_finding() -> None:
    page = (Path(__file__).parents[2] / "docs" / "letters.md").read_text(encoding="utf-8")
    table = page.partition("| code | severity | sentence |\n|---|---|---|\n")[2].partition("\n\n")[0]
    assert table.splitlines() == [
        f"| `{kind.message.code}` | {kind.severity} | {kind.message.text} |" for kind in KINDS.values()
    ]
