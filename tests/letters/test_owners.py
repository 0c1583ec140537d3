"""Whose agency a letter means, and what a new one is called."""

import pytest

from samrit.letters.owners import full_name, propose
from samrit.people.models import Agency, Area

AREA = Area(code="13", name="ปทุมธานี", name_en="Pathum Thani", letter_code="ปท")


@pytest.mark.parametrize(
    ("wording", "name"),
    [
        ("สนง.พัฒนาชุมชน จ.ปท.", "สำนักงานพัฒนาชุมชนจังหวัดปทุมธานี"),
        ("สนง.ทสจ.ปท.", "สำนักงานทรัพยากรธรรมชาติและสิ่งแวดล้อมจังหวัดปทุมธานี"),
        ("สนง.ปภ.จ.ปท.", "สำนักงานป้องกันและบรรเทาสาธารณภัยจังหวัดปทุมธานี"),
        ("สนจ.ปท.", "สำนักงานจังหวัดปทุมธานี"),
        ("ที่ทำการปกครอง จ.ปท. (อำเภอ)", "ที่ทำการปกครองจังหวัดปทุมธานี"),
        ("สนง.อุตสาหกรรม จ.ปท.", "สำนักงานอุตสาหกรรมจังหวัดปทุมธานี"),
        ("สนง.การท่องเที่ยวและกีฬา จ.ปท.", "สำนักงานการท่องเที่ยวและกีฬาจังหวัดปทุมธานี"),
        ("สำนักงานสถิติจังหวัดปทุมธานี", "สำนักงานสถิติจังหวัดปทุมธานี"),
        # no short form of an office: the letter's own words
        ("แขวงทางหลวงปทุมธานี", "แขวงทางหลวงปทุมธานี"),
        ("เรือนจำ จ.ปท.", "เรือนจำจังหวัดปทุมธานี"),
    ],
)
def test_short_forms_are_written_out(wording: str, name: str) -> None:
    assert full_name(wording, AREA) == name


AGENCIES = [
    Agency(pk=1, area=AREA, name="สำนักงานจังหวัดปทุมธานี"),
    Agency(pk=2, area=AREA, name="สำนักงานพัฒนาชุมชนจังหวัดปทุมธานี"),
    Agency(pk=3, area=AREA, name="สำนักงานทรัพยากรธรรมชาติและสิ่งแวดล้อมจังหวัดปทุมธานี"),
    Agency(pk=4, area=AREA, name="ที่ทำการปกครองจังหวัดปทุมธานี"),
    Agency(pk=5, area=AREA, name="แขวงทางหลวงปทุมธานี", aliases=["ขท.ปท."]),
]


@pytest.mark.parametrize(
    ("wording", "agency", "sure"),
    [
        # the same office under its short form, its head's title, or a name learned from a letter
        ("สนง.พช.ปท.", 2, True),
        ("พัฒนาการจังหวัดปทุมธานี", 2, True),
        ("สนง.ทสจ.ปท.", 3, True),
        ("ปลัดจังหวัดปทุมธานี", 4, True),
        ("หัวหน้าสำนักงานจังหวัดปทุมธานี", 1, True),
        ("ขท. ปท.", 5, True),
        # a slip: proposed, for a person to check
        ("สนง.ทรัพยากรธรรมชาติและสิ่งแวคล้อม จ.ปท.", 3, False),
        # nothing near: a new one
        ("สนง.สรรพากรพื้นที่", None, False),
    ],
)
def test_owners_are_found_among_the_agencies(wording: str, agency: int | None, sure: bool) -> None:  # noqa: FBT001 - a column of the table
    (proposal,) = propose([wording, wording], AGENCIES, AREA)
    assert (proposal.agency.pk if proposal.agency else None, proposal.sure) == (agency, sure)


def test_a_province_without_agencies_gets_new_ones() -> None:
    assert [one.agency for one in propose(["สนง.พช.ปท."], [], AREA)] == [None]
