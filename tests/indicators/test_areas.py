"""Villages: what a list would change, taking it over, their pages."""

import io
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from samrit.indicators.actions.places import lines_of, take_villages
from samrit.indicators.models import BookSheet, Place
from samrit.indicators.queries.places import known, stood
from samrit.indicators.sheet_rows import read_villages
from samrit.people.models import User
from samrit.rules.areas.villages import Kind, Line, Village, planned
from samrit.rules.wording import RefusedError
from tests.world import NOW, World, make_people

AREA, CODE = "13", "13010101"
NAMED = Village(CODE, "บ้านเดิม")


def kinds(*lines: Line, known: dict[str, list[Village]] | None = None) -> list[Kind]:
    return [step.kind for step in planned(lines, known or {}, AREA)]


# ── what a line comes to ────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (Line(1, CODE, "บ้านเดิม"), Kind.UNCHANGED),
        (Line(1, "๑๓๐๑๐๑๐๑", ""), Kind.UNCHANGED),  # an empty cell says nothing
        (Line(1, CODE, "บ้านเดิมนะ"), Kind.CORRECTED),
        (Line(1, CODE, "บ้านใหม่", valid_from="1 ต.ค. 2567"), Kind.RENAMED),
        (Line(1, CODE, "", valid_to="30 ก.ย. 2567"), Kind.ENDED),
        (Line(1, "13010102", "บ้านสอง"), Kind.NEW),
        (Line(1, "13010102", ""), Kind.INVALID),
        (Line(1, "13010100", "ก"), Kind.INVALID),
        (Line(1, "13990101", "ก"), Kind.INVALID),
        (Line(1, "20010101", "ก"), Kind.INVALID),  # another province
        (Line(1, "13010102", "ก", valid_from="วันก่อน"), Kind.INVALID),
        (Line(1, "13010102", "ก", valid_from="2024-10-02", valid_to="2024-10-01"), Kind.INVALID),
        (Line(1, "13010102", "ก", split_from="1301"), Kind.INVALID),
    ],
)
def test_a_line_comes_to(line: Line, kind: Kind) -> None:
    assert kinds(line, known={CODE: [NAMED]}) == [kind]


def test_a_list_that_contradicts_itself_is_wrong_in_both_rows() -> None:
    found = planned([Line(2, CODE, "ก"), Line(3, "13010102", "ข"), Line(4, CODE, "ค")], {}, AREA)
    assert [step.kind for step in found] == [Kind.INVALID, Kind.NEW, Kind.INVALID]
    assert str(found[0].problems[0][1]).startswith("แถว 2 และแถว 4")


def test_an_old_list_takes_no_rename_back_and_revives_no_village() -> None:
    renamed = [
        Village(CODE, "ก", valid_to=date(2024, 9, 30)),
        Village(CODE, "ข", valid_from=date(2024, 10, 1)),
    ]
    ended = [Village(CODE, "ก", valid_to=date(2024, 9, 30))]
    assert kinds(Line(1, CODE, "ก"), known={CODE: renamed}) == [Kind.UNCHANGED]
    assert kinds(Line(1, CODE, "ก"), known={CODE: ended}) == [Kind.UNCHANGED]
    assert kinds(Line(1, CODE, "ใหม่"), known={CODE: ended}) == [Kind.INVALID]
    assert kinds(Line(1, CODE, "ใหม่", valid_from="1 ต.ค. 2567"), known={CODE: ended}) == [Kind.NEW]
    assert kinds(Line(1, CODE, "ใหม่", valid_from="30 ก.ย. 2567"), known={CODE: ended}) == [Kind.INVALID]


# ── taking over ─────────────────────────────────────────────────────────────
@pytest.fixture
def world() -> World:
    return make_people()


def take(world: World, *lines: Line, by: User | None = None, good_rows: bool = False) -> dict[str, int]:
    return take_villages(
        area=world.area, lines=lines, good_rows=good_rows, by=by or world.coordinator, now=NOW
    )


@pytest.mark.django_db
def test_a_list_is_taken_over_once_and_nothing_is_lost(world: World) -> None:
    first = Line(1, CODE, "บ้านเดิม"), Line(2, "13010102", "บ้านสอง")
    assert take(world, *first) == {"new": 2}
    assert take(world, *first) == {"unchanged": 2}
    renaming = Line(1, CODE, "บ้านใหม่", valid_from="1 ต.ค. 2567", split_from="13010102")
    with pytest.raises(RefusedError):
        take(world, renaming, Line(2, "13010102", "", valid_to="ไม่ทราบ"))
    assert Place.objects.count() == 2
    assert take(world, renaming, Line(2, "1", "ก"), good_rows=True) == {"renamed": 1, "invalid": 1}
    assert stood(AREA)[CODE] == [
        Village(CODE, "บ้านเดิม", valid_to=date(2024, 9, 30)),
        Village(CODE, "บ้านใหม่", valid_from=date(2024, 10, 1), split_from="13010102"),
    ]
    assert take(world, *first, renaming) == {"unchanged": 3}
    area = known(AREA)(CODE)
    assert area is not None
    assert area.name == "บ้านใหม่"
    for by in (world.recorder, world.evaluator, world.stranger):
        with pytest.raises(RefusedError):
            take(world, *first, by=by)


