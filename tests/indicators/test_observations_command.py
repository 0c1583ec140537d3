"""``samrit observations``: what it says, keeps, writes and ends with."""

import csv as tables
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from samrit.indicators.models import Examination, Generation, Snapshot, Submission
from samrit.indicators.queries.observations import CELLS, FILES, folder_of
from samrit.people.models import Agency
from tests.indicators.submitting import WASTE, all_of, csv, figures, of_all
from tests.world import World, make_people

pytestmark = pytest.mark.django_db
OTHER = {"1302": "20.5", "1303": "สิบสอง", "1399": "1", "1304": ""}


@pytest.fixture
def world() -> World:
    return make_people()


def file(folder: Path, contents: bytes, name: str = "ขยะ.csv") -> str:
    path = folder / name
    path.write_bytes(contents)
    return str(path)


def run(word: str, *words: str) -> tuple[int, str, str]:
    """Exit code, what it says, what it complains of."""
    out, complaint = StringIO(), StringIO()
    try:
        call_command("observations", word, *words, stdout=out, stderr=complaint)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue(), complaint.getvalue()
    return 0, out.getvalue(), complaint.getvalue()


def bring(path: str, *words: str, **other: str) -> tuple[int, str, str]:
    said = {
        "area": "13",
        "agency": "พัฒนาชุมชน",
        "as": "recorder@example.go.th",
        "map": json.dumps(WASTE),
    } | other
    return run("import", path, *(f"--{name}={value}" for name, value in said.items()), *words)


def accept() -> tuple[int, str, str]:
    receipt = Submission.objects.exclude(receipt=None).latest("pk").receipt
    return run("accept", str(receipt), "--as=coordinator@example.go.th")


def test_a_good_file_gets_a_receipt_and_is_accepted_once(world: World, tmp_path: Path) -> None:
    code, said, _ = bring(file(tmp_path, csv(all_of("1"))), source="เทศบาล")
    assert code == 0
    assert "แถว: 7 = ผ่าน 7 + ไม่ผ่าน 0" in said
    done = Submission.objects.get()
    assert (done.receipt, done.source) == (
        "13-2567-00001".replace("2567", str(done.submitted_at.year + 543)),
        "เทศบาล",
    )
    assert f"ใบรับเลขที่ {done.receipt} (SHA-256 {done.sha256})" in said
    assert not list(tmp_path.glob("*.rejects.csv"))
    assert accept()[:2] == (0, "รับเข้าฐานข้อมูลแล้ว รุ่นที่ 1\n")
    assert accept()[:2] == (0, "รับเข้าแล้วตั้งแต่ก่อนหน้านี้ รุ่นที่ 1\n")
    assert figures() == of_all("1")


def test_rejected_cells_are_listed_and_nothing_is_handed_over(world: World, tmp_path: Path) -> None:
    path = file(tmp_path, csv(all_of("1") | OTHER))
    code, said, _ = bring(path)
    assert code == 1
    assert "ช่องข้อมูล: 8 = ผ่าน 6 + ไม่ผ่าน 2" in said
    assert "× แถว 4 คอลัมน์ C ปริมาณ “สิบสอง”" in said
    assert "--good-rows" in said
    assert Submission.objects.get().state == "draft"
    with Path(f"{path}.rejects.csv").open(encoding="utf-8-sig", newline="") as opened:
        head, *listed = list(tables.reader(opened))
    assert head[:4] == ["แถว", "คอลัมน์", "ชื่อคอลัมน์", "ค่าในไฟล์"]
    assert [row[:4] for row in listed] == [["4", "C", "ปริมาณ", "สิบสอง"], ["9", "A", "อำเภอ", "1399"]]
    assert all(row[4] for row in listed)


def test_the_good_ones_go_in_when_the_person_says_so(world: World, tmp_path: Path) -> None:
    rejects = tmp_path / "รายการ.csv"
    code, said, _ = bring(file(tmp_path, csv(all_of("1") | OTHER)), "--good-rows", rejects=str(rejects))
    assert (code, rejects.exists(), "ส่งแล้ว" in said) == (0, True, True)
    assert Submission.objects.get().taken_partly_by == world.recorder
    accept()
    wanted: dict[int, Any] = {**of_all("1"), 1304: "blank"}
    del wanted[1303]
    assert figures() == wanted | {1302: figures()[1302]}


def test_a_dry_run_keeps_nothing(world: World, tmp_path: Path) -> None:
    before = {path for kind in (CELLS, FILES) for path in folder_of("13", kind).iterdir()}
    code, said, _ = bring(file(tmp_path, csv(all_of("1") | OTHER)), "--dry-run")
    assert code == 1
    assert "ช่องข้อมูล: 8 = ผ่าน 6 + ไม่ผ่าน 2" in said
    assert "ไม่ได้เก็บและไม่ได้ส่ง" in said
    assert not Submission.objects.exists()
    assert not Examination.objects.exists()
    assert {path for kind in (CELLS, FILES) for path in folder_of("13", kind).iterdir()} == before
    assert bring(file(tmp_path, csv(all_of("1"))), "--dry-run")[0] == 0


