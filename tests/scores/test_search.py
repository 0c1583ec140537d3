"""Looking for words in what is public: inside unspaced Thai, however typed, only what stands at the moment."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from samrit.frameworks.models import Kpi, Round
from samrit.rules.searching import searchable
from samrit.scores.actions import index_publications, rebuild_index
from samrit.scores.models import ProvinceScore, Publication, PublicWords
from samrit.scores.queries import counted, found_together, words_found, years_found
from samrit.scores.queries.searching import TRIGRAMS, holding
from tests.dashboards.portal import another_edition, read, text_of, withdraw
from tests.dashboards.published import make_public, published_world
from tests.effort import calls
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
DUST = "ค่าเฉลี่ยรายปีของฝุ่นละอองขนาดไม่เกิน 2.5 ไมครอน"


@pytest.fixture
def world() -> World:
    made = published_world()
    Kpi.objects.filter(pk=made.kpis["1-2"].pk).update(
        definition="วัดที่สถานีตรวจวัดคุณภาพอากาศ (PM 2.5) ในลำน้ำเสียไม่เกี่ยว"
    )
    rebuild_index(now=timezone.now())
    return made


def titles(query: str, **narrowed: object) -> list[str]:
    return [one.title for one in words_found(query, now=timezone.now(), **narrowed)]  # type: ignore[arg-type]


# Nine ways people ask; what is found first.
ASKED = [
    ("ปทุมธานี", "จังหวัดปทุมธานี"),
    ("ฝุ่นละออง", DUST),  # inside unspaced text
    ("เฉลี่ยรายปี", DUST),  # over the border of words
    ("ฝุ่น ไมครอน", DUST),  # two words, far apart
    ("ไม่เกิน ๒.๕", DUST),  # Thai digits
    ("pm2.5", DUST),  # in the definition, written with a space
    ("ลํานํ้า", DUST),  # ำ typed in two characters
    ("otop", "รายได้จากการจำหน่ายผลิตภัณฑ์ชุมชน (OTOP)"),
    ("พัฒนาชุมชนจังหวัด", "สำนักงานพัฒนาชุมชนจังหวัดปทุมธานี"),
    ("PATHUM", "จังหวัดปทุมธานี"),
    ("2.5", DUST),
    ("ฝุ", DUST),  # two characters: no index has them
]


@pytest.mark.parametrize(("query", "first"), ASKED)
def test_words_are_found(world: World, query: str, first: str) -> None:
    assert titles(query)[:1] == [first]


@pytest.mark.parametrize(
    "query", ["เชียงใหม่", "ฝุ่นจิ๋ว", "ฝุ่น เชียงใหม่", "%", "__", "' OR 1=1 --", '"', "*", "ก" * 90, "AND", "NEAR("]
)
def test_what_is_not_there_is_not_found(world: World, query: str) -> None:
    assert titles(query) == []


def test_what_is_so_called_comes_before_what_only_mentions_it(world: World) -> None:
    found = words_found("พัฒนาชุมชนจังหวัดปทุมธานี", now=timezone.now())
    assert [one.kind for one in found] == ["agency", "kpi", "kpi"]


def test_narrowing_by_year_kind_and_province(world: World) -> None:
    assert titles("ปทุมธานี", kind="province") == ["จังหวัดปทุมธานี"]
    assert titles("ปทุมธานี", year=2566) == []
    assert titles("ปทุมธานี", province="20") == []
    found = found_together(words_found("ปทุมธานี", now=timezone.now()), "ปทุมธานี")
    assert counted(found) == {"province": 1, "kpi": 5, "agency": 2}
    assert years_found(found) == [2567]


def test_the_index_and_a_plain_look_agree(world: World) -> None:
    """Every stretch of three letters of every text is found in exactly the rows that hold it."""
    texts = dict(PublicWords.objects.values_list("pk", "text"))
    stretches = {text[at : at + 3] for text in texts.values() for at in range(0, len(text) - 3, 5)}
    for stretch in sorted(stretches):
        if "\n" in stretch or searchable(stretch).text != stretch:
            continue
        expected = {pk for pk, text in texts.items() if stretch in text}
        assert set(holding([stretch]).values_list("pk", flat=True)) == expected, stretch


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own index")
def test_the_index_is_used_and_holds_no_more_than_the_table(world: World) -> None:
    sql, values = holding(["ฝุ่นละออง"]).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)
        plan = " ".join(str(row) for row in cursor.fetchall())
        cursor.execute(f"SELECT count(*) FROM {TRIGRAMS}")  # noqa: S608 - our own name
        rows = cursor.fetchone()[0]
    assert "VIRTUAL TABLE INDEX" in plan
    assert rows == PublicWords.objects.count()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's own index")
def test_postgresql_can_use_its_index(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT id FROM scores_publicwords WHERE text LIKE '%ผลิตภัณฑ์ชุมชน%'")
        plan = " ".join(row[0] for row in cursor.fetchall())
    assert TRIGRAMS in plan


# ── with publication and withdrawal ─────────────────────────────────────────
def test_withdrawing_forgets_at_once(world: World) -> None:
    withdraw(world, LATER)
    assert PublicWords.objects.count() == 0


def test_another_edition_takes_the_place_of_the_first(world: World) -> None:
    before = PublicWords.objects.count()
    another = another_edition(world, LATER)
    assert set(PublicWords.objects.values_list("publication", flat=True)) == {another.pk}
    assert PublicWords.objects.count() == before


def test_indexing_twice_changes_nothing(world: World) -> None:
    before = list(PublicWords.objects.values_list("pk", flat=True))
    assert index_publications(now=timezone.now()) == 0
    assert list(PublicWords.objects.values_list("pk", flat=True)) == before


def test_a_voided_year_is_not_found_though_its_words_stand_until_the_next_turn(world: World) -> None:
    year = world.round.fiscal_year  # type: ignore[union-attr]
    year.voided_at, year.voided_by = LATER, world.evaluator
    year.void_reason, year.void_resolution = "โรคระบาด", "มติที่ 1"
    year.save()
    assert titles("ปทุมธานี") == []
    index_publications(now=timezone.now())
    assert PublicWords.objects.count() == 0


# ── the page ────────────────────────────────────────────────────────────────
def test_the_page_marks_what_was_found_and_leads_to_its_place(client: Client, world: World) -> None:
    html = read(client, "/performance/search/", q="ฝุ่นละออง")
    assert "ค่าเฉลี่ยรายปีของ<mark>ฝุ่นละออง</mark>ขนาด" in html
    assert 'href="/performance/2567/13/#kpi-1-2"' in html
    assert 'id="kpi-1-2"' in read(client, "/performance/2567/13/")
    assert "พบ 1 รายการ" in text_of(html) or "พบ 2 รายการ" in text_of(html)


def test_what_is_found_stands_on_the_page(client: Client, world: World) -> None:
    """A definition too: nothing is found that the page does not show."""
    page = text_of(read(client, "/performance/2567/13/"))
    for one in PublicWords.objects.filter(kind="kpi"):
        assert one.title in page
        for line in one.body.splitlines():
            assert line in page


def test_the_page_says_what_to_do_when_there_is_nothing(client: Client, world: World) -> None:
    assert "พิมพ์คำที่ต้องการค้นหา" in read(client, "/performance/search/")
    assert "คำค้นสั้นเกินไป" in read(client, "/performance/search/", q="ก")
    assert "ไม่พบในผลที่ประกาศแล้ว" in read(client, "/performance/search/", q="เชียงใหม่")


def test_what_is_typed_is_text(client: Client, world: World) -> None:
    html = read(client, "/performance/search/", q="<script>alert(1)</script>")
    assert "<script>alert" not in html


def test_many_hits_cost_no_more_queries(client: Client, world: World) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            read(client, "/performance/search/", q="ปทุมธานี")
        return len(queries)

    few = count()
    many_words(world, 200)
    assert count() == few


def many_words(world: World, count: int) -> None:
    publication = Publication.objects.get()
    made = [
        PublicWords(
            publication=publication, kind="kpi", key=f"9-{number}", title=f"ตัวชี้วัดปทุมธานี {number}", body="ลำน้ำ",
            plain_title=searchable(f"ตัวชี้วัดปทุมธานี {number}").text,
            text=searchable(f"ตัวชี้วัดปทุมธานี {number}").text + "\nลำน้ำ",
        )
        for number in range(count)
    ]  # fmt: skip
    made = PublicWords.objects.bulk_create(made)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {TRIGRAMS} (rowid, text) VALUES (%s, %s)",  # noqa: S608 - our own name
                [(one.pk, one.text) for one in made],
            )


def test_ten_years_of_words_are_found_with_the_work_of_one(world: World) -> None:
    few = calls(lambda: titles("ฝุ่นละออง"))
    many_words(world, 30_000)
    assert calls(lambda: titles("ฝุ่นละออง")) < 2 * few
    assert titles("ฝุ่นละออง")[0] == DUST


def test_a_round_of_another_province_is_found_beside_it(client: Client, world: World) -> None:
    original = ProvinceScore.objects.get(round=world.round, superseded_at=None)
    round_ = Round.objects.create(
        area_id="20", fiscal_year_id=2567, months=12, opens_at=NOW, closes_at=NOW.replace(hour=9)
    )
    make_public(
        ProvinceScore.objects.create(
            round=round_, version=1, state="confirmed", edition=original.edition, rule_set="2567",
            rule_version=original.rule_version, inputs=original.inputs, outcome=original.outcome,
            computed_by=world.evaluator, computed_at=NOW,
        )
    )  # fmt: skip
    read(client, "/performance/search/", q="ชลบุรี")  # the first search learns what has become public
    assert titles("ชลบุรี") == ["จังหวัดชลบุรี"]


def test_the_command_makes_the_index_anew(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    before = PublicWords.objects.count()
    PublicWords.objects.all().delete()
    call_command("search_index")
    assert f"1 ฉบับ {before} รายการ" in capsys.readouterr().out
    assert titles("ฝุ่นละออง")[:1] == [DUST]
