"""A prepared read gives what its queryset gives, and locks where that would lock."""

import threading

import pytest
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from samrit.people.models import Agency, Area
from samrit.ui.prepared import Prepared

pytestmark = pytest.mark.django_db
PATHUM_THANI, NOBODYS = "13", "99"


def agencies(area: str, least: int) -> QuerySet[Agency]:
    return Agency.objects.select_related("area").filter(area=area, pk__gte=least).order_by("-pk")


@pytest.fixture
def three() -> list[Agency]:
    return [Agency.objects.create(area_id=PATHUM_THANI, name=f"หน่วยงานที่ {n}") for n in range(3)]


def test_it_gives_the_rows_of_its_queryset_with_what_is_joined(three: list[Agency]) -> None:
    read = Prepared(agencies, str, int)
    with CaptureQueriesContext(connection) as asked:
        found = read(PATHUM_THANI, three[1].pk)
        assert [one.area and one.area.name for one in found] == ["ปทุมธานี"] * 2
    assert len(asked) == 1
    assert found == [three[2], three[1]]
    assert vars(found[0]).keys() == vars(agencies(PATHUM_THANI, 0)[0]).keys()


def test_what_is_annotated_comes_along(three: list[Agency]) -> None:
    theirs = Agency.objects.filter(area=OuterRef("pk"))
    read = Prepared(lambda code: Area.objects.filter(pk=code).annotate(used=Exists(theirs)), str)
    assert [one.used for code in (PATHUM_THANI, NOBODYS, "12") for one in read(code)] == [True, False]


def test_postgresql_plans_it_once(three: list[Agency]) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps its statements itself")
    read = Prepared(agencies, str, int)
    counts = [len(read(PATHUM_THANI, 0)) for _ in range(9)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans FROM pg_prepared_statements WHERE statement LIKE '%people_agency%'"
        )
        assert (set(counts), cursor.fetchall()[0][0] > 0) == ({3}, True)


def test_the_gaps_are_filled_anew_each_time(three: list[Agency]) -> None:
    read = Prepared(agencies, str, int)
    counts = [len(read(PATHUM_THANI, one.pk)) for one in three]
    assert (counts, read(NOBODYS, 0)) == ([3, 2, 1], [])


def test_words_are_never_part_of_the_statement(three: list[Agency]) -> None:
    assert Prepared(agencies, str, int)("13' OR '1'='1", 0) == []


def test_a_value_that_stands_nowhere_is_found_out() -> None:
    with pytest.raises(ValueError, match="not every value"):
        Prepared(lambda area, _other: Area.objects.filter(pk=area), str, int)(PATHUM_THANI, 1)


@pytest.mark.django_db(transaction=True)
def test_what_locks_does_so_in_a_transaction_alone() -> None:
    read = Prepared(lambda code: Area.objects.select_for_update().filter(pk=code), str)
    with pytest.raises(TransactionManagementError):
        read(PATHUM_THANI)
    with transaction.atomic():
        assert [one.pk for one in read(PATHUM_THANI)] == [PATHUM_THANI]


@pytest.mark.django_db(transaction=True)
def test_each_thread_reads_by_its_own_connection() -> None:
    read, found = Prepared(lambda code: Area.objects.filter(pk=code), str), []

    def there() -> None:
        found.extend(read(PATHUM_THANI))
        connection.close()

    read(PATHUM_THANI)
    thread = threading.Thread(target=there)
    thread.start()
    thread.join()
    assert [one.pk for one in found] == [PATHUM_THANI]