@pytest.mark.django_db
def test_the_database_refuses_two_names_at_once(world: World) -> None:
    take(world, Line(1, CODE, "ก"))
    told = {"area": world.area, "imported_by": world.coordinator, "imported_at": NOW, "name": "ข"}
    for wrong in (
        {"code": CODE, "parent": CODE[:6], "valid_from": date(2024, 1, 1)},
        {"code": "13010102", "parent": "130102"},
        {"code": "20010102", "parent": "200101"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Place.objects.create(**told, **wrong)


def test_a_list_is_read_from_any_file_with_its_titles_in_any_order() -> None:
    table = "ชื่อหมู่บ้าน,หมายเหตุ,รหัสหมู่บ้าน,ตั้งแต่\nบ้านหนึ่ง,ก,13010101,1 ต.ค. 2560\nบ้านสอง,ข,๑๓๐๑๐๑๐๒,\n"
    thai = read_villages(io.BytesIO(table.encode("cp874")), "หมู่บ้าน.csv")
    book = Workbook()
    for row in (
        ("code", "name", "valid from"),
        (13010101, "บ้านหนึ่ง", date(2017, 10, 1)),
        (13010102, "บ้านสอง", None),
    ):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    sheet = read_villages(io.BytesIO(file.getvalue()), "หมู่บ้าน.xlsx")
    found = [planned(lines_of(read.rows), {}, AREA) for read in (thai, sheet)]
    assert [step.after for step in found[0]] == [step.after for step in found[1]]
    assert found[0][0].after == Village(CODE, "บ้านหนึ่ง", valid_from=date(2017, 10, 1))
    assert thai.ignored == ("หมายเหตุ",)


# ── pages ───────────────────────────────────────────────────────────────────
def url(name: str, *arguments: Any) -> str:
    return reverse(f"indicators:{name}", args=[AREA, *arguments])


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.django_db
def test_pasted_rows_are_looked_at_then_taken(world: World) -> None:
    client = browser(world.coordinator)
    pasted = "13010101\tบ้านหนึ่ง\n๑๓๐๑๐๑๐๒\tบ้านสอง\n2001\tก"
    to = client.post(url("village_sheets"), {"pasted": pasted})["Location"]
    assert not Place.objects.exists()
    page = client.get(to).content.decode()
    assert "“2001” ไม่ใช่รหัสหมู่บ้าน" in page
    assert client.post(to).status_code == 409
    client.post(to, {"good_rows": "on"})
    assert list(Place.objects.values_list("code", flat=True)) == [CODE, "13010102"]
    assert client.post(url("village_sheets"), {"pasted": pasted})["Location"] == to
    assert BookSheet.objects.count() == 1


@pytest.mark.django_db
def test_a_village_is_renamed_from_a_day_on(world: World) -> None:
    take(world, Line(1, CODE, "บ้านเดิม"))
    client = browser(world.coordinator)
    wrong = client.post(url("area", CODE), {"name": "บ้านใหม่", "split_from": "99"})
    assert wrong.status_code == 422
    assert "ไม่ใช่รหัสหมู่บ้าน 8 หลัก" in wrong.content.decode()
    assert client.post(url("area", CODE), {"name": "บ้านใหม่", "valid_from": "๑ ต.ค. ๒๕๖๗"}).status_code == 302
    page = browser(world.recorder).get(url("area", CODE)).content.decode()
    assert "30 ก.ย. 2567" in page
    assert "บ้านใหม่" in page


@pytest.mark.django_db
def test_what_became_of_an_area_is_told_in_words(world: World) -> None:
    """Buriram's neighbour: บึงกาฬ was made from districts of หนองคาย, in 2554."""
    page = browser(world.evaluator).get(reverse("indicators:areas", args=["43"])).content.decode()
    assert "แบ่งพื้นที่บางส่วนไปตั้งจังหวัดบึงกาฬ" in page
    assert "23 มีนาคม 2554" in page


@pytest.mark.django_db
def test_ten_thousand_villages_cost_no_more_queries_than_one(
    world: World, django_assert_num_queries: Any
) -> None:
    take(world, Line(1, CODE, "บ้านหนึ่ง"))
    client = browser(world.coordinator)
    pages = [url("areas"), url("areas") + "?q=บ้าน", url("area", "130101"), url("province")]
    for page in pages:
        client.get(page)

    def asked() -> list[int]:
        counts = []
        for page in pages:
            with django_assert_num_queries(20, exact=False) as seen:
                assert client.get(page).status_code == 200
            counts.append(len(seen))
        return counts

    one = asked()
    codes = [
        f"13{place // 990 + 1:02}{place // 99 % 10 + 1:02}{place % 99 + 1:02}" for place in range(10_000)
    ]
    Place.objects.bulk_create(
        Place(area=world.area, code=code, parent=code[:6], name=f"บ้าน {code}", imported_by=world.coordinator, imported_at=NOW)
        for code in codes
        if code != CODE
    )  # fmt: skip
    assert asked() == one
