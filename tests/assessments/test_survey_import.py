"""Answers of LimeSurvey and Google Forms: columns are recognised, rows looked at, each counts once, names are not kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from time_machine import travel

from samrit.assessments.actions.bringing import bring_table, look, map_columns, take_table
from samrit.assessments.models import AnswerImport, SurveyAnswer, SurveyPoint
from samrit.rules.wording import RefusedError
from tests.assessments.surveying import as_, opened
from tests.world import DAY, NOW, World, make_people

pytestmark = pytest.mark.django_db
ASPECTS = ("ใช้งานง่าย", "รวดเร็ว", "ข้อมูลชัดเจนครบถ้วน", "มั่นใจในความปลอดภัยของข้อมูล", "ขอความช่วยเหลือได้เมื่อติดขัด")
ASKED = ",".join(f"ท่านพอใจแต่ละเรื่องเพียงใด [{one}]" for one in ASPECTS)
SAID = "เสร็จ,พอใจมากที่สุด,พอใจมาก,ปานกลาง,พอใจมาก,ไม่ได้ใช้ / ไม่ทราบ"
GOOGLE = f"""ประทับเวลา,ชื่อ,ทำเรื่องเสร็จผ่านระบบหรือไม่,{ASKED},โดยรวมท่านพอใจบริการนี้เพียงใด
"10/10/2024, 9:00:00",สมมติ,{SAID},พอใจมาก
"10/10/2567, 9:10:00",สมมติ,{SAID},ยอดเยี่ยม"""
LIMESURVEY = """submitdate;finished;obstacles[login];obstacles[slow];aspects[easy];aspects[fast];aspects[clear];aspects[safe];aspects[help];overall
2024-10-09 08:00:00;no;Y;;5;4;3;2;1;3
2024-10-09 08:00:00;no;Y;;5;4;3;2;1;3
2020-01-01 08:00:00;yes;;;5;4;3;2;1;3"""


@pytest.fixture
def world() -> World:
    return make_people()


@pytest.fixture
def point(world: World) -> SurveyPoint:
    return opened(world).points.get()


def brought(world: World, point: SurveyPoint, text: str, encoding: str = "utf-8-sig") -> AnswerImport:
    return bring_table(point=point, name="a.csv", content=text.encode(encoding), by=world.recorder, now=NOW)


def test_google_forms_are_recognised_by_their_texts(world: World, point: SurveyPoint) -> None:
    made = brought(world, point, GOOGLE)
    assert made.mapping == {
        "0": "day", "2": "finished", "3": "aspects.easy", "4": "aspects.fast", "5": "aspects.clear",
        "6": "aspects.safe", "7": "aspects.help", "8": "overall",
    }  # fmt: skip
    looked = look(made, DAY)
    assert (looked.rows, looked.right, looked.known, [line for line, _ in looked.wrong]) == (2, 1, 0, [3])
    done = take_table(brought=made, by=world.recorder, now=NOW)
    assert done.counts == {"rows": 2, "taken": 1, "wrong": 1}
    assert done.content == ""
    kept = SurveyAnswer.objects.get()
    assert (kept.day, kept.way) == (DAY, "import")
    assert kept.answers == {
        "finished": "yes", "aspects": {"easy": "5", "fast": "4", "clear": "3", "safe": "4", "help": "none"}, "overall": "4",
    }  # fmt: skip


def test_limesurvey_is_recognised_by_its_codes_and_counts_once(world: World, point: SurveyPoint) -> None:
    """Two rows that say the same are two people; the same rows in a second file are the same people."""
    take_table(brought=brought(world, point, LIMESURVEY), by=world.recorder, now=NOW)
    assert SurveyAnswer.objects.count() == 2
    assert all(one.answers["obstacles"] == ["login"] for one in SurveyAnswer.objects.all())
    longer = brought(world, point, LIMESURVEY + "\n2024-10-10 08:00:00;yes;;;5;5;5;5;5;5")
    assert look(longer, DAY).known == 2
    take_table(brought=longer, by=world.recorder, now=NOW)
    assert SurveyAnswer.objects.count() == 3
    with pytest.raises(RefusedError, match="นำเข้าไฟล์นี้แล้ว"):
        take_table(brought=longer, by=world.recorder, now=NOW)


def test_columns_are_chosen_by_people_and_each_once(world: World, point: SurveyPoint) -> None:
    made = brought(world, point, GOOGLE, "cp874")
    with pytest.raises(RefusedError, match="มีสองคอลัมน์"):
        map_columns(brought=made, mapping={0: "overall", 8: "overall"}, by=world.recorder, now=NOW)
    with pytest.raises(RefusedError, match="เลือกคำถาม"):
        map_columns(brought=made, mapping={0: "nothing"}, by=world.recorder, now=NOW)
    changed = map_columns(brought=made, mapping={0: "day", 1: "", 2: "finished"}, by=world.recorder, now=NOW)
    assert changed.mapping == {"0": "day", "2": "finished"}


@pytest.mark.parametrize("content", [b"", b"a,b\n", b"\x00\x01\x02\x81"])
def test_what_is_no_table_is_told(world: World, point: SurveyPoint, content: bytes) -> None:
    with pytest.raises(RefusedError):
        bring_table(point=point, name="a.csv", content=content, by=world.recorder, now=NOW)


def test_the_pages_from_file_to_answers(world: World, point: SurveyPoint) -> None:
    client, root = as_(world.recorder), f"/surveys/{point.run_id}/imports/"
    with travel(NOW, tick=False):
        file = SimpleUploadedFile("google.csv", GOOGLE.encode())
        sent = client.post(f"{root}new/", {"point": point.pk, "file": file})
        made = AnswerImport.objects.get()
        assert (sent.status_code, sent["Location"]) == (302, f"{root}{made.pk}/")
        page = client.get(f"{root}{made.pk}/")
        assert page.context["looked"].right == 1
        chosen = {f"c{place}": target for place, target in made.mapping.items()}
        assert client.post(f"{root}{made.pk}/", chosen | {"verb": "map"}).status_code == 302
        assert client.post(f"{root}{made.pk}/", {"verb": "take"}).status_code == 302
        assert client.get(f"{root}{made.pk}/").status_code == 200
        assert as_(world.stranger).get(f"{root}{made.pk}/").status_code == 404
        assert as_(world.evaluator).get(f"{root}{made.pk}/").status_code == 404
    assert SurveyAnswer.objects.count() == 1
