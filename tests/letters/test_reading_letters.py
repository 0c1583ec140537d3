"""Two bundles of letters with everything that scanning does to them, read whole."""

from pathlib import Path
from typing import Any

import pytest

from samrit.letters.reading import Reading, read

LETTERS = Path(__file__).parent / "letters"


def reading_of(name: str) -> Reading:
    return read((LETTERS / name).read_bytes(), filename=name)


@pytest.fixture(scope="module")
def lamphun() -> Reading:
    return reading_of("lamphun-2567.md")


@pytest.fixture(scope="module")
def ranong() -> Reading:
    return reading_of("ranong-2562.md")


def kpi(
    number: str, name: str, weight: str | None, *owners: str, parts: dict[str, str | None] | None = None
) -> dict[str, Any]:
    return {
        "number": number,
        "name": name,
        "weight": weight,
        "owners": list(owners),
        "parts": [{"name": part, "weight": share} for part, share in (parts or {}).items()],
    }


FRAMEWORKS_OF_LAMPHUN = [
    {
        "province_code": "51",
        "fiscal_year": 2567,
        "edition": "revised",  # the table's heading does not say so, the letter that carries it does
        "total_weight": "100",
        "components": [
            {
                "number": "1",
                "name": "ผลของงาน (Performance Base)",
                "weight": "70",
                "assessed": True,
                "groups": [
                    {
                        "number": "1.1",
                        "name": "ตัวชี้วัดตามภารกิจ (Functional KPIs)",
                        "kpis": [
                            kpi("1", "รายได้ของครัวเรือนเป้าหมาย", "20", "สนง.พัฒนาชุมชน จ.ลพ."),
                            kpi("2", "ร้อยละของหมู่บ้านที่ปลอดการเผา", "15", "ที่ทำการปกครอง จ.ลพ. (อำเภอ)"),
                        ],
                    },
                    {
                        "number": "1.2",
                        "name": "ตัวชี้วัดร่วม (Joint KPIs)",
                        "kpis": [
                            kpi("3", "รายได้จากผู้มาเยือน", "20", "สนง.การท่องเที่ยวและกีฬา จ.ลพ."),
                            kpi("4", "คุณภาพลำน้ำสายหลัก", "5", "สนง.ทสจ.ลพ.", parts={"ลำน้ำกวง": "5"}),
                            kpi(
                                "5",
                                "ฝุ่นละอองขนาดไม่เกิน ๒.๕ ไมครอน (PM 2.5)",
                                "10",
                                "สนง.ทสจ.ลพ.",
                                "สนง.ปภ.จ.ลพ.",
                            ),
                        ],
                    },
                ],
            },
            {
                "number": "2",
                "name": "ความพร้อมของงาน (Potential Base)",
                "weight": "30",
                "assessed": True,
                "groups": [
                    {
                        "number": "2.1",
                        "name": "งานดิจิทัล",
                        "kpis": [
                            kpi(
                                "1",
                                "ความพร้อมด้านข้อมูล",
                                "15",
                                "สนง.สถิติ จ.ลพ.",
                                parts={"บัญชีข้อมูล": "7.5", "ข้อมูลเปิด": "7.5"},
                            )
                        ],
                    },
                    {
                        "number": "2.2",
                        "name": "ระบบราชการ ๔.๐",
                        "kpis": [kpi("2", "การประเมินสถานะ (PMQA ๔.๐)", "15", "สนจ.ลพ.")],
                    },
                ],
            },
        ],
    }
]


def test_the_framework_of_lamphun(lamphun: Reading) -> None:
    assert lamphun.to_json()["frameworks"] == FRAMEWORKS_OF_LAMPHUN


def test_the_letters_of_lamphun(lamphun: Reading) -> None:
    memo, ministry, january = lamphun.to_json()["letters"]
    assert memo == {
        "number": "ลพ 0017.2/ว 2567",
        "issuer": "จังหวัดลำพูน สำนักงานจังหวัดลำพูน",
        "urgency": "ด่วนที่สุด",
        "date": "2024-04-05",
        "subject": "ตัวชี้วัดของจังหวัด ประจำปีงบประมาณ พ.ศ. ๒๕๖๗ (ฉบับปรับปรุง) และการรายงานผล รอบ ๖ เดือน",
        "recipients": ["หัวหน้าหน่วยงานตามบัญชีแนบท้าย"],
        "references": [{"number": "ลพ 0017.2/ว 777", "date": "2024-01-18"}],
        "enclosures": [],
    }
    assert (ministry["number"], ministry["issuer"], ministry["date"]) == (
        "นร 1207/400",
        "สำนักงาน ก.พ.ร.",
        "2018-03-08",
    )
    assert ministry["references"] == [{"number": "นร 1207/51", "date": "2018-01-17"}]
    assert ministry["enclosures"] == ["ตัวชี้วัด ประจำปีงบประมาณ พ.ศ. ๒๕๖๑ (ฉบับปรับปรุง)", "ข้อมูลผู้ใช้งานระบบ e-SAR"]
    assert (january["number"], january["date"], january["recipients"]) == (
        "ลพ 0017.2/ว 301",
        "2024-01-18",
        [],
    )