def test_without_a_mapping_the_columns_are_understood_or_asked_for(world: World, tmp_path: Path) -> None:
    contents = csv(all_of("1")).replace("ปริมาณ".encode(), "ปริมาณขยะมูลฝอยที่เกิดขึ้น".encode())
    mapping = WASTE | {
        "columns": [*WASTE["columns"][:2], WASTE["columns"][2] | {"title": "ปริมาณขยะมูลฝอยที่เกิดขึ้น"}]
    }
    assert bring(file(tmp_path, contents), map=json.dumps(mapping))[0] == 0
    again = contents.replace(b"2566", b"2565")
    assert bring(file(tmp_path, again), map="")[0] == 0  # remembered
    code, _, why = bring(
        file(tmp_path, again.replace("อำเภอ".encode(), "ท้องที่".encode(), 1)), map=json.dumps(mapping)
    )
    assert code == 2
    assert "ท้องที่" in why


def test_how_the_columns_were_read_is_said_and_can_be_used_again(world: World, tmp_path: Path) -> None:
    written = tmp_path / "map.json"
    _, said, _ = bring(file(tmp_path, csv(all_of("1"))), "--dry-run", f"--write-map={written}")
    assert "A อำเภอ = area · B ปี = period · C ปริมาณ = value · item = waste_generated" in said
    assert bring(file(tmp_path, csv(all_of("1"))), map=str(written))[0] == 0


def test_a_table_that_nothing_is_known_of_is_asked_about(world: World, tmp_path: Path) -> None:
    code, _, why = bring(file(tmp_path, "ก,ข\nแดง,1\nดำ,2\n".encode()), map="")
    assert code == 2
    assert "ยังไม่รู้ว่าส่วนใดของไฟล์บอก รายการข้อมูล" in why, why


def test_what_is_known_of_a_table_is_written_down_to_be_completed(world: World, tmp_path: Path) -> None:
    contents = csv(all_of("1")).replace("ปี".encode(), "ก".encode()).replace(b"2566", b"A")
    for number, how in enumerate((("--dry-run",), ())):
        written = tmp_path / f"map-{number}.json"
        code, _, why = bring(file(tmp_path, contents), *how, f"--write-map={written}", map="")
        assert (code, f"เขียนไว้ใน {written}" in why) == (2, True), why
        columns = json.loads(written.read_text(encoding="utf-8"))["columns"]
        assert [column["title"] for column in columns] == ["อำเภอ", "ก", "ปริมาณ"]
        assert columns[0]["means"] == "area"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ({"area": "99"}, "ไม่พบจังหวัด “99”"),
        ({"agency": "ประมง"}, "ไม่พบหน่วยงาน “ประมง”"),
        ({"agency": "สำนักงาน"}, "มีหลายหน่วยงานที่ตรงกับ “สำนักงาน”"),
        ({"as": "nobody@example.go.th"}, "ไม่พบบัญชีที่ใช้งานอยู่ของ nobody@example.go.th"),
        ({"as": "statistician@example.go.th"}, "นำเข้าข้อมูลของหน่วยงานนี้ได้เฉพาะ"),
        ({"map": "nowhere.json"}, "อ่าน --map ไม่ได้"),
        ({"corrects": "13-2567-00009"}, "ไม่พบใบรับเลขที่ 13-2567-00009"),
    ],
)
def test_what_cannot_be_done_says_why_with_exit_code_2(
    world: World, tmp_path: Path, words: dict[str, str], why: str
) -> None:
    code, _, complaint = bring(file(tmp_path, csv(all_of("1"))), **words)
    assert (code, why in complaint) == (2, True)
    assert not Submission.objects.exclude(receipt=None).exists()


def test_a_file_that_is_not_there(world: World, tmp_path: Path) -> None:
    code, _, why = bring(str(tmp_path / "nothing.csv"))
    assert (code, "ไม่พบไฟล์" in why) == (2, True)


def test_exported_as_it_is_as_it_was_and_as_a_round_froze_it(world: World, tmp_path: Path) -> None:
    bring(file(tmp_path, csv(all_of("1"))))
    accept()
    first = Generation.objects.get()
    assert run("freeze", "--area=13", "--round=2567-12", "--as=coordinator@example.go.th")[0] == 0
    bring(file(tmp_path, csv(all_of("2"))))
    accept()
    assert Snapshot.objects.get().generation == first
    moment = first.made_at.isoformat()

    def values(*words: str) -> set[str]:
        to = tmp_path / "out.csv"
        assert run("export", str(to), "--area=ปทุมธานี", *words)[0] == 0
        with to.open(encoding="utf-8-sig", newline="") as opened:
            return {row["value"] for row in tables.DictReader(opened)}

    assert values() == {"2"}
    assert values(f"--as-of={moment}") == values("--round=2567-12", "--item=waste_generated") == {"1"}
    assert run("export", str(tmp_path / "out.xml"), "--area=13")[0] == 2
    assert run("export", str(tmp_path / "out.csv"), "--area=13", "--item=nothing")[0] == 2
    assert run("export", str(tmp_path / "out.csv"), "--area=13", "--round=2560-6")[0] == 2
    assert run("export", str(tmp_path / "out.csv"), "--area=13", "--as-of=เมื่อวาน")[0] == 2


def test_an_agency_is_named_by_its_number_too(world: World, tmp_path: Path) -> None:
    number = str(Agency.objects.get(name=world.development.name).pk)
    assert bring(file(tmp_path, csv(all_of("1"))), agency=number)[0] == 0
