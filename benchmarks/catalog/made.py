"""Make so many published datasets of thirty agencies. ``python -m benchmarks.catalog.made NUMBER`` in the folder SAMRIT_DATA."""

import os
import random
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samrit.config.settings")
django.setup()

from samrit.catalog.indexing import index_words, searched_text  # noqa: E402 - Django comes first
from samrit.catalog.models import Dataset, DatasetWord, Resource, as_record, as_stored  # noqa: E402
from samrit.people.models import Agency, User  # noqa: E402
from samrit.rules.catalog import Record, load  # noqa: E402
from samrit.rules.searching import searchable  # noqa: E402

AGENCIES, AT_ONCE, SEED = 30, 2_000, 2567
BEGAN = datetime(2024, 10, 1, tzinfo=UTC)
WHAT = (
    "ปริมาณขยะ",
    "ผู้สูงอายุ",
    "ถนน",
    "น้ำประปา",
    "โรงเรียน",
    "ผู้ป่วยนอก",
    "รายได้การท่องเที่ยว",
    "ฝุ่นละออง",
    "แรงงาน",
    "ข้าว",
)
WHERE = ("รายตำบล", "รายอำเภอ", "รายหมู่บ้าน", "ในเขตเทศบาล", "ริมแม่น้ำ", "ในนิคมอุตสาหกรรม")
FREQUENCIES, FORMATS = ("ปี", "ไตรมาส", "เดือน", "วัน"), ("CSV", "XLS", "PDF", "JSON")
SCHEMA = load("2.1.0")


def record_of(number: int, chance: random.Random, agency: Agency) -> Record:
    what, where = chance.choice(WHAT), chance.choice(WHERE)
    return {
        "data_type": "ข้อมูลระเบียน",
        "title": f"{what}{where} ชุดที่ {number}",
        "name": f"set-{number:06}",
        "owner_org": agency.name,
        "maintainer": "กลุ่มงานข้อมูลสารสนเทศ",
        "maintainer_email": "data@province.example.go.th",
        "tag_string": (what, where, f"กลุ่ม {number % 500}"),
        "notes": f"{what}ที่เก็บ{where} พร้อมรายละเอียดการจัดเก็บและหน่วยวัด ลำดับ {number}",
        "objective": ("พันธกิจหน่วยงาน",),
        "update_frequency_unit": chance.choice(FREQUENCIES),
        "update_frequency_interval": "1",
        "geo_coverage": "ตำบล",
        "data_source": agency.name,
        "data_format": (chance.choice(FORMATS),),
        "data_category": "ข้อมูลสาธารณะ",
        "license_id": "Open Data Common",
    }


def make(numbers: Sequence[int], chance: random.Random, agencies: Sequence[Agency], by: User) -> None:
    rows: list[Dataset] = []
    links: list[Mapping[str, str]] = []
    for number in numbers:
        agency = agencies[number % len(agencies)]
        record = record_of(number, chance, agency)
        link = {"name": "ไฟล์ข้อมูล", "url": f"https://data.example.go.th/{number}.csv", "format": "CSV"}
        at = BEGAN + timedelta(minutes=number)
        title = str(record["title"])
        links.append(link)
        rows.append(
            Dataset(
                area_id="13", agency=agency, name=str(record["name"]), title=title, title_key=searchable(title).text,
                schema_version=SCHEMA.version, record=as_stored(record), words=searched_text(record, [link], agency.name),
                state=Dataset.State.PUBLISHED, is_open=True, filled=14, created_by=by, created_at=at, modified_at=at,
                published_at=at,
            )
        )  # fmt: skip
    made = Dataset.objects.bulk_create(rows)
    Resource.objects.bulk_create(
        Resource(dataset=row, position=0, kind="link", record=dict(link), created_at=BEGAN, modified_at=BEGAN)
        for row, link in zip(made, links, strict=True)
    )
    DatasetWord.objects.bulk_create(
        (
            DatasetWord(dataset=row, field=field, value=value, shown=shown)
            for row, link in zip(made, links, strict=True)
            for field, value, shown in index_words(SCHEMA, as_record(row.record), [link])
        ),
        batch_size=5_000,
    )


def main(number: int) -> None:
    chance = random.Random(SEED)  # noqa: S311 - the same datasets every time
    by = User.objects.create_user("catalog@example.go.th", name="ผู้บันทึกข้อมูล")
    agencies = [
        Agency.objects.create(area_id="13", name=f"สำนักงานทดสอบ {place} จังหวัดปทุมธานี")
        for place in range(AGENCIES)
    ]
    for start in range(0, number, AT_ONCE):
        make(range(start, min(start + AT_ONCE, number)), chance, agencies, by)


if __name__ == "__main__":
    main(int(sys.argv[1]))
