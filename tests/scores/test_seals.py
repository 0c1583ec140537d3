"""An opinion's seal: told at once, guessed by nobody, made again by anybody when both opinions are there."""

import hashlib
import json
from io import StringIO

import pytest
from django.core.management import call_command

from samrit.audit.models import Event
from samrit.scores import actions
from samrit.scores.models import Assignment, Opinion
from tests.scores.assigning import disputed, evaluators, give, take, two_scorers
from tests.world import NOW, World

pytestmark = pytest.mark.django_db


def test_the_trail_knows_the_seal_and_neither_the_opinion_nor_its_salt(filed: World) -> None:
    one, two = evaluators(filed, "one", "two")
    two_scorers(filed, "1-1")
    take(filed, "1-1", "first", one)
    take(filed, "1-1", "second", two)
    opinion = give(filed, "1-1", one, "1150.40")
    event = Event.objects.get(verb="give_opinion")
    assert event.after == {"sha256": actions.seal_of(opinion)}
    assert event.subject == f"scores.assignment:{opinion.assignment_id}"
    # Who guesses what it says, to the second, has another seal: the salt is in no event yet.
    guess = Opinion.objects.get()
    guess.salt = ""
    assert actions.seal_of(guess) != event.after["sha256"]
    assert len(opinion.salt) == 32
    assert not any(opinion.salt in str(one.after) for one in Event.objects.all())


def test_with_both_there_the_seal_is_made_again_from_the_trail_and_the_rows(filed: World) -> None:
    """As docs/evaluating.md tells an auditor, with nothing of the project's code."""
    one, two = evaluators(filed, "one", "two")
    comparison = disputed(filed, "1-1", one, two)
    actions.decide_dispute(
        comparison=comparison, item=filed.item("1-1"), decision="accept", value=None, missing=None,
        reason="ตามหลักฐานหน้า 3", by=Assignment.objects.get(slot="third").evaluator, now=NOW,
    )  # fmt: skip
    seals = [event.after["sha256"] for event in Event.objects.filter(verb="give_opinion").order_by("pk")]
    salts = Event.objects.get(verb="unseal_opinions").after["salts"]
    salts |= {
        event.after["sha256"]: event.after["salt"] for event in Event.objects.filter(after__has_key="salt")
    }
    made = []
    for row in Opinion.objects.order_by("pk"):
        facts = {
            "assignment": row.assignment_id, "result": row.result_id, "decision": row.decision,
            "value": f"{row.value:f}".rstrip("0"), "missing": row.missing, "rubric": row.rubric,
            "reason": row.reason, "seen": row.seen, "given_at": row.given_at.timestamp(), "salt": row.salt,
        }  # fmt: skip
        text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        made.append(hashlib.sha256(text.encode()).hexdigest())
        assert salts[made[-1]] == row.salt
    assert made == seals
    assert len(set(seals)) == 3


def test_an_opinion_changed_in_the_database_is_found(filed: World) -> None:
    one, two = evaluators(filed, "one", "two")
    disputed(filed, "1-1", one, two)
    assert list(actions.altered_opinions()) == []
    second = Opinion.objects.order_by("pk").last()
    assert second is not None
    Opinion.objects.filter(pk=second.pk).update(salt=second.salt[::-1])
    assert list(actions.altered_opinions()) == [second]
    said = StringIO()
    with pytest.raises(SystemExit):
        call_command("score", "--recompute-all", stderr=said)
    assert f"ความเห็นที่ {second.pk} ไม่ตรงกับลายพิมพ์ในประวัติ" in said.getvalue()
