"""Results of the catalogue, a survey, an assessment and an authority, from the formula to the explained score."""

import io
from decimal import Decimal

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from samrit.reports.models import ComputedResult, Result
from samrit.scores.shown import lines_of
from tests.reports.pages import signed_in, text
from tests.scores.figured import WORDS, figured
from tests.world import NOW, make_world

pytestmark = pytest.mark.django_db


def test_a_score_leads_to_what_each_of_its_results_was_made_of() -> None:
    made = make_world()
    assert made.round is not None
    score = figured(made)
    kept = list(ComputedResult.objects.order_by("pk"))
    assert [one.value for one in kept] == [Decimal(figure) for figure in ("33.33", "80", "500", "41.25")]
    assert set(Result.objects.values_list("computed", flat=True)) == {one.pk for one in kept}
    pages = [
        reverse("reports:computed_one", args=[made.round.pk, made.kpis[number].indicator_id, 1])
        for number in WORDS
    ]
    followed = [one.explanation.inputs[0] for one in lines_of(score, follows=True) if one.explanation.inputs]
    assert [one.url for one in followed] == pages
    assert [one.source.rpartition(" · ")[2] for one in followed] == [
        "ผลบัญชีข้อมูลของ 1 หน่วยงาน", "การสำรวจที่ปิดแล้ว 1 ครั้ง", "ผลประเมินที่ลงนามของ 1 หน่วยงาน",
        "ผลอย่างเป็นทางการของ 1 หน่วยงาน",
    ]  # fmt: skip
    with time_machine.travel(NOW):
        desk = reverse("scores:verify", args=[made.round.pk, made.kpis["1-1"].indicator_id])
        assert f'href="{pages[0]}"' in text(signed_in(made.evaluator).get(desk))
        assert all(signed_in(made.stranger).get(page).status_code == 404 for page in pages)
        told = io.StringIO()
        call_command("check_computed", stdout=told)
    assert "4" in told.getvalue()
