"""``samrit audit``: the first broken link is named, and anchors tell when the whole chain was replaced."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.management import call_command
from django.db import connection

from samrit.audit.actions import record
from samrit.audit.anchors import make_anchor, newest
from samrit.audit.models import Chain, Event, digest
from samrit.audit.queries import first_broken_link
from tests.conftest import unsealed
from tests.world import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(settings: Any, tmp_path: Path) -> None:
    """Seven events; folder and key of their own."""
    settings.DATA_DIR, settings.AUDIT_ANCHORS = tmp_path, tmp_path / "kept" / "anchors"
    chain = Chain.objects.get()
    for number in range(7):
        record(verb="save", subject=chain, by=None, now=NOW, after={"value": f"{number}.5"})


def verify(*words: str) -> tuple[int, dict[str, Any]]:
    out, code = StringIO(), 0
    try:
        call_command("audit", "verify", "--json", *words, stdout=out, stderr=StringIO())
    except SystemExit as ended:
        code = int(str(ended.code))
    return code, json.loads(out.getvalue())


def sql(statement: str, *values: Any) -> None:
    """As somebody with the database's file would."""
    with unsealed(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def rewrite_from(place: int) -> None:
    """Another value, and every hash behind it made to fit: the chain itself holds again."""
    events = list(Event.objects.order_by("id"))
    events[place - 1].reason = "ไม่เคยเกิดขึ้น"
    previous = events[place - 2].hash
    for event in events[place - 1 :]:
        event.previous_hash = previous
        event.hash = previous = digest(event)
        sql(
            "UPDATE audit_event SET reason = %s, previous_hash = %s, hash = %s WHERE id = %s",
            event.reason, event.previous_hash, event.hash, event.pk,
        )  # fmt: skip
    Chain.objects.update(head=previous)


def test_a_whole_trail_with_its_anchors_passes_and_anchors_are_added_never_changed() -> None:
    first = make_anchor(now=NOW)
    before = first.read_bytes()
    record(verb="save", subject=Chain.objects.get(), by=None, now=NOW)
    second = make_anchor(now=NOW + timedelta(days=1))
    assert newest(first.parent) == second
    assert verify() == (0, {"events": 8, "anchors": 2, "problems": [], "broken": None})
    assert first.read_bytes() == before
    assert {path.stat().st_mode & 0o77 for path in first.parents[2].glob("anchor_key.pem")} == {0}


def test_the_first_broken_link_is_named() -> None:
    third, fifth = Event.objects.order_by("id")[2], Event.objects.order_by("id")[4]
    sql("UPDATE audit_event SET reason = 'x' WHERE id = %s", fifth.pk)
    code, found = verify()
    assert (code, found["broken"]["event"], found["broken"]["code"]) == (2, fifth.pk, "event_changed")
    sql("DELETE FROM audit_event WHERE id = %s", third.pk)
    assert verify()[1]["broken"]["code"] == "link_broken"
    assert verify()[1]["broken"]["place"] == 3
    err = StringIO()
    with pytest.raises(SystemExit):
        call_command("audit", "verify", "--lang", "en", stdout=StringIO(), stderr=err)
    assert "Place 3 (#" in err.getvalue()


def test_a_trail_cut_short_is_noticed_even_when_its_end_was_made_to_fit() -> None:
    make_anchor(now=NOW)
    last = Event.objects.latest("id")
    sql("DELETE FROM audit_event WHERE id = %s", last.pk)
    assert verify()[1]["broken"] == {
        **verify()[1]["broken"], "place": 7, "event": None, "code": "trail_cut_short",
    }  # fmt: skip
    Chain.objects.update(length=6, head=last.previous_hash)
    assert verify()[1]["broken"]["code"] == "trail_cut_short"


def test_a_chain_replaced_as_a_whole_differs_from_its_anchor() -> None:
    anchor = make_anchor(now=NOW)
    rewrite_from(4)
    assert first_broken_link() is None
    code, found = verify()
    assert (code, found["broken"]["place"], found["broken"]["code"]) == (2, 7, "not_as_anchored")
    # Without the anchor nobody could tell; with a copy of it kept elsewhere everybody can.
    elsewhere = anchor.parents[1] / "elsewhere"
    anchor.parent.rename(elsewhere)
    assert verify()[0] == 0
    assert verify("--anchors", str(elsewhere))[0] == 2


def test_an_anchor_that_was_touched_or_is_a_stranger_s_is_no_proof() -> None:
    anchor = make_anchor(now=NOW)
    whole = anchor.read_text("utf-8")
    for text, code in (
        (whole.replace('"length": 7', '"length": 6'), "ลายมือชื่อไม่ถูกต้อง"),
        (whole.replace('"key": "', '"key": "0'), "กุญแจที่ไม่รู้จัก"),
        (whole[:40], "อ่านไม่ได้"),
        ("[1]", "อ่านไม่ได้"),
    ):
        anchor.write_text(text, "utf-8")
        ended, found = verify()
        assert (ended, found["anchors"], len(found["problems"])) == (2, 0, 1), text
        assert code in found["problems"][0]


def test_the_operator_s_key_signs_where_there_is_one_and_earlier_keys_stay_known(
    settings: Any, tmp_path: Path
) -> None:
    own = make_anchor(now=NOW)
    path = tmp_path / "office.pem"
    path.write_bytes(
        ec.generate_private_key(ec.SECP256R1()).private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"secret of the office"),
        )
    )
    settings.SIGNING_KEY, settings.SIGNING_PASSPHRASE = str(path), "secret of the office"
    make_anchor(now=NOW + timedelta(days=1))
    assert verify()[1]["anchors"] == 2
    (tmp_path / "anchor_key.pem").unlink()
    assert verify()[0] == 2
    public = next(
        file
        for file in own.parent.glob("key-*.pem")
        if file.stem[4:] == json.loads(own.read_bytes())["key"][:16]
    )
    assert verify("--key", str(public))[0] == 0
    settings.SIGNING_PASSPHRASE = ""
    with pytest.raises(SystemExit):
        call_command("audit", "anchor", stderr=StringIO())
