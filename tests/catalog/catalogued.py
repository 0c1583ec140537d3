"""Datasets of the small province, made and published through the real actions."""

import io
from datetime import datetime

from samrit.catalog.actions.datasets import create_dataset, publish_dataset
from samrit.catalog.actions.resources import attach_link, attach_upload
from samrit.catalog.indexing import index_words, searched_text
from samrit.catalog.models import Dataset, DatasetWord, Resource, as_stored
from samrit.people.models import Agency
from samrit.rules.catalog.kinds import Value
from samrit.rules.searching import searchable
from tests.rules.catalog_records import STANDARD, record
from tests.world import NOW, World

TABLE = "รหัส,ตำบล,ปริมาณ,วันที่\r\n007,บางปรอก,12.50,2567-01-31\r\n008,บ้านฉาง,,2024-02-01\r\n010,บางพูด,1200,2024-02-02\r\n"


def dataset(
    world: World,
    name: str,
    *,
    agency: Agency | None = None,
    now: datetime = NOW,
    links: int = 1,
    publish: bool = True,
    **changes: Value | None,
) -> Dataset:
    """A dataset called ``name`` with nothing wrong but the ``changes``, and as many addresses as resources."""
    said = {"title": f"ชุดข้อมูล {name}", **changes}
    made = create_dataset(
        agency=agency or world.development, record=record(name=name, **said), by=world.coordinator, now=now
    )
    for number in range(links):
        link = {
            "name": f"ไฟล์ {number}",
            "url": f"https://data.example.go.th/{name}/{number}.csv",
            "format": "CSV",
        }
        attach_link(dataset=made, record=link, by=world.coordinator, now=now)
    if publish:
        made = publish_dataset(dataset=made, by=world.coordinator, now=now)
    return Dataset.objects.get(pk=made.pk)


def with_table(world: World, made: Dataset, text: str = TABLE, name: str = "waste.csv") -> Resource:
    """The dataset with a file of its own."""
    return attach_upload(
        dataset=made,
        file=io.BytesIO(text.encode("utf-8-sig")),
        name=name,
        record={"name": "ปริมาณขยะรายตำบล"},
        by=world.coordinator,
        now=NOW,
    )


def many(world: World, number: int) -> list[Dataset]:
    """As many published datasets, put into the database at once, each with one address as its resource; by public id."""
    rows, words = [], []
    link = {"name": "ไฟล์", "url": "https://data.example.go.th/many.csv", "format": "CSV"}
    for place in range(number):
        said = record(name=f"many-{place:05}", title=f"ชุดข้อมูลจำนวนมาก {place}")
        agency = (world.development, world.statistics)[place % 2]
        row = Dataset(
            area=agency.area, agency=agency, name=said["name"], title=said["title"],
            title_key=searchable(str(said["title"])).text, schema_version=STANDARD.version, record=as_stored(said),
            words=searched_text(said, [link], agency.name), state=Dataset.State.PUBLISHED, is_open=True, filled=14,
            created_by=world.coordinator, created_at=NOW, modified_at=NOW, published_at=NOW,
        )  # fmt: skip
        rows.append(row)
        words += [
            DatasetWord(dataset=row, field=field, value=value, shown=shown)
            for field, value, shown in index_words(STANDARD, said, [link])
        ]
    made = Dataset.objects.bulk_create(rows)
    Resource.objects.bulk_create(
        Resource(dataset=row, position=0, kind="link", record=link, created_at=NOW, modified_at=NOW)
        for row in made
    )
    DatasetWord.objects.bulk_create(words)
    return sorted(made, key=lambda row: str(row.public_id))
