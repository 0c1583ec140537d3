"""PostgreSQL empties a table without asking the triggers of its rows: statement triggers refuse that too."""

import pytest
from django.db import DatabaseError, connection, transaction

from samrit.audit.models import Event
from samrit.audit.untruncated import UNGUARDED

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows no TRUNCATE"),
]


@pytest.mark.parametrize("table", ["audit_event", "reports_filing", "people_area"])  # the last by CASCADE
def test_what_is_append_only_is_not_emptied(table: str) -> None:
    with (
        pytest.raises(DatabaseError, match=r"append-only|stay"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"TRUNCATE {table} CASCADE")
    assert Event.objects.count() == 0  # and the connection goes on


def test_every_table_whose_rows_are_protected_is_protected_whole() -> None:
    """One more protected table fails until its migration calls ``refuse_truncate``."""
    with connection.cursor() as cursor:
        cursor.execute(UNGUARDED)
        assert cursor.fetchall() == []
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname LIKE '%\\_no\\_truncate'")
        assert cursor.fetchone()[0] >= 14