def test_the_window_is_one_though_a_year_was_misread(lamphun: Reading) -> None:
    assert lamphun.to_json()["windows"] == [{"round": 6, "opens": "2024-03-25", "closes": "2024-04-12"}]


def test_two_lists_of_the_same_agencies_are_one(lamphun: Reading) -> None:
    assert lamphun.to_json()["agencies"] == [
        "ปลัดจังหวัดลำพูน",
        "หัวหน้าสำนักงานจังหวัดลำพูน",
        "พัฒนาการจังหวัดลำพูน",
        "ท่องเที่ยวและกีฬาจังหวัดลำพูน",
    ]


def test_what_contradicts_in_lamphun(lamphun: Reading) -> None:
    assert [(one.line, one.code, one.readings) for one in lamphun.findings if one.severity != "info"] == [
        (7, "number_equals_year", ("ลพ 0017.2/ว 2567", "พ.ศ. 2567")),
        (14, "letter_two_numbers", ("ลพ 0017.2/ว 301", "ลพ 0017.2/ว 777")),
        (20, "near_known_name", ("จัดความยากจน", "ขจัดความยากจน")),
        (20, "near_known_name", ("ครวัเรียน", "ครัวเรือน")),
        (31, "letter_two_numbers", ("ลพ 0017.2/ว 2567", "ลพ 0017.2/ว 2517")),
        (68, "year_contradicts", ("2561", "2567")),
        (70, "province_contradicts", ("จังหวัดลำปาง", "จังหวัดลำพูน")),
        (
            79,
            "window_year_contradicts",
            ("25 มีนาคม 2561 – 12 เมษายน 2561", "25 มีนาคม 2567 – 12 เมษายน 2567"),
        ),
        (97, "recipient_missing", ()),
        (106, "letter_two_dates", ("18 มกราคม 2567", "13 มกราคม 2567")),
        (112, "near_known_name", ("ท้องเที่ยว", "ท่องเที่ยว")),
    ]


def test_stamps_and_stray_notes_are_told_and_not_used(lamphun: Reading) -> None:
    assert [(one.line, one.code) for one in lamphun.findings if one.severity == "info"] == [
        (58, "receiving_stamp"),
        (76, "enclosures_without_label"),
        (103, "stray_note"),
        (113, "agency_two_names"),
    ]


def test_the_framework_of_ranong_has_no_invented_weights(ranong: Reading) -> None:
    def component(number: str, name: str, *kpis: dict[str, Any], assessed: bool = True) -> dict[str, Any]:
        groups = [{"number": None, "name": None, "kpis": list(kpis)}] if kpis else []
        return {"number": number, "name": name, "weight": None, "assessed": assessed, "groups": groups}

    assert ranong.to_json()["frameworks"] == [
        {
            "province_code": "85",
            "fiscal_year": 2562,
            "edition": "original",
            "total_weight": None,
            "components": [
                component("1", "งานตามหน้าที่ปกติ (Function Base)", assessed=False),
                component(
                    "2",
                    "งานตามนโยบาย (Agenda Base)",
                    kpi("1", "การจัดการขยะ", None, parts={"ขยะตกค้างที่กำจัดแล้ว": None, "ขยะที่นำกลับมาใช้": None}),
                ),
                component("3", "งานของพื้นที่ (Area Base)", kpi("1", "ฐานข้อมูลของจังหวัด", None)),
            ],
        }
    ]


def test_three_mentions_are_one_meeting_with_its_agenda(ranong: Reading) -> None:
    def item(starts: str, ends: str, topic: str) -> dict[str, str]:
        return {"starts": f"2019-07-22T{starts}", "ends": f"2019-07-22T{ends}", "topic": topic}

    assert ranong.to_json()["meetings"] == [
        {
            "starts": "2019-07-22T09:00",
            "ends": "2019-07-22T11:00",
            "place": "ห้องประชุมชั้น ๓ ศาลากลางจังหวัดระนอง / ห้องประชุมกลาง กระทรวงมหาดไทย",
            "agenda": [
                item("09:00", "09:10", "กล่าวเปิดการประชุม"),
                item("09:10", "10:30", "ชี้แจงกรอบการประเมิน โดย ผู้แทนสำนักงาน ก.พ.ร."),
                item("09:10", "10:30", "ชี้แจงการนำเข้าข้อมูล"),
                item("10:30", "11:00", "ตอบข้อซักถาม"),
            ],
        }
    ]


