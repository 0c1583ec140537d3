"""A figure from the provincial database on its way into the report and the score: sealed, frozen, told."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from samrit.indicators.queries.observations import snapshot_of
from samrit.reports.actions import (
    approve_result,
    compute_result,
    confirm_computed,
    file_report,
    submit_result,
)
from samrit.reports.models import ComputedResult
from samrit.reports.queries.computed import reproduces
from samrit.scores.actions import verify_result
from samrit.scores.shown import computed_input
from tests.reports.computing import sales, stated, taken
from tests.reports.pages import signed_in, text
from tests.world import NOW, make_world

pytestmark = pytest.mark.django_db


def test_what_is_filed_seals_the_trace_and_freezes_the_data() -> None:
    """Later corrections change neither the seal, nor the frozen files, nor what the score says it came from."""
    made = make_world()
    assert made.round is not None
    stated(made)
    generation = taken(made, sales())
    compute_result(item=made.item("1-1", made.recorder), by=made.recorder, now=NOW)
    confirm_computed(item=made.item("1-1", made.recorder), computed=1, version=0, by=made.recorder, now=NOW)
    submit_result(item=made.item("1-1", made.recorder), by=made.recorder, now=NOW)
    approve_result(item=made.item("1-1", made.approver), by=made.approver, now=NOW)
    filing = file_report(round_=made.round, by=made.coordinator, now=NOW, reason="ไม่รอตัวอื่น")
    item = next(one for one in json.loads(filing.snapshot)["items"] if one["value"] == "1218")
    assert item["computed"] == {
        "number": 1, "formula": "sum(otop_sales)", "formula_version": 1, "exact": "1218",
        "inputs_sha256": ComputedResult.objects.get().inputs_digest, "receipts": [generation.submission.receipt],
    }  # fmt: skip
    verification = verify_result(
        item=made.item("1-1", made.evaluator),
        decision="accept",
        value=None,
        missing=None,
        reason="",
        by=made.evaluator,
        now=NOW,
    )
    taken(made, {("1302", "2024-01"): "100"}, now=NOW + timedelta(hours=1))
    assert snapshot_of("13", "2567-12").generation == generation
    assert reproduces(ComputedResult.objects.get())
    told_of = computed_input(verification, "ล้านบาท")
    assert told_of is not None
    assert (told_of.value, told_of.source) == (
        "1,218",
        f"สูตรฉบับที่ 1 · ใบรับข้อมูล {generation.submission.receipt}",
    )
    verify = reverse("scores:verify", args=[made.round.pk, made.kpis["1-1"].indicator_id])
    with time_machine.travel(NOW):
        assert "ตัวเลขนี้คำนวณจากฐานข้อมูลจังหวัด" in text(signed_in(made.evaluator).get(verify))
