"""Words of letters from a topic, and how heads of agencies are addressed."""

from datetime import datetime

import pytest

from samrit.rules.letters.heads import head_title, is_title
from samrit.rules.letters.merging import templates
from samrit.rules.letters.topics import (
    Topic,
    edition_source_words,
    meeting_day_words,
    meeting_place_words,
    meeting_words,
    moment_words,
    named,
    owners_words,
    refuse_late,
    refuse_receivers,
)

HEADS = [
    # what letters used before comes first
    ("สำนักงานสถิติจังหวัดปทุมธานี", ["สนง.สถิติ จ.ปท.", "ผู้อำนวยการสถิติจังหวัดปทุมธานี"], "ผู้อำนวยการสถิติจังหวัดปทุมธานี"),
    ("สำนักงานสถิติจังหวัดปทุมธานี", ["สนง.สถิติ จ.ปท."], "สถิติจังหวัดปทุมธานี"),
    ("ที่ทำการปกครองจังหวัดปทุมธานี", [], "ปลัดจังหวัดปทุมธานี"),
    ("สำนักงานพัฒนาชุมชนจังหวัดชลบุรี", [], "พัฒนาการจังหวัดชลบุรี"),
    ("สำนักงานเกษตรจังหวัดชลบุรี", [], "เกษตรจังหวัดชลบุรี"),
    ("สำนักงานเกษตรและสหกรณ์จังหวัดชลบุรี", [], "เกษตรและสหกรณ์จังหวัดชลบุรี"),
    ("สำนักงานจังหวัดชลบุรี", [], "หัวหน้าสำนักงานจังหวัดชลบุรี"),
    ("สำนักงานป้องกันและบรรเทาสาธารณภัยจังหวัดชลบุรี", [], "หัวหน้าสำนักงานป้องกันและบรรเทาสาธารณภัยจังหวัดชลบุรี"),
]


@pytest.mark.parametrize(("name", "aliases", "title"), HEADS)
def test_the_head_of_an_agency(name: str, aliases: list[str], title: str) -> None:
    assert head_title(name, aliases) == title


def test_an_alias_is_a_title_or_another_name_of_the_office() -> None:
    aliases = ("ปลัดจังหวัดปทุมธานี", "ที่ทำการปกครอง จ.ปท.", "ทสจ.ปท.", "สำนักงานสถิติจังหวัดปทุมธานี", "ปภ")
    assert [is_title(alias) for alias in aliases] == [True, False, False, False, False]


def test_every_topic_has_its_template() -> None:
    assert templates().keys() == {*Topic, "circulate_revision"}


def test_days_places_and_names() -> None:
    begins, ends = datetime(2024, 10, 10, 10, 30), datetime(2024, 10, 10, 13, 0)  # noqa: DTZ001 - local already
    assert moment_words(begins) == "วันที่ 10 ตุลาคม 2567 เวลา 10.30 น."
    assert meeting_day_words(begins, ends) == "วันพฤหัสบดีที่ 10 ตุลาคม 2567 เวลา 10.30 - 13.00 น."
    assert meeting_day_words(begins, ends.replace(day=11)) == (
        "วันพฤหัสบดีที่ 10 ตุลาคม 2567 เวลา 10.30 น. ถึงวันที่ 11 ตุลาคม 2567 เวลา 13.00 น."
    )
    assert meeting_words("ประชุมชี้แจงตัวชี้วัด", "1/2567") == "ชี้แจงตัวชี้วัด ครั้งที่ 1/2567"
    assert meeting_words("การประชุม", "") == "การประชุม"
    assert meeting_place_words("ห้อง 1", "") == "ห้อง 1"
    assert meeting_place_words("ห้อง 1", "https://a.go.th") == "ห้อง 1 และ ระบบการประชุมทางไกล https://a.go.th"
    assert named("2-1.1", "ความพร้อม", "ระดับ") == "2-1.1 ความพร้อม – ระดับ"
    assert (owners_words(["ก", "ข"]), owners_words([])) == ("ก, ข", "-")


def test_the_source_of_an_edition_is_its_letter_or_its_resolution() -> None:
    assert edition_source_words("ที่ นร 1", "3/2567", "1 มีนาคม 2567") == "ที่ นร 1"
    assert edition_source_words("", "3/2567", "1 มีนาคม 2567") == "มติที่ประชุมครั้งที่ 3/2567 เมื่อวันที่ 1 มีนาคม 2567"
    assert edition_source_words("", "", "") == ""


def test_nobody_to_write_about_or_to() -> None:
    assert refuse_late(1) is None
    assert refuse_receivers("remind_late", 1) is None
    late, to = refuse_late(0), refuse_receivers("remind_late", 0)
    assert late is not None
    assert "ติดตามผลการปฏิบัติราชการที่ยังไม่ส่ง" in str(to)