def test_the_letters_of_ranong(ranong: Reading) -> None:
    province, ministry = ranong.letters
    assert (province.number, province.issuer, str(province.date)) == (
        "รณ 0017.2/ว 4400",
        "ศาลากลางจังหวัดระนอง",
        "2019-07-10",
    )
    assert province.enclosures == ("สำเนาหนังสือกระทรวงมหาดไทย ด่วนที่สุด ที่ มท ๐๒๑๘/ว๓๓๓๓ ลงวันที่ ๒ กรกฎาคม ๒๕๖๒",)
    assert (ministry.number, ministry.issuer, str(ministry.date)) == (
        "มท 0218/ว 3333",
        "กระทรวงมหาดไทย",
        "2019-07-02",
    )
    assert [agency.name for agency in ranong.agencies] == [
        "สำนักงานจังหวัดระนอง",
        "ที่ทำการปกครองจังหวัดระนอง",
        "สำนักงานประชาสัมพันธ์จังหวัด",
        "การประปาส่วนภูมิภาคสาขาระนอง",
    ]


def test_an_unknown_letter_code_gets_the_one_that_is_meant(ranong: Reading) -> None:
    unknown = next(one for one in ranong.findings if one.code == "unknown_issuer_code")
    assert (unknown.line, unknown.readings) == (3, ("รณ", "รน"))


# ── heads of other kinds ────────────────────────────────────────────────────
def test_number_date_and_issuer_may_share_a_line() -> None:
    text = """
ที่ มท 0810.5/ว 2345                กระทรวงมหาดไทย
9 ก.ย. 68
เรื่อง  การประชุม
เรียน  ผู้ว่าราชการจังหวัด ทุกจังหวัด
อ้างถึง  1. หนังสือกระทรวงมหาดไทย ที่ มท 0810.5/ว 1111 ลงวันที่ 5 สิงหาคม 2568
         2. หนังสือสำนักงาน ก.พ.ร. ด่วนมาก ที่ นร 1206/45 ลงวันที่ 1 ส.ค. 68
สิ่งที่ส่งมาด้วย  1. กำหนดการ       จำนวน 1 ฉบับ
                  2. แบบตอบรับ     จำนวน 1 ฉบับ
ตามหนังสือที่อ้างถึง นั้น
"""
    assert read(text.encode(), filename="a.txt").to_json()["letters"] == [
        {
            "number": "มท 0810.5/ว 2345",
            "issuer": "กระทรวงมหาดไทย",
            "urgency": None,
            "date": "2025-09-09",
            "subject": "การประชุม",
            "recipients": ["ผู้ว่าราชการจังหวัด ทุกจังหวัด"],
            "references": [
                {"number": "มท 0810.5/ว 1111", "date": "2025-08-05"},
                {"number": "นร 1206/45", "date": "2025-08-01"},
            ],
            "enclosures": ["กำหนดการ", "แบบตอบรับ"],
        }
    ]


def test_an_order_is_dated_at_its_end() -> None:
    text = "คำสั่งจังหวัดพะเยา\nที่ ๑๒๓/๒๕๖๗\nเรื่อง แต่งตั้งคณะทำงาน\n\nสั่ง ณ วันที่ ๑ ตุลาคม พ.ศ. ๒๕๖๗\n"
    (letter,) = read(text.encode(), filename="a.txt").letters
    assert (letter.number, letter.issuer, str(letter.date)) == ("123/2567", "จังหวัดพะเยา", "2024-10-01")


def test_recipients_one_by_one_are_the_agencies_when_there_is_no_list() -> None:
    text = "ที่ ตก ๐๐๑๗/๕\n๑ มกราคม ๒๕๖๘\nเรื่อง แจ้ง\nเรียน ๑. ปลัดจังหวัดตาก\n      ๒. สถิติจังหวัดตาก\nด้วยจังหวัด"
    reading = read(text.encode(), filename="a.txt")
    assert reading.letters[0].recipients == ("ปลัดจังหวัดตาก", "สถิติจังหวัดตาก")
    assert reading.to_json()["agencies"] == ["ปลัดจังหวัดตาก", "สถิติจังหวัดตาก"]


# ── windows ─────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("words", "window"),
    [
        ("รอบ 12 เดือน ระหว่างวันที่ 1 - 20 ตุลาคม 2568", (12, "2025-10-01", "2025-10-20")),
        (
            "รอบ ๖ เดือน ตั้งแต่วันที่ ๒๕ มีนาคม ๒๕๖๗ ถึงวันที่ ๑๑ เมษายน ๒๕๖๗ เวลา ๑๖.๓๐ น.",
            (6, "2024-03-25", "2024-04-11T16:30"),
        ),
        (
            "รอบ 9 เดือน ตั้งแต่วันที่ 1 ก.ค. 68 เวลา 08.30 น. ถึงวันที่ 15 ก.ค. 68 เวลา 16.30 น.",
            (9, "2025-07-01T08:30", "2025-07-15T16:30"),
        ),
        ("รายงานผลรอบ 6 เดือน ภายในวันที่ 30 เมษายน 2568", (6, None, "2025-04-30")),
        ("เปิดระบบรอบ 6 เดือน วันที่ 1 เมษายน 2568 และปิดระบบวันที่ 15 เมษายน 2568", (6, "2025-04-01", "2025-04-15")),
        ("รอบที่ 2 (12 เดือน) ตั้งแต่ 25 ธ.ค. - 10 ม.ค. 2569", (12, "2025-12-25", "2026-01-10")),
        ("| รอบ 6 เดือน | 1 เมษายน 2569 | 20 เมษายน 2569 |", (6, "2026-04-01", "2026-04-20")),
    ],
)
def test_a_window_in_any_wording(words: str, window: tuple[int, str | None, str]) -> None:
    months, opens, closes = window
    assert read(words.encode(), filename="a.md").to_json()["windows"] == [
        {"round": months, "opens": opens, "closes": closes}
    ]


@pytest.mark.parametrize(
    "words",
    [
        "ผลการดำเนินงานรอบ 12 เดือน (1 ตุลาคม 2567 – 30 กันยายน 2568)",  # what is measured
        "ขอให้ส่งแบบตอบรับการรายงานผลภายในวันที่ 12 กันยายน 2568",
        "ในการประชุมชี้แจงการรายงานผลระหว่างวันที่ 1 - 2 กันยายน 2568",
    ],
)
def test_other_dates_are_no_window(words: str) -> None:
    assert read(words.encode(), filename="a.md").windows == ()


# ── meetings ────────────────────────────────────────────────────────────────
def test_a_window_in_an_invitation_is_no_meeting_and_a_dash_in_a_topic_stays() -> None:
    text = """ขอเชิญประชุมในวันพุธที่ 12 กุมภาพันธ์ 2568 เวลา 13.30 - 16.30 น. ณ ห้องประชุม 1 และขอให้รายงานผล ดังนี้

- รอบ 12 เดือน: วันที่ 1 – 31 ตุลาคม 2568 (ปิดระบบเวลา 16.30 น.)

กำหนดการ
13.30 - 16.00 น. ชี้แจง
16.00 - 16.30 น. ถาม-ตอบ
"""
    reading = read(text.encode(), filename="a.md")
    assert [(str(one.starts), one.place) for one in reading.meetings] == [
        ("2025-02-12 13:30:00", "ห้องประชุม 1")
    ]
    assert [item.topic for item in reading.meetings[0].agenda] == ["ชี้แจง", "ถาม-ตอบ"]
    assert reading.to_json()["windows"] == [
        {"round": 12, "opens": "2025-10-01", "closes": "2025-10-31T16:30"}
    ]


def test_an_agenda_of_a_table_and_one_without_times() -> None:
    table = "ประชุมวันที่ 2 มกราคม 2568 เวลา 10:00 น.\n\n| เวลา | กิจกรรม | โดย |\n|---|---|---|\n| 10.00 - 11.00 น. | เปิด | ประธาน |\n| 11.00 น. | ปิด | |\n"
    (meeting,) = read(table.encode(), filename="a.md").meetings
    assert [(item.topic, item.ends is None) for item in meeting.agenda] == [
        ("เปิด ประธาน", False),
        ("ปิด", True),
    ]
    votes = "ประชุมวันที่ 2 มกราคม 2568 เวลา 10:00 น.\nระเบียบวาระที่ ๑ แจ้งให้ทราบ\nระเบียบวาระที่ ๒ เรื่อง พิจารณา\n"
    (meeting,) = read(votes.encode(), filename="a.md").meetings
    assert [(item.starts, item.topic) for item in meeting.agenda] == [(None, "แจ้งให้ทราบ"), (None, "พิจารณา")]
